"""All papers in the vault's bibliography, programs and notes, collected in one pass, each as one entry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import replace
from functools import partial
from weakref import ref

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.papers.paper_drafts import (
    NO_AUTHORS,
    ConferenceContext,
    PaperDraft,
    PaperRegistry,
    PaperSource,
    TitleWords,
    add_title,
    best,
    best_first,
    is_published,
    last_names,
    names_of_paper,
    paper_of_authors,
    read_paper_note,
    stated_addresses,
    title_key,
)
from confnotes.catalogue.papers.paper_library import library, read_entry, readings, titles
from confnotes.catalogue.remembered import remembered
from confnotes.catalogue.searching.find import index_of, outlines
from confnotes.errors import ConfnotesError
from confnotes.markup import paper_ids
from confnotes.markup.generated_regions import is_day_page, made_rows
from confnotes.markup.names import fold, name_key
from confnotes.markup.paper_ids import OWN_FIELDS, arxiv_year, format_id, is_own, is_paper, rank, without_label
from confnotes.model.note import Outline, PaperWords
from confnotes.model.paper import Noted, Paper, Presented, Reading
from confnotes.model.program import Kind, Session, Talk
from confnotes.model.schema import Row, columns, each
from confnotes.vault.layout import PAPERS, conference_of
from confnotes.vault.vault import Vault

_LAST = "9999"


def papers(vault: Vault, shown: AudienceFilter | None = None) -> list[Paper]:
    """All papers, or the visible ones, by title; raises ConfnotesError.

    A talk whose source names authors counts as a paper even without an address; its key is that of the talk.
    Reads only changed notes, and returns the cached result if nothing changed.
    """
    if shown is not None:
        return _gathered(vault, shown)
    programs = {name: (vault.program_version(name), vault.marks(name)) for name in vault.conferences()}
    version = ref(index_of(vault)), programs, library(vault), titles(vault), readings(vault)
    return list(remembered(vault, papers, version, lambda: _gathered(vault)))


def _gathered(vault: Vault, shown: AudienceFilter | None = None) -> list[Paper]:
    gathering = gather_papers(vault, shown)
    said = readings(vault)
    keys = _citekeys(gathering.drafts)
    gathering.add_citations({key: draft for draft, key in keys.items()})
    found = [_paper(draft, keys[draft], said) for draft in gathering.drafts]
    found += [*_unlinked(gathering.of_authors, found, said)]
    return sorted(found, key=lambda paper: (not paper.is_titled, fold(paper.title), paper.key))


def _citekeys(drafts: Iterable[PaperDraft]) -> dict[PaperDraft, str]:
    """The citation key of each paper: given or generated; the first paper keeps a duplicate key."""
    keys: dict[PaperDraft, str] = {}
    taken: set[str] = set()
    rest: list[PaperDraft] = []
    for draft in drafts:
        given = draft.citekey or (draft.entry.key if draft.entry else "")
        if given and given not in taken:
            keys[draft] = given
            taken.add(given)
        else:
            rest.append(draft)
    for draft in sorted(rest, key=_first_met):
        known = min(draft.ids.values(), key=rank, default=None)
        otherwise = f"{known.kind}{known.value}" if known else draft.note or ""
        authors = best(draft.authors, ())
        wanted = paper_ids.citekey(authors, draft.title or "", _year(draft), otherwise)
        keys[draft] = paper_ids.unique(wanted, taken)
        taken.add(keys[draft])
    return keys


def _first_met(draft: PaperDraft) -> tuple[str, str]:
    met = [one.day.isoformat() for one in draft.presented.values() if one.day]
    met += [one.day.isoformat() for one in draft.noted.values() if one.day]
    return min(met, default=_LAST), min(draft.ids, default=draft.note or "")


def _paper(draft: PaperDraft, citekey: str, said: dict[str, Reading]) -> Paper:
    ids = tuple(sorted(draft.ids.values(), key=rank))
    key = ids[0].address if ids else draft.note or f"@{citekey}"
    talks = (one.talk for one in draft.presented.values() if one.published)
    names = (key, *(one.address for one in ids), f"@{citekey}", draft.note or "", *talks)
    status = draft.said or next((said[name] for name in names if name in said), None)
    by_task = None
    if draft.tasks:
        by_task = Reading.TO_READ if False in draft.tasks else Reading.READ
    return Paper(
        key=key,
        title=draft.title or (format_id(ids[0]) if ids else citekey),
        is_titled=draft.title is not None,
        authors=best(draft.authors, ()),
        year=_year(draft),
        venue=best(draft.venues, None),
        ids=ids,
        urls=tuple(draft.urls),
        citekey=citekey,
        citekey_is_given=citekey in (draft.citekey, draft.entry.key if draft.entry else ""),
        presented=tuple(draft.presented.values()),
        noted=tuple(sorted(draft.noted.values(), key=lambda one: (one.path, one.line))),
        status=status or by_task,
        status_is_said=status is not None,
        entry=draft.entry,
        note=draft.note,
    )


def _unlinked(of_authors: Iterable[Paper], found: Iterable[Paper], said: dict[str, Reading]) -> Iterator[Paper]:
    """The papers of talks that present none of those that were `found`; one that is presented twice is one paper."""
    presented = {one.talk for paper in found for one in paper.presented}
    taken = {paper.citekey for paper in found}
    once: dict[tuple[str, str, tuple[str, ...]], Paper] = {}
    for paper in of_authors:
        if paper.key not in presented:
            same = paper.presented[0].conference, title_key(paper.title), paper.authors
            first = once.setdefault(same, paper)
            if first is not paper:
                once[same] = replace(first, presented=(*first.presented, *paper.presented))
    for paper in once.values():
        citekey = paper_ids.unique(paper.citekey, taken)
        taken.add(citekey)
        status = next((said[name] for name in (*paper.names, f"@{citekey}") if name in said), None)
        yield replace(paper, citekey=citekey, status=status, status_is_said=status is not None)


def _year(draft: PaperDraft) -> int | None:
    year = best(draft.years, None)
    if year is None:
        arxiv = next((one.value for one in draft.ids.values() if one.kind == "arxiv"), "")
        year = arxiv_year(arxiv)
    return year


def lines_of(vault: Vault, one: Paper) -> dict[tuple[str, int], str]:
    """The lines that mention the paper, by path and line number; skips unreadable notes."""
    found: dict[tuple[str, int], str] = {}
    for path in dict.fromkeys(noted.path for noted in one.noted):
        with suppress(ConfnotesError):
            lines = vault.read(path).text.split("\n")
            for noted in one.noted:
                if noted.path == path and noted.line <= len(lines):
                    found[path, noted.line] = lines[noted.line - 1].strip()
    return found


def paper_row(paper: Paper) -> Row:
    """A paper as a row. `path` and `line` are its first mention, preferably in its talk's note."""
    talk = paper.presented[0] if paper.presented else None
    mention = next(iter(paper.noted), None)
    path = talk.note if talk else None
    if path is None and mention is not None:
        path = mention.path
    conference = talk.conference if talk else conference_of(mention.path) if mention else None
    return {
        "id": paper.key,
        "title": paper.title,
        "url": paper.urls[0] if paper.urls else None,
        "conference": conference,
        "talk": talk.talk if talk else None,
        "path": path or paper.note,
        "line": mention.line if mention and mention.path == path else None,
        "speakers": list(talk.speakers) if talk else [],
        **_rest(paper),
    }


_rest = columns(
    "authors year venue citekey status ids urls presented noted note",
    ids=lambda ids: [f"{one.kind}:{one.value}" for one in ids if one.kind != "url"],
    presented=each(columns("talk title conference day speakers note")),
    noted=each(columns("path line title")),
)


_READ = re.compile(r"(?:\b(?:re-?)?(?:read|skim|lesen|lire|leer|leggere)\b)|读|読", re.IGNORECASE)


def gather_papers(vault: Vault, shown: AudienceFilter | None = None) -> Gathering:
    """All papers of the vault, or the visible ones; raises ConfnotesError."""

    read = vault.read_notes() if shown else None

    def notes(folder: str | None = None) -> Iterator[Outline]:
        """A generator, called twice: all outlines at once take tens of MB."""
        if shown is None or read is None:
            return shown.outlines(outlines(vault, folder)) if shown else outlines(vault, folder)
        return shown.outlines(note for note in read if folder in (None, note.path.parts[0]))

    found = Gathering()
    found.add_library(vault)
    found.add_paper_notes(notes(PAPERS))
    empty = vault.empty_notes()
    found.add_programs(vault.conferences(), shown or vault, (one for one in notes() if str(one.path) not in empty))
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
