"""Which conference a page is about: name, edition, year and what it is part of, from front matter, titles and text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import LONG_NAMES, is_series, parents_in
from confnotes.importers.facts.dates import find_dates, find_years
from confnotes.importers.facts.names import name_likeness
from confnotes.importers.facts.places import CITIES
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.html_lines import fragments
from confnotes.importers.pages.identity_prose import CONFERENCE_WORD, name_in_prose
from confnotes.importers.pages.page import ParsedPage
from confnotes.importers.pages.sections import classify
from confnotes.markup.clock_times import find_times

_FIELDS_IN_ORDER = (
    "conference conference_name event event_name workshop workshop_title workshop_name home_title site_title "
    "long_title full_title heading headline title name series seminar"
)
_NAME_FIELDS = tuple(_FIELDS_IN_ORDER.split())
_FRONT = r"home(?:\s?page)?|index|main|welcome|overview|about|workshops?|events?|program(?:me)?|schedule|agenda"
_NO_VALUE = "page|false|true|none|null|default|untitled|readme"
_BESIDE = "notes?|talks?|news|events?|contact|registration|venue"
_GENERIC = re.compile(rf"(?:{_FRONT}|speakers?|organizers?|call.*|{_NO_VALUE}|{_BESIDE}|\W*)", re.IGNORECASE)
_JOINS = re.compile(
    r"(?:\b(?:of|on|and|for|the|in|with|to|a|an|at|from|via|by|towards?|meets|de|für|und)|[:&,–-])$", re.IGNORECASE
)
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
_PROGRAM = "schedule|program(?:me)?"
_TALK_NOTES = r"talk\s+links(?:\s+and\s+notes)?|talk\s+notes"
_OWN_NOTES = r"(?:(?:conference\s+|my\s+)|(?<=\d\d\s)|(?<=[:,|–-]\s))notes"
_STATE = rf"(?:final|tentative|preliminary|full|workshop)\s+(?:{_PROGRAM})"
_PURPOSE_LAST = (
    rf"(?:{_PROGRAM}|agenda|timetable|{_TALK_NOTES}|{_OWN_NOTES}|documentation|{_STATE}|home\s?page|website|overview)"
)
_PURPOSE = re.compile(
    rf"\s*(?:[-–—|:,]\s*)?\b(?:conference\s+)?{_PURPOSE_LAST}\s*$"
    rf"|^(?:(?:my|some|the)\s+)?(?:notes|{_PROGRAM}|agenda)\s+(?:from|of|for|on)\s+(?:the\s+)?",
    re.IGNORECASE,
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


def identify(page: ParsedPage, builder: Builder) -> None:
    """Set name, edition, part_of and year of the builder's conference."""
    name, _line, extra = _stated_name(page)
    edition: str | None = None
    parent: tuple[str, int] | None = None
    for text in extra:
        found = _parents(text)
        if found and (is_series(found[0][0]) or _WORKSHOP.search(text)) and name:
            parent = parent or (found[0][0], found[0][1])
        elif _EDITION_LINE.match(text) and edition is None:
            edition = text.strip("()")
    if name:
        own = _OWN_SHORT.search(name)
        own = own if own and not is_series(own.group("short").split()[0]) else None
        whole, name = name, name[: own.start()].strip() if own else name
        name, parent = _without_parent(name, parent)
        name = _without_day(name)
        name = _PURPOSE.sub("", name).strip(" :-–—|,") or name
        ordinal = _ORDINAL.search(name)
        edition = edition or (ordinal.group(1) if ordinal else None)
        if own and edition is None:
            edition = own.group("short")
        elif own:
            name = whole
    parent = _parent_in_text(page, builder, parent, name)
    is_part = parent is not None and not _is_itself(name, parent)
    year = (
        parent[1] if parent else next(iter(find_years(name or "")), None) or next(iter(find_years(edition or "")), None)
    )
    part_of = f"{parent[0]} {parent[1]}" if parent and is_part else None
    builder.conference = replace(builder.conference, name=name, edition=edition, part_of=part_of, year=year)
    if parent:
        _contradictions(page, builder, parent)


def _parents(text: str) -> list[tuple[str, int, int]]:
    """The conferences that a line names with their year, known series first."""
    return sorted(parents_in(text), key=lambda found: not is_series(found[0]))


def _stated_name(page: ParsedPage) -> tuple[str | None, int | None, list[str]]:
    """The name as a field or title gives it, and the short lines beside it."""
    hosts: list[str] = []
    for key in _NAME_FIELDS:
        value = page.fields.get(key)
        if isinstance(value, str) and value.strip() and not _GENERIC.fullmatch(value.strip()) and "{{" not in value:
            text = inline.without_emoji(inline.plain(value))
            parents = parents_in(text)
            if (
                parents
                and is_series(parents[0][0])
                and len(text.split()) <= 2
                and page.fields.get("title")
                and key != "title"
            ):
                hosts.append(text)
                continue
            if key not in ("title", "name") or classify(text) is None:
                return (
                    text,
                    page.field_lines.get(key),
                    [*hosts, *_beside(page)],
                )
    preamble = page.sections[0]
    headings = [
        block
        for section in page.sections
        for block in ([section.heading] if section.heading else []) + section.blocks
        if block.kind is BlockKind.HEADING
    ]
    for block in sorted(headings, key=lambda each: (each.level, each.line))[:12] if not page.plain_text else []:
        text = inline.without_emoji(inline.plain(block.text))
        if _may_be_name(text) and block.line <= _first_content(page):
            beside = [
                inline.plain(each.text)
                for each in preamble.blocks
                if each.kind is not BlockKind.BLANK and len(each.text) < 160 and each.line != block.line
            ]
            return text, block.line, beside[:8]
    if page.title and _may_be_name(inline.plain(page.title)):
        titles = [part.strip() for part in re.split(r"\s+[|–—-]\s+", inline.plain(page.title))]
        return max((each for each in titles if _may_be_name(each)), key=len, default=None), None, []
    name, line, beside = _name_of_lines(page)
    return (name, line, beside) if name else (*name_in_prose(page), [*_beside(page), *beside])


def _beside(page: ParsedPage) -> list[str]:
    """The short fields that stand beside a title."""
    values = (page.fields.get("subtitle"), page.fields.get("description"))
    return [
        " ".join(each.text for each in fragments(value)[0])
        for value in values
        if isinstance(value, str) and len(value) < 300
    ]


def _first_content(page: ParsedPage) -> int:
    """The line by which a title must have come: the second section, or the end of a page without any."""
    named = [section.heading.line for section in page.sections if section.heading is not None]
    return named[0] if named else 10**9


def _may_be_name(text: str) -> bool:
    if not 3 < len(text) < 200 or _GENERIC.fullmatch(text) or classify(text) is not None:
        return False
    rest = text
    for found in reversed(find_dates(text)):
        rest = rest[: found.begin] + rest[found.stop :]
    if (
        len(re.sub(r"[\W\d]|monday|tuesday|wednesday|thursday|friday|saturday|sunday", "", rest, flags=re.IGNORECASE))
        < 4
    ):
        return False
    return (
        not find_times(text)
        and not re.match(r"^\W*(?:click|register|submit|join|please|see|talk|session|day)\b", text, re.IGNORECASE)
        and name_likeness(text) < 0.9
    )


def _name_of_lines(page: ParsedPage) -> tuple[str | None, int | None, list[str]]:
    """The first lines of a text page; a line that ends in “of” or a colon goes on in the next."""
    texts: list[tuple[str, int]] = []
    for block in page.sections[0].blocks:
        if block.kind is BlockKind.BLANK:
            continue
        text = inline.plain(block.text)
        if (
            (block.kind is not BlockKind.TEXT and block.kind is not BlockKind.HEADING)
            or len(text) > 140
            or re.search(r"[.!?]\s", text)
        ):
            break
        texts.append((text, block.line))
    name, line, used = None, None, 0
    for number, (text, where) in enumerate(texts):
        if find_dates(text) or find_times(text) or "@" in text:
            break
        if name is None:
            if (_may_be_name(text) and not parents_in(text)) or (
                parents_in(text) and _WORKSHOP.search(text) and len(text) > 25
            ):
                name, line = text, where
            elif parents_in(text):
                continue
            else:
                break
        elif _JOINS.search(name):
            name = f"{name} {text}"
        else:
            break
        used = number + 1
    if name is not None and not CONFERENCE_WORD.search(page.text()[:20000]):
        return None, None, []
    rest = [text for text, _ in texts[:used] if name and text not in name] + [text for text, _ in texts[used:]]
    return name, line, rest[:6]


def _without_parent(name: str, parent: tuple[str, int] | None) -> tuple[str, tuple[str, int] | None]:
    """`X Workshop @ ICML 2024` is the X Workshop, part of ICML 2024; a parent inside the name stays in it."""
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


def _without_day(name: str) -> str:
    """A name without the day that a page of it is about."""
    for found in reversed(find_dates(name)):
        behind = name[found.stop :].strip(" ,;:–—-|(")
        name = name[: found.begin] + " " + ("" if behind.split(",")[0].lower() in CITIES else name[found.stop :])
    name = _DAY.sub(" ", name)
    name = re.sub(r"(?:\s*,){2,}", ",", name)
    return inline.squeeze(name).strip(" ,:;–—-|(") or name


def _is_itself(name: str | None, parent: tuple[str, int]) -> bool:
    """Whether the page is about the conference, not about something at it."""
    if name is None:
        return True
    return re.fullmatch(
        rf"(?:the\s+)?{re.escape(parent[0])}\W*(?:{parent[1]})?(?:\s+conference)?", name, re.IGNORECASE
    ) is not None or (not _WORKSHOP.search(name) and parent[0] in name and len(name.split()) <= 4)


def _parent_in_text(
    page: ParsedPage, builder: Builder, parent: tuple[str, int] | None, name: str | None
) -> tuple[str, int] | None:
    """The conference that the text says this is part of, where the titles do not."""
    if parent is not None:
        return parent
    workshop = _WORKSHOP.search(name or "") is not None
    votes: Counter[tuple[str, int]] = Counter()
    for block in page.blocks:
        if len(block.text) < 5:
            continue
        text = inline.plain(block.text)
        for acronym, year, start in parents_in(text):
            stated = _PART.search(text[max(0, start - 45) : start]) or _ITS_WORKSHOP.match(text, start, start + 60)
            known = is_series(acronym) or (workshop and stated)
            if not known or _FORMER.search(text[max(0, start - 60) : start]):
                continue
            weight = 4 if stated else 3 if block.kind is BlockKind.HEADING else 1
            if weight > 1 or workshop:
                votes[(acronym, year)] += weight
    if votes:
        (acronym, year), weight = votes.most_common(1)[0]
        return (acronym, year) if weight >= 1 else None
    text = inline.plain(page.text()[:50000])
    long_name = next((acronym for pattern, acronym in LONG_NAMES if pattern.search(text)), None)
    if long_name and name and _WORKSHOP.search(name):
        years = list(find_years(name))
        if years:
            return long_name, years[0]
    return None


def _contradictions(page: ParsedPage, builder: Builder, parent: tuple[str, int]) -> None:
    """The same conference named with another year, where it is not said to be a former one."""
    for block in page.blocks:
        text = inline.plain(block.text)
        for acronym, year, start in parents_in(text):
            if acronym != parent[0] or year == parent[1]:
                continue
            around = text[max(0, start - 80) : start]
            if _FORMER.search(around) or year < parent[1] - 1:
                continue
            builder.warn(f"“{acronym} {year}” here, {parent[0]} {parent[1]} elsewhere; {parent[1]} is kept", block.line)
