"""A summary as a short slide deck: one self-contained HTML page, for meetings or printing.

Without its script, the page shows all slides one below the other; the script shows one at a time.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import ClassVar

from markupsafe import Markup, escape

from confnotes.exporters.html.notes import NoteSetter, PageContext
from confnotes.exporters.pictures.canvas import DrawnPicture
from confnotes.exporters.pictures.draw import NARROW, pictures
from confnotes.exporters.quoted_lines import without_label
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.section_order import SectionOrder, whom
from confnotes.exporters.web_page import web_page
from confnotes.exporters.wording import host, short_address
from confnotes.markup.canonical import is_allowed
from confnotes.markup.code import code_lines
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.note_blocks import line_and_anchor
from confnotes.markup.plain import plain_text
from confnotes.model.summary import (
    Summary,
    SummaryAction,
    SummaryHighlight,
    SummaryItem,
    SummaryNote,
    SummaryReference,
    SummaryTheme,
    Why,
)


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The deck; the same summary gives the same bytes."""
    data = web_page(
        __package__,
        "slides.html",
        styles=("slides.css",),
        script="slides.js",
        theme=setting.theme,
        pages=pages(summary, setting),
        title=setting.words.title(summary),
        terms=setting.words.terms,
    )
    return Output(data)


MOST_HIGHLIGHTS = 7
_MOST_TIMELINES = 3
_PICTURE_WIDTH, _PICTURE_HEIGHT = 800, 350
"""The shape of the room for a picture below a heading: letters become 16 px on a slide of 1280x720."""
_FLAT = 170
_MOST_SPEAKERS, _MOST_LINKS, _MOST_POINTS = 3, 2, 3
_LONGEST_TITLE, _LONGEST_CLAIM, _LONGEST_POINT, _LONGEST_VIEW, _LONGEST_ADDRESS = 150, 220, 170, 200, 44
_LONGEST_LEAD, _LONGEST_SENTENCE = 420, 320
_LITTLE, _MUCH = 220, 520
_THEMES_ON_A_SLIDE, _MOST_THEMES, _TALKS_ON_A_SLIDE = 3, 6, 4
_ACTIONS_OF_A_KIND, _LONGEST_ACTION = 3, 110
_REFERENCES_ON_A_SLIDE, _MOST_REFERENCES, _LONGEST_REFERENCE = 7, 14, 200
_PHOTO = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\(photo:([a-z][a-z0-9-]*)\)")
_MARKER = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?)?")
_NO_WORDS = re.compile(r"[ \t]*(?:\||#{1,6}[ \t]|[-*_=]{3,}[ \t]*\Z|\$\$|\[\^[^\]]+\]:)")
_ENDS = re.compile(r"[.!?…。]+[”’\"')\]]*(?=\s|\Z)|[。！？]")


@dataclass(frozen=True, slots=True)
class SlidePage:
    """A slide with its anchor and heading; `eyebrow` is a label above the heading.

    `density` is `airy` for little text, which is set larger, and `dense` for much text.
    """

    id: str
    title: str
    eyebrow: str = ""
    density: str = ""
    kind: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class TitlePage(SlidePage):
    """The title slide: conference, authors and coverage."""

    facts: Sequence[str] = ()
    authors: str = ""
    coverage: Sequence[str] = ()
    kind: ClassVar[str] = "opening"


@dataclass(frozen=True, slots=True)
class PicturePage(SlidePage):
    """Drawings with their CSS classes: two side by side, or one in a desktop and a phone version."""

    pictures: Sequence[tuple[DrawnPicture, str]] = ()
    kind: ClassVar[str] = "glance"


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """An embedded photo."""

    source: Markup
    words: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link for further reading, with its reference number."""

    words: str
    url: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class HighlightPage(SlidePage):
    """One talk: speakers, claim, takeaways, and separately the author's opinion."""

    people: Sequence[tuple[str, str]] = ()
    and_others: bool = False
    facts: Sequence[str] = ()
    claim: Markup | None = None
    lines: Sequence[Markup] = ()
    views: Sequence[tuple[str, Sequence[Markup]]] = ()
    photo: ShownPhoto | None = None
    links: Sequence[ShownLink] = ()
    kind: ClassVar[str] = "highlight"


@dataclass(frozen=True, slots=True)
class ListPage(SlidePage):
    """Lists with headings; `note` is a muted text after a heading, `more` follows the lines."""

    lists: Sequence[ShownList] = ()
    kind: ClassVar[str] = "lists"


@dataclass(frozen=True, slots=True)
class ShownList:
    """Lines under a heading."""

    title: str
    lines: Sequence[Markup]
    note: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class ReferencePage(SlidePage):
    """The numbered references of the highlights."""

    references: Sequence[ShownLink] = ()
    kind: ClassVar[str] = "references"


def pages(summary: Summary, setting: RenderOptions) -> list[SlidePage]:
    """The slides, in order."""
    return _Pages(summary, setting).all()


class _Pages:
    def __init__(self, summary: Summary, setting: RenderOptions) -> None:
        self._summary = summary
        self._setting = setting
        self._words = setting.words
        self._terms = setting.words.terms
        noted = [SummaryHighlight(item.id, ()) for item in summary.items() if item.noted]
        self._highlights = list(summary.highlights) or noted[:MOST_HIGHLIGHTS]
        self._shown = {one.item for one in self._highlights if one.item}
        self._photos = {photo.id: photo for photo in summary.photos}
        self._setter = NoteSetter(PageContext(self._address, terms=self._terms), summary.line_ids())

    def all(self) -> list[SlidePage]:
        """Every slide."""
        count = len(self._highlights)
        return [
            self._title(),
            *self._lead(),
            *(self._highlight(one, number, count) for number, one in enumerate(self._highlights, start=1)),
            *self._glances(),
            *self._digest(),
            *self._actions(),
            *self._themes("team", self._terms.team, self._summary.team),
            *self._themes("themes", self._terms.themes, self._summary.themes),
            *self._references(),
        ]

    def _title(self) -> TitlePage:
        summary, words = self._summary, self._words
        facts = [fact for one in summary.conferences[:1] for fact in words.conference_facts(summary, one)]
        facts = facts if len(summary.conferences) == 1 else []
        if (how := words.highlights(summary)) != self._terms.highlights:
            facts.append(how)
        title = shorten_title(words.title(summary))
        return TitlePage(
            "slide-title",
            title,
            words.eyebrow(summary),
            "dense" if len(title) > _LONGEST_TITLE // 3 else "",
            facts,
            words.authors(summary),
            words.coverage(summary),
        )

    def _lead(self) -> list[SlidePage]:
        lines = [self._line(line, _LONGEST_LEAD) for line in points(self._summary.lead)][:_MOST_POINTS]
        length = sum(len(one.striptags()) for one in lines)
        title = shorten_title(self._words.title(self._summary))
        return [HighlightPage("slide-lead", title, density=_density(length), lines=lines)] if lines else []

    def _glances(self) -> list[SlidePage]:
        both = (
            pictures(
                self._summary,
                self._words,
                width=width,
                href=self._address,
                highest=_PICTURE_HEIGHT,
                most=_MOST_TIMELINES,
            )
            for width in (_PICTURE_WIDTH, NARROW)
        )
        pairs = list(zip(*both, strict=True))
        days = [pair for pair in pairs if pair[0].id.startswith("days")][:_MOST_TIMELINES]
        rest = [pair for pair in pairs if not pair[0].id.startswith("days")]
        flat = [pair for pair in days if len(days) == 1 and rest and pair[0].height <= _FLAT]
        alone = [pair for pair in days if pair not in flat] + (rest if len(rest) == 1 and not flat else [])
        glance = self._terms.at_a_glance
        found: list[SlidePage] = [
            PicturePage(f"slide-{wide.id}", wide.title, glance, "", ((wide, "for-desks"), (narrow, "for-phones")))
            for wide, narrow in alone
        ]
        if len(rest) > 1 or flat:
            across = [one for wide, narrow in flat for one in ((wide, "across for-desks"), (narrow, "for-phones"))]
            found.append(PicturePage("slide-glance", glance, pictures=[*across, *((one, "") for _, one in rest)]))
        return found

    def _address(self, item: str) -> str | None:
        return f"#{item}" if item in self._shown else None

    def _highlight(self, highlight: SummaryHighlight, number: int, count: int) -> HighlightPage:
        summary, words = self._summary, self._words
        eyebrow = f"{self._terms.highlights} {number}/{count}"
        if highlight.item not in summary.by_id:
            message = self._sentence(highlight.text, _LONGEST_SENTENCE)
            return HighlightPage(
                f"slide-highlight-{number}", eyebrow, density=_density(len(message.striptags())), claim=message
            )
        item = summary.by_id[highlight.item]
        if alone := _message(highlight):
            item = replace(item, notes=(SummaryNote(claim=alone),))
            highlight = replace(highlight, takeaways=() if highlight.text else highlight.takeaways[1:])
        photo = self._photo(summary.by_id[item.id])
        most = _LONGEST_SENTENCE if alone else _LONGEST_CLAIM
        claim = self._sentence(item.claim, most) if item.claim else None
        lines = [self._line(line, _LONGEST_POINT) for line in self._texts(_said(highlight, item))[:_MOST_POINTS]]
        views = [found for note in item.notes if (found := self._view(note))][:2]
        every = [*([claim] if claim else []), *lines, *(line for _, view in views for line in view)]
        length = len(item.title) + sum(len(one.striptags()) for one in every)
        why = words.why(summary, highlight)
        facts = [words.short_day(item.day) if item.day else "", item.room or "", why]
        return HighlightPage(
            item.id,
            shorten_title(item.title),
            eyebrow,
            _density(length * (1.4 if photo else 1)),
            [(one.name, one.affiliation or "") for one in item.speakers[:_MOST_SPEAKERS]],
            len(item.speakers) > _MOST_SPEAKERS,
            [fact for fact in facts if fact],
            claim,
            lines,
            views,
            photo,
            self._links(item),
        )

    def _sentence(self, text: str, most: int) -> Markup:
        return self._line(without_photos(text), most)

    def _view(self, note: SummaryNote) -> tuple[str, list[Markup]] | None:
        lines = [self._line(line, _LONGEST_VIEW) for line in points(note.view)][:2]
        return (self._words.view(note.author), lines) if lines else None

    def _photo(self, item: SummaryItem) -> ShownPhoto | None:
        """The first available photo of a talk."""
        texts = [text for note in item.notes for text in (note.claim, note.text, note.view)]
        texts += [one.text for one in item.takeaways]
        for identifier, words in (found for text in texts for found in photos_in(text)):
            photo = self._photos.get(identifier)
            picture = self._setting.photo(photo) if photo is not None else None
            if picture is not None and picture.ending in ("jpg", "png"):
                data = b64encode(picture.data).decode()
                source = Markup("data:{};base64,{}").format(picture.media_type, data)
                return ShownPhoto(source, words or self._terms.photo, picture.width, picture.height)
        return None

    def _links(self, item: SummaryItem) -> list[ShownLink]:
        return [
            ShownLink(
                ": ".join(dict.fromkeys((self._words.link_words(one.resource), _short_address(one.resource.url)))),
                one.resource.url,
                one.number,
            )
            for one in sorted(item.links, key=lambda one: one.number is None)
            if is_allowed(one.resource.url)
        ][:_MOST_LINKS]

    def _digest(self) -> list[SlidePage]:
        lists = []
        for point in self._summary.digest:
            item = self._summary.by_id[point.item]
            lines = [self._line(without_photos(point.text), _LONGEST_POINT)]
            lists.append(ShownList(shorten_title(item.title), lines, self._words.mark(item)[0]))
        return _on_pages("slide-digest", self._terms.digest, lists, _TALKS_ON_A_SLIDE)

    def _themes(self, name: str, title: str, themes: Sequence[SummaryTheme]) -> list[SlidePage]:
        lists = [
            ShownList(
                theme.title,
                [self._line(line, _LONGEST_POINT) for line in self._texts(point.text for point in theme.points)[:2]],
                self._words.counted(len(theme.items), self._terms.talks),
            )
            for theme in themes[:_MOST_THEMES]
        ]
        return _on_pages(f"slide-{name}", title, lists, _THEMES_ON_A_SLIDE)

    def _actions(self) -> list[SlidePage]:
        lists = []
        for group in SectionOrder(self._summary, self._words).actions(_ACTIONS_OF_A_KIND):
            lines = [self._action(one) for one in group.actions[:_ACTIONS_OF_A_KIND]]
            rest = len(group.actions) - len(lines)
            more = self._words.counted(rest, self._terms.others) if rest else ""
            lists.append(ShownList(group.title, lines, more=more))
        return [ListPage("slide-actions", self._terms.actions, lists=lists)] if lists else []

    def _action(self, action: SummaryAction) -> Markup:
        person = whom(action)
        to = Markup("<strong>{}</strong> ").format(person) if person else Markup()
        line = to + self._line(without_photos(action.text), _LONGEST_ACTION)
        if action.reference is None:
            return line
        return line + Markup(' <span class="number">[{}]</span>').format(action.reference)

    def _references(self) -> list[SlidePage]:
        """The references of the highlights."""
        shown = [one for one in self._summary.references if self._shown.intersection(one.items)][:_MOST_REFERENCES]
        links = [self._reference(one) for one in shown if is_allowed(one.resource.url)]
        slides = ceil(len(links) / _REFERENCES_ON_A_SLIDE)
        size = ceil(len(links) / max(1, slides))  # none has one alone
        return [
            ReferencePage(
                _numbered("slide-references", at // size), self._terms.references, references=links[at : at + size]
            )
            for at in range(0, len(links), max(1, size))
        ]

    def _reference(self, reference: SummaryReference) -> ShownLink:
        words = self._words.reference_words(self._summary, reference)
        words = words if len(words) <= _LONGEST_REFERENCE else f"{words[:_LONGEST_REFERENCE].rstrip()}…"
        return ShownLink(words, reference.resource.url, reference.number)

    def _texts(self, lines: Iterable[str]) -> list[str]:
        """The distinct lines that have text, without photos."""
        return list(dict.fromkeys(line for text in lines for line in points(text)))

    def _line(self, text: str, most: int) -> Markup:
        cut = shorten(text, most)
        return Markup(self._setter.line(text)) if cut is None else escape(cut)


def _message(highlight: SummaryHighlight) -> str:
    """The sentence that stands alone on its slide: the author's, or that of a draft."""
    return highlight.text or next((one.text for one in highlight.takeaways if Why.DRAFT in highlight.why), "")


def _said(highlight: SummaryHighlight, item: SummaryItem) -> list[str]:
    """The takeaways of a highlight; without takeaways and claim, text from its notes. No claim or opinion again."""
    views = {line for note in item.notes for line in points(note.view)}
    texts = ((one.text, without_label(one.text)) for one in highlight.takeaways or item.takeaways)
    told = [text for text, bare in texts if bare not in {item.claim, *views}]
    if told or item.claim:
        return told
    return [line for note in item.notes for line in points(note.text)]


def _density(length: float) -> str:
    """The density for a text of this length."""
    return "airy" if length < _LITTLE else "dense" if length > _MUCH else ""


def shorten_title(title: str) -> str:
    """A heading, shortened to leave room for the content."""
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0].rstrip(' ,;:–—-')}…"


def _on_pages(identifier: str, title: str, lists: Sequence[ShownList], size: int) -> list[SlidePage]:
    return [
        ListPage(_numbered(identifier, at // size), title, lists=lists[at : at + size])
        for at in range(0, len(lists), size)
    ]


def _numbered(identifier: str, number: int) -> str:
    return f"{identifier}-{number + 1}" if number else identifier


def _short_address(url: str) -> str:
    address = short_address(url)
    return address if len(address) <= _LONGEST_ADDRESS else host(url) or address[:_LONGEST_ADDRESS]


def points(text: str) -> Iterator[str]:
    """The lines of a note that make sense on their own, as inline Markdown: no headings, code, tables."""
    footnotes = Footnotes(text)
    lines = text.split("\n")
    for line, is_code in zip(lines, code_lines(lines), strict=True):
        if is_code or _NO_WORDS.match(line):
            continue
        found = without_photos(line_and_anchor(line)[0])
        found = found[match.end() :] if (match := _MARKER.match(found)) else found
        if any(letter.isalnum() for letter in found):
            yield footnotes.inlined(found).strip()


def without_photos(text: str) -> str:
    """Markdown without its photos."""
    return _PHOTO.sub("", text)


def photos_in(text: str) -> Iterator[tuple[str, str]]:
    """The photos in Markdown, in order: id and caption."""
    return ((match[2], plain_text(match[1])) for match in _PHOTO.finditer(text))


def shorten(text: str, most: int) -> str | None:
    """The plain text of a line of Markdown, shortened after a sentence or word; None if it is short enough."""
    words = plain_text(text)
    if len(words) <= most:
        return None
    cut = words[:most]
    sentence = max((match.end() for match in _ENDS.finditer(cut)), default=0)
    if sentence >= most // 2:
        return cut[:sentence]
    blank = cut.rfind(" ")
    return f"{cut[: blank if blank > most // 2 else most].rstrip(' ,;:–—-')}…"
