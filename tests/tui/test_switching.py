"""Starting where one was, and going from note to note while the day runs."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from textual import events

from confnotes import config
from confnotes.actions.notes import take_note
from confnotes.actions.program import mark_talk
from confnotes.catalogue.program.cards import Clash
from confnotes.catalogue.program.current_room import Seat, last_seat, sit_down
from confnotes.catalogue.program.whats_on import agenda
from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.now_loader import begin_look
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.note import first_frame
from confnotes.tui.screens.note.first_frame import NoteFrame
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.page import Page
from confnotes.tui.screens.people import PeopleScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.screens.rooms import RoomsScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.widgets import editor_painting
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.rows import RowList
from confnotes.tui.widgets.talk_rows import TitleLead, talk_row
from confnotes.vault.journal import Journal
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import (
    CONFERENCE,
    HOSTILE_TITLE,
    StoppedClock,
    at,
    chosen_text,
    harbour,
    on_screen,
    page,
    settled,
    take_long_to_mount,
    talk,
    text_of,
    until,
)

WIDE = (120, 32)


def key_of(vault: Vault, title: str) -> str:
    return next(card.key for card in agenda(vault, CONFERENCE) if card.talk.title == title)


def app_at(vault: Vault, moment: datetime) -> ConfnotesApp:
    """The program as `confnotes --at` begins it."""
    app = ConfnotesApp(vault, moment, begin_look(vault, moment))
    app.time = StoppedClock(moment)
    return app


def note(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen)
    return app.screen


def titles_on_screens(app: ConfnotesApp) -> list[str]:
    return [one.heading if isinstance(one, NoteScreen) else type(one).__name__ for one in app.screen_stack]


def page_list(app: ConfnotesApp) -> RowList:
    return page(app).query_one(RowList)


def blindly(app: ConfnotesApp, *keys: str) -> None:
    """All these keys at once, as they come when somebody types faster than screens change."""
    for key in keys:
        name = {"/": "slash", " ": "space"}.get(key, key)
        app.post_message(events.Key(name, key if len(key) == 1 else "\r" if key == "enter" else None))


# Starting


async def left_with(vault: Vault, title: str, moment: str, *keys: str) -> None:
    """A run of the program that ends in the note of a talk, or after these keys."""
    app = app_at(vault, at(moment))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        app.open_talk(key_of(vault, title))
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)


async def test_who_quits_in_a_note_comes_back_to_it_and_one_key_leads_to_now(vault: Vault) -> None:
    await left_with(vault, "Slow Boats", "10:10", *"well ")
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert note(app).heading == "Slow Boats"
        assert "Pier 4 · 10:00–10:30 · 10 min left" in text_of(note(app).top)
        await pilot.press(*"hello")
        await settled(pilot)
        assert note(app).editor.text.split("well ")[-1].startswith("hello")
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)
        assert "Slow Boats" in chosen_text(app.screen.list)


@pytest.mark.parametrize("title", ["Slow Boats", "Lanterns for Graphs"], ids=["on now", "not begun"])
async def test_a_note_that_was_closed_before_quitting_is_not_opened_at_the_next_start(vault: Vault, title: str) -> None:
    await left_with(vault, title, "10:10", *"well", "ctrl+o")
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen"]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_a_start_makes_no_note_file_even_where_an_empty_note_was_left_open(vault: Vault) -> None:
    before = vault.note_paths()
    await left_with(vault, "Slow Boats", "10:10")
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert note(app).heading == "Slow Boats"
    assert Vault.open(vault.root).note_paths() == before


async def test_the_next_talk_in_ones_room_gets_no_note_by_itself(vault: Vault) -> None:
    await left_with(vault, "Slow Boats", "10:10", *"well", "ctrl+o")
    app = app_at(vault, at("10:40"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen"]


async def test_a_free_note_left_open_is_opened_again_and_a_deleted_one_is_not(vault: Vault) -> None:
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        app.open_new("Coffee with Ada")
        await settled(pilot)
        await pilot.press(*"beans")
        await settled(pilot)
        path = note(app).path
    app = app_at(vault, at("12:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen", "Coffee with Ada"]
        assert app.conference == CONFERENCE
    (vault.root / path).unlink()
    app = app_at(vault, at("12:20"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen"]


async def test_keys_typed_before_the_note_can_be_written_into_are_written_all_the_same(vault: Vault) -> None:
    await left_with(vault, "Slow Boats", "10:05")
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=WIDE) as pilot:
        blindly(app, *"fast", "enter", "d")
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen", "Slow Boats"]
        assert [line.partition(" ^t")[0] for line in note(app).editor.text.split("\n") if line] == ["fast", "d"]


def lines_of(screen: NoteScreen) -> str:
    """What its editor shows."""
    return "\n".join(strip.text for strip in screen.editor.render_lines(screen.editor.region.reset_offset))


async def test_the_first_frame_shows_the_note_where_the_editor_will(vault: Vault) -> None:
    draft = take_note.draft(vault, key_of(vault, "Slow Boats"))
    saved = take_note.save(vault, draft, draft.text + "first ^t100100\n  second ^t100200\n")
    card = next(one for one in agenda(vault, CONFERENCE) if one.talk.title == "Slow Boats")
    frame = NoteFrame(saved.text.partition("---\n\n")[2], 0)
    assert (first_frame.GUTTER, first_frame.NO_GUTTER) == (editor_painting.GUTTER, editor_painting.NO_GUTTER)
    await left_with(vault, "Slow Boats", "10:05")
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        drawn = ["".join(part.text for part in line).rstrip() for line in frame.lines_in(80)]
        assert [line for line in drawn if line] == [" 10:01  first", " 10:02    second"]
        await until(pilot, lambda: all(line in lines_of(note(app)) for line in drawn))
    assert card.note == saved.path


async def test_the_next_day_begins_on_now_and_an_evening_lasts_over_midnight(vault: Vault) -> None:
    await left_with(vault, "Slow Boats", "22:50", *"well")
    for hours, expected in ((2, ["NowScreen", "Slow Boats"]), (12, ["NowScreen"])):
        app = app_at(vault, at("22:50") + timedelta(hours=hours))
        async with app.run_test(size=WIDE) as pilot:
            await settled(pilot)
            assert titles_on_screens(app) == expected


@pytest.mark.parametrize(
    "rubbish",
    ["", "[]", "[1, null, 3]", '[1, null, "2031-05-12T10:00"]', '["../../x", null, "2031-05-12T10:00"]', "\x00"],
)
async def test_what_cannot_be_understood_of_the_last_run_is_no_note_to_open(vault: Vault, rubbish: str) -> None:
    await left_with(vault, "Slow Boats", "10:05")
    (file,) = (config.state_folder() / "open").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    file.write_text(rubbish)
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen"]


async def test_unsaved_text_of_last_time_is_listed_before_a_note_is_opened(vault: Vault) -> None:
    await left_with(vault, "Slow Boats", "10:05")
    draft = take_note.draft(vault, key_of(vault, "Tides in Memory"))
    journal = Journal(vault.root)
    journal.record(draft.path, draft.text + "typed just before\n", None)
    journal.close()
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)
        assert "NOT SAVED LAST TIME" in text_of(app.screen.list)


async def test_a_note_of_another_hour_says_nothing_about_where_one_sits(vault: Vault) -> None:
    app = app_at(vault, at("12:00"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, "Slow Boats"))
        await settled(pilot)
    assert last_seat(vault) is None


def test_the_seat_is_kept_for_the_user_alone_and_rubbish_is_no_seat(vault: Vault) -> None:
    sit_down(vault, Seat(CONFERENCE, "Hall ü", at("10:05")))
    (file,) = (config.state_folder() / "seats").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert last_seat(vault) == Seat(CONFERENCE, "Hall ü", at("10:05"))
    for rubbish in (
        "",
        "[]",
        "[1, 2, 3]",
        json.dumps([CONFERENCE, "A", "2031-05-12T10:00+01:00"]),
        "\x00",
        "[[" * 9999,
    ):
        file.write_text(rubbish)
        assert last_seat(vault) is None


# Switching


async def test_keys_typed_blindly_behind_a_switch_go_into_the_other_note(vault: Vault) -> None:
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        blindly(app, "enter", *"one", "ctrl+n", *"two", "f7", "!", "f7", "?")
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen", "Lanterns for Graphs"]
        assert note(app).editor.text.split(" ^t")[0].strip() == "two?"
        await pilot.press("f7")
        await settled(pilot)
        assert note(app).heading == "Tides in Memory"
        assert note(app).editor.text.split(" ^t")[0].strip() == "one!"


async def test_keys_typed_while_notes_take_long_to_appear_go_into_them_and_nowhere_else(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_long_to_mount(monkeypatch, ListScreen, NoteScreen)
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        blindly(app, "enter", *"gn one", "f6", *"lant", "enter", *"two", "left", "-", "f7", "!")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen) and "!" in app.screen.editor.text)
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen", "Tides in Memory"]
        assert note(app).editor.text.split(" ^t")[0].strip() == "gn one!"
        await pilot.press("f7")
        await until(pilot, lambda: note(app).heading == "Lanterns for Graphs")
        assert note(app).editor.text.split(" ^t")[0].strip() == "tw-o"


async def test_another_room_is_two_keys_away_and_f7_comes_back_where_one_was(vault: Vault) -> None:
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        await pilot.press(*"ab", "enter", *"cd", "up", "home", "f6")
        await settled(pilot)
        assert isinstance(app.screen, RoomsScreen)
        seen = text_of(app.screen.list)
        assert "Tides in Memory" not in seen
        assert "Slow Boats" in chosen_text(app.screen.list)
        assert "10:30" in seen and "in 10 min" in seen and "Lanterns for Graphs" in seen
        blindly(app, "enter", "x")
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen", "Slow Boats"]
        await pilot.press("f7")
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen", "Tides in Memory"]
        assert note(app).editor.cursor_location[0] == len(note(app).editor.note.lines) - 2
        await pilot.press("ctrl+z")
        assert "cd" not in note(app).editor.text


async def test_a_room_is_found_by_a_few_letters_typed_blindly(vault: Vault) -> None:
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        blindly(app, *"a", "f6", *"lant", "enter", *"z")
        await settled(pilot)
        assert note(app).heading == "Lanterns for Graphs"
        assert note(app).editor.text.split(" ^t")[0].strip() == "z"


async def test_coming_back_from_search_goes_back_to_the_note_and_f7_on_now_opens_it(vault: Vault) -> None:
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        assert "No other note" in page(app).line.message
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        await pilot.press("f5")
        await settled(pilot)
        assert isinstance(app.screen, SearchScreen)
        app.open_talk(key_of(vault, "Slow Boats"))
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        assert titles_on_screens(app) == ["NowScreen", "Tides in Memory"]
        await pilot.press("ctrl+o", "f7")
        await settled(pilot)
        assert note(app).heading == "Tides in Memory"


async def test_notes_do_not_pile_up_on_each_other(vault: Vault) -> None:
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        for number in range(12):
            app.open_new(f"Note {number}")
            await settled(pilot)
            await pilot.press("a")
        assert len(app.screen_stack) <= 6
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert page(app) is app.screen


async def test_previous_note_skips_deleted_notes(vault: Vault) -> None:
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pilot.press("enter", "a")
        first = note(app).path
        await settled(pilot)
        await pilot.press("ctrl+o")
        app.open_new("Gone soon")
        await settled(pilot)
        await pilot.press("b", "ctrl+o")
        await settled(pilot)
        (vault.root / CONFERENCE / "Gone soon.md").unlink()
        await pilot.press("f7")
        await settled(pilot)
        assert note(app).path == first


async def test_another_room_is_chosen_on_now_too(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f6")
        assert isinstance(app.screen, RoomsScreen)
        await pilot.press("enter")
        await settled(pilot)
        assert titles_on_screens(app)[-2:] == ["NowScreen", note(app).heading]


# The clock


async def test_lines_are_stamped_once_the_talk_begins_and_while_it_overruns(vault: Vault) -> None:
    app = app_at(vault, at("09:30"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        assert not note(app).editor.stamping
        for moment in ("10:01", "10:45"):
            app.time.set(at(moment))
            note(app).pass_time()
            assert note(app).editor.stamping
        assert "15 min over" in text_of(note(app).top)
        await settled(pilot)
        assert last_seat(vault) is not None


async def test_a_talk_that_begins_in_five_minutes_says_so_once(vault: Vault) -> None:
    mark_talk.mark_talk(vault, key_of(vault, HOSTILE_TITLE), Mark.STAR, True)
    app = app_at(vault, at("10:20"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        said = []
        for moment in ("10:24", "10:26", "10:26", "10:27", "10:28"):
            app.time.set(at(moment))
            app.reminders.remind()
            await settled(pilot)
            said.append(note(app).line.message)
            note(app).line.unsay()
            app.reminders.remind()
            await settled(pilot)
            said.append(note(app).line.message)
            note(app).line.unsay()
        assert [one[:9] for one in said if one] == ["in 4 min:", "★ in 4 mi"]
        assert any("Lanterns for Graphs · Aula" in one for one in said)


async def test_reminders_can_be_turned_off(vault: Vault) -> None:
    set_setting("reminders", "no")
    app = app_at(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        for _ in range(2):
            app.reminders.remind()
            await settled(pilot)
        assert note(app).line.message == ""


async def test_what_went_wrong_is_not_painted_over_by_what_begins(vault: Vault) -> None:
    app = app_at(vault, at("10:26"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        note(app).complain(ConfnotesError("the harbour is closed"))
        app.reminders.remind()
        await settled(pilot)
        assert note(app).line.message == "the harbour is closed"
        note(app).line.unsay()
        app.reminders.remind()
        await settled(pilot)
        assert "Lanterns for Graphs" in note(app).line.message


@pytest.mark.parametrize(
    ("moment", "width", "shown"),
    [
        ("10:58", 120, "Aula · 10:30–11:00 · 2 min left · next: Ropes and Knots"),
        ("13:50", 120, "Aula · 10:30–11:00 · next: Ropes and Knots in 10 min"),
        ("13:50", 80, "10:30–11:00 · next in 10 min"),
        ("10:28", 80, "10:30–11:00 · in 2 min"),
    ],
)
async def test_the_top_line_shows_the_time_until_the_next_talk(
    vault: Vault, moment: str, width: int, shown: str
) -> None:
    app = app_at(vault, at(moment))
    async with app.run_test(size=(width, 24)) as pilot:
        app.open_talk(key_of(vault, "Lanterns for Graphs"))
        await settled(pilot)
        assert text_of(note(app).top).rstrip().endswith(shown)


async def test_the_program_opens_where_what_is_on_can_be_seen(vault: Vault) -> None:
    program = harbour()
    many = tuple(talk(f"Early {number}", "08:00", "08:30", f"Room {number}") for number in range(60))
    sessions = (*program.sessions, replace(program.sessions[0], id="s9", title="Early", talks=many))
    save_program(vault, CONFERENCE, replace(program, sessions=sessions))
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("g", "p")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)
        rows = app.screen.list
        assert rows.scroll_offset.y > 40


async def test_between_two_talks_the_one_that_begins_soon_in_ones_room_is_chosen(vault: Vault) -> None:
    sit_down(vault, Seat(CONFERENCE, "Pier 4", at("09:40")))
    mark_talk.mark_talk(vault, key_of(vault, "Tides in Memory"), Mark.STAR, True)
    app = app_at(vault, at("09:50"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)
        assert "Slow Boats" in chosen_text(app.screen.list)


async def test_a_talk_is_put_aside_to_be_watched_later_with_one_key_wherever_it_is_seen(vault: Vault) -> None:
    def later() -> set[str]:
        return {card.talk.title or "" for card in agenda(vault, CONFERENCE) if card.later}

    app = app_at(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert later() == {"Tides in Memory"} and "▷" in chosen_text(page_list(app))
        await pilot.press("enter", "ctrl+g", "w")
        await settled(pilot)
        assert later() == set()
        await pilot.press("ctrl+o", "g", "p")
        await settled(pilot)
        await pilot.press("slash", *"knots", "ctrl+g", "w")
        await settled(pilot)
        assert later() == {"Ropes and Knots"} and "▷" in chosen_text(page_list(app))
        app.follow("person:Ada Vento")
        await settled(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert later() == {"Ropes and Knots", "Slow Boats"}


@pytest.mark.parametrize("width", [60, 79, 118])
def test_a_narrow_row_names_both_talks_that_it_clashes_with(vault: Vault, width: int) -> None:
    others = tuple(
        Clash(f"c/{word}", f"{word} in the fog of a long and winding northern shore", at("10:00"))
        for word in ("Lanterns", "Boats", "Ropes")
    )
    card = replace(agenda(vault, CONFERENCE)[0], clashes=others)
    row = talk_row(card, TitleLead("10:00", "Aula", 16, timed=True)).lines(width, False)[-1]
    line = "".join(part.text for part in row)
    assert "10:00 Lant" in line and "10:00 Boat" in line and line.endswith(" · 1 more"), line
    assert len(line) < width


async def test_a_starred_talk_shows_its_clashes_on_now_and_in_the_program(vault: Vault) -> None:
    for title in ("Tides in Memory", "Slow Boats"):
        mark_talk.mark_talk(vault, key_of(vault, title), Mark.STAR, True)
    app = app_at(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(page_list(app)).count("⚠ clashes with 10:00 Slow Boats") == 1
        await pilot.press("g", "p")
        await settled(pilot)
        assert "⚠ clashes with 10:00 Tides in Memory" in text_of(page_list(app))


@pytest.mark.parametrize(
    ("keys", "where", "text"),
    [
        ("/slow boats", SearchScreen, "slow boats"),
        ("gp/slow bo", ProgramScreen, "slow bo"),
        ("gw/ines fa", PeopleScreen, "ines fa"),
    ],
)
async def test_letters_typed_blindly_behind_a_command_go_into_the_filter(
    vault: Vault, keys: str, where: type[Page], text: str
) -> None:
    app = app_at(vault, at("09:00"))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        blindly(app, *keys)
        await settled(pilot)
        assert isinstance(app.screen, where)
        assert app.screen.query_one(Filter).value == text


async def test_notes_that_were_left_take_no_memory(vault: Vault) -> None:
    """An hour of talks at a time: each note would keep its editor, its panel and its undo steps for good."""
    async with on_screen(vault) as (app, pilot):
        await pilot.press("enter")
        for _ in range(4):
            await settled(pilot)
            await pilot.press(*"tide", "enter", "ctrl+n")
            await settled(pilot)
            app.open_note_before()
        await settled(pilot)

        def only_a_few_are_kept() -> bool:
            gc.collect()
            return sum(isinstance(one, NoteScreen) for one in gc.get_objects()) <= 2

        await until(pilot, only_a_few_are_kept, 30)


async def test_a_command_typed_at_once_behind_a_filter_is_for_the_talk_that_it_found(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        blindly(app, *"/w", "ctrl+r", "4")
        await settled(pilot)
        assert {card.talk.title: card.rating for card in agenda(vault, CONFERENCE) if card.rating} == {"Slow Boats": 4}
