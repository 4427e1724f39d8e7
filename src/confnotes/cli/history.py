"""`confnotes history`: what a note said before, and which notes were deleted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import can_ask, plural, say, say_json, say_styled, tell
from confnotes.errors import NotFoundError, UsageError
from confnotes.model.schema import columns

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import NoteHistory, NoteVersion
    from confnotes.vault.vault import Vault

MOMENT = "%Y-%m-%d %H:%M:%S"


@click.command()
@click.argument("name", metavar="[NOTE]", nargs=-1)
@click.option("--at", metavar="TIME", help="Print the text that stood then, e.g. 2019-12-10T10:05 or 10:05.")
@click.option("--wipe", is_flag=True, help="Forget every version of the note, for good.")
@click.option("--yes", "-y", is_flag=True, help="Wipe without asking.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation, name: tuple[str, ...], at: str | None, wipe: bool, yes: bool, as_json: bool
) -> None:
    """List the versions of NOTE, newest first. Without NOTE, list deleted notes and those changed in the last week.

    Versions are kept outside the vault, in your state folder. Times are those of your system's clock.
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
            raise UsageError("no note is named", "for example: confnotes history “Flow matching” --at 10:05")
        _say_notes(deleted_and_recent(vault), as_json=as_json)
        return
    path = note_or_deleted(vault, " ".join(name), invocation.moment())
    if wipe:
        _wipe(vault, path, yes=yes)
    elif at is not None:
        text = version_at(vault, path, read_time(vault, at)).data.decode("utf-8", "replace")
        say(*text.removesuffix("\n").split("\n"))
    else:
        found = versions(vault, path)
        if not found:
            raise NotFoundError(f"no version of {path} was kept yet", "versions are kept from its next change on")
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
        tell("No note was deleted or changed lately.")


def _say_versions(path: str, found: list[NoteVersion], *, as_json: bool) -> None:
    if as_json:
        rows = map(columns("since why bytes=snapshot.size change present=is_present"), found)
        say_json({"schema": "confnotes.history/1", "path": path, "versions": list(rows)})
        return
    for one in found:
        size = f"{one.snapshot.size:>9,} bytes {one.change:>+9,}  "
        present = "  (as it is now)" if one.is_present else ""
        say_styled([(f"{one.since:{MOMENT}}", ""), (size, "dim"), (one.why, "accent"), (present, "dim")])
    if sys.stdout.isatty():
        tell("confnotes restore NOTE --at TIME brings one back; history NOTE --at TIME prints it.")


def _wipe(vault: Vault, path: str, *, yes: bool) -> None:
    count = len(vault.history.of(path))
    if not yes:
        if not can_ask():
            raise UsageError("nobody is here to ask", "--yes wipes without asking")
        gone = "" if vault.history.is_there(path) else "; the note is deleted, and nothing else has its text"
        if not click.confirm(f"Forget {plural(count, 'version')} of {path} for good{gone}?", err=True):
            tell("Nothing was wiped.")
            return
    tell(f"{plural(vault.history.wipe(path), 'version')} of {path} wiped.")
