"""Which takeaways a summary tells, and which lines it tells already, so that no part repeats another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryTakeaway
from confnotes.report.line_signals import content_words, is_link, length_of, words_in

_ALIKE, _FEW = 0.7, 2
"""The share of the words of a line that another one has, too, from which it says the same; of few, all."""

_FEWEST_WORDS, _MOST_WORDS = 3, 70
"""A longer text below “Summary” is the announcement of the talk, or a summary to be read with its notes."""


def told_takeaways(item: SummaryItem) -> tuple[SummaryTakeaway, ...]:
    """The takeaways of an item that say something: no links and no lines of a template that nobody filled, and no
    catchwords and introductions if there are others.
    """
    every = tuple(
        one for one in item.takeaways if not is_link(one.text) and 0 < length_of(plain_text(one.text)) <= _MOST_WORDS
    )
    statements = tuple(one for one in every if _is_statement(plain_text(one.text)))
    return statements or every


def _is_statement(words: str) -> bool:
    return length_of(words) >= _FEWEST_WORDS and not words.endswith((":", "："))


def said_in(highlights: Iterable[SummaryHighlight]) -> frozenset[str]:
    """The lines of the highlights, as `is_told` compares them."""
    lines = (text for one in highlights for text in (one.text, *(takeaway.text for takeaway in one.takeaways)) if text)
    return frozenset(map(compared, lines))


def is_told(text: str, told: Collection[str]) -> bool:
    """Whether a line is among those that a summary tells already, whatever its Markdown."""
    return bool(told) and compared(text) in told


def compared(text: str) -> str:
    """A line without its Markdown, case and last full stop."""
    return fold(plain_text(text)).rstrip(".!? ")


def is_new(text: str, said: Iterable[str]) -> bool:
    """Whether none of these lines, as `compared`, says nearly the same."""
    own = compared(text)
    bare = own.partition(": ")[2] or own  # without what it belongs to
    words = _content(own)
    return not any(bare in other or _is_alike(words, _content(other)) for other in said)


def _is_alike(words: frozenset[str], others: frozenset[str]) -> bool:
    fewer = min(len(words), len(others))
    return len(words & others) > _ALIKE * fewer if fewer > _FEW else words == others


@lru_cache(maxsize=1 << 12)
def _content(said: str) -> frozenset[str]:
    return content_words(words_in(said))
