"""Loads what Now shows off-screen, starting before there is a screen."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.safe import safe_text

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.program.team_board import Gaps
    from confnotes.catalogue.program.whats_on import WhatsOn
    from confnotes.vault.vault import Vault

RECENT_NOTES = 5
FIRST_LOOK_SECONDS = 0.15  # seconds: a result within it is part of the first frame, without flicker


class Start(NamedTuple):
    """The note to start with, which was left open; `key` and `card` are its talk, `next` the talk after it.

    `conference` is the folder of the current conference, or "".
    """

    note: OpenNote
    key: str | None
    card: Card | None
    next: Card | None
    conference: str


class NowView(NamedTuple):
    """What Now shows. `now` is the local time at the conference, `at.moment` the time that is shown.

    `room` is the last room of that day ("" if the program names no rooms), None if unknown. `around` are the talks of
    the nearest day of the program if nothing is on that day, `recent` the latest notes (path and title), `unsaved`
    notes whose last words were kept when a program ended without saving. `start` is set at the first load if a
    note was left open. `gaps` are talks of the next hour that nobody of the team takes, None without any.
    """

    at: WhatsOn
    now: datetime
    around: Sequence[Card] = ()
    recent: Sequence[tuple[str, str]] = ()
    unsaved: Sequence[tuple[str, str]] = ()
    room: str | None = None
    start: Start | None = None
    gaps: Gaps | None = None

    @property
    def shifted(self) -> bool:
        """Whether a time other than now is shown."""
        return self.at.moment.replace(second=0, microsecond=0) != self.now.replace(second=0, microsecond=0)

    @property
    def empty(self) -> bool:
        """Whether the program has nothing more on this day."""
        return not (self.at.on or self.at.next or self.at.later_starred)


def look(vault: Vault, clock: datetime, shown: datetime | None, conference: str | None) -> NowView:
    """What is on at `shown`, by default now; slow for large programs."""
    from confnotes.actions.notes.note_snapshots import unsaved_notes
    from confnotes.catalogue.program.current_room import last_seat
    from confnotes.catalogue.program.whats_on import agenda, room_today, whats_on
    from confnotes.model.timetable import wall_time
    from confnotes.vault.private_file import views_file

    at = whats_on(vault, shown or clock, conference)
    timezone = at.conference.timezone if at.conference else None
    unsaved = [(note.path, safe_text(PurePosixPath(note.path).stem, lines=False)) for note in unsaved_notes(vault)]
    view = NowView(at, wall_time(clock, timezone), unsaved=unsaved, room=room_today(at, last_seat(vault)))
    if at.conference is not None and views_file(vault.root).exists():
        view = view._replace(gaps=_gaps(vault, view))
    if at.conference is None or not view.empty:
        return view._replace(recent=_recent(vault)) if at.conference is None else view
    cards = [card for card in agenda(vault, at.conference_name, hidden=False) if card.start is not None]
    return view._replace(around=_nearest_day(cards, at.moment.date()), recent=_recent(vault))


def _gaps(vault: Vault, view: NowView) -> Gaps | None:
    """The gaps that the team's board begins with."""
    from confnotes.catalogue.program.cards import Timetable
    from confnotes.catalogue.program.team_board import SOON, gaps_of

    table = Timetable(vault, view.at.conference_name, view.now.date())
    soon = (slot for slot in table.shown_slots if slot.start - view.now <= SOON and not slot.is_over(view.now))
    gaps = gaps_of(table.cards(soon), view.now)
    return gaps if gaps.is_worth_telling else None


def first_look(vault: Vault, clock: datetime) -> NowView:
    """What is on now, with the note that was left open."""
    view = look(vault, clock, None, None)
    with suppress(ConfnotesError, OSError):
        view = view._replace(start=_start(vault, view))
    return view


def _start(vault: Vault, view: NowView) -> Start | None:
    """The note that was open when the last run on this day or evening ended.

    None if another one has unsaved text, which Now shows. Raises ConfnotesError, OSError.
    """
    from confnotes.model.timetable import EARLY_MORNING, wall_time
    from confnotes.tui.visits import left_open

    left = left_open(vault.root)
    zone = view.at.conference.timezone if view.at.conference else None
    night = timedelta(hours=EARLY_MORNING)  # an evening continues over midnight
    if left is None or (wall_time(left.moment, zone) - night).date() != (view.now - night).date():
        return None
    if any(path != left.path for path, _ in view.unsaved):
        return None
    from confnotes.actions.notes.take_note import draft, open_note
    from confnotes.catalogue.program.switch_talks import next_talk
    from confnotes.catalogue.program.talks import card

    talk: Card | None = None
    if left.key is not None:
        with suppress(NotFoundError):
            talk = card(vault, left.key)
    try:
        note = open_note(vault, left.path)
    except NotFoundError:
        if talk is None:
            return None
        note = draft(vault, talk.key)  # nothing was typed into it
    coming = {one.key: one for one in (*view.at.on, *view.at.next, *view.at.later_starred)}.values()
    following = next_talk(talk, sorted(coming, key=lambda one: one.start or view.now)) if talk else None
    return Start(note, left.key, talk, following, view.at.conference_name)


def _nearest_day(cards: Sequence[Card], day: date) -> list[Card]:
    days = sorted({card.start.date() for card in cards if card.start})
    if not days:
        return []
    nearest = next((one for one in days if one > day), days[-1] if days[-1] < day else None)
    if nearest is None:
        return []
    return [card for card in cards if card.start and card.start.date() == nearest]


def _recent(vault: Vault) -> list[tuple[str, str]]:
    return [(path, safe_text(vault.note(path).title, lines=False)) for path in vault.latest_notes(RECENT_NOTES)]


def later_start(view: NowView) -> datetime | None:
    """The next start after the shown time; on a quiet day before the next talks, the second, as the first is shown."""
    cards = view.at.next or view.around
    starts = sorted({card.start for card in cards if card.start and card.start > view.at.moment})
    return next(iter(starts if view.at.next else starts[1:] or starts), None)


def start_before(vault: Vault, view: NowView) -> datetime | None:
    """The latest start before the shown time; None without talks before it on that day."""
    from confnotes.catalogue.program.whats_on import agenda

    moment = view.at.moment
    cards = agenda(vault, view.at.conference_name, moment.date(), hidden=False)
    starts = {card.start for card in cards if card.start and card.start < moment and not card.talk.cancelled}
    latest_on = max((card.start for card in view.at.on if card.start), default=moment)
    return max((start for start in starts if start < latest_on), default=None)


def first_note(first: Future[NowView] | None) -> Start | None:
    """The note to start with, if it is already known."""
    return first.result().start if first is not None and first.done() and first.exception() is None else None


def begin_look(vault: Vault, clock: datetime) -> Future[NowView]:
    """Load what is on now in a thread, usually finished when this returns.

    It waits for the thread, which would be several times slower during the following imports, but not for a slow disk.
    """
    thread = ThreadPoolExecutor(1, "first-look")
    first = thread.submit(first_look, vault, clock)
    thread.shutdown(wait=False)
    wait([first], FIRST_LOOK_SECONDS)
    return first
