"""Which note is about which talk, and how it rates it: the relevant lines of a conference's notes, cached by version.

The lines are found without parsing, so a note with broken front matter keeps its talk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.vault.cache import Cache
from confnotes.vault.textfile import read_bytes
from confnotes.vault.version import FileVersion

_TALK = re.compile(
    rb"^talk:[ \t]*(?:\"([^\"\r\n]*)\"|'([^'\r\n]*)'|([^\s#][^\r\n]*?))[ \t]*(?:#[^\r\n]*)?\r?$", re.MULTILINE
)
_RATING = re.compile(rb"^rating:[ \t]*([1-5])[ \t]*(?:#[^\r\n]*)?\r?$", re.MULTILINE)
_FENCED = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE | re.DOTALL)

_LABEL = re.compile(rb"(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[ \])?(?:[ \t]+\S[^\r\n]*:)?|\?|#{1,6})?(?:[ \t]*\^t\d{6})?")
_HEADING = re.compile(rb"#{1,6}[ \t]")


class Head(NamedTuple):
    """The top of a note: its talk, its rating, and how many lines somebody wrote below."""

    talk: str | None
    lines: int
    rating: int | None = None


class TalkNote(NamedTuple):
    """The note of a talk: its path, how many lines somebody wrote, and its rating."""

    path: str
    lines: int
    rating: int | None = None


def head_of(data: bytes) -> Head:
    """The head of a note, from its bytes."""
    fenced = _FENCED.match(data)
    body = data[fenced.end() :] if fenced else data
    match = _TALK.search(fenced[1]) if fenced else None
    found = next((group for group in match.groups() if group is not None), b"") if match else b""
    rated = _RATING.search(fenced[1]) if fenced else None
    return Head(found.decode("utf-8", "replace").strip() or None, _written(body), int(rated[1]) if rated else None)


def _written(body: bytes) -> int:
    """How many lines somebody wrote: not blank, and not an unfilled label or heading of a template."""
    count, below = 0, b"# "
    for line in reversed(body.splitlines()):
        if not line.strip() or (_LABEL.fullmatch(line.strip(b" \t>")) and not below.startswith((b" ", b"\t"))):
            continue
        count += not (_HEADING.match(line) and _HEADING.match(below))
        below = line
    return count


_Entry = tuple[int, int, str | None, int, int | None]
"""The version of a note's file, and its head."""


class Heads:
    """The heads of one conference's notes."""

    def __init__(self, root: Path, cache: Cache) -> None:
        self._root = root
        self._cache = cache
        self._known: dict[str, dict[str, _Entry]] = {}

    def one(self, path: str) -> Head | None:
        """The head of one note; None if it cannot be read."""
        try:
            return head_of(read_bytes(self._root, path))
        except ConfnotesError:
            return None

    def all(self, conference: str, files: Mapping[str, FileVersion]) -> dict[str, Head]:
        """The heads of `files`, a mapping of a conference's paths to their versions; reads only changed files."""
        known = self._known.get(conference)
        if known is None:
            known = self._load(conference)
        found: dict[str, _Entry] = {}
        changed = len(known) != len(files)
        for path, version in files.items():
            entry = known.get(path)
            if entry is None or entry[:2] != tuple(version):
                head = self.one(path) or Head(None, 0)
                entry = (*version, *head)
                changed = True
            found[path] = entry
        if changed:
            self._cache.store(f"heads 3 {conference}", {path: list(entry) for path, entry in found.items()})
        self._known[conference] = found
        return {path: Head(*entry[2:]) for path, entry in found.items()}

    def _load(self, conference: str) -> dict[str, _Entry]:
        stored = self._cache.load(f"heads 3 {conference}")
        if not isinstance(stored, dict):
            return {}
        try:
            return {
                path: (mtime, size, talk, lines, rating) for path, (mtime, size, talk, lines, rating) in stored.items()
            }
        except (TypeError, ValueError):
            return {}
