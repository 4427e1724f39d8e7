"""Adding one stamped line in passing; nothing here reads more than it must, for `confnotes add` has to be quick."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError
from confnotes.markup.code import fenced_lines
from confnotes.markup.stamps import with_stamp
from confnotes.model.timetable import wall_time
from confnotes.services.cards import Card
from confnotes.vault.layout import talk_stem
from confnotes.vault.vault import Vault

_ATTEMPTS = 100


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A line that was added; `line` counts from 1, `talk` is None for a note about no talk."""

    path: str
    line: int
    text: str
    talk: Card | None = None


def add_line(vault: Vault, text: str, to: str | None, at: datetime) -> AddedLine:
    """Append a stamped line to the note of the talk that is on, or of the talk `to`; the note is made when needed.

    Several lines of text are several lines of the note, each stamped; code in fences is left as it is. Raises
    NotFoundError when nothing is on, ConfnotesError when several talks are on at once and neither the room where one
    sits nor a star tells which is meant.
    """
    from confnotes.services.talks import SeveralTalksError, locate

    lines = [line.rstrip() for line in text.splitlines()]
    told = [(line, code) for line, code in zip(lines, fenced_lines(lines), strict=True) if line or code]
    if not told:
        raise UsageError("there is nothing to add", "give the text of the line")
    try:
        found = locate(vault, to or "now", at)
    except NotFoundError as error:
        if to is None:
            raise NotFoundError(error.message, "say which talk with --to") from error
        raise
    except SeveralTalksError as error:
        if to is None:
            raise SeveralTalksError(error.message, "say which one with --to and its key, or star it") from error
        raise
    conference = vault.facts(found.conference)
    wall = wall_time(at, conference.timezone)
    stamped = [line if code else with_stamp(line, wall) for line, code in told]
    stem = talk_stem(conference, found.session, found.talk)
    for attempt in range(_ATTEMPTS):
        path = vault.talk_note(found.conference, found.key, stem)
        try:
            if path is None:
                path = vault.unique_path(found.conference, stem)
                if path != f"{found.conference}/{stem}.md" and vault.talk_note(found.conference, found.key, stem):
                    continue
                from confnotes.vault.note_file import new_text

                before = new_text(found.conference, conference, found.session, found.talk)
                vault.save(path, before + _joined(stamped, "\n"), None)
            else:
                file = vault.read(path)
                if file.read_only:
                    raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "convert it to UTF-8 first")
                end = "\r\n" if "\r\n" in file.text else "\n"
                before = file.text if not file.text or file.text.endswith("\n") else file.text + end
                vault.save(path, before + _joined(stamped, end), file.version)
        except ConflictError:
            if attempt == _ATTEMPTS - 1:
                raise
            continue
        return AddedLine(path, before.count("\n") + 1, "\n".join(stamped), replace(found, note=path))
    raise ConfnotesError("the note is being written all the time", "try again")


def _joined(lines: list[str], end: str) -> str:
    return "".join(line + end for line in lines)
