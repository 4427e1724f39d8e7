"""A changed program written into its file: what did not change keeps its bytes, comments and unknown keys included.

Works on files indented as confnotes writes them. Every session and talk is a piece of the old text; a piece whose
talk is the same is taken over, one that changed is written anew with the comments above it and its unknown keys. The
caller compares what the result says with what was meant, and writes the file whole where that differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from confnotes.model.program import Program, Session, Talk
from confnotes.model.timetable import zone_named
from confnotes.vault.program_text import session_head, tail, talk_text

_SESSION = "  - "
_TALK = "      - "
_KEY = re.compile(r"( *)(?:- )?([A-Za-z_][\w -]*):(?:\s|$)")
_SESSION_KEYS = {"title", "id", "kind", "start", "end", "room", "track", "links", "talks"}
_TALK_KEYS = {
    "title", "id", "kind", "cancelled", "start", "end", "room", "board", "track", "language", "speakers",
    "links", "abstract",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    """A session's head and the pieces of its talks, as text."""

    head: str
    talks: tuple[str, ...]


def splice(text: str, before: Program, after: Program) -> str | None:
    """The text saying `after` where it said `before`; None when the file is not laid out as it would have to be."""
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
    zone = zone_named(after.conference.timezone)
    parts = [top]
    for session in after.sessions:
        bare = replace(session, talks=())
        old, head = old_sessions.get(session.id, (None, ""))
        if old != bare or not re.search(r"^    talks:[ \t]*(?:#.*)?$", head, re.MULTILINE):
            head = _renewed(head, session_head(session, zone), _SESSION_KEYS, 4)
        parts.append(head)
        for talk in session.talks:
            old_talk, part = old_talks.get(talk.id, (None, ""))
            parts.append(part if old_talk == talk else _renewed(part, talk_text(talk, zone), _TALK_KEYS, 8))
    same_rest = (before.people, before.deadlines, before.resources) == (after.people, after.deadlines, after.resources)
    parts.append(rest if same_rest else tail(after))
    return "".join(parts)


def _cut(text: str) -> tuple[str, list[_Piece], str] | None:
    """What stands above the sessions, the sessions, and what stands below them."""
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
    """Where an item begins: above it the comments and blank lines that belong to it."""
    while index and (not lines[index - 1].strip() or lines[index - 1].lstrip().startswith("#")):
        index -= 1
    return index


def _renewed(old: str, new: str, known: set[str], indent: int) -> str:
    """The new text of an item with the comments above the old one, and the old one's unknown keys."""
    lines = old.splitlines(keepends=True)
    begin = next((at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
    above = "".join(line for line in lines[:begin] if line.strip())
    kept: list[str] = []
    keeping = False
    for line in lines[begin:]:
        match = _KEY.match(line)
        if match and len(match[1]) + (2 if line.lstrip().startswith("- ") else 0) == indent:
            keeping = match[2] not in known
            line = f"{' ' * indent}{line[indent:]}"
        if keeping:
            kept.append(line)
    blank = "\n" if new.startswith("\n") else ""
    body = new.removeprefix("\n")
    talks = "    talks:\n"
    if kept and indent == 4 and body.endswith(talks):
        body = f"{body.removesuffix(talks)}{''.join(kept)}{talks}"
    else:
        body += "".join(kept)
    return f"{blank}{above}{body}"
