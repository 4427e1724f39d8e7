"""Entries of a bibliography as facts about papers: identifiers, titles, authors, years and venues."""

from __future__ import annotations

from confnotes.importers.bibtex.entries import read_entries
from confnotes.importers.bibtex.links import links_of
from confnotes.importers.bibtex.names import names_of
from confnotes.importers.facts.latex import plain_latex
from confnotes.importers.facts.prose import plain_title
from confnotes.markup.paper_ids import year_in
from confnotes.model.paper import PaperEntry
from confnotes.model.program import ResourceKind, SourceWarning

_NO_PAPER = frozenset(("proceedings", "mvproceedings", "set", "xdata", "control"))
_VENUES = ("booktitle", "journaltitle", "journal", "eventtitle", "school", "institution", "publisher")


def read_bibliography(text: str) -> tuple[list[PaperEntry], list[SourceWarning]]:
    """The papers of a bibliography in their order, and what was skipped. Raises nothing."""
    entries, warnings = read_entries(text)
    papers = [each for each in entries if each.kind not in _NO_PAPER or "author" in each.fields]
    return [
        PaperEntry(each.key, each.kind, tuple(each.fields.items()), each.text if each.stands_alone else "")
        for each in papers
    ], warnings


def title_of(entry: PaperEntry) -> str | None:
    """The title as plain text."""
    title, subtitle = plain_latex(entry.field("title")), plain_latex(entry.field("subtitle"))
    return plain_title(f"{title}: {subtitle}" if title and subtitle else title)


def authors_of(entry: PaperEntry) -> tuple[str, ...]:
    """The authors in reading order."""
    return tuple(names_of(entry.field("author")))


def year_of(entry: PaperEntry) -> int | None:
    """The year that a field states."""
    return year_in(entry.field("year") or entry.field("date"))


def venue_of(entry: PaperEntry) -> str | None:
    """The venue, as plain text."""
    return next((said for name in _VENUES if (said := plain_latex(entry.field(name)))), None)


def addresses_of(entry: PaperEntry) -> tuple[str, ...]:
    """The addresses of the paper itself; other links are left out."""
    return tuple(link.url for link in links_of(dict(entry.fields)) if link.kind is ResourceKind.PAPER)
