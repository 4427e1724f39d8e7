"""Who gets an answer: a browser with the token, at an address of this server, on a page of this server.

- The Host header must name this server, so that a foreign name that is pointed at this address (DNS rebinding) is
  refused. Addresses of machines (192.0.2.7) cannot be pointed elsewhere and need no list.
- The Origin header must be that of this server, so that no other site's page acts with the browser's cookie.
- Everything but the empty page itself needs the token, in a cookie that no script reads and no other site sends, or in
  a header, which a browser only sends to other sites that allow it.
- No page may load, run or be framed by anything from elsewhere.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

_POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' blob:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self)",
    "Cache-Control": "no-store",
    "Server": "confnotes",
}
_STAYS_SIGNED_IN: Final = 60 * 60 * 24 * 90
"""Seconds: a conference and the weeks after it."""
LOOSENED: Final = "policy"
"""The key in a request of what its page needs besides the policy."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of one server: its token, the names by which it may be asked, its port, whether it speaks TLS, and the
    paths that need no token.
    """

    token: str
    names: frozenset[str]
    port: int
    is_secure: bool
    public: frozenset[str]

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers send it to all ports of a host, so it names its own."""
        return f"confnotes-{self.port}"

    def refuse(self, request: web.Request) -> web.HTTPException | None:
        """Why the request gets no answer; None if it does."""
        host = request.headers.get("Host", "")
        if not self.is_own(host):
            return web.HTTPMisdirectedRequest(text="Unknown host name. Start the server with --allow-host.\n")
        origin = request.headers.get("Origin")
        if origin is not None and not _is_of(origin, host):
            return web.HTTPForbidden(text="Requests from other sites are refused.\n")
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not _navigates(request):
            return web.HTTPForbidden(text="Requests from other sites are refused.\n")
        if request.path not in self.public and not self.knows_sender(request):
            return web.HTTPUnauthorized(text="Sign in with the address that was printed at the start.\n")
        return None

    def is_own(self, host: str) -> bool:
        """Whether a Host header names this server."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name.rstrip(".") in self.names or _is_address(name)

    def knows(self, token: str) -> bool:
        """Whether it is the token; the comparison takes the same time for every wrong one."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def knows_sender(self, request: web.Request) -> bool:
        """Whether it has the token: in the cookie of a browser, or from another program."""
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        return self.knows(given if kind == "Bearer" else request.cookies.get(self.cookie, ""))

    def let_in(self, response: web.Response) -> web.Response:
        """The response that signs a browser in."""
        response.set_cookie(
            self.cookie, self.token, max_age=_STAYS_SIGNED_IN, httponly=True, samesite="Strict", secure=self.is_secure
        )
        return response

    def middleware(self) -> Middleware:
        """The guard in front of every route, also of those that do not exist."""

        @web.middleware
        async def check(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            refusal = self.refuse(request)
            if refusal is not None:
                raise refusal
            return await handler(request)

        return check


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Set the headers of every response; a handler may have loosened the policy for its page."""
    policy = _POLICY | request.get(LOOSENED, {})
    text = "; ".join(f"{name} {value}" for name, value in policy.items())
    response.headers["Content-Security-Policy"] = text
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _is_of(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def _navigates(request: web.Request) -> bool:
    """Whether somebody follows a link to a page; it is empty until its own script asks."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
