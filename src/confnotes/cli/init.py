"""`confnotes init [DIR]`: make a vault."""

from __future__ import annotations

from pathlib import Path

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation
from confnotes.cli.printing import say, tell


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, shell_complete=candidates.folders)
@click.pass_obj
def command(invocation: Invocation, folder: str | None) -> None:
    """Make a vault: any folder becomes one, and what is in it stays as it is.

    Without DIR it is this folder.
    """
    from confnotes.vault.vault import Vault

    root = Path(folder or invocation.vault or ".")
    if (root / ".confnotes").is_dir():
        tell(f"{root} is a vault already; nothing was changed.")
        return
    vault = Vault.create(root)
    say(str(vault.root))
    tell(f"Next: confnotes import --vault {root} PROGRAM   (a file, a folder, a web address or -)")
