"""Search service for as long as the app runs: answers while a word is typed, including notes just saved.

Saving never waits for the index, and only one thread writes it. The next search adds a saved note to an overlay in
memory; the writer thread commits it a little later, and adds changes by other programs in the background.
"""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from stat import S_ISREG
from typing import TYPE_CHECKING

from confnotes import config
from confnotes.catalogue.searching.hit_lines import with_lines
from confnotes.catalogue.searching.searchable import Harvester, all_marks, index_store, names_of_one
from confnotes.catalogue.searching.update_index import update_beside
from confnotes.model.hit import Hits
from confnotes.patience import Rest, no_rest
from confnotes.search.engine import search
from confnotes.search.index import IndexSnapshot
from confnotes.search.link_report import latest
from confnotes.search.sections import DamagedIndexError
from confnotes.search.store import IndexBusyError
from confnotes.search.update import (
    Files,
    IndexReport,
    LoadedFile,
    changes,
    dependents,
    in_memory,
    is_unchanged,
    open_or_empty,
    update,
    update_some,
)
from confnotes.vault.folder_watch import FolderWatch
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.catalogue.searching.several_vaults import SeveralVaults

COMMIT_SECONDS = 2.0
"""Saved notes are committed after this many seconds without another save."""

LOOK_SECONDS = 5.0
"""Seconds between checks for commits by other processes."""

BUSY_SECONDS = 2.0
"""Seconds before a retry while another process is writing the index."""

FULL_DISK_SECONDS = 30.0
"""Seconds before very many files are written again after a failure."""

_LOCK_SECONDS = 0.5  # another process that writes is waited for; then it is tried again later
_GIVING_BACK_SECONDS = 1.0  # waited at most, for the index may be written
_MOST_READ_HERE = 500
"""Up to this many files are read in this process, more in a separate one."""

_MOST_BYTES_READ_HERE = 1_000_000
"""The same in bytes: to read more would make keys wait for each other for seconds."""

Progress = Callable[[int, int], None]
Done = Callable[[IndexReport | None], object]


class SearchService:
    """Thread-safe. `close` it when the program ends: that commits pending notes."""

    def __init__(self, vault: Vault, rest: Rest = no_rest) -> None:
        self._vault = vault
        self._rest = rest
        self._store = index_store(vault)
        self._index, damaged = open_or_empty(self._store)
        self._harvester = Harvester(vault)
        self.watch = FolderWatch()
        """Reports changes in the vault's folders after the first `refresh`."""
        self.several: SeveralVaults | None = None
        """Other vaults that can be searched with this one."""
        self._lock = threading.Lock()
        self._overlay: set[str] = set()  # saved, not yet in self._index
        self._dirty: set[str] = set()  # saved, not yet committed
        self._saved_at = 0.0
        self._refresh: list[tuple[Progress | None, Done | None]] = []
        self._rebuild = damaged
        self._write_at = 0.0  # earliest time, after a failed write
        self.why_not_written: str | None = None
        """Why the index cannot be written now, and what to do; until then, results come from memory."""
        self._cancel = threading.Event()
        self._given_back = threading.Event()
        self._given_back.set()
        self._closing = False
        self._wake = threading.Condition()
        self._writer = threading.Thread(target=self._write, name="confnotes-index", daemon=True)
        self._writer.start()

    def find(
        self,
        text: str,
        limit: int = 20,
        *,
        sort: str = "relevance",
        typing: bool = True,
        snippets: bool = True,
        everywhere: bool = False,
    ) -> Hits:
        """Search as the query is typed: the last word may be a prefix. Raises nothing for any text.

        Without `snippets`, `shown_hits` creates them for displayed hits. `everywhere`: in the `several` vaults, too.
        """
        today = config.now().date()
        try:
            if everywhere and self.several is not None:
                found = self.several.search(self._current, text, limit=limit, sort=sort, typing=typing, today=today)
            else:
                found = search(
                    self._current(),
                    text,
                    marks=partial(all_marks, self._vault),
                    same=partial(names_of_one, self._vault),
                    limit=limit,
                    sort=sort,
                    typing=typing,
                    today=today,
                )
            return with_lines(self._vault, found) if snippets else found
        except DamagedIndexError:
            self._build_again()
            return Hits(
                text, explanation="The search index was damaged. It is being rebuilt: search again in a moment."
            )

    def index(self) -> IndexSnapshot:
        """The current index with everything saved; a damaged one is empty and will be rebuilt."""
        try:
            return self._current().check()
        except DamagedIndexError:
            self._build_again()
            return self._index

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._closing

    def note_saved(self, *paths: str) -> None:
        """Have the next search include these written, renamed or deleted files. Returns at once."""
        with self._wake:
            self._overlay.update(paths)
            self._dirty.update(paths)
            self._saved_at = time.monotonic()
            self._wake.notify()

    def refresh(self, progress: Progress | None = None, done: Done | None = None) -> None:
        """Compare all files with the index, in the writer thread; returns at once.

        Both callbacks run in that thread: `progress` with the number of files read and the total, `done` with the
        report, or None if the index cannot be written. While another process writes it, `done` also gets None, and is
        called again after a retry.
        """
        with self._wake:
            self._cancel.clear()
            self._refresh.append((progress, done))
            self._wake.notify()

    def cancel(self) -> None:
        """Stop a running refresh, keeping what it has read."""
        self._cancel.set()

    def give_back(self) -> None:
        """Free memory used by searches; the next one recomputes it.

        Waits until that is done, unless the index is being written: then it happens afterwards.
        """
        with self._wake:
            if not self._closing:
                self._given_back.clear()
            self._wake.notify()
        self._given_back.wait(_GIVING_BACK_SECONDS)

    @property
    def generation(self) -> int:
        """Increases with every version of the index on disk."""
        return self._index.generation

    def close(self, timeout: float = 5.0) -> None:
        """Commit pending notes and stop the writer thread, waiting at most `timeout` seconds."""
        with self._wake:
            self._closing = True
            self._cancel.set()
            self._given_back.set()
            self._wake.notify()
        self._writer.join(timeout)
        self.watch.close()

    def _current(self) -> IndexSnapshot:
        """The index with everything saved."""
        with self._lock:
            with self._wake:
                paths, self._overlay = self._overlay, set()
            if paths:
                load = self._harvester.renewed().load
                paths |= {*dependents(self._index, paths, load)}
                self._index = in_memory(self._index, paths, self._versions(paths), load)
            return self._index

    def _build_again(self) -> None:
        with self._lock:
            self._index = IndexSnapshot()
            self._rebuild = True
        self.refresh()

    def _publish(self, index: IndexSnapshot, committed: Iterable[str] = ()) -> None:
        """Use this index from now on, with notes saved meanwhile on top."""
        with self._lock:
            with self._wake:
                self._dirty.difference_update(committed)
                self._overlay |= self._dirty
            self._index = index

    def _unchanged(self, paths: set[str], files: Files) -> set[str]:
        """Those of the paths whose files have not been saved again meanwhile."""
        return {path for path in paths if self._versions([path]).get(path) == files.get(path)}

    def _versions(self, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
        found = {}
        for path in paths:
            with suppress(OSError, ValueError):
                facts = (self._vault.root / path).lstat()
                if S_ISREG(facts.st_mode):
                    found[path] = (facts.st_mtime_ns, facts.st_size)
        return found

    def _write(self) -> None:
        while True:
            with self._wake:
                if not (self._closing or self._refresh or self._may_rebuild or not self._given_back.is_set()):
                    self._wake.wait(COMMIT_SECONDS if self._dirty else LOOK_SECONDS)
                closing, asked = self._closing, self._refresh
                self._refresh = []
                dirty = set(self._dirty)
                quiet = time.monotonic() >= max(self._saved_at + COMMIT_SECONDS, self._write_at)
            if closing:
                if dirty:
                    self._commit(dirty)
                return
            if asked or self._may_rebuild:
                self._bring_up_to_date(asked)
            elif dirty and quiet and self._given_back.is_set():
                if _is_much(self._versions(dirty)):
                    self._bring_up_to_date([])
                else:
                    self._commit(dirty)
            else:
                self._look()

    @property
    def _may_rebuild(self) -> bool:
        return self._rebuild and time.monotonic() >= self._write_at

    def _bring_up_to_date(self, asked: list[tuple[Progress | None, Done | None]]) -> None:
        def tell(done: int, total: int) -> None:
            for progress, _ in asked:
                if progress:
                    progress(done, total)
            self._rest()

        report, pause = None, 0.0
        again: list[tuple[Progress | None, Done | None]] = []
        try:
            report = self._updated(tell)
        except DamagedIndexError:
            self._rebuild = True
        except IndexBusyError:
            pause, again = BUSY_SECONDS, asked
        except OSError as error:
            self._hold_in_memory(tell)
            self._not_written(error)
        for _, done in asked:
            if done:
                done(report)
        with self._wake:
            self._refresh = [*again, *self._refresh]
            self._wake.wait_for(lambda: self._closing, pause)

    def _hold_in_memory(self, tell: Progress) -> None:
        """Make the current files searchable in memory because the index cannot be written; writing is retried later."""
        files, load = self._vault.listing(self.watch.add).files(), self._harvester.renewed().load
        try:
            index = self._current()
            wanted = changes(index, files)
        except DamagedIndexError:
            with self._lock:
                index = self._index = IndexSnapshot()
            wanted = changes(index, files)
        moved, read = {*wanted.to_read, *wanted.removed}, iter(range(len(wanted.to_read)))

        def load_and_tell(path: str) -> LoadedFile:
            tell(next(read, 0), len(wanted.to_read))
            return load(path)

        if moved:
            held = in_memory(index, moved, files, load_and_tell)
            with self._lock, self._wake:
                self._dirty |= moved
                if self._index is index:
                    self._index = held
                else:  # something was saved meanwhile
                    self._overlay |= moved

    def _not_written(self, error: OSError) -> None:
        """Store the reason and schedule a retry."""
        many = self._rebuild or len(self._dirty) > _MOST_READ_HERE
        self._write_at = time.monotonic() + (FULL_DISK_SECONDS if many else COMMIT_SECONDS)
        mend = "free space in" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "check access to"
        why = (error.strerror or str(error)).lower()
        self.why_not_written = f"The index cannot be written ({why}): {mend} {self._store.folder.parent}"

    def _is_written(self) -> None:
        self.why_not_written, self._write_at = None, 0.0

    def _updated(self, tell: Progress) -> IndexReport:
        """Update the index; raises DamagedIndexError, IndexBusyError, OSError."""
        self._look()
        dirty = set(self._dirty)
        listing = self._vault.listing(self.watch.add)
        if not (dirty or self._rebuild) and is_unchanged(self._store, self._index, listing):
            self._is_written()
            return IndexReport(unchanged=len(listing.paths))
        files = listing.files()
        wanted = changes(IndexSnapshot() if self._rebuild else self._index, files)
        to_read = {path: files[path] for path in wanted.to_read}
        many_held = len(dirty) > _MOST_READ_HERE  # all are searchable already: a partial index would have fewer
        if many_held or _is_much(to_read):
            with self._store.locked(_LOCK_SECONDS):
                pass  # else the other process would wait for it
            is_read = self._have_it_read(tell, look=not many_held)
            self._rebuild = self._rebuild and not is_read
            changed = {path: size for path, size in to_read.items() if self._versions([path]).get(path) != size}
            if self._cancel.is_set() or (is_read and _is_much(changed)):  # a large note was saved again meanwhile
                self._look()
                return IndexReport(cancelled=True)
        index, report = update(
            self._store,
            self._vault.files,
            self._harvester.renewed().load,
            rebuild=self._rebuild,
            timeout=_LOCK_SECONDS,
            progress=tell,
            cancelled=self._cancel.is_set,
            committed=(lambda index: None) if many_held else self._publish,
        )
        self._harvester.forget()
        self._rebuild = False
        self._is_written()
        self._publish(index, self._unchanged(dirty, index.files()) if dirty and not report.cancelled else ())
        return report

    def _have_it_read(self, tell: Progress, look: bool) -> bool:
        """Have another process read most of it; `look`: search what it has committed so far."""

        def look_and_tell(done: int, total: int) -> None:
            if look:
                self._look()
            tell(done, total)

        return update_beside([self._vault], look_and_tell, self._cancel.is_set, rebuild=self._rebuild)

    def _commit(self, paths: set[str]) -> None:
        """Commit the saved files; while another process is writing, they stay pending and are retried."""
        try:
            if not self._store.generation():
                self._rebuild = True  # the index was deleted: a new one with only these files would lack all others
                return
            load = self._harvester.renewed().load
            index, files = update_some(self._store, paths, self._versions, load, timeout=_LOCK_SECONDS)
            self._publish(index, self._unchanged(paths, files))
            self._is_written()
        except DamagedIndexError:
            self._rebuild = True
        except IndexBusyError:
            return
        except OSError as error:
            self._not_written(error)

    def _look(self) -> None:
        """Load what another process committed, or reload the unchanged index to free its caches."""
        unasked = not self._given_back.is_set()
        try:
            if unasked:
                self._store = index_store(self._vault)  # the previous one keeps its open files
            if self._store.generation() not in (0 if unasked else self._index.generation, 0):
                self._publish(self._store.open())
        except DamagedIndexError:
            self._rebuild = True
        if unasked:
            latest.clear()
            self._given_back.set()


def _is_much(files: Files) -> bool:
    """Whether reading these files would take long."""
    return len(files) > _MOST_READ_HERE or sum(size for _, size in files.values()) > _MOST_BYTES_READ_HERE
