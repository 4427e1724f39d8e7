"""One keymap: a key has one meaning on all screens, and everything is reached without function and alt keys."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from confnotes.catalogue.program.talks import card
from confnotes.tui import commands
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.command import Command, Where
from confnotes.tui.key_sequences import SHOWN_AFTER, next_keys
from confnotes.tui.keymap.keymap import Keymap, checked_keys
from confnotes.tui.keymap.names import needs_second_hand, read_key, read_sequence, shown_key
from confnotes.tui.keymap.presets import BUILT_IN, DEFAULT, PRESETS, SHARED
from confnotes.tui.palette import Palette
from confnotes.tui.screens.note import vim_keys
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.people import PeopleScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.tui.widgets.which_key import WhichKey
from confnotes.vault.settings import CLOSE_PAIRS, KEYMAP, OwnKeys, own_keys, set_setting
from confnotes.vault.vault import Vault
from screen_samples import harbour_vault, on_screen, page, settled, text_of, until
from terminal import CONFNOTES, Terminal, environment_of

TALK = "harbourconf-2031/tides-in-memory"
SCREENS = [where for where in Where if where is not Where.EVERYWHERE]


def panels(app: ConfnotesApp) -> Sequence[WhichKey]:
    return list(app.screen.query(WhichKey))


async def in_note(pilot: Pilot[None]) -> NoteScreen:
    await settled(pilot)
    assert isinstance(pilot.app.screen, NoteScreen)
    return pilot.app.screen


@pytest.mark.parametrize("preset", PRESETS)
def test_a_key_has_one_meaning_on_all_screens(preset: str) -> None:
    keymap = Keymap(PRESETS[preset])
    first: dict[tuple[str, ...], str] = {}
    for name in [one for one in keymap.actions if one not in SHARED]:
        for keys in keymap.of(name):
            assert first.setdefault(keys, name) == name, f"{' '.join(keys)} is the key of {first[keys]} and of {name}"


def test_every_key_that_is_declared_is_read_and_belongs_to_a_command() -> None:
    for preset in PRESETS.values():
        keymap = Keymap(preset)
        written = {name: [one for one in keys.split(", ") if one] for name, keys in preset.items()}
        assert [name for name, keys in written.items() if len(keymap.of(name)) < len(keys)] == []
    used = {command.on for there in commands.COMMANDS.values() for command in there} - {""}
    assert used == {name for preset in PRESETS.values() for name in preset}


def test_on_a_screen_a_key_is_for_one_command_and_begins_no_other() -> None:
    for where in SCREENS:
        seen: dict[tuple[str, ...], Command] = {}
        for command in commands.of(where):
            for keys in command.keys:
                other = seen.setdefault(keys, command)
                assert other is command, f"{where}: {keys} is for {other.id} and {command.id}"
        menus = {keys for keys, command in seen.items() if command.on in ("go", "leader")}
        longer = {keys[:-1] for keys in seen if len(keys) > 1}
        assert longer & set(seen) <= menus, f"{where}: a key waits for another one, and does something"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_command_has_a_key(preset: str) -> None:
    keymap = Keymap(PRESETS[preset])
    everywhere = [(where, command) for where in SCREENS for command in commands.of(where)]
    there = [(where, command) for where, command in everywhere if not commands.is_move(command)]
    assert [(where, command.id) for where, command in there if not (command.on and keymap.of(command.on))] == []


def test_everything_is_reached_without_function_and_alt_keys() -> None:
    for where in SCREENS:
        for command in commands.of(where):
            one_hand = [keys for keys in command.keys if not any(map(needs_second_hand, keys))]
            assert one_hand or not command.keys, f"{command.id} on {where} has only {command.keys}"


@pytest.mark.parametrize("where", [one for one in SCREENS if commands.is_typed_on(one)])
def test_where_one_types_text_no_command_is_on_a_key_that_types(where: Where) -> None:
    named = {shown_key(command.keys[0][0]) for command in commands.footer(where)}
    assert not [key for key in named if len(key) == 1 and key not in "→←↑↓"]


@pytest.mark.parametrize("where", [one for one in SCREENS if commands.is_typed_on(one)])
def test_where_one_types_text_delete_is_no_key_of_a_command(where: Where) -> None:
    assert not [command.id for command in commands.commands_of(where) if ("delete",) in command.keys]


def test_after_the_leader_every_command_without_a_key_of_its_own_is_named() -> None:
    leader = Keymap(DEFAULT).leader
    for where in SCREENS:
        named = {one.command_id for one in next_keys(where, (leader,))}
        there = [one for one in commands.of(where) if one.keys]
        behind = {one.id for one in there if one.keys[0][0] == leader and len(one.keys[0]) == 2}
        assert behind <= named, where


def test_the_menu_names_the_first_key_of_an_action_and_all_digits_of_a_rating() -> None:
    named = {one.command_id: one.key for one in next_keys(Where.PROGRAM, ("ctrl+g",))}
    assert named["program.rate"] == "1–5" and named["app.find"] == "/" and named["app.filter"] == "f"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ctrl+]", "ctrl+right_square_bracket"),
        ("+", "plus"),
        ("F5", "f5"),
        ("A", "A"),
        ("Esc", "escape"),
        ("→", "right"),
    ],
)
def test_a_key_is_read_as_people_write_it(text: str, key: str) -> None:
    assert read_key(text) == key


@pytest.mark.parametrize("text", ["", "f13", "ctrl+", "hyper+x", "escape key", "shift+a", "ab"])
def test_what_is_no_key_is_not_read(text: str) -> None:
    assert read_sequence(text) is None


def own(written: dict[str, object]) -> tuple[Keymap, list[str]]:
    """The map with keys of one's own, and what is wrong with them."""
    good, problems = checked_keys(OwnKeys(written), Keymap(DEFAULT).actions, SHARED, BUILT_IN["default"])
    return Keymap(DEFAULT, good), [problem.message.partition(": ")[2] for problem in problems]


def test_own_keys_replace_those_of_the_preset_and_follow_an_own_leader() -> None:
    keymap, problems = own({"attend": "&", "leader": "ctrl+x", "go": "Q", "export": ["F9", "Q x"], "redo": None})
    assert problems == []
    assert keymap.shown("attend") == "&" and keymap.shown("attend", typing=True) == "ctrl+x &"
    assert keymap.shown("program") == "Q p" and keymap.shown("program", typing=True) == "ctrl+x Q p"
    assert keymap.of("export") == (("f9",), ("Q", "x")) and keymap.of("redo") == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"atend": "&"}, "no action is called “atend”"),
        ({"attend": "hyper+a"}, "“hyper+a” is not a key"),
        ({"attend": "x"}, "x is the key of export"),
        ({"attend": "g"}, "g is the key of go"),
        ({"leader": "ctrl+n"}, "ctrl+n is the key of next"),
        ({"leader": "ctrl+x ctrl+x"}, "leader needs one key"),
        ({"attend": "x a"}, "x a is the key of export"),
        ({"attend": "ctrl+e"}, "ctrl+e goes to the end of the line in the text"),
        ({"attend": ["&", "ctrl+w a"]}, "ctrl+w deletes the word before the cursor in the text"),
    ],
)
def test_mistakes_in_own_keys_are_named_and_the_default_holds(written: dict[str, object], said: str) -> None:
    keymap, problems = own(written)
    assert problems == [said]
    assert keymap.actions == Keymap(DEFAULT).actions


def test_the_keys_of_the_text_are_those_that_the_editor_and_vim_have() -> None:
    editors = set(NoteEditor._merge_bindings().key_to_bindings)
    has_name = {keys[0] for preset in PRESETS.values() for own in Keymap(preset).actions.values() for keys in own}
    assert editors - has_name - {"ctrl+shift+home", "ctrl+shift+end"} <= set(BUILT_IN["default"]) <= editors
    assert {key for key in vim_keys._NAMED | vim_keys._IN_INSERT if "ctrl+" in key} - editors <= set(BUILT_IN["vim"])


def test_the_example_for_own_keys_is_one_that_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "confnotes").mkdir()
    (tmp_path / "confnotes" / "config.yaml").write_text("keys: [x]\n", encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    [problem] = own_keys()[1]
    name, key = (problem.hint or "").rpartition("keys: ")[2].split(": ")
    assert own({name: key})[1] == []


def test_two_actions_may_swap_their_keys() -> None:
    keymap, problems = own({"attend": "w", "watch-later": "a"})
    assert problems == [] and keymap.shown("attend") == "w" and keymap.shown("watch-later") == "a"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("preveiw", "Did you mean “preview”?"), ("star", "The page Keys of the documentation names all actions.")],
)
def test_only_an_action_of_a_similar_name_is_proposed(name: str, hint: str) -> None:
    _, problems = checked_keys(OwnKeys({name: "&"}), Keymap(DEFAULT).actions, SHARED)
    assert [problem.hint for problem in problems] == [hint]


def test_confnotes_config_names_mistakes_in_own_keys_with_their_line(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "confnotes"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text(
        "author: Ada\nkeys:\n  attend: '&'\n  export: n\n  import: n\n", encoding="utf-8"
    )
    environment = environment_of(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "confnotes", "config"], env=environment, capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 1 and "config.yaml:4: n is the key of new" in done.stderr
    assert done.stderr.count("config.yaml:") == 2, done.stderr
    vault = str(harbour_vault(tmp_path / "vault").root)
    with Terminal([*CONFNOTES, "--vault", vault], folder=tmp_path, environment=environment) as terminal:
        for wanted in ("n is the key of new", "confnotes config lists 1 more"):  # lines can break behind a long path
            terminal.wait_until(lambda: wanted in " ".join(terminal.text.split()), wanted)  # noqa: B023


async def test_g_and_a_letter_go_to_a_place_from_every_list(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)
        await pilot.press("g", "w")
        await settled(pilot)
        assert isinstance(app.screen, PeopleScreen)
        await pilot.press("g", "n")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen) and len(app.screen_stack) == 1


async def test_after_the_leader_the_keys_of_lists_work_while_one_types(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (app, pilot):
        await pilot.press(*"ebb", "ctrl+g", "a", "ctrl+g", "space", *" flow")
        note = await in_note(pilot)
        told = card(app.vault, TALK)
        assert note.editor.note.lines[-1] == "ebb flow"
        assert told.attended and told.starred
        await pilot.press("ctrl+g", "g", "s")
        await settled(pilot)
        assert isinstance(app.screen, SearchScreen)


async def test_keys_that_come_in_a_burst_are_a_command_and_text_in_turn(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        for key in ["g", "p", "f", *"rop", "enter", "enter", *"ab", "ctrl+g", "a", *"cd"]:
            await pilot.press(key)
        note = await in_note(pilot)
        assert note.heading == "Ropes and Knots" and note.editor.note.lines[-1] == "abcd"
        assert card(app.vault, str(note.key)).attended


async def test_the_keys_that_may_follow_are_shown_after_a_moment_and_esc_hides_them(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (app, pilot):
        await pilot.press("ctrl+g")
        assert not panels(app)
        await until(pilot, lambda: panels(app))
        await settled(pilot)
        seen = text_of(panels(app)[0])
        assert "d  " in seen and "Show or hide details" in seen and "Go to …" in seen and "ctrl+t" in seen
        await pilot.press("escape", "x")
        note = await in_note(pilot)
        assert not panels(app) and note.editor.note.lines[-1] == "x"


async def test_the_key_of_the_theme_lets_one_choose_among_themes(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", ".")
        await settled(pilot)
        assert isinstance(app.screen, Palette) and "Theme: nord" in text_of(app.screen.list)


@pytest.mark.parametrize("name", ["default", "vim", "emacs"])
async def test_in_a_small_window_few_titles_of_the_panel_are_cut(vault: Vault, name: str) -> None:
    set_setting(KEYMAP.key, name)
    async with on_screen(vault, size=(80, 24), talk=TALK) as (app, pilot):
        await pilot.press(Keymap(PRESETS[name]).leader)
        await until(pilot, lambda: panels(app))
        await settled(pilot)
        cut = re.findall(r"\w…", text_of(panels(app)[0]))
        assert len(cut) <= 5, text_of(panels(app)[0])


async def test_who_knows_the_next_key_sees_no_panel(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (app, pilot):
        await pilot.press("ctrl+g", "d")
        await pilot.pause(SHOWN_AFTER + 0.1)
        assert not panels(app) and app.screen.has_class("-panel")


async def test_the_menu_goes_on_to_the_places_behind_g(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (app, pilot):
        await pilot.press("ctrl+g", "g")
        await until(pilot, lambda: panels(app))
        await settled(pilot)
        assert "p Program" in text_of(panels(app)[0])
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)


async def test_a_key_that_does_not_follow_says_so_and_types_nothing(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (app, pilot):
        await pilot.press("ctrl+g", "Q")
        note = await in_note(pilot)
        assert not note.editor.note.lines[-1] and "ctrl+g Q" in page(app).line.message


async def test_a_command_that_is_not_possible_says_why_also_behind_the_leader(tmp_path: Path) -> None:
    async with on_screen(Vault.create(tmp_path / "vault")) as (app, pilot):
        await pilot.press("g", "m")
        await settled(pilot)
        assert "Import a program first" in page(app).line.message


@pytest.mark.parametrize("key", ["f", "slash", "ctrl+f"])
async def test_f_and_slash_go_to_the_filter_of_a_list_and_letters_are_commands_until_then(
    vault: Vault, key: str
) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        program = app.screen
        assert isinstance(program, ProgramScreen)
        await pilot.press("z", "q", "y")
        assert str(program.filter.value) == ""
        await pilot.press(key, *"rope")
        await settled(pilot)
        assert program.filter.value == "rope" and "Ropes and Knots" in text_of(program.list)
        await pilot.press("down", "a")
        assert program.filter.value == "rope" and "Attended" in program.line.message


async def test_in_a_text_the_keys_of_every_editor_do_what_they_do_everywhere(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (_, pilot):
        await pilot.press(*"tide", "ctrl+b")
        note = await in_note(pilot)
        assert note.editor.note.lines[-1] == "**tide**"
        await pilot.press("ctrl+z", "end", "space", "ctrl+k")
        assert note.editor.note.lines[-1] == "tide [[]]" and note.editor.cursor_location[1] == 7
        await pilot.press("ctrl+z", "ctrl+shift+left", "ctrl+i")
        assert note.editor.note.lines[-1].strip() == "*tide*"


async def test_ctrl_u_clears_a_field_in_every_keymap_but_emacs(vault: Vault) -> None:
    for name in ("default", "vim"):
        set_setting(KEYMAP.key, name)
        async with on_screen(vault) as (app, pilot):
            await pilot.press("g", "s", *"tides", "ctrl+u")
            await settled(pilot)
            assert isinstance(app.focused, Input) and not app.focused.value, name


async def test_ctrl_end_goes_to_the_end_of_the_note_not_of_the_line(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (_, pilot):
        await pilot.press(*"ab", "enter", *"cd", "ctrl+home", "ctrl+end")
        note = await in_note(pilot)
        assert note.editor.cursor_location == note.editor.document.end


async def test_a_link_around_selected_text_waits_for_its_address(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (_, pilot):
        await pilot.press(*"tide", *["shift+left"] * 4, "ctrl+k", *"https")
        note = await in_note(pilot)
        assert note.editor.note.lines[-1] == "[tide](https)"


@pytest.mark.parametrize("closes", ["yes", "no"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("see ", "ctrl+k", "Ropes now", "enter", "next"), "see [[Ropes now]]\nnext"),
        (("ctrl+k", "Ropes now", "]", "]", " next"), "[[Ropes now]] next"),
        (("and on", "home", "ctrl+k", "Ropes now", "enter", "! "), "[[Ropes now]]! and on"),
        (("see on", "left", "left", "shift+left", "shift+left", "ctrl+k", "abc", "enter", "!"), "se[e ](abc)!on"),
        (("see [[qq]]", "left", "left", "enter"), "see [[qq\n]]"),
    ],
)
async def test_enter_ends_a_link_that_was_begun_with_its_key_and_never_splits_it(
    vault: Vault, typed: tuple[str, ...], expected: str, closes: str
) -> None:
    set_setting(CLOSE_PAIRS.key, closes)
    async with on_screen(vault, talk=TALK) as (_, pilot):
        for keys in typed:
            await pilot.press(*([keys] if keys in ("enter", "home", "left", "shift+left", "ctrl+k") else keys))
        note = await in_note(pilot)
        assert "\n".join(note.editor.note.lines).strip() == expected


async def test_alt_b_and_alt_f_move_by_words_where_one_types_as_in_a_shell(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("enter", *"ebb flow", "alt+b", "x", "alt+b", "alt+f", "y")
        await settled(pilot)
        assert app.screen.query_one(NoteEditor).text.startswith("\nebb xflowy ^t")
        await pilot.press("ctrl+g", "g", "s", *"tide wave", "alt+b", "x")
        assert app.screen.query_one(Input).value == "tide xwave"
