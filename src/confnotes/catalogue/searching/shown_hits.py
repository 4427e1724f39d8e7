"""Hits as displayed: best line, heading above it, state of tasks and stars."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from confnotes.catalogue.searching.hit_lines import read_hit
from confnotes.catalogue.searching.searchable import read_text
from confnotes.markup import headings, tasks
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import Hit, HitKind, Hits, SearchedVault, Sought
from confnotes.model.mark import Mark
from confnotes.search.snippets import lines_with, with_snippet
from confnotes.vault.layout import marks_path
from confnotes.vault.vault import Vault

_MOST_TEXTS = 64  # of notes that are kept for the next hits


@fast_dataclass(frozen=True, slots=True)
class ShownHit:
    """`heading` is the nearest one above the line or ""; `task` is a task's text in its file, `done` its state, None
    for other lines; `starred` is the talk's star.
    """

    hit: Hit
    heading: str = ""
    task: str = ""
    done: bool | None = None
    starred: bool = False


class HitLines:
    """Looks up the lines of hits; caches the last notes, because the next keystroke mostly finds the same ones.

    Saved notes are read again.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, tuple[int, int, str]] = {}
        self._starred: dict[str, tuple[str | None, frozenset[str]]] = {}
        self._others: dict[SearchedVault, HitLines] = {}

    def look_up(self, found: Hit, sought: Sought) -> ShownHit | None:
        """The hit as displayed, None if its note is gone."""
        if found.vault and str(self._vault.root) != found.vault.root:
            if found.vault not in self._others:
                self._others[found.vault] = HitLines(Vault(Path(found.vault.root)))
            return self._others[found.vault].look_up(found, sought)
        hit = with_snippet(found, sought, lambda one: self._read(one.path or ""))
        if hit is None:
            return None
        if hit.path is not None:
            return _in_its_file(hit, self._read(hit.path) or "")
        return ShownHit(hit, starred=hit.kind is HitKind.TALK and self._is_starred(hit))

    def _is_starred(self, talk: Hit) -> bool:
        if talk.conference is None:
            return False
        marks, known = self._read(marks_path(talk.conference)), self._starred.get(talk.conference)
        if known is None or known[0] != marks:
            known = self._starred[talk.conference] = marks, self._vault.marks(talk.conference)[Mark.STAR]
        return talk.id.partition("/")[2] in known[1]

    def _read(self, path: str) -> str | None:
        """The text of a file, None if it cannot be read."""
        try:
            facts = os.lstat(f"{self._vault.root}/{path}")
        except (OSError, ValueError):
            return None
        known = self._known.pop(path, None)
        if known is None or known[:2] != (facts.st_mtime_ns, facts.st_size):
            text = read_text(self._vault, path)
            if text is None:
                return None
            known = facts.st_mtime_ns, facts.st_size, text
        self._known[path] = known
        if len(self._known) > _MOST_TEXTS:
            del self._known[next(iter(self._known))]
        return known[2]


def shown_hits(vault: Vault, hits: Iterable[Hit], sought: Sought) -> dict[Hit, ShownHit | None]:
    """Each hit as displayed, None if its note is gone."""
    lines = HitLines(vault)
    return {hit: lines.look_up(hit, sought) for hit in hits}


def marks_versions(vault: Vault) -> Iterator[tuple[str, int]]:
    """The modification times of the marks of each conference."""
    for conference in vault.conferences():
        with suppress(OSError):
            yield conference, (vault.root / marks_path(conference)).stat().st_mtime_ns


def _in_its_file(hit: Hit, text: str) -> ShownHit:
    lines = text.split("\n", hit.line or 1)
    row = min(hit.line or 1, len(lines)) - 1
    above = ""
    for at in range(row - 1, -1, -1):
        if lines[at].startswith("#") and (heading := headings.find(lines[at])):
            above = heading[1] if heading[1] != hit.title else ""
            break
    task = tasks.find(lines[row]) if hit.kind is HitKind.TASK else None
    return ShownHit(hit, above, task.text, task.done) if task else ShownHit(hit, above)


class MatchingLine(NamedTuple):
    """A line of a note's file, from 1; the column is in UTF-8 bytes, from 1."""

    file: Path
    line: int
    column: int
    text: str


def matching_lines(vault: Vault, hits: Hits) -> Iterator[MatchingLine]:
    """The matching lines, each once, note by note, best note first.

    A note that matches only by tag or date has one line, its most relevant. Hits without a file have none.
    """
    from confnotes.catalogue.searching.find import index_of
    from confnotes.search.engine import sought_terms

    if hits.answered is None:
        return
    sought = sought_terms(index_of(vault), hits.answered)
    seen: set[tuple[Path, int]] = set()
    for hit in hits.hits:
        text = read_hit(vault, hit)
        if text is None or hit.path is None:
            continue
        file = Path(hit.vault.root if hit.vault else vault.root, hit.path)
        found = list(lines_with(text, sought)) if hit.kind is HitKind.NOTE else []
        for number, column, line in found or _line(text, hit.line or 1):
            if (file, number) not in seen:
                seen.add((file, number))
                yield MatchingLine(file, number, column, line)


def _line(text: str, number: int) -> list[tuple[int, int, str]]:
    lines = text.split("\n")
    return [(number, 1, lines[number - 1].rstrip("\r"))] if number <= len(lines) else []
