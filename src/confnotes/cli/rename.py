"""`confnotes rename`, `retag` and `link`: change many notes at once, and undo the last such change."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, confirm_writing, dry_run_option, json_option, undo_option, yes_option
from confnotes.cli.printing import clip, plural, say, say_json, say_styled, tell, width
from confnotes.cli.progress import ProgressLine
from confnotes.errors import ConfnotesError, UsageError
from confnotes.model.schema import columns

if TYPE_CHECKING:
    from confnotes.actions.links.rewrite import Renaming
    from confnotes.actions.notes.tags import Retagging
    from confnotes.vault.vault import Vault


def rewriting(change: Callable[..., None]) -> Callable[..., None]:
    """A verb that changes many notes: with `--undo`, it undoes the last such change of any verb."""

    @yes_option
    @dry_run_option
    @undo_option("Undo the last change of `apply`, `link`, `rename` or `retag`.")
    @json_option
    @click.pass_obj
    @wraps(change)
    def verb(invocation: Invocation, /, undo: bool, as_json: bool, **given: Any) -> None:
        if undo:
            _undo(invocation.open_vault(), as_json=as_json)
        else:
            change(invocation, as_json=as_json, **given)

    return verb


@click.command()
@click.argument("names", metavar="[OLD NEW]", nargs=-1, shell_complete=candidates.notes_and_people)
@rewriting
def rename(invocation: Invocation, names: tuple[str, ...], yes: bool, dry_run: bool, as_json: bool) -> None:
    """Rename a note, heading or person and update every link to it.

    OLD is the name or path of a note, NOTE#HEADING, or the name of a person. confnotes shows each line that changes
    and asks before it writes. It changes all files or none.
    """
    vault = invocation.open_vault()
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


def _undo(vault: Vault, *, as_json: bool) -> None:
    """Undo the last change of several notes and report it.

    Raises NotFoundError without a change to undo, and ConfnotesError if files that changed since then were kept.
    """
    from confnotes.actions.links import rewrite

    record, changed = rewrite.take_back(vault)
    if as_json:
        said = {"from": record.new, "to": record.old, "changed_since": changed}
        say_json({"schema": "confnotes.renamed/1", **said, "undone": True})
    elif record.old:
        say(record.old)
        tell(f"Undone: renamed back to {record.old}.")
    else:
        tell("Undone.")
    for path in changed:
        tell(f"Not undone, because it changed since then: {path}")
    if changed:
        raise ConfnotesError(f"{len(changed)} of the files could not be undone", "Correct their links by hand.")


@click.command()
@click.argument("names", metavar="[OLD NEW]", nargs=-1, shell_complete=candidates.tags)
@rewriting
def retag(invocation: Invocation, names: tuple[str, ...], yes: bool, dry_run: bool, as_json: bool) -> None:
    """Rename the tag OLD and its subtags to NEW in every note. Merges them if NEW exists.

    confnotes shows each line that changes and asks before it writes. It changes all notes or none.
    """
    from confnotes.actions.notes.tags import plan_retag, retag

    vault = invocation.open_vault()
    if len(names) != 2:
        raise UsageError("expected a tag and its new name", "For example: confnotes retag energy thermodynamics")
    plan = plan_retag(vault, *names)
    if not as_json:
        _show_tags(plan)
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


def _show_tags(plan: Retagging) -> None:
    for path, lines in groupby(plan.lines, attrgetter("path")):
        say_styled([(path, "bold")])
        for one in lines:
            say(f"{one.line:>5}  - {one.before.strip()}", *([f"       + {one.after.strip()}"] if one.after else []))
    tell(f"#{plan.old} → #{plan.new}: {plural(len(plan.lines), 'line')} in {plural(len(plan.notes), 'note')}.")
    if plan.merges:
        tell(f"#{plan.new} exists. This merges the two tags.")


@click.command()
@click.argument("name", metavar="[NOTE]", nargs=-1, shell_complete=candidates.notes)
@rewriting
def link(invocation: Invocation, name: tuple[str, ...], yes: bool, dry_run: bool, as_json: bool) -> None:
    """Find plain mentions of NOTE in other notes and turn them into links.

    A mention is the note's title, file name or one of its aliases. confnotes lists the mentions and asks before it
    writes.
    """
    from confnotes.actions.links.link_mentions import find_unlinked_mentions, link
    from confnotes.actions.links.rewrite import apply
    from confnotes.catalogue.find_note import find_note

    vault = invocation.open_vault()
    if not name:
        raise UsageError("missing note", 'For example: confnotes link "Equilibrium Propagation"')
    found = find_unlinked_mentions(vault, find_note(vault, " ".join(name)))
    if not as_json:
        room = width() - 4
        for one in found:
            say_styled([(f"{one.path}:{one.line}", "accent"), (f"  {one.heading}" if one.heading else "", "dim")])
            say(f"    {clip(one.sentence, room)}")
    count = plural(len(found), "mention")
    writing = bool(found) and confirm_writing(f"Link {count}?", yes=yes, dry_run=dry_run)
    if as_json:
        mention = columns("path line column=start text link=written sentence heading", column=lambda start: start + 1)
        rows = list(map(mention, found))
        say_json({"schema": "confnotes.mentions/1", "mentions": rows, "written": writing})
    if not found:
        tell("No plain mentions found.")
    elif writing:
        apply(vault, link(vault, found))
        tell(f"Linked {count}. Undo with `confnotes link --undo`.")
