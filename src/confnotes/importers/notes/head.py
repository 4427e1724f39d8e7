"""The heading of a talk in notes: its title, people and kind, and merging it with a talk of the timetable."""

from __future__ import annotations

import re
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.names import is_certain_name, is_likely_name
from confnotes.importers.facts.people import read_people, read_person
from confnotes.importers.notes.facts import Facts, read_title
from confnotes.importers.notes.headings import TalkHeading, without_handles
from confnotes.importers.pages.builder import TalkDraft
from confnotes.importers.pages.entries import read_entry
from confnotes.model.program import Speaker

_NOTES_TAIL = re.compile(r"\s+(?:talk\s+)?notes$", re.IGNORECASE)
_TALK_NUMBER = re.compile(r"^(?:talks?|presentation|vortrag|exposé)\s*#?\d{1,2}\s*[:.–—-]\s*(?=\S)", re.IGNORECASE)
_LABEL = re.compile(r"^(?:talk|session|presentation):\s+(?=\S)", re.IGNORECASE)
_TITLE_AND_NAME = re.compile(
    r"[^_]*-[^_]*_(?P<dashed>[^\W\d_]+[-_][^\W\d_]+)|[^-]*_[^-]*-(?P<lined>[^\W\d_]+_[^\W\d_]+)"
)
_FROM = re.compile(r"\s+[-–—]\s+(?:from|at)\s+([A-Z][^()|]{1,40})$")


def heading_text(text: str, *, room_slot: bool = False) -> tuple[str, Facts]:
    """A heading as title and people (still Markdown) without its list number, and its time and place."""
    text = _FROM.sub(r" (\1)", _TALK_NUMBER.sub("", _LABEL.sub("", text)))
    return read_title(without_handles(text) or text, room_slot=room_slot)


def only_title(text: str) -> TalkHeading | None:
    """A heading as a title only, if alone its form would suggest a person, but the other headings are titles."""
    title = heading_text(text)[0]
    entry = read_entry(title)
    doubtful = entry.speakers and all(map(is_doubtful, entry.speakers))
    return TalkHeading(inline.plain(title), ()) if doubtful else None


def take_title(item: TalkDraft, text: str, *, room_slot: bool, read: TalkHeading | None = None) -> Facts:
    """Store title, speakers and kind in an item; returns the other facts. `read` is its reading among others."""
    title, facts = heading_text(text, room_slot=room_slot)
    entry = read_entry(title)
    if read is not None:
        alone, beside = read_entry(read.title), {each.name: each for each in entry.speakers}
        entry.kind = entry.kind or alone.kind
        entry.title = read.title if alone.speakers or not alone.title else alone.title
        entry.speakers = [
            replace(named, affiliation=named.affiliation or each.affiliation)
            for each in read.speakers
            for named in (beside.get(each.name, each),)
        ]
    item.title = _NOTES_TAIL.sub("", entry.title) if entry.title else None
    item.kind, item.speakers, item.room = entry.kind, list(entry.speakers), entry.room
    item.resources += entry.resources
    if item.title is None and not item.speakers:
        item.title = inline.plain(title).strip(" :–—-") or None
    return facts


def people_of_heading(text: str) -> list[Speaker]:
    """The people of a heading; text after a certain name that is not a name is the affiliation."""
    text = without_handles(text) or text
    people = read_people(text)
    sure = [is_certain_name(person.name) for person in people]
    listed = len(people) > 2 or re.search(r"\s(?:and|und|et|&)\s", text) is not None
    if len(people) > 1 and not listed and not any(sure[1:]) and (one := read_person(text)) is not None:
        return [one]
    return people


def speaker_of_file(stem: str) -> Speaker | None:
    """The person in a file name with another sign between title and name: `what_bees_know-ada_lind`."""
    found = _TITLE_AND_NAME.fullmatch(stem)
    name = re.sub(r"[-_]", " ", found["dashed"] or found["lined"]).title() if found else ""
    return Speaker(name) if is_likely_name(name) else None


def is_doubtful(speaker: Speaker) -> bool:
    """Whether a name may as well be words of a title."""
    return not is_certain_name(speaker.name)


def merge_heading(planned: TalkDraft, item: TalkDraft) -> TalkDraft:
    """A talk of the schedule with the facts of its own heading."""
    planned.id = planned.id or item.id
    planned.kind = planned.kind or item.kind
    planned.times, planned.day = planned.times or item.times, planned.day or item.day
    planned.room = planned.room or item.room
    planned.speakers = planned.speakers or item.speakers
    planned.resources += item.resources
    return planned
