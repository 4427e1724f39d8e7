"""From a saved note to its being found, in a vault of many notes; and what the one who saves waits."""

from __future__ import annotations

import time
from statistics import median

from bench.measure import Bench, Row
from confnotes.services.searching.find import open_finder
from confnotes.services.searching.update_index import update


def run(bench: Bench) -> list[Row]:
    """The peers are the times that are allowed."""
    vault = bench.vault()
    update(vault)
    path = vault.note_paths()[-1]
    file = vault.root / path
    before = file.read_text(encoding="utf-8")
    finder = open_finder(vault)
    waited, found = [], []
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
    finally:
        file.write_text(before, encoding="utf-8")
        finder.note_saved(path)
        finder.close()
    return [
        Row("saved note is found", median(found), "300 ms", 300, 1.0),
        Row("who saves waits", median(waited), "1 ms", 1, 1.0),
    ]
