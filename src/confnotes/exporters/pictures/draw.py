"""The pictures of a summary. They show what the summary says and nothing else, the same each time it is drawn."""

from __future__ import annotations

from collections.abc import Callable

from confnotes.exporters.pictures.canvas import DrawnPicture
from confnotes.exporters.pictures.coverage import coverage
from confnotes.exporters.pictures.timeline import timelines
from confnotes.exporters.pictures.topics import topics
from confnotes.exporters.theme import Colours
from confnotes.exporters.wording import Wording
from confnotes.model.summary import Summary

NARROW = 360
"""As wide as a phone, and as a page of a book in points."""
WIDE = 720
"""As wide as a column on a desk, or a slide."""


def in_page(item: str) -> str | None:
    """Where an item is in a page that tells every item: at its id."""
    return f"#{item}"


def pictures(
    summary: Summary,
    words: Wording,
    colours: Colours | None = None,
    *,
    width: int = NARROW,
    href: Callable[[str], str | None] = in_page,
) -> tuple[DrawnPicture, ...]:
    """The pictures that say something of this summary: its days, what it was about, coverage by track.

    Without `colours` they are those of the page, by its CSS variables. They are laid out for `width`; a page may hold
    one of each width and show what fits. `href` says where an item is, None for nowhere.
    """
    drawn = (
        *timelines(summary, words, colours, width, href),
        topics(summary, words, colours, width),
        coverage(summary, words, colours, width),
    )
    return tuple(picture for picture in drawn if picture is not None)
