"""The user's own settings, which need not be there."""

from __future__ import annotations

from collections.abc import Mapping

from confnotes import config, notices
from confnotes.errors import ConfnotesError
from confnotes.markup.yaml12 import load


def user_settings() -> Mapping[str, object]:
    """The settings by name; empty where there are none, or none that can be read, which is told."""
    file = config.settings_file()
    try:
        value = load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, ConfnotesError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "message", None) or "it is not UTF-8"
        notices.tell(f"{file} cannot be read ({reason}): confnotes goes on without your settings")
        return {}
    if not isinstance(value, dict | None):
        notices.tell(f"{file} is no list of “name: value”: confnotes goes on without your settings")
    return value if isinstance(value, dict) else {}


def tell_odd(name: str, meant: str) -> None:
    """Say that the value of a setting is none that it can have."""
    notices.tell(f"{config.settings_file()}: {name} is not {meant}: confnotes goes on without it")
