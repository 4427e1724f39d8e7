"""The HTML page of a summary: self-contained, sound, safe."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summary_samples import HOSTILE, PIECES, set_as, small, with_note, with_title

SET_BY_MARKDOWN = {"ol", "blockquote", "sup", "table", "thead", "tbody", "tr", "th", "td", "hr", "s"}
VOID = {"meta", "link", "br", "hr", "img", "input"}
KNOWN_SCHEMES = re.compile(r"https?://|mailto:|#|data:,$")


class Page(HTMLParser):
    """What a page holds; fails on tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.attributes: set[str] = set()
        self.headings: list[int] = []
        self.labelled: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= given.keys()
        if "id" in given:
            self.ids.append(given["id"])
        if "href" in given:
            self.hrefs.append(given["href"])
        if "aria-labelledby" in given:
            self.labelled.append(given["aria-labelledby"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, tag
        assert self._open.pop() == tag


def note_of(text: str) -> str:
    """The HTML of a note in a page."""
    made = set_as("html", with_note(text))
    return made.partition('<div class="notes" dir="auto">')[2].partition("</div>\n</div>\n</article>")[0].strip()


@pytest.mark.parametrize("title", ["Plain", "日本語の講演", "Ti & tle"])
def test_every_inner_link_resolves_and_every_id_is_unique(title: str) -> None:
    for text in (
        set_as("html", small()),
        set_as("html", with_title(title)),
        set_as("html", with_note("[^1] and [^1]\n\n[^1]: foot")),
    ):
        page = Page(text)
        assert len(page.ids) == len(set(page.ids))
        assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
        assert set(page.labelled) <= set(page.ids)


def test_headings_leave_out_no_level() -> None:
    page = Page(set_as("html", with_note("### deep\n# shallow\n###### deepest")))
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_the_page_says_what_it_is_and_loads_nothing() -> None:
    text = set_as("html", small())
    page = Page(text)
    assert '<html lang="en">' in text
    assert "<title>Coastal ML 2021 · Conference notes, private copy</title>" in text
    assert "default-src 'none'; style-src 'sha256-" in unescape(text)
    assert not page.tags & {"script", "img", "iframe", "object", "form", "input", "svg"}
    assert not page.attributes & {"src", "style", "srcset", "action"}
    assert "@import" not in text
    assert "url(" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_is_alive(text: str) -> None:
    safe_tags = Page(set_as("html", small())).tags | SET_BY_MARKDOWN
    for made in (
        set_as("html", with_note(f"before\n{text}\nafter")),
        set_as("html", with_title(text)),
        set_as("html", with_note(f"- {text}")),
    ):
        page = Page(made)
        assert page.tags <= safe_tags
        assert not {name for name in page.attributes if name.startswith("on")}
        assert not page.attributes & {"src", "style", "srcset"}
        assert all(KNOWN_SCHEMES.match(href) for href in page.hrefs), page.hrefs


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("one\ntwo", "<p>one<br />\ntwo</p>"),
        ("? why", '<p class="question">why</p>'),
        ("? why\n! so", '<p class="question">why</p>\n<p class="answer">so</p>'),
        ("- ? why\n  ! so", "<ul>\n<li>why<br />\n→ so</li>\n</ul>"),
        ("! alone", "<p>! alone</p>"),
        ("- [ ] do", '<ul>\n<li class="task"><span class="box" role="img" aria-label="open">☐</span> do</li>\n</ul>'),
        ("%%mine%%", '<p class="private">mine</p>'),
        ("![p](https://a.example/p.png)", '<p><a href="https://a.example/p.png" class="image">p</a></p>'),
        ("![p](p.png)", "<p>p</p>"),
        ("[x](file:///etc/passwd)", "<p>x</p>"),
        ("[me](#talk-one)", '<p><a href="#talk-one">me</a></p>'),
        ("[no](#nowhere)", "<p>no</p>"),
        ("# Big", "<h4>Big</h4>"),
        ("cost $5 and $10", "<p>cost $5 and $10</p>"),
    ],
)
def test_a_note_becomes_html(typed: str, expected: str) -> None:
    assert note_of(typed) == expected


def test_tags_in_a_note_lead_to_the_index() -> None:
    assert '<a href="#tag-1" class="tag">#tides</a>' in set_as("html", small())


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert set_as("html", small()) == set_as("html", small())


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_safe_and_its_links_resolve(text: str) -> None:
    page = Page(set_as("html", with_note(text)))
    assert len(page.ids) == len(set(page.ids))
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
    assert all(KNOWN_SCHEMES.match(href) for href in page.hrefs)
    assert not page.tags & {"script", "img", "svg", "iframe"}
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
