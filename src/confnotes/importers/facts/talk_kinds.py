"""The kind of a talk in a data file, from what its type is called and from its title."""

from __future__ import annotations

from confnotes.importers.facts.kinds import PREFIX, item_kind, label_kind, word_kind
from confnotes.model.program import Kind


def talk_kind(title: str | None, label: str | None = None, *, is_service: bool = False) -> Kind:
    """The kind of a talk of that title whose type or format is called `label`.

    A label that says more than “talk” wins over the title, except that a title may call a talk a keynote.
    `is_service`: the source says that it is no talk, such as a break or the registration.
    """
    named = word_kind(label) if label else None
    titled = _titled(title) if title else None
    if is_service:
        return titled or (named if named is not Kind.TALK else None) or Kind.OTHER
    if named in (None, Kind.TALK) or titled is Kind.KEYNOTE:
        return titled or Kind.TALK
    return named or Kind.TALK


def _titled(title: str) -> Kind | None:
    prefix = PREFIX.match(title) if len(title) < 400 else None
    return (label_kind(prefix["label"]) if prefix else None) or item_kind(title)
