"""Whose notes a summary is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from confnotes.markup.link_names import name_of
from confnotes.markup.wikilinks import target_of
from confnotes.model.note import Note
from confnotes.model.summary import SummaryOrder
from confnotes.vault.settings import AUTHOR, setting_value


@dataclass(frozen=True, slots=True)
class NoteAuthors:
    """Whose notes they are: `author` wrote those that `by_path` says nothing of."""

    author: str | None = None
    by_path: Mapping[str, str] = field(default_factory=dict)

    def of(self, path: str) -> str | None:
        """Who is named at the note, None where all are by one person."""
        return self.by_path.get(path)

    def first_names(self, path: str) -> tuple[str, ...]:
        """The first name of who wrote it, as a label before lines that say what this person thinks."""
        name = self.by_path.get(path, self.author)
        return tuple((name or "").split()[:1])


def authors_of(order: SummaryOrder, named: Iterable[str]) -> tuple[str, ...]:
    """Whose notes these are, of those who are named at them: oneself first, as far as the names are known."""
    own = own_name(order)
    return tuple(dict.fromkeys([*([own] if own else []), *named]))


def own_name(order: SummaryOrder) -> str | None:
    """The name in the order, else `author:` in the user's settings, None where neither names anybody.

    An empty name in the order is nobody, whatever the settings say.
    """
    return " ".join((setting_value(AUTHOR) if order.author is None else order.author).split()) or None


def author_of(note: Note) -> str:
    """Who wrote the note, as its front matter says."""
    value = note.fields.get("author")
    given = value if isinstance(value, list) else [value]
    names = (target_of(one) or one.strip() for one in given if isinstance(one, str))
    return ", ".join(name_of(name) for name in names if name)
