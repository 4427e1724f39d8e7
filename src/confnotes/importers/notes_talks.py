"""Where talks begin in a page of notes: headings and first lines of paragraphs that people, times or links follow."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from confnotes.importers import inline
from confnotes.importers.dates import find_dates
from confnotes.importers.entries import read_entry
from confnotes.importers.kinds import PREFIX, label_kind
from confnotes.importers.labels import split_label
from confnotes.importers.notes_lines import NoteLine, Role, event_id, names_session, numbered_title
from confnotes.importers.sections import classify
from confnotes.importers.times import leading_time
from confnotes.model.program import Kind

_ABOUT = (Role.PEOPLE, Role.RESOURCE, Role.LABELLED, Role.TIME)


def talk_starts(lines: list[NoteLine]) -> dict[int, bool]:
    """The lines (by index) at which a talk begins; True for headings."""
    starts: dict[int, bool] = {}
    for number, line in enumerate(lines):
        if line.role is Role.HEADING:
            if (
                not find_dates(inline.plain(line.text))
                and not names_session(line.text)
                and _heading_is_talk(lines, number)
            ):
                starts[number] = True
        elif (
            line.role in (Role.TITLE_LINK, Role.TEXT, Role.LABELLED)
            and _begins_paragraph(lines, number)
            and _paragraph_is_talk(lines, number)
        ):
            starts[number] = False
    levels = Counter(lines[number].level for number, heading in starts.items() if heading)
    if levels:
        level = levels.most_common(1)[0][0]
        first = min(starts)
        for number, line in enumerate(lines):
            plain_heading = (
                line.role is Role.HEADING and line.level == level and number not in starts and number > first
            )
            if (
                plain_heading
                and not find_dates(inline.plain(line.text))
                and not names_session(line.text)
                and classify(line.text) is None
            ):
                starts[number] = True
    return dict(sorted(starts.items()))


def next_headings(lines: list[NoteLine]) -> dict[int, int]:
    """For each heading, by index, the index of the heading after it."""
    headings = [number for number, line in enumerate(lines) if line.role is Role.HEADING]
    return dict(pairwise(headings))


def _heading_is_talk(lines: list[NoteLine], number: int) -> bool:
    text = lines[number].text
    visible = inline.plain(text)
    label = PREFIX.match(visible)
    if (
        label
        and visible[label.end() :].strip()
        and label_kind(label.group("label")) not in (None, Kind.WORKSHOP, Kind.PANEL)
    ):
        return True
    entry = read_entry(text)
    if entry.title and entry.speakers:
        return True
    if any(event_id(anchor.url) for anchor in inline.anchors(text)) or (
        leading_time(visible) is not None and len(visible) > 12
    ):
        return True
    if classify(text) is not None:
        return False
    following = [line for line in lines[number + 1 : number + 6] if line.role is not Role.BLANK][:2]
    return bool(following) and (
        following[0].role in (Role.PEOPLE, Role.TIME, Role.RESOURCE)
        or tells_of_talk(following[0])
        or (following[0].role is Role.TITLE_LINK and following[0].text.startswith(("http", "<http")))
    )


def tells_of_talk(line: NoteLine) -> bool:
    """Whether a labelled line says something of a talk: speaker, time, room, slides."""
    found = split_label(line.text) if line.role is Role.LABELLED else None
    return found is not None and found[0] in (
        "speaker",
        "author",
        "time",
        "date",
        "room",
        "chair",
        "link slides",
        "link video",
    )


def _begins_paragraph(lines: list[NoteLine], number: int) -> bool:
    """After a blank line or heading, or after the time and place lines of a session."""
    while number and lines[number - 1].role in (Role.TIME, Role.ROOM):
        number -= 1
    return number == 0 or lines[number - 1].role in (Role.BLANK, Role.HEADING, Role.NOTES_LABEL)


def _paragraph_is_talk(lines: list[NoteLine], number: int) -> bool:
    line = lines[number]
    after = lines[number + 1] if number + 1 < len(lines) else None
    about = after is not None and after.role in _ABOUT and (after.role is not Role.LABELLED or tells_of_talk(after))
    if line.role is Role.TITLE_LINK:
        anchor = inline.sole_anchor(line.text)
        return about or (anchor is not None and event_id(anchor.url) is not None and anchor.label != anchor.url)
    if line.role is Role.LABELLED:
        found = split_label(line.text)
        return found is not None and found[0] == "title" and about
    numbered = numbered_title(line.text)
    if (
        numbered
        and after is not None
        and ((line.broken and after.role in (Role.PEOPLE, Role.RESOURCE)) or after.role is Role.PEOPLE)
    ):
        return True
    short = len(line.text) < 250 and not line.text.endswith((".", ":", ","))
    return (
        short
        and about
        and after is not None
        and (line.broken or inline.is_bold(line.text))
        and not line.text.startswith(("- ", "* "))
    )
