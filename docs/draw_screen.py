"""Draws pictures of the real screens on a copy of the sample vault: those of the documentation and the tutorial, or
with a folder, every screen of the goldens at three sizes in four themes, with a page that shows them all."""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

from textual.app import App

from confnotes.tui import themes
from confnotes.tui.app import ConfnotesApp
from confnotes.vault.vault import Vault

DOCS = Path(__file__).parent
SIZES = ("80x24", "120x32", "200x50")
THEMES = ("dark", "light", "transparent", "terminal")
PICTURES: dict[str, tuple[str, ...]] = {
    "note.svg": ("enter", "enter", *"[[eq"),
    "search.svg": ("slash", *"equilibrium pro", "ctrl+g", "p"),
}
"""File names, and the keys that lead to what they show."""
TUTORIAL: dict[str, tuple[str, ...]] = {
    "tutorial/now.svg": (),
    "tutorial/note.svg": (
        *("enter", *"Grep answers before you have finished asking", "enter"),
        *(*"- [ ] try ripgrep on the mail archive", "enter", "enter"),
        *(*"? does it read zip files @Ada Example", "escape", "enter", *"%% he looked nervous %%"),
    ),
}
"""The same for the conference of the tutorial, at the time of its second step."""
TUTORIAL_TIME = datetime.fromisoformat("2025-06-03T14:05")

WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


async def draw(folder: Path, *keys: str, at: datetime | None = None, size: tuple[int, int] = (120, 32)) -> str:
    """The screen after those keys as SVG."""
    app = ConfnotesApp(Vault.open(folder), at)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(1.5)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        await pilot.pause(2.0)
        return as_svg(app)


def as_svg(app: App[None]) -> str:
    """The screen as SVG that loads nothing from the web."""
    picture = app.export_screenshot(title="confnotes")
    return WEB_FONT.sub("", picture).replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")


def tutorial_vault(folder: Path) -> Path:
    """The vault that the tutorial has made before its second step."""
    schedule = DOCS / "examples" / "schedule.xml"
    for words in (["init", "notes"], ["import", "--vault", "notes", "--timezone", "Europe/Lisbon", str(schedule)]):
        subprocess.run([sys.executable, "-m", "confnotes", *words], cwd=folder, check=True, capture_output=True)
    return folder / "notes"


def main() -> None:
    """Draw the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="draw every screen into this folder")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only screens whose name has this word")
    parser.add_argument("--size", action="append", choices=SIZES, help="only this size")
    given = parser.parse_args()
    if given.folder:
        draw_every(given.folder.resolve(), given.size or SIZES, given.words)
    else:
        draw_documentation()


def draw_documentation() -> None:
    """Draw those of the documentation."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CACHE", "STATE", "CONFIG")}
        for number, (name, keys) in enumerate(PICTURES.items()):
            vault = Path(shutil.copytree(DOCS.parent / "notes", Path(home) / str(number)))
            keep(name, asyncio.run(draw(vault, *keys)))
        for name, keys in TUTORIAL.items():
            vault = tutorial_vault(Path(tempfile.mkdtemp(dir=home)))
            keep(name, asyncio.run(draw(vault, *keys, at=TUTORIAL_TIME, size=(90, 16))))


def draw_every(folder: Path, sizes: Sequence[str], words: Sequence[str]) -> None:
    """Draw every screen, or those whose names have one of these words, and the page that shows them."""
    from goldens.screens import WAYS

    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in WAYS if not words or any(word in name for word in words)]
    jobs = [(folder, size, name) for size in sizes for name in names]
    # A new process for each screen: settings, caches and the clock of one must not be seen in the next.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, max_tasks_per_child=1) as processes:
        for path in processes.map(draw_in_every_theme, *zip(*jobs, strict=True)):
            print(path, flush=True)
    (folder / "index.html").write_text(contact_sheet(sizes, names), encoding="utf-8")


def draw_in_every_theme(folder: Path, size: str, name: str) -> str:
    """Draw one screen in each theme, in a home of its own, and return its name and size."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME": home, "TZ": "UTC", "CONFNOTES_NOW": "2019-12-10T10:10"}
        os.environ |= {f"XDG_{kind}_HOME": f"{home}/.{kind.lower()}" for kind in ("CACHE", "STATE", "CONFIG")}
        os.chdir(home)
        asyncio.run(_draw_in_every_theme(folder, size, name))
        os.chdir(folder)
    return f"{size} {name}"


async def _draw_in_every_theme(folder: Path, size: str, name: str) -> None:
    from goldens.screens import way_gone
    from screen_samples import settled

    async with way_gone(name, size) as pilot:
        for theme in THEMES:
            pilot.app.theme = themes.theme_named(theme)
            await settled(pilot)
            (folder / picture_name(name, size, theme)).write_text(as_svg(pilot.app), encoding="utf-8")


def picture_name(name: str, size: str, theme: str) -> str:
    """The file of a picture of every screen."""
    return f"{name} {size} {theme}.svg"


def contact_sheet(sizes: Sequence[str], names: Sequence[str]) -> str:
    """A web page with all pictures, screen by screen."""
    return "".join(
        [
            "<!DOCTYPE html><meta charset=utf-8><title>Every screen</title>",
            "<style>body{font:14px system-ui;margin:1em}img{width:49%}</style>",
            *_sheet_parts(sizes, names),
        ]
    )


def _sheet_parts(sizes: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        for size in sizes:
            yield f"<h2>{escape(name)} · {size}</h2>"
            yield from (
                f'<img loading=lazy src="{quote(picture_name(name, size, theme))}" alt="{theme}"> ' for theme in THEMES
            )


def keep(name: str, picture: str) -> None:
    """Write a picture, lines without blanks at their ends."""
    lines = [line.rstrip() for line in picture.splitlines()]
    (DOCS / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
