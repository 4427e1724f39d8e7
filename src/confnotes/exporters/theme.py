"""The theme of a summary in HTML, PDF, slides and drawings: colors, fonts and sizes only.

A theme is a YAML file with the fields of `Theme`; missing ones are taken from `paper`. Values are validated, so that
they can be written to a stylesheet as they are.
"""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from functools import cache
from importlib.resources import files
from typing import Any

from confnotes.errors import ConfnotesError, UsageError
from confnotes.markup.yaml12 import YamlEntry, YamlError, load, load_entries
from confnotes.model.fast_dataclass import fast_dataclass

THEMES = ("paper", "plain", "ink")
_UNQUOTED = re.compile(r"[^#\"']*:[ ]+#[0-9a-fA-F]{3,8}\b")
_LARGEST_FILE = 20_000
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FAMILY = re.compile(r"[^\W_](?:[^\W_]|[ -]){0,79}")
_SMALLEST, _LARGEST = 0.7, 1.6
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace"})


@fast_dataclass(frozen=True, slots=True)
class Colours:
    """Colors as `#rrggbb`: background, text, muted text, rules, muted areas, links and stars.

    Raises ValueError for any other value.
    """

    paper: str
    ink: str
    soft: str
    line: str
    wash: str
    accent: str
    star: str

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if not isinstance(value, str) or not _COLOUR.fullmatch(value):
                raise ValueError(f'“{one.name}” is not a color; write it in quotes, as "#0a5a63"')


LIGHT = Colours("#fcfbf8", "#1f2226", "#5b6067", "#e3dfd6", "#f3f0e9", "#0a5a63", "#8a5a00")
DARK = Colours("#15181b", "#e7e4dd", "#a3a8ae", "#2e3439", "#1d2125", "#7cc7cf", "#e0b15a")


@fast_dataclass(frozen=True, slots=True)
class Theme:
    """A named theme. Fonts are lists of families by preference; `size` is a factor.

    Raises ValueError for a family with other characters than letters, digits, spaces and hyphens, and for a size out of
    range.
    """

    name: str = "paper"
    light: Colours = LIGHT
    dark: Colours = DARK
    text: tuple[str, ...] = (
        *("Iowan Old Style", "Palatino", "Palatino Linotype", "TeX Gyre Pagella", "Source Serif 4", "Noto Serif"),
        *("Georgia", "serif"),
    )
    label: tuple[str, ...] = ("system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Liberation Sans", "sans-serif")
    code: tuple[str, ...] = ("ui-monospace", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace")
    size: float = 1.0

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not _FAMILY.fullmatch(self.name):
            raise ValueError("“name” may contain letters, digits, spaces and hyphens only")
        for letters in ("text", "label", "code"):
            families = getattr(self, letters)
            listed = isinstance(families, tuple) and families
            if not listed or not all(isinstance(one, str) and _FAMILY.fullmatch(one) for one in families):
                raise ValueError(f"“{letters}” is not a list of font families, such as [Georgia, serif]")
        if type(self.size) not in (int, float) or not _SMALLEST <= self.size <= _LARGEST:
            raise ValueError(f"“size” is not a number from {_SMALLEST} to {_LARGEST}")


def css_variables(theme: Theme) -> str:
    """The theme as CSS custom properties: `--paper` to `--star`, `--text`, `--label`, `--code` and `--size`.

    A page follows the system's light or dark mode, unless its root has `data-look="light"` or `"dark"`; print is light.
    """
    light, dark = _colour_variables(theme.light), _colour_variables(theme.dark)
    letters = "".join(f" --{name}: {_families(getattr(theme, name))};" for name in ("text", "label", "code"))
    return (
        f":root {{ color-scheme: light; {light}{letters} --size: {theme.size:g}; }}\n"
        "@media screen and (prefers-color-scheme: dark) "
        f'{{ :root:not([data-look="light"]) {{ color-scheme: dark; {dark} }} }}\n'
        f'@media screen {{ :root[data-look="dark"] {{ color-scheme: dark; {dark} }} }}\n'
    )


def _colour_variables(colours: Colours) -> str:
    return " ".join(f"--{name}: {value};" for name, value in asdict(colours).items())


def _families(names: tuple[str, ...]) -> str:
    return ", ".join(name if name in _GENERIC else f'"{name}"' for name in names)


def load_theme(name_or_text: str) -> Theme:
    """The theme with that name, or described by a YAML text of its fields.

    Raises UsageError for an unknown name, ConfnotesError with the line of an invalid text.
    """
    if name_or_text in THEMES:
        return _built_in(name_or_text)
    if ":" not in name_or_text:
        raise UsageError(f"unknown theme “{name_or_text}”", f"Choose one of: {', '.join(THEMES)}, or name a file.")
    return _read(name_or_text)


@cache
def _built_in(name: str) -> Theme:
    if name == (usual := Theme()).name:  # its file says the same, for people to copy
        return usual
    return _read((files("confnotes.exporters") / "themes" / f"{name}.yaml").read_text(encoding="utf-8"))


def _read(text: str) -> Theme:
    if len(text) > _LARGEST_FILE:
        raise ConfnotesError("too large for a theme", "A theme has only colors, fonts and a size.")
    try:
        found = load(text)
        if not isinstance(found, dict):
            raise YamlError("a theme consists of “name: value” lines", 1)
        _, entries = load_entries(text)
    except YamlError as error:
        for number, line in enumerate(text.split("\n"), 1):
            if _UNQUOTED.match(line):
                raise _wrong(number, "a color needs quotes, because # begins a comment") from None
        raise _wrong(error.line, error.reason) from None
    given: dict[str, Any] = {"name": "own"}
    known = {one.name for one in fields(Theme)}
    for entry in entries:
        value = found[entry.key]
        try:
            if entry.key not in known:
                raise ValueError(f"unknown field “{entry.key}”; use {', '.join(sorted(known))}")
            if entry.key in ("light", "dark"):
                given[entry.key] = _read_colours(text, entry, value)
            else:
                given[entry.key] = tuple(value) if isinstance(value, list) else value
                Theme(**{entry.key: given[entry.key]})
        except (TypeError, ValueError) as error:
            raise _wrong(entry.at.line + 1, str(error)) from None
    return Theme(**given)


def _read_colours(text: str, entry: YamlEntry, value: object) -> Colours:
    """The colors in a mapping, the others from `paper`; raises ConfnotesError with the line of an invalid one."""
    if not isinstance(value, dict):
        raise ValueError(f"“{entry.key}” must be a mapping of colors")
    colours = asdict(LIGHT if entry.key == "light" else DARK)
    lines = text.split("\n")
    for name, colour in value.items():
        at = next(
            (
                n
                for n in range(entry.at.line, len(lines))
                if re.search(rf"(?<![\w-]){re.escape(name)}[\"']?[ ]*:", lines[n])
            ),
            entry.at.line,
        )
        try:
            if name not in colours:
                raise ValueError(f"unknown color “{name}”; use {', '.join(colours)}")
            Colours(**{**colours, name: colour})
        except ValueError as error:
            raise _wrong(at + 1, str(error)) from None
        colours[name] = colour
    return Colours(**colours)


def _wrong(line: int, reason: str) -> ConfnotesError:
    return ConfnotesError(f"line {line} of the theme: {reason}", "See “Themes” in the documentation.")
