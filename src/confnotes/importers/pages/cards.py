"""Cards of talks without times as rows of a table: the same elements again and again, with the people of a talk in one
place of each.

What is in a place tells what it is: people look like people in all cards, titles differ, kinds of talks repeat. The
words of classes count only where they are known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.facts.people import read_people, states_job
from confnotes.importers.pages.html_lines import Fragment, OpenElement
from confnotes.importers.pages.line_readings import is_affiliation
from confnotes.importers.pages.records import (
    Record,
    RecordLine,
    begins_with_hour,
    in_elements,
    in_sequence,
    kind_of,
    replaced,
    share,
    unmarked,
)
from confnotes.importers.pages.schedule_lines import describes
from confnotes.importers.pages.sections import Topic, classify

_FEWEST = 4  # cards
_MOST_PLACES = 8  # in a line: more are a menu
_SAMPLE = 100  # cards that tell who is in a place
_PEOPLE = 0.8  # of the texts in the place for people, which may have a band, too


def cards_as_rows(lines: Sequence[Fragment]) -> Sequence[Fragment]:
    """The lines of a page with the cards below a heading for talks as rows of a table."""
    if not any(_heads_talks(line.text) for line in lines):
        return lines
    people = _people(lines)
    if len(people) < _FEWEST or any(begins_with_hour(line.text) for line in lines[people[0] : people[-1]]):
        return lines
    records = sorted(in_elements(lines, people) or in_sequence(lines, people), key=lambda each: each.first)
    if len(records) < _FEWEST or not _are_talks(lines[: records[0].first]):
        return lines
    _describe(lines, records)
    rows = replaced(lines, records)
    return rows if _have_titles(rows[records[0].first :], len(records)) else lines


def _people(lines: Sequence[Fragment]) -> list[int]:
    """The numbers of the lines in the place that has people everywhere, and not always the same; the most of a page."""
    places: dict[tuple[int, str, int, int], dict[int, str]] = {}
    inside: Counter[tuple[OpenElement | None, int, str]] = Counter()
    for number, line in enumerate(lines):
        if line.scope is None or line.cells:
            continue
        alike = (line.scope.parent, line.scope.kind, line.scope.classes)
        inside[alike] += 1
        parts = line.parts if len(line.parts) > 1 else [("", text) for text in line.text.split("\n")]
        for at, (classes, text) in enumerate(parts[:_MOST_PLACES]):
            for ordinal in (inside[alike], 0):  # in an element of each card, or in one around all
                place = (line.scope.kind, classes or line.scope.classes, ordinal, at)
                places.setdefault(place, {})[number] = unmarked(text).strip("*_ ")
    named = [list(found) for found in places.values() if _name_people(list(filter(None, found.values())))]
    return max(named, key=len, default=[])


def _name_people(texts: Sequence[str]) -> bool:
    texts = texts[:_SAMPLE]
    short = sum(len(text) <= LONGEST_LINE for text in texts) > _PEOPLE * len(texts)
    return short and len(set(texts)) >= _FEWEST and share(texts, read_people) > _PEOPLE


def _are_talks(above: Iterable[Fragment]) -> bool:
    """Whether the last heading above cards says that they are a program or talks."""
    *_, heading = ("", *(line.text for line in above if line.text.startswith("#")))
    return _heads_talks(heading)


def _heads_talks(text: str) -> bool:
    meaning = classify(text) if text.startswith("#") else None
    return meaning is not None and meaning.topic in (Topic.SCHEDULE, Topic.TALKS)


def _describe(lines: Sequence[Fragment], records: list[Record]) -> None:
    """Add the text between cards to the one above it: what a click on it opens."""
    usual: set[int] = set()
    for record, stop in zip(records, [*(each.first for each in records[1:]), len(lines)], strict=True):
        below = range(record.last + 1, stop)
        if stop == len(lines):
            below = range(below.start, next((each for each in below if _ends_card(lines[each], usual)), stop))
        said = [lines[number].text for number in below]
        if any(said) and not any(_ends_card(lines[number]) for number in below):
            usual |= {kind_of(lines[number]) for number in below}
            record.fields.append(RecordLine("abstract", "abstract", "\n".join(said).strip()))
            record.last = below[-1]


def _ends_card(line: Fragment, usual: Container[int] | None = None) -> bool:
    """Whether a line doesn’t belong to the card above it: a heading, a table or, if `usual` has the kinds of elements
    below other cards, text in another one.
    """
    is_strange = usual is not None and bool(line.text) and kind_of(line) not in usual
    return bool(line.cells or line.include) or line.text.startswith("#") or is_strange


def _have_titles(lines: Iterable[Fragment], count: int) -> bool:
    """Whether a column of the cards has titles, which differ and are no positions or institutions."""
    heads, *cards = [[inline.plain(cell) for cell in line.cells] for line in lines]
    if not {"Title", "Speaker"}.issubset(heads):
        return False
    at = heads.index("Title")
    titles = [card[at] for card in cards if len(card) == len(heads) and card != heads and card[at]]
    could_be = sum(not (is_affiliation(title) or states_job(title) or describes(title)) for title in titles)
    return len(set(titles)) * 5 >= count * 4 and could_be * 4 >= len(titles) * 3
