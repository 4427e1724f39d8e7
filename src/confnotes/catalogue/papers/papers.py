"""All papers in programs, notes and the vault's bibliography, each as one entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from weakref import ref

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.papers.gather_papers import gather_papers
from confnotes.catalogue.papers.paper_drafts import PaperDraft, best, title_key
from confnotes.catalogue.papers.paper_library import library, readings, titles
from confnotes.catalogue.remembered import remembered
from confnotes.catalogue.searching.find import index_of
from confnotes.errors import ConfnotesError
from confnotes.markup import paper_ids
from confnotes.markup.names import fold
from confnotes.markup.paper_ids import arxiv_year, format_id, rank
from confnotes.model.paper import Paper, Reading
from confnotes.model.schema import Row, columns, each
from confnotes.vault.layout import conference_of
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
