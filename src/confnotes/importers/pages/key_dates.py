"""Key dates: `Submission deadline: Sept 5, 2031 (11:59 pm AoE)`, as list items, lines or table rows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import FoundDate, ambiguous_date, find_dates
from confnotes.importers.facts.lengths import LONGEST_LINE, LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.zones import Zone, find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.markup.clock_times import find_times
from confnotes.model.program import Deadline

_THE_DAY_OF = r"the|main|actual|date\s+of(?:\s+the)?|day\s+of(?:\s+the)?"
_MEETING = "workshop|conference|event|meeting|symposium|seminar|tutorial|summer school|school|hackathon"
_HAPPENS = "date|day|takes place|starts?|begins?|held|dates"
_EVENT = re.compile(
    rf"^(?:(?:{_THE_DAY_OF})\s+)*(?:[\w-]+\s+){{0,3}}?(?:{_MEETING}|day|dates?|when)"
    rf"(?:\s+(?:{_HAPPENS}))?(?:\(s\))?(?:\s+at\s+.*)?(?:\s*\([^)]*\))?$",
    re.IGNORECASE,
)
_HANDED_IN = "submission|deadline|notification|camera|registration|paper|abstract|proposal|early|final"
_DECIDED = "review|decision|due|accept|author|release|open|poster upload|video|application|late|rebuttal"
_NOT_EVENT = re.compile(rf"\b(?:{_HANDED_IN}|{_DECIDED}|version|opens|closes|announce)", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"\b(?:TBA|TBD|TBC|to be (?:announced|confirmed|determined|decided)|coming soon|date to be\b.*)", re.IGNORECASE
)
_EVERY = r"\b(?:all|every)\s+(?:\w+\s+){0,2}?(?:deadlines?|dates|times|submissions)\b"
_ALL = re.compile(rf"{_EVERY}|^\W*(?:deadlines|times|dates)\s+are\b", re.IGNORECASE)
_ENGLISH = r"submissions?|deadlines?|notifications?|camera[- ]ready|decisions?|due(?:\s+date)?|registration|acceptance"
_GERMAN = "fristen?|frist|einreichung|einreichungsfrist|anmeldeschluss|benachrichtigung"
_ROMANCE = r"date\s+limite|soumissions?|fecha\s+límite|envío|plazo"
_LOOSE = re.compile(
    rf"^(?:[\w/&,'-]+\s+){{0,5}}?(?:{_ENGLISH}|{_GERMAN}|{_ROMANCE})(?:\s+[\w/&()'-]+){{0,6}}?\s*(?:[:：]|[-–—]\s|\()",
    re.IGNORECASE,
)
_TO_DO = "submit|send|apply|register|upload|propose|nominate|notifications?|decisions?|acceptances?"
_DUE = "submissions?|papers?|abstracts?|applications?|camera[- ]ready"
_BY_DAY = re.compile(
    rf"^(?:please\s+)?(?:{_TO_DO}|{_DUE})\b(?:\s+[^\s.!?]+){{0,9}}?\s+(?:due\s+)?"
    r"(?:by|until|before|no later than)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_MOVED = re.compile(r"extended|new deadline|updated|postponed", re.IGNORECASE)
_LINES = re.compile(r"\n|(?<=[a-z\d)*_][.!?])\s+(?=[A-Z*])")
_NO_TITLE = re.compile(
    r"(?:extended|new|firm|tentative|strict|at|and|the|time|due|local time|midnight|\W)+", re.IGNORECASE
)
_EDGE = " \t:;,.-–—|*_()[]~=>→"
_LEFTOVERS = re.compile(r"\(\s*[,;:–—-]?\s*\)|\b(?:by|on|at|until|till|before|the|of)\s*$", re.IGNORECASE)
_FIELDS = re.compile(r"^(?:by|on|due|until)\s+", re.IGNORECASE)


class KeyDates:
    """Reads a section of dates; the event's own date is kept separate from the deadlines."""

    def __init__(self, builder: Builder, year: int | None) -> None:
        self.builder = builder
        self.year = year
        self.event: tuple[FoundDate, int] | None = None
        self.pending: tuple[str, int] | None = None
        self.shared: tuple[time | None, str | None] | None = None

    def read(self, blocks: list[Block], heading: str = "") -> None:
        """Read every line of the section; a zone in its heading, “Key dates (all AoE)”, applies to every date."""
        self.shared = None
        if (zone := find_zone(heading)) is not None:
            self._for_every(heading, zone)
        first = len(self.builder.deadlines)
        for block in blocks:
            if block.kind in (BlockKind.ITEM, BlockKind.TEXT, BlockKind.HEADING):
                for line in block.text.split("\n"):
                    self.line(line, block.line)
            elif block.kind is BlockKind.ROW:
                cells = [cell.replace("\n", " ") for cell in block.cells if inline.plain(cell)]
                if not block.header or any(find_dates(cell) for cell in cells):
                    self.line(" : ".join(cells), block.line)
        self._share(first)

    def line(self, text: str, number: int) -> None:
        """Read a line: a title, a date, perhaps a time and a zone."""
        visible = inline.plain(text).strip()
        if not visible or len(visible) > LONGEST_LINE:
            return
        dates = find_dates(visible)
        if not dates:
            self._without_date(visible, number)
            return
        rest = visible
        for each in reversed(dates):
            rest = rest[: each.begin] + " \x1f " + rest[each.stop :]
        clock = next((each for each in find_times(rest) if each.end is None), None)
        zone = find_zone(visible)
        title = self._title(rest, clock is not None, zone.label if zone else None)
        title = title or (self.pending[0] if self.pending else "")
        self.pending = None
        found = dates[-1 if _MOVED.search(visible) else 0]
        if title and _EVENT.match(title) and not _NOT_EVENT.search(title):
            self.event = self.event or (found, number)
        elif title:
            day = self._day(found, visible, number)
            self.builder.deadlines.append(
                Deadline(title, day, clock.start.time if clock else None, zone.iana if zone else None)
            )

    def _day(self, found: FoundDate, visible: str, number: int) -> date | None:
        day, said = found.start.on(self.year), visible[found.begin : found.stop]
        if day is None:
            self.builder.warn(f"the year of “{said}” is not stated", number)
        elif found.start.weekday is not None and day.weekday() != found.start.weekday:
            self.builder.warn(f"{day.isoformat()} is not a {said.split(',')[0].split()[0]}", number)
        return day

    def read_loose(self, blocks: list[Block]) -> None:
        """Read lines in other sections that are only `Deadline: 18 February 2020`.

        Also `Submit four pages by 18 February 2020` and `Notification by 2 March`.
        """
        for block in blocks:
            for line in _LINES.split(block.text) if block.kind in (BlockKind.ITEM, BlockKind.TEXT) else ():
                if self._is_loose(inline.plain(line).strip()):
                    self.pending = None
                    self.line(line, block.line)

    def _is_loose(self, visible: str) -> bool:
        """Whether a line is about a due date that is not yet known."""
        dates = find_dates(visible) if len(visible) <= LONGEST_TITLE else []
        if not dates or len(visible) - dates[0].stop > 50:
            return False
        before, day = visible[: dates[0].begin], dates[0].start.on(self.year)
        due = _LOOSE.match(visible) or _LOOSE.match(f"{before.rstrip()}:") or _BY_DAY.match(before)
        return due is not None and all(each.date != day for each in self.builder.deadlines)

    def _title(self, rest: str, has_time: bool, zone: str | None) -> str:
        if zone:
            rest = re.sub(re.escape(zone), " ", rest, count=1)
            rest = re.sub(r"anywhere on earth|\bAoE\b", " ", rest, flags=re.IGNORECASE)
        if has_time:
            times = find_times(rest)
            for each in reversed(times):
                rest = rest[: each.begin] + " " + rest[each.stop :]
        before, _, after = rest.partition("\x1f")
        cleaned = (_clean(part) for part in (before, after.replace("\x1f", " ")))
        return next((part for part in cleaned if re.search(r"[^\W\d]{3}", part) and not _NO_TITLE.fullmatch(part)), "")

    def _for_all(self, visible: str) -> bool:
        """Read a time and zone for all dates of the section: “All deadlines are 23:59 AoE.”"""
        zone = find_zone(visible)
        if zone is None or not _ALL.search(visible):
            return False
        self._for_every(visible, zone)
        return True

    def _for_every(self, said: str, zone: Zone) -> None:
        beside = f"{said[: zone.begin]} ; {said[zone.stop :]}"
        clock = next((each.start.time for each in find_times(beside) if each.end is None), None)
        self.shared = (clock, zone.iana)

    def _share(self, first: int) -> None:
        """Apply the common time and zone to deadlines from `first` on that have neither."""
        if self.shared is None:
            return
        clock, zone = self.shared
        for number, each in enumerate(self.builder.deadlines[first:], first):
            if each.date is not None and each.time is None and each.timezone is None:
                self.builder.deadlines[number] = replace(each, time=clock, timezone=zone)

    def _without_date(self, visible: str, number: int) -> None:
        if self._for_all(visible):
            return
        ambiguous, unknown = ambiguous_date(visible), _UNKNOWN.search(visible)
        if ambiguous:
            self.builder.warn(f"“{ambiguous}” can be two different days; left out", number)
        end = unknown.start() if unknown else visible.index(ambiguous) if ambiguous else 0
        title = _clean(visible[: end or None])
        if unknown and title and _EVENT.match(title) and not _NOT_EVENT.search(title):
            self.builder.warn(f"the event's date is not known yet: “{visible}”", number)
        elif (unknown or ambiguous) and title and len(title) <= LONGEST_NAME:
            self.builder.deadlines.append(Deadline(title))
        elif len(visible) <= LONGEST_NAME and not visible.endswith("."):
            self.pending = (title, number)


def _clean(text: str) -> str:
    text = text.strip(_EDGE)
    for _ in range(2):
        text = _LEFTOVERS.sub("", text).strip(_EDGE)
    text = re.sub(r"^please\s+(\w)", lambda match: match.group(1).upper(), _FIELDS.sub("", text), flags=re.IGNORECASE)
    return inline.squeeze(text).strip(_EDGE)
