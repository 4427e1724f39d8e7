"""One person's note on one item, taken apart: claim, takeaways, questions and answers, what was said, the own view.

What is pulled out stands in the text no more, so that nothing is told twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from confnotes.markup import mentions, questions, tasks
from confnotes.markup.code import blank_code
from confnotes.markup.footnotes import Footnotes, without_orphans
from confnotes.markup.nested_lines import (
    ITEM,
    Cut,
    label_pattern,
    lift,
    nested_end,
    untouchable,
    without,
    words_after_label,
)
from confnotes.markup.opinions import split
from confnotes.model.note import Question
from confnotes.model.summary import SummaryNote, SummaryQuestion
from confnotes.report.takeaways import take

_CLAIM = re.compile(
    rf"[ \t>]*(?:{ITEM})?{label_pattern('(?:(?:main|key|central|the)[ ])?claim')}(?P<text>\S.*)", re.IGNORECASE
)
_MAY_CLAIM = re.compile(
    rf"^[ \t>]*(?:{ITEM})?[*_=]{{0,2}}(?:\w+ )?claim[*_=]{{0,2}}[ \t]?[:：]", re.IGNORECASE | re.MULTILINE
)
_MOMENT = re.compile(r"[ ]\[[\d:]{4,9}\]\([^()\s]+\)\Z")
_BLANK_RUN = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where a note's parts are numbered from: the id of its item, and how many takeaways and questions others gave."""

    item: str
    takeaways: int = 0
    questions: int = 0


def split_note(
    text: str, asked: Sequence[Question], place: ItemPlace, names: Sequence[str] = (), author: str | None = None
) -> SummaryNote:
    """The parts of a readable text.

    `asked` are the note's questions as they were read, which know who asked; `names` are first names of its author.
    """
    footnotes = Footnotes(text)
    text, found = _questions(text, asked, place, footnotes)
    text, claim = _claim(text, footnotes)
    said, view = split(text, names)
    heard = take(said, lambda number: f"{place.item}-t{place.takeaways + number + 1}", footnotes)
    before = place.takeaways + len(heard.takeaways)
    thought = take(view, lambda number: f"{place.item}-t{before + number + 1}", footnotes)
    return SummaryNote(
        text=_tidied(without_orphans(heard.text, footnotes.told)),
        view=_tidied(without_orphans(thought.text, footnotes.told)),
        claim=claim,
        author=author,
        takeaways=heard.takeaways + thought.takeaways,
        questions=found,
    )


def _tidied(text: str) -> str:
    return (_BLANK_RUN.sub("\n\n", text) if "```" not in text and "~~~" not in text else text).strip("\n")


def _questions(
    text: str, asked: Sequence[Question], place: ItemPlace, footnotes: Footnotes
) -> tuple[str, tuple[SummaryQuestion, ...]]:
    """The text without its questions and their answers, and these; what is nested under one stays in its place.

    A task that asks stays a task.
    """
    if "?" not in text:
        return text, ()
    lines = text.split("\n")
    shut = untouchable(lines) if "$$" in text else [False] * len(lines)
    visible = blank_code(text).split("\n")
    found = [
        one for one in questions.find_all(lines, visible) if not shut[one.row] and tasks.find(lines[one.row]) is None
    ]
    if not found:
        return text, ()
    known = {one.text: one.asked_by for one in asked if one.asked_by}
    pulled: list[SummaryQuestion] = []
    for one in found:
        words, moment = _without_moment(one.text)
        asked_by = known.get(words) or questions.asker(words)
        pulled.append(
            SummaryQuestion(
                f"{place.item}-q{place.questions + len(pulled) + 1}",
                footnotes.inlined(_without_asker(words, asked_by)) + moment,
                footnotes.inlined(one.answer) if one.answer else one.answer,
                asked_by,
            )
        )
    return "\n".join(without(lines, list(_cuts(lines, found)))), tuple(pulled)


def _cuts(lines: Sequence[str], found: Sequence[questions.FoundQuestion]) -> Iterator[Cut]:
    """A cut for each question that is not nested under another; what is nested and asks nothing is lifted."""
    asking = {row for one in found for row in range(one.row, one.end)}
    behind = 0
    for one in found:
        if one.row < behind:
            continue
        behind = max(one.end, nested_end(lines, one.row))
        nested = zip(range(one.row + 1, behind), lift(lines, one.row, behind), strict=True)
        yield Cut(one.row, behind, tuple(line for row, line in nested if row not in asking))


def _without_moment(text: str) -> tuple[str, str]:
    """A line without the link to its moment at its end, and that link."""
    match = _MOMENT.search(text)
    return (text[: match.start()], match[0]) if match else (text, "")


def _without_asker(text: str, asked_by: str | None) -> str:
    """A question without the mention at its end that says who asked."""
    named = mentions.find(text) if asked_by else []
    if named and named[-1][1] == len(text) and text[: named[-1][0]].strip():
        return text[: named[-1][0]].rstrip(" ,(—–-")
    return text


def _claim(text: str, footnotes: Footnotes) -> tuple[str, str]:
    """The text without the lines that say what the talk claims, and these; what is nested under one stays."""
    if not _MAY_CLAIM.search(text):
        return text, ""
    lines = text.split("\n")
    shut = untouchable(lines)
    cuts: list[Cut] = []
    claims: list[str] = []
    for row, line in enumerate(lines):
        match = None if shut[row] else _CLAIM.fullmatch(line)
        if match is None:
            continue
        claims.append(footnotes.inlined(words_after_label(match, match["text"].strip())))
        end = nested_end(lines, row)
        cuts.append(Cut(row, end, lift(lines, row, end)))
    return "\n".join(without(lines, cuts)), "; ".join(claims)
