"""What people once did not see on the screens: a test for each mended defect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import accumulate
from pathlib import Path

import pytest

from confnotes.actions.notes.add_line import add_line
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import agenda
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Program, Session
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.move_lines import MoveLinesScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.posters.hall import PostersScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.widgets.bars import CommandLine
from confnotes.tui.widgets.facts import facts_of
from confnotes.tui.widgets.talk_rows import TitleLead, talk_row
from confnotes.vault.vault import Vault
from poster_hall import fill_hall
from program_files import save_program
from screen_samples import CONFERENCE, at, chosen_text, harbour, on_screen, settled, talk, text_of

TIDES = "harbourconf-2031/tides-in-memory"
NARROW, WIDE = (80, 24), (120, 32)


def rooms_program(count: int) -> Program:
    """So many talks at 10:00, each in a room of its own."""
    talks = tuple(talk(f"Boat {number}", "10:00", "10:30", f"Quay {number}", "Bo Kai") for number in range(count))
    talks = tuple(replace(one, id=f"boat-{number}") for number, one in enumerate(talks))
    sessions = tuple(Session(f"At quay {number}", f"s{number}", talks=(one,)) for number, one in enumerate(talks))
    day = date(2031, 5, 12)
    return Program(Conference(CONFERENCE, start_date=day, end_date=day, timezone="Europe/Lisbon"), sessions)


async def test_the_preview_opens_where_one_is_writing(vault: Vault) -> None:
    path = add_line(vault, "\n".join(f"line {number}" for number in range(90)), TIDES, at("10:05")).path
    async with on_screen(vault, size=NARROW, note=path) as (app, pilot):
        await pilot.press("ctrl+end", *"and more", "f3")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        top = int(app.screen.previews.pane.scroll_offset.y)
        seen = text_of(app.screen.previews.pane).splitlines()[top : top + app.screen.previews.pane.size.height]
    assert any("and more" in line for line in seen)


async def test_between_two_poster_sessions_the_next_one_is_shown(tmp_path: Path) -> None:
    async with on_screen(fill_hall(Vault.create(tmp_path / "hall")), datetime(2031, 5, 12, 17, 10), size=WIDE) as (
        app,
        pilot,
    ):
        await pilot.press("g", "o")
        await settled(pilot)
        assert isinstance(app.screen, PostersScreen)
        seen = text_of(app.screen.list)
    assert "Harbours as Priors" in seen and "Sails without Supervision" not in seen


async def test_the_facts_of_a_talk_are_set_and_name_each_speaker_once(vault: Vault) -> None:
    program = harbour()
    first = program.sessions[0]
    tides = replace(
        first.talks[0],
        abstract="Why `pier` is not `quay`.",
        speakers=(*first.talks[0].speakers, first.talks[0].speakers[0]),
    )
    sessions = (replace(first, talks=(tides, *first.talks[1:])), *program.sessions[1:])
    save_program(vault, CONFERENCE, replace(program, sessions=sessions))
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)
        seen = text_of(app.screen.list) + text_of(app.screen.pane)
    assert "Why pier is not quay." in seen
    assert "Inês Farol, Bo Kai, Inês Farol" not in seen


async def test_lines_are_offered_first_to_the_note_that_one_came_from(vault: Vault) -> None:
    save_program(vault, CONFERENCE, rooms_program(4))
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        for number in (3, 1):
            app.open_talk(f"harbourconf-2031/boat-{number}")
            await settled(pilot)
        await pilot.press(*"words", "ctrl+g", "M")
        await settled(pilot)
        assert isinstance(app.screen, MoveLinesScreen)
        assert "Boat 3" in chosen_text(app.screen.list)


async def test_the_evening_before_each_talk_has_its_room(vault: Vault) -> None:
    save_program(vault, CONFERENCE, rooms_program(18))
    async with on_screen(vault, datetime(2031, 5, 11, 21, 0), size=NARROW) as (app, _):
        assert isinstance(app.screen, NowScreen)
        seen = text_of(app.screen.list)
    assert "Boat 3" in seen and "Quay 3" in seen


async def test_in_an_empty_vault_the_footer_names_only_keys_that_do_something(tmp_path: Path) -> None:
    async with on_screen(Vault.create(tmp_path / "empty"), size=WIDE) as (app, _):
        assert isinstance(app.screen, NowScreen)
        seen = text_of(app.screen.query_one(CommandLine))
    assert "star" not in seen and "posters" not in seen.lower()


async def test_the_details_of_a_note_take_the_whole_width_of_a_narrow_window(vault: Vault) -> None:
    async with on_screen(vault, size=NARROW, talk=TIDES) as (app, pilot):
        await pilot.press("ctrl+g", "d")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.panel.pane.region.width == NARROW[0]


def test_what_a_talk_is_about_comes_before_its_links(vault: Vault) -> None:
    card = agenda(vault, CONFERENCE)[0]
    card = replace(card, talk=replace(card.talk, abstract="Gates remember the moon."))
    lines = ["".join(part.text for part in line).strip() for line in facts_of(card)(40)]
    about = lines.index("Gates remember the moon.")
    assert about < next(at for at, line in enumerate(lines) if line.startswith("slides"))


def test_a_talk_without_speakers_has_no_line_for_its_links_alone(vault: Vault) -> None:
    card = agenda(vault, CONFERENCE)[0]
    nobody = replace(card, talk=replace(card.talk, speakers=()))
    assert [talk_row(one, TitleLead(), tall=True).height for one in (card, nobody)] == [2, 1]


@pytest.mark.parametrize(("number", "top"), [(11, 0), (13, 0), (15, 21)])
async def test_now_opens_with_its_heading_if_there_is_room_and_never_within_a_row(
    vault: Vault, number: int, top: int
) -> None:
    program = rooms_program(16)
    later = tuple(replace(talk(f"Fog {at}", "10:20", "10:50", f"Reef {at}"), id=f"fog-{at}") for at in range(40))
    save_program(vault, CONFERENCE, replace(program, sessions=(*program.sessions, Session("Later", "l", talks=later))))
    mark_talk(vault, f"harbourconf-2031/boat-{number}", Mark.STAR)
    async with on_screen(vault, size=(120, 40)) as (app, _):
        assert isinstance(app.screen, NowScreen)
        listed = app.screen.list
        assert f"Boat {number}" in chosen_text(listed)
        assert int(listed.scroll_offset.y) == top
        assert top in {0, *accumulate(row.height for row in listed.rows)}


def test_a_long_title_takes_the_columns_that_have_nothing_in_its_row() -> None:
    title = "A very long title of a talk that goes on and on about the sea and all of its boats"
    boats = replace(talk("Boats", "10:00", "10:30", "Quay", "Bo Kai"), title=title)
    card = Card("c/boats", CONFERENCE, boats, Session("Boats", "s", talks=(boats,)))
    noted = replace(card, note="Boats.md", note_lines=3)
    starred = replace(card, marks=frozenset({Mark.STAR}))
    shown = [
        "".join(part.text for part in talk_row(one, TitleLead(timed=True)).lines(79, False)[0])
        for one in (card, starred, noted)
    ]
    assert len(shown[0].rstrip()) >= 75 and shown[1].endswith("…  ★ ") and "✎ 3" in shown[2]
    assert [len(one) for one in shown] == [79, 79, 79]
