"""`confnotes delete NOTE`: a note goes, and what linked to it is told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import can_ask, clip, plural, say, say_json, say_styled, tell, width
from confnotes.errors import UsageError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import Deletion


@click.command()
@click.argument("name", metavar="NOTE", nargs=-1)
@click.option("--yes", "-y", is_flag=True, help="Delete without asking.")
@click.option("--dry-run", is_flag=True, help="Show what links to it, and delete nothing.")
@json_option
@click.pass_obj
def command(invocation: Invocation, name: tuple[str, ...], yes: bool, dry_run: bool, as_json: bool) -> None:
    """Delete a note. The lines that link to it are shown first; `confnotes restore NOTE` brings it back.

    Its text is kept outside the vault, in the history. Photos and marks of its talk stay.
    """
    from confnotes.actions.notes.note_versions import delete, plan_deletion
    from confnotes.catalogue.find_note import find_note

    if not name:
        raise UsageError("name the note to delete", 'for example: confnotes delete "Flow matching"')
    vault = invocation.open_vault()
    deletion = plan_deletion(vault, find_note(vault, " ".join(name), invocation.moment()))
    asking = not (yes or dry_run or as_json) and can_ask()
    if not asking and not (yes or dry_run):
        raise UsageError("nobody is here to ask", "--yes deletes without asking, --dry-run shows what links to it")
    if as_json:
        say_json({"schema": "confnotes.deleted/1", **_deletion(deletion), "deleted": not dry_run})
    else:
        _show(deletion)
    if dry_run or (asking and not click.confirm(f"Delete {deletion.path}?", err=True)):
        tell("Nothing was deleted.")
        return
    delete(vault, deletion)
    tell(f"Deleted {deletion.path}. {invocation.call('restore', deletion.path)} brings it back.")


_deletion = columns("path backlinks", backlinks=each(columns("path line sentence")))


def _show(deletion: Deletion) -> None:
    room = width() - 4
    for one in deletion.backlinks:
        say_styled([(f"{one.path}:{one.line}", "accent")])
        say(f"    {clip(one.sentence, room)}")
    links = deletion.backlinks
    tell(f"It is linked from {plural(len(links), 'line')}." if links else "No note links to it.")
