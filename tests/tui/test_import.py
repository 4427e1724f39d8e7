from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from confnotes.actions.importing import import_again
from confnotes.actions.importing.conference_list import own_list
from confnotes.actions.importing.find_zones import find_zones
from confnotes.errors import ConfnotesError
from confnotes.model.program import SourceWarning
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens import import_work
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.import_ import ImportScreen
from confnotes.tui.screens.import_form import PAUSE
from confnotes.tui.screens.import_talks import ReadTalksScreen
from confnotes.tui.screens.import_work import ImportAnalysis, ImportJob, Overrides, WantedSources
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.widgets.field import complete, complete_last, sources_in
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, page, settled, text_of, until
from terminal import CONFNOTES, Terminal, environment_of
from web_site import web_site

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
        assert "✓" in text_of(screen(app).pane) and "5 items, all new" in text_of(screen(app).pane)
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
            said = text_of(screen(app).pane)
            assert name in said or "program" in said
            assert screen(app).line.message == ""  # it would vanish
    assert vault.conferences() == []


async def test_why_an_address_failed_stays_until_the_next_try_and_a_file_is_offered(tmp_path: Path) -> None:
    (tmp_path / "quiet.txt").write_text(PAGE, encoding="utf-8")
    vault = Vault.create(tmp_path / "vault")
    app = ConfnotesApp(vault, at("10:15"))
    with web_site() as site:
        refused = f"{site.url}/program.xml"
    async with app.run_test(size=(80, 24)) as pilot:
        app.show("import_.ImportScreen", typed=refused)
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen) and "reached" in text_of(app.screen.pane))
        said = text_of(screen(app).pane)
        assert "saved file" in said and "try again" in said
        await pilot.press("end", "x", "ctrl+g", "full_stop")
        assert text_of(screen(app).pane) == said and screen(app).focused is screen(app).source
        screen(app).source.value = str(tmp_path / "quiet.txt")
        await pilot.press("enter")
        await settled(pilot)
        assert "reached" not in text_of(screen(app).pane) and "Engines that Whisper" in text_of(screen(app).pane)


async def test_after_a_failed_read_typing_replaces_the_source_and_tab_stays_in_it(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    gone = tmp_path / "gone.txt"
    (tmp_path / "quiet.txt").write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(vault, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.show("import_.ImportScreen", typed=str(gone))
        await settled(pilot)
        here = screen(app)
        assert here.focused is here.source and here.source.selected_text == str(gone)
        assert "tab complete" in text_of(here.line)
        await pilot.press("enter")  # tries again
        await settled(pilot)
        assert here.source.value == here.source.selected_text == str(gone)
        await pilot.press("tab")
        assert here.focused is here.source and "Nothing to complete" in here.line.message
        await pilot.press("shift+tab", "ctrl+u")
        assert here.focused is here.source and here.source.value == ""
        here.source.value = str(gone)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press(*f"{tmp_path}/qui")
        assert here.source.value == f"{tmp_path}/qui"
        await until(pilot, lambda: bool(here.source._suggestion))
        await pilot.press("tab")
        assert here.focused is here.source and here.source.value == f"{tmp_path}/quiet.txt"
        await pilot.press("enter")
        await settled(pilot)
        assert "Engines that Whisper" in text_of(here.pane) and "tab complete" not in text_of(here.line)
        here.form.conference.focus()
        await pilot.press("tab")
        assert here.form.zone.has_focus and not here.line.message


async def test_only_one_key_is_shown_for_saving(tmp_path: Path) -> None:
    (tmp_path / "quiet.txt").write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(Vault.create(tmp_path / "vault"), at("10:15"))
    async with app.run_test(size=(120, 40)) as pilot:
        app.show("import_.ImportScreen")
        await settled(pilot)
        footer = " ".join(text_of(screen(app).line).split())
        assert "enter read" in footer and "save" not in footer
        await read(pilot, tmp_path / "quiet.txt")
        footer = " ".join(text_of(screen(app).line).split())
        assert "enter save" in footer and "ctrl+s" not in footer and "another source" in footer
        await pilot.press("e")
        footer = " ".join(text_of(screen(app).line).split())
        assert "ctrl+s save" in footer and "enter save" not in footer
        await pilot.press("ctrl+s")
        await settled(pilot)
        screen(app).line.unsay()
        footer = " ".join(text_of(screen(app).line).split())
        assert "enter open program" in footer and "save" not in footer


def test_a_path_is_completed_to_what_all_that_begin_so_have_in_common(tmp_path: Path) -> None:
    (tmp_path / "program-b.ics").touch()
    (tmp_path / "program-a").mkdir()
    (tmp_path / ".hidden").touch()
    both = ["program-a/", "program-b.ics"]
    assert complete(f"{tmp_path}/pro") == (f"{tmp_path}/program-", both)
    assert complete(f"{tmp_path}/") == (f"{tmp_path}/program-", both)
    assert complete(f"{tmp_path}/program-b") == (f"{tmp_path}/program-b.ics", both[1:])
    assert complete(f"{tmp_path}/program-a") == (f"{tmp_path}/program-a/", both[:1])
    assert complete(f"{tmp_path}/nothing") is None
    assert complete("") is None


async def test_tab_completes_what_is_certain_then_lists_the_matches_as_a_shell_does(
    vault: Vault, tmp_path: Path
) -> None:
    for name in ("notes-1", "notes-2", "notes-27"):
        (tmp_path / name).mkdir()
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.show("import_.ImportScreen")
        await settled(pilot)
        screen(app).source.value = f"{tmp_path}/no"
        screen(app).source.action_end()
        for told in ("", "notes-1/  notes-2/  notes-27/"):
            await pilot.press("tab")
            await settled(pilot)
            assert (screen(app).source.value, screen(app).line.message) == (f"{tmp_path}/notes-", told)
        await pilot.press("1", "tab")
        await settled(pilot)
        assert screen(app).source.value == f"{tmp_path}/notes-1/"


@pytest.mark.parametrize("typed", ["-", "- [ ] ask"])
async def test_a_dash_does_not_take_the_keyboard_away_from_the_screen(vault: Vault, typed: str) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("i", *typed, "enter")
        await settled(pilot)
        assert not screen(app).busy and "a file, a folder or a web address" in screen(app).line.message


NO_ZONE = PAGE.replace(" (all times in Western European Time)", "").replace(", Lisbon", "")


async def read(pilot: Pilot[None], *sources: Path | str) -> ImportScreen:
    """Type the sources on the import screen and wait for what they are."""
    await settled(pilot)
    await pilot.press("i")
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, ConfnotesApp)
    screen(app).source.value = " ".join(f"'{one}'" for one in sources)
    await pilot.press("enter")
    await settled(pilot)
    return screen(app)


@pytest.fixture
def empty(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "empty")


def zone_of(vault: Vault) -> str | None:
    (name,) = vault.conferences()
    return vault.facts(name).timezone


async def test_a_warning_says_what_to_set_above_whatever_has_the_focus(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "hours.json"
    source.write_text('[{"title": "Oil on Water", "time": "10:00"}, {"title": "Rust", "time": "11:00"}]')
    async with ConfnotesApp(empty, at("10:15")).run_test(size=(120, 40)) as pilot:
        said = text_of((await read(pilot, source)).pane)
        assert "a time but no day; set the first day above" in said and "--" not in said


async def test_enter_behind_the_name_goes_to_the_time_zone_that_is_missing(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "kites.md"
    source.write_text("# Program\n\n## Monday, May 5, 2031\n\n- 9:00 Wind\n- 10:00 Silk\n- 11:00 Tails (Ada Lind)\n")
    async with ConfnotesApp(empty, at("10:15")).run_test(size=(120, 40)) as pilot:
        form = (await read(pilot, source)).form
        form.conference.focus()
        await pilot.press("ctrl+u", *"Kites", "enter", *"vienna")
        await settled(pilot)
        assert (form.conference.value, form.zone.value) == ("Kites", "vienna")


async def test_a_zone_that_nobody_states_is_asked_for_and_found_by_a_city(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(NO_ZONE, encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        assert shown.form.zone.has_focus and "enter keeps local" in shown.form.zone_field.remark
        await pilot.press(*"vien")
        assert "Europe/Vienna" in shown.form.zone_field.remark
        await pilot.press("enter")
        await pilot.pause(PAUSE)
        await settled(pilot)
        assert shown.form.zone.value == "Europe/Vienna" and not shown.understood.lacks_zone  # type: ignore[union-attr]
        await pilot.press("enter", "enter")
        await settled(pilot)
        await pilot.pause(0.2)
        await settled(pilot)
    assert zone_of(empty) == "Europe/Vienna"


async def test_enter_on_an_empty_zone_keeps_local_times(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(NO_ZONE, encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, source)
        await pilot.press("enter")
        await settled(pilot)
        assert page(app).line.message == ""
        assert empty.conferences() == []
        await pilot.press("enter")
        await settled(pilot)
    assert zone_of(empty) is None
    (name,) = empty.conferences()
    assert all(talk.starts_at.tzinfo is None for talk in empty.program(name).talks() if talk.starts_at)


async def test_a_wrong_zone_or_day_says_so_beside_it_and_nothing_is_written(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        await pilot.press("e", "down", "ctrl+u", *"Mars/Base")
        assert "unknown time zone" in shown.form.zone_field.remark
        await pilot.press("down", "ctrl+u", *"2031-02-30")
        assert "not a date" in shown.form.day_field.remark
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert empty.conferences() == [] and shown.form.zone.has_focus


async def test_another_first_day_moves_what_is_shown_at_once(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        assert "Mon 12 May 2031" in text_of(shown.pane)
        await pilot.press("e", "down", "down", "end", "backspace", *"5", "enter")
        await settled(pilot)
        assert "Thu 15 May 2031" in text_of(shown.pane) and "by +3 days" in shown.form.day_field.remark
        assert empty.conferences() == []
        await pilot.press("e", "down", "down", "ctrl+u", "enter")
        await settled(pilot)
        assert "Mon 12 May 2031" in text_of(shown.pane)


async def test_esc_asks_before_what_was_typed_is_lost_and_only_then(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        await pilot.press("e", *"Quiet 2", "escape", "escape")
        await settled(pilot)
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press("enter")
        await settled(pilot)
        assert screen(app) is shown and shown.form.conference.value == "Quiet 2"
        await pilot.press("escape", "down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen) and empty.conferences() == []
        await read(pilot, source)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)


async def test_going_to_now_asks_as_esc_does_before_what_was_typed_is_lost(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        await pilot.press("e", *"Quiet 2", "escape", "l", "g", "n")
        await settled(pilot)
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press("enter", "escape")
        await settled(pilot)
        assert screen(app) is shown and shown.form.conference.value == "Quiet 2"
        await pilot.press("g", "n", "down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)
        await read(pilot, source)
        await pilot.press("g", "n")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)


async def test_quitting_asks_once_as_esc_does_before_what_was_typed_is_lost(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        await pilot.press("e", *"Quiet 2", "ctrl+q")
        await settled(pilot)
        assert isinstance(app.screen, ChoiceScreen) and app.is_running
        await pilot.press("enter")
        await settled(pilot)
        assert screen(app) is shown and shown.form.conference.value == "Quiet 2"
        await pilot.press("ctrl+q", "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert empty.conferences() == []


async def test_a_name_that_is_a_guess_is_checked_first_and_fits_beside_its_remark(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "talks.csv"
    name = "northern-seas-and-sonars.example.org 2031"
    rows = "".join(f"Ebb {at},2031-05-12T1{at}:00,https://{name.split()[0]}/{at}\n" for at in range(3))
    source.write_text(f"title,start,url\n{rows}", encoding="utf-8")
    async with ConfnotesApp(empty, at("10:15")).run_test(size=(80, 24)) as pilot:
        form = (await read(pilot, source)).form
        assert form.conference.has_focus and form.conference.value.endswith(" 2031")
        assert "check it" in form.name_field.remark
        assert form.conference.size.width > len(form.conference.value)
        await pilot.press(*"Ebb 2031", "enter")
        await settled(pilot)
        assert form.conference.value == "Ebb 2031" and form.zone.has_focus


async def test_esc_in_a_field_leaves_it_while_what_was_typed_is_applied(
    tmp_path: Path, empty: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    go_on, apply = threading.Event(), import_work.apply_corrections

    def slow(vault: Vault, read: ImportAnalysis, said: Overrides, run: ImportJob) -> ImportAnalysis:
        go_on.wait(20)
        return apply(vault, read, said, run)

    monkeypatch.setattr(import_work, "apply_corrections", slow)
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        await pilot.press("e", *"Quiet 2")
        await until(pilot, lambda: shown.busy)
        await pilot.press("escape")
        assert shown.busy and shown.pane.has_focus and shown.form.conference.value == "Quiet 2"
        await pilot.press("escape")
        assert not shown.busy and shown.form.conference.value == "Quiet 2"
        go_on.set()
        await pilot.press("enter")
        await settled(pilot)
        assert empty.conferences() == ["Quiet 2"]


async def test_several_sources_are_shown_one_by_one(tmp_path: Path, empty: Vault) -> None:
    first, second = tmp_path / "quiet days.txt", tmp_path / "loud.txt"
    first.write_text(PAGE, encoding="utf-8")
    second.write_text(PAGE.replace("Quiet", "Loud").replace("QUIET II", "LOUD I"), encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 40)) as pilot:
        shown = await read(pilot, first)
        await pilot.press("plus")
        shown.source.insert_text_at_cursor(str(second))
        await pilot.press("enter")
        await settled(pilot)
        seen = text_of(shown.pane)
        assert "quiet days.txt read as" in seen and "loud.txt read as" in seen and "Loud Machines" in seen
        await pilot.press("enter")
        await settled(pilot)
    assert len(empty.conferences()) == 2


async def test_what_is_written_is_what_the_line_says_and_was_seen(tmp_path: Path, empty: Vault) -> None:
    first, second = tmp_path / "quiet.txt", tmp_path / "loud.txt"
    first.write_text(PAGE, encoding="utf-8")
    second.write_text(PAGE.replace("Quiet", "Loud").replace("QUIET II", "LOUD I"), encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, first)
        shown.source.value = str(second)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert empty.conferences() == [] and "loud.txt read as" in text_of(shown.pane)


async def test_what_cannot_be_read_with_another_zone_is_not_written_without_it(
    tmp_path: Path, empty: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")

    def fail(vault: Vault, as_read: ImportAnalysis, said: Overrides, run: ImportJob) -> ImportAnalysis:
        raise ConfnotesError("it is odd", "try another")

    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        monkeypatch.setattr(import_work, "apply_corrections", fail)
        await pilot.press("e", "down", "ctrl+u", *"Asia/Tokyo", "ctrl+s")
        await settled(pilot)
        assert shown.line.message == "it is odd · try another"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert empty.conferences() == []


async def test_many_warnings_are_folded_until_all_are_wanted(
    tmp_path: Path, empty: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    looked = import_again.look

    def with_warnings(*args: Any, **how: Any) -> import_again.LookedAtSources:
        found = looked(*args, **how)
        told = tuple(SourceWarning(f"thing {number} is odd", number) for number in range(1, 16))
        return replace(
            found, previews=tuple(replace(one, read=replace(one.read, warnings=told)) for one in found.previews)
        )

    monkeypatch.setattr(import_again, "look", with_warnings)
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        seen = text_of(shown.pane)
        assert "15 warnings" in seen and "line 3: thing 3" in seen and "thing 4" not in seen and "and 12 more" in seen
        await pilot.press("full_stop")
        assert "line 15: thing 15" in text_of(shown.pane)
        await pilot.press("full_stop")
        assert "thing 15" not in text_of(shown.pane)


async def test_all_talks_can_be_looked_through_before_they_are_written(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, source)
        await pilot.press("l")
        await settled(pilot)
        talks = app.screen
        assert isinstance(talks, ReadTalksScreen)
        assert "Closing remarks" in text_of(talks.list) and "Oil on Water" in text_of(talks.list)
        await pilot.press("slash", *"vento")
        await settled(pilot)
        assert "Engines that Whisper" in text_of(talks.list) and "Oil on Water" not in text_of(talks.list)
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert "Sample University" in text_of(talks.pane)
        await pilot.press("escape", "escape", "escape")
        await settled(pilot)
        assert isinstance(app.screen, ImportScreen)
    assert empty.conferences() == []


@pytest.mark.parametrize("canceled", [False, True])
async def test_enter_while_a_suggestion_is_being_applied_saves_once_it_is(
    tmp_path: Path, empty: Vault, monkeypatch: pytest.MonkeyPatch, canceled: bool
) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    began, goes_on = threading.Event(), threading.Event()
    apply = import_work.apply_corrections

    def slow(vault: Vault, as_read: ImportAnalysis, said: Overrides, run: ImportJob) -> ImportAnalysis:
        began.set()
        assert goes_on.wait(20)
        return apply(vault, as_read, said, run)

    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        monkeypatch.setattr(import_work, "apply_corrections", slow)
        shown.form.conference.value = "Quiet 2031"
        await until(pilot, began.is_set)
        await pilot.press("enter", *(["escape"] if canceled else []))
        goes_on.set()
        await settled(pilot)
        assert empty.conferences() == ([] if canceled else ["Quiet 2031"])


async def test_what_is_being_read_is_stopped_with_esc(
    tmp_path: Path, empty: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    stopped = threading.Event()

    def slow(vault: Vault, wanted: WantedSources, run: ImportJob) -> ImportAnalysis:
        run.asked().tell("reading talks", 3, 12)
        while not run.stopped:
            time.sleep(0.01)
        stopped.set()
        run.asked().tell("reading talks", 4, 12)
        raise AssertionError("it goes on")

    monkeypatch.setattr(import_work, "read", slow)
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("i")
        await settled(pilot)
        screen(app).source.value = str(source)
        await pilot.press("enter")
        await until(pilot, lambda: "reading talks 3 of 12" in text_of(screen(app).top))
        await pilot.press("escape")
        assert not screen(app).busy and "Nothing was saved" in screen(app).line.message
        assert stopped.wait(5)
        await settled(pilot)
        assert isinstance(app.screen, ImportScreen) and app.screen.source.has_focus


async def test_what_is_being_written_is_stopped_with_esc_and_nothing_stays(
    tmp_path: Path, empty: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    before = sorted(empty.root.rglob("*"))
    began = threading.Event()
    save = Transaction.save

    def slow(transaction: Transaction, file: PlannedFile) -> None:
        save(transaction, file)
        began.set()
        time.sleep(0.2)

    monkeypatch.setattr(Transaction, "save", slow)
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await read(pilot, source)
        await pilot.press("enter")
        while not began.is_set():
            await pilot.pause(0.01)
        await pilot.press("escape")
        await settled(pilot)
        assert "Nothing was saved" in shown.line.message and not shown.reports
        assert sorted(empty.root.rglob("*")) == before
        await pilot.press("enter")
        await settled(pilot)
        assert shown.reports


@pytest.mark.parametrize("yes", [True, False])
async def test_a_private_address_is_fetched_only_after_a_yes(empty: Vault, yes: bool) -> None:
    app = ConfnotesApp(empty, at("10:15"))
    with web_site() as site:
        site.pages["/quiet.txt"] = PAGE.encode()
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("i")
            await settled(pilot)
            shown = screen(app)
            shown.source.value = f"{site.url}/quiet.txt"
            await pilot.press("enter")
            await settled(pilot)
            assert isinstance(app.screen, ChoiceScreen) and not site.asked
            await pilot.press(*(["down"] if yes else []), "enter")
            await settled(pilot)
            assert bool(site.asked) is yes
            assert ("Engines that Whisper" in text_of(shown.pane)) is yes


async def test_a_yes_to_one_private_address_is_none_to_those_it_leads_to(empty: Vault) -> None:
    app = ConfnotesApp(empty, at("10:15"))
    with web_site() as site:
        site.pages["/quiet.txt"] = PAGE.encode()
        there = site.url.replace("127.0.0.1", "localhost")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("i")
            await settled(pilot)
            shown = screen(app)
            shown.source.value = f"{site.url}/to?{there}/quiet.txt"
            for _ in ("the typed address", "where it leads"):
                await pilot.press("enter")
                await settled(pilot)
                assert isinstance(app.screen, ChoiceScreen)
                await pilot.press("down")
            assert [path for path, _ in site.asked] == [f"/to?{there}/quiet.txt"]
            await pilot.press("enter")
            await settled(pilot)
            assert "Engines that Whisper" in text_of(shown.pane)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("a.ics b.csv", ["a.ics", "b.csv"]),
        ("'my talks.csv' https://example.org/a.ics", ["my talks.csv", "https://example.org/a.ics"]),
        ("my\\ talks.csv", ["my talks.csv"]),
        ("file:///tmp/my%20talks.csv", ["/tmp/my talks.csv"]),
        ("O'Brien.ics", ["O'Brien.ics"]),
        ("  ", []),
    ],
)
def test_a_line_names_one_source_or_several(text: str, sources: list[str]) -> None:
    assert sources_in(text) == sources


def completed(text: str) -> str | None:
    found = complete_last(text)
    return found.text if found else None


def test_the_last_of_several_sources_is_completed_and_a_name_with_blanks_is_one(tmp_path: Path) -> None:
    (tmp_path / "talks of friday.csv").touch()
    (tmp_path / "talks.ics").touch()
    assert sources_in(f"{tmp_path}/talks of friday.csv") == [f"{tmp_path}/talks of friday.csv"]
    assert completed(f"a.ics {tmp_path}/talks.") == f"a.ics {tmp_path}/talks.ics"
    assert completed(f"a.ics '{tmp_path}/talks o") == f"a.ics '{tmp_path}/talks of friday.csv"
    assert completed(f"{tmp_path}/talks o") == f"{tmp_path}/talks of friday.csv"


@pytest.mark.parametrize(
    "name", ["Screenshot 9.41\u202fPM.csv", "Astronaut 👩\u200d🚀.csv", "\u2028day.csv", "day\x1b.csv"]
)
def test_a_name_with_odd_blanks_or_joined_signs_is_completed_but_none_that_deceives(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    deceives = name in ("\u2028day.csv", "day\x1b.csv")
    assert completed(f"{tmp_path}/{name[:1]}") == (None if deceives else f"{tmp_path}/{name}")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("vienna", "Europe/Vienna"), ("VINNA", "Europe/Vienna"), ("porto", "Europe/Lisbon"), ("cest", "CET"),
        ("new y", "America/New_York"), ("buenos", "America/Argentina/Buenos_Aires"), ("europe/par", "Europe/Paris"),
        ("utc", "UTC"), ("são", "America/Sao_Paulo"),
    ],
)  # fmt: skip
def test_a_zone_is_found_by_what_one_calls_it(text: str, zone: str) -> None:
    assert find_zones(text)[0] == zone


def test_a_program_is_imported_in_a_real_terminal(tmp_path: Path) -> None:
    (tmp_path / "quiet.txt").write_text(NO_ZONE, encoding="utf-8")
    vault = Vault.create(tmp_path / "vault")
    environment = environment_of(tmp_path, "2031-05-12T10:15")
    command = [*CONFNOTES, "--vault", "vault"]
    with Terminal(command, folder=tmp_path, environment=environment, columns=80, rows=24) as terminal:
        terminal.wait_for("no conference program yet")
        terminal.press("i")
        terminal.wait_for("a conference, file or web address")
        terminal.type("quiet.txt")
        terminal.press("enter")
        terminal.wait_for("enter keeps local")
        terminal.type("lisb")
        terminal.wait_for("Europe/Lisbon")
        terminal.press("enter")
        terminal.press("enter")
        terminal.wait_for("not saved yet")
        assert vault.conferences() == []
        terminal.press("enter")
        terminal.wait_for("all new")
        terminal.press("enter")
        terminal.wait_for("Engines that Whisper")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert zone_of(vault) == "Europe/Lisbon"


async def test_times_in_utc_are_marked_beside_an_empty_time_zone(tmp_path: Path) -> None:
    source = tmp_path / "talks.json"
    talk = {"id": 1, "date": "2031-05-12T10:00:00+00:00", "start": "10:00", "title": "Oil on Water", "persons": []}
    days = [{"index": 1, "date": "2031-05-12", "rooms": {"Hall": [{**talk, "duration": "00:30", "room": "Hall"}]}}]
    source.write_text(json.dumps({"schedule": {"conference": {"title": "Tide 2031", "days": days}}}))
    app = ConfnotesApp(Vault.create(tmp_path / "vault"), at("10:15"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.show("import_.ImportScreen", typed=str(source))
        await settled(pilot)
        assert "in UTC; type a city" in screen(app).form.zone_field.remark
        assert screen(app).form.zone.placeholder == "UTC"
        screen(app).form.zone.value = "Europe/Lisbon"
        await pilot.pause(PAUSE * 2)
        await settled(pilot)
        assert "in UTC" not in screen(app).form.zone_field.remark and "11:00" in text_of(screen(app).pane)


async def test_a_conference_is_imported_by_its_name_from_the_list_of_the_welcome(empty: Vault) -> None:
    with web_site() as site:
        site.pages["/quiet.txt"] = PAGE.encode()
        own_list().parent.mkdir(parents=True, exist_ok=True)
        own_list().write_text(f"- name: Quiet Machines\n  address: {site.url}/quiet.txt\n", encoding="utf-8")
        async with on_screen(empty, at("10:15")) as (app, pilot):
            await pilot.press("i")
            await settled(pilot)
            shown = screen(app)
            assert "YOUR LIST · 1" in text_of(shown.conferences) and "FOSDEM 2026" in text_of(shown.conferences)
            await pilot.press("enter")
            assert "Type where the program is" in shown.line.message, "nothing is chosen yet"
            await pilot.press(*"quiet mach")
            await settled(pilot)
            assert text_of(shown.conferences).splitlines()[0].strip() == "CONFERENCES · 1"
            await pilot.press("enter")
            await settled(pilot)
            assert "Engines that Whisper" in text_of(shown.pane) and not shown.conferences.display
            assert isinstance(app.screen, ImportScreen), "no question about an address of one’s own list"


async def test_arrows_select_in_the_list_of_conferences_and_a_path_hides_it(empty: Vault) -> None:
    async with on_screen(empty, at("10:15")) as (app, pilot):
        await pilot.press("i")
        await settled(pilot)
        shown = screen(app)
        await pilot.press("down", "down")
        assert shown.conferences.conference is not None and shown.source.has_focus
        await pilot.press(*"./")
        await settled(pilot)
        assert not shown.conferences.display and "QR code" in text_of(shown.pane)
