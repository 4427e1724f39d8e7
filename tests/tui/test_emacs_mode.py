"""Emacs's keys in the program: in notes, lists, filters and dialogs; saving, undo and completion work as ever."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from confnotes.config import settings_file
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.palette import Palette
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.help import HelpScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.widgets.which_key import WhichKey
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, settled, take_from_palette, text_of, until

NOTE = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
HEAD = "---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\n---\n"
_NAMES = {
    "SPC": "space",
    "RET": "enter",
    "DEL": "backspace",
    "ESC": "escape",
    "C-SPC": "ctrl+@",
    "C-/": "ctrl+underscore",
}


@pytest.fixture(autouse=True)
def emacs_keys(own_folders: None) -> None:
    set_setting("keymap", "emacs")


async def press(pilot: Pilot[None], keys: str) -> None:
    for one in keys.split():
        await pilot.press(_NAMES.get(one, one.replace("C-", "ctrl+").replace("M-", "alt+")))
    await settled(pilot)


def note_of(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen)
    app.screen.editor.set_stamping(False)
    return app.screen


def add_own_keys(lines: str) -> None:
    path = settings_file()
    path.write_text(f"{path.read_text(encoding='utf-8')}keys:\n{lines}  move-end-of-line: null\n", encoding="utf-8")


def with_note(vault: Vault, body: str) -> Vault:
    vault.save(NOTE, HEAD + body, None)
    return vault


async def test_kills_in_a_row_are_yanked_together_and_undo_takes_one_command_back(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one two\nthree\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        await press(pilot, "M-< C-k C-k C-e C-y")
        assert editor.text == "threeone two\n\n"
        await press(pilot, "C-/")
        assert editor.text == "three\n"
        await press(pilot, "a b C-/")
        assert editor.text == "three\n"


async def test_ctrl_q_inserts_the_next_key_and_ctrl_x_ctrl_c_quits(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        await press(pilot, "M-< C-q tab")
        assert editor.text == "\tone\n"
        await pilot.press("ctrl+x", "ctrl+c")
        await pilot.pause()
        assert app._exit


async def test_keys_after_ctrl_x_are_named_after_a_moment_and_save_and_select(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one two\nthree\n"), note=NOTE) as (app, pilot):
        note = note_of(app)
        await pilot.press("ctrl+x")
        await until(pilot, lambda: list(app.screen.query(WhichKey)))
        await settled(pilot)
        seen = text_of(next(iter(app.screen.query(WhichKey))))
        assert "ctrl+s" in seen and "Save now" in seen and "Select all" in seen and "Close the note" in seen
        await press(pilot, "h")
        assert note.editor.selected_text == "one two\nthree\n"
        await press(pilot, "C-w M-x")
        assert note.editor.text == ""


async def test_the_panel_names_keys_after_which_others_follow(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one\n"), size=(120, 32), note=NOTE) as (app, pilot):
        note_of(app)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: list(app.screen.query(WhichKey)))
        await settled(pilot)
        assert "Bold, Italic …" in text_of(next(iter(app.screen.query(WhichKey))))


async def test_the_mark_selects_also_with_arrow_keys_and_ctrl_g_drops_it(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one two\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        await press(pilot, "M-< C-SPC M-f")
        assert editor.selected_text == "one" and "mark" in text_of(note_of(app).below)
        await press(pilot, "right right")
        assert editor.selected_text == "one t"
        await press(pilot, "C-g")
        assert editor.selected_text == "" and editor.cursor_location == (0, 5)
        await press(pilot, "C-SPC M-f x")
        assert editor.text == "one twox\n" and editor.selected_text == ""


async def test_esc_and_a_key_is_alt_and_that_key(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one two three\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        await press(pilot, "ESC < ESC f ESC d")
        assert editor.text == "one three\n"
        await press(pilot, "ESC x")
        assert isinstance(app.screen, Palette)


async def test_a_second_minus_turns_the_prefix_argument_round(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one two three\n"), note=NOTE) as (app, pilot):
        await press(pilot, "M-< M-minus M-minus M-2 M-f")
        assert note_of(app).editor.cursor_location == (0, 7)


@pytest.mark.parametrize(
    ("title", "place"), [("Prefix argument", (1, 0)), ("Digit of a prefix argument", (0, 3))], ids=["number", "digit"]
)
async def test_a_prefix_argument_is_begun_from_the_palette(vault: Vault, title: str, place: tuple[int, int]) -> None:
    async with on_screen(with_note(vault, "one two three\n"), note=NOTE) as (app, pilot):
        await press(pilot, "M-<")
        await take_from_palette(pilot, title, title)
        await press(pilot, "M-f")
        assert note_of(app).editor.cursor_location == place


async def test_an_earlier_kill_is_refused_where_nothing_was_killed(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one\n"), note=NOTE) as (app, pilot):
        await press(pilot, "C-y M-y")
        assert "Previous command was not a yank" in note_of(app).line.message


async def test_a_search_goes_on_and_comes_back(vault: Vault) -> None:
    async with on_screen(with_note(vault, "tide\nebb and tide\n"), note=NOTE) as (app, pilot):
        note = note_of(app)
        await press(pilot, "M-< C-f C-s t i")
        assert note.editor.cursor_location == (1, 10) and "I-search: ti" in text_of(note.below)
        await press(pilot, "C-g")
        assert note.editor.cursor_location == (0, 1)
        await press(pilot, "C-s t i C-s C-s RET x")
        assert note.editor.text == "tixde\nebb and tide\n"


async def test_what_the_default_keys_have_there_is_behind_ctrl_c(vault: Vault) -> None:
    async with on_screen(with_note(vault, "tide\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        await press(pilot, "M-< C-c C-s b")
        assert editor.text == "**tide**\n"
        await press(pilot, "C-/ M-> C-c C-l")
        assert editor.text == "tide\n[[]]"


async def test_completion_is_moved_in_with_ctrl_n_and_ended_with_ctrl_g(vault: Vault) -> None:
    async with on_screen(with_note(vault, "\n"), note=NOTE) as (app, pilot):
        note = note_of(app)
        note.completion.gather_candidates()
        await settled(pilot)
        await press(pilot, "M-< [ [ s l o")
        assert note.completion.popup.is_open
        at = note.editor.cursor_location
        await press(pilot, "C-n")
        assert note.editor.cursor_location == at and note.completion.popup.is_open
        await press(pilot, "C-g")
        assert not note.completion.popup.is_open


async def test_the_find_bar_takes_keys_of_emacs_and_the_text_stays_where_it_is(vault: Vault) -> None:
    async with on_screen(with_note(vault, "tide\nebb\ntide\n"), note=NOTE) as (app, pilot):
        note = note_of(app)
        await press(pilot, "M-< C-c / t i d")
        assert note.find_bar.is_open and note.editor.cursor_location == (0, 0)
        await press(pilot, "C-n")
        assert note.editor.cursor_location == (2, 0)
        await press(pilot, "C-p C-a C-f x")
        assert note.find_bar.wanted.value == "txid"
        await press(pilot, "C-g")
        assert not note.find_bar.is_open and note.editor.has_focus


async def test_own_keys_reach_dialogs(vault: Vault, own_folders: None) -> None:
    add_own_keys("  back: f9\n")
    async with on_screen(with_note(vault, "x\n"), note=NOTE) as (app, pilot):
        await take_from_palette(pilot, "vim", "vim, emacs")
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press("f9")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_lists_move_and_filter_and_ctrl_g_goes_back(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await press(pilot, "g p")
        program = app.screen
        assert isinstance(program, ProgramScreen)
        first = program.list.chosen
        await press(pilot, "C-n C-n C-p")
        second = program.list.chosen
        assert second != first
        await press(pilot, "C-n C-p M-> M-<")
        assert program.list.chosen == first
        await press(pilot, "C-s r o p e")
        assert program.filter.value == "rope"
        await press(pilot, "C-a C-k C-g")
        await press(pilot, "C-g")
        assert isinstance(app.screen, NowScreen)


async def test_dialogs_take_the_same_keys(vault: Vault) -> None:
    async with on_screen(with_note(vault, "x\n"), note=NOTE) as (app, pilot):
        await take_from_palette(pilot, "vim", "vim, emacs")
        await press(pilot, "C-p C-p RET")
        assert "Keys: default" in note_of(app).line.message
        await press(pilot, "C-b")
        assert "**" in note_of(app).editor.text


async def test_the_help_names_the_keys_of_emacs(vault: Vault) -> None:
    async with on_screen(with_note(vault, "x\n"), size=(100, 60), note=NOTE) as (app, pilot):
        await press(pilot, "C-c ? k i l l")
        assert isinstance(app.screen, HelpScreen)
        seen = text_of(app.screen.list)
        assert "ctrl+k" in seen and "Kill to the end of the line" in seen
