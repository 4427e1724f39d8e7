"""Writing quickly in a note: pairs that close themselves, and pasted addresses."""

from __future__ import annotations

import pytest
from textual.widgets.text_area import Selection

from confnotes.tui.widgets.editor_pairs import PairTyping
from confnotes.vault.settings import CLOSE_PAIRS, set_setting
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, settled, until
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


async def test_pairs_are_closed_in_notes_unless_the_settings_say_no(vault: Vault) -> None:
    async with on_screen(vault, at("10:10")) as (app, pilot):
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        editor = screen_of(app).editor
        editor.set_stamping(False)
        await pilot.press(*"see [[Lan")
        assert editor.text.endswith("see [[Lan]]")
        await pilot.press("ctrl+a", "delete")
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
        assert editor.text in (f"see {ARXIV}", f"see {ARXIV}, so")
        editor.load_text("")
        editor.paste("https://unknown.example/page")
        await settled(pilot)
        assert editor.text == "https://unknown.example/page"
