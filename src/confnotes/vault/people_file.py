"""Who the user said is one person, and who is not: `.confnotes/people.yaml`, names as they stand in the programs.

    same:
      - [Jonathan Ho, J. Ho]        # the first is what they are called
    different:
      - [J. Ho, Jason Ho]

A file that a person edits too: what is no list of names is passed over, and comments survive.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.yaml12 import load
from confnotes.vault.layout import MARKER

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

PEOPLE_FILE = f"{MARKER}/people.yaml"
_HEAD = "# Who is one person under several names, and who only seems to be.\n"
_KEYS = ("same", "different")


@dataclass(frozen=True, slots=True)
class Decisions:
    """Lists of names of one person each, the first is what they are called; pairs of names of two people."""

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()


def read_decisions(vault: Vault) -> Decisions:
    """What the user decided; raises ConfnotesError for a file that is no YAML."""
    try:
        value = load(vault.read(PEOPLE_FILE).text)
    except NotFoundError:
        return Decisions()
    except ConfnotesError as error:
        raise ConfnotesError(f"{PEOPLE_FILE}: {error.message}", error.hint) from error
    fields = value if isinstance(value, dict) else {}
    same, different = (tuple(_names(row) for row in fields.get(key) or [] if _names(row)) for key in _KEYS)
    return Decisions(same, different)


def add_decision(vault: Vault, key: str, names: tuple[str, str]) -> None:
    """Write one decision, `same` or `different`, into the file; raises ConfnotesError."""
    row = f"  - [{', '.join(json.dumps(name, ensure_ascii=False) for name in names)}]\n"
    try:
        file = vault.read(PEOPLE_FILE)
    except NotFoundError:
        vault.save(PEOPLE_FILE, f"{_HEAD}{key}:\n{row}", None)
        return
    lines = [line if line.endswith("\n") else f"{line}\n" for line in file.text.splitlines(keepends=True)]
    at = next((number for number, line in enumerate(lines) if line.split("#")[0].rstrip() == f"{key}:"), None)
    if at is None:
        lines += [f"{key}:\n", row]
    else:
        lines.insert(at + 1, row)
    text = "".join(lines)
    load(text)
    vault.save(PEOPLE_FILE, text, file.version)


def _names(row: object) -> tuple[str, ...]:
    return tuple(str(name) for name in row) if isinstance(row, list) and len(row) > 1 else ()
