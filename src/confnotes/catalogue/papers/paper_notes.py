"""Read a note about a paper."""

from __future__ import annotations

from collections.abc import Iterable

from confnotes.catalogue.papers.paper_drafts import PaperDraft, PaperSource
from confnotes.markup.link_names import aliases
from confnotes.markup.paper_ids import is_own, own_papers, paper_id, rank, year_in
from confnotes.markup.plain import plain_text
from confnotes.markup.reference_kinds import lists_papers
from confnotes.markup.wikilinks import target_of
from confnotes.model.note import Outline
from confnotes.vault.papers_file import reading_of

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
