"""How the lines around a note are drawn: the talk above it, the panel beside it, its state below."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.markup.canonical import parts
from confnotes.model.program import ResourceKind
from confnotes.tui.screens.note_memory import Memory
from confnotes.tui.widgets.bars import CommandLine
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, shorten, width_of, wrap
from confnotes.tui.widgets.pane import Draw
from confnotes.tui.widgets.talk_rows import fit_room, room_of, span_of, title_of

if TYPE_CHECKING:
    from confnotes.model.program import Resource
    from confnotes.services.cards import Card

LABEL = 10
SOON = 5
ROOM = 20
WIDE = 110
NEXT = " · next: "
NEXT_TITLE, LEAST_NEXT_TITLE = 32, 16
_KINDS = {
    ResourceKind.EVENT_PAGE: "Page",
    ResourceKind.VIRTUAL_VENUE: "Venue",
    ResourceKind.REGISTRATION: "Register",
    ResourceKind.OTHER: "Link",
}


class NoteLine(CommandLine):
    """The state of the note at the left, as many commands as fit at the right."""

    state: Line = []  # noqa: RUF012  (replaced, never changed)

    def tell_state(self, state: Line) -> None:
        """Show that state."""
        if state != self.state:
            self.state = state
            self.repaint()

    def painted(self, width: int) -> list[Line]:
        if self._message:
            return super().painted(width)
        state = clip([Part(" "), *self.state], width - 1)
        left = width - width_of(state) - 4
        commands = super().painted(max(left, 0))[0][1:]
        while commands and (not commands[-1].text.strip()):
            commands.pop()
        gap = width - width_of(state) - width_of(commands) - 1
        return [[*state, Part(" " * max(gap, 0)), *commands]]


def title_line(title: str, memory: Memory, now: datetime, width: int) -> tuple[Line, Line]:
    """The left and the right of the top line: title; room, time, what is left of it, what comes next."""
    left = [Part(clean(title), "strong")]
    card = memory.card
    if card is None:
        return left, []
    if card.starred:
        left.insert(0, Part("★ ", "accent"))
    room = room_of(card)
    if card.talk.cancelled:
        when = span_of(card.start, card.stated_end)
        return left, [Part("cancelled", "error"), Part(f"  was {when}" if when else "", "faint")]
    right: Line = []
    if memory.moved and not _is_over(card, now):
        place = f"{span_of(card.start, card.stated_end)} {fit_room(room, ROOM)}".strip()
        right.append(Part(f"moved to {place}", "warning"))
    else:
        if room and width >= 96:
            right += [Part(fit_room(room, ROOM), "dim"), Part(" · ", "faint")]
        if card.start:
            right.append(Part(span_of(card.start, card.stated_end), "dim"))
    if left_over := _time_left(card, now):
        right += [Part(" · ", "faint"), left_over]
    if memory.next is not None and width >= WIDE:
        spare = width - width_of(left) - width_of(right) - width_of([Part(NEXT)]) - 4
        coming = shorten(title_of(memory.next), min(NEXT_TITLE, max(spare, LEAST_NEXT_TITLE)))
        right += [Part(NEXT, "faint", "note.next"), Part(coming, "dim", "note.next")]
    return left, right


def _is_over(card: Card, now: datetime) -> bool:
    end = card.end or card.start
    return end is not None and end < now


def _time_left(card: Card, now: datetime) -> Part | None:
    if card.start is None or card.start.date() != now.date():
        return None
    if now < card.start:
        minutes = -((now - card.start).total_seconds() // 60)
        return Part(f"in {minutes:.0f} min", "accent" if minutes <= SOON else "dim") if minutes <= 90 else None
    end = card.stated_end
    if end is None:
        return None
    if now >= end:
        over = int((now - end).total_seconds() // 60)
        return Part(f"{over} min over", "dim") if 0 < over <= 30 else None
    minutes = -(-(end - now).total_seconds() // 60)
    return Part(f"{minutes:.0f} min left", "accent" if minutes <= SOON else "dim")


def panel_lines(memory: Memory, fields: Line, loading: bool) -> Draw:
    """The panel: who speaks, what there is to open, what was noted before, who links here, the abstract."""

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        inner = width - 2
        card = memory.card
        if card is not None:
            lines += _speakers(memory, inner)
            lines += _links([*card.talk.resources, *card.session.resources], inner)
            if card.rating:
                lines += _row("Rating", [[Part("●" * card.rating + "○" * (5 - card.rating), "accent")]])
            if card.session.title and card.talk.title:
                lines += _row(
                    "Session", [[Part(text, "dim")] for text in wrap(clean(card.session.title), inner - LABEL)]
                )
        elif fields:
            lines += [fields]
        lines += _earlier(memory, inner) + _backlinks(memory, inner)
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


def _heading(text: str) -> list[Line]:
    return [[], [Part(text, "faint")]]


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


def _links(resources: list[Resource], width: int) -> list[Line]:
    lines: list[Line] = []
    for resource in dict.fromkeys(resources):
        label = _KINDS.get(resource.kind, clean(resource.kind.value).capitalize())
        shown = clean(resource.title or "")
        address = _address(resource.url)
        text = shown if shown and shown.lower() != label.lower() else address
        value = [Part(text, "link", f"url:{resource.url}")]
        if text != address:
            value.append(Part(f"  {address}", "faint"))
        lines += _row(shorten(label, LABEL - 1), [clip(value, width - LABEL)])
    return lines


def _address(url: str) -> str:
    """An address as short as it can be told from others: its host and, for a known one, its identifier."""
    scheme, host, path, _ = parts(url)
    if scheme == "mailto":
        return clean(path)
    if host in ("github.com", "gitlab.com") and path.strip("/"):
        return clean(path.strip("/"))
    last = clean(path.rstrip("/").rpartition("/")[2])
    return f"{host} {last}" if host in ("arxiv.org", "doi.org", "openreview.net") and last else clean(host or url)


def _earlier(memory: Memory, width: int) -> list[Line]:
    lines: list[Line] = []
    for note in memory.earlier:
        target = f"note:{note.path}"
        lines.append(clip([Part(clean(note.title), "link", target)], width))
        where = Part(f"  {clean(note.conference)}", "faint", target)
        quote = Part(f"  “{clean(note.begins)}”", "dim", target)
        lines.append(clip([where, quote] if note.begins else [where], width))
    return [*_heading("You noted before"), *lines] if lines else []


def _backlinks(memory: Memory, width: int) -> list[Line]:
    lines: list[Line] = []
    for link in memory.backlinks:
        target = f"line:{link.line}:{link.path}"
        where = Part(f"  line {link.line}", "faint", target)
        lines.append([*clip([Part(clean(link.title), "link", target)], width - width_of([where])), where])
    return [*_heading("Linked from"), *lines] if lines else []
