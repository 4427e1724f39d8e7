"""The panel beside a note: who speaks, what there is to open, what was noted before, who links here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.note.references import LABEL, References, offer_lines, reference_lines
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, shorten, spread, width_of, wrap
from confnotes.tui.widgets.pane import Draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from confnotes.catalogue.memory import Noted

MOST_EARLIER, MOST_ON_WORDS, MOST_ON_MENTION, MOST_RELATED = 4, 3, 4, 4
_MENTIONED = "Just mentioned: "


def panel_lines(memory: Memory, references: References, fields: Line, loading: bool) -> Draw:
    """The panel: who speaks, what there is to open, what was noted before, who links here, the abstract."""

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        inner = width - 2
        card = memory.card
        if card is not None:
            lines += _speakers(memory, inner)
            found = references.found or (*card.talk.resources, *card.session.resources)
            lines += reference_lines(replace(references, found=found), inner)
            if card.rating:
                lines += _row("Rating", [[Part("●" * card.rating + "○" * (5 - card.rating), "accent")]])
            if card.session.title and card.talk.title:
                lines += _row(
                    "Session", [[Part(text, "dim")] for text in wrap(clean(card.session.title), inner - LABEL)]
                )
        else:
            lines += [fields] if fields else []
            lines += reference_lines(references, inner)
        lines += offer_lines(references, inner)
        lines += _noted("You noted before", memory.earlier[:MOST_EARLIER], inner)
        if memory.mention is not None:
            name = shorten(clean(memory.mention.name), inner - len(_MENTIONED))
            lines += _noted(f"{_MENTIONED}{name}", memory.on_mention[:MOST_ON_MENTION], inner)
        lines += _noted("On these words", memory.on_words[:MOST_ON_WORDS], inner)
        lines += _backlinks(memory, inner)
        lines += _related(memory, inner)
        if card is not None and card.talk.abstract:
            lines += _heading("Abstract")
            for paragraph in card.talk.abstract.split("\n"):
                lines += [[Part(line, "dim")] for line in wrap(clean(paragraph), inner)]
        if not lines and not loading:
            lines = [
                [Part(text, "faint")] for text in wrap("Nothing links here yet. [[Title]] links to a note.", inner)
            ]
        return [[Part(" "), *line] for line in lines]

    return draw


def _row(label: str, values: list[Line]) -> list[Line]:
    return [[Part(f"{label if not index else '':<{LABEL}}", "faint"), *value] for index, value in enumerate(values)]


def _heading(text: str, key: str = "", width: int = 0) -> list[Line]:
    """A heading, and at its right the key that shows all of it."""
    return [[], spread([Part(text, "faint")], [Part(key, "faint")], width) if key else [Part(text, "faint")]]


def _speakers(memory: Memory, width: int) -> list[Line]:
    assert memory.card is not None
    values: list[Line] = []
    for speaker in memory.card.talk.speakers:
        name = clean(speaker.name)
        target = f"person:{speaker.name}"
        value = [Part("★ ", "accent", target)] if speaker.highlighted else []
        value.append(Part(name, "text", target))
        others = memory.others.get(speaker.name, 0)
        if others:
            value.append(Part(f"  +{others} talk{'s' if others > 1 else ''}", "faint", target))
        values.append(clip(value, width - LABEL))
    return _row("Speakers" if len(values) > 1 else "Speaker", values)


def _noted(heading: str, notes: Sequence[Noted], width: int) -> list[Line]:
    lines: list[Line] = []
    for note in notes:
        target = f"line:{note.line}:{note.path}"
        lines.append(clip([Part(clean(note.title), "link", target)], width))
        where = Part(f"  {clean(note.conference)}", "faint", target)
        quote = Part(f"  “{clean(note.text)}”", "dim", target)
        lines.append(clip([where, quote] if note.text and note.text != note.title else [where], width))
    return [*_heading(heading), *lines] if lines else []


def _backlinks(memory: Memory, width: int) -> list[Line]:
    lines: list[Line] = []
    before = ""
    for link in memory.backlinks:
        target = f"line:{link.line}:{link.path}"
        if link.path != before:
            where = Part(f"  line {link.line}", "faint", target)
            lines.append([*clip([Part(clean(link.title), "link", target)], width - width_of([where])), where])
            before = link.path
        if link.sentence and link.sentence != link.title:
            lines.append(clip([Part(f"  {clean(link.sentence)}", "dim", target)], width))
    return [*_heading("Linked from", "alt+l", width), *lines] if lines else []


def _related(memory: Memory, width: int) -> list[Line]:
    """Notes like this one, and what they share with it; those that stand above already are left out."""
    above = {note.path for note in (*memory.earlier, *memory.on_mention, *memory.on_words)}
    lines: list[Line] = []
    for note in [one for one in memory.related if one.path not in above][:MOST_RELATED]:
        target = f"line:1:{note.path}"
        lines.append(clip([Part(clean(note.title), "link", target)], width))
        lines.append(clip([Part(f"  {clean(note.why)}", "dim", target)], width))
    return [*_heading("Related", "alt+k", width), *lines] if lines else []
