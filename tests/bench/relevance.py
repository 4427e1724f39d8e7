"""Whether the wanted thing comes first: ours against SQLite FTS5 over the same documents.

python tests/bench/relevance.py      every query whose answer is not first, and the three above it
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import Bench, Row
from bench.relevance_notes import write_notes
from bench.relevance_queries import OWN, SAMPLE, SHARED, Wanted, read_queries
from bench.unseen_queries import ADDED_LATER, UNSEEN
from confnotes.catalogue.searching.searchable import Harvester, all_marks, index_store
from confnotes.catalogue.searching.update_index import update
from confnotes.model.hit import HitKind
from confnotes.search.document import IndexDocument
from confnotes.search.engine import search
from confnotes.vault.vault import Vault

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED_NOTES = CHECKOUT.parent / "shared" / "corpora" / "notes"
_LOOKED_AT = 10
_HELD_OUT = 3
"""Every so manieth query is held out."""

_KINDS = frozenset(kind.value for kind in HitKind)
_LEAST_TYPED = 3
_OURS_AT_3 = 0.95

Answer = tuple[HitKind, str, str | None]
"""Kind, title and path of one thing found."""

Ask = Callable[[str], Sequence[Answer]]


class Ranks(NamedTuple):
    """The place of the right answer to a query, 0 for none: in the shell, on the screens, there while two thirds of
    the last word are typed, and in FTS5."""

    shell: int
    screens: int
    typed: int
    fts5: int


_WHERE = ("", ", screens", ", a word unfinished")


def run(bench: Bench) -> list[Row]:
    """The figures of the queries that were looked at, of those that were held out, and of those nobody tuned for."""
    ranks = [measured for vault, wanted in vaults(bench.folder) for measured in measure(vault, wanted)]
    rows = [*_rows("", ranks), *_rows(", held out", ranks[_HELD_OUT - 1 :: _HELD_OUT])]
    count = f"{len(ranks)} queries, wanted in the first 3"
    rows.append(Row(count, _success(3, [one.shell for one in ranks]), "wanted", _OURS_AT_3, 1.0, "", True))
    if SHARED_NOTES.is_dir():
        kinds = unseen(Vault.open(bench.folder / "relevance" / "shared"))
        rows += _rows(", unseen", [one for ranks in kinds.values() for one in ranks])
        for kind, ranks in kinds.items():
            rows += _figure(f"success at 1, unseen, {kind}", partial(_success, 1), ranks)[:-1]
    return rows


def _rows(which: str, ranks: Sequence[Ranks]) -> list[Row]:
    return [
        *_figure(f"success at 1{which}", partial(_success, 1), ranks),
        *_figure(f"success at 3{which}", partial(_success, 3), ranks),
        *_figure(f"mean reciprocal rank{which}", _reciprocal, ranks),
    ]


def _figure(name: str, value: Callable[[Sequence[int]], float], ranks: Sequence[Ranks]) -> list[Row]:
    *ours, fts5 = (value(column) for column in zip(*ranks, strict=True))
    return [
        Row(f"{name}{where}", own, "SQLite FTS5", fts5, 1.0, "", True) for where, own in zip(_WHERE, ours, strict=True)
    ]


def vaults(folder: Path) -> Iterable[tuple[Vault, list[Wanted]]]:
    """The sample vault, invented notes, and where they are at hand notes that others took at conferences."""
    place = folder / "relevance"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(CHECKOUT / "notes", place / "sample")
    yield Vault.open(place / "sample"), read_queries(SAMPLE)
    yield write_notes(place / "own"), read_queries(OWN)
    if SHARED_NOTES.is_dir():
        shutil.copytree(SHARED_NOTES, place / "shared")
        yield Vault.create(place / "shared"), read_queries(SHARED)


def measure(vault: Vault, queries: Sequence[Wanted]) -> list[Ranks]:
    """The rank of the right answer to each query."""
    shell, screens, fts5 = ask_ours(vault), ask_ours(vault, typing=True), _ask_fts5(_documents(vault))
    return [
        Ranks(
            rank(wanted, shell),
            rank(wanted, screens),
            rank(wanted._replace(query=unfinished(wanted.query)), screens),
            rank(wanted, fts5),
        )
        for wanted in queries
    ]


def unseen(vault: Vault) -> dict[str, list[Ranks]]:
    """The same of each kind of the queries that nobody tuned for."""
    return {
        kind: measure(vault, [one._replace(answers=(*one.answers, *ADDED_LATER.get(one.query, ()))) for one in queries])
        for kind, queries in UNSEEN.items()
    }


def ask_ours(vault: Vault, *, typing: bool = False) -> Ask:
    """Our search, of the vault as it is."""
    update(vault)
    index = index_store(vault).open()
    marks = partial(all_marks, vault)

    def ask(query: str) -> list[Answer]:
        hits = search(index, query, marks=marks, limit=_LOOKED_AT, typing=typing).hits
        return [(hit.kind, hit.title, hit.path) for hit in hits]

    return ask


def unfinished(query: str) -> str:
    """The query while two thirds of its last word are typed."""
    before, space, word = query.rpartition(" ")
    if not word.isalpha() or not word.isascii() or len(word) <= _LEAST_TYPED:
        return query
    return f"{before}{space}{word[: max(_LEAST_TYPED, round(len(word) * 2 / 3))]}"


def rank(wanted: Wanted, ask: Ask) -> int:
    """The place of the first right answer, from 1; 0 when it is not among the first."""
    for place, found in enumerate(ask(wanted.query), 1):
        if any(_is(found, answer) for answer in wanted.answers):
            return place
    return 0


def _is(found: Answer, answer: str) -> bool:
    kind, title, path = found
    wanted_kind, colon, rest = answer.partition(":")
    if colon and wanted_kind in _KINDS:
        return kind == wanted_kind and title.startswith(rest)
    in_file = path is not None and kind in (HitKind.NOTE, HitKind.TASK, HitKind.QUESTION)
    if "/" in answer:
        return in_file and path == f"{answer}.md"
    return title.startswith(answer) or (in_file and Path(path or "").stem.startswith(answer))


def _success(at: int, ranks: Sequence[int]) -> float:
    return sum(0 < rank <= at for rank in ranks) / len(ranks)


def _reciprocal(ranks: Sequence[int]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def _documents(vault: Vault) -> list[IndexDocument]:
    """What both search: each note, talk, person, paper, task and question once, talks that have a note left out."""
    harvester = Harvester(vault)
    found = [document for path in vault.files() for document in harvester.load(path).documents]
    noted = {document.talk for document in found if document.kind is HitKind.NOTE}
    once = {(document.kind, document.id): document for document in reversed(found)}
    return [one for one in once.values() if one.kind is not HitKind.TALK or one.talk not in noted]


def _ask_fts5(documents: Sequence[IndexDocument]) -> Ask:
    """FTS5 as one sets it up: stems, no accents, titles and speakers above the rest; any word where none has all."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table found using fts5(title, speaker, text, tokenize='porter unicode61')")
    connection.executemany(
        "insert into found(rowid, title, speaker, text) values (?, ?, ?, ?)",
        (
            (
                number,
                " ".join(document.words.get("title", [document.title])),
                " ".join(document.words.get("speaker", [])),
                "\n".join(
                    [
                        *(
                            " ".join(values)
                            for name, values in document.words.items()
                            if name not in ("title", "speaker")
                        ),
                        document.body,
                        document.abstract,
                    ]
                ),
            )
            for number, document in enumerate(documents)
        ),
    )

    def ask(query: str) -> list[Answer]:
        terms = [f'"{phrase or word}"' for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', query)]
        for joint in (" ", " OR "):
            found = connection.execute(
                "select rowid from found where found match ? order by bm25(found, 2, 2, 1) limit ?",
                (joint.join(terms), _LOOKED_AT),
            ).fetchall()
            if found:
                break
        answers = [documents[number] for (number,) in found]
        return [(document.kind, document.title, document.path) for document in answers]

    return ask


def main() -> None:
    """Say for each query that was not held out what stands above the right answer."""
    for vault, queries in vaults(CHECKOUT / ".bench"):
        for typing in (False, True):
            ask = ask_ours(vault, typing=typing)
            for number, wanted in enumerate(queries):
                asked = wanted._replace(query=unfinished(wanted.query)) if typing else wanted
                place = rank(asked, ask)
                if place != 1 and number % _HELD_OUT != _HELD_OUT - 1:
                    above = [f"{kind} {title[:40]}" for kind, title, _ in ask(asked.query)[:3]]
                    print(f"{place:2} {'typed' if typing else ''} {asked.query} -> {wanted.answers[0][:40]}: {above}")
    for row in run(Bench(CHECKOUT / ".bench", 0)):
        print(f"{row.name:60} {row.ours:.3f}   {row.peer_name} {row.peer:.3f}")


if __name__ == "__main__":
    main()
