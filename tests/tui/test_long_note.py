"""A key in a very long note costs what it costs in a short one: little is read, joined and wrapped again."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.tui.screens.note.view import CountedLines
from confnotes.tui.widgets import editor_wrapping
from confnotes.tui.widgets.editor_blocks import LineKinds
from confnotes.tui.widgets.editor_document import NoteDocument, has_text, join_tail, time_of
from confnotes.tui.widgets.editor_wrapping import NoteWrap
from examples import examples
from tui.test_editor import EditorApp

LONG = "\n".join(["# A talk", "", "- a point ^t100712", "  more of it", "", "```", "x = 1", "```", ""] * 3000)
LINES = st.sampled_from(
    [
        *("", "x", "    code", "- item", "# head", "```py", "~~~", "> ```", "$$", "a $$ b", "%%", "a %% b", "`%%`"),
        *("| a | b |", "|---|---|", "|-|", "- a ^t101010", "b ^t101010", "c ^t101112 \r", "\t", "1. x"),
    ]
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join)


def read(text: str) -> tuple[NoteDocument, LineKinds]:
    note = NoteDocument(text)
    kinds = LineKinds(note.lines)
    note.replaced = kinds.replaced
    assert len(kinds.all) == len(note.lines)
    assert note.text == text
    return note, kinds


def test_a_key_in_a_long_note_reads_only_the_lines_around_it() -> None:
    note, kinds = read(LONG)
    for row, typed in product((0, 4, 13_502, 26_999), ("x", "\n", " ", "a\nb", "|", "**")):
        was_read, was_joined = kinds.lines_read, note.lines_joined
        end = note.replace_range((row, 0), (row, 0), typed).end_location
        assert len(kinds.all) == len(note.lines) and note.text
        note.replace_range((row, 0), end, "")
        assert len(kinds.all) == len(note.lines) and note.text == LONG
        assert kinds.lines_read - was_read < 20, (row, typed)
        assert note.lines_joined - was_joined < 10_000, (row, typed)


def test_a_fence_reads_again_what_it_makes_code_and_no_more() -> None:
    note, kinds = read(LONG)
    before = kinds.lines_read
    note.replace_range((3, 0), (3, 0), "```\n")
    assert kinds.in_code(5) and kinds.lines_read > before + 20_000
    before = kinds.lines_read
    note.replace_range((5, 0), (5, 0), "```\n")
    note.replace_range((4, 0), (4, 0), "x\n")
    assert not kinds.in_code(7) and kinds.lines_read > before + 20_000
    before = kinds.lines_read
    note.replace_range((4, 0), (4, 0), "y\n")
    assert kinds.in_code(4) and kinds.lines_read < before + 20


def labels(note: NoteDocument) -> list[str]:
    found, shown = [], ""
    for line, tail in zip(note.lines, note.tails, strict=True):
        at = time_of(tail) if len(tail) > 1 and has_text(line) else None
        label = f"{at:%H:%M}" if at is not None else ""
        found.append("" if label == shown else label)
        shown = label or shown
    return found


@given(TEXTS, st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), TEXTS, st.booleans()), max_size=6))
@settings(max_examples=examples(300))
def test_lines_are_what_they_would_be_in_a_note_opened_anew(text: str, edits: list[tuple[int, int, str, bool]]) -> None:
    note, kinds = read(text)
    for first, second, typed, is_asked in edits:
        last = len(note.lines) - 1
        rows = sorted((min(first, last), min(second, last)))
        before = [*kinds.all] if is_asked else None
        kinds.changed_rows()
        count = len(note.lines)
        note.replace_range((rows[0], 0), (rows[1], len(note.lines[rows[1]])), typed)
        if before is None:
            continue
        fresh = LineKinds(note.lines)
        assert [*kinds.all] == [*fresh.all]
        all_rows = range(len(note.lines))
        assert [kinds.in_code(row) for row in all_rows] == [fresh.in_code(row) for row in all_rows]
        assert [kinds.private_parts(row) for row in all_rows] == [fresh.private_parts(row) for row in all_rows]
        assert [kinds.fence_around(row) for row in all_rows] == [fresh.fence_around(row) for row in all_rows]
        longer = len(note.lines) - count
        kept = [(row, row) for row in range(rows[0])] + [(row, row + longer) for row in range(rows[1] + 1, count)]
        assert kinds.changed_rows() >= {now for was, now in kept if before[was] is not kinds.all[now]}
    whole = zip(note.lines, note.tails, strict=True)
    assert note.text == note.newline.join(join_tail(line, tail) if tail else line for line, tail in whole)
    assert [note.time_label(row) for row in range(len(note.lines))] == labels(note)


POINTS = [f"- point **{number}** [[a link|shown]] " + "words " * (number % 23) for number in range(700)]


def shown(app: EditorApp) -> list[int]:
    """The lines on the screen."""
    top = int(app.editor.scroll_offset.y)
    places = [app.editor.rows.row(top + y) for y in range(app.editor.size.height)]
    sections = [place for place in places if place is not None]
    for (row, section), (after, next_section) in pairwise(sections):
        part = app.editor.rows.part(row, section)
        text = part.live.text if part.live is not None else app.editor.note.lines[row]
        is_last = part.end == len(text)
        assert (after, next_section) == ((row + 1, 0) if is_last else (row, section + 1))
    return [row for row, _ in sections]


async def test_only_lines_near_the_screen_of_a_long_note_are_wrapped() -> None:
    app = EditorApp(LONG)
    async with app.run_test(size=(40, 12)) as pilot:
        app.editor.show_live(True)
        for key in ("ctrl+end", "x", "enter", "y", "pageup", "ctrl+home", "z", "enter"):
            await pilot.press(key)
            await pilot.pause()
            assert app.editor.cursor_location[0] in shown(app)
        app.editor.replace("```\n", (0, 0), (0, 0))
        app.editor.undo()
        await pilot.pause()
        assert app.editor.rows.lines_wrapped < 3000


async def test_titles_that_come_later_look_only_at_lines_near_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[int]()
    block_rows = LineKinds.block_rows
    app = EditorApp("\n".join(POINTS * 10))
    async with app.run_test(size=(40, 12)):
        app.editor.show_live(True)

        def ask(kinds: LineKinds, row: int) -> range:
            asked.append(row)
            return block_rows(kinds, row)

        monkeypatch.setattr(LineKinds, "block_rows", ask)
        app.editor.show_titles({"a link": "Another title"})
        assert 0 < len(asked) < 300


def test_a_paste_of_many_lines_is_not_counted_while_it_is_shown() -> None:
    counted = CountedLines(["- a point", "? why"])
    assert counted.is_near(["- a point", "more", "? why"]) and not counted.is_near(["x"] * 30_000)


@pytest.mark.parametrize("live", [True, False])
async def test_a_long_note_shows_the_same_lines_as_if_all_were_wrapped(
    live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [
        *("ctrl+end", "pageup", "pageup", "x", "enter", "ctrl+home", "pagedown", "pagedown", "y", "enter", "ctrl+end")
    ]
    found = []
    for many in (50, 100_000):
        monkeypatch.setattr(editor_wrapping, "MANY", many)
        app = EditorApp("\n".join(POINTS))
        async with app.run_test(size=(40, 12)) as pilot:
            app.editor.show_live(live)
            screens = []
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
                screens.append(shown(app))
            found.append(screens)
            assert (app.editor.rows.lines_wrapped < 900) == (many == 50)
    assert found[0] == found[1]


@given(st.lists(st.tuples(st.sampled_from("tpsjuq"), st.integers(0, 99), st.integers(0, 40)), max_size=12))
@settings(max_examples=examples(60))
def test_rows_of_a_long_note_are_those_of_a_short_one_where_they_are_wrapped(ops: list[tuple[str, int, int]]) -> None:
    note = NoteDocument("\n".join(POINTS[:60]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editor_wrapping, "MANY", 4)
        rows = NoteWrap(note, 20)
        for kind, row, column in ops:
            row = min(row, len(note.lines) - 1)
            column = min(column, len(note.lines[row]))
            if kind == "s":
                rows.settle(range(row, row + 3))
            elif kind == "q":
                rows.row(row)
            elif kind == "j":
                rows.fold(row, range(row + 1, min(row + 4, len(note.lines))))
                rows.fold(row, range(0))
            else:
                typed = {"t": "some words", "p": "a\nb c d\n" * (column % 9), "u": ""}[kind]
                end = (min(row + column % 3, len(note.lines) - 1), 0) if kind == "u" else (row, column)
                begin, end = sorted(((row, column), end))
                result = note.replace_range(begin, end, typed)
                rows.wrap_range(begin, end, result.end_location)
            assert rows.height == rows.tops[-1]
    fresh = NoteWrap(note, 20)
    rows.settle(range(len(note.lines)))
    assert (rows.tops, rows.lines) == (fresh.tops, fresh.lines)
