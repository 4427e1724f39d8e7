"""Asking a web server whether there is something at an address, without fetching it.

HEAD first, GET where a server does not answer that as it would answer a reader (RFC 9110, section 9.3.2); of a GET the
head of the answer is read only. Permanent redirects (301, 308) tell where a page moved to, others are followed and say
nothing. Each address on the way is checked like the first one.
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
    """How an address is: there, there under another address, gone, not to be asked, or nobody can say."""

    FINE = "fine"
    MOVED = "moved"
    BROKEN = "broken"
    UNSURE = "unsure"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about an address: `code` is the last answer's, None when there was none; `why` says it in
    words; `to` is where it moved permanently. `wait`: the server wants to be left alone for so many seconds."""

    standing: Standing
    why: str = ""
    code: int | None = None
    to: str | None = None
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """How to ask: the time for one address in seconds, whether addresses may be private; `turn` is called with each
    host before it is asked, and may wait; `cancelled` is asked often."""

    seconds: float = 10.0
    allow_private: bool = False
    turn: Callable[[str], None] = lambda host: None
    cancelled: Callable[[], bool] = lambda: False


def probe(url: str, how: ProbeOptions) -> Verdict:
    """How an address is; raises StoppedError when it was stopped."""
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
    """The answer to HEAD, else to GET; what went wrong instead."""
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
    """The end of the time, where that is what cut the connection; raises StoppedError."""
    try:
        deadline.left()
    except TimeoutError as error:
        return error
    return None


def _problem(error: Exception, host: str) -> Verdict:
    """Why there was no answer: only a name that no host has is sure."""
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
    """What Retry-After says (RFC 9110, section 10.2.3), in seconds from now; None when it cannot be read."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
