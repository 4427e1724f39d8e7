"""Vim mode in a note: modes are shown, typing is saved and undone as ever, and Esc never leaves."""

from __future__ import annotations

import re
import webbrowser
from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.help import HelpScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.widgets.filter import Filter
from confnotes.vault.settings import KEYMAP, set_setting, setting_value
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, page, settled, take_from_palette, text_of
from terminal import Terminal, started

NOTE = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
HEAD = "---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\n---\n"
NAMES = {
    "\x1b": "escape",
    "\r": "enter",
    "\t": "tab",
    " ": "space",
    "\x01": "ctrl+a",
    "\x12": "ctrl+r",
    "\x15": "ctrl+u",
    "\x16": "ctrl+v",
    "\x03": "ctrl+c",
}


@pytest.fixture(autouse=True)
def vim_keys(own_folders: None) -> None:
    set_setting("keymap", "vim")


async def press(pilot: Pilot[None], keys: str) -> None:
    await pilot.press(*(NAMES.get(key, key) for key in keys))
    await pilot.pause()


def note_of(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen)
    return app.screen


def with_note(vault: Vault, body: str) -> Vault:
    vault.save(NOTE, HEAD + body, None)
    return vault


async def test_the_mode_is_shown_and_typing_needs_insert_mode(vault: Vault) -> None:
    async with on_screen(with_note(vault, "water\n"), size=(100, 24), note=NOTE) as (app, pilot):
        screen = note_of(app)
        assert "NORMAL" in text_of(screen.below) and ":q close" in text_of(screen.below)
        screen.editor.set_stamping(False)
        await press(pilot, "ggcwice")
        assert "INSERT" in text_of(screen.below)
        await press(pilot, "\x1bvl")
        assert "VISUAL" in text_of(screen.below)
        await press(pilot, "\x1b2d")
        assert "2d" in text_of(screen.below)
        assert screen.editor.text == "ice\n"


AT_THE_END = (
    ("GA more\x1b", "one 1\ntwo 2 more\n", 1),
    ("Gdd", "one 1\n", 0),
    (":$s/$/ X/\r", "one 1\ntwo 2 X\n", 1),
    ("G$\x01", "one 1\ntwo 3\n", 1),
    ("Gothree\x1b", "one 1\ntwo 2\nthree\n", 2),
    ("ggdG", "", 0),
    ("ithree\x1b", "one 1\ntwo 2\nthree\n", 2),
    ("athree\r\x1b", "one 1\ntwo 2\nthree\n", 2),
    ("kx", "one 1\nwo 2\n", 1),
    ("2kx", "ne 1\ntwo 2\n", 0),
    ("dd", "one 1\n", 0),
    ("i\x1bx", "one 1\nwo 2\n", 1),
    ("Vd", "one 1\n", 0),
)
"""What is typed into a note of two lines that opens after them, its text then, and the cursor's row."""


@pytest.mark.parametrize(("keys", "text", "row"), AT_THE_END, ids=[keys for keys, _, _ in AT_THE_END])
async def test_the_line_after_a_final_newline_is_for_typing_only(vault: Vault, keys: str, text: str, row: int) -> None:
    async with on_screen(with_note(vault, "one 1\ntwo 2\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        assert editor.cursor_location == (2, 0)
        await press(pilot, keys)
        assert (editor.text, editor.cursor_location[0]) == (text, row)


async def test_an_empty_note_says_how_to_begin_to_type(vault: Vault) -> None:
    async with on_screen(vault, talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        editor = note_of(app).editor
        await settled(pilot)
        assert any("Press i to type." in "".join(part.text for part in editor.render_line(y)) for y in range(4))
        await press(pilot, "i")
        assert any("Start typing." in "".join(part.text for part in editor.render_line(y)) for y in range(4))


async def test_what_is_typed_in_insert_mode_is_one_step_for_undo(vault: Vault) -> None:
    async with on_screen(with_note(vault, "water\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        await press(pilot, "ggA flows\rand ebbs\x1b")
        assert editor.text == "water flows\nand ebbs\n"
        await press(pilot, "u")
        assert editor.text == "water\n" and editor.cursor_location == (0, 4)
        await press(pilot, "\x12")
        assert editor.text == "water flows\nand ebbs\n"


async def test_new_lines_continue_a_list_and_get_the_time_of_the_talk(vault: Vault) -> None:
    async with on_screen(with_note(vault, "1. ebb\n2. flow\n"), note=NOTE) as (app, pilot):
        await press(pilot, "ggomoon\x1b")
        assert re.fullmatch(r"1\. ebb\n2\. moon \^t1010\d\d\n3\. flow\n", note_of(app).editor.text)
        await press(pilot, "Osun\x1b")
        assert [line.split(" ^")[0] for line in note_of(app).editor.text.splitlines()] == [
            *("1. ebb", "2. sun", "3. moon", "4. flow"),
        ]


async def test_a_marker_that_is_typed_is_not_doubled(vault: Vault) -> None:
    async with on_screen(with_note(vault, "- ebb\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        await press(pilot, "ggo- flow\r  - moon\rsun\x1b")
        assert editor.text == "- ebb\n- flow\n  - moon\n  - sun\n"
        await press(pilot, "Go1. a\r2. b\r- [ ] c\x1b")
        assert editor.text.endswith("1. a\n2. b\n- [ ] c\n")


BELOW = (
    ("- ebb", "A\r\rsun\x1b", "- ebb\n\nsun"),
    ("- ebb", "o\rsun\x1b", "- ebb\n\nsun"),
    ("- ebb\n- flow", "o\x1b", "- ebb\n\n- flow"),
    ("> ebb", "o> flow\x1b", "> ebb\n> flow"),
    ("> ebb", "o\rsun\x1b", "> ebb\n\nsun"),
    ("- ebb", "o- sun\x15moon\x1b", "- ebb\nmoon"),
    ("1. ebb\n2. flow", "o2. sun\x1b", "1. ebb\n2. sun\n2. flow"),
    ("1. ebb\n2. flow", "osun\x1b", "1. ebb\n2. sun\n3. flow"),
    ("1. ebb\n2. flow", "o42\x1b", "1. ebb\n2. 42\n3. flow"),
    ("1. ebb\n2. flow", "o\x1b", "1. ebb\n\n2. flow"),
    ("- ebb\n- flow", "osun\x1bj.", "- ebb\n- sun\n- flow\n- sun"),
    ("- ebb", "o- sun\x1b.", "- ebb\n- sun\n- sun"),
    ("- ebb", "o\rsun\x1bu", "- ebb"),
)


async def test_the_marker_of_a_new_line_gives_way_to_what_a_vim_user_types(vault: Vault) -> None:
    the_day_before = datetime(2031, 5, 11, 10, 10)  # when no line is stamped
    async with on_screen(with_note(vault, "- ebb"), the_day_before, note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        for before, keys, after in BELOW:
            editor.take_over(before)
            await press(pilot, "gg" + keys)
            assert editor.text == after, (before, keys)


async def test_a_table_is_typed_with_tab_and_enter_in_insert_mode_and_is_one_step_for_undo(vault: Vault) -> None:
    async with on_screen(with_note(vault, "tides\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        await press(pilot, "ggo\r| Model | Loss |\rRNN\t0.25\rTransformer\t0.2\r\rtext\x1b")
        table = "| Model       | Loss |\n| ----------- | ---- |\n| RNN         | 0.25 |\n| Transformer | 0.2  |"
        assert editor.text == f"tides\n\n{table}\n\ntext\n"
        await press(pilot, "u")
        assert editor.text == "tides\n" and editor.cursor_location == (0, 0)
        await press(pilot, "\x12jj0\t")
        assert editor.cursor_location[1] == 0  # in normal mode, Tab jumps


CODE = "```\ndef f():\n"
IN_CODE = (
    ("o    for x in y:\r        x()\r```\x1b", "def f():\n    for x in y:\n        x()\n```"),
    ("o    a()\rb()\x1b", "def f():\n    a()\n    b()"),
    ("o    if a:\r    b()\x1b", "def f():\n    if a:\n        b()"),
    ("o    a()\r  b()\x1bOc()\x1b", "def f():\n    a()\n  c()\n  b()"),
    ("o    a()\r\rb()\x1b", "def f():\n    a()\n\n    b()"),
)


async def test_indentation_that_is_typed_in_code_is_not_doubled(vault: Vault) -> None:
    async with on_screen(with_note(vault, CODE), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        for keys, after in IN_CODE:
            editor.take_over(CODE)
            await press(pilot, "ggj" + keys)
            assert editor.text.removeprefix("```\n").rstrip("\n") == after, keys


async def test_the_cursor_goes_back_to_where_a_substitution_began(vault: Vault) -> None:
    async with on_screen(with_note(vault, "ebb\n\nflow\n"), note=NOTE) as (app, pilot):
        await press(pilot, "ggjj2l:1s/e/E/\r``")
        assert note_of(app).editor.cursor_location == (2, 2)


async def test_commands_of_the_note_run_by_their_names(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon\n"), note=NOTE) as (app, pilot):
        await settled(pilot)
        await press(pilot, ":star\r")
        await settled(pilot)
        assert "Starred" in note_of(app).line.message
        await press(pilot, "u")
        await settled(pilot)
        assert "Undone" in note_of(app).line.message or "nstarred" in note_of(app).line.message


async def test_a_change_by_another_program_while_typing_harms_nothing(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon\n\nsun\n\nsea\n"), note=NOTE) as (app, pilot):
        screen = note_of(app)
        screen.editor.set_stamping(False)
        await press(pilot, "GVggo")
        screen.editor.take_over("sea\n", by_others=True)
        await press(pilot, "j\x1bGix")
        screen.editor.take_over("x", by_others=True)
        await press(pilot, "y\x1b.")
        assert "y" in screen.editor.text


async def test_esc_and_a_letter_that_arrive_together_are_two_keys_in_every_mode(vault: Vault) -> None:
    async with on_screen(with_note(vault, "ebb. flow\nmoon\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        await pilot.press("g", "g", "0", "i", "alt+f", ".", "x")
        assert editor.text.startswith("ebb flow\n")
        await pilot.press("v", "alt+d", "d")
        assert editor.text.startswith("moon")


async def test_a_repeated_change_types_what_was_typed(vault: Vault) -> None:
    async with on_screen(with_note(vault, "- ebb\n- flow\n"), note=NOTE) as (app, pilot):
        note_of(app).editor.set_stamping(False)
        await press(pilot, "ggA and\rmoon\x1bGk.")
        assert note_of(app).editor.text.startswith("- ebb and\n- moon")
        await press(pilot, "u")
        assert note_of(app).editor.text == "- ebb and\n- moon\n- flow\n"


async def test_a_line_keeps_its_timestamp_when_it_is_moved_but_not_when_it_is_copied(vault: Vault) -> None:
    body = "ebb ^t100712\nflow ^t100800\n"
    async with on_screen(with_note(vault, body), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        await press(pilot, "ggddp")
        assert editor.text == "flow ^t100800\nebb ^t100712\n"
        await press(pilot, "yyp")
        assert editor.text == "flow ^t100800\nebb ^t100712\nebb\n"
        await press(pilot, "u2u")
        assert editor.text == body
        await press(pilot, ":%s/o/0/\r")
        assert editor.text == "ebb ^t100712\nfl0w ^t100800\n"


async def test_counts_registers_macros_and_blocks_work_in_the_editor(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one\ntwo\nthree\nfour"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        await press(pilot, "ggqaA!\x1bjq2@a")
        assert editor.text == "one!\ntwo!\nthree!\nfour"
        await press(pilot, "gg\x16jjI> \x1b")
        assert editor.text == "> one!\n> two!\n> three!\nfour"
        await press(pilot, 'G"ayiwgg"aP')
        assert editor.text.startswith("four> one!")


async def test_special_characters_and_abbreviations_are_typed_in_the_editor(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        await press(pilot, ":iab nn neural network\rggO")
        await pilot.press("ctrl+k", "a", "asterisk", "space", "ctrl+v", "u", "2", "1", "9", "2", "space")
        await press(pilot, "a nn, nnx nn\x1b")
        assert editor.text == "α → a neural network, nnx neural network\nmoon\n"
        await press(pilot, "onn\rend nn \x1bo")
        await pilot.press("ctrl+e", "ctrl+e", "ctrl+y", "escape")
        assert editor.text.splitlines()[1:4] == ["neural network", "end neural network ", "mod"]
        await press(pilot, "uuu")
        assert editor.text == "moon\n"


async def test_each_match_is_asked_about_with_the_cursor_at_it(vault: Vault) -> None:
    async with on_screen(with_note(vault, "ebb, ebb\nebb\n"), size=(80, 24), note=NOTE) as (app, pilot):
        screen = note_of(app)
        screen.editor.set_stamping(False)
        await press(pilot, ":%s/ebb/flow/gc\rn")
        assert "Replace with flow?" in text_of(screen.below) and screen.editor.cursor_location == (0, 5)
        await press(pilot, "yqx")
        assert screen.editor.text == "ebb, flow\nbb\n"


async def test_paragraphs_are_filled_to_the_width_of_the_window_and_keep_their_time(vault: Vault) -> None:
    body = "one ^t100712\n" + "word " * 20 + "\n"
    async with on_screen(with_note(vault, body), size=(60, 24), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        await press(pilot, "gggqip")
        lines = editor.text.splitlines()
        assert lines[0].endswith(" ^t100712") and len(lines) == 3
        assert all(len(line) <= editor.wrap_width for line in editor.note.lines)
        await press(pilot, "u")
        assert editor.text == body


async def test_the_command_line_is_edited_where_its_cursor_is_and_takes_a_paste(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon and sun\n"), size=(80, 24), note=NOTE) as (app, pilot):
        screen = note_of(app)
        await press(pilot, "gg:s/mn/tide/")
        await pilot.press(*("left",) * 7)
        assert ":s/m▏n/tide/" in text_of(screen.below)
        app.post_message(events.Paste("oo\nand more"))
        await settled(pilot)
        await pilot.press("enter")
        assert screen.editor.text == "tide and sun\n"


async def test_the_number_of_words_is_told_and_is_no_error(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon and sun\nsea\n"), note=NOTE) as (app, pilot):
        await press(pilot, "ggwg")
        await pilot.press("ctrl+g")
        assert note_of(app).line.message == "Word 2 of 4, line 1 of 2"


async def test_the_clipboard_is_that_of_the_editor(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon and sun\n"), note=NOTE) as (app, pilot):
        await press(pilot, 'gg"+yw')
        assert app.clipboard == "moon "
        app.copy_to_clipboard("tide ")
        await press(pilot, '"+P')
        assert note_of(app).editor.text == "tide moon and sun\n"


async def test_the_command_line_of_lists_is_that_of_notes_too(vault: Vault) -> None:
    vault.save("SemVer.md", "versions\n", None)
    async with on_screen(with_note(vault, "one\n"), note=NOTE) as (app, pilot):
        await press(pilot, ":wa\r")
        await settled(pilot)
        assert note_of(app).line.message == "Saved"
        await press(pilot, ":e!\r")
        assert "what the file has" in note_of(app).line.message
        await press(pilot, ":e semver\r")
        await settled(pilot)
        assert note_of(app).path == "SemVer.md"
        await press(pilot, ":e tides\r")
        await settled(pilot)
        assert isinstance(app.screen, SearchScreen) and app.screen.ask.value == "tides"
        await pilot.press("escape", "escape")
        await settled(pilot)
        await press(pilot, ":search versions\r")
        await settled(pilot)
        assert isinstance(app.screen, SearchScreen) and app.screen.ask.value == "versions"


async def test_colon_e_with_a_bang_takes_what_another_program_wrote(vault: Vault) -> None:
    async with on_screen(with_note(vault, "one\n"), note=NOTE) as (app, pilot):
        screen = note_of(app)
        screen.editor.set_stamping(False)
        await press(pilot, "ggAmine\x1b")
        (vault.root / NOTE).write_text(f"{HEAD}theirs\n", encoding="utf-8")
        await press(pilot, ":e!\r")
        assert screen.editor.text == "theirs\n" and "Loaded the version on disk" in screen.line.message
        await press(pilot, "u")
        assert screen.editor.text == "onemine\n"


async def test_an_unknown_vim_command_is_reported_in_one_line(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon\n"), note=NOTE) as (app, pilot):
        await press(pilot, ":")
        await press(pilot, "tides")
        assert ":tides" in text_of(note_of(app).below)
        await press(pilot, "\r")
        assert note_of(app).line.message == "Not an editor command: tides"
        await press(pilot, "/sun\r")
        assert "Pattern not found: sun" in note_of(app).line.message


async def test_colon_w_saves_and_colon_q_closes(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon\n"), note=NOTE) as (app, pilot):
        await press(pilot, "ggAs\x1b:w\r")
        assert vault.note(NOTE).body.startswith("moons")
        await press(pilot, "x:q\r")
        await settled(pilot)
        assert not isinstance(app.screen, NoteScreen)
        assert vault.note(NOTE).body.startswith("moon\n") or vault.note(NOTE).body.startswith("moon ")


async def test_the_leader_and_ctrl_k_begin_a_link_that_enter_ends(vault: Vault) -> None:
    async with on_screen(with_note(vault, "tides\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        await press(pilot, "ggA ")
        await pilot.press("ctrl+g", "ctrl+k", *"qq", "enter", *"ebb")
        assert editor.text == "tides [[qq]]\nebb\n"
        await press(pilot, "\x1bu")
        assert editor.text == "tides\n"
        await pilot.press("ctrl+g", "ctrl+k", "i", *"moon", "escape")
        assert editor.text == "tide[[moon]]s\n"


async def test_gd_follows_the_link_at_the_cursor(vault: Vault) -> None:
    vault.save("Moon.md", "# Moon\n", None)
    async with on_screen(with_note(vault, "see [[Moon]] there\n"), note=NOTE) as (app, pilot):
        await press(pilot, "ggfMgd")
        await settled(pilot)
        assert note_of(app).path == "Moon.md"


@pytest.mark.parametrize("again", ["tab", "ctrl+i"])
async def test_ctrl_o_comes_back_from_a_link_and_tab_goes_there_again(vault: Vault, again: str) -> None:
    vault.save("Ropes.md", "one\ntwo\n", None)
    async with on_screen(with_note(vault, "water\n[[Ropes]]\nend\n"), note=NOTE) as (app, pilot):
        await press(pilot, "ggjllgd")
        await settled(pilot)
        assert note_of(app).path == "Ropes.md"
        await pilot.press("j", "ctrl+o")
        await settled(pilot)
        assert note_of(app).path == NOTE and note_of(app).editor.cursor_location == (1, 2)
        await pilot.press(again)
        await settled(pilot)
        assert note_of(app).path == "Ropes.md"
        await pilot.press("ctrl+circumflex_accent")
        await settled(pilot)
        assert note_of(app).path == NOTE


async def test_tab_goes_again_to_the_note_of_a_talk_into_which_nothing_was_written(vault: Vault) -> None:
    async with on_screen(with_note(vault, "[[2031-05-12 1000 Slow Boats]]\n"), note=NOTE) as (app, pilot):
        await press(pilot, "gggd")
        await settled(pilot)
        there = note_of(app).path
        assert there != NOTE and not (vault.root / there).exists()
        for key, path in (("ctrl+o", NOTE), ("tab", there)):
            await pilot.press(key)
            await settled(pilot)
            assert note_of(app).path == path


async def test_an_address_that_no_browser_opens_is_named(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def get() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", get)
    async with on_screen(with_note(vault, "https://tides.example/sea\n"), note=NOTE) as (app, pilot):
        await press(pilot, "gggx")
        await settled(pilot)
        said = note_of(app).line.message
        assert "https://tides.example/sea" in said and "No web browser" in said and "\n" not in said


SAID_IN_LISTS = (
    (":q", ""),
    (":clo", ""),
    ("ZZ", ""),
    (":w", "Nothing to save here"),
    (":set nu", "Vim's options are for notes"),
    (":frobnicate", "Not a command here: :frobnicate"),
    (":e", "Type a name"),
    (":star", "Select a talk first"),
)


async def test_in_lists_the_command_line_of_vim_closes_and_says_in_one_line_what_it_cannot(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        for typed, shown in SAID_IN_LISTS:
            await press(pilot, "gm")
            await settled(pilot)
            before = page(app)
            await press(pilot, f"{typed}\r" if typed[0] == ":" else typed)
            await settled(pilot)
            assert (page(app) is before) is bool(shown), typed
            assert shown in page(app).line.message and "\n" not in page(app).line.message, typed


@pytest.mark.parametrize("place", ["gr", "gs", "?"])
async def test_colon_q_closes_screens_on_which_letters_filter_unless_a_word_is_before_it(
    vault: Vault, place: str
) -> None:
    async with on_screen(vault) as (app, pilot):
        await press(pilot, place)
        await settled(pilot)
        there = page(app)
        await press(pilot, "a:")
        assert page(app).query_one(Filter).value == "a:"
        await pilot.press("backspace", "backspace")
        await press(pilot, ":q\r")
        await settled(pilot)
        assert page(app) is not there and page(app) is app.screen_stack[0]


async def test_colon_e_finds_notes_and_colon_q_on_now_ends(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await press(pilot, ":e tides\r")
        await settled(pilot)
        assert isinstance(app.screen, SearchScreen) and app.screen.ask.value == "tides"
        await pilot.press("escape", "escape")
        await settled(pilot)
        await press(pilot, ":q\r")
        await settled(pilot)
        assert app._exit


async def test_a_completion_is_taken_in_insert_mode(vault: Vault) -> None:
    async with on_screen(with_note(vault, "x\n"), note=NOTE) as (app, pilot):
        screen = note_of(app)
        await settled(pilot)
        screen.completion.gather_candidates()
        await settled(pilot)
        await press(pilot, "ggA [[Slow B")
        await settled(pilot)
        assert screen.completion.popup.is_open
        await pilot.press("tab")
        assert "[[" in screen.editor.text and "Slow Boats" in screen.editor.text
        await press(pilot, "\x1b")
        assert "NORMAL" in text_of(screen.below)


async def test_undo_past_the_start_of_an_insertion_keeps_earlier_steps_apart(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        editor.set_stamping(False)
        await press(pilot, "ggAs\x1bxxi")
        await pilot.press("a", "ctrl+z", "ctrl+z", "b", "escape")
        assert editor.text == "moobn\n" or editor.text == "moonb\n"
        await press(pilot, "uu")
        assert editor.text == "moons\n"


async def test_the_help_of_a_note_names_vims_ways(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon\n"), note=NOTE) as (app, pilot):
        await press(pilot, ":help\r")
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen) and "VIM MODE" in text_of(app.screen.list)


async def test_a_mouse_selection_is_a_visual_one(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon and sun\n"), note=NOTE) as (app, pilot):
        editor = note_of(app).editor
        await pilot.click(editor, offset=(editor.gutter_width + 6, 0), times=2)
        await press(pilot, "d")
        assert editor.text == "moon  sun\n"


async def test_lists_move_with_vims_keys_and_what_had_them_is_behind_the_leader(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        program = app.screen
        assert isinstance(program, ProgramScreen)
        await press(pilot, "gg")
        first = program.list.chosen
        await press(pilot, "jjk")
        second = program.list.chosen
        await press(pilot, "G")
        last = program.list.chosen
        assert len({first, second, last}) == 3
        await press(pilot, "ggnN")
        assert program.list.chosen == first
        assert "No filter yet" in program.line.message and "ctrl+g n new note" in program.line.message
        await press(pilot, "/e")
        await pilot.press("enter")
        await press(pilot, "gg")
        first = program.list.chosen
        await press(pilot, "n")
        assert program.list.chosen != first
        await press(pilot, "N")
        assert program.list.chosen == first
        await press(pilot, "/")
        await pilot.press("backspace")
        await press(pilot, "rope")
        assert program.filter.value == "rope"
        await pilot.press("down", "o")
        await settled(pilot)
        assert note_of(app).heading == "Ropes and Knots"


async def test_the_palette_finds_vim_and_switches_it_at_once(vault: Vault) -> None:
    async with on_screen(with_note(vault, "moon\n"), note=NOTE) as (app, pilot):
        screen = note_of(app)
        await take_from_palette(pilot, "vim", "vim, emacs")
        await pilot.press("up", "enter")
        await settled(pilot)
        assert setting_value(KEYMAP) == "default" and "NORMAL" not in text_of(screen.below)
        await pilot.press("ctrl+home", "d", "d")
        assert screen.editor.text == "ddmoon\n"
        await take_from_palette(pilot, "vim", "vim, emacs")
        await pilot.press("down", "enter")
        await settled(pilot)
        await press(pilot, "dd")
        assert screen.editor.text == ""


def test_esc_never_leaves_a_note_and_colon_q_does(folder: Path) -> None:
    with started(folder) as terminal:
        _open(terminal)
        terminal.type("iwe like ")
        terminal.press(*("escape",) * 6)
        terminal.wait_for("NORMAL")
        terminal.type("A3 ideas")
        terminal.wait_for("INSERT")
        terminal.press("escape", "escape")
        terminal.type(":q\r")
        terminal.wait_for("Slow Boats")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert "we like 3 ideas" in (folder / "vault" / NOTE).read_text(encoding="utf-8")


def test_esc_and_the_next_key_in_one_piece_are_two_keys_in_insert_mode(folder: Path) -> None:
    with started(folder) as terminal:
        _open(terminal)
        terminal.type("itide and moon")
        terminal.wait_for("tide and moon")
        terminal.press("\x1bhD")
        terminal.type("aat\x1b")
        terminal.wait_for("tide and moat")
        terminal.type("a!")
        terminal.press("\x1b:wq\r")
        terminal.wait_for("Slow Boats")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert "tide and moat!" in (folder / "vault" / NOTE).read_text(encoding="utf-8")


def _open(terminal: Terminal) -> None:
    terminal.wait_for("Tides in Memory")
    terminal.press("enter")
    terminal.wait_for("NORMAL")
