"""Update a program's file in place: unchanged parts keep their bytes, comments and unknown keys included.

Works on files indented as confnotes writes them. Each session, each talk, and the text below the sessions is a piece of
the old text. Unchanged pieces are copied; in changed ones, only the changed fields are rewritten. The caller compares
the parsed result with the program, and rewrites the whole file if they differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from confnotes.markup.program_yaml import session_head, tail, talk_text
from confnotes.model.program import Program, Session, Talk
from confnotes.model.timetable import zone_named

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
