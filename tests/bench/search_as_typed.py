"""Search at every keystroke of a query, hits with snippets: against SQLite FTS5 with the same, and one ripgrep."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from functools import partial
from statistics import median

from bench.measure import Bench, Row, command, milliseconds, p95
from bench.peers import ask_fts5, build_fts5, read_notes
from confnotes.search.engine import search
from confnotes.services.searchable import all_marks, index_store, read_text
from confnotes.services.update_index import update

_COMMON = ("python", "index", "query", "cache", "memory")


def keystrokes(notes: list[tuple[str, str, str, str]]) -> Iterator[list[str]]:
    """The words of two-word queries as they are after each key: a common and a rare word, a word of a title."""
    chance = random.Random(3)
    for _, title, _, body in chance.sample(notes, 12):
        words = re.findall(r"[a-z]{4,}", body.lower())
        for query in (
            [chance.choice(words), chance.choice(title.lower().split())],
            [chance.choice(_COMMON), chance.choice(words)],
        ):
            for number, word in enumerate(query):
                for length in range(1, len(word) + 1):
                    yield [*query[:number], word[:length]]


def run(bench: Bench) -> list[Row]:
    """p95 and median of a keystroke."""
    vault = bench.vault()
    update(vault)
    index = index_store(vault).open()
    database = build_fts5(vault.root, bench.folder / "fts5.db")
    read = partial(read_text, vault)
    ours: list[float] = []
    theirs: list[float] = []
    for words in keystrokes(read_notes(vault.root)):
        ours += milliseconds(partial(search, index, " ".join(words), read=read, typing=True))
        theirs += milliseconds(partial(ask_fts5, database, words))
    rows = [
        Row("search as typed, p95", p95(ours), "SQLite FTS5", p95(theirs), 2.0),
        Row("search as typed, median", median(ours), "SQLite FTS5", median(theirs), None),
    ]
    if ripgrep := shutil.which("rg"):
        once = median(milliseconds(command([ripgrep, "-i", "-w", "-c", "python", str(vault.root)], ends=(0, 1)), 9))
        rows.append(Row("search as typed, p95", p95(ours), "ripgrep, one word", once, 1.0))
    kinds = {
        "word": "compiler",
        "three words": "python index cache",
        "phrase": '"garbage collector"',
        "prefix": "co*",
        "filters": "rating:>=4 date:2019.. has:task python",
        "either": "kafka OR raft OR shard",
        "without": "python -index",
        "everything": "",
    }
    marks = partial(all_marks, vault)
    taken = {
        name: median(milliseconds(partial(search, index, query, read=read, marks=marks), 7))
        for name, query in kinds.items()
    }
    slowest = max(taken, key=taken.__getitem__)
    rows.append(Row(f"slowest kind of query ({slowest})", taken[slowest], "median kind", median(taken.values()), 10.0))
    return rows
