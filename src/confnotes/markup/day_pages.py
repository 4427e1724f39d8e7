"""The page of a day: a note of its own type, called after its day until somebody calls it otherwise."""

from __future__ import annotations

from datetime import date
from typing import Final

from confnotes.model.note import Outline

PAGE_TYPE: Final = "day"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def is_day_page(note: Outline) -> bool:
    """Whether the note is the page of a day."""
    return note.fields.get("type") == PAGE_TYPE


def title_of_day(day: date) -> str:
    """What its page is called at first: `Tuesday, 10 December 2019`."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
