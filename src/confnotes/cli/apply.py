"""`confnotes apply DRAFT`: write the edits of an exported Markdown draft back to the notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, UserPath, confirm_writing
from confnotes.cli.printing import clip, plural, say_json, say_styled, tell, width
from confnotes.cli.rename import rewriting
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.actions.exporting.apply_draft import DraftPlan
    from confnotes.actions.links.rewrite import Rewriting

_MOST_NAMED = 5  # lines


@click.command()
@click.argument("draft", metavar="DRAFT", required=False, type=UserPath())
@click.option("--deletions", is_flag=True, help="Delete lines from your notes that were deleted in the draft.")
@click.option("--prefer-draft", is_flag=True, help="If a line changed in both, use the draft's text.")
@rewriting
def command(
    invocation: Invocation,
    draft: Path | None,
    deletions: bool,
    prefer_draft: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the edits of DRAFT, a Markdown file that you exported, back to your notes.

    \b
      confnotes export "NeurIPS 2019" -o draft.md
      confnotes apply draft.md

    Ticked tasks, edited and new lines of notes, the lead and the highlights go back. confnotes shows each line that
    changes and asks before it writes. Lines that changed both in the draft and in your notes are shown, and stay.
    """
    vault = invocation.open_vault()
    if draft is None:
        raise UsageError("missing draft", "Name the Markdown file that you exported: confnotes apply draft.md")
    from confnotes.actions.exporting.apply_draft import plan_draft
    from confnotes.actions.links.rewrite import apply

    plan = plan_draft(vault, draft, deletions=deletions, prefer_draft=prefer_draft)
    if not as_json:
        _show(plan)
    changes = bool(plan.renaming.files)
    writing = changes and confirm_writing("Write these changes?", yes=yes, dry_run=dry_run)
    if as_json:
        rest = {"left": plan.renaming.left, "conflicts": plan.conflicts, "deleted": plan.deleted}
        lines = {"lines": plan.renaming.lines(), **rest, "sections": plan.sections}
        say_json({"schema": "confnotes.applied/1", "draft": str(draft), **lines, "dry_run": not writing})
    if writing:
        apply(vault, plan.renaming)
        lines_in = plural(len(plan.renaming.lines()), "line")
        tell(f"Changed {lines_in} in {plural(len(plan.renaming.files), 'file')}. Undo with `confnotes apply --undo`.")
    elif not changes:
        tell("No edits to apply: your notes have everything that can be applied.")


def _show(plan: DraftPlan) -> None:
    for file in plan.renaming.files:
        _show_lines(file)
    for conflict in plan.conflicts:
        say_styled([("Conflict", "bold"), (f": line {conflict.line} of the draft, and ", ""), (conflict.path, "bold")])
        for words, text in (("draft ", conflict.draft), ("note  ", conflict.note)):
            for line in text.split("\n"):
                say_styled([(f"  {words}", "accent"), (clip(line, width() - 8), "")])
    if plan.conflicts:
        tell("Both changed since the export, and stay. Edit one of them, or use the draft's with --prefer-draft.")
    for one in plan.renaming.left:
        tell(f"Not applied: {one.path}:{one.line}  {one.text.strip()}  ({one.why})")
    if plan.converted:
        tell("The draft was converted and lost its invisible comments. Only ticks and changed words are applied.")
    for one in plan.deleted[:_MOST_NAMED]:
        tell(f"Deleted only in the draft: {one.path}:{one.line}  {one.text}")
    if len(plan.deleted) > _MOST_NAMED:
        tell(f"Deleted only in the draft: {plural(len(plan.deleted) - _MOST_NAMED, 'more line')}")
    if plan.deleted:
        tell("To delete these lines from your notes, too, add --deletions.")
    for title in plan.sections:
        tell(f"Section deleted only in the draft: {title}")


def _show_lines(file: Rewriting) -> None:
    """The lines of a note that change, below its path."""
    columns = width() - 8
    say_styled([(file.path, "bold")])
    for line in file.lines():
        number = f"{line.line:>5} "
        before, after = line.around(columns)
        if line.before:
            say_styled([(number, "accent"), ("- ", "dim"), (clip(before, columns), "dim")])
        if line.after:
            say_styled([(" " * 6 if line.before else number, "accent"), ("+ ", "accent"), (clip(after, columns), "")])
