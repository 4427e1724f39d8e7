"""Leave a team, and remove one's notes from it if wanted."""

from __future__ import annotations

from confnotes.actions.team.join_team import forget
from confnotes.actions.team.shared_files import SharedFiles
from confnotes.actions.team.sync_team import Outbox, turn
from confnotes.git.bare_repository import BareRepository
from confnotes.vault.team_state import joined_team, team_repository
from confnotes.vault.vault import Vault


def leave_team(vault: Vault, *, withdraw: bool, may_ask: bool = False) -> None:
    """Leave; `withdraw`: remove the folder from the team's repository first. Raises ConfnotesError, and stays then."""
    team = joined_team(vault.root)
    if withdraw:
        repository = BareRepository(team_repository(vault.root), may_ask=may_ask)
        with turn(repository):
            Outbox(repository, team, SharedFiles(vault, team)).withdraw()
    forget(vault)
