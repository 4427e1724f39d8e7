"""The drawings of a summary. They show only what is in the summary, and are deterministic.

Dots of topics are counted, not measured: one dot is one talk. If there are too many, they become bars on one scale.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from confnotes.exporters.pictures.canvas import (
    LETTERS,
    Canvas,
    DrawnPicture,
    draw_legend,
    draw_state,
    format_states,
    width_of,
)
from confnotes.exporters.pictures.timeline import HIGHEST, timelines
from confnotes.exporters.section_order import told_tracks
from confnotes.exporters.theme import Colours
from confnotes.exporters.wording import Wording
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import Grouping, SlotState, Summary, SummaryItem, SummaryTopic, SummaryTrack

_GAP = 20
"""Room between a topic and its dots, also in fonts that are wider than most."""

NARROW = 360
"""Width of a phone screen, and of a book page in points."""
WIDE = 720
"""Width of a desktop column."""


def in_page(item: str) -> str | None:
    """The address of an item in a page with all items: its id."""
    return f"#{item}"


def pictures(
    summary: Summary,
    words: Wording,
    colours: Colours | None = None,
    *,
    width: int = NARROW,
    href: Callable[[str], str | None] = in_page,
    highest: int = HIGHEST,
    most: int | None = None,
) -> tuple[DrawnPicture, ...]:
    """The drawings that are useful for this summary: days, topics, coverage by track.

    Without `colours` they use the page's CSS variables. They are laid out for `width`; a page may contain one of each
    width and show the fitting one. `href` returns an item's address or None; `highest` and `most` are for `timelines`.
    """
    drawn = (
        *timelines(summary, words, colours, width, href, highest, most),
        topics(summary, words, colours, width),
        coverage(summary, words, colours, width),
    )
    return tuple(picture for picture in drawn if picture is not None)


_ROW, _BAR = 21, 11
_LEAST = 2.0


def coverage(summary: Summary, words: Wording, colours: Colours | None, width: int) -> DrawnPicture | None:
    """The drawing; None if there are no tracks to compare."""
    shown, rest = told_tracks(summary)
    if not shown:
        return None
    several = len({track.conference for track in summary.tracks}) > 1
    canvas = Canvas(width, colours)
    names = [_name(track, several=several) for track in shown]
    left = min(max(width_of(name, LETTERS) for name in names) + 10, width * 0.36)
    numbers = [words.terms.of_all.format(seen=track.seen, all=track.talks) for track in shown]
    right = max(width_of(number, LETTERS) for number in numbers) + 8
    unit = (width - left - right) / max(track.talks for track in shown)
    y = 0.0
    for track, name, number in zip(shown, names, numbers, strict=True):
        with canvas.told(f"{name}: {format_states(_counts(track), words)}"):
            canvas.words(0, y + 14, name, left - 8)
            end = _draw_bar(canvas, track, left, y + (_ROW - _BAR) / 2, unit)
            canvas.words(end + 6, y + 14, number, right, fill=canvas.paints.soft)
        y += _ROW
    if rest:
        seen, talks = sum(track.seen for track in rest), sum(track.talks for track in rest)
        others = words.counted(len(rest), words.terms.others)
        names.append(others)
        numbers.append(words.terms.of_all.format(seen=seen, all=talks))
        canvas.words(0, y + 14, f"{others}: {numbers[-1]}", width, fill=canvas.paints.soft)
        y += _ROW
    states = {state for track in shown for state, number in _counts(track).items() if number}
    y += 4 + draw_legend(canvas, states, words, y + 4)
    seen_words = words.terms.states[SlotState.SEEN]
    description = f"{seen_words[0].upper()}{seen_words[1:]}: {_listed(names, numbers)}."
    return canvas.picture("coverage", words.terms.coverage_by_track, description, y)


def _draw_bar(canvas: Canvas, track: SummaryTrack, x: float, y: float, unit: float) -> float:
    """Draw all talks of a track as one bar, attended ones first; returns its end."""
    at = x
    for state, number in _counts(track).items():
        if number:
            wide = max(number * unit, _LEAST)
            draw_state(canvas, state, at, y, wide, _BAR)
            at += wide
    return at


def _counts(track: SummaryTrack) -> dict[SlotState, int]:
    told = track.seen + track.starred + track.missed
    return {
        SlotState.SEEN: track.seen,
        SlotState.STARRED: track.starred,
        SlotState.MISSED: track.missed,
        SlotState.PASSED: max(track.talks - told, 0),
    }


def _name(track: SummaryTrack, *, several: bool) -> str:
    return f"{track.conference} · {track.name}" if several and track.conference else track.name


def _listed(names: Sequence[str], numbers: Sequence[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in zip(names, numbers, strict=True))


MOST_TOPICS = 12
MOST_COLUMNS = 14
_FEWEST_TOPICS = 3
_HEADING, _TOPIC_ROW, _FOOT = 20.0, 20.0, 20.0
_WIDEST, _NARROWEST, _BETWEEN = 12.0, 4.5, 8.0


@fast_dataclass(frozen=True, slots=True)
class _Columns:
    """Conferences, days or hours: names from longest to shortest, and the column of each item."""

    names: Sequence[tuple[str, ...]]
    of: Callable[[SummaryItem], int]


def topics(summary: Summary, words: Wording, colours: Colours | None, width: int) -> DrawnPicture | None:
    """The drawing; None with fewer than three topics, or without a topic in two talks."""
    known = [
        (topic, [summary.by_id[item] for item in topic.items if item in summary.by_id]) for topic in summary.topics
    ]
    shown = sorted((one for one in known if one[1]), key=lambda one: -len(one[1]))[:MOST_TOPICS]
    if len(shown) < _FEWEST_TOPICS or len(shown[0][1]) < 2:
        return None
    columns = _columns(summary, [item for _, items in shown for item in items], words)
    canvas = Canvas(width, colours)
    height = _draw_rows(canvas, shown, columns, words)
    described = (f"{_topic_name(topic)}: {words.counted(len(items), words.terms.talks)}" for topic, items in shown)
    return canvas.picture("topics", words.terms.about, "; ".join(described) + ".", height)


def _draw_rows(
    canvas: Canvas,
    shown: Sequence[tuple[SummaryTopic, Sequence[SummaryItem]]],
    columns: _Columns,
    words: Wording,
) -> float:
    """Draw all rows; returns their height."""
    paints = canvas.paints
    left = min(max(width_of(_topic_name(topic), LETTERS) for topic, _ in shown) + _GAP, canvas.width * 0.38)
    right = width_of(str(len(shown[0][1])), LETTERS) + 8
    places = range(len(columns.names))
    wide = (canvas.width - left - right) / len(places)
    cells = [[[item for item in items if columns.of(item) == place] for place in places] for _, items in shown]
    most = max(len(cell) for row in cells for cell in row)
    pitch = min(_WIDEST, (wide - _BETWEEN) / most)
    headings = _headings(columns, wide - _BETWEEN)
    bottom = len(shown) * _TOPIC_ROW + (_HEADING if headings else 0)
    y = 0.0
    for number, heading in enumerate(headings):
        x = left + number * wide
        canvas.line(x - 4, 4, x - 4, bottom, stroke=paints.line, width=0.7)
        canvas.words(x, 12, heading, wide, fill=paints.soft)
        y = _HEADING
    for (topic, items), row in zip(shown, cells, strict=True):
        canvas.words(0, y + 14, _topic_name(topic), left - _GAP)
        for number, cell in enumerate(row):
            _draw_cell(canvas, cell, left + number * wide, y + _TOPIC_ROW / 2, pitch)
        end = canvas.width if headings else left + len(items) * pitch + right
        canvas.words(end, y + 14, str(len(items)), right, anchor="end", fill=paints.soft)
        y += _TOPIC_ROW
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


def _topic_name(topic: SummaryTopic) -> str:
    return f"#{topic.name}" if topic.is_tag else topic.name
