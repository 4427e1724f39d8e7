"""Themes: the look of a summary as a small file that can say nothing but a look."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError, UsageError
from confnotes.exporters.theme import THEMES, Colours, Theme, css_variables, load_theme


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_letters_of_each_theme_can_be_read_on_paper_and_on_quiet_areas(name: str) -> None:
    theme = load_theme(name)
    assert theme.name == name
    for colours, letters, ground in product(
        (theme.light, theme.dark), ("ink", "soft", "accent", "star"), ("paper", "wash")
    ):
        assert contrast(getattr(colours, letters), getattr(colours, ground)) >= 4.5, (letters, ground)


def test_the_theme_without_a_name_is_paper() -> None:
    assert load_theme("paper") == Theme()


def test_the_file_of_paper_which_people_copy_says_what_pages_have_without_one() -> None:
    text = (files("confnotes.exporters") / "themes" / "paper.yaml").read_text(encoding="utf-8")
    assert load_theme(text) == load_theme("paper") == Theme()


def test_a_file_of_one_s_own_says_only_what_differs() -> None:
    theme = load_theme('name: harbour\nlight:\n  accent: "#123456"\ntext: [Lato, sans-serif]\n')
    assert theme.light == replace(Theme().light, accent="#123456")
    assert (theme.name, theme.text, theme.dark) == ("harbour", ("Lato", "sans-serif"), Theme().dark)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: x\nfont: y\n", "line 2 of the theme: unknown field “font”"),
        ("light:\n  paper: #ffffff\n", "line 2 of the theme: “paper” is not a color; write it in quotes"),
        ('light:\n  ink: "#000000"\n  gold: "#ffd700"\n', "line 3 of the theme: unknown color “gold”"),
        ('dark:\n  ink: "#000000"\nlight:\n  ink: red\n', "line 4 of the theme: “ink” is not a color"),
        ('dark: {ink: "#000; } body { x: url(//a) "}\n', "line 1 of the theme: “ink” is not a color"),
        ("text: ['a\"; } * { color: red', serif]\n", "line 1 of the theme: “text” is not a list of font families"),
        ("text: Georgia\n", "line 1 of the theme: “text” is not a list of font families"),
        ("name: x\n\nsize: 9\n", "line 3 of the theme: “size” is not a number from 0.7 to 1.6"),
        ("size: true\n", "line 1 of the theme: “size” is not a number"),
        ("light: blue\n", "line 1 of the theme: “light” must be a mapping of colors"),
        ("name: [a]\n", "line 1 of the theme: “name” may contain"),
        ("name: x\nname: y\n", "line 2 of the theme:"),
        ("name: x\nlight: {ink: #123, paper: #ffffff}\n", "line 2 of the theme: a color needs quotes"),
        ("a: [\n", "line 2 of the theme:"),
        ("- a: b\n", "line 1 of the theme: a theme consists of"),
    ],
)
def test_a_mistake_in_a_theme_is_reported_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(ConfnotesError) as caught:
        load_theme(text)
    assert caught.value.message.startswith(expected)


def test_a_theme_that_there_is_not_names_those_that_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        load_theme("papper")
    assert "paper, plain, ink" in caught.value.hint


@given(st.text(max_size=30))
def test_no_value_of_a_theme_can_say_anything_but_a_look(value: str) -> None:
    try:
        theme = Theme(name=value, text=(value,), label=(value,), code=(value,))
    except ValueError:
        pass
    else:
        assert not set(value) & set("\"'\\;{}()<>/*@:\n")
        assert f'--text: "{value}";' in css_variables(theme) or value in css_variables(theme)
    with pytest.raises(ValueError, match="is not a color"):
        Colours(**{**asdict(Theme().light), "ink": f"#{value}z"})


def test_a_page_is_light_in_print_and_follows_its_switch() -> None:
    rules = css_variables(Theme())
    assert re.findall(r"@media ([^{]*?) *\{", rules) == ["screen and (prefers-color-scheme: dark)", "screen"]
    assert rules.count("--paper: #15181b") == 2
