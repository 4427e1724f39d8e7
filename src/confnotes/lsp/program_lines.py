"""Lines of talks and names in a `program.yaml`, for items without a note."""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.errors import ConfnotesError
from confnotes.vault.layout import program_path
from confnotes.vault.vault import Vault

_ID = re.compile(r"\bid:[ \t]*[\"']?([^\"',}\s]+)")


class ProgramLines:
    """Line numbers (from 1) in the vault's programs; each program is read once until it changes."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, tuple[object, list[str], dict[str, int]]] = {}

    def line_of_id(self, conference: str, wanted: str) -> int | None:
        """The last line with that id: the talk's, if its session has the same id."""
        return self._read(conference)[1].get(wanted)

    def line_with(self, conference: str, words: Sequence[str]) -> int | None:
        """The first line with one of these texts."""
        lines = self._read(conference)[0]
        return next((number for number, line in enumerate(lines, 1) if any(one in line for one in words)), None)

    def _read(self, conference: str) -> tuple[list[str], dict[str, int]]:
        try:
            version = self._vault.program_version(conference)
            known = self._known.get(conference)
            if known is None or known[0] != version:
                lines = self._vault.read(program_path(conference)).text.split("\n")
                ids = {found[1]: number for number, line in enumerate(lines, 1) for found in _ID.finditer(line)}
                known = self._known[conference] = version, lines, ids
        except ConfnotesError:
            return [], {}
        return known[1:]
