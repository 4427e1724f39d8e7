"""Coverage by track as bars on one scale: a unit of length is one talk."""

from __future__ import annotations

from collections.abc import Sequence

from confnotes.exporters.pictures.canvas import LETTERS, Canvas, DrawnPicture
from confnotes.exporters.pictures.lettering import width_of
from confnotes.exporters.pictures.states import draw_legend, draw_state, format_states
from confnotes.exporters.theme import Colours
from confnotes.exporters.wording import Wording
from confnotes.model.summary import SlotState, Summary, SummaryTrack

MOST_TRACKS = 10
_ROW, _BAR = 21, 11
_LEAST = 2.0


def coverage(summary: Summary, words: Wording, colours: Colours | None, width: int) -> DrawnPicture | None:
    """The drawing; None if there are no tracks to compare, or nothing was attended, starred or missed."""
    tracks = sorted((track for track in summary.tracks if track.talks > 0), key=_rank)
    if len(tracks) < 2 or not any(track.seen + track.starred + track.missed for track in tracks):
        return None
    shown, rest = tracks[:MOST_TRACKS], tracks[MOST_TRACKS:]
    several = len({track.conference for track in tracks}) > 1
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


def _rank(track: SummaryTrack) -> tuple[int, int, int, str]:
    return (-track.seen, -(track.starred + track.missed), -track.talks, track.name)


def _name(track: SummaryTrack, *, several: bool) -> str:
    return f"{track.conference} · {track.name}" if several and track.conference else track.name


def _listed(names: Sequence[str], numbers: Sequence[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in zip(names, numbers, strict=True))
