"""The references of a talk: what the program, its session and its note say of it, each once however it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from confnotes.markup.canonical import canonical
from confnotes.markup.reference_kinds import kind_of_label
from confnotes.markup.references import resource_of
from confnotes.model.note import Outline
from confnotes.model.program import Resource, ResourceKind, Session

_SHARED = frozenset({ResourceKind.VIDEO, ResourceKind.SLIDES})


def noted(note: Outline) -> tuple[Resource, ...]:
    """What a note says belongs to what it is about: in its front matter, then on lines that say so."""
    return together(
        reference.resource
        if reference.line >= note.body_line
        else replace(resource_of(reference.resource.url, reference.resource.title), title=None)
        for reference in note.references
        if reference.own
    )


def mentioned(note: Outline) -> tuple[Resource, ...]:
    """What else the text of a note refers to."""
    own = {canonical(resource.url) for resource in noted(note)}
    return together(
        reference.resource
        for reference in note.references
        if reference.line >= note.body_line and canonical(reference.resource.url) not in own
    )


def shared(session: Session) -> tuple[Resource, ...]:
    """What each talk of a session has from it: the session's video and slides."""
    return tuple(resource for resource in session.resources if resource.kind in _SHARED)


def together(*groups: Iterable[Resource]) -> tuple[Resource, ...]:
    """Each thing once, in order, as it was named first; what that lacked (a title, a kind) comes from later ones."""
    found: dict[str, Resource] = {}
    for group in groups:
        for resource in group:
            address = canonical(resource.url)
            first = found.setdefault(address, resource)
            if first.title is None and resource.title is not None:
                first = found[address] = replace(first, title=resource.title)
            if first.kind is ResourceKind.OTHER is not resource.kind:
                found[address] = replace(first, kind=resource.kind)
    return tuple(found.values())


def is_bare(resource: Resource) -> bool:
    """Whether a reference has no title of its own: none at all, or one that only says its kind (“slides”)."""
    return not resource.title or kind_of_label(resource.title) is not None
