"""Find notes, talks, people and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary, WeakMethod

from confnotes import config
from confnotes.catalogue.searching.current_index import LONG_WAIT, current_index
from confnotes.errors import ConfnotesError, UsageError
from confnotes.patience import Rest, no_rest

if TYPE_CHECKING:
    from confnotes.catalogue.searching.search_service import SearchService
    from confnotes.model.hit import Hits
    from confnotes.model.note import Outline
    from confnotes.search.index import IndexSnapshot
    from confnotes.vault.vault import Vault
    from confnotes.vault.version import FileVersion


class IndexSource(Protocol):
    """Something that has an index at hand for as long as it is open."""

    @property
    def closed(self) -> bool:
        """Whether it answers no more."""

    def index(self) -> IndexSnapshot:
        """The index as it is now."""


_FINDERS: WeakKeyDictionary[Vault, IndexSource] = WeakKeyDictionary()
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
        raise UsageError(f"unknown sort order “{sort}”", f"Use one of: {', '.join(SORTS)}.")
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

    finder = SearchService(vault, rest)
    use_index(vault, finder)
    return finder


def use_index(vault: Vault, source: IndexSource) -> None:
    """Until it is closed `index_of` answers from the source."""
    _FINDERS[vault] = source


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
        return find_paths(index_of(vault), query, LONG_WAIT)
    except TooLongError as error:
        raise ConfnotesError("the search took too long", "Try again, or use fewer words.") from error


def outlines(vault: Vault, conference: str | None = None) -> Iterator[Outline]:
    """The notes of the vault, or of one conference (the name of its folder), by path, one at a time: all of a large
    vault at once, with what was asked of them, are tens of MB.

    While the screens' first index is being built these are the notes read so far; else all of them, as they are now.
    """
    return index_of(vault).outlines(f"{conference}/" if conference else "")


def outlines_of(vault: Vault, files: Mapping[str, FileVersion]) -> Iterator[Outline]:
    """Those of these notes that the index knows in the same version, by path."""
    return index_of(vault).outlines(files=files)
