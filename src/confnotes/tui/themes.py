"""Our two themes: one accent, two greys, and the text being typed as the brightest thing on the screen."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

from textual.theme import Theme

from confnotes import config
from confnotes.vault.settings import (
    THEME,
    SettingsError,
    SettingSource,
    SettingState,
    set_setting,
    setting_state,
    setting_value,
)

DARK = Theme(
    name="confnotes-dark",
    primary="#e6b450",
    secondary="#e6b450",
    accent="#e6b450",
    foreground="#e8e6e1",
    background="#15171c",
    surface="#15171c",
    panel="#21252d",
    warning="#e0a06a",
    error="#f0736a",
    success="#9bbf7a",
    dark=True,
    variables={
        "dim": "#9aa1ac",
        "faint": "#636b78",
        "rule": "#2b3039",
        "chosen": "#262b35",
        "hover": "#1c2027",
        "hit": "#ffd479",
        "link": "#8fb8de",
        "input-selection-background": "#e6b450 30%",
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
    primary="#9a5b00",
    secondary="#9a5b00",
    accent="#9a5b00",
    foreground="#1d2026",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#efece5",
    warning="#a1510c",
    error="#b3261e",
    success="#3f6b1f",
    dark=False,
    variables={
        "dim": "#5a616c",
        "faint": "#868c96",
        "rule": "#dedad1",
        "chosen": "#ece7db",
        "hover": "#f4f1ea",
        "hit": "#7a4300",
        "link": "#1f5f99",
        "input-selection-background": "#9a5b00 25%",
        "scrollbar": "#dedad1",
        "scrollbar-hover": "#c9c4b8",
        "scrollbar-active": "#868c96",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "scrollbar-corner-color": "#fbfaf7",
        "footer-key-foreground": "#9a5b00",
    },
)

_TRACKS_ON_DARK = (
    *("#f39098", "#f0986f", "#dda552", "#bcb554", "#90c273", "#5bc99e"),
    *("#31c8c9", "#49c1ea", "#7cb4fc", "#a9a6fa", "#ce99e5", "#e791c2"),
)
_TRACKS_ON_LIGHT = (
    *("#9b424d", "#994920", "#8a5700", "#6e6600", "#437224", "#007852"),
    *("#007778", "#007096", "#2e64a6", "#5d57a4", "#7d4b92", "#914373"),
)
"""Hues at equal distances with the same lightness, which is readable on the background."""

_NAMES: Final = {DARK.name: "dark", LIGHT.name: "light"}


def default_variables(*, dark: bool) -> dict[str, str]:
    """The colors that a theme need not state: those of tracks."""
    return {f"track-{number}": color for number, color in enumerate(_TRACKS_ON_DARK if dark else _TRACKS_ON_LIGHT)}


def preferred_theme() -> str:
    """The theme of the settings; for `auto`, light if the terminal reports a light background."""
    chosen = setting_value(THEME)
    if setting_state(THEME) == SettingState(THEME, THEME.default, SettingSource.DEFAULT):
        chosen = _carried_over() or chosen
    if chosen != THEME.default:
        return LIGHT.name if chosen == "light" else DARK.name
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT.name if background in ("7", "15") else DARK.name


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
        set_setting(THEME.key, _NAMES[name])
