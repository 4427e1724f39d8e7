"""Add the notes of all colleagues to an export, each with a name."""

from __future__ import annotations

from dataclasses import replace

from confnotes.model.summary import SummaryOrder
from confnotes.vault.settings import AUTHOR, setting_value
from confnotes.vault.team_state import colleague_vaults, joined_team
from confnotes.vault.vault import Vault


def add_team(vault: Vault, order: SummaryOrder) -> SummaryOrder:
    """The order with colleagues' vaults; without an author in the settings, the user has their name in the team.

    Raises UsageError without a team.
    """
    team = joined_team(vault.root)
    others = tuple((name, str(folder)) for name, folder in colleague_vaults(vault.root).items())
    author = team.name if order.author is None and not setting_value(AUTHOR) else order.author
    return replace(order, others=(*order.others, *others), author=author)
