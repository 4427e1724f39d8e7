"""The editor's help for whoever types: numbering, moving lines, the mouse, and undo that never runs out early."""

from __future__ import annotations

import pytest
from textual.widgets.text_area import Selection

from confnotes.tui.widgets.editor_blocks import LineKinds
from confnotes.tui.widgets.editor_finding import hits_in
from confnotes.tui.widgets.editor_pointing import word_at
from confnotes.tui.widgets.editor_typing import first_number, in_order, text_begin
from confnotes.tui.widgets.editor_wrapping import breaks
from tui.test_editor import EditorApp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. a|2. b|2. c", "1. a|2. b|3. c"),
        ("4. a|6. b", "4. a|5. b"),
        ("1. a|   4. x|   4. y|7. b", "1. a|   1. x|   2. y|2. b"),
        ("1. a|   more of a|1. b", "1. a|   more of a|2. b"),
        ("> 1. a|> 1. b", "> 1. a|> 2. b"),
        ("- a|  3. x|- b|  4. y", "- a|  1. x|- b|  1. y"),
        ("1) a||3) b", "1) a||2) b"),
    ],
)
def test_numbered_lists_are_counted_up(text: str, expected: str) -> None:
    lines = text.split("|")
    assert "|".join(in_order(lines, first_number(lines))) == expected


async def test_a_numbered_item_put_in_the_middle_moves_the_later_ones_on_and_one_undo_takes_it_back() -> None:
    text = "1. a ^t100712\n2. b ^t100800\n3. c ^t100900\n\n1. other"
    app = EditorApp(text)
    async with app.run_test() as pilot:
        await pilot.press("end", "enter", "x")
        assert app.editor.text == "1. a ^t100712\n2. x\n3. b ^t100800\n4. c ^t100900\n\n1. other"
        assert app.editor.cursor_location == (1, 4)
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.editor.text == text
        await pilot.press("ctrl+y")
        assert app.editor.text == "1. a ^t100712\n2. \n3. b ^t100800\n4. c ^t100900\n\n1. other"


async def test_a_marker_that_is_typed_after_enter_replaces_the_continued_one() -> None:
    app = EditorApp("- a")
    async with app.run_test() as pilot:
        await pilot.press("end", "enter", "minus", "space", "b", "enter", "1", "full_stop", "space", "c")
        assert app.editor.text == "- a\n- b\n1. c"
        await pilot.press("end", "minus", "space", "d")
        assert app.editor.text == "- a\n- b\n1. c- d"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [ ] ", ""),
        ("- ", ""),
        ("2. ", ""),
        ("  - [x] ", "  "),
        ("> - [ ] ", "> "),
        ("- [ ] a", "- [ ] "),
        ("- [ ]", "- [ "),
        ("> ", ">"),
        ("a - ", "a -"),
    ],
)
async def test_backspace_removes_the_marker_of_an_empty_item_at_once(line: str, expected: str) -> None:
    app = EditorApp(f"- before\n{line}")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+end", "backspace")
        assert app.editor.text == f"- before\n{expected}"
        await pilot.press("ctrl+z")
        assert app.editor.text == f"- before\n{line}"


async def test_where_nothing_was_copied_pasting_leaves_the_cursor_and_asks_for_a_picture() -> None:
    app, asked = EditorApp("tides"), list[str]()

    def take(text: str) -> bool:
        asked.append(text)
        return True

    async with app.run_test() as pilot:
        app.editor.paste_taker = take
        await pilot.press("end", "ctrl+v", "x")
        assert (app.editor.text, asked) == ("tidesx", [""])


async def test_a_line_that_was_cut_is_pasted_as_a_line() -> None:
    app = EditorApp("- a\n- b\n- c")
    async with app.run_test() as pilot:
        await pilot.press("end", "ctrl+x")
        assert app.editor.text == "- b\n- c" and app.editor.cursor_location == (0, 0)
        await pilot.press("down", "end", "ctrl+v")
        assert app.editor.text == "- b\n- a\n- c" and app.editor.cursor_location == (2, 3)


async def test_bold_leaves_the_same_words_selected() -> None:
    app = EditorApp("a b c")
    async with app.run_test():
        app.editor.selection = Selection((0, 2), (0, 3))
        app.editor.toggle_mark("**")
        assert app.editor.text == "a **b** c" and app.editor.selected_text == "b"
        app.editor.toggle_mark("**")
        assert app.editor.text == "a b c" and app.editor.selected_text == "b"


async def test_a_moved_item_takes_the_number_of_its_new_place() -> None:
    app = EditorApp("1. a\n2. b\n3. c")
    async with app.run_test():
        app.editor.move_lines(1)
        assert app.editor.text == "1. b\n2. a\n3. c"


async def test_numbers_that_were_not_in_order_are_left_as_somebody_wrote_them() -> None:
    app = EditorApp("1. a\n1. b\n5. c")
    async with app.run_test() as pilot:
        await pilot.press("end", "enter")
        assert app.editor.text == "1. a\n2. \n1. b\n5. c"


async def test_lines_are_duplicated_without_their_stamp_and_joined_without_their_marks() -> None:
    app = EditorApp("- a ^t100712\n- [ ] b ^t100800\n  more")
    async with app.run_test() as pilot:
        app.editor.duplicate_lines()
        assert app.editor.text == "- a ^t100712\n- a\n- [ ] b ^t100800\n  more"
        await pilot.press("ctrl+z")
        app.editor.join_lines()
        assert app.editor.text == "- a b ^t100712\n  more"
        app.editor.join_lines()
        assert app.editor.text == "- a b more ^t100712"
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.editor.text == "- a ^t100712\n- [ ] b ^t100800\n  more"


@pytest.mark.parametrize(
    ("line", "begin"),
    [("  - [ ] task", 8), ("> 1. x", 5), ("? why", 2), ("! so", 2), ("## H", 3), ("plain", 0), ("  in", 2), ("-no", 0)],
)
def test_a_lines_text_begins_behind_its_marks(line: str, begin: int) -> None:
    assert text_begin(line) == begin


async def test_home_goes_to_the_text_first_and_then_to_the_lines_begin() -> None:
    app = EditorApp("  - [ ] read it")
    async with app.run_test() as pilot:
        await pilot.press("end", "home")
        assert app.editor.cursor_location == (0, 8)
        await pilot.press("home")
        assert app.editor.cursor_location == (0, 0)
        await pilot.press("home")
        assert app.editor.cursor_location == (0, 8)


@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        ("one two", 5, "two"),
        ("one two", 3, " "),
        ("it's so", 1, "it's"),
        ("[[Note]]", 0, "[["),
        ("日本語 x", 1, "日本語"),
    ],
)
def test_the_word_at_a_place(line: str, column: int, word: str) -> None:
    begin, end = word_at(line, column)
    assert line[begin:end] == word


async def test_two_clicks_select_a_word_three_the_line_and_shift_as_far_as_one_clicks() -> None:
    app = EditorApp("one two three ^t100712\nfour")
    async with app.run_test() as pilot:
        place = (app.editor.gutter_width + 5, 0)
        await pilot.click(app.editor, offset=place, times=2)
        assert app.editor.selected_text == "two"
        await pilot.click(app.editor, offset=place, times=3)
        assert app.editor.selected_text == "one two three"
        await pilot.click(app.editor, offset=(0, 1))
        assert app.editor.cursor_location == (1, 0)
        await pilot.click(app.editor, offset=(app.editor.gutter_width + 2, 1), shift=True)
        assert app.editor.selected_text == "fo"


def test_private_text_over_several_lines_is_known_line_by_line() -> None:
    lines = ["a %% b", "all of it", "c %% d", "%% one line %%", "```", "%% code", "```", "%% to the end", "x"]
    kinds = LineKinds(lines)
    parts = {row: found for row in range(len(lines)) if (found := kinds.private_parts(row)) is not None}
    assert parts == {0: ((2, 6),), 1: ((0, 9),), 2: ((0, 4),), 7: ((0, 13),), 8: ((0, 1),)}
    assert LineKinds(["plain", "text"]).private_parts(0) is None


async def test_a_private_block_is_drawn_as_such_as_soon_as_it_is_opened_and_closed() -> None:
    app = EditorApp("\nsecret\nopen")
    async with app.run_test() as pilot:

        def is_private(y: int) -> bool:
            return any(segment.style and segment.style.italic for segment in app.editor.render_line(y))

        assert not is_private(1)
        await pilot.press("%", "%")
        assert is_private(1) and is_private(2)
        app.editor.move_cursor((1, 6))
        await pilot.press("%", "%")
        assert is_private(1) and not is_private(2)


@pytest.mark.parametrize(
    ("line", "wanted", "found"),
    [
        ("Café cafe CAFÉ cafe\u0301s", "cafe", ["Café", "cafe", "CAFÉ", "cafe\u0301"]),
        ("Café cafe CAFÉ cafe\u0301s", "café", ["Café", "CAFÉ", "cafe\u0301"]),
        ("Café cafe", "Caf", ["Caf"]),
        ("die Straße", "strasse", ["Straße"]),
        ("die Straße", "s", ["S"]),
        ("日本語の文", "本語", ["本語"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("a.b", ".", ["."]),
        ("x", "", []),
    ],
)
def test_what_is_typed_is_found(line: str, wanted: str, found: list[str]) -> None:
    assert [line[start:end] for start, end in hits_in(line, wanted)] == found


async def test_a_very_long_line_is_drawn_right_after_undoing_several_keys_at_once() -> None:
    app = EditorApp("- " + "日本語の文、" * 500)
    async with app.run_test(size=(60, 20)) as pilot:
        app.editor.move_cursor((0, 1500))
        await pilot.press(*["delete"] * 3, *"abc", *["backspace"] * 2)
        for _ in range(4):
            await pilot.press("ctrl+z")
            assert app.editor.rows.get_offsets(0) == breaks(app.editor.note.lines[0], app.editor.wrap_width)
        await pilot.press("ctrl+y", "ctrl+y")
        assert app.editor.rows.get_offsets(0) == breaks(app.editor.note.lines[0], app.editor.wrap_width)


async def test_a_thousand_steps_can_be_undone_past_what_another_program_wrote() -> None:
    app = EditorApp("日本 ^t100712\nend")
    async with app.run_test():
        editor = app.editor
        texts = [editor.text]
        for step in range(1000):
            if step == 500:
                editor.take_over(editor.text.replace("\nend", "\nfrom elsewhere 👩‍🔬 ^t110000\nend"))
            elif step % 50 == 49:  # as nobody writes lines of a thousand letters
                editor.move_cursor((0, 0))
                editor.insert("\n")
            else:
                editor.move_cursor((0, len(editor.note.lines[0])))
                editor.insert("語" if step % 2 else "é")
            texts.append(editor.text)
        for text in reversed(texts[:-1]):
            editor.undo()
            assert editor.text == text
        for text in texts[1:]:
            editor.redo()
            assert editor.text == text


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("- a\n- ", 1, "- a\n\nx"),
        ("- a\n  more\n- [ ] ", 2, "- a\n  more\n\nx"),
        ("> a\n> ", 1, "> a\n\nx"),
        ("> - a\n> - ", 1, "> - a\n>\n> x"),
        ("1. a\n2. \n3. b", 1, "1. a\n\nx\n\n2. b"),
        ("> a\n> \n> b", 1, "> a\n\nx\n\n> b"),
        ("text\n\n- ", 2, "text\n\nx"),
        ("- ", 0, "x"),
    ],
)
async def test_what_is_typed_where_a_list_or_quote_was_ended_is_a_paragraph_of_its_own(
    text: str, row: int, expected: str
) -> None:
    app = EditorApp(text)
    async with app.run_test() as pilot:
        app.editor.move_cursor((row, len(text.split("\n")[row])))
        await pilot.press("enter", "x")
        assert app.editor.text == expected
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.editor.text == text


async def test_whoever_leaves_a_blank_line_below_a_list_as_elsewhere_gets_one() -> None:
    app = EditorApp()
    async with app.run_test() as pilot:
        await pilot.press(*"- a", "enter", "enter", "enter", "x")
        assert app.editor.text == "- a\n\nx"
        await pilot.press("enter", *"- b", "enter", "enter", "enter", "enter", "y")
        assert app.editor.text == "- a\n\nx\n- b\n\n\ny"
