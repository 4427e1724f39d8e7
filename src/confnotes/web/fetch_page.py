"""Fetching a page that the user named: http and https only, one deadline, caps on bytes sent and unpacked.

Every redirect is checked like the first address. Addresses that are not public are refused unless the user typed that
very address or allows them; a name that leads to one is not enough. The connection goes to the address that was
checked, so that a name cannot be answered differently afterwards. Follows HTTP/1.1 (RFC 9112) and, for pages that did
not change, conditional requests (RFC 9110, section 13).
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
from confnotes.web.connect import FetchDeadline, connect, is_private_address
from confnotes.web.http_body import body_of
from confnotes.web.page_version import NO_VALIDATORS, Validators

MAX_BYTES = 64 * 1024 * 1024  # the largest schedules seen take about 10 MB
SECONDS = 30.0  # for everything: looking up, redirects and reading
_REDIRECTS = {301, 302, 303, 307, 308}
_MAX_REDIRECTS = 5  # browsers allow 20; honest addresses need two or three
_IN_ADDRESSES = "/%:?[]@!$&'()*+,;=~"
_LONGEST_VALIDATOR = 500  # characters of an ETag or date that is sent back to the server
_LOGIN = "It requires a login: save the page with your browser and import the file."
_LATER = "Try again later, or save the page with your browser and import the file."
_GONE = "Open the address in a browser: the program may have moved."
_HINTS = {401: _LOGIN, 403: _LOGIN, 404: _GONE, 410: _GONE, 429: _LATER} | dict.fromkeys(range(500, 600), _LATER)


@dataclass(frozen=True, slots=True)
class WebPage:
    """What was fetched; `url` is where it was in the end, `name` the last part of that, or the host.

    `unchanged`: the server says that the page is as the validators sent to it say, and `data` is empty. `warnings` say
    what a person should know about the way to it.
    """

    url: str
    name: str
    data: bytes
    validators: Validators = NO_VALIDATORS
    unchanged: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetching:
    """How to fetch: the time for all of it in seconds, the most bytes, whether addresses may be private.

    `typed`: the user named this very address on this machine; one that says itself that it is private is then meant.
    `progress` is told the bytes so far and in all (0: not known); `cancelled` is asked often, from another thread.
    `accept` are the kinds of answer that are wanted, as HTTP writes them.
    """

    seconds: float = SECONDS
    max_bytes: int = MAX_BYTES
    allow_private: bool = False
    typed: bool = True
    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    accept: str = "*/*"


class AnsweredError(NetworkError):
    """The server answered that it has no page to give; `is_passing` when it may have one later, or for others."""

    def __init__(self, message: str, hint: str, status: int) -> None:
        super().__init__(message, hint)
        self.is_passing = status in (401, 403, 408, 425, 429) or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def fetch_page(url: str, how: Fetching | None = None, known: Validators | None = None) -> WebPage:
    """The page at an address; with `known`, perhaps only that it is unchanged.

    Raises UsageError for no web address, StoppedError when `cancelled`, NetworkError for everything that goes wrong.
    """
    how = how or Fetching()
    typed = parts = split_address(url)
    deadline = FetchDeadline(how.seconds, how.cancelled)
    warnings: list[str] = []
    for _ in range(_MAX_REDIRECTS + 1):
        private = how.allow_private or (how.typed and parts.netloc == typed.netloc and is_private_address(typed))
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
    """A web address taken apart; raises UsageError for anything else, and for one with a password in it."""
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
    """Where the address redirects to, or the page."""
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
        data = b"" if unchanged else body_of(response, deadline, how.max_bytes, host, how.progress)
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
