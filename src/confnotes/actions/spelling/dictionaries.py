"""Hunspell dictionaries of this computer."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from confnotes import config, system

_MOST_BYTES: Final = 1 << 20  # of the file with own words
OFF: Final = ("no", "off", "none")
_FOLDERS: Final = (
    *("/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts", "/usr/local/share/hunspell"),
    *("/opt/homebrew/share/hunspell", "/Library/Spelling", "~/Library/Spelling", "~/.local/share/hunspell"),
)


def own_words_file() -> Path:
    """The file with the words that the user accepts, one on a line; it need not exist."""
    return config.settings_file().parent / "words.txt"


def dictionaries(chosen: str) -> list[Path]:
    """The dictionaries for a setting such as `auto` or `en_US, de_DE`, as paths without an ending.

    `auto` is the one of the system's language, if it is installed. Languages that are not are left out.
    """
    named = [name.strip() for name in chosen.replace("-", "_").split(",")]
    if chosen.strip().casefold() in OFF:
        return []
    languages = [_language()] if named == ["auto"] else named
    return [found for language in languages if language and (found := _installed(language)) is not None]


def _language() -> str:
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    language = said.partition(".")[0] or (locale.getlocale()[0] or "")
    return "en_US" if language in ("C", "POSIX", "") else language


def _installed(language: str) -> Path | None:
    """The dictionary of that language, or of it in another country."""
    folders = [Path(folder).expanduser() for folder in (*os.environ.get("DICPATH", "").split(os.pathsep), *_FOLDERS)]
    return next(_in_folders(language, [folder for folder in folders if str(folder) != "."]), None)


def _in_folders(language: str, folders: list[Path]) -> Iterator[Path]:
    for pattern in dict.fromkeys((language, f"{language.partition('_')[0]}_*")):
        if pattern.replace("_", "").replace("*", "").isalnum():
            for folder in folders:
                yield from (one.with_suffix("") for one in sorted(folder.glob(f"{pattern}.aff")) if _is_whole(one))


def _is_whole(rules: Path) -> bool:
    return rules.with_suffix(".dic").is_file()


def accepted_words() -> set[str]:
    """The words that the user has added."""
    try:
        text = system.read_file(own_words_file(), _MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return set()
    return {line.strip().replace("’", "'") for line in text.splitlines()}


def accept_word(word: str) -> None:
    """Add a word. Raises OSError."""
    file = own_words_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as words:
        words.write(f"{word}\n")
