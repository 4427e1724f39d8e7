"""`confnotes lsp` and `confnotes mcp`: the servers for editors and assistants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from confnotes.cli.options import Invocation
from confnotes.errors import ConfnotesError
from confnotes.extras import install_extra


@contextmanager
def _needs(extra: str, message: str, *packages: str) -> Iterator[None]:
    """Import a server inside the block; a missing package is an error that says how to install the extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in packages:
            raise
        raise ConfnotesError(message, f"Run: {install_extra(extra)}") from None


@click.command()
@click.pass_obj
def lsp(invocation: Invocation) -> None:
    """Run the language server on standard input and output; editors start it.

    It completes talks, people, tags and papers, shows what they are, goes to them, and renames notes with every link.
    """
    with _needs("lsp", "The language server is not installed", "pygls", "lsprotocol"):
        from confnotes.lsp.server import run
    run(Path(invocation.vault) if invocation.vault else None, debug=invocation.debug)


@click.command()
@click.option("--write", is_flag=True, help="Let the assistant add lines to notes.")
@click.option("--include-private", is_flag=True, help="Let the assistant read private notes and lines.")
@click.pass_obj
def mcp(invocation: Invocation, write: bool, include_private: bool) -> None:
    """Run the MCP server on standard input and output; assistants start it.

    It searches and reads notes, talks, people and papers. Private notes and `%% private lines %%` are never sent
    without --include-private, and nothing is changed without --write.
    """
    with _needs("mcp", "The MCP server is not installed", "mcp"):
        from confnotes.mcp.server import run
    run(invocation.open_vault(), write=write, include_private=include_private)
