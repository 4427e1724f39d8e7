"""A small conference in a vault for tests of the screens, and what a person sees on them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerCancelled

from confnotes.clock import AppClock
from confnotes.model.program import Conference, Kind, Program, Resource, ResourceKind, Session, Speaker, Talk
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.palette import Palette
from confnotes.tui.screens.page import Page
from confnotes.tui.typed_ahead import LONGEST_WAIT
from confnotes.tui.widgets.bars import Banner
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import RowList
from confnotes.vault.vault import Vault
from program_files import save_program
from quiet import know_at_once, nothing_left

know_at_once()

CONFERENCE = "HarbourConf 2031"
ZONE = ZoneInfo("Europe/Lisbon")
REST = 0.06  # behind which the screens begin what waits for a typing hand to rest
HOSTILE_TITLE = "Red [bold]alert[/bold] [@click=app.quit]press[/] \x1b]52;c;aGk=\x07\x1b[31mrot"


def at(text: str) -> datetime:
    """A wall-clock time on the first day: at("10:10")."""
    hour, minute = text.split(":")
    return datetime(2031, 5, 12, int(hour), int(minute))


class StoppedClock(AppClock):
    """A clock that stays where it was set, so that a slow machine stamps the second that a test expects."""

    def set(self, at: datetime | None) -> None:
        super().set(at)
        self._moment = at

    def now(self) -> datetime:
        return self._moment or super().now()


def talk(title: str, start: str, end: str, room: str, *names: str, day: int = 12) -> Talk:
    """A talk of that day; its id is made of its title."""
    begin, finish = (at(time).replace(day=day, tzinfo=ZONE) for time in (start, end))
    resources = (Resource(ResourceKind.SLIDES, "https://example.org/slides"),)
    identity = "-".join(title.lower().split()[:3]).replace("[", "").replace("]", "")
    return Talk(
        title,
        identity,
        Kind.TALK,
        begin,
        finish,
        room,
        speakers=tuple(Speaker(name) for name in names),
        resources=resources,
    )


def harbour() -> Program:
    """Two days, two rooms, a break and a talk whose title would like to be more than text."""
    aula = (
        talk("Tides in Memory", "10:00", "10:30", "Aula", "Inês Farol", "Bo Kai"),
        talk("Lanterns for Graphs", "10:30", "11:00", "Aula", "Maré Alta"),
        talk("Ropes and Knots", "14:00", "14:30", "Aula", "Bo Kai"),
    )
    pier = (
        talk("Slow Boats", "10:00", "10:30", "Pier 4", "Ada Vento"),
        replace(talk("hostile", "10:30", "11:00", "Pier 4", "Nobody"), title=HOSTILE_TITLE),
    )
    second = (talk("Closing Fog", "09:30", "10:00", "Aula", "Inês Farol", day=13),)
    sessions = (
        Session("Morning water", "s1", Kind.OTHER, room="Aula", talks=aula),
        Session("At the pier", "s2", Kind.OTHER, room="Pier 4", talks=pier),
        Session("Last light", "s3", Kind.OTHER, room="Aula", talks=second),
    )
    facts = Conference(
        CONFERENCE, year=2031, start_date=date(2031, 5, 12), end_date=date(2031, 5, 13), timezone="Europe/Lisbon"
    )
    return Program(facts, sessions)


def harbour_vault(folder: Path) -> Vault:
    """A vault with that conference."""
    vault = Vault.create(folder)
    save_program(vault, CONFERENCE, harbour())
    return vault


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is being worked out any more, nor begun after a short rest."""
    workers = pilot.app.workers
    while True:
        await pilot.pause()
        with suppress(WorkerCancelled):  # for what replaced it the round behind waits
            await workers.wait_for_complete()
        if not await nothing_left(REST):
            await pilot.pause(REST)
        if all(worker.is_finished for worker in workers):
            break
    await pilot.pause(0)


@asynccontextmanager
async def on_screen(
    vault: Vault,
    time: datetime = datetime(2031, 5, 12, 10, 10),
    *,
    size: tuple[int, int] = (80, 24),
    note: str = "",
    talk: str = "",
) -> AsyncIterator[tuple[ConfnotesApp, Pilot[None]]]:
    """The program on a vault at that time, in a window of so many columns and rows, when it has begun: on Now, or on a
    note, which is told by its path, or on that of a talk."""
    app = ConfnotesApp(vault, time)
    async with app.run_test(size=size) as pilot:
        if note:
            app.open_path(note)
        if talk:
            app.open_talk(talk)
        await settled(pilot)
        yield app, pilot


async def until(pilot: Pilot[None], is_so: Callable[[], object], seconds: float = 60) -> None:
    """Wait for what comes by itself, after a rest or from a thread; fails when it is not so in that time."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"still not so after {seconds} s"
        await pilot.pause(0.005)


def take_long_to_mount(monkeypatch: pytest.MonkeyPatch, *kinds: Any) -> None:
    """Make screens take long until they have a focus, nearly as long as keys wait."""

    def slowed(mount: Callable[[Screen[Any]], None]) -> Callable[[Screen[Any]], Awaitable[None]]:
        async def mount_slowly(screen: Screen[Any]) -> None:
            await asyncio.sleep(LONGEST_WAIT * 0.7)
            mount(screen)

        return mount_slowly

    for kind in kinds:
        monkeypatch.setattr(kind, "on_mount", slowed(kind.on_mount))


async def take_from_palette(pilot: Pilot[None], typed: str, title: str) -> None:
    """Put words into the palette, and take the command of that title once it stands first."""
    await pilot.press("ctrl+p")
    await settled(pilot)
    palette = pilot.app.screen
    assert isinstance(palette, Palette)
    palette.filter.value = typed
    await until(pilot, lambda: title in chosen_text(palette.list))
    await pilot.press("enter")
    await settled(pilot)


def warning_on(screen: Screen[Any]) -> str:
    """All that the banner of a screen warns of, "" without one."""
    return "".join(" · ".join(banner.words) for banner in screen.query(Banner))


def text_of(widget: Widget) -> str:
    """What a list, pane or line shows, all of it."""
    width = widget.scrollable_content_region.width
    if isinstance(widget, RowList):
        lines = [line for row in widget.rows for line in row.lines(width, row is widget.chosen)]
    elif isinstance(widget, Pane):
        lines = widget.lines
    else:
        lines = widget.lines(width)  # type: ignore[attr-defined]
    return "\n".join("".join(part.text for part in line).rstrip() for line in lines)


def chosen_text(widget: RowList) -> str:
    """The chosen row, "" when there is none."""
    row = widget.chosen
    return "" if row is None else "\n".join("".join(part.text for part in line) for line in row.lines(120, True))


def page(app: ConfnotesApp) -> Page:
    """The screen on top."""
    assert isinstance(app.screen, Page)
    return app.screen
