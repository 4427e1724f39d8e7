"""The search index of the screens: opened in a thread, kept open, and updated with every saved note."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from confnotes.catalogue.searching.find import open_finder, use_opener
from confnotes.patience import Rest

if TYPE_CHECKING:
    from confnotes.catalogue.searching.search_service import SearchService
    from confnotes.catalogue.searching.several_vaults import SeveralVaults
    from confnotes.model.hit import Hits
    from confnotes.search.update import IndexReport
    from confnotes.vault.vault import Vault

TELL_EVERY = 0.1  # seconds: a count that changes more often is unreadable
CLOSE_SECONDS = 1.5  # seconds: a longer quit looks like a hang; the index can be finished next time
OTHERS_SECONDS = 300.0
"""Seconds between two comparisons of the other vaults with their indexes: reading 100,000 names takes a second."""

COMPARE_SECONDS = 5.0
"""The least time in seconds between two comparisons of files with the index."""

TOLD_SECONDS = 1.0  # seconds: groups several events of one change
_MOST_OF_THE_TIME = 0.05
"""The maximum share of time for comparisons after events of changed folders."""

_FEW = 50
"""The maximum number of changed files that a search reads itself; more are indexed first."""


@dataclass
class Indexing(Message):
    """Progress of indexing: `done` of `total` files, both 0 when finished.

    A new `generation` means that results may have changed.
    """

    done: int = 0
    total: int = 0
    generation: int = 0


class BackgroundSearch:
    """Searches, from any thread. `tell` is called in other threads, which `rest` while the user types."""

    def __init__(self, vault: Vault, tell: Callable[[Indexing], object], rest: Rest) -> None:
        self._vault = vault
        self._rest = rest
        self._tell = tell
        self._finder: SearchService | None = None
        self._opening = threading.Lock()
        self._told = 0.0
        self._saved = 0
        self._compared_at = self._compared_in = 0.0
        self._all_changed = False
        self._closed = threading.Event()
        self._several: SeveralVaults | None = None
        self._others_at = 0.0
        use_opener(vault, self.open)

    def open(self) -> SearchService:
        """Open the index and start comparing it with the files; takes a moment the first time."""
        with self._opening:
            if self._finder is None:
                from confnotes.catalogue.searching.several_vaults import SeveralVaults

                self._finder = open_finder(self._vault, self._rest)
                self._finder.several = self._several = SeveralVaults.beside(self._vault)
                self._finder.refresh(self._progress, self._done)
            return self._finder

    def find(
        self, text: str, limit: int, sort: str, *, typing: bool = True, snippets: bool = True, everywhere: bool = False
    ) -> Hits:
        """The results; with `typing` the last word may be incomplete. Notes of colleagues for `by:NAME`.

        `everywhere`: also in the other vaults that the settings name.
        """
        if "by:" in text.lower():
            from confnotes.catalogue.searching.find_by import find_by

            if (of_colleagues := find_by(self._vault, text, limit=limit, sort=sort)) is not None:
                return of_colleagues
        finder = self.open()
        if everywhere:
            self._read_others()
        return finder.find(text, limit, sort=sort, typing=typing, snippets=snippets, everywhere=everywhere)

    @property
    def vault_names(self) -> Sequence[str]:
        """The names of the vaults that are searched, none if it is only this one."""
        return self._several.names if self._several else ()

    def _read_others(self) -> None:
        """Have the other vaults read beside, from time to time: nobody tells when they change."""
        if self._several is None or time.monotonic() < self._others_at:
            return
        self._others_at = float("inf")
        threading.Thread(target=self._refresh_others, args=(self._several,), daemon=True).start()

    def _refresh_others(self, several: SeveralVaults) -> None:
        def look(done: int, total: int) -> None:
            self._saved += several.look()
            self._progress(done, total)

        self._saved += several.refresh(look, self._closed.is_set)
        self._done(None)  # also without a change: the last one may have been seen with the last progress
        self._others_at = time.monotonic() + OTHERS_SECONDS

    @property
    def is_told_of_changes(self) -> bool:
        """Whether the system reports changes by other programs; otherwise only `compare` detects them."""
        return self._finder is not None and self._finder.watch.works

    @property
    def why_not_written(self) -> str | None:
        """Why the index cannot be written, and what to do; None if it can."""
        return self._finder.why_not_written if self._finder is not None else None

    def learn_changes(self) -> bool:
        """Handle reported changes by other programs; returns whether results have changed.

        Without reports, start a comparison of all files when it is due.
        """
        if self._finder is None:
            return False
        changed = self._finder.watch.changed()
        if changed is None or len(changed) > _FEW:
            self._all_changed = True
        elif changed:
            self._saved += 1
            below = len(str(self._vault.root)) + 1
            self._finder.note_saved(*(path[below:] for path in changed))
        if self._all_changed:
            self.compare(told=True)
        return bool(changed) and not self._all_changed

    def compare(self, told: bool = False) -> None:
        """Start comparing the files with the index, since other programs change them, too; returns at once.

        Does nothing if the last comparison is too recent; the interval is shorter if the system `told` of changes.
        Sends `Indexing()` if something has changed.
        """
        began = time.monotonic()
        rest = max(TOLD_SECONDS, self._compared_in / _MOST_OF_THE_TIME) if told else COMPARE_SECONDS
        if self._finder is None or began < self._compared_at + rest:
            return
        self._compared_at, self._all_changed = float("inf"), False

        def compared(report: IndexReport | None) -> None:
            self._compared_at = time.monotonic()
            self._compared_in = self._compared_at - began
            if report is None or _is_news(report):
                self._done(report)

        self._finder.refresh(self._progress, compared)

    @property
    def state(self) -> tuple[int, int]:
        """A value that changes whenever results may have changed."""
        return self._saved, self._finder.generation if self._finder is not None else 0

    def note_saved(self, path: str) -> None:
        """Let the next search find that note as it is now."""
        self._saved += 1
        if self._finder is not None:
            self._finder.note_saved(path)

    def brought_up_to_date(self, seconds: float = 0.5) -> bool:
        """Compare all files with the index and wait at most `seconds` for it; call it in a thread.

        False if it takes longer: searches use the index as it is, and `Indexing()` is sent at the end.
        """
        done, too_late = threading.Event(), threading.Event()

        def told(report: IndexReport | None) -> None:
            done.set()
            if too_late.is_set() or _is_news(report):  # otherwise the caller would load everything twice
                self._done(report)

        self.open().refresh(self._progress, told)
        if not done.wait(seconds):
            too_late.set()
        return done.is_set()

    def look_again(self) -> None:
        """Compare all files after many were written."""
        if self._finder is not None:
            self._finder.refresh(self._progress, self._done)

    def give_back(self) -> None:
        """Release the memory of computed search data, in a thread."""
        if self._finder is not None:
            self._finder.give_back()

    def close(self) -> None:
        """Commit saved notes."""
        self._closed.set()
        if self._finder is not None:
            self._finder.close(CLOSE_SECONDS)

    def _done(self, _report: IndexReport | None) -> None:
        self._tell(Indexing())

    def _progress(self, done: int, total: int) -> None:
        if time.monotonic() - self._told >= TELL_EVERY:
            self._told = time.monotonic()
            self._tell(Indexing(done, total, sum(self.state)))


def _is_news(report: IndexReport | None) -> bool:
    return report is not None and bool(report.added or report.changed or report.removed)
