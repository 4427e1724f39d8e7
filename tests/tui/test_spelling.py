"""Spell check in a note: quiet, beside the typing, with the dictionaries of hunspell."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.actions.spelling.check_words import SpellingError, WordChecker
from confnotes.actions.spelling.dictionaries import accepted_words, dictionaries
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.note.spelling import words_in
from confnotes.vault.settings import SPELLING, set_setting
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, settled, take_from_palette, text_of, until
from tui.test_note import key_of, screen_of

pytest.importorskip("spylls")

RULES = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\nSFX S Y 1\nSFX S 0 s .\n"
WORDS = "6\ntide/S\nmemory\nhave\nthe\nslow\nof\n"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small dictionary and a damaged one."""
    folder = tmp_path / "dictionaries"
    folder.mkdir()
    (folder / "xx_XX.aff").write_text(RULES, "utf-8")
    (folder / "xx_XX.dic").write_text(WORDS, "utf-8")
    (folder / "yy_YY.aff").write_bytes(b"SET nonsense\nSFX A Y 900\nFLAG\xff\x00")
    (folder / "yy_YY.dic").write_bytes(b"\xff\x00")
    monkeypatch.setenv("DICPATH", str(folder))
    return folder


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("The tydes have memmory, it's so", ["tydes", "have", "memmory"]),
        ("- [ ] read `codde` and [[Nott]] #tagg @Namm https://x.org/pathh", ["read", "and"]),
        ("[texxt](https://x.org) $mathh$ x_y.pyy GPT naïve pre-training", ["naïve", "pre", "training"]),
        ("NeurIPS mp3 tide’s", ["tide's"]),
    ],
)
def test_only_prose_in_small_letters_is_checked(line: str, words: list[str]) -> None:
    assert [word for _, _, word in words_in(line)] == words


def test_a_dictionary_is_found_by_its_language_and_where_none_is_installed_nothing_is_checked(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    own = installed / "xx_XX"
    assert dictionaries("auto") == dictionaries("xx_XX") == dictionaries("xx-XX") == dictionaries("xx_ZZ") == [own]
    assert dictionaries("xx_XX, yy_YY") == [own, installed / "yy_YY"]
    assert dictionaries("no") == dictionaries("zz_ZZ") == dictionaries("../x") == []


def test_words_are_checked_and_corrected_in_another_process(installed: Path) -> None:
    checker = WordChecker([installed / "xx_XX"])
    try:
        assert checker.unknown(["tides", "tydes", "memory", "x" * 100]) == {"tydes"}
        assert "tides" in checker.suggestions("tydes")
    finally:
        checker.close()


def test_a_damaged_dictionary_is_told_in_one_line(installed: Path) -> None:
    checker = WordChecker([installed / "yy_YY"])
    with pytest.raises(SpellingError, match=r"No spell check with yy_YY: the dictionary is damaged$"):
        checker.unknown(["tide"])


def test_a_dictionary_that_takes_too_long_is_not_called_unreadable(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("confnotes.actions.spelling.check_words._SECONDS", 0.001)
    with pytest.raises(SpellingError, match="No spell check with xx_XX: it takes too long"):
        WordChecker([installed / "xx_XX"]).unknown(["tide"])


async def test_unknown_words_are_underlined_when_typing_pauses_and_corrected_by_choice(
    vault: Vault, installed: Path
) -> None:
    set_setting(SPELLING.key, "xx_XX")
    async with on_screen(vault, at("10:10")) as (app, pilot):
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        editor = screen_of(app).editor
        editor.set_stamping(False)
        editor.load_text("")
        await pilot.press(*"the tydes have memmory")
        await until(pilot, lambda: editor.misspelt(0) == ((4, 9),), 20)
        await pilot.press(*" x", "backspace", "backspace", "left", "home", *("right",) * 6)
        await until(pilot, lambda: editor.misspelt(0) == ((15, 22),), 20)
        await take_from_palette(pilot, "spelling", "Correct the spelling of a word")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen), 20)
        await pilot.press("enter")
        await settled(pilot)
        assert editor.text == "the tides have memmory"
        editor.move_cursor((0, 16))
        await take_from_palette(pilot, "spelling", "Correct the spelling of a word")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen), 20)
        await pilot.press("end", "enter")
        await settled(pilot)
        editor.move_cursor((0, 0))
        await until(pilot, lambda: editor.misspelt(0) == (), 20)
        assert accepted_words() == {"memmory"}


async def test_a_damaged_dictionary_is_told_once_and_typing_goes_on(vault: Vault, installed: Path) -> None:
    set_setting(SPELLING.key, "yy_YY")
    async with on_screen(vault, at("10:10")) as (app, pilot):
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        screen = screen_of(app)
        await pilot.press(*"tydes")
        await until(pilot, lambda: "No spell check with yy_YY" in text_of(screen.below), 20)
        await pilot.press(*" go on")
        assert "tydes go on" in screen.editor.text
