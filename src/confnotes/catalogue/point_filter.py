"""Filter tasks and questions by state and due date: `is:open`, `due:overdue`, `due:"next week"`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from confnotes.markup.day_words import weekday_of
from confnotes.model.query import Dated
from confnotes.search.values import UnreadableError, read_dates

STATES = frozenset({"open", "todo", "done", "cancelled", "answered"})

_PIECE = re.compile(r"(?<!\S)(-?)(is|due):(?:\"([^\"]*)\"?|(\S+))", re.IGNORECASE)
_Test = Callable[[str, date | None], bool]


class PointFilter:
    """The states and due dates in a filter; `rest` is the remaining text, `refused` a message about an invalid date."""

    def __init__(self, text: str, today: date) -> None:
        self.refused = ""
        self._today = today
        self._tests: list[tuple[_Test, bool]] = []
        self.rest = _PIECE.sub(self._take, text)

    def fits(self, state: str, due: date | None) -> bool:
        """Whether it matches a task or question in this one of the STATES; "open" is an open question."""
        return all(test(state, due) is not no for test, no in self._tests)

    def _take(self, piece: re.Match[str]) -> str:
        value = (piece[3] or piece[4] or "").lower()
        is_due = piece[2].lower() == "due"
        if not is_due and value not in STATES:
            return piece[0]
        try:
            self._tests.append((self._due(value) if is_due else _is(value), bool(piece[1])))
        except UnreadableError as error:
            self.refused = str(error)
        return ""

    def _due(self, value: str) -> _Test:
        if value == "overdue":
            return lambda state, due: state == "todo" and due is not None and due < self._today
        if (weekday := weekday_of(value)) is not None:
            value = (self._today + timedelta(days=(weekday - self._today.weekday()) % 7)).isoformat()
        span = read_dates("date", value, self._today)
        return lambda _, due: due is not None and _holds(span, due)


def _is(value: str) -> _Test:
    return lambda state, _: state in ({"open", "todo"} if value == "open" else {value})


def _holds(span: Dated, day: date) -> bool:
    moment = datetime.combine(day, time())
    return (span.first is None or span.first <= moment) and (span.end is None or moment < span.end)
