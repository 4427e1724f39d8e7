"""Talks to watch later, and what clashes with what."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import agenda
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Kind, Program, Session, Talk
from confnotes.model.summary import Audience
from confnotes.vault.marks_file import parse, with_marks
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import set_as
from summary_samples import summary_of as summarise

NAME = "Ferry Days 2030"


def talk(number: str, start: str, end: str, room: str | None, kind: Kind = Kind.TALK) -> Talk:
    day = "2030-05-02T"
    return Talk(
        f"Talk {number}",
        number,
        kind,
        datetime.fromisoformat(day + start),
        datetime.fromisoformat(day + end),
        room,
    )


@pytest.fixture
def ferries(tmp_path: Path) -> Vault:
    """Two rooms that overlap, a hall of posters, and a session that tells no times of its talks."""
    untimed = tuple(Talk(f"Flash {number}", f"f{number}") for number in (1, 2))
    sessions = (
        Session("Rooms", "s1", talks=(talk("1", "10:00", "11:00", "Deck"), talk("2", "10:30", "11:30", "Bridge"))),
        Session("Same deck", "s2", talks=(talk("3", "10:15", "10:45", "Deck"),)),
        Session(
            "Posters",
            "s3",
            talks=tuple(replace(talk(f"p{one}", "14:00", "16:00", None), kind=Kind.POSTER) for one in (1, 2)),
        ),
        Session(
            "Flashes",
            "s4",
            start=datetime.fromisoformat("2030-05-02T17:00"),
            end=datetime.fromisoformat("2030-05-02T18:00"),
            talks=untimed,
        ),
    )
    vault = Vault.create(tmp_path / "vault")
    facts = Conference(NAME, year=2030, start_date=date(2030, 5, 2), end_date=date(2030, 5, 2), timezone="Europe/Oslo")
    save_program(vault, NAME, Program(facts, sessions))
    return vault


def starred(vault: Vault, *ids: str) -> dict[str, Card]:
    for one in ids:
        mark_talk(vault, f"ferry-days-2030/{one}", Mark.STAR, True)
    return {card.talk.id or "": card for card in agenda(vault, NAME)}


def test_a_clash_names_the_other_talk_and_its_time(ferries: Vault) -> None:
    cards = starred(ferries, "1", "2")
    assert [(clash.key, clash.title, clash.start.hour) for clash in cards["1"].clashes] == [
        ("ferry-days-2030/2", "Talk 2", 10)
    ]
    assert cards["2"].clash and not cards["3"].clash


@pytest.mark.parametrize("pair", [("1", "3"), ("p1", "p2"), ("f1", "f2")], ids=["one room", "posters", "no times"])
def test_who_can_be_at_both_is_warned_of_nothing(ferries: Vault, pair: tuple[str, str]) -> None:
    assert not any(card.clash for card in starred(ferries, *pair).values())


def test_what_is_to_be_watched_later_is_kept_beside_the_other_marks(ferries: Vault) -> None:
    key = "ferry-days-2030/1"
    mark_talk(ferries, key, Mark.STAR, True)
    assert mark_talk(ferries, key, Mark.LATER) is True
    assert '"1": {starred: true, later: true}\n' in (ferries.root / NAME / "marks.yaml").read_text()
    assert [row["id"] for row in list_things(ferries, "talks") if row["later"]] == [key]
    mark_talk(ferries, key, Mark.STAR, False)
    assert mark_talk(ferries, key, Mark.LATER) is False
    assert not (ferries.root / NAME / "marks.yaml").exists()  # it was made for these marks


def test_a_mark_for_later_reads_the_same_with_and_without_yaml() -> None:
    text = with_marks("", "x", {Mark.ATTENDED, Mark.LATER}, 2)
    assert parse(text).value[Mark.LATER] == parse(text + "unusual:  {starred:  true}\n").value[Mark.LATER] == {"x"}
    assert parse(with_marks(text, "x", {Mark.ATTENDED})).value[Mark.LATER] == frozenset()


def test_the_summary_lists_talks_to_watch_later_except_for_the_public(ferries: Vault) -> None:
    mark_talk(ferries, "ferry-days-2030/1", Mark.LATER)
    own = summarise(ferries, NAME)
    for form, told in (("markdown", "Watch later"), ("html", "Watch later")):
        assert told in set_as(form, own)
        assert told not in set_as(form, summarise(ferries, NAME, audience=Audience.PUBLIC))
    (row,) = csv.DictReader(set_as("csv", own).splitlines())
    assert row["later"] == "yes"
