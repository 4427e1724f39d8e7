"""A summary as a self-contained HTML page: it loads nothing and runs only its own script.

The page is complete without the script, which adds search, filters and the theme switch.

Notes are rendered before the page, so that link targets in them are known.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from markupsafe import Markup

from confnotes.exporters import wording
from confnotes.exporters.html.notes import NoteSetter, PageContext, box_html
from confnotes.exporters.pictures.canvas import DrawnPicture
from confnotes.exporters.pictures.draw import NARROW, WIDE, in_page, pictures
from confnotes.exporters.render_options import Output, Picture, RenderOptions
from confnotes.exporters.section_order import Chapter, ChapterKind, ListedItem, SectionOrder, whom
from confnotes.exporters.web_page import web_page
from confnotes.markup.canonical import is_allowed
from confnotes.model.document import PhotoShown
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import Summary, SummaryItem, SummaryNote, SummaryPoint, SummarySession, SummaryTheme


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The page; the same summary gives the same bytes."""
    words = setting.words
    drawn = page_pictures(summary, words)
    data = web_page(
        __package__,
        "summary.html",
        styles=("summary.css", "summary_notes.css", "summary_media.css"),
        script="summary.js",
        theme=setting.theme,
        summary=summary,
        page=SummaryPage(summary, setting, has_pictures=bool(drawn)),
        words=words,
        wording=wording,
        terms=words.terms,
        allowed=is_allowed,
        whom=whom,
        box=Markup(box_html(words.terms, done=False)),
        pictures=drawn,
    )
    return Output(data)


def page_pictures(
    summary: Summary, words: wording.Wording, href: Callable[[str], str | None] = in_page
) -> list[tuple[DrawnPicture, DrawnPicture | None]]:
    """Each picture for phones and for desktops; pictures next to each other on a desktop have the phone width."""
    small, large = (pictures(summary, words, width=width, href=href) for width in (NARROW, WIDE))
    beside = sum(not one.id.startswith("days") for one in small) > 1
    return [
        (one, None if beside and not one.id.startswith("days") else other)
        for one, other in zip(small, large, strict=True)
    ]


_SHORT = 1600
_MOST_CHAPTERS = 3
"""Chapters that are seen at a glance, without a table of contents."""

_WIDE = re.compile("<(?:table|figure|pre|math|div)")
_ONE_LINE = re.compile(r"[^\s#>|*+`$<\d-][^\n]{0,200}")
"""An overview of a sentence or two."""


@fast_dataclass(frozen=True, slots=True)
class HtmlNote:
    """One person's notes; `takeaways` are those that are not in the text, by their ids."""

    note: SummaryNote
    takeaways: list[tuple[str, Markup]]
    text: Markup
    view: Markup


@fast_dataclass(frozen=True, slots=True)
class HtmlItem:
    """An item in its place: its facts, notes, and the attributes for filters.

    `elsewhere`: its main place is another one, which is linked.
    """

    item: SummaryItem
    facts: list[str]
    voices: list[HtmlNote]
    data: Markup
    elsewhere: bool = False


@fast_dataclass(frozen=True, slots=True)
class HtmlSession:
    """A session with its anchor and heading; its items with notes and those on one line."""

    id: str
    session: SummarySession
    title: str | None
    noted: list[HtmlItem]
    listed: list[HtmlItem]


@fast_dataclass(frozen=True, slots=True)
class HtmlPart:
    """A part with its anchor and heading."""

    id: str
    title: str
    also: Sequence[str]
    sessions: list[HtmlSession]


@fast_dataclass(frozen=True, slots=True)
class PageFilter:
    """A filter of the page: its name in the URL, its label, and its values with their labels."""

    name: str
    label: str
    choices: list[tuple[str, str]]


@fast_dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a page of a site leads: `address` gives that of an item or line by its id, `tags` those of tags by name in
    lower case, `photo` that of a photo's file.
    """

    address: Callable[[str], str | None]
    tags: Mapping[str, str]
    photo: Callable[[Picture], str]
    lines: Container[str]


class SummaryPage:
    """A summary laid out for one page; with `links`, for a page of a site."""

    def __init__(
        self, summary: Summary, setting: RenderOptions, *, has_pictures: bool = False, links: PageLinks | None = None
    ) -> None:
        if not summary.lead and _ONE_LINE.fullmatch(summary.overview.strip()):  # a section of its own would say no more
            summary = replace(summary, lead=summary.overview, overview="")
        self.summary = summary
        self.words = setting.words
        self._setting = setting
        self._links = links
        self._photos = {photo.id: photo for photo in summary.photos}
        tags = {tag.name.lower(): f"#tag-{number}" for number, tag in enumerate(summary.tags, start=1)}
        listed = {*summary.posters, *summary.missed, *summary.later}
        self._homes = {item.id for item in summary.items()} | {item.id for item in summary.others if item.id in listed}
        self._setter = NoteSetter(
            PageContext(self.href, links.tags if links else tags, self._figure, setting.words.terms),
            links.lines if links else summary.line_ids(),
        )
        self._in_lists: set[str] = set()
        self.overview = Markup(self._setter.note(summary.overview, 2)) if summary.overview else Markup()
        self.lead = Markup(self._setter.note(summary.lead, 2)) if summary.lead else Markup()
        self.overview_is_short = len(self.overview) <= _SHORT and not _WIDE.search(self.overview)
        self.parts = self._placed_parts()
        self.arrangement = SectionOrder(summary, setting.words)
        self.posters = list(map(self._in_list, self.arrangement.posters))
        self.unseen = [(unseen.title, list(map(self._in_list, unseen.items))) for unseen in self.arrangement.unseen]
        self.filters = self._filters()
        placed = iter(self.parts)
        chapters = self.arrangement.chapters(*([ChapterKind.AT_A_GLANCE] if has_pictures else ()))
        self.chapters = [self._entry(chapter, placed) for chapter in chapters]
        self.titles = {identifier: title for identifier, title, part in self.chapters if part is None}

    @property
    def is_long(self) -> bool:
        """Whether a table of contents helps."""
        return bool(self.parts) or len(self.chapters) > _MOST_CHAPTERS

    @staticmethod
    def _entry(chapter: Chapter, placed: Iterator[HtmlPart]) -> tuple[str, str, HtmlPart | None]:
        """The id and title of a chapter, and its part if it is one."""
        part = next(placed) if chapter.part is not None else None
        return (chapter.id, chapter.title, None) if part is None else (part.id, part.title, part)

    def href(self, item: str) -> str | None:
        """The address of an item; None if it has none."""
        if self._links is not None:
            return self._links.address(item)
        return f"#{item}" if item in self._homes else None

    def place(self, identifier: str, item: str) -> str | None:
        """The address of a line, else of its item; None if neither has one."""
        if self._links is not None:
            return self._links.address(identifier) or self._links.address(item)
        known = identifier in self._in_lists or identifier in self._setter.anchored
        return f"#{identifier}" if known else self.href(identifier) or self.href(item)

    def line(self, text: str, *, linked: bool = False) -> Markup:
        """One line of Markdown; `linked`: inside a link."""
        return Markup(self._setter.line(text, linked=linked))

    def lines(self, text: str) -> Markup:
        """Lines of Markdown, one below the other."""
        return Markup("<br>").join(map(self.line, text.split("\n")))

    def items(self, ids: Iterable[str]) -> list[SummaryItem]:
        """The items with these ids."""
        return [self.summary.by_id[one] for one in ids if one in self.summary.by_id]

    def item_links(self, ids: Iterable[str]) -> Markup:
        """The short titles of the items with these ids, as links to those that the page has."""
        return Markup(", ").join(map(self._item_link, self.items(ids)))

    def _item_link(self, item: SummaryItem) -> Markup:
        title, to = Markup.escape(wording.short_title(item.title)), self.href(item.id)
        begin, end = (f'<a href="{Markup.escape(to)}"', "</a>") if to else ("<span", "</span>")
        return Markup(f'{begin} dir="auto">{title}{end}')

    def by_source(self, theme: SummaryTheme) -> list[tuple[SummaryItem, list[SummaryPoint]]]:
        """The lines of a theme, consecutive ones from the same item grouped."""
        groups = groupby(theme.points, key=lambda point: point.item)
        return [(self.summary.by_id[item], list(points)) for item, points in groups]

    def _placed_parts(self) -> list[HtmlPart]:
        placed, taken = [], set()
        for number, part in enumerate(self.summary.parts, start=1):
            place = f"day-{part.day.isoformat()}" if part.day else f"part-{number}"
            if place in taken:
                place = f"part-{number}"
            taken.add(place)
            sessions = [
                self._placed_session(f"{place}-{order}", session)
                for order, session in enumerate(part.sessions, start=1)
            ]
            placed.append(HtmlPart(place, self.words.part_title(self.summary, part), part.also, sessions))
        return placed

    def _placed_session(self, identifier: str, session: SummarySession) -> HtmlSession:
        title = wording.session_title(session)
        level = 4 if title else 3
        return HtmlSession(
            identifier,
            session,
            title,
            [self.told(item, session, level) for item in session.items if item.noted],
            [self.told(item, session, level) for item in session.items if not item.noted],
        )

    def _in_list(self, listed: ListedItem) -> HtmlItem:
        """An item of a list; complete only if it is in no part."""
        if listed.elsewhere:
            return HtmlItem(listed.item, [], [], Markup(), elsewhere=True)
        return self.told(listed.item, None, 2)

    def told(self, item: SummaryItem, session: SummarySession | None, level: int) -> HtmlItem:
        """The item with its notes, whose headings are below that `level`."""
        # For talks that nobody attended, the time is enough.
        shown = item if session is not None else replace(item, room=None, track=None)
        facts = self.words.item_facts(self.summary, shown, session)
        return HtmlItem(item, facts, [self._voice(note, level) for note in item.notes if note.written], _data(item))

    def _voice(self, note: SummaryNote, level: int) -> HtmlNote:
        text, view = (Markup(self._setter.note(one, level)) if one else Markup() for one in (note.text, note.view))
        apart = [one for one in note.takeaways if one.id not in self._setter.anchored]
        self._in_lists.update(one.id for one in apart)
        self._in_lists.update(one.id for one in note.questions)
        return HtmlNote(note, [(one.id, self._with_photos(one.text)) for one in apart], text, view)

    def _with_photos(self, text: str) -> Markup:
        """A line with its photos; lines that only refer to it omit them."""
        return Markup(self._setter.note(text, 6)) if "(photo:" in text else self.line(text)

    def _filters(self) -> list[PageFilter]:
        """Filters with at least two values."""
        terms = self.words.terms
        items = [self.summary.by_id[one] for one in self.summary.by_id if one in self._homes]
        days = [(day.isoformat(), self.words.short_day(day)) for day in sorted({one.day for one in items if one.day})]
        tracks = [(name, name) for name in sorted({_plain(one.track) for one in items if one.track}, key=str.casefold)]
        tags = [(_plain(tag.name), f"#{tag.name}") for tag in self.summary.tags]
        least = sorted({one.rating for one in items if one.rating}, reverse=True)
        ratings = [(str(one), f"{wording.stars(one)} {terms.at_least.format(rating=one)}") for one in least]
        found = [
            PageFilter("day", terms.day_label, days if len(days) > 1 else []),
            PageFilter("track", terms.track_label, tracks if len(tracks) > 1 else []),
            PageFilter("tag", terms.tag_label, tags),
            PageFilter("rating", terms.rating_label, ratings),
        ]
        return [one for one in found if one.choices]

    def _figure(self, shown: PhotoShown) -> str | None:
        """A photo as an embedded figure; None if it is not available."""
        photo, words = self._photos.get(shown.id), shown.words
        picture = self._setting.photo(photo) if photo is not None else None
        if photo is None or picture is None or picture.ending not in ("jpg", "png", "webp"):
            return None
        caption = "" if words in ("", photo.name) else f"<figcaption>{escape(words)}</figcaption>"
        return (
            f'<figure class="photo"><img src="{self._links.photo(picture) if self._links else _embedded(picture)}"'
            f' width="{picture.width}" height="{picture.height}" decoding="async"'
            f' alt="{escape(words or self.words.terms.photo)}">{caption}</figure>'
        )


def _data(item: SummaryItem) -> Markup:
    """Attributes for the filters."""
    given = {
        "item": item.id,
        "day": item.day.isoformat() if item.day else "",
        "track": _plain(item.track or ""),
        "tags": "\n".join(map(_plain, item.tags)),
        "rating": str(item.rating or ""),
    }
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in given.items() if value)
    return Markup(data + (" data-talk" if item.is_talk else ""))


def _embedded(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"


def _plain(text: str) -> str:
    return " ".join(text.split())
