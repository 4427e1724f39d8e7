"""Keep only some parts of a summary, so that every format has the same ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from confnotes.model.content import FULL, SummaryContent
from confnotes.model.summary import Grouping, Summary, SummaryItem, SummaryOrder, SummaryTopic
from confnotes.model.unnumbered import without_numbers
from confnotes.report.team import team, with_names
from confnotes.report.theme_terms import recurring_terms
from confnotes.report.theme_titles import in_title_case

_FIELDS: Final = {
    SummaryContent.HIGHLIGHTS: ("highlights",),
    SummaryContent.DIGEST: ("digest",),
    SummaryContent.TIMELINE: ("timeline",),
    SummaryContent.TOPICS: ("topics",),
    SummaryContent.COVERAGE: ("tracks",),
    SummaryContent.TEAM: ("team",),
    SummaryContent.THEMES: ("themes",),
    SummaryContent.ACTIONS: ("actions",),
    SummaryContent.POSTERS: ("posters",),
    SummaryContent.MISSED: ("missed", "later"),
    SummaryContent.REFERENCES: ("references",),
    SummaryContent.PEOPLE: ("people",),
    SummaryContent.TAGS: ("tags",),
}

_FEWEST_BESIDE_TALKS, _MOST_BESIDE_TALKS = 6, 40
"""Talks of a whole summary, which tells them in full, that begin with a line of each: fewer are seen at once, and more
are no overview.
"""


def needs_themes(order: SummaryOrder) -> bool:
    """Whether a summary has themes, which take a third of the time of a large one."""
    return SummaryContent.THEMES in order.contents or order.by is Grouping.THEME


def with_contents(summary: Summary, contents: Collection[SummaryContent], items: Sequence[SummaryItem] = ()) -> Summary:
    """The summary with only these parts; who saw which of the `items` and their digest are among them if wanted.

    If notes have several authors, their names follow its lines. Talks that are in no part stay known by their ids, for
    what refers to them.
    """
    if SummaryContent.DIGEST in contents and (contents != FULL or _is_overview(items)):
        from confnotes.report.digest import digest

        highlights = summary.highlights if SummaryContent.HIGHLIGHTS in contents else ()
        subjects = () if summary.lead else _subjects(summary, contents, items)
        summary = replace(summary, subjects=subjects, digest=digest(items, highlights))
    summary = with_names(replace(summary, team=team(items)))
    gone = [content for content in SummaryContent if content not in contents]
    if not FULL.intersection(gone):
        return summary
    changes: dict[str, Any] = {field: () for content in gone for field in _FIELDS.get(content, ())}
    if SummaryContent.HIGHLIGHTS in gone:
        changes |= {"lead": "", "subjects": ()}
    if SummaryContent.OVERVIEW in gone:
        changes["overview"] = ""
    if SummaryContent.TALKS in gone:
        changes |= {"parts": (), "others": (*summary.others, *summary.items())}
    kept = replace(summary, **changes)
    kept = without_numbers(kept) if SummaryContent.REFERENCES in gone else kept
    texts = "\n".join(_texts(kept))
    return replace(kept, photos=tuple(photo for photo in kept.photos if f"(photo:{photo.id})" in texts))


def _is_overview(items: Sequence[SummaryItem]) -> bool:
    """Whether a digest of these items is one, beside their notes."""
    return sum(item.noted for item in items) >= _FEWEST_BESIDE_TALKS and len(items) <= _MOST_BESIDE_TALKS


def _subjects(
    summary: Summary, contents: Collection[SummaryContent], items: Sequence[SummaryItem]
) -> tuple[SummaryTopic, ...]:
    """What several talks are about, where nothing that the author wrote of the conference is on the page."""
    if summary.overview and SummaryContent.OVERVIEW in contents:
        return ()
    names = (summary.title, *(conference.name or "" for conference in summary.conferences))
    noted = [item for item in items if item.noted and not item.leads]
    return tuple(replace(term, name=in_title_case(term.name)) for term in recurring_terms(noted, names))


def _texts(summary: Summary) -> Iterator[str]:
    """All texts that the summary shows."""
    yield from (summary.lead, summary.overview)
    yield from (highlight.text for highlight in summary.highlights)
    yield from (one.text for highlight in summary.highlights for one in highlight.takeaways)
    yield from (point.text for point in summary.digest)
    yield from (point.text for theme in summary.themes for point in theme.points)
    yield from (action.text for action in summary.actions)
    for item in (*summary.items(), *(one for one in summary.others if one.id in summary.listed)):
        for note in item.notes:
            yield from (note.text, note.view, note.claim, *(one.text for one in note.takeaways))
            yield from (text for one in note.questions for text in (one.text, one.answer or ""))
