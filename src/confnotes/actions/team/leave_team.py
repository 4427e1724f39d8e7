"""Leave a team, and remove one's notes from it if wanted."""

from __future__ import annotations

from confnotes.actions.team.join_team import forget
from confnotes.actions.team.shared_files import SharedFiles
from confnotes.actions.team.sync_team import Outbox, turn
from confnotes.errors import UsageError
from confnotes.git.bare_repository import BareRepository
from confnotes.vault.team_state import Team, team_of, team_repository
from confnotes.vault.vault import Vault


def joined_team(vault: Vault) -> Team:
    """The team of the vault. Raises UsageError without one."""
    team = team_of(vault.root)
    if team is None:
        raise UsageError("this vault has no team", "Run `confnotes team join ADDRESS`.")
    return team


def leave_team(vault: Vault, *, withdraw: bool, may_ask: bool = False) -> None:
    """Leave; `withdraw`: remove the folder from the team's repository first. Raises ConfnotesError, and stays then."""
    team = joined_team(vault)
    if withdraw:
        repository = BareRepository(team_repository(vault.root), may_ask=may_ask)
        with turn(repository):
            Outbox(repository, team, SharedFiles(vault, team)).withdraw()
    forget(vault)
