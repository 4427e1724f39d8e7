"""`confnotes stars`: starred talks from and for pretalx, a hub, Giggity, EventFahrplan, calendars and tables."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import (
    Invocation,
    WordChoice,
    at_option,
    conference_option,
    confirm_writing,
    dry_run_option,
    private_option,
    yes_option,
)
from confnotes.cli.printing import plural, say, say_exactly, tell
from confnotes.errors import UsageError
from confnotes.exporters.data.star_list import WRITERS
from confnotes.markup.math.titles import shown_title
from confnotes.markup.names import some_names

if TYPE_CHECKING:
    from confnotes.actions.program.exchange_stars import StarPlan
    from confnotes.importers.source import SourceFile
    from confnotes.vault.vault import Vault

_FORMATS = (*WRITERS, "ics")

_MOST_MISSING = 10  # titles in one message


@click.command()
@click.argument("action", metavar="import|export", type=WordChoice(("import", "export")))
@click.argument("source", metavar="[SOURCE]", required=False, default="", shell_complete=candidates.files)
@click.option(
    "--schedule", metavar="SOURCE", default="", shell_complete=candidates.files, help="The schedule, for its numbers."
)
@click.option(
    "--format", "-f", "form", default="ids", show_default=True, type=WordChoice(_FORMATS), help="Format of an export."
)
@click.option("--address", metavar="URL", default="", help="Address of the schedule, for giggity.")
@click.option("--undo", is_flag=True, help="Remove the stars that the last import added.")
@private_option
@yes_option
@dry_run_option
@conference_option
@at_option
@click.pass_obj
def command(
    invocation: Invocation,
    action: str,
    source: str,
    schedule: str,
    form: str,
    address: str,
    undo: bool,
    allow_private: bool,
    yes: bool,
    dry_run: bool,
    conference: str | None,
    at: datetime,
) -> int:
    """Import starred talks of one conference from another program, or export yours.

    \b
      confnotes stars import favourites.json
      confnotes stars import 'https://ggt.gaa.st/#url=…&see=…'
      confnotes stars import --undo
      confnotes stars export -f giggity
      confnotes stars export -f pretalx > favourites.json

    SOURCE is a file, a web address, a link that Giggity shares, or - for standard input: JSON of pretalx, a hub or
    EventFahrplan, a calendar, CSV, or an id a line. Talks are found by id, code or address, and your own stars stay.
    """
    from confnotes.catalogue.program.whats_on import conference_meant

    if undo != (not source) and action == "import":
        raise UsageError(*(("--undo needs no source", "Leave it out.") if undo else ("missing source", "Name a file.")))
    vault = invocation.open_vault()
    if undo:
        from confnotes.actions.program.exchange_stars import undo_stars

        tell(f"Removed {plural(undo_stars(vault), 'star')}.")
        return 0
    name = conference_meant(vault, at, conference)
    if action == "export":
        if source:
            raise UsageError("an export needs no source", "Name the conference with --conference.")
        say_exactly(_exported(vault, name, form, address, at))
        return 0
    return _import(vault, _plan(vault, name, source, schedule, allow_private=allow_private), yes=yes, dry_run=dry_run)


def _exported(vault: Vault, name: str, form: str, address: str, at: datetime) -> str | bytes:
    from confnotes.actions.exporting.export_agenda import render_schedule, schedule_of
    from confnotes.actions.program.exchange_stars import starred_cards, starred_list

    if form != "ics":
        return starred_list(vault, name, form, address)
    return render_schedule(schedule_of(vault, name, starred_cards(vault, name), chosen=True), form, at)


def _plan(vault: Vault, name: str, source: str, schedule: str, *, allow_private: bool) -> StarPlan:
    from confnotes.actions.program.exchange_stars import plan_stars
    from confnotes.importers.star_list import guids_in, is_giggity_link, read_stars

    text = source if is_giggity_link(source) else _file(source, allow_private=allow_private).text
    guids = guids_in(_file(schedule, allow_private=allow_private)) if schedule else {}
    return plan_stars(vault, name, read_stars(text), guids)


def _file(source: str, *, allow_private: bool) -> SourceFile:
    from confnotes.actions.importing.open_source import ImportContext, open_source

    opened = open_source(source, ImportContext(allow_private=allow_private)).source
    if opened.file is None:
        raise UsageError(f"not a file: {source}", "Name a file with starred talks.")
    return opened.file


def _import(vault: Vault, plan: StarPlan, *, yes: bool, dry_run: bool) -> int:
    """Show what the list would star, and do it; 1 if no talk of the list was found."""
    from confnotes.actions.program.exchange_stars import add_stars

    for card in plan.new:
        say(f"★ {shown_title(card.talk.title or card.key)}")
    tell(f"{plan.conference}: {plural(len(plan.new), 'new star')}, {len(plan.known)} starred already.")
    if plan.missing:
        tell(f"Not found: {some_names(plan.missing, _MOST_MISSING)}.")
    if not plan.new:
        return 0 if plan.known else 1
    if confirm_writing("Star these talks?", yes=yes, dry_run=dry_run):
        add_stars(vault, plan)
    return 0
