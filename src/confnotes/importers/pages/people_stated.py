"""People whom a page names in a line or sentence of its own: “Organizers: A, B”, “The speakers are A (X) and B (Y).”"""

from __future__ import annotations

import re
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.people import read_people
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.page import Page
from confnotes.importers.pages.sections import Topic
from confnotes.model.program import Role

_ROLES = (
    (re.compile(r"organi[sz]", re.IGNORECASE), Role.ORGANIZER),
    (re.compile(r"keynote|plenary", re.IGNORECASE), Role.KEYNOTE),
    (re.compile(r"panel", re.IGNORECASE), Role.PANELIST),
    (re.compile(r"chair", re.IGNORECASE), Role.CHAIR),
    (re.compile(r"speaker|lecturer|instructor|tutor|teacher", re.IGNORECASE), Role.SPEAKER),
)
_WHICH = "local|workshop|main|invited|keynote|confirmed|plenary|course|our|the|general|programme?"
_SPEAKING = "keynotes?|speakers?|panell?ists?|lecturers?|instructors?|tutors?|chairs?"
_WHO = rf"(?:(?:{_WHICH})\s+){{0,3}}(?:organi[sz]ers?|organi[sz]ing committee|{_SPEAKING})"
_ORGANISERS = "organi[sz]ed by|organisation|veranstalter|organisateurs|organizzatori"
_LINE = re.compile(rf"^\W*(?P<who>{_WHO}|{_ORGANISERS})\s*[:：]\s*(?P<people>\S.+)$", re.IGNORECASE | re.DOTALL)
_THEY_ARE = rf"(?P<who>{_WHO})\s+(?:are|is|include|will be|were)\s*:?\s+"
_ORGANISED_BY = r"(?:[^.!?]{0,80}\s)?(?P<by>organi[sz]ed)\s+by\s+"
_PEOPLE = r"(?P<people>[A-Z\[*][^!?;:]{5,600}?)(?:\.(?=\s+[A-Z]|\s*$)|$)"
_SENTENCE = re.compile(rf"(?:^|(?<=[.!?]\s))(?:{_THEY_ARE}|{_ORGANISED_BY}){_PEOPLE}", re.IGNORECASE)


def read_stated_people(page: Page, builder: Builder) -> None:
    """Read them outside of the sections that list people; within a timetable only organizers stand in such a line."""
    for section in page.sections:
        topic = section.section.topic
        if topic in (Topic.PEOPLE, Topic.TALKS, Topic.PAPERS, Topic.CALL, Topic.DATES):
            continue
        for block in section.blocks:
            if block.kind not in (BlockKind.TEXT, BlockKind.ITEM) or len(block.text) > 1500:
                continue
            text = _unmarked_label(block.text)
            match = _LINE.match(text) or _SENTENCE.search(text)
            if match is None:
                continue
            said = match.group("who") or match.group("by")
            role = next((role for pattern, role in _ROLES if pattern.search(said)), Role.ORGANIZER)
            if topic is Topic.SCHEDULE and role is not Role.ORGANIZER:
                continue
            people = read_people(match.group("people"))
            if match.re is _SENTENCE and not all(person.name[:1].isupper() for person in people):
                continue
            for person in people:
                builder.add_listed(replace(person, role=role), (role,))


def _unmarked_label(text: str) -> str:
    """A line whose label is bold, without those marks."""
    label = re.match(r"^\s*(\*\*|__)([^*_]{3,40}?)(:?)\1(:?)", text)
    if label is None:
        return text if "](" in text else inline.plain(text)
    return f"{label.group(2)}{label.group(3) or label.group(4)}{text[label.end() :]}"
