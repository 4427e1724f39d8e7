"""`confnotes attach`: attach a free note to its talk."""

from __future__ import annotations

from datetime import datetime

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, at_option, conference_option, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError
from confnotes.model.schema import columns


@click.command()
@click.argument("note", required=False, shell_complete=candidates.notes)
@click.argument("talk", required=False, shell_complete=candidates.talks)
@conference_option
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation, note: str | None, talk: str | None, conference: str | None, at: datetime, as_json: bool
) -> None:
    """Attach the free note NOTE to TALK. Without them, list free notes and the talks they may belong to.

    Fills in the talk's details from the program. Your own text and fields stay as they are.
    """
    from confnotes.actions.importing import match_notes
    from confnotes.catalogue.find_note import find_note
    from confnotes.catalogue.program.talks import find_talk
    from confnotes.catalogue.program.whats_on import conference_meant

    vault = invocation.open_vault()
    if note is None:
        name = conference_meant(vault, at, conference)
        found = match_notes.proposals(vault, name)
        if not found and not as_json:
            tell(f"No free notes match a talk of {name}.")
    elif talk is None:
        raise UsageError("missing talk", 'For example: confnotes attach "Slow boats" harbour-2031/17')
    else:
        found = [match_notes.match(vault, find_note(vault, note), find_talk(vault, talk, at).key)]
    if as_json:
        rows = map(columns("note=path talk=key title reason taken"), found)
        say_json({"schema": "confnotes.matches/1", "matches": list(rows)})
    elif note is None:
        say(*(f"{one.path}\t{one.key}\t{one.title} ({one.reason})" for one in found))
    else:
        tell(*(one.told for one in found))
