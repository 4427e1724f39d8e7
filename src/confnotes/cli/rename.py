"""`confnotes rename`: another name for a note, a heading or a person, with every link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import can_ask, clip, plural, say_json, say_styled, tell, width
from confnotes.cli.progress import ProgressLine
from confnotes.cli.undo import take_back
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.actions.links.rewrite import Renaming
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("names", metavar="[OLD NEW]", nargs=-1)
@click.option("--yes", "-y", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--undo", is_flag=True, help="Take the last rename back.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation, names: tuple[str, ...], yes: bool, dry_run: bool, undo: bool, as_json: bool
) -> None:
    """Give a note or a person another name, and rewrite the links to it in all files: every one, or none.

    OLD is a note's name or path, `NOTE#HEADING`, or the name of a person. Each line that changes is shown first.
    """
    vault = invocation.open_vault()
    if undo:
        take_back(vault, as_json=as_json)
        return
    if len(names) != 2:
        raise UsageError("name the note and its new name", 'for example: confnotes rename "Flow" "Flow matching"')
    from confnotes.actions.links.rewrite import apply

    with ProgressLine() as progress:
        renaming = _planned(vault, *names, progress)
    asking = not (yes or dry_run or as_json) and can_ask()
    if not asking and not (yes or dry_run):
        raise UsageError("nobody is here to ask", "--yes writes without asking, --dry-run shows what would change")
    if as_json:
        said = {"from": renaming.old, "to": renaming.new, "lines": renaming.lines(), "left": renaming.left}
        say_json({"schema": "confnotes.renamed/1", **said, "dry_run": dry_run})
    else:
        _show(renaming)
    if dry_run:
        tell("Nothing was written.")
        return
    if asking and not click.confirm("Write this?", err=True):
        tell("Nothing was written.")
        return
    apply(vault, renaming)
    tell(f"{_counted(renaming)}. confnotes rename --undo takes it back.")


def _planned(vault: Vault, old: str, new: str, progress: ProgressLine) -> Renaming:
    from confnotes.actions.links.rename import plan_named

    return plan_named(vault, old, new, lambda done, total: progress.tell("looking through the notes", done, total))


def _show(renaming: Renaming) -> None:
    columns = width() - 6
    if renaming.new != renaming.old:
        say_styled([(renaming.old, ""), (" → ", "dim"), (renaming.new, "bold")])
    for line in renaming.lines():
        before, after = line.around(columns)
        say_styled([(f"{line.path}:{line.line}", "accent")])
        say_styled([("  - ", "dim"), (clip(before, columns), "dim")])
        say_styled([("  + ", "accent"), (clip(after, columns), "")])
    for one in renaming.left:
        tell(f"left as it is: {one.path}:{one.line}  {one.text.strip()}  ({one.why})")


def _counted(renaming: Renaming) -> str:
    changed = f"{plural(len(renaming.lines()), 'line')} in {plural(len(renaming.files), 'file')}"
    return f"Renamed to {renaming.new}; {changed} changed" if renaming.new != renaming.old else f"{changed} changed"
