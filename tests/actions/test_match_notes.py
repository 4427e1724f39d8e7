"""A note that was begun without a program finds its talk when the program comes, or asks; never in silence."""

from __future__ import annotations

import shlex
from datetime import date, datetime

import pytest

from confnotes.actions.importing.match_notes import attach, matches, merge_facts, proposals
from confnotes.actions.notes.add_line import add_line
from confnotes.actions.notes.take_note import new_note, note_for, save
from confnotes.catalogue.find_note import find_note
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.model.program import Conference, Kind, Program, Resource, ResourceKind, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

SHORE = "Shore Days 2031"


def clock(text: str, day: int = 12) -> datetime:
    hour, minute = text.split(":")
    return datetime(2031, 5, day, int(hour), int(minute))


def program() -> Program:
    slides = (Resource(ResourceKind.SLIDES, "https://example.org/fog.pdf"),)
    talks = (
        Talk("Slow Boats: Rowing for Graphs", "boats", start=clock("10:00"), end=clock("10:30"), room="Pier"),
        Talk(
            "The Physics of Fog",
            "fog",
            start=clock("10:00"),
            end=clock("10:30"),
            room="Aula",
            speakers=(Speaker("Inês Farol"),),
            resources=slides,
        ),
        Talk("Workshop 1", "w1", start=clock("14:00"), end=clock("15:00"), room="Pier"),
        Talk("Workshop 2", "w2", start=clock("15:00"), end=clock("16:00"), room="Pier"),
        Talk("Discussion", "d", start=clock("17:00", 13), end=clock("18:00", 13), room="Aula"),
        Talk("Coffee", "c", Kind.BREAK, start=clock("10:30"), end=clock("11:00")),
    )
    facts = Conference(SHORE, start_date=date(2031, 5, 12), end_date=date(2031, 5, 13), timezone="Europe/Lisbon")
    return Program(facts, (Session("Morning", talks=talks),))


def begun(vault: Vault, title: str, at: datetime, body: str = "- light ^t100900\n") -> str:
    note = new_note(vault, title, None, at)
    return save(vault, note, note.text + body).path


SURE = [
    ("the same title", "The physics of fog", clock("10:02"), "boats ^t100200", "fog"),
    ("the same title, prepared the day before", "The Physics of Fog", clock("20:00", 12), "", "fog"),
    ("without accents and with a slip", "The phisics of fog", clock("10:02"), "", "fog"),
    ("the beginning of a title", "Slow boats rowing", clock("10:02"), "", "boats"),
    ("a speaker, and a word of the title", "Farol: physics of fog", clock("10:04"), "", "fog"),
    ("one of two that a number tells apart", "Workshop 2", clock("15:01"), "", "w2"),
]


@pytest.mark.parametrize(("title", "at", "body", "talk"), [row[1:] for row in SURE], ids=[row[0] for row in SURE])
def test_a_note_that_leaves_no_doubt_is_joined(vault: Vault, title: str, at: datetime, body: str, talk: str) -> None:
    path = begun(vault, title, at, body)
    assert [(one.path, one.key, one.sure) for one in matches(vault, SHORE, program())] == [
        (path, f"shore-days-2031/{talk}", True)
    ]


UNSURE = [
    ("a short title on another day", "Discussion", clock("23:00", 13), ""),
    ("a word of the title", "fog", clock("10:05"), ""),
    ("a speaker while it was on", "Farol on light", clock("10:05"), ""),
    ("a similar title at another time", "The physics of a fog", clock("16:05"), ""),
]


@pytest.mark.parametrize(("title", "at", "body"), [row[1:] for row in UNSURE], ids=[row[0] for row in UNSURE])
def test_a_note_that_leaves_a_doubt_is_proposed(vault: Vault, title: str, at: datetime, body: str) -> None:
    path = begun(vault, title, at, body)
    (found,) = matches(vault, SHORE, program())
    assert not found.sure
    assert shlex.join(["confnotes", "attach", path, found.key]) in found.told


@pytest.mark.parametrize("title", ["Groceries", "Coffee", "Workshop 3"])
def test_other_notes_are_left_alone(vault: Vault, title: str) -> None:
    begun(vault, title, clock("10:10"), "milk")
    assert matches(vault, SHORE, program()) == []


def test_a_note_of_another_time_is_not_looked_at(vault: Vault) -> None:
    begun(vault, "The Physics of Fog", clock("10:02").replace(year=2029))
    assert matches(vault, SHORE, program()) == []


def test_two_notes_for_one_talk_are_both_asked_about(vault: Vault) -> None:
    begun(vault, "The Physics of Fog", clock("10:02"))
    begun(vault, "The physics of fog!", clock("10:03"))
    assert [one.sure for one in matches(vault, SHORE, program())] == [False, False]


def test_a_second_note_that_fits_its_talk_less_is_reported_with_the_first(vault: Vault) -> None:
    first = begun(vault, "The Physics of Fog", clock("10:02"))
    begun(vault, "Fog physics", clock("10:03"))
    found = matches(vault, SHORE, program())
    assert [(one.sure, one.taken) for one in found] == [(True, None), (False, first)]


def test_a_talk_that_has_a_note_gets_no_second_one_in_silence(vault: Vault) -> None:
    save_program(vault, SHORE, program())
    first = add_line(vault, "light", "shore-days-2031/fog", clock("10:01")).path
    path = begun(vault, "The Physics of Fog", clock("10:02"))
    (found,) = proposals(vault, SHORE)
    assert (found.sure, found.taken) == (False, first)
    with pytest.raises(ConfnotesError, match="already has a note"):
        attach(vault, path, found.key)


def test_only_what_is_missing_is_filled_in_and_the_note_stays_where_it_is(vault: Vault) -> None:
    note = new_note(vault, "fog, my words", None, clock("10:02"))
    text = note.text.replace("type: note", "type: note   # mine\nroom: back row")
    path = save(vault, note, f"{text}droplets ^t100900\n").path
    save_program(vault, SHORE, program())
    attach(vault, path, "shore-days-2031/fog")
    after = vault.read(path).text
    head = text.removesuffix("---\n\n")
    assert after.startswith(head)
    fields = vault.note(path).fields
    assert fields["title"] == "fog, my words"
    assert fields["room"] == "back row"
    assert fields["talk"] == "shore-days-2031/fog"
    assert fields["speakers"] == ["[[Inês Farol]]"]
    assert fields["start"] == "2031-05-12T10:00:00"
    assert fields["slides"] == "https://example.org/fog.pdf"
    assert note_for(vault, "shore-days-2031/fog") == path
    assert add_line(vault, "more", "shore-days-2031/fog", clock("10:11")).path == path
    assert attach(vault, path, "shore-days-2031/fog").match.sure


def test_front_matter_that_cannot_be_read_is_left_as_it_is(vault: Vault) -> None:
    save_program(vault, SHORE, program())
    vault.save(f"{SHORE}/The Physics of Fog.md", "---\ntitle: [\n---\nx\n", None)
    assert proposals(vault, SHORE) == []
    with pytest.raises(ConfnotesError, match="cannot change"):
        attach(vault, f"{SHORE}/The Physics of Fog.md", "shore-days-2031/fog")


def test_a_note_is_named_by_path_name_or_title(vault: Vault) -> None:
    path = begun(vault, "Fog: light?", clock("10:02"))
    assert path != "Notes/Fog: light?.md"
    assert {find_note(vault, text) for text in (path, path.removesuffix(".md"), "fog: light?")} == {path}
    with pytest.raises(NotFoundError):
        find_note(vault, "rain")


def test_a_match_that_was_written_is_about_the_talk(vault: Vault) -> None:
    path = begun(vault, "The physics of fog", clock("10:02"))
    (found,) = matches(vault, SHORE, program())
    file = merge_facts(vault, SHORE, program(), found)
    assert file is not None
    assert file.path == path
    assert "talk: shore-days-2031/fog\n" in file.text
    assert file.text.endswith("- light ^t100900\n")
