"""Programs written into a vault's files, as an import writes them."""

from __future__ import annotations

from confnotes.model.program import Program
from confnotes.vault.program_save import plan_program
from confnotes.vault.vault import Vault


def save_program(vault: Vault, conference: str, program: Program) -> None:
    """Write what differs."""
    for planned in plan_program(vault, conference, program):
        vault.save(planned.path, planned.text, planned.based_on)
