"""Mark a paper as read or to read: in its note, else in a file of the vault with one line per paper."""

from __future__ import annotations

from confnotes.catalogue.papers.paper_library import readings
from confnotes.errors import ConfnotesError
from confnotes.markup.frontmatter import set_fields
from confnotes.model.paper import Paper, Reading
from confnotes.vault import papers_file
from confnotes.vault.vault import Vault


def mark(vault: Vault, paper: Paper, reading: Reading | None) -> None:
    """Store the mark, or remove it (None); raises ConfnotesError if writing fails."""
    said = readings(vault)
    in_file = not paper.note or any(name in said for name in paper.names)
    if paper.note:
        vault.change(paper.note, lambda text: set_fields(text, {papers_file.FIELD: reading.value if reading else None}))
    if in_file:
        kept = None if paper.note else reading

        def marked(text: str) -> str:
            after = papers_file.with_reading(text, paper.names, paper.key, kept)
            read = papers_file.parse(after)
            others = read.value.items() ^ papers_file.parse(text).value.items()
            if read.damage or any(name not in paper.names for name, _ in others):
                raise ConfnotesError(f"several lines of {papers_file.PATH} hold this paper", "Join them into one line.")
            return after

        vault.change(papers_file.PATH, marked, new="", empty=papers_file.HEAD)


def next_reading(now: Reading | None) -> Reading | None:
    """The next state when cycling: no mark, to read, read."""
    order = (None, Reading.TO_READ, Reading.READ)
    return order[(order.index(now) + 1) % len(order)]
