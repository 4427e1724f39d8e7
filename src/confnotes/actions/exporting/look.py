"""How a summary is to look, as a person chooses it: by the names of languages, themes and files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from confnotes.actions.exporting.user_file import text_of
from confnotes.errors import UsageError
from confnotes.exporters.languages.catalog import LANGUAGES, catalog
from confnotes.exporters.setting import LinkStyle, Setting
from confnotes.exporters.theme import THEMES, Theme, load_theme
from confnotes.exporters.wording import Wording

_LONGEST_THEME = 200_000


@dataclass(frozen=True, slots=True)
class Look:
    """How a summary is to look: language by its code, theme by its name or file, template by its file."""

    language: str = "en"
    theme: str = "paper"
    links: LinkStyle = LinkStyle.PLAIN
    folder: bool = False
    template: str | None = None


def setting_of(look: Look, name: str) -> Setting:
    """The setting for a look, without papers and photos; of a language such as `de_AT` the first part is taken.

    Raises UsageError for a language or theme that there is not, ConfnotesError for a file that is no theme.
    """
    language = re.split("[-_.@]", look.language.casefold())[0]
    if language not in LANGUAGES:
        there = ", ".join(f"{code} ({catalog(code).name})" for code in LANGUAGES)
        raise UsageError(f"there is no language “{look.language}”", f"choose one of: {there}")
    return Setting(Wording(catalog(language)), _theme(look.theme), look.links, look.folder, name)


def _theme(name: str) -> Theme:
    """A theme by its name, else by its file."""
    path = Path(name).expanduser()
    if name in THEMES or (not path.suffix and not path.is_file()):
        return load_theme(name)
    return load_theme(text_of(path, "theme", _LONGEST_THEME))
