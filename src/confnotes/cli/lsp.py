"""`confnotes lsp`: the language server, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from confnotes.cli.options import Invocation
from confnotes.errors import ConfnotesError
from confnotes.extras import install_extra


@click.command()
@click.pass_obj
def command(invocation: Invocation) -> None:
    """Run the language server on standard input and output; editors start it.

    It completes talks, people, tags and papers, shows what they are, goes to them, and renames notes with every link.
    """
    try:
        from confnotes.lsp.server import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise ConfnotesError("The language server needs pygls", f"Install it: {install_extra('lsp')}") from None
    run(Path(invocation.vault) if invocation.vault else None, debug=invocation.debug)
