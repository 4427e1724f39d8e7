"""The outline of a page of notes: the lines at which talks, sessions and days begin.

Talks are found by evidence: a heading or first line of a paragraph with people, times, links or labels in it or under
it. Headings of the same level are talks, too; deeper ones are parts of the notes.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import islice, pairwise, takewhile, zip_longest

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.kinds import PREFIX, item_kind, label_kind
from confnotes.importers.facts.names import is_certain_name
from confnotes.importers.facts.people import read_people
from confnotes.importers.notes.facts import BY, byline, is_people_line, read_title
from confnotes.importers.notes.head import heading_text, only_title
from confnotes.importers.notes.headings import TalkHeading, read_headings, read_linked, read_pairs
from confnotes.importers.notes.lines import (
    LineMark,
    LineRole,
    LogicalLine,
    event_id,
    is_day,
    is_part_of_notes,
    names_one_keynote,
    names_session,
    numbered_title,
    opens_session,
    posters,
    tells_of_talk,
    tells_when_or_where,
)
from confnotes.importers.notes.name import names_conference
from confnotes.importers.notes.paragraphs import begins_talk
from confnotes.importers.notes.single import headings_apart_from_notes, lone_talks
from confnotes.importers.pages.entries import read_entry
from confnotes.importers.pages.sections import Topic, classify
from confnotes.markup.clock_times import leading_time
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Speaker

_OFTEN = 3  # talks under which a heading is repeated
_NOT_TALKS = (Topic.SCHEDULE, Topic.DATES, Topic.PEOPLE, Topic.VENUE, Topic.CALL)


class LineOutline:
    """Marks of lines by index; lines without a mark belong to what began before.

    `alone` are talks whose only evidence is the form of the page.
    """

    def __init__(
        self,
        lines: list[LogicalLine],
        titles: Collection[str] = (),
        name: str = "",
        *,
        listed: Collection[int] = (),
        single: bool = False,
        bylined: bool = False,
    ) -> None:
        self.lines, self.titles = lines, titles
        lone = [] if single else lone_talks(lines, name)
        self.headings = headings_apart_from_notes(lines, lone)
        self.listed = {number for number in self.headings if lines[number].first in listed}
        self.parts = self._repeated()
        self.marks: dict[int, LineMark] = {}
        self.firm: set[int] = set()
        headed = any(lines[number].level > 1 for number in self.headings)
        self.paragraphs = {at for at in range(len(lines)) if begins_talk(lines, at, headed=headed)}
        self.linked = read_linked(lines)
        self.posters = posters([line.text if line.role is LineRole.TEXT else "" for line in lines]) | self.linked.keys()
        self.bylines: dict[int, list[Speaker]] = {}
        self.named: set[int] = set()  # headings of talks whose people are listed below a heading of their notes
        self.readings: dict[int, TalkHeading] = {}
        self.unsaid: list[int] = []
        self.alone: list[int] = []
        if single:
            self._one_talk(bylined=bylined)
        else:
            self._several(lone)

    def _one_talk(self, *, bylined: bool) -> None:
        """Mark everything as one talk, with the first line as its title; the next heading may be a person."""
        begin = next((number for number, line in enumerate(self.lines) if line.role is not LineRole.BLANK), None)
        if begin is None:
            return
        self._speaker_below(certain=bylined)
        self.bylines = self._bylines([begin], certain=bylined)
        self.marks = {begin: LineMark.TALK, **{at: each for at, each in self.marks.items() if at > begin}}
        self.firm.add(begin)

    def _several(self, lone: list[int]) -> None:
        self._days()
        pairs = self._pairs()
        if not pairs:
            self._speaker_below()
        for level in {self.lines[number].level for number in self.headings}:
            alike = [each for each in self.headings if self.lines[each].level == level and each not in self.marks]
            self.bylines.update(self._bylines(alike, certain=False))
        self.readings = self._readings() | pairs | self.linked
        self.unsaid = self._below_sessions(lone)
        self._talks()
        self._sessions()
        self._paragraph_talks()
        self.alone = [at for at in self.unsaid if not self.talks() and self.marks.get(at) in (None, LineMark.SESSION)]
        self.marks.update(dict.fromkeys(self.alone, LineMark.TALK))
        self.firm.update(self.alone)

    def _below_sessions(self, found: list[int]) -> list[int]:
        """The headings right below those found if all of these name sessions; otherwise those found."""
        if len(found) < 2 or not all(names_session(self.lines[number].text) for number in found):
            return found
        inner = sorted({each for number in found for each in self._children(number)})
        return [each for each in inner if self._is_of_sessions(self.lines[each].level)] or found

    def _repeated(self) -> set[int]:
        """The headings with the same text under several talks, such as “Keynotes” for key notes: parts of their notes.

        Under days and sessions, equal headings begin sessions.
        """
        above: list[int] = []
        below: dict[str, list[int]] = {}
        for number in self.headings:
            while above and self.lines[above[-1]].level >= self.lines[number].level:
                above.pop()
            parent = self.lines[above[-1]].text if above else ""
            if parent and not (is_day(parent) or names_session(parent)):
                below.setdefault(fold(self.lines[number].text), []).append(above[-1])
            above.append(number)
        often = {text for text, parents in below.items() if len(set(parents)) >= _OFTEN}
        return {number for number in self.headings if fold(self.lines[number].text) in often}

    def _is_part(self, number: int) -> bool:
        """Whether a heading names a part of a talk's notes."""
        return number in self.parts or is_part_of_notes(self.lines[number].text)

    def _names_session(self, number: int) -> bool:
        return number not in self.parts and names_session(self.lines[number].text)

    def _readings(self) -> dict[int, TalkHeading]:
        """The headings that are titles with people, each level read together."""
        found: dict[int, TalkHeading] = {}
        often = Counter(fold(self.lines[number].text) for number in self.headings)
        for level in {self.lines[number].level for number in self.headings}:
            beside = [
                number
                for number in self.headings
                if self.lines[number].level == level
                and number not in self.marks
                and not self._is_part(number)
                and not names_session(self.lines[number].text)
                and often[fold(self.lines[number].text)] < 2  # “Ideas” under every talk is a part of its notes
            ]
            below = [self.bylines.get(self.below(number) or 0, []) for number in beside]
            read = read_headings([heading_text(self.lines[number].text)[0] for number in beside], below)
            found.update((number, heading) for number, heading in zip(beside, read, strict=True) if heading)
            if len(read) > 2 or sum(map(bool, read)) * 2 >= len(read) > 1:
                plain = (number for number, heading in zip(beside, read, strict=True) if heading is None)
                found.update((number, title) for number in plain if (title := only_title(self.lines[number].text)))
        return found

    def talks(self) -> list[int]:
        """The lines at which talks begin."""
        return sorted(number for number, mark in self.marks.items() if mark is LineMark.TALK)

    def _days(self) -> None:
        headings = frozenset(self.headings)
        for number, line in enumerate(self.lines):
            if number in headings and is_day(line.text):
                self.marks[number] = LineMark.DAY
            elif line.role in (LineRole.TEXT, LineRole.FACTS) and self._alone(number) and is_day(line.text):
                title = number == 0 or not (inline.is_bold(line.text) or find_dates(line.text))
                if not title and self.paragraphs:
                    self.marks[number] = LineMark.DAY

    def _pairs(self) -> dict[int, TalkHeading]:
        """Talks with a heading for the title and one right below it for the people, or the other way round."""
        pairs = [
            (upper, lower)
            for upper, lower in pairwise(self.headings)
            if self.below(upper) == lower and self.lines[lower].level > self.lines[upper].level
        ]
        often = Counter(self.lines[upper].level for upper, _ in pairs)
        level = max(often, key=lambda each: (often[each], -each), default=0)
        pairs = [pair for pair in pairs if self.lines[pair[0]].level == level and not self.marks.keys() & {*pair}]
        read = read_pairs([(self.lines[upper].text, self.lines[lower].text) for upper, lower in pairs])
        found = {pair: heading for pair, heading in zip(pairs, read, strict=True) if heading is not None}
        for upper, lower in found:
            self.marks[upper], self.marks[lower] = LineMark.TALK, LineMark.SPEAKER
            self.firm.add(upper)
        return {upper: heading for (upper, _), heading in found.items()}

    def _speaker_below(self, *, certain: bool = False) -> None:
        """Mark the first heading as a talk if the second one is a person; `certain`: as in most notes beside these."""
        if len(self.headings) < 2 or self.headings[0] in self.marks:
            return
        first, second = self.headings[:2]
        beneath = self.lines[second]
        below = self.under(second)
        people = read_people(beneath.text) if is_people_line(beneath.text) else []
        headed = below is not None and below.role is LineRole.HEADING
        if (
            people
            and self.under(first) is beneath
            and self.lines[first].level < beneath.level
            and (certain or headed or is_certain_name(people[0].name))
            and not any(
                self.lines[each].level == beneath.level and is_people_line(self.lines[each].text)
                for each in self.headings[2:]
            )
        ):
            self.marks[second], self.marks[first] = LineMark.SPEAKER, LineMark.TALK
            self.firm.add(first)

    def _bylines(self, headings: Sequence[int], *, certain: bool) -> dict[int, list[Speaker]]:
        """The people under headings by line; if most headings have them, a name's form is enough."""
        below = [at for each in headings if not self._is_part(each) and (at := self.below(each))]
        told = [at for at in below if tells_of_talk(self.lines[at]) or byline(self.lines[at].text)]
        usual = certain or len(told) * 2 > len(below) > 1
        found: dict[int, list[Speaker]] = {}
        for number in headings:
            if listed := self._listed_below(number):
                self.named.add(number)
                found |= listed
        for first in below:
            for at in range(first, len(self.lines)):
                line = self.lines[at]
                fits = line.role in (LineRole.TEXT, LineRole.FACTS, LineRole.TITLE_LINK) and (
                    usual or BY.match(line.text)
                )
                people = byline(line.text, certain=usual and at == first) if fits else []
                if not people:
                    break
                found[at] = people
        return found

    def _listed_below(self, number: int) -> dict[int, list[Speaker]]:
        """The people of a list with nothing else, right below the first heading in a talk's notes: “Abstract”."""
        inner = next(iter(sorted(self._children(number))), None)
        section = classify(self.lines[inner].text) if inner else None
        who = section is not None and section.topic is Topic.PEOPLE
        if inner is None or not (who or fold(self.lines[inner].text) == "abstract"):
            return {}
        first = self.below(inner) or len(self.lines)
        items = takewhile(lambda each: each[1].bullet, enumerate(self.lines[first:], first))
        people = {at: byline(line.text) for at, line in items}
        return people if all(people.values()) else {}

    def below(self, number: int) -> int | None:
        """The index of the next line with content."""
        after = range(number + 1, len(self.lines))
        return next((at for at in after if self.lines[at].role is not LineRole.BLANK), None)

    def under(self, number: int) -> LogicalLine | None:
        """The next line with content."""
        return None if (at := self.below(number)) is None else self.lines[at]

    def _alone(self, number: int) -> bool:
        """Whether a line is a paragraph of its own."""
        before = number == 0 or self.lines[number - 1].role in (LineRole.BLANK, LineRole.HEADING)
        after = number + 1 >= len(self.lines) or self.lines[number + 1].role in (LineRole.BLANK, LineRole.HEADING)
        return before and after and not self.lines[number].bullet

    def _talks(self) -> None:
        """Mark headings with evidence of their own, and others of their level; deeper ones are parts."""
        stated, around = self._told()
        evident = stated | {number for number, said in around.items() if said}
        for number in around:
            if self._names_session(number) and self._children(number) & evident:
                around[number] = ""  # who chairs it is no speaker
        firm = stated | {number for number, told in around.items() if told == "firm"}
        page_title = {number for number in self.headings[:1] if self._is_page_title(number)}
        dense = self._dense_levels(firm - page_title)
        open_level, sure = 0, False
        for number in self.headings:
            line = self.lines[number]
            open_level = self._still_open(open_level, number)
            if number in self.marks:
                open_level = line.level if self.marks[number] is LineMark.TALK else open_level
                continue
            told = number in stated or bool(around[number])
            beside = not open_level and self._is_beside_talks(number, dense, stated)
            if number in page_title or not (told or beside):
                continue
            if open_level and not (around[number] and (number in stated or not sure)):
                continue
            if not told and self._is_no_talk(number, before_talks=not self.marks):
                continue
            self.marks[number] = LineMark.TALK
            if number in firm or beside:
                self.firm.add(number)
                if not open_level:
                    open_level, sure = line.level, beside or (number in stated and number in self.readings)

    def _told(self) -> tuple[set[int], dict[int, str]]:
        """The headings that themselves show that they are talks, and the evidence in the lines under each."""
        free = [number for number in self.headings if number not in self.marks]
        return {number for number in free if self._stated(number)}, {each: self._around(each) for each in free}

    def _still_open(self, level: int, number: int) -> int:
        """The level of the current talk, 0 if a heading ends it."""
        return 0 if self.lines[number].level <= level and not self._is_part(number) else level

    def _children(self, number: int) -> set[int]:
        """The deeper headings under a heading."""
        after = islice(self.headings, bisect(self.headings, number), None)
        return set(takewhile(lambda each: self.lines[each].level > self.lines[number].level, after))

    def _dense_levels(self, told: set[int]) -> set[int]:
        """The outermost level at which at least two headings, and every fourth, are evidently talks; else that of the
        form.

        One is enough under headings that name sessions: the others of its level are talks, too.
        """
        for level in sorted({self.lines[number].level for number in told}):
            of_level = [n for n in self.headings if self.lines[n].level == level and n not in self.marks]
            fewest = 1 if self._is_of_sessions(level) else max(2, len(of_level) / 4)
            if len(told.intersection(of_level)) >= fewest:
                return {level}
        outermost = min((self.lines[number].level for number in told), default=0)
        return {level for number in self.unsaid[1:] if (level := self.lines[number].level) <= outermost}

    def _is_of_sessions(self, level: int) -> bool:
        """Whether at least two headings name sessions, and this level is right below them."""
        named = {n for n in self.headings if self._children(n) and self._names_session(n)}
        inner = {min(self.lines[each].level for each in self._children(n)) for n in named}
        return len(named) > 1 and inner == {level}

    def _is_page_title(self, number: int) -> bool:
        """Whether the first heading names a conference whose talks are under deeper or later headings."""
        line = self.lines[number]
        deeper = sum(self.lines[each].level > line.level for each in self.headings)
        below = self.under(number)
        given = below is not None and tells_of_talk(below) and not tells_when_or_where(below)
        beside = bool(self.unsaid) and number not in self.unsaid
        return (
            (deeper > 1 or beside) and names_conference(line.text) and not given and not read_entry(line.text).speakers
        )

    def _stated(self, number: int) -> bool:
        """Whether a heading itself shows that it is a talk."""
        text = self.lines[number].text
        visible = inline.plain(text)
        if names_session(visible) or self._is_part(number):
            return False
        if (
            number in self.listed
            and self.lines[number].level > 1
            and not (is_day(text) or self._names_section(visible))
        ):
            return True
        label = PREFIX.match(visible)
        kind = label_kind(label.group("label")) if label else None
        if label and visible[label.end() :].strip() and kind not in (None, Kind.WORKSHOP, Kind.PANEL):
            return True
        if any(event_id(anchor.url) for anchor in inline.anchors(text)):
            return True
        title, facts = read_title(text)
        if number in self.named or fold(inline.plain(title)) in self.titles:
            return True
        if (read := self.readings.get(number)) is not None:
            return bool(read.speakers)
        entry = read_entry(title)
        if entry.title and entry.speakers and not is_day(entry.title):
            return True
        if facts.times is None or (names_session(title) and not names_one_keynote(text)):
            return False
        return leading_time(visible) is not None or not self._leads_to_deeper(number)

    @staticmethod
    def _names_section(text: str) -> bool:
        """Whether a heading is that of a page's section, rather than a title that begins like one: “About”."""
        return (section := classify(text)) is not None and (section.topic is not Topic.OTHER or len(text.split()) < 3)

    def _around(self, number: int) -> str:
        """The evidence in the lines under a heading: “firm” for people and links, “loose” for time and place only."""
        visible = inline.plain(self.lines[number].text)
        session = self._names_session(number)
        if self._is_part(number) or (
            classify(visible) is not None and not session and item_kind(visible) is None and len(visible.split()) < 3
        ):
            return ""
        found, tagline = "", False
        for at in range(number + 1, min(number + 8, len(self.lines))):
            line = self.lines[at]
            if line.role is LineRole.BLANK:
                continue
            if at in self.bylines:
                found = "firm"
                continue
            if line.role is LineRole.TEXT and not found and not tagline and not line.bullet:
                tagline = True
                continue
            if tagline and not self.in_block(at):
                break
            if at in self.paragraphs and found != "firm":
                return ""
            if line.role is LineRole.FACTS and line.facts is not None:
                firm = not line.facts.only_when_and_where()
                found = "firm" if firm else found or ("" if session else "loose")
            elif tells_of_talk(line):
                found = found or "loose" if tells_when_or_where(line) and not session else "firm"
            else:
                break
        return "" if found == "loose" and self._leads_to_deeper(number) else found

    def in_block(self, number: int) -> bool:
        """Whether a labelled line follows or precedes another one about the talk."""
        beside = [each for each in (number - 1, number + 1) if 0 <= each < len(self.lines)]
        return tells_of_talk(self.lines[number]) and any(tells_of_talk(self.lines[each]) for each in beside)

    def _leads_to_deeper(self, number: int) -> bool:
        """Whether there is only time and place between a heading and a deeper one or a paragraph's talk."""
        above_talks = any((read := self.readings.get(each)) and read.speakers for each in self._children(number))
        for at in range(number + 1, len(self.lines)):
            line = self.lines[at]
            only_where = line.facts is not None and line.facts.only_when_and_where()
            if line.role is LineRole.BLANK or only_where or (above_talks and tells_when_or_where(line)):
                continue
            return at in self.paragraphs or (line.role is LineRole.HEADING and line.level > self.lines[number].level)
        return False

    def _is_beside_talks(self, number: int, levels: set[int], stated: set[int]) -> bool:
        """Whether a heading has a level of talks and begins nothing else."""
        line = self.lines[number]
        opens = opens_session(line.text) and (self._children(number) or not names_one_keynote(line.text))
        if line.level not in levels or number in self.parts or opens:
            return False
        deeper = any(level > line.level for level in levels) or self._children(number) & stated
        return not (deeper and self._leads_to_deeper(number))

    def _is_no_talk(self, number: int, *, before_talks: bool) -> bool:
        """Whether a heading among talks names a part of notes or of a page, or is the page's title."""
        line = self.lines[number]
        section = classify(line.text)
        no_talk = section is not None and section.topic in _NOT_TALKS
        plain = self._is_part(number) or (
            section is not None and item_kind(line.text) is None and (no_talk or len(line.text.split()) < 3)
        )
        return plain or (before_talks and (line.level == 1 or bool(self.listed)))

    def _sessions(self) -> None:
        """Mark headings above talks, and those that name a kind of session outside a talk's notes."""
        open_level = 0
        for number, following in zip_longest(self.headings, self.headings[1:]):
            line = self.lines[number]
            open_level = self._still_open(open_level, number)
            mark = self.marks.get(number)
            if mark is LineMark.TALK and number in self.firm:
                open_level = line.level
            elif mark is None and not open_level and (own := self._above_talks(number, following)):
                self.marks[number] = own

    def _above_talks(self, number: int, following: int | None) -> LineMark | None:
        """The meaning of a heading outside of talks, by its text and by the mark of the `following` one."""
        line, section = self.lines[number], classify(self.lines[number].text)
        above = (
            following is not None
            and self.lines[following].level > line.level
            and self.marks.get(following) is LineMark.TALK
            and any(each.role is not LineRole.BLANK for each in self.lines[:number])
        )
        opens = number not in self.parts and opens_session(line.text)
        if opens or (line.level > 1 and self._leads_to_deeper(number) and not above):
            return LineMark.SESSION
        if section is not None and section.topic in _NOT_TALKS:
            return LineMark.ASIDE
        named = number != self.headings[0] if line.level == 1 else section is None
        if above and named and not self._is_part(number):
            return LineMark.SESSION
        below = range(number + 1, following or len(self.lines))
        return LineMark.ASIDE if above or any(each in self.paragraphs for each in below) else None

    def _paragraph_talks(self) -> None:
        """Mark talks without a heading, outside the notes of those with one."""
        owner: LineMark | None = None
        firm = poster = False
        titled = any(names_conference(self.lines[each].text) for each in self.headings[:1] if each not in self.firm)
        first = min(self.talks(), default=0) if titled else 0  # lines before it may also say what a page's title says
        for number, line in enumerate(self.lines):
            if number in self.marks:
                owner, firm, poster = self.marks[number], number in self.firm, False
            if number in self.posters and (owner is not LineMark.TALK or poster):
                self.marks[number] = owner = LineMark.TALK
                poster = True
            if (
                number in self.paragraphs
                and number not in self.marks
                and number > first
                and not (owner is LineMark.TALK and firm)
            ):
                strong = line.role is LineRole.TITLE_LINK or line.broken or numbered_title(line.text) is not None
                if owner is not LineMark.TALK or strong:
                    self.marks[number] = LineMark.TALK
                    owner, firm = None, False
