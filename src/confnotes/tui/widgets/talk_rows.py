"""How a talk stands in a list: its room or time, its title, its marks; under it, who speaks and what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.model.program import Kind, Resource, ResourceKind
from confnotes.tui.widgets.drawing import Line, Part, clean, pad, spread
from confnotes.tui.widgets.rows import Row

if TYPE_CHECKING:
    from confnotes.services.cards import Card

SLIM, SLIM_LEAD = 64, 11
"""In less than so many cells the first column is narrow, and only star and note are marked."""

QUIET_KINDS = frozenset({Kind.BREAK, Kind.SOCIAL, Kind.REMARKS})
_RESOURCE_WORDS = {ResourceKind.EVENT_PAGE: "event", ResourceKind.VIRTUAL_VENUE: "virtual", ResourceKind.OTHER: "link"}


def title_of(card: Card) -> str:
    """The talk's title; for one without, its session's or a word for it."""
    return clean(card.talk.title or card.session.title or "") or f"Untitled {card.talk.kind.value}"


def room_of(card: Card) -> str:
    """The talk's room, else its session's, else ""."""
    return clean(card.talk.room or card.session.room or "")


def fit_room(room: str, width: int) -> str:
    """A room in at most `width` cells: its longest words are cut first, as what tells rooms apart stands at the end."""
    words = room.split(" ")
    while len(" ".join(words)) > width:
        longest = max(range(len(words)), key=lambda index: len(words[index]))
        if len(words[longest]) <= 3:
            break
        words[longest] = words[longest][:-1]
    return " ".join(words)


def speakers_of(card: Card) -> str:
    """The speakers' names with commas between them."""
    return ", ".join(clean(speaker.name) for speaker in card.talk.speakers)


def links_of(resources: Sequence[Resource]) -> str:
    """The kinds of link there are, each once: "video · slides"."""
    words = dict.fromkeys(_RESOURCE_WORDS.get(one.kind, one.kind.value) for one in resources)
    return " · ".join(words)


def span_of(start: datetime | None, end: datetime | None) -> str:
    """10:05–10:20, 10:05, or "" when nothing is known."""
    if start is None:
        return ""
    return f"{start:%H:%M}–{end:%H:%M}" if end and end != start else f"{start:%H:%M}"


def marks_of(card: Card) -> Line:
    """The talk's marks: clash, rating, star and note, each where it is looked for."""
    marks: Line = []
    if card.clash:
        marks += [Part("⚠ clash", "warning"), Part("  ")]
    if card.talk.cancelled:
        marks += [Part("cancelled", "error"), Part("  ")]
    if card.attended:
        marks += [Part("✓", "dim"), Part(" ")]
    if card.rating:
        marks += [Part("●" * card.rating + "○" * (5 - card.rating), "accent"), Part("  ")]
    return marks


def star_of(card: Card, chosen: bool) -> Part:
    """The star, a place to press for one on the chosen row."""
    if card.starred:
        return Part("★", "accent", "star")
    return Part("☆", "faint", "star") if chosen else Part(" ", "text", "star")


def note_of(card: Card) -> Part:
    """How much was written: "✎ 14", or nothing."""
    return Part(pad(f"✎ {card.note_lines}" if card.note else "", 5), "dim")


@dataclass(frozen=True, slots=True)
class TalkRow(Row):
    """One talk. `lead` stands in the first column, `lead_width` cells wide; two lines when `height` is 2."""

    card: Card | None = None
    lead: str = ""
    lead_width: int = 0
    with_day: str = ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        card = self.card
        assert card is not None
        quiet = card.talk.kind in QUIET_KINDS or card.talk.cancelled
        mark = Part("▸ " if chosen else "  ", "accent")
        slim = width < SLIM
        lead_width = min(self.lead_width, SLIM_LEAD) if slim else self.lead_width
        lead = [Part(pad(self.lead, lead_width), "text" if chosen else "dim"), Part("  ")] if lead_width else []
        role = "strong" if chosen else "dim" if quiet else "text"
        right = [*([] if slim else marks_of(card)), star_of(card, chosen), Part(" " if slim else "  "), note_of(card)]
        right.append(Part(" "))
        first = spread([Part("  "), mark, *lead, Part(title_of(card), role)], right, width)
        if self.height == 1:
            return [first]
        indent = " " * (4 + (lead_width + 2 if lead_width else 0))
        what = [Part(links_of(card.talk.resources), "faint"), Part("  ")]
        second = spread([Part(indent), Part(speakers_of(card), "dim")], what, width)
        return [first, second]


def talk_row(card: Card, *, lead: str = "", lead_width: int = 0, tall: bool = False, prefix: str = "") -> TalkRow:
    """The row of a talk; `tall` gives speakers and links a line of their own when there are any."""
    height = 2 if tall and (card.talk.speakers or card.talk.resources) else 1
    return TalkRow(f"{prefix}{card.key}", height, True, card, lead, lead_width)


@dataclass(frozen=True, slots=True)
class SessionRow(Row):
    """The many talks of one session as one row: "Poster session · 240 talks"."""

    cards: tuple[Card, ...] = ()
    lead: str = ""
    lead_width: int = 0

    def lines(self, width: int, chosen: bool) -> list[Line]:
        session = self.cards[0].session
        title = clean(session.title or "") or session.kind.value.capitalize()
        stars = sum(card.starred for card in self.cards)
        noted = sum(card.note is not None for card in self.cards)
        right = [
            Part(f"★ {stars}  " if stars else "", "accent"),
            Part(pad(f"✎ {noted}" if noted else "", 5), "dim"),
            Part(" "),
        ]
        lead = (
            [Part(pad(self.lead, self.lead_width), "text" if chosen else "dim"), Part("  ")] if self.lead_width else []
        )
        left = [
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            *lead,
            Part(title, "strong" if chosen else "text"),
            Part(f"  {len(self.cards)} talks", "faint"),
        ]
        return [spread(left, right, width)]
