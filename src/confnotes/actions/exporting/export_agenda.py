"""The personal schedule for calendars, print and screen: starred, attended and noted talks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import agenda
from confnotes.errors import NotFoundError, UsageError
from confnotes.exporters.data import calendar
from confnotes.exporters.markdown import schedule as on_paper
from confnotes.markup.math.titles import shown_title
from confnotes.model.mark import FLAGS, Mark
from confnotes.model.schedule import Schedule, ScheduleItem
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.model.timetable import end_of, wall_time
from confnotes.report.target import SummaryTarget, find_target
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.catalogue.audience.audience_filter import AudienceFilter

FORMATS = ("markdown", "ics")


def is_mine(card: Card) -> bool:
    """Whether the talk belongs to the personal schedule; a talk with a note counts as attended."""
    return card.starred or card.attended or card.note_lines > 0


def schedule_of(vault: Vault, conference: str, cards: Iterable[Card], *, chosen: bool) -> Schedule:
    """These talks of a conference as a schedule; raises NotFoundError for an unknown conference."""
    facts = vault.facts(conference)
    items = sorted((_item(card, facts.timezone) for card in cards), key=_in_order)
    return Schedule(facts.name or conference, facts.timezone, tuple(items), chosen)


def _in_order(item: ScheduleItem) -> tuple[bool, date, datetime]:
    """Sort key: day, then time; talks without a day keep their order."""
    return item.day is None, item.day or date.max, item.start or datetime.max


def personal(
    vault: Vault,
    conference: str,
    day: date | None = None,
    *,
    everything: bool = False,
    shown: AudienceFilter | None = None,
) -> Schedule:
    """Starred, attended and noted talks of the conference or day; the whole program with `everything`.

    `shown` filters for an audience. Raises NotFoundError if no talk is left.
    """
    cards = agenda(vault, conference, day)
    if shown is not None:
        cards = list(_visible_cards(vault, cards, shown))
    if not everything:
        cards = [card for card in cards if is_mine(card)]
    if not cards:
        where = f"{conference} on {day}" if day else conference
        hint = (
            "Check the day and the conference."
            if everything
            else "Star talks with `confnotes star`, or add --whole-program."
        )
        raise NotFoundError(f"no {'talks' if everything else 'starred, attended or noted talks'} at {where}", hint)
    return schedule_of(vault, conference, cards, chosen=not everything)


def calendar_of(vault: Vault, order: SummaryOrder, at: datetime) -> bytes:
    """The personal schedule of conferences, a day or a search as an iCalendar file, filtered for the audience.

    Raises NotFoundError if it is empty.
    """
    from confnotes.catalogue.audience.audience_filter import AudienceFilter

    chosen = find_target(vault, order.target, order.conference, at, order.audience)
    if not set(chosen.conferences) & set(vault.conferences()):
        raise NotFoundError(f"no talks in {chosen.title}", "A calendar contains talks only.")
    shown = AudienceFilter(vault, order.audience)
    schedules: list[Schedule] = []
    empty: NotFoundError | None = None
    for name in chosen.conferences:
        try:
            if chosen.query is None:
                schedules.append(personal(vault, name, chosen.day, everything=order.everything, shown=shown))
            else:
                found = [card for card in _visible_cards(vault, agenda(vault, name), shown) if _is_found(card, chosen)]
                schedules += [schedule_of(vault, name, found, chosen=False)] if found else []
        except NotFoundError as error:
            empty = error
    if not schedules:
        raise empty or NotFoundError(f"no talks match “{chosen.query}”", "A calendar contains talks only.")
    return calendar.render_all(schedules, at)


def _is_found(card: Card, target: SummaryTarget) -> bool:
    return card.key in target.found or card.note in target.found


def render_schedule(schedule: Schedule, form: str, at: datetime) -> bytes:
    """Render a schedule in one of FORMATS, stamped with the time `at`; raises UsageError for another format."""
    if form == "ics":
        return calendar.render(schedule, at)
    if form == "markdown":
        return on_paper.render(schedule).encode("utf-8", "replace")
    raise UsageError(f"unknown format “{form}”", f"Use one of: {', '.join(FORMATS)}.")


def _visible_cards(vault: Vault, cards: Iterable[Card], shown: AudienceFilter) -> Iterator[Card]:
    """Remove what the audience may not see from the cards; the public sees no stars."""
    for card in cards:
        if shown.hides(card.key):
            continue
        if card.note is not None and not shown.is_all:
            note = shown.note(vault.note(card.note))
            if note is None or not note.body.strip():
                card = replace(card, note=None, note_lines=0)
        if shown.audience is Audience.PUBLIC:
            yield replace(card, marks=card.marks & {Mark.ATTENDED}, rating=None, clashes=())
        else:
            yield replace(card, clashes=tuple(clash for clash in card.clashes if not shown.hides(clash.key)))


def _item(card: Card, timezone: str | None) -> ScheduleItem:
    start, end = card.stated_start, card.stated_end
    if card.begins is None and card.session.starts_at is not None:
        start = wall_time(card.session.starts_at, timezone)
        end = end_of(card.session, timezone)
    return ScheduleItem(
        card.key,
        shown_title(" ".join(card.title.split())),
        card.talk.kind,
        start,
        end,
        card.room,
        card.session.title,
        card.track,
        tuple(speaker.name for speaker in card.talk.speakers),
        card.talk.resources,
        card.marks.intersection(FLAGS),
        card.rating,
        card.talk.cancelled,
        tuple(f"{clash.start:%H:%M} {clash.title}" for clash in card.clashes),
        None if start else card.talk.clock or card.day,
    )
