"""Posters in notes: `P12 - Title - Names`, one a line, and under each what was noted in front of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.importers.pages.entries import read_entry

_POSTER = re.compile(r"^(?P<code>[A-Z]{1,3}-?\d{1,4})(?:\s*[:.)]|\s+[–—-])\s+(?P<rest>\S.{5,300})$")


def poster_of(text: str) -> tuple[str, str] | None:
    """The code of a poster and what the line says behind it; None where the line does not begin with a code."""
    match = _POSTER.match(text)
    return (match.group("code"), match.group("rest")) if match else None


def posters(texts: Sequence[str]) -> set[int]:
    """Which lines are posters: at least two with a code, a title and people; a single one may be any note."""
    coded = {number: said[1] for number, text in enumerate(texts) if (said := poster_of(text)) is not None}
    if len(coded) < 2:
        return set()
    found = {number for number, rest in coded.items() if (entry := read_entry(rest)).title and entry.speakers}
    return found if len(found) > 1 else set()
