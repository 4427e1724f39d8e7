"""Settings are changed on a screen: seen with value and help, saved at once, undone, and refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from confnotes import config
from confnotes.tui import themes
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import AnswerScreen
from confnotes.tui.screens.settings import SettingsScreen
from confnotes.tui.widgets.rows import RowList
from confnotes.vault.settings import (
    AUTHOR,
    HISTORY_MEGABYTES,
    SETTINGS,
    THEME,
    SettingSource,
    set_setting,
    setting_state,
    setting_value,
)
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, page, settled, take_from_palette, text_of


async def test_every_setting_stands_there_with_its_value_its_default_and_its_help(vault: Vault) -> None:
    config.settings_file().parent.mkdir(parents=True)
    config.settings_file().write_text("author: Ada Vento\n", encoding="utf-8")
    async with on_screen(vault, size=(120, 40)) as (app, pilot):
        await take_from_palette(pilot, "preferences", "Settings")
        assert isinstance(app.screen, SettingsScreen)
        seen = text_of(app.screen.list)
    assert all(setting.help in seen for setting in SETTINGS)
    assert "Ada Vento" in seen and "default" in seen and str(vault.root) in seen and str(config.settings_file()) in seen


async def test_another_theme_is_seen_at_once_saved_and_undone(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "comma")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        screen.list.choose(THEME.key)
        await pilot.press("right", "right")
        await settled(pilot)
        assert app.theme == "confnotes-light" and setting_value(THEME) == "light"
        assert ConfnotesApp(vault, at("10:10")).theme == "confnotes-light"
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert app.theme == "confnotes-dark" and setting_value(THEME) == "dark"


async def test_a_name_is_typed_and_reset(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "comma")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        screen.list.choose(AUTHOR.key)
        await pilot.press("enter", *"Ada Vento", "enter")
        await settled(pilot)
        assert setting_value(AUTHOR) == "Ada Vento" and "Ada Vento" in text_of(screen.list)
        await pilot.press("delete")
        await settled(pilot)
        assert setting_value(AUTHOR) == ""


async def test_a_value_that_is_none_is_refused_in_a_line_and_stays_to_be_corrected(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "comma")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        screen.list.choose(HISTORY_MEGABYTES.key)
        await pilot.press("enter", *"many", "enter")
        await settled(pilot)
        dialog = app.screen
        assert isinstance(dialog, AnswerScreen) and "many" in dialog.query_one(Input).value
        assert "whole number" in str(dialog.query_one(".keys", Static).render())
        assert setting_value(HISTORY_MEGABYTES) == HISTORY_MEGABYTES.default


async def test_what_the_environment_decides_cannot_be_changed_here(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(config.VAULT_VARIABLE, str(tmp_path))
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "comma")
        await settled(pilot)
        screen = page(app)
        assert "set by $CONFNOTES_VAULT" in text_of(screen.list)  # type: ignore[attr-defined]
        assert "change" not in text_of(screen.line)
        await pilot.press("enter")
        assert "$CONFNOTES_VAULT" in screen.line.message


async def test_the_end_key_shows_where_files_are_in_a_small_window(vault: Vault) -> None:
    async with on_screen(vault, size=(80, 24)) as (app, pilot):
        await pilot.press("g", "comma")
        await settled(pilot)
        await pilot.press("end")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        assert screen.list.scroll_y == screen.list.max_scroll_y > 0


@pytest.mark.parametrize(("kept", "theme"), [(b"confnotes-light\n", "light"), (b"solarized", None), (b"\xff", None)])
def test_a_theme_chosen_in_version_0_1_is_carried_over(kept: bytes, theme: str | None) -> None:
    old = config.state_folder() / "theme"
    old.write_bytes(kept)
    assert themes.preferred_theme() == ("confnotes-light" if theme else "confnotes-dark")
    assert setting_state(THEME).source is (SettingSource.FILE if theme else SettingSource.DEFAULT)
    assert old.exists() is (theme is None)


def test_a_theme_in_the_settings_outweighs_one_of_version_0_1() -> None:
    (config.state_folder() / "theme").write_text("confnotes-light\n", encoding="utf-8")
    set_setting("theme", "dark")
    assert themes.preferred_theme() == "confnotes-dark"


async def test_what_a_setting_does_is_not_cut_in_a_window_of_80_columns(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "comma")
        await settled(pilot)
        shown = text_of(page(app).query_one(RowList))
        assert [setting.key for setting in SETTINGS if setting.help not in shown] == []
