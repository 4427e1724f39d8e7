"""Ticking a task in its file, or opening it again."""

from __future__ import annotations

from confnotes.catalogue.open_points import Point
from confnotes.markup import tasks
from confnotes.vault.vault import Vault


def tick(vault: Vault, task: Point, done: bool) -> bool:
    """Tick a task in its file, or open it again; no other byte changes. False when it is not there any more.

    Raises ConfnotesError when the file cannot be changed.
    """
    return vault.change(task.path, lambda text: ticked(text, task, done))


def ticked(text: str, task: Point, done: bool) -> str:
    """The text of a file with that task ticked or opened; as it was when no such task is in it.

    The task may have moved since it was read: it is the one of the same words that is nearest.
    """
    lines = text.split("\n")
    same = {row: found for row, line in enumerate(lines) if (found := tasks.find(line)) and found.text == task.text}
    if not same:
        return text
    row = min(same, key=lambda at: abs(at + 1 - task.line))
    found = same[row]
    if found.done != done:
        lines[row] = f"{lines[row][: found.box + 1]}{'x' if done else ' '}{lines[row][found.box + 2 :]}"
    return "\n".join(lines)
