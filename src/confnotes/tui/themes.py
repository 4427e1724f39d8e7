"""The themes: our own two, the terminal's colors, Textual's, and those of files in the folder `themes` of the settings.

Our own have one accent, two greys, and the text being typed as the brightest thing on the screen. Their grounds are so
grey that a terminal with 256 colors shows greys. A theme that lacks our variables gets them mixed from its colors.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme

from confnotes import config, notices, system
from confnotes.errors import ConfnotesError
from confnotes.tui.textual_private import OpenApp, begin_with_theme, filter_lines
from confnotes.vault.settings import (
    THEME,
    SettingsError,
    SettingSource,
    SettingState,
    set_setting,
    setting_state,
    setting_value,
)

if TYPE_CHECKING:
    from textual.app import App

DARK = Theme(
    name="confnotes-dark",
    primary="#e6b450",
    secondary="#e6b450",
    accent="#e6b450",
    foreground="#e8e6e1",
    background="#15171c",
    surface="#15171c",
    panel="#23262c",
    warning="#e0a06a",
    error="#f0736a",
    success="#9bbf7a",
    dark=True,
    variables={
        "dim": "#aab1bb",
        "faint": "#8a929e",
        "faint-style": "none",
        "rule": "#2b3039",
        "chosen": "#282b32",
        "hover": "#1d2025",
        "hit": "#ffd479",
        "on-accent": "#15171c",
        "link": "#8fb8de",
        "input-selection-background": "#54462c",
        "input-selection-foreground": "#e8e6e1",
        "scrollbar": "#2b3039",
        "scrollbar-hover": "#3a414d",
        "scrollbar-active": "#636b78",
        "scrollbar-background": "#15171c",
        "scrollbar-background-hover": "#15171c",
        "scrollbar-background-active": "#15171c",
        "scrollbar-corner-color": "#15171c",
        "footer-key-foreground": "#e6b450",
    },
)

LIGHT = Theme(
    name="confnotes-light",
    primary="#965900",
    secondary="#965900",
    accent="#965900",
    foreground="#1d2026",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#eeece9",
    warning="#a1510c",
    error="#b3261e",
    success="#3f6b1f",
    dark=False,
    variables={
        "dim": "#4a505a",
        "faint": "#61676f",
        "faint-style": "none",
        "rule": "#dedad1",
        "chosen": "#e9e6e2",
        "hover": "#f2f1ee",
        "hit": "#7a4300",
        "on-accent": "#fbfaf7",
        "link": "#1f5f99",
        "input-selection-background": "#e2d2b9",
        "input-selection-foreground": "#1d2026",
        "scrollbar": "#dedad1",
        "scrollbar-hover": "#c9c4b8",
        "scrollbar-active": "#868c96",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "scrollbar-corner-color": "#fbfaf7",
        "footer-key-foreground": "#965900",
    },
)

_TRACKS_ON_DARK = (
    *("#f39098", "#f0986f", "#dda552", "#bcb554", "#90c273", "#5bc99e"),
    *("#31c8c9", "#49c1ea", "#7cb4fc", "#a9a6fa", "#ce99e5", "#e791c2"),
)
_TRACKS_ON_LIGHT = (
    *("#9b424d", "#994920", "#8a5700", "#6e6600", "#437224", "#007049"),
    *("#00706f", "#006a8e", "#2e64a6", "#5d57a4", "#7d4b92", "#914373"),
)
"""Hues at equal distances with the same lightness, which is readable on the background."""

_ANSI_TRACKS = tuple(f"ansi_{name}" for name in ("red", "yellow", "green", "cyan", "blue", "magenta"))


def _textual_ansi(*, dark: bool) -> dict[str, str]:
    """What Textual's style sheets need in a theme with colors of the terminal."""
    return BUILTIN_THEMES["ansi-dark" if dark else "ansi-light"].variables


def _transparent(base: Theme) -> Theme:
    """The theme on the terminal's own background."""
    own = "ansi_default"
    scrollbars = dict.fromkeys([name for name in base.variables if name.startswith("scrollbar-")], own)
    return replace(
        base,
        name="confnotes-transparent",
        ansi=True,
        background=own,
        surface=own,
        variables={**_textual_ansi(dark=base.dark), **base.variables, **scrollbars},
    )


def _terminal(*, dark: bool) -> Theme:
    """The terminal's own 16 colors."""
    own, quiet, ground = "ansi_default", "ansi_bright_black", "ansi_black" if dark else "ansi_white"
    variables = {
        **_textual_ansi(dark=dark),
        "dim": own,
        "faint": own,  # bright black is the background in some palettes, such as Solarized
        "faint-style": "dim",
        "rule": quiet,
        "hover": ground,
        "hit": "ansi_magenta",
        "link": "ansi_blue",
        "on-accent": ground,  # that of the terminal is unknown, and its own text unreadable on the accent
        "chosen": ground,  # bright black would make colored text on it unreadable
        "scrollbar": quiet,
        "scrollbar-hover": own,
        "scrollbar-active": own,
        **dict.fromkeys(("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active"), own),
        "scrollbar-corner-color": own,
        "input-selection-background": "ansi_cyan",
    }
    accent = "ansi_yellow" if dark else "ansi_blue"
    return Theme(
        "confnotes-terminal",
        **dict.fromkeys(("primary", "secondary", "accent"), accent),  # type: ignore[arg-type]
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        **dict.fromkeys(("foreground", "background", "surface"), own),  # type: ignore[arg-type]
        panel=ground,
        boost=own,
        dark=dark,
        ansi=True,
        variables=variables,
    )


_NAMES: Final = {
    DARK.name: "dark",
    LIGHT.name: "light",
    "confnotes-transparent": "transparent",
    "confnotes-terminal": "terminal",
}
_COLORS: Final = ("primary", "secondary", "warning", "error", "success", "accent", "foreground", "background")
_SURFACES: Final = ("surface", "panel", "boost")
_MOST_BYTES: Final = 1 << 16
READABLE: Final = 4.5
"""The least contrast of text with its background, of level AA of WCAG."""
_COLORLESS: Final = re.compile(r"^vt\d|-m(ono)?$")
"""The names of terminals without colors."""
_OTHER_GROUND: Final = 1.19
"""The contrast from which a ground differs visibly from the one around it: above that of rows below the mouse."""


def default_variables(theme: Theme) -> dict[str, str]:
    """What our style sheets need beyond Textual's variables, for a theme that does not state it."""
    if theme.ansi:
        stated = _terminal(dark=theme.dark).variables
        bright = tuple(name.replace("_", "_bright_") for name in _ANSI_TRACKS)
        hues = (*_ANSI_TRACKS, *bright)
        if theme.foreground != "ansi_default":
            hues = _TRACKS_ON_DARK if theme.dark else _TRACKS_ON_LIGHT
    else:
        stated = {} if theme.name in _NAMES else _mixed(theme)  # ours state all
        hues = _TRACKS_ON_DARK if theme.dark else _TRACKS_ON_LIGHT
    return {**stated, **{f"track-{number}": color for number, color in enumerate(hues)}}


def _mixed(theme: Theme) -> dict[str, str]:
    generated = theme.to_color_system().generate()
    usual = DARK if theme.dark else LIGHT
    front = Color.parse(theme.foreground or usual.foreground or "")
    ground = Color.parse(theme.background or generated["background"])
    chosen = ground.blend(front, 0.1)
    return {
        "dim": _readable(front, 0.3, chosen).hex,
        "faint": _readable(front, 0.52, chosen).hex,
        "faint-style": "none",
        "rule": ground.blend(front, 0.16).hex,
        "chosen": chosen.hex,
        "hover": ground.blend(front, 0.05).hex,
        "hit": generated["warning"],
        "on-accent": ground.hex,
        "link": generated["secondary"],
    }


def _readable(ink: Color, share: float, ground: Color) -> Color:
    """The ink mixed with that share of the ground, or with less where the text would be hard to read on it."""
    shares = (share - 0.04 * step for step in range(int(share / 0.04) + 1))
    return next((mixed for one in shares if contrast(mixed := ink.blend(ground, one), ground) >= READABLE), ink)


def contrast(ink: Color, ground: Color) -> float:
    """The contrast of two colors from 1 to 21, as the Web Content Accessibility Guidelines (WCAG) compute it."""
    dark, bright = sorted(_luminance(color) for color in (ink, ground))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized)
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def register_themes(app: OpenApp) -> None:
    """Make every theme known to the app, and show the preferred one, without colors on a terminal that has none."""
    dark = not _is_light_terminal()
    base = DARK if dark else LIGHT
    for theme in (DARK, LIGHT, _transparent(base), _terminal(dark=dark), *_own_themes()):
        app.register_theme(theme)
    begin_with_theme(app, preferred_theme(app.available_themes))
    if _COLORLESS.search(os.environ.get("TERM", "")) and not os.environ.get("COLORTERM"):
        filter_lines(app, _WithoutColors())


class _WithoutColors(LineFilter):
    """Shows by reverse video what a theme shows by the ground alone: the cursor, selected text, the chosen row."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        def plain(style: Style) -> Style:
            ground = Color(*own.get_truecolor()) if (own := style.bgcolor) and not own.is_default else background
            reverse = style.reverse or contrast(ground, background) >= _OTHER_GROUND
            return Style(bold=style.bold, underline=style.underline, reverse=reverse, meta=style.meta)

        return [Segment(text, style and plain(style), control) for text, style, control in segments]


def theme_names(app: App[Any]) -> list[str]:
    """The names for the setting, ours first."""
    names = [theme_setting(name) for name in app.available_themes]
    ours = [*_NAMES.values()]
    return ["auto", *ours, *sorted(set(names) - set(ours))]


def theme_setting(name: str) -> str:
    return _NAMES.get(name, name)


def theme_named(chosen: str) -> str:
    """The name of the theme of a setting; that of `auto` depends on the terminal's background."""
    if chosen == "auto":
        return LIGHT.name if _is_light_terminal() else DARK.name
    return next((name for name, setting in _NAMES.items() if setting == chosen), chosen)


def preferred_theme(known: Collection[str] = ()) -> str:
    """The theme of the settings, one of those `known`; for `auto`, light if the terminal reports a light background."""
    chosen = setting_value(THEME)
    if setting_state(THEME) == SettingState(THEME, THEME.default, SettingSource.DEFAULT):
        chosen = _carried_over() or chosen
    if known and theme_named(chosen) not in known:
        notices.tell(f"unknown theme “{chosen}” (using the default instead)")
        chosen = THEME.default
    return theme_named(chosen)


def _is_light_terminal() -> bool:
    return os.environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")


def _own_themes() -> Iterator[Theme]:
    """The themes of the user's own files; a file with a mistake is named in a notice."""
    folder = config.settings_file().parent / "themes"
    try:
        files = sorted(folder.glob("*.yaml"))
    except OSError:
        return
    for file in files:
        try:
            yield _read_theme(file)
        except (ConfnotesError, OSError, ValueError, ColorParseError) as error:
            why = error.message if isinstance(error, ConfnotesError) else str(error).partition("\n")[0]
            notices.tell(f"{file}: cannot read this theme: {why}")


def _read_theme(file: Path) -> Theme:
    from confnotes.markup.yaml12 import load

    fields = load(system.read_file(file, _MOST_BYTES).decode()) or {}
    if not isinstance(fields, dict):
        raise ValueError("expected lines of “name: color”")
    dark = fields.get("dark") is not False
    base = DARK if dark else LIGHT
    stated = fields.get("variables") or {}
    unknown = [str(key) for key in fields if key not in (*_COLORS, *_SURFACES, "dark", "variables")]
    if unknown or not isinstance(stated, dict):
        raise ValueError(f"unknown name “{unknown[0]}”" if unknown else "“variables” must be lines of “name: color”")
    colors = {name: str(fields.get(name) or getattr(base, name)) for name in _COLORS}
    colors |= {name: str(fields[name]) for name in _SURFACES if fields.get(name)}
    variables = {str(name): str(color) for name, color in stated.items()}
    for color in (*colors.values(), *variables.values()):
        Color.parse(color)
    ansi = any(color.startswith("ansi_") for color in colors.values())
    return Theme(file.stem, **colors, dark=dark, ansi=ansi, variables=variables)  # type: ignore[arg-type]


def _carried_over() -> str | None:
    """The theme that version 0.1 kept in a file of its own, moved into the settings; None without such a file."""
    old = config.state_folder() / "theme"
    try:
        chosen = _NAMES.get(old.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None
    if chosen:
        with suppress(SettingsError, OSError):
            set_setting(THEME.key, chosen)
            old.unlink()
    return chosen


def remember(name: str) -> None:
    """Write the chosen theme into the settings; if they cannot be changed, it holds for this session only."""
    with suppress(SettingsError):
        set_setting(THEME.key, theme_setting(name))
