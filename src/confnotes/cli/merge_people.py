"""`confnotes merge-people`: list duplicate people, and merge, split or keep them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, json_option, undo_option
from confnotes.cli.printing import plural, say, say_json, tell
from confnotes.errors import UsageError
from confnotes.markup.names import exact

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("names", metavar="[NAME OTHER]", nargs=-1, shell_complete=candidates.people)
@click.option("--different", "refused", is_flag=True, help="Keep them apart and stop suggesting to merge them.")
@click.option("--split", "is_split", is_flag=True, help="Split NAME into several people with the same name.")
@undo_option("Undo the last merge, of NAME if given, or what --split or --different did.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation, names: tuple[str, ...], refused: bool, is_split: bool, undo: bool, as_json: bool
) -> None:
    """Merge the person OTHER into NAME. Without names, list possible duplicates.

    The list also has names that may belong to several people. A name given twice merges everybody with this name,
    whatever their ids. confnotes suggests duplicates and never merges them without asking.
    """
    from confnotes.actions.people.same_person import accept, last_merge, propose_again, refuse, separate
    from confnotes.catalogue.people.people import person

    vault = invocation.open_vault()
    if is_split:
        _split(vault, names, undone=undo)
        return
    if len(names) == 2 and undo and refused:
        propose_again(vault, names[0], names[1])
        tell(f"{names[0]} and {names[1]} may be one person again.")
        return
    if undo and len(names) < 2 and not refused:
        names = last_merge(vault, *names)
    is_one = len(names) == 2 and exact(names[0]) == exact(names[1])
    if len(names) == 2 and undo:
        separate(vault, names[0], names[1])
        tell(f"{names[0]} is several people again." if is_one else f"{' and '.join(names)} are separate people again.")
        return
    if len(names) == 2:
        decide = refuse if refused else accept
        decide(vault, names[0], names[1])
        if refused:
            tell(f"{names[0]} and {names[1]} are different people.")
        else:
            card = person(vault, names[0])
            has = f"now with {plural(len(card.talks), 'talk')} and {plural(len(card.notes), 'note')}"
            tell(f"Merged {f'everybody called {names[0]}' if is_one else f'{names[1]} into {names[0]}'}, {has}.")
            tell("Undo with `confnotes merge-people --undo`.")
        return
    if names or refused or undo:
        raise UsageError("expected two names", 'For example: confnotes merge-people "Jonathan Ho" "J. Ho"')
    _list(vault, as_json=as_json)


def _split(vault: Vault, names: tuple[str, ...], *, undone: bool) -> None:
    from confnotes.actions.people.same_person import join_again, split

    if len(names) != 1:
        raise UsageError("expected one name", 'For example: confnotes merge-people --split "Wei Wang"')
    (name,) = names
    if undone:
        join_again(vault, name)
        tell(f"{name} is one person again.")
    else:
        tell(f"Split {name} into {', '.join(split(vault, name))}.")


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
        say(f"{name}  may be several people: {', '.join(affiliations)}")
    if not (found or several):
        tell("No duplicate people found.")
