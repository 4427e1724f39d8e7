"""Results of query blocks in a note: for its preview, and as lists of links in exports.

Exports search only what their audience may see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from confnotes.catalogue.searching.saved_queries import query_named
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup.link_names import name_of, stem_of
from confnotes.markup.query_block import QueryBlock, find_all
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import Hit, HitKind, Hits
from confnotes.model.note import Note
from confnotes.model.summary import Audience

if TYPE_CHECKING:
    from confnotes.catalogue.audience.audience_filter import Trim
    from confnotes.vault.vault import Vault

MOST_BLOCKS = 20
"""Maximum number of blocks per note that are answered."""

Find = Callable[[str, int, str], Hits]
"""Search by query, limit and sort order; raises ConfnotesError."""


@fast_dataclass(frozen=True, slots=True)
class Answered:
    """A query block and its hits; `fault` says why it could not be answered."""

    block: QueryBlock
    query: str = ""
    hits: tuple[Hit, ...] = ()
    total: int = 0
    fault: str = ""


def answer_block(vault: Vault, path: str, block: QueryBlock, find: Find) -> Answered:
    """Run the query of a block in the note at `path`, excluding that note; raises nothing."""
    if block.fault:
        return Answered(block, fault=block.fault)
    try:
        query = query_named(vault, block.saved).query if block.saved else block.query
        hits = find(query, block.limit + 1, block.sort)
    except NotFoundError as error:
        return Answered(block, fault=error.message)
    except (ConfnotesError, OSError) as error:
        return Answered(block, fault=f"search failed: {getattr(error, 'message', error)}")
    if hits.instead:
        return Answered(block, query)
    others = tuple(hit for hit in hits.exact if (hit.kind, hit.path) != (HitKind.NOTE, path))
    total = hits.total - hits.others - (len(hits.exact) - len(others))
    return Answered(block, query, others[: block.limit], total)


def all_answered(vault: Vault, path: str, text: str, find: Find) -> list[Answered]:
    """All blocks in the note's text with their hits, in order, up to MOST_BLOCKS."""
    blocks = find_all(text.split("\n"))
    too_many = f"maximum number of searches in a note: {MOST_BLOCKS}"
    return [
        answer_block(vault, path, block if number < MOST_BLOCKS else replace(block, fault=too_many), find)
        for number, block in enumerate(blocks)
    ]


class BlocksForAudience:
    """Replaces query blocks in exported notes with lists of links. What `trim` takes out of notes is not found."""

    def __init__(self, vault: Vault, audience: Audience, at: datetime | None, trim: Trim = None) -> None:
        self._vault = vault
        self._audience = audience
        self._at = at
        self._trim = trim

    @cached_property
    def _finder(self) -> Find:
        return finder_for(self._vault, self._audience, self._at, self._trim)  # loads all that searches

    def _find(self, query: str, limit: int, sort: str) -> Hits:
        return self._finder(query, limit, sort)

    def in_note(self, note: Note, item_of: Callable[[str], str | None]) -> Note:
        """The note with a list for each block; `item_of` maps a name to an item of the summary."""
        if "query" not in note.body:
            return note
        found = all_answered(self._vault, str(note.path), note.body, self._find)
        if not found:
            return note
        lines = note.body.split("\n")
        for one in reversed(found):
            lines[one.block.first : one.block.last + 1] = self._list(one, item_of)
        return replace(note, body="\n".join(lines))

    def _list(self, one: Answered, item_of: Callable[[str], str | None]) -> list[str]:
        from confnotes.markup.markdown_text import escape_text

        indent = one.block.indent
        if one.fault:
            return [f"{indent}*({escape_text(one.fault)})*"] if self._audience is Audience.ME else []
        if not one.hits:
            return [f"{indent}*(no matches)*"]
        return [f"{indent}- {_link(hit, item_of)}" for hit in one.hits]


def finder_for(vault: Vault, audience: Audience, at: datetime | None, trim: Trim = None) -> Find:
    """A search for an audience, as if what `trim` takes out of notes did not exist."""
    if audience is Audience.ME:
        from confnotes.catalogue.searching.find_by import find_anybody

        return lambda query, limit, sort: find_anybody(vault, query, limit=limit, sort=sort, at=at)
    from confnotes.catalogue.audience.shared_search import SharedSearch
    from confnotes.catalogue.searching.find_by import names_colleague

    shared = SharedSearch(vault, audience, at, trim)

    def find_shared(query: str, limit: int, sort: str) -> Hits:
        if names_colleague(vault, query):
            raise UsageError("`by:` searches notes of colleagues, which only you see", "Leave it out.")
        return shared.find(query, limit, sort)

    return find_shared


def _link(hit: Hit, item_of: Callable[[str], str | None]) -> str:
    """A hit as Markdown: linked if it is in the summary or on the web, else plain text."""
    from confnotes.markup.canonical import is_allowed
    from confnotes.markup.markdown_text import address, escape_text

    stem = stem_of(hit.path or "")
    words = escape_text(" ".join(hit.title.split()))
    item = (item_of(stem) if stem else None) or item_of(hit.id)
    if hit.kind in (HitKind.TASK, HitKind.QUESTION):
        name = escape_text(name_of(stem))
        where = f"[{name}](#{item})" if item else name
        return f"{words} ({where})"
    if hit.kind is HitKind.PAPER and item is None and is_allowed(hit.id):
        return f"[{words}]({address(hit.id)})"
    about = escape_text(", ".join(filter(None, (hit.conference, f"{hit.date:%Y-%m-%d}" if hit.date else None))))
    return f"[{words}](#{item})" if item else f"{words}{f' ({about})' if about else ''}"
