"""What the editor does with lines: stamps kept aside, wrapping, lists that go on."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from confnotes.tui.widgets.editor_document import NoteDocument, split_tail
from confnotes.tui.widgets.editor_typing import indent, new_line, outdent, takes_stamp, toggle_task
from confnotes.tui.widgets.editor_wrapping import NoteWrap, breaks, cells, column_at
from examples import examples

MARKS = ["- ", "> ", "# ", "? ", "  ", "\t", " ^t100712", "^t"]
PIECES = st.sampled_from(["word ", *MARKS, "\n", "\r\n", "\r", "日本", "👩\u200d🔬", "é", "\x0c", "\x85"])
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
def test_a_note_that_nobody_edits_is_written_back_character_for_character(text: str) -> None:
    assert NoteDocument(text).text == text


@given(TEXTS, st.integers(1, 30))
@settings(max_examples=examples(200))
def test_wrapped_rows_hold_the_whole_line_and_fit_the_width(text: str, width: int) -> None:
    document = NoteDocument(text)
    rows = NoteWrap(document, width)
    for index, line in enumerate(document.lines):
        assert "".join(rows.get_sections(index)) == line
        for section, part in enumerate(rows.get_sections(index)):
            assert (
                len(rows.part(index, section).hang) + cells(part.rstrip()) <= max(width, 2) or len(part.rstrip()) <= 3
            )


@given(TEXTS, st.integers(4, 30), st.data())
@settings(max_examples=examples(200))
def test_every_place_on_the_screen_is_the_place_of_its_character(text: str, width: int, data: st.DataObject) -> None:
    rows = NoteWrap(NoteDocument(text), width)
    line = data.draw(st.integers(0, len(rows.document.lines) - 1))
    shown = rows.document[line]
    column = data.draw(st.integers(0, len(shown)))
    if column < len(shown) and shown.isascii() and shown.isprintable():
        assert rows.offset_to_location(rows.location_to_offset((line, column))) == (line, column)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), TEXTS), max_size=6), TEXTS)
@settings(max_examples=examples(150))
def test_rows_after_any_edit_are_those_of_the_new_text(edits: list[tuple[int, int, str]], text: str) -> None:
    document = NoteDocument(text)
    rows = NoteWrap(document, 12)
    for first, second, inserted in edits:
        last = len(document.lines) - 1
        begin, end = sorted(((min(first, last), 0), (min(second, last), len(document.lines[min(second, last)]))))
        result = document.replace_range(begin, end, inserted)
        rows.wrap_range(begin, end, result.end_location)
        assert len(document.tails) == len(document.lines)
        fresh = NoteWrap(document, 12)
        assert (rows.height, rows.lines) == (fresh.height, fresh.lines)


@pytest.mark.parametrize(
    ("line", "text", "tail"),
    [
        ("energy is a budget ^t100712", "energy is a budget", " ^t100712"),
        ("energy  ^t100712 \r", "energy ", " ^t100712 \r"),
        ("plain", "plain", ""),
        ("^t100712", "^t100712", ""),
        ("-  ^t100712", "-  ^t100712", ""),
        ("no time ^t256199", "no time ^t256199", ""),
        ("a block ^abc", "a block ^abc", ""),
    ],
)
def test_a_stamp_is_kept_behind_its_line(line: str, text: str, tail: str) -> None:
    assert split_tail(line) == (text, tail)


@pytest.mark.parametrize(
    ("begin", "end", "inserted", "expected"),
    [
        ((0, 3), (0, 3), "\n", "one ^t100000\n two\nthree ^t110000"),
        ((0, 0), (0, 0), "\n", "\none two ^t100000\nthree ^t110000"),
        ((0, 7), (1, 0), "", "one twothree ^t100000"),
        ((0, 0), (1, 0), "", "three ^t110000"),
        ((0, 0), (0, 7), "", "\nthree ^t110000"),
        ((0, 7), (0, 7), " and", "one two and ^t100000\nthree ^t110000"),
        ((1, 5), (1, 5), "\nfour ^t120000\nfive", "one two ^t100000\nthree ^t110000\nfour ^t120000\nfive"),
    ],
)
def test_a_stamp_goes_with_the_words_it_stood_behind(
    begin: tuple[int, int], end: tuple[int, int], inserted: str, expected: str
) -> None:
    document = NoteDocument("one two ^t100000\nthree ^t110000")
    document.replace_range(begin, end, inserted)
    assert document.text == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- milk", "- milk\n- "),
        ("  * milk", "  * milk\n  * "),
        ("9. milk", "9. milk\n10. "),
        ("1) milk", "1) milk\n2) "),
        ("- [x] done", "- [x] done\n- [ ] "),
        ("> said", "> said\n> "),
        ("> - said", "> - said\n> - "),
        ("- ", ""),
        ("- [ ] ", ""),
        ("  - ", "- "),
        ("> ", ""),
        ("plain", "plain\n"),
        ("    indented", "    indented\n    "),
        ("? why", "? why\n"),
        ("", "\n"),
    ],
)
def test_enter_continues_a_list_and_ends_it_on_an_empty_item(line: str, expected: str) -> None:
    what = new_line(line, len(line))
    assert (line + what.text if what.instead is None else what.instead) == expected


@pytest.mark.parametrize(
    ("before", "line", "expected"),
    [
        (["1. milk", "   1. oats"], "   2. ", "2. "),
        (["10. milk", "    - oats"], "    - ", "- "),
        (["- milk", "\t- oats"], "\t- ", "- "),
        (["- milk", "  - oats", "    - [ ] hay"], "    - [ ] ", "  - [ ] "),
    ],
)
def test_enter_on_an_empty_nested_item_moves_it_out_by_a_level(before: list[str], line: str, expected: str) -> None:
    assert new_line(line, len(line), before).instead == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("read it", "- [ ] read it"),
        ("- read it", "- [ ] read it"),
        ("- [ ] read it", "- [x] read it"),
        ("  3. [x] read it", "  3. [ ] read it"),
        ("", "- [ ] "),
    ],
)
def test_one_key_makes_a_task_ticks_it_off_and_opens_it_again(line: str, expected: str) -> None:
    assert toggle_task(line) == expected


def test_items_are_indented_under_the_text_of_the_item_before() -> None:
    assert indent(["- b"], ["- a"]) == ["  - b"]
    assert indent(["2. b"], ["1. a"]) == ["   2. b"]
    assert indent(["- b", "  - c"], []) == ["  - b", "    - c"]
    assert outdent(["   - b"], ["1. a"]) == ["- b"]
    assert outdent(["- b"], []) == ["- b"]


@pytest.mark.parametrize("line", ["# Title", "```python", "| a | b |", "    x = 1", "---"])
def test_headings_code_and_tables_get_no_stamp(line: str) -> None:
    assert not takes_stamp(line)
    assert takes_stamp("    - a nested item")


def test_japanese_wraps_between_characters_and_keeps_its_full_stops() -> None:
    line = "日本語のテキスト。終わり"
    parts = [line[a:b] for a, b in zip([0, *breaks(line, 16)], [*breaks(line, 16), len(line)], strict=True)]
    assert parts == ["日本語のテキス", "ト。終わり"]
    assert column_at("日本語", 3) == 1


@given(
    st.lists(
        st.sampled_from(["日本語", "の", "、", "word ", "é", "\t", "👩\u200d🔬", "long" * 9]),
        min_size=900,
        max_size=1000,
    ),
    st.integers(1, 4000),
    st.integers(0, 60),
    st.sampled_from(["", "x", "語", " ", "of words "]),
    st.integers(6, 40),
)
@example(["日本語"] * 150 + ["、", "、", "long" * 9] + ["word "] * 400, 455, 0, "x", 6)
@example(["word   ", "word "] * 250, 1500, 0, "語", 12)
@settings(max_examples=examples(60), deadline=None)
def test_a_very_long_line_is_broken_after_an_edit_as_it_would_be_anew(
    parts: list[str], column: int, gone: int, inserted: str, width: int
) -> None:
    document = NoteDocument("- " + "".join(parts))
    rows = NoteWrap(document, width)
    start = min(column, len(document[0]))
    end = min(start + gone, len(document[0]))
    result = document.replace_range((0, start), (0, end), inserted)
    rows.wrap_range((0, start), (0, end), result.end_location)
    assert rows.get_offsets(0) == breaks(document[0], width)
