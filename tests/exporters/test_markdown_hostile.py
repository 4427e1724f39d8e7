"""Nothing that is typed, or comes with a program, is alive in exported Markdown, whoever reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import LinkStyle
from confnotes.merge.regenerate import Remade, generate, regenerate
from confnotes.model.summary import Summary, SummaryNote, SummaryPhoto, SummaryTakeaway
from examples import examples
from html_samples import rich, with_photos
from markdown_readers import ANCHOR, GITHUB, PLAIN
from summary_samples import HOSTILE, PIECES, TIDES, with_item, with_note, with_title

COMMENTS = (
    "<!-- confnotes people -->",
    "```\n<!-- confnotes people -->\n<!-- confnotes made\npeople -\n-->\n```",
    "    <!-- confnotes people -->\n    <!-- confnotes made",
    "-->\n\n<!--",
)

OUR_LINKS = re.compile(r"https?://|mailto:|#|[\w%.-]+\.md(?:#|$)")
NO_OTHER_SCHEME = re.compile(r"https?:|mailto:|(?![\w+.-]+:)")
OUR_PHOTOS = re.compile(r"(?:summary-)?photos/")
OUR_COMMENTS = re.compile(r"<!-- confnotes (?:[a-z][a-z0-9-]* |made\n[^<>]*)-->\n?")


def pages(summary: Summary, style: LinkStyle, *, folder: bool = False) -> Iterator[str]:
    """All text that is written, as it is written: with our comments in it."""
    output = render_summary(summary, "markdown", replace(with_photos(), links=style, folder=folder))
    for parts in output.parts.values():
        text = generate(parts)
        assert regenerate(text, parts) == Remade(text), "a text was taken for our own comment"
        yield text


def alive(text: str) -> list[str]:
    """What is more than text, and neither a link that may be there nor our own."""
    found = []
    for parser, allowed in ((GITHUB, OUR_LINKS), (PLAIN, NO_OTHER_SCHEME)):
        for token in parser.parse(text):
            if token.type == "html_block" and not OUR_COMMENTS.fullmatch(token.content):
                found.append(token.content)
            for child in token.children or ():
                if child.type == "html_inline" and not ANCHOR.fullmatch(child.content):
                    found.append(child.content)
                if child.type == "image" and not OUR_PHOTOS.match(str(child.attrs["src"])):
                    found.append(str(child.attrs["src"]))
                if child.type == "link_open" and not allowed.match(str(child.attrs["href"])):
                    found.append(str(child.attrs["href"]))
    return found


@pytest.mark.parametrize("text", (*HOSTILE, *COMMENTS))
@pytest.mark.parametrize("style", LinkStyle)
def test_nothing_hostile_is_alive(text: str, style: LinkStyle) -> None:
    view = SummaryNote(view=text, claim=text, author=text, takeaways=(SummaryTakeaway(text, text),))
    for summary, folder in (
        (with_note(f"before\n{text}\nafter"), False),
        (with_note(f"- {text}"), False),
        (with_title(text), True),
        (with_item(replace(TIDES, notes=(view,), number=text)), False),
        (replace(rich(), photos=(SummaryPhoto("surge", text, text),), authors=(text,), overview=text), True),
    ):
        for page in pages(summary, style, folder=folder):
            assert alive(page) == [], page


@pytest.mark.parametrize("name", ["x", 'x"><script>', "a b", "--><b>", "é", "1", "photo:surge) <img>"])
def test_ids_that_are_none_are_no_addresses(name: str) -> None:
    item = replace(TIDES, id=name)
    summary = replace(with_item(TIDES), parts=(), others=(item,), missed=(name,), highlights=())
    summary = replace(summary, people=(), tags=(), references=())
    for style in LinkStyle:
        for page in pages(summary, style):
            assert alive(page) == []


BEHIND_PHOTOS = ("![x](photo:surge)[^1]\n\n[^1]: //evil.example/x.png", "![x](photo:surge)(//evil.example/x.png)")


@pytest.mark.parametrize("text", BEHIND_PHOTOS)
@pytest.mark.parametrize("style", LinkStyle)
def test_what_stands_behind_a_photo_is_not_its_address(style: LinkStyle, text: str) -> None:
    (photo,) = rich().photos
    for page in pages(replace(with_note(text), photos=(photo,)), style):
        assert alive(page) == []


@given(st.lists(st.sampled_from((*PIECES, *COMMENTS, " ^talk-one-t1", "![x](photo:surge)")), max_size=14).map("".join))
@settings(max_examples=examples(120), deadline=None)
@pytest.mark.parametrize("style", LinkStyle)
def test_whatever_is_typed_is_safe(style: LinkStyle, text: str) -> None:
    (photo,) = rich().photos
    for page in pages(replace(with_note(text), photos=(photo,)), style):
        assert alive(page) == []
