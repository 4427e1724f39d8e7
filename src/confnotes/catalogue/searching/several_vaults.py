"""Search the open vault together with those that the setting `vaults` names: one ranking, and nothing is written there.

Their indexes are in this user's cache folder, as that of the open vault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from confnotes.catalogue.searching.current_index import current_index
from confnotes.catalogue.searching.hit_lines import with_lines
from confnotes.catalogue.searching.searchable import all_marks, index_store, names_of_one
from confnotes.catalogue.searching.update_index import update_beside
from confnotes.catalogue.searching.vault_names import name_vaults, vaults_beside
from confnotes.markup.names import fold
from confnotes.model.hit import Hits, SearchedVault
from confnotes.model.mark import Mark, Marks
from confnotes.model.query import Everything, Query
from confnotes.search.engine import search
from confnotes.search.index import IndexSnapshot, JoinedIndex
from confnotes.search.sections import DamagedIndexError
from confnotes.search.store import Store
from confnotes.search.update import open_or_empty
from confnotes.vault.vault import Vault

_IN = re.compile(r"(?<![^\s(])(-?)in:(?:[\"“”„]([^\"“”„]*)[\"“”„]?|([^\s()]+))", re.IGNORECASE)
_BESIDE_OR = re.compile(rf"\b(?-i:OR)\s+\(*{_IN.pattern}|{_IN.pattern}\)*\s+(?-i:OR)\b", re.IGNORECASE)
_KEPT = 4
"""The number of choices of vaults whose joined index is kept."""


class SeveralVaults:
    """The open vault and others. Indexes of others are opened as they are on disk; `refresh` brings them up to date."""

    def __init__(self, vault: Vault, roots: Sequence[Path]) -> None:
        names = name_vaults([*roots, vault.root])
        self._open = vault
        self._own = names[vault.root]
        self._vaults = {SearchedVault(names[root], str(root)): Vault(root) for root in roots}
        self._stores: dict[SearchedVault, Store] = {one: index_store(vault) for one, vault in self._vaults.items()}
        self._indexes: dict[SearchedVault, IndexSnapshot] = {}
        self._joined: dict[tuple[int, ...], tuple[Sequence[IndexSnapshot], JoinedIndex]] = {}

    @classmethod
    def beside(cls, vault: Vault) -> SeveralVaults | None:
        """The open vault with those of the settings; None without others, or if the user named this one."""
        roots = vaults_beside(vault)
        return cls(vault, roots) if roots else None

    @property
    def names(self) -> list[str]:
        """The names of all vaults, that of the open one first."""
        return [self._own, *(one.name for one in self._vaults)]

    def refresh(
        self, progress: Callable[[int, int], None] = lambda done, total: None, cancelled: Callable[[], bool] = bool
    ) -> bool:
        """Bring the indexes of the others up to date in a separate process; returns whether any has changed."""
        update_beside(list(self._vaults.values()), progress, cancelled, rebuild=False)
        return self.look()

    def look(self) -> bool:
        """Open the indexes that other processes have committed; returns whether there were any."""
        changed = False
        for one, store in self._stores.items():
            known = self._indexes.get(one)
            with suppress(DamagedIndexError):
                if known is None or store.generation() != known.generation:
                    self._indexes[one] = open_or_empty(store)[0]
                    changed = True
        return changed

    def read_all(self, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Bring the indexes of the others up to date here, and wait for it; `progress` gets the number of vaults read,
        and of all.
        """
        for done, (one, vault) in enumerate(self._vaults.items()):
            progress(done, len(self._vaults))
            self._indexes[one] = current_index(vault)

    def search(
        self,
        own: Callable[[], IndexSnapshot],
        text: str,
        *,
        limit: int = 20,
        sort: str = "relevance",
        typing: bool = False,
        today: date | None = None,
    ) -> Hits:
        """The best hits of all vaults, or of those that `in:NAME` names, without snippets.

        `own` returns the index of the open vault. Raises DamagedIndexError if that is damaged; other damaged indexes
        are built again.
        """
        chosen, asked, remark = self._chosen(text)
        if not chosen:
            return Hits(text, answered=Query(text, Everything(), (remark,)))
        if not self._indexes:
            self.look()

        def marks() -> Marks:
            return self._marks(chosen)

        for again in (False, True):
            try:
                index = self._joined_index(chosen, own)
                same = partial(names_of_one, self._open)
                found = search(index, asked, marks=marks, same=same, limit=limit, sort=sort, typing=typing, today=today)
                return replace(_remarked(found, remark), query=text)
            except DamagedIndexError:
                if again or not self._mend():
                    raise
        raise AssertionError

    def _chosen(self, text: str) -> tuple[list[SearchedVault | None], str, str]:
        """The vaults to search, the open one (None) last, the rest of the query, and a remark on what was misread."""
        everything = [*self._vaults, None]
        wanted, unwanted = ([match for match in _IN.finditer(text) if match[1] == sign] for sign in ("", "-"))
        chosen = [
            one
            for one in everything
            if (not wanted or any(self._is_named(one, match) for match in wanted))
            and not any(self._is_named(one, match) for match in unwanted)
        ]
        remark = "in: is for the whole search, also beside OR" if _BESIDE_OR.search(text) else ""
        if not chosen:
            is_known = any(self._is_named(one, match) for one in everything for match in (*wanted, *unwanted))
            reason = "in: and -in: leave out every vault" if is_known else "no vault has this name"
            remark = f"{reason}; vaults: {', '.join(self.names)}"
        return chosen, " ".join(_IN.sub(" ", text).split()) if wanted or unwanted else text, remark

    def _is_named(self, vault: SearchedVault | None, match: re.Match[str]) -> bool:
        name = fold(vault.name if vault else self._own)
        return name.startswith(fold(match[2] or match[3] or ""))

    def _joined_index(self, chosen: Sequence[SearchedVault | None], own: Callable[[], IndexSnapshot]) -> IndexSnapshot:
        parts = [(one, self._indexes.get(one, IndexSnapshot()) if one else own()) for one in chosen]
        indexes = [index for _, index in parts]
        key = tuple(map(id, indexes))
        known = self._joined.get(key)
        if known is None:
            while len(self._joined) >= _KEPT:
                del self._joined[next(iter(self._joined))]
            known = self._joined[key] = indexes, JoinedIndex(parts)  # the indexes are kept, so that no id is used again
        return known[1]

    def _marks(self, chosen: Sequence[SearchedVault | None]) -> Marks:
        """The marks in the chosen vaults; of a talk that several have, those of the open one."""
        of_talks: dict[str, frozenset[Mark]] = {}
        ratings: dict[str, int] = {}
        for one in chosen:
            marks = all_marks(self._vaults[one] if one else self._open)
            of_talks |= marks.of_talks
            ratings |= marks.ratings
        return Marks(of_talks, ratings)

    def _mend(self) -> bool:
        """Build damaged indexes of other vaults again; returns whether there were any."""
        damaged = []
        for one, index in self._indexes.items():
            try:
                index.check()
            except DamagedIndexError:
                damaged.append(one)
        for one in damaged:
            self._indexes[one] = current_index(self._vaults[one], rebuild=True)
        return bool(damaged)


def _remarked(found: Hits, remark: str) -> Hits:
    """The hits with a remark on how the search was read, if there is one."""
    if not remark or found.answered is None:
        return found
    answered = replace(found.answered, remarks=(remark, *found.answered.remarks))
    return replace(found, answered=answered, explanation=f"{found.explanation} ({remark})")


def find_in_vaults(
    vault: Vault,
    text: str,
    *,
    limit: int = 20,
    sort: str = "relevance",
    at: datetime | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Hits | None:
    """The best hits of the vault and those of the settings, from their current files; None without such settings.

    `progress` gets the number of other vaults read, and of all.
    """
    several = SeveralVaults.beside(vault)
    if several is None:
        return None
    several.read_all(progress)
    for rebuild in (False, True):
        try:
            own = partial(current_index, vault, rebuild)
            return with_lines(vault, several.search(own, text, limit=limit, sort=sort, today=at.date() if at else None))
        except DamagedIndexError:
            if rebuild:
                raise
    raise AssertionError
