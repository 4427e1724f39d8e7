"""What an author wants to do or to know, in lines that have no mark of a task or question: “TODO: try the bell”, and
lists below “Unanswered questions” and the like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from confnotes.markup import headings, questions, tasks
from confnotes.markup.code import code_lines
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.nested_lines import lead, words_of
from confnotes.markup.note_blocks import line_and_anchor
from confnotes.report.quotable_lines import QuotableLine

_LABEL = re.compile(
    r"""[*_]{0,2}(?:(?-i:TODO)[*_]{0,2}[ ]?[:：]?|(?:to[- ]?do|à[ ]faire|zu[ ]tun|por[ ]hacer)[*_]{0,2}[ ]?[:：])
        [*_]{0,2}[ ]+""",
    re.VERBOSE | re.IGNORECASE,
)
_TO_DO = re.compile(
    r"""\W*(?:my[ ])?(?:to[- ]?dos?|follow[- ]?ups?|action[ ]items|(?:also[ ])?(?:look[ ]into|check[ ]out)
          |(?:things[ ]|stuff[ ])?to[ ](?:look[ ](?:into|up|at)|check(?:[ ]out)?|try(?:[ ]out)?|explore|investigate)
          |zu[ ]tun|ausprobieren|nachschauen|à[ ](?:faire|essayer)|por[ ](?:hacer|probar))\W*""",
    re.VERBOSE | re.IGNORECASE,
)
_TO_ASK = re.compile(
    r"""\W*(?:my[ ])?(?:(?:unanswered|unresolved|open|remaining)[ ]questions?
          |questions?[ ](?:left(?:[ ]open)?|to[ ](?:ask|answer)|i(?:[ ]still)?[ ]have)|offene[ ]fragen
          |questions?[ ](?:ouvertes|sans[ ]réponse)|preguntas[ ](?:abiertas|pendientes))\W*""",
    re.VERBOSE | re.IGNORECASE,
)
_MAY_HAVE = (
    *("todo", "to do", "to-do", "to look", "to check", "to try", "to explore", "to inv", "follow", "action items"),
    *("look into", "check out", "question", "fragen", "preguntas", "faire", "essayer", "zu tun", "hacer", "probar"),
    *("ausprobieren", "nachschauen"),
)
"""Folded words, one of which is in every text that has a follow-up."""

_FEWEST_WORDS, _MOST = 2, 12
"""Words of a follow-up, and follow-ups of a note: a longer list is its content."""


class FollowUpLine(NamedTuple):
    """A line of Markdown that its author wants to do, or to know if it `asks`."""

    text: str
    asks: bool


def follow_ups(text: str) -> Iterator[FollowUpLine]:
    """The follow-ups of a note, without those that have a mark."""
    folded = text.lower()
    if any(words in folded for words in _MAY_HAVE):
        yield from islice(_found(text), _MOST)


def is_follow_up(line: QuotableLine) -> bool:
    """Whether a line is a follow-up, which says nothing about its talk."""
    return _LABEL.match(line.words) is not None or lists_follow_ups(line.intro or line.heading)


def lists_follow_ups(words: str) -> bool:
    """Whether a heading, or the line that a list belongs to, says that follow-ups are listed below."""
    return _list_of(words) is not None


def _found(text: str) -> Iterator[FollowUpLine]:
    lines = text.split("\n")
    code, footnotes = code_lines(lines), Footnotes(text)
    listed: re.Pattern[str] | None = None
    is_intro = False
    for line, is_code in zip(lines, code, strict=True):
        own, heading = lead(line), headings.find(line)
        if heading is not None:
            listed, is_intro = _list_of(heading[1]), False
        elif is_code or not line.strip() or tasks.find(line) or questions.find(line):
            continue
        elif not own.marker and line.rstrip(" *_").endswith((":", "：")):
            listed, is_intro = _list_of(line), True
        else:
            listed = listed if own.marker or not is_intro else None
            words = footnotes.inlined(words_of(line_and_anchor(line)[0]))
            label = _LABEL.match(words)
            said = words[label.end() :] if label else words
            said = said.removesuffix("**") if said.count("**") % 2 else said
            if (label or (listed and own.indent <= 1)) and len(said.split()) >= _FEWEST_WORDS:
                yield FollowUpLine(said, not label and listed is _TO_ASK)


def _list_of(words: str) -> re.Pattern[str] | None:
    return next((one for one in (_TO_DO, _TO_ASK) if one.fullmatch(words)), None)
