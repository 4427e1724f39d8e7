"""What belongs to a talk: papers, slides, videos and code that the program, its session or its note names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

from confnotes.errors import ConfnotesError
from confnotes.markup.code import blank_inline, fenced_lines
from confnotes.markup.note import parse_note
from confnotes.markup.references import find_references
from confnotes.markup.talk_references import noted, together
from confnotes.model.program import Resource
from confnotes.services.program.cards import Card
from confnotes.services.web.titles import titled, titles
from confnotes.vault.vault import Vault


def references_of(vault: Vault, card: Card) -> tuple[Resource, ...]:
    """The references of a talk, each once: the program's, those of its note, its session's; with fetched titles."""
    found: tuple[Resource, ...] = ()
    if card.note:
        try:
            found = noted(vault.note(card.note))
        except ConfnotesError:
            found = ()
    return titled(together(card.talk.resources, found, card.session.resources), titles(vault))


def references_in(head: str, lines: Iterable[str]) -> tuple[Resource, ...]:
    """The references of a note that is being typed, saved or not: of its front matter and of the lines of its text.

    Cheap for a text of which most was looked at before.
    """
    lines = list(lines)
    texts = (line for line, in_code in zip(lines, fenced_lines(lines), strict=True) if not in_code)
    return together(_in_head(head), *map(_in_line, texts))


@lru_cache(maxsize=64)
def _in_head(head: str) -> tuple[Resource, ...]:
    return noted(parse_note(PurePosixPath("note.md"), head)) if head else ()


@lru_cache(maxsize=8192)
def _in_line(line: str) -> tuple[Resource, ...]:
    return tuple(find_references(blank_inline(line)))
