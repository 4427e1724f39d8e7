"""Connections to checked addresses, and one deadline for everything done on them."""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hmac import compare_digest
from urllib.parse import SplitResult

from confnotes.errors import NetworkError, StoppedError
from confnotes.markup.safe import safe_text

_TICK = 0.1  # seconds: how late a deadline or ctrl+c may be noticed
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_IPv4 = ipaddress.IPv4Address


class FetchDeadline:
    """The end of the time for a fetch, which the user may also cancel."""

    def __init__(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> None:
        self._end = time.monotonic() + seconds
        self._cancelled = cancelled or (lambda: False)

    def left(self) -> float:
        """Seconds left. Raises TimeoutError if none are left, and StoppedError if the user cancelled."""
        if self._cancelled():
            raise StoppedError
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _over(self) -> bool:
        return time.monotonic() >= self._end or self._cancelled()

    @contextmanager
    def cutting(self, sock: socket.socket) -> Iterator[None]:
        """Inside the block, the socket is shut when the time is over, however slowly the other side sends."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(_TICK):
                if self._over():
                    with suppress(OSError):
                        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # an SSLSocket's own races with its reader
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()

    @contextmanager
    def told_about(self, host: str) -> Iterator[None]:
        """Inside the block, every error becomes a NetworkError of one line about the host."""
        try:
            yield
        except (OSError, http.client.HTTPException, ValueError) as error:
            if self._cancelled():
                raise StoppedError from None
            if isinstance(error, TimeoutError) or self._over():
                message = f"{host} took too long to answer"
                raise NetworkError(message, "Try again, or save the page and import the file.") from None
            raise _failed(host, error) from error


def _failed(host: str, error: Exception) -> NetworkError:
    match error:
        case WrongCertificateError():
            return NetworkError(f"the certificate of {host} does not match its address", "Ask for the address again.")
        case ssl.SSLCertVerificationError():
            return NetworkError(
                f"{host} has an invalid certificate: {safe_text(error.verify_message, lines=False)}",
                "Check the address and your clock, or save the page with your browser and import the file.",
            )
        case ssl.SSLError():
            return NetworkError(f"{host} does not answer as an https server", "Check the address, or try http://.")
        case http.client.HTTPException() if not isinstance(error, OSError):
            hint = "Check the address, or save the page with your browser and import the file."
            return NetworkError(f"{host} sent an invalid answer: {_reason(error)}", hint)
    return NetworkError(f"{host} cannot be reached: {_reason(error)}", "Check the address and your network connection.")


def _reason(error: Exception) -> str:
    match error:
        case UnicodeError():
            return "invalid host name"
        case http.client.RemoteDisconnected():
            return "it closed the connection"
        case http.client.IncompleteRead():
            return "it is incomplete"
        case http.client.BadStatusLine():
            return "it cannot be read"
        case OSError(strerror=str(said)) if said:
            return said
        case _:
            said = safe_text(str(error).partition("\n")[0])
            return said[:200] or type(error).__name__


class WrongCertificateError(OSError):
    """The host has another certificate than the one that was expected."""


class PrivateAddressError(NetworkError):
    """The host is on a private network, and the user did not allow that."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"{host} is a private address",
            "Add --allow-private if you trust it, or save the page and import the file.",
        )
        self.host = host


def connect(
    parts: SplitResult, deadline: FetchDeadline, *, private: bool, fingerprint: str = ""
) -> http.client.HTTPConnection:
    """A connection to one of the addresses of the host. All must be public unless `private` ones are allowed.

    With a `fingerprint`, the host must have the certificate with that one, whoever issued it, instead of one that an
    authority vouches for. Raises PrivateAddressError, OSError if no address answers, TimeoutError, StoppedError.
    """
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = _resolved(host, port, deadline)
    if not private and not all(is_public(address) for address in addresses):
        raise PrivateAddressError(host)
    plain = _opened(addresses, port, deadline)
    connection = http.client.HTTPConnection(host, port)
    connection.sock = plain
    if parts.scheme == "https":
        try:
            context = ssl.create_default_context()
            if fingerprint:
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            secure = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
            with deadline.cutting(secure):
                secure.do_handshake()
            if fingerprint and not compare_digest(fingerprint_of(secure.getpeercert(True) or b""), fingerprint):
                raise WrongCertificateError
        except BaseException:
            plain.close()
            raise
        connection.sock = secure
    return connection


def fingerprint_of(certificate: bytes) -> str:
    """A fingerprint of a certificate (DER) that nobody can match with another one: 128 bits of SHA-256, as text."""
    return urlsafe_b64encode(hashlib.sha256(certificate).digest()[:16]).decode().rstrip("=")


def is_private_address(parts: SplitResult) -> bool:
    """Whether the typed address itself is private: by its numbers, or as localhost."""
    host = (parts.hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(host)
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an IP address is public; IPv6 addresses that embed an IPv4 address are judged by it."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None,))[0]
        if inner is None and number in _NAT64:
            inner = _IPv4(int(number) & 0xFFFFFFFF)
        if inner is not None:
            number = inner
    return number.is_global and not number.is_multicast


def _resolved(host: str, port: int, deadline: FetchDeadline) -> list[str]:
    """The addresses of a name, looked up in another thread because a lookup has no deadline."""
    found: list[str] = []
    failed: list[OSError | ValueError] = []

    def look_up() -> None:
        try:
            found.extend(str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as error:
            failed.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(min(_TICK, deadline.left()))
    if failed:
        raise failed[0]
    return found


def _opened(addresses: list[str], port: int, deadline: FetchDeadline) -> socket.socket:
    """A socket to the first address that answers; the addresses share the time that is left."""
    for number, address in enumerate(addresses):
        last = number == len(addresses) - 1
        try:
            sock = socket.create_connection((address, port), timeout=deadline.left() / (1 if last else 2))
        except OSError:
            if last:
                raise
        else:
            sock.settimeout(deadline.left())
            return sock
    raise OSError("the host name has no address")
