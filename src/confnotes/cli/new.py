"""`confnotes new [TALK]` and `confnotes attach`: create a note, and attach a free note to its talk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, UserText, at_option, conference_option, json_option, undo_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import NotFoundError, UsageError
from confnotes.model.schema import columns

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.templates.note_template import BegunNote
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("talk", nargs=-1, shell_complete=candidates.talks)
@click.option("--title", metavar="TITLE", type=UserText(), help="Create a free note with this title.")
@click.option("--template", metavar="TEMPLATE", help="Use this template, a name or a file.")
@click.option("--path", "path_only", is_flag=True, help="Print only the path of the note, for editors and scripts.")
@click.option("--edit", is_flag=True, help="Open the note in $VISUAL or $EDITOR.")
@conference_option
@at_option
@click.pass_obj
def new(
    invocation: Invocation,
    talk: tuple[str, ...],
    title: str | None,
    template: str | None,
    path_only: bool,
    edit: bool,
    conference: str | None,
    at: datetime,
) -> None:
    """Create the note of TALK, or with --title a free note.

    TALK is an id, words of a title, or “now”. [default: now] If the talk has a note, prints its path.
    """
    if talk and title:
        raise UsageError("TALK and --title exclude each other", "Use one of them.")
    if title is not None and not title.strip():
        raise UsageError("the title is empty", "Say what the note is about: --title “Dinner with Ada”.")
    from confnotes.actions.notes.edit_file import chosen_editor_command, open_in_editor
    from confnotes.actions.notes.mend_stamps import mend_stamps_of

    editor = chosen_editor_command() if edit else None
    vault = invocation.open_vault()
    note, made = _free_note(vault, title, conference, at, template) if title else _talk_note(vault, talk, at, template)
    path = vault.root / note.path
    say(str(path))
    if not path_only:
        tell("Created a new note." if made else "The talk already has a note.")
    if editor:
        open_in_editor(editor, path)
        mend_stamps_of(vault, str(note.path))


def _talk_note(vault: Vault, talk: tuple[str, ...], at: datetime, template: str | None) -> tuple[OpenNote, bool]:
    from confnotes.actions.notes.take_note import draft, note_for, open_note, save
    from confnotes.catalogue.program.talks import find_talk

    try:
        card = find_talk(vault, " ".join(talk) if talk else "now", at)
    except NotFoundError as error:
        hint = f"{error.hint.rstrip('.')}. Or use --title to create a free note."
        raise NotFoundError(error.message, hint) from error
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
    """The text of the new note, after reporting a problem with its template."""
    if begun.problem:
        tell(begun.problem)
    return begun.text


@click.command()
@click.argument("note", required=False, shell_complete=candidates.notes)
@click.argument("talk", required=False, shell_complete=candidates.talks)
@undo_option("Undo the last `attach`.")
@conference_option
@at_option
@json_option
@click.pass_obj
def attach(
    invocation: Invocation,
    note: str | None,
    talk: str | None,
    undo: bool,
    conference: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """Attach the free note NOTE to TALK. Without them, list free notes and the talks they may belong to.

    Fills in the talk's details from the program. Your own text and fields stay as they are.
    """
    from confnotes.actions.importing import match_notes
    from confnotes.catalogue.find_note import find_note
    from confnotes.catalogue.program.talks import find_talk
    from confnotes.catalogue.program.whats_on import conference_meant

    vault = invocation.open_vault()
    undone = match_notes.last_attached(vault) if undo else None
    if undone is not None:
        match_notes.detach(vault, undone)
        found = [undone.match]
    elif undo:
        raise NotFoundError("no attached note to undo", "Only the last `confnotes attach` can be undone.")
    elif note is None:
        name = conference_meant(vault, at, conference)
        found = match_notes.proposals(vault, name)
        if not found and not as_json:
            tell(f"No free notes match a talk of {name}.")
    elif talk is None:
        raise UsageError("missing talk", 'For example: confnotes attach "Slow boats" harbour-2031/17')
    else:
        found = [match_notes.attach(vault, find_note(vault, note), find_talk(vault, talk, at).key).match]
    if as_json:
        rows = map(columns("note=path talk=key title reason taken"), found)
        say_json({"schema": "confnotes.matches/1", "matches": list(rows)})
    elif undone is not None:
        tell(f"Undone: {undone.path} no longer belongs to “{undone.title}”.")
    elif note is None:
        say(*(f"{one.path}\t{one.key}\t{one.title} ({one.reason})" for one in found))
    else:
        tell(*(one.told for one in found), "Undo with `confnotes attach --undo`.")
