"""The index for the current files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confnotes.search.index import IndexSnapshot
    from confnotes.vault.vault import Vault
    from confnotes.vault.version import FileVersion

_SHORT_WAIT, LONG_WAIT = 0.3, 30.0
"""Seconds to wait for another process that is writing the index: short if reading the changed files here is fast."""


_QUICKLY_READ = 200
"""Number of files that can be read quickly."""


def current_index(vault: Vault, rebuild: bool = False) -> IndexSnapshot:
    """The index for the current files; what cannot be written to disk is kept in memory."""
    from confnotes.catalogue.searching.searchable import Harvester, index_store
    from confnotes.search.index import IndexSnapshot
    from confnotes.search.sections import DamagedIndexError
    from confnotes.search.store import IndexBusyError
    from confnotes.search.update import changes, in_memory, is_unchanged, open_or_empty, update

    store = index_store(vault)
    load = Harvester(vault).load
    listing = vault.listing()
    index, damaged = open_or_empty(store)
    try:
        if not (rebuild or damaged) and is_unchanged(store, index, listing):
            return index
        files = listing.files()
        wanted = changes(index, files)
    except DamagedIndexError:
        files = listing.files()
        index, rebuild, wanted = IndexSnapshot(), True, changes(IndexSnapshot(), files)

    def scan() -> dict[str, FileVersion]:
        """Scan again if another process has committed meanwhile."""
        return files if store.generation() == index.generation else vault.files()

    patience = _SHORT_WAIT if len(wanted.to_read) < _QUICKLY_READ else LONG_WAIT
    try:
        return update(store, scan, load, rebuild=rebuild, timeout=patience)[0]
    except (IndexBusyError, OSError):
        if rebuild:
            index, wanted = IndexSnapshot(), changes(IndexSnapshot(), files)
        return in_memory(index, (*wanted.to_read, *wanted.removed), files, load)
