"""Open questions of a note, and answering them."""

from __future__ import annotations

from confnotes.catalogue.open_points import Point
from confnotes.markup import tasks
from confnotes.markup.code import blank_code
from confnotes.markup.questions import FoundQuestion, find_all, with_answer
from confnotes.markup.wrapped_lines import whole_tasks
from confnotes.vault.vault import Vault


def open_questions(text: str) -> list[FoundQuestion]:
    """Unanswered questions of a text, in order; rows count from 0."""
    if "?" not in text:
        return []
    found = find_all(text.split("\n"), blank_code(text).split("\n"))
    return [asked for asked in found if asked.answer is None]


def add_answer(
    text: str, question: FoundQuestion, answer: str, asked_by: str = "", stamp: str = ""
) -> tuple[str, int] | None:
    """The text with the answer added, and its row; None if the question is gone.

    If the question has moved, the nearest open one with the same words is used. `stamp` is appended to the answer.
    """
    same = [one for one in open_questions(text) if one.text == question.text]
    if not same or not answer.strip():
        return None
    found = min(same, key=lambda one: abs(one.row - question.row))
    return "\n".join(with_answer(text.split("\n"), found, answer, asked_by, stamp)), found.end


def answer_in(vault: Vault, path: str, question: FoundQuestion, answer: str, asked_by: str = "") -> bool:
    """Add an answer to a file of the vault; False if the question is gone. Raises ConfnotesError.

    The question's rows refer to the whole file.
    """

    def change(text: str) -> str:
        made = add_answer(text, question, answer, asked_by)
        return made[0] if made else text

    return vault.change(path, change)


def tick(vault: Vault, task: Point, done: bool) -> bool:
    """Mark a task in its file as done or open; no other byte changes. Returns False if the task is gone.

    Raises ConfnotesError if the file cannot be changed.
    """
    return vault.change(task.path, lambda text: set_task(text, task, done))


def set_task(text: str, task: Point, done: bool) -> str:
    """The text of a file with the task marked as done or open; unchanged if the task is gone.

    If the task has moved, the nearest one with the same words is used.
    """
    lines = text.split("\n")
    same = [one.line - 1 for one in whole_tasks(lines, lines) if one.text == task.text]
    if not same:
        return text
    row = min(same, key=lambda at: abs(at + 1 - task.line))
    found = tasks.find(lines[row])
    if found and found.done != done:
        lines[row] = f"{lines[row][: found.box + 1]}{'x' if done else ' '}{lines[row][found.box + 2 :]}"
    return "\n".join(lines)
