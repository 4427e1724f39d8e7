"""The time zones that a venue suggests."""

from __future__ import annotations

import pytest

from confnotes.importers.facts.place_zones import MOST, zones_of_place


@pytest.mark.parametrize(
    ("venue", "place", "zones"),
    [
        ("ULB (Université Libre de Bruxelles), Brussels", "Brussels", ("Europe/Brussels",)),
        ("University of Vienna", "Vienna", ("Europe/Vienna",)),
        ("Telliskivi, Tallinn, Estonia", "Tallinn", ("Europe/Tallinn",)),
        ("Fairgrounds, Germany", "Germany", ("Europe/Berlin",)),
        ("Jaarbeurs, Netherlands", "Netherlands", ("Europe/Amsterdam",)),
        ("San Jose, Costa Rica", "Costa Rica", ("America/Costa_Rica",)),
        ("Old Rope Factory", "", ()),
        ("the center, room 5", "", ()),
        ("", "", ()),
    ],
)
def test_a_city_suggests_its_zone_and_a_country_that_of_its_own(venue: str, place: str, zones: tuple[str, ...]) -> None:
    assert zones_of_place(venue) == (place, zones)


def test_a_country_of_many_zones_suggests_several_and_never_more_than_fit() -> None:
    for venue in ("Convention Center, USA", "Main hall, Canada", "Somewhere in the east, Russia"):
        _, zones = zones_of_place(venue)
        assert 1 < len(zones) <= MOST
    assert "America/New_York" in zones_of_place("Convention Center, USA")[1]
