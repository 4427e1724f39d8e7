"""The conference of a page: name, edition, year and parent conference, from front matter, titles and text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import is_series, parents_in
from confnotes.importers.facts.dates import find_dates, find_years
from confnotes.importers.facts.places import CITIES
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.page import ParsedPage
from confnotes.importers.pages.stated_name import HELD_ON, stated_name, without_place
from confnotes.markup.names import fold

_NUMBERED = r"\d{1,3}(?:st|nd|rd|th)"
_COUNTED = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_PLACES = "room|hall|level|floor|building|day|session|track|part|raum|salle|sala"
_SHORT_NAME = r"[A-Z][\w@+&-]*\s?['’]?\s?(?:[IVX]{1,5}|\d{1,2}(?:st|nd|rd|th)?|\d{4})"
_EDITION_LINE = re.compile(
    rf"^(?=.{{2,30}}$)(?!(?:{_PLACES})\b)"
    rf"(?:{_SHORT_NAME}|\(?(?:{_NUMBERED}|{_COUNTED})\s+edition\)?|edition\s+\w{{1,5}})$",
    re.IGNORECASE,
)
_MEETING = "Workshops?|Conference|Symposium|Seminar|Meeting|Edition|School|Forum|Summit|Colloquium"
_ORDINAL = re.compile(
    rf"\b({_NUMBERED}|{_COUNTED}|eleventh|twelfth)\s+"
    rf"(?:(?:Annual|International|European|Edition|[A-Z][\w-]+)\s+){{0,4}}(?:{_MEETING})\b",
    re.IGNORECASE,
)
_TOGETHER_WITH = r"in\s+conjunction\s+with"
_BEFORE_PARENT = rf"workshop\s+(?:at|@)\s+|(?:co-?located|held)\s+(?:with|at)\s+|{_TOGETHER_WITH}\s+"
_WITH_YEAR = r"[A-Z][\w-]*\s?['’]?\s?(?:(?:19|20)\d\d|\d\d)"
_TAIL = re.compile(
    rf"\s*(?:[-–—|:,(@·]|\bat\b)\s*(?:{_BEFORE_PARENT})?(?P<parent>{_WITH_YEAR})(?:\s+workshop)?\s*\)?$", re.IGNORECASE
)
_HELD = rf"held\s+(?:at|with|{_TOGETHER_WITH}|as\s+part\s+of)"
_BESIDE_IT = rf"co-?located\s+(?:with|at)|{_TOGETHER_WITH}|alongside|in\s+association\s+with|hosted\s+(?:at|by)"
_EVENT_AT = r"(?:in-person|virtual|hybrid|full-day|half-day|one-day)?\s*(?:event|workshop)\s+at"
_BELONGS = r"affiliated\s+with|satellite\s+(?:event\s+)?of"
_PART = re.compile(
    rf"(?:part\s+of|workshop\s+(?:at|@|of|in)|{_HELD}|{_BESIDE_IT}|{_EVENT_AT}|{_BELONGS}|@|at)"
    r"\s+(?:the\s+)?(?:main\s+)?$",
    re.IGNORECASE,
)
_ITS_WORKSHOP = re.compile(r"\S+\s(?:19|20)?\d\d\s+workshop\b|(?:19|20)\d\d\s\S+\s+workshop\b", re.IGNORECASE)
_EARLIER = "previous|previously|last|past|earlier|former|prior|editions?"
_PUBLISHED = "published|accepted|appeared|presented|since|history|was held|were held|first"
_FORMER = re.compile(rf"\b(?:{_EARLIER}|{_PUBLISHED}|proceedings of|in proceedings)\b", re.IGNORECASE)
_NUMBERED_DAY = r"\bday\s+(?:\d{1,2}|one|two|three|four|five)\b"
_WEEKDAY = r",?\s*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
_DAY = re.compile(rf"\(\s*(?:\w+day)?[\s,]*\)|{_NUMBERED_DAY}|{_WEEKDAY}", re.IGNORECASE)
_OWN_SHORT = re.compile(r"\s*\((?P<short>[A-Z][\w@&+-]*(?:\s?['’]?\s?(?:\d{2,4}|[IVX]{1,4})))\)\s*$")
_WORKSHOP = re.compile(r"\bworkshops?\b|\btutorials?\b|\bsymposium\b|\bshared task\b|\bchallenge\b", re.IGNORECASE)
_Parent = tuple[str, int]


def identify(page: ParsedPage, builder: Builder) -> None:
    """Set name, edition, part_of and year of the builder's conference."""
    name, beside = stated_name(page)
    edition, parent = _said_beside(name, beside) if name else (None, None)
    if name:
        own = _OWN_SHORT.search(name)
        own = own if own and not is_series(own["short"].split()[0]) else None
        whole = name
        name, parent = _without_parent(name[: own.start()].strip() if own else name, parent)
        name = without_place(_without_day(name))
        ordinal = _ORDINAL.search(name)
        edition = edition or (ordinal.group(1) if ordinal else None)
        if own and edition:
            name = whole
        elif own:
            edition = own["short"]
    parent = parent or _parent_in_text(page, name)
    is_part = parent is not None and not _is_itself(name, parent)
    years = [*([parent[1]] if parent else []), *find_years(name or ""), *find_years(edition or "")]
    part_of = f"{parent[0]} {parent[1]}" if parent and is_part else None
    year = years[0] if years else None
    builder.conference = replace(builder.conference, name=name, edition=edition, part_of=part_of, year=year)
    if parent:
        _contradictions(page, builder, parent)


def _said_beside(name: str, lines: list[str]) -> tuple[str | None, _Parent | None]:
    """The edition and the parent conference in the lines near a name."""
    edition: str | None = None
    parent: _Parent | None = None
    for text in lines:
        found = sorted(parents_in(text), key=lambda each: not is_series(each[0]))
        if found and (is_series(found[0][0]) or _WORKSHOP.search(text)):
            parent = parent or found[0][:2]
        elif _EDITION_LINE.match(text) and fold(text).replace(" ", "") != fold(name).replace(" ", ""):
            edition = edition or text.strip("()")
    return edition, parent


def _without_parent(name: str, parent: _Parent | None) -> tuple[str, _Parent | None]:
    """`X Workshop @ ICML 2024` is the X Workshop, part of ICML 2024; a parent inside the name is kept in it."""
    found = parents_in(name)
    tail = _TAIL.search(name)
    if tail and found and tail.start() > 3:
        inside = parents_in(tail.group("parent"))
        if inside and (is_series(inside[0][0]) or _WORKSHOP.search(name[: tail.start()])):
            head = name[: tail.start()].strip(" :-–—|,(")
            if len(head) > 3 and not (len(head.split()) == 1 and not _WORKSHOP.search(name)):
                return head, (inside[0][0], inside[0][1])
    if found and parent is None and (_WORKSHOP.search(name) or is_series(found[0][0])):
        parent = (found[0][0], found[0][1])
    return name, parent


_NAMED_BEFORE = re.compile(r"\w\s+\w+\s+[-–—|]\s+$")  # two words, then what parts a name from its day


def _without_day(name: str) -> str:
    """A name without the day that a page of it is about."""
    for found in reversed(find_dates(name)):
        if _NAMED_BEFORE.search(name[: found.begin]):
            name = name[: found.begin]  # “Fog Summit - 4 May 2031, Kyoto”
            continue
        behind = name[found.stop :].strip(" ,;:–—-|(")
        name = name[: found.begin] + " " + ("" if behind.split(",")[0].lower() in CITIES else name[found.stop :])
    name = _DAY.sub(" ", name)
    name = re.sub(r"(?:\s*,){2,}", ",", name)
    return HELD_ON.sub("", inline.squeeze(name).strip(" ,:;–—-|(")).strip(" ,") or name


def _is_itself(name: str | None, parent: _Parent) -> bool:
    """Whether the page is about the conference itself, not about something at it."""
    if name is None:
        return True
    if name.startswith(parent[0]) and not is_series(parent[0]):
        return True
    alone = rf"(?:the\s+)?{re.escape(parent[0])}\W*(?:{parent[1]})?(?:\s+conference)?"
    short = not _WORKSHOP.search(name) and parent[0] in name and len(name.split()) <= 4
    return short or re.fullmatch(alone, name, re.IGNORECASE) is not None


def _parent_in_text(page: ParsedPage, name: str | None) -> _Parent | None:
    """The parent conference named in the text, if the titles name none."""
    workshop = _WORKSHOP.search(name or "") is not None
    votes: Counter[_Parent] = Counter()
    for parent, weight in _mentions(page, workshop=workshop):
        if weight > 1 or workshop:
            votes[parent] += weight
    return votes.most_common(1)[0][0] if votes else None


def _mentions(page: ParsedPage, *, workshop: bool) -> Iterator[tuple[_Parent, int]]:
    """The conferences that the page names with a year, and how much evidence each is for a parent."""
    for block in page.blocks:
        text = inline.plain(block.text)
        for acronym, year, start in parents_in(text):
            stated = _PART.search(text[max(0, start - 45) : start]) or _ITS_WORKSHOP.match(text, start, start + 60)
            known = is_series(acronym) or (workshop and stated)
            if known and not _FORMER.search(text[max(0, start - 60) : start]):
                yield (acronym, year), 4 if stated else 3 if block.kind is BlockKind.HEADING else 1


def _contradictions(page: ParsedPage, builder: Builder, parent: _Parent) -> None:
    """Warn if the same conference is named with another year, unless as a former one."""
    for block in page.blocks:
        text = inline.plain(block.text)
        for acronym, year, start in parents_in(text):
            if acronym != parent[0] or year == parent[1]:
                continue
            around = text[max(0, start - 80) : start]
            if _FORMER.search(around) or year < parent[1] - 1:
                continue
            builder.warn(f"“{acronym} {year}” here, {parent[0]} {parent[1]} elsewhere; {parent[1]} is kept", block.line)
