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

from confnotes.markup.rating import is_rating
from confnotes.markup.withheld import NO_SHARE, is_private, is_unshared
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.fast_dataclass import fast_dataclass

_MARKED = "attended|later|no-share"
_LINE = re.compile(
    rf'"([^"\\]+)": \{{((?:(?:starred|{_MARKED}): true|rating: [0-5])(?:, (?:(?:{_MARKED}): true|rating: [0-5]))*)\}}'
)
_ID = re.compile(r"[\"']?([^\"'#:\s][^\"':]*)")
_NO_MARKS = "this is no line of “talk: {...}”"
HEAD = "# What you starred, attended and rated in this program; one line a talk.\n"


@fast_dataclass(frozen=True, slots=True)
class Marks:
    """Talk ids that are starred, attended and to be watched later, and ratings from 1 to 5.

    `unshared`: ids of talks and sessions that the public is not told of. `unrated`: ids of talks whose rating was taken
    away, whatever their notes state (`rating: 0`).
    """

    starred: frozenset[str] = frozenset()
    attended: frozenset[str] = frozenset()
    ratings: Mapping[str, int] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    unshared: frozenset[str] = frozenset()
    unrated: frozenset[str] = frozenset()

    def rating(self, talk_id: str, stated: int | None) -> int | None:
        """How the talk is rated: here, else as its note states."""
        return None if talk_id in self.unrated else self.ratings.get(talk_id, stated)

    def marked(self) -> frozenset[str]:
        """Every talk with a mark that says it is worth telling."""
        return self.starred | self.attended | self.later | frozenset(self.ratings)


def parse(text: str) -> Salvaged[Marks]:
    """The marks in the file, as far as they can be read."""
    quick = _quick(text)
    if quick is not None:
        return Salvaged(_marks(quick))
    from confnotes.markup.salvage import fields_with_lines

    found = fields_with_lines(text, _NO_MARKS)
    fields = {key: marks if isinstance(marks, dict) else {"tags": marks} for key, marks in found.value.items()}
    lines = found.value.lines
    odd = (Damage(Fault.VALUE, lines[key], about=why) for key, marks in fields.items() if (why := _odd(marks)))
    return Salvaged(_marks(fields), (*found.damage, *odd))


def _odd(marks: Mapping[str, object]) -> str:
    """What cannot be meant in the marks of one talk, "" for nothing."""
    rating = marks.get("rating")
    if rating not in (None, 0) and not is_rating(rating):
        return "the rating is no number from 1 to 5"
    return _NO_MARKS if marks.keys() == {"tags"} and not (is_unshared(marks) or is_private(marks)) else ""


def _marks(value: Mapping[str, Mapping[str, object]]) -> Marks:
    starred, attended, later, unshared, unrated, ratings = set(), set(), set(), set(), set(), {}
    for talk_id, marks in value.items():
        if marks.get("starred") is True:
            starred.add(talk_id)
        if marks.get("attended") is True:
            attended.add(talk_id)
        if marks.get("later") is True:
            later.add(talk_id)
        if is_unshared(marks) or is_private(marks):
            unshared.add(talk_id)
        rating = marks.get("rating")
        if rating == 0:
            unrated.add(talk_id)
        elif isinstance(rating, int) and is_rating(rating):
            ratings[talk_id] = rating
    marked, there, put_aside, kept_back, unrated_ = map(frozenset, (starred, attended, later, unshared, unrated))
    return Marks(marked, there, ratings, put_aside, kept_back, unrated_)


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
    unrated: bool = False,
) -> str:
    """The file with the talk's line set, or taken out when nothing is marked; other lines keep their bytes.

    A new line goes before the first of a talk whose id sorts behind it, so that two people who mark different talks
    seldom write at the same place.
    """
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
    if rating or unrated:
        parts.append(f"rating: {rating or 0}")
    if unshared:
        parts.append(f"{NO_SHARE}: true")
    line = f"{written}: {{{', '.join(parts)}}}\n" if parts else ""
    lines = (text or HEAD).splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for index, old in enumerate(lines):
        if own.fullmatch(old.rstrip("\r\n")):
            lines[index] = line
            return "".join(lines) or HEAD
    after = next((at for at, old in enumerate(lines) if (match := _ID.match(old)) and match[1] > talk_id), len(lines))
    while after and after < len(lines) and lines[after - 1].startswith("#") and lines[after - 1] != HEAD:
        after -= 1  # a comment belongs to the line below it
    return "".join([*lines[:after], line, *lines[after:]])
