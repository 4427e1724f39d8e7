"""Where a server listens, and until when: one port, plain or with TLS, until SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import segno
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Middleware

from confnotes.errors import ConfnotesError, UsageError
from confnotes.garbage import give_back
from confnotes.serve.guard import Guard

LOOPBACK = "127.0.0.1"
_EVERYWHERE = ("0.0.0.0", "::")
_LOCAL_NAMES = ("localhost", "localhost.localdomain")
_TEST_NETWORK = ("192.0.2.1", 9)
"""An address that no machine has (RFC 5737): a socket that would send there knows its own, and sends nothing."""
_GRACE = 3.0  # seconds for requests that run when the server ends
MAX_UNAUTHENTICATED = 100
_SILENT = 10.0  # of a connection between requests, or before the first: aiohttp would keep it for an hour
_GIVE_BACK_SECONDS = 30.0  # a closed connection leaves up to 0.7 MB in cycles, which Python collects late


class ListeningSocket(socket.socket):
    """A socket that keeps room for those who know the token: of the connections that have not shown it yet, one more
    than `MAX_UNAUTHENTICATED` ends the oldest, of the address that has most of them.
    """

    def __init__(self, fileno: int) -> None:
        super().__init__(fileno=fileno)
        self._unauthenticated: dict[int, tuple[socket.socket, str]] = {}

    def accept(self) -> tuple[socket.socket, Any]:
        found, address = super().accept()
        waiting = {number: one for number, one in self._unauthenticated.items() if one[0].fileno() == number}
        if len(waiting) >= MAX_UNAUTHENTICATED:
            crowd = Counter(host for _, host in waiting.values()).most_common(1)[0][0]
            oldest = next(number for number, (_, host) in waiting.items() if host == crowd)
            with suppress(OSError):
                waiting.pop(oldest)[0].shutdown(socket.SHUT_RDWR)  # whoever serves it closes it
        self._unauthenticated = {**waiting, found.fileno(): (found, address[0])}
        return found, address

    def authentication(self, guard: Guard) -> Middleware:
        """Middleware that stops counting a connection once it has shown the token."""

        @web.middleware
        async def authenticate(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            if request.transport is not None and guard.knows_sender(request):
                self._unauthenticated.pop(request.transport.get_extra_info("socket").fileno(), None)
            return await handler(request)

        return authenticate


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
        context.num_tickets = 0  # our clients resume no sessions, and each would stay in memory
        return context

    @property
    def is_local(self) -> bool:
        """Whether only this machine can connect."""
        if self.host in _LOCAL_NAMES:
            return True
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return False


@dataclass(frozen=True, slots=True)
class ServedPages:
    """What is served: the paths that need no token, the pages behind the guard of a port, and the
    lines that say where, given the port.
    """

    public: frozenset[str]
    build: Callable[[Guard], web.Application]
    welcome: Callable[[int], Iterator[str]]


def serve_until_stopped(
    listening: Listening, context: ssl.SSLContext | None, token: str, pages: ServedPages, tell: Callable[[str], None]
) -> None:
    """Serve pages until SIGINT or SIGTERM; `tell` gets the lines that say where. Raises ConfnotesError."""
    logging.basicConfig(level=logging.WARNING, format="confnotes: %(message)s")
    logging.getLogger("aiohttp.server").addFilter(_is_of_ours)
    asyncio.run(_serve(listening, context, token, pages, tell))


def _is_of_ours(record: logging.LogRecord) -> bool:
    """Whether it is not about bytes that are no request, with which anybody near could fill the terminal."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


async def _serve(
    listening: Listening, context: ssl.SSLContext | None, token: str, pages: ServedPages, tell: Callable[[str], None]
) -> None:
    opened = _open_socket(listening)
    port = int(opened.getsockname()[1])
    own = (*_LOCAL_NAMES, listening.host, *_own_names(), *listening.names)
    names = frozenset(name.lower().rstrip(".") for name in own)
    guard = Guard(token, names, port, context is not None, pages.public)
    app = pages.build(guard)
    app.middlewares.append(opened.authentication(guard))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GRACE, keepalive_timeout=_SILENT)
    await runner.setup()
    await web.SockSite(runner, opened, ssl_context=context).start()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows ctrl+c raises KeyboardInterrupt
            loop.add_signal_handler(number, ended.set)
    for line in pages.welcome(port):
        tell(line)
    try:
        while not ended.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _GIVE_BACK_SECONDS)
            await asyncio.to_thread(give_back)
    finally:
        await runner.cleanup()


def _open_socket(listening: Listening) -> ListeningSocket:
    """A socket that listens. Raises ConfnotesError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            listening.host, listening.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        is_both = address[0] == "::" and socket.has_dualstack_ipv6()
        opened = socket.create_server(address[:2], family=family, backlog=128, dualstack_ipv6=is_both)
        return ListeningSocket(opened.detach())
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


def is_everywhere(host: str) -> bool:
    """Whether a server at this address listens in every network."""
    return host in _EVERYWHERE


def qr_code(text: str) -> str:
    """A QR code of a text, drawn for a terminal."""
    drawn = StringIO()
    segno.make(text, error="l").terminal(drawn, compact=True)
    return drawn.getvalue().rstrip("\n")


def address_of(listening: Listening, port: int) -> str:
    """The address to open. A further name for this machine alone is that of a proxy, which has a certificate."""
    if listening.is_local and listening.names:
        return f"https://{listening.names[0]}"
    host = next(iter(listening.names), listening.host)
    if is_everywhere(host):
        host = _own_address()
    host = f"[{host}]" if ":" in host else host
    return f"{'http' if listening.certificate is None else 'https'}://{host}:{port}"
