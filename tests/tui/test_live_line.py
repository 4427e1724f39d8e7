"""What live preview shows of a line, and which place of the source is behind each place on the screen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual.geometry import Offset
from textual.widgets.text_area import Selection

from confnotes.tui.widgets.editor_blocks import LineKinds
from confnotes.tui.widgets.editor_canvas import NoteCanvas
from confnotes.tui.widgets.editor_document import NoteDocument
from confnotes.tui.widgets.editor_live import LivePreview
from confnotes.tui.widgets.editor_wrapping import NoteWrap, cells
from confnotes.tui.widgets.live_code import code_roles
from confnotes.tui.widgets.live_line import LiveLine
from confnotes.tui.widgets.live_table import is_rule_row
from examples import examples

TITLES = {"2019-12-10 1005 updates": "Updates of Equilibrium Prop Match Gradients", "ada": "Ada Lovelace"}
PIECES = (
    *("**", "*", "~~", "==", "`", "``", "[[", "]]", "|", "[", "](", ")", "$", "$$", "\\", "%%", "_", "@", "#", "# "),
    *("- ", "- [ ] ", "- [x] ", "1. ", "> ", "> [!note] ", "? ", "! ", "---", "\t", "  ", " ", "x", "word", "日本"),
    *("👩🏽", "| a | b |", "|:-:|--:|", "```", "```python", "[[ada]]", "[[2019-12-10 1005 Updates]]", "![[a.png]]"),
    *(r"\frac{1}{2}", r"$\ell_2 \le x^2$", "https://x.org/a", "<https://x.org>", "[a](b)", "@[[Ada]]", "#tag", "é"),
    *("\n", "\n\n", "\x1b"),
)
NOTES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def preview(text: str) -> tuple[NoteDocument, LivePreview]:
    note = NoteDocument(text)
    return note, LivePreview(note, LineKinds(note.lines), TITLES, LivePreview.load)


def shown(text: str, width: int = 40) -> list[str]:
    """The lines of a note as they are shown, all without the cursor."""
    note, live = preview(text)
    found = [live.line(row, width) for row in range(len(note.lines))]
    return [line if one is None else one.text for line, one in zip(note.lines, found, strict=True)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("## Results", "Results"),
        ("**bold** *italic* ~~struck~~ ==marked== `code`", "bold italic struck marked code"),
        ("***both***", "both"),
        ("[[2019-12-10 1005 Updates]]", "Updates of Equilibrium Prop Match Gradients"),
        (
            "see [[NeurIPS 2019/2019-12-10 1005 Updates#Setup]]",
            "see Updates of Equilibrium Prop Match Gradients › Setup",
        ),
        ("[[2019-12-10 1020 Unknown talk]]", "Unknown talk"),
        ("[[ada|the first]] and [[#Setup]]", "the first and Setup"),
        ("[the paper](https://x.org) <https://x.org> https://x.org", "the paper https://x.org https://x.org"),
        ("![a chart](x.png) ![[2019-12-10 101210.jpg]]", "[picture: a chart] [photo, 10:12]"),
        ("@[[Ada Lovelace]] and @Ada", "@Ada Lovelace and @Ada"),
        ("- [ ] read\n- [x] read\n- [/] read\n- read", "☐ read\n☑ read\n[/] read\n• read"),
        ("  * nested\n1. first", "  • nested\n1. first"),
        ("> said\n>> twice", "▎ said\n▎ ▎ twice"),
        ("> [!warning]- Mind the gap\n> [!tip]", "▎ Warning: Mind the gap\n▎ Tip"),
        ("---", "─" * 40),
        (r"$\ell_2 \le x^2$ and $5 or \*not\*", "ℓ₂ ≤ x² and $5 or *not*"),
        (r"$\unknown{x}$ stays", r"$\unknown{x}$ stays"),
        ("$$\n\\alpha_1\n$$", "\n  α₁\n"),
        ("%%private **kept**%%", "%%private **kept**%%"),
        ("? does **it**\n! yes", "? does it\n! yes"),
        ("```py\na = **b**\n```", "── py " + "─" * 34 + "\na = **b**\n" + "─" * 40),
        ("plain text, 2 * 3 * 4 and snake_case_name", "plain text, 2 * 3 * 4 and snake_case_name"),
        ("#", "#"),
        (">>>>>>> other", ">>>>>>> other"),
        ("- ", "• "),
    ],
)
def test_a_line_looks_like_what_it_is(source: str, text: str) -> None:
    assert shown(source) == text.split("\n")


def test_code_keeps_its_marks_where_it_has_no_background() -> None:
    note = NoteDocument("**a** `b`")
    live = LivePreview(note, LineKinds(note.lines), {}, LivePreview.load, marks_code=True).line(0, 40)
    assert live is not None and live.text == "a `b`"


def test_a_table_is_aligned_and_its_long_cells_are_cut() -> None:
    table = "| Model | Error |\n|:--|--:|\n| **ours** | 2.9 |\n| $\\beta$ | 12.85 |\n| 日本 |"
    assert shown(table) == [
        *("│ Model │ Error │", "├───────┼───────┤", "│ ours  │   2.9 │", "│ β     │ 12.85 │", "│ 日本  │       │"),
    ]
    assert shown("| a | b |\n|-|:-:|\n| a rather long cell | x |", 20)[2] == "│ a rather lo… │ x │"
    assert shown("a | b\n--|--\n1 | 2") == ["a │ b", "──┼──", "1 │ 2"]
    assert shown("| no | table |\n\n| a |\n|---|---|") == ["| no | table |", "", "| a |", "|---|---|"]
    assert shown("|a|b|c|d|\n|-|-|-|-|", 10) == ["|a|b|c|d|", "|-|-|-|-|"]  # too narrow a window


def test_styles_cover_what_they_style_and_no_padding() -> None:
    _, live = preview("| `x` | wide |\n|---|---|\n| code | [[ada\\|b]] |\n\n## **a** b")
    lines = [live.line(row, 40) for row in (0, 2, 4)]
    styled = [[(one.text[start:end], role) for start, end, role in one.roles] for one in lines if one is not None]
    assert ("x", "code") in styled[0] and ("b", "live-link") in styled[1]
    assert styled[2] == [("a b", "heading2"), ("a", "bold")]


@given(NOTES, st.integers(8, 60))
@settings(max_examples=examples(300))
@example("| a [b | c](d) |\n|---|---|", 40)
@example("> [!note]", 40)
def test_every_character_of_the_source_is_shown_or_hidden_once(text: str, width: int) -> None:
    note, live = preview(text)
    for row, line in enumerate(note.lines):
        one = live.line(row, width)
        if one is not None:
            assert one.text == "".join(run.shown for run in one.runs)
            assert [run.start for run in one.runs] == [0, *(run.end for run in one.runs[:-1])]
            assert one.runs[-1].end == len(line)
            _is_monotone([one.source_of(column) for column in range(len(one.text) + 1)], len(line))
            _is_monotone([one.column_of(column) for column in range(len(line) + 1)], len(one.text))
            _goes_there_and_back(one, line)


def _is_monotone(columns: Sequence[int], last: int) -> None:
    assert list(columns) == sorted(columns) and columns[0] >= 0 and columns[-1] <= last


def _goes_there_and_back(one: LiveLine, line: str) -> None:
    for begin, run in zip(one.begins, one.runs, strict=True):
        if run.shown == line[run.start : run.end]:
            for offset in range(len(run.shown)):
                assert one.source_of(begin + offset) == run.start + offset
                assert one.column_of(run.start + offset) == begin + offset


@given(NOTES, st.integers(8, 40), st.data())
@settings(max_examples=examples(200))
def test_rows_hold_the_whole_shown_line_and_a_click_lands_on_its_character(
    text: str, width: int, data: st.DataObject
) -> None:
    note, live = preview(text)
    rows = NoteWrap(note)
    rows.preview, rows.source = live.line, range(0)
    rows.wrap(width)
    row = data.draw(st.integers(0, len(note.lines) - 1))
    parts = [rows.part(row, section) for section in range(rows.tops[row + 1] - rows.tops[row])]
    shown_text = parts[0].live.text if parts[0].live else note.lines[row]
    assert "".join(shown_text[part.begin : part.end] for part in parts) == shown_text
    for section, part in enumerate(parts):
        own = shown_text[part.begin : part.end]
        assert len(part.hang) + cells(own.rstrip()) <= width or len(own.rstrip()) <= 3
        offset = data.draw(st.integers(0, max(len(own) - 1, 0)))
        there = rows.offset_to_location(Offset(len(part.hang) + cells(own[:offset]), rows.tops[row] + section))
        assert there[0] == row and 0 <= there[1] <= len(note.lines[row])
        if part.live is None:
            continue
        run = next(run for run in part.live.runs if there[1] < run.end or run is part.live.runs[-1])
        if own and run.shown == note.lines[row][run.start : run.end]:
            assert rows.location_to_offset(there).y == rows.tops[row] + section


@given(NOTES, st.lists(NOTES, min_size=1, max_size=4), st.data())
@settings(max_examples=examples(150))
def test_rows_are_the_same_however_the_note_came_to_be(text: str, typed: list[str], data: st.DataObject) -> None:
    canvas = NoteCanvas(text)
    canvas.show_live(True)
    canvas.rows.wrap(20)

    def place() -> tuple[int, int]:
        row = data.draw(st.integers(0, len(canvas.note.lines) - 1))
        return row, data.draw(st.integers(0, len(canvas.note.lines[row])))

    for one in typed:
        does = data.draw(st.sampled_from(["replace", "type", "undo", "redo", "select"]))
        if does == "replace":
            canvas.replace(one, *sorted((place(), place())))
            canvas.history.checkpoint()
        elif does == "type":
            canvas.replace_as_typed(one, *canvas.selection)
        elif does == "select":
            canvas.selection = Selection(place(), place())
        else:
            (canvas.undo if does == "undo" else canvas.redo)()
        fresh = NoteWrap(canvas.note)
        kinds = LineKinds(canvas.note.lines)
        fresh.preview = LivePreview(canvas.note, kinds, {}, LivePreview.load).line
        blocks = [kinds.block_rows(row) for row, _ in canvas.selection]
        fresh.source = range(min(blocks, key=min).start, max(blocks, key=max).stop)
        fresh.wrap(20)
        assert canvas.rows.tops == fresh.tops and canvas.rows.source == fresh.source


@pytest.mark.parametrize(
    ("text", "row", "rows"),
    [
        ("a\n$$\nx\n$$\nb", 2, range(1, 4)),
        ("a\n```\nx\n```\nb", 3, range(1, 4)),
        ("```\n```\nb", 0, range(1)),
        ("a\n```\nx", 2, range(1, 3)),
        ("    x\n    y", 0, range(1)),
        ("|a|\n|-|\n|b|\nc", 2, range(3)),
        ("a\nb", 1, range(1, 2)),
        ("a", 7, range(7, 8)),
    ],
)
def test_a_block_is_a_table_a_formula_or_fenced_code(text: str, row: int, rows: range) -> None:
    assert LineKinds(text.split("\n")).block_rows(row) == rows


def colored(text: str, row: int) -> list[tuple[str, str]]:
    note, live = preview(text)
    return [(note.lines[row][start:end], role.removeprefix("code-")) for start, end, role in live.code_roles(row)]


def test_code_has_the_colors_of_its_language() -> None:
    code = '```python\ndef f(x):\n    """Two\n    lines."""\n    return 1.5  # ok\n```\n\n```\ndef g\n```\n'
    assert colored(code, 1) == [("def", "keyword"), ("f", "name")]
    assert colored(code, 2) == [('"""Two', "string")] and colored(code, 3) == [('    lines."""', "string")]
    assert colored(code, 4) == [("return", "keyword"), ("1.5", "number"), ("# ok", "comment")]
    assert colored("```rust\nlet x; // ok\n", 1) == [("let", "keyword"), ("// ok", "comment")]
    assert colored(code, 8) == [] == colored("```nolang\ndef h\n", 1)


def test_changed_code_keeps_the_colors_of_its_other_lines_until_it_is_read_again() -> None:
    asked: list[LivePreview] = []
    note = NoteDocument("```py\ndef f\nreturn 1\n```")
    live = LivePreview(note, LineKinds(note.lines), {}, asked.append)
    assert live.code_roles(1) == () and asked
    live.load()
    assert live.code_roles(1) == ((0, 3, "code-keyword"), (4, 5, "code-name"))
    note.replace_range((2, 8), (2, 8), "2")
    assert live.code_roles(1) != () == live.code_roles(2)
    live.load()
    assert live.code_roles(2) == ((0, 6, "code-keyword"), (7, 9, "code-number"))


@given(NOTES, st.sampled_from(["python", "c++", "bash", "json", "rust", "html"]))
@settings(max_examples=examples(100))
def test_colors_lie_within_their_lines(text: str, language: str) -> None:
    lines = text.split("\n")
    for line, roles in zip(lines, code_roles(language, lines), strict=True):
        ends = [0, *(end for _, end, _ in roles)]
        assert all(end <= start < stop for end, (start, stop, _) in zip(ends, roles, strict=False))
        assert ends[-1] <= len(line)


@pytest.mark.parametrize("line", [" " * 100_000 + "x|-", "|" + " - |" * 30_000 + "x", "| -" + " " * 100_000 + "x"])
def test_a_very_long_line_is_no_rule_of_a_table(line: str) -> None:
    assert not is_rule_row(line)
