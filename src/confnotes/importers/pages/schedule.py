"""The timetable of a page: list items, paragraphs, headings and table rows with times, day by day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from confnotes.importers.facts import inline
from confnotes.importers.facts.kinds import word_kind
from confnotes.importers.facts.lengths import LONGEST_LINE, LONGEST_TITLE
from confnotes.importers.facts.links import bracketed_apart
from confnotes.importers.facts.names import institution_likeness
from confnotes.importers.facts.people import in_role, is_placeholder, read_people, read_person, role_at
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.chronology import spread_over_days
from confnotes.importers.pages.entries import read_layout
from confnotes.importers.pages.labels import split_label, take_label
from confnotes.importers.pages.line_readings import is_affiliation, people_score
from confnotes.importers.pages.nested_talks import (
    add_included_talk,
    add_listed_talk,
    add_nested_talk,
    add_titled_talk,
    hold,
    hold_by_hours,
    hold_by_starts,
    leave_if_over,
)
from confnotes.importers.pages.rows import Rows
from confnotes.importers.pages.schedule_days import EventDays, times_alone
from confnotes.importers.pages.schedule_lines import (
    Nested,
    above_talks,
    after_date,
    apart,
    are_cards,
    begins_with_date,
    beside_date,
    dated_talks,
    describes,
    is_day_label,
    is_no_event,
    is_of_the_page,
    is_travel,
    lists_by_date,
    nested_below,
    opens_talk,
    presenters,
    rejoin_emphasis,
    remarks,
    said_in,
    session_time,
    stands_below,
    strip_emphasis,
    titles_above_people,
    zone_apart,
    zone_behind_hours,
)
from confnotes.importers.pages.schedule_state import SESSION_WORD, OpenTimetable
from confnotes.markup.clock_times import TimeRange, leading_time
from confnotes.model.program import Kind, Role, Speaker

_CHAIRED = re.compile(r"\W*(?:session\s+)?(?:chair|moderat|host|discussant|intro)", re.IGNORECASE)
_WITHOUT_TEXT = (Kind.BREAK, Kind.REMARKS, Kind.SOCIAL, Kind.POSTER)
_TERMS = "spring|summer|fall|autumn|winter|semester|term|year|season"
_TERM = re.compile(rf"(?:(?:{_TERMS})\W{{1,3}})?((?:19|20)\d\d)(?:\W{{1,3}}(?:semester|term))?", re.IGNORECASE)
"""A heading of a seminar’s terms: “Fall 2023”."""
_QUOTED = re.compile(r"^[“„«\"]([^“”„«»\"]+)[”“»\"]$")
_BRACKETED = re.compile(r"[\s*_\u00a0]*[(\[]([^()\[\]]{3,60})[)\]]")
_LATE = r"(?:(?:until|till?|bis|to)\s+)?(?:later?|open[ -]end|close|\?{2,3})(?=\s*(?:[:)\]–—|-]|$))"
_OPEN_END = re.compile(rf"^(?:[\s:.,;|)\]–—~-]+|(?:on|onwards?|ff)\b(?=\W*:|\s[-–—])|{_LATE}|Uhr\b)+", re.IGNORECASE)


def runs(blocks: list[Block]) -> Iterator[list[Block]]:
    """The blocks one by one, with the rows of a table together; a header row begins another table."""
    table: list[Block] = []
    for block in blocks:
        if table and (block.kind is not BlockKind.ROW or (block.header and not all(each.header for each in table))):
            yield table
            table = []
        if block.kind is BlockKind.ROW:
            table.append(block)
        else:
            yield [block]
    if table:
        yield table


def _alone(blocks: list[Block]) -> set[int]:
    """The lines of includes without another above or below them."""
    said = [each for each in blocks if each.kind is not BlockKind.BLANK]
    pairs = [(one, other) for one, other in pairwise(said) if one.kind is other.kind is BlockKind.INCLUDE]
    return {each.line for each in said} - {each.line for pair in pairs for each in pair}


class ScheduleReader(OpenTimetable):
    """Reads the blocks of a timetable into sessions of a builder."""

    def __init__(
        self, builder: Builder, days: tuple[date | None, date | None], year: int | None, *, needs_time: bool = False
    ) -> None:
        super().__init__(builder, EventDays(*days, year), days[0] if days[0] == days[1] else None)
        self.needs_time = needs_time
        self.rows = Rows(self, self.line)
        self.remarks: set[int] = set()
        self.dense = False
        self.named_at = 0
        self.before: Block | None = None  # the last block with text
        self.named: tuple[Block | None, int] = (None, 0)  # the last one with names or their affiliation, and how many
        self.placed = False
        self.dated_at = 0
        self.days_above: list[tuple[date, Block]] = []  # days that follow each other without items
        self.headed = ""
        self.zone = ""
        self.of_talks: set[int] = set()
        self.apart: Collection[int] = ()  # as in a spreadsheet, of which only the rows are read
        self.following: Mapping[int, Block] = {}
        self.nested: Mapping[int, Nested] = {}
        self.listed: Mapping[int, bool] = {}
        self.above_people: Mapping[int, int] = {}
        self.cards = False
        self.card: TalkDraft | None = None

    def read(self, blocks: list[Block]) -> None:
        """Read the blocks of one section, in order."""
        self.layout = read_layout(said_in(blocks), self.known)
        self.dated_lines = lists_by_date(blocks)
        self.apart = apart(blocks)
        self.remarks = remarks(blocks)
        self.of_talks = dated_talks(blocks)
        self.zone = zone_behind_hours(blocks)
        if self.zone:
            self.take_zone(self.zone, blocks[0].line)
        self.cards = are_cards(blocks)
        self.following = {block.line: below for block, below in pairwise(blocks)}
        self.nested = nested_below(blocks, self.entry)
        self.listed = above_talks(blocks, self.known)
        self.above_people = titles_above_people(blocks)
        alone = _alone(blocks)
        for run in runs(blocks):
            block = run[0]
            if block.kind is BlockKind.BLANK:
                self.gap = True
                continue
            if block.kind is BlockKind.ROW:
                self.take_bare_hour()  # that of the whole event, above its table
                self.rows.read(run)
            elif block.kind is BlockKind.INCLUDE:
                add_included_talk(self, block, alone=block.line in alone)
            else:
                self.rows.columns = None
                self.line(block)
            self.gap, self.before = False, block
        self.take_bare_hour()
        if len(self.days_above) > 1:
            spread_over_days(self.builder, [day for day, _ in self.days_above], self.days_above[-1][1].line)
        hold_by_starts(self.builder)

    def line(self, block: Block) -> None:
        """Read a heading, item or line of text."""
        text = block.text
        if is_of_the_page(text):
            return
        if self._heads(block):
            return
        times = leading_time(strip_emphasis(text))
        if times is not None:
            if not self._again(text):
                self.timed(block, strip_emphasis(text), times)
        elif not (self._dated(block) or self.take_zone(text, block.line) or self._chaired(block)):
            self._undated(block)

    def _dated(self, block: Block) -> bool:
        """Whether a line begins a day; its other text is then read, too."""
        text = block.text
        if block.line in self.remarks:
            return False
        day, rest, times = self.day_of(text)
        listed = self.dated_lines and block.kind is not BlockKind.HEADING and begins_with_date(block)
        if day is None and not listed:  # else of a list without any year
            return False
        self.day, self.item, self.holder = day, None, None
        self.session = self.session if self.dated_lines else None
        above = self.days_above if self.days_above and self.days_above[-1][1] is self.before else []
        self.days_above = [*above, (day, block)] if day else []
        if block.line in self.of_talks:
            self.add(block, beside_date(text), times)
        elif times is not None:
            self.dated_at = block.line
            behind = rest[times.stop :].strip(" \t,;:–—-")
            self.timed(block, f"{rest[: times.stop]} {after_date(text, behind)}" if behind else rest, times)
        elif self.dated_lines and len(rest) > 2:
            if not is_no_event(rest):
                self.add(block, after_date(text, rest), None)
        elif block.kind is BlockKind.HEADING and len(rest) > 3 and not is_day_label(rest):
            self.open_session(block, rest)
        return True

    def _undated(self, block: Block) -> None:
        """Read a line without a date or a leading time."""
        if self.card is not None and block.kind is BlockKind.HEADING:
            self._title_card(block)
        elif block.line in self.above_people and add_titled_talk(self, block):
            return
        elif self.item is not None and self.above_people.get(self.item.line) == block.line:
            self.belonging(block)
        elif block.kind is BlockKind.HEADING or self._names_session(block):
            self.heading(block)
        elif self._talk_of_session(block):
            self.add(block, block.text, None)
        elif self.item is None and self.day is not None and block.kind is BlockKind.TEXT and opens_talk(block.text):
            self.add(block, "", None)
            self.belonging(block)
        elif self.item is not None:
            self.belonging(block)
        elif block.kind is BlockKind.ITEM and (not self.needs_time or self._is_listed_in_session(block)):
            self.untimed(block)

    def _is_listed_in_session(self, block: Block) -> bool:
        """Whether an item of a list below a session with hours is a talk: it has people."""
        if self.session is None or self.session.times is None:
            return False
        entry = self.entry(block.text)
        return bool(entry.title and entry.speakers)

    def _talk_of_session(self, block: Block) -> bool:
        """Whether a paragraph below a session with hours is a talk without: people, and something that stands out.

        Of a plenary, the people alone are enough; the title may follow.
        """
        item, session = self.item, self.session
        begins = item is None or (self.gap and item.times is None and bool(item.title and item.speakers))
        if session is None or session.times is None or not begins or block.kind is not BlockKind.TEXT:
            return False
        if len(block.text) > LONGEST_LINE or inline.plain(block.text) == block.text or _CHAIRED.match(block.text):
            return False
        entry = self.entry(block.text)
        return bool(entry.speakers and (entry.title or (session.kind is Kind.KEYNOTE and not session.items)))

    def _names_session(self, block: Block) -> bool:
        """Whether a line of text is prominent like “Session 2: ...”."""
        if block.kind is BlockKind.TEXT and _TERM.fullmatch(inline.plain(block.text).strip(" *_:.,()")):
            return True
        stands_out = (
            block.kind is BlockKind.TEXT
            and (self.gap or inline.is_bold(block.text))
            and len(block.text) <= LONGEST_TITLE
        )
        return stands_out and (block.line in self.listed or SESSION_WORD.match(inline.plain(block.text)) is not None)

    def _again(self, text: str) -> bool:
        """Whether a line only repeats the time of the current card."""
        item, alone = self.item, times_alone(text)
        if not self.cards or alone is None or item is None or item.times is None or not item.title:
            return False
        return (alone.start.time, alone.end) == (item.times.start.time, item.times.end)

    def _title_card(self, block: Block) -> None:
        """Use the heading of a card as the title of its talk, and the text above it as the kind."""
        item, self.card = self.card, None
        assert item is not None
        above = item.title or item.label
        entry = self.entry(block.text)
        item.title, item.speakers = entry.title, entry.speakers or item.speakers
        item.kind = (word_kind(above) if above else None) or entry.kind or item.kind
        item.resources += entry.resources
        item.depth, item.label = -1, None
        self.item, self.filling, self.dense = item, False, False

    def heading(self, block: Block) -> None:
        if (term := _TERM.fullmatch(inline.plain(block.text).strip(" *_:.,()"))) is not None:
            self.days = replace(self.days, year=int(term[1]))
        label, value = split_label(inline.plain(block.text)) or ("", "")
        self.room = value if label == "room" else None
        if self.room is not None:
            self.session = None if self.holder is not None else self.session
            self.item = self.holder = None
            return
        self.headed = block.text
        self.open_session(block, block.text)

    def timed(self, block: Block, text: str, times: TimeRange) -> None:
        """Read a line that begins with a time."""
        rest = text[times.stop :]
        if self.zone and (behind := zone_apart(rest))[0] == self.zone:
            rest = behind[1]
        if (elsewhere := _BRACKETED.match(rest)) and times_alone(elsewhere[1]) is not None:
            rest = rest[elsewhere.end() :]  # the same hour in another zone
        rest = _OPEN_END.sub("", rejoin_emphasis(rest)) if not rest.startswith("\n") else rest.strip()
        if is_no_event(rest) or is_travel(rest, times):
            return
        if self.listed.get(block.line) or (block.kind is BlockKind.HEADING and SESSION_WORD.match(inline.plain(rest))):
            self.open_session(block, rest, times)
            return
        if self.holder is not None and (block.kind is not BlockKind.ITEM or block.level <= self.holder.depth):
            self.holder = None
            self.session = None
        leave_if_over(self, times, by_start=True)
        if self.holder is None and self.item is not None and stands_below(block, self.item):
            hold(self, self.item)
        else:
            hold_by_hours(self, times)
        self.dense = block.kind is BlockKind.TEXT and self.item is not None and self.item.line == block.line - 1
        item = self.add(block, rest, times)
        self.card = item if self.cards and not rest.strip() else None

    def _heads(self, block: Block) -> bool:
        """Read a time on a line of its own: above a list of talks, it is a session's, else an item's."""
        times, chairs, labelled = session_time(block.text)
        if times is None:
            return False
        headed = self.session if self.item is None and self.session is not None and not self.session.items else None
        if self.listed.get(block.line):
            if headed is None or headed.times is not None:
                headed = self.session = SessionDraft(block.line, day=self.day, day_label=self.day_label)
                self.builder.sessions.append(headed)
                self.item = self.holder = None
            headed.times = times
            self._chair(chairs)
            return True
        if headed is None or headed.title is None or not (labelled or block.line in self.listed):
            return False
        self.builder.sessions.remove(headed)
        self.session = None
        self.add(Block(BlockKind.HEADING, headed.line, self.headed), self.headed, times)
        return True

    def _chaired(self, block: Block) -> bool:
        """Read `Chair: X` right under a session's heading, among its talks, or behind a break, which has none."""
        item = self.item
        among = item is not None and item.times is None and block.kind is BlockKind.ITEM and block.level <= item.depth
        if self.session is None if item is None or among else item.kind is not Kind.BREAK:
            return False
        label, value = split_label(block.text) or ("", "")
        return label == "chair" and self._chair(value)

    def _chair(self, text: str) -> bool:
        """Add the chairs of a session; returns whether there are any."""
        chairs = read_people(text, Role.CHAIR) if text else []
        for chair in chairs:
            self.builder.add_listed(chair, (Role.CHAIR,))
        return bool(chairs)

    def add(self, block: Block, text: str, times: TimeRange | None) -> TalkDraft:
        self.take_bare_hour()
        item, _ = self.read_item(block, text, times)
        item.depth = block.level if block.kind is BlockKind.ITEM else -1
        item.room = item.room or self.room
        self.place().items.append(item)
        self.item = item
        self.filling = not text.strip() or item.label is not None
        return item

    def untimed(self, block: Block) -> None:
        """Read a list item without a time."""
        if re.search(r"\w", inline.plain(block.text)) is None:
            return
        if block.line in self.apart or block.line in self.remarks or describes(inline.plain(block.text)):
            entry = self.entry(block.text)
            if not entry.speakers:
                return
        item = self.add(block, block.text, None)
        item.kind = item.kind or (self.session.kind if self.session is not None and self.session.times else None)

    def belonging(self, block: Block) -> None:
        """Read a line under an item: missing facts, nested talks, or its description."""
        item = self.item
        assert item is not None
        text, linked = bracketed_apart(block.text.strip().removesuffix("\\").strip())
        item.resources += linked
        if item.line == self.dated_at and (split_label(text) or ("", ""))[0] == "title":
            item.title, self.dated_at = None, 0  # “March 3, 4 pm, Room 101”, and no title
        if not take_label(item, None, text, self.known) and not any(way(self, item, block, text) for way in _BELOW):
            item.describe(text, self.gap)

    def ends(self, item: TalkDraft, block: Block, text: str) -> bool:
        """Whether a line after a gap no longer belongs to the item."""
        ended = (item.depth >= 0 and not text.endswith(":")) or item.kind in _WITHOUT_TEXT or self.dense
        bare = self.filling and not (item.title or item.label or item.speakers)
        if not (self.gap and block.kind is BlockKind.TEXT and ended and not bare):
            return False
        self.item = None
        return True

    def lists(self, item: TalkDraft, block: Block, text: str) -> bool:
        """Whether a line of plain text is a talk within the item."""
        return block.kind is BlockKind.TEXT and item.kind not in _WITHOUT_TEXT and add_listed_talk(self, block, text)

    def nests(self, item: TalkDraft, block: Block, text: str) -> bool:
        """Whether a list item is a talk or a person within the item, or the next item."""
        if block.kind is not BlockKind.ITEM:
            return False
        if block.level <= item.depth and (self.holder is None or block.level <= self.holder.depth):
            self.untimed(block)
            return True
        what = self.nested.get(block.line)
        if what is Nested.PERSON and (person := read_person(text)):
            self.name(item, [person], block)
            return True
        if self.filling and item.title is None and not presenters(item) and self.stands_alone(block):
            self.fill(item, block, text)
            return True
        return add_nested_talk(self, block, text, stated=what is Nested.TALK)

    def fills(self, item: TalkDraft, block: Block, text: str) -> bool:
        """Whether the item has only a time so far."""
        if not self.filling or item.title is not None or item.speakers:
            return False
        self.fill(item, block, text)
        return True

    def names(self, item: TalkDraft, block: Block, text: str) -> bool:
        """Whether the line contains the speakers of the item."""
        score, people = people_score(text, self.known)
        next_group = self.placed and self.named[0] is self.before
        goes_on = (self.named_at == block.line - 1 and score >= 0.85) or item.kind is Kind.PANEL or next_group
        if not people or score < 0.5 or not (goes_on or not item.speakers) or item.kind is Kind.BREAK:
            return False
        self.name(item, people, block)
        return True

    def places(self, item: TalkDraft, block: Block, text: str) -> bool:
        """Whether the line is the affiliation of the speakers, between their names and the title."""
        if item.title is not None and self._places_group(item, block, text):
            return True
        below = self.following.get(block.line)
        goes_on = below is not None and below.kind is BlockKind.TEXT
        bare = item.title is None and bool(item.speakers) and not any(each.affiliation for each in item.speakers)
        if self.gap or not bare or not is_affiliation(text) or institution_likeness(text) < (0.7 if goes_on else 0.9):
            return False
        each = text.split(", ") if text.count(", ") == len(item.speakers) - 1 else [text] * len(item.speakers)
        item.speakers = [replace(one, affiliation=where) for one, where in zip(item.speakers, each, strict=True)]
        return True

    def _places_group(self, item: TalkDraft, block: Block, text: str) -> bool:
        """Whether the line is the affiliation of the names right above it, below which there may be more of both."""
        (above, count), where = self.named, inline.plain(text)
        if self.gap or above is None or above is not self.before or not count or institution_likeness(where) < 0.9:
            return False
        if not is_affiliation(where):
            return False
        group = [each if each.affiliation else replace(each, affiliation=where) for each in item.speakers[-count:]]
        item.speakers[-count:] = group
        self.named, self.placed = (block, count), True
        return True

    def titles(self, item: TalkDraft, block: Block, text: str) -> bool:
        """Whether the line is the title of an item with speakers only, or too short for a description."""
        apart = self.gap and item.line not in self.of_talks and not inline.is_bold(block.text)
        if item.title is None and not apart and item.speakers and len(text) <= LONGEST_LINE:
            item.title = None if is_placeholder(text) else _QUOTED.sub(r"\1", inline.plain(text))
            return True
        return not (len(text) > 60 or item.abstract or block.level)

    def stands_alone(self, block: Block) -> bool:
        """Whether a list item has no siblings: below “Invited talk” it is that talk."""
        below = self.following.get(block.line)
        return below is None or below.kind is not BlockKind.ITEM or below.level < block.level

    def name(self, item: TalkDraft, people: list[Speaker], block: Block) -> None:
        """Use people on a separate line below an item as its speakers."""
        item.speakers += in_role(people, role_at(item.kind))
        self.named_at = block.line
        self.named, self.placed = (block, len(people)), False

    def fill(self, item: TalkDraft, block: Block, text: str) -> None:
        """Use the line after a separate time as what takes place then."""
        read, entry = self.read_item(block, text, item.times)
        if read.label is not None:
            item.label, item.kind = read.label, read.kind
            return
        item.title, item.kind = read.title, item.kind or read.kind
        item.speakers, item.room = entry.speakers, item.room or read.room
        item.resources += read.resources
        self.filling = entry.title is None and not entry.speakers
        self.named_at = block.line if entry.speakers and entry.title is None else 0


_BELOW = (
    ScheduleReader.ends,
    ScheduleReader.lists,
    ScheduleReader.nests,
    ScheduleReader.fills,
    ScheduleReader.names,
    ScheduleReader.places,
    ScheduleReader.titles,
)
"""The possible roles of an unlabelled line under an item, in this order; otherwise it is description."""
