"""Listens on one port, and says at which address and with which token."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from ipaddress import ip_address
from pathlib import Path

import segno
from aiohttp import web

from confnotes.clock import AppClock
from confnotes.errors import ConfnotesError, UsageError
from confnotes.serve import phone, screens
from confnotes.serve.answers import PhoneAnswers
from confnotes.serve.guard import Guard, add_headers
from confnotes.serve.phone import Phone
from confnotes.serve.screens import ScreensInBrowser
from confnotes.serve.token import token_of
from confnotes.vault.vault import Vault

LOOPBACK = "127.0.0.1"
_EVERYWHERE = ("0.0.0.0", "::")
_LOCAL_NAMES = ("localhost", "localhost.localdomain")
_TEST_NETWORK = ("192.0.2.1", 9)
"""An address that no machine has (RFC 5737): a socket that would send there knows its own, and sends nothing."""
_GRACE = 3.0  # seconds for requests that run when the server ends


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen: an address or name and a port (0 for any), further names by which browsers may ask, the files of
    a certificate and its key, and whether to do without them beyond this machine.
    """

    host: str = LOOPBACK
    port: int = 8765
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    insecure: bool = False

    def tls(self) -> ssl.SSLContext | None:
        """The certificate, ready for use; None for plain HTTP.

        Raises UsageError where plain HTTP would leave this machine, ConfnotesError for files that cannot be used.
        """
        if self.certificate is None:
            if not self.is_local and not self.insecure:
                raise UsageError(
                    "without a certificate, everybody in the network can read your notes and the token",
                    "Use --cert FILE --key FILE, or --insecure in a network that you trust, such as your phone's.",
                )
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            context.load_cert_chain(self.certificate, self.key)
        except OSError as error:  # also what ssl raises
            reason = (error.strerror or str(error)).lower()
            raise ConfnotesError(f"the certificate cannot be used: {reason}", "Check --cert and --key.") from error
        return context

    @property
    def is_local(self) -> bool:
        """Whether only this machine can connect."""
        if self.host in _LOCAL_NAMES:
            return True
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return False


def run(vault: Vault, listening: Listening, tell: Callable[[str], None], *, new_token: bool, qr: bool) -> None:
    """Serve the vault until SIGINT or SIGTERM; `tell` gets the lines that say where.

    Raises UsageError and ConfnotesError for what keeps it from starting.
    """
    logging.basicConfig(level=logging.WARNING, format="confnotes: %(message)s")
    context = listening.tls()
    token = token_of(vault.root, new=new_token)
    asyncio.run(_serve(vault, listening, context, token, tell, qr))


async def _serve(
    vault: Vault,
    listening: Listening,
    context: ssl.SSLContext | None,
    token: str,
    tell: Callable[[str], None],
    qr: bool,
) -> None:
    opened = _open_socket(listening)
    port = int(opened.getsockname()[1])
    own = (*_LOCAL_NAMES, listening.host, *_own_names(), *listening.names)
    names = frozenset(name.lower().rstrip(".") for name in own)
    guard = Guard(token, names, port, context is not None, phone.PUBLIC | screens.PUBLIC)
    runner = web.AppRunner(build_app(vault, guard), access_log=None, shutdown_timeout=_GRACE)
    await runner.setup()
    await web.SockSite(runner, opened, ssl_context=context).start()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows ctrl+c raises KeyboardInterrupt
            loop.add_signal_handler(number, ended.set)
    for line in _welcome(listening, port, context is not None, token, qr):
        tell(line)
    try:
        await ended.wait()
    finally:
        await runner.cleanup()


def build_app(vault: Vault, guard: Guard) -> web.Application:
    """All pages of the server, behind the guard."""
    page = Phone(PhoneAnswers(vault, AppClock()), guard)
    tabs = ScreensInBrowser(vault.root)
    app = web.Application(middlewares=[guard.middleware()])
    app.add_routes([*page.routes(), *tabs.routes()])
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(tabs.close)
    app.on_cleanup.append(page.close)
    return app


def _open_socket(listening: Listening) -> socket.socket:
    """A socket that listens. Raises ConfnotesError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            listening.host, listening.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        is_both = address[0] == "::" and socket.has_dualstack_ipv6()
        return socket.create_server(address[:2], family=family, backlog=128, dualstack_ipv6=is_both)
    except OSError as error:
        where = f"{listening.host}, port {listening.port}"
        raise ConfnotesError(
            f"cannot listen on {where}: {(os.strerror(error.errno) if error.errno else str(error)).lower()}",
            "Choose another --port, or check --host.",
        ) from error


def _own_names() -> Iterator[str]:
    """The names of this machine in its network."""
    name = socket.gethostname()
    if name:
        yield name
        if "." not in name:
            yield f"{name}.local"


def _own_address() -> str:
    """The address of this machine in the network; nothing is sent. The loopback address without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_TEST_NETWORK)
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK


def _welcome(listening: Listening, port: int, is_secure: bool, token: str, qr: bool) -> Iterator[str]:
    """What to open: for a phone as a QR code. The token is in the part of an address that browsers never send."""
    address = _address(listening, port, is_secure)
    if qr and (listening.names or not listening.is_local):
        drawn = StringIO()
        segno.make(f"{address}/#code={token}", error="l").terminal(drawn, compact=True)
        yield drawn.getvalue().rstrip("\n")
    yield f"For phones:   {address}/#code={token}"
    yield f"The screens:  {address}/screens#code={token}"
    if listening.is_local and not listening.names:
        yield "Only this computer can connect. To let your phone connect, see --host and --cert."
    if not is_secure and not listening.is_local:
        yield "Not encrypted: everybody in this network can read your notes and this code."
    yield "Whoever has this code can read and write the vault. Press ctrl+c to stop."


def _address(listening: Listening, port: int, is_secure: bool) -> str:
    """The address to open. A further name for this machine alone is that of a proxy, which has a certificate."""
    if listening.is_local and listening.names:
        return f"https://{listening.names[0]}"
    host = next(iter(listening.names), listening.host)
    if host in _EVERYWHERE:
        host = _own_address()
    host = f"[{host}]" if ":" in host else host
    return f"{'https' if is_secure else 'http'}://{host}:{port}"
