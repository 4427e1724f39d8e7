"""Completion: what is offered first, how it is found, and that what is inserted means what was chosen."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.actions.notes import take_note
from confnotes.catalogue.completing.complete import Completer, insertion
from confnotes.markup import mentions, references, tags, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.names import file_stem
from confnotes.model.candidate import Candidate, CandidateKind, Place, Trigger
from confnotes.model.program import Conference, Kind, Program, Resource, ResourceKind, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

ZONE = ZoneInfo("Europe/Lisbon")


def talk(title: str, day: int, hour: int, *names: str, track: str | None = None, year: int = 2031) -> Talk:
    start = datetime(year, 5, day, hour, tzinfo=ZONE)
    identity = title.lower().replace(" ", "-")[:30]
    return Talk(title, identity, Kind.TALK, start, track=track, speakers=tuple(Speaker(name) for name in names))


@pytest.fixture
def harbour(vault: Vault) -> Vault:
    """Two years of a conference; the first session of the later year is where one sits."""
    facts = Conference("Harbour 2031", start_date=date(2031, 5, 12), timezone="Europe/Lisbon")
    morning = (talk("Tides in Memory", 12, 10, "Inês Farol"), talk("Memory of Lanterns", 12, 11, "Łukasz Żak"))
    noon = (talk("Memory for Sailors", 12, 14, "Bo Kai", track="Ropes"),)
    second = (talk("Fog Memory Units", 13, 9, "Ada Vento"), talk("記憶の海", 13, 10, "林 海"))
    sessions = (Session("Water", "s1", talks=morning), Session("Ropes", "s2", talks=noon))
    save_program(vault, "Harbour 2031", Program(facts, (*sessions, Session("Fog", "s3", talks=second))))
    before = Conference("Harbour 2030", start_date=date(2030, 5, 12), timezone="Europe/Lisbon")
    old = Session("Old", "s1", talks=(talk("Memory Boats", 12, 10, "Adam Onda", year=2030),))
    save_program(vault, "Harbour 2030", Program(before, (old,)))
    return vault


HERE = Place("Harbour 2031", date(2031, 5, 12), "harbour-2031/s1", None, "harbour-2031/tides-in-memory")


def completer(vault: Vault, here: Place = HERE) -> Completer:
    made = Completer(vault)
    made.refresh()
    made.prepare(here)
    return made


def names(made: Completer, trigger: Trigger, typed: str, here: Place = HERE) -> list[str]:
    return [match.candidate.name for match in made.matches(trigger, typed, here)]


def test_what_is_nearest_is_offered_first(harbour: Vault) -> None:
    assert names(completer(harbour), Trigger.PAPER, "mem") == [
        "Memory of Lanterns",
        "Memory for Sailors",
        "Fog Memory Units",
        "Memory Boats",
    ]


def test_right_after_the_trigger_this_talks_people_come_first_and_notes_of_the_session(harbour: Vault) -> None:
    made = completer(harbour)
    assert names(made, Trigger.PERSON, "")[:2] == ["Inês Farol", "Łukasz Żak"]
    assert names(made, Trigger.LINK, "")[:2] == ["Memory of Lanterns", "Inês Farol"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fog mem", "Fog Memory Units"),
        ("FMU", "Fog Memory Units"),
        ("units fog", "Fog Memory Units"),
        ("sialors", "Memory for Sailors"),
        ("lntrns", "Memory of Lanterns"),
        ("憶の", "記憶の海"),
    ],
)
def test_a_talk_is_found_by_a_few_letters(harbour: Vault, typed: str, found: str) -> None:
    assert names(completer(harbour), Trigger.PAPER, typed)[0] == found


@pytest.mark.parametrize(("typed", "found"), [("ines", "Inês Farol"), ("zak", "Łukasz Żak"), ("lukasz", "Łukasz Żak")])
def test_a_person_is_found_without_accents(harbour: Vault, typed: str, found: str) -> None:
    assert names(completer(harbour), Trigger.PERSON, typed) == [found]


def test_people_are_offered_by_talk_then_exact_word_then_given_name_in_this_conference(vault: Vault) -> None:
    def person(name: str, hour: int) -> Talk:
        return talk(f"Boats of {name}", 12, hour, name)

    here = (person("Federico Lucifredi", 9), person("Ada Lucent", 10), person("Luca Orta", 11), person("Bo Luc", 12))
    facts = Conference("Harbour 2031", start_date=date(2031, 5, 12), timezone="Europe/Lisbon")
    sessions = tuple(Session(one.title, one.id, talks=(one,)) for one in here)
    save_program(vault, "Harbour 2031", Program(facts, sessions))
    vault.save("Notes/Elsewhere.md", "met @[[Lucas Pier]]\n", None)
    place = Place("Harbour 2031", date(2031, 5, 12), "harbour-2031/none", None, f"harbour-2031/{here[0].id}")
    found = names(completer(vault, place), Trigger.PERSON, "luc", place)
    assert found == ["Federico Lucifredi", "Bo Luc", "Luca Orta", "Ada Lucent", "Lucas Pier"]
    free = Place("Harbour 2031", date(2031, 5, 12))
    assert names(completer(vault, free), Trigger.PERSON, "luca", free) == ["Luca Orta", "Lucas Pier"]


def test_no_person_is_offered_for_the_middle_of_a_name(harbour: Vault) -> None:
    whole = names(completer(harbour), Trigger.PERSON, "farol")
    assert whole and not set(whole) & set(names(completer(harbour), Trigger.PERSON, "aro"))


def test_nothing_is_offered_for_what_nobody_wrote(harbour: Vault) -> None:
    made = completer(harbour)
    assert all(not names(made, trigger, "xqzkw") for trigger in Trigger)


def test_tags_used_here_come_before_those_used_more_elsewhere(harbour: Vault) -> None:
    note = take_note.draft(harbour, "harbour-2031/memory-of-lanterns")
    take_note.save(harbour, note, f"{note.text}read #rope and #rnn\n")
    harbour.save("Notes/Old.md", "#rnn #rnn #rnn #rust\n", None)
    assert names(completer(harbour), Trigger.TAG, "r") == ["rnn", "rope", "rust"]


def test_a_note_that_was_saved_is_known_after_the_next_refresh(harbour: Vault) -> None:
    made = completer(harbour)
    assert not names(made, Trigger.LINK, "anchors")
    harbour.save("Notes/Anchors.md", "about @Grace Pier\n", None)
    made.note_saved("Notes/Anchors.md")
    made.refresh()
    made.prepare(HERE)
    assert names(made, Trigger.LINK, "anchors") == ["Anchors"]
    assert names(made, Trigger.PERSON, "grace") == ["Grace Pier"]


def test_the_link_to_a_talk_without_a_note_leads_to_the_note_that_is_born_later(harbour: Vault) -> None:
    match = completer(harbour).matches(Trigger.PAPER, "fog", HERE)[0]
    text = insertion(Trigger.PAPER, match.candidate)
    assert text == "[[2031-05-13 0900 Fog Memory Units|Fog Memory Units]]"
    note = take_note.draft(harbour, "harbour-2031/fog-memory-units")
    assert note.path == "Harbour 2031/2031-05-13 0900 Fog Memory Units.md"


def test_where_another_note_has_the_name_the_link_says_the_one_that_is_free(harbour: Vault) -> None:
    harbour.save("Notes/2031-05-13 0900 Fog Memory Units.md", "mine", None)
    matches = completer(harbour).matches(Trigger.PAPER, "fog", HERE)
    assert insertion(Trigger.PAPER, matches[0].candidate) == "[[2031-05-13 0900 Fog Memory Units 2|Fog Memory Units]]"
    assert take_note.draft(harbour, "harbour-2031/fog-memory-units").path.endswith("Fog Memory Units 2.md")


def test_a_paper_without_a_note_becomes_a_link_to_its_address(vault: Vault) -> None:
    url = "https://arxiv.org/abs/1905.13633"
    one = talk("A Talk", 12, 10)
    paper = Talk(one.title, one.id, resources=(Resource(ResourceKind.PAPER, url, "Deep Fog of Harbours"),))
    save_program(vault, "Harbour 2031", Program(Conference("Harbour 2031"), (Session("S", "s1", talks=(paper,)),)))
    match = completer(vault).matches(Trigger.PAPER, "deep fog", HERE)[0]
    assert insertion(Trigger.PAPER, match.candidate) == f"[Deep Fog of Harbours]({url})"


ODD = st.text(st.sampled_from("ab C.,#|^[]()%`'\"*_:$\\/?!-\u202e\u200d\n\té林海ש🌊ł"))


@given(ODD, ODD, ODD)
def test_whatever_a_talk_is_called_its_link_means_its_note(title: str, before: str, after: str) -> None:
    stem = file_stem(title)
    text = insertion(Trigger.LINK, Candidate(CandidateKind.TALK, title, stem))
    assert text is not None
    assert [link.target for link in wikilinks.find(blank_code(f"- {text}"))] == [stem]
    assert "%%" not in text
    assert "\n" not in text


@given(ODD, st.sampled_from(["", " ", " said", " Said so", ". And", "’s", "-like", "@b"]))
def test_whatever_a_person_is_called_the_mention_means_that_name(name: str, rest: str) -> None:
    text = insertion(Trigger.PERSON, Candidate(CandidateKind.PERSON, name, name), rest)
    if text is not None:
        assert mentions.find(blank_code(text + rest))[0] == (0, len(text), name)


def test_names_that_mentions_read_are_written_plainly_and_others_in_brackets() -> None:
    assert mentions.format_mention("Ada Lovelace") == "@Ada Lovelace"
    assert mentions.format_mention("Ada Lovelace", " Award") == "@[[Ada Lovelace]]"
    assert mentions.format_mention("ada of the pier") == "@[[ada of the pier]]"
    assert mentions.format_mention("林 海") == "@[[林 海]]"
    assert mentions.format_mention("a|b") is None


@given(ODD)
def test_a_tag_is_written_so_that_it_is_read_as_that_tag(name: str) -> None:
    text = tags.format_tag(name)
    assert text is None or tags.find(text) == [(0, len(text), name)]


@given(ODD, st.sampled_from(["https://example.org/a_(b)", "https://arxiv.org/abs/1905.13633", "https://x.org/a b"]))
def test_a_paper_is_written_so_that_its_address_is_read(title: str, url: str) -> None:
    text = references.format_reference(url, title)
    if text is not None:
        found = references.find(blank_code(text))
        assert [one.resource.url for one in found] == [url.replace("(", "%28").replace(")", "%29")]
