"""What is wrong in a vault, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass

from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, where, and the command or action that mends it."""

    message: str
    path: str | None = None
    line: int | None = None
    remedy: str = ""


def check(vault: Vault) -> list[Problem]:
    """Everything that `doctor` finds, most serious first."""
    raise NotImplementedError
