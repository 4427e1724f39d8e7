"""`confnotes rename`: rename a note, heading or person, and update every link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.asking import confirm_writing
from confnotes.cli.options import Invocation, dry_run_option, json_option, undo_option, yes_option
from confnotes.cli.printing import clip, plural, say_json, say_styled, tell, width
from confnotes.cli.progress import ProgressLine
from confnotes.cli.undoing import undo_rewrite
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.actions.links.rewrite import Renaming
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("names", metavar="[OLD NEW]", nargs=-1, shell_complete=candidates.notes_and_people)
@yes_option
@dry_run_option
@undo_option("Undo the last change of `link`, `rename` or `retag`.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation, names: tuple[str, ...], yes: bool, dry_run: bool, undo: bool, as_json: bool
) -> None:
    """Rename a note, heading or person and update every link to it.

    OLD is the name or path of a note, NOTE#HEADING, or the name of a person. confnotes shows each line that changes
    and asks before it writes. It changes all files or none.
    """
    vault = invocation.open_vault()
    if undo:
        undo_rewrite(vault, as_json=as_json)
        return
    if len(names) != 2:
        raise UsageError("expected an old and a new name", 'For example: confnotes rename "Flow" "Flow matching"')
    from confnotes.actions.links.rewrite import apply

    with ProgressLine() as progress:
        renaming = _planned(vault, *names, progress)
    if not as_json:
        _show(renaming)
    writing = confirm_writing("Write these changes?", yes=yes, dry_run=dry_run)
    if as_json:
        said = {"from": renaming.old, "to": renaming.new, "lines": renaming.lines(), "left": renaming.left}
        say_json({"schema": "confnotes.renamed/1", **said, "dry_run": not writing})
    if writing:
        apply(vault, renaming)
        tell(f"{_counted(renaming)}. Undo with `confnotes rename --undo`.")


def _planned(vault: Vault, old: str, new: str, progress: ProgressLine) -> Renaming:
    from confnotes.actions.links.rename import plan_named

    return plan_named(vault, old, new, lambda done, total: progress.tell("Reading notes", done, total))


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
        tell(f"Not changed: {one.path}:{one.line}  {one.text.strip()}  ({one.why})")


def _counted(renaming: Renaming) -> str:
    lines = len(renaming.lines())
    changed = f"{plural(lines, 'line')} in {plural(len(renaming.files), 'file')}"
    if renaming.new == renaming.old:
        return f"Changed {changed}"
    return f"Renamed to {renaming.new}" + (f", changed {changed}" if lines else "")
