"""The rows of Now for one moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from confnotes.markup.names import room_order
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.now_loader import NowView
from confnotes.tui.widgets.drawing import Line, Part, arrow, begin, day_name, pad, plural, spread
from confnotes.tui.widgets.rows import LinkRow, Row, heading, remark
from confnotes.tui.widgets.talk_rows import SessionRow, TalkRow, TitleLead, hour_of, room_of, room_width, talk_row

if TYPE_CHECKING:
    from textual.geometry import Size

    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.program.whats_on import WhatsOn

CROWD = 6  # at one time: more, as in a poster session, are folded into one row
ROOM_FOR_NEXT = 4  # lines kept for what comes next; talks that are on take two lines only if this much is left
SOON = timedelta(minutes=15)


@fast_dataclass(frozen=True, slots=True)
class DoRow(Row):
    """A next step on an empty screen: its key, its text, its action."""

    shown_key: str
    what: str
    action: str

    def lines(self, width: int, chosen: bool) -> list[Line]:
        return [
            [*arrow(chosen), Part(pad(self.shown_key, 4), "accent"), Part(self.what, "strong" if chosen else "text")]
        ]


@fast_dataclass(frozen=True, slots=True)
class UntimedRow(Row):
    """The number of talks without a time, or with a time but no day (`undated`); opens the program at the first."""

    first: Card
    count: int
    undated: int

    def lines(self, width: int, chosen: bool) -> list[Line]:
        both = 0 < self.undated < self.count
        lacking = "a day or a time" if both else "a day" if self.undated else "a time"
        what = f"1 talk without {lacking}" if self.count == 1 else f"{self.count:,} talks without {lacking}"
        left = begin(chosen, f"+ {what}", "dim")
        return [spread(left, [Part("enter to show ", "faint")] if chosen else [], width)]


def rows_of(view: NowView, size: Size) -> list[Row]:
    return [*_unsaved_rows(view), *_gap_rows(view), *_rows_of_moment(view, size)]


def _unsaved_rows(view: NowView) -> list[Row]:
    if not view.unsaved:
        return []
    rows: list[Row] = [heading("NOT SAVED LAST TIME", "your text was kept: press enter to restore it", first=True)]
    return [
        *rows,
        *(LinkRow(f"unsaved:{path}", title, _folder(path), f"note:{path}") for path, title in view.unsaved),
        remark(""),
    ]


def _rows_of_moment(view: NowView, size: Size) -> list[Row]:
    at = view.at
    if at.conference is None:
        return [*_welcome(has_notes=bool(view.recent)), *_recent_rows(view)]
    if view.empty:
        return [*_quiet_day(view, size), *(_untimed_rows(at) if view.around or at.undated else ()), *_recent_rows(view)]
    soon, later = _soon_and_later(at)
    rooms = room_width([*at.on, *at.next, *later], _widest_room(size))
    rows: list[Row] = []
    if at.on:
        rows.append(heading(_now_title(view), _until(at.on, at.moment), first=True))
        rows += cards_rows(at.on, rooms, tall=2 * len(at.on) + ROOM_FOR_NEXT <= size.height)
    else:
        rows += [heading(_now_title(view), first=True), remark("  No talk is on right now.")]
    for start, group in groupby(soon, key=lambda card: card.start):
        together = tuple(group)
        rows.append(heading(f"NEXT · {start:%H:%M}" if start else "NEXT", minutes_until(together[0], view.now)))
        rows += cards_rows(together, rooms, tall=size.height >= 40)
    if later:
        rows.append(heading("LATER" if any(not card.starred for card in later) else "LATER, STARRED"))
        rows += _later(later, rooms)
    return [*rows, *_untimed_rows(at, rooms)]


def _gap_rows(view: NowView) -> list[Row]:
    """The row that opens the team's board, if there are gaps in the next hour."""
    if view.gaps is None or view.shifted:
        return []
    wanted, others = view.gaps
    what = f"{plural(wanted or others, 'talk')}{' that your team wants' if wanted else ''}"
    return [DoRow("do:board", key_of("board"), f"Nobody covers {what} in the next hour", "app.board"), remark("")]


def _soon_and_later(at: WhatsOn) -> tuple[list[Card], list[Card]]:
    """The talks that start next, and starred ones later in the day, both in the order of times, then rooms.

    A starred talk that starts together with the next ones is one of these, even after another talk in its room.
    """
    coming = sorted(
        {card.key: card for card in (*at.next, *at.later_starred)}.values(),
        key=lambda card: (card.until_start(at.moment), room_order(room_of(card))),
    )
    first = min((card.until_start(at.moment) for card in at.next), default=timedelta())
    soon = [card for card in coming if card.until_start(at.moment) - first <= SOON]
    return soon, coming[len(soon) :]


def _later(cards: Sequence[Card], room_width: int) -> list[Row]:
    """Rows that begin with the talk's time."""
    rows: list[Row] = []
    before = None
    for card in cards:
        time = f"{card.start:%H:%M}" if card.start and card.start != before else ""
        before = card.start
        rows.append(talk_row(card, TitleLead(time, room_of(card), room_width, timed=True), prefix="later:"))
    return rows


def _untimed_rows(at: WhatsOn, room_width: int = 0) -> list[Row]:
    """The starred talks without a time, and a row that opens all talks without one."""
    if at.first_untimed is None:
        return []
    timed = any(card.talk.clock for card in at.starred_untimed)
    starred = [
        talk_row(card, TitleLead(hour_of(card), room_of(card), room_width, timed), prefix="untimed:")
        for card in at.starred_untimed
    ]
    every = UntimedRow("untimed", at.first_untimed, at.untimed, at.undated)
    name = "NO DAY OR NO TIME, STARRED" if timed else "ANY TIME, STARRED"
    return [heading(name) if starred else remark(""), *starred, every]


def _now_title(view: NowView) -> str:
    if not view.shifted:
        return "NOW"
    moment = view.at.moment
    day = "" if moment.date() == view.now.date() else f"{day_name(moment.date())} · ".upper()
    return f"AT {day}{moment:%H:%M} · press home to go back to now"


def _until(on: Sequence[Card], moment: datetime) -> str:
    ends = [card.stated_end for card in on]
    known = [card.stated_end for card in on if card.stated_end and card.until_end(moment) > timedelta()]
    if not known or len(known) < len(ends):
        return ""
    first = min(known)
    return f"until {first:%H:%M}" if len(set(known)) == 1 else f"the first ends at {first:%H:%M}"


def minutes_until(card: Card, now: datetime) -> str:
    """The time until the talk starts: "in 20 min", "in 2 h 05"; "" once it has started."""
    ahead = card.until_start(now)
    if card.start is None or ahead <= timedelta():
        return ""
    minutes = -(-ahead // timedelta(minutes=1))
    return f"in {minutes} min" if minutes < 60 else f"in {minutes // 60} h {minutes % 60:02d}"


def cards_rows(cards: Sequence[Card], room_width: int, *, tall: bool = False, crowds: bool = True) -> list[Row]:
    """A row for each talk; with `crowds` the many talks of one session, such as posters, share a row."""
    rows: list[Row] = []
    for _, group in groupby(cards, key=lambda card: (card.session.id, card.session.title, room_of(card))):
        together = list(group)
        lead = TitleLead(room=room_of(together[0]), room_width=room_width)
        if crowds and len(together) > CROWD:
            rows.append(SessionRow(f"session:{together[0].key}", tuple(together), lead))
            rows += [talk_row(card, lead) for card in together if card.starred]
        else:
            rows += [talk_row(card, lead, tall=tall) for card in together]
    return rows


def _welcome(*, has_notes: bool) -> list[Row]:
    folders = DoRow("do:conferences", "", "Find conferences in your folders of notes", "screen.begin_conferences")
    return [
        heading("WELCOME", first=True),
        remark("", "  This vault has no conference program yet.", ""),
        DoRow(
            "do:import",
            key_of("import"),
            "Import a program from a file, a folder or a web address",
            "app.import_program",
        ),
        *([folders] if has_notes else []),
        DoRow("do:note", key_of("new"), "Write a free note", "app.new_note"),
        DoRow("do:help", key_of("help"), "See all keys", "app.help"),
    ]


def _widest_room(size: Size) -> int:
    """The most cells that the names of rooms may take."""
    return 28 if size.width >= 116 else 24 if size.width >= 90 else 18


def _quiet_day(view: NowView, size: Size) -> list[Row]:
    at = view.at
    if not view.around:
        conference = at.conference
        if conference and conference.start_date and conference.start_date > at.moment.date():
            text = f"  {at.conference_name} begins on {day_name(conference.start_date)} {conference.start_date.year}."
        elif conference and conference.end_date and conference.end_date < at.moment.date():
            text = f"  {at.conference_name} ended on {day_name(conference.end_date)} {conference.end_date.year}."
        else:
            text = "  No more talks of the program start today or later."
        whole = DoRow("do:program", key_of("program"), "Open the program", "app.program")
        over = _end_of_day(view)
        return [*over, heading("NOW", first=not over), remark("", text, ""), whole]
    first = view.around[0].start
    assert first is not None
    days = (first.date() - at.moment.date()).days
    if days > 0:
        when = "tomorrow" if days == 1 else f"in {days} days"
        title, right = f"{day_name(first.date()).upper()} {first.year}", f"begins {when}"
    else:
        title, right = f"{day_name(first.date()).upper()} {first.year} · THE LAST DAY", "over"
    rows = _end_of_day(view)
    rooms = room_width(view.around, _widest_room(size))
    for start, group in groupby(view.around, key=lambda card: card.start):
        together = sorted(group, key=lambda card: room_order(room_of(card)))
        name = f"{start:%H:%M}" if start else ""
        rows.append(heading(f"{title} · {name}" if title else name, right, first=not rows))
        rows += cards_rows(together, rooms)
        title = right = ""
    return rows


def _end_of_day(view: NowView) -> list[Row]:
    """After the last talk of a conference day: the row that starts the day review."""
    conference, day = view.at.conference, view.at.moment.date()
    if conference is None or conference.start_date is None or day < conference.start_date:
        return []
    if day > (conference.end_date or conference.start_date):
        return []
    what = "Start the day review: open questions, ratings, takeaways"
    return [heading("THE DAY IS OVER", first=True), DoRow("do:wrap", key_of("day-review"), what, "app.day_wrap")]


def _recent_rows(view: NowView) -> list[Row]:
    if not view.recent:
        return []
    return [
        heading("RECENT NOTES"),
        *(LinkRow(f"note:{path}", title, _folder(path), f"note:{path}") for path, title in view.recent),
    ]


def first_choice(view: NowView, rows: Sequence[Row], room: str | None) -> str | None:
    """The key of the most likely row: in the current room, starred, with a note, on now."""
    on = {card.key for card in view.at.on}
    if room is not None and not any(room_of(card) == room for card in view.at.on):
        here = [card for card in view.at.next if room_of(card) == room and card.start]
        on |= {card.key for card in here if card.start and card.start - view.at.moment <= SOON}
    talks = [row for row in rows if isinstance(row, TalkRow) and row.card.key in on]
    if not talks:
        return None

    def worth(row: TalkRow) -> tuple[bool, ...]:
        card = row.card
        return (
            not card.talk.cancelled,
            room is not None and room_of(card) == room,
            card.taken,
            card.starred,
            card.noted,
        )

    return max(talks, key=worth).key


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
