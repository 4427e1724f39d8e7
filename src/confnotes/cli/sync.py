"""`confnotes sync`: keep the vault in step with your other machines through a git repository."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, confirm_writing, json_option, yes_option
from confnotes.cli.printing import can_ask, plural, say_json, tell
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.actions.syncing.agreement import SyncReport
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("address", required=False, default="")
@click.option("--setup", is_flag=True, help="Choose what to sync with, and agree to what is sent there.")
@click.option("--stop", is_flag=True, help="Stop syncing this vault. The repository stays as it is.")
@yes_option
@json_option
@click.pass_obj
def command(invocation: Invocation, address: str, setup: bool, stop: bool, yes: bool, as_json: bool) -> int:
    """Sync the vault with your other machines through a git repository.

    Commits the vault's own files, fetches, merges and pushes. `--setup ADDRESS` creates the repository here if none
    exists, says what goes where, and asks once for each vault, address and branch.
    """
    from confnotes.actions.syncing.agreement import SyncState, stop_syncing
    from confnotes.actions.syncing.sync import sync
    from confnotes.git.run_git import without_secrets

    vault = invocation.open_vault()
    if stop:
        stop_syncing(vault.root)
        tell("Stopped syncing this vault.")
        return 0
    if address and not setup:
        raise UsageError("an address is for --setup", f"Run `confnotes sync --setup {without_secrets(address)}`.")
    if setup and not _set_up(vault, address, yes=yes):
        return 0
    report = sync(vault, may_ask=can_ask())
    if as_json:
        say_json({"schema": "confnotes.sync/1", **asdict(report)})
    else:
        tell(*_lines(report))
    return 1 if report.state is SyncState.NEEDS_YOU else 0


def _set_up(vault: Vault, address: str, *, yes: bool) -> bool:
    from confnotes.actions.syncing.set_up_sync import agree, plan_sync

    repository, target = plan_sync(vault, address, may_ask=can_ask())
    tell(
        f"Sync with: {', '.join(target.addresses)} ({target.remote})",
        f"Branch: {target.branch}",
        "What is sent: all notes, attachments, programs, marks and settings of the",
        "vault, including private lines, and all commits of this branch, also those",
        "of files outside the vault.",
        "Whoever can read that repository can read all of it.",
    )
    if not yes and not can_ask():
        raise UsageError("not a terminal", "Add --yes to agree.")
    if not confirm_writing("Sync this vault?", yes=yes):
        return False
    agree(vault, repository, target)
    return True


def _lines(report: SyncReport) -> list[str]:
    from confnotes.actions.syncing.agreement import NOT_SENT, SyncState

    told = []
    if report.received:
        told.append(f"Received {plural(len(report.received), 'file')}.")
    told += [f"{path}: both versions are in the file. `confnotes doctor` lists the places." for path in report.doubts]
    told += [f"{path}: your version, which cannot be merged with the other one." for path in report.kept]
    told += [f"{path}: {NOT_SENT}." for path in report.left_out]
    if report.state is SyncState.SYNCED:
        told.append(f"Synced: sent {plural(len(report.sent), 'file')}." if report.sent else "Synced.")
    else:
        word = "Offline" if report.state is SyncState.OFFLINE else "Not synced"
        waiting = f" {plural(report.to_push, 'commit')} to push." if report.to_push else ""
        told.append(f"{word}: {report.message}.{waiting} Your notes are saved here.")
    return told
