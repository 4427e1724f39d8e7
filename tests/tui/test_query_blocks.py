"""A search that stands in a note shows what it finds in the preview, and leads there."""

from __future__ import annotations

from textual.pilot import Pilot

from confnotes.actions.save_query import save_query
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.widgets.drawing import Line
from confnotes.vault.vault import Vault
from screen_samples import at, settled, text_of, until

LIST = """\
What is open:
```query
kind:task is:todo
```

%% between us:
```query
gulls
```
%%

```query
saved: Birds
sort: date
```

```query
kind:paper
```

```query
gulls
limit: none
```
"""


def lists(vault: Vault) -> None:
    save_query(vault, "Birds", "gulls")
    vault.save("Notes/Open water.md", "# Open water\n\nthe gulls know\n- [ ] feed them, as in arXiv:1905.13633\n", None)
    vault.save("Notes/Lists.md", LIST, None)


async def note_of(pilot: Pilot[None], app: ConfnotesApp, path: str) -> NoteScreen:
    await settled(pilot)
    app.open_path(path)
    await until(pilot, lambda: isinstance(app.screen, NoteScreen))
    await settled(pilot)
    assert isinstance(app.screen, NoteScreen)
    return app.screen


def target(lines: list[Line], text: str) -> str:
    """Where the first link leads that has this text."""
    return next(part.click for line in lines for part in line if part.click and text in part.text)


async def test_the_preview_shows_what_is_found_and_what_is_wrong(vault: Vault) -> None:
    lists(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 40)) as pilot:
        note = await note_of(pilot, app, "Notes/Lists.md")
        await pilot.press("f3")
        await settled(pilot)
        await until(pilot, lambda: "1 match" in text_of(note.previews.pane))
        seen = text_of(note.previews.pane)
        assert "kind:task is:todo" in seen and "☐ feed them" in seen
        assert "Birds" in seen and "• Open water" in seen
        assert "limit is a number from 1 to 200" in seen
        assert "```" not in seen and "between us" not in seen and seen.count("Open water") == 1
        assert target(note.previews.pane.lines, "Open water") == "line:3:Notes/Open water.md"
        assert target(note.previews.pane.lines, "arxiv.org").startswith("paper:https://arxiv.org/abs/1905.13633")
        note.links.press(target(note.previews.pane.lines, "feed them"))
        await until(pilot, lambda: app.screen is not note and isinstance(app.screen, NoteScreen))
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.editor.note.lines[app.screen.editor.cursor_location[0]].startswith("- [ ] feed them")


async def test_the_list_is_followed_from_the_line_at_the_cursor(vault: Vault) -> None:
    lists(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await note_of(pilot, app, "Notes/Lists.md")
        note.editor.move_cursor((2, 0))
        note.links.go_from_cursor()
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen) and app.screen is not note)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.path == "Notes/Open water.md"


async def test_typing_asks_nothing(vault: Vault) -> None:
    lists(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 40)) as pilot:
        note = await note_of(pilot, app, "Notes/Lists.md")
        asked: list[str] = []
        answers = note.previews.pane._answers
        note.previews.pane._answers = lambda text: asked.append(text) or answers(text)  # type: ignore[func-returns-value]
        await pilot.press(*"a word and more")
        assert asked == []
