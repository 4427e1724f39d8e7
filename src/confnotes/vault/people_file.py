"""The user's decisions on duplicate people: `.confnotes/people.yaml`, with names as written in programs.

    same:
      - [Jonathan Ho, J. Ho]        # the first is the name to use
      - [Ann Oak, Ann Oak]          # everybody with this name, whatever their ids
      - ["Bo Elm (frab:7)", "Bo Elm (frab:9)"]  # two of several people with this name, by their ids
    different:
      - [J. Ho, Jason Ho]
      - [Wei Wang, Wei Wang]        # several people have this name

Users may edit the file: rows that are not lists of names are ignored, and comments survive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.link_names import aliases
from confnotes.markup.names import exact
from confnotes.markup.salvage import fields_with_lines
from confnotes.markup.yaml12 import load
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.vault.layout import MARKER

if TYPE_CHECKING:
    from confnotes.model.note import Outline
    from confnotes.vault.vault import Vault

PEOPLE_FILE = f"{MARKER}/people.yaml"
EMPTY = "# Who is the same person under several names, and who is not.\n"
_KEYS = ("same", "different")
_SECTION = re.compile(r"(\w+):")


def names_one(names: Sequence[str]) -> bool:
    """Whether a row repeats a single name."""
    return len(set(map(exact, names))) == 1


@fast_dataclass(frozen=True, slots=True)
class Decisions:
    """Lists of names of one person each, starting with the name to use; pairs of names of different people."""

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()

    @property
    def split(self) -> frozenset[str]:
        """The names that several people share: those repeated in a pair."""
        return frozenset(names[0] for names in self.different if names_one(names))


def read_decisions(vault: Vault) -> Decisions:
    """The user's decisions, as far as they can be read."""
    return vault.own(PEOPLE_FILE, parse, Decisions())


def names_of_one(vault: Vault, about: Iterable[Outline]) -> list[tuple[str, ...]]:
    """Rows of names, each of one person: merged by the user, or aliases in one of these notes about people."""
    return [*read_decisions(vault).same, *alias_rows(about)]


def alias_rows(about: Iterable[Outline]) -> list[tuple[str, ...]]:
    """The names of each of these notes that has aliases."""
    return [(note.title, note.stem, *others) for note in about if (others := aliases(note.fields))]


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
            odd.append(Damage(Fault.VALUE, found.value.lines[key], about=f"not a row of two names under “{key}”"))
    return Salvaged(Decisions(rows["same"], rows["different"]), (*found.damage, *odd))


def add_decision(vault: Vault, key: str, names: tuple[str, str]) -> None:
    """Add a decision, `same` or `different`, to the file; raises ConfnotesError."""
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
    """The file's text after renaming a person from `old` to `name`, with both names for the same person.

    "" stands for a file that does not exist yet. Raises ConfnotesError for a row that spans several lines.
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
    """Remove two names from a row of decisions, `same` or `different`; False if no row has both.

    A row with more names keeps the first; all other lines stay, and a file without any row is removed. Raises
    ConfnotesError, also for a row spread over several lines.
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
    if found and (left := _without_empty("".join(lines))) != EMPTY:
        vault.save(PEOPLE_FILE, left, file.version)
    elif found:
        vault.remove(PEOPLE_FILE, file.version)
    elif any(
        both <= set(map(exact, row)) and (len(both) > 1 or names_one(row))
        for row in getattr(read_decisions(vault), key)
    ):
        raise ConfnotesError(f"{PEOPLE_FILE} lists the name over several lines", "Remove the name there.")
    return found


def _rows(lines: list[str], key: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line number, from 0, and the names of each row of decisions written on one line."""
    section = ""
    for number, line in enumerate(lines):
        section = match[1] if (match := _SECTION.match(line)) else section
        if section == key and (names := _row(line)):
            yield number, names


def _row(line: str) -> tuple[str, ...]:
    """The names of a row written on one line."""
    try:
        value = load(line.strip())
    except ConfnotesError:
        return ()
    return _names(value[0]) if isinstance(value, list) and len(value) == 1 else ()


def _written(names: tuple[str, ...]) -> str:
    return f"  - [{', '.join(json.dumps(name, ensure_ascii=False) for name in names)}]\n"


def _without_empty(text: str) -> str:
    """The text without the heading of a section that has lost its last row: YAML would read it as null."""
    fields = load(text)
    empty = [key for key in _KEYS if isinstance(fields, dict) and key in fields and not fields[key]]
    lines = text.splitlines(keepends=True)
    made = "".join(line for line in lines if not any(line.split("#")[0].rstrip() == f"{key}:" for key in empty))
    return made or EMPTY


def _names(row: object) -> tuple[str, ...]:
    return tuple(str(name) for name in row) if isinstance(row, list) and len(row) > 1 else ()
