"""Themes: ours, Textual's, the terminal's colors, and files of one's own; chosen in the palette with a preview."""

import pytest
from rich.color import ColorSystem
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Region
from textual.theme import Theme

from confnotes import config, notices
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.palette import Palette
from confnotes.tui.themes import DARK, LIGHT, READABLE, contrast, theme_names
from confnotes.tui.widgets.drawing import TRACK_COLORS
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.tui.widgets.rows import RowList
from confnotes.vault.settings import THEME, set_setting, setting_value
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, on_screen, page, settled

OURS = ("dim", "faint", "rule", "chosen", "hover", "hit", "link", "track-0", "track-11")


def write_theme(name: str, text: str) -> None:
    folder = config.settings_file().parent / "themes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_every_theme_of_textual_and_ours_has_the_colors_that_our_screens_need(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    assert {"auto", "dark", "light", "transparent", "terminal", "nord", "gruvbox"} <= {*theme_names(app)}
    for name in theme_names(app):
        set_setting("theme", name)
    for name in app.available_themes:
        app.theme = name
        variables = app.get_css_variables()
        assert all(Color.parse(variables[one]) for one in OURS), name


INKS = ("foreground", "dim", "faint", "accent", "warning", "error", "success", "hit", "link")
GROUNDS = ("background", "chosen", "panel", "hover")


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_text_is_readable_on_every_background(vault: Vault, theme: Theme) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    app.theme = theme.name
    colors = app.get_css_variables()
    inks = [*INKS, *(f"track-{number}" for number in range(TRACK_COLORS))]
    pairs = {
        (ink, ground): contrast(Color.parse(colors[ink]), Color.parse(colors[ground]))
        for ink in inks
        for ground in GROUNDS
    }
    assert {pair: round(found, 2) for pair, found in pairs.items() if found < READABLE} == {}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_terminal_with_256_colors_shows_grey_grounds_and_the_selected_row(vault: Vault, theme: Theme) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    app.theme = theme.name
    colors = app.get_css_variables()
    shown = {
        one: Color.parse(colors[one]).rich_color.downgrade(ColorSystem.EIGHT_BIT).get_truecolor() for one in GROUNDS
    }
    assert all(max(one) == min(one) for one in shown.values()), shown
    assert shown["background"] != shown["chosen"] != shown["hover"]


@pytest.mark.parametrize("theme", ["transparent", "terminal"])
async def test_the_letter_under_the_cursor_has_a_color_of_its_own(vault: Vault, theme: str) -> None:
    set_setting("theme", theme)
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "o")
        await settled(pilot)
        drawn = app.screen.query_one("#filter Input, Input").render_line(0)
        cursor = next(segment for segment in drawn if segment.text.strip())
        assert cursor.style and cursor.style.color and not cursor.style.color.is_default, (
            "drawn in the terminal's own color"
        )


@pytest.mark.parametrize("theme", ["dark", "light", "transparent", "terminal"])
async def test_a_terminal_without_colors_shows_the_cursor_in_reverse_video(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("TERM", "vt220")
    monkeypatch.delenv("COLORTERM", raising=False)
    set_setting("theme", theme)
    async with on_screen(vault) as (app, pilot):
        listed = page(app).query_one(RowList)
        chosen = next(row for row in listed.render_lines(Region(0, 0, *listed.size)) if "▸" in row.text)
        title = next(part for part in chosen if part.text.strip(" ▸"))
        assert theme not in ("dark", "light") or (title.style and title.style.reverse)
        await pilot.press("enter", *"ebb")
        await settled(pilot)
        editor = page(app).query_one(NoteEditor)
        rows = editor.render_lines(Region(0, 0, *editor.size))
        row = next(row for row in rows if "ebb" in row.text)
        assert [part.text for part in row if part.style and part.style.reverse] == [" "]
        assert not any(part.style and (part.style.color or part.style.bgcolor) for part in row)


def test_quiet_text_is_readable_in_a_theme_that_does_not_state_its_color(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    for name in ("nord", "gruvbox", "dracula", "tokyo-night", "textual-light"):
        app.theme = name
        colors = app.get_css_variables()
        assert contrast(Color.parse(colors["faint"]), Color.parse(colors["chosen"])) >= READABLE, name


def test_the_contrast_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#fff"), Color.parse("#000")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["nord", "transparent", "terminal", "light"])
async def test_a_theme_of_the_settings_is_shown(vault: Vault, name: str) -> None:
    set_setting("theme", name)
    async with on_screen(vault) as (app, pilot):
        assert app.theme in (name, f"confnotes-{name}")
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert isinstance(app.screen, Palette)


async def test_the_palette_shows_a_theme_before_it_is_chosen_and_esc_leaves_the_old_one(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        for key, theme in (("escape", "confnotes-dark"), ("enter", "nord")):
            await pilot.press("ctrl+p", *"theme nord")
            await settled(pilot)
            assert app.theme == "nord"
            await pilot.press(key)
            await settled(pilot)
            assert page(app) and app.theme == theme
        assert setting_value(THEME) == "nord"
        await pilot.press("ctrl+p", *"light and dark", "enter")
        await settled(pilot)
        assert app.theme == "confnotes-light"


@pytest.mark.parametrize("theme", ["dark", "transparent", "terminal"])
async def test_the_screen_below_a_dialog_is_still_seen(vault: Vault, theme: str) -> None:
    set_setting("theme", theme)
    async with on_screen(vault, at("10:10")) as (app, pilot):
        await pilot.press("n")
        await settled(pilot)
        strips = app.screen._compositor.render_strips()
        assert CONFERENCE in strips[0].text and any("New note" in strip.text for strip in strips)


async def test_a_theme_of_ones_own_is_a_file(vault: Vault) -> None:
    write_theme("harbor", 'dark: false\nbackground: "#fffff0"\nprimary: "#003366"\nvariables:\n  link: "#0000aa"\n')
    set_setting("theme", "harbor")
    async with on_screen(vault) as (app, _):
        assert app.theme == "harbor" and not app.current_theme.dark
        assert app.theme_variables["link"] == "#0000aa"
        assert Color.parse(app.theme_variables["background"]) == Color.parse("#fffff0")


@pytest.mark.parametrize(
    "text",
    ["primary: nocolor\n", "[1]\n", "a: [\n", "colour: red\n", "variables: red\n", "background: '#12'\n", "\x00"],
)
def test_a_theme_with_a_mistake_is_named_and_the_default_holds(
    vault: Vault, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(notices, "tell", told.append)
    write_theme("wrong", text)
    set_setting("theme", "wrong")
    assert ConfnotesApp(vault, at("10:10")).theme == "confnotes-dark"
    assert "wrong.yaml" in told[0] and "unknown theme “wrong”" in told[1]


def parts_of(app: ConfnotesApp) -> dict[str, dict[str, object]]:
    """The rules of the parts of all widgets on the screen."""
    return {
        f"{number} {type(node).__name__} {part}": dict(style.base.get_rules())
        for number, node in enumerate(app.screen.walk_children(DOMNode, with_self=True))
        for part, style in node._component_styles.items()
    }


async def test_parts_of_widgets_have_the_styles_that_textual_itself_gives_them(vault: Vault) -> None:
    note = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
    vault.save(note, "---\ntitle: Tides in Memory\n---\n- water\n", None)
    async with on_screen(vault, note=note) as (app, pilot):
        seen = []
        for key, theme in (("", "dark"), ("ctrl+f", "light"), ("escape", "dark"), ("ctrl+p", "light")):
            app.theme = f"confnotes-{theme}"
            await pilot.press(*[key] * bool(key))
            await settled(pilot)
            seen.append(parts_of(app))
            for node in app.screen.walk_children(DOMNode, with_self=True):
                node._component_styles.clear()
                Stylesheet._process_component_classes(app.stylesheet, node)
            assert seen[-1] == parts_of(app)
        assert seen[0] == seen[2] and seen[0] != seen[1] and all(seen)
