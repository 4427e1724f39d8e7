"""The server of a vault for browsers: the page for phones, and the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from aiohttp import web

from confnotes.clock import AppClock
from confnotes.serve import phone, screens
from confnotes.serve.answers import PhoneAnswers
from confnotes.serve.guard import Guard, add_headers
from confnotes.serve.listening import Listening, ServedPages, address_of, qr_code, serve_until_stopped
from confnotes.serve.phone import Phone
from confnotes.serve.screens import ScreensInBrowser
from confnotes.serve.token import token_of
from confnotes.vault.vault import Vault


def run(vault: Vault, listening: Listening, tell: Callable[[str], None], *, new_token: bool, qr: bool) -> None:
    """Serve the vault until SIGINT or SIGTERM; `tell` gets the lines that say where.

    Raises UsageError and ConfnotesError for what keeps it from starting.
    """
    context = listening.tls()
    token = token_of(vault.root, new=new_token)
    pages = ServedPages(
        phone.PUBLIC | screens.PUBLIC,
        partial(_build_app, vault),
        lambda port: _welcome(listening, port, token, qr=qr),
    )
    serve_until_stopped(listening, context, token, pages, tell)


def _build_app(vault: Vault, guard: Guard) -> web.Application:
    """All pages of the server, behind the guard."""
    page = Phone(PhoneAnswers(vault, AppClock()), guard)
    tabs = ScreensInBrowser(vault.root)
    app = web.Application(middlewares=[guard.middleware()])
    app.add_routes([*page.routes(), *tabs.routes()])
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(tabs.close)
    app.on_cleanup.append(page.close)
    return app


def _welcome(listening: Listening, port: int, token: str, *, qr: bool) -> Iterator[str]:
    """What to open: for a phone as a QR code. The token is in the part of an address that browsers never send."""
    address = address_of(listening, port)
    if qr and (listening.names or not listening.is_local):
        yield qr_code(f"{address}/#code={token}")
    yield f"For phones:   {address}/#code={token}"
    yield f"The screens:  {address}/screens#code={token}"
    if listening.is_local and not listening.names:
        yield "Only this computer can connect. To let your phone connect, see --host and --cert."
    if listening.certificate is None and not listening.is_local:
        yield "Not encrypted: everybody in this network can read your notes and this code."
    yield "Whoever has this code can read and write the vault. Press ctrl+c to stop."
