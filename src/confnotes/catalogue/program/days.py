"""Parse a conference and a day: `saturday`, `fosdem`, `fosdem 2020-02-01`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from confnotes.catalogue.program.whats_on import conference_meant
from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.day_words import WEEKDAYS, day_from, weekday_of
from confnotes.markup.names import slug
from confnotes.model.timetable import local_day
from confnotes.vault.layout import conference_among
from confnotes.vault.vault import Vault

_ANY = date(2000, 1, 1)
DAY_HINT = "Write a day as saturday, today, tomorrow or 2019-12-10."
_MOST_DAYS = 7  # named in one line of an error


def split_day(words: str, names: list[str]) -> tuple[str, str]:
    """Split into the words for a conference and the one for a day ("" for none); a conference named after a day is a
    conference.
    """
    if slug(words) in map(slug, names):
        return words, ""
    first, _, rest = words.partition(" ")
    before, _, last = words.rpartition(" ")
    if is_day(last) and (not before or conference_among(names, before) is not None):
        return before, last
    if is_day(first) and conference_among(names, rest) is not None:
        return rest, first
    return words, ""


def is_day(word: str) -> bool:
    """Whether the word stands for a day."""
    return weekday_of(word) is not None or (day_from(word, _ANY) or date_of(word)) is not None


def conference_and_day(vault: Vault, words: str, at: datetime, conference: str | None) -> tuple[str, date | None]:
    """The folder of the conference in the words or in `conference`, else of the current one; and the day, if any.

    Raises NotFoundError for words that match neither, and what `day_of` raises.
    """
    named, word = split_day(words, vault.conferences())
    if named:
        try:
            named = vault.conference_named(named)
        except NotFoundError as error:
            raise NotFoundError(f"no conference or day “{named}”", f"{error.hint} {DAY_HINT}") from None
    name = conference_meant(vault, at, named or conference)
    return name, day_of(vault, name, word, at) if word else None


def conference_day_and_filter(
    vault: Vault, words: str, at: datetime, conference: str | None
) -> tuple[str, date | None, str]:
    """Like `conference_and_day`, with words to filter talks by; a name is the longest that words begin with.

    Raises UsageError, and NotFoundError for a weekday without talks or if there are no conferences.
    """
    names = vault.conferences()
    named, word = split_day(words, names)
    rest: list[str] = []
    if named and conference_among(names, named) is None:
        rest = words.split()
        word = next(filter(is_day, rest), "")
        if word:
            rest.remove(word)
        length = next((n for n in range(len(rest), 0, -1) if conference_among(names, " ".join(rest[:n]))), 0)
        named, rest = " ".join(rest[:length]), rest[length:]
    name = conference_meant(vault, at, named or conference)
    return name, day_of(vault, name, word, at) if word else None, " ".join(rest)


def day_of(vault: Vault, conference: str, word: str, at: datetime) -> date:
    """The day that a word means at a conference. A weekday is the nearest one with talks, a future one if equally near.

    Raises UsageError for an invalid day, NotFoundError for a weekday without talks.
    """
    day = day_from(word, at.date()) or date_of(word)
    if day is not None:
        return day
    weekday = weekday_of(word)
    if weekday is None:
        raise UsageError(f"invalid day “{word}”", DAY_HINT)
    days = days_of(vault, conference)
    found = [one for one in days if one.weekday() == weekday]
    if found:
        return min(found, key=lambda one: (abs((one - at.date()).days), one < at.date()))
    raise NotFoundError(f"no {WEEKDAYS[weekday].title()} in the program of {conference}", _days_hint(days))


def days_of(vault: Vault, conference: str) -> list[date]:
    """The days of a conference with talks, and its stated first and last day, in order."""
    program = vault.program(conference)
    zone = program.conference.timezone
    span = vault.span(conference)
    days = {day for talk in program.talks() if (day := local_day(talk, zone))}
    return sorted(days | {day for day in (span.first, span.last) if day})


def _days_hint(days: Iterable[date]) -> str:
    named = [f"{WEEKDAYS[day.weekday()].title()} {day}" for day in days]
    rest = f" and {len(named) - _MOST_DAYS} more" if len(named) > _MOST_DAYS else ""
    return f"Days: {', '.join(named[:_MOST_DAYS])}{rest}." if named else "Its days are not known."


def date_of(word: str) -> date | None:
    """Parse a day written as `2019-12-10`; None for anything else."""
    try:
        return date.fromisoformat(word) if len(word) == len("2019-12-10") else None
    except ValueError:
        return None
