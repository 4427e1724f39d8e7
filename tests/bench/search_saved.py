"""From a saved note to its being found, among many notes, and what the one who saves waits: both against FTS5."""

from __future__ import annotations

import time
from statistics import median

from bench.measure import Bench, Row
from bench.peers import ask_fts5, build_fts5, save_fts5
from confnotes.catalogue.searching.find import open_finder
from confnotes.catalogue.searching.update_index import update


def run(bench: Bench) -> list[Row]:
    """FTS5 takes in the saved note and commits it; so long who saves with it waits, and then it is found."""
    vault = bench.vault()
    update(vault)
    database = build_fts5(vault.root, bench.folder / "saved.db")
    path = vault.note_paths()[-1]
    file = vault.root / path
    before = file.read_text(encoding="utf-8")
    finder = open_finder(vault)
    waited, found, theirs_waited, theirs_found = [], [], [], []
    try:
        finder.find("warm up")
        for number in range(15):
            file.write_text(f"{before}\nsaved{number}x\n", encoding="utf-8")
            began = time.perf_counter()
            finder.note_saved(path)
            waited.append((time.perf_counter() - began) * 1000)
            while not finder.find(f"saved{number}x").total:
                time.sleep(0.001)
            found.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            save_fts5(database, 1, file.read_text(encoding="utf-8"))
            theirs_waited.append((time.perf_counter() - began) * 1000)
            assert ask_fts5(database, [f"saved{number}x"])
            theirs_found.append((time.perf_counter() - began) * 1000)
    finally:
        file.write_text(before, encoding="utf-8")
        finder.note_saved(path)
        finder.close()
    return [
        Row("saved note is found", median(found), "SQLite FTS5", median(theirs_found), None),
        Row("who saves waits", median(waited), "SQLite FTS5", median(theirs_waited), 1.0),
    ]
