"""The same word is edited at several places at once."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.vault.settings import KEYMAP, set_setting
from confnotes.vault.vault import Vault
from screen_samples import on_screen, settled

TEXT = "the cat sat\n- a cat\n- concat (cat)\n\ncat\n"
TALK = "harbourconf-2031/tides-in-memory"


async def begin(pilot: Pilot[None], text: str = TEXT, at: tuple[int, int] = (0, 5)) -> NoteEditor:
    """The note, with the cursor at a place of its text."""
    screen = pilot.app.screen
    assert isinstance(screen, NoteScreen)
    editor = screen.editor
    editor.take_over(text)
    editor.move_cursor(at)
    await settled(pilot)
    return editor


def said(pilot: Pilot[None]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, NoteScreen)
    return screen.line.message


def lines(editor: NoteEditor) -> str:
    """The text as it is seen."""
    return "\n".join(editor.note.lines)


ALL = ("ctrl+g", "ctrl+a")

CASES = [
    ("what is typed replaces the word everywhere", [*ALL, *"dog"], "the dog sat\n- a dog\n- concat (dog)\n\ndog\n"),
    ("one more with every key", ["ctrl+d", "ctrl+d", "x"], "the x sat\n- a x\n- concat (cat)\n\ncat\n"),
    ("one is skipped", ["ctrl+d", "ctrl+d", "ctrl+g", "ctrl+d", "x"], "the x sat\n- a cat\n- concat (x)\n\ncat\n"),
    ("behind and before the words", [*ALL, "right", "s", "left", "home", *"> "],
     "> the cats sat\n- > a cats\n- > concat (cats)\n\n> cats\n"),
    ("deleted to the left and right", [*ALL, "left", "delete", "right", "backspace"],
     "the t sat\n- a t\n- concat (t)\n\nt\n"),
    ("deleted word by word", [*ALL, "right", "ctrl+w"], "the  sat\n- a \n- concat ()\n\n\n"),
    ("selected on", [*ALL, "right", "shift+left", "x"], "the cax sat\n- a cax\n- concat (cax)\n\ncax\n"),
    ("to the end of each line", [*ALL, "end", "!"], "the cat sat!\n- a cat!\n- concat (cat)!\n\ncat!\n"),
    ("bold", [*ALL, "ctrl+b"], "the **cat** sat\n- a **cat**\n- concat (**cat**)\n\n**cat**\n"),
    ("in brackets", [*ALL, "["], "the [cat] sat\n- a [cat]\n- concat ([cat])\n\n[cat]\n"),
    ("as links", [*ALL, "[", "["], "the [[cat]] sat\n- a [[cat]]\n- concat ([[cat]])\n\n[[cat]]\n"),
    ("lines broken", [*ALL, "right", "enter"], "the cat\n sat\n- a cat\n- \n- concat (cat\n- )\n\ncat\n\n"),
    ("tasks", [*ALL, "ctrl+l"], "- [ ] the cat sat\n- [ ] a cat\n- [ ] concat (cat)\n\n- [ ] cat\n"),
    ("esc leaves one", [*ALL, "escape", "x"], "the x sat\n- a cat\n- concat (cat)\n\ncat\n"),
    ("cut and pasted, each its own", [*ALL, "right", "shift+home", "ctrl+x", "ctrl+v", "ctrl+v"],
     "the catthe cat sat\n- a cata cat\n- concat (catconcat (cat)\n\ncatcat\n"),
    ("a part of a word too, if it was selected", ["shift+right", "ctrl+d", "ctrl+d", "X"],
     "the cXX sXt\n- a cat\n- concat (cat)\n\ncat\n"),
]  # fmt: skip


async def test_keys_act_at_every_cursor_and_one_undo_takes_them_back(vault: Vault) -> None:
    async with on_screen(vault, talk=TALK) as (_, pilot):
        for what, keys, text in CASES:
            before = TEXT.replace("cat sat", "caa sat") if "X" in keys else TEXT
            editor = await begin(pilot, before)
            await pilot.press(*keys)
            await settled(pilot)
            assert lines(editor) == text, what
            for key, wanted in (("ctrl+z", before), ("ctrl+y", text), ("ctrl+z", before)):
                for _ in range(9):
                    if lines(editor) != wanted:
                        await pilot.press(key)
                assert lines(editor) == wanted, what
                assert [list(editor.rows.part(row, 0)) for row in range(len(editor.note.lines))]
                assert editor.rows.height == len(editor.note.lines)
            await pilot.press("escape")


async def test_what_is_typed_in_one_go_is_one_step_for_all_cursors_which_return_with_it(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        editor = await begin(pilot)
        await pilot.press(*ALL, *"mouse", "ctrl+z")
        await settled(pilot)
        assert lines(editor) == TEXT
        assert said(pilot) == "Undone · changed “mouse” at 4 cursors"
        await pilot.press("ctrl+y")
        assert lines(editor) == TEXT.replace("cat", "mouse").replace("conmouse", "concat")
        await pilot.press("backspace", "backspace", *"th")
        assert lines(editor) == TEXT.replace("cat", "mouth").replace("conmouth", "concat")
        await pilot.press("escape", "ctrl+z", "ctrl+z", "ctrl+z")
        assert lines(editor) == TEXT.replace("cat", "mouse").replace("conmouse", "concat")


async def test_every_cursor_and_what_it_selects_is_seen(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        editor = await begin(pilot)
        cursor, selection = editor.painter.styles.cursor.bgcolor, editor.painter.styles.selection.bgcolor
        assert cursor != selection

        def marked(colour: object) -> list[tuple[int, str]]:
            return [
                (y, part.text)
                for y in range(5)
                for part in editor.render_line(y)
                if part.style is not None and part.style.bgcolor == colour
            ]

        await pilot.press(*ALL)
        await settled(pilot)
        assert marked(selection) == [(0, "cat"), (1, "cat"), (2, "cat"), (4, "cat")]
        assert marked(cursor) == [(0, " "), (1, " "), (2, ")"), (4, " ")]
        await pilot.press("left")
        assert marked(cursor) == [(0, "c"), (1, "c"), (2, "c"), (4, "c")] and marked(selection) == []
        assert said(pilot) == "4 cursors at 4 “cat” · esc for one cursor"
        await pilot.press("escape")
        assert marked(cursor) == [(0, "c")]


async def test_a_click_and_what_another_program_writes_leave_one_cursor(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        editor = await begin(pilot)
        await pilot.press(*ALL)
        await pilot.click(editor, offset=(20, 3))
        await pilot.press("x")
        assert lines(editor) == "the cat sat\n- a cat\n- concat (cat)\nx\ncat\n"
        await begin(pilot)
        await pilot.press(*ALL)
        editor.take_over(TEXT + "more\n", by_others=True)
        await pilot.press("y")
        assert lines(editor) == TEXT.replace("cat", "caty", 1) + "more\n"


async def test_a_pasted_text_goes_to_every_cursor_and_its_lines_to_one_each(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        editor = await begin(pilot)
        await pilot.press(*ALL)
        editor.post_message(events.Paste("a dog"))
        await settled(pilot)
        assert lines(editor) == "the a dog sat\n- a a dog\n- concat (a dog)\n\na dog\n"
        await pilot.press("ctrl+z")
        editor.post_message(events.Paste("1\n2\n3\n4"))
        await settled(pilot)
        assert lines(editor) == "the 1 sat\n- a 2\n- concat (3)\n\n4\n"
        await pilot.press("ctrl+z")
        editor.post_message(events.Paste("https://cats.example/"))
        await settled(pilot)
        assert lines(editor).count("[cat](https://cats.example/)") == 4


async def test_cursors_in_wrapped_lines_folds_and_live_preview(vault: Vault) -> None:
    long = "word " * 60 + "cat\n# Cats\n**bold** cat\n[[cat]] and cat cat\n"
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        editor = await begin(pilot, long, (0, 301))
        editor.show_live(True)
        editor.rows.fold(1, range(2, 4))
        editor.fit_size()
        await pilot.press(*ALL)
        assert not editor.rows.folds and said(pilot).startswith("5 cursors")
        assert [editor.rows.live(row) for row in (0, 2, 3)] == [None, None, None]
        await pilot.press(*"dog", "down", "!")
        await settled(pilot)
        assert lines(editor) == "word " * 60 + "dog\n# Cats!\n**bold** dog\n[[dog]] and !dog dog\n!"
        await pilot.press("escape")
        await settled(pilot)
        assert editor.rows.height == editor.virtual_size.height


async def test_of_very_many_words_the_nearest_are_taken(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        editor = await begin(pilot, "cat\n" * 500, (100, 0))
        await pilot.press(*ALL)
        assert said(pilot) == "Cursors at the nearest 200 of 500 “cat” · esc for one cursor"
        await pilot.press("x")
        assert lines(editor).count("x") == 200


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("the cat", (0, 5), "“cat” is only here"),
        ("cat, cat", (0, 0), "ctrl+d adds the next of 2 “cat”"),
        ("- ", (0, 2), "Put the cursor on a word, or select a part of one line"),
    ],
)
async def test_the_first_key_says_what_the_next_one_does(
    vault: Vault, text: str, at: tuple[int, int], message: str
) -> None:
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        await begin(pilot, text, at)
        await pilot.press("ctrl+d")
        assert said(pilot) == message


async def test_timestamps_stay_with_their_lines(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        editor = await begin(pilot, "one cat ^t100000\ntwo cat ^t100100", (0, 5))
        editor.set_stamping(False)
        await pilot.press(*ALL, "right", "enter", *"and")
        assert editor.text == "one cat ^t100000\nand\ntwo cat ^t100100\nand"
        await pilot.press(*["ctrl+z"] * 2)
        assert editor.text == "one cat ^t100000\ntwo cat ^t100100"


async def test_vim_mode_keeps_its_own_keys(vault: Vault) -> None:
    set_setting(KEYMAP.key, "vim")
    async with on_screen(vault) as (app, pilot):
        app.open_talk(TALK)
        await settled(pilot)
        editor = await begin(pilot)
        await app.run_action("perform('writing.same_words.add_all')", app.screen)
        assert "cgn" in said(pilot) and editor.others is None
        await pilot.press(*"0x")
        assert lines(editor) == TEXT[1:]
