"""`confnotes history`, `delete` and `restore`: earlier versions of notes, and deleted notes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, confirm_writing, dry_run_option, json_option, yes_option
from confnotes.cli.printing import clip, plural, say, say_json, say_styled, tell, width
from confnotes.errors import NotFoundError, UsageError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import Deletion, NoteHistory, NoteVersion
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
def history(
    invocation: Invocation, name: tuple[str, ...], at: str | None, wipe: bool, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """List the versions of NOTE, newest first. Without NOTE, list deleted notes and notes changed in the last week.

    Versions are stored outside the vault, in your state folder. If the vault is in a git repository, the versions of
    its commits are listed, too. Times follow your system's clock.
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
        rows = map(columns("since why source bytes=snapshot.size change present=is_present"), found)
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


@click.command()
@click.argument("name", metavar="NOTE", nargs=-1, shell_complete=candidates.notes)
@yes_option
@dry_run_option
@json_option
@click.pass_obj
def delete(invocation: Invocation, name: tuple[str, ...], yes: bool, dry_run: bool, as_json: bool) -> None:
    """Delete a note. `confnotes restore NOTE` restores it.

    confnotes shows the lines that link to the note and asks before it deletes. Versions of the note stay in the
    history, outside the vault. Photos and the marks of its talk stay.
    """
    from confnotes.actions.notes.note_versions import delete, plan_deletion
    from confnotes.catalogue.find_note import find_note

    if not name:
        raise UsageError("missing note", 'For example: confnotes delete "Flow matching"')
    vault = invocation.open_vault()
    deletion = plan_deletion(vault, find_note(vault, " ".join(name), invocation.moment()))
    if not as_json:
        _show(deletion)
    deleting = confirm_writing(f"Delete {deletion.path}?", yes=yes, dry_run=dry_run)
    if as_json:
        say_json({"schema": "confnotes.deleted/1", **_deletion(deletion), "deleted": deleting})
    if deleting:
        delete(vault, deletion)
        tell(f"Deleted {deletion.path}.", f"  Restore it with: {invocation.call('restore', deletion.path)}")


_deletion = columns("path backlinks", backlinks=each(columns("path line sentence")))


def _show(deletion: Deletion) -> None:
    room = width() - 4
    for one in deletion.backlinks:
        say_styled([(f"{one.path}:{one.line}", "accent")])
        say(f"    {clip(one.sentence, room)}")
    count = len(deletion.backlinks)
    told = f"linked from {plural(count, 'line')}" if count else "no backlinks"
    tell(f"{deletion.path}: {told}.")


@click.command()
@click.argument("name", metavar="NOTE", nargs=-1, shell_complete=candidates.notes)
@click.option(
    "--as-of",
    "at",
    metavar="TIME",
    help="Restore the version of TIME, e.g. 2019-12-10T10:05 or 10:05. [default: the previous version]",
)
@json_option
@click.pass_obj
def restore(invocation: Invocation, name: tuple[str, ...], at: str | None, as_json: bool) -> None:
    """Restore a deleted note, or an earlier version of a note.

    The current version stays in the history: run the command again to undo it. `confnotes history NOTE` lists the
    versions. Times follow your system's clock.
    """
    from confnotes.actions.notes.note_versions import note_or_deleted, read_time, restore, version_at, version_before

    if not name:
        raise UsageError("missing note", 'For example: confnotes restore "Flow matching" --as-of 10:05')
    vault = invocation.open_vault()
    path = note_or_deleted(vault, " ".join(name), invocation.moment())
    version = version_before(vault, path) if at is None else version_at(vault, path, read_time(vault, at))
    was_deleted = not vault.history.is_there(path)
    written = restore(vault, path, version)
    since = version.since.astimezone()
    if as_json:
        said = {"path": path, "since": since, "was_deleted": was_deleted, "written": written}
        say_json({"schema": "confnotes.restored/1", **said})
        return
    say(path)
    if not written:
        tell("The note already has this text. Nothing was written.")
        return
    undo = invocation.call("delete" if was_deleted else "restore", path)
    tell(f"Restored the version of {since:%Y-%m-%d %H:%M:%S}.", f"  Undo with: {undo}")
