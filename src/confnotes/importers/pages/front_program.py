"""An event in a page's front matter: people by role, time and place, and a schedule as a list of maps."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.kinds import item_kind, word_kind
from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.facts.people import is_placeholder, read_people, read_person
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.entries import read_entry
from confnotes.importers.pages.event_fields import Fields
from confnotes.importers.pages.html_lines import fragments
from confnotes.importers.pages.page import ParsedPage
from confnotes.importers.pages.sections import Topic, classify
from confnotes.markup.clock_times import TimeRange, find_times, leading_time
from confnotes.model.program import Kind, Role, Speaker

_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")


def read_front_people(page: ParsedPage, builder: Builder) -> None:
    """Read lists of people under keys such as `speakers:` or `organizers:`, each entry a name, a line or a map."""
    for key, value in page.fields.items():
        section = classify(key.replace("_", " "))
        if section is None or section.topic is not Topic.PEOPLE or not isinstance(value, list | str):
            continue
        for person in people_of(value, section.role or Role.SPEAKER):
            builder.add_listed(person, (section.role,) if section.role else ())


def people_of(value: object, role: Role) -> list[Speaker]:
    """The people of a value of front matter."""
    if isinstance(value, str):
        text = html.unescape(value)
        if is_placeholder(text) or "{{" in text or item_kind(text) in (Kind.BREAK, Kind.SOCIAL):
            return []
        people = read_people(text, role)
        return people or [person for person in (read_person(text, role, certain=True),) if person]
    if isinstance(value, list):
        return [person for each in value for person in people_of(each, role)]
    if isinstance(value, Mapping):
        fields = Fields({str(key): item for key, item in value.items()})
        name = fields.text("name") or " ".join(part for part in (fields.text("given"), fields.text("family")) if part)
        if name and not is_placeholder(name):
            return [Speaker(inline.plain(name), fields.text("affiliation"), fields.text("website"), role)]
    return []


def read_front_schedule(page: ParsedPage, builder: Builder) -> None:
    """Read a list of maps under `schedule:` or the like: time, title, speaker."""
    for key, value in page.fields.items():
        section = classify(key.replace("_", " "))
        if section is None or section.topic is not Topic.SCHEDULE or not isinstance(value, list):
            continue
        draft = SessionDraft(page.field_lines.get(key, 1))
        for number, each in enumerate(value):
            if isinstance(each, Mapping):
                item = _item(each, page.field_lines.get(key, 1) + number, builder)
                if item is not None:
                    draft.items.append(item)
        if draft.items:
            builder.sessions.append(draft)


def _item(value: Mapping[object, object], line: int, builder: Builder) -> TalkDraft | None:
    fields = Fields({str(key): item for key, item in value.items()})
    text = next((found for key in ("title", "topic", "event") if (found := fields.text(key))), "")
    entry = read_entry(text, set(builder.people))
    speakers = people_of(fields.first("speaker"), Role.SPEAKER) or entry.speakers
    if not text and not speakers:
        return None
    start = str(fields.first("time") or fields.first("start") or "")
    dates = find_dates(start)
    day = dates[0].start.on(builder.conference.year) if dates else builder.conference.start_date
    kind = word_kind(fields.text("kind") or fields.text("type") or "") or entry.kind
    if kind is Kind.KEYNOTE:
        speakers = [replace(each, role=Role.KEYNOTE) for each in speakers]
    abstract = fields.text("abstract")
    return TalkDraft(
        line,
        entry.title,
        kind=kind,
        times=_times(start, str(fields.first("end") or "")),
        day=day,
        room=fields.text("room") or entry.room,
        speakers=speakers,
        resources=entry.resources,
        abstract=[abstract] if abstract else [],
    )


def _times(start: str, end: str) -> TimeRange | None:
    times = leading_time(start) or next(iter(find_times(start)), None)
    if times is not None and times.end is None and (closing := leading_time(end)):
        return TimeRange(times.start, closing.start, times.begin, times.stop)
    return times


def front_lines(page: ParsedPage) -> list[tuple[str, int]]:
    """Time and place as lines, from fields such as `date:` and `location:`, for the reader of facts."""
    out: list[tuple[str, int]] = []
    fields = Fields(page.fields)
    for key in ("subtitle", "description", "tagline", "excerpt"):
        value = page.fields.get(key)
        if isinstance(value, str) and len(value) <= LONGEST_LINE and page.fields.get("layout") != "post":
            pieces, _ = fragments(value)
            out += [(each.text, page.field_lines.get(key, 1)) for each in pieces]
    for meaning, label in (("start", "Date"), ("place", "Where"), ("venue", "Where")):
        found, value = fields.entry(meaning)
        if found is None or not isinstance(value, str | int) or page.fields.get("layout") == "post":
            continue
        text = str(value)
        if found == "date" and _STAMP.match(text):  # quoted or not, when a tool made the page
            continue
        if meaning == "start" and (more := fields.text("end")) and find_dates(more):
            text = f"{text} to {more}"
        out.append((f"{label}: {text}", page.field_lines.get(found, 1)))
    return out
