"""`confnotes restore NOTE`: what a note said before stands in it again."""

from __future__ import annotations

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError


@click.command()
@click.argument("name", metavar="NOTE", nargs=-1)
@click.option("--at", metavar="TIME", help="As it was then, e.g. 2019-12-10T10:05 or 10:05; else as it was before.")
@json_option
@click.pass_obj
def command(invocation: Invocation, name: tuple[str, ...], at: str | None, as_json: bool) -> None:
    """Bring back a deleted note, or an earlier text of a note. What it says now is kept: restore again to undo.

    Times are those of your system's clock; `confnotes history NOTE` lists the versions.
    """
    from confnotes.actions.notes.note_versions import note_or_deleted, read_time, restore, version_at, version_before

    if not name:
        raise UsageError("name the note to restore", 'for example: confnotes restore "Flow matching" --at 10:05')
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
        tell("It says that already.")
        return
    undo = invocation.call("delete" if was_deleted else "restore", path)
    tell(f"Restored as it was on {since:%Y-%m-%d at %H:%M:%S}. {undo} undoes it.")
