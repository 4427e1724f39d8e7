"""`confnotes import SOURCE`: show what was read from conference programs, and merge it into the vault."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, dry_run_option, json_option, private_option, undo_option, yes_option
from confnotes.cli.printing import can_ask, say, say_json, tell
from confnotes.cli.progress import ProgressLine
from confnotes.errors import ConfnotesError, UsageError

if TYPE_CHECKING:
    from confnotes.actions.importing.import_merge import ImportReport
    from confnotes.actions.importing.read_sources import SourcePreview
    from confnotes.importers.importer import Hints
    from confnotes.vault.vault import Vault


def _day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise UsageError(f"invalid date “{value}”", "Write it as 2024-05-06.") from None


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, type=click.Path(), shell_complete=candidates.sources)
@click.option(
    "--conference",
    "-c",
    metavar="NAME",
    help="Name of the conference. [default: as the source says]",
)
@click.option("--timezone", metavar="ZONE", shell_complete=candidates.zones, help="Time zone, e.g. America/Vancouver.")
@click.option(
    "--starts", metavar="DAY", callback=_day, help="First day, e.g. 2024-05-06, if the source has none or a wrong one."
)
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    shell_complete=candidates.import_formats,
    help="Read the source as FORMAT. [default: detected]",
)
@click.option("--refresh", is_flag=True, help="Import the sources of the conference SOURCE again.")
@undo_option("Undo the last import: every file becomes what it was before.")
@private_option
@dry_run_option
@click.option("--left-out", is_flag=True, help="Print the lines of a page that are not in its program; write nothing.")
@yes_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    sources: tuple[str, ...],
    conference: str | None,
    timezone: str | None,
    starts: date | None,
    format_: str | None,
    refresh: bool,
    undo: bool,
    allow_private: bool,
    dry_run: bool,
    left_out: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Import conference programs: files, folders, zip archives, web addresses, or - for standard input.

    \b
      confnotes import schedule.xml
      confnotes import https://example.org/program.ics -c "Example Days 2026"
      confnotes import papers.csv --timezone Europe/Brussels --dry-run
      confnotes import "Example Days 2026" --refresh

    On a terminal, confnotes shows what it read and asks before it writes; in a script it writes at once. Importing
    again merges: your edits stay, and confnotes lists what changed. Corrections of rows and columns (Import screen)
    apply again; those that no longer match are listed.
    """
    from confnotes.importers.importer import Hints

    if undo:
        from confnotes.cli.import_text import undo_last

        if sources:
            raise UsageError("--undo takes no source", "It undoes the last import.")
        undo_last(invocation.open_vault(), as_json=as_json)
        return
    if not sources and not (refresh and conference):
        what = "Name a conference." if refresh else "Name a file, a folder, a web address, or - for input."
        raise UsageError("missing source", what)
    hints = Hints(None if refresh else conference, timezone, format_, starts)
    if refresh:
        names = sources or (conference or "",)
        _refresh(invocation.open_vault(), names, hints, allow_private=allow_private, dry_run=dry_run, as_json=as_json)
        return
    if dry_run or left_out:
        from confnotes.cli.import_text import left_out_lines, show_previews

        previews = _look(invocation, sources, hints, allow_private=allow_private)
        say(*left_out_lines(previews)) if left_out else show_previews(previews, as_json=as_json)
        return
    asking = not yes and can_ask()
    _import(invocation.open_vault(), sources, hints, allow_private=allow_private, asking=asking, as_json=as_json)


def _look(
    invocation: Invocation, sources: Sequence[str], hints: Hints, *, allow_private: bool
) -> Sequence[SourcePreview]:
    """Read the sources, as they were imported before if there is a vault, and write nothing."""
    from confnotes.actions.importing.import_again import look
    from confnotes.actions.importing.open_source import ImportContext
    from confnotes.actions.importing.read_sources import preview

    vault = None
    with suppress(ConfnotesError):
        vault = invocation.open_vault()
    with ProgressLine() as progress:
        asked = ImportContext(progress.tell, allow_private=allow_private)
        if vault is None:
            return preview(sources, hints, asked)
        return look(vault, sources, hints, asked, anyway=True).previews


def _import(
    vault: Vault, sources: Sequence[str], hints: Hints, *, allow_private: bool, asking: bool, as_json: bool
) -> None:
    """Show what was read from the sources, and merge it into the vault unless the user refuses."""
    from confnotes.actions.importing.import_again import look
    from confnotes.actions.importing.open_source import ImportContext
    from confnotes.cli.import_text import preview_lines, tell_plan, tell_unchanged

    with ProgressLine() as progress:
        looked = look(vault, sources, hints, ImportContext(progress.tell, allow_private=allow_private))
    if looked.unchanged:
        tell_unchanged(looked.unchanged, as_json=as_json)
        return
    previews: Sequence[SourcePreview] = looked.previews
    for one in previews:
        tell(*preview_lines(one))
    if asking and "-" not in sources:
        from confnotes.cli.import_questions import with_days, with_zones

        previews = with_zones(vault, with_days(previews))
    if asking:
        tell_plan(vault, previews)
    if asking and not click.confirm("Write this?", err=True):
        tell("Nothing was written.")
        return
    from confnotes.actions.importing.import_program import write

    with ProgressLine() as progress:
        reports = write(vault, previews, ImportContext(progress.tell))
    _tell(vault, reports, as_json=as_json)


def _refresh(
    vault: Vault, names: Sequence[str], hints: Hints, *, allow_private: bool, dry_run: bool, as_json: bool
) -> None:
    """Import the sources of the conferences again, and report what changed."""
    from confnotes.actions.importing.open_source import ImportContext
    from confnotes.actions.importing.refresh import look_for_new, refresh
    from confnotes.cli.import_text import show_previews, tell_plan, tell_unchanged

    reports: list[ImportReport] = []
    for name in names:
        with ProgressLine() as progress:
            if dry_run:
                found = look_for_new(vault, name, hints, ImportContext(progress.tell, allow_private=allow_private))
            else:
                reports += refresh(vault, name, progress.tell, hints=hints, allow_private=allow_private)
        if dry_run:
            show_previews(found.previews, as_json=as_json)
            tell_unchanged(found.unchanged)
            tell_plan(vault, found.previews)
            tell(*(f"Cannot read {source} again." for source in found.missing))
    if not dry_run:
        _tell(vault, reports, as_json=as_json)


def _tell(vault: Vault, reports: Sequence[ImportReport], *, as_json: bool) -> None:
    """Report what was written, as messages or as JSON."""
    if as_json:
        from confnotes.actions.importing.import_merge import report_objects

        say_json(report_objects(reports))
        return
    from confnotes.cli.import_text import tell_namesakes, tell_reports

    tell_reports(reports)
    if any(not one.unchanged for one in reports):
        tell("Undo with `confnotes import --undo`.")
    tell_namesakes(vault, [one.conference for one in reports if not one.unchanged])
