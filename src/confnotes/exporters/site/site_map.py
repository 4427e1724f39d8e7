"""The addresses of a site: conferences, days, talks, people, papers, tags and years, and who links to whom."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from confnotes.exporters.wording import Wording
from confnotes.markup.canonical import canonical
from confnotes.markup.names import fold, slug
from confnotes.markup.paper_ids import format_id, is_paper, paper_id, without_label, year_in
from confnotes.model.program import ResourceKind
from confnotes.model.summary import Summary, SummaryItem, SummaryPart, SummaryReference

HOME: Final = "index.html"
_LINK = re.compile(r"\]\(#([a-z][a-z0-9-]*)\)")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 70
_OWN_FOLDERS = frozenset({"assets", "papers", "people", "photos", "tags", "years"})
_NO_NAMES = frozenset({"index", "con", "nul", "aux", "prn"})
"""The page of a folder, and names that Windows reserves."""


@dataclass(frozen=True, slots=True)
class SiteShelf:
    """A person, paper or tag, and the items that share it. `facts` are those of a person, `url` that of a paper."""

    title: str
    path: str
    items: tuple[str, ...]
    facts: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class SiteConference:
    """A summary with its page, and a page of each of its parts: the path, the title and the part."""

    summary: Summary
    path: str
    title: str
    parts: tuple[tuple[str, str, SummaryPart], ...]

    @property
    def year(self) -> int | None:
        """The year in which it began, else that in its title; None without both."""
        return _year(self.summary, self.title)

    def noted(self) -> list[SummaryItem]:
        """The items with pages of their own, in order."""
        return [item for _, _, part in self.parts for item in part.items() if item.noted]


@dataclass(slots=True)
class SiteMap:
    """Where everything is. `address` is that of an item by its id, `line_of` the item of a line that links lead to;
    `backlinks` are the items that link to an item.
    """

    conferences: list[SiteConference] = field(default_factory=list)
    years: dict[int, list[SiteConference]] = field(default_factory=dict)
    items: dict[str, SummaryItem] = field(default_factory=dict)
    address: dict[str, str] = field(default_factory=dict)
    line_of: dict[str, str] = field(default_factory=dict)
    backlinks: dict[str, list[str]] = field(default_factory=dict)
    people: dict[str, SiteShelf] = field(default_factory=dict)
    papers: dict[str, SiteShelf] = field(default_factory=dict)
    tags: dict[str, SiteShelf] = field(default_factory=dict)

    def to(self, identifier: str) -> str | None:
        """The address of an item or line from the site's root; None without one."""
        if identifier in self.address:
            return self.address[identifier]
        page = self.address.get(self.line_of.get(identifier, ""))
        return f"{page.partition('#')[0]}#{identifier}" if page else None


def _year(summary: Summary, title: str) -> int | None:
    days = (item.day for item in summary.by_id.values() if item.day)
    first = summary.first_day or min(days, default=None)
    return first.year if first else year_in(title)


def site_map(summaries: Sequence[Summary], words: Wording) -> SiteMap:
    """The map of a site of these summaries, oldest first. The ids of their items are different."""
    found, names = SiteMap(), _Names()

    def age(summary: Summary) -> tuple[int, date]:
        return _year(summary, words.title(summary)) or date.max.year, summary.first_day or date.max

    for summary in sorted(summaries, key=age):
        conference = _conference(summary, words, names, alone=len(summaries) == 1)
        found.conferences.append(conference)
        if (year := conference.year) is not None:
            found.years.setdefault(year, []).append(conference)
        _add_items(found, conference, names)
    for conference in found.conferences:
        for item in (*conference.summary.items(), *conference.summary.others):
            for target in dict.fromkeys(linked_ids(texts_of(item))):
                one = found.line_of.get(target, target)
                if one != item.id and one in found.address and item.id in found.address:
                    found.backlinks.setdefault(one, []).append(item.id)
    found.people = _people(found, names)
    found.papers = _papers(found, names)
    found.tags = _tags(found, names)
    return found


def linked_ids(texts: Iterable[str]) -> Iterator[str]:
    """The ids that texts link to."""
    for text in texts:
        if "](#" in text:
            yield from _LINK.findall(text)


def texts_of(item: SummaryItem) -> Iterator[str]:
    """All texts of an item."""
    for note in item.notes:
        yield from (note.claim, note.text, note.view, *(one.text for one in note.takeaways))
        yield from (text for one in note.questions for text in (one.text, one.answer or ""))


class _Names:
    """Names of files that are stable from one build to the next: ASCII, without signs, each once in its folder."""

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = defaultdict(lambda: set(_NO_NAMES), {"": set(_OWN_FOLDERS | _NO_NAMES)})

    def free(self, folder: str, title: str) -> str:
        """A path for that title in a folder."""
        name = _NOT_IN_NAMES.sub("-", slug(title)).strip("-")[:_LONGEST_NAME].strip("-")
        if not name or name in self._taken[folder]:
            digest = hashlib.sha256(title.encode("utf-8", "replace")).hexdigest()
            name = next(
                one for size in (6, 16, 64) if (one := f"{name}-{digest[:size]}".strip("-")) not in self._taken[folder]
            )
        self._taken[folder].add(name)
        return f"{folder}/{name}" if folder else name


def _conference(summary: Summary, words: Wording, names: _Names, *, alone: bool) -> SiteConference:
    title = words.title(summary)
    folder = names.free("", title)
    parts = []
    for number, part in enumerate(summary.parts, start=1):
        named = part.title or (part.day.isoformat() if part.day else f"more-{number}")
        parts.append((f"{names.free(folder, named)}.html", words.part_title(summary, part), part))
    return SiteConference(summary, HOME if alone else f"{folder}/{HOME}", title, tuple(parts))


def _add_items(found: SiteMap, conference: SiteConference, names: _Names) -> None:
    """Give an address to each item that is shown: a page of its own if it has notes, else a place in another page."""
    summary = conference.summary
    found.items |= summary.by_id
    found.line_of |= {line: item.id for item in summary.by_id.values() for line in item.line_ids}
    for path, _, part in conference.parts:
        folder = path.rpartition("/")[0]
        for item in part.items():
            found.address[item.id] = f"{names.free(folder, item.id)}.html" if item.noted else f"{path}#{item.id}"
    for item in summary.others:
        if item.id in summary.listed:
            found.address[item.id] = f"{conference.path}#{item.id}"


def _people(found: SiteMap, names: _Names) -> dict[str, SiteShelf]:
    """Speakers and people in notes who have an item with an address, by folded name."""
    called: dict[str, str] = {}
    places: dict[str, dict[str, None]] = defaultdict(dict)
    items: dict[str, dict[str, None]] = defaultdict(dict)
    for conference in reversed(found.conferences):
        for person in conference.summary.people:
            key = fold(person.name)
            called.setdefault(key, person.name)
            items[key].update(dict.fromkeys(one for one in person.items if one in found.address))
            if person.affiliation:
                places[key][person.affiliation] = None
    return {
        key: SiteShelf(name, f"{names.free('people', name)}.html", tuple(items[key]), tuple(places[key])[:2])
        for key, name in sorted(called.items())
        if items[key]
    }


def _tags(found: SiteMap, names: _Names) -> dict[str, SiteShelf]:
    called: dict[str, str] = {}
    items: dict[str, dict[str, None]] = defaultdict(dict)
    for conference in reversed(found.conferences):
        for tag in conference.summary.tags:
            called.setdefault(tag.name.lower(), tag.name)
            items[tag.name.lower()].update(dict.fromkeys(one for one in tag.items if one in found.address))
    return {
        key: SiteShelf(f"#{name}", f"{names.free('tags', name)}.html", tuple(items[key]))
        for key, name in sorted(called.items())
        if items[key]
    }


def _papers(found: SiteMap, names: _Names) -> dict[str, SiteShelf]:
    """The papers of talks and notes, by canonical address, with the longest title that is known."""
    titles: dict[str, list[str]] = defaultdict(list)
    urls: dict[str, str] = {}
    items: dict[str, dict[str, None]] = defaultdict(dict)
    for conference in reversed(found.conferences):
        for reference in conference.summary.references:
            if is_paper(reference.resource):
                key = canonical(reference.resource.url)
                urls.setdefault(key, reference.resource.url)
                titles[key].append(_paper_title(conference.summary, reference))
                items[key].update(dict.fromkeys(one for one in reference.items if one in found.address))
    return {
        key: SiteShelf(title, f"{names.free('papers', title)}.html", tuple(items[key]), url=urls[key])
        for key, title in sorted((key, max(told, key=len)) for key, told in titles.items())
        if items[key]
    }


def _paper_title(summary: Summary, reference: SummaryReference) -> str:
    """A paper's own title, or that of the talk that presents it, else its address."""
    own = (reference.resource.title or "").strip()
    if len(own.split()) > 2:
        return own
    for one in reference.items:
        item = summary.by_id[one]
        papers = [link for link in item.links if link.resource.kind is ResourceKind.PAPER]
        if len(papers) == 1 and papers[0].number == reference.number:
            return without_label(item.title)
    return own or format_id(paper_id(reference.resource.url))


def shelves_of(shelves: Mapping[str, SiteShelf]) -> dict[str, list[str]]:
    """The keys of the shelves on which each item stands, by its id."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, shelf in shelves.items():
        for item in shelf.items:
            found[item].append(key)
    return found
