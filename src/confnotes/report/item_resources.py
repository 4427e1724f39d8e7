"""The links of a summary's items: own links of talks, links only mentioned in notes, and reference numbers."""

from __future__ import annotations

from collections.abc import Iterable

from confnotes.markup.canonical import is_allowed
from confnotes.markup.talk_references import mentioned_references, session_references, stated_references, together
from confnotes.model.note import Note
from confnotes.model.program import Resource, ResourceKind, Session, Talk

UNNUMBERED = frozenset(
    {
        ResourceKind.EVENT_PAGE,
        ResourceKind.REGISTRATION,
        ResourceKind.CALENDAR,
        ResourceKind.FORM,
        ResourceKind.VIRTUAL_VENUE,
        ResourceKind.EMAIL,
    }
)
_KIND_ORDER = {kind: number for number, kind in enumerate(ResourceKind)}


def talk_resources(talk: Talk, session: Session, notes: list[Note]) -> tuple[Resource, ...]:
    """A talk's resources from its program and notes."""
    return _once((*talk.resources, *noted_resources(notes), *session_references(session)))


def noted_resources(notes: list[Note]) -> tuple[Resource, ...]:
    """The resources that notes state for their subject."""
    return _once(resource for note in notes for resource in stated_references(note))


def mentioned_resources(notes: list[Note]) -> tuple[Resource, ...]:
    """Resources that notes only mention."""
    return _once(
        resource for note in notes for resource in mentioned_references(note) if resource.kind not in UNNUMBERED
    )


def _once(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    found = together(resource for resource in resources if is_allowed(resource.url))
    return tuple(sorted(found, key=lambda resource: _KIND_ORDER[resource.kind]))
