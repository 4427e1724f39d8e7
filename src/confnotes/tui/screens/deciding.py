"""Decisions about two names, each of which can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from confnotes.errors import NotFoundError
from confnotes.tui.undo import UndoStep
from confnotes.vault.people_file import PEOPLE_FILE

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


def decide(vault: Vault, decision: Callable[[], None], said: str) -> UndoStep:
    """Take a decision that changes no note, away from the screen; raises what it raises."""
    from confnotes.actions.notes.note_versions import put_back

    before = _decisions(vault)
    decision()
    after = _decisions(vault)
    return UndoStep(
        said,
        partial(put_back, vault, PEOPLE_FILE, before, instead_of=after),
        partial(put_back, vault, PEOPLE_FILE, after, instead_of=before),
    )


def _decisions(vault: Vault) -> str:
    try:
        return vault.read(PEOPLE_FILE).text
    except NotFoundError:
        return ""
