"""The HTML page in a real browser: quiet console, no sideways scrolling, its policy in force, pictures, print."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
from html import unescape
from pathlib import Path

import pytest

from summary_samples import HOSTILE, set_as, small, with_note

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")

# A page around the page: it measures the inner one at the width of a phone or a desk, and sees what became of it.
MEASURE = """<!doctype html><iframe id="page" style="border:0;width:{width}px;height:800px"></iframe>
<pre id="out"></pre>
<script>
const frame = document.getElementById("page");
frame.onload = () => {{
  const page = frame.contentDocument, root = page.documentElement;
  const wide = [...page.querySelectorAll("body *")].filter(
    (e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest(".table, .skip"));
  document.getElementById("out").textContent = JSON.stringify({{
    overflow: root.scrollWidth - root.clientWidth,
    wide: wide.map((e) => e.tagName + "." + e.className).slice(0, 5),
    color: frame.contentWindow.getComputedStyle(page.body).backgroundColor,
    title: page.title,
    scripts: page.scripts.length,
    dead: [...page.querySelectorAll('a[href^="#"]')].filter((a) => !page.getElementById(a.hash.slice(1))).length,
    ran: frame.contentWindow.ran === true,
  }});
}};
frame.src = "page.html";
</script>"""
LONG = (
    "a" * 300
    + " https://example.org/"
    + "path/" * 60
    + "\n\n$$"
    + "x + " * 90
    + "y$$\n\n```\n"
    + "z" * 400
    + "\n```\n\n"
)
TABLE = f"| {' | '.join('column' for _ in range(14))} |\n{'|---' * 14}|\n| {' | '.join('value' for _ in range(14))} |\n"


def chromium(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run chromium over a page of the folder, console on stderr."""
    assert CHROMIUM is not None
    return subprocess.run(
        [
            CHROMIUM,
            *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files"),
            *("--enable-logging=stderr", "--v=0", f"--user-data-dir={folder / 'profile'}", *arguments),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def console(run: subprocess.CompletedProcess[str]) -> list[str]:
    """What the page wrote to the console, violations of its policy included."""
    return [line for line in run.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_quiet_and_fits(tmp_path: Path, width: int) -> None:
    hostile = "\n\n".join(text.replace("alert(1)", "window.ran=true") for text in HOSTILE if "\x1b" not in text)
    texts = {
        "small": set_as("html", small()),
        "wide": set_as("html", with_note(LONG + TABLE)),
        "hostile": set_as("html", with_note(hostile)),
    }
    for name, text in texts.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "page.html").write_text(text, encoding="utf-8")
        (folder / "measure.html").write_text(MEASURE.format(width=width), encoding="utf-8")
        run = chromium(folder, "--window-size=1400,900", "--dump-dom", f"file://{folder}/measure.html")
        found = re.search(r'<pre id="out">(.*?)</pre>', run.stdout, re.DOTALL)
        assert found, run.stderr[-2000:]
        seen = json.loads(unescape(found[1]))
        assert not console(run), name
        assert (seen["overflow"], seen["wide"]) == (0, []), name
        assert (seen["scripts"], seen["dead"], seen["ran"]) == (0, 0, False), name
        assert seen["color"] == "rgb(252, 251, 248)", "the policy lets the stylesheet in"


@pytest.mark.parametrize("width", [500, 1280])
def test_a_picture_can_be_taken(tmp_path: Path, width: int) -> None:
    (tmp_path / "page.html").write_text(set_as("html", small()), encoding="utf-8")
    picture = tmp_path / "picture.png"
    run = chromium(tmp_path, f"--window-size={width},1000", f"--screenshot={picture}", f"file://{tmp_path}/page.html")
    assert not console(run)
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == (width, 1000)
    assert picture.stat().st_size > 20_000


def test_it_prints(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(set_as("html", small()), encoding="utf-8")
    run = chromium(tmp_path, f"--print-to-pdf={tmp_path / 'page.pdf'}", f"file://{tmp_path}/page.html")
    assert not console(run)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
