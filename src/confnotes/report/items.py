"""The items of a summary: talks with their notes, and free notes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from confnotes.catalogue.audience.for_audience import is_private
from confnotes.catalogue.people.people import speakers_of
from confnotes.markup import withheld
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.generated_regions import is_day_page, title_of_day
from confnotes.markup.names import slug
from confnotes.markup.wikilinks import target_of
from confnotes.model.mark import FLAGS, Mark, SummaryViewer, stated_rating
from confnotes.model.note import Note, Task
from confnotes.model.program import Kind, Program, Resource, Role, Session, Speaker, Talk
from confnotes.model.summary import LOOKING_BACK, Audience, SummaryItem
from confnotes.model.timetable import end_of, local_day, start_of
from confnotes.report.item_resources import mentioned_resources, noted_resources, talk_resources
from confnotes.report.sources import SummarySource
from confnotes.vault.layout import talk_key

_GIVING_TALKS = frozenset({Role.SPEAKER, Role.PRESENTER, Role.KEYNOTE})
_STRUCTURE_TAGS = frozenset({"takeaway", "takeaways", "tldr", "todo", "to-read", "toread"})


@dataclass(frozen=True, slots=True)
class RankedItem:
    """An item with its session and its rank in the program.

    `resources` are its own; `mentioned` are only mentioned in its notes. `rating` is the best that somebody gave, also
    if the audience does not see it.
    """

    item: SummaryItem
    session: Session | None
    rank: tuple[datetime, int]
    key: str
    paths: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    mentioned: tuple[Resource, ...] = ()
    talk: Talk | None = None
    rating: int | None = None


def rank_items(source: SummarySource, audience: Audience) -> Iterator[RankedItem]:
    """Every talk of the conference in program order, then notes about talks missing from the program, then free notes.

    Texts are still raw: links are resolved once all items have ids. The public does not see marks and ratings, but who
    wrote notes; what the author did not attend does not count as attended for it either.
    """
    public = audience is Audience.PUBLIC
    for one in _ranked(source):
        item = one.item
        ratings = filter(None, (item.rating, *(viewer.rating for viewer in item.seen_by)))
        if public:
            wrote = {source.authors.get(path) for path in one.paths}
            seen_by = (SummaryViewer(viewer.name) for viewer in item.seen_by if viewer.name in wrote)
            item = replace(item, rating=None, marks=item.marks & {Mark.ABSENT}, seen_by=tuple(seen_by))
        yield replace(one, item=item, rating=max(ratings, default=None))


def _ranked(source: SummarySource) -> Iterator[RankedItem]:
    about: dict[str, list[Note]] = {}
    for note in source.notes:
        about.setdefault(note.talk_key or "", []).append(note)
    timezone = source.program.conference.timezone
    only_day = _only_day(source.program)
    told = source.told_slots()
    latest = datetime.min
    order = 0
    for session in source.program.sessions:
        begin = start_of(session, timezone)
        latest = begin or latest
        for talk in session.talks:
            start = start_of(talk, timezone)
            latest = start or latest
            key = talk_key(source.folder, talk.id or "")
            slots = told.get(talk.id or "", (talk.id or "",))
            if not slots:
                continue
            notes = [note for slot in slots for note in about.pop(talk_key(source.folder, slot), ())]
            moment = start or begin or _moment(notes)
            stated = local_day(talk, timezone) or local_day(session, timezone)
            day = stated or (moment.date() if moment else only_day)
            item = _talk_item(source, talk, session, slots, notes, day)
            rank = (_place(talk, day, latest), order)
            resources = talk_resources(talk, session, notes)
            yield RankedItem(item, session, rank, key, _paths(notes), resources, mentioned_resources(notes), talk)
            order += 1
    yield from _of_no_talk(source, about, order)


def _of_no_talk(source: SummarySource, about: dict[str, list[Note]], order: int) -> Iterator[RankedItem]:
    """Notes of talks that the program lacks, then all that name no talk, ranked from `order` on."""
    free = about.pop("", [])
    for key, notes in about.items():
        yield _unknown_talk(source, key, notes, order)
        order += 1
    for note in free:
        has_speaker = bool(speakers_of(note)) and not is_day_page(note)
        yield _unknown_talk(source, "", [note], order) if has_speaker else _free_note(source, note, order)
        order += 1


def _place(talk: Talk, day: date | None, latest: datetime) -> datetime:
    """A sort time for a talk: its start, or after `latest`; with only a day, the end of that day; without a day, the
    end of all.
    """
    if day and talk.start and not talk.starts_at:
        return datetime.combine(day, talk.clock or time.max)
    if talk.clock:
        return datetime.combine(date.max, talk.clock)
    return latest if day or latest == datetime.min else datetime.max


def with_ids(placed: Iterable[RankedItem]) -> list[RankedItem]:
    """The items with ids made from their titles."""
    taken: set[str] = set()
    found = []
    for one in placed:
        base = _identifier(one.item)
        identifier = base
        number = 2
        while identifier in taken:
            identifier = f"{base}-{number}"
            number += 1
        taken.add(identifier)
        found.append(replace(one, item=replace(one.item, id=identifier)))
    return found


def main_speaker(speakers: Sequence[Speaker]) -> Speaker | None:
    """The presenting speaker, if the program says so; else the first one."""
    for fits in (
        lambda one: one.highlighted or one.role in (Role.PRESENTER, Role.KEYNOTE),
        lambda one: one.role in _GIVING_TALKS,
        lambda one: True,
    ):
        found = next(filter(fits, speakers), None)
        if found is not None:
            return found
    return None


def _talk_item(
    source: SummarySource,
    talk: Talk,
    session: Session,
    slots: Collection[str],
    notes: list[Note],
    day: date | None,
) -> SummaryItem:
    timezone = source.program.conference.timezone
    rating = source.marks.rating(talk.id or "", _stated_rating(notes))
    private = any(talk_key(source.folder, slot) in source.hidden for slot in slots)
    marks = frozenset(mark for slot in slots for mark in source.marks.of(slot))
    item = SummaryItem(
        id="",
        title=talk.title or next((note.title for note in notes), None) or session.title or "Untitled talk",
        conference=source.name,
        kind=talk.kind,
        day=day,
        start=start_of(talk, timezone) or talk.clock,
        end=end_of(talk, timezone) or (talk.end if isinstance(talk.end, time) else None),
        room=talk.room or session.room,
        track=talk.track or session.track,
        number=talk.board,
        session=session.title,
        language=talk.language,
        speakers=talk.speakers,
        rating=rating if not private else None,
        marks=marks.intersection((*FLAGS, Mark.ABSENT)),
        cancelled=talk.cancelled,
        private=any(is_private(note) for note in notes),
        seen_by=_seen_by(source, slots, notes, rating),
    )
    return _with_lists(item, notes)


def _unknown_talk(source: SummarySource, key: str, notes: list[Note], order: int) -> RankedItem:
    """A talk known only from its notes: without a program here, or a note that names speakers but no talk."""
    note = notes[0]
    start = _moment(notes)
    rating = source.marks.rating(key.rpartition("/")[2], _stated_rating(notes))
    item = SummaryItem(
        id="",
        title=note.title,
        conference=source.name,
        day=start.date() if start else None,
        start=_with_hour(start),
        room=_words(note.fields.get("room")),
        track=_words(note.fields.get("track")),
        speakers=tuple(Speaker(name) for name in speakers_of(note)),
        rating=rating,
        private=any(is_private(one) for one in notes),
        seen_by=_seen_by(source, (), notes, rating),
    )
    title = _words(note.fields.get("session"))
    session = Session(title=title, id=f"noted {title}") if title else None
    rank = (start or datetime.max, order)
    item = _with_lists(item, notes)
    return RankedItem(item, session, rank, key, _paths(notes), noted_resources(notes), mentioned_resources(notes))


def _free_note(source: SummarySource, note: Note, order: int) -> RankedItem:
    start = note.moment
    leads = is_day_page(note)
    item = SummaryItem(
        id="",
        title=LOOKING_BACK if leads and start and note.title == title_of_day(start.date()) else note.title,
        is_talk=False,
        conference=source.name,
        kind=Kind.OTHER,
        day=start.date() if start else None,
        start=_with_hour(start),
        rating=stated_rating(note.fields),
        private=is_private(note),
        leads=leads,
        seen_by=() if leads else _seen_by(source, (), [note], None),
    )
    rank = (start or datetime.max, order)
    item = _with_lists(item, [note])
    return RankedItem(item, None, rank, "", _paths([note]), noted_resources([note]), mentioned_resources([note]))


def _with_hour(start: datetime | None) -> datetime | None:
    """None for a note that has only a day, whose moment is midnight."""
    return start if start and start.time() != time.min else None


def _seen_by(
    source: SummarySource, slots: Collection[str], notes: Iterable[Note], rating: int | None
) -> tuple[SummaryViewer, ...]:
    """Who noted, attended or rated a talk, the user with `rating`; nobody if the user is alone or has no name."""
    if not source.author or not (source.authors or source.viewers):
        return ()
    found: dict[str, int | None] = {}
    if rating or any(Mark.ATTENDED in source.marks.of(slot) for slot in slots):
        found[source.author] = rating
    for note in notes:
        name = source.authors.get(str(note.path), source.author)
        found[name] = found.get(name) or stated_rating(note.fields)
    for name, given in (one for slot in slots for one in source.viewers.get(slot, ())):
        found[name] = given or found.get(name)
    return tuple(SummaryViewer(name, given) for name, given in found.items())


def _with_lists(item: SummaryItem, notes: list[Note]) -> SummaryItem:
    names = (tag.name for note in notes for tag in note.tags if not withheld.is_tag(tag.name))
    tags = dict.fromkeys(name for name in names if name.casefold() not in _STRUCTURE_TAGS)
    return replace(
        item,
        tasks=tuple(task for note in notes for task in _kept_tasks(note)),
        tags=tuple(tags),
        mentions=tuple(dict.fromkeys(mention.name for note in notes for mention in note.mentions)),
    )


def _kept_tasks(note: Note) -> Iterator[Task]:
    """The tasks of a note that are not cancelled."""
    footnotes = Footnotes(note.body)
    return (replace(task, text=footnotes.inlined(task.text)) for task in note.tasks if not task.cancelled)


def _paths(notes: Collection[Note]) -> tuple[str, ...]:
    return tuple(str(note.path) for note in notes)


def _identifier(item: SummaryItem) -> str:
    ascii_words = "".join(character if character.isascii() else "-" for character in slug(item.title))
    words = "-".join(part for part in ascii_words.split("-") if part)[:60].strip("-")
    return f"{'talk' if item.is_talk else 'note'}-{words or 'untitled'}"


def _only_day(program: Program) -> date | None:
    conference = program.conference
    if conference.start_date and conference.end_date in (None, conference.start_date):
        return conference.start_date
    return None


def _moment(notes: Iterable[Note]) -> datetime | None:
    return next((note.moment for note in notes if note.moment is not None), None)


def _stated_rating(notes: Iterable[Note]) -> int | None:
    """The user's rating; notes of other vaults have the ratings of others."""
    own = (note for note in notes if not note.path.is_absolute())
    return next(filter(None, (stated_rating(note.fields) for note in own)), None)


def _words(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return target_of(value) or value.strip() or None
