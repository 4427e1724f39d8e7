"""`confnotes restore NOTE`: restore a deleted note or an earlier version of one."""

from __future__ import annotations

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError


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
def command(invocation: Invocation, name: tuple[str, ...], at: str | None, as_json: bool) -> None:
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
