"""A person's page on the screen: what leads where, what is begun there, and who is the same."""

import pytest

from confnotes.model.program import Conference, Program, Role, Session, Speaker, Talk
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.people import PeopleScreen
from confnotes.tui.screens.person import PersonScreen
from confnotes.tui.screens.questions import QuestionsScreen
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, on_screen, settled, text_of, until

NOTE = f"{CONFERENCE}/Tides.md"
TEXT = "---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\nstart: 2031-05-12T10:00\n---\n"


@pytest.fixture
def noted(vault: Vault) -> Vault:
    """What was noted of Inês Farol, who was at another conference, too."""
    vault.save(NOTE, f"{TEXT}the sea forgets\n- [ ] ask for the maps\n? who keeps the buoys\n", None)
    talk = Talk("Older water", "1", speakers=(Speaker("I. Farol", "Quay Lab"), Speaker("Bo Kai")))
    save_program(vault, "Quays 2029", Program(Conference("Quays 2029"), (Session(talks=(talk,)),)))
    return vault


async def test_a_page_opens_lines_talks_and_people(noted: Vault) -> None:
    async with on_screen(noted, size=(120, 32)) as (app, pilot):
        app.follow("person:Inês Farol")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PersonScreen)
        await until(pilot, lambda: "the sea forgets" in text_of(screen.list))
        seen = text_of(screen.list)
        for part in ("Write about Inês Farol", "☐ ask for the maps", "? who keeps the buoys", "Bo Kai", "2031"):
            assert part in seen
        assert "1 follow-up · 1 open question" in text_of(screen.top)
        screen.list.choose(next(row.key for row in screen.list.rows if row.key.startswith("task ")))
        await pilot.press("enter")
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        assert note.path == NOTE
        assert note.editor.cursor_location[0] == 1
        await pilot.press("ctrl+o")
        await settled(pilot)
        screen.list.choose("link person:Bo Kai")
        await pilot.press("enter")
        await settled(pilot)
        assert "Ropes and Knots" in text_of(app.screen.query_one("#list"))


async def test_space_ticks_a_follow_up_and_takes_an_answer(noted: Vault) -> None:
    async with on_screen(noted, size=(120, 32)) as (app, pilot):
        app.follow("person:Inês Farol")
        screen = app.screen
        assert isinstance(screen, PersonScreen)
        await until(pilot, lambda: "☐ ask for the maps" in text_of(screen.list))
        screen.list.choose(next(row.key for row in screen.list.rows if row.key.startswith("task ")))
        await pilot.press("space")
        await until(pilot, lambda: "☐ ask for the maps" not in text_of(screen.list))
        assert "- [x] ask for the maps" in noted.read(NOTE).text
        assert screen.list.chosen is not None and screen.list.chosen.key.startswith("question ")
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, QuestionsScreen))
        await pilot.press(*"ann", "enter")
        await until(pilot, lambda: "! ann" in noted.read(NOTE).text)


async def test_what_is_typed_about_somebody_becomes_a_note_and_nothing_does_before(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.follow("person:Ada Vento")
        await settled(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert not (vault.root / "People").exists()
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await settled(pilot)
        await pilot.press(*"knots")
        await pilot.press("ctrl+o")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PersonScreen)
        await until(pilot, lambda: "ABOUT" in text_of(screen.list) and "knots" in text_of(screen.list))
        assert "type: person" in vault.read("People/Ada Vento.md").text


async def test_two_names_become_one_person_on_the_page_and_two_again(noted: Vault) -> None:
    async with on_screen(noted, size=(120, 32)) as (app, pilot):
        app.follow("person:Inês Farol")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PersonScreen)
        await until(pilot, lambda: "Possible duplicate of I. Farol" in text_of(screen.list))
        await pilot.press("m")
        await pilot.press("enter")
        await settled(pilot)
        await until(pilot, lambda: "aliases" in text_of(screen.list))
        assert "Quay Lab" in text_of(screen.list)
        assert "Older water" in text_of(screen.list)
        await pilot.press("m")
        await pilot.press("enter")
        await settled(pilot)
        await until(pilot, lambda: "Possible duplicate of I. Farol" in text_of(screen.list))
        assert "Older water" not in text_of(screen.list)


async def test_a_name_of_several_people_offers_them(vault: Vault) -> None:
    talks = [
        Talk(f"Talk {at}", str(at), speakers=(Speaker("Ann Oak", at, id=f"orcid:{at}"),)) for at in ("Pond", "Lake")
    ]
    facts = Conference("Quays 2029")
    save_program(vault, "Quays 2029", Program(facts, (Session(talks=tuple(talks)),)))
    async with on_screen(vault) as (app, pilot):
        app.follow("person:Ann Oak")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PersonScreen)
        assert "Ann Oak (Lake)" in text_of(screen.list)
        await pilot.press("enter")
        await settled(pilot)
        assert "Talk Lake" in text_of(app.screen.query_one("#list"))


async def test_people_come_yours_first_by_name_by_talks_and_by_when_they_were_met(noted: Vault) -> None:
    async with on_screen(noted, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "w")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        await until(pilot, lambda: len(screen.list.rows) > 5)
        await until(pilot, lambda: screen.list.rows[0].key == "Bo Kai")  # of whom something is noted
        assert screen.list.chosen is screen.list.rows[0]
        await pilot.press("o")
        assert screen.list.rows[0].key == "Ada Vento"
        await pilot.press("o")
        assert screen.list.rows[0].key == "Bo Kai"
        await pilot.press("o")
        assert {row.key for row in screen.list.rows[:2]} == {"Bo Kai", "Inês Farol"}
        await pilot.press("slash", *"quay")
        await settled(pilot)
        assert {row.key for row in screen.list.rows} == {"Bo Kai", "I. Farol"}


async def test_who_wrote_papers_has_co_authors_and_the_conference_of_papers_without_a_date(vault: Vault) -> None:
    people = tuple(Speaker(name, role=Role.AUTHOR) for name in ("Eva Tide", "Ivo Reef"))
    paper = Talk("Older water", "1", speakers=people)
    save_program(vault, "Quays 2029", Program(Conference("Quays 2029"), (Session(talks=(paper,)),)))
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "w", "f", *"eva tide")
        await settled(pilot)
        assert isinstance(app.screen, PeopleScreen)
        assert "Quays 2029  Older water" in text_of(app.screen.pane)
        app.follow("person:Eva Tide")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PersonScreen)
        await until(pilot, lambda: "CO-AUTHORS" in text_of(screen.list))
