"""`confnotes delete NOTE`: show the links to a note, then delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.asking import confirm_writing
from confnotes.cli.options import Invocation, dry_run_option, json_option, yes_option
from confnotes.cli.printing import clip, plural, say, say_json, say_styled, tell, width
from confnotes.errors import UsageError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import Deletion


@click.command()
@click.argument("name", metavar="NOTE", nargs=-1, shell_complete=candidates.notes)
@yes_option
@dry_run_option
@json_option
@click.pass_obj
def command(invocation: Invocation, name: tuple[str, ...], yes: bool, dry_run: bool, as_json: bool) -> None:
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
