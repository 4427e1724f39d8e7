"""A workshop's page is read into its slot of the conference that somebody is at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from confnotes.actions.importing.import_merge import ImportReport
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.catalogue.program.whats_on import whats_on
from confnotes.model.program import (
    Conference,
    Deadline,
    Kind,
    Person,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)
from confnotes.vault.vault import Vault

PARENT = Program(
    Conference("RiverConf 2023", timezone="Europe/Paris", start_date=date(2023, 12, 10), end_date=date(2023, 12, 16)),
    (
        Session(
            "Workshops",
            talks=(
                Talk(
                    "Workshop on Fast Fish in Slow Water (FastFish)",
                    "w1",
                    Kind.WORKSHOP,
                    datetime(2023, 12, 15, 9),
                    datetime(2023, 12, 15, 17),
                    "Room 12",
                ),
                Talk("Birds and Bees Workshop", "w2", Kind.WORKSHOP, datetime(2023, 12, 16, 9), room="Room 13"),
            ),
        ),
    ),
)
WORKSHOP = Program(
    Conference(
        "Fast Fish in Slow Water",
        part_of="RiverConf 2023",
        start_date=date(2023, 12, 15),
        end_date=date(2023, 12, 15),
        venue="Harbour",
        url="https://example.org/fish",
    ),
    (
        Session(
            talks=(
                Talk("Of trout", None, Kind.KEYNOTE, datetime(2023, 12, 15, 9, 10), speakers=(Speaker("Ann Oak"),)),
                Talk("Of salmon", start=datetime(2023, 12, 15, 10), speakers=(Speaker("Bo Elm"),)),
            )
        ),
    ),
    (Person("Ann Oak", roles=(Role.SPEAKER, Role.KEYNOTE)), Person("Chi Ash", roles=(Role.ORGANIZER,))),
    (Deadline("Papers", date(2023, 10, 1)),),
)


def put(vault: Vault, program: Program, source: str) -> ImportReport:
    (report,) = write(vault, [SourcePreview(source, ReadProgram("test", program), program.conference.name)])
    return report


def workshop(**facts: object) -> Program:
    return replace(WORKSHOP, conference=replace(WORKSHOP.conference, **facts))  # type: ignore[arg-type]


def test_its_talks_are_on_at_the_conference_in_the_room_of_the_slot(vault: Vault) -> None:
    put(vault, PARENT, "schedule.xml")
    report = put(vault, WORKSHOP, "fish.md")
    assert report.conference == "RiverConf 2023"
    assert report.messages == (
        "Fast Fish in Slow Water: added to RiverConf 2023, session “Workshop on Fast Fish in Slow Water "
        "(FastFish)” on 2023-12-15; skipped dates and organizers",
    )
    assert vault.conferences() == ["RiverConf 2023"]
    program = vault.program("RiverConf 2023")
    session = program.sessions[-1]
    assert (session.title, session.kind, session.room) == (
        "Workshop on Fast Fish in Slow Water (FastFish)",
        Kind.WORKSHOP,
        "Room 12",
    )
    assert session.resources == (Resource(ResourceKind.EVENT_PAGE, "https://example.org/fish"),)
    assert (program.conference.venue, program.deadlines) == (None, ())
    assert [(person.name, person.roles) for person in program.people] == [("Ann Oak", (Role.SPEAKER,))]
    on = whats_on(vault, datetime(2023, 12, 15, 9, 20)).on
    assert {(card.title, card.room) for card in on} == {
        ("Workshop on Fast Fish in Slow Water (FastFish)", "Room 12"),
        ("Of trout", "Room 12"),
    }


def test_a_slot_is_known_by_its_title_where_the_program_names_no_kinds(vault: Vault) -> None:
    talks = tuple(replace(talk, kind=Kind.TALK) for talk in PARENT.sessions[0].talks)
    put(vault, replace(PARENT, sessions=(Session(talks=talks),)), "schedule.xml")
    assert put(vault, WORKSHOP, "fish.md").conference == "RiverConf 2023"


def test_both_can_be_imported_again_and_nothing_changes(vault: Vault) -> None:
    put(vault, PARENT, "schedule.xml")
    put(vault, WORKSHOP, "fish.md")
    assert put(vault, PARENT, "schedule.xml").unchanged
    assert put(vault, WORKSHOP, "fish.md").unchanged
    moved = replace(WORKSHOP, sessions=(Session(talks=WORKSHOP.sessions[0].talks[:1]),))
    assert [talk.title for talk in put(vault, moved, "fish.md").cancelled] == ["Of salmon"]


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "1st Workshop on Fast Fish in Slow Water", "part_of": "RiverConf"},
        {"name": "FastFish Workshop"},
        {"name": "FastFish: a day by the river"},
        {"name": "Workshop on Fast Fishes in Slow Waters", "start_date": None, "end_date": None},
    ],
)
def test_it_is_known_by_its_name_or_short_name(vault: Vault, facts: dict[str, object]) -> None:
    put(vault, PARENT, "schedule.xml")
    assert put(vault, workshop(**facts), "fish.md").conference == "RiverConf 2023"


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Slow Water"},
        {"name": "Fast Birds in Slow Air"},
        {"part_of": "LakeConf 2023"},
        {"part_of": "RiverConf 2022"},
        {"part_of": None},
    ],
)
def test_where_it_is_not_certain_it_stays_a_conference_of_its_own(vault: Vault, facts: dict[str, object]) -> None:
    put(vault, PARENT, "schedule.xml")
    report = put(vault, workshop(**facts), "fish.md")
    assert report.conference == workshop(**facts).conference.name


def test_one_of_that_name_on_another_day_is_another(vault: Vault) -> None:
    put(vault, PARENT, "schedule.xml")
    talks = tuple(replace(talk, start=datetime(2023, 12, 14, 9)) for talk in WORKSHOP.talks())
    other = replace(
        workshop(start_date=date(2023, 12, 14), end_date=date(2023, 12, 14)), sessions=(Session(talks=talks),)
    )
    assert put(vault, other, "fish.md").conference == "Fast Fish in Slow Water"


def test_a_workshop_with_a_folder_of_its_own_stays_there(vault: Vault) -> None:
    assert put(vault, WORKSHOP, "fish.md").conference == "Fast Fish in Slow Water"
    put(vault, PARENT, "schedule.xml")
    assert put(vault, WORKSHOP, "fish.md").unchanged
