"""A row of a table as a talk: its title, kind, room, people, abstract and links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from confnotes.importers.facts.kinds import PREFIX, item_kind, label_kind, may_name_kind, word_kind
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.names import name_likeness
from confnotes.importers.facts.people import is_placeholder, read_people
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.facts.rooms import is_unknown
from confnotes.importers.facts.zones import AOE, find_zone, is_zone
from confnotes.importers.table.hours import HourSlot, minutes_of
from confnotes.importers.table.people import merge_people, people_of
from confnotes.importers.table.rows import BLANK, DraftTalk, TableRows
from confnotes.model.program import Kind, Resource, ResourceKind, Role, Speaker, Talk

_LINKS = (
    ("link", None),
    ("paper-link", ResourceKind.PAPER),
    ("slides", ResourceKind.SLIDES),
    ("poster-link", ResourceKind.POSTER),
    ("code-link", ResourceKind.CODE),
    ("video", ResourceKind.VIDEO),
)
_CANCELLED = ("cancel", "abgesagt", "annul", "withdrawn", "zurückgezogen", "storniert", "retir")
_REFUSED = (
    "reject",
    "declin",
    "refus",
    "draft",
    "deleted",
    "not accepted",
    "abgelehnt",
    "waitlist",
    "inactive",
    "hidden",
)
_DAY = 24 * 60
_LABELLED = re.compile(
    r"(?:\A|\s)(?:speakers?|presenters?|presented by)(?: include)?\s?:([^\n:]{0,400})\Z", re.IGNORECASE
)
_LONGEST_NIGHT = 14 * 60
_ADDRESSES = ("http://", "https://", "www.", "10.")
_LONG_TITLE = 40
_TALKS = r"key|plen|panel|poster|light|demo|tutor|work|symp|round|fire|hands"
_BETWEEN = r"break|coffee|lunch|tea\b|welcome|open|clos|regist|award|remark|recept|social|dinner"
_OF_TALKS = r"disc|spotl|oral|invited|contrib|session|q\s?&"
_KIND_FIRST = re.compile(rf"(?:\S+\s){{0,2}}\W*(?:{_TALKS}|{_BETWEEN}|{_OF_TALKS})", re.IGNORECASE)


@dataclass(slots=True)
class Passed:
    """Rows that are not read in full, by reason: how many, and the line of the first."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, reason: str, line: int) -> None:
        """Count a row."""
        count, first = self.counts.get(reason, (0, line))
        self.counts[reason] = (count + 1, first)


class TableTalks:
    """Makes talks of the drafts of one table."""

    def __init__(self, rows: TableRows, passed: Passed) -> None:
        """Take the drafts, and where to count rows that are not read in full."""
        self._rows = rows
        self._passed = passed
        columns = rows.table.columns
        self._room, self._track = columns.first("room"), columns.first("track")
        self._type, self._language = columns.first("type"), columns.first("language")
        self._id, self._board = columns.first("id"), columns.first("board")
        self._status, self._zone = columns.first("status"), columns.first("timezone")
        self._cancels = self._status is not None and "cancel" in columns.headings[self._status].text.lower()
        self._duration = columns.first("duration")
        self._in_hours = self._duration is not None and "hour" in columns.headings[self._duration].text.lower()
        self._abstracts, self._subtitle = columns.all("abstract"), columns.first("subtitle")
        self._links = [(column, kind) for meaning, kind in _LINKS for column in columns.all(meaning)]
        self._title = columns.all("title")[0]
        self._cell_links = rows.table.sheet.links
        self._people_in_abstracts = not rows.people.any and self._open_with_people(columns.all("abstract")[:1])
        self._person_titles = self._titles_are_people()
        self.took_people = False

    def talk(self, draft: DraftTalk, own_id: str | None) -> Talk | None:
        """The talk of a draft; None where its row says that it is not to be held."""
        row = draft.row
        status = row[self._status].lower() if self._status is not None else ""
        if status.startswith(_REFUSED) or (status == "no" and not self._cancels):
            self._passed.add(f"marked “{row[self._status or 0][:30]}”: left out", draft.line)
            return None
        title, abstract, people = draft.title, self._abstract(row), self._people(draft)
        if title and self._person_titles and abstract and name_likeness(title) >= 0.5 and "\n" not in abstract:
            people, title, abstract = merge_people(people_of(title, Role.SPEAKER), people), abstract, None
        elif self._person_titles and abstract and kind_of(row[self._type or 0], "") is Kind.PANEL:
            panel = people_of(abstract, Role.PANELIST) if name_likeness(abstract.split(",")[0]) >= 0.5 else ()
            people, abstract = (panel, None) if len(panel) > 1 else (people, abstract)
        elif self._people_in_abstracts and abstract:
            people, abstract = self._split_off(abstract, people)
        stated = row[self._type] if self._type is not None else status.removeprefix("accept")
        kind = (_stated_kind(stated) if people and stated else None) or kind_of(stated, title or "")
        if kind is Kind.KEYNOTE:
            people = tuple(_keynote(person) for person in people)
        start, end = self._times(draft)
        return Talk(
            title,
            own_id,
            kind,
            start,
            end,
            None if is_unknown(room := self._cell(row, self._room) or "") else room,
            self._cell(row, self._track),
            self._cell(row, self._language),
            abstract,
            people,
            self._resources(draft),
            cancelled=status.startswith(_CANCELLED) or (self._cancels and status in ("yes", "y", "true", "x", "1")),
            board=self._cell(row, self._board),
        )

    def own_id(self, draft: DraftTalk) -> str | None:
        """What the source calls a row."""
        return self._cell(draft.row, self._id)

    @staticmethod
    def _cell(row: Sequence[str], column: int | None) -> str | None:
        if column is None or row[column] in BLANK:
            return None
        cell = row[column]
        return plain_title(cell) if "<" in cell or "&" in cell or "\n" in cell else cell

    def _times(self, draft: DraftTalk) -> tuple[datetime | None, datetime | None]:
        begins, ends = draft.begins, draft.ends
        if begins.day is None or begins.slot is None:
            return None, None
        stated = begins.slot
        if stated.end is None and ends.slot is not None:
            stated = HourSlot(stated.start, ends.slot.start, stated.open, ends.slot.open)
        slot = self._rows.hours.settled(stated)
        zone = begins.zone or self._zone_of(draft.row)
        until = ends.zone if zone is not None and ends.zone is not None else zone
        start, end = _moment(begins.day, slot.start, zone), None
        if slot.end is not None:
            last = ends.day or self._rows.end_day(draft.row, draft.line)
            overnight = last is None and slot.end - slot.start <= _LONGEST_NIGHT
            counted_on = stated.end is not None and stated.end >= _DAY
            end = _moment(last or begins.day, slot.end if overnight or counted_on else slot.end % _DAY, until)
        elif self._duration is not None and (length := _length(draft.row[self._duration], self._in_hours)):
            end = _moment(begins.day, slot.start + length, zone)
        if start is not None and end is not None and end < start:
            self._passed.add("ending before they begin: they have no end", draft.line)
            return start, None
        return start, end

    def _zone_of(self, row: Sequence[str]) -> tzinfo | None:
        return zone_named(row[self._zone]) if self._zone is not None and row[self._zone] else None

    def _people(self, draft: DraftTalk) -> tuple[Speaker, ...]:
        people = self._rows.people.of_row(draft.row)
        more = [person for row in draft.more for person in self._rows.people.of_row(row)]
        return merge_people(people, tuple(more)) if more else people

    def _abstract(self, row: Sequence[str]) -> str | None:
        parts = [text for column in self._abstracts if row[column] not in BLANK and (text := prose(row[column]))]
        if len(parts) > 1:
            parts = [text for number, text in enumerate(parts) if text not in parts[:number]]
        if self._subtitle is not None and row[self._subtitle] not in BLANK:
            parts.insert(0, f"*{plain_title(row[self._subtitle])}*")
        return "\n\n".join(parts) or None

    def _resources(self, draft: DraftTalk) -> tuple[Resource, ...]:
        found: dict[str, Resource] = {}
        for column, kind in self._links:
            cell = draft.row[column]
            if self._cell_links and "://" not in cell:
                cell = self._cell_links.get((draft.number, column), cell)
            if "://" not in cell and "www." not in cell and not cell.startswith("10."):
                continue
            for url in cell.replace(";", " ").replace(", ", " ").split():
                if url[0] in "(<[":  # the address of a file that stands before it, as databases export it
                    url = url[1:].rstrip(")>],")
                if url.startswith(_ADDRESSES):
                    made = _linked(url.rstrip(",|"), kind)
                    found.setdefault(made.url, made)
        return tuple(found.values())

    def _open_with_people(self, columns: list[int]) -> bool:
        """Whether the descriptions name people in a line of their own, mostly."""
        if not columns:
            return False
        rows = self._rows.table.sheet.rows[self._rows.table.first :]
        texts = [text for row in rows if "\n" in (text := row[columns[0]]) or _LABELLED.search(text)]
        return len(texts) >= 3 and sum(bool(_first_people(text)[0]) for text in texts) * 2 >= len(texts)

    def _split_off(self, abstract: str, people: tuple[Speaker, ...]) -> tuple[tuple[Speaker, ...], str | None]:
        found, rest = _first_people(abstract)
        if not found:
            return people, abstract
        self.took_people = True
        return merge_people(people, found), rest

    def _titles_are_people(self) -> bool:
        """Whether the column of titles names people, and the titles stand in the descriptions."""
        if self._rows.people.any or not self._abstracts:
            return False
        rows = self._rows.table.sheet.rows[self._rows.table.first :]
        both = [row for row in rows if row[self._abstracts[0]] and row[self._title]]
        return len(both) >= 3 and sum(name_likeness(row[self._title]) >= 0.5 for row in both) * 2 > len(both)


@lru_cache(maxsize=4096)
def kind_of(stated: str, title: str) -> Kind:
    """The kind of a row by its title, where that is a break or the like, else by the cell that states it."""
    named = may_name_kind(title)
    by_title = item_kind(title) if named and (len(title) < _LONG_TITLE or _KIND_FIRST.match(title)) else None
    if by_title in (Kind.BREAK, Kind.REMARKS, Kind.SOCIAL):
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


@lru_cache(maxsize=1024)
def _length(cell: str, in_hours: bool) -> int | None:
    return minutes_of(cell, in_hours=in_hours)


@lru_cache(maxsize=256)
def zone_named(text: str) -> ZoneInfo | None:
    """The zone that a text names, where it can be only one."""
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


def _first_people(text: str) -> tuple[tuple[Speaker, ...], str | None]:
    """The people whom the first line of a text names, or a last one that says so, and the text without it."""
    if labelled := _LABELLED.search(text):
        return people_of(labelled[1].strip(), Role.SPEAKER), text[: labelled.start()].strip() or None
    line, found, rest = text.partition("\n")
    line = line.strip()
    if not found or not 4 < len(line) < 160 or line.endswith((".", "?", "!", ":")) or is_placeholder(line):
        return (), text
    people = read_people(line)
    return (tuple(people), rest.strip() or None) if people else ((), text)


def _keynote(person: Speaker) -> Speaker:
    if person.role not in (Role.SPEAKER, Role.AUTHOR, Role.PRESENTER):
        return person
    return Speaker(person.name, person.affiliation, person.url, Role.KEYNOTE, person.highlighted, person.id)


def _linked(url: str, kind: ResourceKind | None) -> Resource:
    """A link of a column; one whose header says only that it is a link leads to the talk's page, if not elsewhere."""
    if kind is not None and url.startswith("http"):
        return Resource(kind, url)
    made = resource(url, None)
    return Resource(kind or (ResourceKind.EVENT_PAGE if made.kind is ResourceKind.OTHER else made.kind), made.url)
