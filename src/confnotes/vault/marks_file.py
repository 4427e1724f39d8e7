"""What the user starred, covers for the team, attended, rated, wants to watch later, does not share: `marks.yaml`.

One line per talk:

    "15732": {starred: true, rating: 4}
    "closed-meeting": {no-share: true}

`attended: false` means that the user did not attend the talk, whatever they noted. A session has a line only if it is
not shared. Lines about other talks keep their bytes, comments included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from confnotes.markup.withheld import is_private, is_unshared
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.mark import PERSONAL, Mark, Marks, is_rating

_KEYS = "|".join(mark.key for mark in Mark if mark is not Mark.RATING)
_MARK = rf"(?:(?:{_KEYS}): true|attended: false|rating: [0-5])"
_LINE = re.compile(rf'"([^"\\]+)": \{{({_MARK}(?:, {_MARK})*)\}}')
_ID = re.compile(r"[\"']?([^\"'#:\s][^\"':]*)")
_NO_MARKS = "not a line of the form “talk: {...}”"
HEAD = "# What you starred, attended and rated in this program; one line per talk.\n"


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
    """What is invalid in the marks of one talk, "" for nothing."""
    rating = marks.get("rating")
    if rating not in (None, 0) and not is_rating(rating):
        return "the rating is not a number from 1 to 5"
    return _NO_MARKS if marks.keys() == {"tags"} and not (is_unshared(marks) or is_private(marks)) else ""


def _marks(value: Mapping[str, Mapping[str, object]]) -> Marks:
    of_talks: dict[str, frozenset[Mark]] = {}
    ratings: dict[str, int] = {}
    for talk_id, said in value.items():
        marks = {mark for mark in PERSONAL if said.get(mark.key) is (mark is not Mark.ABSENT)}
        if is_unshared(said) or is_private(said):
            marks.add(Mark.UNSHARED)
        if marks:
            of_talks[talk_id] = frozenset(marks)
        rating = said.get(Mark.RATING)
        if isinstance(rating, int) and (rating == 0 or is_rating(rating)):
            ratings[talk_id] = int(rating)
    return Marks(of_talks, ratings)


def _quick(text: str) -> dict[str, dict[str, object]] | None:
    """The marks, read without loading YAML if every line is as confnotes writes it; otherwise None."""
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


def _said(marks: Collection[Mark], rating: int | None) -> str:
    values = dict.fromkeys(marks, "true") | ({Mark.ABSENT: "false"} if Mark.ABSENT in marks else {})
    values |= {} if rating is None else {Mark.RATING: str(rating)}
    return ", ".join(f"{mark.key}: {values[mark]}" for mark in Mark if mark in values)


def render(marks: Marks) -> str:
    """A file with all these marks."""
    talks = sorted({*marks.of_talks, *marks.ratings})
    said = {talk: _said(marks.of(talk), marks.ratings.get(talk)) for talk in talks}
    return HEAD + "".join(f"{json.dumps(talk, ensure_ascii=False)}: {{{said[talk]}}}\n" for talk in talks)


def with_marks(text: str, talk_id: str, marks: Collection[Mark], rating: int | None = None) -> str:
    """The file with the talk's line set, or removed if the talk has no marks; other lines keep their bytes.

    A rating of 0 means none, whatever the talk's note states. New lines are sorted by talk id, so that two people who
    mark different talks rarely change the same place.
    """
    written = json.dumps(talk_id, ensure_ascii=False)
    forms = "|".join(re.escape(form) for form in (written, talk_id, f"'{talk_id}'"))
    own = re.compile(rf"(?:{forms})\s*:.*")
    said = _said(marks, rating)
    line = f"{written}: {{{said}}}\n" if said else ""
    lines = (text or HEAD).splitlines(keepends=True)
    if not lines[-1].endswith("\n"):
        return with_marks(f"{text}\n", talk_id, marks, rating).removesuffix("\n")
    for index, old in enumerate(lines):
        if own.fullmatch(old.rstrip("\r\n")):
            lines[index] = line
            return "".join(lines) or HEAD
    after = next((at for at, old in enumerate(lines) if (match := _ID.match(old)) and match[1] > talk_id), len(lines))
    while after and after < len(lines) and lines[after - 1].startswith("#") and lines[after - 1] != HEAD:
        after -= 1  # a comment belongs to the line below it
    return "".join([*lines[:after], line, *lines[after:]])
