"""Split one person's note on an item: claim, takeaways, questions and answers, text, opinions.

What is extracted is removed from the text, so that nothing is repeated.

Takeaways are: text under a heading such as “Takeaways” or “Summary”, lines and list items that begin with such a word
and a colon, and lines tagged #takeaway or `[!takeaway]`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

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
    words_of,
)
from confnotes.markup.opinions import split
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.markup.wrapped_lines import margin_of, run_end
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.note import Question
from confnotes.model.summary import SummaryNote, SummaryQuestion
from confnotes.report.emptied_lines import emptied
from confnotes.report.takeaways import take

_CLAIM = re.compile(
    rf"[ \t>]*(?:{ITEM})?{label_pattern('(?:(?:main|key|central|the)[ ])?claim')}(?P<text>\S.*)", re.IGNORECASE
)
_MAY_CLAIM = re.compile(
    rf"\n[ \t>]*(?:{ITEM})?[*_=]{{0,2}}(?:\w+ )?claim[*_=]{{0,2}}[ \t]?[:：]", re.IGNORECASE
)  # the search goes from one line end to the next, where `^` would be tried at every letter
_BLANK_RUN = re.compile(r"\n{3,}")


@fast_dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where the numbering of a note's parts starts: the item's id, and the number of takeaways and questions of other
    notes.
    """

    item: str
    takeaways: int = 0
    questions: int = 0


def split_note(
    text: str, asked: Sequence[Question], place: ItemPlace, names: Sequence[str] = (), author: str | None = None
) -> SummaryNote:
    """The parts of a readable text.

    `asked` are the note's parsed questions, with the people who asked; `names` are first names of its author.
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
    """The text without its questions and answers, and the questions; text nested under one is kept.

    A task with a question mark stays a task.
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
    asking = {row for one in found for row in range(one.row, one.end)}
    cuts = [*_cuts(lines, found, asking), *(Cut(row, row + 1) for row in emptied(lines, shut, asking))]
    return "\n".join(without(lines, sorted(cuts))), tuple(pulled)


def _cuts(lines: Sequence[str], found: Sequence[questions.FoundQuestion], asking: Collection[int]) -> Iterator[Cut]:
    """A cut for each top-level question; nested text that is not a question moves up."""
    behind = 0
    for one in found:
        if one.row < behind:
            continue
        behind = max(one.end, nested_end(lines, one.row))
        nested = zip(range(one.row + 1, behind), lift(lines, one.row, behind), strict=True)
        yield Cut(one.row, behind, tuple(line for row, line in nested if row not in asking))


def _without_moment(text: str) -> tuple[str, str]:
    """A line without the link to its moment at the end, and that link."""
    match = MOMENT_LINK.search(text)
    return (text[: match.start()], match[0]) if match else (text, "")


def _without_asker(text: str, asked_by: str | None) -> str:
    """A question without the mention of the person who asked."""
    named = mentions.find(text) if asked_by else []
    if named and named[-1][1] == len(text) and text[: named[-1][0]].strip():
        return text[: named[-1][0]].rstrip(" ,(—–-")
    return text


def _claim(text: str, footnotes: Footnotes) -> tuple[str, str]:
    """The text without the lines with the talk's claim, and the claim; nested text is kept."""
    if not _MAY_CLAIM.search(f"\n{text}"):
        return text, ""
    lines = text.split("\n")
    shut, margin = untouchable(lines), margin_of(lines)
    cuts: list[Cut] = []
    claims: list[str] = []
    for row, line in enumerate(lines):
        match = None if shut[row] else _CLAIM.fullmatch(line)
        if match is None:
            continue
        wrapped = run_end(lines, shut, row, margin)
        said = " ".join((match["text"].strip(), *map(words_of, lines[row + 1 : wrapped])))
        claims.append(footnotes.inlined(words_after_label(match, said)))
        end = max(wrapped, nested_end(lines, row))
        cuts.append(Cut(row, end, lift([line, *lines[wrapped:end]], 0, end - wrapped + 1)))
    return "\n".join(without(lines, cuts)), "; ".join(claims)
