"""The parts of an agenda in the order of its page: blocks, their items, and their details."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from confnotes.importers.agenda.html_tree import Element
from confnotes.importers.agenda.marks import Cue, Generator
from confnotes.importers.facts.dates import PartialDate, find_dates, find_years
from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.names import has_name_shape
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.facts.person_lists import split_people
from confnotes.markup.clock_times import find_times
from confnotes.markup.durations import duration_of
from confnotes.model.program import Role, Speaker

_CHAIR = r"(?P<chair>(?:session )?chairs?(?:\(s\))?|conveners?|moderators?)"
_LABEL = re.compile(rf"\s*(?:(?P<room>location|room)|{_CHAIR})\s*:\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_PEOPLE_LABEL = re.compile(r"\s*(?:speakers?|presenters?|authors?|conveners?|(?:session )?chairs?)\s*:", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\((?:abstract|pdf|slides|remote|online|virtual)\)\s*$", re.IGNORECASE)
_SLASHED = re.compile(r"(?<=\d)/(?=[A-Za-z])|(?<=[a-z])/(?=\d)")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_INLINE = frozenset(("b", "strong", "i", "em", "span"))
_BREAKS = frozenset(("br", "table", "p", "div", "ul"))
_ICONS = " \t📍:"


@dataclass(slots=True)
class AgendaPart:
    """An item, or a block of items; times are local, or aware if the page states the zone."""

    line: int
    is_block: bool = False
    day: date | None = None
    title: str | None = None
    start: time | datetime | None = None
    end: time | datetime | None = None
    length: timedelta | None = None
    room: str | None = None
    track: str | None = None
    kind: str | None = None
    abstract: str | None = None
    speakers: tuple[Speaker, ...] = ()
    links: list[tuple[str, str]] = field(default_factory=list)
    parts: list[AgendaPart] = field(default_factory=list)

    @property
    def holds_items(self) -> bool:
        """Whether it is a block with items."""
        return self.is_block and bool(self.parts)


@dataclass(slots=True)
class PageContents:
    """The contents of a page: its parts, and texts about the event, to be combined."""

    parts: list[AgendaPart] = field(default_factory=list)
    texts: dict[Cue, list[str]] = field(default_factory=dict)

    def first(self, mark: Cue) -> str | None:
        """The first text of a mark."""
        return next(iter(self.texts.get(mark, ())), None)


def parts_of(generator: Generator, root: Element) -> PageContents:
    """The contents of a page, part by part."""
    walk = _Walk(generator)
    title = next((element.text() for element in root.walk() if element.tag == "title"), "")
    walk.page.texts[Cue.HEADING] = [title]
    walk.children(root)
    return walk.page


class _Walk:
    def __init__(self, generator: Generator) -> None:
        self.page = PageContents()
        self._generator = generator
        self._open: list[AgendaPart] = []
        self._day: date | None = None
        self._clock: tuple[time | datetime | None, time | datetime | None] = (None, None)
        self._kind: str | None = None

    def children(self, parent: Element, *, heads: bool = False) -> None:
        """The children of an element; in the head of a block, the first text is the block's title."""
        skipped = 0
        for number, child in enumerate(parent.children):
            if number < skipped:
                continue
            if self._open and (label := self._label(child)):
                skipped = self._labelled(parent, number, label)
            elif isinstance(child, Element):
                self._element(child)
            elif heads and child.strip() and self._open and self._open[-1].title is None:
                self._open[-1].title = " ".join(child.split())

    def _label(self, child: Element | str) -> re.Match[str] | None:
        """The label at the start of a text, or that is all of an unmarked element."""
        if isinstance(child, str):
            return _LABEL.match(child) if len(child) <= LONGEST_LINE else None
        if child.tag not in _INLINE or len(child.children) > 3:
            return None
        label = _LABEL.match(child.text())
        known = [mark for mark, _ in self._generator.marks_of(child) if mark is not Cue.TITLE]
        return label if label and not label.group("rest") and not known else None

    def _labelled(self, parent: Element, number: int, label: re.Match[str]) -> int:
        """Use what follows a label up to the end of its line; returns the number of the next child."""
        stop = next(
            (
                at
                for at, each in enumerate(islice(parent.children, number + 1, None), number + 1)
                if isinstance(each, Element) and each.tag in _BREAKS
            ),
            len(parent.children),
        )
        first = [label.group("rest")] if isinstance(parent.children[number], str) else []
        value = Element("span", parent.line, {}, [*first, *parent.children[number + 1 : stop]])
        self._set(Cue.ROOM if label.group("room") else Cue.CHAIRS, value, value.text())
        return stop

    def _element(self, element: Element) -> None:
        marks = self._generator.marks_of(element)
        own = next((mark for mark, value in marks if value is None), None)
        if own is Cue.SKIP:
            return
        holds = own in (Cue.BLOCK, Cue.ITEM) or any(mark is Cue.ITEM for mark, _ in marks)
        for mark, value in marks:
            if mark is Cue.DAY and value is not None:
                self._set(mark, element, value)
        if holds:
            self._part(element, marks, is_block=own is Cue.BLOCK)
        elif own is None or own is Cue.HEADING:
            self.children(element, heads=own is Cue.HEADING)
        else:
            self._set(own, element, element.text())

    def _part(self, element: Element, marks: list[tuple[Cue, str | None]], *, is_block: bool) -> None:
        part = AgendaPart(element.line, is_block, self._day)
        for mark, value in marks:
            if value is not None and mark not in (Cue.DAY, Cue.ITEM):
                self._open.append(part)
                self._set(mark, element, value)
                self._open.pop()
        if not is_block:
            part.start, part.end = self._clock
            part.kind = self._kind
        (self._open[-1].parts if self._open else self.page.parts).append(part)
        self._open.append(part)
        self.children(element)
        self._open.pop()
        if self._generator.people_in_title:
            _take_people(part)

    def _set(self, mark: Cue, element: Element, text: str) -> None:
        part = self._open[-1] if self._open else None
        if mark is Cue.DAY:
            self._day = self._date(text) or self._day
        elif mark is Cue.TIME:
            self._time(element, text, part)
        elif part is not None:
            _set_part(part, mark, element, text)
        else:
            self.page.texts.setdefault(mark, []).append(text)
            if mark is Cue.KIND:
                self._kind = text
            elif mark is Cue.ZONE:
                self._day = self._date(text) or self._day
            elif mark is Cue.TITLE:
                self.children(element)

    def _time(self, element: Element, text: str, part: AgendaPart | None) -> None:
        moments = [moment_of(each.attributes.get("datetime", "")) for each in element.walk() if each.tag == "time"]
        found = find_times(text.replace("→", " - "))
        start: time | datetime | None = found[0].start.time if found else None
        end: time | datetime | None = found[0].end.time if found and found[0].end else None
        if moments and moments[0] is not None:
            start = moments[0]
        if part is None:
            self._clock = (start, end)
            self.page.texts.setdefault(Cue.TIME, []).append(text)
            return
        part.start, part.end = start or part.start, end or part.end
        strong = next((each.text() for each in element.walk() if each.tag == "strong"), "")
        part.length = duration_of(strong) or part.length

    def _date(self, text: str) -> date | None:
        if iso := _ISO_DAY.search(text):
            return PartialDate(int(iso[2]), int(iso[3])).on(int(iso[1]))
        said = [text for mark in (Cue.WHEN, Cue.NAME, Cue.HEADING) for text in self.page.texts.get(mark, ())]
        year = self._day.year if self._day else next((year for each in said for year in find_years(each)), None)
        found = find_dates(_SLASHED.sub(" ", text))
        return found[0].start.on(year) if found else None


def _set_part(part: AgendaPart, mark: Cue, element: Element, text: str) -> None:
    """Store the value of an element in its part."""
    if mark is Cue.TITLE and part.title is None:
        part.title = _ASIDE.sub("", element.text(without=("badge", "label", "pull-right", "pdf-link"))) or None
        part.links += _links_among(element.walk())
    elif mark is Cue.ROOM and part.room is None:
        part.room = (_LABEL.sub(r"\g<rest>", text) if _LABEL.match(text) else text).strip(_ICONS) or None
    elif mark is Cue.LENGTH:
        part.length = duration_of(text)
    elif mark in (Cue.TRACK, Cue.KIND, Cue.ABSTRACT):
        setattr(part, mark.name.lower(), text or None)
    elif mark is Cue.LINK:
        part.links += _links_among([element] if element.tag == "a" else element.walk())
    elif mark in (Cue.PEOPLE, Cue.CHAIRS):
        part.speakers += people_of(element, Role.SPEAKER if mark is Cue.PEOPLE else Role.CHAIR)
    elif mark is Cue.PLACES and len(part.speakers) == 1:
        part.speakers = (replace(part.speakers[0], affiliation=text or None),)


def _links_among(elements: Iterable[Element]) -> list[tuple[str, str]]:
    """The addresses and texts of those of the elements that are links."""
    return [(each.attributes.get("href", ""), each.text()) for each in elements if each.tag == "a"]


def people_of(element: Element, role: Role) -> tuple[Speaker, ...]:
    """The addresses and texts of those elements that are links."""
    anchors = [
        each for each in element.walk() if each.tag == "a" and not each.attributes.get("href", "").startswith("#")
    ]
    names = [each.text() for each in anchors]
    if not names or not all(names):
        text = _PEOPLE_LABEL.sub("", element.text(without=("sup",)))
        return tuple(person for person in split_people(text, role) if not is_placeholder(person.name))
    said: list[str] = []
    _between(element, said)
    found = []
    for name, place in zip(names, said[1:], strict=False):
        found.append(Speaker(name, place.strip(" ,;()").removesuffix(" and").strip(" ,;()") or None, role=role))
    return tuple(person for person in found if not is_placeholder(person.name))


def _between(element: Element, said: list[str]) -> None:
    """The texts before, between and after the links of an element."""
    if not said:
        said.append("")
    for child in element.children:
        if isinstance(child, str):
            said[-1] += " ".join(child.split()) and f" {' '.join(child.split())}"
        elif child.tag == "a" and not child.attributes.get("href", "").startswith("#"):
            said.append("")
        else:
            _between(child, said)


def _take_people(part: AgendaPart) -> None:
    """Move the people at the end of a title into the part."""
    before, dash, after = (part.title or "").rpartition(" - ")
    if not dash or part.speakers:
        return
    people = []
    for piece in re.split(r"\s+&\s+|;\s*", after):
        name, _, place = piece.partition(",")
        people.append(Speaker(name.strip(), place.strip() or None))
    if all(has_name_shape(person.name) for person in people):
        part.title, part.speakers = before, tuple(people)
