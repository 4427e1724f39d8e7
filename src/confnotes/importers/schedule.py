"""The timetable of a page: list items, paragraphs, headings and table rows that carry a time, day by day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from confnotes.importers import inline
from confnotes.importers.blocks import Block, BlockKind
from confnotes.importers.builder import Builder, Item, SessionDraft
from confnotes.importers.dates import FoundDate, find_dates, find_weekday
from confnotes.importers.entries import Entry, people_score, read_entry
from confnotes.importers.kinds import item_kind, label_kind, word_kind
from confnotes.importers.labels import take_label
from confnotes.importers.schedule_table import Columns
from confnotes.importers.times import TimeRange, find_times, leading_time
from confnotes.importers.zones import find_zone
from confnotes.model.program import Kind, Role, Speaker

_HOLDERS = (Kind.POSTER, Kind.ORAL, Kind.SPOTLIGHT, Kind.LIGHTNING, Kind.DEMO, Kind.TUTORIAL, Kind.WORKSHOP, Kind.PANEL)
_LABEL_KINDS = (Kind.KEYNOTE, Kind.TALK, Kind.ORAL, Kind.SPOTLIGHT, Kind.TUTORIAL, Kind.DEMO)
_PLURAL = re.compile(
    (
        r"\b(?:talks|papers|presentations|orals|spotlights|posters|demos|session|abstracts|contributions|"
        r"tutorials|keynotes|lectures)\b"
    ),
    re.IGNORECASE,
)
_SESSION_WORD = re.compile(
    (
        r"^(?:(?:morning|afternoon|evening|parallel|plenary|opening|closing|poster|oral|technical|invited|"
        r"contributed|keynote|breakout|first|second|third|fourth)\s+)?(?:session|block|part|"
        r"track)\b(?!\s+(?:break|chair))"
    ),
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[\s(\[,@–—|-]*(?:from|at)?\s*$", re.IGNORECASE)
_AFTER_TIME = " \t:.,;|)]*_–—-\u2013~\n\\"
_DAY_NUMBER = re.compile(r"\bday\s*(\d{1,2}|one|two|three|four|five|i{1,3}|iv|v)\b", re.IGNORECASE)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_BRACKETED_ZONE = re.compile(
    r"^\s*[(\[]?\s*(?:all\s+times?\s+(?:are\s+)?(?:in\s+)?|times?\s+(?:are\s+)?(?:in\s+|zone\s*:?\s*)?)?", re.IGNORECASE
)


class Schedule:
    """Reads the blocks of a timetable into sessions of a builder."""

    def __init__(
        self, builder: Builder, days: tuple[date | None, date | None], year: int | None, *, needs_time: bool = False
    ) -> None:
        self.builder = builder
        self.first_day, self.last_day = days
        self.year = year
        self.needs_time = needs_time
        self.day = self.first_day if self.first_day == self.last_day else None
        self.session: SessionDraft | None = None
        self.flat: SessionDraft | None = None
        self.item: Item | None = None
        self.holder: Item | None = None
        self.columns: Columns | None = None
        self.known = set(builder.people)
        self.speaker_first: bool | None = None
        self.gap = False
        self.last_times: TimeRange | None = None
        self.filling = False

    def read(self, blocks: list[Block]) -> None:
        """Read the blocks of one section, in order."""
        if self.speaker_first is None:
            self.speaker_first = _speakers_lead(blocks, self.known)
        for number, block in enumerate(blocks):
            if block.kind is BlockKind.BLANK:
                self.gap = True
                continue
            if block.kind is BlockKind.ROW:
                self.row(block, blocks[number + 1 :])
            elif block.kind is not BlockKind.INCLUDE:
                self.columns = None
                self.line(block)
            self.gap = False

    def line(self, block: Block) -> None:
        """One heading, item or line of text."""
        text = block.text
        times = leading_time(_unmarked(text))
        if times is not None:
            self.timed(block, _unmarked(text), times)
            return
        day, rest, rest_times = self.day_of(text)
        if day is not None:
            self.day, self.item, self.holder = day, None, None
            self.session = None
            if rest_times is not None:
                self.timed(block, rest, rest_times)
            elif block.kind is BlockKind.HEADING and len(rest) > 3 and not _is_day_label(rest):
                self.open_session(block, rest)
            return
        if self.take_zone(text, block.line):
            return
        if block.kind is BlockKind.HEADING:
            self.heading(block)
        elif self.trailing(block):
            return
        elif self.item is not None:
            self.belonging(block)
        elif block.kind is BlockKind.ITEM and not self.needs_time:
            self.untimed(block)

    def heading(self, block: Block) -> None:
        text = inline.plain(block.text)
        trailing = find_times(text)
        if trailing and not _SESSION_WORD.match(text):
            times = trailing[0]
            rest = (text[: times.begin] + " " + text[times.stop :]).strip(_AFTER_TIME + "([")
            self.open_session(block, rest, times)
            return
        self.open_session(block, block.text, trailing[0] if trailing else None)

    def open_session(self, block: Block, text: str, times: TimeRange | None = None) -> None:
        """A heading inside the timetable is a session, its chair and room taken off."""
        visible = inline.plain(text)
        if times is None and (found := find_times(visible)):
            times = found[0]
            text = visible[: times.begin].rstrip(" (,-–—|@") + " " + visible[times.stop :].strip(" )")
        entry = read_entry(text, self.known)
        title = entry.title or inline.plain(text)
        self.session = SessionDraft(
            block.line,
            title,
            kind=entry.kind or word_kind(title),
            times=times,
            day=self.day,
            room=entry.room,
            resources=entry.resources,
        )
        self.builder.sessions.append(self.session)
        for chair in [*entry.chairs, *entry.speakers]:
            self.builder.add_listed(chair, (Role.CHAIR,))
        self.item = self.holder = None

    def place(self) -> SessionDraft:
        """Where the next item goes: the open session, else the one that holds what stands in none."""
        if self.session is not None:
            return self.session
        if self.flat is None:
            self.flat = next((each for each in self.builder.sessions if each.title is None), None)
        if self.flat is None:
            self.flat = SessionDraft(0)
            self.builder.sessions.append(self.flat)
        return self.flat

    def timed(self, block: Block, text: str, times: TimeRange) -> None:
        """A line that begins with a time."""
        rest = text[times.stop :]
        zone = find_zone(rest[:40])
        if zone and zone.begin <= 3:
            self.take_zone(rest[: zone.stop], block.line)
            rest = rest[: zone.begin].rstrip("( ") + rest[zone.stop :].lstrip(") ")
        rest = re.sub(r"^[\s:.,;|)\]–—~-]+", "", _rejoin_emphasis(rest)) if not rest.startswith("\n") else rest.strip()
        opens = block.kind is BlockKind.HEADING and _SESSION_WORD.match(inline.plain(rest))
        if opens:
            self.open_session(block, rest, times)
            return
        if self.holder is not None and (block.kind is not BlockKind.ITEM or block.level <= self.holder.depth):
            self.holder = None
            self.session = None
        self.last_times = times
        self.add(block, rest, times)

    def add(self, block: Block, text: str, times: TimeRange | None) -> Item:
        main, extra = _title_and_labels(text)
        entry = read_entry(main, self.known, speaker_first=self.speaker_first)
        item = _item(entry, block.line, times, self.day)
        item.depth = block.level if block.kind is BlockKind.ITEM else -1
        self.place().items.append(item)
        for chair in entry.chairs:
            self.builder.add_listed(chair, (Role.CHAIR,))
            item.speakers.append(chair)
        self.item = item
        self.filling = not text.strip()
        if (
            entry.title
            and not entry.speakers
            and label_kind(entry.title) in _LABEL_KINDS
            and not _PLURAL.search(entry.title)
        ):
            item.label, item.title, self.filling = entry.title, None, True
        for label, value in extra:
            take_label(item, label, value, self.known)
        return item

    def untimed(self, block: Block) -> None:
        """A list item in the timetable that has no time at all."""
        if self.needs_time and self.item is None:
            return
        self.add(block, block.text, None)

    def trailing(self, block: Block) -> bool:
        """`Opening remarks (9:00 - 9:15)`: the time stands last."""
        text = _unmarked(block.text)
        found = find_times(text)
        if not found or len(text) > 250 or block.text.count("\n") > 1:
            return False
        times = found[-1]
        after = text[times.stop :].strip(" \t)].,;*_\\")
        zone = find_zone(after) if after else None
        if after and not (zone and len(after) <= len(zone.label) + 2):
            return False
        before = _TRAILING.sub("", text[: times.begin])
        if not before.strip() or re.search(r"\b(?:until|by|before|after|since)$", before.strip(), re.IGNORECASE):
            return False
        if self.item is not None and self.item.times is not None and block.kind is BlockKind.TEXT and not self.gap:
            return False
        self.last_times = times
        self.add(block, before, times)
        return True

    def belonging(self, block: Block) -> None:
        """A line under an item: what is missing of it, talks nested in it, or its description."""
        item = self.item
        assert item is not None
        text = block.text.strip().removesuffix("\\").strip()
        if take_label(item, None, text, self.known):
            return
        nested = block.kind is BlockKind.ITEM and (
            block.level > item.depth or (self.holder is not None and block.level > self.holder.depth)
        )
        if nested and self.nested(block, text):
            return
        if block.kind is BlockKind.ITEM and not nested:
            self.untimed(block)
            return
        if self.filling and item.title is None and not item.speakers:
            self.fill(item, text)
            return
        score, people = people_score(text, self.known)
        if people and score >= 0.5 and not item.speakers and item.kind not in (Kind.BREAK,):
            role = Role.KEYNOTE if item.kind is Kind.KEYNOTE else Role.SPEAKER
            item.speakers = [each if each.role is not Role.SPEAKER else replace(each, role=role) for each in people]
            return
        if item.title is None and not self.gap and item.speakers and len(text) < 250:
            item.title = inline.plain(text)
            return
        if len(text) > 60 or item.abstract or block.level:
            item.abstract.append(("\n" if self.gap and item.abstract else "") + text)

    def fill(self, item: Item, text: str) -> None:
        """A time that stood alone on its line: the next line says what happens then."""
        entry = read_entry(text, self.known, speaker_first=self.speaker_first)
        if (
            entry.title
            and not entry.speakers
            and label_kind(entry.title) in _LABEL_KINDS
            and not _PLURAL.search(entry.title)
        ):
            item.label, item.kind = entry.title, label_kind(entry.title)
            return
        item.title, item.kind = entry.title, item.kind or entry.kind
        item.speakers, item.room = entry.speakers, item.room or entry.room
        item.resources += entry.resources
        self.filling = entry.title is None and not entry.speakers

    def nested(self, block: Block, text: str) -> bool:
        """Whether a nested list item is a talk of its own; then it is added."""
        item = self.holder or self.item
        assert item is not None
        holds = (
            item.kind in _HOLDERS
            or (item.title is not None and _PLURAL.search(item.title) is not None)
            or self.holder is not None
        ) and not _presenters(item)
        entry = read_entry(text, self.known, speaker_first=self.speaker_first)
        if not holds or (item.kind is Kind.PANEL and entry.title is None) or not (entry.title or entry.speakers):
            return False
        if self.holder is None:
            self.hold(item)
        child = _item(entry, block.line, None, item.day)
        child.kind = entry.kind or (
            item.kind if item.kind is not None and item.kind not in (Kind.REMARKS, Kind.BREAK) else None
        )
        if child.kind is Kind.PANEL:
            child.kind = None
        child.depth = block.level
        assert self.session is not None
        self.session.items.append(child)
        self.item = child
        return True

    def hold(self, item: Item) -> None:
        """An item that has talks nested in it is a session."""
        place = next(each for each in self.builder.sessions if item in each.items)
        place.items.remove(item)
        self.session = SessionDraft(
            item.line,
            item.title,
            kind=item.kind,
            times=item.times,
            day=item.day,
            room=item.room,
            resources=item.resources,
        )
        at = self.builder.sessions.index(place)
        if not place.items and place.title is None:
            self.builder.sessions[at] = self.session
            self.flat = None
        else:
            self.builder.sessions.insert(at + 1, self.session)
        self.holder = item

    def row(self, block: Block, following: list[Block]) -> None:
        """One row of a table."""
        if self.columns is None or block.header:
            found = Columns.from_header(block.cells)
            if found is not None:
                self.columns = found
                self.take_zone(" ".join(block.cells), block.line)
                return
            if self.columns is None:
                rows = [block.cells] + [each.cells for each in following if each.kind is BlockKind.ROW]
                self.columns = Columns.guessed(rows[:40])
        cells = [cell.strip() for cell in block.cells]
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        if len(set(filled)) == 1 and leading_time(_unmarked(filled[0])) is None:
            self.columns_line(block, filled[0])
            return
        for read in self.columns.read(cells, self):
            if read.day is not None:
                self.day = read.day
            entry = read.entry
            if entry.title is None and not entry.speakers and entry.kind is None:
                continue
            item = _item(entry, block.line, read.times, self.day)
            item.room, item.track = item.room or read.room, read.track
            item.kind = read.kind or item.kind
            if item.title is None and read.kind_text:
                item.title = read.kind_text
            if read.abstract:
                item.abstract.append(read.abstract)
            for chair in entry.chairs:
                self.builder.add_listed(chair, (Role.CHAIR,))
            self.place().items.append(item)
            self.item = item

    def columns_line(self, block: Block, text: str) -> None:
        """A row with one cell: a day, a session, a zone."""
        columns = self.columns
        self.line(Block(BlockKind.HEADING, block.line, text, 6))
        self.columns = columns

    def day_of(self, text: str) -> tuple[date | None, str, TimeRange | None]:
        """The day that a line opens, what else it says, and its time if it has one."""
        visible = inline.plain(text)
        if len(visible) > 160:
            return None, visible, None
        found = find_dates(visible)
        if found and len(visible[: found[0].begin].strip(" \t:,–—-(*#")) <= 40:
            day = self.dated(found[0])
            rest = (visible[: found[0].begin] + " " + visible[found[0].stop :]).strip(_AFTER_TIME + "([")
            times = find_times(visible[found[0].stop :])
            if times:
                tail = visible[found[0].stop :]
                return day, tail[times[0].begin :], leading_time(tail[times[0].begin :])
            if day is not None and (len(rest) < 80):
                return day, rest, None
            return None, visible, None
        number = _DAY_NUMBER.search(visible)
        if number and len(visible) < 60 and self.first_day is not None:
            text_number = number.group(1).lower()
            count = _NUMBERS.get(text_number) or int(text_number)
            day = self.first_day + timedelta(days=count - 1)
            if self.last_day is not None and day <= self.last_day:
                return day, (visible[: number.start()] + visible[number.end() :]).strip(_AFTER_TIME), None
        weekday = find_weekday(visible)
        if weekday is not None and len(visible) < 40 and self.first_day and self.last_day:
            days = [
                self.first_day + timedelta(days=offset) for offset in range((self.last_day - self.first_day).days + 1)
            ]
            fitting = [day for day in days if day.weekday() == weekday]
            if len(fitting) == 1:
                return fitting[0], "", None
        return None, visible, None

    def dated(self, found: FoundDate) -> date | None:
        """The date with the year of the page."""
        year = found.start.year or (self.first_day.year if self.first_day else self.year)
        return found.start.on(year)

    def take_zone(self, text: str, line: int) -> bool:
        """A line that does no more than name the zone of the timetable."""
        visible = inline.plain(text)
        zone = find_zone(visible, places=self.builder.conference.venue or "")
        if zone is None or len(visible) > 140:
            return False
        from confnotes.importers.zoning import set_timetable_zone

        rest = (visible[: zone.begin] + visible[zone.stop :]).strip(" ()[]*.:,")
        says = len(rest) < 3 or re.search(r"\btimes?\b|\btime\s?zone\b|\blocal\b", rest, re.IGNORECASE)
        if not says and not _BRACKETED_ZONE.fullmatch(rest):
            return False
        set_timetable_zone(self.builder, visible, line, self.day)
        return len(rest) < 60


def _item(entry: Entry, line: int, times: TimeRange | None, day: date | None) -> Item:
    return Item(
        line,
        entry.title,
        kind=entry.kind,
        times=times,
        day=day,
        room=entry.room,
        speakers=list(entry.speakers),
        resources=list(entry.resources),
    )


def _speakers_lead(blocks: list[Block], known: set[str]) -> bool | None:
    """Whether the lines of this timetable name their speakers first, by those that leave no doubt; None where mixed."""
    first = last = 0
    for block in blocks[:300]:
        if block.kind not in (BlockKind.ITEM, BlockKind.TEXT) or len(block.text) > 300:
            continue
        text = inline.plain(block.text)
        times = leading_time(text)
        parts = re.split(r": |\s[-–—|]\s", text[times.stop :].strip(_AFTER_TIME) if times else text)
        if len(parts) > 1:
            first += people_score(parts[0], known)[0] >= 0.75
            last += people_score(parts[-1], known)[0] >= 0.75
    if max(first, last) < 2 or min(first, last) * 2 > max(first, last):
        return None
    return first > last


def _presenters(item: Item) -> list[Speaker]:
    return [speaker for speaker in item.speakers if speaker.role is not Role.CHAIR]


def _unmarked(text: str) -> str:
    """Text without the emphasis around its leading time, so that the time leads."""
    match = re.match(
        r"^\s*(?:\*\*|__|\*|_|`)\s?((?:[\[(]\s?)?\d{1,2}[^*_`\n]{1,60}?)\s?(?:\*\*|__|\*|_|`)(.*)$", text, re.DOTALL
    )
    if match:
        return match.group(1) + " " + match.group(2).lstrip()
    return re.sub(r"^\s*(?:\*\*|__|`)(?=\s?[\[(]?\d{1,2}[:.h]?\d{0,2})", "", text)


def _rejoin_emphasis(text: str) -> str:
    """A closing mark left over from an emphasised time is dropped."""
    stripped = re.sub(r"^\s*[:.\-–—]?\s*(?:\*\*|__|`)(?=\s*[:\-–—|\s])", " ", text)
    return stripped[:-2] if stripped.count("**") % 2 and stripped.endswith("**") else stripped


def _is_day_label(rest: str) -> bool:
    return (
        bool(
            re.fullmatch(
                r"[\W\d]*(?:day|schedule|program(?:me)?|agenda|main conference|conference|workshop|\W|\d)*",
                rest,
                re.IGNORECASE,
            )
        )
        and label_kind(rest) is None
    )


def _title_and_labels(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The lines of an item that name nothing, and those of the form `Speaker: X`."""
    from confnotes.importers.labels import split_label

    kept, extra = [], []
    for number, line in enumerate(text.split("\n")):
        found = split_label(line) if number or item_kind(line) is None else None
        if found and number:
            extra.append(found)
        else:
            kept.append(line)
    return "\n".join(kept), extra
