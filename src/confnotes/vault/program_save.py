"""Write a conference's program: its note and `program.yaml`, each only if its content changes.

Notes of changed talks are updated where they still repeat the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.conference_note import read_conference
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.program_yaml import program_of_yaml, render
from confnotes.merge.duplicate_talks import with_ids
from confnotes.model.program import Program, Session, Talk
from confnotes.vault import conference_file, layout, note_file
from confnotes.vault.layout import talk_key
from confnotes.vault.program_store import without_notes
from confnotes.vault.version import TextFile, Version

if TYPE_CHECKING:
    from confnotes.vault.heads import TalkNote
    from confnotes.vault.vault import Vault
import re
from dataclasses import replace

from confnotes.markup.program_yaml import session_head, tail, talk_text
from confnotes.model.timetable import zone_named


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to write, and the version to overwrite (None: a new file)."""

    path: str
    text: str
    based_on: Version | None


def plan_program(vault: Vault, conference: str, program: Program) -> list[PlannedFile]:
    """The files to write for this program; none if they are up to date. Raises ConfnotesError."""
    wanted = with_ids(without_notes(program))
    before = _existing(vault, layout.program_path(conference))
    now = with_ids(program_of_yaml(before.text, wanted.conference)) if before else Program(wanted.conference)
    found = [_plan_note(vault, conference, wanted, now), _plan_program(conference, wanted, now, before)]
    return [planned for planned in found if planned is not None]


def _existing(vault: Vault, path: str) -> TextFile | None:
    try:
        file = vault.read(path)
    except NotFoundError:
        return None
    if file.read_only:
        raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "Save it as UTF-8.")
    return file


def _plan_note(vault: Vault, conference: str, wanted: Program, before: Program) -> PlannedFile | None:
    """The conference's note: its facts, and those lists and sections that the user has not edited."""
    path = layout.conference_path(conference)
    file = _existing(vault, path)
    if file is None:
        return PlannedFile(path, conference_file.render(wanted, conference), None)
    front = split(file.text)
    if front.broken:
        return None
    noted = read_conference(front.fields, front.body, conference)
    now = conference_file.facts(noted, conference)
    facts = conference_file.facts(wanted.conference, conference)
    changes = {key: value for key, value in facts.items() if value != now[key]}
    old, new = conference_file.lists(before), conference_file.lists(wanted)
    changes |= {
        key: new.get(key)
        for key in {**old, **new}
        if new.get(key) != old.get(key) and front.fields.get(key) == old.get(key)
    }
    text = set_fields(file.text, changes) if changes else file.text
    text = conference_file.with_description(text, noted.description, wanted.conference.description)
    text = conference_file.with_sections(text, before, wanted)
    return PlannedFile(path, text, file.version) if text != file.text else None


def _plan_program(conference: str, wanted: Program, now: Program, file: TextFile | None) -> PlannedFile | None:
    path = layout.program_path(conference)
    if file is None:
        if not (wanted.sessions or wanted.people or wanted.deadlines or wanted.resources):
            return None
        return PlannedFile(path, render(wanted, conference), None)
    if now == wanted:
        return None
    text = splice(file.text, now, wanted)
    if text is None or not _says(text, wanted):
        text = render(wanted, conference)
    return PlannedFile(path, text, file.version)


def _says(text: str, wanted: Program) -> bool:
    try:
        return with_ids(program_of_yaml(text, wanted.conference)) == wanted
    except ConfnotesError:
        return False


def plan_notes(
    vault: Vault, folder: str, before: Program, after: Program, notes: Mapping[str, TalkNote]
) -> list[PlannedFile]:
    """The notes to update for the changed program; `notes` is the result of `Vault.talk_notes`.

    Fields that the user edited, and notes whose front matter cannot be changed, stay as they are.
    """
    if not notes:
        return []
    old, new = (dict(_places(program)) for program in (before, after))
    planned = []
    for talk_id, (session, talk) in new.items():
        note = notes.get(talk_key(folder, talk_id))
        if note is None or talk_id not in old:
            continue
        was = note_file.fields(folder, before.conference, *old[talk_id])
        now = note_file.fields(folder, after.conference, session, talk)
        changes = {key: now.get(key) for key in {**was, **now} if was.get(key) != now.get(key)}
        file = _follow(vault, note.path, was, changes) if changes else None
        if file:
            planned.append(file)
    return planned


def _places(program: Program) -> Iterator[tuple[str, tuple[Session, Talk]]]:
    for session in program.sessions:
        for talk in session.talks:
            yield talk.id or "", (session, talk)


def _follow(vault: Vault, path: str, was: Mapping[str, object], changes: Mapping[str, object]) -> PlannedFile | None:
    file = vault.read(path)
    front = split(file.text)
    if file.read_only or front.broken:
        return None
    ours = {key: value for key, value in changes.items() if _plain(front.fields.get(key)) == _plain(was.get(key))}
    try:
        text = set_fields(file.text, ours) if ours else file.text
    except ConfnotesError:
        return None
    return PlannedFile(path, text, file.version) if text != file.text else None


def _plain(value: object) -> object:
    """A value for YAML: a list of one item becomes that item."""
    if isinstance(value, list):
        return [str(item) for item in value] if len(value) != 1 else str(value[0])
    return None if value is None else str(value)


_SESSION = "  - "
_TALK = "      - "
_KEY = re.compile(r"( *)(?:- )?([A-Za-z_][\w -]*):(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """The text of a session's head and of its talks."""

    head: str
    talks: tuple[str, ...]


def splice(text: str, before: Program, after: Program) -> str | None:
    """The text updated from `before` to `after`; None if the file has another layout."""
    cut = _cut(text)
    if cut is None:
        return None
    top, pieces, rest = cut
    if len(pieces) != len(before.sessions):
        return None
    old_sessions: dict[str | None, tuple[Session, str]] = {}
    old_talks: dict[str | None, tuple[Talk, str]] = {}
    for piece, session in zip(pieces, before.sessions, strict=True):
        if len(piece.talks) != len(session.talks):
            return None
        old_sessions[session.id] = (replace(session, talks=()), piece.head)
        old_talks |= {talk.id: (talk, part) for talk, part in zip(session.talks, piece.talks, strict=True)}
    zone, zone_before = zone_named(after.conference.timezone), zone_named(before.conference.timezone)
    parts = [top]
    for session in after.sessions:
        bare = replace(session, talks=())
        old, head = old_sessions.get(session.id, (None, ""))
        if old != bare or not re.search(r"^    talks:[ \t]*(?:#.*)?$", head, re.MULTILINE):
            was = session_head(replace(old, talks=session.talks), zone_before) if old else ""
            head = _renewed(head, was, session_head(session, zone), 4)
        parts.append(head)
        for talk in session.talks:
            old_talk, part = old_talks.get(talk.id, (None, ""))
            if old_talk != talk:
                part = _renewed(part, talk_text(old_talk, zone_before) if old_talk else "", talk_text(talk, zone), 8)
            parts.append(part)
    same_rest = (before.people, before.deadlines, before.resources) == (after.people, after.deadlines, after.resources)
    parts.append(rest if same_rest else _renewed(rest, tail(before), tail(after), 0))
    return "".join(parts)


def _cut(text: str) -> tuple[str, list[_Piece], str] | None:
    """The text above the sessions, the sessions, and the text below them."""
    lines = text.splitlines(keepends=True)
    first = next((index for index, line in enumerate(lines) if re.match(r"sessions:[ \t]*(?:#.*)?$", line)), None)
    if first is None or not text.endswith("\n") or "\r" in text:
        return None
    marks: list[tuple[str, int]] = []
    end = len(lines)
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if line.startswith(_TALK):
            marks.append(("talk", _with_comments(lines, index)))
        elif line.startswith(_SESSION):
            marks.append(("session", _with_comments(lines, index)))
        elif line[0] not in " \n#":
            end = _with_comments(lines, index)
            break
    pieces: list[_Piece] = []
    bounds = [*(at for _, at in marks[1:]), end]
    for (kind, at), until in zip(marks, bounds, strict=False):
        part = "".join(lines[at:until])
        if kind == "session":
            pieces.append(_Piece(part, ()))
        elif not pieces:
            return None
        else:
            pieces[-1] = replace(pieces[-1], talks=(*pieces[-1].talks, part))
    begin = marks[0][1] if marks else end
    return "".join(lines[:begin]), pieces, "".join(lines[end:])


def _with_comments(lines: list[str], index: int) -> int:
    """Where an item begins, including the comments and blank lines above it."""
    while index and (not lines[index - 1].strip() or lines[index - 1].lstrip().startswith("#")):
        index -= 1
    return index


def _renewed(old: str, was: str, new: str, indent: int) -> str:
    """`new`, but with the lines of `old` for unchanged fields, and with its comments and unknown keys.

    `was` is the content of `old` in the format of `new`. `indent` is the column of the keys.
    """
    above, theirs, below = _fields(old, indent)
    _, before, _ = _fields(was, indent)
    _, after, _ = _fields(new, indent)
    fields = {}
    for key, (blank, lines) in after.items():
        comments, kept = theirs.get(key, (blank, lines))
        fields[key] = comments + (kept if before.get(key) == (blank, lines) else lines)
    fields |= {key: "".join(each) for key, each in theirs.items() if key not in fields and key not in before}
    talks = fields.pop("talks", "")  # its items are pieces of their own, below
    body = "".join(fields.values()) + talks
    if indent:
        body = re.sub(rf"^ {{{indent}}}(?=[^ #\n])", f"{' ' * (indent - 2)}- ", body, count=1, flags=re.MULTILINE)
    blank = "\n" if indent and new.startswith("\n") else ""
    return f"{blank}{above}{body}{below}"


def _fields(text: str, indent: int) -> tuple[str, dict[str, tuple[str, str]], str]:
    """The comments above an item, each of its keys with the comments above and its lines, and the comments at its end.

    An item's first key is indented like the others: without its dash.
    """
    above = key = ""
    waiting: list[str] = []
    fields: dict[str, tuple[str, list[str]]] = {}
    for line in text.splitlines(keepends=True):
        bare = line.lstrip(" ")
        match = _KEY.match(line)
        if match and match.start(2) == indent:
            if indent and not key:
                above, waiting = "".join(each for each in waiting if each.strip()), []
            key = match[2]
            fields[key] = ("".join(waiting), [" " * indent + line[indent:]])
            waiting = []
        elif not key or (bare.startswith("#") and len(line) - len(bare) <= indent) or (not indent and bare == "\n"):
            waiting.append(line)
        else:
            fields[key][1].extend((*waiting, line))
            waiting = []
    return above, {name: (comments, "".join(lines)) for name, (comments, lines) in fields.items()}, "".join(waiting)
