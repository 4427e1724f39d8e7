"""Who is in the team: how many notes each member shows, and when they last changed something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from confnotes.actions.team.members import members_in
from confnotes.actions.team.sync_team import BRANCH
from confnotes.actions.team.team_view import is_page
from confnotes.git.bare_repository import REMOTE, BareRepository
from confnotes.vault.team_state import Team, joined_team, team_repository
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Member:
    """A member: the number of their notes in the team's repository as it was last seen, and their last change."""

    name: str
    is_me: bool
    notes: int
    changed: datetime | None


def list_members(vault: Vault) -> tuple[Team, tuple[Member, ...]]:
    """The team and its members, the user first; reaches no network. Raises ConfnotesError."""
    team = joined_team(vault.root)
    repository = BareRepository(team_repository(vault.root))
    head = repository.commit(f"refs/remotes/{REMOTE}/{BRANCH}") if repository.folder.is_dir() else ""
    files = repository.files(head) if head else {}
    found = []
    for name in members_in(files):
        paths = (path.partition("/") for path in files if path.endswith(".md"))
        notes = [inside for folder, _, inside in paths if folder == name and not is_page(inside)]
        at = repository.last_change(head, name)
        changed = datetime.fromtimestamp(at).astimezone() if at else None
        found.append(Member(name, name == team.name, len(notes), changed))
    return team, tuple(sorted(found, key=lambda one: (not one.is_me, one.name)))
