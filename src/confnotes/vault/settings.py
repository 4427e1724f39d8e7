"""The user's settings, declared in `SETTINGS` and stored in `config.yaml` in the user's config folder.

- `setting_value(AUTHOR)` is the effective value: from the environment, else from the file, else the default.
- `setting_state(AUTHOR)` adds the source of the value and its problems; `all_settings()` does so for every setting, for
`confnotes config` and the Settings screen.
- `set_setting("theme", "dark")` and `unset_setting("theme")` check the value and change its line of the file. Comments,
other lines and keys of other programs keep their bytes.

A new setting needs only a `Setting` here and its name in `SETTINGS`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from confnotes import config, notices, system
from confnotes.errors import ConfnotesError, remedy_of
from confnotes.model.fast_dataclass import fast_dataclass

T = TypeVar("T")

_MOST_BYTES: Final = 1 << 20  # of the file with settings
_TRIES: Final = 10  # each fails only if another program wrote meanwhile
_BOM: Final = "\ufeff"
LEAST_HISTORY: Final = 10  # MB
THEMES: Final = ("auto", "dark", "light", "transparent", "terminal")
_TEXTUAL_THEMES: Final = """
    ansi-dark ansi-light atom-one-dark atom-one-light catppuccin-frappe catppuccin-latte catppuccin-macchiato
    catppuccin-mocha dracula flexoki gruvbox monokai nord rose-pine rose-pine-dawn rose-pine-moon solarized-dark
    solarized-light textual-dark textual-light tokyo-night
"""
TEXTUAL_THEMES: Final = frozenset(_TEXTUAL_THEMES.split())


class SettingsFault(StrEnum):
    """The kind of a problem with the settings file or one of its lines."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown-setting"
    BAD_VALUE = "bad-value"
    BAD_KEY = "bad-key"
    UNWRITABLE = "unwritable"


class SettingsError(ConfnotesError):
    """The settings cannot be read or changed; `line` counts from 1 in `config.yaml`."""

    def __init__(self, fault: SettingsFault, message: str, hint: str = "", line: int | None = None) -> None:
        super().__init__(message, hint)
        self.fault = fault
        self.line = line
        self.exit_code = 2 if fault in (SettingsFault.UNKNOWN, SettingsFault.BAD_VALUE) else 1


@fast_dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """A setting: `read` converts a value of YAML or the environment, None if it is invalid.

    `expected` names the valid values in an error (“yes, no or ask”); `choices` lists them if they are few.
    """

    key: str
    default: T
    help: str
    expected: str
    read: Callable[[object], T | None]
    choices: tuple[str, ...] = ()
    variable: str | None = None


class SettingSource(StrEnum):
    """The source of a setting's value."""

    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@fast_dataclass(frozen=True, slots=True)
class SettingState(Generic[T]):
    """A setting, its value and the source of that; `problem` says why another value is ignored."""

    setting: Setting[T]
    value: T
    source: SettingSource
    problem: SettingsError | None = None


def _text(value: object) -> str | None:
    return " ".join(value.split()) if isinstance(value, str) else None


def _languages(value: object) -> str | None:
    """Languages with commas between them, also from a list."""
    return _text(", ".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value)


def _theme(value: object) -> str | None:
    """The name of a theme: ours, one of Textual's, or of a file in the folder `themes`."""
    name = value.strip() if isinstance(value, str) else ""
    if name.lower() in (*THEMES, *TEXTUAL_THEMES):
        return name.lower()
    is_name = bool(name) and len(name) <= 60 and name.replace("-", "").replace("_", "").isalnum()
    return name if is_name and (config.settings_file().parent / "themes" / f"{name}.yaml").is_file() else None


def _folder(value: object) -> Path | None:
    return system.user_path(value) if isinstance(value, str) and value.strip() else None


def _folders(value: object) -> list[str] | None:
    """Several folders; typed with commas between them."""
    entries = value.split(", ") if isinstance(value, str) else value
    folders = [_folder(one) for one in entries] if isinstance(entries, list) else [None]
    return [str(one.absolute()) for one in folders if one is not None] if None not in folders else None


def _choice(key: str, choices: tuple[str, ...], help_: str) -> Setting[str]:
    """A setting with a few values, the first of them its default; YAML's booleans count as yes and no."""

    def read(value: object) -> str | None:
        if isinstance(value, bool):
            value = "yes" if value else "no"
        word = value.strip().casefold() if isinstance(value, str) else ""
        word = {"true": "yes", "on": "yes", "false": "no", "off": "no"}.get(word, word)
        return word if word in choices else None

    expected = f"{', '.join(choices[:-1])} or {choices[-1]}"
    return Setting(key, choices[0], help_, expected, read, choices)


def _number(key: str, default: int, least: int, help_: str) -> Setting[int]:
    """A setting with a whole number; lower numbers count as `least`."""

    def read(value: object) -> int | None:
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            value = int(value.strip())
        return max(least, value) if isinstance(value, int) and not isinstance(value, bool) else None

    return Setting(key, default, help_, f"a whole number, {least} or more", read)


def _entries(key: str, help_: str, expected: str) -> Setting[list[str]]:
    """A setting with a list of entries of two parts, a word and what it stands for; typed with commas between them."""

    def read(value: object) -> list[str] | None:
        entries = [part.strip() for part in value.split(", ")] if isinstance(value, str) else value
        if not isinstance(entries, list) or not all(isinstance(one, str) and len(one.split()) > 1 for one in entries):
            return None
        return entries

    return Setting(key, [], help_, expected, read)


VAULT: Final[Setting[Path | None]] = Setting(
    "vault",
    None,
    "The vault to open, unless you start confnotes inside another one.",
    "the path of a folder",
    _folder,
    variable=config.VAULT_VARIABLE,
)
VAULTS: Final[Setting[list[str]]] = Setting(
    "vaults",
    [],
    "Other vaults, or folders with vaults, that searches cover, too. Read-only.",
    "a list of folders, such as ~/lab/iclr-2026, ~/lab/neurips-2025",
    _folders,
)
AUTHOR: Final = Setting("author", "", "Your name, as it appears in exports.", "a name", _text)
THEME: Final = Setting(
    "theme",
    "auto",
    "Colors of the screens; auto follows the terminal. Or a name such as nord.",
    "auto, dark, light, transparent, terminal or the name of a theme",
    _theme,
    THEMES,
)
FETCH_TITLES: Final = _choice(
    "fetch_titles", ("ask", "yes", "no"), "Fetch missing titles of papers and pages from the web."
)
REMINDERS: Final = _choice("reminders", ("yes", "no"), "Remind of talks that are about to begin and of open questions.")
NOTIFICATIONS: Final = _choice(
    "notifications",
    ("yes", "bell", "no"),
    "Bell and desktop notification five minutes before a starred talk.",
)
HISTORY_MEGABYTES: Final = _number(
    "history_megabytes", 200, LEAST_HISTORY, "Maximum disk space for earlier versions of notes, in MB."
)
KEYMAP: Final = _choice("keymap", ("default", "vim", "emacs"), "Keys: those of most editors, vim's, or emacs's.")
LIVE_PREVIEW: Final = _choice(
    "live_preview", ("yes", "no"), "Hide Markdown syntax in the editor, except on the cursor's line."
)
PICTURES: Final = _choice(
    "pictures",
    ("auto", "blocks", "no"),
    "Pictures in notes: as the terminal can, as blocks, or only names.",
)
CLOSE_PAIRS: Final = _choice("close_pairs", ("yes", "no"), "Close brackets, quotes and ** while typing a note.")
ABBREVIATIONS: Final = _entries(
    "abbreviations",
    "Abbreviations that are replaced while you type a note.",
    "a list such as “-> →, w/ with”: each an abbreviation, a space and its text",
)
SPELLING: Final = Setting(
    "spelling",
    "auto",
    "Dictionaries of the spell check; auto is your system's language.",
    "auto, no, or languages such as en_US, de_DE",
    _languages,
)
SETTINGS: Final[tuple[Setting[Any], ...]] = (
    VAULT,
    VAULTS,
    AUTHOR,
    THEME,
    KEYMAP,
    LIVE_PREVIEW,
    PICTURES,
    CLOSE_PAIRS,
    ABBREVIATIONS,
    SPELLING,
    REMINDERS,
    NOTIFICATIONS,
    FETCH_TITLES,
    HISTORY_MEGABYTES,
)

KEYS: Final = "keys"
"""The field of the user's own keys; what they may be is decided by the screens."""


@fast_dataclass(frozen=True, slots=True)
class OwnKeys:
    """The user's own keys: the value of each action's name, as written."""

    keys: Mapping[str, object]

    def problem(self, name: str, said: str, hint: str) -> SettingsError:
        """What is wrong with the keys of a name, and in which line."""
        line = _line_within(KEYS, name)
        return SettingsError(SettingsFault.BAD_KEY, f"{config.settings_file()}:{line}: {said}", hint, line)


def own_keys() -> tuple[OwnKeys, list[SettingsError]]:
    """The user's own keys, none without them; and what is wrong if they are not names with keys."""
    try:
        written = _read().get(KEYS)
    except SettingsError:
        written = None  # reported with the settings
    if isinstance(written, dict):
        return OwnKeys({str(name): value for name, value in written.items()}), []
    none = OwnKeys({})
    if written is None:
        return none, []
    return none, [none.problem("", "keys must be lines of “action: key”", "For example, below keys: export: F9")]


def setting_value(setting: Setting[T]) -> T:
    """The effective value. An invalid value is reported as a notice, and the default used."""
    state = setting_state(setting)
    if state.problem is not None:
        notices.tell(f"{state.problem.message} (using the default instead)")
    return state.value


def setting_state(setting: Setting[T]) -> SettingState[T]:
    """The value of a setting, its source, and problems with the user's value."""
    try:
        return _state(setting, _read())
    except SettingsError as error:
        return _state(setting, {}, error)


def all_settings() -> list[SettingState[Any]]:
    """Every setting in the order of `SETTINGS`."""
    return [setting_state(setting) for setting in SETTINGS]


def unknown_settings() -> list[SettingsError]:
    """The unknown keys in the file; none if the file cannot be read."""
    try:
        fields = _read()
    except SettingsError:
        return []
    file, known = config.settings_file(), {setting.key for setting in SETTINGS} | {KEYS}
    unknown = [key for key in fields if key not in known]
    lines = _lines() if unknown else {}
    return [
        SettingsError(
            SettingsFault.UNKNOWN,
            f"{file}:{lines.get(key, 1)}: unknown setting “{key}”",
            _similar(str(key)),
            lines.get(key),
        )
        for key in unknown
    ]


def setting_named(key: str) -> Setting[Any]:
    """The setting of that key, also written with dashes. Raises SettingsError with the most similar key."""
    wanted = key.strip().casefold().replace("-", "_")
    for setting in SETTINGS:
        if setting.key == wanted:
            return setting
    raise SettingsError(SettingsFault.UNKNOWN, f"unknown setting “{key}”", _similar(key))


def set_setting(key: str, value: object) -> None:
    """Write one setting; raises SettingsError for an unknown key or an invalid value."""
    setting = setting_named(key)
    read = setting.read(value)
    if read is None:
        raise SettingsError(
            SettingsFault.BAD_VALUE, f"invalid value for “{setting.key}”: {value}", f"Use {setting.expected}."
        )
    _write(setting.key, str(read.absolute()) if isinstance(read, Path) else read)


def unset_setting(key: str) -> None:
    """Remove one setting from the file, so that its default applies; raises SettingsError."""
    _write(setting_named(key).key, None)


def _state(
    setting: Setting[T], fields: Mapping[str, object], unreadable: SettingsError | None = None
) -> SettingState[T]:
    said = os.environ.get(setting.variable) if setting.variable else None
    if said and (value := setting.read(said)) is not None:
        return SettingState(setting, value, SettingSource.ENVIRONMENT)
    written = fields.get(setting.key)
    if written is None:
        return SettingState(setting, setting.default, SettingSource.DEFAULT, unreadable)
    value = setting.read(written)
    if value is not None:
        return SettingState(setting, value, SettingSource.FILE)
    line = _line(setting.key)
    message = f"{config.settings_file()}:{line or 1}: {setting.key} must be {setting.expected}"
    problem = SettingsError(SettingsFault.BAD_VALUE, message, f"Run `confnotes config {setting.key} VALUE`.", line)
    return SettingState(setting, setting.default, SettingSource.DEFAULT, problem)


def _read() -> Mapping[str, object]:
    """The content of the file; empty if it does not exist. Raises SettingsError."""
    return _parse(_text_of_file().removeprefix(_BOM))


def _text_of_file() -> str:
    file = config.settings_file()
    try:
        return system.read_file(file, _MOST_BYTES).decode()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise _unreadable(str(file), reason) from error


def _parse(text: str) -> Mapping[str, object]:
    if not text:
        return {}
    from confnotes.markup.frontmatter import read_quickly

    fields = read_quickly(text)
    if fields is not None:
        return fields
    from confnotes.markup.yaml12 import YamlError, load

    file = config.settings_file()
    try:
        value = load(text)
    except YamlError as error:
        raise _unreadable(f"{file}:{error.line}", error.reason, error.line) from error
    except ConfnotesError as error:
        raise _unreadable(str(file), error.message) from error
    if not isinstance(value, dict | None):
        raise _unreadable(f"{file}:1", "expected lines of “name: value”", 1)
    return value or {}


def _unreadable(place: str, reason: str, line: int | None = None) -> SettingsError:
    hint = "Correct it in a text editor."
    return SettingsError(SettingsFault.UNREADABLE, f"{place}: cannot read your settings: {reason}", hint, line)


def _line(key: str) -> int | None:
    """The line of a key in the file, from 1."""
    return _lines().get(key)


def _lines() -> dict[object, int]:
    """The line of each key in the file, from 1; empty if it cannot be read."""
    from confnotes.markup.yaml12 import load_entries

    try:
        entries = load_entries(_text_of_file().removeprefix(_BOM))[1]
    except ConfnotesError:
        return {}
    return {entry.key: entry.at.line + 1 for entry in reversed(entries)}


def _line_within(key: str, name: str) -> int:
    """The line of a name below a key of the file, from 1; that of the key if it is not on a line of its own."""
    first = _line(key) or 1
    lines = _text_of_file().removeprefix(_BOM).splitlines()
    for number, line in enumerate(lines[first:], first + 1):
        if name and line.strip().partition(":")[0].strip("\"' ") == name:
            return number
    return first


def _similar(key: str) -> str:
    from rapidfuzz import process

    keys = [setting.key for setting in SETTINGS]
    near = process.extractOne(key.casefold().replace("-", "_"), keys, score_cutoff=60)
    return f"Did you mean “{near[0]}”?" if near else f"Settings: {', '.join(keys)}."


def _write(key: str, value: object) -> None:
    """Set or remove (None) one line of the file, atomically. A link to the file stays a link."""
    from confnotes.vault.atomic import DiskDiffersError, atomic_write
    from confnotes.vault.folders import open_target
    from confnotes.vault.version import version_of

    file = system.real_path(config.settings_file())
    for _ in range(_TRIES):
        text = _text_of_file()
        bom = _BOM if text.startswith(_BOM) else ""
        after = bom + _with_field(text.removeprefix(_BOM), key, value)
        if after == text:
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            known = version_of(text.encode()) if file.exists() else None
            with open_target(file.parent, file.name, None) as target:
                atomic_write(target, after.encode(), known)
        except DiskDiffersError:
            continue
        except OSError as error:
            raise _unwritable(file, (error.strerror or str(error)).lower(), remedy_of(error)) from error
        return
    raise _unwritable(file, "other programs keep changing it", "Try again, or edit the file.")


def _unwritable(file: Path, reason: str, hint: str) -> SettingsError:
    return SettingsError(SettingsFault.UNWRITABLE, f"cannot save {file}: {reason}", hint)


def _with_field(text: str, key: str, value: object) -> str:
    """The text of the file with one key set or removed. Raises SettingsError if that is not safe."""
    from confnotes.markup.frontmatter import set_fields

    expected = {name: one for name, one in _parse(text).items() if name != key}
    if value is not None:
        expected[key] = value
    try:
        line_end = "\r\n" if "\r\n" in text else "\n"
        fence = f"---{line_end}"
        end = "" if not text or text.endswith("\n") else line_end
        after = set_fields(f"{fence}{text}{end}{fence}", {key: value}).removeprefix(fence).removesuffix(fence)
        is_safe = _parse(after) == expected
    except ConfnotesError:
        is_safe = False
    if not is_safe:
        line = _line(key)
        message = f"{config.settings_file()}: cannot change “{key}” without touching other lines"
        raise SettingsError(SettingsFault.UNWRITABLE, message, "Edit the file in a text editor.", line)
    return after
