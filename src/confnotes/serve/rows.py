"""Rows of the lists on the page for phones, as JSON data."""

from __future__ import annotations

from typing import Any

from confnotes.catalogue.program.cards import Card
from confnotes.markup.math.titles import shown_title
from confnotes.markup.safe import safe_text


def talk_object(one: Card) -> dict[str, Any]:
    """A talk in a list; times are local times at the conference."""
    return {
        "key": one.key,
        "title": one_line(one.title),
        "room": one_line(one.room or ""),
        "track": one_line(one.track or ""),
        "start": one.start.isoformat(timespec="minutes") if one.start else None,
        "end": one.end.isoformat(timespec="minutes") if one.end else None,
        "stated": one.stated_end is not None,
        "speakers": one_line(", ".join(speaker.name for speaker in one.talk.speakers)),
        "kind": one.talk.kind,
        "starred": one.starred,
        "cancelled": bool(one.talk.cancelled),
        "note": one.note if one.noted else None,
    }


def row_object(
    title: str, path: str | None, identifier: str | None, conference: str | None, snippet: str
) -> dict[str, Any]:
    """A row of a list: a note with its path, or a talk without a note with its key."""
    return {
        "title": one_line(title),
        "path": path,
        "talk": identifier if path is None else None,
        "conference": one_line(conference or ""),
        "snippet": one_line(snippet),
    }


def one_line(text: str) -> str:
    """A text for one line of the page: formulas as Unicode, no deceptive characters."""
    return safe_text(shown_title(text), lines=False)


def readable(text: str) -> str:
    """A text of several lines without deceptive characters."""
    return safe_text(text)
