"""A site in a real browser, from the disk: accessible, fit for a phone, searched, with previews, without a request."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from browser import Browser, Page
from site_samples import REEFS, TIDES, build, harbour, note

pytestmark = pytest.mark.needs("chromium")

RULES = "({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
CORAL = "reefs-2023/talk-coral-clocks.html"
KINDS = (
    "index.html",
    "reefs-2023/index.html",
    "reefs-2023/2023-05-03.html",
    CORAL,
    "people/index.html",
    "people/ida-brandt.html",
    "papers/arxiv-2106-00001.html",
    "tags/sea.html",
    "years/2023.html",
)
FOUND = "[...document.querySelectorAll('.found .name')].map((one) => one.textContent)"
NOTE = """takeaway: polyps keep the time
Me: worth a second look

# A part
$$\\sum_i x_i$$ and `code`, follows [[Moon and water]] #sea https://arxiv.org/abs/2106.00001

? who winds the clock
! the moon

| a | b |
|---|---|
| 1 | 深層学習 |
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site; `free-NAME.html` beside each page is the same without its policy, for axe to run in."""
    folder = tmp_path_factory.mktemp("site")
    vault = harbour(folder)
    note(vault, REEFS, "Coral clocks", NOTE)
    build(vault, folder / "out")
    for path in KINDS:
        page = folder / "out" / path
        free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))
        page.with_name(f"free-{page.name}").write_text(free, encoding="utf-8")
    return folder / "out"


def search(page: Page, words: str) -> list[str]:
    """What the search lists, by typing."""
    page.run("document.querySelector('#find').focus()")
    page.type(words)
    page.wait_for("document.querySelector('.seek [role=status]').textContent")
    return list(page.run(FOUND))


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing_on_phone_and_desk_in_light_and_dark(running: Browser, site: Path, path: str) -> None:
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    name = site / path
    page = running.open(name.with_name(f"free-{name.name}"))
    page.run(axe + ";0")
    for dark, width in ((False, 375), (True, 1280)):
        page.look(dark=dark)
        page.size(width, 667)
        found: list[dict[str, Any]] = page.run(f"axe.run(document, {RULES}).then((found) => found.violations)")
        assert [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]] == [], (dark, width)


@pytest.mark.parametrize("path", KINDS)
def test_a_page_is_quiet_and_fits_a_phone(running: Browser, site: Path, path: str) -> None:
    page = running.open(site / path, width=320)
    assert page.run("document.documentElement.scrollWidth") <= 320
    assert page.console == []
    assert [one for one in page.requests if not one.startswith((site.as_uri(), "data:"))] == []
    assert page.run("document.styleSheets.length") == 1, "the policy lets the style of the site in"


def test_the_search_finds_talks_speakers_and_words_of_notes_from_the_disk(running: Browser, site: Path) -> None:
    page = running.open(site / CORAL)
    assert search(page, "gravity")[0] == "Moon and water"
    for words, first in (
        ("ida bra", "Ida Brandt"),
        ("coral", "Coral clocks"),
        ("層学", "Coral clocks"),
        ("tides", TIDES),
    ):
        page.key("Escape")
        page.wait_for(f"{FOUND}.length === 0")
        assert search(page, words)[0] == first
    page.key("Escape")
    page.wait_for(f"{FOUND}.length === 0")
    assert search(page, "nowhere to be found") == []
    assert page.run("document.querySelector('.seek [role=status]').textContent") == "No matches."
    assert page.console == ["Failed to load resource: net::ERR_FILE_NOT_FOUND"][: len(page.console)]


def test_enter_opens_the_best_hit(running: Browser, site: Path) -> None:
    page = running.open(site / "people" / "index.html")
    search(page, "gravity")
    page.loaded = False
    page.key("Enter")
    page.wait_for("location.pathname.endsWith('/tides-2022/talk-moon-and-water.html')")


def test_a_link_shows_the_page_behind_it_until_escape(running: Browser, site: Path) -> None:
    page = running.open(site / CORAL)
    over = "new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' })"
    page.run(f"document.querySelector('.notes a[href$=\"talk-moon-and-water.html\"]').dispatchEvent({over})")
    page.wait_for("document.querySelector('iframe.preview')")
    page.wait_for("document.querySelector('iframe.preview').getBoundingClientRect().height > 100")
    assert page.run("document.querySelector('iframe.preview').src").endswith("talk-moon-and-water.html")
    page.key("Escape")
    page.wait_for("!document.querySelector('iframe.preview')")


def test_keys_walk_through_the_hits_and_show_the_page_behind_a_link(running: Browser, site: Path) -> None:
    page = running.open(site / CORAL)
    page.key("Tab")
    page.run("document.querySelector('.notes a[href$=\"talk-moon-and-water.html\"]').focus()")
    page.wait_for("document.querySelector('iframe.preview')?.src.endsWith('talk-moon-and-water.html')")
    page.run("document.activeElement.blur()")
    assert page.run("!document.querySelector('iframe.preview')")
    search(page, "gravity")
    page.key("ArrowDown")
    assert page.run("document.activeElement.textContent").startswith("Moon and water")
    page.key("ArrowUp")
    assert page.run("document.activeElement.id") == "find"


def test_the_choice_of_light_or_dark_holds_on_the_next_page(running: Browser, site: Path) -> None:
    page = running.open(site / "index.html")
    page.run("document.querySelector('.look').click()")
    assert page.run("document.documentElement.dataset.look") == "dark"
    assert running.open(site / CORAL).run("document.documentElement.dataset.look") == "dark"
    running.open(site / CORAL).run("document.querySelector('.look').click()")
