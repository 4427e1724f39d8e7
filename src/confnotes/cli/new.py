"""`confnotes new [TALK]`: begin a note."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, conference_option
from confnotes.cli.printing import say, tell
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.templates.note_template import BegunNote
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("talk", nargs=-1)
@click.option("--title", metavar="TITLE", help="A free note with this title instead of one about a talk.")
@click.option("--template", metavar="TEMPLATE", help="Begin with this template: its name, or a file.")
@click.option("--print-path", is_flag=True, help="Print only the path, for editors and scripts.")
@click.option("--edit", is_flag=True, help="Open it in $VISUAL or $EDITOR.")
@conference_option
@at_option
@click.pass_obj
def command(
    invocation: Invocation,
    talk: tuple[str, ...],
    title: str | None,
    template: str | None,
    print_path: bool,
    edit: bool,
    conference: str | None,
    at: datetime,
) -> None:
    """Begin the note of TALK (its id, a part of its title, “now”), or a free note with --title.

    Without either it is the talk that is on now. A talk that has a note keeps it.
    """
    if talk and title:
        raise UsageError("a note is about a talk or has a title of its own", "give TALK or --title, not both")
    from confnotes.actions.notes.edit_file import chosen_editor_command, open_in_editor

    editor = chosen_editor_command() if edit else None
    vault = invocation.open_vault()
    note, made = _free_note(vault, title, conference, at, template) if title else _talk_note(vault, talk, at, template)
    path = vault.root / note.path
    say(str(path))
    if not print_path:
        tell("A new note." if made else "It was there already.")
    if editor:
        open_in_editor(editor, path)


def _talk_note(vault: Vault, talk: tuple[str, ...], at: datetime, template: str | None) -> tuple[OpenNote, bool]:
    from confnotes.actions.notes.take_note import draft, note_for, open_note, save
    from confnotes.catalogue.program.talks import find_talk

    card = find_talk(vault, " ".join(talk) or "now", at)
    existing = note_for(vault, card.key)
    if existing is not None:
        return open_note(vault, existing), False
    note = draft(vault, card.key)
    if template is None or note.recovered:
        if note.remark:
            tell(note.remark)
        return save(vault, note, note.text), True
    from confnotes.catalogue.templates.note_template import begin_with

    return save(vault, note, _said(begin_with(vault, card, template))), True


def _free_note(
    vault: Vault, title: str, conference: str | None, at: datetime, template: str | None
) -> tuple[OpenNote, bool]:
    from confnotes.actions.notes.take_note import new_note, save

    note = new_note(vault, title, conference, at)
    if template is None:
        return save(vault, note, note.text), True
    from confnotes.catalogue.templates.note_template import begin_free

    folder = vault.conference_named(conference) if conference else None
    return save(
        vault, note, _said(begin_free(vault, " ".join(title.split()) or "Untitled", folder, at, template))
    ), True


def _said(begun: BegunNote) -> str:
    """The text of the new note, after saying what is wrong with its template."""
    if begun.problem:
        tell(begun.problem)
    return begun.text
