"""References of a talk: papers, slides, videos and code stated by its program entry, session or note."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from confnotes.catalogue.papers.paper_library import add_titles, titles
from confnotes.catalogue.program.cards import Card
from confnotes.errors import ConfnotesError
from confnotes.markup import talk_references
from confnotes.markup.canonical import canonical
from confnotes.markup.code import blank_inline, fenced_lines
from confnotes.markup.note import parse_note
from confnotes.markup.references import may_have_reference
from confnotes.markup.talk_references import stated_references, together
from confnotes.model.program import Resource
from confnotes.patience import Rest, no_rest
from confnotes.vault.vault import Vault


def references_of(vault: Vault, card: Card) -> tuple[Resource, ...]:
    """The references of a talk, each once, with fetched titles: the program's, its note's, its session's."""
    found: tuple[Resource, ...] = ()
    if card.note:
        try:
            found = stated_references(vault.note(card.note))
        except ConfnotesError:
            found = ()
    return add_titles(together(card.talk.resources, found, card.session.resources), titles(vault))


class NoteReferences(NamedTuple):
    """References that belong to the note's talk, and those that it only mentions, each once."""

    own: tuple[Resource, ...] = ()
    mentioned: tuple[Resource, ...] = ()


def references_in(head: str, lines: Iterable[str], rest: Rest = no_rest) -> NoteReferences:
    """The references in a note being typed, saved or not: in its front matter and text lines.

    Fast if most lines were parsed before. It rests between lines, so that keys are handled beside it.
    """
    found: list[tuple[Resource, bool]] = []
    lines = list(lines)
    for line, in_code in zip(lines, fenced_lines(lines), strict=True):
        rest()
        if not in_code and may_have_reference(line):
            found += _in_line(line)
    own = together(_in_head(head), (resource for resource, is_own in found if is_own))
    known = {canonical(resource.url) for resource in own}
    others = (resource for resource, is_own in found if not is_own and canonical(resource.url) not in known)
    return NoteReferences(own, together(others))


@lru_cache(maxsize=64)
def _in_head(head: str) -> tuple[Resource, ...]:
    return stated_references(parse_note(PurePosixPath("note.md"), head)) if head else ()


@lru_cache(maxsize=65_536)
def _in_line(line: str) -> tuple[tuple[Resource, bool], ...]:
    visible = blank_inline(line)
    return tuple((one.resource, own) for one, own in talk_references.read_stated(visible))
