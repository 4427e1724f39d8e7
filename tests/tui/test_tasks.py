"""The tasks and questions of the day are one list: what is open first, by talk; done in place."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.questions import QuestionsScreen
from confnotes.tui.screens.tasks import PointRow, TasksScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, chosen_text, settled, text_of, until

PATH = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
OTHER = f"{CONFERENCE}/2031-05-13 0930 Closing Fog.md"
NOTE = """---
talk: harbourconf-2031/tides-in-memory
---
- [ ] read [[Almanac]] ^t100200
- [x] ask Bo
? does it hold for lakes ^t100500
"""


@pytest.fixture
def app(vault: Vault) -> ConfnotesApp:
    vault.save(PATH, NOTE, None)
    vault.save(OTHER, "---\ntalk: harbourconf-2031/closing-fog\n---\n- [ ] sleep\n", None)
    return ConfnotesApp(vault, at("18:00"))


async def opened(pilot: Pilot[None]) -> TasksScreen:
    await settled(pilot)
    await pilot.press("g", "t")
    await settled(pilot)
    assert isinstance(pilot.app.screen, TasksScreen)
    return pilot.app.screen


async def test_open_tasks_come_first_by_talk(app: ConfnotesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        lines = [line.strip() for line in text_of(screen.list).split("\n") if line.strip()]
        assert lines[0].startswith("Tides in Memory") and lines[0].endswith("10:00")
        assert lines[1:3] == ["▸ ☐ read Almanac", "? does it hold for lakes"]
        assert lines[3] == "DONE AND ANSWERED"
        assert lines[-1] == "☑ ask Bo"


async def test_a_letter_without_a_command_says_how_to_filter(app: ConfnotesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("z")
        assert screen.line.message == "No command on “z”. Press f to filter."
        await pilot.press("o")
        assert not screen.line.message
        await pilot.press("f", "z")
        assert screen.filter.value == "z" and not screen.line.message


async def test_space_ticks_in_the_file_and_selects_the_next_open_task(vault: Vault, app: ConfnotesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("space")
        await settled(pilot)
        assert vault.read(PATH).text == NOTE.replace("- [ ] read", "- [x] read")
        assert "does it hold" in chosen_text(screen.list)
        assert screen.line.message == "☑ Done: “read Almanac” · ctrl+z to undo"
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert screen.line.message == "Undone. ☐ Reopened: “read Almanac”"
        await pilot.press("ctrl+y")
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        assert isinstance(app.screen, QuestionsScreen)
        await pilot.press("enter", *"no", "tab", *"Bo", "enter")
        await settled(pilot)
    assert vault.read(PATH).text.endswith("? does it hold for lakes @Bo ^t100500\n! no\n")


async def test_a_note_that_is_open_with_unsaved_text_keeps_it(vault: Vault, app: ConfnotesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.open_path(PATH)
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        await pilot.press(*"typed")
        app.action_tasks()
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await until(pilot, lambda: "- [x] read" in note.editor.text)
        assert "typed" in note.editor.text
        await pilot.press("ctrl+z")
        assert "- [ ] read" in note.editor.text
    assert "typed" in vault.read(PATH).text


async def test_typing_filters_and_enter_opens_the_line(app: ConfnotesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("slash", *"lakes")
        await settled(pilot)
        assert screen.query_one("#filter", Input).value == "lakes"
        assert "Almanac" not in text_of(screen.list)
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.editor.cursor_location[0] == 2


async def test_what_is_due_comes_first_and_the_filter_takes_due_dates_and_states(
    vault: Vault, app: ConfnotesApp
) -> None:
    text = "- [ ] rest\n- [ ] later due:2031-06-01\n- [ ] late 📅 2031-05-10 \n"
    text += "- [x] done (due:: 2031-01-01)\n- [-] dropped\n? why\n"
    vault.save(PATH, f"---\ntalk: harbourconf-2031/tides-in-memory\n---\n{text}", vault.read(PATH).version)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        lines = [line.strip() for line in text_of(screen.list).split("\n")]
        assert lines[1].startswith("▸ ☐ late") and lines[1].endswith("overdue Sat 10 May")
        assert lines[2].startswith("☐ later") and lines[2].endswith("due Sun 1 Jun")
        assert lines[3:5] == ["☐ rest", "? why"]
        for typed, shown in (
            ("due:overdue", ["late"]),
            ('due:"next month"', ["later"]),
            ("is:todo rest", ["rest"]),
            ("is:open", ["late", "later", "rest", "why"]),
            ("is:done", ["done"]),
            ("is:cancelled", ["dropped"]),
        ):
            screen.query_one("#filter", Input).value = typed
            await settled(pilot)
            found = [row.point.text.split(" ")[0] for row in screen.list.rows if isinstance(row, PointRow)]
            assert found == shown, typed
        await pilot.press("escape", "full_stop", "full_stop")
        await settled(pilot)
        top = "".join(part.text for part in screen.top.lines(80)[0])
        assert top.startswith(" Tasks and questions · everywhere · due, then newest first ")
        await pilot.press("o")
        await settled(pilot)
        assert "due, then by conference " in "".join(part.text for part in screen.top.lines(80)[0])


async def test_one_key_looks_at_the_conference_and_at_everything(vault: Vault, app: ConfnotesApp) -> None:
    vault.save("Notes/Shopping.md", "- [ ] rope\n", None)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "sleep" not in text_of(screen.list)
        await pilot.press("full_stop")
        await settled(pilot)
        assert "sleep" in text_of(screen.list) and "rope" not in text_of(screen.list)
        await pilot.press("full_stop")
        await settled(pilot)
        assert "rope" in text_of(screen.list)
        assert "3 open of 5" in "".join(part.text for part in screen.top.lines(80)[0]) or "4 open" in "".join(
            part.text for part in screen.top.lines(80)[0]
        )


async def test_a_day_without_any_says_how_to_write_one(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("18:00"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "- [ ] for a task" in text_of(screen.list)
