"""`confnotes history`: earlier versions of a note, and deleted notes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.asking import confirm_writing
from confnotes.cli.options import Invocation, dry_run_option, json_option, yes_option
from confnotes.cli.printing import plural, say, say_json, say_styled, tell
from confnotes.errors import NotFoundError, UsageError
from confnotes.model.schema import columns

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import NoteHistory, NoteVersion
    from confnotes.vault.vault import Vault

MOMENT = "%Y-%m-%d %H:%M:%S"


@click.command()
@click.argument("name", metavar="[NOTE]", nargs=-1, shell_complete=candidates.notes)
@click.option("--as-of", "at", metavar="TIME", help="Print the text as it was at TIME, e.g. 2019-12-10T10:05 or 10:05.")
@click.option("--wipe", is_flag=True, help="Permanently delete every stored version of the note.")
@yes_option
@dry_run_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation, name: tuple[str, ...], at: str | None, wipe: bool, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """List the versions of NOTE, newest first. Without NOTE, list deleted notes and notes changed in the last week.

    Versions are stored outside the vault, in your state folder. Times follow your system's clock.
    """
    from confnotes.actions.notes.note_versions import (
        deleted_and_recent,
        note_or_deleted,
        read_time,
        version_at,
        versions,
    )

    vault = invocation.open_vault()
    if not name:
        if at is not None or wipe:
            raise UsageError("missing note", 'For example: confnotes history "Flow matching" --as-of 10:05')
        _say_notes(deleted_and_recent(vault), as_json=as_json)
        return
    path = note_or_deleted(vault, " ".join(name), invocation.moment())
    if wipe:
        _wipe(vault, path, yes=yes, dry_run=dry_run)
    elif at is not None:
        text = version_at(vault, path, read_time(vault, at)).data.decode("utf-8", "replace")
        say(*text.removesuffix("\n").split("\n"))
    else:
        found = versions(vault, path)
        if not found:
            raise NotFoundError(f"no versions of {path} yet", "confnotes stores one at the next change.")
        _say_versions(path, found, as_json=as_json)


def _say_notes(found: list[NoteHistory], *, as_json: bool) -> None:
    if as_json:
        rows = map(columns("path since versions=count deleted=is_deleted"), found)
        say_json({"schema": "confnotes.histories/1", "notes": list(rows)})
        return
    for one in found:
        what = "deleted" if one.is_deleted else "changed"
        count = f"  {plural(one.count, 'version')}"
        say_styled([(f"{one.since:{MOMENT}}  ", "dim"), (f"{what}  ", "accent"), (one.path, ""), (count, "dim")])
    if not found:
        tell("No notes were deleted or changed in the last week.")


def _say_versions(path: str, found: list[NoteVersion], *, as_json: bool) -> None:
    if as_json:
        rows = map(columns("since why bytes=snapshot.size change present=is_present"), found)
        say_json({"schema": "confnotes.history/1", "path": path, "versions": list(rows)})
        return
    for one in found:
        size = f"{one.snapshot.size:>9,} bytes {one.change:>+9,}  "
        present = "  (current)" if one.is_present else ""
        say_styled([(f"{one.since:{MOMENT}}", ""), (size, "dim"), (one.why, "accent"), (present, "dim")])
    if sys.stdout.isatty():
        tell("Print a version with --as-of TIME. Restore it with `confnotes restore NOTE --as-of TIME`.")


def _wipe(vault: Vault, path: str, *, yes: bool, dry_run: bool) -> None:
    tell(f"{path}: {plural(len(vault.history.of(path)), 'stored version')}.")
    if not vault.history.is_there(path):
        tell("This note is deleted: its versions are the only copy.")
    if confirm_writing("Permanently delete them?", yes=yes, dry_run=dry_run, is_final=True):
        tell(f"Deleted {plural(vault.history.wipe(path), 'version')} of {path}.")
