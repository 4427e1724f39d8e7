"""The open questions of a note, and noting what was answered."""

from __future__ import annotations

from confnotes.catalogue.open_points import Point
from confnotes.markup import tasks
from confnotes.markup.code import blank_code
from confnotes.markup.questions import FoundQuestion, find_all, with_answer
from confnotes.vault.vault import Vault


def open_questions(text: str) -> list[FoundQuestion]:
    """The questions of a text that have no answer yet, in order; rows count from 0 in this text."""
    if "?" not in text:
        return []
    found = find_all(text.split("\n"), blank_code(text).split("\n"))
    return [asked for asked in found if asked.answer is None]


def add_answer(
    text: str, question: FoundQuestion, answer: str, asked_by: str = "", stamp: str = ""
) -> tuple[str, int] | None:
    """The text with that answer, and the row of it; None when the question is not there any more.

    The question may have moved since it was read: it is the open one of the same words that is nearest. `stamp` is put
    at the end of the answer.
    """
    same = [one for one in open_questions(text) if one.text == question.text]
    if not same or not answer.strip():
        return None
    found = min(same, key=lambda one: abs(one.row - question.row))
    return "\n".join(with_answer(text.split("\n"), found, answer, asked_by, stamp)), found.end


def answer_in(vault: Vault, path: str, question: FoundQuestion, answer: str, asked_by: str = "") -> bool:
    """Note an answer in a file of the vault; False when the question is not there any more. Raises ConfnotesError.

    Rows of the question count in the whole file.
    """

    def change(text: str) -> str:
        made = add_answer(text, question, answer, asked_by)
        return made[0] if made else text

    return vault.change(path, change)


def tick(vault: Vault, task: Point, done: bool) -> bool:
    """Tick a task in its file, or open it again; no other byte changes. False when it is not there any more.

    Raises ConfnotesError when the file cannot be changed.
    """
    return vault.change(task.path, lambda text: set_task(text, task, done))


def set_task(text: str, task: Point, done: bool) -> str:
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
