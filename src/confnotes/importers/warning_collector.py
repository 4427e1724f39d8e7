"""Warnings that a source may cause thousands of times: one for each kind, with a count and the first line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from confnotes.model.program import SourceWarning, WarningCode

Place = int | str | Callable[[], int | None] | None
"""The place of a record: its line, a text for `line_of` to find, or a search for its line; None if unknown."""

_MORE_PAGES = "{more pages}"
_FORMS = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")


class WarningCollector:
    """Warnings for the user, collected while a source is read; `line_of` resolves places at the end."""

    def __init__(self, line_of: Callable[[int | str], int | None] | None = None) -> None:
        self._line_of = line_of
        self._said: dict[str, tuple[str, Place, int | None, WarningCode | None]] = {}
        self._counts: dict[str, int] = {}

    def tell(
        self,
        message: str,
        place: Place = None,
        *,
        line: int | None = None,
        kind: str | None = None,
        code: WarningCode | None = None,
    ) -> None:
        """Count a message: messages of one `kind` count together, and the first is used.

        `{n}` becomes the count, `{rows|row}` the word for that number, as in `{# rows|a row}`, and `{more pages}` at
        the end the number of other pages; without them, “(3 times)” is added.
        """
        kind = kind or message
        self._counts[kind] = self._counts.get(kind, 0) + 1
        self._said.setdefault(kind, (message, place, line, code))

    def warnings(self) -> tuple[SourceWarning, ...]:
        """One warning of each kind, in the order of discovery."""
        return tuple(
            SourceWarning(_with_count(message, self._counts[kind]), self._line(place, line), code)
            for kind, (message, place, line, code) in self._said.items()
        )

    def _line(self, place: Place, line: int | None) -> int | None:
        if place is None:
            return line
        if callable(place):
            return place()
        if self._line_of is not None:
            return self._line_of(place)
        return place if isinstance(place, int) else None


def line_in(text: str) -> Callable[[int | str], int | None]:
    """A search for the line, from 1, of the first occurrence of a JSON string or number in `text`."""

    def line_of(near: int | str) -> int | None:
        at = text.find(f'"{near}"')
        at = at if at >= 0 else text.find(str(near))
        return text.count("\n", 0, at) + 1 if at >= 0 else None

    return line_of


def counted(message: str, lines: Sequence[int | None]) -> Iterator[SourceWarning]:
    """A warning about what is on these lines, with the first line; none without lines."""
    if lines:
        yield SourceWarning(_with_count(message, len(lines)), lines[0])


def _with_count(message: str, count: int) -> str:
    if message.endswith(_MORE_PAGES):
        more = f" (and {count - 1} more page{'s' if count > 2 else ''} like it)" if count > 1 else ""
        return message.removesuffix(_MORE_PAGES) + more
    if "{n}" in message or "{# " in message:
        said = _FORMS.sub(lambda forms: forms[2] if count == 1 else forms[1].replace("#", str(count)), message)
        return said.replace("{n}", str(count))
    return message if count == 1 else f"{message} ({count} times)"
