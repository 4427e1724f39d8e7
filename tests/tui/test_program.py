import re
from dataclasses import replace
from datetime import datetime

import pytest

from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import agenda
from confnotes.model.mark import Mark
from confnotes.model.program import Session, Talk
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.screens.program_view import rows_of
from confnotes.tui.widgets.drawing import wrap_markdown
from confnotes.tui.widgets.talk_rows import TalkRow
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, at, chosen_text, harbour, on_screen, page, settled, talk, text_of


def program(app: ConfnotesApp) -> ProgramScreen:
    assert isinstance(app.screen, ProgramScreen)
    return app.screen


async def test_the_program_opens_on_the_day_and_the_talk_of_the_moment(vault: Vault) -> None:
    async with on_screen(vault, at("10:40"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = program(app)
        assert "10:30" in chosen_text(screen.list)
        assert "Morning water" in text_of(screen.list) and "Closing Fog" not in text_of(screen.list)
        assert "Mon 12" in text_of(screen.tabs) and "Tue 13" in text_of(screen.tabs)


@pytest.mark.parametrize("many", [17, 30])
async def test_of_a_long_day_the_talks_that_are_on_are_seen_with_their_time(vault: Vault, many: int) -> None:
    def hour(start: int) -> tuple[Talk, ...]:
        return tuple(talk(f"Wave {start} {number}", f"{start}:00", f"{start}:50", "Aula") for number in range(many))

    facts = replace(vault.program(CONFERENCE), sessions=(Session("", "s", talks=(*hour(10), *hour(11), *hour(12))),))
    save_program(vault, CONFERENCE, facts)
    async with on_screen(vault, at("11:10")) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        shown = program(app).list
        first, *others = [shown.render_line(line).text for line in range(shown.size.height)]
        assert first.split()[0] == "10:00"
        assert sum("Wave 11" in line for line in others) > 10
        await pilot.press("pagedown", "pagedown")
        await settled(pilot)
        assert shown.render_line(0).text.split()[0] == "11:00"


async def test_talks_that_begin_together_stand_in_the_order_of_their_rooms_on_now_and_program(vault: Vault) -> None:
    rooms = ["UB2.1000", "Aula", "UB2.147"]
    talks = tuple(talk(f"Tide in {room}", "10:00", "10:50", room) for room in rooms)
    facts = replace(
        vault.program(CONFERENCE),
        sessions=tuple(Session("", room, talks=(one,)) for room, one in zip(rooms, talks, strict=True)),
    )
    save_program(vault, CONFERENCE, facts)
    async with on_screen(vault, at("10:10")) as (app, pilot):
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)
        assert _in_order(text_of(app.screen.list)) == ["Aula", "UB2.147", "UB2.1000"]
        await pilot.press("g", "p")
        await settled(pilot)
        assert _in_order(text_of(program(app).list)) == ["Aula", "UB2.147", "UB2.1000"]


def _in_order(text: str) -> list[str]:
    return re.findall(r"Tide in (\S+)", text)


async def test_arrows_and_the_mouse_change_the_day(vault: Vault) -> None:
    async with on_screen(vault, at("10:40")) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = program(app)
        await pilot.press("right")
        assert "Closing Fog" in text_of(screen.list)
        await pilot.click(screen.tabs, offset=(text_of(screen.tabs).index("Mon"), 0))
        await pilot.pause()
        assert "Closing Fog" not in text_of(screen.list)


async def test_typing_filters_all_days_by_title_speaker_and_room(vault: Vault) -> None:
    async with on_screen(vault, at("10:40"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = program(app)
        await pilot.press("slash", *"ines")
        assert "Tides in Memory" in text_of(screen.list) and "Closing Fog" in text_of(screen.list)
        assert "Slow Boats" not in text_of(screen.list)
        await pilot.press("space", *"fog")
        assert "Tides" not in text_of(screen.list) and "1 of 6" in text_of(screen.top)
        await pilot.press("escape")
        assert screen.filter.value == "" and app.screen is screen
        assert screen.filter.placeholder.endswith("track · press f")
        await pilot.press("slash", "escape")
        assert screen.list.has_focus and app.screen is screen
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)


async def test_what_one_filters_by_is_chosen_by_its_title_and_starred_with_space_after_an_arrow(vault: Vault) -> None:
    async with on_screen(vault, at("10:40"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = program(app)
        assert "space star" in text_of(screen.line)
        await pilot.press("slash", *"fog")
        assert "Fog" in chosen_text(screen.list)
        await pilot.press("backspace", "backspace", "backspace", *"o")
        await pilot.press("down", "space")
        await settled(pilot)
        assert screen.filter.value == "o" and "★ 1" in text_of(screen.top)
        await pilot.press("slash", "p")
        assert screen.filter.value == "op"


async def test_a_talk_is_starred_from_within_the_filter_and_only_starred_ones_shown(vault: Vault) -> None:
    async with on_screen(vault, at("10:40"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        await pilot.press("slash", *"ropes", "ctrl+g", "space")
        await settled(pilot)
        assert [card.talk.title for card in agenda(vault, CONFERENCE, None, True)] == ["Ropes and Knots"]
        await pilot.press("escape", "full_stop")
        await settled(pilot)
        seen = text_of(program(app).list)
        assert "Ropes and Knots" in seen and "Tides" not in seen


async def test_enter_opens_the_note_and_leaving_it_comes_back_to_the_same_talk(vault: Vault) -> None:
    async with on_screen(vault, at("10:40"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        await pilot.press("slash", *"ropes", "enter", "enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert "Ropes and Knots" in chosen_text(program(app).list)


async def test_enter_in_the_filter_goes_to_the_rows_where_letters_are_commands_again(vault: Vault) -> None:
    async with on_screen(vault, at("10:40"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        await pilot.press("slash", *"ropes")
        assert "enter go to the list" in text_of(program(app).line)
        await pilot.press("enter", "space")
        await settled(pilot)
        assert program(app).list.has_focus and program(app).filter.value == "ropes"
        assert "★ 1" in text_of(program(app).top)
        await pilot.press("slash", *" nowhere", "enter")
        assert program(app).filter.has_focus, "there is no row to go to"
        await pilot.press("escape", "R", "slash", *"ropes", "enter")
        assert program(app).grid.has_focus


async def test_f_filters_all_talks_from_now_as_it_does_in_the_program(vault: Vault) -> None:
    async with on_screen(vault, at("10:10")) as (app, pilot):
        await pilot.press("f", *"ropes", "enter", "space")
        await settled(pilot)
        assert program(app).filter.value == "ropes" and "★ 1" in text_of(program(app).top)
        await pilot.press("escape", "f", *"fog")
        assert program(app).filter.value == "fog"


@pytest.mark.parametrize("place", [(), ("g", "p"), ("g", "m"), ("g", "v", "full_stop")])
async def test_a_narrow_window_shows_the_abstract_of_the_selected_talk_by_a_key(
    vault: Vault, place: tuple[str, ...]
) -> None:
    first, *others = harbour().sessions
    told = replace(first.talks[0], abstract="Gates remember the moon.")
    sessions = (replace(first, talks=(told, *first.talks[1:])), *others)
    save_program(vault, CONFERENCE, replace(harbour(), sessions=sessions))
    mark_talk(vault, f"harbourconf-2031/{told.id}", Mark.STAR)
    async with on_screen(vault, at("10:10")) as (app, pilot):
        await pilot.press(*place)
        await settled(pilot)
        shown = page(app)
        assert isinstance(shown, MarkingPage) and not shown.pane.display
        shown.list.choose(f"harbourconf-2031/{told.id}")
        await pilot.press("d")
        await settled(pilot)
        assert "Gates remember the moon." in text_of(shown.pane) and str(told.title) in chosen_text(shown.list)
        await pilot.press("d")
        await settled(pilot)
        assert not shown.pane.display


async def test_details_of_the_selected_talk_are_beside_the_list(vault: Vault) -> None:
    async with on_screen(vault, at("10:40"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        await pilot.press("slash", *"ropes")
        await settled(pilot)
        facts = text_of(program(app).pane)
    assert "Ropes and Knots" in facts and "14:00–14:30 · Aula" in facts and "Bo Kai" in facts and "example.org" in facts


async def test_a_talk_is_rated_from_the_program(vault: Vault) -> None:
    async with on_screen(vault, at("10:40"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = program(app)
        chosen = chosen_text(screen.list)
        await pilot.press("ctrl+r", "down", "enter")
        await settled(pilot)
        assert program(app) is screen
        assert "●●●●○" in chosen_text(screen.list) and "●" not in chosen
        await pilot.press("ctrl+r", "2")
        await settled(pilot)
        assert program(app) is screen and "●●○○○" in chosen_text(screen.list)
        await pilot.press("ctrl+r", "enter")
        await settled(pilot)
        assert "●●○○○" in chosen_text(screen.list)


async def test_ctrl_o_leaves_also_from_the_filter(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "p", "slash", *"tides", "ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)


def test_columns_that_no_talk_fills_leave_their_room_to_the_titles() -> None:
    title = "Graphs of boats and " * 4
    timed, no_day = (
        Card(f"conf/{day}", "Conf", Talk(title), Session(), datetime(2031, 5, 12, 10) if day else None)
        for day in (True, False)
    )
    shown = [
        "".join(part.text for part in row.lines(60, False)[0])
        for row in rows_of([timed, no_day], with_days=False)
        if isinstance(row, TalkRow)
    ]
    assert [line.index("Graphs") for line in shown] == [11, 4]
    assert all(line.rindex("…") >= 55 for line in shown), shown


def test_a_talk_without_a_session_does_not_seem_to_be_of_the_session_above() -> None:
    sessions = Session("Posters"), Session(""), Session("")
    cards = [
        Card(f"conf/{hour}", "Conf", Talk("Boats"), session, datetime(2031, 5, 12, hour))
        for hour, session in enumerate(sessions, 10)
    ]
    lines = ["".join(part.text for part in row.lines(60, False)[0]).strip() for row in rows_of(cards, with_days=False)]
    assert [bool(line) for line in lines] == [True, True, False, True, True], lines


def test_an_abstract_shows_headings_and_lists_without_their_marks() -> None:
    assert wrap_markdown("### Why **boats**\n- one\n* two\nC# and #5", 40) == [
        "Why boats",
        "• one",
        "• two",
        "C# and #5",
    ]
