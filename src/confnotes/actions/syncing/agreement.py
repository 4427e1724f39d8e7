"""What the user agreed to, and how the last sync ended: small files in their state folder, read without git.

The answer is for one vault, address and branch, and never in the vault, so that a vault that somebody sends, or a
remote that is merely configured, never leads to a push.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from confnotes.git.run_git import without_secrets
from confnotes.model.schema import read_plain
from confnotes.vault.private_file import load_state, store_state

NOT_SENT = "not synced, because it is a link, or its name has a control character or is not UTF-8"
"""Why a file of the vault stays on this machine."""

_STATE, _STATUS = "sync", "sync-status"


@dataclass(frozen=True, slots=True)
class SyncTarget:
    """Where a vault goes: the name of a remote, all its addresses without passwords, and the branch."""

    remote: str
    addresses: tuple[str, ...]
    branch: str


def agreed_target(root: Path) -> SyncTarget | None:
    """What the user agreed to for this vault; None if they did not. Runs no git."""
    target = read_plain(SyncTarget, load_state(root, _STATE))
    return target and replace(target, addresses=tuple(map(without_secrets, target.addresses)))


def store_target(root: Path, target: SyncTarget) -> None:
    """Store that the user agreed."""
    store_state(root, _STATE, asdict(target))


def stop_syncing(root: Path) -> None:
    """Forget that the user agreed. The repository stays as it is."""
    store_state(root, _STATE, None)


class SyncState(StrEnum):
    """How the vault stands: in step, with commits to push, or waiting for the user."""

    SYNCED = "synced"
    OFFLINE = "offline"
    NEEDS_YOU = "needs you"


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The result of a sync: the files sent and received, those with both versions, second names of files that cannot be
    merged, links and files whose names cannot be sent, the number of commits still to push, and what the user has to
    know.
    """

    state: SyncState
    sent: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    to_push: int = 0
    message: str = ""
    at: str = ""

    @property
    def needs_user(self) -> bool:
        """Whether only the user can say how to continue."""
        return self.state is SyncState.NEEDS_YOU

    @property
    def is_offline(self) -> bool:
        """Whether the other side could not be reached."""
        return self.state is SyncState.OFFLINE


def last_sync(root: Path) -> SyncReport | None:
    """The report of the last sync on this machine; None without one."""
    return read_plain(SyncReport, load_state(root, _STATUS))


def store_report(root: Path, report: SyncReport) -> SyncReport:
    """Store the report of a sync that ended now; returns it with the time."""
    dated = replace(report, at=datetime.now().astimezone().isoformat(timespec="seconds"))
    store_state(root, _STATUS, asdict(dated))
    return dated
