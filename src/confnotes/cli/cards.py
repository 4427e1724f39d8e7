"""Talks as lines for people and as JSON objects for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from operator import attrgetter
from typing import TYPE_CHECKING

from confnotes.cli.printing import clip, columns_of, on_terminal, pad, say_styled, width
from confnotes.markup.math.titles import shown_title
from confnotes.model.mark import FLAGS
from confnotes.model.schema import columns, each, moment_text

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.model.program import Moment

MOST_ROOM_COLUMNS = 30  # columns, so that a long room leaves the title enough


card_object = columns(
    "id=key title=talk.title kind=talk.kind session=session.title start=begins end=ends room track"
    " speakers=talk.speakers resources=talk.resources *marks no_share=unshared rating note clash"
    " clashes cancelled=talk.cancelled",
    start=moment_text,
    end=moment_text,
    speakers=each(attrgetter("name")),
    clashes=each(attrgetter("key")),
)
"""A talk for `--json`; times are wall-clock times at the conference, dates, or times without a date."""


def time_range(start: Moment | None, end: Moment | None) -> str:
    """“10:05–10:20”, “10:05”, “no time” for a date, or empty."""
    if not isinstance(start, (datetime, time)):
        return "no time" if start else ""
    return f"{start:%H:%M}–{end:%H:%M}" if isinstance(end, (datetime, time)) else f"{start:%H:%M}"


def day_text(moment: date) -> str:
    """“Tue 10 Dec 2019”, in English whatever the locale."""
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{days[moment.weekday()]} {moment.day} {months[moment.month - 1]} {moment.year}"


def room_of(card: Card) -> str:
    """The talk's room, else its session's, else empty."""
    return card.room or ""


def room_columns(cards: Iterable[Card]) -> int:
    """The width of a column of rooms."""
    return min(MOST_ROOM_COLUMNS, max((columns_of(room_of(card)) for card in cards), default=0))


def say_card(card: Card, rooms: int) -> None:
    """Print one line: time, room in `rooms` columns, marks, title, speakers. Cut at the terminal's edge, whole when
    piped.

    A second line names the starred talks that it clashes with.
    """
    talk = card.talk
    names = ", ".join(speaker.name for speaker in talk.speakers)
    say_styled(
        [
            (f"  {time_range(card.begins, card.ends):<12} ", "accent"),
            (pad(room_of(card), rooms) + " ", "dim"),
            (f"{marks(card)} ", "accent"),
            *_fitted(_title(card), names, width() - rooms - 22),
        ]
    )
    if card.clashes:
        others = " · ".join(f"{clash.start:%H:%M} {shown_title(clash.title)}" for clash in card.clashes)
        line = f"{'':<{rooms + 22}}clashes with {others}"
        say_styled([(clip(line, width()) if on_terminal() else line, "accent")])


def _title(card: Card) -> str:
    title = shown_title(card.talk.title or card.session.title or "(no title)")
    return f"{title} (cancelled)" if card.talk.cancelled else title


def marks(card: Card) -> str:
    """One column per mark, with a pencil for a note after the first two, and a sign for a clash at the end."""
    signs = {mark.sign: mark in card.marks for mark in FLAGS[:2]} | {"✎": card.noted}
    signs |= {mark.sign: mark in card.marks for mark in FLAGS[2:]} | {"!": card.clash}
    return "".join(sign if there else " " for sign, there in signs.items())


def _fitted(title: str, names: str, columns: int) -> Iterator[tuple[str, str]]:
    if not on_terminal():
        yield title, "bold"
        yield (f" · {names}" if names else ""), "dim"
        return
    shown = clip(title, columns)
    yield shown, "bold"
    rest = columns - columns_of(shown) - 3
    if names and rest > 8:
        yield f" · {clip(names, rest)}", "dim"
