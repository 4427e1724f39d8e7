"""Add one timestamped line; imports as little as possible, because `confnotes add` must be fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from confnotes.actions.notes.change_talk_note import change_talk_note, wall_of
from confnotes.actions.notes.line_target import line_target
from confnotes.catalogue.program.cards import Card
from confnotes.errors import UsageError
from confnotes.markup.code import fenced_lines
from confnotes.markup.nested_lines import joins
from confnotes.markup.safe import safe_text
from confnotes.markup.stamps import free_moment, with_stamp
from confnotes.model.program import Conference
from confnotes.model.timetable import wall_time
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class AddedLine:
    """An added line; `line` counts from 1, `talk` is None for a free note."""

    path: str
    line: int
    text: str
    talk: Card | None = None


def add_line(vault: Vault, text: str, to: str | None, at: datetime) -> AddedLine:
    """Append a timestamped line to the note of the current talk or of the talk `to`; creates the note if needed.

    Between talks, the latest free note is used; `to` may also be a free note. Each line of a multi-line text gets a
    timestamp, except in fenced code. Control characters are left out: a zero byte would make the note unreadable. A
    blank line separates a plain line from a list, quote or table above it. Raises
    NotFoundError if no talk or note is found, ConfnotesError if several talks are on and neither the current room nor a
    star decides.
    """
    lines = [line.rstrip() for line in safe_text(text).splitlines()]
    told = [(line, code) for line, code in zip(lines, fenced_lines(lines), strict=True) if line or code]
    if not told:
        raise UsageError("nothing to add", "Give the text of the line.")
    meant = line_target(vault, to, at)
    if isinstance(meant, str):
        adding = _Adding(told, wall_of(vault, meant, at))
        vault.change(meant, adding)
        return AddedLine(meant, adding.first, "\n".join(adding.lines))
    conference = vault.facts(meant.conference)
    adding = _Adding(told, wall_time(at, conference.timezone))
    path = change_talk_note(vault, meant, adding, lambda: _bare_note(meant, conference))
    return AddedLine(path, adding.first, "\n".join(adding.lines), replace(meant, note=path))


class _Adding:
    """Appends lines to a text, each with its own timestamp unless it is code.

    Afterwards `lines` are the written lines, and `first` is the number of the first one, from 1.
    """

    def __init__(self, told: Sequence[tuple[str, bool]], wall: datetime) -> None:
        self._told = told
        self._wall = wall
        self.lines: list[str] = []
        self.first = 0

    def __call__(self, text: str) -> str:
        end = "\r\n" if "\r\n" in text else "\n"
        after = text if not text or text.endswith("\n") else text + end
        self.first, self.lines = 0, []
        for line, code in self._told:
            after += end if not code and joins(after.splitlines(), line) else ""
            self.first = self.first or after.count("\n") + 1
            self.lines.append(line if code else with_stamp(line, free_moment(after, self._wall)))
            after += self.lines[-1] + end
        return after


def _bare_note(talk: Card, conference: Conference) -> str:
    from confnotes.vault.note_file import new_text

    return new_text(talk.conference, conference, talk.session, talk.talk)
