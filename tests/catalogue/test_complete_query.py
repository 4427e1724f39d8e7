"""What a search may go on with: fields, and what the vault has in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.catalogue.completing.complete_query import FIELDS, QueryCompleter
from confnotes.catalogue.searching.current_index import current_index
from confnotes.search import parse
from confnotes.search.engine import search
from confnotes.search.index import IndexSnapshot
from confnotes.vault.vault import Vault
from search_vault import put, small_vault


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return small_vault(tmp_path_factory.mktemp("complete"))


@pytest.fixture(scope="module")
def index(vault: Vault, tmp_path_factory: pytest.TempPathFactory) -> IndexSnapshot:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return current_index(vault)


@pytest.fixture(scope="module")
def completer(vault: Vault, index: IndexSnapshot) -> QueryCompleter:
    return QueryCompleter(vault, lambda: index)


def after(completer: QueryCompleter, text: str) -> list[str]:
    """The queries that come of what is offered at the end of a text."""
    return [text[: one.start] + one.text for one in completer.offers(text, len(text))]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("spe", "speaker:"),
        ("flow con", "flow conf:"),
        ("is", "is:"),
        ("(flow OR tra", "(flow OR track:"),
        ("-spe", "-speaker:"),
        ("speaker:beng", 'speaker:"Yoko Bengtsson" '),
        ("speaker:hyvo", 'speaker:"Aapo Hyvönen" '),
        ('speaker:"yoko be', 'speaker:"Yoko Bengtsson" '),
        ("speakers:lenoir", 'speakers:"Maxence Lenoir" '),
        ("-speaker:len", '-speaker:"Maxence Lenoir" '),
        ("conf:neu", 'conf:"NeurIPS 2019" '),
        ("room:ball", 'room:"West Ballroom C" '),
        ("session:even", 'session:"Evening posters" '),
        ("track:gen", 'track:"generative models" '),
        ("kind:spot", "kind:spotlight "),
        ("has:sl", "has:slides "),
        ("no:n", "no:notes "),
        ("is:qu", "is:question "),
        ("date:tod", "date:today "),
        ("date:2019-1", "date:2019-12 "),
        ("date:2019-12-1", "date:2019-12-11 "),
        ("rating:", "rating:>=4 "),
    ],
)
def test_what_is_likeliest_stands_first(completer: QueryCompleter, typed: str, first: str) -> None:
    assert after(completer, typed)[0] == first


@pytest.mark.parametrize(
    "typed", ["", "flow", "fl", "title:fl", '"speaker', "http://x", "nofield:x", "speaker:zzz", "("]
)
def test_where_nothing_is_meant_nothing_is_offered(completer: QueryCompleter, typed: str) -> None:
    assert after(completer, typed) == []


def test_all_that_may_stand_before_a_colon_is_offered() -> None:
    known = {parse.FIELDS.get(name, name) for name in parse.BEFORE_COLON - {"day"}}  # it is “date:”
    assert known == FIELDS.keys() - {"by", "in"}  # which are read before the search, in a team and of several vaults


def test_within_a_query_only_what_is_typed_is_replaced(completer: QueryCompleter) -> None:
    text = "speaker:len flow"
    (offer,) = completer.offers(text, len("speaker:len"))
    assert (offer.start, offer.end) == (len("speaker:"), len("speaker:len"))
    assert completer.offers(text, len("speaker:l")) == []


def test_notes_are_offered_with_how_many_link_there_the_most_linked_first(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    for name, text in {"Müller": "", "Mole": "[[müller]]", "Mud": "[[Müller]] [[Mole]]"}.items():
        put(vault, f"{name}.md", text)
    index = current_index(vault)
    offers = QueryCompleter(vault, lambda: index).offers("links:m", len("links:m"))
    assert [(one.name, one.hint) for one in offers] == [("Müller", "2×"), ("Mole", "1×"), ("Mud", "")]


@pytest.mark.parametrize("field", ["speaker", "tag", "kind", "lang", "room", "track", "session", "has", "date"])
def test_what_is_offered_finds_something(field: str, completer: QueryCompleter, index: IndexSnapshot) -> None:
    offered = [query for query in after(completer, f"{field}:") if query not in ("date:today ", "date:yesterday ")]
    assert offered
    for query in offered:
        assert search(index, query).total, query


def test_a_year_that_notes_state_without_a_day_is_offered(tmp_path: Path) -> None:
    made = Vault.create(tmp_path / "vault")
    put(made, "Fog horns.md", "---\nconference: Fog Days 2018\n---\nLoud.\n")
    index = current_index(made)
    assert after(QueryCompleter(made, lambda: index), "date:20") == ["date:2018 "]
