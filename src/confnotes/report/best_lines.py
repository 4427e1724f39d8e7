"""The lines of an item's notes that could stand for the whole talk, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter

from confnotes.markup.names import fold
from confnotes.model.summary import SummaryItem
from confnotes.report.line_signals import content_words, is_link, words_in
from confnotes.report.quotable_lines import QuotableLine, quotable_lines
from confnotes.report.scored_lines import ScoredLine, is_fit, scored_lines

_FIRST, _OF_TITLE, _RUNNING_ON = 0.8, 0.8, 0.8
"""People begin with what a talk is about, and name it; a line that continues another says little alone. Of the lines
that stand for the talks of nine people's notes, 37 % are among an editor's choices with these, and 26 % without.
"""

_LEAST = 2.6
"""Rather no line than a worse one."""

_LINES_OF_A_SHORT_NOTE = 3
"""The first line of so few says what the author had to say, however short it is."""

_RUNS_ON = re.compile(
    r"""\W*(?:and|because|but|no|or|so|then|therefore|which|who|yes|aber|oder|und|et|mais|ou|pero|y)\b[ ,]""",
    re.IGNORECASE | re.VERBOSE,
)

_BY = re.compile(r"""["”»'*_]*(?:\W*\Z|\s+(?:by|von|par|por|with|mit|avec|con)\b)""")


def best_lines(item: SummaryItem, scored: Iterable[ScoredLine] | None = None) -> list[ScoredLine]:
    """The lines of an item that nobody marked, without those that are not good enough; `scored` are its scored lines,
    if they are known.
    """
    title = content_words(words_in(item.title))
    names = {word for speaker in item.speakers for word in words_in(speaker.name)}
    found: list[ScoredLine] = []
    for line in scored_lines(item) if scored is None else scored:
        if _is_title(line.words, item):
            continue
        words = words_in(line.words)
        # Who somebody is often comes first, or whom the speaker quotes.
        begins = not found and names.isdisjoint(words[:1]) and not line.quoted
        found.append(_for_the_talk(line, title, content_words(words), first=begins))
    good = sorted((line for line in found if line.score >= _LEAST), key=attrgetter("score"), reverse=True)
    return good or list(_of_short_notes(item))[:1]


def _for_the_talk(line: ScoredLine, title: frozenset[str], words: frozenset[str], *, first: bool) -> ScoredLine:
    named = len(title & words) / max(1, len(title))
    runs_on = _RUNS_ON.match(line.words) is not None
    return replace(line, score=line.score + _FIRST * first + _OF_TITLE * named - _RUNNING_ON * runs_on)


def _of_short_notes(item: SummaryItem) -> Iterator[ScoredLine]:
    texts = (text for note in item.notes for text in (note.text, note.view))
    lines = [line for text in texts for line in quotable_lines(text) if not _is_title(line.words, item)]
    if len(lines) <= _LINES_OF_A_SHORT_NOTE:
        yield from (ScoredLine(item.id, line.text, 0, line.words) for line in lines if _says_something(line))


def _is_title(words: str, item: SummaryItem) -> bool:
    """Whether a line only names the talk: its title, or “Title by Ida Brandt”."""
    title, said = fold(item.title), fold(words)
    return said.startswith(title) and _BY.match(said[len(title) :]) is not None


def _says_something(line: QuotableLine) -> bool:
    return is_fit(line) and not is_link(line.text) and not line.words.endswith((*":：?？",))
