"""Questions come back before the end of a talk, and their answers are noted under them."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from confnotes.markup.stamps import without_stamp
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.questions import QuestionsScreen
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault
from screen_samples import at, harbour_vault, settled
from terminal import CONFNOTES, Terminal, environment_of

KEY = "harbourconf-2031/tides-in-memory"
PATH = "HarbourConf 2031/2031-05-12 1000 Tides in Memory.md"
BODY = """Water remembers ^t100200
? does it hold for lakes ^t100500
? and who measures @Bo Kai
! the port does
? what of the moon
"""
NOTE = f"---\ntitle: Tides in Memory\ntalk: {KEY}\ntimezone: Europe/Lisbon\n---\n{BODY}"


async def opened(pilot: Pilot[None], app: ConfnotesApp) -> NoteScreen:
    await settled(pilot)
    app.open_talk(KEY)
    await settled(pilot)
    assert isinstance(app.screen, NoteScreen)
    return app.screen


def unstamped(note: NoteScreen) -> list[str]:
    return [without_stamp(line) for line in note.editor.text.split("\n")]


async def test_questions_come_back_five_minutes_before_the_end_and_once(vault: Vault) -> None:
    vault.save(PATH, NOTE, None)
    app = ConfnotesApp(vault, at("10:20"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        note.questions.mind()
        assert not note.questions.line.display
        app.time.set(at("10:26"))
        note.questions.mind()
        await settled(pilot)
        assert note.questions.line.display
        assert "2 open questions · ctrl+g q" in "".join(part.text for part in note.questions.line.lines(80)[0])
        assert note.editor.has_focus
        await pilot.press("x")
        assert unstamped(note)[-1] == "x"
        await pilot.press("f8")
        await pilot.press("escape")
        await settled(pilot)
        assert not note.questions.line.display
        note.questions.mind()
        assert not note.questions.line.display


async def test_whom_a_question_names_at_its_end_stands_beside_asked_by(vault: Vault) -> None:
    vault.save(PATH, NOTE.replace("of the moon", "of the moon @Frank"), None)
    app = ConfnotesApp(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("f8")
        await settled(pilot)
        asker = app.screen.query_one("#asker", Input)
        assert asker.placeholder == "me"
        await pilot.press("down")
        assert asker.placeholder == "Frank"
        await pilot.press("escape", "escape")
        app.action_tasks()
        await settled(pilot)
        await pilot.press("down", "space")
        await settled(pilot)
        assert app.screen.query_one("#asker", Input).placeholder == "Frank"


async def test_an_answer_goes_under_its_question_and_can_be_undone(vault: Vault) -> None:
    vault.save(PATH, NOTE, None)
    app = ConfnotesApp(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        await pilot.press("f8")
        await settled(pilot)
        queue = app.screen
        assert isinstance(queue, QuestionsScreen)
        assert queue.query_one("#answer", Input).has_focus
        await pilot.press(*"only", "tab", *"ma", "right", "enter")
        await settled(pilot)
        lines = unstamped(note)
        assert lines[1] == "? does it hold for lakes @Maré Alta"
        assert lines[2] == "! only"
        assert note.editor.text.split("\n")[2].startswith("! only ^t1026")
        await pilot.press("escape")
        assert app.screen is note
        await pilot.press("ctrl+z")
        assert note.editor.text == BODY
        await pilot.press("ctrl+y")
        await settled(pilot)
    assert "! only ^t1026" in vault.read(PATH).text


async def test_a_question_that_nobody_could_answer_leaves_the_queue(vault: Vault) -> None:
    vault.save(PATH, NOTE, None)
    app = ConfnotesApp(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        await pilot.press("f8", "down", "space", *"it sinks", "enter")
        await settled(pilot)
        assert app.screen is note
        lines = unstamped(note)
        assert lines[1:3] == ["? does it hold for lakes", "! it sinks"]
        assert lines[5:7] == ["? what of the moon", "! asked, no answer"]


async def test_whoever_types_in_the_queue_answers_the_chosen_question(vault: Vault) -> None:
    vault.save(PATH, NOTE, None)
    app = ConfnotesApp(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        await pilot.press("f8", "down", *"it pulls", "enter", "escape")
        await settled(pilot)
        assert unstamped(note)[4:6] == ["? what of the moon", "! it pulls"]


def test_letters_that_come_all_at_once_keep_their_order(tmp_path: Path) -> None:
    vault = harbour_vault(tmp_path / "vault")
    vault.save(PATH, NOTE, None)
    typed = "the port holds as long as nobody sails through the lock at high tide"
    environment = environment_of(tmp_path)
    command = [*CONFNOTES, "--vault", "vault"]
    with Terminal(command, folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("HarbourConf 2031")
        terminal.press("enter")
        terminal.wait_for("Water remembers")
        terminal.press("\x1b[19~")
        terminal.wait_for("type answer")
        terminal.press(f"{typed}\tIna Moor\r{typed} too\r\x0f")
        terminal.read(1.5)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    lines = [without_stamp(line) for line in vault.read(PATH).text.splitlines()]
    assert lines[lines.index("? does it hold for lakes @Ina Moor") + 1] == f"! {typed}"
    assert lines[lines.index("? what of the moon") + 1] == f"! {typed} too"


async def test_typing_at_the_end_continues_after_the_answer(vault: Vault) -> None:
    vault.save(PATH, NOTE.removesuffix("\n"), None)
    app = ConfnotesApp(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        await pilot.press("f8", "down", *"pulls", "enter", "escape")
        await settled(pilot)
        await pilot.press("enter", "n")
        assert note.editor.note.lines[-2:] == ["! pulls", "n"]


async def test_without_questions_a_message_explains_how_to_write_one(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        await pilot.press("f8")
        assert app.screen is note
        assert "Start a line with ?" in note.below.message


async def test_the_reminder_never_covers_the_line_that_is_typed(vault: Vault) -> None:
    vault.save(PATH, NOTE + "\n".join(f"line {number}" for number in range(60)), None)
    app = ConfnotesApp(vault, at("10:20"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        app.time.set(at("10:26"))
        note.questions.mind()
        await settled(pilot)
        assert note.questions.line.display
        cursor = note.editor.cursor_screen_offset
        assert note.editor.region.contains(cursor.x, cursor.y)
        assert cursor.y < note.questions.line.region.y


async def test_the_reminder_of_questions_can_be_turned_off(vault: Vault) -> None:
    set_setting("reminders", "no")
    vault.save(PATH, NOTE, None)
    app = ConfnotesApp(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        note.questions.mind()
        assert not note.has_class("-asking")


async def test_the_reminder_goes_when_the_questions_are_answered_or_the_talk_is_long_over(vault: Vault) -> None:
    vault.save(PATH, NOTE, None)
    app = ConfnotesApp(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(pilot, app)
        note.questions.mind()
        assert note.has_class("-asking")
        app.time.set(at("10:46"))
        note.questions.mind()
        assert not note.has_class("-asking")
