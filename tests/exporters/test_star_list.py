"""Lists of starred talks are written as other programs take them."""

from __future__ import annotations

import pytest

from confnotes.errors import ConfnotesError
from confnotes.exporters.data.star_list import WRITERS, StarredTalk, write_stars
from confnotes.importers.star_list import read_stars

TALKS = [
    StarredTalk("5c1e-77", "ABCDEF", "Tides, again", "2031-05-06T10:00:00", "Hall", "https://example.org/talk/ABCDEF/"),
    StarredTalk("12", "", "=SUM(A1)", "", "", ""),
]


@pytest.mark.parametrize("form", WRITERS)
def test_every_list_that_is_written_is_read_again(form: str) -> None:
    read = read_stars(write_stars(form, TALKS, "https://example.org/schedule.xml"))
    first = "ABCDEF" if form == "pretalx" else "5c1e-77"
    assert [item.names[0] for item in read] == [first, "12"]


def test_a_table_has_no_formulas_and_giggity_needs_an_address() -> None:
    assert "'=SUM(A1)" in write_stars("csv", TALKS)
    with pytest.raises(ConfnotesError, match="web address of the schedule"):
        write_stars("giggity", TALKS)
