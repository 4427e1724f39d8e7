"""What a person starred, attended, wants to watch later, rated and does not share: `marks.yaml`, one line a talk.

    "15732": {starred: true, rating: 4}
    "closed-meeting": {no-share: true}

A session has a line only where it is not shared.

Lines that are not about the talk being marked keep their bytes, comments included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import field

from confnotes.errors import ConfnotesError
from confnotes.model.record import record

_LINE = re.compile(
    r'"([^"\\]+)": \{((?:(?:starred|attended|later|no-share): true|rating: [1-5])'
    r"(?:, (?:(?:attended|later|no-share): true|rating: [1-5]))*)\}"
)
_NO_SHARE = "no-share"
_NO = frozenset({"no", "n", "false", "off", "0", "null", "never"})
HEAD = "# What you starred, attended and rated in this program; one line a talk.\n"


@record(frozen=True, slots=True)
class Marks:
    """Talk ids that are starred, attended and to be watched later, and ratings from 1 to 5.

    `unshared`: ids of talks and sessions that the public is not told of.
    """

    starred: frozenset[str] = frozenset()
    attended: frozenset[str] = frozenset()
    ratings: Mapping[str, int] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    unshared: frozenset[str] = frozenset()

    def marked(self) -> frozenset[str]:
        """Every talk with a mark that says it is worth telling."""
        return self.starred | self.attended | self.later | frozenset(self.ratings)


def parse(text: str) -> Marks:
    """The marks in the file; raises ConfnotesError when it is not the YAML that is meant."""
    value: object = _quick(text)
    if value is None:
        from confnotes.markup.yaml12 import load

        value = load(text)
    if value is None:
        return Marks()
    if not isinstance(value, dict):
        raise ConfnotesError("the marks are no lines of “talk: {...}”", "mend the file in a text editor")
    starred, attended, later, unshared, ratings = set(), set(), set(), set(), {}
    for talk_id, marks in value.items():
        if not isinstance(marks, dict):
            continue
        if marks.get("starred") is True:
            starred.add(talk_id)
        if marks.get("attended") is True:
            attended.add(talk_id)
        if marks.get("later") is True:
            later.add(talk_id)
        if str(marks.get(_NO_SHARE) or "no").casefold() not in _NO:
            unshared.add(talk_id)
        rating = marks.get("rating")
        if isinstance(rating, int) and not isinstance(rating, bool) and 1 <= rating <= 5:
            ratings[talk_id] = rating
    return Marks(frozenset(starred), frozenset(attended), ratings, frozenset(later), frozenset(unshared))


def _quick(text: str) -> dict[str, dict[str, object]] | None:
    """The marks where every line is as confnotes writes it, without loading YAML; None where one is not."""
    found: dict[str, dict[str, object]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or match[1] in found:
            return None
        marks: dict[str, object] = {}
        for part in match[2].split(", "):
            key, _, value = part.partition(": ")
            marks[key] = int(value) if value.isdigit() else value == "true"
        found[match[1]] = marks
    return found


def with_marks(
    text: str,
    talk_id: str,
    *,
    starred: bool,
    attended: bool,
    rating: int | None,
    later: bool = False,
    unshared: bool = False,
) -> str:
    """The file with the talk's line set, or taken out when nothing is marked; other lines keep their bytes."""
    written = json.dumps(talk_id, ensure_ascii=False)
    forms = "|".join(re.escape(form) for form in (written, talk_id, f"'{talk_id}'"))
    own = re.compile(rf"(?:{forms})\s*:.*")
    parts = []
    if starred:
        parts.append("starred: true")
    if attended:
        parts.append("attended: true")
    if later:
        parts.append("later: true")
    if rating:
        parts.append(f"rating: {rating}")
    if unshared:
        parts.append(f"{_NO_SHARE}: true")
    line = f"{written}: {{{', '.join(parts)}}}\n" if parts else ""
    lines = (text or HEAD).splitlines(keepends=True)
    for index, old in enumerate(lines):
        if own.fullmatch(old.rstrip("\r\n")):
            lines[index] = line
            return "".join(lines)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines, line])
