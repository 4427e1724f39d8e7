"""Report notes with unresolved git merge conflicts, and unreadable files of other people.

Only the author sees these messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from confnotes.markup.damage_words import describe_unfinished_merge
from confnotes.markup.merge_marks import BEGIN, END
from confnotes.model.note import Note
from confnotes.model.summary import Audience, Summary, SummaryOrder
from confnotes.report.items import RankedItem
from confnotes.report.sources import SummarySource
from confnotes.vault.vault import Vault


def unreadable(
    order: SummaryOrder, sources: Iterable[SummarySource], within: Sequence[RankedItem], summary: Summary
) -> tuple[str, ...]:
    """Notes of this order with an unresolved git merge conflict, and unreadable files in other people's vaults, one
    line each.
    """
    paths = {path for one in within for path in one.paths}
    keys = {one.key for one in within if one.key}
    whole = summary.day is None and summary.query is None
    return tuple(
        dict.fromkeys(
            line
            for source in sources
            for line in (
                *(
                    unfinished_merge_line(note, order.audience)
                    for note in (*source.unmerged, *filter(None, [source.own]))
                    if note.unmerged and (whole or str(note.path) in paths or note.talk_key in keys)
                ),
                *source.damaged,
            )
        )
    )


def unfinished_merge_line(note: Note, audience: Audience) -> str:
    """The message about a conflict; notes of others, which have absolute paths, are always skipped."""
    is_told = audience is Audience.ME and not note.path.is_absolute()
    return f"{describe_unfinished_merge(note)}{'' if is_told else '; skipped the note'}"


def half_merged(vault: Vault, names: Iterable[str]) -> Iterator[Note]:
    """The notes of these conferences with an unresolved git merge conflict; others are not parsed."""
    for name in names:
        for path in vault.note_paths(name):
            text = vault.read(path).text
            if (BEGIN in text or END in text) and (note := vault.note(path)).unmerged:
                yield note
