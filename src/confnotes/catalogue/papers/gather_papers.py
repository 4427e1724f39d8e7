"""Goes once through the bibliography, the programs and the outlines of all notes, and gathers the papers they name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.papers.paper_drafts import PaperDraft, PaperRegistry, PaperSource, last_names, title_key
from confnotes.catalogue.papers.paper_library import library, titles
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError
from confnotes.importers.bibtex import paper_entries
from confnotes.markup import paper_ids
from confnotes.markup.generated_regions import is_day_page, made_rows
from confnotes.markup.link_names import aliases
from confnotes.markup.names import fold, name_key
from confnotes.markup.paper_ids import OWN_FIELDS, is_own, is_paper, own_papers, paper_id, rank, title_in, year_in
from confnotes.markup.plain import plain_text
from confnotes.markup.reference_kinds import lists_papers
from confnotes.markup.wikilinks import target_of
from confnotes.model.mark import Mark, Marks
from confnotes.model.note import Outline, PaperWords
from confnotes.model.paper import Noted, Paper, Presented
from confnotes.model.program import Conference, Kind, Resource, Role, Session, Talk
from confnotes.model.timetable import local_day
from confnotes.vault.layout import PAPERS, talk_key
from confnotes.vault.papers_file import reading_of
from confnotes.vault.vault import Vault

_ALSO_IN_NOTES = frozenset({"url", "link", "source"})
_CITEKEYS = ("citekey", "citation-key", "citation key", "bibtex-key")
_VENUES = ("venue", "journal", "booktitle", "conference")
_READ = re.compile(r"(?:\b(?:re-?)?(?:read|skim|lesen|lire|leer|leggere)\b)|读|読", re.IGNORECASE)
_LABEL = re.compile(r"(?:poster|oral|spotlight|talk|paper)\s*(?::|–|-\s)\s*(?=\S)", re.IGNORECASE)
_PUBLISHED = frozenset({Kind.POSTER, Kind.ORAL, Kind.SPOTLIGHT})
NO_AUTHORS = frozenset({Kind.KEYNOTE, Kind.TUTORIAL, Kind.PANEL, Kind.WORKSHOP, Kind.SOCIAL, Kind.REMARKS})


def gather_papers(vault: Vault, shown: AudienceFilter | None = None) -> Gathering:
    """All papers of the vault, or those that may be shown; raises ConfnotesError."""

    def notes(folder: str | None = None) -> Iterator[Outline]:
        """One at a time, read twice: all of them at once are tens of MB."""
        known = outlines(vault, folder)
        return shown.outlines(known) if shown else known

    found = Gathering()
    found.add_library(vault)
    found.add_paper_notes(notes(PAPERS))
    found.add_programs(vault.conferences(), shown or vault, notes())
    found.add_notes(notes(), partial(_copied_lines, vault) if shown is None else lambda _: frozenset())
    for address, title in titles(vault).items():
        if draft := found.drafts.known(address):
            draft.titles[PaperSource.FETCHED] = title
    found.drafts.join_titles()
    found.add_named_in_words()
    found.add_talks_without_links()
    return found


def _copied_lines(vault: Vault, note: Outline) -> Set[int]:
    """The lines, from 1, of the page of a day that confnotes copied from notes, which have them as well."""
    if is_day_page(note):
        with suppress(ConfnotesError):
            return {row + 1 for row in made_rows(vault.read(str(note.path)).text.split("\n"))}
    return frozenset()


@dataclass(frozen=True, slots=True)
class ConferenceContext:
    """A conference whose talks are looked at: its folder, its facts, what is marked, and the notes by their talks."""

    folder: str
    facts: Conference
    marks: Marks
    notes: Mapping[str, str]

    @property
    def called(self) -> str:
        """The conference's name."""
        return self.facts.name or self.folder

    def presented(self, session: Session, talk: Talk) -> Presented:
        """A talk as one that presents a paper."""
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


class Gathering:
    """Papers being gathered, and the notes that mention somebody or cite something."""

    def __init__(self) -> None:
        self.drafts = PaperRegistry()
        self._talks: dict[str, tuple[Presented, ConferenceContext, Kind]] = {}
        self._of_talk: dict[str, PaperDraft] = {}
        self._unlinked: dict[str, list[tuple[Presented, ConferenceContext]]] = defaultdict(list)
        self._linked: dict[str, str] = {}
        self._citations: dict[str, list[Noted]] = defaultdict(list)
        self._named: list[tuple[Outline, PaperWords]] = []

    def add_library(self, vault: Vault) -> None:
        """The entries of the vault's bibliography."""
        for entry in library(vault):
            draft = self.drafts.fresh()
            draft.entry = entry
            if title := paper_entries.title_of(entry):
                draft.titles[PaperSource.ENTRY] = title
            if authors := paper_entries.authors_of(entry):
                draft.authors[PaperSource.ENTRY] = authors
            if year := paper_entries.year_of(entry):
                draft.years[PaperSource.ENTRY] = year
            if venue := paper_entries.venue_of(entry):
                draft.venues[PaperSource.ENTRY] = venue
            self.drafts.one(paper_entries.addresses_of(entry), draft)

    def add_paper_notes(self, notes: Iterable[Outline]) -> None:
        """The notes in “Papers/”: each is about a paper, which links to it mean."""
        for note in notes:
            path = str(note.path)
            draft = self.drafts.fresh()
            draft.note = path
            draft.titles[PaperSource.NOTE] = note.title
            if authors := tuple(_names(note.fields.get("authors") or note.fields.get("author"))):
                draft.authors[PaperSource.NOTE] = authors
            if year := year_in(str(note.fields.get("year") or note.fields.get("date") or "")):
                draft.years[PaperSource.NOTE] = year
            if venue := next(filter(None, (_text(note.fields.get(name)) for name in _VENUES)), None):
                draft.venues[PaperSource.NOTE] = venue
            draft.said = reading_of(note.fields.get("status"))
            draft.citekey = next(filter(None, (_text(note.fields.get(name)) for name in _CITEKEYS)), "").lstrip("@")
            self.drafts.one(_stated(note, _ALSO_IN_NOTES), draft)
            for name in (path.removesuffix(".md"), note.stem, *aliases(note.fields)):
                self._linked.setdefault(name_key(name), path)

    def add_programs(self, conferences: Iterable[str], known: Vault | AudienceFilter, notes: Iterable[Outline]) -> None:
        """What talks and sessions link to; a program that cannot be read is left out."""
        noted = {key: str(note.path) for note in notes if isinstance(key := note.fields.get("talk"), str)}
        for name in conferences:
            try:
                program, marks = known.program(name, keep=False), known.marks(name)
            except ConfnotesError:
                continue
            stage = ConferenceContext(name, program.conference, marks, noted)
            for session in program.sessions:
                for talk in session.talks:
                    self._add_talk(stage, session, talk)
                for resource in session.resources:
                    if is_paper(resource):
                        _titled(self.drafts.at(resource.url), resource, PaperSource.PROGRAM)

    def _add_talk(self, stage: ConferenceContext, session: Session, talk: Talk) -> None:
        shown = replace(stage.presented(session, talk), published=_is_published(talk))
        if shown.note:
            self._talks[shown.talk] = shown, stage, talk.kind
        own: list[str] = []
        for resource in talk.resources:
            if not is_paper(resource):
                continue
            if is_own(resource, talk.title):
                own.append(resource.url)
            else:
                draft = self.drafts.at(resource.url)
                _titled(draft, resource, PaperSource.PROGRAM)
                draft.presented.setdefault(shown.talk, replace(shown, published=False))
        if own:
            self._is_paper_of(shown, stage, talk.kind, own)
        elif key := title_key(_without_label(shown.title)):
            self._unlinked[key].append((shown, stage))

    def _is_paper_of(self, shown: Presented, stage: ConferenceContext, kind: Kind, urls: list[str]) -> None:
        """The addresses are those of the paper that the talk presents; of several papers, the talk presents all."""
        known = self._of_talk.get(shown.talk)
        found = self.drafts.one(sorted(urls, key=_best_first), known.now() if known else None)
        alone = len(found) == 1
        for draft in found:
            draft.presented[shown.talk] = shown if alone else replace(shown, published=False)
        if not alone:
            return
        (draft,) = found
        self._of_talk[shown.talk] = draft
        draft.titles.setdefault(PaperSource.PROGRAM, _without_label(shown.title))
        if shown.speakers and kind not in NO_AUTHORS:
            draft.authors.setdefault(PaperSource.PROGRAM, shown.speakers)
        if shown.published:
            draft.venues.setdefault(PaperSource.PROGRAM, stage.called)
            if year := stage.facts.year or (shown.day.year if shown.day else None):
                draft.years.setdefault(PaperSource.PROGRAM, year)

    def add_notes(self, notes: Iterable[Outline], copied: Callable[[Outline], Set[int]]) -> None:
        """What notes refer to, link to and cite, with the lines; those that are `copied` from other notes are not."""
        at_note = {draft.note: draft for draft in self.drafts if draft.note}
        for note in notes:
            about = self._talks.get(str(note.fields.get("talk")))
            if about and (own := _stated(note)):
                self._is_paper_of(*about, own)
            tasks = {task.line: task for task in note.tasks}
            without = copied(note)
            for draft, line in [*self._referred(note, has_own=about is not None), *self._links(note, at_note)]:
                if line in without:
                    continue
                _note_line(draft, note, line)
                task = tasks.get(line)
                if task is not None and _READ.search(task.text):
                    draft.tasks.add(task.done)
            if mentions := note.mentions:
                path, title, day = str(note.path), note.title, note.day
                for mention in (one for one in mentions if one.line not in without):
                    self._citations[mention.name].append(Noted(path, mention.line, title, day))
            self._named += [(note, one) for one in note.paper_words if one.line not in without]

    def _referred(self, note: Outline, *, has_own: bool) -> Iterator[tuple[PaperDraft, int]]:
        """The papers whose addresses stand in a note; in its front matter that of what it is about is no mention."""
        has_own = has_own or str(note.path).startswith(f"{PAPERS}/")
        for reference in note.references:
            resource = reference.resource
            if not is_paper(resource):
                continue
            if reference.line >= note.body_line:
                draft = self.drafts.at(resource.url)
                _titled(draft, resource, PaperSource.MENTION)
                yield draft, reference.line
            elif not has_own and (resource.title or "").casefold() in OWN_FIELDS:
                draft = self.drafts.at(resource.url)
                draft.titles.setdefault(PaperSource.MENTION, note.title)
                yield draft, reference.line

    def _links(self, note: Outline, at_note: Mapping[str, PaperDraft]) -> Iterator[tuple[PaperDraft, int]]:
        """The papers about which there are notes that this one links to."""
        for link in note.links:
            target = self._linked.get(name_key(link.target.removesuffix(".md")))
            if target and target != str(note.path) and link.line >= note.body_line:
                yield at_note[target].now(), link.line

    def add_named_in_words(self) -> None:
        """What notes name with `@@` and words of a title, or an alias of a paper's note, that only one paper has."""
        if not self._named:
            return
        titled = TitleWords()
        at_note = {draft.note: draft for draft in self.drafts if draft.note}
        for draft in self.drafts:
            for title in draft.titles.values():
                titled.add(title, draft)
        for name, path in self._linked.items():
            titled.add(name, at_note[path])
        for note, one in self._named:
            meant = titled.meant_by(one.words)
            if meant is not None and meant.note != str(note.path):
                _note_line(meant, note, one.line)

    def add_talks_without_links(self) -> None:
        """Talks that lead to no paper present the one that has their title and an author."""
        for draft in self.drafts:
            for shown, stage in self._unlinked.get(title_key(draft.title), ()):
                if not draft.last_names.isdisjoint(last_names(shown.speakers)):
                    draft.presented.setdefault(shown.talk, shown)
                    if shown.published:
                        draft.venues.setdefault(PaperSource.PROGRAM, stage.called)

    def add_citations(self, known: Mapping[str, PaperDraft]) -> None:
        """Count `@citekey` and `[@citekey]` as naming the paper of that key."""
        for key in known.keys() & self._citations.keys():
            for noted in self._citations[key]:
                known[key].noted.setdefault((noted.path, noted.line), noted)


def _note_line(draft: PaperDraft, note: Outline, line: int) -> None:
    path = str(note.path)
    draft.noted.setdefault((path, line), Noted(path, line, note.title, note.day))


def _titled(draft: PaperDraft, resource: Resource, source: PaperSource) -> None:
    """Call the paper as a link to it does, where that is a title."""
    if title := title_in(resource.title):
        draft.titles.setdefault(source, plain_text(title).strip() or title)


def _is_published(talk: Talk) -> bool:
    """Whether a talk presents one of the conference's papers: it is of that kind, or its authors are named so."""
    return talk.kind in _PUBLISHED or any(speaker.role is Role.AUTHOR for speaker in talk.speakers)


def _stated(note: Outline, fields: frozenset[str] = frozenset()) -> list[str]:
    """The addresses of the paper that a note is about, also those in further fields of its front matter; the best
    first."""
    found = [one.url for one in own_papers(note) if is_own(one, note.title)]
    found += [
        reference.resource.url
        for reference in note.references
        if reference.line < note.body_line and (reference.resource.title or "").casefold() in fields
    ]
    return sorted({url: None for url in found if not lists_papers(url)}, key=_best_first)


def _best_first(url: str) -> tuple[int, str]:
    return rank(paper_id(url))


def _without_label(title: str) -> str:
    label = _LABEL.match(title)
    return title[label.end() :] if label else title


def _names(value: object) -> Iterable[str]:
    """The names in a field: a list, or a text with commas; links as they read."""
    items = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    return (name for item in items if item is not None and (name := _text(str(item))))


def _text(value: object) -> str:
    if not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    return (target_of(text) or plain_text(text)).strip() if "[" in text else text


_WORD = re.compile(r"\w+")
_MOST_WORDS = 20
_ENOUGH_WORDS = 2
"""A single word that a title begins with may be any word of a sentence."""


class TitleWords:
    """Papers by the words of their titles."""

    def __init__(self) -> None:
        self._papers: list[tuple[tuple[str, ...], PaperDraft]] = []
        self._sorted: list[tuple[str, ...]] | None = None

    def add(self, title: str, paper: PaperDraft) -> None:
        """A title that the paper has, or another name."""
        if found := _words(title):
            self._papers.append((found, paper))
            self._sorted = None

    def meant_by(self, said: str) -> PaperDraft | None:
        """The paper with whose title, or the beginning of it, the text begins; None where that is none or several.

        As many of the words count as belong to a title; the rest of the line says something else.
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


def unlinked_papers(
    known: AudienceFilter, conferences: Iterable[str], notes: Iterable[Outline], papers: Iterable[Paper]
) -> Iterator[Paper]:
    """A paper for each talk whose source names its authors as such, and that presents none of `papers`.

    `known` and `notes` are what may be told of the vault. A program that cannot be read is left out.
    """
    papers = list(papers)
    presented = {one.talk for paper in papers for one in paper.presented}
    taken = {paper.citekey for paper in papers}
    noted = {key: str(note.path) for note in notes if isinstance(key := note.fields.get("talk"), str)}
    for name in conferences:
        with suppress(ConfnotesError):
            program = known.program(name, keep=False)
            stage = ConferenceContext(name, program.conference, known.marks(name), noted)
            for session, talk in program.sessions_and_talks():
                found = _paper(stage, session, talk, taken)
                if found is not None and found.key not in presented:
                    taken.add(found.citekey)
                    yield found


def _paper(stage: ConferenceContext, session: Session, talk: Talk, taken: set[str]) -> Paper | None:
    authors = tuple(speaker.name for speaker in talk.speakers if speaker.role is Role.AUTHOR)
    if not talk.title or not authors or talk.kind in NO_AUTHORS:
        return None
    shown = replace(stage.presented(session, talk), published=True)
    year = stage.facts.year or (shown.day.year if shown.day else None)
    key = paper_ids.unique(paper_ids.citekey(list(authors), talk.title, year, shown.talk), taken)
    return Paper(shown.talk, talk.title, True, authors, year, stage.called, citekey=key, presented=(shown,))
