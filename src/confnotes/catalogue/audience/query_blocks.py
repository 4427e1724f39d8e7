"""What the searches find that stand in a note: for its preview, and as lists of links in what is handed out.

What is handed out is searched for as if nothing were there that its audience may not see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.catalogue.searching.saved_queries import query_named
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.link_names import name_of, stem_of
from confnotes.markup.query_block import QueryBlock, find_all
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import Hit, HitKind, Hits
from confnotes.model.summary import Audience

if TYPE_CHECKING:
    from confnotes.model.note import Note
    from confnotes.vault.vault import Vault

MOST_BLOCKS = 20
"""So many blocks of a note are answered."""

Find = Callable[[str, int, str], Hits]
"""Query, limit and order -> what is found; raises ConfnotesError."""


@fast_dataclass(frozen=True, slots=True)
class Answered:
    """A block and what it finds; `fault` says why it finds nothing, where something is wrong with it."""

    block: QueryBlock
    query: str = ""
    hits: tuple[Hit, ...] = ()
    total: int = 0
    fault: str = ""


def answer_block(vault: Vault, path: str, block: QueryBlock, find: Find) -> Answered:
    """Search what the block of the note at `path` asks for, which does not find that note; raises nothing."""
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
    """Every block in the text of that note, in order; of very many the first."""
    blocks = find_all(text.split("\n"))
    too_many = f"maximum number of searches in a note: {MOST_BLOCKS}"
    return [
        answer_block(vault, path, block if number < MOST_BLOCKS else replace(block, fault=too_many), find)
        for number, block in enumerate(blocks)
    ]


class BlocksForAudience:
    """Puts lists of links in place of the blocks in notes that are handed out."""

    def __init__(self, vault: Vault, audience: Audience, at: datetime | None) -> None:
        self._vault = vault
        self._audience = audience
        self._find = finder_for(vault, audience, at)

    def in_note(self, note: Note, item_of: Callable[[str], str | None]) -> Note:
        """The note with a list for each block; `item_of` gives the item of the summary that a name leads to."""
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


def finder_for(vault: Vault, audience: Audience, at: datetime | None) -> Find:
    """Search for a reader; what is needed for it is made when it is first asked."""
    if audience is Audience.ME:
        from confnotes.catalogue.searching.find import find

        return lambda query, limit, sort: find(vault, query, limit=limit, sort=sort, at=at)
    from confnotes.catalogue.audience.shared_search import SharedSearch

    return SharedSearch(vault, audience, at).find


def _link(hit: Hit, item_of: Callable[[str], str | None]) -> str:
    """One hit as a line of Markdown: linked where the summary has it, or the network; else in words."""
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
