"""A row of a table as a talk: its title, kind, room, people, abstract and links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from confnotes.importers.facts.kinds import PREFIX, item_kind, label_kind, may_name_kind, word_kind
from confnotes.importers.facts.lengths import LONGEST_LABEL, LONGEST_TITLE
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.people import is_placeholder, read_people
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.facts.rooms import is_unknown
from confnotes.importers.facts.zones import AOE, find_zone, is_zone
from confnotes.importers.pages.entries import ProgramEntry, read_entry, read_layout
from confnotes.importers.table.columns import BLANK
from confnotes.importers.table.hours import HourSlot, minutes_of
from confnotes.importers.table.people import merge_people, people_of
from confnotes.importers.table.rows import BETWEEN_TALKS, DraftTalk, TableRows
from confnotes.model.program import Kind, Moment, Resource, ResourceKind, Role, Speaker, Talk

_LINKS = (
    ("link", None),
    ("paper-link", ResourceKind.PAPER),
    ("slides", ResourceKind.SLIDES),
    ("poster-link", ResourceKind.POSTER),
    ("code-link", ResourceKind.CODE),
    ("video", ResourceKind.VIDEO),
)
_CANCELLED = ("cancel", "abgesagt", "annul", "withdrawn", "zurückgezogen", "storniert", "retir")
_NOT_HELD = "reject|declin|refus|draft|deleted|not accepted|abgelehnt|waitlist|inactive|hidden"
_REFUSED = tuple(_NOT_HELD.split("|"))
_DAY = 24 * 60  # minutes
_LABELLED = re.compile(
    r"(?:\A|\s)(?:speakers?|presenters?|presented by)(?: include)?\s?:([^\n:]{0,400})\Z", re.IGNORECASE
)
_LONGEST_NIGHT = 14 * 60  # minutes of a talk that ends on the next day
_ADDRESSES = ("http://", "https://", "www.", "10.")
_SAMPLE = 200  # titles that tell the form of all
_FEWEST = 3  # titles with people
_TALKS = r"key|plen|panel|poster|light|demo|tutor|work|symp|round|fire|hands"
_BETWEEN = r"break|coffee|lunch|tea\b|welcome|open|clos|regist|award|remark|recept|social|dinner"
_OF_TALKS = r"disc|spotl|oral|invited|contrib|session|q\s?&"
_KIND_FIRST = re.compile(rf"(?:\S+\s){{0,2}}\W*(?:{_TALKS}|{_BETWEEN}|{_OF_TALKS})", re.IGNORECASE)


class TableTalks:
    """Makes talks from the drafts of one table."""

    def __init__(self, rows: TableRows) -> None:
        """Take the drafts of a table."""
        self._rows = rows
        self._columns = columns = rows.table.columns
        self._cancels = "cancel" in columns.header("status")
        self._in_hours = "hour" in columns.header("duration")
        self._links = [(column, kind) for meaning, kind in _LINKS for column in columns.all(meaning)]
        self._cell_links = rows.table.sheet.links
        self._people_in_abstracts = not rows.people.any and self._open_with_people(columns.all("abstract")[:1])
        self._person_titles = self._titles_are_people()
        self._entries = self._entries_of_titles()
        self._published = rows.has_days_of_several_events() and not columns.has("speakers")
        self.took_people = False

    def talk(self, draft: DraftTalk) -> Talk | None:
        """The talk of a draft; None if its row says that it will not be held."""
        row, columns = draft.row, self._columns
        marked = columns.cell(row, "status")
        status = marked.lower()
        if status.startswith(_REFUSED) or (status == "no" and not self._cancels):
            self._rows.told.tell(f"{{n}} {{rows|row}} marked “{marked[:30]}”: left out", line=draft.line)
            return None
        title, abstract, people = self._said(draft)
        stated = columns.cell(row, "type") if columns.has("type") else status.removeprefix("accept")
        kind = (_stated_kind(stated) if people and stated else None) or kind_of(stated, title or "")
        if kind is Kind.KEYNOTE:
            people = tuple(_keynote(person) for person in people)
        start, end = self._times(draft)
        room = self._cell(row, "room")
        return Talk(
            title,
            self._cell(row, "id"),
            kind,
            start,
            end,
            room if room and not is_unknown(room) else None,
            self._cell(row, "track"),
            self._cell(row, "language"),
            abstract,
            people,
            self._resources(draft),
            cancelled=status.startswith(_CANCELLED) or (self._cancels and status in ("yes", "y", "true", "x", "1")),
            board=self._cell(row, "board"),
        )

    def _cell(self, row: Sequence[str], meaning: str) -> str | None:
        cell = self._columns.cell(row, meaning)
        return plain_title(cell) if "<" in cell or "&" in cell or "\n" in cell else cell or None

    def _said(self, draft: DraftTalk) -> tuple[str | None, str | None, tuple[Speaker, ...]]:
        """Title, abstract and people of a row, from the columns that the table has for them."""
        title, abstract, people = draft.title, self._abstract(draft.row), self._people(draft)
        if title is None and item_kind(named := self._columns.cell(draft.row, "speakers")) in BETWEEN_TALKS:
            return named, abstract, ()
        if title and title in self._entries:
            entry = self._entries[title]
            return entry.title, abstract, merge_people(people, tuple(entry.speakers))
        if not abstract or not (self._person_titles or self._people_in_abstracts):
            return title, abstract, people
        if self._person_titles and title and is_likely_name(title) and "\n" not in abstract:
            return abstract, None, merge_people(people_of(title, Role.SPEAKER), people)
        if self._person_titles and kind_of(self._columns.cell(draft.row, "type"), "") is Kind.PANEL:
            panel = people_of(abstract, Role.PANELIST) if is_likely_name(abstract.split(",")[0]) else ()
            return (title, None, panel) if len(panel) > 1 else (title, abstract, people)
        found, rest = _first_people(abstract) if self._people_in_abstracts else ((), abstract)
        self.took_people = self.took_people or bool(found)
        return title, rest, merge_people(people, found) if found else people

    def _times(self, draft: DraftTalk) -> tuple[Moment | None, Moment | None]:
        """The start and end of a row: the day alone without a time, times alone without a day."""
        begins, ends = draft.begins, draft.ends
        if begins.slot is None:
            session = draft.group.draft if draft.group else None
            in_order = session is not None and session.begins.slot is not None  # it follows the talk before it
            return None if in_order or self._published else begins.day, None
        stated = begins.slot
        if stated.end is None and ends.slot is not None:
            stated = HourSlot(stated.start, ends.slot.start, stated.open, ends.slot.open)
        slot = self._rows.hours.settled(stated)
        if begins.day is None:
            return _clock(slot.start), self._closing_clock(draft, slot)
        zoned = self._columns.cell(draft.row, "timezone")
        zone = begins.zone or (zone_named(zoned) if zoned else None)
        until = ends.zone if zone is not None and ends.zone is not None else zone
        start, end = _moment(begins.day, slot.start, zone), None
        length = self._columns.cell(draft.row, "duration")
        if slot.end is not None:
            last = ends.day or self._rows.end_day(draft.row, draft.line)
            overnight = last is None and slot.end - slot.start <= _LONGEST_NIGHT
            counted_on = stated.end is not None and stated.end >= _DAY
            end = _moment(last or begins.day, slot.end if overnight or counted_on else slot.end % _DAY, until)
        elif length and (lasts := minutes_of(length, in_hours=self._in_hours)):
            end = _moment(begins.day, slot.start + lasts, zone)
        if start is not None and end is not None and end < start:
            self._rows.told.tell("{n} {rows|row} ending before they begin: they have no end", line=draft.line)
            return start, None
        return start, end

    def _closing_clock(self, draft: DraftTalk, slot: HourSlot) -> time | None:
        """The time at which a row without a day ends, stated or after its duration."""
        length = minutes_of(self._columns.cell(draft.row, "duration"), in_hours=self._in_hours)
        end = slot.end if slot.end is not None else slot.start + length if length else None
        return _clock(end) if end is not None else None

    def _people(self, draft: DraftTalk) -> tuple[Speaker, ...]:
        people = self._rows.people.of_row(draft.row)
        more = [person for row in draft.more for person in self._rows.people.of_row(row)]
        return merge_people(people, tuple(more)) if more else people

    def _abstract(self, row: Sequence[str]) -> str | None:
        columns = self._columns
        parts = [
            text for column in columns.all("abstract") if row[column] not in BLANK and (text := prose(row[column]))
        ]
        if subtitle := columns.cell(row, "subtitle"):
            parts.insert(0, f"*{plain_title(subtitle)}*")
        return "\n\n".join(dict.fromkeys(parts)) or None

    def _resources(self, draft: DraftTalk) -> tuple[Resource, ...]:
        found: dict[str, Resource] = {}
        for column, kind in self._links:
            cell = draft.row[column]
            if self._cell_links and "://" not in cell:
                cell = self._cell_links.get((draft.number, column), cell)
            if "://" not in cell and "www." not in cell and not cell.startswith("10."):
                continue
            for url in cell.replace(";", " ").replace(", ", " ").split():
                if url[0] in "(<[":  # the address of a file before it, as databases export it
                    url = url[1:].rstrip(")>],")
                if url.startswith(_ADDRESSES):
                    made = _linked(url.rstrip(",|"), kind)
                    found.setdefault(made.url, made)
        return tuple(found.values())

    def _open_with_people(self, columns: list[int]) -> bool:
        """Whether most descriptions name people on a line of their own."""
        if not columns:
            return False
        rows = self._rows.table.sheet.rows[self._rows.table.first :]
        texts = [text for row in rows if "\n" in (text := row[columns[0]]) or _LABELLED.search(text)]
        return len(texts) >= 3 and sum(bool(_first_people(text)[0]) for text in texts) * 2 >= len(texts)

    def _entries_of_titles(self) -> Mapping[str, ProgramEntry]:
        """What cells of titles say, if there is no column of people and most of these cells name them."""
        title = self._columns.first("title")
        if self._rows.people.any or title is None:
            return {}
        cells = dict.fromkeys(draft.title for draft in self._rows.drafts)
        talks = [cell for cell in cells if cell and item_kind(cell) is None]
        layout = read_layout(talks[:_SAMPLE], ())
        entries = {cell: read_entry(cell, (), layout) for cell in talks} if layout else {}
        both = sum(bool(each.title and each.speakers) for each in entries.values())
        welcomes = {cell: read_entry(cell) for cell in cells if cell and item_kind(cell) is Kind.REMARKS}
        return {**welcomes, **entries} if both >= _FEWEST and both * 3 >= len(talks) * 2 else {}

    def _titles_are_people(self) -> bool:
        """Whether the column of titles names people, and the titles are in the descriptions."""
        title, abstract = self._columns.first("title"), self._columns.first("abstract")
        if self._rows.people.any or title is None or abstract is None:
            return False
        rows = self._rows.table.sheet.rows[self._rows.table.first :]
        both = [row for row in rows if row[abstract] and row[title]]
        return len(both) >= 3 and sum(is_likely_name(row[title]) for row in both) * 2 > len(both)


@lru_cache(maxsize=4096)
def kind_of(stated: str, title: str) -> Kind:
    """The kind of a row by its title, if that is a break or the like, else by the cell that states it."""
    named = may_name_kind(title)
    by_title = item_kind(title) if named and (len(title) <= LONGEST_LABEL or _KIND_FIRST.match(title)) else None
    if by_title in BETWEEN_TALKS:
        return by_title
    if stated and (kind := _stated_kind(stated)):
        return kind
    if by_title:
        return by_title
    prefix = PREFIX.match(title) if named else None
    return (label_kind(prefix["label"]) if prefix else None) or Kind.TALK


@lru_cache(maxsize=1024)
def _stated_kind(stated: str) -> Kind | None:
    return item_kind(stated) or word_kind(stated)


@lru_cache(maxsize=256)
def zone_named(text: str) -> ZoneInfo | None:
    """The zone that a text names, if it is unambiguous."""
    if is_zone(text.strip()):
        return ZoneInfo(text.strip())
    zone = find_zone(text)
    return ZoneInfo(zone.iana) if zone and zone.iana and zone.iana != AOE else None


@lru_cache(maxsize=4096)
def _moment(day: date, minutes: int, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)
    except OverflowError:
        return None


def _clock(minutes: int) -> time:
    """The time of day a number of minutes after midnight."""
    return time(*divmod(minutes % _DAY, 60))


def _first_people(text: str) -> tuple[tuple[Speaker, ...], str | None]:
    """The people in the first line of a text, or in a labelled last one, and the text without it."""
    if labelled := _LABELLED.search(text):
        return people_of(labelled[1].strip(), Role.SPEAKER), text[: labelled.start()].strip() or None
    line, found, rest = text.partition("\n")
    line = line.strip()
    if not found or not 4 < len(line) <= LONGEST_TITLE or line.endswith((".", "?", "!", ":")) or is_placeholder(line):
        return (), text
    people = read_people(line)
    return (tuple(people), rest.strip() or None) if people else ((), text)


def _keynote(person: Speaker) -> Speaker:
    if person.role not in (Role.SPEAKER, Role.AUTHOR, Role.PRESENTER):
        return person
    return Speaker(person.name, person.affiliation, person.url, Role.KEYNOTE, person.highlighted, person.id)


def _linked(url: str, kind: ResourceKind | None) -> Resource:
    """A link of a column; under a header that only says “link”, it is the talk's page unless it is something else."""
    if kind is not None and url.startswith("http"):
        return Resource(kind, url)
    made = resource(url, None)
    return Resource(kind or (ResourceKind.EVENT_PAGE if made.kind is ResourceKind.OTHER else made.kind), made.url)
