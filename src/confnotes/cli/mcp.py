"""`confnotes mcp`: the MCP server, for assistants."""

from __future__ import annotations

import click

from confnotes.cli.options import Invocation
from confnotes.errors import ConfnotesError
from confnotes.extras import install_extra


@click.command()
@click.option("--write", is_flag=True, help="Let the assistant add lines to notes.")
@click.option("--include-private", is_flag=True, help="Let the assistant read private notes and lines.")
@click.pass_obj
def command(invocation: Invocation, write: bool, include_private: bool) -> None:
    """Run the MCP server on standard input and output; assistants start it.

    It searches and reads notes, talks, people and papers. Private notes and `%% private lines %%` are never sent
    without --include-private, and nothing is changed without --write.
    """
    try:
        from confnotes.mcp.server import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise ConfnotesError("The MCP server needs the package mcp", f"Install it: {install_extra('mcp')}") from None
    run(invocation.open_vault(), write=write, include_private=include_private)
