"""Every screen as a person sees it on the sample vault: its text, and a digest of the colours and styles."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from rich.segment import Segment
from textual.pilot import Pilot

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.welcome.app import WelcomeApp
from confnotes.tui.widgets.completion_popup import CompletionPopup
from confnotes.vault.vault import Vault
from goldens.kept import ROOT, Text, digest
from goldens.texts import file_name
from quiet import nothing_left
from screen_samples import StoppedClock, settled, until

MOMENT = datetime(2019, 12, 10, 10, 10)
WAYS = {
    "now": "",
    "now, afternoon": "right right",
    "program": "g p",
    "program, starred": "g p full_stop",
    "program, rooms": "g p R",
    "tracks": "g p g T",
    "rooms": "g r",
    "posters": "g o",
    "poster": "g o 2 2 6 enter",
    "people": "g w",
    "people, filtered": "g w f b e n g",
    "person": "g w f b e n g enter enter",
    "same people": "g w m",
    "papers": "g b",
    "paper": "g b enter",
    "tasks": "g t",
    "answer": "g t down down down space",
    "recorded": "g v",
    "recorded, all": "g v full_stop",
    "tags": "g k",
    "tag, new name": "g k r",
    "tag, renamed": "g k r x enter",
    "links that lead nowhere": "g u",
    "conflicts": "g x",
    "schedule": "g m",
    "changes": "g c",
    "end of the day": "g d",
    "end of the day, next": "g d enter enter",
    "first page": "g 1",
    "first page, words": "g 1 e",
    "export": "x",
    "export, choices": "x ctrl+g full_stop",
    "export, pick": "x ctrl+g l",
    "export, left out": "x calm ctrl+g H",
    "import": "i",
    "import, zone": "i s . x m l enter",
    "import, read": "i s . x m l enter enter",
    "import, correct": "i s . x m l enter enter e",
    "import, all told": "i s . x m l enter enter full_stop",
    "import, talks": "i s . x m l enter enter l",
    "import, rows": "i w . m d enter exclamation_mark",
    "photos": "g f",
    "new note": "n",
    "places": "g calm",
    "help": "f1",
    "palette": "ctrl+p",
    "palette, found": "ctrl+p s c h e d",
    "search, empty": "slash",
    "search": "slash e q u i l",
    "search, preview": "slash e q u i l ctrl+g p",
    "search, nothing": "slash s y m e t r i c",
    "search, save": "slash e q u i l ctrl+s",
    "saved searches": "g S",
    "rating": "5",
    "light": "ctrl+p l i g h t enter",
    "note": "enter",
    "note, completing": "enter enter [ [ e q",
    "note, asked": "enter ctrl+g q",
    "note, keys": "enter ctrl+g calm",
    "note, find": "enter ctrl+f e q",
    "note, help": "enter f1",
    "note, panel": "enter ctrl+g d",
    "note, preview": "enter ctrl+g p",
    "links": "enter ctrl+g b",
    "rename": "enter ctrl+g r",
    "history": "enter X ctrl+s ctrl+g h",
    "delete": "enter ctrl+g D",
    "move": "enter ctrl+g M",
    "which talk": "n T e a enter w o r d s enter ctrl+s ctrl+p a t t a c h enter",
    "deleted": "g h",
    "schedule, new entry": "g m n",
    "settings": "g comma",
    "settings, theme": "g comma down down down enter",
    "team board": "g a",
    "rating, asked": "ctrl+r",
    "note, live preview": "enter ctrl+g z",
    "note, people": "enter enter @ b e n",
    "note, vim": "enter ctrl+p v i m enter down enter escape",
    "welcome": "",
    "welcome, found": "i c l r",
    "welcome, folder": "enter",
}
"""What is shown, and the keys that lead there from Now or, for the welcome, from an empty home; `calm` is a hand that
rests."""


DOUBTFUL = """# Workshop on Kites 2031

12 May 2031, Lisbon. All times are in Lisbon time.

- 9:00 Opening remarks
- 9:10 Silk Communication (Wind Design)
- 10:20 Bo Kai (Sample Labs): Tails of paper
- 11:10 Ada Vento (Sample University): Lines and wind
- 12:10 Panel - moderators and others)
"""
"""A page of which confnotes is not sure who speaks about what."""
REST = 0.7
"""Behind which everything has begun that waits for a hand to rest."""


def screens(size: str) -> Iterator[Text]:
    """Each on a copy of the vault."""
    for name in WAYS:
        yield Text(file_name(name), asyncio.run(seen(name, size)))


async def seen(name: str, size: str) -> str:
    """The screen of that name."""
    async with way_gone(name, size) as pilot:
        return picture(pilot)


@asynccontextmanager
async def way_gone(name: str, size: str) -> AsyncIterator[Pilot[None]]:
    """The program on the screen of that name, at rest, with a new copy of the vault in the current folder.

    `size` is columns and rows, as in 80x24.
    """
    for made in ("notes", ".local", ".config"):
        shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(ROOT / "notes", "notes", copy_function=shutil.copyfile)
    shutil.copyfile(ROOT / "docs/examples/schedule.xml", "s.xml")
    Path("w.md").write_text(DOUBTFUL, encoding="utf-8")
    app: ConfnotesApp | WelcomeApp = WelcomeApp()
    if not name.startswith("welcome"):
        app = ConfnotesApp(Vault.open(Path("notes")))
        app.time = StoppedClock(MOMENT)
    width, height = map(int, size.split("x"))
    async with app.run_test(size=(width, height)) as pilot:
        await settled(pilot)
        if isinstance(app, ConfnotesApp):
            await asyncio.to_thread(app.finding.brought_up_to_date, 60)
        for key in WAYS[name].split():
            if key == "calm":
                await until_calm(pilot)
                continue
            await pilot.press(key)
            await settled(pilot)
        await until_calm(pilot)
        await at_rest(pilot)
        yield pilot


async def until_calm(pilot: Pilot[None]) -> None:
    """Wait until nothing is worked on, and what begins after a longer rest is done, too."""
    if not await nothing_left(REST):
        await pilot.pause(REST)
    await until(pilot, lambda: not any(doing in text_of(pilot) for doing in ("making the preview", "saving…")))


async def at_rest(pilot: Pilot[None]) -> None:
    """Let no cursor blink, and the widths settle."""
    for widget in pilot.app.screen.query("*"):
        if hasattr(widget, "cursor_blink"):
            widget.cursor_blink = False
    if any(popup.display for popup in pilot.app.screen.query(CompletionPopup)):
        return  # it closes in a window of another size
    width, height = pilot.app.size
    for lines in (height + 1, height):  # how wide a list is drawn depends by a column on when its rows came
        await pilot.resize_terminal(width, lines)
        await settled(pilot)


def picture(pilot: Pilot[None]) -> str:
    """The cells as text, and below them a digest of how they look."""
    looks = "\n".join(_looks(list(strip)) for strip in pilot.app.screen._compositor.render_strips())
    return f"{_MACHINE_TIME.sub('--:--:--', text_of(pilot))}\nlooks: {digest(looks.encode())}\n"


def text_of(pilot: Pilot[None]) -> str:
    """The letters on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def _looks(segments: list[Segment]) -> str:
    return " ".join(f"{segment.cell_length}:{segment.style}" for segment in Segment.simplify(segments))


_MACHINE_TIME = re.compile(r"\b\d\d:\d\d:\d\d\b")
"""Only earlier versions are told apart by seconds, and by the machine's clock."""
