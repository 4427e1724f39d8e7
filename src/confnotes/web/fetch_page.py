"""Fetch a page that the user named: http and https only, one deadline, limits on bytes sent and unpacked.

Every redirect is checked like the first address. Addresses that are not public are refused unless the user typed that
very address or allows them; a name that resolves to one is not enough. The connection goes to the checked address, so
that a second lookup cannot give another one. Follows HTTP/1.1 (RFC 9112) and, for pages that did not change,
conditional requests (RFC 9110, section 13).
"""

from __future__ import annotations

import http.client
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from confnotes.errors import NetworkError, UsageError
from confnotes.markup.safe import safe_text
from confnotes.web.allowed_hosts import AllowedHosts, is_allowed
from confnotes.web.connect import FetchDeadline, connect, is_private_address
from confnotes.web.gzipped import GZIP_BEGINS, gunzip
from confnotes.web.page_version import NO_VALIDATORS, Validators

MAX_BYTES = 64 * 1024 * 1024  # the largest schedules seen take about 10 MB
SECONDS = 30.0  # for everything: lookup, redirects and reading
_REDIRECTS = {301, 302, 303, 307, 308}
_MAX_REDIRECTS = 5  # browsers allow 20; legitimate addresses need two or three
_IN_ADDRESSES = "/%:?[]@!$&'()*+,;=~"
_LONGEST_VALIDATOR = 500  # characters of an ETag or date that is sent back to the server
_LOGIN = "It requires a login: save the page with your browser and import the file."
_LATER = "Try again later, or save the page with your browser and import the file."
_GONE = "Open the address in a browser: the program may have moved."
_HINTS = {401: _LOGIN, 403: _LOGIN, 404: _GONE, 410: _GONE, 429: _LATER} | dict.fromkeys(range(500, 600), _LATER)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A fetched page; `url` is its final address, `name` the last part of that, or the host.

    `unchanged`: the server says that the page still matches the validators, and `data` is empty. `warnings` say what
    the user should know about redirects.
    """

    url: str
    name: str
    data: bytes
    validators: Validators = NO_VALIDATORS
    unchanged: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetching:
    """How to fetch: `seconds` for everything, the maximum size, and whether private addresses are allowed, all or those
    of some hosts.

    `typed`: the user typed this very address on this machine, so it may itself be private. `progress` receives the
    bytes so far and in total (0: unknown); `cancelled` is called often, from another thread. `accept` is the Accept
    header of HTTP.
    """

    seconds: float = SECONDS
    max_bytes: int = MAX_BYTES
    allow_private: AllowedHosts = False
    typed: bool = True
    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    accept: str = "*/*"


class AnsweredError(NetworkError):
    """The server answered with an error; `is_passing` if a later try, or another client, may succeed."""

    def __init__(self, message: str, hint: str, status: int) -> None:
        super().__init__(message, hint)
        self.is_passing = status in (401, 403, 408, 425, 429) or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def fetch_page(url: str, how: Fetching | None = None, known: Validators | None = None) -> WebPage:
    """Fetch the page at an address; with `known`, it may be only `unchanged`.

    Raises UsageError if it is not a web address, StoppedError if `cancelled`, and NetworkError for all other failures.
    """
    how = how or Fetching()
    typed = parts = split_address(url)
    deadline = FetchDeadline(how.seconds, how.cancelled)
    warnings: list[str] = []
    for _ in range(_MAX_REDIRECTS + 1):
        private = is_allowed(parts.hostname or "", how.allow_private) or (
            how.typed and parts.netloc == typed.netloc and is_private_address(typed)
        )
        target, page = _get(parts, deadline, how, known, private=private)
        if page is not None:
            return WebPage(page.url, page.name, page.data, page.validators, page.unchanged, tuple(warnings))
        parts = _redirected(parts, target or "")
        if parts.hostname != typed.hostname:
            warnings.append(f"{typed.hostname} redirects to {parts.hostname}; the program was fetched from there")
    raise NetworkError(
        f"{url} redirects more than {_MAX_REDIRECTS} times", "Open it in a browser, save the page and import the file."
    )


def split_address(url: str) -> SplitResult:
    """The parts of a web address. Raises UsageError for anything else, and for an address with a password."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character <= " " for character in url):
        raise UsageError(f"“{url[:200]}” is not a web address", "Begin it with https:// or http://.")
    if "@" in parts.netloc:
        raise UsageError(
            f"the address of {parts.hostname} contains a user name, which would be stored in the vault",
            "Save the page with your browser and import the file.",
        )
    return parts._replace(fragment="")


def _redirected(parts: SplitResult, target: str) -> SplitResult:
    try:
        there = split_address(urljoin(parts.geturl(), target))
    except (UsageError, ValueError):
        place = safe_text(target[:100], lines=False)
        raise NetworkError(
            f"{parts.hostname} redirects to “{place}”, which is not a web address",
            "Open it in a browser, save the page and import the file.",
        ) from None
    if (parts.scheme, there.scheme) == ("https", "http"):
        raise NetworkError(
            f"{parts.hostname} redirects to an address without encryption, {there.hostname}",
            "Import that address directly if you trust it.",
        )
    return there


def _get(
    parts: SplitResult, deadline: FetchDeadline, how: Fetching, known: Validators | None, *, private: bool
) -> tuple[str | None, WebPage | None]:
    """The address of the redirect, or the page."""
    host = parts.hostname or ""
    headers = {"User-Agent": "confnotes", "Accept": how.accept, "Accept-Encoding": "gzip", "Connection": "close"}
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with (
        deadline.told_about(host),
        closing(connect(parts, deadline, private=private)) as connection,
        deadline.cutting(connection.sock),
    ):
        connection.request("GET", quote(path, safe=_IN_ADDRESSES), headers=headers)
        response = connection.getresponse()
        target = response.headers.get("Location")
        if response.status in _REDIRECTS and target:
            return target, None
        unchanged = response.status == HTTPStatus.NOT_MODIFIED and bool(known and (known.etag or known.last_modified))
        if response.status != HTTPStatus.OK and not unchanged:
            raise _no_page(host, response.status, response.reason)
        data = b"" if unchanged else _body_of(response, deadline, how.max_bytes, host, how.progress)
    name = parts.path.rstrip("/").rpartition("/")[2] or host
    return None, WebPage(parts.geturl(), name, data, _validators(response), unchanged)


def _no_page(host: str, status: int, reason: str) -> AnsweredError:
    said = f"{host} answered {status} {safe_text(reason, lines=False)[:80]}".strip()
    return AnsweredError(said, _HINTS.get(status, "Open the address in a browser."), status)


def _validators(response: http.client.HTTPResponse) -> Validators:
    def header(name: str) -> str | None:
        said = response.headers.get(name, "").strip()
        return said if said.isascii() and said.isprintable() and 0 < len(said) <= _LONGEST_VALIDATOR else None

    return Validators(header("ETag"), header("Last-Modified"))


_CHUNK = 1 << 16  # bytes, after which the deadline and the size are checked
_BROKEN = "Try again, or save the page with your browser and import the file."


def _body_of(
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
