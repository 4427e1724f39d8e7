"""Which lines a summary tells already, so that no part repeats another."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.model.summary import SummaryHighlight


def said_in(highlights: Iterable[SummaryHighlight]) -> frozenset[str]:
    """The lines of the highlights, as `is_told` compares them."""
    lines = (text for one in highlights for text in (one.text, *(takeaway.text for takeaway in one.takeaways)) if text)
    return frozenset(map(compared, lines))


def is_told(text: str, told: Collection[str]) -> bool:
    """Whether a line is among those that a summary tells already, whatever its Markdown."""
    return bool(told) and compared(text) in told


def compared(text: str) -> str:
    """A line without its Markdown, case and last full stop."""
    return fold(plain_text(text)).rstrip(".!? ")
