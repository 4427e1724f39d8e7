"""Join a team: say what goes where, and begin once the user agreed; leave it again."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from confnotes.actions.team.members import check_is_team, find_member, new_member_id, valid_name
from confnotes.actions.team.shared_files import SharedFiles
from confnotes.actions.team.sync_team import BRANCH, Outbox, turn
from confnotes.actions.team.team_view import is_page
from confnotes.errors import ConfnotesError, UsageError
from confnotes.git.bare_repository import REMOTE, BareRepository
from confnotes.git.run_git import whole_address
from confnotes.vault.private_file import colleagues_folder
from confnotes.vault.relay_state import store_relay
from confnotes.vault.settings import AUTHOR, setting_value
from confnotes.vault.team_state import Team, joined_team, store_team, team_of, team_repository
from confnotes.vault.vault import Vault


class NameTakenError(UsageError):
    """Somebody in the team has the name already: perhaps the same person, on another machine."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name} is in this team already",
            "Add --again if that is you on another machine, or choose another --name.",
        )


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """What joining would do: the team, the conferences whose notes are sent, the number of notes, and the members."""

    repository: BareRepository
    team: Team
    conferences: tuple[str, ...]
    notes: int
    outbox: Outbox
    is_again: bool


def plan_join(
    vault: Vault, address: str, name: str = "", conferences: Sequence[str] = (), *, again: bool = False,
    may_ask: bool = False,
) -> JoinPlan:  # fmt: skip
    """Look at the team's repository; nothing is sent, or agreed. Raises ConfnotesError, NameTakenError."""
    if team := team_of(vault.root):
        raise UsageError(f"this vault is in a team already: {team.addresses[0]}", "Leave it: `confnotes team leave`.")
    if not address or address.startswith("-"):
        raise UsageError(
            f"“{address}” is not an address" if address else "no address",
            "Write it as git does: `confnotes team join git@example.org:team.git`.",
        )
    address = whole_address(address)
    name = valid_name(name or setting_value(AUTHOR) or "")
    chosen = tuple(vault.conference_named(one) for one in conferences)
    repository = BareRepository.create(team_repository(vault.root), address, may_ask=may_ask)
    try:
        addresses = tuple(repository.addresses(REMOTE))
        head = repository.fetched(BRANCH, "")
        check_is_team(repository.files(head) if head else {})
        taken = find_member(repository, head, name)
        if taken is not None and not again:
            raise NameTakenError(name)
        name, member = taken or (name, new_member_id())
        team = Team(addresses, name, member, chosen)
        shared = SharedFiles(vault, team)
        notes = sum(path.endswith(".md") and not is_page(path) for path in shared.read())
    except BaseException:
        shutil.rmtree(repository.folder, ignore_errors=True)
        raise
    sent = tuple(one for one in vault.conferences() if team.sends(one))
    return JoinPlan(repository, team, sent, notes, Outbox(repository, team, shared), taken is not None)


def agree(vault: Vault, plan: JoinPlan) -> None:
    """Store that the user agreed; the next sync sends. Raises ConfnotesError."""
    if plan.is_again:
        with turn(plan.repository):
            plan.outbox.prepare()
            plan.outbox.assume_sent()
    store_team(vault.root, plan.team)
    if team_of(vault.root) != plan.team:
        raise ConfnotesError("cannot save your answer", "Make the state folder writable.")


def forget(vault: Vault) -> None:
    """Forget the team, and what this machine keeps of it. Nothing changes in its repository."""
    store_team(vault.root, None)
    store_relay(vault.root, None)
    shutil.rmtree(team_repository(vault.root), ignore_errors=True)
    shutil.rmtree(colleagues_folder(vault.root), ignore_errors=True)


def leave_team(vault: Vault, *, withdraw: bool, may_ask: bool = False) -> None:
    """Leave; `withdraw`: remove the folder from the team's repository first. Raises ConfnotesError, and stays then."""
    team = joined_team(vault.root)
    if withdraw:
        repository = BareRepository(team_repository(vault.root), may_ask=may_ask)
        with turn(repository):
            Outbox(repository, team, SharedFiles(vault, team)).withdraw()
    forget(vault)
