"""The lists of a site: talks, conferences, people, papers and tags in rows, under headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import Final

from confnotes.exporters import wording
from confnotes.exporters.site.feed import FeedEntry, moment_of
from confnotes.exporters.site.search_words import FoundEntry
from confnotes.exporters.site.site_map import SiteConference, SiteMap, SiteShelf, texts_of
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.person_names import family_name
from confnotes.markup.plain import plain_text
from confnotes.model.summary import Summary, SummaryItem, SummarySession

_EXCERPT: Final = 160
_LONG_EXCERPT: Final = 320
_FIRST_TITLES: Final = 3
_FEW: Final = 40
"""Letters above a list that one or two screens show are noise."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A line of a list: a link, or a place of its own with an `id`, with facts before, people and a text below."""

    title: str
    href: str = ""
    id: str = ""
    facts: tuple[str, ...] = ()
    sign: str = ""
    sign_words: str = ""
    who: str = ""
    said: str = ""
    language: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SiteGroup:
    """The rows of a list under a heading."""

    title: str
    rows: tuple[SiteLine, ...]
    href: str = ""
    facts: tuple[str, ...] = ()


class SiteLists:
    """The rows of a site's pages, of its search and of its feed."""

    def __init__(self, places: SiteMap, words: wording.Wording) -> None:
        self._map, self._words, self._terms = places, words, words.terms
        self.shelves: dict[str, tuple[str, Mapping[str, SiteShelf]]] = {
            "people": (self._terms.people, places.people),
            "papers": (self._terms.papers, places.papers),
            "tags": (self._terms.tags, places.tags),
        }

    @cached_property
    def _said(self) -> dict[str, str]:
        """A line of each item that has one: that of its highlight, else that of the digest."""
        summaries = [one.summary for one in self._map.conferences]
        best = {one.item: one.takeaways[0].text for each in summaries for one in each.highlights if one.takeaways}
        return {point.item: point.text for each in summaries for point in each.digest} | best

    def by_year(self) -> Iterator[SiteGroup]:
        """The conferences, newest first; those without days last."""
        newest = sorted(self._map.conferences, key=lambda one: one.year or 0, reverse=True)
        for year, held in groupby(newest, key=lambda one: one.year):
            rows = (
                SiteLine(one.title, one.path, facts=self.conference_facts(one.summary), said=_about(one.summary))
                for one in sorted(held, key=lambda one: str(one.summary.first_day), reverse=True)
            )
            title, href = (str(year), f"years/{year}.html") if year else (self._terms.more_notes, "")
            yield SiteGroup(title, tuple(rows), href)

    def conference_facts(self, summary: Summary) -> tuple[str, ...]:
        told = [fact for one in summary.conferences[:1] for fact in self._words.conference_facts(summary, one)]
        return (*told, *self._words.coverage(summary))

    def session_group(self, summary: Summary, session: SummarySession) -> SiteGroup:
        rows = tuple(self.row(item, summary, session, with_id=not item.noted) for item in session.items)
        return SiteGroup(wording.session_title(session) or "", rows, facts=tuple(wording.session_facts(session)))

    def talk_groups(self, ids: Iterable[str]) -> Iterator[SiteGroup]:
        """The items by conference, newest first."""
        wanted = set(ids)
        for conference in reversed(self._map.conferences):
            if group := self.group_of(conference, [one for one in conference.summary.by_id if one in wanted]):
                yield group

    def group_of(self, conference: SiteConference, ids: Sequence[str]) -> SiteGroup | None:
        rows = tuple(self.row(self._map.items[one], None) for one in ids)
        return SiteGroup(conference.title, rows, conference.path) if rows else None

    def shelf_groups(self, folder: str, shelves: Mapping[str, SiteShelf]) -> Iterator[SiteGroup]:
        """People, papers or tags by their first letter; without letters if they are few."""

        def name(shelf: SiteShelf) -> str:
            return fold(family_name(shelf.title).family if folder == "people" else shelf.title.lstrip("#"))

        ordered = sorted(shelves.values(), key=lambda one: (name(one), fold(one.title)))
        many = len(ordered) > _FEW
        for letter, together in groupby(ordered, key=lambda one: name(one)[:1].upper() if many else ""):
            rows = (
                SiteLine(
                    one.title,
                    one.path,
                    facts=(*one.facts, self._words.counted(len(one.items), self._terms.talks)),
                )
                for one in together
            )
            yield SiteGroup(letter, tuple(rows))

    def row(
        self,
        item: SummaryItem,
        summary: Summary | None,
        session: SummarySession | None = None,
        *,
        with_id: bool = False,
    ) -> SiteLine:
        if summary is not None:
            facts = tuple(self._words.item_facts(summary, item, session))
        else:
            facts = (self._words.short_day(item.day),) if item.day else ()
        sign, words = self._words.mark(item)
        links = tuple((one.resource.url, self._words.link_words(one.resource)) for one in item.links)
        return SiteLine(
            item.title,
            "" if with_id else self._map.address[item.id],
            item.id if with_id else "",
            facts,
            sign,
            words,
            self._words.authors_words(item),
            self._said.get(item.id) or item.claim,
            item.language or "",
            links if with_id else (),
        )

    def found_entries(self) -> Iterator[FoundEntry]:
        """Everything that the search finds: conferences, talks, people, papers and tags."""
        terms = self._terms
        for conference in reversed(self._map.conferences):
            summary = conference.summary
            text = f"{summary.lead}\n{summary.overview}"
            facts = terms.comma.join(self.conference_facts(summary)[:1])
            yield FoundEntry(conference.path, conference.title, terms.conferences, facts, _excerpt(summary.lead), text)
            for item in summary.by_id.values():
                if item.id in self._map.address:
                    yield self._found(item, conference)
        for title, shelves in self.shelves.values():
            for shelf in shelves.values():
                count = self._words.counted(len(shelf.items), terms.talks)
                yield FoundEntry(shelf.path, shelf.title, title, terms.comma.join((*shelf.facts, count)), "", "")

    def _found(self, item: SummaryItem, conference: SiteConference) -> FoundEntry:
        day = [self._words.short_day(item.day)] if item.day else []
        who = self._words.listed(one.name for one in item.speakers)
        more = (conference.title, item.session or "", item.track or "", *item.tags, *texts_of(item))
        said = _excerpt(self._said.get(item.id) or item.claim)
        facts = " · ".join(filter(None, (self._words.authors_words(item), *day)))
        return FoundEntry(
            self._map.address[item.id], item.title, conference.title, facts, said, "\n".join((who, *more))
        )

    def feed_entries(self) -> Iterator[FeedEntry]:
        for conference in self._map.conferences:
            zone = next((one.timezone for one in conference.summary.conferences), None)
            for item in conference.noted():
                if (moment := moment_of(item, zone)) is not None:
                    said = plain_text(self._said.get(item.id) or item.claim)
                    yield FeedEntry(self._map.address[item.id], item.title, moment, said)


def _about(summary: Summary) -> str:
    """The lead, else the first highlights by their talks' titles, without which their sentences say little."""
    titles = (summary.by_id[one.item].title if one.item else plain_text(one.text) for one in summary.highlights)
    said = summary.lead or " · ".join(islice(titles, _FIRST_TITLES))
    return escape_text(_excerpt(said, _LONG_EXCERPT))


def _excerpt(text: str, most: int = _EXCERPT) -> str:
    words = plain_text(" ".join(text.split()))
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"
