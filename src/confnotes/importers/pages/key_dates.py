"""Dates to remember: `Submission deadline: Sept 5, 2031 (11:59 pm AoE)`, as list items, lines or table rows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import FoundDate, ambiguous_date, find_dates
from confnotes.importers.facts.zones import AOE, Zone, find_zone
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
_EDGE = " \t:;,.-–—|*_()[]~=>→"
_LEFTOVERS = re.compile(r"\(\s*[,;:–—-]?\s*\)|\b(?:by|on|at|until|till|before|the|of)\s*$", re.IGNORECASE)
_FIELDS = re.compile(r"^(?:by|on|due|until)\s+", re.IGNORECASE)


class KeyDates:
    """Reads a section of dates; the event's own date is kept apart from the deadlines."""

    def __init__(self, builder: Builder, year: int | None) -> None:
        self.builder = builder
        self.year = year
        self.event: tuple[FoundDate, int] | None = None
        self.pending: tuple[str, int] | None = None
        self.shared: tuple[time | None, str | None] | None = None

    def read(self, blocks: list[Block], heading: str = "") -> None:
        """Read every line of the section; a zone in its heading, “Key dates (all AoE)”, holds for every date."""
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
        """One line: a title, a date, perhaps a time and a zone."""
        visible = inline.plain(text).strip()
        if not visible or len(visible) > 300:
            return
        dates = find_dates(visible)
        if not dates:
            self._without_date(visible, number)
            return
        found = dates[-1] if re.search(r"extended|new deadline|updated|postponed", visible, re.IGNORECASE) else dates[0]
        rest = visible
        for date in reversed(dates):
            rest = rest[: date.begin] + " \x1f " + rest[date.stop :]
        times = [each for each in find_times(rest) if each.end is None]
        clock = times[0] if times else None
        zone = find_zone(visible)
        title = self._title(rest, clock is not None, zone.label if zone else None)
        if not title and self.pending:
            title = self.pending[0]
        self.pending = None
        if not title:
            return
        if _EVENT.match(title) and not _NOT_EVENT.search(title):
            if len(dates) > 1 and re.search(r"\bor\b", visible[dates[0].stop : dates[1].begin]):
                self.builder.warn(f"the event's date is not settled: “{visible}”", number)
                return
            self.event = self.event or (found, number)
            return
        day = found.start.on(self.year)
        if day is None:
            self.builder.warn(f"the year of “{visible[found.begin : found.stop]}” is not stated", number)
        if day is not None and found.start.weekday is not None and day.weekday() != found.start.weekday:
            self.builder.warn(
                f"{day.isoformat()} is no {visible[found.begin : found.stop].split(',')[0].split()[0]}", number
            )
        zone_name = zone.iana if zone else None
        self.builder.deadlines.append(
            Deadline(title, day, clock.start.time if clock else None, AOE if zone_name == AOE else zone_name)
        )

    def read_loose(self, blocks: list[Block]) -> None:
        """Read the lines about something else that are no more than `Deadline: 18 February 2020`.

        So are `Submit four pages by 18 February 2020` and `Notification by 2 March`.
        """
        for block in blocks:
            if block.kind not in (BlockKind.ITEM, BlockKind.TEXT):
                continue
            for line in re.split(r"\n|(?<=[a-z\d)*_][.!?])\s+(?=[A-Z*])", block.text):
                visible = inline.plain(line).strip()
                dates = find_dates(visible) if len(visible) < 140 else []
                if dates and not (_LOOSE.match(visible) or _BY_DAY.match(visible[: dates[0].begin])):
                    continue
                rest = visible[dates[0].stop :] if dates else ""
                day = dates[0].start.on(self.year) if dates else None
                if not dates or len(rest) > 50 or any(each.date == day for each in self.builder.deadlines):
                    continue
                self.pending = None
                self.line(line, block.line)

    def _title(self, rest: str, has_time: bool, zone: str | None) -> str:
        if zone:
            rest = re.sub(re.escape(zone), " ", rest, count=1)
            rest = re.sub(r"anywhere on earth|\bAoE\b", " ", rest, flags=re.IGNORECASE)
        if has_time:
            times = find_times(rest)
            for each in reversed(times):
                rest = rest[: each.begin] + " " + rest[each.stop :]
        before, _, after = rest.partition("\x1f")
        after = after.replace("\x1f", " ")
        cleaned = [_clean(part) for part in (before, after)]
        return next(
            (
                part
                for part in cleaned
                if len(part) > 1
                and re.search(r"[^\W\d]{3}", part)
                and not re.fullmatch(
                    r"(?:extended|new|firm|tentative|strict|at|and|the|time|due|local time|midnight|\W)+",
                    part,
                    re.IGNORECASE,
                )
            ),
            "",
        )

    def _for_all(self, visible: str) -> bool:
        """Take the time and zone that a line gives for every date of the section: “All deadlines are 23:59 AoE.”"""
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
        """Give the deadlines from `first` on, which name neither time nor zone, those that hold for all."""
        if self.shared is None:
            return
        clock, zone = self.shared
        for number, each in enumerate(self.builder.deadlines[first:], first):
            if each.date is not None and each.time is None and each.timezone is None:
                self.builder.deadlines[number] = replace(each, time=clock, timezone=zone)

    def _without_date(self, visible: str, number: int) -> None:
        if self._for_all(visible):
            return
        ambiguous = ambiguous_date(visible)
        if ambiguous:
            self.builder.warn(f"“{ambiguous}” can be two different days; left out", number)
        unknown = _UNKNOWN.search(visible)
        title = _clean(
            visible[: unknown.start()]
            if unknown and unknown.start()
            else visible.split(ambiguous)[0]
            if ambiguous
            else visible
        )
        if unknown and title and _EVENT.match(title) and not _NOT_EVENT.search(title):
            self.builder.warn(f"the event's date is not known yet: “{visible}”", number)
        elif (unknown or ambiguous) and title and len(title) < 100:
            self.builder.deadlines.append(Deadline(title))
        elif len(visible) < 90 and not visible.endswith("."):
            self.pending = (_clean(visible), number)


def _clean(text: str) -> str:
    text = text.strip(_EDGE)
    for _ in range(2):
        text = _LEFTOVERS.sub("", text).strip(_EDGE)
    text = re.sub(r"^please\s+(\w)", lambda match: match.group(1).upper(), _FIELDS.sub("", text), flags=re.IGNORECASE)
    return inline.squeeze(text).strip(_EDGE)
