"""`confnotes config`: show every setting with its value and source, and change one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from confnotes.cli import candidates
from confnotes.cli.invocation import Invocation
from confnotes.cli.options import json_option
from confnotes.cli.printing import say, say_json, say_styled, tell
from confnotes.config import settings_file
from confnotes.errors import ConfnotesError, UsageError
from confnotes.markup.safe import shell_word
from confnotes.model.schema import columns
from confnotes.vault.settings import (
    SettingSource,
    SettingState,
    all_settings,
    set_setting,
    setting_named,
    setting_state,
    unknown_settings,
    unset_setting,
)


@click.command()
@click.argument("key", required=False, shell_complete=candidates.settings)
@click.argument("value", required=False, shell_complete=candidates.setting_values)
@click.option("--unset", is_flag=True, help="Remove KEY from the file, so that its default applies.")
@click.option("--path", "path_only", is_flag=True, help="Print the path of the settings file.")
@json_option
def command(key: str | None, value: str | None, unset: bool, path_only: bool, as_json: bool) -> int:
    """Show all settings, show the setting KEY, or set KEY to VALUE.

    \b
      confnotes config
      confnotes config author "Ada Lovelace"
      confnotes config theme dark
      confnotes config theme --unset

    Settings are lines of a YAML file, which you can also edit by hand. Changing one keeps your comments.
    """
    if unset and (key is None or value is not None):
        raise UsageError("--unset needs a setting and no value", "For example: confnotes config theme --unset")
    if path_only:
        say(str(settings_file()))
        return 0
    if key is None:
        return _say_all(as_json=as_json)
    if unset:
        unset_setting(key)
    elif value is not None:
        set_setting(key, value)
    state = setting_state(setting_named(key))
    if as_json:
        say_json({"schema": "confnotes.setting/1", **_setting(state)})
    elif unset or value is not None:
        _tell_change(state)
    else:
        say(_text(state.value))
    return _tell_problems([state])


def _say_all(*, as_json: bool) -> int:
    states = all_settings()
    if as_json:
        rows = list(map(_setting, states))
        say_json({"schema": "confnotes.config/1", "file": str(settings_file()), "settings": rows})
    else:
        for state in states:
            setting, source = state.setting, _source(state)
            value = _text(state.value) or "(not set)"
            say_styled([(f"{setting.key:<18}", "bold"), (f"  {value}", "accent"), (f"  {source}", "dim")])
            choices = f" Values: {', '.join(setting.choices)}." if setting.choices else ""
            say_styled([(f"    {setting.help}{choices}", "dim")])
        tell(f"Settings file: {settings_file()}")
    return _tell_problems(states)


def _source(state: SettingState[Any]) -> str:
    default = _text(state.setting.default) or "not set"
    return {
        SettingSource.ENVIRONMENT: f"from ${state.setting.variable}",
        SettingSource.FILE: f"from the settings file (default: {default})",
        SettingSource.DEFAULT: "default",
    }[state.source]


def _tell_change(state: SettingState[Any]) -> None:
    key = state.setting.key
    value = f" is now {_text(state.value)}" if _text(state.value) else " is not set"
    if state.source is SettingSource.ENVIRONMENT:
        tell(f"Saved, but ${state.setting.variable} overrides it: {key}{value}.")
    elif isinstance(state.value, Path) and not (state.value / ".confnotes").is_dir():
        tell(f"{key}{value}.", f"  Not a vault yet. Create it with `confnotes init {shell_word(str(state.value))}`.")
    else:
        tell(f"{key}{value}.")


def _tell_problems(states: Sequence[SettingState[Any]]) -> int:
    """Report problems of the file, each once; returns the exit code."""
    found: list[ConfnotesError] = [state.problem for state in states if state.problem is not None]
    if len(states) > 1:
        found += unknown_settings()
        found += click.get_current_context().ensure_object(Invocation).key_problems()
    told = {f"{error.message}\n  {error.hint}": None for error in found}
    tell(*told)
    return 1 if told else 0


def _text(value: object) -> str:
    return "" if value is None else ", ".join(value) if isinstance(value, list) else str(value)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


_setting = columns(
    "key=setting.key value default=setting.default source help=setting.help choices=setting.choices",
    value=_plain,
    default=_plain,
)
