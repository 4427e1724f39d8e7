"""Where in a `program.yaml` a talk or a name stands: what has no note of its own is looked at there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.errors import ConfnotesError
from confnotes.vault.layout import program_path
from confnotes.vault.vault import Vault

_ID = re.compile(r"\bid:[ \t]*[\"']?([^\"',}\s]+)")


class ProgramLines:
    """The lines, from 1, of the programs of a vault; each program is read once while it stays the same."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, tuple[object, list[str], dict[str, int]]] = {}

    def line_of_id(self, conference: str, wanted: str) -> int | None:
        """The last line that gives that id: the talk's, where its session has the same."""
        return self._read(conference)[1].get(wanted)

    def line_with(self, conference: str, words: Sequence[str]) -> int | None:
        """The first line that has one of these texts."""
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
