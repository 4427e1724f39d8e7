"""The HTML page in a real browser: quiet, accessible, fit for every width, searched and filtered by hand, printed."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from browser import Browser, Page
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.theme import load_theme
from confnotes.model.summary import Summary, SummaryPoint
from html_samples import rich, with_photos
from summary_samples import HOSTILE, set_as, small, with_note, with_title

pytestmark = pytest.mark.needs("chromium")

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
ATTACKS = "\n\n".join(text.replace("alert(1)", "window.ran=true") for text in HOSTILE if "\x1b" not in text)
PAGES: dict[str, Summary] = {
    "small": small(),
    "rich": rich(),
    "wide": with_note(LONG + TABLE),
    "hostile": with_note(ATTACKS),
    "titled": with_title("<script>window.ran=true</script> \"'><img src=x onerror=window.ran=true>"),
}
STATE = """(() => {
  const root = document.documentElement;
  const wide = [...document.querySelectorAll("body *")].filter((one) =>
    one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".table, .math, .skip, svg, thead"));
  return {
    overflow: root.scrollWidth - root.clientWidth,
    wide: wide.map((one) => `${one.tagName}.${one.className}`).slice(0, 5),
    dead: [...document.querySelectorAll('a[href^="#"]')]
      .filter((a) => !document.getElementById(a.getAttribute('href').slice(1))).length,
    ran: window.ran === true,
  };
})()"""
RULES = "({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
SHOWN = "[...document.querySelectorAll('[data-talk]')].filter((one) => one.checkVisibility()).map((one) => one.id)"
STATUS = "document.querySelector('[role=status]').textContent"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages on the disk, in the first theme; `NAME-free.html` is the same without its policy, for axe to run in."""
    place = tmp_path_factory.mktemp("pages")
    for name, summary in PAGES.items():
        text = set_as("html", summary, with_photos())
        (place / f"{name}.html").write_text(text, encoding="utf-8")
        free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
        (place / f"{name}-free.html").write_text(free, encoding="utf-8")
    return place


@pytest.fixture
def page(running: Browser, folder: Path) -> Page:
    """The page with everything, on a desk."""
    return running.open(folder / "rich.html")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_quiet_and_fits_from_the_smallest_phone_to_a_desk(
    running: Browser, folder: Path, name: str
) -> None:
    page = running.open(folder / f"{name}.html")
    for width in (320, 390, 800, 1280):
        page.size(width)
        assert page.run(STATE) == {"overflow": 0, "wide": [], "dead": 0, "ran": False}, width
    assert page.console == []
    assert [url for url in page.requests if not url.startswith("data:image/png")] == [
        (folder / f"{name}.html").as_uri()
    ]


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong."""
    found: list[dict[str, Any]] = page.run(f"axe.run(document, {RULES}).then((found) => found.violations)")
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_phone_and_desk_in_light_and_dark(running: Browser, folder: Path, name: str) -> None:
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    page = running.open(folder / f"{name}-free.html")
    page.run(axe + ";0")
    page.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for dark in (False, True):
        page.look(dark=dark)
        for width in (360, 1280) if name == "rich" else (1280 if dark else 360,):
            page.size(width)
            assert violations(page) == [], (dark, width)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("theme", ["plain", "ink"])
def test_axe_finds_nothing_in_other_themes(running: Browser, tmp_path: Path, theme: str, dark: bool) -> None:
    summary = rich()
    told = tuple(SummaryPoint("a *line*", item.id, item.id) for item in summary.items() if item.noted)
    summary = replace(summary, lead="A week by the sea: https://example.org/x", digest=told)
    text = set_as("html", summary, RenderOptions(theme=load_theme(theme)))
    (tmp_path / "page.html").write_text(re.sub(r'<meta http-equiv="Content[^>]*>', "", text), encoding="utf-8")
    page = running.open(tmp_path / "page.html", width=1280 if dark else 360, dark=dark)
    page.run((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8") + ";0")
    assert violations(page) == []


IN_TEXT = "({ runOnly: ['link-in-text-block'] })"
SMALL = """[...document.querySelectorAll('main a[href^="#"]')]
  .filter((one) => /^\\[?[0-9]+\\]?$/.test(one.textContent.trim()))
  .map((one) => one.getBoundingClientRect())
  .filter((box) => box.width && Math.min(box.width, box.height) < 24).length"""


def test_targets_are_large_enough_and_links_in_text_are_seen(running: Browser, folder: Path) -> None:
    page = running.open(folder / "rich-free.html")
    page.run((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8") + ";0")
    for width in (360, 1280):
        page.size(width)
        assert page.run(f"axe.run(document, {IN_TEXT}).then((found) => found.violations.length)") == 0, width
        assert page.run(SMALL) == 0, width


def test_what_slips_in_is_stopped_by_the_policy(running: Browser, tmp_path: Path) -> None:
    slipped = "<script>window.ran=true</script><img src=https://evil.invalid/x><p style='color:red' onclick=x()>x</p>"
    text = set_as("html", small()).replace("<main", f"{slipped}<main")
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    page = running.open(tmp_path / "page.html")
    assert page.run("window.ran === true") is False
    assert page.requests == [(tmp_path / "page.html").as_uri()]
    assert len(page.console) >= 3
    assert page.run("!document.querySelector('.tools').hidden"), "its own script runs"


def test_typing_filters_talks_and_marks_what_was_found(page: Page) -> None:
    page.key("/")
    page.type("SURGE")
    page.wait_for("location.hash === '#?q=SURGE'")
    assert page.run(SHOWN) == ["talk-learning-tides", "talk-storms"]
    assert re.fullmatch(r"2 of 6 talks shown · \d+ hits", page.run(STATUS))
    assert set(page.run("[...document.querySelectorAll('mark')].map((one) => one.textContent)")) == {"surge"}
    assert page.run("document.getElementById('people').checkVisibility()") is False, "what has no hit is not there"
    assert page.run("location.hash") == "#?q=SURGE"
    page.key("Enter")
    first = page.run("[...document.querySelectorAll('mark')].findIndex((one) => one.className === 'at')")
    page.key("Enter")
    page.key("Enter", shift=True)
    assert page.run("document.querySelectorAll('mark.at').length") == 1
    assert page.run("[...document.querySelectorAll('mark')].findIndex((one) => one.className === 'at')") == first
    page.key("Escape")
    assert len(page.run(SHOWN)) == 6
    assert page.run("document.querySelectorAll('mark').length") == 0
    assert page.run(
        "[location.hash, document.getElementById('find').value, document.querySelector('[role=status]').textContent]"
    ) == ["", "", ""]


def test_words_are_found_whatever_their_case_accents_and_order(page: Page) -> None:
    for words, shown in (
        ("odegard", ["talk-cheap-gauges"]),
        ("東京", ["talk-storms"]),
        ("tides weights", ["talk-learning-tides"]),
        ('"storm surge adds"', ["talk-storms"]),
        ("keynotes", ["talk-storms", "talk-again"]),
        ("nobody said this", []),
    ):
        page.move(f"location.hash = '#?q=' + encodeURIComponent({words!r})")
        assert page.run(SHOWN) == shown, words
    assert page.run(STATUS) == "No matches."


def choose(page: Page, name: str, value: str) -> None:
    """Choose a value of a filter."""
    page.run(f"""{{
      const one = document.querySelector("[data-filter={name}]");
      one.value = "{value}";
      one.dispatchEvent(new Event("change"));
    }}""")


def test_filters_combine_and_are_kept_in_the_address(running: Browser, folder: Path, page: Page) -> None:
    choose(page, "tag", "tides")
    assert page.run(SHOWN) == ["talk-learning-tides", "talk-storms", "talk-again"]
    choose(page, "rating", "5")
    assert page.run(SHOWN) == ["talk-storms"]
    assert page.run(STATUS) == "1 of 6 talks shown"
    address = page.run("location.hash")
    assert address == "#?tag=tides&rating=5"
    assert (
        page.run("getComputedStyle(document.querySelector('.contents a[href=\"#talk-learning-tides\"]')).display")
        != "none"
    )
    assert page.run("document.querySelector('.wide a[href=\"#talk-learning-tides\"]').checkVisibility()") is False
    other = running.open(folder / "rich.html", address)
    assert other.run(SHOWN) == ["talk-storms"]


def test_what_a_link_leads_to_is_shown_though_it_does_not_match(page: Page) -> None:
    page.move("location.hash = '#?tag=storms'")
    assert page.run(SHOWN) == ["talk-storms"]
    page.move(
        "[...document.querySelectorAll('#talk-storms a')].find((one) => one.hash === '#talk-cheap-gauges').click()"
    )
    assert page.run(SHOWN) == ["talk-cheap-gauges", "talk-storms"]
    assert page.run("location.hash") == "#talk-cheap-gauges"
    page.run("[...document.querySelectorAll('#talk-storms .number')][0].click()")
    assert page.run("document.getElementById('ref-3').checkVisibility()") is True


def test_everything_can_be_reached_by_keys_in_the_order_of_reading(page: Page) -> None:
    page.key("Tab")
    assert page.run("document.activeElement.className") == "skip"
    assert page.run("document.activeElement.getBoundingClientRect().left") >= 0
    reached = []
    for _ in range(300):
        page.key("Tab")
        at = page.run(
            """(() => {
              const one = document.activeElement, of = (name) => one.getAttribute(name);
              const name = of("href") || of("data-filter") || of("id") || of("class") || "";
              return one === document.body ? null : [one.tagName, name, getComputedStyle(one).outlineStyle];
            })()"""
        )
        if at is None:
            break
        reached.append(at)
        if at[:2] == ["SUMMARY", ""]:
            page.key("Enter")  # the filters unfold
    assert all(outline != "none" for _, _, outline in reached), "who walks by keys sees where they are"
    names = [name for _, name, _ in reached]
    assert names[:4] == ["https://coastal.example/2021", "find", "look", ""], "the conference, then search and filters"
    assert {"day", "track", "tag", "rating"} <= set(names)
    assert names.index("rating") < names.index("#at-a-glance") < names.index("#ref-3")


def test_the_look_follows_the_system_until_it_is_switched(running: Browser, folder: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page = running.open(folder / "rich.html", dark=True)
    assert page.run(ground) == "rgb(21, 24, 27)"
    page.run("document.querySelector('.look').click()")
    assert page.run(ground) == "rgb(252, 251, 248)"
    again = running.open(folder / "rich.html", dark=True)
    assert again.run(ground) == "rgb(252, 251, 248)"
    again.run("document.querySelector('.look').click()")
    assert again.run("document.documentElement.dataset.look") is None


def test_in_a_mail_without_an_address_or_storage_it_works_as_well(running: Browser, folder: Path) -> None:
    text = (folder / "rich.html").read_text(encoding="utf-8").replace("&", "&amp;").replace('"', "&quot;")
    frame = f'<!doctype html><title>mail</title><iframe sandbox="allow-scripts" srcdoc="{text}"></iframe>'
    (folder / "mail.html").write_text(frame, encoding="utf-8")
    page = running.open(folder / "mail.html")
    assert page.console == []


def test_it_is_whole_without_its_script(running: Browser, tmp_path: Path) -> None:
    without = re.sub(r"<script>.*</script>", "", set_as("html", rich()), flags=re.S)
    (tmp_path / "page.html").write_text(without, encoding="utf-8")
    page = running.open(tmp_path / "page.html")
    assert page.run("document.querySelector('.tools').checkVisibility()") is False
    assert len(page.run(SHOWN)) == 6
    assert page.console == []


def test_it_prints_what_is_shown(page: Page) -> None:
    whole = page.pdf()
    assert whole.startswith(b"%PDF")
    page.move("location.hash = '#?tag=storms'")
    assert whole.count(b"/Type /Page\n") > page.pdf().count(b"/Type /Page\n") >= 1
