"""`confnotes lsp`, `confnotes mcp` and `confnotes serve`: the servers for editors, assistants and browsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from confnotes.cli.options import Invocation, UserPath
from confnotes.cli.printing import say
from confnotes.errors import ConfnotesError, UsageError
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


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port; 0 chooses one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--cert", type=UserPath(), metavar="FILE", help="Certificate (PEM), to encrypt connections.")
@click.option("--key", type=UserPath(), metavar="FILE", help="Private key of the certificate, if in another file.")
@click.option("--insecure", is_flag=True, help="Serve other machines without a certificate, readable by the network.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Name of this machine or its proxy in addresses.")
@click.option("--new-code", is_flag=True, help="Make a new code, which signs out all browsers.")
@click.option("--no-qr", is_flag=True, help="Print no QR code.")
@click.pass_obj
def serve(
    invocation: Invocation,
    port: int,
    host: str,
    cert: Path | None,
    key: Path | None,
    insecure: bool,
    allow_host: tuple[str, ...],
    new_code: bool,
    no_qr: bool,
) -> None:
    """Open the vault on your phone and in browsers.

    The page for phones shows what is on, adds lines and photos to the note of the current talk, stars talks and shows
    notes. What cannot be sent waits on the phone. The address /screens has the screens of the terminal.

    Only this machine can connect, unless you choose another --host. Browsers sign in with the code that is printed.
    """
    if key is not None and cert is None:
        raise UsageError("--key needs --cert", "Name the file of the certificate, too.")
    with _needs("serve", "The web server is not installed", "aiohttp", "textual_serve", "segno"):
        from confnotes.serve.server import Listening, run
    listening = Listening(host, port, allow_host, cert, key, insecure)
    run(invocation.open_vault(), listening, say, new_token=new_code, qr=not no_qr)
