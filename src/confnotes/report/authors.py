"""Authors of the notes in a summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from confnotes.markup.frontmatter import texts_in
from confnotes.markup.link_names import name_of
from confnotes.markup.wikilinks import target_of
from confnotes.model.note import Note
from confnotes.model.summary import SummaryOrder
from confnotes.vault.settings import AUTHOR, setting_value


@dataclass(frozen=True, slots=True)
class NoteAuthors:
    """Authors of notes: `by_path`, else `author`."""

    author: str | None = None
    by_path: Mapping[str, str] = field(default_factory=dict)

    def of(self, path: str) -> str | None:
        """The author to name at the note, None if all notes have the same author."""
        return self.by_path.get(path)

    def first_names(self, path: str) -> tuple[str, ...]:
        """The author's first name, as a label before their opinions."""
        name = self.by_path.get(path, self.author)
        return tuple((name or "").split()[:1])


def authors_of(order: SummaryOrder, named: Iterable[str]) -> tuple[str, ...]:
    """The authors of these notes, the user first, as far as known."""
    own = own_name(order)
    return tuple(dict.fromkeys([*([own] if own else []), *named]))


def own_name(order: SummaryOrder) -> str | None:
    """The author in the order, else `author:` in the settings, or None.

    An empty name in the order means no author, whatever the settings say.
    """
    return " ".join((setting_value(AUTHOR) if order.author is None else order.author).split()) or None


def author_of(note: Note) -> str:
    """The author in the note's front matter."""
    names = (target_of(one) or one for one in texts_in(note.fields, "author"))
    return ", ".join(name_of(name) for name in names if name)
