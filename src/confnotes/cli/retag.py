"""`confnotes retag OLD NEW`: another name for a tag in all notes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_json, say_styled, tell

if TYPE_CHECKING:
    from confnotes.services.tags import Retagging


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--yes", "-y", is_flag=True, help="Write it without asking.")
@json_option
@click.pass_obj
def command(invocation: Invocation, old: str, new: str, yes: bool, as_json: bool) -> None:
    """Call the tag OLD, and those nested in it, NEW in every note; a tag that is there already takes them in.

    What would change is shown first. All notes are written, or none; without a terminal nothing is until --yes.
    """
    from confnotes.services.tags import plan_retag, retag

    vault = invocation.open_vault()
    plan = plan_retag(vault, old, new)
    if not as_json:
        _show(plan)
    if not yes and sys.stdin.isatty() and sys.stderr.isatty():
        yes = click.confirm("Write it?", err=True)
    if yes:
        retag(vault, plan)
    if as_json:
        say_json(_object(plan, written=yes))
    else:
        tell(f"#{plan.old} is #{plan.new} now." if yes else "Nothing was written; --yes writes it.")


def _show(plan: Retagging) -> None:
    for note in plan.notes:
        say_styled([(note.path, "bold")])
        for one in note.lines:
            say(f"{one.line:>5}  - {one.before.strip()}", *([f"       + {one.after.strip()}"] if one.after else []))
    notes = f"{len(plan.notes):,} {'note' if len(plan.notes) == 1 else 'notes'}"
    lines = f"{plan.lines:,} {'line' if plan.lines == 1 else 'lines'}"
    tell(f"#{plan.old} to #{plan.new}: {lines} in {notes}.")
    if plan.merges:
        tell(f"#{plan.new} is there already: the two become one, which cannot be told apart again.")


def _object(plan: Retagging, *, written: bool) -> dict[str, object]:
    notes = [
        {
            "path": note.path,
            "lines": [{"line": one.line, "before": one.before, "after": one.after} for one in note.lines],
        }
        for note in plan.notes
    ]
    return {
        "schema": "confnotes.retag/1",
        "old": plan.old,
        "new": plan.new,
        "merges": plan.merges,
        "written": written,
        "notes": notes,
    }
