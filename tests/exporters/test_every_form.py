"""What every form of a summary owes, whatever sets it. A form that is added to FORMS is asked for all of it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from confnotes.exporters.forms import FORMS, render_summary
from confnotes.exporters.render_options import LinkStyle
from confnotes.exporters.section_order import ChapterKind, SectionOrder
from confnotes.exporters.wording import Wording
from confnotes.model.program import Resource, ResourceKind
from confnotes.model.summary import (
    Summary,
    SummaryItem,
    SummaryNote,
    SummaryPart,
    SummaryReference,
    SummarySession,
    SummaryTakeaway,
)
from markdown_readers import addresses, anchors, dead_in_obsidian, obsidian_links
from pandoc_samples import SETTING, hostile, rich
from summary_samples import small, with_note
from tools import works

MADE: Final = [name for name, form in FORMS.items() if form.module]
TOLD: Final = ["markdown", "obsidian", "html", "pdf", "latex", "docx", "epub"]
"""The forms that tell all of a summary to people; `obsidian` is Markdown with links of its own."""
NOTHING: Final = "Nothing to report yet"
_TAGS = re.compile(r"(?s)<(script|style|head|nav)\b.*?</\1>|<[^>]+>")
_OWN = re.compile(
    r'(?s)<head>.*?</head>|<script>"use strict".*?</script>'
    r"|\A.*?\\begin\{document\}|\\begin\{verbatim\}.*?\\end\{verbatim\}"
)
"""What the forms themselves say to who reads them, and TeX that is shown."""
_UNSAFE: Final = {
    "html": (
        r"<(?:script|iframe|object|embed|form|base|link)\b|\son\w+=\""
        r"|href=\"(?![\w.]*#|https?:|mailto:|text/|ch\d)"
    ),
    "latex": r"\\(?:input|write|csname|catcode|immediate)\b(?!\w)",
    "pdf": r"/URI ?\((?!https?:|mailto:)|/JavaScript|/JS\b|/Launch|/SubmitForm|/EmbeddedFile",
    "docx": r"Target=\"(?:javascript|vbscript|data|file|//)|<w:instrText[^>]*>(?! PAGE )",
}
"""What may not be in a file of the form, however it came into the summary."""


@dataclass(frozen=True)
class Seen:
    """What a reader finds in a file: its words, its chapters, where links within it lead and may lead."""

    words: str
    chapters: list[str]
    links: set[str] = frozenset()  # type: ignore[assignment]
    places: set[str] = frozenset()  # type: ignore[assignment]


def made(form: str, summary: Summary) -> bytes:
    """The file of a form."""
    name = "markdown" if form == "obsidian" else form
    if not can_be_made(name):
        pytest.skip(f"nothing here makes or reads {name}")
    links = LinkStyle.OBSIDIAN if form == "obsidian" else LinkStyle.PLAIN
    setting = replace(SETTING, links=links, bibliography=SETTING.bibliography if summary.references else "")
    return render_summary(summary, name, setting).data


@cache
def can_be_made(form: str) -> bool:
    if form == "pdf":
        return find_spec("typst") is not None and works("pdftotext")
    return not FORMS[form].lacks and (not FORMS[form].program or works(FORMS[form].program))


def plain(markup: str) -> str:
    return unescape(_TAGS.sub(" ", markup))


def headings(page: str, level: int) -> list[str]:
    return [" ".join(plain(one).split()) for one in re.findall(rf"(?s)<h{level}\b[^>]*>(.*?)</h{level}>", page)]


def seen_in_markdown(data: bytes) -> Seen:
    text = data.decode()
    chapters = [line[3:] for line in text.split("\n") if line.startswith("## ")]
    if text.startswith("---\n"):
        dead = set(dead_in_obsidian({"x.md": text}))
        return Seen(text, chapters, {*obsidian_links(text), *dead}, set(obsidian_links(text)) - dead)
    within = {unquote(one[1:]) for one in addresses(text) if one.startswith("#")}
    return Seen(text, chapters, within, anchors(text))


def seen_in_page(data: bytes) -> Seen:
    page = data.decode()
    body = page.partition("<body")[2]
    links, places = (set(re.findall(rf' {name}="{sign}([^"]+)"', body)) for name, sign in (("href", "#"), ("id", "")))
    return Seen(plain(body), headings(page, 2), links, places)


def seen_in_latex(data: bytes) -> Seen:
    text = data.decode().partition(r"\begin{document}")[2]
    chapters = re.findall(r"\\section\{(?:\\texorpdfstring\{)?(.*?)\}", text)
    links = {one for pair in re.findall(r"\\hyperlink\{([^}]*)\}|\\hyperref\[([^]]*)\]", text) for one in pair if one}
    places = set(re.findall(r"\\(?:hypertarget|label|protect\\hypertarget)\{([^}]*)\}", text))
    return Seen(text, chapters, links, places)


def seen_in_archive(data: bytes) -> Seen:
    parts = {name: data.decode() for name, data in _parts(data).items() if name.endswith((".xml", ".xhtml"))}
    if "word/document.xml" in parts:
        text = parts["word/document.xml"]
        paragraphs = re.findall(r"(?s)<w:p>.*?</w:p>", text)
        chapters = ["".join(re.findall(r"<w:t[^>]*>([^<]*)", one)) for one in paragraphs if '"Heading1"' in one]
        links, places = (
            set(re.findall(rf'{name}="([^"]+)"', text)) for name in ("w:anchor", "w:bookmarkStart [^>]*w:name")
        )
        return Seen(plain(text + parts.get("word/footnotes.xml", "")), list(map(unescape, chapters)), links, places)
    pages = [text for name, text in sorted(parts.items()) if re.search(r"ch\d+\.xhtml$", name)]
    links = {one for page in pages for one in re.findall(r'href="[^":]*#([^"]+)"', page)}
    places = {one for page in pages for one in re.findall(r' id="([^"]+)"', page)}
    return Seen(" ".join(map(plain, pages)), [one for page in pages for one in headings(page, 1)], links, places)


def _parts(archive: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def seen_in_pdf(data: bytes) -> Seen:
    """Typst makes no link that leads nowhere: it would not set such a book."""
    import pikepdf

    with TemporaryDirectory() as folder, pikepdf.open(io.BytesIO(data)) as opened:
        path = Path(folder) / "book.pdf"
        path.write_bytes(data)
        text = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout
        with opened.open_outline() as outline:
            return Seen(text, [one.title.replace("\u200b", "") for one in outline.root])


READERS: Final[dict[str, Callable[[bytes], Seen]]] = {
    **dict.fromkeys(("markdown", "obsidian"), seen_in_markdown),
    **dict.fromkeys(("html", "slides"), seen_in_page),
    **dict.fromkeys(("docx", "epub"), seen_in_archive),
    "latex": seen_in_latex,
    "pdf": seen_in_pdf,
}


def chapters_of(summary: Summary) -> list[str]:
    """The titles that the arrangement gives."""
    return [chapter.title for chapter in SectionOrder(summary, Wording()).chapters(ChapterKind.AT_A_GLANCE)]


def test_every_complete_format_is_tested() -> None:
    """Data and texts to paste have tests of their own; slides tell a part."""
    elsewhere = {name for name in MADE if FORMS[name].data or FORMS[name].brief}
    assert {*TOLD, "slides"} == {*MADE, "obsidian"} - elsewhere


@pytest.mark.parametrize("form", TOLD)
def test_every_section_has_its_title_and_its_place(form: str) -> None:
    found = READERS[form](made(form, rich())).chapters
    assert [title for title in found if title not in ("Contents", rich().title)] == chapters_of(rich())


def test_slides_tell_their_sections_in_the_same_order() -> None:
    found = READERS["slides"](made("slides", rich())).chapters
    order = chapters_of(rich())
    told = [order.index(title) for title in found if title in order]
    assert told == sorted(told) and len(told) > 2


@pytest.mark.parametrize("form", [*TOLD, "json"])
def test_every_note_is_exported_once(form: str) -> None:
    items = tuple(
        SummaryItem(
            f"talk-{at}",
            f"Talk {at}",
            notes=(
                SummaryNote(
                    f"zqtext{at}w\n\n- zqitem{at}w",
                    f"zqview{at}w",
                    f"zqclaim{at}w",
                    takeaways=(SummaryTakeaway(f"talk-{at}-t1", f"zqtake{at}w"),),
                ),
            ),
        )
        for at in range(3)
    )
    summary = Summary("Conf", parts=(SummaryPart(sessions=(SummarySession("Session", items=items),)),))
    data = made(form, summary)
    text = data.decode() if form == "json" else READERS[form](data).words
    words = [f"zq{what}{at}w" for at in range(3) for what in ("claim", "take", "text", "item", "view")]
    assert sorted(re.findall(r"zq\w+", text)) == sorted(words)


@pytest.mark.parametrize("form", [*TOLD, "slides"])
def test_links_within_lead_to_places_that_are_there(form: str) -> None:
    seen = READERS[form](made(form, rich()))
    assert seen.links <= seen.places
    assert form in ("pdf", "slides") or len(seen.links) > 5


@pytest.mark.parametrize("form", [*MADE, "obsidian"])
def test_nothing_that_was_typed_drives_a_terminal_or_a_reader(form: str) -> None:
    data = made(form, hostile())
    pieces = _parts(data).values() if data.startswith(b"PK") else [_unpacked(data) if form == "pdf" else data]
    for piece in pieces:
        if piece.startswith(b"SQLite format 3"):
            continue  # the fields of flashcards have tests of their own
        text = piece.decode("utf-8", "replace")
        assert (
            form == "pdf" or not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", text) or piece[:4] == b"\x89PNG"
        )
        kind = "html" if "<html" in text[:500] else form
        told = _OWN.sub("", text)
        assert not re.search(_UNSAFE.get(kind, r"\Z(?!\Z)"), told)


def _unpacked(data: bytes) -> bytes:
    import pikepdf

    plain_objects = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(plain_objects, object_stream_mode=pikepdf.ObjectStreamMode.disable, qdf=True)
    return plain_objects.getvalue()


@pytest.mark.parametrize("form", [*MADE, "obsidian"])
def test_the_same_summary_gives_the_same_bytes(form: str) -> None:
    assert made(form, rich()) == made(form, rich())


@pytest.mark.parametrize("form", TOLD)
def test_a_summary_of_nothing_says_so(form: str) -> None:
    seen = READERS[form](made(form, Summary("Empty")))
    assert NOTHING in " ".join(seen.words.split())
    assert not {*seen.chapters} - {"Contents", "Empty"}


@pytest.mark.parametrize("form", TOLD)
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("- first\n  ? why\n  ! so", ["first", "why", "so"]),
        ("! alone", ["! alone"]),
        ("it grows as 2 ^n", ["2 ^n"]),
        ("open %%mine%% end", ["open mine end"]),
        ("[^1]\n\n[^1]: below", ["below"]),
        ("> [!tip] Title\n> inside", ["Title", "inside"]),
    ],
)
def test_a_note_says_the_same_in_every_form(form: str, typed: str, read: list[str]) -> None:
    words = " ".join(READERS[form](made(form, with_note(typed))).words.split())
    words = words.replace("%%", "").replace(r"\textsuperscript{}", "^").replace(r"\textasciicircum{}", "^")
    assert not re.search(r"\? why|! so", words), words
    at = 0
    for one in read:
        assert one in words[at:], words
        at = words.index(one, at)


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize("title", ["Why do the tides come and go?", "Tides that come and go.", "Tides that come and…"])
def test_a_reference_ends_with_one_point(form: str, title: str) -> None:
    resource = Resource(ResourceKind.OTHER, "https://tides.example.org/x", title)
    summary = replace(small(), references=(SummaryReference(1, resource, ()),))
    text = unescape(_TAGS.sub("", render_summary(summary, form, SETTING).data.decode()))
    assert title in text
    assert f"{title}." not in text
