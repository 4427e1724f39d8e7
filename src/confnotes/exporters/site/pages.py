"""The pages of a site, each with a key: a digest of what it shows, so that only changed pages are rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final, TypeVar

from markupsafe import Markup

from confnotes import __version__
from confnotes.exporters import wording
from confnotes.exporters.html.html import PageLinks, SummaryPage, page_pictures
from confnotes.exporters.html.notes import NoteSetter, PageContext, box_html
from confnotes.exporters.render_options import Picture, RenderOptions
from confnotes.exporters.section_order import whom
from confnotes.exporters.site.feed import feed, sitemap
from confnotes.exporters.site.lists import SiteGroup, SiteLine, SiteLists
from confnotes.exporters.site.search_words import searched
from confnotes.exporters.site.site_map import HOME, SiteConference, linked_ids, shelves_of, site_map, texts_of
from confnotes.exporters.theme import css_variables
from confnotes.exporters.web_page import linked_page, text_in
from confnotes.markup.canonical import is_allowed
from confnotes.markup.names import fold
from confnotes.model.summary import Summary, SummaryItem, SummaryNote, SummaryPart, SummarySession
from confnotes.model.unnumbered import without_numbers

_HTML: Final = "confnotes.exporters.html"
_POLICY: Final = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; "
    "frame-src 'self' file:; base-uri 'none'; form-action 'none'"
)
"""Only files of the site: `file:` because on a disk, browsers count no file as the page's own."""
_STYLES: Final = ("summary.css", "summary_notes.css", "summary_media.css")
_LONGEST_DIGEST: Final = 100
"""Talks on the page of a conference; the pages of its days have the same lines."""
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the site: its path, a digest of all that it depends on, and its content."""

    path: str
    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class SiteTitle:
    """What every page begins with: its title, a label above and facts below it, where it is, and its neighbors."""

    title: str
    label: str = ""
    facts: tuple[str, ...] = ()
    above: tuple[tuple[str, str], ...] = ()
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None
    url: str = ""


def site_files(summaries: Sequence[Summary], setting: RenderOptions, url: str = "") -> Iterator[SiteFile]:
    """All files of a site; with its `url` also a feed and a sitemap."""
    return _SitePages(summaries, setting, url).files()


class _SitePages:
    def __init__(self, summaries: Sequence[Summary], setting: RenderOptions, url: str) -> None:
        self._setting, self._url = setting, url
        self._words, self._terms = setting.words, setting.words.terms
        self._map = site_map(summaries, setting.words)
        self._lists = SiteLists(self._map, setting.words)
        self._home = self._map.conferences[0].title if len(summaries) == 1 else self._terms.conference_notes
        self._on = {name: shelves_of(shelves) for name, (_, shelves) in self._lists.shelves.items()}
        self._photos: dict[str, Picture] = {}

    def files(self) -> Iterator[SiteFile]:
        """Every file; photos after the pages that show them."""
        with searched(self._lists.found_entries, len(self._map.items)) as search:
            pages = list(self._pages())
            yield from pages
            yield from (self._data(f"photos/{name}", picture.data, name) for name, picture in self._photos.items())
            yield self._data("assets/site.css", self._style.encode())
            yield self._data("assets/site.js", text_in(__package__, "site.js").encode())
            yield from (self._data(path, data) for path, data in search())
        if self._url:
            author = next((one.summary.authors for one in self._map.conferences if one.summary.authors), ())
            entries = self._lists.feed_entries()
            yield self._data("feed.xml", feed(self._url, self._home, self._words.listed(author), entries))
            yield self._data("sitemap.xml", sitemap(self._url, [page.path for page in pages]))

    def _data(self, path: str, data: bytes, key: str = "") -> SiteFile:
        return SiteFile(path, (key or hashlib.sha256(data).hexdigest())[:24], lambda: data)

    def _file(self, path: str, key: object, make: Callable[[], bytes]) -> SiteFile:
        digest = hashlib.sha256(f"{self._stamp}\0{path}\0{key}".encode("utf-8", "replace")).hexdigest()
        return SiteFile(path, digest[:24], make)

    @cached_property
    def _style(self) -> str:
        own = [text_in(_HTML, name) for name in _STYLES]
        return css_variables(self._setting.theme) + "".join((*own, text_in(__package__, "site.css")))

    @cached_property
    def _stamp(self) -> str:
        """What all pages depend on."""
        names = ("site.html", "site_macros.html", "listing.html", "talk.html", "conference.html")
        ours = [text_in(__package__, name) for name in names]
        theirs = [text_in(_HTML, f"summary_{name}.html") for name in ("macros", "begin", "end")]
        shown = (__version__, self._terms.code, self._home, bool(self._url), self._menu, self._setting.theme)
        return hashlib.sha256(repr((shown, ours, theirs)).encode()).hexdigest()

    @cached_property
    def _menu(self) -> list[tuple[str, str]]:
        """What every page leads to: addresses and names."""
        first = self._home if len(self._map.conferences) == 1 else self._terms.conferences
        filled = [(f"{name}/{HOME}", title) for name, (title, shelves) in self._lists.shelves.items() if shelves]
        return [(HOME, first), *filled]

    def _pages(self) -> Iterator[SiteFile]:
        conferences = self._map.conferences
        home = (HOME, self._home)
        if len(conferences) != 1:
            yield self._listing(HOME, SiteTitle(self._home), self._lists.by_year())
        for at, conference in enumerate(conferences):
            before, after = _around(conferences, at)
            head = SiteTitle(
                conference.title,
                self._words.eyebrow(conference.summary),
                self._lists.conference_facts(conference.summary),
                (home,) if len(conferences) != 1 else (),
                (before.path, before.title) if before else None,
                (after.path, after.title) if after else None,
            )
            yield self._conference_page(conference, head)
            yield from self._parts_and_talks(conference, (*head.above, (conference.path, conference.title)))
        for year, held in self._map.years.items() if len(conferences) != 1 else ():
            groups = (self._lists.group_of(one, [item.id for item in one.noted()]) for one in held)
            yield self._listing(f"years/{year}.html", SiteTitle(str(year), above=(home,)), filter(None, groups))
        for folder, (title, shelves) in self._lists.shelves.items():
            if shelves:
                groups_of = self._lists.shelf_groups(folder, shelves)
                yield self._listing(f"{folder}/{HOME}", SiteTitle(title, above=(home,)), groups_of)
            for shelf in shelves.values():
                head = SiteTitle(shelf.title, "", shelf.facts, (home, (f"{folder}/{HOME}", title)), url=shelf.url)
                yield self._listing(shelf.path, head, self._lists.talk_groups(shelf.items))

    def _parts_and_talks(self, conference: SiteConference, above: tuple[tuple[str, str], ...]) -> Iterator[SiteFile]:
        """A page of each day, and of each talk with notes."""
        shown = without_numbers(conference.summary)
        parts = [(path, title, part) for (path, title, _), part in zip(conference.parts, shown.parts, strict=True)]
        noted = []
        for at, (path, title, part) in enumerate(parts):
            before, after = (one and (one[0], one[1]) for one in _around(parts, at))
            groups = (self._lists.session_group(shown, session) for session in part.sessions)
            yield self._listing(path, SiteTitle(title, above=above, before=before, after=after), groups)
            found = ((item, session) for session in part.sessions for item in session.items if item.noted)
            noted += [(item, session, (path, title)) for item, session in found]
        for at, (item, session, part_of) in enumerate(noted):
            before, after = (one and (self._map.address[one[0].id], one[0].title) for one in _around(noted, at))
            facts = tuple(self._words.item_facts(shown, item, session, hours_again=True))
            yield self._talk_page(shown, item, SiteTitle(item.title, "", facts, (*above, part_of), before, after))

    def _conference_page(self, conference: SiteConference, head: SiteTitle) -> SiteFile:
        summary = without_numbers(conference.summary)
        light = tuple(replace(item, notes=_claims(item)) for item in summary.items())
        hidden = (SummaryPart("", sessions=(SummarySession(items=light),)),) if light else ()
        digest = summary.digest if len(summary.digest) <= _LONGEST_DIGEST else ()
        summary = replace(summary, parts=hidden, references=(), people=(), tags=(), digest=digest)
        days = tuple(
            SiteLine(title, path, facts=(self._words.counted(sum(1 for _ in part.items()), self._terms.talks),))
            for path, title, part in conference.parts
        )

        def make() -> bytes:
            links = self._links(_root(conference.path))
            drawn = page_pictures(summary, self._words, links.address)
            page = SummaryPage(summary, self._setting, has_pictures=bool(drawn), links=links)
            return self._render("conference.html", conference.path, head, page=page, pictures=drawn, days=days)

        items = summary.by_id.values()
        texts = [summary.overview, summary.lead, *(text for one in items for text in texts_of(one))]
        known = {one: self._map.to(one) for one in (*summary.by_id, *linked_ids(texts))}
        tags = [shelf.path for shelf in self._map.tags.values()]
        key = (head, days, _plain(summary), known, tags, self._photo_names(summary, texts))
        return self._file(conference.path, key, make)

    def _listing(self, path: str, head: SiteTitle, groups: Iterable[SiteGroup]) -> SiteFile:
        shown = tuple(groups)
        make = partial(self._render, "listing.html", path, head, groups=shown)
        return self._file(path, (head, shown), make)

    def _line(self, text: str) -> Markup:
        """A line of Markdown without links, for a list of links."""
        return Markup(NoteSetter(PageContext(lambda _id: None, terms=self._terms)).line(text, linked=True))

    def _talk_page(self, summary: Summary, item: SummaryItem, head: SiteTitle) -> SiteFile:
        path, people = self._map.address[item.id], self._map.people
        spoke = {key: people[key] for one in item.speakers if (key := fold(one.name)) in people}
        shelves = {
            folder: [(shelves[key].path, shelves[key].title) for key in self._on[folder].get(item.id, ())]
            for folder, (_, shelves) in self._lists.shelves.items()
        }
        shelves["people"] = [
            one for one in shelves["people"] if one[1] not in {person.title for person in spoke.values()}
        ]
        back = [self._lists.row(self._map.items[one], None) for one in self._map.backlinks.get(item.id, ())]
        values = {"spoke": {key: person.path for key, person in spoke.items()}, "shelves": shelves, "back": back}

        def make() -> bytes:
            alone = Summary(summary.title, audience=summary.audience, others=(item,), photos=summary.photos)
            page = SummaryPage(alone, self._setting, links=self._links(_root(path)))
            told = page.told(item, None, 1)
            return self._render("talk.html", path, head, page=page, told=told, item=item, **values)

        known = {one: self._map.to(one) for one in linked_ids(texts_of(item))}
        photos = self._photo_names(summary, texts_of(item))
        shown = replace(item, marks=frozenset())
        return self._file(path, (head, shown, sorted(item.marks), values, known, photos), make)

    def _links(self, root: str) -> PageLinks:
        def address(identifier: str) -> str | None:
            found = self._map.to(identifier)
            return found and root + found

        tags = {key: root + shelf.path for key, shelf in self._map.tags.items()}
        return PageLinks(address, tags, lambda picture: f"{root}photos/{_name(picture)}", self._map.line_of)

    def _photo_names(self, summary: Summary, texts: Iterable[str]) -> list[tuple[str, str]]:
        """The files of the photos in some texts, which are files of the site then."""
        told = "\n".join(text for text in texts if "(photo:" in text)
        names = []
        for photo in summary.photos if told else ():
            if f"(photo:{photo.id})" in told and (picture := self._setting.photo(photo)) is not None and picture.ending:
                self._photos[_name(picture)] = picture
                names.append((photo.id, _name(picture)))
        return names

    def _render(self, template: str, path: str, head: SiteTitle, **values: object) -> bytes:
        around = {
            "root": _root(path),
            "path": path,
            "head": head,
            "site": self._home,
            "menu": self._menu,
            "has_feed": bool(self._url),
            "policy": _POLICY,
            "words": self._words,
            "wording": wording,
            "terms": self._terms,
            "allowed": is_allowed,
            "whom": whom,
            "fold": fold,
            "line": self._line,
            "box": Markup(box_html(self._terms, done=False)),
        }
        return linked_page((__package__, _HTML), template, around | values)


def _around(things: Sequence[_One], at: int) -> tuple[_One | None, _One | None]:
    """What comes before and after."""
    return things[at - 1] if at else None, things[at + 1] if at + 1 < len(things) else None


def _claims(item: SummaryItem) -> tuple[SummaryNote, ...]:
    return tuple(replace(note, text="", view="", takeaways=(), questions=(), moments=()) for note in item.notes)


def _plain(summary: Summary) -> str:
    """The summary as text that is the same at every run: the order within a set is not."""
    marks = {one.id: sorted(one.marks) for one in summary.by_id.values()}

    def without(items: Iterable[SummaryItem]) -> tuple[SummaryItem, ...]:
        return tuple(replace(one, marks=frozenset()) for one in items)

    others, items = without(summary.others), without(summary.items())
    return repr((replace(summary, others=others, parts=()), items, marks))


def _root(path: str) -> str:
    """The way from a page to the root of the site."""
    return "../" * path.count("/")


def _name(picture: Picture) -> str:
    return f"{hashlib.sha256(picture.data).hexdigest()[:16]}.{picture.ending}"
