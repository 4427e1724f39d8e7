"""Completion after `[[`, `@`, `#` and `@@`, and of front matter values, as in the app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lsprotocol.types import CompletionItem, CompletionItemKind, CompletionList, Position, Range, TextEdit

from confnotes.catalogue.completing.complete import hint_of, insertion
from confnotes.catalogue.completing.complete_field import complete_field, field_value_at
from confnotes.lsp.notebook import Notebook
from confnotes.lsp.positions import Lines
from confnotes.markup import namings
from confnotes.markup.code import code_lines
from confnotes.markup.namings import Unfinished
from confnotes.model.candidate import CandidateKind, CandidateMatch, Trigger

TRIGGERS: Final = ("[", "@", "#", " ")
"""Characters after which an editor requests completion; the space is for multi-word names and field values."""

_MOST = 30  # candidates; editors filter them further
_KINDS: Final = {
    CandidateKind.TALK: CompletionItemKind.Event,
    CandidateKind.NOTE: CompletionItemKind.File,
    CandidateKind.PERSON: CompletionItemKind.Value,
    CandidateKind.PAPER: CompletionItemKind.Reference,
    CandidateKind.TAG: CompletionItemKind.Keyword,
}


def complete(notebook: Notebook, path: str, position: Position) -> CompletionList:
    """Candidates at that place of a prepared note. The list is requested again as more letters are typed."""
    lines = notebook.lines(path)
    row, column = position.line, lines.column(position)
    found = None if code_lines(lines.rows)[row : row + 1] == [True] else namings.unfinished_at(lines.row(row), column)
    items = _fields(notebook, path, lines, row, column)
    if not items and found is not None:
        items = list(_names(notebook, path, lines, row, found))
    return CompletionList(is_incomplete=True, items=items)


def _names(notebook: Notebook, path: str, lines: Lines, row: int, found: Unfinished) -> Iterator[CompletionItem]:
    line = lines.row(row)
    place, typed = lines.range(row, found.start, found.end), line[found.start : found.end]
    for number, match in enumerate(notebook.matches(found.trigger, found.typed, path, _MOST)):
        text = insertion(found.trigger, match.candidate, line[found.end :])
        if text is not None and match.candidate.path != path:
            yield _item(number, match.candidate.name, text, place, typed, match, found.trigger)


def _fields(notebook: Notebook, path: str, lines: Lines, row: int, column: int) -> list[CompletionItem]:
    value = field_value_at(lines.text, row, column)
    if value is None:
        return []
    offers = complete_field(notebook.vault, value, lambda trigger, typed: notebook.matches(trigger, typed, path, _MOST))
    place, typed = lines.range(row, value.start, value.end), lines.row(row)[value.start : value.end]
    return [
        _item(number, offer.name, offer.text, place, typed, offer.match, Trigger.LINK)
        for number, offer in enumerate(offers)
    ]


def _item(
    number: int, name: str, text: str, place: Range, typed: str, match: CandidateMatch | None, trigger: Trigger
) -> CompletionItem:
    """A completion item whose filter text is the typed text: filtering and sorting happen here, not in the editor."""
    return CompletionItem(
        label=name,
        kind=_KINDS[match.candidate.kind] if match else CompletionItemKind.Value,
        detail=hint_of(match, trigger) or None if match else None,
        text_edit=TextEdit(place, text),
        filter_text=typed or text,
        sort_text=f"{number:03}",
    )
