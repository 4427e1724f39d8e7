"""The deck of slides in a real browser: what fits where, keys, touch, addresses, accessibility, paper."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from confnotes.exporters.setting import Picture, Setting
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
from photo_samples import png
from picture_samples import large, with_tracks_and_topics
from summary_samples import PAPER, TIDES, VIDEO, set_as, small

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")

# A page around the deck: it presses keys in it, at every size, and says what became of it.
TRY = """<!doctype html><title>around</title><style>iframe { border: 0 }</style>
<iframe id="deck"></iframe><iframe id="bare"></iframe>
<pre id="out"></pre>
<script src="axe.js"></script>
<script>
const said = { errors: [] };
const finish = () => { document.getElementById("out").textContent = JSON.stringify(said); };
const loaded = (id, name, width, height) => new Promise((done) => {
  const frame = document.getElementById(id);
  frame.style.width = `${width}px`; frame.style.height = `${height}px`;
  frame.onload = () => done(frame);
  frame.src = name;
});
const tick = () => new Promise((done) => setTimeout(done, 30));
(async () => {
  try {
    const frame = await loaded("deck", "deck.html", 1280, 720);
    const page = frame.contentDocument, view = frame.contentWindow;
    const slides = [...page.querySelectorAll(".slide")];
    const press = async (...keys) => {
      for (const key of keys) page.body.dispatchEvent(new view.KeyboardEvent("keydown", { key, bubbles: true }));
      await tick();
      return slides.findIndex((slide) => slide.classList.contains("now"));
    };
    const touch = async (x) => {
      const at = (place) => new view.Touch({ identifier: 1, target: slides[0], clientX: place, clientY: 200 });
      page.dispatchEvent(new view.TouchEvent("touchstart", { touches: [at(300)], changedTouches: [at(300)] }));
      page.dispatchEvent(new view.TouchEvent("touchend", { touches: [], changedTouches: [at(300 + x)] }));
      return press();
    };
    const shown = () => slides.filter((slide) => view.getComputedStyle(slide).visibility === "visible").length;
    said.count = slides.length;
    said.keys = [
      await press(), await press("ArrowRight"), await press(" "), await press("ArrowLeft"), await press("End"),
      await press("ArrowRight"), await press("Home"), await press("ArrowLeft"), await press("3", "Enter"),
      await press("PageDown"), await press("PageUp"), await press("9", "9", "Enter"), await press("2", "Enter"),
    ];
    said.hash = view.location.hash;
    said.one = shown();
    said.swiped = [await touch(-120), await touch(120), await touch(-10)];
    said.overview = [await press("o"), shown() === slides.length, page.documentElement.className];
    await press("ArrowRight", "ArrowRight");
    said.opened = [await press("Enter"), shown()];
    view.location.hash = slides[1].id;
    await tick(); await tick();
    said.followed = await press();
    said.sizes = {};
    for (const [width, height] of [[1280, 720], [1920, 1080], [1024, 768], [844, 390], [390, 844], [360, 640]]) {
      frame.style.width = `${width}px`; frame.style.height = `${height}px`;
      await tick();
      const wrong = [];
      for (let at = 0; at < slides.length; at++) {
        await press(...String(at + 1), "Enter");
        const slide = slides[at];
        const wide = [...slide.querySelectorAll("*")].filter((one) => {
          const box = one.getBoundingClientRect();
          return box.width && (box.right > width + 1 || box.left < -1) && !one.closest(".foot, math, .unseen");
        });
        const inner = [...slide.querySelectorAll(".body, .told, .words")].filter(
          (box) => box.scrollHeight > box.clientHeight + 3);
        if (slide.scrollWidth > slide.clientWidth + 1) wrong.push([slide.id, "wide"]);
        if (wide.length) wrong.push([slide.id, wide[0].tagName + "." + wide[0].getAttribute("class")]);
        if (width > 1000 && slide.scrollHeight > slide.clientHeight + 2) wrong.push([slide.id, "high"]);
        if (inner.length) wrong.push([slide.id, "inner", inner[0].className]);
        const letters = (one) => one.textContent.trim() ? parseFloat(view.getComputedStyle(one).fontSize) : 99;
        const small = [...slide.querySelectorAll("p, li, h2")].find((one) => letters(one) < 10);
        if (small) wrong.push([slide.id, "small", small.className, letters(small)]);
        const svg = [...slide.querySelectorAll("svg")].find((one) => one.getBoundingClientRect().height);
        if (slide.matches(".glance") && !(svg?.getBoundingClientRect().height > 60)) wrong.push([slide.id, "no picture"]);
      }
      said.sizes[`${width}x${height}`] = wrong;
    }
    said.ran = view.ran === true;
    const bare = await loaded("bare", "bare.html", 1280, 720);
    said.axe = [];
    if (window.axe) {
      const inside = bare.contentWindow;
      const slides = [...bare.contentDocument.querySelectorAll(".slide")];
      for (const slide of slides) {
        inside.location.hash = slide.id;
        await tick();
        const found = await inside.axe.run(inside.document, { resultTypes: ["violations"] });
        said.axe.push(...found.violations.map((one) => [slide.id, one.id, one.nodes[0].html.slice(0, 200)]));
      }
    }
  } catch (error) { said.errors.push(String(error.stack ?? error)); }
  finish();
})();
</script>"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
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
        timeout=180,
        check=False,
    )


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
    dots = Picture(png("2031:05:12 10:00:00"), "image/png", 1600, 1200)
    return set_as("slides", summary, Setting(photo=lambda _photo: dots))


@cache
def axe() -> str | None:
    """The source of axe-core, None where it is not installed."""
    spec = find_spec("axe_core_python")
    places = spec.submodule_search_locations if spec else None
    return (Path(places[0]) / "axe.min.js").read_text(encoding="utf-8") if places else None


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the deck did, in one start of the browser."""
    folder = tmp_path_factory.mktemp("deck")
    text = long_deck()
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    (folder / "deck.html").write_text(text, encoding="utf-8")
    (folder / "axe.js").write_text("", encoding="utf-8")
    (folder / "bare.html").write_text(f"{bare}<script>{axe() or ''}</script>", encoding="utf-8")
    (folder / "try.html").write_text(TRY.replace("window.axe", "bare.contentWindow.axe"), encoding="utf-8")
    made = run(
        folder, "--window-size=2000,1200", "--virtual-time-budget=120000", "--dump-dom", f"file://{folder}/try.html"
    )
    found = re.search(r'<pre id="out">(.+?)</pre>', made.stdout, re.DOTALL)
    assert found, made.stderr[-2000:]
    said: dict[str, Any] = json.loads(unescape(found[1]))
    said["console"] = [line for line in made.stderr.splitlines() if "CONSOLE" in line]
    assert not said["errors"]
    return said


def test_the_deck_is_quiet(seen: dict[str, Any]) -> None:
    assert not seen["console"]
    assert not seen["ran"]


def test_keys_lead_through_the_deck(seen: dict[str, Any]) -> None:
    last = seen["count"] - 1
    assert seen["keys"] == [0, 1, 2, 1, last, last, 0, 0, 2, 3, 2, last, 1]
    assert seen["one"] == 1
    assert seen["hash"] == "#slide-days"


def test_a_finger_leads_through_it_too(seen: dict[str, Any]) -> None:
    assert seen["swiped"] == [2, 1, 1]


def test_all_slides_are_seen_at_once_and_one_is_opened(seen: dict[str, Any]) -> None:
    assert seen["overview"][:2] == [1, True]
    assert seen["opened"] == [3, 1]


def test_an_address_leads_to_its_slide(seen: dict[str, Any]) -> None:
    assert seen["followed"] == 1


@pytest.mark.parametrize("size", ["1280x720", "1920x1080", "1024x768", "844x390", "390x844", "360x640"])
def test_nothing_runs_over_the_edge(seen: dict[str, Any], size: str) -> None:
    assert seen["sizes"][size] == []


@pytest.mark.skipif(axe() is None, reason="axe-core is not installed")
def test_it_is_accessible(seen: dict[str, Any]) -> None:
    assert seen["axe"] == []


def test_on_paper_each_slide_is_a_page(tmp_path: Path) -> None:
    text = long_deck()
    (tmp_path / "deck.html").write_text(text, encoding="utf-8")
    run(tmp_path, f"--print-to-pdf={tmp_path / 'deck.pdf'}", "--no-pdf-header-footer", f"file://{tmp_path}/deck.html")
    made = (tmp_path / "deck.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == text.count('<section class="slide ')
    boxes = {tuple(float(side) for side in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", made)}
    assert all(right / top == pytest.approx(16 / 9, abs=0.01) for _, _, right, top in boxes)


def test_without_its_script_it_is_one_long_page(tmp_path: Path) -> None:
    text = re.sub(r"<script>.*</script>", "", long_deck(), flags=re.DOTALL)
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    around = (
        '<iframe id="f" src="page.html" style="width:1280px;height:720px"></iframe><pre id="out"></pre><script>'
        "f.onload = () => { out.textContent = [...f.contentDocument.querySelectorAll('.slide')].filter((one) =>"
        " one.offsetHeight > 300 && f.contentWindow.getComputedStyle(one).visibility === 'visible').length; };</script>"
    )
    (tmp_path / "around.html").write_text(around, encoding="utf-8")
    made = run(tmp_path, "--dump-dom", f"file://{tmp_path}/around.html")
    assert f'<pre id="out">{text.count("<section class=")}' in made.stdout.replace('<section class="groups', "")
