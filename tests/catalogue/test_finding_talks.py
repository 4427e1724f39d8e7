"""What is on, and which talk a person means."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from confnotes.actions.program.mark_talk import mark_talk, rate
from confnotes.catalogue.program.talks import card, find_talk
from confnotes.catalogue.program.whats_on import agenda, current_conference, whats_on
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def put(vault: Vault, name: str, *talks: Talk, **facts: object) -> None:
    save_program(vault, name, Program(Conference(name, **facts), (Session("Orals", id="orals", talks=talks),)))  # type: ignore[arg-type]


@pytest.fixture
def days(vault: Vault) -> Vault:
    """A conference with a workshop on its last day, and one the year before."""
    put(
        vault,
        "Deep Days 2021",
        Talk("Depth", id="17", start=at("2021-06-01T09:00"), end=at("2021-06-01T09:20"), room="A"),
        Talk("Legendre memory", id="18", start=at("2021-06-01T09:10"), end=at("2021-06-01T09:50"), room="B"),
        Talk("Legendre transforms", id="19", start=at("2021-06-01T09:20"), room="A", speakers=(Speaker("Bo Li"),)),
        Talk("Evening", id="20", start=at("2021-06-01T18:00"), room="A"),
        Talk("Whenever", id="21"),
        timezone="Europe/Paris",
        start_date=date(2021, 6, 1),
        end_date=date(2021, 6, 3),
    )
    put(
        vault,
        "Workshop W",
        Talk("Workshop opening", id="w1", start=at("2021-06-03T09:00")),
        start_date=date(2021, 6, 3),
    )
    put(vault, "Deep Days 2020", Talk("Depth", id="5", start=at("2020-06-01T09:00")), timezone="Europe/Paris")
    return vault


def test_the_rooms_now_what_is_next_and_what_is_starred_later(days: Vault) -> None:
    mark_talk(days, "deep-days-2021/20", Mark.STAR, True)
    rate(days, "deep-days-2021/17", 4)
    now = whats_on(days, at("2021-06-01T09:12"))
    assert now.conference is not None and now.conference_name == "Deep Days 2021"
    assert [(one.room, one.title, one.rating) for one in now.on] == [("A", "Depth", 4), ("B", "Legendre memory", None)]
    assert [one.title for one in now.next] == ["Legendre transforms"]
    assert [one.title for one in now.later_starred] == ["Evening"]
    assert now.moment == at("2021-06-01T09:12")
    assert whats_on(days, datetime(2021, 6, 1, 7, 12, tzinfo=UTC)).on == now.on


def test_overlapping_starred_talks_clash(days: Vault) -> None:
    for talk in ("17", "18", "19"):
        assert mark_talk(days, f"deep-days-2021/{talk}", Mark.STAR) is True
    assert {one.title: one.clash for one in agenda(days, "Deep Days 2021", starred=True)} == {
        "Depth": True,
        "Legendre memory": True,
        "Legendre transforms": True,
    }
    mark_talk(days, "deep-days-2021/18", Mark.STAR)
    assert not any(one.clash for one in agenda(days, "Deep Days 2021"))


def test_the_agenda_of_a_day_and_of_everything(days: Vault) -> None:
    assert [one.talk.id for one in agenda(days, "deep-days-2021", date(2021, 6, 1))] == ["17", "18", "19", "20"]
    assert [one.talk.id for one in agenda(days, "Deep Days 2021")] == ["17", "18", "19", "20", "21"]
    assert agenda(days, "Deep Days 2021", date(2021, 6, 2)) == []
    with pytest.raises(NotFoundError):
        agenda(days, "Deep Days 1999")


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        ("2021-06-01T09:00", "Deep Days 2021"),
        ("2021-06-03T09:30", "Workshop W"),
        ("2021-06-03T20:00", "Workshop W"),
        ("2021-05-30T09:00", "Deep Days 2021"),
        ("2020-06-01T09:00", "Deep Days 2020"),
        ("2019-01-01T09:00", "Deep Days 2020"),
        ("2025-01-01T09:00", "Deep Days 2021"),
    ],
)
def test_the_conference_that_is_meant_at_a_moment(days: Vault, moment: str, name: str) -> None:
    assert current_conference(days, at(moment)) == name


def test_a_vault_without_a_conference_and_one_with_a_broken_program(vault: Vault) -> None:
    empty = whats_on(vault, at("2021-06-01T09:00"))
    assert (empty.conference, empty.conference_name, empty.on) == (None, "", ())
    (vault.root / "Broken").mkdir()
    (vault.root / "Broken/program.yaml").write_text("sessions: [\n")
    assert current_conference(vault, at("2021-06-01T09:00")) == "Broken"
    assert whats_on(vault, at("2021-06-01T09:00"), "Broken").on == ()
    assert [damage.line for damage in vault.damage.of("Broken/program.yaml")] == [1]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("deep-days-2021/18", "deep-days-2021/18"),
        ("18", "deep-days-2021/18"),
        ("w1", "workshop-w/w1"),
        ("LEGENDRE MEMORY", "deep-days-2021/18"),
        ("legendre t", "deep-days-2021/19"),
        ("transforms", "deep-days-2021/19"),
        ("legendre memroy", "deep-days-2021/18"),
        ("depth", "deep-days-2021/17"),
        ("next", "deep-days-2021/19"),
    ],
)
def test_a_talk_is_found_by_what_people_type(days: Vault, text: str, key: str) -> None:
    assert find_talk(days, text, at("2021-06-01T09:12")).key == key


def test_words_that_fit_several_talks_or_none_are_an_error(days: Vault) -> None:
    with pytest.raises(ConfnotesError, match=r"matches 2 talks: .*deep-days-2021/18.*deep-days-2021/19"):
        find_talk(days, "legendre")
    with pytest.raises(ConfnotesError, match="matches 2 talks"):
        find_talk(days, "depth")
    with pytest.raises(ConfnotesError, match="2 talks are on at 09:12"):
        find_talk(days, "now", at("2021-06-01T09:12"))
    with pytest.raises(NotFoundError, match="no talk is on at Deep Days 2021"):
        find_talk(days, "now", at("2021-06-02T09:12"))
    with pytest.raises(NotFoundError):
        find_talk(days, "quantum gravity")
    with pytest.raises(NotFoundError):
        find_talk(days, "  ")
    with pytest.raises(NotFoundError):
        card(days, "deep-days-2021/none")


def test_an_id_that_begins_so_does_not_hide_titles_that_do(vault: Vault) -> None:
    put(vault, "Deep Days 2021", Talk("Nets", id="deep-nets"), Talk("Deep sets", id="17"))
    assert find_talk(vault, "deep").title == "Deep sets"
    assert find_talk(vault, "deep-n").title == "Nets"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("tide", {"Tide-tables", "The state of tide", "Tidé and time"}),  # not the one that begins so
        ("tide state", {"The state of tide"}),
        ("the sta ti", {"The state of tide"}),
        ("ebb", {"Ebbing"}),
        ("tide-tables", {"Tide-tables"}),
        ("c++", {"Modern C++"}),
        ("c", {"C for sailors", "Modern C++"}),
        ("潮", {"満潮の話"}),
    ],
)
def test_a_word_of_several_titles_never_picks_one_of_them_silently(vault: Vault, text: str, titles: set[str]) -> None:
    known = ["Tide-tables", "The state of tide", "Tidé and time", "Tideline", "Ebbing", "Webbing", "C for sailors"]
    known += ["Modern C++", "満潮の話"]
    put(vault, "Deep Days 2021", *(Talk(title, id=str(number)) for number, title in enumerate(known, 100)))
    if len(titles) == 1:
        assert {find_talk(vault, text).title} == titles
        return
    with pytest.raises(ConfnotesError, match=f"matches {len(titles)} talks") as caught:
        find_talk(vault, text)
    assert all(title in str(caught.value) for title in titles)


def test_marks_are_toggled_and_taken_back(days: Vault) -> None:
    key = "deep-days-2021/17"
    assert [
        mark_talk(days, key, Mark.STAR),
        mark_talk(days, key, Mark.STAR),
        mark_talk(days, key, Mark.STAR, True),
        mark_talk(days, key, Mark.STAR, True),
    ] == [True, False, True, True]
    assert mark_talk(days, key, Mark.ATTENDED) is True
    assert [rate(days, key, 5), rate(days, key, None)] == [5, None]
    assert card(days, key).starred and card(days, key).attended
    with pytest.raises(UsageError):
        rate(days, key, 9)
    with pytest.raises(NotFoundError):
        mark_talk(days, "deep-days-2021/none", Mark.STAR)
