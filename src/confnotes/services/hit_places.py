"""Where in its note a hit stands: the heading above its line; of a task, whether it is done."""

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
    is done, None for what is no task."""

    heading: str = ""
    task: str = ""
    done: bool | None = None


def hit_places(vault: Vault, hits: Iterable[Hit]) -> dict[Hit, HitPlace]:
    """The places of those hits that stand in a file; each file is read once."""
    found: dict[Hit, HitPlace] = {}
    texts: dict[str, list[str]] = {}
    for hit in hits:
        if hit.path is None or hit.line is None:
            continue
        if hit.path not in texts:
            try:
                texts[hit.path] = vault.read(hit.path).text.split("\n")
            except ConfnotesError:
                texts[hit.path] = []
        found[hit] = _place(texts[hit.path], hit)
    return found


def _place(lines: list[str], hit: Hit) -> HitPlace:
    row = min(hit.line or 1, len(lines)) - 1
    above = ""
    for at in range(row - 1, -1, -1):
        if lines[at].startswith("#") and (heading := headings.find(lines[at])):
            above = heading[1] if heading[1] != hit.title else ""
            break
    task = tasks.find(lines[row]) if hit.kind is HitKind.TASK and row >= 0 else None
    return HitPlace(above, task.text, task.done) if task else HitPlace(above)
