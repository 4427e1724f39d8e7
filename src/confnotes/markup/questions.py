"""Questions and their answers.

A question is a line, or a list item, that begins with `?`. The answer follows in lines that begin with `!`, and the
person who asked, if it was somebody else, is mentioned at the end of the question's line:

    ? does it hold for deep networks @Ada Lovelace
    ! only as long as the weights stay symmetric

A question without an answer is open. Each of these lines may have its own timestamp.
"""

from __future__ import annotations

import re

from confnotes.markup import mentions
from confnotes.markup.stamps import STAMP, without_stamp
from confnotes.markup.tasks import MARK
from confnotes.model.fast_dataclass import fast_dataclass

NO_ANSWER = "asked, no answer"
"""The answer to record for a question that was asked without success, so that it is no longer open."""

QUESTION = re.compile(
    rf"""^[ \t>]{{0,200}}
        (?: (?:[-*+]|\d{{1,9}}[.)])[ \t]+ (?:\[{MARK}\][ \t]+)? )?
        (\?)(?![?!.,;:)\]}}])[ \t]*(?=\S)""",
    re.MULTILINE | re.VERBOSE,
)
ANSWER = re.compile(r"^[ \t>]{0,200}(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(!)[ \t]+(?=\S)", re.MULTILINE)
_MARGIN = re.compile(r"([ \t>]*)((?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_NOT_IN_NAME = re.compile(r"[\[\]|#\s]+")


@fast_dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question: its row and the row after its answers, both from 0.

    `text` is as written, without marker and timestamp; `answer` has a line for each line of the answer, None while
    open.
    """

    row: int
    end: int
    text: str
    answer: str | None = None
    asked_by: str | None = None


def find(line: str) -> tuple[int, int, str] | None:
    """The question of a line as (offset of `?`, offset of its text, its text without timestamp)."""
    return _find(QUESTION, line)


def find_answer(line: str) -> tuple[int, int, str] | None:
    """Like `find`, for a line that would be an answer below a question."""
    return _find(ANSWER, line)


def _find(form: re.Pattern[str], line: str) -> tuple[int, int, str] | None:
    match = form.match(line)
    if not match:
        return None
    text = without_stamp(line[match.end() :]).strip()
    if not text or STAMP.fullmatch(text):
        return None
    return match.start(1), match.end(), text


def find_all(lines: list[str], visible: list[str] | None = None) -> list[FoundQuestion]:
    """The questions of a text's lines with their answers; `visible` are the lines with code blanked."""
    seen = lines if visible is None else visible
    found: list[FoundQuestion] = []
    row = 0
    while row < len(lines):
        question = find(seen[row]) if "?" in seen[row] else None
        if question is None:
            row += 1
            continue
        end = row + 1
        while end < len(lines) and find_answer(seen[end]) is not None:
            end += 1
        answers = [_text(lines[at], seen[at], ANSWER) for at in range(row + 1, end)]
        text = _text(lines[row], seen[row], QUESTION)
        found.append(FoundQuestion(row, end, text, "\n".join(answers) or None, asker(question[2])))
        row = end
    return found


def _text(line: str, seen: str, form: re.Pattern[str]) -> str:
    match = form.match(seen)
    return without_stamp(line[match.end() if match else 0 :]).strip()


def asker(text: str) -> str | None:
    """Who asked: the person mentioned at the end of a question's text."""
    named = mentions.find(text)
    return named[-1][2] if named and named[-1][1] == len(text) and named[-1][0] else None


def with_answer(lines: list[str], asked: FoundQuestion, answer: str, asked_by: str = "", stamp: str = "") -> list[str]:
    """The lines with an answer added to the question, after existing ones, and with who asked at the end of its line.

    `stamp` is the timestamp of the new line, as `^t101530`, "" for none. Line ends and the question's own timestamp
    stay.
    """
    line = lines[asked.row]
    line_end = "\r" if line.endswith("\r") else ""
    above = lines[asked.end - 1]
    last_answer = find_answer(above)
    indent = above[: last_answer[0]] if last_answer else _indent(line)
    words = " ".join(answer.split())
    fresh = f"{indent}! {words}{f' {stamp}' if stamp else ''}{line_end}"
    return [
        *lines[: asked.row],
        _with_asker(line, asked_by),
        *lines[asked.row + 1 : asked.end],
        fresh,
        *lines[asked.end :],
    ]


def _indent(question: str) -> str:
    """The indentation of the first answer to a question: in a list item, that of the item's text."""
    match = _MARGIN.match(question)
    return match[1] + " " * len(match[2] or "") if match else ""


def readable_name(name: str) -> str:
    """The part of a person's name that a mention can express, possibly ""."""
    return _NOT_IN_NAME.sub(" ", name[:100].lstrip("@ ")).strip()


def _with_asker(line: str, name: str) -> str:
    """The question's line with the mention before its timestamp."""
    name = readable_name(name)
    found = find(line)
    if not name or found is None or asker(found[2]) == name:
        return line
    text = without_stamp(line).rstrip()
    mention = mentions.format_mention(name)
    return f"{text} {mention}{line[len(text) :]}" if mention else line
