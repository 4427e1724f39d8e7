"""`confnotes retag OLD NEW`: another name for a tag in all notes."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import can_ask, plural, say, say_json, say_styled, tell
from confnotes.cli.undo import take_back
from confnotes.errors import UsageError
from confnotes.model.schema import columns

if TYPE_CHECKING:
    from confnotes.actions.notes.tags import Retagging


@click.command()
@click.argument("names", metavar="[OLD NEW]", nargs=-1)
@click.option("--yes", "-y", is_flag=True, help="Write it without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--undo", is_flag=True, help="Take the last time back.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation, names: tuple[str, ...], yes: bool, dry_run: bool, undo: bool, as_json: bool
) -> None:
    """Call the tag OLD, and those nested in it, NEW in every note; a tag that is there already takes them in.

    What would change is shown first. All notes are written, or none; without a terminal nothing is until --yes.
    """
    from confnotes.actions.notes.tags import plan_retag, retag

    vault = invocation.open_vault()
    if undo:
        take_back(vault, as_json=as_json)
        return
    if len(names) != 2:
        raise UsageError("name the tag and its new name", "for example: confnotes retag energy thermodynamics")
    plan = plan_retag(vault, *names)
    if not as_json:
        _show(plan)
    if dry_run:
        yes = False
    elif not yes and can_ask():
        yes = click.confirm("Write it?", err=True)
    if yes:
        retag(vault, plan)
    if as_json:
        change = columns("line before after")
        notes = [
            {"path": path, "lines": list(map(change, lines))} for path, lines in groupby(plan.lines, attrgetter("path"))
        ]
        say_json({"schema": "confnotes.retag/1", **columns("old new merges")(plan), "written": yes, "notes": notes})
    elif dry_run:
        tell("Nothing was written.")
    else:
        done = f"#{plan.old} is #{plan.new} now. confnotes retag --undo takes it back."
        tell(done if yes else "Nothing was written; --yes writes it.")


def _show(plan: Retagging) -> None:
    for path, lines in groupby(plan.lines, attrgetter("path")):
        say_styled([(path, "bold")])
        for one in lines:
            say(f"{one.line:>5}  - {one.before.strip()}", *([f"       + {one.after.strip()}"] if one.after else []))
    tell(f"#{plan.old} to #{plan.new}: {plural(len(plan.lines), 'line')} in {plural(len(plan.notes), 'note')}.")
    if plan.merges:
        tell(f"#{plan.new} is there already: the two become one, which cannot be told apart again.")
