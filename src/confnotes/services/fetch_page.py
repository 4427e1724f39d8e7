"""Fetching a page that the user named: http and https only, one deadline, a cap on bytes.

Every redirect is checked like the first address; private and local addresses are refused unless the user typed them.
The connection goes to the very address that was checked, so that a name cannot be answered differently afterwards.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from confnotes.errors import NetworkError, UsageError

MAX_BYTES = 64 * 1024 * 1024
SECONDS = 30.0
_REDIRECTS = {301, 302, 303, 307, 308}
_MAX_REDIRECTS = 5
_CHUNK = 1 << 16
_IN_ADDRESSES = "/%:?[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched; `name` is the last part of its address, or the host."""

    url: str
    name: str
    data: bytes


def fetch_page(url: str, *, seconds: float = SECONDS, max_bytes: int = MAX_BYTES) -> Page:
    """The page at an address; raises UsageError for no web address, NetworkError for everything that goes wrong."""
    deadline = time.monotonic() + seconds
    typed = _split(url)
    parts = typed
    for _ in range(_MAX_REDIRECTS + 1):
        target, data = _get(parts, deadline, max_bytes, private=parts.netloc == typed.netloc)
        if target is None:
            name = parts.path.rstrip("/").rpartition("/")[2] or parts.hostname or "page"
            return Page(parts.geturl(), name, data)
        parts = _split(urljoin(parts.geturl(), target))
    raise NetworkError(f"{url} redirects more than {_MAX_REDIRECTS} times", "open it in a browser and save the page")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character <= " " for character in url):
        raise UsageError(f"“{url[:200]}” is no web address", "it has to begin with https:// or http://")
    return parts


def _get(parts: SplitResult, deadline: float, max_bytes: int, *, private: bool) -> tuple[str | None, bytes]:
    """Where the address redirects to, or None and the page."""
    host = parts.hostname or ""
    try:
        connection = _connected(parts, deadline, private=private)
        with closing(connection), _ended_at(deadline, connection):
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"User-Agent": "confnotes", "Accept": "*/*", "Accept-Encoding": "identity"}
            connection.request("GET", quote(path, safe=_IN_ADDRESSES), headers=headers)
            response = connection.getresponse()
            if response.status in _REDIRECTS and response.headers.get("Location"):
                return response.headers["Location"], b""
            if response.status != 200:
                reason = f"{response.status} {response.reason}".strip()
                raise NetworkError(f"{host} answered {reason}", "look at the address in a browser")
            return None, _body(response, deadline, max_bytes, host)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if not isinstance(error, TimeoutError) and time.monotonic() < deadline:
            said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            reason = said.partition("\n")[0] or type(error).__name__
            message = f"{host} cannot be reached: {reason}"
            raise NetworkError(message, "look at the address and the network") from error
        raise NetworkError(
            f"{host} took too long to answer", "try again, or save the page and import the file"
        ) from None


def _connected(parts: SplitResult, deadline: float, *, private: bool) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    address = str(found[0][4][0])
    if not private and not ipaddress.ip_address(address.partition("%")[0]).is_global:
        raise NetworkError(
            f"the page redirects to {host}, a private address", "import that address itself if you mean it"
        )
    plain = socket.create_connection((address, port), timeout=_left(deadline))
    connection = http.client.HTTPConnection(host, port)
    if parts.scheme == "https":
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
    else:
        connection.sock = plain
    return connection


def _body(response: http.client.HTTPResponse, deadline: float, max_bytes: int, host: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_CHUNK):
        _left(deadline)
        size += len(part)
        if size > max_bytes:
            raise NetworkError(f"the page at {host} is larger than {max_bytes // 1024 // 1024} MB", "it is no program")
        parts.append(part)
    _left(deadline)
    return b"".join(parts)


@contextmanager
def _ended_at(deadline: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """Cut the connection at the deadline, however slowly the other side sends."""
    sock = connection.sock

    def cut() -> None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_left(deadline), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
