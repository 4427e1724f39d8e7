"""Folding in a note: a section or an item shows its first line only, until the cursor goes there."""

from __future__ import annotations

import pytest

from tui.test_editor import EditorApp

TEXT = "# One\na\nb\n## Sub\nc\n\n# Two\n- item\n  - inner\n    more\n- last"


def shown(app: EditorApp) -> list[str]:
    rows = [app.row(y)[2:] for y in range(app.editor.rows.height)]
    assert app.editor.virtual_size.height == len(rows)
    return rows


@pytest.mark.parametrize(
    ("row", "rows"),
    [
        (0, ["# One ⋯ 4 more", "", "# Two", "- item", "  - inner", "    more", "- last"]),
        (2, ["# One ⋯ 4 more", "", "# Two", "- item", "  - inner", "    more", "- last"]),
        (4, ["# One", "a", "b", "## Sub ⋯ 1 more", "", "# Two", "- item", "  - inner", "    more", "- last"]),
        (7, ["# One", "a", "b", "## Sub", "c", "", "# Two", "- item ⋯ 2 more", "- last"]),
        (10, ["# One", "a", "b", "## Sub", "c", "", "# Two ⋯ 4 more"]),
    ],
)
async def test_a_section_or_an_item_is_folded_and_unfolded(row: int, rows: list[str]) -> None:
    app = EditorApp(TEXT)
    async with app.run_test(size=(40, 14)) as pilot:
        app.editor.move_cursor((row, 0))
        assert app.editor.toggle_fold()
        await pilot.pause()
        assert [line.rstrip() for line in shown(app)] == rows
        assert app.editor.text == TEXT
        assert app.editor.toggle_fold()
        await pilot.pause()
        assert shown(app) == TEXT.split("\n")


async def test_the_cursor_goes_over_a_fold_and_opens_it_when_it_goes_in() -> None:
    app = EditorApp(TEXT)
    async with app.run_test(size=(40, 14)) as pilot:
        app.editor.toggle_fold()
        await pilot.press("down", "down")
        assert app.editor.cursor_location == (6, 0) and app.editor.rows.folds
        await pilot.press("up", "up", "end", "right")
        assert app.editor.cursor_location == (1, 0) and not app.editor.rows.folds
        assert shown(app) == TEXT.split("\n")


async def test_folds_move_with_what_is_typed_and_undone_elsewhere_and_open_where_it_is() -> None:
    app = EditorApp("top\n" + TEXT)
    async with app.run_test(size=(40, 16)) as pilot:
        app.editor.move_cursor((1, 5))
        app.editor.toggle_fold()
        await pilot.press("!")
        assert shown(app)[:4] == ["top", "# One! ⋯ 4 more", "", "# Two"]
        await pilot.press("up", "home", "x", "enter", "y")
        assert shown(app)[:5] == ["x", "ytop", "# One! ⋯ 4 more", "", "# Two"]
        await pilot.press("ctrl+end", "enter", *"- z")
        assert shown(app)[2] == "# One! ⋯ 4 more"
        app.editor.move_cursor((2, 6))
        await pilot.press("enter")
        assert not app.editor.rows.folds and shown(app)[3:6] == ["", "a", "b"]


async def test_nothing_is_folded_where_nothing_is_below() -> None:
    app = EditorApp("text\nmore")
    async with app.run_test():
        assert not app.editor.toggle_fold()
