"""How a talk is drawn in a list: room or time, title and marks; below it speakers and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark
from confnotes.model.program import IDLE_KINDS, Moment, Resource, ResourceKind
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, clip, pad, shorten, spread, width_of
from confnotes.tui.widgets.rows import Row
from confnotes.tui.widgets.tracks import WIDE, stripe_of, track_column

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card

SLIM, SLIM_LEAD, SLIM_LATER = 64, 11, 8
"""Below this width in cells room columns are narrow and only star and note are shown."""

TIME = 5  # cells: 10:05
MOST_CLASHES, LEAST_CLASH_TITLE = 2, 4
CLASH_ROOM = 64  # cells for the clashes of a row, below its title if there are as many
BETWEEN = 3  # cells: " · "
COLLEAGUE = 8  # cells of a colleague's name

LEAST_OF_WORD = 3
"""The least number of cells in which to show a word from the middle of a room's name."""

_GAP = re.compile(r"[ …]+")

_RESOURCE_WORDS = {ResourceKind.EVENT_PAGE: "event", ResourceKind.VIRTUAL_VENUE: "virtual", ResourceKind.OTHER: "link"}


def title_of(card: Card) -> str:
    """The talk's title, otherwise its session's title or its kind."""
    return clean(card.talk.title or card.session.title or "") or f"Untitled {card.talk.kind.value}"


def room_of(card: Card) -> str:
    """The talk's room, otherwise its session's, otherwise ""."""
    return clean(card.room or "")


def room_width(cards: Iterable[Card], widest: int) -> int:
    """The width of a column for the rooms of these talks in cells, at most `widest`."""
    return min(widest, max((cell_len(room_of(card)) for card in cards), default=0))


def fit_room(room: str, width: int) -> str:
    """A room in at most `width` cells, with … where it is cut.

    A second name in brackets is cut first ("UA2.118 (Henri…)"). The start and the end distinguish rooms, so next is the
    longest word between them ("West Exhib… Hall A"), then the words around it ("West … Hall C + B3"), then everything
    but the start and the end. A number is never cut if it fits ("Up…30A-E").
    """
    room = " ".join(room.split())
    if cell_len(room) <= width:
        return room
    name, bracket, besides = room.partition(" (")
    kept = width - cell_len(name) - len(" (…)")
    if bracket and besides.endswith(")") and cell_len(name) < width:
        return f"{name} ({set_cell_size(besides, kept)}…)" if kept >= LEAST_OF_WORD else f"{name}…"
    words = room.split(" ")
    numbers = list(filter(_is_number, map(_bare, words)))
    for short in _without_words(words, cell_len(room) - width):
        if cell_len(short) <= width and set(numbers) <= set(map(_bare, _GAP.split(short))):
            return short
    return _with_number(room, numbers[-1], width) if numbers else _ends_of(room, width)


def _bare(word: str) -> str:
    return word.strip("(),;:/")


def _is_number(word: str) -> bool:
    """Whether a word tells rooms of one name apart: `30A-E`, `2`, or the B of `Hall B`."""
    return any(map(str.isdigit, word)) or (len(word) == 1 and word.isupper())


def _without_words(words: Sequence[str], surplus: int) -> Iterator[str]:
    """A room's name without `surplus` cells of its longest inner word, then without more and more inner words."""
    inner = range(1, len(words) - 1)
    if not inner:
        return
    longest = max(inner, key=lambda index: cell_len(words[index]))
    kept = cell_len(words[longest]) - surplus - 1
    if kept >= LEAST_OF_WORD:
        yield " ".join([*words[:longest], set_cell_size(words[longest], kept) + "…", *words[longest + 1 :]])
    for last in range(longest + 1, len(words)):
        end = " ".join(words[last:])
        if end[0].isalnum():
            yield from (f"{words[0]}{gap}{end}" for gap in (" … ", "…"))


def _with_number(room: str, number: str, width: int) -> str:
    """The start of a room's name and its number; the start and the end if that does not fit."""
    kept = width - 1
    if cell_len(room[: room.rindex(number) + len(number)]) > kept:
        kept -= cell_len(number)
    else:
        number = ""
    start = set_cell_size(room, max(kept, 0)).rstrip()
    *whole, last = start.split(" ")
    word = _bare(room.split(" ")[len(whole)])
    if _is_number(word) and _bare(last) != word:
        start = " ".join(whole)  # a number that is cut would be another one
    start = start.rstrip(",;:/(")
    return f"{start}…{number}" if start and kept > 0 else _ends_of(room, width)


def _ends_of(text: str, width: int) -> str:
    """The start and the end of a long text, with slightly more of the end."""
    end = ""
    for character in reversed(text):
        if cell_len(end) + cell_len(character) > width // 2:
            break
        end = character + end
    space = end.find(" ")
    end = end[space + 1 :] if 0 <= space < len(end) - 1 else end
    return (
        set_cell_size(text, max(width - 1 - cell_len(end), 0)).rstrip() + "…" + end
        if width > 1
        else shorten(text, width)
    )


def speakers_of(card: Card) -> str:
    """The speakers' names, each once, with commas between them."""
    return ", ".join(dict.fromkeys(clean(speaker.name) for speaker in card.talk.speakers))


def links_of(resources: Sequence[Resource]) -> str:
    """The kinds of links, each once: "video · slides"."""
    words = dict.fromkeys(_RESOURCE_WORDS.get(one.kind, one.kind.value) for one in resources)
    return " · ".join(words)


def span_of(start: Moment | None, end: Moment | None) -> str:
    """10:05–10:20, 10:05, “no time” if only the day is known, or ""."""
    if not isinstance(start, (datetime, time)):
        return "no time" if start else ""
    has_end = isinstance(end, (datetime, time)) and end != start
    return f"{start:%H:%M}–{end:%H:%M}" if has_end else f"{start:%H:%M}"


def when_of(card: Card) -> str:
    """10:05–10:20, “10:05–10:20 (no day)”, “no time” if only the day is known, or ""."""
    span = span_of(card.start or card.begins, card.ends)
    return f"{span} (no day)" if card.start is None and card.talk.clock else span


def hour_of(card: Card) -> str:
    """The start, even without a day, or ""."""
    start = card.start or card.talk.clock
    return f"{start:%H:%M}" if start else ""


_LOOKS: Final[dict[Mark, str]] = {Mark.ATTENDED: "dim", Mark.UNSHARED: "warning"}


def marks_of(card: Card) -> Line:
    """The talk's marks except the star: cancelled, attended, watch later, not shared and the rating."""
    marks: Line = []
    if card.talk.cancelled:
        marks += [Part("cancelled", "error"), Part("  ")]
    for mark in Mark:
        if mark.sign and mark in card.marks and mark is not Mark.STAR:
            marks += [Part(mark.sign, _LOOKS.get(mark, "accent")), Part(" ")]
    if card.rating:
        marks += [Part("●" * card.rating + "○" * (5 - card.rating), "accent"), Part("  ")]
    return marks


def colleagues_of(card: Card, width: int) -> Line:
    """The first of the colleagues who noted, starred or rated the talk, and how many more: "@Bea +1"; their number in
    a list without room for names.
    """
    if not card.colleagues or width < SLIM:
        return []
    number = len(card.colleagues)
    if width < WIDE:
        told = f"@{number if number > 1 else ''}"
    else:
        name = shorten(clean(card.colleagues[0].name), COLLEAGUE)
        told = f"@{name}{f' +{number - 1}' if number > 1 else ''}"
    return [Part(told, "faint"), Part("  ")]


def _few_marks(card: Card) -> Line:
    """The marks for narrow lists: star and note."""
    gone = [Part("✗ ", "error")] if card.talk.cancelled else []
    return [*gone, Part("⊘ ", "warning")] if card.unshared else gone


def star_of(card: Card, chosen: bool) -> Part:
    """The star, or a clickable outline on the selected row."""
    if card.starred:
        return Part("★", "accent", "star")
    return Part("☆", "faint", "star") if chosen else Part(" ", "text", "star")


def note_of(card: Card) -> Part:
    """The number of note lines: "✎ 14", or nothing."""
    return Part(pad(f"✎ {card.note_lines}" if card.noted else "", 5), "dim")


def begins_soon(card: Card, minutes: int, width: int) -> str:
    """A message that a talk starts in `minutes`, in at most `width` cells: "in 5 min: Slow Boats · Pier 4"."""
    begin = f"{'★ ' if card.starred else ''}in {minutes} min: "
    end = f" · {room_of(card)}" if room_of(card) else ""
    return begin + shorten(title_of(card), width - cell_len(begin) - cell_len(end)) + end


def clash_of(card: Card, room: int) -> Line:
    """The clashes of a talk: "⚠ clashes with 10:30 Slow Boats"; at most two, shortened so that both fit into `room`."""
    sign = Part("⚠ clashes with ", "warning")
    named = card.clashes[:MOST_CLASHES]
    more = [f"{len(card.clashes) - len(named)} more"] if len(card.clashes) > len(named) else []
    room -= width_of([sign]) + sum(BETWEEN + cell_len(one) for one in more)
    told: list[str] = []
    for left, clash in zip(range(len(named), 0, -1), named, strict=True):
        share = (room + BETWEEN) // left - BETWEEN - TIME - 1
        told.append(f"{clash.start:%H:%M} {shorten(clean(clash.title), max(share, LEAST_CLASH_TITLE))}")
        room -= BETWEEN + cell_len(told[-1])
    return [sign, Part(" · ".join([*told, *more]), "dim")]


class TitleLead(NamedTuple):
    """The columns before a title: a time if `timed`, and a room in `room_width` cells."""

    time: str = ""
    room: str = ""
    room_width: int = 0
    timed: bool = False

    def parts(self, slim: bool, chosen: bool) -> Line:
        """The columns, narrower in a narrow list."""
        texts = [f"{self.time:<{TIME}}"] if self.timed else []
        if width := min(self.room_width, (SLIM_LATER if self.timed else SLIM_LEAD) if slim else self.room_width):
            texts.append(pad(fit_room(self.room, width), width))
        return [Part("  ".join([*texts, ""]), "text" if chosen else "dim")] if texts else []


@fast_dataclass(frozen=True, slots=True)
class TalkRow(Row):
    """A talk, with `lead` in the first columns.

    If its `height` allows, further lines show speakers (`tall`) and clashes. Only `noted` lists have room for notes.
    """

    card: Card
    lead: TitleLead
    tall: bool = False
    noted: bool = True

    def lines(self, width: int, chosen: bool) -> list[Line]:
        card = self.card
        quiet = card.talk.kind in IDLE_KINDS or card.talk.cancelled
        slim = width < SLIM
        lead = self.lead.parts(slim, chosen)
        role = "strong" if chosen else "dim" if quiet else "text"
        marks = [*colleagues_of(card, width), *(_few_marks(card) if slim else marks_of(card))]
        if card.clash and self.height == 1:
            marks = [Part("⚠ " if slim else "⚠ clash  ", "warning"), *marks]
        note = [Part(" " if slim else "  "), note_of(card)] if self.noted else []
        right = [star_of(card, chosen), *note, Part(" ")]
        edge = stripe_of(card)
        left = [edge, *arrow(chosen, indent=1), *lead, Part(title_of(card), role)]
        if width_of([*left, *marks, *right]) + 2 > width and not card.noted:
            # a long title takes the columns that have nothing here
            right = [star_of(card, chosen), Part(" ")] if chosen or card.starred else [Part(" ")]
        track = track_column(card, width, width - width_of(left) - width_of(marks) - width_of(right) - 4)
        # In a wide list marks come before the column, so that the names of tracks line up.
        inner = [*marks, *track] if width >= WIDE else [*track, *marks]
        lines = [spread(left, [*inner, *right], width)]
        indent = [edge, Part(" " * (3 + width_of(lead)))]
        if self.tall:
            what = [Part(links_of(card.talk.resources), "faint"), Part("  ")]
            lines.append(spread([*indent, Part(speakers_of(card), "dim")], what, width))
        if card.clash:
            place = min(width_of(indent), max(width - CLASH_ROOM, 4))
            lines.append(clip([edge, Part(" " * (place - 1)), *clash_of(card, width - 1 - place)], width - 1))
        return lines[: self.height]

    def at_top(self) -> TalkRow:
        """With its time, which otherwise only the first of the talks at that time shows."""
        if not self.lead.timed or self.lead.time:
            return self
        return replace(self, lead=self.lead._replace(time=hour_of(self.card)))


def talk_row(card: Card, lead: TitleLead, *, tall: bool = False, noted: bool = True, prefix: str = "") -> TalkRow:
    """The row of a talk; with `tall` speakers have their own line, and links beside them."""
    tall = tall and bool(card.talk.speakers)
    return TalkRow(f"{prefix}{card.key}", card, lead, tall, noted, height=1 + tall + card.clash)


@fast_dataclass(frozen=True, slots=True)
class SessionRow(Row):
    """The many talks of one session as one row: "Poster session · 240 talks"."""

    cards: tuple[Card, ...]
    lead: TitleLead

    def lines(self, width: int, chosen: bool) -> list[Line]:
        session = self.cards[0].session
        title = clean(session.title or "") or session.kind.value.capitalize()
        stars = sum(card.starred for card in self.cards)
        noted = sum(card.noted for card in self.cards)
        right = [
            Part(f"★ {stars}  " if stars else "", "accent"),
            Part(pad(f"✎ {noted}" if noted else "", 5), "dim"),
            Part(" "),
        ]
        left = [
            stripe_of(self.cards[0]),
            *arrow(chosen, indent=1),
            *self.lead.parts(width < SLIM, chosen),
            Part(title, "strong" if chosen else "text"),
            Part(f"  {len(self.cards)} talks", "faint"),
        ]
        return [spread(left, right, width)]
