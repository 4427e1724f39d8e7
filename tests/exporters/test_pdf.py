"""The summary as a PDF: what a reader finds on its pages, seen with the tools that readers use."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from confnotes.errors import ConfnotesError
from confnotes.exporters.forms import form_of_file, render_summary
from confnotes.exporters.pdf import pdf, typesetter
from confnotes.exporters.pdf.fonts import families, notice, unshown
from confnotes.exporters.pdf.notes import code_words, leads_right, words
from confnotes.exporters.pdf.pdf import BookPhotos
from confnotes.exporters.render_options import Picture, RenderOptions
from confnotes.exporters.theme import Theme
from confnotes.model.program import Kind, Speaker
from confnotes.model.summary import (
    ActionKind,
    Summary,
    SummaryAction,
    SummaryItem,
    SummaryNote,
    SummaryPart,
    SummaryPhoto,
    SummaryPoint,
    SummaryQuestion,
    SummarySession,
    SummaryTakeaway,
    SummaryTheme,
    SummaryTrack,
)
from confnotes.wanted import while_wanted
from examples import examples
from summary_samples import DAY, GAUGES, HOSTILE, PIECES, TIDES, small, with_note, with_title

typst = pytest.importorskip("typst", reason="typst is not installed")
needs_poppler = pytest.mark.needs("pdftotext")

NOTE = r"""Tides are a sum of sines[^sum], as *Brandt* said[^sum]. ^talk-waves-t2

# Set-up
### Below it
- a point
  - a nested point with $\sqrt{x}$
- [ ] an open task
- [x] a finished task

3. the third

> A quoted sentence

> [!warning] Mind the gap
> It is wide.

| Model | Loss |
|:--|--:|
| tiny | 0.12 |

```python
fit(x)
```

$$\begin{aligned} a &= b \\ &= \frac{c}{d} \end{aligned}$$

$$\notknown{x}$$

![The board after the talk](photo:board) and ![a picture that is broken](photo:broken)

هذه فقرة بالعربية

A word of日本語 here, and [the gauges](#talk-cheap-gauges), and [nowhere](#talk-none).

[^sum]: Of three at most, $x^2$.
"""

WAVES = SummaryItem(
    id="talk-waves",
    title="Waves without Wind",
    day=DAY,
    start=TIDES.start,
    end=TIDES.end,
    rating=5,
    speakers=TIDES.speakers,
    notes=(
        SummaryNote(
            text=NOTE,
            claim="Wind is not needed",
            view="I doubt it.",
            takeaways=(
                SummaryTakeaway("talk-waves-t1", "Waves remember"),
                SummaryTakeaway("talk-waves-t2", "Tides are a sum of sines", in_text=True),
            ),
            questions=(SummaryQuestion("talk-waves-q1", "what of storms", "they are rare\nand short", "Bo L."),),
        ),
    ),
)
PAIR = SummaryItem(
    id="talk-pair",
    title="Seen by Two",
    notes=(SummaryNote("Ada heard this.", author="Ada"), SummaryNote("Bo heard that.", author="Bo")),
)
POSTERS = tuple(
    SummaryItem(
        f"poster-{at}", f"Poster of buoy {at}", kind=Kind.POSTER, number=f"P{at}", speakers=(Speaker("Mo Ray"),)
    )
    for at in range(60)
)


def whole() -> Summary:
    """A summary with something in every part."""
    base = small()
    return replace(
        base,
        authors=("Ada Vento",),
        overview="## Why I came\n\nFor the sea.",
        themes=(SummaryTheme("storms", (WAVES.id,), (SummaryPoint("storms are rare", WAVES.id, "talk-waves-q1"),)),),
        actions=(
            SummaryAction(ActionKind.DO, "ask for the buoys", WAVES.id),
            SummaryAction(ActionKind.READ, "the paper on tides", reference=1),
        ),
        parts=(*base.parts, SummaryPart(title="Second", sessions=(SummarySession("Sea", items=(WAVES, PAIR)),))),
        others=POSTERS,
        posters=tuple(poster.id for poster in POSTERS),
        missed=(GAUGES.id,),
        later=(POSTERS[3].id,),
        photos=(SummaryPhoto("board", "b.jpg", "b.jpg"), SummaryPhoto("broken", "c.jpg", "c.jpg")),
        tracks=(SummaryTrack("Theory of foam", 12), SummaryTrack("Seen", 3, 2)),
    )


def a_photo(photo: SummaryPhoto) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(file, "JPEG")
    return Picture(b"no picture" if photo.id == "broken" else file.getvalue(), "image/jpeg", 320, 200)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    made = render_summary(whole(), "pdf", RenderOptions(photo=a_photo))
    path.write_bytes(made.data)
    return path


def told(path: Path, *options: str) -> str:
    """What pdftotext reads."""
    return run("pdftotext", *options, str(path), "-")


def run(*command: str) -> str:
    """What a program writes."""
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def unpacked(pdf: bytes) -> bytes:
    """The PDF with its objects written out one by one."""
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable, qdf=True)
    return plain.getvalue().replace(b" (", b"(")


@needs_poppler
def test_the_book_has_everything_in_order(book: Path) -> None:
    text = re.sub(r"\s+", " ", told(book, "-raw"))
    expected = [
        *("Coastal ML 2021", "Notes by Ada Vento", "Highlights", "Ten weights are enough"),
        *("Overview", "Why I came", "Next steps", "ask for the buoys"),
        *("Contents", "Tags", "Themes", "storms are rare"),
        *("Thursday, 3 June 2021", "Orals & posters", "Learning Tides", "Second", "★★★★★", "Waves without Wind"),
        *("Ida Brandt (Harbour University)", "Claim", "Wind is not needed", "Takeaways", "Waves remember"),
        *("Tides are a sum of sines", "Set-up", "a nested point", "an open task", "3. the third", "A quoted sentence"),
        *("Mind the gap", "tiny 0.12", "fit(x)", "\\notknown{x}", "a picture that is broken", "The board after"),
        *("here, and the gauges, and nowhere", "what of storms", "Bo L.", "they are rare", "My view", "I doubt it."),
        *("Seen by Two", "Ada heard this.", "Bo heard that.", "Posters", "P59", "Missed", "Cheap Gauges", "References"),
        *("abs/2106.00001", "People", "Lena Ødegård", "Tags", "#tides"),
    ]
    begin = 0
    for words_ in expected:
        assert words_ in text[begin:], words_
        begin = text.index(words_, begin)
    assert "^talk-waves" not in text
    assert "$" not in text


@needs_poppler
def test_nothing_stands_outside_its_page(book: Path) -> None:
    text = told(book, "-bbox")
    width, height = (float(number) for number in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', text)[0])
    boxes = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', text)
    assert len(boxes) > 500
    for box in boxes:
        left, top, right, bottom = map(float, box)
        assert left > 40 and right < width - 70 and top > 30 and bottom < height - 30, box


@needs_poppler
def test_a_table_over_pages_says_its_columns_on_each(book: Path) -> None:
    pages = told(book, "-layout").split("\f")
    holding = [page for page in pages if re.search(r"P\d+ +Poster of buoy", page)]
    assert len(holding) > 1
    assert all(re.search(r"No\. +Title +Speakers", page) for page in holding)


@needs_poppler
def test_the_indexes_name_the_pages_that_they_lead_to(book: Path) -> None:
    pages = told(book).split("\f")
    page = next(at for at, text in enumerate(pages, 1) if "Waves remember" in text)
    first = next(at for at, text in enumerate(pages, 1) if "compare with gauges" in text)
    index = re.sub(r"\s+", " ", pages[-2] if "People" in pages[-2] else "".join(pages[-4:]))
    entry = re.search(r"Ida Brandt\s+Harbour University\s+([\d, –]+)", index)
    assert entry is not None
    assert str(first) in entry[1] and str(page) in entry[1]


@needs_poppler
def test_the_book_has_links_bookmarks_and_says_what_it_is(book: Path) -> None:
    addresses = run("pdfinfo", "-url", str(book))
    assert "https://arxiv.org/abs/2106.00001" in addresses and "https://coastal.example/2021" in addresses
    facts = run("pdfinfo", str(book))
    assert re.search(r"Title: +Coastal ML 2021", facts) and re.search(r"Author: +Ada Vento", facts)
    assert re.search(r"Tagged: +yes", facts)
    structure = run("pdftohtml", "-xml", "-i", "-stdout", str(book))
    bookmarks = {title: page for page, title in re.findall(r'<item page="(\d+)">(.*?)</item>', structure)}
    assert f'html#{bookmarks["Waves without Wind"]}">' in structure
    assert b"/Lang(en)" in unpacked(book.read_bytes()).replace(b" ", b"")


TYPST = (
    '#read("/etc/passwd")',
    '#import "@preview/nothing:1.0.0"',
    '#eval("1 + 1")',
    "#panic()",
    "$ #sys.version $",
    "= Heading <label> @reference",
    "*bold* _it_ `raw` \\u{41}",
    '#set page(width: 1cm); #include "book.json"',
)


@needs_poppler
@pytest.mark.parametrize("inside", ["note", "title"])
def test_commands_of_a_typesetter_are_text(inside: str, tmp_path: Path) -> None:
    hostile = (*TYPST, *HOSTILE)
    if inside == "title":
        summary = with_title(" ".join(hostile))
    else:
        summary = with_note("\n\n".join(f"x {one}" for one in hostile), "A | talk")
    path = tmp_path / "hostile.pdf"
    path.write_bytes(render_summary(summary, "pdf", RenderOptions()).data)
    text = re.sub(r"[\s\u200b\u00ad]+", "", told(path))
    for one in TYPST[:4]:
        assert one.replace(" ", "") in text
    data = unpacked(path.read_bytes())
    assert b"/URI(" in unpacked(render_summary(small(), "pdf", RenderOptions()).data)
    assert not re.search(rb"/URI ?\((?!https?:|mailto:)|/JavaScript|/JS\b|/Launch|/SubmitForm|/EmbeddedFile", data)


@needs_poppler
def test_long_words_and_notes_stay_on_their_pages(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    note = (
        f"{'x' * 400}\n\nhttps://a.example/{'b' * 300}\n\n`{'c' * 200}`\n\n```\n{'d' * 300}\n```\n\n" + "line\n" * 3000
    )
    wide = f"\n\n|{'k|' * 90}\n|{'-|' * 90}\n|{'m|' * 90}"
    table = f"{wide}\n\n| {'e' * 60} | {'f' * 60} | {'g' * 60} |\n|--|--|--|\n| {'h' * 60} | i | j |"
    path.write_bytes(render_summary(with_note(note + table, "T" * 200), "pdf", RenderOptions()).data)
    boxes = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)"', told(path, "-bbox"))
    assert len(boxes) > 3000
    assert all(float(left) > 40 and float(right) < 525 for left, right in boxes)


@settings(max_examples=examples(12), deadline=None)
@given(st.lists(st.lists(st.sampled_from((*PIECES, *TYPST)), max_size=14).map("".join), min_size=20, max_size=20))
def test_whatever_is_typed_can_be_set(notes: list[str]) -> None:
    items = tuple(
        SummaryItem(f"talk-{at}", f"Talk {note[:40]}", notes=(SummaryNote(note, view=note, claim=note[:60]),))
        for at, note in enumerate(notes)
    )
    summary = Summary(title="Any", parts=(SummaryPart(sessions=(SummarySession("S", items=items),)),))
    assert render_summary(summary, "pdf", RenderOptions()).data.startswith(b"%PDF-")


def test_letters_without_a_font_are_reported_and_the_book_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter, "SYSTEM_FONTS", False)
    typesetter.fonts.cache_clear()
    made = render_summary(with_note("漢字 and ਅ here"), "pdf", RenderOptions())
    typesetter.fonts.cache_clear()
    assert made.data.startswith(b"%PDF-")
    (line,) = made.notices
    assert "漢 字 ਅ; install Noto Sans CJK, Noto Sans Gurmukhi" in line and "\n" not in line


def test_the_fonts_to_install_are_named() -> None:
    assert unshown('the text `"\\u{6f22}"` could not be displayed with font `"X"`') == "漢"
    assert "Noto Sans CJK" in notice("漢字")
    assert "Noto Sans Georgian" in notice("ა")
    assert "Noto Color Emoji" in notice("😀")


def test_without_typst_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    typesetter.fonts.cache_clear()
    with pytest.raises(ConfnotesError) as caught:
        pdf.render(small(), RenderOptions())
    typesetter.fonts.cache_clear()
    assert "install" in caught.value.hint and caught.value.hint.endswith("pikepdf typst")


def test_what_all_fonts_have_is_set_to_be_read_aloud() -> None:
    made = render_summary(small(), "pdf", RenderOptions())
    assert made.notices == ()
    assert b"pdfuaid:part" in made.data


def test_pdf_is_a_form_by_its_ending() -> None:
    assert form_of_file("notes.pdf") == "pdf"


def test_the_letters_of_a_theme_come_first_and_those_that_are_missing_are_not_asked_for() -> None:
    here = {"Charter", "Georgia", "Libertinus Serif", "Noto Sans CJK JP", "Noto Sans CJK SC", "DejaVu Sans Mono"}
    found = families(Theme(text=("Charter", "Georgia", "serif")), here, "en", "漢字かな")
    assert found["text"][:3] == ["Charter", "Libertinus Serif", "Noto Sans CJK JP"]
    assert families(Theme(text=("Georgia",)), here, "en", "漢字")["text"] == [
        *("Georgia", "Libertinus Serif", "Noto Sans CJK SC", "Noto Sans CJK JP"),
    ]
    assert found["code"][0] == "DejaVu Sans Mono"


@pytest.mark.parametrize(
    ("text", "longest"), [("a" * 100, 24), ("https://a.example/b/c?d=e", 40), ("x_" * 60, 48), ("short words only", 16)]
)
def test_long_runs_may_break(text: str, longest: int) -> None:
    made = words(text)
    assert made.replace("\u200b", "") == text
    assert max(len(piece) for piece in re.split("[\u200b /?-]", made)) <= longest


def test_code_keeps_its_blanks() -> None:
    assert code_words("a  b\n    c") == "a  b\n    c"


@pytest.mark.parametrize(("text", "right"), [("abc", False), ("123 שלום", True), ("«مرحبا»", True), ("", False)])
def test_a_paragraph_runs_as_its_first_letter_does(text: str, right: bool) -> None:
    assert leads_right(text) is right


@needs_poppler
def test_a_short_summary_begins_with_what_matters_and_a_long_day_with_its_talks(tmp_path: Path) -> None:
    summary = small()
    notes = (SummaryNote("It ebbed."),)
    talks = tuple(SummaryItem(id=f"talk-{number}", title=f"Low Water {number}", notes=notes) for number in range(12))
    part = replace(summary.parts[0], sessions=(*summary.parts[0].sessions, SummarySession(items=talks)))
    long = replace(summary, parts=(part,))
    (tmp_path / "short.pdf").write_bytes(render_summary(summary, "pdf", RenderOptions()).data)
    (tmp_path / "long.pdf").write_bytes(render_summary(long, "pdf", RenderOptions()).data)
    assert "Contents" not in told(tmp_path / "short.pdf", "-raw")
    text = told(tmp_path / "long.pdf", "-raw")
    assert text.index("Low Water 11") < text.index("Ida Brandt (Harbour")


def test_small_photos_stay_small() -> None:
    data = io.BytesIO()
    Image.new("RGB", (120, 90), "#446688").save(data, "PNG")
    picture = Picture(data.getvalue(), "image/png", 120, 90)
    photo = SummaryPhoto("board", "board.png", "")
    photos = BookPhotos(replace(small(), photos=(photo,)), RenderOptions(photo=lambda _photo: picture))
    assert photos.set_as("board") == ["photo-1.png", 18.0, 120 / 90]
    assert photos.set_as("none") is None


@needs_poppler
def test_a_book_is_packed_small_and_says_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    small_one = render_summary(small(), "pdf", RenderOptions()).data
    monkeypatch.setattr(typesetter, "_packed", lambda pdf: pdf)
    plain = render_summary(small(), "pdf", RenderOptions()).data
    assert len(small_one) < len(plain) * 0.8
    (tmp_path / "small.pdf").write_bytes(small_one)
    (tmp_path / "plain.pdf").write_bytes(plain)
    for option in ("-raw", "-bbox"):
        assert told(tmp_path / "small.pdf", option) == told(tmp_path / "plain.pdf", option)


@needs_poppler
def test_a_theme_of_many_talks_names_their_pages_alone(tmp_path: Path) -> None:
    summary = small()
    notes = (SummaryNote("It ebbed."),)
    talks = tuple(SummaryItem(id=f"talk-{number}", title=f"Low Water {number}", notes=notes) for number in range(30))
    part = replace(summary.parts[0], sessions=(*summary.parts[0].sessions, SummarySession(items=talks)))
    theme = SummaryTheme("Ebb", tuple(talk.id for talk in talks))
    (tmp_path / "theme.pdf").write_bytes(
        render_summary(replace(summary, parts=(part,), themes=(theme,)), "pdf", RenderOptions()).data
    )
    text = re.sub(r"\s+", " ", told(tmp_path / "theme.pdf", "-raw"))
    assert re.search(r"Ebb p\. \d+[,–]", text)


def test_a_book_that_is_set_again_after_a_change_is_as_if_it_was_set_for_the_first_time() -> None:
    render_summary(with_note("It ebbed."), "pdf", RenderOptions())
    (kept,) = typesetter._kept
    again = render_summary(with_note("It ebbed, *again*."), "pdf", RenderOptions()).data
    assert typesetter._kept == [kept] and kept.is_running
    assert {file.suffix for file in kept.folder.iterdir()} == {".typ"}  # nothing of the notes
    kept.end()
    assert render_summary(with_note("It ebbed, *again*."), "pdf", RenderOptions()).data == again
    assert typesetter._kept != [kept]


def test_typst_ends_when_no_book_comes_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter, "KEPT_SECONDS", 0.01)
    render_summary(small(), "pdf", RenderOptions())
    end = monotonic() + 10
    while typesetter._kept and monotonic() < end:
        sleep(0.01)
    assert not typesetter._kept


def test_a_book_that_nobody_waits_for_any_more_is_not_set_to_its_end() -> None:
    typesetter.end_kept()
    made = None
    with while_wanted(lambda: not any(one.is_running for one in typesetter._kept)):
        made = render_summary(small(), "pdf", RenderOptions())
    assert made is None
    assert not any(one.is_running for one in typesetter._kept)
    assert render_summary(small(), "pdf", RenderOptions()).data.startswith(b"%PDF-")
