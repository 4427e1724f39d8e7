"""Photos placed in notes: `.confnotes/photos.yaml`, one line per photo, by the digest of its file.

    "9f86d0…": {name: "2019-12-10 101215.jpg", note: "NeurIPS 2019/2019-12-10 1005 Updates.md"}

A photo stays in the file when its line is deleted from the note, so that it is not placed again. Other lines are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.markup.merge_marks import lines_of_all
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.vault.layout import MARKER
from confnotes.vault.own_files import DamagedFileError

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

PATH = f"{MARKER}/photos.yaml"
HEAD = "# Photos placed in notes. A photo whose line you delete from a note is not placed again.\n"
_LINE = re.compile(r'"([0-9a-f]{64})": \{name: ("(?:[^"\\]|\\.)*"), note: ("(?:[^"\\]|\\.)*")\}')


@dataclass(frozen=True, slots=True)
class PlacedPhoto:
    """The name of the copy in `attachments/`, and the path of its note."""

    name: str
    note: str


def read_placed(vault: Vault) -> dict[str, PlacedPhoto]:
    """The placed photos by digest; raises DamagedFileError if the file cannot be read as a whole.

    Photos in unreadable lines would be placed a second time.
    """
    placed: dict[str, PlacedPhoto] = vault.own(PATH, parse, {})
    if damages := vault.damage.of(PATH):
        raise DamagedFileError(PATH, damages)
    return placed


def add_placed(vault: Vault, new: Mapping[str, PlacedPhoto]) -> None:
    """Record placed photos; raises ConfnotesError."""
    rows = "".join(
        f'"{digest}": {{name: {_quoted(photo.name)}, note: {_quoted(photo.note)}}}\n' for digest, photo in new.items()
    )
    vault.change(PATH, lambda text: text + ("" if text.endswith("\n") or not text else "\n") + rows, new=HEAD)


def parse(text: str) -> Salvaged[dict[str, PlacedPhoto]]:
    """The placed photos by digest, as far as they can be read."""
    lines, damage = lines_of_all(text)
    found: dict[str, PlacedPhoto] = {}
    odd = list(damage)
    for number, line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        try:
            if match is None:
                raise ValueError
            found.setdefault(match[1], PlacedPhoto(json.loads(match[2]), json.loads(match[3])))
        except ValueError:
            odd.append(Damage(Fault.SYNTAX, number, number, "not a line about a photo"))
    return Salvaged(found, tuple(odd))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
