"""The titles that confnotes gave to what has none of its own, in the language of a summary."""

from __future__ import annotations

from dataclasses import replace

from confnotes.exporters.languages.catalog import Catalog
from confnotes.exporters.languages.english import ENGLISH
from confnotes.model.summary import Summary, SummaryItem


def in_language(summary: Summary, terms: Catalog) -> Summary:
    """The summary with these titles in that language."""
    if terms.code == ENGLISH.code:
        return summary

    def item_in_language(item: SummaryItem) -> SummaryItem:
        if item.leads and item.title == ENGLISH.looking_back:
            return replace(item, title=terms.looking_back)
        return replace(item, title=terms.untitled) if item.title == ENGLISH.untitled else item

    parts = tuple(
        replace(
            part,
            sessions=tuple(
                replace(session, items=tuple(map(item_in_language, session.items))) for session in part.sessions
            ),
        )
        for part in summary.parts
    )
    return replace(summary, parts=parts, others=tuple(map(item_in_language, summary.others)))
