"""Tables in a note: Tab goes from cell to cell, Enter to the next row, and the columns align."""

from __future__ import annotations

import pytest

from confnotes.tui.widgets.editor_tables import TableTyping, aligned
from tui.test_editor import EditorApp


class TableApp(EditorApp):
    """An editor that helps with tables."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.editor.key_takers.append(TableTyping(self.editor).takes)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("|a|bb|\n|-|-|\n|long one|x|", "| a        | bb  |\n| -------- | --- |\n| long one | x   |"),
        ("|n|c|\n|-:|:-:|\n|1000|yes|", "|    n |  c  |\n| ---: | :-: |\n| 1000 | yes |"),
        ("a|b\n-|-\n日本|x", "| a    | b   |\n| ---- | --- |\n| 日本 | x   |"),
        ("|a|b|\n|-|-|\n|x|", "| a   | b   |\n| --- | --- |\n| x   |     |"),
        ("|a|b|\n|-|-|\n|x|y|z|", "| a   | b   |     |\n| --- | --- | --- |\n| x   | y   | z   |"),
        ("|a|\n|-|\n|`x\\|y`|", "| a      |\n| ------ |\n| `x\\|y` |"),
    ],
)
def test_columns_of_a_table_align(table: str, expected: str) -> None:
    assert "\n".join(aligned(table.split("\n"))) == expected


async def test_enter_behind_a_row_that_is_wider_than_all_others_aligns_the_table() -> None:
    app = TableApp("| a   | b   |\n| --- | --- |\n|  |  |")
    async with app.run_test() as pilot:
        app.editor.move_cursor((2, 2))
        await pilot.press(*"a long one", "tab", *"long too", "enter")
        assert app.editor.text == (
            "| a          | b        |\n| ---------- | -------- |\n| a long one | long too |\n|            |          |"
        )


async def test_a_table_is_typed_with_tab_and_enter_alone() -> None:
    app = TableApp()
    async with app.run_test() as pilot:
        await pilot.press(*"| Model | Loss |", "enter", *"RNN", "tab", *"0.25", "enter", *"Transformer", "tab", *"0.2")
        await pilot.press("tab", *"last", "enter", "enter", *"text")
        assert app.editor.text == (
            "| Model       | Loss |\n| ----------- | ---- |\n| RNN         | 0.25 |\n| Transformer | 0.2  |\n"
            "| last        |      |\n\ntext"  # right below, it would be a row
        )


TYPED_BY_HABIT = "| Framework | Stars |~|---|---:|~| React | 12k |~| Vue | |~~text"


async def test_a_table_typed_with_all_its_signs_is_that_table() -> None:
    app = TableApp()
    async with app.run_test() as pilot:
        await pilot.press(*("enter" if sign == "~" else sign for sign in TYPED_BY_HABIT))
        assert app.editor.text == (
            "| Framework | Stars |\n| --------- | ----: |\n| React     |   12k |\n| Vue       |       |\n\ntext"
        )


async def test_tab_in_an_empty_cell_goes_to_the_next_one() -> None:
    app = TableApp()
    async with app.run_test() as pilot:
        await pilot.press(*"| Model | Loss |", "enter", "tab", *"0.25")
        assert app.editor.note.lines[2] == "|       | 0.25     |"


async def test_a_bar_within_a_row_that_is_there_adds_a_column() -> None:
    app = TableApp("| a   | b   |\n| --- | --- |\n| c   | d   |")
    async with app.run_test() as pilot:
        app.editor.move_cursor((2, 3))
        await pilot.press("|")
        assert app.editor.note.lines[2] == "| c|   | d   |"


async def test_enter_leaves_a_table_as_it_was_written_if_its_columns_were_not_aligned() -> None:
    app = TableApp("| Model | Loss |\n| --- | --- |\n| RNN | 0.25 |\n| LSTM | 0.2 |")
    async with app.run_test() as pilot:
        app.editor.move_cursor(app.editor.document.end)
        await pilot.press("enter", *"GRU", "tab")
        assert "| Model | Loss |" in app.editor.text and "| GRU   |      |" in app.editor.text


async def test_tab_goes_over_the_rule_and_back_and_one_undo_takes_back_a_row() -> None:
    app = TableApp("|a|b|\n|-|-|\n|c|d|")
    async with app.run_test() as pilot:
        app.editor.move_cursor((0, 2))
        places = []
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab"):
            await pilot.press(key)
            places.append(app.editor.cursor_location)
        assert places == [(0, 9), (2, 3), (2, 9), (2, 3), (0, 9), (0, 3), (0, 3)]
        before = app.editor.text
        app.editor.move_cursor((2, 9))
        await pilot.press("tab")
        assert app.editor.text == before + "\n|     |     |"
        await pilot.press("ctrl+z")
        assert app.editor.text == before


async def test_rows_keep_their_timestamps_and_tab_elsewhere_indents() -> None:
    app = TableApp("|a|b| ^t100712\n|-|-|\n|c|d| ^t100800\n\nx | y")
    async with app.run_test() as pilot:
        app.editor.move_cursor((2, 2))
        await pilot.press("tab")
        assert app.editor.text.split("\n")[2] == "| c   | d   | ^t100800"
        app.editor.move_cursor((4, 0))
        await pilot.press("tab", "end", "enter")
        assert app.editor.text.endswith("\n\n  x | y\n  ")


async def test_in_code_and_at_the_begin_of_a_table_keys_do_what_they_do_elsewhere() -> None:
    app = TableApp("```\n|a|b|\n|-|-|\n```")
    async with app.run_test() as pilot:
        app.editor.move_cursor((1, 5))
        await pilot.press("enter")
        assert app.editor.text == "```\n|a|b|\n\n|-|-|\n```"
        app.editor.load_text("|a|b|\n|-|-|")
        await pilot.press("enter")
        assert app.editor.text == "\n|a|b|\n|-|-|"
