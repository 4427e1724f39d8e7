"""`confnotes link`: where other notes name a note in plain words, and making these places links."""

from __future__ import annotations

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import can_ask, clip, plural, say, say_json, say_styled, tell, width
from confnotes.cli.undo import take_back
from confnotes.errors import UsageError
from confnotes.model.schema import columns


@click.command()
@click.argument("name", metavar="NOTE", nargs=-1)
@click.option("--yes", "-y", is_flag=True, help="Make all of them links, without asking.")
@click.option("--undo", is_flag=True, help="Take the last time back.")
@json_option
@click.pass_obj
def command(invocation: Invocation, name: tuple[str, ...], yes: bool, undo: bool, as_json: bool) -> None:
    """Show where other notes name NOTE in plain words: by its title, its file or an alias.

    On a terminal you are asked whether to make them links; in a script nothing is written without --yes.
    """
    from confnotes.actions.links.link_mentions import find_unlinked_mentions, link
    from confnotes.actions.links.rewrite import apply
    from confnotes.catalogue.find_note import find_note

    vault = invocation.open_vault()
    if undo:
        take_back(vault, as_json=as_json)
        return
    if not name:
        raise UsageError("no note is named", 'for example: confnotes link "Equilibrium Propagation"')
    found = find_unlinked_mentions(vault, find_note(vault, " ".join(name)))
    if as_json:
        mention = columns("path line column=start text link=written sentence heading", column=lambda start: start + 1)
        rows = list(map(mention, found))
        say_json({"schema": "confnotes.mentions/1", "mentions": rows, "written": yes})
    else:
        room = width() - 4
        for one in found:
            say_styled([(f"{one.path}:{one.line}", "accent"), (f"  {one.heading}" if one.heading else "", "dim")])
            say(f"    {clip(one.sentence, room)}")
    if not found:
        tell("No other note names it in plain words.")
        return
    asking = not (yes or as_json) and can_ask()
    count = plural(len(found), "place")
    if not yes and not (asking and click.confirm(f"Make {count} a link?", err=True)):
        tell("Nothing was written.")
        return
    apply(vault, link(vault, found))
    tell(f"{count} linked. confnotes link --undo takes it back.")
