"""People whom a page names outside of its lists of people: in sentences, in labelled lines, and alone in timetables."""

from __future__ import annotations

import re
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.names import clean_name, is_likely_name
from confnotes.importers.facts.people import in_role, read_people, role_at
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.page import ParsedPage
from confnotes.importers.pages.sections import Topic
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Role, Speaker

_FEWEST_SURE = 2  # items that surely are only a person
_FEWEST = 3  # words that may be surnames
_NEARLY_ALL = 0.8  # of the talks
_SURNAME = re.compile(r"(?=[^\W\d_a-z])[^\W\d_][\w'’-]*[^\W\d_A-Z]")
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


def read_stated_people(page: ParsedPage, builder: Builder) -> None:
    """Read people outside of sections for people; within a timetable, such lines only name organizers."""
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
    """A line without bold marks around its label."""
    label = re.match(r"^\s*(\*\*|__)([^*_]{3,40}?)(:?)\1(:?)", text)
    if label is None:
        return text if "](" in text else inline.plain(text)
    return f"{label.group(2)}{label.group(3) or label.group(4)}{text[label.end() :]}"


def settle_speakers(builder: Builder) -> None:
    """Complete the speakers of the items that were read, and list them among the people."""
    for item in builder.items():
        if item.kind is Kind.KEYNOTE:
            item.speakers = in_role(item.speakers, Role.KEYNOTE)
    _take_names_alone(builder)
    for item in builder.items():
        for speaker in item.speakers:
            known = builder.people.get(fold(speaker.name))
            if known is not None and speaker.role is Role.SPEAKER and Role.KEYNOTE in known.roles:
                continue
            builder.add_person(speaker)


def _take_names_alone(builder: Builder) -> None:
    """Take titles for the speakers that they name where nearly all items of a timetable are people by their surnames.

    Nothing tells a surname alone from a title: “Satake”, as timetables of mathematicians have it.
    """
    talks = [item for item in builder.items() if item.kind in (None, Kind.TALK, Kind.KEYNOTE) and item.times]
    sure = [item for item in talks if item.speakers and item.title is None]
    untold = [item for item in talks if item.title and not item.speakers and item_kind(item.title) is None]
    surnames = [item for item in untold if _SURNAME.fullmatch(clean_name(item.title or ""))]
    if len(sure) < _FEWEST_SURE or len(surnames) < _FEWEST or len(sure) + len(surnames) < _NEARLY_ALL * len(talks):
        return
    for item in untold:
        name = clean_name(item.title or "")
        if item in surnames or is_likely_name(name):
            item.speakers, item.title = [Speaker(name, role=role_at(item.kind))], None
