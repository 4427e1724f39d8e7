"""`confnotes same`: who may be one person under two names, and what the user says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("names", metavar="[NAME OTHER]", nargs=-1)
@click.option("--not", "refused", is_flag=True, help="They are two people: do not propose them again.")
@click.option("--split", "is_split", is_flag=True, help="Several people are called NAME: tell them apart.")
@click.option("--undo", "undone", is_flag=True, help="Take back that they are one person, or with --split several.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation, names: tuple[str, ...], refused: bool, is_split: bool, undone: bool, as_json: bool
) -> None:
    """Say that two names are one person's, who is called NAME from then on.

    Without names: who may be one person, for all that their names say; and who may be several.
    """
    from confnotes.actions.people.same_person import accept, refuse, separate

    vault = invocation.open_vault()
    if is_split:
        _split(vault, names, undone=undone)
        return
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
    _list(vault, as_json=as_json)


def _split(vault: Vault, names: tuple[str, ...], *, undone: bool) -> None:
    from confnotes.actions.people.same_person import join_again, split

    if len(names) != 1:
        raise UsageError("name one person", 'for example: confnotes same --split "Wei Wang"')
    (name,) = names
    if undone:
        join_again(vault, name)
        tell(f"{name} is one person again.")
    else:
        tell(f"{name} is several people: {', '.join(split(vault, name))}.")


def _list(vault: Vault, *, as_json: bool) -> None:
    from confnotes.actions.people.same_person import possible_namesakes, proposals

    found, several = proposals(vault), possible_namesakes(vault)
    if as_json:
        namesakes = [{"name": name, "affiliations": affiliations} for name, affiliations in several]
        say_json({"schema": "confnotes.same/1", "same": found, "several": namesakes})
        return
    for one in found:
        say("  ".join(part for part in (one.name, one.other, one.reason, ", ".join(one.shared)) if part))
    for name, affiliations in several:
        say(f"{name}  may be several people  {', '.join(affiliations)}")
    if not (found or several):
        tell("Nobody seems to be in the vault twice.")
