"""The index is a Whoosh index: our quicker queries find what Whoosh's own matchers find, and everything asks Whoosh."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as stock
from whoosh import searching
from whoosh.collectors import UnlimitedCollector
from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.reading import SegmentReader

from confnotes.catalogue.searching.find import find
from confnotes.model.hit import HitKind
from confnotes.search import queries as ours
from confnotes.search.collector import Best, SearchDeadline
from confnotes.search.document import IndexDocument
from confnotes.search.index import IndexPart, IndexSnapshot
from confnotes.search.packing import PackedSource
from confnotes.search.writer import NotesWriter
from confnotes.vault.vault import Vault
from examples import examples

WORDS = ("flow", "flows", "score", "scores", "gan", "deep", "学习")
TITLES = ("Flow models", "Deep scores", "GAN")
DAY = datetime(2019, 12, 10, 10, 5)


def part_of(texts: list[str], dead: frozenset[int] = frozenset()) -> IndexPart:
    writer = NotesWriter(RamStorage())
    for number, text in enumerate(texts):
        note = IndexDocument(
            HitKind.NOTE,
            f"{number}.md",
            TITLES[number % 3],
            date=DAY + timedelta(days=number) if number % 4 else None,
            rating=number % 5,
            body=text,
            words={"title": [TITLES[number % 3]]},
            labels={"tag": ["even"] if number % 2 == 0 else ["odd", "ml/rnn"]},
        )
        writer.start_file(PackedSource(f"{number}.md", 1, 1))
        writer.add(note)
    part = IndexPart(writer.storage, writer.segment())
    return part.without({f"{number}.md" for number in dead})


def found(index: IndexSnapshot, query: Any) -> dict[int, float]:
    """What our queries and our collector find, with what it is worth."""
    hidden = [part.dead_docs for part in index.parts]
    collector = Best(None, hidden, (), SearchDeadline(10))
    index.searcher.search_with_collector(query, collector)
    return {docnum: score for score, docnum in collector.results().top_n}


def whoosh_finds(index: IndexSnapshot, query: Any) -> dict[int, float]:
    """What Whoosh's own matchers and collector find; the query is not normalized: 2.7.4 makes `Every` of an `And`
    that has one."""
    collector = UnlimitedCollector()
    index.searcher.search_with_collector(in_whoosh(query), collector)
    return {docnum: score for score, docnum in collector.results().top_n}


def in_whoosh(query: Any) -> Any:
    """The same in Whoosh's own classes."""
    name = type(query).__name__
    plain = getattr(stock, {"Constant": "ConstantScoreQuery"}.get(name, name.removesuffix("Query")))
    match query:
        case stock.Term() | stock.Prefix():
            return plain(query.fieldname, query.text, boost=query.boost)
        case stock.Phrase():
            return plain(query.fieldname, query.words, boost=query.boost)
        case stock.NumericRange():
            return plain(query.fieldname, query.start, query.end)
        case stock.And() | stock.Or():
            return plain([in_whoosh(part) for part in query.subqueries])
        case stock.AndMaybe():
            return plain(in_whoosh(query.a), in_whoosh(query.b))
        case stock.Not():
            return plain(in_whoosh(query.query))
        case stock.ConstantScoreQuery():
            return plain(in_whoosh(query.child), query.score)
        case stock.Every():
            return plain()
    return query


TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=8)
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.builds(ours.Term, st.sampled_from(("text", "title")), st.sampled_from((*WORDS, "absent"))),
    st.builds(ours.Term, st.just("tag"), st.sampled_from(("even", "odd", "ml/rnn"))),
    st.builds(ours.PrefixQuery, st.just("text"), st.sampled_from(("flo", "sco", "d", "x"))),
    st.builds(ours.PhraseQuery, st.just("text"), st.lists(st.sampled_from(WORDS[:6]), min_size=2, max_size=3)),
    st.builds(ours.NumericRange, st.just("rating"), st.integers(0, 3), st.integers(2, 5)),
    st.builds(ours.Every),
)


def compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        some.map(ours.AndQuery),
        some.map(ours.OrQuery),
        st.builds(lambda part: ours.AndQuery([ours.Every(), ours.NotQuery(part)]), inner),
        st.builds(lambda part, gone: ours.AndQuery([part, ours.NotQuery(gone)]), inner, inner),
        st.builds(ours.AndMaybe, inner, inner),
        st.builds(lambda part: ours.Constant(part, 0.5), inner),
    )


SEGMENTS = st.lists(st.tuples(TEXTS, st.frozensets(st.integers(0, 7), max_size=2)), min_size=1, max_size=3)


@settings(max_examples=examples(150), deadline=None)
@given(SEGMENTS, st.recursive(LEAVES, compound, max_leaves=6))
def test_every_query_finds_what_whoosh_finds(segments: list[tuple[list[str], frozenset[int]]], query: Any) -> None:
    index = IndexSnapshot(tuple(part_of(*segment) for segment in segments))
    assert found(index, query).keys() == whoosh_finds(index, query).keys()


@settings(max_examples=examples(100), deadline=None)
@given(SEGMENTS, st.recursive(LEAVES, compound, max_leaves=6))
def test_whoosh_can_walk_what_is_found_at_once(segments: list[tuple[list[str], frozenset[int]]], query: Any) -> None:
    index = IndexSnapshot(tuple(part_of(*segment) for segment in segments))
    collector = UnlimitedCollector()
    index.searcher.search_with_collector(query, collector)
    walked = {docnum: score for score, docnum in collector.results().top_n}
    assert walked == pytest.approx(found(index, query))


@settings(max_examples=examples(50), deadline=None)
@given(TEXTS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
def test_words_are_worth_to_us_what_they_are_worth_to_whoosh(texts: list[str], words: list[str]) -> None:
    index = IndexSnapshot((part_of(texts),))
    query = ours.OrQuery([ours.Term("text", word) for word in words])
    assert found(index, query) == pytest.approx(whoosh_finds(index, query))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (stock.FuzzyTerm("text", "scre"), {1}),
        (stock.Wildcard("text", "*ow*"), {0, 2}),
        (stock.DisjunctionMax([stock.Term("text", "score"), stock.Term("text", "gan")]), {1, 2}),
        (ours.AndQuery([ours.Term("text", "flow"), stock.Wildcard("text", "g?n")]), {2}),
        (stock.DateRange("date", DAY, DAY + timedelta(days=1)), {1}),
    ],
)
def test_queries_that_the_language_does_not_have_are_answered_by_whoosh(query: Any, wanted: set[int]) -> None:
    assert found(IndexSnapshot((part_of(["flow of data", "a score", "flow and a gan"]),)), query).keys() == wanted


def test_whoosh_sees_fields_terms_columns_and_what_is_stored() -> None:
    reader = part_of(["flow scores", "gan"])
    assert isinstance(reader, SegmentReader) and isinstance(reader.schema, Schema)
    assert [text for field, text in reader.all_terms() if field == "text"] == [
        b"deep", b"flow", b"gan", b"models", b"scores"
    ]  # fmt: skip
    assert list(reader.expand_prefix("text", "sc")) == [b"scores"]
    assert reader.doc_frequency("title", b"flow") == 1
    assert [reader.column_reader("rating")[doc] for doc in range(2)] == [0, 1]
    assert reader.stored_fields(1)["date"] == DAY + timedelta(days=1)
    matcher = reader.postings("text", "scores")
    assert (matcher.id(), matcher.value_as("positions")) == (0, (4,))


def test_every_search_goes_through_whooshs_searcher(shared_vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    search = searching.Searcher.search_with_collector

    def watched(self: Any, query: Any, collector: Any, context: Any = None) -> Any:
        asked.append(query)
        return search(self, query, collector, context)

    monkeypatch.setattr(searching.Searcher, "search_with_collector", watched)
    for query in ("score", '"deep networks"', "equi*", "is:todo", "date:2019", "speaker:bengtsson -gan", ""):
        before = len(asked)
        assert find(shared_vault, query).total
        assert len(asked) > before and isinstance(asked[before], stock.Query)


def test_nobody_sees_whooshs_own_warnings(tmp_path: Path) -> None:
    program = (
        "import confnotes.search.store; from confnotes.search.languages import function_words, stem;"
        "stem('hauser', 'de'); stem('networks'); function_words('en')"
    )
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}  # so that everything is compiled again
    ended = subprocess.run(
        [sys.executable, "-W", "always", "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert "whoosh" not in ended.stderr.lower()
