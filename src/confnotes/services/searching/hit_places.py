"""What is told of a hit beside its own words: the heading above its line, whether a task is done, a talk starred."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup import headings, tasks
from confnotes.model.hit import Hit, HitKind
from confnotes.model.record import record

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


@record(frozen=True, slots=True)
class HitPlace:
    """`heading` is the nearest one above the line, "" for none; `task` what a task says in its file, `done` whether it
    is done, None for what is no task; `starred` is of a talk."""

    heading: str = ""
    task: str = ""
    done: bool | None = None
    starred: bool = False


def hit_places(vault: Vault, hits: Iterable[Hit]) -> dict[Hit, HitPlace]:
    """The places of talks and of what stands in a file; each file is read once."""
    found: dict[Hit, HitPlace] = {}
    texts: dict[str, list[str]] = {}
    starred: dict[str, frozenset[str]] = {}
    for hit in hits:
        if hit.kind is HitKind.TALK and hit.conference is not None:
            if hit.conference not in starred:
                starred[hit.conference] = _starred(vault, hit.conference)
            found[hit] = HitPlace(starred=hit.id.partition("/")[2] in starred[hit.conference])
        if hit.path is None or hit.line is None:
            continue
        if hit.path not in texts:
            try:
                texts[hit.path] = vault.read(hit.path).text.split("\n")
            except ConfnotesError:
                texts[hit.path] = []
        found[hit] = _place(texts[hit.path], hit)
    return found


def _starred(vault: Vault, conference: str) -> frozenset[str]:
    try:
        return vault.marks(conference).starred
    except ConfnotesError:
        return frozenset()


def _place(lines: list[str], hit: Hit) -> HitPlace:
    row = min(hit.line or 1, len(lines)) - 1
    above = ""
    for at in range(row - 1, -1, -1):
        if lines[at].startswith("#") and (heading := headings.find(lines[at])):
            above = heading[1] if heading[1] != hit.title else ""
            break
    task = tasks.find(lines[row]) if hit.kind is HitKind.TASK and row >= 0 else None
    return HitPlace(above, task.text, task.done) if task else HitPlace(above)
