"""`confnotes link`: find plain mentions of a note in other notes, and turn them into links."""

from __future__ import annotations

import click

from confnotes.cli import candidates
from confnotes.cli.asking import confirm_writing
from confnotes.cli.options import Invocation, dry_run_option, json_option, undo_option, yes_option
from confnotes.cli.printing import clip, plural, say, say_json, say_styled, tell, width
from confnotes.cli.undoing import undo_rewrite
from confnotes.errors import UsageError
from confnotes.model.schema import columns


@click.command()
@click.argument("name", metavar="[NOTE]", nargs=-1, shell_complete=candidates.notes)
@yes_option
@dry_run_option
@undo_option("Undo the last change of `link`, `rename` or `retag`.")
@json_option
@click.pass_obj
def command(invocation: Invocation, name: tuple[str, ...], yes: bool, dry_run: bool, undo: bool, as_json: bool) -> None:
    """Find plain mentions of NOTE in other notes and turn them into links.

    A mention is the note's title, file name or one of its aliases. confnotes lists the mentions and asks before it
    writes.
    """
    from confnotes.actions.links.link_mentions import find_unlinked_mentions, link
    from confnotes.actions.links.rewrite import apply
    from confnotes.catalogue.find_note import find_note

    vault = invocation.open_vault()
    if undo:
        undo_rewrite(vault, as_json=as_json)
        return
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
