"""The editor on a screen: keys, stamps, undo, drawing."""

from __future__ import annotations

from datetime import datetime

import pytest
from rich.console import RenderableType
from textual import events
from textual.app import App, ComposeResult
from textual.scrollbar import ScrollBar

from confnotes.tui import themes
from confnotes.tui.widgets.editor import NoteEditor


class EditorApp(App[None]):
    """An editor and nothing else."""

    def __init__(self, text: str = "", *, stamping: bool = False) -> None:
        super().__init__()
        for theme in (themes.DARK, themes.LIGHT):
            self.register_theme(theme)
        self.theme = themes.DARK.name
        self.editor = NoteEditor(text, clock=lambda: datetime(2019, 12, 10, 10, 7, 12))
        self.editor.set_stamping(stamping)

    def compose(self) -> ComposeResult:
        yield self.editor

    def on_mount(self) -> None:
        self.editor.focus()

    def row(self, y: int) -> str:
        """What stands in a row of the screen."""
        return self.editor.render_line(y).text.rstrip()


async def test_a_line_is_stamped_when_its_first_word_begins() -> None:
    app = EditorApp(stamping=True)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press(*"- one", "enter", *"two", "enter", "enter", *"# H", "enter", *"1)")
        assert app.editor.text == "- one ^t100712\n- two ^t100713\n\n# H\n1)"
        assert app.row(0) == " 10:07  - one"
        assert app.row(1) == "         - two".replace("  - two", " - two")


async def test_the_cursor_goes_past_the_end_of_a_stamped_line_to_the_next() -> None:
    app = EditorApp("one ^t100712\ntwo ^t100800")
    async with app.run_test() as pilot:
        await pilot.press("end", "right", "x")
        assert app.editor.text == "one ^t100712\nxtwo ^t100800"


async def test_undo_and_redo_bring_stamps_back_with_their_lines() -> None:
    text = "one ^t100712\ntwo ^t100800\nthree"
    app = EditorApp(text)
    async with app.run_test() as pilot:
        await pilot.press("f7", "delete")
        assert app.editor.text == ""
        await pilot.press("ctrl+z")
        assert app.editor.text == text
        await pilot.press("ctrl+y")
        assert app.editor.text == ""
        await pilot.press("ctrl+z")
        app.editor.move_cursor((1, 0))
        app.editor.move_lines(-1)
        assert app.editor.text == "two ^t100800\none ^t100712\nthree"
        await pilot.press("ctrl+z")
        assert app.editor.text == text


async def test_the_cursor_stays_in_sight_when_a_sign_breaks_the_last_line() -> None:
    app = EditorApp("\n" * 20)
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.press("ctrl+end")
        for sign in "one two three four five six seven":
            await pilot.press(sign)
            assert app.editor.region.contains_point(app.editor.cursor_screen_offset), app.editor.text


@pytest.mark.parametrize(
    ("text", "key", "columns"),
    [
        ("one, (two)  three", "ctrl+right", [3, 4, 6, 9, 10, 17]),
        ("one, (two)  three", "ctrl+left", [12, 9, 6, 5, 3, 0]),
        ("naïve déjà", "ctrl+right", [5, 10]),
        ("| a | b |", "ctrl+left", [8, 6, 4, 2, 0]),
    ],
)
async def test_ctrl_and_an_arrow_stop_at_words_and_groups_of_signs(text: str, key: str, columns: list[int]) -> None:
    app = EditorApp(text)
    async with app.run_test() as pilot:
        await pilot.press("end" if key == "ctrl+left" else "home")
        places = []
        for _ in columns:
            await pilot.press(key)
            places.append(app.editor.cursor_location[1])
        assert places == columns


async def test_ctrl_and_an_arrow_go_to_an_end_of_what_is_selected() -> None:
    app = EditorApp("one two three")
    async with app.run_test() as pilot:
        await pilot.press("home", "ctrl+right", "ctrl+shift+right", "ctrl+left")
        assert app.editor.cursor_location == (0, 3)
        await pilot.press("ctrl+shift+right", "ctrl+right")
        assert app.editor.cursor_location == (0, 7)
        await pilot.press("ctrl+delete")
        assert app.editor.text == "one two"


async def test_tab_indents_by_a_tab_in_a_note_that_has_tabs() -> None:
    app = EditorApp("- a\n\t- b\n- c\ncode")
    async with app.run_test() as pilot:
        app.editor.move_cursor((2, 3))
        await pilot.press("tab", "down", "home", "tab")
        assert app.editor.text == "- a\n\t- b\n\t- c\n\tcode"


async def test_lists_go_on_indent_and_end() -> None:
    app = EditorApp()
    async with app.run_test() as pilot:
        await pilot.press(*"1. a", "enter", *"b", "tab", "enter", *"c", "shift+tab", "enter", "enter", "z")
        assert app.editor.text == "1. a\n   1. b\n2. c\n\nz"


async def test_a_task_is_ticked_off_and_the_cursor_stays_on_its_word() -> None:
    app = EditorApp("read the paper ^t100712")
    async with app.run_test() as pilot:
        await pilot.press("end")
        app.editor.toggle_task()
        assert app.editor.text == "- [ ] read the paper ^t100712"
        assert app.editor.cursor_location == (0, 20)
        app.editor.toggle_task()
        assert app.editor.text == "- [x] read the paper ^t100712"


async def test_what_another_program_wrote_is_taken_over_and_can_be_undone() -> None:
    app = EditorApp("a\nb ^t100712\nc\nd")
    async with app.run_test() as pilot:
        app.editor.move_cursor((3, 1))
        await pilot.press("!")
        app.editor.take_over("a\nnew ^t100000\nb ^t100712\nc\nd!")
        assert app.editor.text == "a\nnew ^t100000\nb ^t100712\nc\nd!"
        assert app.editor.cursor_location == (4, 2)
        await pilot.press("ctrl+z")
        assert app.editor.text == "a\nb ^t100712\nc\nd!"
        await pilot.press("ctrl+z")
        assert app.editor.text == "a\nb ^t100712\nc\nd"


async def test_the_blank_behind_a_word_stays_when_another_program_writes() -> None:
    app = EditorApp("a ^t100712")
    async with app.run_test() as pilot:
        await pilot.press("end", "space")
        app.editor.take_over(f"{app.editor.text}\nadded")
        await pilot.press("b")
        assert app.editor.text == "a b ^t100712\nadded"


async def test_who_comes_back_in_the_middle_of_a_sentence_goes_on_behind_the_blank() -> None:
    app = EditorApp("a  ^t100712")
    async with app.run_test() as pilot:
        await pilot.press("end", "b")
        assert app.editor.text == "a b ^t100712"


async def test_pasted_control_characters_stay_out_and_lines_stay_lines() -> None:
    app = EditorApp()
    async with app.run_test() as pilot:
        app.editor.post_message(events.Paste("a\x1b]52;c;AAAA\x07\r\nb\tc\x00"))
        await pilot.pause()
        assert app.editor.text == "a]52;c;AAAA\nb\tc"


async def test_text_from_outside_cannot_drive_the_terminal_nor_turn_the_line_round() -> None:
    app = EditorApp("A\x1b[2JB\u202eC\x9bD [/] [@click=app.bell]x[/]")
    async with app.run_test():
        assert app.row(0) == "  A␛[2JB�C�D [/] [@click=app.bell]x[/]"
        assert app.editor.text.startswith("A\x1b[2JB")


async def test_an_emoji_of_several_characters_is_one_step_and_one_backspace() -> None:
    app = EditorApp("x👩‍🔬y")
    async with app.run_test() as pilot:
        await pilot.press("right", "right")
        assert app.editor.cursor_location == (0, 4)
        await pilot.press("backspace")
        assert app.editor.text == "xy"


async def test_only_rows_that_look_different_are_drawn_again() -> None:
    app = EditorApp("\n".join(f"line {number}" for number in range(200)))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        drawn: list[int] = []
        render = app.editor.render_line

        def count(y: int) -> object:
            drawn.append(y)
            return render(y)

        app.editor.render_line = count  # type: ignore[method-assign, assignment]
        await pilot.press("x")
        await pilot.pause()
        assert set(drawn) == {0}


async def test_the_scrollbar_is_drawn_again_only_when_there_are_more_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    app = EditorApp("word\n" * 50)
    drawn: list[ScrollBar] = []
    render = ScrollBar.render

    def count(bar: ScrollBar) -> RenderableType:
        drawn.append(bar)
        return render(bar)

    monkeypatch.setattr(ScrollBar, "render", count)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        drawn.clear()
        await pilot.press(*"words")
        await pilot.pause()
        assert not drawn
        await pilot.press("enter")
        await pilot.pause()
        assert drawn


async def test_a_wrapped_item_hangs_under_its_text() -> None:
    app = EditorApp("- " + "word " * 12)
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        assert app.row(0).startswith("  - word")
        assert app.row(1).startswith("    word")


async def test_a_line_behind_a_label_is_stamped_when_somebody_begins_there_and_only_then() -> None:
    app = EditorApp("- claim: \n- done ^t090000\n", stamping=True)
    async with app.run_test() as pilot:
        app.editor.move_cursor((0, 9))
        await pilot.press("space", "a", "space", "b")
        assert app.editor.text == "- claim:  a b ^t100712\n- done ^t090000\n"
        app.editor.move_cursor((1, 6))
        await pilot.press("colon", "space", "x")
        assert app.editor.text.endswith("- done: x ^t090000\n")


async def test_keys_that_come_together_are_taken_in_their_order() -> None:
    app = EditorApp("")
    async with app.run_test() as pilot:
        for key in ("a", "x", "backspace", "b", "enter", "d", "left", "c", "end", "e"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert app.editor.text == "ab\ncde"
