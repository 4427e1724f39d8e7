"""`confnotes retag OLD NEW`: rename a tag in all notes."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.asking import confirm_writing
from confnotes.cli.options import Invocation, dry_run_option, json_option, undo_option, yes_option
from confnotes.cli.printing import plural, say, say_json, say_styled, tell
from confnotes.cli.undoing import undo_rewrite
from confnotes.errors import UsageError
from confnotes.model.schema import columns

if TYPE_CHECKING:
    from confnotes.actions.notes.tags import Retagging


@click.command()
@click.argument("names", metavar="[OLD NEW]", nargs=-1, shell_complete=candidates.tags)
@yes_option
@dry_run_option
@undo_option("Undo the last change of `link`, `rename` or `retag`.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation, names: tuple[str, ...], yes: bool, dry_run: bool, undo: bool, as_json: bool
) -> None:
    """Rename the tag OLD and its subtags to NEW in every note. Merges them if NEW exists.

    confnotes shows each line that changes and asks before it writes. It changes all notes or none.
    """
    from confnotes.actions.notes.tags import plan_retag, retag

    vault = invocation.open_vault()
    if undo:
        undo_rewrite(vault, as_json=as_json)
        return
    if len(names) != 2:
        raise UsageError("expected a tag and its new name", "For example: confnotes retag energy thermodynamics")
    plan = plan_retag(vault, *names)
    if not as_json:
        _show(plan)
    writing = confirm_writing("Write these changes?", yes=yes, dry_run=dry_run)
    if writing:
        retag(vault, plan)
    if as_json:
        change = columns("line before after")
        notes = [
            {"path": path, "lines": list(map(change, lines))} for path, lines in groupby(plan.lines, attrgetter("path"))
        ]
        row = columns("old new merges")(plan)
        say_json({"schema": "confnotes.retag/1", **row, "written": writing, "notes": notes})
    elif writing:
        tell(f"Renamed #{plan.old} to #{plan.new}. Undo with `confnotes retag --undo`.")


def _show(plan: Retagging) -> None:
    for path, lines in groupby(plan.lines, attrgetter("path")):
        say_styled([(path, "bold")])
        for one in lines:
            say(f"{one.line:>5}  - {one.before.strip()}", *([f"       + {one.after.strip()}"] if one.after else []))
    tell(f"#{plan.old} → #{plan.new}: {plural(len(plan.lines), 'line')} in {plural(len(plan.notes), 'note')}.")
    if plan.merges:
        tell(f"#{plan.new} exists. This merges the two tags.")
