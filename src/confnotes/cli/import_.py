"""`confnotes import SOURCE`: what a program was understood as, and then its place in the vault."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_json, tell

if TYPE_CHECKING:
    from confnotes.services.import_program import ImportReport, Preview


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--conference", "-c", metavar="NAME", help="The conference it belongs to, when the source does not say.")
@click.option("--timezone", metavar="ZONE", help="The zone of its times, e.g. America/Vancouver.")
@click.option("--format", "format_", metavar="FORMAT", help="Read it as this format instead of finding out.")
@click.option("--dry-run", is_flag=True, help="Show what was understood; write nothing.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask before writing.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    sources: tuple[str, ...],
    conference: str | None,
    timezone: str | None,
    format_: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Read conference programs into the vault: files, folders, web addresses, or - for standard input.

    What was understood is shown first. On a terminal you are asked before anything is written; in a script it is
    written at once.
    """
    from confnotes.importers.reading import Hints
    from confnotes.services.import_program import preview, write

    vault = None if dry_run else invocation.open_vault()
    previews = preview(sources, Hints(conference=conference, timezone=timezone, format=format_))
    if as_json:
        _say_as_json(previews)
    else:
        from confnotes.cli.import_preview import preview_lines

        show = say if dry_run else tell
        for one in previews:
            show(*preview_lines(one))
    if vault is None:
        return
    if not yes and sys.stdin.isatty() and sys.stderr.isatty() and not click.confirm("Write this?", err=True):
        tell("Nothing was written.")
        return
    for report in write(vault, previews):
        _tell_report(report)


def _say_as_json(previews: Sequence[Preview]) -> None:
    """One object for one source, a list of them for several."""
    from confnotes.exporters.program_json import program_object

    objects = [program_object(one.read) for one in previews]
    say_json(objects[0] if len(objects) == 1 else objects)


def _tell_report(report: ImportReport) -> None:
    if report.unchanged:
        tell(f"{report.conference}: already in the vault, nothing changed.")
    else:
        parts = [
            _counted(len(report.added), "new talk"),
            _counted(len(report.changed), "changed talk"),
            _counted(len(report.cancelled), "cancelled talk"),
            _counted(len(report.notes_written), "note"),
        ]
        tell(f"{report.conference}: {', '.join(part for part in parts if part) or 'written'}.")
    for change in report.changed:
        tell(f"  {change.talk.title or change.talk.id}: {change.what}")
    for talk in report.cancelled:
        tell(f"  {talk.title or talk.id}: cancelled; your note and its link stay")
    tell(*(f"  {message}" for message in report.messages))


def _counted(count: int, what: str) -> str:
    return "" if not count else f"{count} {what}{'' if count == 1 else 's'}"
