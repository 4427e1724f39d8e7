"""Topics: tags and terms, with a dot for each talk, under the talk's day or hour.

Dots are counted, not measured: one dot is one talk. If there are too many, they become bars on the same scale.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from confnotes.exporters.pictures.canvas import LETTERS, Canvas, DrawnPicture
from confnotes.exporters.pictures.lettering import width_of
from confnotes.exporters.theme import Colours
from confnotes.exporters.wording import Wording
from confnotes.model.summary import Grouping, Summary, SummaryItem, SummaryTopic

MOST_TOPICS = 12
MOST_COLUMNS = 14
_FEWEST_TOPICS = 2
_HEADING, _ROW, _FOOT = 20.0, 20.0, 20.0
_WIDEST, _NARROWEST, _BETWEEN = 12.0, 4.5, 8.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """Conferences, days or hours: names from longest to shortest, and the column of each item."""

    names: Sequence[tuple[str, ...]]
    of: Callable[[SummaryItem], int]


def topics(summary: Summary, words: Wording, colours: Colours | None, width: int) -> DrawnPicture | None:
    """The drawing; None with fewer than two topics, or without a topic in two talks."""
    known = [
        (topic, [summary.by_id[item] for item in topic.items if item in summary.by_id]) for topic in summary.topics
    ]
    shown = sorted((one for one in known if one[1]), key=lambda one: -len(one[1]))[:MOST_TOPICS]
    if len(shown) < _FEWEST_TOPICS or len(shown[0][1]) < 2:
        return None
    columns = _columns(summary, [item for _, items in shown for item in items], words)
    canvas = Canvas(width, colours)
    height = _draw(canvas, shown, columns, words)
    described = (f"{_name(topic)}: {words.counted(len(items), words.terms.talks)}" for topic, items in shown)
    return canvas.picture("topics", words.terms.about, "; ".join(described) + ".", height)


def _draw(
    canvas: Canvas,
    shown: Sequence[tuple[SummaryTopic, Sequence[SummaryItem]]],
    columns: _Columns,
    words: Wording,
) -> float:
    """Draw all rows; returns their height."""
    paints = canvas.paints
    left = min(max(width_of(_name(topic), LETTERS) for topic, _ in shown) + 12, canvas.width * 0.38)
    right = width_of(str(len(shown[0][1])), LETTERS) + 8
    places = range(len(columns.names))
    wide = (canvas.width - left - right) / len(places)
    cells = [[[item for item in items if columns.of(item) == place] for place in places] for _, items in shown]
    most = max(len(cell) for row in cells for cell in row)
    pitch = min(_WIDEST, (wide - _BETWEEN) / most)
    headings = _headings(columns, wide - _BETWEEN)
    bottom = len(shown) * _ROW + (_HEADING if headings else 0)
    y = 0.0
    for number, heading in enumerate(headings):
        x = left + number * wide
        canvas.line(x - 4, 4, x - 4, bottom, stroke=paints.line, width=0.7)
        canvas.words(x, 12, heading, wide, fill=paints.soft)
        y = _HEADING
    for (topic, items), row in zip(shown, cells, strict=True):
        canvas.words(0, y + 14, _name(topic), left - 12)
        for number, cell in enumerate(row):
            _draw_cell(canvas, cell, left + number * wide, y + _ROW / 2, pitch)
        end = canvas.width if headings else left + len(items) * pitch + right
        canvas.words(end, y + 14, str(len(items)), right, anchor="end", fill=paints.soft)
        y += _ROW
    if pitch < _NARROWEST:
        return y
    canvas.words(left, y + 15, words.terms.each_dot, canvas.width - left, fill=paints.soft)
    return y + _FOOT


def _draw_cell(canvas: Canvas, items: Sequence[SummaryItem], x: float, middle: float, pitch: float) -> None:
    if pitch < _NARROWEST:
        if items:
            canvas.rect(x, middle - 5, len(items) * pitch, 10, fill=canvas.paints.accent)
        return
    for number, item in enumerate(items):
        with canvas.told(item.title):
            canvas.dot(x + (number + 0.5) * pitch, middle, min(pitch * 0.42, 4.5), fill=canvas.paints.accent)


def _headings(columns: _Columns, width: float) -> Sequence[str]:
    """A name for each column, the longest variant that fits all; none for a single column."""
    if len(columns.names) < 2:
        return ()
    kinds = list(zip(*columns.names, strict=True))
    fits = (kind for kind in kinds if all(width_of(name, LETTERS) <= width for name in kind))
    return next(fits, kinds[-1])


def _columns(summary: Summary, items: Sequence[SummaryItem], words: Wording) -> _Columns:
    """Conferences if there are several, else days, else the sessions of the day; one column if too many."""
    conferences = list(dict.fromkeys(conference.name or "" for conference in summary.conferences))
    days = sorted({item.day for item in (*summary.noted(), *items) if item.day})
    if len(conferences) > 1 and {item.conference for item in items} <= {*conferences}:
        columns = _Columns([(name,) for name in conferences], lambda item: conferences.index(item.conference))
    elif len(days) > 1:
        columns = _days(days, words, undated=any(item.day is None for item in items))
    else:
        columns = _sessions(summary)
    return columns if 1 < len(columns.names) <= MOST_COLUMNS else _Columns([("",)], lambda _item: 0)


def _days(days: Sequence[date], words: Wording, *, undated: bool) -> _Columns:
    terms = words.terms
    names = [(words.short_day(day), f"{terms.short_weekdays[day.weekday()]} {day.day}", str(day.day)) for day in days]
    if undated:
        names.append((terms.without[Grouping.DAY], "–", "–"))
    return _Columns(names, lambda item: days.index(item.day) if item.day else len(days))


def _sessions(summary: Summary) -> _Columns:
    """Session start times; an item belongs to the last one before it."""
    sessions = [session for part in summary.parts for session in part.sessions if session.items]
    starts = sorted({session.start for session in sessions if session.start})
    return _Columns(
        [(f"{start:%H:%M}", str(start.hour)) for start in starts],
        lambda item: max(bisect_right(starts, item.start) - 1, 0) if item.start else 0,
    )


def _name(topic: SummaryTopic) -> str:
    return f"#{topic.name}" if topic.is_tag else topic.name
