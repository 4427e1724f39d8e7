"""What is found over arrays is what Whoosh's own matchers find in the same index."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.model.hit import HitKind
from confnotes.search import whoosh_query as wq
from confnotes.search.builder import SegmentBuilder, Source
from confnotes.search.document import Document
from confnotes.search.evaluate import Deadline, Evaluator
from confnotes.search.segment import Segment
from confnotes.search.snapshot import Part, Snapshot
from confnotes.search.whoosh_reader import PartReader, whoosh_finds

WORDS = ("flow", "flows", "score", "scores", "gan", "deep", "学习")
TITLES = ("Flow models", "Deep scores", "GAN")


def part_of(texts: list[str], dead: frozenset[int] = frozenset()) -> Part:
    builder = SegmentBuilder()
    for number, text in enumerate(texts):
        note = Document(
            HitKind.NOTE,
            f"{number}.md",
            TITLES[number % 3],
            body=text,
            words={"title": [TITLES[number % 3]]},
            labels={"tag": ["even"] if number % 2 == 0 else ["odd", "ml/rnn"]},
        )
        builder.add_source(Source(f"{number}.md", 1, 1), [note])
    buffer = BytesIO()
    builder.write(buffer)
    return Part(Segment(buffer.getvalue()), dead=dead)


def found(part: Part, query: Any) -> set[int]:
    return set(Evaluator(part, Snapshot((part,)), Deadline(10)).scores(query)) - part.dead_docs


TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=8)
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.builds(wq.Term, st.sampled_from(("text", "title")), st.sampled_from((*WORDS, "absent"))),
    st.builds(wq.Term, st.just("tag"), st.sampled_from(("even", "odd", "ml/rnn"))),
    st.builds(wq.Prefix, st.just("text"), st.sampled_from(("flo", "sco", "d", "x"))),
    st.builds(wq.Phrase, st.just("text"), st.lists(st.sampled_from(WORDS[:6]), min_size=2, max_size=3)),
    st.builds(wq.Every),
)


def compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        some.map(wq.And),
        some.map(wq.Or),
        st.builds(lambda part: wq.And([wq.Every(), wq.Not(part)]), inner),
        st.builds(lambda part, gone: wq.And([part, wq.Not(gone)]), inner, inner),
        st.builds(wq.AndMaybe, inner, inner),
        st.builds(lambda part: wq.ConstantScoreQuery(part, 0.5), inner),
    )


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.recursive(LEAVES, compound, max_leaves=6), st.frozensets(st.integers(0, 7), max_size=2))
def test_every_query_finds_what_whoosh_finds(texts: list[str], query: Any, dead: frozenset[int]) -> None:
    part = part_of(texts, dead)
    assert found(part, query) == whoosh_finds(part, query)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("FuzzyTerm('text', 'scoer')", {1}),
        ("Wildcard('text', '*ow*')", {0, 2}),
        ("SpanNear(Term('text', 'flow'), Term('text', 'gan'), slop=3)", {2}),
        ("DisjunctionMax([Term('text', 'score'), Term('text', 'gan')])", {1, 2}),
        ("And([Term('text', 'flow'), Wildcard('text', 'g?n')])", {2}),
    ],
)
def test_queries_that_the_language_does_not_have_are_answered_by_whoosh(query: str, wanted: set[int]) -> None:
    from whoosh import query as whoosh_queries

    part = part_of(["flow of data", "a score", "flow and a gan"])
    assert found(part, eval(query, vars(whoosh_queries))) == wanted


def test_whoosh_sees_the_terms_of_every_field() -> None:
    reader = PartReader(part_of(["flow scores"]))
    assert [text for field, text in reader.all_terms() if field == "text"] == [b"flow", b"models", b"scores"]
    assert list(reader.expand_prefix("text", "sc")) == [b"scores"]
    assert reader.doc_frequency("title", b"flow") == 1


def test_nobody_sees_whooshs_own_warnings(tmp_path: Path) -> None:
    program = "import confnotes.search.whoosh_reader; from confnotes.search.languages import stem; stem('networks')"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}  # so that everything is compiled again
    ended = subprocess.run(
        [sys.executable, "-W", "always", "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert "whoosh" not in ended.stderr.lower()
