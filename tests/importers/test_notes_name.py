"""What a heading over notes says of the conference."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program

_NOTES = "\n\n## 10:45 | Hall 2 | Tides in small ponds\nAda Example\n\n- water moves\n"


@pytest.mark.parametrize(
    ("heading", "name", "venue"),
    [
        ("# PondCon 2023 – Thursday 20 July (Prague)", "PondCon 2023", "Prague"),
        ("# PondCon 2023 (Prague), 20 July 2023", "PondCon 2023", "Prague"),
        ("# PondCon 2023, Prague, 20 July", "PondCon 2023", "Prague"),
        ("# PondCon 2023 (summer edition), 20 July 2023", "PondCon 2023 (summer edition)", None),
        ("# Pond Summit - 20 July 2023, Prague :: hosted by us", "Pond Summit", None),
        ("# PondCon 2023 Schedule", "PondCon 2023", None),
        ("# PondCon 2023 Programme", "PondCon 2023", None),
        ("# PondCon 2023 Program", "PondCon 2023", None),
        ("# #PondCon 2023 notes", "PondCon 2023", None),
        ("#PondCon 2023 notes", "PondCon 2023", None),
    ],
)
def test_the_name_stands_without_its_city_its_day_and_its_marks(heading: str, name: str, venue: str | None) -> None:
    conference = read_program((heading + _NOTES).encode(), "notes.md").program.conference
    assert (conference.name, conference.venue) == (name, venue)
