"""Find notes, talks, people and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakMethod

from confnotes import config
from confnotes.errors import ConfnotesError, UsageError
from confnotes.patience import Rest, no_rest

if TYPE_CHECKING:
    from confnotes.catalogue.searching.search_service import SearchService
    from confnotes.model.hit import Hits
    from confnotes.model.note import Outline
    from confnotes.search.index import IndexSnapshot
    from confnotes.vault.vault import Vault
    from confnotes.vault.version import FileVersion

_SHORT_WAIT, _LONG_WAIT = 0.3, 30.0
"""Seconds to wait for another process that writes the index, when reading the changed files ourselves is quick, and
when it is not."""

_QUICKLY_READ = 200
"""So many files are read quickly."""

_FINDERS: WeakKeyDictionary[Vault, SearchService] = WeakKeyDictionary()
_OPENERS: WeakKeyDictionary[Vault, WeakMethod[Callable[[], SearchService]]] = WeakKeyDictionary()


def find(vault: Vault, query: str, *, limit: int = 20, sort: str = "relevance", at: datetime | None = None) -> Hits:
    """Search the vault as its files are now, best first.

    `sort` is relevance, date, title or rating; `at` is what `date:today` counts from. Raises UsageError for another
    `sort`, and nothing for any query.
    """
    from confnotes.catalogue.searching.searchable import all_marks, read_text
    from confnotes.model.hit import SORTS
    from confnotes.search.engine import search
    from confnotes.search.sections import DamagedIndexError
    from confnotes.search.snippets import with_snippets

    if sort not in SORTS:
        raise UsageError(f"hits cannot be sorted by “{sort}”", f"sort by {', '.join(SORTS)}")
    today = (at or config.now()).date()
    for conference in vault.conferences():  # the index does not know what of a file could not be read
        vault.span(conference)
        vault.marks(conference)
    for rebuild in (False, True):
        try:
            index = current_index(vault, rebuild)
            found = search(index, query, marks=lambda: all_marks(vault), limit=limit, sort=sort, today=today)
        except DamagedIndexError:
            if rebuild:
                raise
        else:
            return with_snippets(found, lambda path: read_text(vault, path))
    raise AssertionError


def open_finder(vault: Vault, rest: Rest = no_rest) -> SearchService:
    """Search that stays open, for screens: see `SearchService`. Until it is closed `index_of` answers from it."""
    from confnotes.catalogue.searching.search_service import SearchService

    finder = _FINDERS[vault] = SearchService(vault, rest)
    return finder


def use_opener(vault: Vault, opener: Callable[[], SearchService]) -> None:
    """A search of this vault will be kept open: who asks `index_of` before it is opens it with this method.

    So the index is never built by whoever happens to ask first.
    """
    _OPENERS[vault] = WeakMethod(opener)


def index_of(vault: Vault) -> IndexSnapshot:
    """The index: of the search that is or will be open, with all that was saved; else of the files as they are now.

    It is sound: whatever is asked of it can be read.
    """
    from confnotes.search.sections import DamagedIndexError

    finder = _FINDERS.get(vault)
    if finder is None and (opening := _OPENERS.get(vault)) and (opener := opening()):
        finder = opener()
    if finder is not None and not finder.closed:
        return finder.index()
    try:
        return current_index(vault).check()
    except DamagedIndexError:
        return current_index(vault, rebuild=True)


def notes_that(vault: Vault, query: str) -> list[str]:
    """The paths of all notes that a query finds, newest first; asks `index_of`, and no file is read.

    Raises ConfnotesError where that takes very long.
    """
    from confnotes.search.collector import TooLongError
    from confnotes.search.engine import find_paths

    try:
        return find_paths(index_of(vault), query, _LONG_WAIT)
    except TooLongError as error:
        raise ConfnotesError("looking through the notes takes too long", "try again when the computer rests") from error


def current_index(vault: Vault, rebuild: bool = False) -> IndexSnapshot:
    """The index of the files as they are now; what cannot be written to the disk is held in memory."""
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
        """Look again when another process has committed since we did."""
        return files if store.generation() == index.generation else vault.files()

    patience = _SHORT_WAIT if len(wanted.to_read) < _QUICKLY_READ else _LONG_WAIT
    try:
        return update(store, scan, load, rebuild=rebuild, timeout=patience)[0]
    except (IndexBusyError, OSError):
        if rebuild:
            index, wanted = IndexSnapshot(), changes(IndexSnapshot(), files)
        return in_memory(index, (*wanted.to_read, *wanted.removed), files, load)


def outlines(vault: Vault, conference: str | None = None) -> Iterator[Outline]:
    """The notes of the vault, or of one conference (the name of its folder), by path, one at a time: all of a large
    vault at once, with what was asked of them, are tens of MB.

    While the screens' first index is being built these are the notes read so far; else all of them, as they are now.
    """
    return index_of(vault).outlines(f"{conference}/" if conference else "")


def outlines_of(vault: Vault, files: Mapping[str, FileVersion]) -> Iterator[Outline]:
    """Those of these notes that the index knows in the same version, by path."""
    return index_of(vault).outlines(files=files)


def paths_by_tag(vault: Vault) -> dict[str, list[str]]:
    """For each tag, folded, the paths of the notes that have it; what is nested in it counts for itself."""
    return index_of(vault).labelled("tag")


def paths_with_tag(vault: Vault, tag: str) -> list[str]:
    """The paths of the notes that have a tag, or one that is nested in it, sorted."""
    wanted = f"{fold_tag(tag)}/"
    return sorted(
        {path for name, paths in paths_by_tag(vault).items() if f"{name}/".startswith(wanted) for path in paths}
    )


def fold_tag(tag: str) -> str:
    """A tag as the index compares it."""
    from confnotes.markup.names import bare

    return bare(tag)
