"""A summary without a list of references: a site has pages for them, and some forms leave them out."""

from __future__ import annotations

from dataclasses import replace

from confnotes.model.summary import Summary, SummaryItem


def without_numbers(summary: Summary) -> Summary:
    """The summary with links and next steps that have no numbers of references."""

    def bare(items: tuple[SummaryItem, ...]) -> tuple[SummaryItem, ...]:
        return tuple(
            replace(item, links=tuple(replace(link, number=None) for link in item.links)) if item.links else item
            for item in items
        )

    return replace(
        summary,
        parts=tuple(
            replace(part, sessions=tuple(replace(one, items=bare(one.items)) for one in part.sessions))
            for part in summary.parts
        ),
        others=bare(summary.others),
        actions=tuple(replace(one, reference=None) for one in summary.actions),
    )
