"""What is on in other rooms, what comes next and what is about to begin, over midnight and in several conferences."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.program.current_room import Seat, sit_down
from confnotes.catalogue.program.switch_talks import about_to_begin, next_talk, rooms
from confnotes.catalogue.program.talks import find_talk
from confnotes.catalogue.program.whats_on import agenda, current_conference, room_today, whats_on
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Kind, Program, Session, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

CAMP, ANNEX = "Camp 2030", "Annex 2030"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2030-08-{text}")


def talk(title: str, start: str, end: str, room: str, kind: Kind = Kind.TALK) -> Talk:
    return Talk(title, title.lower().replace(" ", "-"), kind, at(start), at(end), room)


@pytest.fixture
def camp(tmp_path: Path) -> Vault:
    """A camp that goes on at night, and a workshop beside it on its second day."""
    first = (
        talk("Tents", "03T22:00", "03T23:00", "Hill"),
        talk("Lanterns", "03T22:30", "03T23:50", "Dome"),
        talk("Stars", "03T23:30", "04T00:30", "Hill"),
    )
    second = (
        talk("Owls", "04T00:10", "04T01:00", "Dome"),
        talk("Tea", "04T00:30", "04T01:00", "Hill", Kind.BREAK),
        talk("Bats", "04T01:00", "04T02:00", "Hill"),
        talk("Breakfast talk", "04T09:00", "04T10:00", "Hill"),
    )
    vault = Vault.create(tmp_path / "vault")
    for name, days, talks in (
        (CAMP, (3, 4), (first, second)),
        (ANNEX, (4, 4), ((talk("Looms", "04T09:10", "04T10:00", "Barn"),),)),
    ):
        facts = Conference(
            name,
            year=2030,
            start_date=date(2030, 8, days[0]),
            end_date=date(2030, 8, days[1]),
            timezone="Europe/Berlin",
        )
        sessions = tuple(Session(f"Part {number}", f"s{number}", talks=one) for number, one in enumerate(talks))
        save_program(vault, name, Program(facts, sessions))
    return vault


def titles(vault: Vault, moment: datetime) -> list[tuple[str, list[str | None], list[str | None]]]:
    return [
        (one.conference, [card.talk.title for card in one.on], [card.talk.title for card in one.soon])
        for one in rooms(vault, moment)
    ]


def test_the_rooms_before_and_after_midnight(camp: Vault) -> None:
    assert titles(camp, at("03T23:57")) == [(CAMP, ["Stars"], ["Owls"])]
    assert titles(camp, at("04T00:20")) == [(CAMP, ["Owls", "Stars"], ["Tea"])]
    assert titles(camp, at("03T12:00")) == []
    assert titles(camp, datetime(2030, 8, 3, 21, 57, tzinfo=UTC)) == titles(camp, at("03T23:57"))


def test_every_conference_of_the_day_has_its_rooms(camp: Vault) -> None:
    assert sorted(titles(camp, at("04T09:15"))) == [(ANNEX, ["Looms"], []), (CAMP, ["Breakfast talk"], [])]


@pytest.mark.parametrize(
    ("seat", "moment", "expected"),
    [
        (None, "04T09:15", ANNEX),
        (Seat(CAMP, "Hill", at("04T09:05")), "04T09:15", CAMP),
        (Seat(CAMP, "Hill", at("03T22:05")), "04T09:15", ANNEX),
        (Seat(ANNEX, "Barn", at("04T09:15")), "04T01:30", CAMP),
        (Seat("Gone 2029", "Barn", at("04T09:05")), "04T09:15", ANNEX),
    ],
)
def test_of_two_conferences_the_one_where_one_sat_last_is_meant_while_something_is_on_there(
    camp: Vault, monkeypatch: pytest.MonkeyPatch, seat: Seat | None, moment: str, expected: str
) -> None:
    monkeypatch.setattr("confnotes.catalogue.program.whats_on.last_seat", lambda _: seat)
    assert current_conference(camp, at(moment)) == expected


@pytest.mark.parametrize(
    ("this", "then"),
    [("Tents", "Stars"), ("Stars", "Bats"), ("Lanterns", "Owls"), ("Bats", "Breakfast talk"), ("Breakfast talk", None)],
)
def test_the_next_talk_is_in_the_same_room_also_over_midnight_and_never_a_break(
    camp: Vault, this: str, then: str | None
) -> None:
    cards = {card.talk.title: card for card in agenda(camp, CAMP)}
    found = next_talk(cards[this], cards.values())
    assert (found.talk.title if found else None) == then


def test_what_is_about_to_begin_is_the_next_here_and_what_is_starred(camp: Vault) -> None:
    def begins(moment: str, room: str | None) -> list[tuple[int, str | None]]:
        seat = Seat(CAMP, room, at("03T22:00")) if room is not None else None
        return [
            (int(until.total_seconds() // 60), card.talk.title)
            for until, card in about_to_begin(camp, at(moment), seat)
        ]

    assert begins("03T23:26", "Hill") == [(4, "Stars")]
    assert begins("03T23:20", "Hill") == []
    assert begins("03T23:26", "Dome") == begins("03T23:26", None) == []
    mark_talk(camp, "camp-2030/stars", Mark.STAR, True)
    assert begins("03T23:26", "Dome") == [(4, "Stars")]
    mark_talk(camp, "camp-2030/owls", Mark.STAR, True)
    assert begins("04T00:05", None) == [(5, "Owls")]


def test_who_sits_in_a_talk_at_midnight_sits_there_still(camp: Vault) -> None:
    now = whats_on(camp, at("04T00:05"), CAMP)
    assert room_today(now, Seat(CAMP, "Hill", at("03T23:35"))) == "Hill"
    assert room_today(whats_on(camp, at("04T09:05"), CAMP), Seat(CAMP, "Hill", at("03T23:35"))) is None


def test_a_line_after_midnight_goes_to_the_talk_in_which_one_sits(camp: Vault) -> None:
    sit_down(camp, Seat(CAMP, "Hill", at("03T23:35")))
    assert find_talk(camp, "now", at("04T00:15")).title == "Stars"
