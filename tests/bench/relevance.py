"""Whether the wanted thing comes first: ours against plain BM25, Whoosh as it comes over the same documents.

python tests/bench/relevance.py      every query whose answer is not first, and the three above it
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import Bench, Row
from bench.relevance_notes import write_notes
from bench.relevance_queries import OWN, SAMPLE, SHARED, Wanted, read_queries
from confnotes.model.hit import HitKind
from confnotes.search.document import Document
from confnotes.search.engine import search
from confnotes.services.searching.searchable import Harvester, all_marks, index_store, read_text
from confnotes.services.searching.update_index import update
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


def run(bench: Bench) -> list[Row]:
    """The figures of the queries that were looked at, and of those that were held out."""
    ranks = [measured for vault, wanted in vaults(bench.folder) for measured in _measure(vault, wanted)]
    rows = []
    for name, some in (("", ranks), (", held out", ranks[_HELD_OUT - 1 :: _HELD_OUT])):
        finished, typed, plain = (list(column) for column in zip(*some, strict=True))
        for figure, value in (("success at 1", partial(_success, 1)), ("success at 3", partial(_success, 3))):
            rows += _rows(f"{figure}{name}", value, finished, typed, plain)
        rows += _rows(f"mean reciprocal rank{name}", _reciprocal, finished, typed, plain)
    count = f"{len(ranks)} queries, wanted in the first 3"
    rows.append(Row(count, _success(3, [rank for rank, _, _ in ranks]), "wanted", _OURS_AT_3, 1.0, "", True))
    return rows


def _rows(
    name: str, value: Callable[[Sequence[int]], float], finished: list[int], typed: list[int], plain: list[int]
) -> list[Row]:
    peer = value(plain)
    return [
        Row(name, value(finished), "plain BM25", peer, 1.0, "", True),
        Row(f"{name}, a word unfinished", value(typed), "plain BM25, finished", peer, 1.0, "", True),
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


def _measure(vault: Vault, queries: list[Wanted]) -> list[tuple[int, int, int]]:
    """The rank of the right answer to each query: finished, while its last word is typed, and of plain BM25."""
    ours, typed, plain = ask_ours(vault), ask_ours(vault, typing=True), _ask_bm25(_documents(vault))
    return [
        (rank(wanted, ours), rank(wanted._replace(query=unfinished(wanted.query)), typed), rank(wanted, plain))
        for wanted in queries
    ]


def ask_ours(vault: Vault, *, typing: bool = False) -> Ask:
    """Our search, of the vault as it is."""
    update(vault)
    index = index_store(vault).open()
    read, marks = partial(read_text, vault), partial(all_marks, vault)

    def ask(query: str) -> list[Answer]:
        hits = search(index, query, read=read, marks=marks, limit=_LOOKED_AT, typing=typing).hits
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
    return title.startswith(answer) or (in_file and Path(path or "").stem.startswith(answer))


def _success(at: int, ranks: Sequence[int]) -> float:
    return sum(0 < rank <= at for rank in ranks) / len(ranks)


def _reciprocal(ranks: Sequence[int]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def _documents(vault: Vault) -> list[Document]:
    """What both search: each note, talk, person, paper, task and question once, talks that have a note left out."""
    harvester = Harvester(vault)
    found = [document for path in vault.files() for document in harvester.load(path).documents]
    noted = {document.talk for document in found if document.kind is HitKind.NOTE}
    once = {(document.kind, document.id): document for document in reversed(found)}
    return [one for one in once.values() if one.kind is not HitKind.TALK or one.talk not in noted]


def _ask_bm25(documents: Sequence[Document]) -> Ask:
    """Whoosh with its own analyser, parser and BM25F, in memory; any word may be missing."""
    from whoosh import fields
    from whoosh.filedb.filestore import RamStorage
    from whoosh.qparser import MultifieldParser, OrGroup

    schema = fields.Schema(number=fields.STORED, title=fields.TEXT, speaker=fields.TEXT, text=fields.TEXT)
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for number, document in enumerate(documents):
        rest = [" ".join(values) for name, values in document.words.items() if name not in ("title", "speaker")]
        writer.add_document(
            number=number,
            title=" ".join(document.words.get("title", [document.title])),
            speaker=" ".join(document.words.get("speaker", [])),
            text="\n".join([*rest, document.body, document.abstract]),
        )
    writer.commit()
    searcher = index.searcher()
    parser = MultifieldParser(["title", "speaker", "text"], schema, group=OrGroup)

    def ask(query: str) -> list[Answer]:
        found = [documents[hit["number"]] for hit in searcher.search(parser.parse(query), limit=_LOOKED_AT)]
        return [(document.kind, document.title, document.path) for document in found]

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


if __name__ == "__main__":
    main()
