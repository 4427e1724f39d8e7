"""Live preview on a screen: lines without the cursor hide their Markdown, and every place stays where it is shown."""

from __future__ import annotations

from time import process_time

import pytest
from textual.widgets.text_area import Selection

from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.widgets.editor_painting import ShownSelection
from confnotes.tui.widgets.editor_wrapping import NoteWrap
from confnotes.vault.settings import LIVE_PREVIEW, setting_value
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, settled, take_from_palette, until
from tui.test_editor import EditorApp

NOTE = "Notes/Live.md"


class LiveApp(EditorApp):
    """An editor with live preview on."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.editor.show_live(True)

    def rows(self, count: int) -> list[str]:
        """The first rows of the screen, without the gutter."""
        return [self.row(y)[2:] for y in range(count)]


async def test_only_the_cursors_line_and_selected_lines_show_their_source() -> None:
    app = LiveApp("# Title\n**bold** text\n- [ ] a `task`\n> quote")
    async with app.run_test(size=(40, 6)) as pilot:
        assert app.rows(4) == ["# Title", "bold text", "☐ a task", "▎ quote"]
        await pilot.press("down")
        assert app.rows(4) == ["Title", "**bold** text", "☐ a task", "▎ quote"]
        await pilot.press("shift+down")
        assert app.rows(4) == ["Title", "**bold** text", "- [ ] a `task`", "▎ quote"]
        await pilot.press("up", *"x")
        assert app.editor.text == "# Title\nx**bold** text\n- [ ] a `task`\n> quote"


async def test_the_marks_around_a_generated_part_show_only_with_the_cursor() -> None:
    app = LiveApp("## Talks\n<!-- confnotes: talks -->\n- ten\n<!-- end of talks 4k1vq -->\n<!-- ask Bo -->")
    async with app.run_test(size=(40, 8)) as pilot:
        assert app.rows(5) == ["## Talks", "", "• ten", "", "<!-- ask Bo -->"]
        await pilot.press("down")
        assert app.rows(4) == ["Talks", "<!-- confnotes: talks -->", "• ten", ""]
        await pilot.press("end", "x")
        assert app.editor.text.split("\n")[1] == "<!-- confnotes: talks -->x"


async def test_what_is_typed_is_shown_as_soon_as_the_cursor_leaves_its_line() -> None:
    app = LiveApp("")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press(*"# One", "enter", *"**two**")
        assert app.rows(2) == ["One", "**two**"]
        await pilot.press("enter", *"```", "enter", *"*x*", "enter", *"```", "enter")
        assert app.rows(6) == ["One", "two", "─" * 36, "*x*", "─" * 36, ""]
        await pilot.press("ctrl+home", "delete", "delete", "down")
        assert app.rows(2) == ["One", "**two**"] and app.editor.text.startswith("One\n**two**\n```")


async def test_wrapped_lines_are_drawn_without_gaps_and_hang_below_their_text() -> None:
    app = LiveApp(
        "\n- a [long](https://example.org/a/very/long/address) item of **many** words\n> so he said it, at length\nend"
    )
    async with app.run_test(size=(26, 10)) as pilot:
        assert app.rows(6) == ["", "• a long item of many", "  words", "▎ so he said it, at", "▎ length", "end"]
        await pilot.press("down")
        assert app.rows(9)[-4:] == ["  **many** words", "▎ so he said it, at", "▎ length", "end"]
        assert app.editor.virtual_size.height == 9
        await pilot.press("up")
        assert app.rows(6)[-1] == "end" and app.editor.virtual_size.height == 6


async def test_a_click_goes_to_the_character_that_was_clicked() -> None:
    app = LiveApp("\nsee [the paper](https://x.org/a) and **bold**\n\n日本**語**x [[a|b]] c")
    async with app.run_test(size=(60, 8)) as pilot:
        left = app.editor.gutter_width
        for x, y, column in ((4, 1, 5), (13, 1, 32), (21, 1, 42), (4, 3, 4), (6, 3, 7), (10, 3, 17), (30, 3, 18)):
            await pilot.click(app.editor, offset=(left, 0))
            await pilot.click(app.editor, offset=(left + x, y))
            assert app.editor.cursor_location == (y, column)


async def test_two_clicks_select_the_word_that_was_clicked_though_its_marks_appear() -> None:
    app = LiveApp("[x](https://example.org/so/long/that/it/is/wrapped/in/the/source)\nsome **bold words** here")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("down")
        await pilot.press("up")
        await pilot.click(app.editor, offset=(app.editor.gutter_width + 10, 2), times=2)
        assert app.editor.selected_text == "words"


async def test_a_word_is_selected_by_dragging_while_nothing_moves_under_the_pointer() -> None:
    app = LiveApp("[x](https://example.org/so/long/that/it/is/wrapped/in/the/source)\na **bold** word\nthe end")
    async with app.run_test(size=(40, 8)) as pilot:
        left = app.editor.gutter_width
        await pilot.mouse_down(app.editor, offset=(left + 2, 2))
        assert app.rows(4)[2:] == ["a bold word", "the end"]
        await pilot.hover(app.editor, offset=(left + 6, 2))
        assert app.rows(4)[2:] == ["a bold word", "the end"] and app.editor.selected_text == "bold**"
        await pilot.mouse_up(app.editor, offset=(left + 6, 2))
        assert app.rows(3) == ["x", "a **bold** word", "the end"]


async def test_the_rows_of_a_block_of_vim_show_their_source() -> None:
    app = LiveApp("*a*\n*b*\n*c*\n*d*")
    async with app.run_test(size=(40, 6)):
        cursor = (2, 1)
        app.editor.show_selection(ShownSelection(Selection.cursor(cursor), cursor, lambda row: (0, 2), range(1, 3)))
        assert app.rows(4) == ["a", "*b*", "*c*", "d"]
        app.editor.show_selection(ShownSelection(Selection.cursor(cursor), cursor))
        assert app.rows(4) == ["a", "b", "*c*", "d"]


async def test_a_link_shows_the_title_of_its_note_or_talk(vault: Vault) -> None:
    vault.save("Notes/Eddy.md", "---\ntitle: The Theory of Eddies\n---\nround\n", None)
    vault.save(NOTE, "an [[Eddy]] and [[Nobody]]\n\nend\n", None)
    async with on_screen(vault, at("18:10"), size=(80, 24), note=NOTE) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        await until(pilot, lambda: "an The Theory of Eddies and Nobody" in screen.editor.render_line(0).text)
        assert screen.editor.text == "an [[Eddy]] and [[Nobody]]\n\nend\n"


async def test_the_palette_switches_live_preview_in_all_notes(vault: Vault) -> None:
    vault.save(NOTE, "**moon**\n\nend\n", None)
    async with on_screen(vault, at("18:10"), size=(80, 24), note=NOTE) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        assert "**" not in screen.editor.render_line(0).text
        await take_from_palette(pilot, "live preview", "Live preview")
        await settled(pilot)
        assert "**moon**" in screen.editor.render_line(0).text and setting_value(LIVE_PREVIEW) == "no"
        await take_from_palette(pilot, "live preview", "Live preview")
        await settled(pilot)
        assert "**" not in screen.editor.render_line(0).text and setting_value(LIVE_PREVIEW) == "yes"


async def test_a_table_and_a_block_of_code_show_their_whole_source_when_the_cursor_enters() -> None:
    table = ["|a|bb|", "|-|-|", "|**c**|d|"]
    code = ["```py", "x = 1", "```"]
    app = LiveApp("\n".join(["", *table, "", *code, "end"]))
    shown = ["", "│ a │ bb │", "├───┼────┤", "│ c │ d  │", "", "─" * 33 + " py", "x = 1", "─" * 36, "end"]
    async with app.run_test(size=(40, 10)) as pilot:
        before = app.rows(9)
        assert before[:5] == shown[:5]
        for row, first, source in ((3, 1, table), (1, 1, table), (5, 5, code), (6, 5, code), (7, 5, code)):
            app.editor.move_cursor((row, 0))
            await pilot.pause()
            after = first + len(source)
            assert app.rows(9) == [*before[:first], *source, *before[after:]]
        app.editor.move_cursor((8, 0))
        await pilot.pause()
        assert app.rows(9) == before


@pytest.mark.parametrize(
    "line", ["word " * 200_000 + "**end**", "| " + "cell " * 200_000 + "| two |\n| --- | --- |\n| a | b |"]
)
async def test_keys_beside_a_line_of_a_megabyte_do_not_wait_for_each_of_its_rows(line: str) -> None:
    app = LiveApp(f"\n\n{line}")
    async with app.run_test(size=(80, 24)) as pilot:
        began = process_time()
        await pilot.press(*"typed")
        assert process_time() - began < 0.5
        assert app.editor.text == f"typed\n\n{line}" and app.rows(3)[0] == "typed"


async def test_titles_that_come_wrap_only_the_lines_with_links_again(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped: list[int] = []
    table = "| a | b |\n| --- | --- |\n| [[Ada]] | c |"
    app = LiveApp("\n".join(["", *["plain"] * 2000, "see [[Ada]]", "", table, *["**bold**"] * 2000]))
    async with app.run_test(size=(40, 8)) as pilot:
        breaks_of = NoteWrap._breaks_of

        def noted(rows: NoteWrap, row: int) -> list[int]:
            wrapped.append(row)
            return breaks_of(rows, row)

        monkeypatch.setattr(NoteWrap, "_breaks_of", noted)
        app.editor.show_titles({"ada": "A title that takes more than a single row of this small window"})
        assert sorted(wrapped) == [2001, 2003, 2004, 2005]
        app.editor.move_cursor((2001, 0))
        await pilot.press("down")
        assert "see A title that takes more than a" in app.rows(8) and "single row of this small window" in app.rows(8)
