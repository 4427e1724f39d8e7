"""What the user says of rows and columns holds for every version of the page in which they are, wherever they stand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.importers.importer import Hints
from confnotes.importers.reading import read_program
from confnotes.markup.names import fold
from confnotes.model.correction import Correction, CorrectionKind, SourceRow
from confnotes.model.program import ReadProgram, WarningCode
from examples import examples

TOP = "# Workshop on Kites 2019\n\nMay 3, 2019\n\n## Schedule\n\n"
LINES = (
    "- 9:00 Opening remarks",
    "- 9:10 Silk Communication (Wind Design)",
    "- 9:50 Coffee break",
    "- 10:20 Bo Kai (Sample Labs): Tails of paper",
    "- 11:00 Session one: small kites",
    "- 11:10 Ada Vento (Sample University): Lines and wind",
    "- 11:40 Cleo Marsh (Sample Labs): String and knots",
    "- 12:10 This page was made by a volunteer",
)
TABLE = """\
| Time | Who speaks | Topic of it |
|---|---|---|
| 9:00 | Lines and wind | Ada Vento |
| 10:00 | Tails of paper | Bo Kai |
| 11:00 | Silk and string | Cleo Marsh |
"""


def page(*lines: str) -> str:
    return TOP + "\n".join(lines) + "\n"


def read(text: str, *corrections: Correction) -> ReadProgram:
    return read_program(text.encode(), "page.md", Hints(corrections=corrections))


def row(found: ReadProgram, text: str) -> SourceRow:
    """The row that says this."""
    (one,) = [each for each in found.rows if fold(text) in each.row]
    return one


def say(found: ReadProgram, text: str, kind: CorrectionKind, part: str = "", title: str = "") -> Correction:
    return Correction(kind, row(found, text).row, fold(part), title=title)


def titles(found: ReadProgram) -> list[str | None]:
    return [talk.title for talk in found.program.talks()]


def test_a_row_that_is_no_talk_is_left_out_and_stays_among_the_rows() -> None:
    before = read(page(*LINES))
    said = say(before, "made by a volunteer", CorrectionKind.NO_TALK)

    found = read(page(*LINES), said)

    assert [each for each in titles(before) if each not in titles(found)] == ["This page was made by a volunteer"]
    left_out = row(found, "made by a volunteer")
    assert left_out.corrections == (said,) and left_out.title is None and not left_out.doubts


def test_a_part_of_a_row_is_its_title_and_another_its_speaker() -> None:
    before = read(page(*LINES))
    title = say(before, "silk communication", CorrectionKind.TITLE, "Silk Communication")
    speaker = say(before, "silk communication", CorrectionKind.SPEAKER, "Wind Design")

    found = read(page(*LINES), title, speaker)

    (talk,) = [each for each in found.program.talks() if each.title == "Silk Communication"]
    assert [each.name for each in talk.speakers] == ["Wind Design"]
    assert "Wind Design" in [each.name for each in found.program.people]


def test_what_names_the_speaker_is_no_longer_in_the_title() -> None:
    text = page("- 9:00 Opening remarks", "- 9:10 Lines and wind, kite team of Lisbon", "- 9:50 Coffee break")
    before = read(text)
    assert "Lines and wind, kite team of Lisbon" in titles(before)

    found = read(text, say(before, "lines and wind", CorrectionKind.SPEAKER, "kite team of Lisbon"))

    (talk,) = [each for each in found.program.talks() if each.title == "Lines and wind"]
    assert [each.name for each in talk.speakers] == ["kite team of Lisbon"]


def test_rows_are_one_session_under_the_row_that_is_its_heading() -> None:
    before = read(page(*LINES))
    said = [
        say(before, text, CorrectionKind.SESSION, title="Session one: small kites")
        for text in ("small kites", "lines and wind", "string and knots")
    ]

    found = read(page(*LINES), *said)

    (session,) = [each for each in found.program.sessions if each.title == "Session one: small kites"]
    assert [talk.title for talk in session.talks] == ["Lines and wind", "String and knots"]
    assert session.starts_at is not None and f"{session.starts_at:%H:%M}" == "11:00"
    assert len(titles(found)) == len(titles(before)) - 1


def test_rows_are_one_session_of_another_title_without_losing_one() -> None:
    before = read(page(*LINES))
    said = [say(before, text, CorrectionKind.SESSION, title="Kites") for text in ("lines and wind", "string and knots")]

    found = read(page(*LINES), *said)

    (session,) = [each for each in found.program.sessions if each.title == "Kites"]
    assert [talk.title for talk in session.talks] == ["Lines and wind", "String and knots"]
    assert sorted(map(str, titles(found))) == sorted(map(str, titles(before)))


def test_a_column_means_what_the_user_says_and_the_other_takes_its_place() -> None:
    table = TABLE.replace("Who speaks", "Speaker").replace("Topic of it", "Title")
    before = read(TOP + table)
    part = next(each for each in before.rows[0].parts if each.text == "Lines and wind")
    assert (part.meaning, part.column) == ("speaker", "speaker")

    found = read(TOP + table, Correction(CorrectionKind.TITLE, part.header, part.column, column=True))

    assert [(talk.title, [each.name for each in talk.speakers]) for talk in found.program.talks()] == [
        ("Lines and wind", ["Ada Vento"]),
        ("Tails of paper", ["Bo Kai"]),
        ("Silk and string", ["Cleo Marsh"]),
    ]
    assert all(each.corrections for each in found.rows)


def test_a_column_of_a_table_without_a_header_is_named_by_its_place() -> None:
    cells = (("9:00", "Dan Reed", "Ada Vento"), ("10:00", "Eve Holt", "Bo Kai"), ("11:00", "Finn Moss", "Cleo Marsh"))
    table = "".join(f"<tr><td>{'</td><td>'.join(each)}</td></tr>\n" for each in cells)
    text = f"{TOP}<table>\n{table}</table>\n"
    before = read(text)
    part = before.rows[0].parts[2]
    assert (part.column, before.rows[0].speakers) == ("3 of 3", ("Dan Reed",))

    found = read(text, Correction(CorrectionKind.SPEAKER, part.header, part.column, column=True))

    assert [(each.title, each.speakers) for each in found.rows] == [
        ("Dan Reed", ("Ada Vento",)),
        ("Eve Holt", ("Bo Kai",)),
        ("Finn Moss", ("Cleo Marsh",)),
    ]


def test_a_row_that_was_not_read_becomes_an_item_at_its_time() -> None:
    table = (
        "| Time | Title | Speaker |\n|---|---|---|\n| 9:00 | Lines and wind | Ada Vento |\n"
        "| 10:00 | no seminar | everybody goes flying |\n| 11:00 | Silk | Cleo Marsh |\n"
    )
    before = read(TOP + table)
    assert titles(before) == ["Lines and wind", "Silk"]

    found = read(TOP + table, say(before, "no seminar", CorrectionKind.TITLE, "everybody goes flying"))

    assert titles(found) == ["Lines and wind", "everybody goes flying", "Silk"]
    assert [f"{talk.starts_at:%H:%M}" for talk in found.program.talks()] == ["09:00", "10:00", "11:00"]


def test_a_row_that_is_right_is_not_doubtful_any_more() -> None:
    line = "- 12:40 Industry panel - moderators and others)"
    before = read(page(*LINES, line))
    assert row(before, "industry panel").doubts

    found = read(page(*LINES, line), say(before, "industry panel", CorrectionKind.RIGHT))

    assert not row(found, "industry panel").doubts
    assert titles(found) == titles(before)


def test_corrections_that_no_longer_match_are_reported_in_one_line() -> None:
    before = read(page(*LINES))
    said = (
        say(before, "made by a volunteer", CorrectionKind.NO_TALK),
        say(before, "silk communication", CorrectionKind.TITLE, "Silk Communication"),
        say(before, "tails of paper", CorrectionKind.RIGHT),
    )

    found = read(page(*LINES[:1], *LINES[2:7]), *said)

    (told,) = [each for each in found.warnings if each.code is WarningCode.CORRECTION_UNUSED]
    assert told.message.startswith("2 corrections no longer match this version: ")
    assert "volunteer" in told.message and "silk communication" in told.message and "tails" not in told.message
    assert set(found.applied) == {said[2]}


@settings(max_examples=examples(40), deadline=None)
@given(
    order=st.permutations(LINES[1:]),
    above=st.lists(st.sampled_from(["Everybody is welcome.", "", "The hall opens early."]), max_size=4),
    later=st.integers(0, 3),
)
def test_corrections_hold_where_lines_and_hours_moved(order: list[str], above: list[str], later: int) -> None:
    before = read(page(*LINES))
    said = (
        say(before, "made by a volunteer", CorrectionKind.NO_TALK),
        say(before, "silk communication", CorrectionKind.TITLE, "Silk Communication"),
        say(before, "silk communication", CorrectionKind.SPEAKER, "Wind Design"),
    )
    hours = sorted((line.split(" ")[1] for line in order), key=lambda hour: (len(hour), hour))
    moved = [
        f"- {int(hour.split(':')[0]) + later}:{hour.split(':')[1]} {line.split(' ', 2)[2]}"
        for hour, line in zip(hours, order, strict=True)
    ]
    text = page(*moved).replace("## Schedule", "\n\n".join([*above, "## Schedule"]))

    found = read(text, *said)

    assert set(found.applied) == set(said)
    assert "This page was made by a volunteer" not in titles(found)
    (talk,) = [each for each in found.program.talks() if each.title == "Silk Communication"]
    assert [each.name for each in talk.speakers] == ["Wind Design"]


def test_a_source_of_another_kind_has_no_rows_and_says_that_no_correction_matches() -> None:
    said = Correction(CorrectionKind.NO_TALK, "coffee break")
    table = b"Title,Start,Speaker\nLines and wind,2019-05-03 09:00,Ada Vento\nSilk,2019-05-03 10:00,Bo Kai\n"

    found = read_program(table, "talks.csv", replace(Hints(), corrections=(said,)))

    assert [each.code for each in found.warnings if each.code is WarningCode.CORRECTION_UNUSED]
    assert found.rows == ()
