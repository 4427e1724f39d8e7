"""The vault's bibliography, `.confnotes/papers.bib`: entries from bibliographies and from the web.

Plain BibTeX that people and other programs may edit; unchanged entries keep their bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from confnotes.catalogue.papers.paper_drafts import PaperDraft, PaperSource
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.canonical import canonical
from confnotes.markup.paper_ids import paper_id, rank
from confnotes.markup.talk_references import is_bare
from confnotes.model.damage import Salvaged
from confnotes.model.paper import PaperEntry, Reading
from confnotes.model.program import Resource
from confnotes.vault import papers_file, titles_file
from confnotes.vault.own_files import lost_content
from confnotes.vault.titles_file import FetchedTitle
from confnotes.vault.vault import Vault

PATH = ".confnotes/papers.bib"


def library(vault: Vault) -> tuple[PaperEntry, ...]:
    """The entries, in order; empty without a file. Raises ConfnotesError if the file cannot be read.

    An empty file, as left by a crash, is recorded as damage of the vault.
    """
    try:
        file = vault.read(PATH)
    except NotFoundError:
        vault.damage.met(PATH, ())
        return ()
    vault.damage.met(PATH, lost_content(file))
    return read_entries(file.text)


def to_be_named(vault: Vault) -> tuple[tuple[str, str, str], ...]:
    """Title, citation key and best address of each entry that has them; empty if the file cannot be read."""
    with suppress(ConfnotesError):
        return _to_be_named(library(vault))
    return ()


def read_entry(entry: PaperEntry, draft: PaperDraft) -> Sequence[str]:
    """Copy an entry's facts to the draft; returns the paper's addresses."""
    draft.entry = entry
    from confnotes.importers.bibtex.paper_entries import addresses_of, authors_of, title_of, venue_of, year_of

    if title := title_of(entry):
        draft.titles[PaperSource.ENTRY] = title
    if authors := authors_of(entry):
        draft.authors[PaperSource.ENTRY] = authors
    if year := year_of(entry):
        draft.years[PaperSource.ENTRY] = year
    if venue := venue_of(entry):
        draft.venues[PaperSource.ENTRY] = venue
    return addresses_of(entry)


def complete_entry(entry: PaperEntry, other: PaperEntry) -> PaperEntry:
    """The entry, with fields added that only the other one has."""
    own = {name for name, _ in entry.fields}
    more = tuple((name, value) for name, value in other.fields if name not in own)
    return replace(entry, fields=(*entry.fields, *more), text="") if more else entry


@lru_cache(maxsize=2)
def read_entries(text: str) -> tuple[PaperEntry, ...]:
    from confnotes.importers.bibtex.paper_entries import read_bibliography

    return tuple(read_bibliography(text)[0])


@lru_cache(maxsize=2)
def _to_be_named(entries: tuple[PaperEntry, ...]) -> tuple[tuple[str, str, str], ...]:
    from confnotes.importers.bibtex.paper_entries import addresses_of, title_of

    told = ((title_of(entry), entry.key, sorted(map(paper_id, addresses_of(entry)), key=rank)) for entry in entries)
    return tuple((title, key, ids[0].address) for title, key, ids in told if title and ids)


def fetched_titles(vault: Vault) -> Mapping[str, FetchedTitle]:
    """Titles that were requested so far, by canonical address; skips unreadable ones."""
    return vault.own(titles_file.PATH, _parsed, {})


@lru_cache(maxsize=2)
def _parsed(text: str) -> Salvaged[Mapping[str, FetchedTitle]]:
    return titles_file.parse(text)


def titles(vault: Vault) -> dict[str, str]:
    """Fetched titles by canonical address."""
    return {address: one.title for address, one in fetched_titles(vault).items() if one.title}


def add_titles(resources: Iterable[Resource], known: Mapping[str, str]) -> tuple[Resource, ...]:
    """The resources, with fetched titles for those without a title."""
    return tuple(
        replace(resource, title=known.get(canonical(resource.url), resource.title)) if is_bare(resource) else resource
        for resource in resources
    )


def readings(vault: Vault) -> dict[str, Reading]:
    """Reading status of papers without a note, by their names; skips unreadable lines."""
    return vault.own(papers_file.PATH, papers_file.parse, {})
