"""Draws the README's pictures: the real screens on a copy of the sample vault."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

from confnotes.tui.app import ConfnotesApp
from confnotes.vault.vault import Vault

DOCS = Path(__file__).parent
PICTURES: dict[str, tuple[str, ...]] = {
    "screen.svg": (),
    "note.svg": ("enter", "enter", *"[[eq"),
    "search.svg": ("slash", *"equilibrium pro", "tab"),
}
"""File names, and the keys that lead to what they show."""

WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


async def draw(folder: Path, *keys: str) -> str:
    """The screen after those keys, at 120x32, as SVG that loads nothing from the network."""
    app = ConfnotesApp(Vault.open(folder))
    async with app.run_test(size=(120, 32)) as pilot:
        await pilot.pause(1.5)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        await pilot.pause(2.0)
        picture = app.export_screenshot(title="confnotes")
    return WEB_FONT.sub("", picture).replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")


def main() -> None:
    """Draw the pictures."""
    for name, keys in PICTURES.items():
        with tempfile.TemporaryDirectory() as home:
            vault = shutil.copytree(DOCS.parent / "notes", Path(home) / "notes")
            picture = asyncio.run(draw(vault, *keys))
        lines = [line.rstrip() for line in picture.splitlines()]
        (DOCS / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
