"""The body of an HTTP response: as long as announced, and unpacked with a limit, whatever size a server states."""

from __future__ import annotations

import http.client
from collections.abc import Callable

from confnotes.errors import NetworkError
from confnotes.web.connect import FetchDeadline
from confnotes.web.gzipped import GZIP_BEGINS, gunzip

_CHUNK = 1 << 16
_BROKEN = "Try again, or save the page with your browser and import the file."


def body_of(
    response: http.client.HTTPResponse,
    deadline: FetchDeadline,
    max_bytes: int,
    host: str,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """The bytes of the page, unpacked. `max_bytes` limits both the bytes sent and the bytes unpacked.

    Raises NetworkError for a larger page, for fewer bytes than announced and for an invalid encoding; TimeoutError.
    """
    announced = response.length or 0
    if announced > max_bytes:
        raise _too_large(host, max_bytes)
    parts: list[bytes] = []
    size = 0
    while (not announced or size < announced) and (part := response.read1(_CHUNK)):
        deadline.left()
        size += len(part)
        if size > max_bytes:
            raise _too_large(host, max_bytes)
        parts.append(part)
        if progress:
            progress(size, announced)
    deadline.left()
    if size < announced:
        raise NetworkError(f"{host} sent {size:,} of {announced:,} bytes and ended", _BROKEN)
    return _unpacked(b"".join(parts), response.headers.get("Content-Encoding", ""), max_bytes, host)


def _unpacked(data: bytes, encoding: str, max_bytes: int, host: str) -> bytes:
    names = [name for each in encoding.split(",") if (name := each.strip().lower()) not in ("", "identity")]
    if not names:
        return data
    if names not in (["gzip"], ["x-gzip"]):
        raise NetworkError(f"{host} packs its page as “{encoding[:40]}”, which is not supported", _BROKEN)
    if not data.startswith(GZIP_BEGINS):
        return data
    unpacked = gunzip(data, max_bytes)
    if unpacked is None:
        raise NetworkError(f"{host} sent a damaged or incomplete gzip page", _BROKEN)
    if len(unpacked) > max_bytes:
        raise _too_large(host, max_bytes)
    return unpacked


def _too_large(host: str, max_bytes: int) -> NetworkError:
    return NetworkError(
        f"the page at {host} is larger than {max_bytes / 1024 / 1024:.0f} MB", "It is too large for a program."
    )
