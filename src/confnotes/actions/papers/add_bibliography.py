"""Import a bibliography into the vault's own: a Zotero, JabRef or DBLP library, or proceedings as BibTeX.

An entry is merged with the vault's paper that shares an identifier, the citation key, or the title and an author.
Fields that only the vault has are kept. Importing the same bibliography twice changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from confnotes.actions.papers.keep_entries import keep_entries
from confnotes.catalogue.papers.paper_drafts import last_names
from confnotes.catalogue.papers.paper_library import complete_entry, library
from confnotes.catalogue.papers.papers import papers
from confnotes.errors import ConfnotesError
from confnotes.importers.bibtex import paper_entries
from confnotes.markup.names import fold
from confnotes.markup.paper_ids import paper_id
from confnotes.model.paper import Paper, PaperEntry
from confnotes.model.program import SourceWarning
from confnotes.vault.vault import Vault

_MOST_ENTRIES = 100_000  # of a .bib file


@dataclass(slots=True)
class Added:
    """The result: citation keys and titles of new and of merged or changed entries, the number of unchanged ones, and
    ambiguous entries with the papers they match.
    """

    new: list[tuple[str, str]] = field(default_factory=list)
    joined: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0
    ambiguous: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)


def add_bibliography(vault: Vault, text: str, name: str, *, dry_run: bool = False) -> Added:
    """Import the entries of a BibTeX text; raises ConfnotesError if it is invalid or writing fails.

    `name` is the text's name in messages.
    """
    if text.count("\n@") > _MOST_ENTRIES:
        raise ConfnotesError(
            f"too many entries in {name}: more than {_MOST_ENTRIES:,} entries", "Export a part of the library."
        )
    entries, warnings = paper_entries.read_bibliography(text)
    if not entries:
        raise ConfnotesError(f"no readable entries in {name}", "Export it as BibTeX or Better BibTeX.")
    added = Added(warnings=warnings)
    shelf = _Shelf(papers(vault), {entry.key for entry in library(vault)})
    wanted: list[tuple[str, PaperEntry]] = []
    places: set[str] = set()
    for entry in entries:
        title = paper_entries.title_of(entry) or ""
        fitting = shelf.fitting(entry, title) if title and entry.key else []
        if len(fitting) > 1:
            added.ambiguous.append((entry.key, title, tuple(f"{one.title} ({one.key})" for one in fitting[:4])))
            continue
        known = fitting[0].entry if fitting else None
        place = known.key if known else entry.key
        if fault := _fault(entry, title, known, places, shelf.keys):
            added.warnings.append(SourceWarning(fault))
            continue
        places.add(place)
        shelf.keys.add(entry.key)
        after = complete_entry(entry, known) if known else entry
        if known and (known.kind, known.key, dict(known.fields)) == (after.kind, after.key, dict(after.fields)):
            added.unchanged += 1
            continue
        wanted.append((place, after))
        (added.joined if fitting else added.new).append((entry.key, title))
    if not dry_run:
        keep_entries(vault, wanted)
    return added


def _fault(entry: PaperEntry, title: str, known: PaperEntry | None, places: Set[str], keys: Set[str]) -> str:
    """Why an entry is skipped, or "". `known` is the vault's entry of its paper.

    `places` are the citation keys of papers of earlier entries, `keys` those of all papers.
    """
    if not title or not entry.key:
        what = "has no title" if entry.key else "has no citation key"
        return f"skipped an entry that {what}: {entry.key or title or '?'}"
    if (known.key if known else entry.key) in places:
        return f"skipped {entry.key}: the paper has an entry above"
    if (known is None or known.key != entry.key) and entry.key in keys:
        return f"skipped {entry.key}: the citation key belongs to another paper of the vault"
    return ""


class _Shelf:
    """The vault's papers, indexed by identifier, key and title."""

    def __init__(self, known: Iterable[Paper], keys: set[str]) -> None:
        self.keys = keys
        self._at: dict[str, Paper] = {}
        self._titled: dict[str, list[Paper]] = defaultdict(list)
        self._entries: dict[str, Paper] = {}
        for paper in known:
            self._at |= {one.address: paper for one in paper.ids}
            self._titled[_letters(paper.title)].append(paper)
            if paper.citekey_is_given:
                self._entries[paper.citekey] = paper

    def fitting(self, entry: PaperEntry, title: str) -> list[Paper]:
        """Papers that may match the entry; a single one if the match is certain."""
        addresses = [paper_id(url).address for url in paper_entries.addresses_of(entry)]
        found = {self._at[address].key: self._at[address] for address in addresses if address in self._at}
        if len(found) < 2 and entry.key in self._entries:
            own = self._entries[entry.key]
            if not found and _letters(own.title) == _letters(title):
                found = {own.key: own}
        if found:
            return list(found.values())
        names = last_names(paper_entries.authors_of(entry))
        return [
            paper
            for paper in self._titled.get(_letters(title), ())
            if not (addresses and paper.ids and not names)
            and (not paper.authors or not names or not names.isdisjoint(last_names(paper.authors)))
            and not _differs(paper, addresses)
        ]


def _differs(paper: Paper, addresses: Iterable[str]) -> bool:
    """Whether the paper has a different identifier of the same kind as one of the addresses."""
    own = {one.kind: one.value for one in paper.ids if one.kind != "url"}
    return any(own.get(one.kind, one.value) != one.value for one in map(paper_id, addresses))


def _letters(title: str) -> str:
    return "".join(character for character in fold(title) if character.isalnum())
