"""Days as people say them: `today`, `saturday`, `sat`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RELATIVE: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}
_SHORTEST = 3  # letters of a day’s name


def place_of(text: str, names: tuple[str, ...]) -> int | None:
    """Which of the names it is, cut after three letters or more."""
    return next((at for at, name in enumerate(names) if len(text) >= _SHORTEST and name.startswith(text)), None)


def weekday_of(text: str) -> int | None:
    """The weekday of that name, 0 for Monday."""
    return place_of(text.casefold(), WEEKDAYS)


def names_day(text: str) -> bool:
    """Whether it is a weekday, or `today`, `yesterday` or `tomorrow`."""
    return weekday_of(text) is not None or text.casefold() in _RELATIVE


def day_from(text: str, today: date) -> date | None:
    """The day of `today`, `yesterday` or `tomorrow`."""
    distance = _RELATIVE.get(text.casefold())
    return None if distance is None else today + timedelta(days=distance)


def day_meant(text: str) -> str:
    """The word for a day that the text may be a misspelling of; "" for none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(text.casefold(), (*WEEKDAYS, *_RELATIVE), 1, 0.8)), "")
