"""Every kind of search at every keystroke, hits with snippets: against SQLite FTS5 with the same, and one ripgrep."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.measure import Bench, Row, command, milliseconds, share
from bench.peers import ask_fts5, build_fts5, match_fts5, read_notes
from confnotes.catalogue.searching.hit_lines import with_lines
from confnotes.catalogue.searching.searchable import all_marks, index_store
from confnotes.catalogue.searching.update_index import update
from confnotes.model.hit import Hits
from confnotes.search.engine import search

_COMMON = ("python", "index", "query", "cache", "memory")
_TIMES = 5


class Kind(NamedTuple):
    """A kind of search: some of it, and what asks FTS5 the same, where it can be asked that.

    `{note}` stands for the name of a note.
    """

    name: str
    queries: tuple[str, ...]
    matches: tuple[str, ...] = ()


KINDS = (
    Kind("word", ("compiler", "python", "kafka"), ("compiler", "python", "kafka")),
    Kind("one letter", ("c*", "s*", "t*", "p*"), ("c*", "s*", "t*", "p*")),
    Kind("two letters", ("co*", "th*", "re*", "in*"), ("co*", "th*", "re*", "in*")),
    Kind("prefix", ("com*", "pro*", "pyth*"), ("com*", "pro*", "pyth*")),
    Kind("common word", ("the", "of the", "and the of to"), ("the", "of the", "and the of to")),
    Kind("three words", ("python index cache", "memory kernel query"), ("python index cache", "memory kernel query")),
    Kind("phrase", ('"garbage collector"', '"query cache"'), ('"garbage collector"', '"query cache"')),
    Kind(
        "phrase of common words",
        ('"of the"', '"and in the"', '"to the of"'),
        ('"of the"', '"and in the"', '"to the of"'),
    ),
    Kind("either", ("kafka OR raft OR shard", "the OR of OR and"), ("kafka OR raft OR shard", "the OR of OR and")),
    Kind("without", ("python -index", "the -of", "-the"), ("python NOT index", "the NOT of")),
    Kind("brackets", ("(python OR rust) (cache OR index) -gpu",), ("(python OR rust) AND (cache OR index) NOT gpu",)),
    Kind("title", ("title:python", "title:(python cache)", "title:py*"), ("title:python", "title:py*")),
    Kind("speaker", ("speaker:bethe", "speaker:be*", "speaker:smith python"), ("speaker:bethe", "speaker:be*")),
    Kind("tag", ("tag:mypy", "#mypy python", "tag:a*")),
    Kind("conference", ("conf:europython", "conf:europython python", "conf:py* cache")),
    Kind("kind", ("kind:note", "kind:task", "kind:note cache")),
    Kind("has", ("has:task", "no:video", "has:link cache")),
    Kind("is", ("is:todo", "is:done", "is:question", "is:starred", "is:todo cache")),
    Kind("dates", ("date:2019", "date:2019..2021 cache", "after:2020", "before:2016-05-01 python")),
    Kind("rating", ("rating:>=4", "rating:5 cache")),
    Kind("filters together", ("rating:>=4 date:2019.. has:task python", "conf:europython tag:mypy after:2018")),
    Kind("links", ('links:"{note}"', 'from:"{note}"', 'near:"{note}"', "is:orphan", "is:broken")),
    Kind("code words", ("C++", "node.js", "GPT-4", "1905.13633")),
    Kind("typing error", ("compielr", "pyhton cache", "speaker:bethee")),
    Kind("nothing", ("zqxjkvbw", '"zqxj kvbw"', "python zqxjkvbw")),
    Kind("everything", ("",)),
)


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
    """p95 and median of a keystroke, of every kind of search, and the slowest kind."""
    vault = bench.vault()
    update(vault)
    index = index_store(vault).open()
    notes = read_notes(vault.root)
    database = build_fts5(vault.root, bench.folder / "fts5.db")
    marks = partial(all_marks, vault)

    def ask(query: str, *, typing: bool = False) -> Hits:
        return with_lines(vault, search(index, query, marks=marks, typing=typing))

    note = Path(notes[0][0]).stem
    asked = {kind.name: [query.replace("{note}", note) for query in kind.queries] for kind in KINDS}
    for queries in asked.values():  # what is made at the first search of a program is not measured
        ask(queries[0])
    ours: list[float] = []
    theirs: list[float] = []
    for words in keystrokes(notes):
        ours += milliseconds(partial(ask, " ".join(words), typing=True))
        theirs += milliseconds(partial(ask_fts5, database, words))
    taken = {kind.name: [median(milliseconds(partial(ask, query), _TIMES)) for query in kind.queries] for kind in KINDS}
    each = [one for times in taken.values() for one in times]
    matched = [
        median(milliseconds(partial(match_fts5, database, match), _TIMES)) for kind in KINDS for match in kind.matches
    ]
    rows = [
        Row("search as typed, p95", share(ours, 0.95), "SQLite FTS5", share(theirs, 0.95), 1.0),
        Row("search as typed, median", median(ours), "SQLite FTS5", median(theirs), None),
        Row(f"{len(KINDS)} kinds of search, p95", share(each, 0.95), "SQLite FTS5", share(matched, 0.95), 3.0),
        Row(f"{len(KINDS)} kinds of search, median", median(each), "SQLite FTS5", median(matched), None),
    ]
    if ripgrep := shutil.which("rg"):
        once = median(milliseconds(command([ripgrep, "-i", "-w", "-c", "python", str(vault.root)], ends=(0, 1)), 9))
        rows.append(Row("search as typed, p95", share(ours, 0.95), "ripgrep, one word", once, 1.0))
        rows.append(Row("slowest search of any kind", max(each), "ripgrep, one word", once, 1.0))
    slowest = max(taken, key=lambda name: max(taken[name]))
    rows.append(Row(f"slowest kind ({slowest})", max(taken[slowest]), "median of all", median(each), 10.0))
    return rows
