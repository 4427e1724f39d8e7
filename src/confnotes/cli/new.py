"""`confnotes new [TALK]`: begin a note."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, conference_option
from confnotes.cli.printing import say, tell
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.services.take_note import OpenNote
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("talk", nargs=-1)
@click.option("--title", metavar="TITLE", help="A free note with this title instead of one about a talk.")
@click.option("--template", metavar="TEMPLATE", help="Begin with this text: a file, or a name in .confnotes/templates.")
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
    from confnotes.cli.editor import chosen_editor, open_in_editor

    editor = chosen_editor() if edit else None
    vault = invocation.open_vault()
    note, made = _free_note(vault, title, conference, at, template) if title else _talk_note(vault, talk, at, template)
    path = vault.root / note.path
    say(str(path))
    if not print_path:
        tell("A new note." if made else "It was there already.")
    if editor:
        open_in_editor(editor, path)


def _talk_note(vault: Vault, talk: tuple[str, ...], at: datetime, template: str | None) -> tuple[OpenNote, bool]:
    from confnotes.services.take_note import draft, note_for, open_note, save
    from confnotes.services.talks import find_talk

    card = find_talk(vault, " ".join(talk) or "now", at)
    existing = note_for(vault, card.key)
    if existing is not None:
        return open_note(vault, existing), False
    note = draft(vault, card.key)
    return save(vault, note, note.text + _template_text(vault, template)), True


def _free_note(
    vault: Vault, title: str, conference: str | None, at: datetime, template: str | None
) -> tuple[OpenNote, bool]:
    from confnotes.services.take_note import new_note, save

    note = new_note(vault, title, conference, at)
    return save(vault, note, note.text + _template_text(vault, template)), True


def _template_text(vault: Vault, template: str | None) -> str:
    """The template's text, as it is; nothing in it is executed. Raises NotFoundError."""
    if template is None:
        return ""
    from confnotes.services.note_template import template_text

    return template_text(vault, template)
