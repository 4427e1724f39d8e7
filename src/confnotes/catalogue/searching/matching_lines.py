"""Every line of the notes that a search found, for editors that step through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from confnotes.model.hit import HitKind

if TYPE_CHECKING:
    from confnotes.model.hit import Hits
    from confnotes.vault.vault import Vault


class MatchingLine(NamedTuple):
    """A line of a note, counted from 1; the column is in bytes of UTF-8, from 1."""

    path: str
    line: int
    column: int
    text: str


def matching_lines(vault: Vault, hits: Hits) -> Iterator[MatchingLine]:
    """The lines that have what was sought, each once, note by note, the best note first.

    A note that was found by no words of its text (by a tag, a day) gives the one line that shows it best. What has no
    file gives none.
    """
    from confnotes.catalogue.searching.find import index_of
    from confnotes.catalogue.searching.searchable import read_text
    from confnotes.search.engine import sought_by
    from confnotes.search.snippets import lines_with

    if hits.answered is None:
        return
    sought = sought_by(index_of(vault), hits.answered)
    seen: set[tuple[str, int]] = set()
    for hit in hits.hits:
        text = read_text(vault, hit.path) if hit.path is not None else None
        if text is None:
            continue
        found = list(lines_with(text, sought)) if hit.kind is HitKind.NOTE else []
        for number, column, line in found or _line(text, hit.line or 1):
            if (str(hit.path), number) not in seen:
                seen.add((str(hit.path), number))
                yield MatchingLine(str(hit.path), number, column, line)


def _line(text: str, number: int) -> list[tuple[int, int, str]]:
    lines = text.split("\n")
    return [(number, 1, lines[number - 1].rstrip("\r"))] if number <= len(lines) else []
