"""What each source said when it was last imported, so that a later import tells the user's edits from the source's.

Kept in `.confnotes/imported/<conference>/<source>.json`: data only, travels with the vault, may be deleted (then an
import fills in what is missing and changes nothing else).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from confnotes.errors import NotFoundError
from confnotes.markup.names import file_stem
from confnotes.model.program import Program
from confnotes.vault.codec import DECODE_ERRORS, decode, encode
from confnotes.vault.layout import IMPORTED, MARKER
from confnotes.vault.merge_sources import Bases
from confnotes.vault.program_save import Planned
from confnotes.vault.version import TextFile

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_FORMAT = "confnotes.imported/1"


class Imported:
    """The sources of one conference."""

    def __init__(self, vault: Vault, conference: str) -> None:
        self._vault = vault
        self._folder = f"{MARKER}/{IMPORTED}/{conference}"

    def bases(self, source: str) -> Bases:
        """What this source and the others said last."""
        own_path = self._path(source)
        others = []
        folder: Path = self._vault.root / self._folder
        with suppress(OSError):
            for file in sorted(folder.iterdir()):
                path = f"{self._folder}/{file.name}"
                if path != own_path and file.name.endswith(".json"):
                    found = self._read(path)[1]
                    if found:
                        others.append(found)
        _, own, ids = self._read(own_path)
        return Bases(own, others, ids)

    def plan(self, source: str, brought: Program, ids: Mapping[str, str]) -> Planned | None:
        """The file that keeps what the source said now, and its own ids; None when it says so already."""
        path = self._path(source)
        file = self._read(path)[0]
        value = [_FORMAT, source, encode(brought), *([{"ids": dict(ids)}] if ids else [])]
        rows = json.dumps(value, ensure_ascii=False, indent=0) + "\n"
        if file and file.text == rows:
            return None
        return Planned(path, rows, file.version if file else None)

    def _path(self, source: str) -> str:
        return f"{self._folder}/{file_stem('standard input' if source == '-' else source)}.json"

    def _read(self, path: str) -> tuple[TextFile | None, Program | None, dict[str, str]]:
        try:
            file = self._vault.read(path)
        except NotFoundError:
            return None, None, {}
        try:
            kind, _, value, *more = json.loads(file.text)
            program = decode(value) if kind == _FORMAT else None
            ids = dict(more[0]["ids"]) if more else {}
        except (*DECODE_ERRORS, RecursionError):
            return file, None, {}
        if not _fits(program, Program | None) or not all(isinstance(each, str) for each in ids.values()):
            return file, None, {}
        return file, program, ids


def _fits(value: object, hint: Any) -> bool:
    """Whether a value, and everything in it, is of the types that the model says: the file may come from anybody."""
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_fits(item, get_args(hint)[0]) for item in value)
    return isinstance(value, hint) and all(_fits(getattr(value, name), each) for name, each in _fields(value.__class__))


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple(get_type_hints(kind).items()) if is_dataclass(kind) else ()
