"""The page of a mail in a real browser and in lynx: accessible, fit for phones, readable without styles."""

from __future__ import annotations

import subprocess
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from browser import Browser
from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.theme import THEMES, load_theme
from html_samples import rich
from pandoc_samples import hostile
from summary_samples import small

RULES = "({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"


def page_of(folder: Path, theme: str = "paper", *, attacked: bool = False) -> Path:
    output = render_summary(hostile() if attacked else rich(), "mail", RenderOptions(theme=load_theme(theme)))
    path = folder / f"{theme}.html"
    path.write_text(output.page, encoding="utf-8")
    return path


@pytest.mark.needs("chromium")
@pytest.mark.skipif(find_spec("axe_core_python") is None, reason="axe-core is not installed")
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_a_mail(running: Browser, tmp_path: Path, theme: str) -> None:
    page = running.open(page_of(tmp_path, theme))
    page.run((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8") + ";0")
    for dark in (False, True):
        page.look(dark=dark)
        for width in (360, 1280):
            page.size(width)
            found: list[dict[str, Any]] = page.run(f"axe.run(document, {RULES}).then((found) => found.violations)")
            assert [(one["id"], node["html"][:200]) for one in found for node in one["nodes"]] == [], (dark, width)


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("attacked", [False, True])
def test_a_mail_fits_every_width_and_loads_and_runs_nothing(running: Browser, tmp_path: Path, attacked: bool) -> None:
    path = page_of(tmp_path, attacked=attacked)
    page = running.open(path)
    for width in (320, 390, 800, 1280):
        page.size(width)
        assert page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, width
    assert page.requests == [path.as_uri()]
    assert page.console == []


@pytest.mark.needs("lynx")
def test_a_mail_is_read_in_order_without_styles(tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    path.write_text(render_summary(small(), "mail", RenderOptions()).page, encoding="utf-8")
    done = subprocess.run(
        ["lynx", "-dump", "-nolist", "-display_charset=utf-8", path], check=True, capture_output=True, text=True
    )
    order = ["Coastal ML 2021", "2–4 June 2021", "Highlights", "Learning Tides", "Ten weights are enough"]
    at = [done.stdout.index(words) for words in order]
    assert at == sorted(at)
