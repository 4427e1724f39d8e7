"""What a note is called, as its text says it."""

from __future__ import annotations

from confnotes.markup import headings
from confnotes.markup.frontmatter import FrontMatter, bounds
from confnotes.markup.link_names import stem_of
from confnotes.model.note import title_of


def lead_of(front: FrontMatter) -> str | None:
    """The heading of level 1 that is the first line of the note's text, also below front matter that is broken."""
    return headings.leading(front.body[text_start(front) :])


def text_start(front: FrontMatter) -> int:
    """Where the text of the body begins: behind front matter that cannot be read."""
    where = bounds(front.body) if front.broken else None
    return where[2] if where else 0


def title_in(front: FrontMatter, path: str) -> str:
    """What the note at that path is called; see `title_of`."""
    return title_of(front.fields, lead_of(front), stem_of(path))
