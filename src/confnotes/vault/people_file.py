"""Who the user said is one person, and who is not: `.confnotes/people.yaml`, names as they stand in the programs.

    same:
      - [Jonathan Ho, J. Ho]        # the first is what they are called
    different:
      - [J. Ho, Jason Ho]
      - [Wei Wang, Wei Wang]        # several people have this name

A file that a person edits too: what is no list of names is passed over, and comments survive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.names import exact
from confnotes.markup.salvage import fields_with_lines
from confnotes.markup.yaml12 import load
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.vault.layout import MARKER

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

PEOPLE_FILE = f"{MARKER}/people.yaml"
EMPTY = "# Who is one person under several names, and who only seems to be.\n"
_KEYS = ("same", "different")
_SECTION = re.compile(r"(\w+):")


def names_one(names: tuple[str, ...]) -> bool:
    """Whether a row has one name only, several times."""
    return len(set(map(exact, names))) == 1


@dataclass(frozen=True, slots=True)
class Decisions:
    """Lists of names of one person each, the first is what they are called; pairs of names of two people."""

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()

    @property
    def split(self) -> frozenset[str]:
        """The names that several people have: those that stand twice in a pair."""
        return frozenset(names[0] for names in self.different if names_one(names))


def read_decisions(vault: Vault) -> Decisions:
    """What the user decided, as far as it can be read."""
    return vault.own(PEOPLE_FILE, parse, Decisions())


def parse(text: str) -> Salvaged[Decisions]:
    """The decisions in the file, as far as they can be read."""
    found = fields_with_lines(text, "must be “same:” or “different:” with rows of names")
    rows: dict[str, tuple[tuple[str, ...], ...]] = {}
    odd: list[Damage] = []
    for key in _KEYS:
        value = found.value.get(key)
        items = value if isinstance(value, list) else []
        rows[key] = tuple(filter(None, map(_names, items)))
        if len(rows[key]) != len(items) or not (value is None or isinstance(value, list)):
            odd.append(Damage(Fault.VALUE, found.value.lines[key], about=f"under “{key}” is no row of two names"))
    return Salvaged(Decisions(rows["same"], rows["different"]), (*found.damage, *odd))


def add_decision(vault: Vault, key: str, names: tuple[str, str]) -> None:
    """Write one decision, `same` or `different`, into the file; raises ConfnotesError."""
    vault.change(PEOPLE_FILE, lambda text: _with_row(text or EMPTY, key, names), new="")


def _with_row(text: str, key: str, names: tuple[str, ...]) -> str:
    lines = [line if line.endswith("\n") else f"{line}\n" for line in text.splitlines(keepends=True)]
    at = next((number for number, line in enumerate(lines) if line.split("#")[0].rstrip() == f"{key}:"), None)
    if at is None:
        lines += [f"{key}:\n", _written(names)]
    else:
        lines.insert(at + 1, _written(names))
    made = "".join(lines)
    load(made)
    return made


def with_called(text: str, name: str, old: str) -> str:
    """The file's text where whoever was called `old` is called `name`, and still is the same person under both.

    "" is a file that is not there yet. Raises ConfnotesError for a row that is written over several lines.
    """
    lines = (text or EMPTY).splitlines(keepends=True)
    found = False
    for number, names in _rows(lines, "same"):
        if exact(old) in map(exact, names):
            lines[number] = _written((name, *(each for each in names if exact(each) != exact(name))))
            found = True
    made = "".join(lines)
    return made if found else _with_row(made, "same", (name, old))


def remove_decision(vault: Vault, key: str, name: str, other: str) -> bool:
    """Take two names out of one row of decisions, `same` or `different`; False when none has both.

    A row that keeps several names keeps its first; every other line stays. Raises ConfnotesError, also for a row that
    is written over several lines.
    """
    try:
        file = vault.read(PEOPLE_FILE)
    except NotFoundError:
        return False
    found = False
    both = {exact(name), exact(other)}
    lines = file.text.splitlines(keepends=True)
    for number, names in _rows(lines, key):
        if both <= set(map(exact, names)) and (len(both) > 1 or names_one(names)):
            rest = tuple(each for each in names if exact(each) != exact(other))
            lines[number] = _written(rest) if len(rest) > 1 else ""
            found = True
    if found:
        vault.save(PEOPLE_FILE, _without_empty("".join(lines)), file.version)
    elif any(
        both <= set(map(exact, row)) and (len(both) > 1 or names_one(row))
        for row in getattr(read_decisions(vault), key)
    ):
        raise ConfnotesError(f"{PEOPLE_FILE} lists the name over several lines", "Remove the name there.")
    return found


def _rows(lines: list[str], key: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The number, from 0, and the names of each row of decisions that stands on one line."""
    section = ""
    for number, line in enumerate(lines):
        section = match[1] if (match := _SECTION.match(line)) else section
        if section == key and (names := _row(line)):
            yield number, names


def _row(line: str) -> tuple[str, ...]:
    """The names of a row that stands on one line."""
    try:
        value = load(line.strip())
    except ConfnotesError:
        return ()
    return _names(value[0]) if isinstance(value, list) and len(value) == 1 else ()


def _written(names: tuple[str, ...]) -> str:
    return f"  - [{', '.join(json.dumps(name, ensure_ascii=False) for name in names)}]\n"


def _without_empty(text: str) -> str:
    """Without the heading of a section that has lost its last row: YAML would read it as nothing."""
    fields = load(text)
    empty = [key for key in _KEYS if isinstance(fields, dict) and key in fields and not fields[key]]
    lines = text.splitlines(keepends=True)
    made = "".join(line for line in lines if not any(line.split("#")[0].rstrip() == f"{key}:" for key in empty))
    return made or EMPTY


def _names(row: object) -> tuple[str, ...]:
    return tuple(str(name) for name in row) if isinstance(row, list) and len(row) > 1 else ()
