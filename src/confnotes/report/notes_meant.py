"""Resolve links in a summary to notes, in the user's and other people's vaults, filtered for the audience."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from confnotes.catalogue.audience.audience_filter import AudienceFilter, Trim
from confnotes.catalogue.audience.short_names import ShortNames
from confnotes.catalogue.searching.find import outlines
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import LinkNames
from confnotes.markup.query_block import without_queries
from confnotes.model.note import Note
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.authors import NoteAuthors
from confnotes.report.other_vaults import place_of
from confnotes.report.own_parts import without_own
from confnotes.vault.vault import Vault


def trimmed(order: SummaryOrder, authors: NoteAuthors) -> Trim:
    """Takes out of a note what the order's audience does not get, such as a paper that only a task names; else None."""
    if not order.withheld:
        return None
    return lambda note: without_own(note, order.withheld, authors.first_names(str(note.path)))[0]


class NotesMeant:
    """Finds notes by links. `prepared` processes a note for the summary, `short` shortens names in it, and `trim` takes
    out what its readers do not get.
    """

    def __init__(
        self,
        vaults: Mapping[int, tuple[str | None, Vault]],
        audience: Audience,
        prepared: Callable[[Note], Note],
        short: ShortNames | None = None,
        trim: Trim = None,
    ) -> None:
        self._trim = trim
        self._vaults = {number: vault for number, (_, vault) in vaults.items()}
        self._audience = audience
        self._prepared = prepared
        self._short = short
        self._readers = cache(self._reader)
        self._names = cache(self._named)

    def has(self, target: str) -> bool:
        """Whether the user's vault has a note of that name."""
        return bool(self._names(0).resolve(target))

    def meant(self, target: str, source: str) -> Note | str | None:
        """The note that a link in the note at `source` means; a text if it does not exist; None if it is hidden."""
        number, source = place_of(source)
        paths = self._names(number).resolve(target, source) if target else [source]
        if not paths:
            return f"no note “{target}”"
        shown, untouched = self._readers(number)
        try:
            note = shown.note(self._vaults[number].note(paths[0]), untouched)
        except ConfnotesError as error:
            return error.message
        if note is None:
            return None
        if number:
            note = self._readers(0)[0].concealed(
                replace(note, path=f"/{number}" / note.path, body=without_queries(note.body))
            )
        note = self._trim(note) if self._trim else note
        return self._prepared(self._short.note(note) if self._short else note)

    def _reader(self, number: int) -> tuple[AudienceFilter, Untouched]:
        vault = self._vaults[number]
        return AudienceFilter(vault, self._audience, is_mine=number == 0), Untouched.of(vault)

    def _named(self, number: int) -> LinkNames:
        vault = self._vaults[number]
        return LinkNames(vault.note_paths()) if number else LinkNames.of(outlines(vault))
