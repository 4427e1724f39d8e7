"""Check whether a web address works, without fetching the page.

HEAD first, then GET if a server answers HEAD in another way than readers would get (RFC 9110, section 9.3.2); of a GET
only the headers are read. Permanent redirects (301, 308) tell where a page moved to; others are followed and not
reported. Each address on the way is checked like the first one.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import SplitResult, quote, urljoin

from confnotes.errors import UsageError
from confnotes.markup.safe import safe_text
from confnotes.web.connect import FetchDeadline, PrivateAddressError, connect
from confnotes.web.fetch_page import split_address

_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_REDIRECTS = _PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_MOST_REDIRECTS = 8  # shorteners that lead to a DOI take five or six
_IN_ADDRESSES = "/%:?[]@!$&'()*+,;=~"
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class Standing(StrEnum):
    """The state of an address: it works, moved, is gone, is private and was not checked, or cannot be judged."""

    FINE = "fine"
    MOVED = "moved"
    BROKEN = "broken"
    UNSURE = "unsure"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for an address. `code` is the last status, None without an answer; `why` is the reason in words; `to`
    is where it moved permanently; `wait` is how many seconds the server wants to be left alone.
    """

    standing: Standing
    why: str = ""
    code: int | None = None
    to: str | None = None
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """How to probe: the seconds for one address, and whether private addresses are allowed. `turn` is called with each
    host before a request, and may wait; `cancelled` is called often.
    """

    seconds: float = 10.0
    allow_private: bool = False
    turn: Callable[[str], None] = lambda host: None
    cancelled: Callable[[], bool] = lambda: False


def probe(url: str, how: ProbeOptions) -> Verdict:
    """Check an address; raises StoppedError if cancelled."""
    try:
        parts = split_address(url)
    except UsageError as error:
        return Verdict(Standing.UNSURE, error.message)
    for_good: str | None = None
    leads_for_good = True
    for _ in range(_MOST_REDIRECTS):
        answer = _asked(parts, how)
        if isinstance(answer, Verdict):
            return answer
        code, headers = answer
        target = headers.get("Location")
        if code not in _REDIRECTS or not target:
            return _verdict(code, headers, for_good)
        try:
            parts = split_address(urljoin(parts.geturl(), target))
        except (UsageError, ValueError):
            place = safe_text(target[:100], lines=False)
            return Verdict(Standing.UNSURE, f"it redirects to “{place}”, which is not a web address", code)
        leads_for_good = leads_for_good and code in _PERMANENT
        if leads_for_good:
            for_good = safe_text(parts.geturl(), lines=False)
    return Verdict(Standing.UNSURE, "it redirects in a circle")


def _verdict(code: int, headers: http.client.HTTPMessage, moved_to: str | None) -> Verdict:
    said = f"{code} {_phrase(code)}".strip()
    if code in _GONE:
        return Verdict(Standing.BROKEN, said, code)
    if code == HTTPStatus.TOO_MANY_REQUESTS or (code == HTTPStatus.SERVICE_UNAVAILABLE and "Retry-After" in headers):
        return Verdict(Standing.UNSURE, said, code, wait=_seconds(headers.get("Retry-After", "")))
    if not HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
        return Verdict(Standing.UNSURE, said, code)
    return (
        Verdict(Standing.MOVED, "moved permanently", code, moved_to) if moved_to else Verdict(Standing.FINE, "", code)
    )


def _asked(parts: SplitResult, how: ProbeOptions) -> tuple[int, http.client.HTTPMessage] | Verdict:
    """The answer to HEAD, else to GET, or a verdict if both failed."""
    host = parts.hostname or ""
    for method in ("HEAD", "GET"):
        how.turn(host)
        deadline = FetchDeadline(how.seconds, how.cancelled)
        try:
            code, headers = _request(method, parts, deadline, how)
        except PrivateAddressError:
            return Verdict(Standing.PRIVATE, "a private address, not checked")
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = _too_late(deadline)
            if method == "HEAD" and isinstance(error, http.client.HTTPException) and late is None:
                continue
            return _problem(late or error, host)
        if code < HTTPStatus.BAD_REQUEST or code == HTTPStatus.TOO_MANY_REQUESTS:
            break
    return code, headers


def _request(
    method: str, parts: SplitResult, deadline: FetchDeadline, how: ProbeOptions
) -> tuple[int, http.client.HTTPMessage]:
    headers = {"User-Agent": "confnotes", "Accept": "*/*", "Connection": "close"}
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with (
        closing(connect(parts, deadline, private=how.allow_private)) as connection,
        deadline.cutting(connection.sock),
    ):
        connection.request(method, quote(path, safe=_IN_ADDRESSES), headers=headers)
        response = connection.getresponse()
        return response.status, response.headers


def _too_late(deadline: FetchDeadline) -> TimeoutError | None:
    """A TimeoutError if the deadline cut the connection, else None; raises StoppedError."""
    try:
        deadline.left()
    except TimeoutError as error:
        return error
    return None


def _problem(error: Exception, host: str) -> Verdict:
    """Why there was no answer. Only a name without a host is certainly broken."""
    match error:
        case socket.gaierror() if error.errno in _NO_SUCH_HOST:
            return Verdict(Standing.BROKEN, f"host not found: {host}")
        case socket.gaierror():
            why = f"{host} cannot be looked up now"
        case ssl.SSLError():
            why = f"no secure connection: {safe_text(error.reason or 'it was refused', lines=False)[:100].lower()}"
        case TimeoutError():
            why = f"{host} took too long to answer"
        case UnicodeError():
            why = "invalid host name"
        case OSError(strerror=str(said)) if said:
            why = f"{host}: {said.lower()}"
        case _:
            why = f"{host} gave an unreadable answer"
    return Verdict(Standing.UNSURE, why)


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return ""


def _seconds(retry_after: str) -> float | None:
    """The Retry-After header (RFC 9110, section 10.2.3) in seconds from now; None if it cannot be read."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
