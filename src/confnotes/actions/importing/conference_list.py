"""Conferences to choose from: a bundled list and the user's own.

For each address, the bundled list names the public file that mentions it. The user's list is `conferences.yaml` in the
settings folder; its addresses count as typed by the user.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from confnotes import config, system
from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold

OWN_LIST: Final = "conferences.yaml"
_FIELDS: Final = ("name", "address", "format", "zone", "year", "seen", "on")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_TEXT_BYTES: Final = 1_000_000  # of a list


@dataclass(frozen=True, slots=True)
class ListedConference:
    """A conference and the address of its program.

    `format` is the name of an importer's format, `zone` an IANA name if listed, `year` the edition's. `seen` is the
    public file (repository and path) that names the address, `on` the date it was read; both are empty in the user's
    `own` list, and for the program of a `colleague`.
    """

    name: str
    address: str
    format: str = ""
    zone: str = ""
    year: int | None = None
    seen: str = ""
    on: date | None = None
    own: bool = False
    colleague: str = ""


class ListError(ConfnotesError):
    """An invalid entry in the user's list; `line` counts from 1."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file.name}:{line}: {reason}", f"Edit {file}.")
        self.line = line


def own_list() -> Path:
    """Path of the user's list, which may not exist."""
    return config.settings_file().parent / OWN_LIST


def bundled_conferences() -> list[ListedConference]:
    """The bundled conferences: newest year first, then by name."""
    file = files(__package__) / "conferences.yaml"
    found, problems = _read(file.read_text(encoding="utf-8"), Path("conferences.yaml"), own=False)
    if problems:
        raise problems[0]
    return found


def own_conferences() -> tuple[list[ListedConference], list[ListError]]:
    """The valid entries of the user's list, in order, and errors for the others."""
    file = own_list()
    try:
        text = system.read_file(file, _TEXT_BYTES).decode()
    except FileNotFoundError:
        return [], []
    except UnicodeDecodeError as error:
        return [], [ListError(file, error.object[: error.start].count(b"\n") + 1, "This is not UTF-8 text.")]
    except OSError as error:
        return [], [ListError(file, 1, f"Cannot read the list: {(error.strerror or str(error)).lower()}.")]
    return _read(text, file, own=True)


def matching(conferences: list[ListedConference], text: str) -> list[ListedConference]:
    """Conferences whose name, year or address contains all words of the text, in the order of the list.

    Names that begin with the text come first.
    """
    typed = fold(text)
    found = [
        one
        for one in conferences
        if all(word in fold(f"{one.name} {one.year or ''} {one.address}") for word in typed.split())
    ]
    return sorted(found, key=lambda one: not fold(one.name).startswith(typed))


def _read(text: str, file: Path, *, own: bool) -> tuple[list[ListedConference], list[ListError]]:
    from confnotes.markup.yaml12 import LinedFields, YamlError, load_lined

    try:
        value = load_lined([*enumerate(text.removeprefix("\ufeff").splitlines(), 1)])
    except YamlError as error:
        return [], [ListError(file, error.line, f"{error.reason[:1].upper()}{error.reason[1:]}.")]
    except ConfnotesError as error:
        return [], [ListError(file, 1, error.message)]
    if value is None:
        return [], []
    if not isinstance(value, list):
        return [], [ListError(file, 1, "The list must consist of entries that begin with “- name:”.")]
    found: list[ListedConference] = []
    problems: list[ListError] = []
    line = 1
    for entry in value:
        lines = entry.lines if isinstance(entry, LinedFields) else {}
        line = min(lines.values(), default=line)
        reason = _what_is_wrong(entry, {one.address for one in found}, own=own)
        if reason or not isinstance(entry, dict):
            name, message = reason or ("", "An entry needs “name” and “address”.")
            problems.append(ListError(file, lines.get(name, line), message))
        else:
            found.append(_conference(entry, own=own))
    return found, problems


def _conference(entry: Mapping[str, object], *, own: bool) -> ListedConference:
    """A valid entry; the year may be part of its name."""
    texts = {field: str(value).strip() for field, value in entry.items() if value is not None}
    on, year = texts.pop("on", ""), texts.pop("year", "")
    stated = _YEAR.search(year or texts["name"])
    return ListedConference(
        **texts, year=int(stated[0]) if stated else None, on=date.fromisoformat(on) if on else None, own=own
    )


def _what_is_wrong(entry: object, addresses: set[str], *, own: bool) -> tuple[str, str] | None:
    """The invalid field of an entry and the reason; None if it is valid."""
    from confnotes.importers.facts.zones import is_zone

    if not isinstance(entry, Mapping):
        return "", "An entry needs “name” and “address”."
    for field, value in entry.items():
        if field not in _FIELDS:
            return str(field), f"Unknown field “{field}”. Fields: {', '.join(_FIELDS)}."
        if isinstance(value, list | dict):
            return field, f"“{field}” is a list. Write one text, in quotes if needed."
    for field in ("name", "address") if own else ("name", "address", "format", "seen", "on"):
        if not str(entry.get(field) or "").strip():
            return field, f"“{field}” is missing."
    if (zone := entry.get("zone")) and not is_zone(str(zone)):
        return "zone", f"Unknown time zone “{zone}”. Use a name such as Europe/Brussels."
    if str(entry["address"]).strip() in addresses:
        return "address", f"This address is listed twice: {entry['address']}."
    if (year := entry.get("year")) and not _YEAR.fullmatch(str(year).strip()):
        return "year", f"“{year}” is not a year. Write it as 2026."
    try:
        date.fromisoformat(str(entry.get("on") or "2000-01-01"))
    except ValueError:
        return "on", f"“{entry['on']}” is not a date. Write it as 2026-11-23."
    return None
