import re
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Static

from confnotes.catalogue.program.talks import card
from confnotes.tui import commands
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.command import Command, Need, Where
from confnotes.tui.commands import all_commands
from confnotes.tui.palette import CommandRow, Palette
from confnotes.tui.screens.changes import ChangesScreen
from confnotes.tui.screens.day_wrap import DayWrapScreen
from confnotes.tui.screens.help import KEY_COLUMN, HelpScreen
from confnotes.tui.screens.history import HistoriesScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.page import Page
from confnotes.tui.screens.people import PeopleScreen
from confnotes.tui.screens.posters.poster import open_poster
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.screens.unresolved import UnresolvedScreen
from confnotes.tui.widgets.bars import CommandLine
from confnotes.tui.widgets.drawing import wrap
from confnotes.tui.widgets.editor_typing import toggle_mark
from confnotes.tui.widgets.rows import RowList
from confnotes.tui.widgets.which_key import WhichKey
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault
from key_recorder import POSTER, TALK
from poster_hall import fill_hall
from screen_samples import CONFERENCE, at, chosen_text, on_screen, page, settled, take_from_palette, text_of, until

SCREENS = {
    Where.NOW: ("now", "NowScreen"),
    Where.PROGRAM: ("program", "ProgramScreen"),
    Where.POSTERS: ("posters.hall", "PostersScreen"),
    Where.POSTER: ("posters.card", "PosterScreen"),
    Where.NOTE: ("note.screen", "NoteScreen"),
    Where.ROOMS: ("rooms", "RoomsScreen"),
    Where.MOVE: ("move_lines", "MoveLinesScreen"),
    Where.MATCH: ("talk_choice", "MatchTalkScreen"),
    Where.SCHEDULE: ("schedule", "ScheduleScreen"),
    Where.VERSIONS: ("note.versions", "VersionsScreen"),
    Where.SEARCH: ("search", "SearchScreen"),
    Where.SAVED: ("saved", "SavedScreen"),
    Where.PEOPLE: ("people", "PeopleScreen"),
    Where.PERSON: ("person", "PersonScreen"),
    Where.PAPERS: ("papers", "PapersScreen"),
    Where.PAPER: ("paper", "PaperScreen"),
    Where.IMPORT: ("import_", "ImportScreen"),
    Where.READ_TALKS: ("import_talks", "ReadTalksScreen"),
    Where.READ_ROWS: ("import_rows", "ReadRowsScreen"),
    Where.CHANGES: ("changes", "ChangesScreen"),
    Where.SAME_PEOPLE: ("same_people", "SamePeopleScreen"),
    Where.UNRESOLVED: ("unresolved", "UnresolvedScreen"),
    Where.CONFLICTS: ("conflicts", "ConflictsScreen"),
    Where.LINKS: ("links", "LinksScreen"),
    Where.RENAME: ("rename", "RenameScreen"),
    Where.TASKS: ("tasks", "TasksScreen"),
    Where.DAY_WRAP: ("day_wrap", "DayWrapScreen"),
    Where.EXPORT: ("export.screen", "ExportScreen"),
    Where.FIRST_PAGE: ("first_page", "FirstPageScreen"),
    Where.PHOTOS: ("photos", "PhotosScreen"),
    Where.RECORDED: ("recorded", "RecordedScreen"),
    Where.TAGS: ("tags", "TagsScreen"),
    Where.HISTORY: ("history", "HistoryScreen"),
    Where.HISTORIES: ("history", "HistoriesScreen"),
    Where.SETTINGS: ("settings", "SettingsScreen"),
    Where.HELP: ("help", "HelpScreen"),
}

PALETTE_AT_80 = 72  # cells for a row of the palette in a window of 80 columns


def screen_class(where: Where) -> type[Page]:
    module, name = SCREENS[where]
    found = getattr(import_module(f"confnotes.tui.screens.{module}"), name)
    assert isinstance(found, type) and issubclass(found, Page)
    return found


async def found(pilot: Pilot[None], typed: str) -> RowList:
    """What the open palette finds for words that come all at once."""
    palette = pilot.app.screen
    assert isinstance(palette, Palette)
    palette.filter.value = typed
    await settled(pilot)
    return palette.list


def is_passed_on(command: Command) -> bool:
    """Whether a controller or a widget of the screen does it."""
    return "." in command.action.removeprefix("app.")


def test_every_command_of_a_screen_does_something_there() -> None:
    for where, command in ((there, one) for there in SCREENS for one in commands.of(there)):
        if is_passed_on(command):
            assert where in (Where.NOTE, Where.POSTER, Where.SCHEDULE)
            continue
        namespace, _, name = command.action.partition("(")[0].rpartition(".")
        owner: type = ConfnotesApp if namespace == "app" else screen_class(where)
        action: Callable[..., object] | None = getattr(owner, f"action_{name}", None)
        assert action is not None, f"{where}: {command.id} names {command.action}, which {owner.__name__} cannot do"


async def test_every_command_that_a_screen_passes_on_is_done_by_somebody(vault: Vault) -> None:
    async with on_screen(fill_hall(vault)) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        note = app.screen
        open_poster(app, card(app.vault, POSTER), None)
        await settled(pilot)
        poster = app.screen
        await app.run_action("app.schedule")
        await settled(pilot)
        for screen, where in ((note, Where.NOTE), (poster, Where.POSTER), (app.screen, Where.SCHEDULE)):
            passed_on = [command.action.partition("(")[0] for command in commands.of(where) if is_passed_on(command)]
            assert passed_on and all(callable(attrgetter(action)(screen)) for action in passed_on)


def test_no_key_of_a_screen_means_two_things() -> None:
    keys = Counter((where, keys) for where in SCREENS for command in commands.of(where) for keys in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_command_has_a_name_and_its_own_id() -> None:
    everything = all_commands()
    assert len({command.id for command in everything}) == len(everything)
    assert all(command.title for command in everything)


def test_every_command_is_found_on_the_screen_that_it_is_for() -> None:
    assert sorted(command for where in Where for command in commands.commands_of(where)) == sorted(all_commands())


async def test_help_names_every_key_of_the_screen_one_came_from_first(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 60)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen)
        seen = text_of(app.screen.list)
    assert seen.startswith("  PROGRAM")
    assert all(command.title in seen for command in all_commands())
    assert all(f"{sign} " in seen for sign in ("★", "✓", "▷", "⊘", "●●●○○", "⚠")) and "✎ 6 " in seen


async def test_the_help_is_filtered_by_keys_signs_and_the_words_that_people_use(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("question_mark")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, HelpScreen)
        for typed, found in (("delete", "Delete this note"), ("ctrl+b", "Bold"), ("✎", "number of lines")):
            screen.filter.value = typed
            await settled(pilot)
            lines = [line for line in text_of(screen.list).splitlines() if line.strip()]
            assert any(found in line for line in lines) and len(lines) < 20, typed
        screen.filter.value = "zebra"
        await settled(pilot)
        assert "Nothing matches" in text_of(screen.list)
        await pilot.press("escape", *"dark")
        await settled(pilot)
        assert screen.filter.value == "dark" and "light and dark theme" in text_of(screen.list)
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert app.screen is not screen


def test_no_keys_are_cut_in_the_help() -> None:
    assert [command.id for command in all_commands() if cell_len(commands.format_keys(command)) > KEY_COLUMN] == []


def test_the_palette_shows_a_whole_title_beside_its_keys_and_all_of_its_help_below() -> None:
    for command in all_commands():
        is_everywhere = command.where is Where.EVERYWHERE
        missing = "" if is_everywhere else f"Open “{commands.screen_name(command.where)}” first."
        row = CommandRow("", command, command.title, "", missing)
        drawn = "".join(part.text for part in row.lines(PALETTE_AT_80, True)[0])
        assert command.title in drawn and drawn.rstrip().endswith(commands.format_keys(command)), command.id
        assert len(wrap(row.said, PALETTE_AT_80 - 4)) <= 2, command.id


async def test_the_palette_shows_below_what_the_row_has_no_room_for(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("ctrl+p", *"time zone")
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        assert app.screen.list.scrollable_content_region.width == PALETTE_AT_80
        assert "Set its time zone" in text_of(app.screen.list)
        below = app.screen.query_one(".said", Static)
        assert "zone or first day" in str(below.render())
        await pilot.press("down", *["backspace"] * 9, *"quit")
        await settled(pilot)
        assert not str(below.render())


async def test_the_palette_names_the_digit_of_each_rating(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("ctrl+p", *"rate")
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        lines = [line.split() for line in text_of(app.screen.list).splitlines()]
    assert [line[-1] for line in lines if line[:3] == ["Rate", "this", "talk:"]] == ["2", "3", "4", "5"]


async def test_the_help_cuts_nothing_off_where_the_window_is_narrow(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("question_mark")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, HelpScreen)
        seen = " ".join(text_of(screen.list).split())
        width = screen.list.scrollable_content_region.width
        assert all(len(row.lines(width, False)) == row.height for row in screen.list.rows)
    on_now = {command.action for command in commands.commands_of(Where.NOW)}
    told = [command for command in all_commands() if command.keys or command.action not in on_now]
    assert [command.id for command in told if " ".join(command.help.split()) not in seen] == []


async def test_the_palette_finds_a_command_by_what_it_is_for(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await take_from_palette(pilot, "takeaways", "Day review")
        assert isinstance(app.screen, DayWrapScreen)


async def test_a_command_is_found_by_its_name_in_the_palette(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await take_from_palette(pilot, "people", "People")
        assert isinstance(app.screen, PeopleScreen)


@pytest.mark.parametrize(
    ("typed", "title", "opened"),
    [
        ("history", "Deleted notes and earlier versions", HistoriesScreen),
        ("broken links", "Unresolved links", UnresolvedScreen),
        ("updates", "Changes from re-imports", ChangesScreen),
        ("keys", "Help and keyboard shortcuts", HelpScreen),
        ("hstorey", "Deleted notes and earlier versions", HistoriesScreen),
        ("how can I bring back deleted notes", "Deleted notes and earlier versions", HistoriesScreen),
    ],
)
async def test_a_command_is_found_by_the_word_of_everybody(
    vault: Vault, typed: str, title: str, opened: type[Page]
) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await take_from_palette(pilot, typed, title)
        assert isinstance(app.screen, opened)


async def test_enter_right_behind_the_words_runs_what_they_mean(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("ctrl+p", *"history", "enter")
        await settled(pilot)
        assert isinstance(app.screen, HistoriesScreen)


async def test_letters_that_stand_anywhere_in_a_name_run_nothing(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        before = vault.marks(CONFERENCE)
        await pilot.press("ctrl+p", *"strtlk", "enter")
        await settled(pilot)
        assert vault.marks(CONFERENCE) == before
        assert isinstance(app.screen, SearchScreen) and app.screen.ask.value == "strtlk"


QUESTIONS_IN_A_NOTE = [
    ("see what my colleagues wrote about this talk", "Whole notes of colleagues"),
    ("mark a task as done", "Toggle task"),
    ("insert a table", "Help and keyboard shortcuts"),
    ("use vim keys", "Switch keymap"),
    ("theme", "light and dark theme"),
    ("dark", "light and dark theme"),
    ("bold", "Bold"),
    ("undo", "Undo"),
    ("undo a star", "Undo"),
    ("shortcuts", "keyboard shortcuts"),
    ("settings", "Settings"),
    ("preferences", "Settings"),
    ("config", "Settings"),
    ("exit", "Quit"),
    ("rename", "Rename this note"),
    ("backlinks", "Backlinks"),
    ("attach", "Attach this free note"),
    ("print", "Export a summary"),
    ("pdf", "Export a summary"),
    ("sync", "Sync now"),
    ("solve conflicts", "Conflicts"),
    ("where is my note on disk", "on disk"),
    ("stop sharing this talk", "Do not share with the public"),
    ("hide from colleagues", "Make this note private"),
    ("where do I export", "Export a summary"),
    ("how do I change the theme", "light and dark theme"),
]


async def test_a_question_of_the_first_day_is_answered_by_the_palette_in_a_note(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (_, pilot):
        await pilot.press("ctrl+p")
        for typed, title in QUESTIONS_IN_A_NOTE:
            assert title in chosen_text(await found(pilot, typed)), typed


QUESTIONS_ON_NOW = [
    ("change my name", "Settings"),
    ("mark a task as done", "Tasks and questions"),
    ("put my schedule into google calendar", "Export my schedule"),
    ("only talks in english", "Tracks and filters"),
    ("get notified before a talk", "Settings"),
    ("scan a QR code", "Import a program"),
    ("insert a table", "Help and keyboard shortcuts"),
    ("switch to another conference", "Switch to the next conference"),
    ("use vim keys", "Switch keymap"),
    ("check spelling in German", "Settings"),
    ("where is my note", "Settings"),
    ("where is my note", "Show where this note is on disk"),
    ("another editor", "Open in your editor"),
    ("turn off reminders", "Settings"),
    ("saturday", "Export a summary"),
    ("paste a picture", "Place photos"),
    ("move what I typed", "Move recent lines to another talk"),
    ("symbols", "Help and keyboard shortcuts"),
    ("front matter", "Open in your editor"),
    ("export day", "Export this day"),
    ("I do not want to see java talks", "Tracks and filters"),
    ("I don’t want to see java talks", "Tracks and filters"),
    ("put a picture of the slide in my notes", "Place photos"),
    ("which talks overlap", "My schedule"),
    ("print the schedule for tomorrow", "Export my schedule"),
    ("cancel a star", "Star or unstar"),
    ("send my boss a summary", "Export a summary"),
    ("how do I get out of here", "Quit"),
    ("the talk was moved to another room", "Changes from re-imports"),
    ("where are the people I met", "People"),
    ("only show me the talks I starred", "Show starred talks only"),
    ("i pressed delete by accident", "Deleted notes"),
    ("everything by one speaker", "People"),
    ("notes in two sessions at once", "Switch to another room"),
    ("the tilde next to my note", "your note, and its number of lines"),
    ("what does the pencil mean", "your note, and its number of lines"),
    ("the triangle before a talk", "watch later"),
]


async def test_a_question_on_now_has_its_answer_among_the_first(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (_, pilot):
        await pilot.press("ctrl+p")
        for typed, title in QUESTIONS_ON_NOW:
            first = text_of(await found(pilot, typed)).splitlines()[:3]
            assert any(title in line for line in first), typed


FIRST_QUESTIONS = [
    ("tag", "Tags"),
    ("paper", "Papers"),
    ("change theme", "light and dark theme"),
    ("where is my note on disk", "Show where this note is on disk"),
    ("undo a star", "Undo"),
    ("stop sharing this talk", "Do not share with the public"),
    ("rename", "Rename this note"),
    ("delete", "Delete this note"),
    ("change the time zone", "Refresh HarbourConf 2031"),
    ("install a missing PDF renderer", "Export a summary"),
    ("turn off reminders", "Settings"),
    ("find what I wrote about graphs", "Search everything for “graphs”"),
    ("show my tasks", "Tasks and questions"),
    ("set timezone", "Refresh HarbourConf 2031"),
]


RUNS_ON_NOW = {"where is my note on disk": "Settings", "delete": "Deleted notes"}


@pytest.mark.parametrize("note", ["", TALK])
async def test_a_first_question_is_answered_by_the_first_row_wherever_it_is_asked(vault: Vault, note: str) -> None:
    async with on_screen(vault, size=(120, 32), talk=note) as (_, pilot):
        await pilot.press("ctrl+p")
        for typed, title in FIRST_QUESTIONS:
            answer = title if note else RUNS_ON_NOW.get(typed, title)
            assert answer in chosen_text(await found(pilot, typed)), typed


BEGINNER = {
    "light and dark theme": ("how do I change the theme", "make it dark", "switch to light mode"),
    "Show where this note is on disk": ("where is my note on disk", "where are my notes saved", "find the file"),
    "Undo": ("undo a star", "how do I undo"),
    "Star or unstar this talk": ("unstar a talk", "I starred the wrong talk"),
    "Do not share with the public": ("stop sharing this talk", "keep this talk private", "hide this talk from others"),
    "Bold": ("how do I get bold", "make text bold"),
    "Live preview": ("turn off live preview", "disable live preview", "see the raw text", "show the markdown"),
    "Tracks and filters": ("hide a track", "remove a track", "hide java talks"),
    "Refresh HarbourConf 2031": ("change the time zone", "times are wrong", "wrong timezone"),
    "Add a meeting or a meal": ("add a meeting of my own", "add lunch to my schedule", "own appointment"),
    "Export a summary": ("export only Saturday", "export one day", "save saturday as pdf"),
}
"""The first row of the palette in a note, and what people ask who use confnotes for the first time."""
OPENED_FROM_NOW = {
    "Show where this note is on disk": "Settings",
    "Live preview": "Settings",
    "Bold": "Help and keyboard shortcuts",
}
"""What answers there, where no note is open."""
NEEDS_A_NOTE = ("make text bold", "see the raw text", "show the markdown")


@pytest.mark.parametrize("note", ["", TALK])
async def test_the_palette_answers_a_beginner_in_several_wordings(vault: Vault, note: str) -> None:
    async with on_screen(vault, size=(120, 32), talk=note) as (_, pilot):
        await pilot.press("ctrl+p")
        for answer, questions in BEGINNER.items():
            for typed in questions:
                if note or typed not in NEEDS_A_NOTE:
                    first = answer if note else OPENED_FROM_NOW.get(answer, answer)
                    assert first in chosen_text(await found(pilot, typed)), typed


async def test_what_can_run_here_comes_before_what_is_named_exactly_and_cannot(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (_, pilot):
        await pilot.press("ctrl+p")
        for typed in ("delete", "star", "paper", "note"):
            rows = await found(pilot, typed)
            assert " first." in text_of(rows) and " first." not in chosen_text(rows), typed


@pytest.mark.parametrize(
    ("sign", "means"), [("✎", "your note"), ("★", "starred"), ("what is ⚠", "clashes"), ("●", "your rating")]
)
async def test_a_typed_sign_is_explained(vault: Vault, sign: str, means: str) -> None:
    async with on_screen(vault, size=(120, 32)) as (_, pilot):
        await pilot.press("ctrl+p")
        rows = await found(pilot, sign)
        assert means in text_of(rows).splitlines()[0]
        assert "Help and keyboard shortcuts" in chosen_text(rows)


async def test_what_the_palette_does_not_know_is_searched_for(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await take_from_palette(pilot, "find notes about tides", "tides")
        assert isinstance(app.screen, SearchScreen) and app.screen.ask.value == "tides"
        assert "Tides in Memory" in text_of(app.screen.list)


async def test_words_that_name_nothing_offer_only_what_has_them(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32), talk=TALK) as (_, pilot):
        await pilot.press("ctrl+p")
        for typed in ("where", "where is", "how do i", "is my"):
            rows = await found(pilot, typed)
            assert rows.chosen is None or "Show where this note is on disk" in chosen_text(rows), typed


async def test_the_palette_says_why_a_command_does_nothing_here(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("ctrl+p", *"rename this note")
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        assert "Open a note first." in chosen_text(app.screen.list)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen) and "Open a note" in app.screen.line.message


async def test_what_was_run_last_comes_first_in_the_palette_also_in_the_next_run(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await take_from_palette(pilot, "tags", "Tags")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        assert "Tags" in chosen_text(app.screen.list)


async def test_keys_stand_in_a_column_of_their_own_in_the_palette(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        lines = text_of(app.screen.list).splitlines()
    keys = {"Search everything": "g s", "Quit": "ctrl+q", "People": "g w"}
    places = {
        line.rindex(f" {keys[name]}") for line in lines for name in keys if line.strip(" ▸").startswith(f"{name} ")
    }
    assert len(places) == 1


async def test_light_and_dark_change_places_and_the_choice_is_remembered(vault: Vault) -> None:
    async with on_screen(vault) as (app, _):
        await app.run_action("toggle_light")
        chosen = app.theme
    assert chosen == "confnotes-light"
    assert ConfnotesApp(vault, at("10:10")).theme == chosen


@pytest.mark.parametrize("where", [Where.NOTE, Where.SEARCH, Where.EXPORT])
def test_the_footer_names_no_key_that_types_a_character_where_one_types(where: Where) -> None:
    named = {commands.footer_key(command) for command in commands.footer(where)}
    assert not named & {"/", "?", "space"}


@pytest.mark.parametrize("width", [40, 50, 80])
def test_the_footer_always_names_the_way_back_and_what_leads_to_the_other_keys(width: int) -> None:
    for where in SCREENS:
        line = "".join(part.text for part in CommandLine(where).painted(width)[0]).rstrip()
        assert cell_len(line) <= width, where
        has_leader = any(command.on == "leader" for command in commands.footer(where))
        assert "ctrl+g more" in line or not has_leader, where
        assert "ctrl+p commands" in line or (has_leader and width == 40), where
        assert where is Where.NOW or re.search(r"(esc|ctrl\+o) \w+", line), where


@pytest.mark.parametrize(
    ("where", "keys"),
    [(Where.VERSIONS, ["enter", "b", "m", "t", "esc"]), (Where.CONFLICTS, ["enter", "m", "t", "b", "esc"])],
)
def test_every_choice_between_two_versions_has_its_key_in_the_narrowest_footer(where: Where, keys: list[str]) -> None:
    footer = CommandLine(where)
    footer.set_reactive(CommandLine.is_typing, False)
    line = "".join(part.text for part in footer.painted(80)[0])
    assert [one.strip().split(" ")[0] for one in line.split("   ")][: len(keys)] == keys


async def test_the_footer_names_no_letter_while_a_filter_is_typed(vault: Vault) -> None:
    async with on_screen(vault, size=(200, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        assert " R rooms" in text_of(page(app).line)
        await pilot.press("f")
        await settled(pilot)
        typing = text_of(page(app).line)
        assert "ctrl+g R rooms" in typing and "ctrl+g g T filters" in typing
        assert not re.search(r"   [A-Za-z?.] \w", typing), typing


@pytest.mark.parametrize("place", ["w", "b", "o"])
async def test_a_very_wide_window_shows_details_beside_a_list_as_a_wide_one_does(vault: Vault, place: str) -> None:
    for width in (120, 200):
        async with on_screen(vault, size=(width, 50)) as (app, pilot):
            await pilot.press("g", place)
            await settled(pilot)
            assert page(app).query_one("#pane").display, width
            assert page(app).has_class("-very-wide") is (width == 200)
            await pilot.resize_terminal(320 - width, 50)
            await settled(pilot)
            assert page(app).has_class("-very-wide") is (width == 120)


@pytest.mark.parametrize("screen", ["p", "w"])
async def test_the_question_mark_helps_while_no_filter_is_typed(vault: Vault, screen: str) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", screen)
        await settled(pilot)
        await pilot.press("question_mark")
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen)


@pytest.mark.parametrize("opened", ["app.schedule", "app.recorded", "app.changes"])
async def test_a_list_of_talks_without_a_program_says_how_to_get_one(tmp_path: Path, opened: str) -> None:
    async with on_screen(Vault.create(tmp_path / "vault")) as (app, pilot):
        await app.run_action(opened)
        await settled(pilot)
        assert "i to import one" in text_of(app.screen.query_one(RowList))


async def test_without_a_program_keys_that_need_one_say_so(tmp_path: Path) -> None:
    async with on_screen(Vault.create(tmp_path / "vault")) as (app, pilot):
        await pilot.press("g", "r")
        assert "Import a program first" in page(app).line.message
        await app.run_action("app.export")
        await settled(pilot)
        assert "write" not in text_of(page(app).line)


LISTS = (
    *("app.program", "app.people", "app.papers", "app.schedule", "app.recorded", "app.tags", "app.tasks"),
    *("app.changes", "app.saved", "app.unresolved", "app.history", "app.posters", "app.day_wrap"),
)


@pytest.mark.parametrize("is_empty", [True, False])
async def test_the_footer_of_a_list_names_keys_for_rows_only_where_there_is_a_row(
    tmp_path: Path, vault: Vault, is_empty: bool
) -> None:
    async with on_screen(Vault.create(tmp_path / "empty") if is_empty else vault, size=(200, 32)) as (app, pilot):
        for opened in LISTS:
            await pilot.app.run_action(opened)
            await settled(pilot)
            screen = app.screen
            assert isinstance(screen, Page)
            rows = screen.query_one(RowList)
            named = text_of(screen.line)
            for command in commands.footer(screen.where):
                if command.needs in (Need.ROW, Need.TALK) and rows.chosen is None:
                    assert f"{commands.footer_key(command)} {command.label}" not in named, opened
            if rows.chosen is None:
                remarks = text_of(rows).split()
                assert remarks, f"{opened}: an empty screen says what to do"
            app.action_now()
            await settled(pilot)


async def test_in_a_free_note_the_palette_and_keys_say_that_marks_need_a_talk(vault: Vault) -> None:
    vault.save("Free.md", "---\ntitle: Free\n---\nwater\n", None)
    async with on_screen(vault, note="Free.md") as (app, pilot):
        assert page(app).line.message == ""
        await pilot.press("ctrl+p", *"attended")
        await settled(pilot)
        assert isinstance(app.screen, Palette) and "This is a free note" in chosen_text(app.screen.list)
        await pilot.press("enter")
        await settled(pilot)
        assert "This is a free note" in page(app).line.message
        await pilot.press("ctrl+p", *"bold", "enter")
        await settled(pilot)
        assert vault.marks(CONFERENCE).marked() == frozenset()


@pytest.mark.parametrize(
    ("line", "start", "end", "mark", "after"),
    [
        ("- the tide is high", 8, 8, "**", "- the **tide** is high"),
        ("- the **tide** is high", 10, 10, "**", "- the tide is high"),
        ("the tide is high", 4, 11, "*", "the *tide is* high"),
        ("the *tide is* high", 4, 13, "**", "the ***tide is*** high"),
        ("the ***tide*** is", 7, 11, "*", "the **tide** is"),
        ("- [ ] the tide ", 0, 15, "**", "- [ ] **the tide** "),
        ("two  blanks", 4, 4, "**", "two  blanks"),
    ],
)
def test_bold_and_italic_go_around_words_and_come_off_again(
    line: str, start: int, end: int, mark: str, after: str
) -> None:
    assert toggle_mark(line, start, end, mark) == after


async def test_bold_is_one_step_and_a_cursor_without_a_word_types_inside(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (app, pilot):
        await pilot.press(*"high tide")
        await take_from_palette(pilot, "bold", "Bold")
        note = page(app)
        assert isinstance(note, NoteScreen) and "high **tide** ^" in note.editor.text
        await pilot.press("ctrl+z")
        assert "high tide ^" in note.editor.text
        await pilot.press("end", "space")
        await take_from_palette(pilot, "bold", "Bold")
        await pilot.press(*"now")
        assert "high tide **now** ^" in note.editor.text


async def test_the_palette_names_no_command_of_a_dialog_that_is_not_open(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("ctrl+p", *"rename")
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        seen = text_of(app.screen.list)
    assert "Rename this note" in seen and "Rename and update" not in seen


async def test_the_first_step_of_the_day_review_offers_no_way_back(vault: Vault) -> None:
    vault.mark(CONFERENCE, "tides-in-memory", attended=True)
    async with on_screen(vault, at("22:00")) as (app, pilot):
        await pilot.press("g", "d")
        await settled(pilot)
        assert "previous" not in text_of(page(app).line)
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert "previous" in text_of(page(app).line)


@pytest.mark.parametrize("theme", ["dark", "terminal"])
async def test_a_long_choice_leaves_room_for_its_keys(vault: Vault, theme: str) -> None:
    set_setting("theme", theme)
    async with on_screen(vault, size=(80, 24)) as (app, pilot):
        await pilot.press("g", "comma", "down", "down", "enter")
        await settled(pilot)
        keys = app.screen.query_one(".keys", Static)
        assert isinstance(keys.parent, Widget)
        assert keys.region.height == 1 and keys.parent.region.contains_region(keys.region)


async def test_the_menu_of_a_note_shows_most_names_whole_in_a_small_window(vault: Vault) -> None:
    async with on_screen(vault, size=(80, 24), talk=TALK) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await settled(pilot)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: bool(app.screen.query(WhichKey)))
        await until(pilot, lambda: "Duplicate the line" in text_of(app.screen.query_one(WhichKey)))
        text = text_of(app.screen.query_one(WhichKey))
    assert "Mark as attended" in text
    assert text.count("…") < 12, text


async def test_a_key_is_named_once_at_the_top_or_below_and_as_it_is_pressed_here(vault: Vault) -> None:
    async with on_screen(vault, size=(200, 50)) as (app, pilot):
        assert "g s search · ? help" in text_of(page(app).top)
        assert "search" not in text_of(page(app).line)
        await pilot.press("x")
        await settled(pilot)
        await until(pilot, lambda: "search · ? help" in text_of(page(app).top))
        page(app).query_one(Input).focus()
        await settled(pilot)
        assert "search · ctrl+g ? help" in text_of(page(app).top)
        assert "help" not in text_of(page(app).line)


async def test_nothing_offers_to_link_where_nothing_is_mentioned(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK, size=(120, 32)) as (app, pilot):
        await pilot.press(*"tea", "ctrl+s", "ctrl+g", "b")
        await settled(pilot)
        assert "No unlinked mentions." in text_of(page(app).query_one(RowList))
        assert "link" not in text_of(page(app).line)


async def test_the_rendered_note_says_how_to_get_back(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK, size=(80, 24)) as (app, pilot):
        await pilot.press(*"tea", "ctrl+g", "p")
        await settled(pilot)
        assert "esc back to the text" in text_of(page(app).line)
        await pilot.press("escape")
        await settled(pilot)
        assert "esc" not in text_of(page(app).line)


async def test_an_empty_note_names_the_key_of_the_abstract_only_where_it_is_hidden(vault: Vault) -> None:
    for width, named in ((80, True), (120, False)):
        async with on_screen(vault, talk=TALK, size=(width, 32)) as (app, pilot):
            await settled(pilot)
            assert isinstance(app.screen, NoteScreen)
            assert ("abstract" in app.screen.editor.ghost) is named


async def test_the_palette_switches_to_another_conference_by_its_name(vault: Vault) -> None:
    other = vault.root / "Reef Days 2032"
    other.mkdir()
    (other / "program.yaml").write_text(
        "sessions:\n  - id: a\n    talks:\n      - id: b\n        title: Fog horns\n", encoding="utf-8"
    )
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        for name, talk in (("Reef Days 2032", "Fog horns"), (CONFERENCE, "Tides in Memory")):
            await take_from_palette(pilot, f"switch {name.split()[0]}", f"Switch to {name}")
            await settled(pilot)
            assert isinstance(app.screen, ProgramScreen) and talk in text_of(app.screen.list)
        assert len(app.screen_stack) == 2
