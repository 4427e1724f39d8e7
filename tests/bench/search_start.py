"""A start with nothing changed: all files compared with the index, against listing and stating the same files."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from bench.measure import Bench, Row, together
from confnotes.catalogue.searching.searchable import index_store
from confnotes.catalogue.searching.update_index import update
from confnotes.search.update import is_unchanged, open_or_empty
from confnotes.vault.vault import Vault


def scan_and_stat(folder: Path) -> int:
    """What anybody has to do who wants to know which files changed."""
    count, left = 0, [str(folder)]
    while left:
        with os.scandir(left.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    left.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    count += 1
    return count


def run(bench: Bench) -> list[Row]:
    """The index is opened anew each time; at five times as many notes, too."""
    return [_start(bench.vault(notes), notes) for notes in (bench.notes, 5 * bench.notes)]


def _start(vault: Vault, notes: int) -> Row:
    update(vault)

    def start() -> None:
        store = index_store(vault)
        index, damaged = open_or_empty(store)
        assert not damaged and is_unchanged(store, index, vault.listing())

    start()  # a first one finds out what the others know

    gc.disable()  # as it is when the program starts
    ours, scan = together(start, lambda: scan_and_stat(vault.root), times=15)
    gc.enable()
    return Row(f"start, nothing changed, {notes:,} notes", ours, "scandir + stat", scan, 1.5)
