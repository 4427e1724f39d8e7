"""The state of a talk as a shape: filled, starred, hatched or hollow, so that colors are not needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from confnotes.exporters.pictures.canvas import LETTERS, Canvas
from confnotes.exporters.pictures.lettering import width_of
from confnotes.exporters.wording import Wording
from confnotes.model.summary import SlotState

LEGEND = 22
"""The height of a line of the legend."""
_SWATCH, _GAP = 16, 14


def draw_state(canvas: Canvas, state: SlotState, x: float, y: float, width: float, height: float) -> None:
    """Draw the box of one talk, or of several adjacent ones."""
    paints = canvas.paints
    if state is SlotState.SEEN:
        canvas.rect(x, y, width, height, fill=paints.accent)
    elif state is SlotState.STARRED:
        canvas.rect(x, y, width, height, fill=paints.paper, stroke=paints.star)
        canvas.star(x + width / 2, y + height / 2, min(height * 0.48, width * 0.6, 5), fill=paints.star)
    elif state is SlotState.MISSED:
        canvas.rect(x, y, width, height, fill=paints.paper, stroke=paints.soft, dashed=True)
        canvas.hatch(x + 1, y + 1, width - 2, height - 2, stroke=paints.soft)
    else:
        canvas.rect(x, y + height * 0.3, width, height * 0.4, fill=paints.soft, opacity=0.35)


def draw_legend(canvas: Canvas, states: Iterable[SlotState], words: Wording, y: float) -> float:
    """Draw the meaning of the shapes, in the order of the states; returns the height."""
    x, lines, shown = 0.0, 1, set(states)
    for state in SlotState:
        if state not in shown:
            continue
        name = words.terms.states[state]
        wide = _SWATCH + 5 + width_of(name, LETTERS) + _GAP
        if x and x + wide - _GAP > canvas.width:
            x, lines = 0.0, lines + 1
        top = y + (lines - 1) * LEGEND
        draw_state(canvas, state, x, top + 4, _SWATCH, 10)
        canvas.words(x + _SWATCH + 5, top + 13, name, canvas.width, fill=canvas.paints.soft)
        x += wide
    return lines * LEGEND


def format_states(counts: Mapping[SlotState, int], words: Wording) -> str:
    """`12 attended, 3 missed`, without zero counts."""
    pattern = words.terms.state_count
    return ", ".join(
        pattern.format(number=counts[state], state=words.terms.states[state])
        for state in SlotState
        if counts.get(state)
    )
