"""What each way of asking finds in a small vault."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes.catalogue.searching.find import find
from confnotes.model.hit import Hit, HitKind, Instead
from confnotes.vault.vault import Vault
from examples import examples

EQPROP = "note Gradients of Equilibrium Prop"
LMU = "talk Legendre Memory Units"
SCORES = "talk Score functions for flow models"
SCORE_NOTE = "note Score matching"
TOOLS = "note Tools we use"
CHINESE = "note 深度学习"
OLD = "note Old"
NEURIPS = "note NeurIPS 2019"
AAPO = "person Aapo Hyvönen"
AARON = "person Aaron Voelkel"
YOKO = "person Yoko Bengtsson"
MAXENCE = "person Maxence Lenoir"
PAPER = "paper Gradients of Equilibrium Prop"
TO_READ = "task read the 2017 paper of Score matching"
DERIVE = "task derive it"
DEEP = "question does it hold for deep networks"
GRADIENT = "question is it a gradient of anything"

FINDS: list[tuple[str, list[str]]] = [
    ("energy diffusion", [SCORE_NOTE, OLD]),
    ("ENERGY", [SCORE_NOTE, OLD, GRADIENT]),
    ('"score function"', [SCORE_NOTE]),
    ('"function score"', []),
    ("network", [EQPROP, LMU, DEEP]),
    ('"memory cell"', [LMU]),
    ("equi*", [EQPROP, PAPER, MAXENCE, YOKO]),
    ("legendre OR tools", [LMU, TOOLS, AARON]),
    ("energy -python", [SCORE_NOTE, GRADIENT]),
    ("(legendre OR energy) -old", [LMU, SCORE_NOTE, AARON, GRADIENT]),
    ("speaker:bengtsson", [EQPROP, PAPER, YOKO]),
    ("author:bengtsson", [EQPROP, PAPER, YOKO]),
    ("speaker:bengtsson eqprop", [EQPROP]),
    ('speaker:"Yoko Bengtsson" kind:note', [EQPROP]),
    ('speaker:"Lenoir Yoko"', []),
    ("speaker:hyvonen", [SCORES, SCORE_NOTE, AAPO]),
    ("title:score", [SCORES, SCORE_NOTE]),
    ("session:orals", [EQPROP, LMU]),
    ("track:generative", [SCORES]),
    ("room:ballroom", [EQPROP, LMU]),
    ("conf:neurips kind:talk", [EQPROP, LMU, SCORES]),
    ("tag:ml/rnn", [EQPROP]),
    ("tag:ml", [EQPROP]),
    ("tag:rnn", []),
    ("#tools", [TOOLS]),
    ("kind:poster", [SCORES]),
    ("kind:spotlight", [LMU]),
    ("kind:paper", [PAPER]),
    ("kind:task", [TO_READ, DERIVE]),
    ("kind:question", [DEEP, GRADIENT]),
    ("kind:task is:todo", [TO_READ]),
    ("kind:person", [AAPO, AARON, YOKO, MAXENCE]),
    ("lang:en", [LMU]),
    ("has:video", [EQPROP]),
    ("has:slides", [SCORES]),
    ("has:paper kind:note", [EQPROP]),
    ("has:notes kind:oral", [EQPROP]),
    ("has:task", [EQPROP, SCORE_NOTE]),
    ("no:notes", [LMU, SCORES]),
    ("kind:person -has:video", [AAPO, AARON, YOKO, MAXENCE]),
    ("kind:person no:video", []),
    ("no:slides kind:talk", [EQPROP, LMU]),
    ("is:starred", [LMU]),
    ("is:attended", [LMU]),
    ("is:question", [EQPROP, SCORE_NOTE, DEEP, GRADIENT]),
    ("is:open", [EQPROP, DEEP]),
    ("is:answered", [SCORE_NOTE, GRADIENT]),
    ("is:todo", [EQPROP, TO_READ]),
    ("is:done", [SCORE_NOTE, DERIVE]),
    ("date:2019-12-10 kind:talk", [EQPROP, LMU]),
    ("date:2019-12-11 kind:talk", [SCORES]),
    ("date:2020..2021", [SCORE_NOTE, AAPO, DERIVE, GRADIENT]),
    ("after:2019 kind:note", [SCORE_NOTE]),
    ("before:2019 kind:note", [OLD]),
    ("rating:>=4", [EQPROP, LMU]),
    ("rating:2", [SCORE_NOTE]),
    ("rating:>5", []),
    ('links:"Score matching"', [EQPROP]),
    ("links:[[score matching]]", [EQPROP]),
    ("Hyvärinen", [SCORE_NOTE]),
    ("hyvarinen", [SCORE_NOTE]),
    ("HYVÖNEN kind:talk", [SCORES]),
    ("C++", [TOOLS]),
    ("C#", [TOOLS]),
    ("R", [TOOLS]),
    ("GPT-4", [TOOLS]),
    ("gpt4", [TOOLS]),
    ('"gpt 4"', [TOOLS]),
    ("node.js", [TOOLS]),
    ("nodejs", [TOOLS]),
    ("python", [OLD]),
    ("review", [OLD]),
    ("openreview", [OLD]),
    ("1905.13633", [EQPROP, PAPER]),
    ("学习", [CHINESE]),
    ("深", [CHINESE]),
    ("ラーニング", [CHINESE]),
    ("学講", []),
    ("학습", [CHINESE]),
    ("the", [SCORE_NOTE, EQPROP, NEURIPS, TO_READ, GRADIENT]),
    ("nothingofthekind", []),
    ("???", []),
]


def named(hit: Hit) -> str:
    return f"{hit.kind} {hit.title}"


@pytest.mark.parametrize(("query", "wanted"), FINDS, ids=[query for query, _ in FINDS])
def test_a_query_finds_what_the_language_says(query: str, wanted: list[str], shared_vault: Vault) -> None:
    assert sorted(map(named, find(shared_vault, query, limit=100).hits)) == sorted(wanted)


FIRST: list[tuple[str, str]] = [
    ("score", SCORE_NOTE),
    ("score function", SCORES),
    ('"score function"', SCORE_NOTE),
    ("yoko bengtsson", YOKO),
    ("legendre", LMU),
    ("energy", SCORE_NOTE),
    ("deep networks", EQPROP),
    ("2017 paper", EQPROP),
    ("is:todo", TO_READ),
    ("is:question networks", DEEP),
    ("equilibrium prop", EQPROP),
]


@pytest.mark.parametrize(("query", "first"), FIRST)
def test_the_wanted_thing_comes_first(query: str, first: str, shared_vault: Vault) -> None:
    assert named(find(shared_vault, query).hits[0]) == first


def test_a_hit_has_its_place_and_the_words_to_highlight(shared_vault: Vault) -> None:
    hit = find(shared_vault, "deep networks").hits[0]
    assert hit.path == "NeurIPS 2019/2019-12-10 1005 Gradients of Equilibrium Prop.md"
    assert (
        shared_vault.read(hit.path).text.splitlines()[(hit.line or 0) - 1]
        == "? does it hold for deep networks ^t101102"
    )
    assert hit.snippet == "does it hold for deep networks"
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["deep", "networks"]
    assert hit.speakers == ("Maxence Lenoir", "Yoko Bengtsson")
    assert hit.conference == "NeurIPS 2019"
    assert hit.date is not None and hit.date.isoformat() == "2019-12-10T10:05:00"


def test_a_talk_without_a_note_shows_its_abstract_and_has_no_path(shared_vault: Vault) -> None:
    (hit,) = find(shared_vault, "lstms").hits
    assert (hit.kind, hit.id, hit.path, hit.line) == (HitKind.TALK, "neurips-2019/2", None, None)
    assert "outperforms LSTMs" in hit.snippet


@pytest.mark.parametrize(
    ("query", "suggestion", "first"),
    [
        ("eqprpo", "eqprop", EQPROP),
        ("speaker:bengston", "speaker:bengtsson", EQPROP),
        ("legendre memry", "legendre memory", LMU),
        ("legen memory", "legendre memory", LMU),
        ('"score funktion"', '"score function"', SCORE_NOTE),
        ("kind:note densitty -python", "kind:note density -python", SCORE_NOTE),
        ("tag:densty", "tag:density", SCORE_NOTE),
        ("gpt-5", "gpt-4", TOOLS),
        ("kernels GPT-5", "kernels gpt-4", TOOLS),
        ("legndre-5", "legendre", LMU),
        ("legendre-5", "legendre", LMU),
    ],
)
def test_a_word_that_nothing_has_is_answered_with_the_hits_of_the_nearest(
    query: str, suggestion: str, first: str, shared_vault: Vault
) -> None:
    hits = find(shared_vault, query)
    assert hits.suggestion == suggestion and hits.instead
    assert named(hits.hits[0]) == first


def test_a_word_without_matches_is_reported_with_its_replacement(shared_vault: Vault) -> None:
    hits = find(shared_vault, "Legendre memry")
    assert hits.instead == (Instead("memry", ("memory",)),)
    assert hits.explanation.startswith("no match for “memry”; showing “memory”: ")


@pytest.mark.parametrize("query", ["xqzwv", "legendre OR toolls", "-memry legendre", "kind:poster memry", "energy"])
def test_nothing_is_shown_instead_where_nothing_is_near_or_nothing_is_missing(query: str, shared_vault: Vault) -> None:
    hits = find(shared_vault, query)
    assert (hits.instead, hits.suggestion) == ((), None)


def test_a_name_with_a_number_is_reported_missing_as_a_whole(shared_vault: Vault) -> None:
    hits = find(shared_vault, "GPT-5")
    assert hits.instead == (Instead("gpt-5", ("gpt-4",)),)
    assert hits.explanation.startswith("no match for “gpt-5”; showing “gpt-4”: ")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind:nonsense", "unknown kind “nonsense” (use "),
        ("kind:tallk memory", "unknown kind “tallk” (did you mean talk?)"),
        ("kind:talk memory", ""),
    ],
)
def test_a_kind_without_results_is_reported(query: str, told: str, shared_vault: Vault) -> None:
    explanation = find(shared_vault, query).explanation
    assert told in explanation and ("unknown kind" in explanation) == bool(told)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind:nonsense", "unknown kind “nonsense” (use "),
        ("from:nowhere", "no match for the name “nowhere”"),
        ("is:unanswered", "“is:unanswered” is not a mark (did you mean open?), searched as words"),
        ("todo", "no match for “todo”; “is:todo” finds everything that has an open task"),
        ("(memory", "unclosed “(”"),
        ("due:today", "“due:” only filters tasks (`confnotes list tasks due:today`), searched as words"),
    ],
)
def test_what_was_not_understood_is_remarked_and_not_only_explained(query: str, told: str, shared_vault: Vault) -> None:
    hits = find(shared_vault, query)
    assert len(hits.remarks) == 1 and told in hits.remarks[0]
    assert not hits.instead


def test_words_behind_a_field_that_there_is_none_of_are_found_without_its_name(shared_vault: Vault) -> None:
    hits = find(shared_vault, "spaker:bengtsson")
    assert hits.remarks == ("unknown field “spaker:” (did you mean “speaker:”?), searched as words",)
    assert {hit.id for hit in find(shared_vault, "bengtsson").hits} & {hit.id for hit in hits.hits}


def test_the_explanation_names_the_forms_that_were_searched_for_too(shared_vault: Vault) -> None:
    assert find(shared_vault, "speaker:bengtsson network").explanation == (
        "speaker has “bengtsson” and text has “network” (or networks)"
    )


@pytest.mark.parametrize(
    ("sort", "first"), [("date", SCORE_NOTE), ("title", EQPROP), ("rating", EQPROP), ("relevance", EQPROP)]
)
def test_hits_are_sorted_as_asked(sort: str, first: str, shared_vault: Vault) -> None:
    found = [named(hit) for hit in find(shared_vault, "kind:note (score OR eqprop)", sort=sort).hits]
    assert found[0] == first and len(found) == 2


def test_the_total_counts_what_the_limit_leaves_out(shared_vault: Vault) -> None:
    hits = find(shared_vault, "kind:note", limit=2)
    assert (len(hits.hits), hits.total) == (2, 6)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["score ", "-", "(", ")", '"', " OR ", "equi*", "speaker:", "学", "date:2019.. ", "is:todo "]
            )
        ).map("".join),
    )
)
def test_no_text_is_an_error(shared_vault: Vault, text: str) -> None:
    hits = find(shared_vault, text)
    assert hits.query == text and hits.explanation
