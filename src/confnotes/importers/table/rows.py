"""The rows of a table as drafts of talks: their own cells, and facts from the rows above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo

from confnotes.importers.facts.inline import plain
from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.lengths import LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.table.columns import BLANK
from confnotes.importers.table.days import DayMention, TableDays, mention_of
from confnotes.importers.table.hours import Hours, HourSlot
from confnotes.importers.table.layout import TableLayout
from confnotes.importers.table.people import PeopleColumns
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import Kind

_SESSION_WORD = "sessions?|sitzung|séance|sesión|sessione|block|track|teil|part"
_SESSION_HEAD = re.compile(
    rf"(?:[\w&.-]+\s){{0,6}}(?:{_SESSION_WORD})\b(?:\s*[#\dIVXA-H]{{1,4}})?\s*(?:$|[:–—(.|-].*)", re.IGNORECASE
)
BETWEEN_TALKS = frozenset((Kind.BREAK, Kind.REMARKS, Kind.SOCIAL))
"""Kinds of items that end a session."""
_LONGEST_EVENT = timedelta(days=31)  # by days alone, which a course may state as well
_IS_SUB = frozenset(("sub", "sub-session", "subsession", "sub session", "yes", "y", "true", "1", "x"))
_HAS_OFFSET = re.compile(r"\d[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)$")
_OF_A_DAY = re.compile(r"[\W\d]*(?:day|tag|jour|día|giorno|st|nd|rd|th)?[\W\d]*", re.IGNORECASE)


@dataclass(slots=True)
class When:
    """The parts of a timestamp in a cell."""

    day: date | None = None
    slot: HourSlot | None = None
    zone: tzinfo | None = None


@dataclass(slots=True, eq=False)
class RowGroup:
    """A session in the table: `row` is its own row, if it has one."""

    title: str
    row: Sequence[str] | None = None
    draft: DraftTalk | None = None


@dataclass(slots=True, eq=False)
class DraftTalk:
    """A row that is a talk, before the clock of the file is known.

    `number` counts the rows of its sheet; `more` are rows that only add people to it.
    """

    row: Sequence[str]
    number: int
    line: int
    title: str | None
    begins: When
    ends: When
    group: RowGroup | None = None
    more: list[Sequence[str]] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    day: date | None = None
    begins: When = field(default_factory=When)
    group: RowGroup | None = None
    main: DraftTalk | None = None


class TableRows:
    """Reads the rows of one table in order."""

    def __init__(self, table: TableLayout, days: TableDays, hours: Hours, told: WarningCollector) -> None:
        """Use the file's days and clock, and collect warnings about rows not fully read in `told`."""
        self.table = table
        self.people = PeopleColumns(table.columns)
        self.days = days
        self.hours = hours
        self.drafts: list[DraftTalk] = []
        self.groups: list[RowGroup] = []
        self.told = told
        columns = table.columns
        self._title = columns.all("title")[0]
        self._id = columns.first("id")
        self._type, self._session = columns.first("type"), columns.first("session")
        self._date, self._day = columns.first("date"), columns.first("day")
        self._end_date = columns.first("end-date")
        self._start = columns.first("start")
        if len(columns.all("start")) > 1:
            self._split_moments(columns.all("start"))
        self._time = columns.first("time") if self._start is None else None
        self._end, self._sub = columns.first("end"), columns.first("sub")
        self._moments: dict[str, When] = {}
        self._by_title: dict[str, RowGroup] = {}
        self._title_header = table.columns.headings[self._title].text
        self._header = _folded(table.sheet.rows[table.first - 1]) if table.first else None
        self._fills_times = self._times_are_merged()

    def read(self, otherwise: date | None = None) -> None:
        """Make drafts of all rows, on the day `otherwise` if nothing names a day."""
        sheet = self.table.sheet
        state = _State()
        if self._date is None and self._day is None:
            state.day = self.days.of_sheet(sheet.name, self.table.preamble) or otherwise
        for number in range(self.table.first, len(sheet.rows)):
            row, line = sheet.rows[number], sheet.lines[number]
            if self._header and row[self._title] == self._title_header and _folded(row) == self._header:
                continue
            self._row(number, row, line, state)

    def stated_days(self) -> list[tuple[DayMention, int | None, int]]:
        """Every day of the table as in its cells, the weekday in another column, and its line."""
        sheet, found = self.table.sheet, []
        day_columns = [column for column in (self._date, self._day, self._end_date) if column is not None]
        time_columns = [column for column in (self._start, self._time, self._end) if column is not None]
        for number in range(self.table.first, len(sheet.rows)):
            row = sheet.rows[number]
            mentions = [mention_of(row[column]) for column in day_columns if row[column]]
            weekday = next((mention.weekday for mention in mentions if mention.weekday is not None), None)
            mentions += [mention_of(row[column], is_day=False) for column in time_columns if len(row[column]) > 7]
            found += [(mention, weekday, sheet.lines[number]) for mention in mentions if mention.numbers]
            if not mentions and len(sheet.rows[number]) - row.count("") == 1:
                cell = next(cell for cell in row if cell)
                mention = mention_of(cell[:200], is_day=False)
                if mention.numbers:
                    found.append((mention, None, sheet.lines[number]))
        return found

    def _row(self, number: int, row: Sequence[str], line: int, state: _State) -> None:
        filled = len(row) - row.count("")
        if filled == 1 and self._is_heading(row, line, state):
            return
        title = self._title_of(row)
        begins, ends = self._when(row, line, state)
        if not title:
            if self.people.is_empty(row) or not self.people.of_row(row):
                self.told.tell("{n} {rows|row} without a title: left out", line=line)
            elif self.drafts and self._only_adds_people(row):
                self.drafts[-1].more.append(row)
            else:
                self._keep(DraftTalk(row, number, line, None, begins, ends), state)
            return
        timed = begins.slot is not None
        if self.table.is_timed and self._heads(number, row, timed=timed) and _SESSION_HEAD.fullmatch(title):
            state.group = self._group(title, row)
            if timed:
                state.group.draft = DraftTalk(row, number, line, title, begins, ends)
            return
        self._keep(DraftTalk(row, number, line, title, begins, ends), state)

    def _keep(self, draft: DraftTalk, state: _State) -> None:
        row = draft.row
        if self._sub is not None:
            if row[self._sub].strip().lower() not in _IS_SUB:
                state.main = draft
            elif state.main is not None:
                draft.group = self._group_of_main(state.main)
        elif self._session is not None and row[self._session] not in BLANK:
            draft.group = self._stated_group(row[self._session], draft)
        elif state.group is not None:
            if draft.begins.slot is not None and item_kind(draft.title or "") in BETWEEN_TALKS:
                state.group = None
            else:
                draft.group = state.group
        self.drafts.append(draft)

    def _group_of_main(self, main: DraftTalk) -> RowGroup:
        """The session of a row with rows below it, which is then not a talk itself."""
        if main.group is None or main.group.draft is not main:
            main.group = RowGroup(main.title or "", main.row, main)
            self.groups.append(main.group)
            self.drafts.remove(main)
        return main.group

    def _stated_group(self, title: str, draft: DraftTalk) -> RowGroup:
        key = f"{title}\n{draft.begins.day}"
        if key not in self._by_title:
            self._by_title[key] = self._group(plain_title(title) or title, None)
        return self._by_title[key]

    def _group(self, title: str, row: Sequence[str] | None) -> RowGroup:
        group = RowGroup(title, row)
        self.groups.append(group)
        return group

    def _is_heading(self, row: Sequence[str], line: int, state: _State) -> bool:
        """Whether a row with one cell is a heading for the rows below: a day, or a session."""
        column = next(column for column, cell in enumerate(row) if cell)
        cell = row[column]
        mention = mention_of(cell[:200], is_day=column in (self._date, self._day))
        if (
            mention.is_any
            and len(cell) <= LONGEST_NAME
            and (column != self._title or _OF_A_DAY.fullmatch(_unnamed(mention.rest)))
        ):
            state.day = self.days.day_of(cell[:200], line, is_day=column in (self._date, self._day)) or state.day
            state.group, state.begins = None, When()
            return True
        if column in (self._start, self._time, self._end) and self.hours.slot(cell):
            return False
        text = plain_title(cell) or cell
        if column == self._title and not (self.table.is_timed and _SESSION_HEAD.fullmatch(plain(text))):
            return False
        if len(text) <= LONGEST_TITLE and item_kind(text) not in BETWEEN_TALKS:
            state.group = self._group(plain(text), None)
            return True
        return column != self._title

    def _heads(self, number: int, row: Sequence[str], *, timed: bool) -> bool:
        """Whether a session's row is followed by rows of its own: untimed ones, or any if it has no time itself."""
        rows = self.table.sheet.rows
        if number + 1 >= len(rows):
            return False
        below = rows[number + 1]
        if not timed:
            unsaid = not self.table.columns.has("speakers", "authors") or self.people.is_empty(row)
            return unsaid or any("chair" in cell.lower() for cell in row)
        starts = self._start if self._start is not None else self._time
        return starts is not None and not below[starts] and bool(below[self._title])

    def _only_adds_people(self, row: Sequence[str]) -> bool:
        """Whether a row without a title only names further presenters of the talk above."""
        columns = (self._id, self._date, self._day, self._start, self._time, self._end, self._session)
        return not any(row[column] for column in columns if column is not None)

    def _title_of(self, row: Sequence[str]) -> str:
        cell = row[self._title]
        if cell in BLANK:
            cell = row[self._type] if self._type is not None else ""
            if cell in BLANK:
                return ""
        if "<" in cell or "&" in cell or "\n" in cell:
            return plain_title(cell) or ""
        return cell if "  " not in cell else " ".join(cell.split())

    def _when(self, row: Sequence[str], line: int, state: _State) -> tuple[When, When]:
        """The start and end of a row, with the day and, if times are merged, the time of the rows above."""
        stated = row[self._start] if self._start is not None else row[self._time] if self._time is not None else ""
        begins = self.moment(stated, line)
        ends = self.moment(row[self._end], line) if self._end is not None and row[self._end] else When()
        day = begins.day
        if day is None:
            day = self._stated_day(row, line)
            if day is not None:
                if day != state.day:
                    state.group = state.group if self._session is not None else None
                state.day = day
            elif begins.slot is not None or self._fills_times or (self._start is None and self._time is None):
                day = None if self._day_cell(row) else state.day
        slot = begins.slot
        if slot is None and self._date is not None and self._start is None and self._time is None:
            slot = self.moment(row[self._date], line).slot
        if slot is None and not stated and self._fills_times and day == state.begins.day:
            return When(day, state.begins.slot, state.begins.zone), ends
        found = When(day, slot, begins.zone)
        if slot is not None:
            state.begins = found
        return found, ends

    def _day_cell(self, row: Sequence[str]) -> str:
        return next((row[column] for column in (self._date, self._day) if column is not None and row[column]), "")

    def _stated_day(self, row: Sequence[str], line: int) -> date | None:
        for column in (self._date, self._day):
            if column is not None and row[column]:
                found = self.days.day_of(row[column], line)
                if found or mention_of(row[column]).is_any:
                    return found
        return None

    def end_day(self, row: Sequence[str], line: int) -> date | None:
        """The day on which a row ends, if a column states it."""
        if self._end_date is None or not row[self._end_date]:
            return None
        return self.days.day_of(row[self._end_date], line)

    def moment(self, cell: str, line: int) -> When:
        """The day, time and zone in a cell of a time column."""
        try:
            return self._moments[cell]
        except KeyError:
            found = self._moments[cell] = self._moment(cell, line)
            return found

    def _moment(self, cell: str, line: int) -> When:
        if len(cell) < 8:
            return When(None, self.hours.slot(cell))
        aware = moment_of(cell) if _HAS_OFFSET.search(cell) else None
        if aware is not None:
            return When(aware.date(), HourSlot(aware.hour * 60 + aware.minute), aware.tzinfo)
        mention = mention_of(cell, is_day=False)
        serial = mention_of(cell) if "." in cell and not mention.is_any else None
        if serial and serial.day:
            return When(serial.day, self.hours.slot(serial.rest))
        if not mention.is_any:
            return When(None, self.hours.slot(cell))
        return When(self.days.day_of(cell, line, is_day=False), self.hours.slot(mention.rest))

    def _split_moments(self, starts: list[int]) -> None:
        """Take the day from one and the time from another of several start columns, if they are split so."""
        rows = self.table.sheet.rows[self.table.first :]
        cells = {column: next((row[column] for row in rows if row[column]), "") for column in starts}
        dated = [column for column in starts if mention_of(cells[column], is_day=False).is_any]
        timed = [column for column in starts if column not in dated and self.hours.slot(cells[column])]
        if dated and timed:
            self._start = timed[0]
            self._date = dated[0] if self._date is None else self._date

    def has_days_of_several_events(self) -> bool:
        """Whether the rows have only days, too far apart for one event: of publications, or of somebody's talks."""
        days = [draft.begins.day for draft in self.drafts if draft.begins.day]
        timed = any(draft.begins.slot for draft in self.drafts)
        return not timed and bool(days) and max(days) - min(days) > _LONGEST_EVENT

    def _times_are_merged(self) -> bool:
        """Whether times are only in the first of several rows that begin together, in different rooms."""
        columns = self.table.columns
        times = self._start if self._start is not None else self._time
        rooms = columns.first("room") if columns.has("room") else columns.first("track")
        if times is None or rooms is None:
            return False
        rows = self.table.sheet.rows[self.table.first :]
        blank = [row for row in rows if not row[times] and row[self._title]]
        return len(blank) * 4 >= len(rows) and sum(1 for row in blank if row[rooms]) * 10 >= 8 * len(blank)


def _unnamed(rest: str) -> str:
    """The rest of a day's heading without the name of the weekday."""
    return re.sub(r"\b\w*day\b|\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b", "", rest, flags=re.IGNORECASE)


def _folded(row: Sequence[str]) -> list[str]:
    return [cell.casefold() for cell in row]
