"""Hits as they are looked at: with their best line, the heading above it, whether a task is done, a talk starred."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup import headings, tasks
from confnotes.model.hit import Hit, HitKind, Sought
from confnotes.model.record import record
from confnotes.search.snippets import with_snippet
from confnotes.services.searching.searchable import read_text

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_MOST_TEXTS = 64


@record(frozen=True, slots=True)
class ShownHit:
    """`heading` is the nearest one above the line, "" for none; `task` what a task says in its file, `done` whether it
    is done, None for what is no task; `starred` is of a talk."""

    hit: Hit
    heading: str = ""
    task: str = ""
    done: bool | None = None
    starred: bool = False


class HitTexts:
    """The texts of the notes that were shown last, as a letter more mostly finds the same: read again once written."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, tuple[int, int, str]] = {}

    def read(self, path: str) -> str | None:
        """The text of a note, None when it cannot be read any more."""
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


def shown_hits(
    vault: Vault, hits: Iterable[Hit], sought: Sought, texts: HitTexts | None = None
) -> dict[Hit, ShownHit | None]:
    """Each hit as it is shown, None where its note is gone."""
    found: dict[Hit, ShownHit | None] = {}
    starred: dict[str, frozenset[str]] = {}
    read = (texts or HitTexts(vault)).read
    for one in hits:
        hit = with_snippet(one, sought, read)
        if hit is None:
            found[one] = None
        elif hit.kind is HitKind.TALK and hit.conference is not None:
            if hit.conference not in starred:
                starred[hit.conference] = _starred(vault, hit.conference)
            found[one] = ShownHit(hit, starred=hit.id.partition("/")[2] in starred[hit.conference])
        else:
            found[one] = _in_its_file(hit, (read(hit.path) if hit.path is not None else None) or "")
    return found


def _starred(vault: Vault, conference: str) -> frozenset[str]:
    try:
        return vault.marks(conference).starred
    except ConfnotesError:
        return frozenset()


def _in_its_file(hit: Hit, text: str) -> ShownHit:
    lines = text.split("\n")
    row = min(hit.line or 1, len(lines)) - 1
    above = ""
    for at in range(row - 1, -1, -1):
        if lines[at].startswith("#") and (heading := headings.find(lines[at])):
            above = heading[1] if heading[1] != hit.title else ""
            break
    task = tasks.find(lines[row]) if hit.kind is HitKind.TASK else None
    return ShownHit(hit, above, task.text, task.done) if task else ShownHit(hit, above)
