"""The relay of a team: passes each member's notes on to the others as soon as they are saved.

It keeps the latest version of notes in memory, within limits, and nothing on disk; git brings everything it drops. What
comes in is only stored and passed on as JSON. A reader asks for all notes after a number, and waits for the next one.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Final

from aiohttp import web

from confnotes.actions.team.relay_lines import team_id
from confnotes.errors import UsageError
from confnotes.markup.safe import safe_text
from confnotes.model.schema import plain
from confnotes.serve.certificate import fingerprint_in, own_certificate
from confnotes.serve.guard import Guard, add_headers
from confnotes.serve.listening import (
    LOOPBACK,
    Listening,
    ServedPages,
    address_of,
    is_everywhere,
    qr_code,
    serve_until_stopped,
)
from confnotes.serve.requests import body, failure, fields
from confnotes.serve.token import token_of
from confnotes.vault.relay_state import (
    MAX_AT_ONCE,
    RelayAddress,
    RelayedNote,
    read_relayed_note,
    relay_of,
    store_relay,
)
from confnotes.vault.team_state import is_member_name
from confnotes.vault.vault import Vault
from confnotes.web.relay import MAX_REQUEST, NOTES, TEAM_HEADER, WAIT_SECONDS

log = logging.getLogger(__name__)

MOST_NOTES: Final = 300
"""Of one member; the oldest go first."""
MOST_MEMBERS: Final = 250
MOST_BYTES: Final = 64 << 20
"""Of all notes."""
MOST_WAITING: Final = 500
"""Readers at once: a team has at most some machines a member."""
AWAY_AFTER: Final = 3 * WAIT_SECONDS
"""Seconds without a question of a member, who asks again after each answer."""
_MOST_ANSWER: Final = 1 << 20
"""Bytes of notes in an answer; the next question gets the rest."""
_MOST_TOLD: Final = 200
"""Different refusals that the terminal shows."""


@dataclass(frozen=True, slots=True)
class _Kept:
    number: int
    note: RelayedNote
    size: int


class Relay:
    """The latest notes of the members, each with the number of its arrival, oldest first.

    `run` names this run: numbers of another one mean nothing.
    """

    def __init__(self, team: str) -> None:
        self._team = team
        self._run = secrets.token_hex(8)
        self._kept: dict[str, _Kept] = {}
        self._number = self._bytes = self._waiting = 0
        self._news = asyncio.Event()
        self._is_ending = False
        self._told: set[tuple[str | None, str]] = set()
        self._seen: dict[str, float] = {}
        """When each member was last here: who is away may send newer notes by git."""

    def routes(self) -> list[web.AbstractRouteDef]:
        """Every route of the relay."""
        return [web.get(NOTES, self._read), web.post(NOTES, self._write)]

    async def end(self, _app: web.Application) -> None:
        """Answer everybody who waits."""
        self._is_ending = True
        self._news.set()

    @web.middleware
    async def tell_refusals(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Say on the terminal whose requests are refused, and why, once each."""
        try:
            return await handler(request)
        except web.HTTPException as error:
            is_data, text = error.content_type == "application/json", error.text or error.reason
            reason = safe_text(json.loads(text)["error"] if is_data else text, lines=False).strip()
            if (told := (request.remote, reason)) not in self._told and len(self._told) < _MOST_TOLD:
                self._told.add(told)
                log.warning("refused a request from %s: %s", *told)
            raise

    async def _write(self, request: web.Request) -> web.StreamResponse:
        self._check_team(request)
        given = fields(await body(request, MAX_REQUEST))
        notes, name = given.get("notes"), given.get("name")
        if not isinstance(notes, list) or len(notes) > MAX_AT_ONCE:
            raise failure(400, "no notes, or too many at once", "")
        read = [read_relayed_note(name, one) for one in notes]
        if None in read:
            raise failure(400, "not notes of a team", "")
        self._meet(str(name))
        for note in read:
            assert note is not None
            self._keep(note)
        self._news.set()
        self._news = asyncio.Event()
        return web.json_response({"run": self._run})

    def _meet(self, name: str) -> None:
        """Remember that a member is here, and forget the notes of those who are away."""
        if not is_member_name(name):
            raise failure(400, "not the name of a member", "")
        now = monotonic()
        self._seen[name] = now
        self._seen = {one: at for one, at in self._seen.items() if now - at < AWAY_AFTER}
        if len(self._seen) > MOST_MEMBERS:
            del self._seen[name]
            raise failure(503, "too many members", "")
        for place in [place for place, one in self._kept.items() if one.note.name not in self._seen]:
            self._drop(place)

    def _keep(self, note: RelayedNote) -> None:
        """Keep a note as the latest one, and drop the oldest ones over the limits."""
        self._drop(note.place)
        self._number += 1
        size = len(note.place.encode()) + len((note.text or "").encode())
        self._kept[note.place] = _Kept(self._number, note, size)
        self._bytes += size
        own = [place for place, one in self._kept.items() if one.note.name == note.name]
        if len(own) > MOST_NOTES:
            self._drop(own[0])
        while self._bytes > MOST_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, place: str) -> None:
        if (dropped := self._kept.pop(place, None)) is not None:
            self._bytes -= dropped.size

    async def _read(self, request: web.Request) -> web.StreamResponse:
        self._check_team(request)
        name, run = request.query.get("name", ""), request.query.get("run", "")
        self._meet(name)
        after = _number(request.query.get("after", "")) if run == self._run else 0
        if self._waiting >= MOST_WAITING:
            raise failure(503, "too many readers", "")
        self._waiting += 1
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(WAIT_SECONDS):
                    while run == self._run and not self._is_ending and not any(self._after(after, name)):
                        await self._news.wait()
        finally:
            self._waiting -= 1
        return web.json_response(self._answer(after, name))

    def _after(self, number: int, name: str) -> Iterator[_Kept]:
        """The notes of others that came after a number, latest first."""
        for one in reversed(self._kept.values()):
            if one.number <= number:
                return
            if one.note.name != name:
                yield one

    def _answer(self, after: int, name: str) -> dict[str, Any]:
        last, size, notes = self._number, 0, []
        for one in reversed([*self._after(after, name)]):
            if size > _MOST_ANSWER:
                break
            size += one.size
            last = one.number if size > _MOST_ANSWER else self._number
            notes.append(plain(one.note))
        return {"run": self._run, "number": last, "notes": notes}

    def _check_team(self, request: web.Request) -> None:
        if request.headers.get(TEAM_HEADER) != self._team:
            raise failure(400, "this relay serves another team", "")


def run_relay(vault: Vault, listening: Listening, tell: Callable[[str], None], *, new_token: bool, qr: bool) -> None:
    """Run the relay of the vault's team until SIGINT or SIGTERM; the vault itself uses it meanwhile.

    Raises UsageError and ConfnotesError for what keeps it from starting.
    """
    relay = Relay(team_id(vault))
    if listening.certificate is None and not listening.is_local and not listening.insecure:
        listening = replace(listening, certificate=own_certificate(vault.root))
    context = listening.tls()
    token = token_of(vault.root, "relay-token", new=new_token)
    fingerprint = fingerprint_in(listening.certificate) if listening.certificate else ""

    def build(guard: Guard) -> web.Application:
        app = web.Application(middlewares=[relay.tell_refusals, guard.middleware()])
        app.add_routes(relay.routes())
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(relay.end)
        return app

    own: list[RelayAddress] = []

    def welcome(port: int) -> Iterator[str]:
        host = LOOPBACK if is_everywhere(listening.host) else listening.host
        near = address_of(replace(listening, host=host, names=()), port)
        own.append(RelayAddress(near, token, fingerprint))
        store_relay(vault.root, own[0])
        yield from _welcome(listening, port, f"{token}.{fingerprint}" if fingerprint else token, qr=qr)

    try:
        serve_until_stopped(listening, context, token, ServedPages(frozenset(), build, welcome), tell)
    finally:
        if own and relay_of(vault.root) == own[0]:
            store_relay(vault.root, None)


def _welcome(listening: Listening, port: int, code: str, *, qr: bool) -> Iterator[str]:
    address = f"{address_of(listening, port)}/#code={code}"
    if qr and (listening.names or not listening.is_local):
        yield qr_code(address)
    yield "Each colleague runs this once:"
    yield f"  confnotes team relay {address}"
    if listening.is_local and not listening.names:
        yield "Only this computer can connect. To let colleagues connect, leave out --host, or see --allow-host."
    if listening.certificate is None and not listening.is_local:
        yield "Not encrypted: everybody in this network can read your notes and this code."
    yield "Whoever has this code can read what the team shares while this runs. Nothing is stored here."
    yield "Press ctrl+c to stop; notes then arrive through git alone."


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise UsageError("not a number")
    return int(text)
