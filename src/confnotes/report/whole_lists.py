"""Short list items told as one line with the line or the heading that they belong to: “Three costs: time; money; luck”.

Such items say little alone. The words and their order are the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice, takewhile

from confnotes.markup.markdown_text import escape_text
from confnotes.report.headed_lines import says_what_follows
from confnotes.report.line_signals import is_link
from confnotes.report.quotable_lines import QuotableLine, begins_with_but

_LONGEST_ITEM, _MOST_WORDS = 20, 50
_FEWEST_ITEMS, _FEWEST_WORDS = 2, 8
"""Fewer words, with those before the list, are names of things rather than something about them."""

_NUMBER = re.compile(r"\d{1,2}[.)][ ]+")
_LONGEST_HEADING, _LONGEST_INTRO = 6, 16
"""Words of a heading and of a line that can introduce a list."""


def whole_lists(lines: Iterable[QuotableLine]) -> Iterator[QuotableLine]:
    """The lists of short items among the lines of a note, each as a line of its own."""
    lists: dict[tuple[str, str, int], list[QuotableLine]] = {}
    for line in lines:
        if (lead := _lead(line)) and not lead.startswith("~"):  # struck out
            lists.setdefault((lead, line.heading, line.depth if line.intro else 0), []).append(line)
    for (lead, _, _), items in lists.items():
        made = _whole(lead, items)
        if made is not None:
            yield made


def _lead(line: QuotableLine) -> str:
    if line.intro:
        return line.lead if len(line.intro.split()) <= _LONGEST_INTRO and not is_link(line.lead) else ""
    heading = _NUMBER.sub("", line.heading).rstrip(" .:;,")
    if not line.is_item or line.depth or len(heading.split()) > _LONGEST_HEADING or not says_what_follows(heading):
        return ""
    return escape_text(heading) + ("" if heading.endswith(("?", "？", "!")) else ":")


def _whole(lead: str, items: Sequence[QuotableLine]) -> QuotableLine | None:
    """The list as a line, as much of it as is read at once; None for a list of one item, of sentences or of links."""
    items = [item for item in items if not (item.opens and item.words.endswith((":", "：")))]
    unique: dict[str, QuotableLine] = {}
    for item in items:
        unique.setdefault(item.words, item)  # told again where it is explained
    items = list(unique.values())
    used = accumulate((len(item.words.split()) for item in items), initial=len(lead.split()))
    shown = [
        item
        for item, _ in takewhile(
            lambda one: one[1] <= _MOST_WORDS and _is_short(one[0]), zip(items, islice(used, 1, None), strict=True)
        )
    ]
    if shown and len(shown) < len(items) and begins_with_but(items[len(shown)].words):
        shown.pop()  # what the next item denies
    count = len(lead.split()) + sum(len(one.words.split()) for one in shown)
    if len(shown) < _FEWEST_ITEMS or count < _FEWEST_WORDS:
        return None
    rest = ["…"] if len(shown) < len(items) else []
    said, words = (
        f"{lead} " + "; ".join([*(text.rstrip(".;, ") for text in texts), *rest]).replace("?; ", "? ")
        for texts in ([one.text for one in shown], [one.words for one in shown])
    )
    return replace(items[0], text=said, words=words, lead="", intro="", opens=False, is_list=True, is_turned=False)


def _is_short(item: QuotableLine) -> bool:
    return len(item.words.split()) <= _LONGEST_ITEM and not is_link(item.text)
