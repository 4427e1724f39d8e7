"""Highlights, callouts and footnotes as people write them in Obsidian: what every form makes of them."""

from __future__ import annotations

import io
import re
import time
from zipfile import ZipFile

import pytest
from markdown_it import MarkdownIt

from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import LinkStyle, RenderOptions
from confnotes.markup.note_blocks import enclosed_words_plugin
from confnotes.markup.plain import plain_text
from summary_samples import set_as, with_note

needs_pandoc = pytest.mark.needs("pandoc")


def html_of(text: str) -> str:
    parser = MarkdownIt("commonmark")
    enclosed_words_plugin(parser)
    return str(parser.render(text)).strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a ==b c== d", "a <mark>b c</mark> d"),
        ("==**b** `x==y` c==", "<mark><strong>b</strong> <code>x==y</code> c</mark>"),
        ("**==a==** (==b==).", "<strong><mark>a</mark></strong> (<mark>b</mark>)."),
        ("これは==重要==です", "これは<mark>重要</mark>です"),
        ("==a\nb==", "<mark>a\nb</mark>"),
        ("x==y and z==w", "x==y and z==w"),
        ("== a == b", "== a == b"),
        ("=== a ===", "=== a ==="),
        (r"\==a==", "==a=="),
        ("`==a==`", "<code>==a==</code>"),
    ],
)
def test_what_stands_between_two_signs_is_highlighted(text: str, shown: str) -> None:
    assert html_of(text) == f"<p>{shown}</p>"


@pytest.mark.parametrize("piece", ["==a ", "==", "==a`", "==``a``b", "==\\", "==**", "==a== "])
def test_many_signs_are_read_in_time(piece: str) -> None:
    begun = time.process_time()
    html_of(piece * 10_000)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(("line", "words"), [("==a b== c", "a b c"), ("x==y", "x==y"), ("if a == b", "if a == b")])
def test_a_line_read_aloud_has_no_signs_of_highlights_but_keeps_those_of_code(line: str, words: str) -> None:
    assert plain_text(line) == words


LIT = "see ==this **one**== and `==code==`"


def test_pages_and_slides_mark_what_is_highlighted() -> None:
    shown = "see <mark>this <strong>one</strong></mark> and <code>==code==</code>"
    assert shown in set_as("html", with_note(LIT))
    assert shown in set_as("slides", with_note(LIT))


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (LinkStyle.OBSIDIAN, "see ==this **one**== and `==code==`"),
        (LinkStyle.PLAIN, "see <mark>this **one**</mark> and `==code==`"),
    ],
)
def test_markdown_says_it_as_its_readers_know_it(style: LinkStyle, shown: str) -> None:
    assert shown in set_as("markdown", with_note(LIT), RenderOptions(links=style))


@needs_pandoc
def test_documents_have_highlights_of_their_own() -> None:
    assert r"see \cnMarked{this \textbf{one}} and" in set_as("latex", with_note(LIT))
    book = ZipFile(io.BytesIO(render_summary(with_note(LIT), "epub", RenderOptions()).data))
    assert any("<mark" in book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    word = ZipFile(io.BytesIO(render_summary(with_note(LIT), "docx", RenderOptions()).data))
    assert 'w:styleId="Highlight"' in word.read("word/styles.xml").decode()
    assert '<w:rStyle w:val="Highlight" />' in word.read("word/document.xml").decode()


CALLOUT = """\
> [!tip] Read[^t]
> see the zebra paper[^z] ==now==
>
> > [!note]- Inner
> > deeper[^i]

[^t]: Titlefoot
[^z]: Zebrafoot with one of its own[^n]
[^i]: Innerfoot
[^n]: Nestedfoot
"""


def words_of(form: str, note: str) -> str:
    data = render_summary(with_note(note), form, RenderOptions()).data
    if form not in {"docx", "epub"}:
        return data.decode()
    archive = ZipFile(io.BytesIO(data))
    return " ".join(re.sub("<[^>]+>", " ", archive.read(name).decode()) for name in archive.namelist() if "ml" in name)


@needs_pandoc
@pytest.mark.parametrize("form", ["latex", "docx", "epub"])
def test_footnotes_in_callouts_and_in_footnotes_are_exported(form: str) -> None:
    words = words_of(form, CALLOUT)
    for word in ("Titlefoot", "Zebrafoot", "Innerfoot", "Nestedfoot"):
        assert word in words, word


@needs_pandoc
def test_a_private_mark_within_a_line_joins_no_words() -> None:
    assert "before within after" in " ".join(words_of("latex", "before %%within%% after").split())
