"""Draws pictures of the documentation: the real screens on a copy of the sample vault, and those of the tutorial."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from confnotes.tui.app import ConfnotesApp
from confnotes.vault.vault import Vault

DOCS = Path(__file__).parent
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
    """The screen after those keys as SVG that loads nothing from the web."""
    app = ConfnotesApp(Vault.open(folder), at)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(1.5)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        await pilot.pause(2.0)
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
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CACHE", "STATE", "CONFIG")}
        for number, (name, keys) in enumerate(PICTURES.items()):
            vault = Path(shutil.copytree(DOCS.parent / "notes", Path(home) / str(number)))
            keep(name, asyncio.run(draw(vault, *keys)))
        for name, keys in TUTORIAL.items():
            vault = tutorial_vault(Path(tempfile.mkdtemp(dir=home)))
            keep(name, asyncio.run(draw(vault, *keys, at=TUTORIAL_TIME, size=(90, 16))))


def keep(name: str, picture: str) -> None:
    """Write a picture, lines without blanks at their ends."""
    lines = [line.rstrip() for line in picture.splitlines()]
    (DOCS / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
