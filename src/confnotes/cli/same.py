"""`confnotes same`: who may be one person under two names, and what the user says about it."""

from __future__ import annotations

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError


@click.command()
@click.argument("names", metavar="[NAME OTHER]", nargs=-1)
@click.option("--not", "refused", is_flag=True, help="They are two people: do not propose them again.")
@click.option("--undo", "undone", is_flag=True, help="Take back that they are one person.")
@json_option
@click.pass_obj
def command(invocation: Invocation, names: tuple[str, ...], refused: bool, undone: bool, as_json: bool) -> None:
    """Say that two names are one person's, who is called NAME from then on.

    Without names: who may be one person, for all that their names say.
    """
    from confnotes.services.people.same_person import accept, proposals, refuse, separate

    vault = invocation.open_vault()
    if len(names) == 2 and undone:
        separate(vault, names[0], names[1])
        tell(f"{names[0]} and {names[1]} are two people again.")
        return
    if len(names) == 2:
        decide = refuse if refused else accept
        decide(vault, names[0], names[1])
        tell(f"{names[0]} and {names[1]} are {'two people' if refused else 'one person'}.")
        return
    if names or refused or undone:
        raise UsageError("name two people", 'for example: confnotes same "Jonathan Ho" "J. Ho"')
    found = proposals(vault)
    if as_json:
        pairs = [
            {"name": one.name, "other": one.other, "reason": one.reason, "shared": list(one.shared)} for one in found
        ]
        say_json({"schema": "confnotes.same/1", "same": pairs})
        return
    for one in found:
        say("  ".join(part for part in (one.name, one.other, one.reason, ", ".join(one.shared)) if part))
    if not found:
        tell("Nobody seems to be in the vault twice.")
