"""Adding one stamped line in passing; nothing here reads more than it must, for `confnotes add` has to be quick."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError
from confnotes.markup.code import fenced_lines
from confnotes.markup.frontmatter import split
from confnotes.markup.stamps import with_stamp
from confnotes.model.timetable import wall_time
from confnotes.services.cards import Card
from confnotes.vault.layout import talk_stem
from confnotes.vault.vault import Vault

NOT_LONG_AGO = timedelta(hours=3)
_ATTEMPTS = 100
_NOTES_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A line that was added; `line` counts from 1, `talk` is None for a note about no talk."""

    path: str
    line: int
    text: str
    talk: Card | None = None


def add_line(vault: Vault, text: str, to: str | None, at: datetime) -> AddedLine:
    """Append a stamped line to the note of the talk that is on, or of the talk `to`; the note is made when needed.

    Where no talk is on, or is called so, it is the note about no talk that was begun last, or the note `to`. Several
    lines of text are several lines of the note, each stamped; code in fences is left as it is. Raises NotFoundError
    when nothing is on, ConfnotesError when several talks are on at once and neither the room where one sits nor a star
    tells which is meant.
    """
    from confnotes.services.talks import SeveralTalksError, locate

    lines = [line.rstrip() for line in text.splitlines()]
    told = [(line, code) for line, code in zip(lines, fenced_lines(lines), strict=True) if line or code]
    if not told:
        raise UsageError("there is nothing to add", "give the text of the line")
    try:
        found = locate(vault, to or "now", at)
    except NotFoundError as error:
        path = _begun_last(vault, at) if to is None else _note_called(vault, to)
        if path is not None:
            return _add_to_note(vault, path, told, at)
        if to is None:
            raise NotFoundError(
                error.message, "say where with --to, or begin a note: confnotes new --title TITLE"
            ) from error
        raise
    except SeveralTalksError as error:
        if to is None:
            raise SeveralTalksError(error.message, "say which one with --to and its key, or star it") from error
        raise
    conference = vault.facts(found.conference)
    stamped = _stamped(told, wall_time(at, conference.timezone))
    stem = talk_stem(conference, found.session, found.talk)
    for _ in range(_ATTEMPTS):
        path = vault.talk_note(found.conference, found.key, stem)
        with suppress(ConflictError):
            if path is not None:
                return _append(vault, path, stamped, replace(found, note=path))
            path = vault.unique_path(found.conference, stem)
            if path != f"{found.conference}/{stem}.md" and vault.talk_note(found.conference, found.key, stem):
                continue
            from confnotes.vault.note_file import new_text

            before = new_text(found.conference, conference, found.session, found.talk)
            vault.save(path, before + _joined(stamped, "\n"), None)
            return AddedLine(path, before.count("\n") + 1, "\n".join(stamped), replace(found, note=path))
    raise ConfnotesError("the note is being written all the time", "try again")


def _add_to_note(vault: Vault, path: str, told: Iterable[tuple[str, bool]], at: datetime) -> AddedLine:
    zone = split(vault.read(path).text).fields.get("timezone")
    stamped = _stamped(told, wall_time(at, zone if isinstance(zone, str) else None))
    for _ in range(_ATTEMPTS):
        with suppress(ConflictError):
            return _append(vault, path, stamped)
    raise ConfnotesError("the note is being written all the time", "try again")


def _append(vault: Vault, path: str, stamped: list[str], talk: Card | None = None) -> AddedLine:
    """Raises ConflictError when another program wrote the note just now."""
    file = vault.read(path)
    if file.read_only:
        raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "convert it to UTF-8 first")
    end = "\r\n" if "\r\n" in file.text else "\n"
    before = file.text if not file.text or file.text.endswith("\n") else file.text + end
    vault.save(path, before + _joined(stamped, end), file.version)
    return AddedLine(path, before.count("\n") + 1, "\n".join(stamped), talk)


def _note_called(vault: Vault, name: str) -> str | None:
    from confnotes.services.match_notes import find_note

    with suppress(NotFoundError):
        return find_note(vault, name)
    return None


def _begun_last(vault: Vault, at: datetime) -> str | None:
    """The note about no talk that was begun last, where that was not long ago."""
    written = [(facts.mtime_ns, path) for path, facts in vault.files().items() if path.endswith(".md")]
    begun: list[tuple[datetime, str]] = []
    for _, path in sorted(written, reverse=True)[:_NOTES_LOOKED_AT]:
        with suppress(ConfnotesError, ValueError):
            fields = split(vault.read(path).text).fields
            zone, created = fields.get("timezone"), fields.get("created")
            if "talk" not in fields and isinstance(created, str):
                begin = datetime.fromisoformat(created).replace(tzinfo=None)
                if timedelta() <= wall_time(at, zone if isinstance(zone, str) else None) - begin <= NOT_LONG_AGO:
                    begun.append((begin, path))
    return max(begun, default=(at, None))[1]


def _stamped(told: Iterable[tuple[str, bool]], wall: datetime) -> list[str]:
    return [line if code else with_stamp(line, wall) for line, code in told]


def _joined(lines: list[str], end: str) -> str:
    return "".join(line + end for line in lines)
