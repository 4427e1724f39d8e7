"""The titles of a summary for every form that people read: formulas as Unicode, names of folders and files as words,
and nobody named twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from confnotes.markup.math.titles import shown_title
from confnotes.markup.names import fold
from confnotes.model.program import Resource
from confnotes.model.summary import Summary, SummaryItem, SummarySession

_FILE_NAME = re.compile(r"[^\W_]+(?:_[^\W_]+)+|[^\W_]+(?:-[^\W_]+){2,}")
"""A title that was taken from a folder or a file: `t-digest` is none."""

_SLUG_OF_CONFERENCE = re.compile(r"[^\W_]+(?:[-_ ]+[^\W_]+)+")


def with_shown_titles(summary: Summary) -> Summary:
    """The summary with the titles of its talks, sessions and links as people read them."""
    if len(summary.conferences) == 1 and summary.conferences[0].name == summary.title:
        name = _conference_name(summary.title)
        summary = replace(summary, title=name, conferences=(replace(summary.conferences[0], name=name),))
    return replace(
        summary,
        title=shown_title(summary.title),
        parts=tuple(replace(part, sessions=tuple(map(_session, part.sessions))) for part in summary.parts),
        others=_items(summary.others),
        references=tuple(replace(one, resource=_resource(one.resource)) for one in summary.references),
        timeline=tuple(
            replace(day, slots=tuple(replace(slot, title=shown_title(slot.title)) for slot in day.slots))
            for day in summary.timeline
        ),
    )


def _conference_name(name: str) -> str:
    """A name in lower case, such as that of a folder, with capitals: `Euruko 2022`."""
    if name != name.lower() or not _SLUG_OF_CONFERENCE.fullmatch(name):
        return name
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_ ]+", name))


def _title(title: str) -> str:
    """A title as people read it; one from the name of a file in words."""
    if title == title.lower() and _FILE_NAME.fullmatch(title):
        title = re.sub(r"[-_]+", " ", title)
        title = title[:1].upper() + title[1:]
    return shown_title(title)


def _session(session: SummarySession) -> SummarySession:
    title = session.title and shown_title(session.title)
    return replace(session, title=title, items=_items(session.items))


def _items(items: Iterable[SummaryItem]) -> tuple[SummaryItem, ...]:
    return tuple(
        replace(
            item,
            title=_title(item.title),
            session=item.session and shown_title(item.session),
            speakers=() if _is_named_as_its_speaker(item) else item.speakers,
            links=tuple(replace(link, resource=_resource(link.resource)) for link in item.links),
        )
        for item in items
    )


def _is_named_as_its_speaker(item: SummaryItem) -> bool:
    return len(item.speakers) == 1 and fold(item.speakers[0].name) == fold(item.title)


def _resource(resource: Resource) -> Resource:
    return replace(resource, title=shown_title(resource.title)) if resource.title else resource
