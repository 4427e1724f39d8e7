"""What counts as a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.names import bare
from confnotes.search.analyse import analyse, compose, pieces, places, raw_tokens, words
from confnotes.search.languages import stem

FOUND_BY = [
    ("networks", ["networks"]),
    ("C++ and C#, R or C", ["c++", "c#", "r", "c"]),
    ("C++17", ["c++", "17"]),
    ("GPT-4", ["gpt-4", "gpt4", "GPT-4", "gpt"]),
    ("node.js", ["node.js", "nodejs", "node"]),
    (".NET", [".net", "net"]),
    ("the user's guide", ["user", "users", "user’s"]),
    ("∇f", ["∇", "f"]),
    ("F-measure", ["f-measure", "fmeasure", "measure"]),
    ("state-of-the-art", ["state-of-the-art", "art"]),
    ("arXiv:1905.13633v2", ["arxiv", "1905", "1905.13633", "1905.13633v2", "1905.13633v1"]),
    ("https://arxiv.org/abs/1905.13633", ["1905.13633", "arxiv.org"]),
    ("**Python** and `numpy`", ["python", "numpy"]),
    ("__init__", ["init"]),
    ("[[Some Note#Heading|alias]]", ["some", "note", "heading", "alias"]),
    ("OpenReview", ["openreview", "open", "review"]),
    ("Hyvärinen", ["hyvarinen", "Hyvärinen", "HYVÄRINEN"]),
    ("hyvarinen", ["Hyvärinen"]),
    ("Łukasz Ørsted Straße", ["lukasz", "orsted", "strasse"]),
    ("Schrödinger’s", ["schrodinger", "Schrödinger's"]),
    ("深度学习", ["深度学习", "学习", "学", "度学"]),
    ("ディープラーニング", ["ラーニング", "ー"]),
    ("학습을 했다", ["학습", "학"]),
    ("ﬁne ＡＢＣ", ["fine", "abc"]),
    ("gpt-3.5", ["gpt-3.5", "gpt3.5"]),
]


@pytest.mark.parametrize(("text", "asked"), FOUND_BY)
def test_a_text_is_found_by_what_a_person_would_type(text: str, asked: list[str]) -> None:
    found = {term for place in places(compose(text)) for term in (*place.token.stream, *place.token.extra)}
    stream = "\0".join(words(text))
    for wanted in asked:
        for place in places(compose(wanted)):
            assert (
                "\0".join(place.token.stream) in stream
                or set(place.token.extra) & found
                or (set(place.token.stream) <= found)
            )


@pytest.mark.parametrize(
    ("text", "missed"),
    [("C++", "c"), ("**Python**", "**python**"), ("NeurIPS", "ips"), ("が", "か"), ("issue# 4", "issue#")],
)
def test_a_text_is_not_found_by_what_is_another_word(text: str, missed: str) -> None:
    assert missed not in {term for place in places(text) for term in (*place.token.stream, *place.token.extra)}


def test_forms_of_a_word_share_a_stem_and_code_words_have_none() -> None:
    assert stem("networks") == stem("network") == stem("networking")
    assert stem("running") == stem("runs") == stem("run") and stem("adding") == stem("add")
    assert [stem(word) for word in ("c++", "gpt4", "学习", "r")] == ["c++", "gpt4", "学习", "r"]


@given(st.text())
def test_every_text_is_cut_into_places_that_hold_its_words(text: str) -> None:
    text = compose(text)
    for place in places(text):
        assert analyse(text[place.start : place.end]) == place.token
        assert all(term and bare(term) == term for term in place.token.stream)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert bare(bare(text)) == bare(text)


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(" .#+-'’_–(“,。学a1R")))
def test_a_text_cut_in_pieces_has_the_same_words(text: str) -> None:
    text = compose(text)
    assert [raw for piece in pieces(text) for raw in raw_tokens(piece)] == raw_tokens(text)
