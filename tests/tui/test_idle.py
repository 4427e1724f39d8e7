"""A screen reads what it shows and no more; untouched it asks the disk for nothing, and left it reads on for nobody."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

import pytest
from textual.pilot import Pilot

from confnotes.markup import note
from confnotes.model.note import Note, Outline
from confnotes.search import index as snapshot
from confnotes.search import outlines
from confnotes.tui import background_search
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens import search as search_screen
from confnotes.tui.screens.day_wrap import DayWrapScreen
from confnotes.tui.screens.page import Page
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.screens.tasks import TasksScreen
from confnotes.vault import folder_watch
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, settled, text_of, until

NOTES = 300


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked every few seconds is asked many times a second here."""
    monkeypatch.setattr(search_screen, "LEARN_SECONDS", 0.05)
    monkeypatch.setattr(background_search, "TOLD_SECONDS", 0.1)
    monkeypatch.setattr(background_search, "COMPARE_SECONDS", 0.1)


@pytest.fixture
def vault(vault: Vault) -> Vault:
    folder = vault.root / "Notes"
    folder.mkdir()
    for number in range(NOTES):
        (folder / f"Note {number}.md").write_text(f"- [ ] moonlight {number}\n", encoding="utf-8")
    return vault


def search(app: ConfnotesApp) -> SearchScreen:
    assert isinstance(app.screen, SearchScreen)
    return app.screen


@contextmanager
def counted_calls(vault: Vault) -> Iterator[Counter[str]]:
    """How often each file and folder of the vault is asked for its time, listed or opened meanwhile."""
    asked: Counter[str] = Counter()
    root = str(vault.root)

    with pytest.MonkeyPatch.context() as patched:

        def count(name: str) -> None:
            real = getattr(os, name)

            def counted(path: object = ".", *more: object, **named: object) -> object:
                if not isinstance(path, int) and os.fsdecode(path).startswith(root):  # type: ignore[arg-type]
                    asked[f"{name} {path}"] += 1
                return real(path, *more, **named)

            patched.setattr(os, name, counted)

        for name in ("stat", "lstat", "scandir", "listdir", "open"):
            count(name)
        yield asked


def notes_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the notes that are read and parsed from now on."""
    read: list[str] = []
    real = note.parse_note

    def counted(path: PurePosixPath, text: str) -> Note:
        read.append(str(path))
        return real(path, text)

    monkeypatch.setattr(note, "parse_note", counted)
    return read


def slow_outlines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the index is asked about a note; each answer takes a while from now on."""
    asked: list[str] = []
    real = outlines.read_outline

    def slow(path: str, data: bytes) -> Outline:
        asked.append(path)
        time.sleep(0.02)
        return real(path, data)

    monkeypatch.setattr(snapshot, "read_outline", slow)
    return asked


async def is_idle(pilot: Pilot[None], vault: Vault) -> None:
    """Wait until nothing is asked for a second: what was begun at the start has ended by then."""
    await settled(pilot)
    for _ in range(10):
        with counted_calls(vault) as asked:
            await pilot.pause(1.0)
        if asked.total() <= 10:
            return
    pytest.fail(f"it asks on and on: {asked.most_common(5)}")


@pytest.mark.parametrize("keys", [[], ["enter"], ["slash"], ["slash", *"moonlight"], ["g", "t"], ["g", "o"]])
async def test_a_screen_that_nobody_touches_asks_for_no_file(vault: Vault, keys: list[str]) -> None:
    async with on_screen(vault) as (app, pilot):
        app.finding.open()
        await pilot.press(*keys)
        await is_idle(pilot, vault)


async def test_without_change_reports_search_checks_on_typing_and_return(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "_inotify", lambda: None)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"hallwa")
        await is_idle(pilot, vault)
        (vault.root / "Hallway.md").write_text("a lantern\n", encoding="utf-8")
        await pilot.press("y")
        await until(pilot, lambda: "Hallway" in text_of(search(app).list))
        (vault.root / "Hallway two.md").write_text("a rope\n", encoding="utf-8")
        await pilot.pause(0.3)
        app.app_focus = False
        await pilot.pause()
        app.app_focus = True
        await until(pilot, lambda: "Hallway two" in text_of(search(app).list))


@pytest.mark.parametrize(("key", "shown"), [("t", TasksScreen), ("d", DayWrapScreen)])
async def test_for_one_day_only_its_notes_are_read(
    vault: Vault, key: str, shown: type[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_screen(vault) as (app, pilot):
        assert app.finding.brought_up_to_date(60)
        read = notes_read(monkeypatch)
        await pilot.press("g", key)
        await until(pilot, lambda: isinstance(app.screen, shown))
        await settled(pilot)
        assert len(read) <= 10


@pytest.mark.parametrize("key", ["t", "d", "b", "v", "u"])
async def test_a_screen_that_is_left_reads_no_further(vault: Vault, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with on_screen(vault) as (app, pilot):
        assert app.finding.brought_up_to_date(60)
        asked = slow_outlines(monkeypatch)
        await pilot.press("g", key)
        await until(pilot, lambda: len(app.screen_stack) > 1 and asked)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await pilot.pause(0.2)
        before = len(asked)
        await pilot.pause(0.5)
        assert len(asked) == before
