"""Writing quickly in a note: pairs, abbreviations, terms of the talk, pasted addresses and pictures, the outline."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets.text_area import Selection

from confnotes.actions.photos import paste_image
from confnotes.config import settings_file
from confnotes.errors import ConfnotesError
from confnotes.model.program import Speaker, Talk
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.talk_words import TermIndex, terms_of
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.tui.widgets.editor_pairs import PairTyping
from confnotes.vault.settings import (
    ABBREVIATIONS,
    CLOSE_PAIRS,
    KEYMAP,
    THEME,
    set_setting,
    setting_state,
    setting_value,
)
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, settled, take_from_palette, until
from tui.test_editor import EditorApp
from tui.test_note import key_of, screen_of

NAMED = {" ": "space", "\n": "enter", "⌫": "backspace", "→": "right"}


class PairApp(EditorApp):
    """An editor that closes pairs."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.editor.key_takers.append(PairTyping(self.editor).takes)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("f(x", "f(x)"),
        ("f(x) y", "f(x) y"),
        ("(⌫a", "a"),
        ("([{⌫⌫⌫", ""),
        ("it's don't 'quoted'", "it's don't 'quoted'"),
        ('say "so" 5" wide', 'say "so" 5" wide'),
        ("- [ ] read", "- [ ] read"),
        ("- [x] read", "- [x] read"),
        ("[[Note]] b", "[[Note]] b"),
        ("a **b** c", "a **b** c"),
        ("a **b", "a **b**"),
        ("a **⌫", "a *"),
        ("***both*** x", "***both*** x"),
        ("2 ** 3", "2 ** 3"),
        ("* item", "* item"),
        ("2*3*4", "2*3*4"),
        ("x**2", "x**2"),
        ("use `f(x)` so", "use `f(x)` so"),
        ("```py\nd = {\n1: 2\n}\nx = 2 ** 3\n```\nend", "```py\nd = {\n1: 2\n}\nx = 2 ** 3\n```\nend"),
        ("(see slide 5\nnext", "(see slide 5)\nnext"),
        ('a ("b **c\nd', 'a ("b **c**")\nd'),
        ("so :( and ;(", "so :( and ;("),
        ("a) b] c}", "a) b] c}"),
        ("\\(x", "\\(x"),
    ],
)
async def test_pairs_close_themselves_and_are_never_in_the_way(typed: str, text: str) -> None:
    app = PairApp()
    async with app.run_test() as pilot:
        await pilot.press(*(NAMED.get(sign, sign) for sign in typed))
        assert app.editor.text == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("```\ndef f():\n    return 1\n```\nafter", "```\ndef f():\n    return 1\n```\nafter"),
        ("- a\n⌫  ```\nx:\n  y\n```\n", "- a\n  ```\n  x:\n    y\n  ```\n  "),
        ("- [ ] read\n```\nx\n```\nend", "- [ ] read\n```\nx\n```\nend"),
        ("- a\n| Model | Loss |", "- a\n| Model | Loss |"),
        ("1. a\n|a|b|", "1. a\n|a|b|"),
        ("- a\n|x| is small", "- a\n- |x| is small"),
        ("> a\n```", "> a\n> ```"),
        ("- ```", "- ```"),
    ],
)
async def test_code_and_tables_end_a_list_that_went_on_by_itself_and_code_ends_where_it_began(
    typed: str, text: str
) -> None:
    app = EditorApp()
    async with app.run_test() as pilot:
        await pilot.press(*(NAMED.get(sign, sign) for sign in typed))
        assert app.editor.text == text


@pytest.mark.parametrize(
    ("key", "text", "inside"),
    [
        ("(", "a (few words) b", "few words"),
        ("[", "a [few words] b", "few words"),
        ('"', 'a "few words" b', "few words"),
        ("'", "a 'few words' b", "few words"),
        ("*", "a *few words* b", "few words"),
        ("`", "a `few words` b", "few words"),
        (")", "a ) b", ""),
        ("x", "a x b", ""),
    ],
)
async def test_a_sign_wraps_what_is_selected_which_stays_selected(key: str, text: str, inside: str) -> None:
    app = PairApp("a few words b")
    async with app.run_test() as pilot:
        app.editor.selection = Selection((0, 2), (0, 11))
        await pilot.press(key)
        assert (app.editor.text, app.editor.selected_text) == (text, inside)
        await pilot.press("ctrl+z")
        assert app.editor.text == "a few words b"


async def test_marks_wrap_each_of_several_lines_and_brackets_all_of_them() -> None:
    app = PairApp("one two\n\nthree four")
    async with app.run_test() as pilot:
        app.editor.selection = Selection((0, 4), (2, 5))
        await pilot.press("*", "*")
        assert app.editor.text == "one **two**\n\n**three** four"
        await pilot.press("ctrl+z", "ctrl+z")
        app.editor.selection = Selection((0, 4), (2, 5))
        await pilot.press("(")
        assert app.editor.text == "one (two\n\nthree) four"


@pytest.mark.parametrize("keys", ["default", "vim", "emacs"])
async def test_enter_space_and_backspace_do_the_same_however_a_terminal_names_them(vault: Vault, keys: str) -> None:
    set_setting(KEYMAP.key, keys)
    async with on_screen(vault, at("10:10")) as (app, pilot):
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        editor = screen_of(app).editor
        editor.set_stamping(False)
        await pilot.press(*("i" if keys == "vim" else ""), *"- CPUX", "shift+backspace", "shift+space", *"A")
        await pilot.press("shift+enter", *"GPU", "ctrl+m", *"TPUS", "ctrl+h")
        assert editor.text.strip() == "- CPU A\n- GPU\n- TPU"


async def test_ctrl_a_selects_all_as_in_most_editors(vault: Vault) -> None:
    async with on_screen(vault, at("10:10")) as (app, pilot):
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        editor = screen_of(app).editor
        editor.set_stamping(False)
        await pilot.press(*"moon", "enter", *"sun", "ctrl+a")
        before = editor.text
        assert editor.selected_text == before
        await pilot.press("x")
        assert editor.text == "x"
        await pilot.press("ctrl+z")
        assert editor.text == before


async def test_pairs_are_closed_in_notes_unless_the_settings_say_no(vault: Vault) -> None:
    async with on_screen(vault, at("10:10")) as (app, pilot):
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        editor = screen_of(app).editor
        editor.set_stamping(False)
        await pilot.press(*"see [[Lan")
        assert editor.text.endswith("see [[Lan]]")
        await pilot.press("home", "delete")
        set_setting(CLOSE_PAIRS.key, "no")
        await pilot.press("f1")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("ctrl+end", *" (x")
        assert editor.text.endswith(" (x")


ARXIV = "https://arxiv.org/abs/1909.01311"


async def test_an_address_pasted_over_words_becomes_their_link_and_another_text_replaces_them(vault: Vault) -> None:
    async with on_screen(vault, at("10:10")) as (app, pilot):
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        editor = screen_of(app).editor
        editor.set_stamping(False)
        for text, pasted, becomes in (
            ("see the paper now", f"{ARXIV}\n", f"see [the paper]({ARXIV}) now"),
            ("see the paper now", "https://x.org/a(b)", "see [the paper](https://x.org/a%28b%29) now"),
            ("see the paper now", "a word", "see a word now"),
            ("see the paper now", "https://x.org and more", "see https://x.org and more now"),
        ):
            editor.load_text(text)
            editor.selection = Selection((0, 4), (0, 13))
            editor.paste(pasted)
            assert editor.text == becomes
        editor.load_text("`see the paper` now")
        editor.selection = Selection((0, 5), (0, 14))
        editor.paste(ARXIV)
        assert editor.text == f"`see {ARXIV}` now"


async def test_an_address_pasted_into_text_gets_the_title_that_the_program_knows(vault: Vault) -> None:
    program = vault.root / "HarbourConf 2031" / "program.yaml"
    text = program.read_text(encoding="utf-8")
    at_talk = text.index("https://example.org/slides", text.index("Lanterns for Graphs"))
    program.write_text(text[:at_talk] + text[at_talk:].replace("https://example.org/slides", ARXIV, 1), "utf-8")
    async with on_screen(vault, at("10:10")) as (app, pilot):
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        editor = screen_of(app).editor
        editor.set_stamping(False)
        editor.load_text("")
        await pilot.press(*"see ")
        editor.paste(ARXIV)
        assert editor.text == f"see {ARXIV}"
        await pilot.press(*", so")
        await until(pilot, lambda: "[" in editor.text)
        await pilot.press("!")
        assert editor.text == f"see [Lanterns for Graphs (slides)]({ARXIV}), so!"
        await pilot.press("ctrl+z", "ctrl+z")
        assert f"see {ARXIV}, so".startswith(editor.text) and ARXIV in editor.text
        editor.load_text("")
        editor.paste("https://unknown.example/page")
        await settled(pilot)
        assert editor.text == "https://unknown.example/page"


async def open_note(app: ConfnotesApp, vault: Vault, pilot: Pilot[None], text: str = "") -> NoteEditor:
    app.open_talk(key_of(vault, "Tides in Memory"))
    await settled(pilot)
    editor = screen_of(app).editor
    editor.set_stamping(False)
    editor.load_text(text)
    editor.move_cursor(editor.document.end)
    return editor


async def test_own_abbreviations_are_replaced_when_a_space_or_a_mark_follows(vault: Vault) -> None:
    set_setting(ABBREVIATIONS.key, ["-> →", "w/ with", ";eq $${{cursor}}$$", 'todo "- [ ] {{cursor}}\n  by: "'])
    async with on_screen(vault, at("10:10")) as (app, pilot):
        editor = await open_note(app, vault, pilot)
        for typed, text in (
            ("a -> b w/ c", "a → b with c"),
            ("(w/, so) now/ x->y", "(with, so) now/ x->y"),
            ("E ;eq x\\^2", "E $$x\\^2$$"),
            ("`w/ x`", "`w/ x`"),
            ("```\nw/ x", "```\nw/ x"),
            ("w/\nx", "with\nx"),
        ):
            editor.load_text("")
            await pilot.press(*(NAMED.get(sign, sign) for sign in typed))
            assert editor.text.rstrip("`") == text.rstrip("`")
        editor.load_text("")
        await pilot.press("w", "slash", "space", "ctrl+z", "ctrl+z")
        assert editor.text == "w/"


def test_abbreviations_that_are_no_list_are_named_with_their_line(vault: Vault) -> None:
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("theme: dark\nabbreviations:\n  w/: with\n", "utf-8")
    problem = setting_state(ABBREVIATIONS).problem
    assert problem is not None and problem.line == 2
    set_setting(THEME.key, "light")
    file.write_text("abbreviations:\n  - w/ with\n", "utf-8")
    assert setting_value(ABBREVIATIONS) == ["w/ with"]
    set_setting(ABBREVIATIONS.key, "-> →, w/ without")
    assert file.read_text("utf-8") == 'abbreviations:\n  - "-> →"\n  - w/ without\n'


ABSTRACT = (
    "We study Equilibrium Propagation and the backpropagation of errors. Backpropagation through time (BPTT) is slow."
)


def test_the_terms_of_a_talk_are_its_names_and_the_words_that_are_long_to_type() -> None:
    talk = Talk("Deep Tides", abstract=ABSTRACT, speakers=(Speaker("Inês Farol"),))
    terms = terms_of(talk)
    assert terms[:3] == ["Inês Farol", "Farol", "Deep Tides"] and "Equilibrium Propagation" in terms
    index = TermIndex(terms)
    found = {typed: index.find(typed) for typed in ("ines", "equi", "Equilibrium P", "backp", "slow", "time", "farol")}
    assert found == {
        "ines": "Inês Farol",
        "equi": "Equilibrium Propagation",
        "Equilibrium P": "Equilibrium Propagation",
        "backp": "backpropagation",
        "slow": None,
        "time": None,
        "farol": None,
    }


async def test_a_term_of_the_talk_is_completed_by_tab_and_changes_nothing_for_who_types_on(vault: Vault) -> None:
    async with on_screen(vault, at("10:10")) as (app, pilot):
        editor = await open_note(app, vault, pilot)
        await pilot.press(*"as ine")
        assert editor.suggested == ""
        await pilot.press("s")
        await until(pilot, lambda: editor.suggested == " Farol")
        assert editor.render_line(0).text.rstrip().endswith("as ines Farol") and editor.text == "as ines"
        await pilot.press("tab")
        assert editor.text == "as Inês Farol"
        await pilot.press("ctrl+z", *" said", "enter", *"ines", "enter", *"b")
        assert editor.text == "as ines said\nines\nb"
        await pilot.press("enter", *"ines", "left")
        await pilot.pause()
        await pilot.press("right", "tab")
        assert editor.text == "as ines said\nines\nb\nines  "


async def test_the_outline_goes_to_a_heading(vault: Vault) -> None:
    async with on_screen(vault, at("10:10")) as (app, pilot):
        editor = await open_note(app, vault, pilot, "# One\n\n```\n# no\n```\n## Two ^t100712\ntext\n### Three\n")
        await take_from_palette(pilot, "outline", "Outline of this note")
        await settled(pilot)
        await pilot.press("up", "enter")
        await settled(pilot)
        assert editor.cursor_location == (5, 0)


PNG = b"\x89PNG\r\n\x1a\nand so on"


def desktop(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A desktop whose clipboard program does what the script says."""
    program = folder / "bin" / "wl-paste"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.delenv("DISPLAY", raising=False)


async def test_a_picture_in_the_clipboard_becomes_an_attachment_below_the_line(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "picture.png").write_bytes(PNG)
    says = f'case "$*" in --list-types) echo text/html; echo image/png;; *image/png) cat {tmp_path}/picture.png;; esac'
    desktop(tmp_path, monkeypatch, says)
    async with on_screen(vault, at("10:10")) as (app, pilot):
        editor = await open_note(app, vault, pilot, "one\ntwo")
        editor.move_cursor((0, 2))
        await take_from_palette(pilot, "paste a picture", "Paste a picture from the clipboard")
        await until(pilot, lambda: "![[" in editor.text)
        name = editor.note.lines[1][3:-2]
        assert editor.note.lines == ["one", f"![[{name}]]", "two"] and editor.cursor_location == (0, 2)
        assert (vault.root / "HarbourConf 2031" / "attachments" / name).read_bytes() == PNG
        editor.post_message(events.Paste(""))  # as terminals paste a picture
        await until(pilot, lambda: editor.text.count("![[") == 2)
        assert len(list((vault.root / "HarbourConf 2031" / "attachments").iterdir())) == 2
        await pilot.press("ctrl+z", "ctrl+z")
        assert editor.text == "one\ntwo"


async def test_ctrl_v_pastes_what_was_copied_last_here_or_in_another_program(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, kind = tmp_path / "copied", tmp_path / "kind"
    desktop(tmp_path, monkeypatch, f'case "$*" in --list-types) cat {kind};; *) cat {copied};; esac')

    def copy(data: bytes, mime: str = "text/plain") -> None:
        kind.write_text(mime, "utf-8")
        copied.write_bytes(data)

    async with on_screen(vault, at("10:10")) as (app, pilot):
        editor = await open_note(app, vault, pilot, "moon")
        copy(b"in a browser")
        await pilot.press("end", "space", "ctrl+v")
        await until(pilot, lambda: editor.text == "moon in a browser")
        await pilot.press("ctrl+shift+left", "ctrl+c")
        await settled(pilot)
        await pilot.press("home", "ctrl+v")
        await until(pilot, lambda: editor.text == "browsermoon in a browser")
        copy(b"newer ")
        await pilot.press("home", "ctrl+v", "ctrl+v")
        await until(pilot, lambda: editor.text == "newer newer browsermoon in a browser")
        copy(PNG, "image/png")
        await pilot.press("ctrl+v")
        await until(pilot, lambda: "![[" in editor.text)


async def test_a_clipboard_that_hangs_is_waited_for_once_and_no_key_is_lost(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    desktop(tmp_path, monkeypatch, f"echo >> {asked}; exec sleep 60")
    async with on_screen(vault, at("10:10")) as (app, pilot):
        editor = await open_note(app, vault, pilot, "")
        app._desktop.text = "moon"
        await pilot.press("ctrl+v", "x", "ctrl+v", "y")
        await until(pilot, lambda: editor.text == "moonxmoony")
        assert asked.read_text("utf-8") == "\n"


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 1", "The clipboard has no picture"),
        ("echo text/plain", "The clipboard has no picture"),
        ("sleep 60", "wl-paste doesn't answer"),
        ("echo image/png", "The picture in the clipboard has a format that confnotes doesn't know"),
    ],
)
def test_a_clipboard_without_a_picture_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, told: str
) -> None:
    desktop(tmp_path, monkeypatch, script)
    monkeypatch.setattr(paste_image, "SECONDS", 0.5)
    with pytest.raises(ConfnotesError, match=told):
        paste_image.paste_image(Vault(tmp_path), "A", datetime(2031, 5, 12, 10, 10))


def test_without_a_clipboard_program_its_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(ConfnotesError) as told:
        paste_image.read_image()
    assert told.value.hint == "Install wl-paste or xclip."


async def test_a_paste_of_control_characters_only_looks_for_no_picture() -> None:
    app = EditorApp("")
    async with app.run_test() as pilot:
        taken: list[str] = []

        def take(text: str) -> bool:
            taken.append(text)
            return False

        app.editor.paste_taker = take
        for pasted in ("\x00\x07", ""):
            app.editor.post_message(events.Paste(pasted))
            await pilot.pause()
        assert taken == [""] and app.editor.text == ""
