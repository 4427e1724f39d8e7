"""The lines of an item's notes that could stand for the whole talk, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter

from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.model.summary import SummaryItem
from confnotes.report.line_signals import content_words, cues_in, is_beside, words_in
from confnotes.report.quotable_lines import QuotableLine, points_back, quotable_lines
from confnotes.report.scored_lines import ScoredLine, is_fit, scored_lines

_FIRST, _OF_TITLE, _RUNNING_ON, _QUOTED, _OF_LIST = 0.8, 0.8, 0.8, 0.6, 0.4
"""People begin with what a talk is about, and name it; a line that continues another says little alone, a quotation
says what somebody else said, and a list of short items says more than one of them.
"""

_OF_NAMES, _WORDS_OF_A_STATEMENT = 0.5, 4.5
"""A list of names is worse than a line."""

_LEAST = 2.6
"""Rather no line than a worse one."""

_LINES_OF_A_SHORT_NOTE = 3
"""The first line of so few says what the author had to say, however short it is."""

_FEWEST_WORDS = 4
_BY = re.compile(r"""["”»'*_]*(?:\W*\Z|\s+(?:by|von|par|por|with|mit|avec|con)\b)""")


def best_lines(
    item: SummaryItem, scored: Iterable[ScoredLine] | None = None, *, lists: bool = False
) -> list[ScoredLine]:
    """The lines of an item that nobody marked, without those that are not good enough; `scored` are its scored lines,
    if they are known. With `lists`, those of short items as a whole, too.
    """
    title = content_words(words_in(item.title))
    names = {word for speaker in item.speakers for word in words_in(speaker.name)}
    found: list[ScoredLine] = []
    for line in scored_lines(item) if scored is None else scored:
        if line.is_list and not lists:
            continue
        if _is_title(line.words, item):
            continue
        words = words_in(line.words)
        # Who somebody is often comes first, whom the speaker quotes, or what the heading means.
        begins = not found and names.isdisjoint(words[:1]) and not line.quoted and line.told == line.text
        found.append(_for_the_talk(line, title, content_words(words), first=begins))
    good = sorted((line for line in found if line.score >= _LEAST), key=attrgetter("score"), reverse=True)
    return good or list(_of_short_notes(item))[:1]


def _for_the_talk(line: ScoredLine, title: frozenset[str], words: frozenset[str], *, first: bool) -> ScoredLine:
    named = len(title & words) / max(1, len(title))
    runs_on = line.told == line.text and points_back(line.words)
    more = _FIRST * first + _OF_TITLE * named - _RUNNING_ON * runs_on - _QUOTED * line.quoted
    more += (-_OF_NAMES if _lists_names(line) else _OF_LIST) * line.is_list
    return replace(line, score=line.score + more)


def _lists_names(line: ScoredLine) -> bool:
    """Whether the items of a list are mostly names of things, which say little about them."""
    items = line.words.partition(":")[2].split("; ")
    return len(line.words.split()) < _WORDS_OF_A_STATEMENT * len(items)


def _of_short_notes(item: SummaryItem) -> Iterator[ScoredLine]:
    texts = (text for note in item.notes for text in (note.text, note.view))
    lines = [line for text in texts for line in quotable_lines(text) if not _is_title(line.words, item)]
    if len(lines) <= _LINES_OF_A_SHORT_NOTE:
        said = (line for line in lines if _says_something(line) and not _is_bio(line.words, item))
        yield from (ScoredLine(item.id, line.text, 0, line.words, line.told) for line in said)


def last_resort(item: SummaryItem) -> str:
    """What to show of notes without any good line: a question that its author went home with, else the first line
    of some words; "" if that says that the talk was not seen.
    """
    asked = (question.text for note in item.notes for question in note.questions)
    texts = (text for note in item.notes for text in (note.text, note.view))
    lines = (line.told for text in texts for line in quotable_lines(text) if is_fit(line) and not _is_apart(line))
    every = [text for text in (*asked, *lines) if not _is_title(plain_text(text), item)]
    return next((text for text in every if len(text.split()) >= _FEWEST_WORDS and not _is_bio(text, item)), "")


def _is_bio(text: str, item: SummaryItem) -> bool:
    """Whether a line only says who speaks: “Ida Brandt - pilot in Bergen”."""
    said = fold(plain_text(text))
    return any(re.match(rf"{re.escape(fold(speaker.name))}\s*[-–—,(|]", said) for speaker in item.speakers)


def tells_something(line: QuotableLine, item: SummaryItem, fewest: int) -> bool:
    """Whether a line says something about its talk, of `fewest` words or more, and not only who speaks."""
    names = {word for speaker in item.speakers for word in words_in(speaker.name)}
    words = words_in(line.words)
    is_long = len(words) >= fewest and names.isdisjoint(words[:1])
    return is_long and _says_something(line) and not _is_title(line.words, item)


def _is_title(words: str, item: SummaryItem) -> bool:
    """Whether a line only names the talk: its title, or “Title by Ida Brandt”."""
    title, said = fold(item.title), fold(words)
    return said.startswith(title) and _BY.match(said[len(title) :]) is not None


def _says_something(line: QuotableLine) -> bool:
    is_said = is_fit(line) and not _is_apart(line) and not line.words.endswith((*":：?？",))
    return is_said and any("meta" not in cues_in([word]) for word in words_in(line.words))  # “Slides”


def _is_apart(line: QuotableLine) -> bool:
    """Whether a line is beside the talk, shows a picture or is struck out."""
    return is_beside(line) or "(photo:" in line.text or line.text.startswith("~")
