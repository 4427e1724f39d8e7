"""Search for notes, talks, people and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
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
    """Something that provides an index while it is open."""

    @property
    def closed(self) -> bool:
        """Whether it no longer answers."""

    def index(self) -> IndexSnapshot:
        """The current index."""


_FINDERS: WeakKeyDictionary[Vault, IndexSource] = WeakKeyDictionary()
_OPENERS: WeakKeyDictionary[Vault, WeakMethod[Callable[[], SearchService]]] = WeakKeyDictionary()


def find(vault: Vault, query: str, *, limit: int = 20, sort: str = "relevance", at: datetime | None = None) -> Hits:
    """Search the vault's current files, best first.

    `sort` is relevance, date, title or rating; `at` is the reference for `date:today`. Raises UsageError for another
    `sort`, and nothing for any query.
    """
    from confnotes.catalogue.searching.hit_lines import with_lines
    from confnotes.catalogue.searching.searchable import all_marks, names_of_one
    from confnotes.model.hit import SORTS
    from confnotes.search.engine import search
    from confnotes.search.sections import DamagedIndexError

    if sort not in SORTS:
        raise UsageError(f"unknown sort order “{sort}”", f"Use one of: {', '.join(SORTS)}.")
    today = (at or config.now()).date()
    for conference in vault.conferences():  # the index does not know about unreadable parts of files
        vault.span(conference)
        vault.marks(conference)
    for rebuild in (False, True):
        try:
            index = current_index(vault, rebuild)
            marks, same = partial(all_marks, vault), partial(names_of_one, vault)
            found = search(index, query, marks=marks, same=same, limit=limit, sort=sort, today=today)
        except DamagedIndexError:
            if rebuild:
                raise
        else:
            return with_lines(vault, found)
    raise AssertionError


def open_finder(vault: Vault, rest: Rest = no_rest) -> SearchService:
    """A search service for the app that stays open; `index_of` uses it until it is closed."""
    from confnotes.catalogue.searching.search_service import SearchService

    finder = SearchService(vault, rest)
    use_index(vault, finder)
    return finder


def use_index(vault: Vault, source: IndexSource) -> None:
    """Have `index_of` use this source until it is closed."""
    _FINDERS[vault] = source


def use_opener(vault: Vault, opener: Callable[[], SearchService]) -> None:
    """Announce that a search service will be kept open: the first `index_of` opens it with this function.

    So the index is built in one place, whoever asks first.
    """
    _OPENERS[vault] = WeakMethod(opener)


def index_of(vault: Vault) -> IndexSnapshot:
    """The index of the open (or announced) search service, with all saved notes; else one for the current files.

    It is verified, so it can be read completely.
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
    """The paths of all notes that match a query, newest first; asks `index_of` and reads no files.

    Raises ConfnotesError on timeout.
    """
    from confnotes.search.collector import TooLongError
    from confnotes.search.engine import find_paths

    try:
        return find_paths(index_of(vault), query, LONG_WAIT)
    except TooLongError as error:
        raise ConfnotesError("the search took too long", "Try again, or use fewer words.") from error


def outlines(vault: Vault, conference: str | None = None) -> Iterator[Outline]:
    """The notes of the vault or one conference (a folder name), by path, as a generator: all outlines of a large vault
    at once take tens of MB.

    While the app builds its first index, these are the notes read so far.
    """
    return index_of(vault).outlines(f"{conference}/" if conference else "")


def outlines_of(vault: Vault, files: Mapping[str, FileVersion]) -> Iterator[Outline]:
    """Those of these notes that the index has in the same version, by path."""
    return index_of(vault).outlines(files=files)
