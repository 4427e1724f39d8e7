"""`confnotes init [DIR]`: create a vault."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, UserPath
from confnotes.cli.printing import can_ask, plural, say, tell
from confnotes.markup.names import some_names
from confnotes.markup.safe import shell_word

if TYPE_CHECKING:
    from confnotes.actions.importing.begin_conferences import ConferenceFolder
    from confnotes.vault.vault import Vault

_SHOWN = 6  # names in one line


@click.command()
@click.argument("folder", metavar="[DIR]", type=UserPath(), required=False, shell_complete=candidates.folders)
@click.option("--sample", is_flag=True, help="Copy the sample vault to DIR. [default: confnotes-sample]")
@click.option("--conferences", is_flag=True, help="Turn each folder with notes of a conference into one.")
@click.pass_obj
def command(invocation: Invocation, folder: Path | None, sample: bool, conferences: bool) -> None:
    """Create a vault in DIR. [default: this folder]

    Any folder can become a vault: confnotes adds a folder .confnotes and leaves your files as they are.

    With --conferences, also each folder in DIR with notes of a conference becomes one: it gets a note with the
    conference's name and year, “FOSDEM 2020/FOSDEM 2020.md”. On a terminal, confnotes lists these notes and asks.
    """
    if sample:
        _copy_sample(Path(folder or invocation.vault or "confnotes-sample"))
        return
    from confnotes.report.target import texts_in_other_formats, to_import
    from confnotes.vault.vault import Vault

    root = Path(folder or invocation.vault or ".")
    if conferences:
        _begin_conferences(Vault.create(root))
        return
    if (root / ".confnotes").is_dir():
        tell(f"Already a vault: {root}. Nothing was changed.", *conference_hint(Vault.open(root)))
        return
    vault = Vault.create(root)
    say(str(vault.root))
    if texts := texts_in_other_formats(vault):
        tell(to_import(texts))
    tell(*conference_hint(vault))
    tell(f"Next: confnotes import --vault {shell_word(str(root))} PROGRAM   (a file, a folder, a web address or -)")


def conference_hint(vault: Vault) -> Iterable[str]:
    """What to do with folders of the vault that could be conferences, if there are any."""
    from confnotes.actions.importing.begin_conferences import conference_folders

    found = conference_folders(vault)
    if found:
        yield f"{_named(found)}. To find them under conferences, run: confnotes init --conferences {_here(vault)}"


def _named(found: list[ConferenceFolder]) -> str:
    holds = "folder holds notes of a conference" if len(found) == 1 else "folders hold notes of conferences"
    return f"{len(found)} {holds}: {some_names([one.name for one in found], _SHOWN)}"


def _here(vault: Vault) -> str:
    return "." if vault.root == Path.cwd() else shell_word(str(vault.root))


def _begin_conferences(vault: Vault) -> None:
    """List the notes that make folders conferences, and write them unless the user refuses."""
    from confnotes.actions.importing.begin_conferences import HOW_BY_HAND, begin_conferences, conference_folders
    from confnotes.vault.layout import conference_path

    found = conference_folders(vault)
    if not found:
        tell("No other folder holds notes of a conference.", f"{HOW_BY_HAND}.")
        return
    for one in found:
        year = "" if one.year is None or str(one.year) in one.name else f", {one.year}"
        say(f"{conference_path(one.folder)}  {one.name}{year} · {plural(one.notes, 'note')}")
    notes = "this note" if len(found) == 1 else f"these {len(found)} notes"
    if can_ask() and not click.confirm(f"Write {notes}? Nothing else changes.", err=True):
        tell("Nothing was written.")
        return
    begin_conferences(vault, found)
    tell(f"{plural(len(found), 'new conference')}. Undo with `confnotes import --undo`.")


def _copy_sample(root: Path) -> None:
    from confnotes.actions.begin_vault import SAMPLE_DAY, copy_sample

    vault = copy_sample(str(root))
    say(str(vault.root))
    tell(
        f"In the sample vault it is always {SAMPLE_DAY}. Delete the folder when you are done.",
        f"Next: confnotes --vault {shell_word(str(root))}",
    )
