"""Collect papers in one pass over the bibliography, the programs and the outlines of all notes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import replace
from functools import partial

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.papers.paper_drafts import (
    NO_AUTHORS,
    ConferenceContext,
    PaperDraft,
    PaperRegistry,
    PaperSource,
    TitleWords,
    add_title,
    best_first,
    is_published,
    last_names,
    names_of_paper,
    paper_of_authors,
    read_paper_note,
    stated_addresses,
    title_key,
)
from confnotes.catalogue.papers.paper_library import library, read_entry, titles
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError
from confnotes.markup.generated_regions import is_day_page, made_rows
from confnotes.markup.names import name_key
from confnotes.markup.paper_ids import OWN_FIELDS, is_own, is_paper, without_label
from confnotes.model.note import Outline, PaperWords
from confnotes.model.paper import Noted, Paper, Presented
from confnotes.model.program import Kind, Session, Talk
from confnotes.vault.layout import PAPERS
from confnotes.vault.vault import Vault

_READ = re.compile(r"(?:\b(?:re-?)?(?:read|skim|lesen|lire|leer|leggere)\b)|读|読", re.IGNORECASE)


def gather_papers(vault: Vault, shown: AudienceFilter | None = None) -> Gathering:
    """All papers of the vault, or the visible ones; raises ConfnotesError."""

    def notes(folder: str | None = None) -> Iterator[Outline]:
        """A generator, called twice: all outlines at once take tens of MB."""
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
    """Lines (from 1) of a day page that were copied from notes, which are counted themselves."""
    if is_day_page(note):
        with suppress(ConfnotesError):
            return {row + 1 for row in made_rows(vault.read(str(note.path)).text.split("\n"))}
    return frozenset()


class Gathering:
    """Papers being collected, and notes with mentions or citations."""

    def __init__(self) -> None:
        self.drafts = PaperRegistry()
        self.of_authors: list[Paper] = []
        self._talks: dict[str, tuple[Presented, ConferenceContext, Kind]] = {}
        self._of_talk: dict[str, PaperDraft] = {}
        self._unlinked: dict[str, list[tuple[Presented, ConferenceContext]]] = defaultdict(list)
        self._linked: dict[str, str] = {}
        self._citations: dict[str, list[Noted]] = defaultdict(list)
        self._named: list[tuple[Outline, PaperWords]] = []

    def add_library(self, vault: Vault) -> None:
        """Add the entries of the vault's bibliography."""
        for entry in library(vault):
            draft = self.drafts.fresh()
            self.drafts.one(read_entry(entry, draft), draft)

    def add_paper_notes(self, notes: Iterable[Outline]) -> None:
        """Add the notes in “Papers/”: links to one of them mean its paper."""
        for note in notes:
            path = str(note.path)
            draft = self.drafts.fresh()
            self.drafts.one(read_paper_note(note, draft), draft)
            for name in names_of_paper(note):
                self._linked.setdefault(name_key(name), path)

    def add_programs(self, conferences: Iterable[str], known: Vault | AudienceFilter, notes: Iterable[Outline]) -> None:
        """Add papers linked by talks and sessions; skips unreadable programs."""
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
                        add_title(self.drafts.at(resource.url), resource, PaperSource.PROGRAM)

    def _add_talk(self, stage: ConferenceContext, session: Session, talk: Talk) -> None:
        shown = replace(stage.presented(session, talk), published=is_published(talk))
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
                add_title(draft, resource, PaperSource.PROGRAM)
                draft.presented.setdefault(shown.talk, replace(shown, published=False))
        if own:
            self._is_paper_of(shown, stage, talk.kind, own)
            return
        if key := title_key(without_label(shown.title)):
            self._unlinked[key].append((shown, stage))
        if (paper := paper_of_authors(stage, session, talk)) is not None:
            self.of_authors.append(paper)

    def _is_paper_of(self, shown: Presented, stage: ConferenceContext, kind: Kind, urls: list[str]) -> None:
        """Assign the addresses to the paper that the talk presents; if they belong to several papers, the talk presents
        all.
        """
        known = self._of_talk.get(shown.talk)
        found = self.drafts.one(sorted(urls, key=best_first), known.now() if known else None)
        alone = len(found) == 1
        for draft in found:
            draft.presented[shown.talk] = shown if alone else replace(shown, published=False)
        if not alone:
            return
        (draft,) = found
        self._of_talk[shown.talk] = draft
        draft.titles.setdefault(PaperSource.PROGRAM, without_label(shown.title))
        if shown.speakers and kind not in NO_AUTHORS:
            draft.authors.setdefault(PaperSource.PROGRAM, shown.speakers)
        if shown.published:
            draft.venues.setdefault(PaperSource.PROGRAM, stage.called)
            if year := stage.facts.year or (shown.day.year if shown.day else None):
                draft.years.setdefault(PaperSource.PROGRAM, year)

    def add_notes(self, notes: Iterable[Outline], copied: Callable[[Outline], Set[int]]) -> None:
        """Add references, links and citations in notes, with lines; skips lines that are `copied` from other notes."""
        at_note = {draft.note: draft for draft in self.drafts if draft.note}
        for note in notes:
            about = self._talks.get(str(note.fields.get("talk")))
            if about and (own := stated_addresses(note)):
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
        """Papers whose addresses are in a note; the address of its own paper in the front matter is not a mention."""
        has_own = has_own or str(note.path).startswith(f"{PAPERS}/")
        for reference in note.references:
            resource = reference.resource
            if not is_paper(resource):
                continue
            if reference.line >= note.body_line:
                draft = self.drafts.at(resource.url)
                add_title(draft, resource, PaperSource.MENTION)
                yield draft, reference.line
            elif not has_own and (resource.title or "").casefold() in OWN_FIELDS:
                draft = self.drafts.at(resource.url)
                draft.titles.setdefault(PaperSource.MENTION, note.title)
                yield draft, reference.line

    def _links(self, note: Outline, at_note: Mapping[str, PaperDraft]) -> Iterator[tuple[PaperDraft, int]]:
        """Papers whose notes this note links to."""
        for link in note.links:
            target = self._linked.get(name_key(link.target.removesuffix(".md")))
            if target and target != str(note.path) and link.line >= note.body_line:
                yield at_note[target].now(), link.line

    def add_named_in_words(self) -> None:
        """Add papers mentioned by `@@` and words of a title or of an alias of a paper's note, if only one matches."""
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
        """Assign talks without paper links to the paper with the same title and an author."""
        for draft in self.drafts:
            for shown, stage in self._unlinked.get(title_key(draft.title), ()):
                if not draft.last_names.isdisjoint(last_names(shown.speakers)):
                    draft.presented.setdefault(shown.talk, shown)
                    if shown.published:
                        draft.venues.setdefault(PaperSource.PROGRAM, stage.called)

    def add_citations(self, known: Mapping[str, PaperDraft]) -> None:
        """Count `@citekey` and `[@citekey]` as mentions of that paper."""
        for key in known.keys() & self._citations.keys():
            for noted in self._citations[key]:
                known[key].noted.setdefault((noted.path, noted.line), noted)


def _note_line(draft: PaperDraft, note: Outline, line: int) -> None:
    path = str(note.path)
    draft.noted.setdefault((path, line), Noted(path, line, note.title, note.day))
