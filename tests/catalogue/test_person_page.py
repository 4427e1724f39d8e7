"""Everything that ten years of conferences say about one person stands on one page."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from confnotes.actions.notes import take_note
from confnotes.actions.notes.take_note import person_note
from confnotes.actions.people.same_person import accept, merged_names, proposals, proposals_for, separate
from confnotes.actions.program.mark_talk import mark_talk, rate
from confnotes.catalogue.people.people import SeveralPeopleError, people, person
from confnotes.catalogue.people.person_page import person_page
from confnotes.errors import NotFoundError
from confnotes.markup.names import slug
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Program, Resource, ResourceKind, Role, Session, Speaker, Talk
from confnotes.vault.people_file import PEOPLE_FILE
from confnotes.vault.vault import Vault
from program_files import save_program

PAPER = Resource(ResourceKind.PAPER, "https://example.org/reeds.pdf")


def hold(vault: Vault, year: int, *talks: tuple[str, tuple[Speaker, ...]]) -> None:
    """A conference of that year with these talks on its first day, an hour each."""
    name = f"Marsh Days {year}"
    given = tuple(
        Talk(title, slug(title), start=datetime(year, 6, 1, 9 + hour), speakers=speakers, resources=(PAPER,))
        for hour, (title, speakers) in enumerate(talks)
    )
    facts = Conference(name, start_date=date(year, 6, 1), end_date=date(year, 6, 2))
    save_program(vault, name, Program(facts, (Session("Main", "main", talks=given),)))


def write(vault: Vault, path: str, text: str) -> None:
    vault.save(path, text, None)


@pytest.fixture
def marsh(vault: Vault) -> Vault:
    """Edda Reed at three conferences, at two places, with two others; and what was written about it."""
    edda, later, olu = Speaker("Edda Reed", "Pond Institute"), Speaker("Edda Reed", "Lake Lab"), Speaker("Olu Sedge")
    hold(vault, 2027, ("Roots", (edda, olu)))
    hold(vault, 2029, ("Stems", (later, olu)), ("Nobody came", (Speaker("Ivo Fern"),)))
    hold(vault, 2031, ("Leaves", (later, olu, Speaker("Ivo Fern"))))
    write(
        vault,
        "Marsh Days 2029/Stems.md",
        "---\ntitle: Stems\ntalk: marsh-days-2029/stems\nstart: 2029-06-01T09:00:00\n---\n\n"
        "Stems bend before they break\nthe pumps were the surprise\nthird\nfourth\n"
        "- [ ] read the pump paper ^t091000\n- [x] say hello\n? do pumps freeze\n! only below ten degrees\n"
        "? what do you measure with @Edda Reed\n",
    )
    write(
        vault,
        "Marsh Days 2031/Leaves.md",
        "---\ntitle: Leaves\ntalk: marsh-days-2031/leaves\nstart: 2031-06-01T09:00:00\n---\n\nmuch\n\n"
        "## Takeaways\n\n- leaves know the wind\n- [ ] not this\n",
    )
    write(
        vault,
        "Notes/Dinner.md",
        "---\ntitle: Dinner\ndate: 2030-02-03\n---\nSat beside @Edda Reed.\nEdda Reed likes maps\n"
        "[[Edda Reed]] again\nEdda Reedman is somebody else\n- [ ] send @Edda Reed the map\n- [ ] buy milk\n",
    )
    return vault


def test_talks_affiliations_and_papers_stand_by_year_the_newest_first(marsh: Vault) -> None:
    mark_talk(marsh, "marsh-days-2031/leaves", Mark.STAR)
    rate(marsh, "marsh-days-2029/stems", 4)
    page = person_page(marsh, "edda reed")
    assert [(card.title, card.starred, card.rating, bool(card.note)) for card in page.talks] == [
        ("Leaves", True, None, True),
        ("Stems", False, 4, True),
        ("Roots", False, None, False),
    ]
    assert [(stay.affiliation, stay.years, stay.conferences) for stay in page.stays] == [
        ("Lake Lab", (2029, 2031), ("Marsh Days 2031", "Marsh Days 2029")),
        ("Pond Institute", (2027, 2027), ("Marsh Days 2027",)),
    ]
    assert [(one.name, one.talks, one.last) for one in page.co_speakers] == [
        ("Olu Sedge", 3, "Marsh Days 2031"),
        ("Ivo Fern", 1, "Marsh Days 2031"),
    ]
    assert [(one.url, one.talk) for one in page.papers] == [(PAPER.url, "marsh-days-2031/leaves")]
    assert page.card.starred == 1


def test_lines_that_name_them_and_what_notes_on_their_talks_come_to_are_gathered(marsh: Vault) -> None:
    page = person_page(marsh, "Edda Reed")
    assert [(one.place.title, one.place.line, one.text, one.names) for one in page.noted] == [
        ("Leaves", 11, "leaves know the wind", False),
        ("Dinner", 5, "Sat beside @Edda Reed.", True),
        ("Dinner", 6, "Edda Reed likes maps", True),
        ("Dinner", 7, "Edda Reed again", True),
        ("Stems", 7, "Stems bend before they break", False),
        ("Stems", 8, "the pumps were the surprise", False),
        ("Stems", 9, "third", False),
    ]
    assert [place.title for place in page.notes] == ["Leaves", "Dinner", "Stems"]


def test_follow_ups_and_questions_tell_who_asked(marsh: Vault) -> None:
    page = person_page(marsh, "Edda Reed")
    assert [one.text for one in page.follow_ups] == ["not this", "send @Edda Reed the map", "read the pump paper"]
    assert [(one.text, one.answer, one.by_them) for one in page.questions] == [
        ("do pumps freeze", "only below ten degrees", False),
        ("what do you measure with @Edda Reed", None, True),
    ]


def test_shared_events_with_a_person_come_from_notes_and_visits(marsh: Vault) -> None:
    assert person_page(marsh, "Edda Reed").met == ("Marsh Days 2031", "Marsh Days 2029")
    mark_talk(marsh, "marsh-days-2027/roots", Mark.ATTENDED)
    page = person_page(marsh, "Edda Reed")
    assert page.met == ("Marsh Days 2031", "Marsh Days 2029", "Marsh Days 2027")
    assert page.card.met == date(2031, 6, 1)
    assert {card.name: card.met for card in people(marsh)}["Olu Sedge"] == date(2031, 6, 1)


def test_speakers_of_notes_without_a_program_are_people_too(vault: Vault) -> None:
    write(
        vault, "Old/Talk.md", "---\ntitle: Old talk\ndate: 2019-04-05\nspeakers: [Una Moss, '[[Bo Elm]]']\n---\nmoss\n"
    )
    assert [(card.name, card.notes, card.conferences) for card in people(vault)] == [
        ("Bo Elm", ("Old/Talk.md",), ("Old",)),
        ("Una Moss", ("Old/Talk.md",), ("Old",)),
    ]
    page = person_page(vault, "una moss")
    assert [(one.text, one.place.day) for one in page.noted] == [("moss", date(2019, 4, 5))]
    with pytest.raises(NotFoundError):
        person_page(vault, "una", in_part=False)
    assert person(vault, "una").name == "Una Moss"


def test_namesakes_have_distinct_names(vault: Vault) -> None:
    hold(
        vault,
        2027,
        ("A", (Speaker("Ann Oak", "Pond", id="orcid:1"),)),
        ("B", (Speaker("Ann Oak", "Lake", id="orcid:2"),)),
    )
    with pytest.raises(SeveralPeopleError) as caught:
        person_page(vault, "Ann Oak")
    assert caught.value.names == ("Ann Oak (Lake)", "Ann Oak (Pond)")
    assert [card.title for card in person_page(vault, "ann oak (lake)").talks] == ["B"]


def test_writing_about_somebody_begins_their_note_and_nothing_is_on_disk_before(marsh: Vault) -> None:
    draft = person_note(marsh, person(marsh, "Edda Reed"))
    assert draft.path == "People/Edda Reed.md"
    assert not (marsh.root / draft.path).exists()
    assert "type: person" in draft.text
    assert "affiliation: Lake Lab" in draft.text
    take_note.save(marsh, draft, f"{draft.text}Knows pumps.\n- [ ] ask her about ice\n")
    page = person_page(marsh, "Edda Reed")
    assert page.text == "Knows pumps.\n- [ ] ask her about ice"
    assert page.follow_ups[-1].text == "ask her about ice"
    assert person_note(marsh, page.card).version is not None


def test_a_merge_is_proposed_on_the_page_shown_and_taken_back(marsh: Vault) -> None:
    hold(marsh, 2033, ("Seeds", (Speaker("E. Reed"),)))
    before = people(marsh)
    (one,) = proposals_for(marsh, "E. Reed")
    assert (one.name, one.other) == ("Edda Reed", "E. Reed")
    accept(marsh, one.name, one.other)
    page = person_page(marsh, "E. Reed")
    assert (page.card.name, page.card.names, len(page.talks)) == ("Edda Reed", ("Edda Reed", "E. Reed"), 4)
    assert merged_names(marsh, "Edda Reed") == ["E. Reed"]
    assert proposals_for(marsh, "Edda Reed") == []
    separate(marsh, "Edda Reed", "E. Reed")
    assert [card.name for card in people(marsh)] == [card.name for card in before]
    assert proposals(marsh) == [one]
    with pytest.raises(NotFoundError):
        separate(marsh, "Edda Reed", "E. Reed")


def test_taking_back_leaves_every_other_line_of_the_file(marsh: Vault) -> None:
    rows = "# who is who\nsame: # by hand\n  - [Edda Reed, E. Reed, Ed Reed]\n  - [A, B]\ndifferent:\n  - [C, D]\n"
    write(marsh, PEOPLE_FILE, rows)
    separate(marsh, "Edda Reed", "E. Reed")
    assert marsh.read(PEOPLE_FILE).text == rows.replace("[Edda Reed, E. Reed, Ed Reed]", '["Edda Reed", "Ed Reed"]')


def test_a_name_joined_by_an_alias_is_taken_out_of_the_note(marsh: Vault) -> None:
    hold(marsh, 2033, ("Seeds", (Speaker("E. Reed"),)))
    write(marsh, "People/Edda Reed.md", "---\naliases: [E. Reed, Eddie]\nmine: 1\n---\n")
    separate(marsh, "Edda Reed", "E. Reed")
    assert marsh.read("People/Edda Reed.md").text == "---\naliases: [Eddie]\nmine: 1\n---\n"
    assert "E. Reed" in [card.name for card in people(marsh)]


def test_roles_and_pages_of_all_conferences_are_one(vault: Vault) -> None:
    hold(vault, 2027, ("A", (Speaker("Ann Oak", role=Role.KEYNOTE, url="https://example.org/ann"),)))
    hold(vault, 2029, ("B", (Speaker("ann oak", role=Role.PANELIST),)))
    card = person(vault, "Ann Oak")
    assert (card.roles, card.urls) == ((Role.KEYNOTE, Role.PANELIST), ("https://example.org/ann",))
