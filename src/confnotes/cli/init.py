"""`confnotes init [DIR]`: create a vault."""

from __future__ import annotations

from pathlib import Path

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, UserPath
from confnotes.cli.printing import say, tell
from confnotes.markup.safe import shell_word


@click.command()
@click.argument("folder", metavar="[DIR]", type=UserPath(), required=False, shell_complete=candidates.folders)
@click.option("--sample", is_flag=True, help="Copy the sample vault to DIR. [default: confnotes-sample]")
@click.pass_obj
def command(invocation: Invocation, folder: Path | None, sample: bool) -> None:
    """Create a vault in DIR. [default: this folder]

    Any folder can become a vault: confnotes adds a folder .confnotes and leaves your files as they are.
    """
    if sample:
        _copy_sample(Path(folder or invocation.vault or "confnotes-sample"))
        return
    from confnotes.report.target import texts_in_other_formats, to_import
    from confnotes.vault.vault import Vault

    root = Path(folder or invocation.vault or ".")
    if (root / ".confnotes").is_dir():
        tell(f"Already a vault: {root}. Nothing was changed.")
        return
    vault = Vault.create(root)
    say(str(vault.root))
    if texts := texts_in_other_formats(vault):
        tell(to_import(texts))
    tell(f"Next: confnotes import --vault {shell_word(str(root))} PROGRAM   (a file, a folder, a web address or -)")


def _copy_sample(root: Path) -> None:
    from confnotes.actions.begin_vault import SAMPLE_DAY, copy_sample

    vault = copy_sample(str(root))
    say(str(vault.root))
    tell(
        f"In the sample vault it is always {SAMPLE_DAY}. Delete the folder when you are done.",
        f"Next: confnotes --vault {shell_word(str(root))}",
    )
