"""`confnotes move`: what was typed into the wrong note goes to the talk's where it belongs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, json_option
from confnotes.cli.printing import plural, say, say_json, tell
from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.durations import read_length

if TYPE_CHECKING:
    from confnotes.actions.notes.move_lines import Move
    from confnotes.vault.vault import Vault

_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?", re.ASCII)


def read_since(text: str, wall: datetime) -> timedelta:
    """How long ago a clock showed `10:05`; UsageError when that is no time of day."""
    from confnotes.markup.recent_lines import age

    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"“{text}” is no time of day", "write it as 10:05")
    time = datetime.min.replace(hour=int(match["hour"]), minute=int(match["minute"]), second=int(match["second"] or 0))
    return age(time.time(), wall)


@click.command()
@click.option("--last", metavar="TIME", help="What was typed in that time before now: 10m, 10 or 1h.")
@click.option("--since", metavar="10:05", help="What was typed since that time of day, instead.")
@click.option("--to", metavar="TALK", help="Where it belongs: the talk's id or a part of its title.")
@click.option("--from", "source", metavar="TALK|NOTE", help="Where it stands; else the note that was written last.")
@click.option("--dry-run", is_flag=True, help="Show what would move, and write nothing.")
@click.option("--undo", is_flag=True, help="Take the last move back.")
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
    """Move what was typed lately to the note of another talk, with its stamps.

    A line without a stamp goes with the stamped one above it, and what is indented with what it belongs to.
    """
    from confnotes.actions.notes import move_lines
    from confnotes.actions.notes.change_talk_note import wall_of

    vault = invocation.open_vault()
    if undo:
        _take_back(vault, at, as_json)
        return
    if to is None:
        raise UsageError("no talk is named", 'for example: confnotes move --last 10m --to "Slow Boats"')
    if (last is None) == (since is None):
        raise UsageError("say how far back", "--last 10m or --since 10:05")
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
        tell(f"{count} would move from “{moved.source_title}” to “{moved.target_title}”; nothing was written.")
    else:
        tell(f"Moved {count} from “{moved.source_title}” to “{moved.target_title}”.")
        tell("confnotes move --undo takes it back.")


def _take_back(vault: Vault, at: datetime, as_json: bool) -> None:
    from confnotes.actions.notes import move_lines

    moved = move_lines.last_move(vault)
    if moved is None:
        raise NotFoundError("there is no move to take back", "only the last one can be")
    move_lines.take_back(vault, moved, at)
    if as_json:
        _say_json(moved.target, moved.source, moved, dry_run=False)
    else:
        tell(f"{plural(len(moved.lines), 'line')} went back from “{moved.target_title}” to “{moved.source_title}”.")


def _say_json(source: str, target: str, moved: Move, *, dry_run: bool) -> None:
    said = {"from": source, "to": target, "lines": moved.lines, "dry_run": dry_run}
    say_json({"schema": "confnotes.moved/1", **said})
