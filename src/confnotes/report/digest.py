"""The digest: every talk in a line or two, which are its author's own.

With the highlights, the whole of it is read in two minutes: with few talks, there is room for more than one sentence of
each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from heapq import heappop, heappush
from operator import attrgetter, itemgetter

from confnotes.markup import headings
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryPoint
from confnotes.report.best_lines import best_lines, last_resort
from confnotes.report.headed_lines import names_subject
from confnotes.report.line_signals import content_words, words_in
from confnotes.report.quotable_lines import points_back
from confnotes.report.told_lines import compared, told_takeaways

_WORDS = 600
"""Of highlights and digest, with titles and names: two minutes of reading."""

_LENGTH_COSTS, _MOST_TALKS, _SIZE_COUNTS = 0.06, 20, 0.7
"""What a line loses for each word that its talk has then, times the number of talks, up to this one, divided by
this power of the words of the talk's notes: of two good lines the shorter one is taken where there is little room, and
more lines of the talks that the author wrote most about.
"""

_LEAST_OF_A_SENTENCE = 3.0
"""The least score of a line that says more than the headings of its notes, and of a second line of a talk."""

_LEAST_BELOW_A_CLAIM = 4.0
"""The claim is what the author wants to say of the talk."""

_MARKED, _SUMMED_UP = 12.0, 4.0
"""What the author marked comes before all other lines, then what sums up the talk."""

_MOST_LINES = 6
"""Of a talk, with those of its highlight."""

_ALIKE, _FEW = 0.7, 2
"""The share of the words of a line that another one has, too, from which it says the same; of few, all."""

_FEWEST_SUBJECTS, _MOST_SUBJECTS, _LONGEST_SUBJECT = 3, 5, 45


@dataclass(frozen=True, slots=True)
class _Line:
    """A line for a talk, and its `place` among the others."""

    point: SummaryPoint
    score: float
    place: tuple[int, int]


@dataclass(slots=True)
class _Row:
    """What a talk has in the digest so far; `said` and `words` are of its highlight, too, and each word
    `costs` something.
    """

    item: SummaryItem
    left: list[_Line]
    said: list[str]
    words: int
    costs: float
    told: list[_Line] = field(default_factory=list)

    def next(self) -> tuple[float, _Line] | None:
        """The line that is worth most beside those taken, and what it is worth."""
        self.left = [one for one in self.left if _is_new(one.point.text, self.said)]
        worth = ((one.score - self.costs * (self.words + len(one.point.text.split())), one) for one in self.left)
        return max(worth, key=itemgetter(0), default=None)

    def cost(self, line: _Line) -> int:
        """The words that a line takes, with title and names if it is the first one here."""
        return len(line.point.text.split()) + (0 if self.told else self.head)

    def tell(self, line: _Line) -> int:
        """Tell a line, and return what it costs."""
        cost = self.cost(line)
        self.told.append(line)
        self.said.append(compared(line.point.text))
        self.words += len(line.point.text.split())
        return cost

    @property
    def head(self) -> int:
        names = (speaker.name for speaker in self.item.speakers)
        return sum(len(text.split()) for text in (self.item.title, *names))

    def point(self) -> SummaryPoint:
        """The best line, and the others in the order of the notes."""
        best, *others = self.told
        more = sorted(others, key=attrgetter("place"))
        return replace(best.point, more=tuple(one.point.text for one in more))


def digest(items: Iterable[SummaryItem], highlights: Collection[SummaryHighlight] = ()) -> tuple[SummaryPoint, ...]:
    """A point for each item that has something to tell beside the highlights: its claim, else a takeaway, else what
    sums it up or its best line, and more of them while there is room.
    """
    told: dict[str, list[str]] = {}
    for one in highlights:
        lines = [one.text, *(takeaway.text for takeaway in one.takeaways)]
        told.setdefault(one.item, []).extend(filter(None, lines))
    items = [item for item in items if item.noted and not item.leads]
    costs = _LENGTH_COSTS * min(len(items), _MOST_TALKS)
    rows = [_row(item, told.get(item.id, []), costs) for item in items]
    room = _WORDS - sum(len(line.split()) for lines in told.values() for line in lines)
    room -= sum(row.head for row in rows if row.words)
    for row in rows:
        if not row.words and (first := row.next()):
            room -= row.tell(first[1])
    _fill(rows, room)
    return tuple(row.point() for row in rows if row.told)


def _row(item: SummaryItem, told: Sequence[str], costs: float) -> _Row:
    """The row of an item before anything is taken but its highlight."""
    size = sum(len(text.split()) for note in item.notes for text in (note.text, note.view))
    words = sum(len(line.split()) for line in told)
    return _Row(item, _lines(item), list(map(compared, told)), words, costs / max(1, size) ** _SIZE_COUNTS)


def _fill(rows: Sequence[_Row], room: int) -> None:
    """Tell further good lines with `room` words in all, those that are worth most first."""
    waiting: list[tuple[float, int, _Line]] = []

    def wait(at: int) -> None:
        found = rows[at].next() if len(rows[at].said) < _MOST_LINES else None
        if found is not None and found[1].score:
            heappush(waiting, (-found[0], at, found[1]))

    for at in range(len(rows) if room > 0 else 0):
        wait(at)
    while waiting:
        _, at, line = heappop(waiting)
        if (cost := rows[at].cost(line)) <= room:
            room -= cost
            rows[at].tell(line)
        else:
            rows[at].left.remove(line)
        wait(at)


def _lines(item: SummaryItem) -> list[_Line]:
    """The good lines for an item, where the author gave the claim the very good ones; without any, the one to tell."""
    least = _LEAST_BELOW_A_CLAIM if item.claim else _LEAST_OF_A_SENTENCE
    best = best_lines(item, lists=True)
    sure = [line for line in best if line.sums_up or line.score >= least]
    sure = [line for line in sure if not points_back(plain_text(line.told))] or sure[:1]
    good = [
        *_marked(item),
        *(_line(item, line.told, line.score + _SUMMED_UP * line.sums_up, line.place) for line in sure),
    ]
    texts = [_outline(item, _FEWEST_SUBJECTS), *(line.told for line in best[:1]), last_resort(item), _outline(item, 1)]
    return good or [_line(item, text) for text in texts if text][:1]


def _line(item: SummaryItem, text: str, score: float = 0, place: tuple[int, int] = (0, 0)) -> _Line:
    return _Line(SummaryPoint(MOMENT_LINK.sub("", text), item.id, item.id), score, place)


def _is_new(text: str, said: Iterable[str]) -> bool:
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


def _marked(item: SummaryItem) -> Iterator[_Line]:
    """What its author calls the claim and takeaways of an item."""
    for at, note in enumerate(item.notes):
        if note.claim:
            yield _line(item, note.claim, 2 * _MARKED, (-2, at))
    for at, one in enumerate(told_takeaways(item)):
        yield _Line(SummaryPoint(MOMENT_LINK.sub("", one.text), item.id, one.id), _MARKED - at, (-1, at))


def _outline(item: SummaryItem, fewest: int) -> str:
    """The subjects of the notes by their headings, which say more than a bad line: `Fuzz testing · Mocks · …`; empty
    with fewer of them.
    """
    names = {word for speaker in item.speakers for word in words_in(speaker.name)}
    found: dict[str, str] = {}
    for line in (line for note in item.notes for line in note.text.split("\n") if line.startswith("#")):
        heading = headings.find(line)
        words = plain_text(heading[1]).rstrip(".:") if heading else ""
        is_subject = 0 < len(words) <= _LONGEST_SUBJECT and names.isdisjoint(words_in(words))
        if is_subject and names_subject(words) and fold(words) != fold(item.title):
            found.setdefault(fold(words), words)
    subjects = list(found.values())
    shown = " · ".join(map(escape_text, subjects[:_MOST_SUBJECTS]))
    return shown + (" · …" if subjects[_MOST_SUBJECTS:] else "") if len(subjects) >= fewest else ""
