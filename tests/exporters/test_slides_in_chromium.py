"""The deck of slides in a real browser: what fits where, keys, touch, addresses, accessibility, paper."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from browser import Browser, Page
from confnotes.exporters.render_options import Picture, RenderOptions
from confnotes.model.summary import (
    ActionKind,
    SummaryAction,
    SummaryHighlight,
    SummaryLink,
    SummaryNote,
    SummaryPart,
    SummaryPhoto,
    SummaryPoint,
    SummaryReference,
    SummarySession,
    SummaryTakeaway,
    SummaryTheme,
    Why,
)
from html_samples import grey_png
from picture_samples import large, with_tracks_and_topics
from summary_samples import PAPER, TIDES, VIDEO, set_as, small

pytestmark = pytest.mark.needs("chromium")

NOW = "[...document.querySelectorAll('.slide')].findIndex((one) => one.matches('.now'))"
SHOWN = (
    "[...document.querySelectorAll('.slide')].filter((one) => getComputedStyle(one).visibility === 'visible').length"
)
SWIPE = """((by) => {
  const at = (x) => new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 200 });
  document.dispatchEvent(new TouchEvent("touchstart", { touches: [at(300)], changedTouches: [at(300)] }));
  document.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [at(300 + by)] }));
})"""
# Looks at each slide in turn and tells what runs over an edge, or has letters that nobody can read.
FAULTS = """(async () => {
  const found = [];
  for (const slide of document.querySelectorAll(".slide")) {
    location.hash = slide.id;
    await new Promise((done) => setTimeout(done, 20));
    if (!slide.matches(".now")) found.push([slide.id, "not shown"]);
    const boxes = [...slide.querySelectorAll("*")].filter((one) => !one.closest(".foot, math, svg"));
    const over = boxes.find((one) => {
      const box = one.getBoundingClientRect();
      return box.width && (box.right > innerWidth + 1 || box.left < -1);
    });
    if (over || slide.scrollWidth > slide.clientWidth + 1) found.push([slide.id, "wide", over?.className]);
    if (innerWidth > 900 && slide.scrollHeight > slide.clientHeight + 2) found.push([slide.id, "high"]);
    const inner = [...slide.querySelectorAll(".body, .told, .words")].find(
      (box) => box.scrollHeight > box.clientHeight + 3);
    if (inner) found.push([slide.id, "covered", inner.className]);
    const letters = (one) => one.textContent.trim() ? parseFloat(getComputedStyle(one).fontSize) : 99;
    const tiny = [...slide.querySelectorAll("p, li, h2")].find((one) => letters(one) < 10);
    if (tiny) found.push([slide.id, "tiny", tiny.className]);
    const picture = [...slide.querySelectorAll("svg")].find((one) => one.getBoundingClientRect().height > 60);
    if (slide.matches(".glance") && !picture) found.push([slide.id, "no picture"]);
  }
  return found;
})()"""


def long_deck() -> str:
    """A deck of what is long, wide, from right to left, or has a photo."""
    long = "A sentence of a length that people write when nobody stops them, with detail after detail, and so on. " * 6
    wide = "https://a.example/" + "path/" * 60
    told = {
        "plain": SummaryNote("x", "I doubt it.", "A tide is a sum of sines $h(t)=\\sum_i a_i$"),
        "long": SummaryNote(
            long, long, long, takeaways=tuple(SummaryTakeaway(f"t{n}", f"{n} {long}") for n in range(9))
        ),
        "wide": SummaryNote("x" * 400, "y" * 300, "z" * 300, takeaways=(SummaryTakeaway("w1", wide),)),
        "arabic": SummaryNote(
            "", "رأيي في هذا", "الموجات قصيرة", takeaways=(SummaryTakeaway("a1", "日本語の要点" * 30),)
        ),
        "photo": SummaryNote(f"![the hall](photo:photo-hall)\n{long}", "Look!", "With a photo"),
    }
    items = tuple(
        replace(
            TIDES,
            id=f"talk-{name}",
            title=note.claim * 2 if name != "plain" else "Learning tides",
            notes=(note,),
            links=(SummaryLink(replace(PAPER, url=wide), 1), SummaryLink(VIDEO, 2)),
        )
        for name, note in told.items()
    )
    base = with_tracks_and_topics(large())
    summary = replace(
        small(),
        highlights=tuple(SummaryHighlight(item.id, (Why.RATING,), item.takeaways) for item in items),
        parts=(SummaryPart(sessions=(SummarySession(items=(*items, *base.items())),)),),
        timeline=base.timeline,
        tracks=base.tracks,
        topics=base.topics,
        photos=(SummaryPhoto("photo-hall", "hall.jpg", "hall.jpg"),),
        themes=tuple(
            SummaryTheme(
                f"theme {n} {'x' * 40}", (items[0].id,), (SummaryPoint(long, "t", "t"), SummaryPoint(wide, "t", "t"))
            )
            for n in range(6)
        ),
        actions=tuple(SummaryAction(kind, long, items[0].id) for kind in ActionKind for _ in range(7)),
        references=tuple(
            SummaryReference(n, replace(PAPER, url=f"{wide}{n}", title=long[:300]), (items[0].id,))
            for n in range(1, 20)
        ),
    )
    dots = Picture(grey_png(160, 120), "image/png", 1600, 1200)
    return set_as("slides", summary, RenderOptions(photo=lambda _photo: dots))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deck on the disk; `free.html` is the same without its policy, for axe to run in, `bare.html` its script."""
    place = tmp_path_factory.mktemp("deck")
    text = long_deck()
    (place / "deck.html").write_text(text, encoding="utf-8")
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    (place / "free.html").write_text(free, encoding="utf-8")
    bare = re.sub(r"<script>.*</script>", "", text, flags=re.DOTALL)
    (place / "bare.html").write_text(bare, encoding="utf-8")
    return place


def press(page: Page, *keys: str) -> int:
    """Press keys one after the other; the slide that is shown then, from 0."""
    for key in keys:
        page.key(key)
    return int(page.run(NOW))


def test_keys_lead_through_the_deck(running: Browser, folder: Path) -> None:
    page = running.open(folder / "deck.html")
    page.size(1280, 720)
    last = page.run("document.querySelectorAll('.slide').length") - 1
    assert (press(page), page.run(SHOWN)) == (0, 1)
    assert [press(page, key) for key in ("ArrowRight", " ", "ArrowLeft", "End", "ArrowRight")] == [1, 2, 1, last, last]
    assert [press(page, key) for key in ("Home", "ArrowLeft", "PageDown", "PageUp")] == [0, 0, 1, 0]
    assert (press(page, "3", "Enter"), press(page, "9", "9", "Enter"), press(page, "2", "Enter")) == (2, last, 1)
    assert page.run("location.hash") == "#talk-plain"
    assert not page.console
    assert {address.partition(":")[0] for address in page.requests} <= {"file", "data"}, "the deck is whole by itself"


def test_all_slides_are_seen_at_once_and_one_is_opened(running: Browser, folder: Path) -> None:
    page = running.open(folder / "deck.html", "#talk-plain")
    page.size(1280, 720)
    assert press(page, "o") == 1
    assert page.run(SHOWN) == page.run("document.querySelectorAll('.slide').length")
    assert press(page, "ArrowRight", "ArrowRight", "Enter") == 3
    assert page.run(SHOWN) == 1
    page.key("o")
    page.run("document.querySelectorAll('.slide')[4].click()")
    assert (press(page), page.run(SHOWN)) == (4, 1)


def test_a_finger_and_an_address_lead_through_it_too(running: Browser, folder: Path) -> None:
    page = running.open(folder / "deck.html", "#slide-themes")
    page.size(390, 844)
    begin = press(page)
    assert page.run("document.querySelector('.now').id") == "slide-themes"
    places = [page.run(f"{SWIPE}({by})") or press(page) for by in (-120, 120, -10)]
    assert places == [begin + 1, begin, begin]
    page.move("location.hash = '#talk-long'")
    assert page.run("document.querySelector('.now').id") == "talk-long"


def test_nothing_runs_over_the_edge(running: Browser, folder: Path) -> None:
    page = running.open(folder / "deck.html")
    for size in ((960, 540), (1280, 720), (1366, 768), (1920, 1080), (1024, 768), (844, 390), (390, 844), (360, 640)):
        page.size(*size)
        assert page.run(FAULTS) == [], size
    assert not page.console


@pytest.mark.skipif(find_spec("axe_core_python") is None, reason="axe-core is not installed")
@pytest.mark.parametrize(
    ("dark", "rules", "places"),
    [
        (False, "{}", ["slide-title", "slide-days", "talk-photo", "slide-actions"]),
        (True, "{ runOnly: ['color-contrast'] }", ["slide-days", "talk-photo"]),
    ],
)
def test_it_is_accessible(running: Browser, folder: Path, rules: str, places: list[str], *, dark: bool) -> None:
    page = running.open(folder / "free.html", dark=dark)
    page.run((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8") + ";0")
    for place in places:
        if page.run("location.hash") != f"#{place}":
            page.move(f"location.hash = '{place}'")
        found: list[dict[str, Any]] = page.run(f"axe.run(document, {rules}).then((found) => found.violations)")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], place


def test_on_paper_each_slide_is_a_page(running: Browser, folder: Path) -> None:
    page = running.open(folder / "deck.html")
    made = page.pdf()
    slides = page.run("document.querySelectorAll('.slide').length")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == slides
    boxes = {tuple(float(side) for side in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", made)}
    assert all(right / top == pytest.approx(16 / 9, abs=0.01) for _, _, right, top in boxes)


def test_without_its_script_it_is_one_long_page(running: Browser, folder: Path) -> None:
    page = running.open(folder / "bare.html")
    high = "[...document.querySelectorAll('.slide')].filter((one) => one.offsetHeight > 300).length"
    assert page.run(SHOWN) == page.run(high) == page.run("document.querySelectorAll('.slide').length")
    assert page.run("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.run("document.querySelector('.controls').hidden")


def test_pictures_fit_their_slide_and_use_it(running: Browser, folder: Path) -> None:
    page = running.open(folder / "deck.html", "#slide-days")
    pictures = "[...document.querySelectorAll('.now svg')].map((one) => one.getBoundingClientRect())"
    right = "[...document.querySelectorAll('.now svg > *')].map((one) => one.getBoundingClientRect().right)"
    for size in ((960, 540), (1280, 720), (1920, 1080)):
        page.size(*size)
        assert page.run(f"{pictures}.filter((box) => box.height && box.bottom > innerHeight).length") == 0, size
        assert page.run(f"Math.max(...{right}) / innerWidth") > 0.85, size
