"""Filter tasks and questions by state and due date: `is:open`, `due:overdue`, `due:"next week"`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta

from confnotes.markup.day_words import weekday_of
from confnotes.model.query import Dated
from confnotes.search.values import UnreadableError, read_dates

STATES = frozenset({"open", "todo", "done", "cancelled", "answered"})

_PIECE = re.compile(r"(?<!\S)(-?)(is|due):(?:\"([^\"]*)\"?|(\S+))", re.IGNORECASE)
_Test = Callable[[Collection[str], date | None], bool]


class PointFilter:
    """What a filter says of states and due dates; `rest` is the remaining filter, `refused` a date that is none."""

    def __init__(self, text: str, today: date) -> None:
        self.refused = ""
        self._today = today
        self._tests: list[tuple[_Test, bool]] = []
        self.rest = _PIECE.sub(self._take, text)

    def fits(self, states: Collection[str], due: date | None) -> bool:
        """Whether it matches a task or question in these states; "todo" is an open task."""
        return all(test(states, due) is not no for test, no in self._tests)

    def _take(self, piece: re.Match[str]) -> str:
        value = (piece[3] or piece[4] or "").lower()
        try:
            test = self._due(value) if piece[2].lower() == "due" else _is(value)
        except UnreadableError as error:
            self.refused = str(error)
            return ""
        if test is None:
            return piece[0]
        self._tests.append((test, bool(piece[1])))
        return ""

    def _due(self, value: str) -> _Test:
        today = self._today
        if value == "overdue":
            return lambda states, due: "open" in states and due is not None and due < today
        if (weekday := weekday_of(value)) is not None:
            value = (today + timedelta(days=(weekday - today.weekday()) % 7)).isoformat()
        span = read_dates("date", value, today)
        return lambda states, due: due is not None and _holds(span, due)


def _is(value: str) -> _Test | None:
    return (lambda states, due: value in states) if value in STATES else None


def _holds(span: Dated, day: date) -> bool:
    moment = datetime.combine(day, time())
    return (span.first is None or span.first <= moment) and (span.end is None or moment < span.end)
