"""The ways to read a program line as title and people, and the evidence of the other lines for each.

The lines of a timetable usually have the same form. Every way to split them is tried on all lines: one that finds
people in most of them is also used for lines that alone have too little evidence or are ambiguous.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from confnotes.importers.facts.given_names import GIVEN_NAMES
from confnotes.importers.facts.kinds import item_kind, label_kind
from confnotes.importers.facts.names import (
    CERTAIN,
    LIKELY,
    has_name_shape,
    institution_likeness,
    is_certain_institution,
    is_certain_name,
    is_likely_institution,
    is_likely_name,
    name_likeness,
)
from confnotes.importers.facts.people import has_position, is_placeholder, read_people
from confnotes.importers.facts.words import HONORIFICS, NOT_IN_NAMES, PARTICLES
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Speaker


@dataclass(frozen=True, slots=True)
class LinePart:
    """A part of a line between separators; `glue` is the separator before it, `quoted`: it is certainly a title."""

    text: str
    glue: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class LineReading:
    """People in a part of a line, and the rest of that part; `way` is their position, `sure` the confidence (0–1)."""

    way: str
    part: int
    people: list[Speaker]
    sure: float
    rest: str = ""


Layout = Mapping[str, float]
"""The form of a timetable's lines: how often each way finds people where it was tried (0 to 1)."""


@dataclass(frozen=True, slots=True)
class _Way:
    """The parameters of a way: the confidence needed for a line alone, that with other lines, and its priority."""

    alone: float
    together: float = 1.0
    before: float = 0.0


_WAYS = {
    "whole": _Way(0.75, together=1.25, before=0.3),  # 9:00 Ada Lind; “9:00 Causal Discovery” is as likely a title
    "first": _Way(0.5, before=0.3),  # Ada Lind - What bees know
    "last": _Way(0.5, before=0.31),  # What bees know - Ada Lind; more frequent if both are possible
    "middle": _Way(0.5, before=0.4),  # What bees know - Ada Lind - KTH
    "stated": _Way(0.5, before=1.0),  # by Ada Lind: What bees know
    "by": _Way(0.6, before=0.19),  # What bees know by Ada Lind
    "with": _Way(0.85, before=0.18),  # Working with Graph Networks
    "par": _Way(0.85, before=0.18),  # Les abeilles par Ada Lind; “Optimisation par Colonies de Fourmis”
    "label brackets": _Way(0.5, before=0.17),  # (Ada Lind/Bo Sund): What bees know
    "brackets": _Way(0.5, before=0.16),  # What bees know (Ada Lind)
    "brackets, title": _Way(0.5, before=0.32),  # Ada Lind (KTH), What bees know
    "before colon": _Way(0.75, before=0.15),  # Ada Lind: What bees know; “Deep Learning: A Survey”
    "after colon": _Way(0.9, before=0.14),  # Welcome: Ada Lind (KTH)
    "after stop": _Way(0.8, before=0.13),  # What bees know. Ada Lind, Bo Sund
    "before stop": _Way(0.8, before=0.12),  # Ada Lind, Bo Sund. What bees know.
    "after comma": _Way(0.9, before=0.11),  # What bees know, Ada Lind; “Bees, Wasps and Ants”
    "before comma": _Way(0.8, before=0.1),  # Ada Lind, What bees know
    "after slash": _Way(0.75, before=0.09),  # What bees know / Ada Lind
    "before slash": _Way(0.75, before=0.08),  # Ada Lind / What bees know
    "undivided": _Way(2.0, together=1.25, before=0.07),  # Ada Lind What bees know; never in a line alone
}
_LABELLED = {"whole": 0.5, "before colon": 0.5, "after comma": 0.85}
"""The confidence needed for a line with a talk's label: “Invited talk: Ada Lind” names somebody."""
_BY_SHAPE = 0.35
"""The confidence that any capitalised words are people: “Daisy Bank” if all other lines have people there."""
_SOME_ALONE = 0.3
"""The share of names alone from which they are as likely as those in most lines, “Ada Lind: What bees know”."""
_AMBIGUOUS = 0.5
"""The confidence in “Ada Lind, Short Words”, of which the words may also be her affiliation or another person."""
TITLE_BESIDE = "title beside"
"""The share of lines with a name and one more part in which that is a title, and not the name's affiliation."""
_PLACE_BEHIND = "place behind"
"""The share of “Ada Lind, Words” in which the words are certainly an affiliation, and not another person."""
_FEWEST, _FEWEST_OF_ALL = 3, 0.25
"""With fewer lines, or a smaller share of all, the missing ones count as evidence against a way."""

_LISTED = r"panell?ists?\s*[:：]|authors?\s*[:：]|instructors?\s*[:：]|host\s*[:：]"
_BY = re.compile(
    rf"""
    ^(?:by|presented[ ]by|given[ ]by|speakers?\s*[:：]|presenters?\s*[:：]|with|hosted[ ]by|led[ ]by|moderated[ ]by
    |moderators?\s*[:：]|chairs?\s*[:：]|chaired[ ]by|session[ ]chairs?\s*[:：]
    |{_LISTED})\s+  # a noun counts with its colon only
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BESIDE = ("by", "brackets", "before colon", "after comma")
_NATIVE = ("par", "por", "von", "av", "door", "mit", "con", "com", "avec", "w/")
_BY_ABROAD = re.compile(rf"(?i:{'|'.join(_NATIVE)})\s+([A-ZÀ-Þ].{{2,200}})")
_INNER_BY = re.compile(
    rf"""
    ^(?P<title>.*\S)[\s,;(]+
    (?P<by>by|speakers?\s*[:：]|presented[ ]by|given[ ]by|presenter\s*[:：]|with|{"|".join(_NATIVE)})
    \s*(?<=[\s:：])(?P<who>\S.*?)\)?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LED_BY_BRACKETS = re.compile(r"^\(([^()]{3,120})\)\s*[:–—-]\s*(\S.+)$")
_BRACKETS = re.compile(r"^(.*\S)\s*[(\[]((?:[^()\[\]]|\([^()]*\)|\[[^\[\]]*\])*)[)\]](?:\s*[.]?|: (.+))$")
_CODE = re.compile(r"^[A-Z]{1,4}\d{1,3}\s?[:.)]?\s+(?=[A-Z])")
_SENTENCE_FIRST = re.compile(r"^((?:[^.?!]|(?<=\b[A-Z])\.(?= [A-Z])){6,300}[.?!])\s+(.{4,600})$")
_SENTENCE_LAST = re.compile(r"^(.{4,600}?[.])\s+([^.?!]{6,300}[.?!]?)$")
_COMMA = re.compile(r",\s+(?![^()]*\))")  # outside brackets
SURELY_PEOPLE = 0.75  # of 1, that a text is a list of people
_LONGEST_PART = 600  # characters of a title with its people
_MOST_COMMAS = 12  # before people and their affiliations at the end of a line
_LED = re.compile(r"^([^(),]{4,60}\([^()]{2,90}\)),\s+([^()]{4,})$")
_WORD = re.compile(r"[^\W\d_]{2}")
_IN_BRACKETS = re.compile(r"\([^()]+\)")
_PLACES_BEHIND, _FEWEST_PLACES = 0.7, 2  # share, and number, of such lines


def layout_of(lines: Iterable[Sequence[LinePart]], known: Collection[str]) -> Layout:
    """The common form of a timetable's lines, each given as parts; `known`: folded names of people of the page."""
    sure: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    count = 0
    for parts in lines:
        best: dict[str, float] = {}
        for each in readings(parts, known):
            # a linked or quoted title is a part of its own, but the name before it still precedes a colon
            colon = each.way == "first" and parts[1].glue.startswith(":")
            for way in (each.way, "before colon")[: 1 + colon]:
                best[way] = max(best.get(way, 0.0), each.sure)
        if len(parts) == 2 and best.get("first", 0.0) > 0 and not _IN_BRACKETS.match(parts[1].text):
            best[TITLE_BESIDE] = float(not is_affiliation(parts[1].text))
        best |= _places_behind(parts)
        sure.update(best)
        tried.update(best.keys())
        count += 1
    fewest = max(_FEWEST, count * _FEWEST_OF_ALL)
    tried[_PLACE_BEHIND] = max(tried[_PLACE_BEHIND], _FEWEST_PLACES)
    return {way: total / max(tried[way], fewest if way != _PLACE_BEHIND else 0) for way, total in sure.items()}


def _places_behind(parts: Sequence[LinePart]) -> dict[str, float]:
    """The evidence of a line for `_PLACE_BEHIND`; empty without a name and one more part behind a comma."""
    for part in parts:
        name, _, behind = part.text.partition(", ")
        if behind and "," not in behind and " and " not in behind and is_likely_name(name):
            if is_likely_institution(behind) and not is_likely_name(behind):
                return {_PLACE_BEHIND: 1.0}
            if is_certain_name(behind):
                return {_PLACE_BEHIND: 0.0}
    return {}


def _with_place(reading: LineReading, parts: Sequence[LinePart], layout: Layout) -> LineReading:
    """The reading of “Ada Lind, Words” with one person if other lines have an affiliation there."""
    if layout.get(_PLACE_BEHIND, 0.0) < _PLACES_BEHIND or len(reading.people) != 2:
        return reading
    first, second = reading.people
    named = first.affiliation or is_certain_name(second.name)
    if named or f", {second.name}" not in parts[reading.part].text:
        return reading
    return replace(reading, people=[replace(first, affiliation=second.name)])


def likeliest(
    parts: Sequence[LinePart], known: Collection[str], layout: Layout, *, labelled: bool
) -> list[LineReading]:
    """The reading with most evidence in the line and its neighbours, then further parts with people; or empty."""
    believed = (each for each in readings(parts, known) if _is_believed(each, layout, labelled=labelled))
    found = [_with_place(each, parts, layout) for each in believed]
    best = max(found, key=lambda each: _weight(each, layout), default=None)
    if best is None or best.way not in _PLACES:
        return [best] if best else []
    beside = [
        each
        for each in found
        if each.way in _PLACES and each is not best and (each.sure >= 0.75 or layout.get(each.way, 0.0) >= 0.5)
    ]
    if len(beside) + 1 == len(parts) and not all(each.sure >= 0.9 for each in (best, *beside)):
        beside = [each for each in beside if each.sure >= max(best.sure, 0.9)]
    return sorted((best, *beside), key=lambda each: each.part)


_PLACES = ("whole", "first", "middle", "last")


def _weight(reading: LineReading, layout: Layout) -> float:
    """The evidence for a reading; what is stated, “by Ada Lind”, outweighs the form of other lines."""
    return reading.sure + (reading.sure >= 1.0) + layout.get(reading.way, 0.0) + _WAYS[reading.way].before


def _is_believed(reading: LineReading, layout: Layout, *, labelled: bool) -> bool:
    way = _WAYS[reading.way]
    alone = _LABELLED.get(reading.way, way.alone) if labelled else way.alone
    shared = layout.get(reading.way, 0.0)
    if reading.way == "whole" and shared >= _SOME_ALONE:
        shared = max(shared, layout.get("before colon", 0.0))
    return reading.sure >= alone or (reading.sure > 0 and reading.sure + shared >= way.together)


def readings(parts: Sequence[LinePart], known: Collection[str]) -> Iterator[LineReading]:
    """Every way to read people in a line, including those without a result; each part as a whole first."""
    named = 0.0
    for number, part in enumerate(parts):
        if part.quoted:
            named = 0.0
            continue
        text = _unbracketed(part.text)
        sure, people = people_score(text, known)
        # brackets behind what is more likely a name than they are have its affiliation
        behind = 0 < named >= sure and _IN_BRACKETS.fullmatch(part.text)
        if behind:
            sure, people = 0.0, []
        named = sure
        if people:
            yield LineReading(_place(number, len(parts)), number, people, sure)
        elif len(parts) > 1 and not behind and _could_name(_BY.sub("", text), stated=_BY.match(text) is not None):
            yield LineReading(_place(number, len(parts)), number, [Speaker(_BY.sub("", text))], _BY_SHAPE)
        else:
            yield LineReading(_place(number, len(parts)), number, [], 0.0)
        if len(parts) > 1 and len(people) > 1 and sure >= SURELY_PEOPLE:
            continue  # several people beside a title, of which none is a title
        if not number:
            yield _undivided(part.text, known)
        for way, title, who in _divisions(part.text):
            yield from _inside(way, number, title, who, known)


def _place(number: int, of: int) -> str:
    return "whole" if of == 1 else "first" if not number else "last" if number == of - 1 else "middle"


def _could_name(text: str, *, stated: bool) -> bool:
    """Whether a text has the form of a name; if `stated`, after “by”, one word is enough."""
    named = has_name_shape(text) or (stated and text.istitle() and " " not in text)
    return named and not is_certain_institution(text) and label_kind(text) is None and item_kind(text) is None


def _divisions(text: str) -> Iterator[tuple[str, str, str]]:
    """Ways, titles and people of a part with both, separated by “by”, brackets, a colon, a stop or a comma."""
    if stated := _BY.match(text):
        head, mark, tail = text[stated.end() :].partition(": ")
        if mark:
            yield "stated", tail, head
        return
    by = _INNER_BY.match(text)
    if by:
        word = by["by"].lower()
        way = word if word == "with" else "par" if word in _NATIVE else "by"
        yield way, by["title"].rstrip("." if "peaker" in word else "").rstrip(","), by["who"]
    if led := _LED_BY_BRACKETS.match(text):
        yield "label brackets", led.group(2), led.group(1).replace("/", ", ")
    bracket = _BRACKETS.match(text)
    if bracket and (not bracket.group(3) or label_kind(bracket.group(1)) is not None):
        yield "brackets", bracket.group(3) or bracket.group(1), bracket.group(2)
    head, mark, tail = text.partition(": ")
    if mark and tail:
        yield "before colon", tail, head
        yield "after colon", head, tail
    for sentence in (_SENTENCE_FIRST.match(text), _SENTENCE_LAST.match(text)):
        first, second = sentence.groups() if sentence else ("", "")
        if sentence and first.count("(") == first.count(")") and first.split()[-1].lower() not in HONORIFICS:
            yield "after stop", first if first.endswith(("?", "!")) else first.rstrip("."), second.strip(" .")
            yield "before stop", second.rstrip("."), first.strip(" .")
    head, mark, tail = text.partition(" / ")
    if mark and " / " not in tail:
        yield "after slash", head, tail
        yield "before slash", tail, head
    # a list of people is not divided at its commas: “a panel with Ada Lind, Bo Sund”
    yield from _at_commas(
        text, by.start("who") if by and _people_by_words(by["who"])[0] >= SURELY_PEOPLE else len(text)
    )


def _at_commas(text: str, stop: int) -> Iterator[tuple[str, str, str]]:
    """The divisions of a part at its commas; people are not behind those from `stop` on."""
    if len(text) > _LONGEST_PART:
        return
    for comma in list(_COMMA.finditer(text, 0, stop))[-_MOST_COMMAS:]:
        yield "after comma", text[: comma.start()], text[comma.end() :]
    if led := _LED.match(text):
        yield "brackets, title", led.group(2), led.group(1)
        return
    for comma in list(_COMMA.finditer(text))[:_MOST_COMMAS]:
        yield "before comma", text[comma.end() :], text[: comma.start()]


def _inside(way: str, number: int, title: str, who: str, known: Collection[str]) -> Iterator[LineReading]:
    """The reading of one split, unless its title cannot be one."""
    sure, people = people_score(who, known)
    if way == "label brackets" and is_placeholder(who):
        yield LineReading(way, number, [], 1.0, title)
    elif not people and way == "brackets" and (given := _by_given_names(who) or _with_whereabouts(who)):
        sure, people = 0.9, given
    elif not people and way in _BESIDE and _could_name(who, stated=way == "by"):
        sure, people = _BY_SHAPE, [Speaker(who)]
    if title.count("(") != title.count(")") or not _WORD.search(title) or (people and lists_people(title)):
        return
    judge = _JUDGES.get(way)
    yield LineReading(way, number, people, judge(sure, title, who, people) if judge else sure, title)


def _undivided(text: str, known: Collection[str]) -> LineReading:
    """The reading of a line with names right before a title; without people if it has none there."""
    found = _NAMES_FIRST.match(text)
    if found is None or is_likely_institution(found[2]) or item_kind(found[2]) is not None:
        return LineReading("undivided", 0, [], 0.0)
    sure, people = people_score(found[1], known)
    return LineReading("undivided", 0, people, sure, found[2])


_SURNAMED = (
    rf"[A-ZÀ-Þ][\w’'.-]+(?:\s[A-Z]\.)*\s(?:(?:{'|'.join(map(re.escape, sorted(PARTICLES)))})\s)*[A-ZÀ-Þ][\w’'-]+"
)
_NAMES_FIRST = re.compile(rf"({_SURNAMED}(?:(?:,|,?\s(?:and|&))\s{_SURNAMED})*)\s(?=[A-ZÀ-Þ\d“\"])(\S+\s\S.*)")


def _by_given_names(text: str) -> list[Speaker]:
    """The people of “Ada | Bo | Cy”, of whom at least every second has a common given name."""
    names = [name.strip() for name in text.split("|")]
    words = all(name.isalpha() and name.istitle() for name in names)
    common = sum(fold(name) in GIVEN_NAMES for name in names)
    return [Speaker(name) for name in names] if len(names) > 1 and words and common * 2 >= len(names) else []


def _with_whereabouts(text: str) -> list[Speaker]:
    """The person of “Ada Lind, head of the hives - Bee World”."""
    head = _WHEREABOUTS.match(text)
    is_sure = head is not None and is_certain_name(head[1]) and not lists_people(text)
    return [Speaker(head[1], affiliation=head[2].strip())] if head is not None and is_sure else []


_WHEREABOUTS = re.compile(r"([^,]{3,60}?)(?:,| [-–—])\s+(\S.+)")


def lists_people(title: str) -> bool:
    """Whether it lists people by their names, and is therefore not a title."""
    people = _people_by_words(title)[1] if ", " in title else ()
    return len(people) > 1 and all(is_likely_name(person.name) for person in people)


def _before_colon(sure: float, _title: str, who: str, people: Sequence[Speaker]) -> float:
    if not people or sure >= 0.9:
        return sure
    heads = [who] if len(people) < 2 else [person.name for person in people]
    return sure * (all(is_likely_name(each) for each in heads) or bool(people[0].affiliation))


def _behind_opening(sure: float, title: str, _who: str, _people: Sequence[Speaker]) -> float:
    """“Welcome: Ada Lind” certainly names a person."""
    return 1.0 if sure >= 0.5 and item_kind(title) is Kind.REMARKS else sure


def _after_comma(sure: float, title: str, who: str, people: Sequence[Speaker]) -> float:
    named = 0.0 if item_kind(title) is Kind.REMARKS else name_likeness(title.partition(" (")[0])
    if named >= LIKELY:
        return 0.0 if named >= CERTAIN else sure * 0.7
    return _behind_opening(sure, title, who, people)


def _before_comma(sure: float, title: str, _who: str, _people: Sequence[Speaker]) -> float:
    if is_certain_name(title.partition(", ")[0]):  # people are not divided
        return 0.0
    return sure if len(title.split()) > 3 and not is_likely_institution(title) else min(sure, _AMBIGUOUS)


_Judge = Callable[[float, str, str, Sequence[Speaker]], float]
_JUDGES: Mapping[str, _Judge] = {
    "stated": lambda sure, title, who, people: 1.0,
    "before colon": _before_colon,
    "after colon": _behind_opening,
    "after comma": _after_comma,
    "brackets, title": lambda sure, title, who, people: (
        sure if not is_likely_institution(title) and not is_likely_name(title) else 0.0
    ),
    "before comma": _before_comma,
    "after stop": lambda sure, title, who, people: (
        sure if len(people) != 1 or sure >= 0.8 or has_name_shape(who) else 0.0
    ),
}
"""The confidence in the people of a split, by its title, words and people."""


def _unbracketed(text: str) -> str:
    """The text without brackets around all of it."""
    whole = re.fullmatch(r"\((.*)\)", text)
    return whole.group(1) if whole and text.count("(") == 1 else text


def people_score(part: str, known: Collection[str]) -> tuple[float, list[Speaker]]:
    """The confidence that a part names people (0 to 1), and the people."""
    sure, people = _people_by_words(part)
    sure = 1.0 if any(fold(person.name) in known for person in people) else sure
    return sure, list(people) if sure else []


@lru_cache(maxsize=4096)
def _people_by_words(part: str) -> tuple[float, tuple[Speaker, ...]]:
    """The evidence for people in the words of a part alone; 0 with people: only if they are known."""
    named = tuple(read_people(abroad[1])) if (abroad := _BY_ABROAD.fullmatch(part)) else ()
    if abroad and named and _sure_of(named, abroad[1]) >= 0.85:  # “por Ada Lind”, but “Von Neumann Machines”
        return 1.0, named
    text = _CODE.sub("", _BY.sub("", part))
    if len(text) > _LONGEST_PART or is_placeholder(text) or ": " in text:
        return 0.0, ()
    people = tuple(read_people(text))
    if not people:
        return 0.0, ()
    if _BY.match(part) or (_CODE.match(part) and is_likely_name(people[0].name)):
        return 1.0, people
    return _sure_of(people, text), people


def _sure_of(people: Sequence[Speaker], text: str) -> float:
    """The confidence in these people: by their names, number and affiliations."""
    first, likeness = people[0], max(name_likeness(person.name) for person in people)
    behind = led.group(2) if (led := _LED.match(text)) else ""
    if len(behind.split()) > 2 and not (is_likely_institution(behind) or is_likely_name(behind)):
        return 0.4  # “Ada Lind (KTH), What bees know”
    if len(people) == 1 and has_name_shape(first.name) and (_ACADEMIC.match(text) or has_position(text)):
        return 0.9
    if len(people) == 1 and first.affiliation and not re.search(r"[(\[]", text):
        affiliation = max(map(institution_likeness, (first.affiliation, *first.affiliation.split(", "))))
        if likeness >= 0.9 and first.affiliation[0].islower() and len(first.affiliation.split()) <= _LONGEST_JOB:
            return 0.6  # “Ada Lind, professeure de chimie”
        return 0.0 if affiliation < 0.6 else 0.9 if likeness >= 0.6 and affiliation >= 0.9 else 0.6
    if any(person.affiliation for person in people):
        # both “Sparse Coding (Elif Demir)” and “Elif Demir (Hacettepe)” are possible: the other lines decide
        behind = people[-1].affiliation or ""
        inside = name_likeness(behind) if len(behind.split()) < 4 else 0.0
        if len(people) > 1:  # “Dry Stones and Wet Walls (Elif Demir)”
            return 0.4 if inside >= 0.9 > likeness else 0.9
        return 0.6 if likeness < 0.75 and 0.5 < inside < 0.9 else 0.9
    if len(people) > 2 and likeness >= 0.6:
        return 0.85
    if len(people) == 2:
        least = min(name_likeness(person.name) for person in people) if "," in text else likeness
        if not least:
            return 0.6  # “Ada Lind, Beyond Ropes”
        if is_likely_name(first.name) and is_likely_name(people[1].name):
            return 0.85 if least >= 0.9 else 0.75
    return 0.85 if likeness >= 0.9 else 0.6 if likeness >= 0.6 else 0.5


_LONGEST_JOB = 5  # words
_ACADEMIC = re.compile(r"(?:Prof|Dr|PD|Univ)\.[\s-]*(?=[A-Z])")
_OF = frozenset(["of", "for", "the", "and", "in", "de", "di", "du", "des", "della", "der", "für", "und", "et", "y"])


_BEGINS_TITLE = frozenset(("a", "an", "from", "how", "on", "toward", "towards", "what", "when", "why"))


def is_affiliation(part: str) -> bool:
    """Whether a part next to a name is an affiliation rather than the talk's title."""
    likely, words, named = institution_likeness(part), part.split(), part.partition("(")[0].split()
    common = any(word.strip(".,:").lower() in NOT_IN_NAMES for word in words) and likely < 1.0
    said = sum(word.islower() and word not in _OF for word in named)
    begun = words[:1] and words[0].lower() in _BEGINS_TITLE
    if begun or common or said * 2 > len(named) or len(words) > 8 or part.endswith("?"):
        return False
    return likely >= 0.9 or (likely >= 0.6 and len(words) <= 3)
