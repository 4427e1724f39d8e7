"""The titles of a summary for every form that people read: formulas as Unicode, and nobody named twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from confnotes.markup.math.titles import shown_title
from confnotes.markup.names import fold
from confnotes.model.program import Resource
from confnotes.model.summary import Summary, SummaryItem, SummarySession


def with_shown_titles(summary: Summary) -> Summary:
    """The summary with the titles of its talks, sessions and links as people read them."""
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


def _session(session: SummarySession) -> SummarySession:
    title = session.title and shown_title(session.title)
    return replace(session, title=title, items=_items(session.items))


def _items(items: Iterable[SummaryItem]) -> tuple[SummaryItem, ...]:
    return tuple(
        replace(
            item,
            title=shown_title(item.title),
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
