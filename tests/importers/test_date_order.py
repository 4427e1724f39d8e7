"""Numeric dates: which number is the month is decided once for all dates of a source, and not guessed."""

from __future__ import annotations

import pytest

from confnotes.importers.facts.date_order import month_comes_first
from confnotes.importers.pages.document import document_of
from confnotes.importers.pages.numeric_days import with_numeric_days
from confnotes.importers.reading import read_program


@pytest.mark.parametrize(
    ("dates", "month_first"),
    [
        (["03/05/2031"], None),
        (["03/05/2031", "04/05/2031"], None),  # two days may be of March and April: deadlines are
        (["03/05/2031", "04/05/2031", "05/05/2031"], False),
        (["05/03/2031", "05/04/2031", "05/05/2031"], True),
        (["01/02/2031", "02/03/2031", "03/04/2031"], None),
        (["03/05/2031", "13/06/2031"], False),
        (["03/05/2031", "06/13/2031"], True),
        (["13/05/2031", "06/13/2031"], None),
        (["08-07-2031", "09-07-2031", "11-07-2031"], False),
        (["v1/2/2031/a"], None),
    ],
)
def test_the_dates_of_a_source_say_together_which_number_is_the_month(
    dates: list[str], month_first: bool | None
) -> None:
    assert month_comes_first(dates) is month_first


def test_addresses_and_versions_keep_their_numbers() -> None:
    text = "on 08/07/2031, 09/07/2031 and 10/07/2031: /blog/08/07/2031/x, 08/07/2031-2"

    assert (
        with_numeric_days(document_of(text, "page.md")).visible
        == "on 2031-07-08, 2031-07-09 and 2031-07-10: /blog/08/07/2031/x, 08/07/2031-2"
    )


def test_days_above_the_columns_of_a_grid_are_days_though_each_could_be_two() -> None:
    page = (
        "# Kite School 2031\n\n## Programme\n\n| | 08/07/2031 | 09/07/2031 | 10/07/2031 |\n| --- | --- | --- | --- |\n"
        "| 9:00-10:30 | Welcome | Lines that sing | Wind by the numbers |\n"
        "| 10:30-11:00 | Coffee | Coffee | Coffee |\n"
    )

    found = [(str(talk.start), talk.title) for talk in read_program(page.encode(), "page.md").program.talks()]

    assert found[:3] == [
        ("2031-07-08 09:00:00", "Welcome"),
        ("2031-07-09 09:00:00", "Lines that sing"),
        ("2031-07-10 09:00:00", "Wind by the numbers"),
    ]
