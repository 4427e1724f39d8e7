"""Talks inside an item of a timetable, which is then a session."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.facts.people import in_role, read_people, role_at
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.entries import NUMBERED_SESSION, PLURAL
from confnotes.importers.pages.event_fields import Fields
from confnotes.importers.pages.schedule_lines import presenters
from confnotes.importers.pages.schedule_state import SESSION_WORD, OpenTimetable
from confnotes.markup.clock_times import TimeRange
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Role

_LEAST_PAPERS = 2
_HEAD = re.compile(rf"{NUMBERED_SESSION.pattern}\s*(?:$|[:.(–—-])")  # no “Track 1 What bees know”
_HOLDERS = (Kind.POSTER, Kind.ORAL, Kind.SPOTLIGHT, Kind.LIGHTNING, Kind.DEMO, Kind.TUTORIAL, Kind.WORKSHOP, Kind.PANEL)


def add_listed_talk(timetable: OpenTimetable, block: Block, text: str) -> bool:
    """Add a line of plain text under “Session 2”, or an indented one under “Contributed talks”, if it names a talk."""
    item = timetable.holder or timetable.item
    assert item is not None
    if item.depth >= 0 or item.title is None or len(text) > LONGEST_LINE:
        return False
    numbered = NUMBERED_SESSION.search(item.title) is not None and item.times is not None
    if not numbered and (timetable.gap or not block.level or not PLURAL.search(item.title)):
        return False
    entry = timetable.entry(text)
    return bool(entry.title and entry.speakers) and add_nested_talk(timetable, block, text)


def add_nested_talk(timetable: OpenTimetable, block: Block, text: str, *, stated: bool = False) -> bool:
    """Add a nested list item if it is a talk of its own; returns whether it is. `stated`: its siblings are talks."""
    item = timetable.holder or timetable.item
    assert item is not None
    title = item.title or ""
    is_chaired = stated and NUMBERED_SESSION.search(title) is not None  # “Session 2 – Ada Lind”, above talks of others
    holds = (
        stated
        or item.kind in _HOLDERS
        or (PLURAL.search(title) or SESSION_WORD.match(title)) is not None
        or timetable.holder is not None
    ) and (is_chaired or not presenters(item))
    child, entry = timetable.read_item(block, text, None)
    sits = entry.title is None and Kind.PANEL in (item.kind, timetable.item and timetable.item.kind)
    if not holds or sits or not (entry.title or entry.speakers):
        return False
    if timetable.holder is None:
        hold(timetable, item)
    child.day, child.day_label = item.day, item.day_label
    child.kind = entry.kind or (None if item.kind in (Kind.REMARKS, Kind.BREAK, Kind.PANEL) else item.kind)
    child.depth = block.level if block.kind is BlockKind.ITEM or block.level else -1
    timetable.place().items.append(child)
    timetable.item = child
    return True


def add_papers_below(timetable: OpenTimetable, block: Block, text: str) -> bool:
    """Add the papers of the session above if each line of a cell is one; returns whether they are."""
    lines = [line.strip() for line in text.split("\n") if inline.plain(line)]
    session = timetable.holder or timetable.item
    if session is None or session.title is None or len(lines) < _LEAST_PAPERS or presenters(session):
        return False
    entries = [timetable.entry(line) for line in lines]
    if not all(entry.title and entry.speakers for entry in entries):
        return False
    return all(add_nested_talk(timetable, replace(block, text=line), line, stated=True) for line in lines)


def add_titled_talk(timetable: OpenTimetable, block: Block) -> bool:
    """Add a talk whose title is above its people, within the item or session with hours; false outside of one."""
    above = timetable.item if timetable.item is not None and timetable.item.times is not None else None
    if timetable.holder is None and above is not None and not presenters(above):
        hold(timetable, above)
    elif above is not None or timetable.session is None or timetable.session.times is None:
        return False
    assert timetable.session is not None
    entry = timetable.entry(block.text)
    entry.title, entry.speakers = inline.plain(block.text.removesuffix("\\")), []
    item = timetable.item_of(entry, block, None)
    item.kind = item.kind or (timetable.session.kind if timetable.session.kind in _HOLDERS else None)
    timetable.session.items.append(item)
    timetable.item, timetable.filling = item, False
    return True


def add_included_talk(timetable: OpenTimetable, block: Block, *, alone: bool) -> None:
    """Add the talk of an include below a time: `{% include talk.html title="..." name="..." %}`.

    `alone`: there is no other, so it is the item if that has no other title.
    """
    fields, above = Fields(block.attributes), timetable.item if timetable.holder is None else timetable.holder
    title, people = fields.text("title"), fields.text("speaker") or fields.text("name")
    if above is None or above.times is None or not title or not people or title == people:
        return
    item = above
    if not alone or fold(above.title or title) != fold(title):
        if timetable.holder is None:
            hold(timetable, above)
        item = TalkDraft(block.line, None, kind=above.kind, day=above.day, day_label=above.day_label, block=block)
        timetable.place().items.append(item)
    item.title = inline.plain(title)
    item.speakers = in_role(read_people(people) or read_people(people, certain=True), role_at(item.kind))
    timetable.item, timetable.filling = item, False


def hold(timetable: OpenTimetable, item: TalkDraft) -> None:
    """Turn an item with nested talks into a session."""
    place, at = next(
        (session, number)
        for session in reversed(timetable.builder.sessions)
        for number in range(len(session.items) - 1, -1, -1)
        if session.items[number] is item
    )
    del place.items[at]
    for person in presenters(item):
        timetable.builder.add_listed(person, (Role.CHAIR,))
    item.speakers = []
    timetable.session = _session_of(item)
    if not place.items and place.title is None:
        timetable.builder.sessions.remove(place)
        timetable.flat = None
    timetable.builder.sessions.append(timetable.session)
    timetable.holder = item


def _session_of(item: TalkDraft) -> SessionDraft:
    return SessionDraft(
        item.line,
        item.title or item.label,
        kind=item.kind,
        times=item.times,
        day=item.day,
        day_label=item.day_label,
        room=item.room,
        resources=item.resources,
    )


def opens_session(timetable: OpenTimetable, block: Block, item: TalkDraft, *, chaired: bool) -> bool:
    """Whether a row without a time is “Session 2: Ants”, or a title with only a chair, which then begins; else the item
    above may.
    """
    if item.title and (_HEAD.match(item.title) or (chaired and not presenters(item))):
        timetable.open_session(block, item.title)
        for chair in item.speakers:
            timetable.builder.add_listed(chair, (Role.CHAIR,))
        return True
    above = timetable.item if timetable.holder is None else None
    if above is None or above.times is None or presenters(above) or not NUMBERED_SESSION.search(above.title or ""):
        return False
    if any(above is each for place in timetable.builder.sessions for each in place.items[-1:]):
        hold(timetable, above)
    return False


def hold_by_starts(builder: Builder) -> None:
    """Turn items such as “10:30 Session 2: Young bees” into sessions if the first talk below them begins with them: up
    to their end, a break, or the next of them.
    """
    for place in [each for each in builder.sessions if each.title is None]:
        session: SessionDraft | None = None
        kept: list[TalkDraft] = []
        for item, below in zip_longest(place.items, place.items[1:]):
            numbered = item.title is not None and _HEAD.search(item.title) is not None
            if session is not None and (numbered or _is_beyond(item, session)):
                session = None
            if numbered and below is not None and _begins_with(item, below):
                session = _session_of(item)
                builder.sessions.append(session)
            elif session is not None:
                session.items.append(item)
            else:
                kept.append(item)
        place.items = kept


def _begins_with(item: TalkDraft, below: TalkDraft) -> bool:
    """Whether the item below begins at the time of a numbered session, and can be its first talk."""
    if item.times is None or below.times is None or presenters(item) or item.abstract or not presenters(below):
        return False
    same = item.times.start.time == below.times.start.time and item.day == below.day
    return same and (item.room, item.track) == (below.room, below.track) and item.block is not below.block


def _is_beyond(item: TalkDraft, session: SessionDraft) -> bool:
    """Whether an item does not belong to a session: a break, on another day, or at its end."""
    end = session.times.end if session.times is not None else None
    over = end is not None and item.times is not None and item.times.start.time >= end.time
    return item.kind in (Kind.BREAK, Kind.SOCIAL, Kind.REMARKS) or item.day != session.day or over


def begin_at(timetable: OpenTimetable, item: TalkDraft, times: TimeRange, *, beside: bool) -> None:
    """Leave or open a session for an item of a table; `beside`: there are others in columns of rooms or days."""
    if timetable.holder is not None:
        timetable.holder = timetable.session = None
    if not beside and timetable.item is not None and timetable.item.day == item.day:
        leave_if_over(timetable, times)
        hold_by_hours(timetable, times)


def leave_if_over(timetable: OpenTimetable, times: TimeRange, *, by_start: bool = False) -> None:
    """Leave a session with talks that ends before a time; `by_start`: one without an end, after its first hour."""
    session = timetable.session
    own = session.times if session is not None and session.items else None
    end = own and (own.end or (own.start if by_start else None))
    if own and end and end.time <= times.start.time and own.start.time < times.start.time:
        timetable.session = None


def hold_by_hours(timetable: OpenTimetable, times: TimeRange) -> None:
    """Turn the item above, “Short papers”, into a session if its first talk ends before it; posters may end with it."""
    item = timetable.item
    own = item.times if item is not None and timetable.session is None else None
    if item is None or own is None or own.end is None or times.end is None or not item.title:
        return
    ends = times.end.time < own.end.time or (times.end.time == own.end.time and item.kind is Kind.POSTER)
    if ends and own.start.time == times.start.time and PLURAL.search(item.title) and not presenters(item):
        hold(timetable, item)
        timetable.holder = None
