"""`confnotes lsp`, `mcp`, `serve` and `host`: the servers for editors, assistants, browsers and colleagues."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from confnotes.cli.options import Invocation, UserPath
from confnotes.cli.printing import say
from confnotes.errors import ConfnotesError, UsageError
from confnotes.extras import install_extra

_Command = TypeVar("_Command", bound=Callable[..., Any])


@contextmanager
def _needs(extra: str, message: str, *packages: str) -> Iterator[None]:
    """Import a server inside the block; a missing package is an error that says how to install the extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in packages:
            raise
        raise ConfnotesError(message, f"Run: {install_extra(extra)}") from None


def _announce(line: str) -> None:
    """Print a line at once, also into a pipe: a server prints nothing more that would push it out."""
    say(line)
    sys.stdout.flush()


@contextmanager
def _needs_server(listening: Mapping[str, Any]) -> Iterator[None]:
    """Import the web server inside the block, to listen so."""
    if listening["key"] is not None and listening["certificate"] is None:
        raise UsageError("--key needs --cert", "Name the file of the certificate, too.")
    with _needs("serve", "The web server is not installed", "aiohttp", "textual_serve", "segno"):
        yield


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


_PORT = click.IntRange(0, 65535)


def _listening_options(host: str, port: int) -> Callable[[_Command], _Command]:
    """The options of a server in the network, with its address and port by default."""
    options = (
        click.option("--port", metavar="N", type=_PORT, default=port, show_default=True, help="Port; 0 chooses one."),
        click.option("--host", metavar="ADDRESS", default=host, show_default=True, help="Listen here; 0.0.0.0: all."),
        click.option(
            "--cert", "certificate", type=UserPath(), metavar="FILE", help="Certificate (PEM), to encrypt connections."
        ),
        click.option(
            "--key", type=UserPath(), metavar="FILE", help="Private key of the certificate, if in another file."
        ),
        click.option(
            "--insecure", is_flag=True, help="Serve other machines without encryption, readable by the network."
        ),
        click.option(
            "--allow-host",
            "names",
            multiple=True,
            metavar="NAME",
            help="Accept this name of the machine or its proxy; repeatable.",
        ),
        click.option("--new-code", is_flag=True, help="Make a new code, which signs everybody out."),
        click.option("--no-qr", is_flag=True, help="Do not print the QR code."),
    )

    def add(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@click.command()
@_listening_options("127.0.0.1", 8765)
@click.pass_obj
def serve(invocation: Invocation, /, new_code: bool, no_qr: bool, **listening: Any) -> None:
    """Open the vault on your phone and in browsers.

    The page for phones shows what is on, adds lines and photos to the note of the current talk, stars talks and shows
    notes. What cannot be sent waits on the phone. /screens shows the screens of the terminal.

    Only this machine can connect, unless you choose another --host. Browsers sign in with the code that is printed.
    """
    with _needs_server(listening):
        from confnotes.serve.listening import Listening
        from confnotes.serve.server import run
    run(invocation.open_vault(), Listening(**listening), _announce, new_token=new_code, qr=not no_qr)


@click.command()
@_listening_options("0.0.0.0", 8766)
@click.pass_obj
def host(invocation: Invocation, /, new_code: bool, no_qr: bool, **listening: Any) -> None:
    """Relay your team's notes to colleagues nearby as soon as they are saved, faster than git.

    One of you runs this on a laptop; each of the others runs the command that it prints, once. It passes on only what
    the team gets anyway, encrypted, and stores nothing: notes still go to git, also while it is not running.

    Behind a proxy, use --host 127.0.0.1 --allow-host NAME.
    """
    with _needs_server(listening):
        from confnotes.serve.listening import Listening
        from confnotes.serve.relay import run_relay
    run_relay(invocation.open_vault(), Listening(**listening), _announce, new_token=new_code, qr=not no_qr)
