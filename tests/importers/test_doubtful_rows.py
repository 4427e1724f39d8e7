"""Rows of pages that were hardly read right are said to be doubtful, each with its line; others are not."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program
from confnotes.model.correction import RowDoubt, SourceRow

TOP = "# Workshop on Kites 2019\n\nMay 3, 2019\n\n## Schedule\n\n"
GOOD = """\
- 9:00 Opening remarks
- 9:10 Ada Vento (Sample University): Lines and wind
- 9:50 Coffee break
- 10:20 Bo Kai (Sample Labs): Tails of paper
- 11:00 Panel discussion
- 11:40 Closing remarks
"""


def rows(text: str, name: str = "page.md") -> list[SourceRow]:
    return list(read_program((TOP + text).encode(), name).rows)


def doubts(text: str, name: str = "page.md") -> dict[int, set[RowDoubt]]:
    """The doubts of each doubtful row, by its line below the heading of the schedule."""
    above = TOP.count("\n")
    return {row.line - above: set(row.doubts) for row in rows(text, name) if row.doubts}


def test_a_page_that_says_everything_is_not_doubtful() -> None:
    found = rows(GOOD)

    assert len(found) == 6
    assert not any(row.doubts for row in found)


def test_a_row_stands_beside_the_lines_of_its_source_and_what_was_read_there() -> None:
    row = rows(GOOD)[1]

    assert row.line == TOP.count("\n") + 2
    assert row.lines == ("- 9:10 Ada Vento (Sample University): Lines and wind",)
    assert row.day is not None and (f"{row.day:%a}", row.hours) == ("Fri", "09:10")
    assert (row.title, row.speakers) == ("Lines and wind", ("Ada Vento",))
    assert [part.text for part in row.parts] == ["9:10", "Ada Vento", "Sample University", "Lines and wind"]


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("- 12:00 Welcome again at 08:30 (see 10:15)", RowDoubt.CLOCK_IN_TITLE),
        ("- 12:00 Industry panel - moderators and others)", RowDoubt.CUT_TITLE),
        ("- 12:00 **Kites of** silk ** and string", RowDoubt.MARKUP_IN_TITLE),
        ("- 12:00 Keynote by Bo Kai, who has flown them everywhere", RowDoubt.NO_TITLE),
    ],
)
def test_a_title_that_is_hardly_one_is_doubtful(line: str, doubt: RowDoubt) -> None:
    assert doubts(f"{GOOD}{line}\n") == {7: {doubt}}


@pytest.mark.parametrize("line", ["- 12:00 TBA", "- 12:00 Speaker: Bo Kai", "- 12:00 Bo Kai (Sample Labs)"])
def test_a_row_that_states_no_title_is_not_doubtful(line: str) -> None:
    assert doubts(f"{GOOD}{line}\n") == {}


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ("Silk and knots | Sample University", RowDoubt.NO_PERSON),
        ("Silk and knots | Wind Communication", RowDoubt.LOST_CELL),
        ("Bo Kai | Silk and knots", RowDoubt.LOST_CELL),
    ],
)
def test_a_cell_of_speakers_that_is_no_person_or_was_not_used_is_doubtful(cells: str, doubt: RowDoubt) -> None:
    table = "| Time | Title | Speaker |\n|---|---|---|\n| 9:00 | Lines and wind | Ada Vento |\n"

    assert doubts(f"{table}| 10:00 | {cells} |\n") == {4: {doubt}}


def test_one_title_for_rows_that_differ_is_doubtful_and_a_break_that_recurs_is_not() -> None:
    table = "| Time | Title | Speaker |\n|---|---|---|\n" + "".join(
        f"| {hour}:00 | {title} | {speaker} |\n"
        for hour, title, speaker in (
            (9, "Kite colloquium", "Ada Vento"),
            (10, "Coffee break", ""),
            (11, "Kite colloquium", "Bo Kai"),
            (12, "Coffee break", ""),
            (13, "Kite colloquium", "Cleo Marsh"),
            (14, "Coffee break", ""),
            (15, "Silk and string", "Dan Reed"),
        )
    )

    assert doubts(table) == {line: {RowDoubt.SAME_TITLE} for line in (3, 5, 7)}


def test_a_row_without_a_start_among_timed_ones_is_doubtful() -> None:
    table = (
        "| Time | Title | Speaker |\n|---|---|---|\n| 9:00 | Lines and wind | Ada Vento |\n"
        "| 10:00 | Tails of paper | Bo Kai |\n| 11:00 | Silk | Cleo Marsh |\n| tba | String and knots | Dan Reed |\n"
    )

    assert doubts(table) == {6: {RowDoubt.NO_START}}


def test_a_timed_row_that_became_no_item_is_a_doubtful_row_too() -> None:
    table = (
        "| Time | Title | Speaker |\n|---|---|---|\n| 9:00 | Lines and wind | Ada Vento |\n"
        "| 10:00 | no seminar | everybody goes flying |\n| 11:00 | Silk | Cleo Marsh |\n"
    )
    found = rows(table)

    assert [row.line - TOP.count("\n") for row in found] == [3, 4, 5]
    assert found[1].title is None and found[1].doubts == (RowDoubt.NO_TALK,)


def test_the_rows_of_an_html_table_have_their_cells_and_the_lines_of_their_tags() -> None:
    page = (
        "<html><body><h1>Workshop on Kites 2019</h1>\n<p>May 3, 2019</p>\n<h2>Schedule</h2>\n<table>\n"
        "<tr><th>Time</th><th>Title</th><th>Speaker</th></tr>\n"
        "<tr>\n<td>9:00</td>\n<td>Lines and wind</td>\n<td>Ada Vento</td></tr>\n"
        "<tr><td>10:00</td><td>Tails of paper)</td><td>Bo Kai</td></tr>\n</table></body></html>\n"
    )
    first, second = read_program(page.encode(), "page.html").rows

    assert [(part.meaning, part.text) for part in first.parts] == [
        ("time", "9:00"),
        ("title", "Lines and wind"),
        ("speaker", "Ada Vento"),
    ]
    assert (first.line, second.line, first.lines) == (6, 10, ())
    assert second.doubts == (RowDoubt.CUT_TITLE,)
