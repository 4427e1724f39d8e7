"""Search for others: as if hidden content did not exist.

Hidden from the team: private notes and lines. Hidden from the public: also ratings, stars, what is marked `no-share`,
and tasks and opinions that it does not get. Query blocks are never found, because their queries may name hidden items.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from confnotes import config
from confnotes.catalogue.audience.audience_filter import AudienceFilter, Trim
from confnotes.catalogue.audience.for_audience import with_body
from confnotes.catalogue.searching.find import index_of
from confnotes.catalogue.searching.searchable import Harvester, all_marks
from confnotes.markup.query_block import has_blocks, without_blocks
from confnotes.model.hit import Hits
from confnotes.model.mark import FLAGS, Mark, Marks
from confnotes.model.note import Note, Outline
from confnotes.model.summary import Audience
from confnotes.search.engine import search
from confnotes.search.index import IndexSnapshot
from confnotes.search.update import without_traces
from confnotes.vault.layout import program_path
from confnotes.vault.vault import Vault

_MARKS = frozenset({*FLAGS, Mark.RATING})
"""Front matter marks that the public does not see."""


class SharedSearch:
    """Search restricted to an audience. Snippets of its hits are empty."""

    def __init__(self, vault: Vault, audience: Audience, at: datetime | None, trim: Trim = None) -> None:
        self._vault = vault
        self._audience = audience
        self._shown = AudienceFilter(vault, audience)
        self._at = at
        self._trim = trim

    def find(self, query: str, limit: int, sort: str) -> Hits:
        """The best `limit` hits for the audience, in that sort order."""
        seen = self._audience is not Audience.PUBLIC
        return search(
            self._index,
            query,
            marks=lambda: all_marks(self._vault) if seen else Marks(),
            limit=limit,
            sort=sort,
            today=(self._at or config.now()).date(),
        )

    closed = False

    def index(self) -> IndexSnapshot:
        """The index, with each note that has hidden content replaced by its visible part."""
        return self._index

    @cached_property
    def _index(self) -> IndexSnapshot:
        index, files = index_of(self._vault), self._vault.files()
        known = {str(one.path): one for one in index.outlines()}
        hiding = [path for path in files if path.endswith(".md") and self._hides_something(known.get(path))]
        hiding += map(program_path, self._shown.conceals())
        hiding += (path for path in files if path.partition("/")[0] in self._shown.private_pages)
        harvester = Harvester(self._vault, self.readable, self._shown.program)
        return without_traces(index, dict.fromkeys(hiding), files, harvester.load)

    def _hides_something(self, known: Outline | None) -> bool:
        if known is None or not _MARKS.isdisjoint(known.fields) or self._shown.may_change(known):
            return True
        if self._trim and (note := self._vault.note(str(known.path))) and self._trim(note) is not note:
            return True
        return not self._shown.is_all and has_blocks(self._vault.read(str(known.path)).text)

    def readable(self, note: Note) -> Note | None:
        """The visible, searchable part of the note, or None."""
        shown = self._shown.note(note)
        if shown is None:
            return None
        if not self._shown.is_all and "query" in shown.body:
            shown = with_body(shown, without_blocks(shown.body))
        if self._trim:
            shown = self._trim(shown)
        if self._audience is Audience.PUBLIC:
            return replace(shown, fields={key: value for key, value in shown.fields.items() if key not in _MARKS})
        return shown
