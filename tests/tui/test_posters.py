"""A hall of posters: a number or letters, a card in a few keys, the next card with one, and nothing lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

import poster_hall
from confnotes.actions.notes.fill_card import fill_card
from confnotes.actions.program import mark_talk
from confnotes.catalogue.program.talks import card
from confnotes.markup.poster_card import CardField
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Kind, Program, Session, Speaker, Talk
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.note.versions import VersionsScreen
from confnotes.tui.screens.posters.card import PosterScreen
from confnotes.tui.screens.posters.hall import PostersScreen
from confnotes.vault.vault import Vault
from poster_hall import AFTERNOON, fill_hall, key
from program_files import save_program
from screen_samples import chosen_text, on_screen, page, settled, take_long_to_mount, text_of, until

NARROW, WIDE = (80, 24), (120, 32)


@pytest.fixture
def hall(tmp_path: Path) -> Vault:
    return fill_hall(Vault.create(tmp_path / "hall"))


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if character == " " else character for character in text))


async def in_the_hall(pilot: Pilot[None]) -> PostersScreen:
    await settled(pilot)
    await pilot.press("g", "o")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, PostersScreen)
    return screen


async def card_at(pilot: Pilot[None], board: str) -> PosterScreen:
    await in_the_hall(pilot)
    await typed(pilot, board)
    await pilot.press("enter")
    await settled(pilot)
    return on_card(pilot)


def on_card(pilot: Pilot[None]) -> PosterScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PosterScreen)
    return screen


def note_of(vault: Vault, board: str) -> str:
    path = card(vault, key(board)).note
    assert path is not None
    return re.sub(r"\^t140[56]\d\d", "^t", (vault.root / path).read_text())


async def test_the_posters_that_hang_now_stand_in_board_order(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        screen = await in_the_hall(pilot)
        boards = [line.split()[0 if "▸" not in line else 1] for line in text_of(screen.list).splitlines()]
        assert boards == ["A2", "A3", "A12", "B1", "B10"]
        assert "Posters I" in text_of(screen.top) and "5 posters" in text_of(screen.top)


async def test_a_poster_that_hangs_twice_says_when_in_each_row(tmp_path: Path) -> None:
    program = poster_hall.hall_program()
    morning, afternoon, evening = program.sessions
    again = replace(afternoon.talks[0], id="a12-evening")
    vault = Vault.create(tmp_path / "twice")
    save_program(
        vault,
        poster_hall.CONFERENCE,
        replace(program, sessions=(morning, afternoon, replace(evening, talks=(*evening.talks, again)))),
    )
    async with ConfnotesApp(vault, AFTERNOON).run_test(size=NARROW) as pilot:
        screen = await in_the_hall(pilot)
        await typed(pilot, "moorings")
        shown = text_of(screen.list)
        assert "Mon 14:00" in shown and "Mon 18:00" in shown
        await pilot.press("ctrl+u")
        await typed(pilot, "sails")
        assert "Mon" not in text_of(screen.list)


async def test_a_card_takes_a_board_number_and_a_few_keys(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        screen = await card_at(pilot, "12")
        assert screen.card.title == "Moorings for Lazy Graphs" and "A12 · Moorings" in text_of(screen.head)
        await typed(pilot, "lazy wins")
        await pilot.press("enter", "enter")
        await typed(pilot, "only lakes?")
        await pilot.press("enter")
        await typed(pilot, "tides")
        await pilot.press("enter")
        await typed(pilot, "mail ada")
        await pilot.press("enter", "4", "enter")
        await settled(pilot)
        assert on_card(pilot).card.talk.board == "B1"
    text = note_of(hall, "A12")
    assert "- claim: lazy wins ^t\n" in text and "- doubt: only lakes? ^t\n" in text
    assert "? tides ^t\n" in text and "- [ ] mail ada ^t\n" in text
    found = card(hall, key("A12"))
    assert (found.rating, found.attended) == (4, True)


async def test_keys_typed_while_the_hall_and_cards_take_long_to_appear_go_into_them(
    hall: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_long_to_mount(monkeypatch, ListScreen, PosterScreen, NoteScreen)
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        keys = ("g", "o", *"12", "enter", *"lazy", "enter", *"lake", "ctrl+n", *"knots", "ctrl+g", "N", *"more")
        for name in keys:
            app.post_message(events.Key(name, name if len(name) == 1 else None))
        await until(pilot, lambda: isinstance(app.screen, NoteScreen) and "more" in app.screen.editor.text)
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert "- claim: knots" in app.screen.editor.text
    text = note_of(hall, "A12")
    assert "- claim: lazy ^t\n" in text and "lake ^t\n" in text


async def test_a_card_that_was_only_looked_at_leaves_no_file_and_no_mark(hall: Vault) -> None:
    before = sorted(hall.root.rglob("*"))
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=WIDE) as pilot:
        await card_at(pilot, "fisher")
        await typed(pilot, "x")
        await pilot.press("backspace", "ctrl+n")
        await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, PostersScreen)
    assert sorted(hall.root.rglob("*")) == before


async def test_one_key_goes_round_the_starred_posters_that_were_not_seen(hall: Vault) -> None:
    for board in ("A3", "B1", "B10"):
        mark_talk.mark_talk(hall, key(board), Mark.STAR, True)
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=WIDE) as pilot:
        screen = await in_the_hall(pilot)
        assert "A3" in chosen_text(screen.list) and "seen 0 of 3" in text_of(screen.top)
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert "STARRED" in text_of(on_card(pilot).list)
        await typed(pilot, "they forget")
        await pilot.press("ctrl+n")
        await settled(pilot)
        second = on_card(pilot)
        assert second.card.talk.board == "B1" and "★ B10" in text_of(second.next)
        assert "seen 1 of 3" in text_of(second.top)
        await pilot.press("ctrl+o")
        await settled(pilot)
        await pilot.press("ctrl+g", "full_stop")
        await settled(pilot)
        assert isinstance(app.screen, PostersScreen)
        rows = text_of(app.screen.list).splitlines()
    assert len(rows) == 3 and "✓" in rows[0] and "✓" not in rows[1]


async def test_the_note_in_full_is_one_key_away_and_back(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        await card_at(pilot, "a2")
        await typed(pilot, "density")
        await pilot.press("ctrl+g", "N")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen) and "- claim: density" in app.screen.editor.text
        await pilot.press("ctrl+end")
        await typed(pilot, "and more")
        await pilot.press("ctrl+g", "N")
        await settled(pilot)
        assert on_card(pilot).filler.rows()[0].input.value == "density"
        await pilot.press("down", "down")
        await typed(pilot, "!")
        await pilot.press("ctrl+o")
        await settled(pilot)
    assert "and more" in note_of(hall, "A2") and "- claim: density" in note_of(hall, "A2")


async def test_a_second_claim_and_taking_back(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        screen = await card_at(pilot, "a2")
        await typed(pilot, "one")
        await pilot.press("ctrl+g", "plus")
        await settled(pilot)
        await typed(pilot, "two")
        await pilot.press("ctrl+g", "plus", "ctrl+g", "plus")
        await settled(pilot)
        assert [row.input.number for row in screen.filler.rows()][:3] == [0, 1, 2]
        await pilot.press("up", "ctrl+z")
        await settled(pilot)
        assert "- claim: tw ^t" in screen.editor.text
        assert screen.filler.rows()[1].input.value == "tw"
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert "- claim: one ^t\n- claim: tw ^t\n" in note_of(hall, "A2")


async def test_what_another_program_writes_into_the_note_shows_on_the_card(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        screen = await card_at(pilot, "a2")
        await typed(pilot, "mine")
        await pilot.press("ctrl+s")
        await settled(pilot)
        file = hall.root / screen.path
        file.write_text(file.read_text().replace("- trick: ", "- trick: theirs\n- trick: twice"))
        screen.edited.keeper.look()
        await until(pilot, lambda: "theirs" in [row.input.value for row in screen.filler.rows()])
        values = [(row.input.field.value, row.input.value) for row in screen.filler.rows()]
        assert values[:3] == [("claim", "mine"), ("trick", "theirs"), ("trick", "twice")]
        await pilot.press("down")
        await typed(pilot, " too")
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert "- trick: theirs too\n- trick: twice" in note_of(hall, "A2")


async def test_keys_that_come_all_at_once_are_not_lost(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        for name in ["g", "o", "b", "1", "0", "enter", *"knots", "enter", *"rope", "enter", *"why", "ctrl+s"]:
            app.post_message(events.Key(name, name if len(name) == 1 else None))
        await settled(pilot)
        await settled(pilot)
        assert on_card(pilot).card.talk.board == "B10"
    text = note_of(hall, "B10")
    assert "- claim: knots" in text and "- trick: rope" in text and "- doubt: why" in text


async def test_a_poster_of_another_session_is_found_by_its_letters(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=WIDE) as pilot:
        screen = await in_the_hall(pilot)
        await typed(pilot, "harb")
        await settled(pilot)
        assert "AT ANOTHER TIME" in text_of(screen.list) and "Harbours" in chosen_text(screen.list)
        await typed(pilot, "zzz")
        await settled(pilot)
        assert "No matching poster" in text_of(screen.list)
        await pilot.press("escape", "ctrl+g", "A")
        await settled(pilot)
        assert len(text_of(screen.list).splitlines()) == 7


async def test_a_star_and_a_score_are_given_without_leaving_the_field(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=WIDE) as pilot:
        screen = await card_at(pilot, "c7")
        await pilot.press("ctrl+g", "space", "ctrl+g", "3")
        await settled(pilot)
        assert "★" in text_of(screen.top) and "●●●○○" in text_of(screen.filler.score)
        found = card(hall, key("C7"))
        assert (found.starred, found.rating, found.attended) == (True, 3, True)
        await pilot.press("ctrl+g", "3")
        await settled(pilot)
        assert card(hall, key("C7")).rating is None


async def test_a_conference_without_posters_says_what_would_be_one(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "none")
    talk = Talk("Only a talk", "t", start=datetime(2031, 5, 12, 9))
    save_program(vault, "Talks", Program(Conference("Talks"), (Session(talks=(talk,)),)))
    app = ConfnotesApp(vault, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        screen = await in_the_hall(pilot)
        assert "has no posters" in text_of(screen.list)
        await pilot.press("enter", "ctrl+n")
        await settled(pilot)
        assert isinstance(app.screen, PostersScreen)


async def test_a_new_note_begins_with_its_template_and_the_cursor_in_it(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        app.open_talk(key("B1"))
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        await typed(pilot, "sails")
        assert screen.editor.text.startswith("\n- claim: sails")
        await pilot.press("ctrl+o")
        await settled(pilot)
    assert "- claim: sails" in note_of(hall, "B1")


async def test_a_template_is_put_in_at_the_cursor_as_one_step(hall: Vault) -> None:
    folder = hall.root / ".confnotes" / "templates"
    folder.mkdir()
    (folder / "corridor.md").write_text("met at {{room}}\n- who: {{cursor}}\n")
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        app.open_talk("tideconf-2031/opening")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        before = screen.editor.text
        screen.writing.templates.insert("corridor")
        await settled(pilot)
        await typed(pilot, "Bo")
        assert "met at Aula\n- who: Bo\n" in screen.editor.text
        for _ in range(4):
            screen.editor.undo()
        assert screen.editor.text == before


async def test_an_invalid_template_is_reported_in_one_line_and_the_note_opens(hall: Vault) -> None:
    folder = hall.root / ".confnotes" / "templates"
    folder.mkdir()
    (folder / "poster.md").write_bytes(b"caf\xe9")
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        app.open_talk(key("B1"))
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert "poster.md" in app.screen.below.message and app.screen.editor.text.strip() == ""
    assert poster_hall.CONFERENCE


async def test_a_session_of_many_posters_on_now_opens_the_hall(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "many")
    program = poster_hall.hall_program()
    many = tuple(poster_hall.poster(f"D{number}", f"Poster {number}", "Ada Vento") for number in range(1, 41))
    sessions = (program.sessions[0], replace(program.sessions[1], talks=many))
    save_program(vault, poster_hall.CONFERENCE, replace(program, sessions=sessions))
    app = ConfnotesApp(vault, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, PostersScreen) and "40 posters" in text_of(app.screen.top)


async def test_where_two_wrote_the_same_claim_both_stay_and_show_on_the_card(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        screen = await card_at(pilot, "a2")
        await typed(pilot, "mine")
        await pilot.press("ctrl+s")
        await settled(pilot)
        file = hall.root / screen.path
        await typed(pilot, " too")
        file.write_text(file.read_text().replace("claim: mine", "claim: theirs"))
        await pilot.press("ctrl+s", "ctrl+s")
        await settled(pilot)
        assert isinstance(app.screen, VersionsScreen)
        await pilot.press("enter")
        await settled(pilot)
        assert on_card(pilot) is screen
        values = [row.input.value for row in screen.filler.rows() if row.input.field.value == "claim"]
        assert values == ["mine too", "theirs"]
        await pilot.press("ctrl+o")
        await settled(pilot)
    assert "- claim: mine too ^t\n- claim: theirs ^t\n" in note_of(hall, "A2")


async def test_a_line_from_the_shell_joins_a_card_that_is_being_typed(hall: Vault) -> None:
    app = ConfnotesApp(hall, AFTERNOON)
    async with app.run_test(size=NARROW) as pilot:
        screen = await card_at(pilot, "a2")
        await typed(pilot, "mine")
        fill_card(hall, card(hall, key("A2")), [(CardField.DOUBT, "from the phone")], AFTERNOON)
        await pilot.press("ctrl+s")
        await settled(pilot)
        values = [row.input.value for row in screen.filler.rows()]
        assert values[:3] == ["mine", "", "from the phone"]
        await pilot.press("ctrl+o")
        await settled(pilot)
    text = note_of(hall, "A2")
    assert "- claim: mine ^t\n" in text and "- doubt: from the phone ^t\n" in text
    assert len(list(hall.root.rglob("2031*.md"))) == 1


async def test_enter_on_a_poster_session_opens_the_posters_of_a_program_that_does_not_assign_them(vault: Vault) -> None:
    papers = tuple(Talk(f"Paper {n}", f"p{n}", speakers=(Speaker("Ada Vento"),)) for n in range(3))
    slot = Talk("Poster session 1", "ps", Kind.POSTER, start=datetime(2031, 5, 12, 14), end=datetime(2031, 5, 12, 16))
    save_program(
        vault, "HarbourConf 2031", Program(Conference("HarbourConf 2031", year=2031), (Session(talks=(*papers, slot)),))
    )
    async with on_screen(vault, AFTERNOON) as (app, pilot):
        assert "enter posters" in text_of(page(app).line)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, PostersScreen)
        assert "Poster session 1 is on." in text_of(app.screen.list)
        assert "Poster session 1" not in text_of(app.screen.top)
