from pathlib import Path

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.import_ import ImportScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.widgets.path_input import complete
from confnotes.vault.vault import Vault
from screen_samples import at, settled, text_of

PAGE = """\
The Symposium of Quiet Machines

QUIET II

12 May 2031, Lisbon
In-person at the Old Rope Factory, Lisbon

Schedule (all times in Western European Time)

10:00 - Opening remarks
10:10 - Keynote 1: Engines that Whisper (Ada Vento, Sample University)
10:50 - Break
11:10 - Spotlight 1: Oil on Water
11:30 - Closing remarks

Organizers

Ada Vento (Sample University)
Bo Kai (Sample Labs)
"""


def screen(app: ConfnotesApp) -> ImportScreen:
    assert isinstance(app.screen, ImportScreen)
    return app.screen


async def test_a_program_is_seen_before_it_is_written_and_then_on_now(tmp_path: Path) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    vault = Vault.create(tmp_path / "vault")
    app = ConfnotesApp(vault, at("10:15"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("i")
        await settled(pilot)
        screen(app).source.value = str(source)
        await pilot.press("enter")
        await settled(pilot)
        seen = text_of(screen(app).pane)
        assert "quiet.txt read as" in seen and "12 May 2031" in seen and "Engines that Whisper" in seen
        assert vault.conferences() == []
        await pilot.press("enter")
        await settled(pilot)
        assert len(vault.conferences()) == 1
        assert "✓" in text_of(screen(app).pane)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)
        assert "Engines that Whisper" in text_of(app.screen.list)


async def test_another_name_is_given_before_writing(tmp_path: Path) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    vault = Vault.create(tmp_path / "vault")
    app = ConfnotesApp(vault, at("10:15"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("i")
        await settled(pilot)
        screen(app).source.value = str(source)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("e", "ctrl+u", *"Quiet2", "ctrl+s")
        await settled(pilot)
        assert vault.conferences() == ["Quiet2"]


async def test_what_is_no_program_is_one_line_and_changes_nothing(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    app = ConfnotesApp(vault, at("10:15"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("i")
        await settled(pilot)
        for name in ("empty.txt", "noise.bin", "missing.txt"):
            screen(app).source.value = str(tmp_path / name)
            screen(app).source.focus()
            await pilot.press("enter")
            await settled(pilot)
            assert name in screen(app).line.message or "program" in screen(app).line.message
    assert vault.conferences() == []


def test_a_path_is_completed_to_the_first_that_begins_so(tmp_path: Path) -> None:
    (tmp_path / "program-b.ics").touch()
    (tmp_path / "program-a").mkdir()
    (tmp_path / ".hidden").touch()
    assert complete(f"{tmp_path}/pro") == f"{tmp_path}/program-a/"
    assert complete(f"{tmp_path}/program-b") == f"{tmp_path}/program-b.ics"
    assert complete(f"{tmp_path}/") == f"{tmp_path}/program-a/"
    assert complete(f"{tmp_path}/nothing") is None
    assert complete("") is None


async def test_a_dash_does_not_take_the_keyboard_away_from_the_screen(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("i", "minus", "enter")
        await settled(pilot)
        assert not screen(app).busy and "a file, a folder or a web address" in screen(app).line.message
