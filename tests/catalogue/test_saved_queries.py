"""The file of saved searches: one line each, written by hand or by confnotes, other lines untouched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.actions.save_query import delete_query, save_query
from confnotes.catalogue.searching.saved_queries import query_named, saved_queries
from confnotes.errors import ConflictError, NotFoundError, UsageError
from confnotes.vault.queries_file import PATH, parse, with_query
from confnotes.vault.vault import Vault


@pytest.mark.parametrize(
    ("line", "name", "query"),
    [
        ("To read: is:todo tag:reading", "To read", "is:todo tag:reading"),
        ("Talks: at ten: speaker:bengio", "Talks", "at ten: speaker:bengio"),
        ("tag:rnn: tag:rnn", "tag:rnn", "tag:rnn"),
        ('Phrase: "score function" OR flow', "Phrase", '"score function" OR flow'),
        ("Phrase: '\"score function\" OR flow'", "Phrase", '"score function" OR flow'),
        ('"Either: or": "a OR \\"b c\\""', "Either: or", 'a OR "b c"'),
        ("Tagged: #rnn energy", "Tagged", "#rnn energy"),
        ("Noted: energy  # since May", "Noted", "energy"),
        ("Year: 2019", "Year", "2019"),
        ("Not: -gan", "Not", "-gan"),
    ],
)
def test_a_line_is_read_as_it_is_meant(line: str, name: str, query: str) -> None:
    assert parse(f"# mine\n{line}\n").value == {name: query}


@pytest.mark.parametrize("line", ["", "# a: b", "no colon", "name:", "  - a", ": x", "[broken", "\x00"])
def test_a_line_that_is_none_is_passed_over(line: str) -> None:
    assert parse(f"{line}\nEnergy: energy\n").value == {"Energy": "energy"}


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_saved_is_read_again_and_other_lines_keep_their_bytes(name: str, query: str, other: str) -> None:
    before = "# mine\r\nEnergy:   energy # x\r\nodd line\r\n"
    after = with_query(before, name, query)
    assert parse(after).value[name] == query
    if name != "Energy":
        assert after.startswith(before)
    again = with_query(after, name, other)
    assert parse(again).value[name] == other
    assert parse(with_query(again, name, None)).value.keys() == parse(before).value.keys() - {name}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "vault")


def test_a_search_is_found_by_its_name_whatever_the_case_or_by_its_beginning(vault: Vault) -> None:
    save_query(vault, "Énergie", "energy")
    save_query(vault, "Later", "is:later")
    assert query_named(vault, "energie").query == "energy"
    assert query_named(vault, "LA").query == "is:later"
    with pytest.raises(NotFoundError) as caught:
        query_named(vault, "Moon")
    assert "Énergie, Later" in caught.value.hint
    save_query(vault, "Last year", "date:2018")
    with pytest.raises(UsageError, match="Later or Last year"):
        query_named(vault, "la")


def test_renaming_keeps_the_place_and_takes_no_other_name(vault: Vault) -> None:
    for name in ("a", "b", "c"):
        save_query(vault, name, f"word {name}")
    save_query(vault, "B", "word b", instead_of="b")
    assert [one.name for one in saved_queries(vault)] == ["a", "B", "c"]
    with pytest.raises(ConflictError):
        save_query(vault, "c", "word b", instead_of="B")
    delete_query(vault, "B")
    assert [one.name for one in saved_queries(vault)] == ["a", "c"]
    with pytest.raises(NotFoundError):
        delete_query(vault, "B")


def test_a_file_that_cannot_be_read_is_no_searches(vault: Vault) -> None:
    assert saved_queries(vault) == []
    (vault.root / PATH).write_bytes(b"\xff\xfe\x00bad")
    assert saved_queries(vault) == []


@pytest.mark.parametrize(("name", "query"), [("", "x"), ("  ", "x"), ("n" * 81, "x"), ("n", " "), ("n", "x" * 1001)])
def test_nothing_is_not_saved(vault: Vault, name: str, query: str) -> None:
    with pytest.raises(UsageError):
        save_query(vault, name, query)
