"""Posters in a hall: board order, found by a number or a few letters, seen and unseen, noted from a shell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import poster_hall
from confnotes.actions.notes.fill_card import add_link, fill_card, filled_card
from confnotes.actions.program import mark_talk
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.posters import Hall, board_key, is_seen, poster, posters
from confnotes.catalogue.program.talks import SeveralTalksError, card
from confnotes.errors import NotFoundError
from confnotes.markup.frontmatter import split
from confnotes.markup.poster_card import CardField
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Kind, Program, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from poster_hall import AFTERNOON, CONFERENCE, EVENING, fill_hall, hall_program, key
from program_files import save_program


@pytest.fixture
def hall(vault: Vault) -> Vault:
    return fill_hall(vault)


def boards(cards: tuple[Card, ...] | list[Card]) -> list[str | None]:
    return [card.talk.board for card in cards]


@pytest.mark.parametrize(
    ("first", "second"),
    [("A2", "A12"), ("A12", "B1"), ("2", "10"), ("#9", "#312"), ("P-2", "P-10"), ("12", "A1"), ("Poster 3", "#20")],
)
def test_boards_are_in_the_order_in_which_one_walks(first: str, second: str) -> None:
    assert board_key(first) < board_key(second)


def test_a_board_is_the_same_however_it_is_written() -> None:
    assert board_key("#007") == board_key("7") == board_key(" Board 7") and board_key("a 12") == board_key("A-12")


@pytest.mark.parametrize(
    ("at", "shown", "where"),
    [
        (AFTERNOON, ["A2", "A3", "A12", "B1", "B10"], "Posters I"),
        (EVENING, ["A2", "C7"], "Posters II"),
        (datetime(2031, 5, 12, 16, 30), ["A2", "C7"], "from 18:00"),
        (datetime(2031, 5, 12, 21), ["A2", "A2", "A3", "A12", "B1", "B10", "C7"], "today"),
        (datetime(2031, 5, 11, 21), ["A2", "A3", "A12", "B1", "B10"], "from Mon 12 May 14:00"),
        (datetime(2031, 5, 13, 9), ["A2", "A2", "A3", "A12", "B1", "B10", "C7"], ""),
    ],
)
def test_the_posters_of_the_session_that_is_on_are_shown(
    hall: Vault, at: datetime, shown: list[str], where: str
) -> None:
    found = posters(hall, at)
    assert (boards(found.now), found.where) == (shown, where)
    assert len(found.cards) == 7


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("a12", "Moorings for Lazy Graphs"),
        ("#A 12", "Moorings for Lazy Graphs"),
        ("10", "A Robot that Knots"),
        ("a2", "Fisher Vectors of the Shallow Sea"),
        ("c7", "Knots, Revisited"),
        ("fis", "Fisher Vectors of the Shallow Sea"),
        ("ines", "Fisher Vectors of the Shallow Sea"),
        ("mare alta", "Sails without Supervision"),
        ("gtf", "Grids that Forget"),
        ("revisited knots", "Knots, Revisited"),
        ("suprevision", "Sails without Supervision"),
    ],
)
def test_a_number_or_a_few_letters_find_the_poster(hall: Vault, typed: str, first: str) -> None:
    assert posters(hall, AFTERNOON).find(typed)[0].title == first


def test_of_one_board_used_twice_the_poster_that_hangs_now_is_meant(hall: Vault) -> None:
    assert poster(posters(hall, AFTERNOON), "A2").title.startswith("Fisher")
    assert poster(posters(hall, EVENING), "A2").title.startswith("Harbours")
    with pytest.raises(SeveralTalksError, match="A3 · Grids that Forget"):
        poster(posters(hall, AFTERNOON), "vento")
    with pytest.raises(NotFoundError):
        poster(posters(hall, AFTERNOON), "zzzz")
    assert posters(hall, AFTERNOON).find("# ") == []


def test_the_next_poster_is_the_next_starred_one_not_seen_then_the_next_board(hall: Vault) -> None:
    for board in ("A2", "A12", "B1"):
        mark_talk.mark_talk(hall, key(board), Mark.STAR, True)
    mark_talk.mark_talk(hall, key("A12"), Mark.ATTENDED, True)
    found = posters(hall, AFTERNOON)
    assert boards(found.starred) == ["A2", "A12", "B1"]
    assert [is_seen(one) for one in found.starred] == [False, True, False]
    after = found.next_after(key("A2"))
    assert after is not None and after.talk.board == "B1"
    around = found.next_after(key("B1"))
    assert around is not None and around.talk.board == "A2"
    for board in ("A2", "B1"):
        one = found.card(key(board))
        assert one is not None
        found = found.with_card(replace(one, marks=frozenset({Mark.ATTENDED})))
    onward = found.next_after(key("B1"))
    assert onward is not None and onward.talk.board == "B10"
    assert found.next_after(key("B10")) is None


def test_where_the_program_does_not_say_what_hangs_its_papers_do(vault: Vault) -> None:
    papers = tuple(Talk(f"Paper {n}", f"p{n}", speakers=(Speaker("Ada Vento"),)) for n in range(3))
    slot = Talk("Poster session 1", "ps", Kind.POSTER, start=datetime(2031, 5, 12, 14))
    keynote = Talk("Opening", "k", Kind.KEYNOTE, speakers=(Speaker("Bo Kai"),))
    save_program(vault, "Conf", Program(Conference("Conf"), (Session(talks=(*papers, slot, keynote)),)))
    assert [one.title for one in posters(vault, AFTERNOON).now] == ["Paper 0", "Paper 1", "Paper 2"]


def test_a_poster_hall_has_the_same_short_description_everywhere(hall: Vault) -> None:
    found = posters(hall, AFTERNOON)
    assert len(repr(found)) < 200, "workers are described by what they are given"
    assert "Grids that Forget" not in repr(found.now[0]), "a card is not told with all talks of its session"


def test_a_card_is_filled_from_the_shell_line_by_line(hall: Vault) -> None:
    first = fill_card(hall, card(hall, key("A2")), [(CardField.CLAIM, "density"), (CardField.ASKED, "why")], AFTERNOON)
    assert first.path is not None
    assert [(line.field.value, line.text) for line in first.lines if line.text] == [
        ("claim", "density"),
        ("asked", "why"),
    ]
    again = card(hall, key("A2"))
    assert again.attended and again.note == first.path
    fill_card(hall, again, [(CardField.CLAIM, "second")], AFTERNOON)
    text = (hall.root / first.path).read_text()
    assert "- claim: density ^t140512\n- claim: second ^t140514\n" in text
    assert filled_card(hall, again).lines[1].text == "second"


def test_a_link_goes_into_the_note_under_its_kind(hall: Vault, tmp_path: Path) -> None:
    path = add_link(hall, key("A2"), "https://example.org/big-poster")
    add_link(hall, key("A2"), "https://github.com/bo/fisher")
    add_link(hall, key("A2"), "https://example.org/big-poster")
    add_link(hall, key("A2"), "https://example.org/other-poster")
    fields = split((hall.root / path).read_text()).fields
    assert fields["poster"] == ["https://example.org/big-poster", "https://example.org/other-poster"]
    assert fields["code"] == "https://github.com/bo/fisher"
    with pytest.raises(NotFoundError):
        add_link(hall, "tideconf-2031/none", "https://example.org")
    assert poster_hall.CONFERENCE in path


def coded_hall(vault: Vault, *sessions: Session) -> Hall:
    """The posters at noon, where sessions have codes; the first has one poster, the others may have none."""
    save_program(vault, CONFERENCE, Program(Conference(CONFERENCE, timezone="Europe/Lisbon"), sessions))
    return posters(vault, AFTERNOON)


def test_the_code_of_a_session_finds_its_posters_and_a_session_without_any(vault: Vault) -> None:
    program = hall_program()
    _, afternoon, evening = program.sessions
    bare = Talk("Poster Day 1 Session 4 (P1S4)", "p1s4", Kind.POSTER, start=evening.start, end=evening.end)
    hall = coded_hall(
        vault,
        replace(afternoon, title="Poster Day 1 Session 1 (P1S1)"),
        replace(evening, title="Poster Day 1 Session 2 (P1S2)"),
        Session("Day 1", "day", talks=(bare,)),
    )
    assert [card.talk.board for card in hall.find("P1S2")] == ["A2", "C7"]
    assert [card.talk.board for card in hall.find("p1s1")] == ["A2", "A3", "A12", "B1", "B10"]
    assert [card.title for card in hall.find("P1S4")] == ["Poster Day 1 Session 4 (P1S4)"]
    assert hall.find("P9S9") == []


def test_the_posters_of_the_running_session_come_before_those_without_a_time(vault: Vault) -> None:
    program = hall_program()
    _, afternoon, evening = program.sessions
    late = replace(evening, title="Anywhere", start=None, end=None)
    hall = coded_hall(vault, late, afternoon)
    assert [card.session.title for card in hall.now] == ["Posters I"] * 5 + ["Anywhere"] * 2


def test_a_session_on_now_without_posters_of_its_own_is_not_said_to_have_all_papers(vault: Vault) -> None:
    program = hall_program()
    _, afternoon, evening = program.sessions
    bare = Talk("Poster Day 1 (P1S1)", "p1", Kind.POSTER, start=afternoon.start, end=afternoon.end)
    papers = replace(evening, kind=Kind.OTHER, start=None, end=None)
    papers = replace(
        papers, talks=tuple(replace(one, kind=Kind.TALK, board=None, start=None, end=None) for one in papers.talks)
    )
    hall = coded_hall(vault, Session("Day 1", "day", talks=(bare,)), papers)
    assert (hall.where, hall.running) == ("", "Poster Day 1 (P1S1)")
    assert len(hall.now) == len(papers.talks)
    (session,) = hall.find("P1S1")
    assert session.key in hall.here
