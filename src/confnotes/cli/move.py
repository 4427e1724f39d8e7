"""`confnotes move`: move lines that were typed into the wrong note."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, at_option, dry_run_option, json_option, undo_option
from confnotes.cli.printing import plural, say, say_json, tell
from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.durations import read_length

if TYPE_CHECKING:
    from confnotes.actions.notes.move_lines import Move
    from confnotes.vault.vault import Vault

_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?", re.ASCII)


def read_since(text: str, wall: datetime) -> timedelta:
    """How long ago a clock showed `10:05`; UsageError if that is not a time of day."""
    from confnotes.markup.recent_lines import age

    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"invalid time of day “{text}”", "Write it as 10:05.")
    time = datetime.min.replace(hour=int(match["hour"]), minute=int(match["minute"]), second=int(match["second"] or 0))
    return age(time.time(), wall)


@click.command()
@click.option("--last", metavar="DURATION", help="Move lines typed in the last 10m, 10 (minutes) or 1h.")
@click.option("--since", metavar="TIME", help="Move lines typed since this time of day, e.g. 10:05.")
@click.option(
    "--to",
    metavar="TALK",
    shell_complete=candidates.talks,
    help="Move them to the note of TALK, an id or words of a title.",
)
@click.option(
    "--from",
    "source",
    metavar="TALK|NOTE",
    shell_complete=candidates.talks_and_notes,
    help="Move them from here. [default: the note you wrote last]",
)
@dry_run_option
@undo_option("Undo the last move.")
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    last: str | None,
    since: str | None,
    to: str | None,
    source: str | None,
    dry_run: bool,
    undo: bool,
    at: datetime,
    as_json: bool,
) -> None:
    """Move recent lines to the note of another talk, with their timestamps.

    A line without a timestamp moves with the line above it, and indented lines with the line they belong to.
    """
    from confnotes.actions.notes import move_lines
    from confnotes.actions.notes.change_talk_note import wall_of

    vault = invocation.open_vault()
    if undo:
        _take_back(vault, at, as_json)
        return
    if to is None:
        raise UsageError("missing talk", 'For example: confnotes move --last 10m --to "Slow Boats"')
    if (last is None) == (since is None):
        raise UsageError("expected --last or --since", "For example: --last 10m or --since 10:05")
    from confnotes.actions.notes.take_note import note_for
    from confnotes.catalogue.find_note import find_note
    from confnotes.catalogue.program.talks import locate

    target = locate(vault, to, at)
    path = find_note(vault, source, at) if source else None
    if path is None:
        longest = read_length(last) if last else move_lines.LONGEST
        path = move_lines.latest_note_path(vault, longest, at, but=note_for(vault, target.key))
    wall = wall_of(vault, path, at)
    span = read_length(last) if last else read_since(since or "", wall)
    planned = move_lines.plan(vault, path, target.key, span, wall)
    if not dry_run:
        move_lines.move(vault, planned)
    _tell(planned, as_json=as_json, dry_run=dry_run)


def _tell(moved: Move, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        _say_json(moved.source, moved.target, moved, dry_run=dry_run)
        return
    say(*moved.lines)
    count = plural(len(moved.lines), "line")
    if dry_run:
        tell(f"Would move {count} from “{moved.source_title}” to “{moved.target_title}”. Nothing was written.")
    else:
        tell(f"Moved {count} from “{moved.source_title}” to “{moved.target_title}”.")
        tell("Undo with `confnotes move --undo`.")


def _take_back(vault: Vault, at: datetime, as_json: bool) -> None:
    from confnotes.actions.notes import move_lines

    moved = move_lines.last_move(vault)
    if moved is None:
        raise NotFoundError("no move to undo", "Only the last move can be undone.")
    move_lines.take_back(vault, moved, at)
    if as_json:
        _say_json(moved.target, moved.source, moved, dry_run=False)
    else:
        count = plural(len(moved.lines), "line")
        tell(f"Moved {count} back from “{moved.target_title}” to “{moved.source_title}”.")


def _say_json(source: str, target: str, moved: Move, *, dry_run: bool) -> None:
    said = {"from": source, "to": target, "lines": moved.lines, "dry_run": dry_run}
    say_json({"schema": "confnotes.moved/1", **said})
