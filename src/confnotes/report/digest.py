"""The digest: every talk in a line or two, which are its author's own.

With the highlights, the whole of it is read in three minutes: with few talks, there is room for more than one sentence
of each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from operator import attrgetter, itemgetter

from confnotes.markup.plain import plain_text
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryPoint
from confnotes.report.digest_lines import DigestLine, digest_lines, short_note
from confnotes.report.told_lines import compared, is_new

_WORDS = 800
"""Of highlights and digest, with titles and names: three minutes of reading."""

_LENGTH_COSTS, _MOST_TALKS, _SIZE_COUNTS = 0.08, 20, 0.5
"""What a line loses for each word that its talk has then, times the number of talks, up to this one, divided by
this power of the words of the talk's notes: of two good lines the shorter one is taken where there is little room, and
more lines of the talks that the author wrote most about.
"""

_OF_LIST = 0.7
"""Several points in one line are worth their words."""

_OF_FIRST = 0.5
"""The line that a row begins with stands for the talk, even if it is long."""

_AGAIN = 0.35
"""What a line loses for each that its talk has already, so that room is left for other talks."""

_BESIDE, _RUNNING_ON = 0.5, 1.0
"""What the line below one that a row has gains: it is often its reason, or what to do. One that continues it gains what
that costs otherwise.
"""

_EXPLAINS = 2.0
"""What the first line gains that says what the subject of the talk is."""

_SOLVES, _NEAR = 1.5, 15
"""What the solution gains where a row has the problem, at most as many lines above it."""

_MOST_LINES = 6
"""Of a talk, with those of its highlight."""


@dataclass(slots=True)
class _Row:
    """What a talk has in the digest so far; `said`, `words` and `explained` are of its highlight, too, and
    each word `costs` something.
    """

    item: SummaryItem
    left: list[DigestLine]
    said: list[str]
    words: int
    costs: float
    explained: bool = False
    told: list[DigestLine] = field(default_factory=list)

    def next(self) -> tuple[float, DigestLine] | None:
        """The line that is worth most beside those taken, and what it is worth."""
        self.left = [one for one in self.left if is_new(one.point.text, self.said)]
        worth = ((self._worth(one), one) for one in self.left if not one.runs_on or self._is_below(one))
        return max(worth, key=itemgetter(0), default=None)

    def _worth(self, line: DigestLine) -> float:
        words = len(line.point.text.split()) * (_OF_LIST if line.is_list else 1)
        if not self.told:
            words *= _OF_FIRST
        costs = self.costs * (self.words + words) + _AGAIN * len(self.said)
        if line.is_verdict and not self.told:
            costs += line.score
        gains = (_RUNNING_ON if line.runs_on else _BESIDE) * self._is_below(line) + _SOLVES * self._is_solution(line)
        return line.score - costs + gains + _EXPLAINS * (line.explains and not self.explained)

    def _is_solution(self, line: DigestLine) -> bool:
        """Whether the row has a problem that the line may solve."""
        number, at = line.place
        stated = [one.place for one in self.told if one.states_problem]
        return line.solves and any(number == one[0] and 0 < at - one[1] <= _NEAR for one in stated)

    def _is_below(self, line: DigestLine) -> bool:
        """Whether the row has the line right above."""
        number, at = line.place
        return any(one.place == (number, at - 1) for one in self.told)

    def cost(self, line: DigestLine) -> int:
        """The words that a line takes, with title and names if it is the first one here."""
        return len(line.point.text.split()) + (0 if self.told else self.head)

    def tell(self, line: DigestLine) -> int:
        """Tell a line, and return what it costs."""
        cost = self.cost(line)
        self.told.append(line)
        self.explained = self.explained or line.explains
        self.said.append(compared(line.point.text))
        self.words += len(line.point.text.split())
        return cost

    @property
    def head(self) -> int:
        names = (speaker.name for speaker in self.item.speakers)
        return sum(len(text.split()) for text in (self.item.title, *names))

    def point(self) -> SummaryPoint:
        """The best line, and the others in the order of the notes. What continues a line, or is below the same heading,
        follows it in one.
        """
        best, *others = self.told
        texts: list[str] = []
        holds: dict[tuple[int, int], int] = {}
        leads: dict[str, int] = {}
        for line in (best, *sorted(others, key=attrgetter("place"))):
            number, at = line.place
            above = leads.get(line.lead) if line.lead else holds.get((number, at - 1)) if line.runs_on else None
            if above is None:
                texts.append(line.point.text)
            else:
                texts[above] = _joined(texts[above], line.point.text.removeprefix(line.lead).lstrip())
            holds[line.place] = leads[line.lead] = len(texts) - 1 if above is None else above
        return replace(best.point, text=texts[0], more=tuple(texts[1:]))


def _joined(text: str, more: str) -> str:
    """A line and the one that continues it."""
    ends = plain_text(text).endswith((*".!?:;…。！？",))
    return f"{text}{'' if ends else ';'} {more}"


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
    said = list(map(compared, told))
    lines = [whole] if (whole := short_note(item, said)) else digest_lines(item)
    explained = any(line.explains and compared(line.point.text) in said for line in lines)
    return _Row(item, lines, said, words, costs / max(1, size) ** _SIZE_COUNTS, explained)


def _fill(rows: Sequence[_Row], room: int) -> None:
    """Tell further good lines with `room` words in all, those that are worth most first."""
    waiting: list[tuple[float, int, DigestLine]] = []

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
