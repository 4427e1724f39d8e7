"""Draws docs/screen.svg, the README's picture: the real screens on a copy of the sample vault."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

from confnotes.tui.app import ConfnotesApp
from confnotes.vault.vault import Vault

DOCS = Path(__file__).parent
WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


async def draw(folder: Path) -> str:
    """The Now screen at 120x32 as SVG that loads nothing from the network."""
    app = ConfnotesApp(Vault.open(folder))
    async with app.run_test(size=(120, 32)) as pilot:
        await pilot.pause(1.5)
        picture = app.export_screenshot(title="confnotes")
    return WEB_FONT.sub("", picture).replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")


def main() -> None:
    """Draw the picture."""
    with tempfile.TemporaryDirectory() as home:
        vault = shutil.copytree(DOCS.parent / "notes", Path(home) / "notes")
        picture = asyncio.run(draw(vault))
    lines = [line.rstrip() for line in picture.splitlines()]
    (DOCS / "screen.svg").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
