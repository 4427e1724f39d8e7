"""Draws the pictures of the documentation: what the exports of the sample vault look like.

Needs chromium, and pdftoppm of poppler; typst comes with the extra `pdf`.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PIL import Image

from confnotes.actions.exporting.export import export
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.vault.vault import Vault

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "tests"))
from browser import Browser, browser  # noqa: E402

CONFERENCE, AFTER = "NeurIPS 2019", datetime.fromisoformat("2019-12-15T12:00")
DESK, PHONE, SLIDE = (1280, 960), (390, 844), (1280, 720)
TALK = "document.querySelectorAll('article.talk')[4]"
SLIDES = (0, 2, 5, 11)
BOOK_PAGES = ((1, 2), (5, 6))
SHARE = 0.75
"""How large a page is in its picture."""
GAP, GROUND = 16, "#8a8f94"
LARGEST = 150_000
"""In bytes, of one picture."""


def main() -> None:
    """Draw the pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vault = Vault.open(shutil.copytree(DOCS.parent / "notes", folder / "notes"))
        order = SummaryOrder(CONFERENCE, audience=Audience.TEAM, author="Ada Lindqvist")
        for form, file in (("html", "page.html"), ("slides", "slides.html"), ("pdf", "book.pdf")):
            (folder / file).write_bytes(export(vault, order, form, at=AFTER).data)
        with browser(folder) as running:
            draw_page(running, folder)
            draw_slides(running, folder)
        for first, last in BOOK_PAGES:
            keep(f"export-pdf-{first}.png", beside(printed(folder / "book.pdf", first, last), 2))


def draw_page(running: Browser, folder: Path) -> None:
    """The page on a desk, in the dark, on a phone, and on paper."""
    page = running.open(folder / "page.html", width=DESK[0])
    page.size(*DESK)
    keep("export-desktop.png", picture(page.screenshot()))
    (folder / "printed.pdf").write_bytes(page.pdf())
    keep("export-print.png", beside(printed(folder / "printed.pdf", 1, 1), 1))
    page = running.open(folder / "page.html", width=DESK[0], dark=True)
    page.size(*DESK)
    page.run(f"{TALK}.closest('.session').scrollIntoView({{behavior: 'instant'}})")
    keep("export-dark.png", picture(page.screenshot()))
    shots = []
    for place in ("document.body", TALK, "document.getElementById('posters')"):
        page = running.open(folder / "page.html", width=PHONE[0])
        page.size(*PHONE)
        page.run(f"{place}.scrollIntoView({{behavior: 'instant'}})")
        shots.append(picture(page.screenshot()))
    keep("export-phone.png", beside(shots, len(shots)))


def draw_slides(running: Browser, folder: Path) -> None:
    """Some slides of the deck."""
    shots = []
    for number in SLIDES:
        page = running.open(folder / "slides.html", width=SLIDE[0])
        page.size(*SLIDE)
        page.run(f"for (let at = 0; at < {number}; at++) document.querySelector('[data-go=\"1\"]').click()")
        page.run("new Promise((done) => setTimeout(done, 300))")
        shots.append(scaled(picture(page.screenshot()), 0.5))
    keep("export-slides.png", beside(shots, 2))


def printed(pdf: Path, first: int, last: int) -> list[Image.Image]:
    """Pages of a PDF."""
    command = ["pdftoppm", "-png", "-r", "150", "-f", str(first), "-l", str(last), str(pdf), str(pdf.with_suffix(""))]
    subprocess.run(command, check=True, timeout=120)
    found = sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
    pages = [scaled(picture(one.read_bytes()), SHARE * 2 / 3) for one in found]
    for one in found:
        one.unlink()
    return pages


def picture(data: bytes) -> Image.Image:
    """An image that was read."""
    return Image.open(io.BytesIO(data)).convert("RGB")


def scaled(image: Image.Image, share: float) -> Image.Image:
    """The image, smaller."""
    width, height = (round(side * share) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def beside(images: Sequence[Image.Image], columns: int) -> Image.Image:
    """Images of one size in rows, with a border around each."""
    width, height = images[0].size
    rows = -(-len(images) // columns)
    whole = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GROUND)
    for number, image in enumerate(images):
        row, column = divmod(number, columns)
        whole.paste(image, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return whole


def keep(name: str, image: Image.Image) -> None:
    """Write a picture into the docs, of as many colours as it may have."""
    for colours in (256, 128, 64, 32, 16):
        data = io.BytesIO()
        image.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
        if data.tell() <= LARGEST:
            (DOCS / name).write_bytes(data.getvalue())
            return
    raise ValueError(f"{name} is too large")


if __name__ == "__main__":
    main()
