"""Find the program of a colleague that a new member lacks: talks are matched by it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.report.same_talks import same_conference
from confnotes.vault.layout import program_path
from confnotes.vault.team_state import colleague_vaults
from confnotes.vault.vault import Vault


class LackedProgram(NamedTuple):
    """A colleague, a conference of theirs, and the file of its program."""

    name: str
    conference: str
    file: Path


def lacked_program(vault: Vault) -> LackedProgram | None:
    """The latest program that colleagues have and the vault lacks; None for none."""
    found: list[tuple[date, LackedProgram]] = []
    for name, folder in colleague_vaults(vault.root).items():
        theirs = Vault(folder)
        for conference in theirs.conferences():
            with suppress(ConfnotesError):
                last = theirs.span(conference).last
                if last and same_conference(vault, conference, theirs.facts(conference).name) is None:
                    found.append((last, LackedProgram(name, conference, folder / program_path(conference))))
    return max(found, key=lambda one: one[0])[1] if found else None
