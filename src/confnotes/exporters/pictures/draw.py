"""The drawings of a summary. They show only what is in the summary, and are deterministic."""

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
"""Width of a phone screen, and of a book page in points."""
WIDE = 720
"""Width of a desktop column or a slide."""


def in_page(item: str) -> str | None:
    """The address of an item in a page with all items: its id."""
    return f"#{item}"


def pictures(
    summary: Summary,
    words: Wording,
    colours: Colours | None = None,
    *,
    width: int = NARROW,
    href: Callable[[str], str | None] = in_page,
) -> tuple[DrawnPicture, ...]:
    """The drawings that are useful for this summary: days, topics, coverage by track.

    Without `colours` they use the page's CSS variables. They are laid out for `width`; a page may contain one of each
    width and show the fitting one. `href` returns an item's address or None.
    """
    drawn = (
        *timelines(summary, words, colours, width, href),
        topics(summary, words, colours, width),
        coverage(summary, words, colours, width),
    )
    return tuple(picture for picture in drawn if picture is not None)
