"""Papers while they are collected: which names belong to one paper, and each source's facts: notes in “Papers/”, talks
that present papers, and talks that count as papers because their source names authors.

Addresses that a person, program or bibliography gives for one paper are merged, unless the paper would get two
identifiers of one kind: two arXiv ids always mean two papers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TypeVar

from confnotes.markup.link_names import aliases
from confnotes.markup.names import fold
from confnotes.markup.paper_ids import MANY_ADDRESSES, citekey, is_own, own_papers, paper_id, rank, title_in, year_in
from confnotes.markup.person_names import name_words
from confnotes.markup.plain import plain_text
from confnotes.markup.reference_kinds import lists_papers
from confnotes.markup.wikilinks import target_of
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark, Marks
from confnotes.model.note import Outline
from confnotes.model.paper import Noted, Paper, PaperEntry, PaperId, Presented, Reading
from confnotes.model.program import Conference, Kind, Resource, Role, Session, Talk
from confnotes.model.timetable import local_day
from confnotes.vault.layout import talk_key
from confnotes.vault.papers_file import reading_of

_SHORTEST_TITLE = 10  # letters; shorter titles, as “Keynote”, are not one paper’s alone
_NO_LETTERS = re.compile(r"[\W_]+")


class PaperSource(IntEnum):
    """The source of a paper's title; the best one first."""

    ENTRY = 0
    NOTE = 1
    FETCHED = 2
    PROGRAM = 3
    MENTION = 4


_BEST_FIRST = tuple(PaperSource)
_Said = TypeVar("_Said")
_Otherwise = TypeVar("_Otherwise")


def best(said: Mapping[PaperSource, _Said], otherwise: _Otherwise) -> _Said | _Otherwise:
    """The value of the best source."""
    return next((said[source] for source in _BEST_FIRST if source in said), otherwise) if said else otherwise


@dataclass(slots=True, eq=False)
class PaperDraft:
    """A paper being collected."""

    ids: dict[str, PaperId] = field(default_factory=dict)
    urls: dict[str, None] = field(default_factory=dict)
    titles: dict[PaperSource, str] = field(default_factory=dict)
    authors: dict[PaperSource, tuple[str, ...]] = field(default_factory=dict)
    years: dict[PaperSource, int] = field(default_factory=dict)
    venues: dict[PaperSource, str] = field(default_factory=dict)
    presented: dict[str, Presented] = field(default_factory=dict)
    noted: dict[tuple[str, int], Noted] = field(default_factory=dict)
    entry: PaperEntry | None = None
    note: str | None = None
    citekey: str = ""
    said: Reading | None = None
    tasks: set[bool] = field(default_factory=set)
    joined_to: PaperDraft | None = None

    def now(self) -> PaperDraft:
        """The draft that this one was merged into, else itself."""
        draft = self
        while draft.joined_to is not None:
            draft = draft.joined_to
        return draft

    def differs(self, other: PaperDraft) -> bool:
        """Whether the two cannot be the same paper: each has its own note, entry or identifier."""
        if (self.note and other.note) or (self.entry and other.entry):
            return True
        own, others = _by_kind(self.ids.values()), _by_kind(other.ids.values())
        return any(own[kind].isdisjoint(others[kind]) for kind in own.keys() & others.keys())

    def take(self, other: PaperDraft) -> None:
        """Merge the other draft into this one."""
        self.ids |= other.ids
        self.urls |= other.urls
        self.titles = other.titles | self.titles
        self.authors = other.authors | self.authors
        self.years = other.years | self.years
        self.venues = other.venues | self.venues
        self.presented = other.presented | self.presented
        self.noted |= other.noted
        self.entry = self.entry or other.entry
        self.note = self.note or other.note
        self.citekey = self.citekey or other.citekey
        self.said = self.said or other.said
        self.tasks |= other.tasks

    @property
    def last_names(self) -> set[str]:
        """Family names of the authors, from any source."""
        return last_names(name for names in self.authors.values() for name in names)

    @property
    def title(self) -> str | None:
        """The title from the best source."""
        return best(self.titles, None)


class PaperRegistry:
    """All papers by address."""

    def __init__(self) -> None:
        self._drafts: dict[PaperDraft, None] = {}
        self._at: dict[str, PaperDraft] = {}

    def __iter__(self) -> Iterator[PaperDraft]:
        return iter(self._drafts)

    def fresh(self) -> PaperDraft:
        """A new paper without an address."""
        draft = PaperDraft()
        self._drafts[draft] = None
        return draft

    def at(self, url: str) -> PaperDraft:
        """The paper at an address."""
        one = paper_id(url)
        draft = self._at.get(one.address)
        if draft is None:
            draft = self._at[one.address] = self.fresh()
            draft.ids[one.address] = one
        draft.urls.setdefault(url)
        return draft

    def known(self, address: str) -> PaperDraft | None:
        """The paper with that canonical address, if known."""
        return self._at.get(address)

    def one(self, urls: Iterable[str], draft: PaperDraft | None = None) -> list[PaperDraft]:
        """The paper with these addresses; several papers if they cannot belong to one."""
        found: list[PaperDraft] = [draft] if draft else []
        for other in [self.at(url) for url in urls]:
            if other in found:
                continue
            if found and not found[0].differs(other):
                self.join(found[0], other)
            else:
                found.append(other)
        return found

    def join(self, draft: PaperDraft, other: PaperDraft) -> None:
        """Merge two papers."""
        draft.take(other)
        for address in other.ids:
            self._at[address] = draft
        other.joined_to = draft
        del self._drafts[other]

    def join_titles(self) -> None:
        """Merge papers with the same title that share an author, or if nothing else is known of one."""
        titled: dict[str, list[PaperDraft]] = defaultdict(list)
        for draft in self._drafts:
            if key := title_key(draft.title):
                titled[key].append(draft)
        for alike in titled.values():
            kept: list[PaperDraft] = []
            for draft in alike:
                same = [one for one in kept if not one.differs(draft) and _may_be_one(one, draft)]
                if len(same) == 1:
                    self.join(same[0], draft)
                else:
                    kept.append(draft)


def title_key(title: str | None) -> str:
    """A title for comparison; "" if it is too short to be distinctive."""
    key = _NO_LETTERS.sub("", fold(title or ""))
    return key if len(key) >= _SHORTEST_TITLE else ""


def last_names(names: Iterable[str]) -> set[str]:
    """Family names, for comparison."""
    return {words[-1] for name in names if (words := name_words(name))}


def _by_kind(ids: Iterable[PaperId]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in ids:
        if one.kind not in MANY_ADDRESSES:
            found[one.kind].add(one.value)
    return found


def _may_be_one(one: PaperDraft, other: PaperDraft) -> bool:
    """Whether two papers with the same title share an author, or one has neither authors nor addresses."""
    own, others = one.last_names, other.last_names
    if own and others:
        return not own.isdisjoint(others)
    return not (one.ids and other.ids)


_WORD = re.compile(r"\w+")
_MOST_WORDS = 20  # of a name: longer text is not a name
_ENOUGH_WORDS = 2
"""A title's first word alone could be any word of a sentence."""


class TitleWords:
    """Papers by the words of their titles."""

    def __init__(self) -> None:
        self._papers: list[tuple[tuple[str, ...], PaperDraft]] = []
        self._sorted: list[tuple[str, ...]] | None = None

    def add(self, title: str, paper: PaperDraft) -> None:
        """Add a title or another name of the paper."""
        if found := _words(title):
            self._papers.append((found, paper))
            self._sorted = None

    def meant_by(self, said: str) -> PaperDraft | None:
        """The paper whose title, or beginning of a title, starts the text; None if no paper or several match.

        Uses as many words as match; the rest of the line is other text.
        """
        given = _words(said)[:_MOST_WORDS]
        for size in range(len(given), 0, -1):
            whole = {paper for title, paper in self._beginning(given[:size]) if len(title) == size}
            enough = size >= _ENOUGH_WORDS or size == len(given)
            papers = whole or ({paper for _, paper in self._beginning(given[:size])} if enough else set())
            if papers:
                return papers.pop() if len(papers) == 1 else None
        return None

    def _beginning(self, words: tuple[str, ...]) -> list[tuple[tuple[str, ...], PaperDraft]]:
        if self._sorted is None:
            self._papers.sort(key=lambda each: each[0])
            self._sorted = [title for title, _ in self._papers]
        at = end = bisect_left(self._sorted, words)
        while end < len(self._sorted) and self._sorted[end][: len(words)] == words:
            end += 1
        return self._papers[at:end]


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def add_title(draft: PaperDraft, resource: Resource, source: PaperSource) -> None:
    """Set the paper's title from a link text, if that is a title."""
    if title := title_in(resource.title):
        draft.titles.setdefault(source, plain_text(title).strip() or title)


_ALSO_IN_NOTES = frozenset({"url", "link", "source"})
_CITEKEYS = ("citekey", "citation-key", "citation key", "bibtex-key")
_VENUES = ("venue", "journal", "booktitle", "conference")


def read_paper_note(note: Outline, draft: PaperDraft) -> list[str]:
    """Copy the facts of a note in “Papers/” to the draft; returns the paper's addresses."""
    draft.note = str(note.path)
    draft.titles[PaperSource.NOTE] = note.title
    if authors := tuple(_names(note.fields.get("authors") or note.fields.get("author"))):
        draft.authors[PaperSource.NOTE] = authors
    if year := year_in(str(note.fields.get("year") or note.fields.get("date") or "")):
        draft.years[PaperSource.NOTE] = year
    if venue := next(filter(None, (_text(note.fields.get(name)) for name in _VENUES)), None):
        draft.venues[PaperSource.NOTE] = venue
    draft.said = reading_of(note.fields.get("status"))
    draft.citekey = next(filter(None, (_text(note.fields.get(name)) for name in _CITEKEYS)), "").lstrip("@")
    return stated_addresses(note, _ALSO_IN_NOTES)


def names_of_paper(note: Outline) -> tuple[str, ...]:
    """Link texts that mean the paper of a note in “Papers/”."""
    return str(note.path).removesuffix(".md"), note.stem, *aliases(note.fields)


def stated_addresses(note: Outline, fields: frozenset[str] = frozenset()) -> list[str]:
    """The addresses of the paper that a note is about, including those in other front matter fields; best first."""
    found = [one.url for one in own_papers(note) if is_own(one, note.title)]
    found += [
        reference.resource.url
        for reference in note.references
        if reference.line < note.body_line and (reference.resource.title or "").casefold() in fields
    ]
    return sorted({url: None for url in found if not lists_papers(url)}, key=best_first)


def best_first(url: str) -> tuple[int, str]:
    """Sort key for the addresses of one paper."""
    return rank(paper_id(url))


def _names(value: object) -> Iterable[str]:
    """The names in a field: a list, or a comma-separated text; links as displayed."""
    items = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    return (name for item in items if item is not None and (name := _text(str(item))))


def _text(value: object) -> str:
    if not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    return (target_of(text) or plain_text(text)).strip() if "[" in text else text


_PUBLISHED = frozenset({Kind.POSTER, Kind.ORAL, Kind.SPOTLIGHT})
NO_AUTHORS = frozenset({Kind.KEYNOTE, Kind.TUTORIAL, Kind.PANEL, Kind.WORKSHOP, Kind.SOCIAL, Kind.REMARKS})


@fast_dataclass(frozen=True, slots=True)
class ConferenceContext:
    """A conference whose talks are read: its folder, facts, marks, and notes by talk."""

    folder: str
    facts: Conference
    marks: Marks
    notes: Mapping[str, str]

    @property
    def called(self) -> str:
        """The conference's name."""
        return self.facts.name or self.folder

    def presented(self, session: Session, talk: Talk) -> Presented:
        """The talk as a presentation of a paper."""
        key = talk_key(self.folder, talk.id or "")
        day = local_day(talk, self.facts.timezone) or local_day(session, self.facts.timezone)
        marks = self.marks.of(talk.id)
        return Presented(
            key,
            talk.title or session.title or "Untitled talk",
            self.folder,
            tuple(speaker.name for speaker in talk.speakers),
            day or self.facts.start_date,
            self.notes.get(key),
            Mark.STAR in marks,
            Mark.ATTENDED in marks,
        )


def is_published(talk: Talk) -> bool:
    """Whether a talk presents one of the conference's papers: it is of that kind, or its authors are named as such."""
    return talk.kind in _PUBLISHED or any(speaker.role is Role.AUTHOR for speaker in talk.speakers)


def paper_of_authors(stage: ConferenceContext, session: Session, talk: Talk) -> Paper | None:
    """The paper of a talk whose source names authors, by the key of the talk; None for any other talk."""
    authors = tuple(speaker.name for speaker in talk.speakers if speaker.role is Role.AUTHOR)
    if not talk.title or not authors or talk.kind in NO_AUTHORS:
        return None
    shown = replace(stage.presented(session, talk), published=True)
    year = stage.facts.year or (shown.day.year if shown.day else None)
    key = citekey(list(authors), talk.title, year, shown.talk)
    return Paper(shown.talk, talk.title, True, authors, year, stage.called, citekey=key, presented=(shown,))
