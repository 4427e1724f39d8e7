"""Find the programs of colleagues that a member lacks: talks are matched by them."""

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


def lacked_programs(vault: Vault) -> list[LackedProgram]:
    """The programs that colleagues have and the vault lacks, the latest first, each of one of them."""
    found: dict[str, tuple[date, LackedProgram]] = {}
    for name, folder in colleague_vaults(vault.root).items():
        theirs = Vault(folder)
        for conference in theirs.conferences():
            with suppress(ConfnotesError):
                last = theirs.span(conference).last
                if last and same_conference(vault, conference, theirs.facts(conference).name) is None:
                    one = LackedProgram(name, conference, folder / program_path(conference))
                    found.setdefault(conference, (last, one))
    return [one for _, one in sorted(found.values(), key=lambda dated: dated[0], reverse=True)]
