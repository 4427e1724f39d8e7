"""The addresses behind the page for phones, and the files of the page itself."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import Any, Final, TypeVar

from aiohttp import web

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError, WriteError
from confnotes.serve.answers import Answer, PhoneAnswers
from confnotes.serve.guard import Guard
from confnotes.serve.requests import body, failure, fields
from confnotes.vault.textfile import MAX_BYTES

log = logging.getLogger(__name__)
Returned = TypeVar("Returned")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FILES: Final = {
    "/": ("index.html", "text/html"),
    "/app.css": ("app.css", "text/css"),
    "/app.js": ("app.js", "text/javascript"),
    "/views.js": ("views.js", "text/javascript"),
    "/outbox.js": ("outbox.js", "text/javascript"),
    "/store.js": ("store.js", "text/javascript"),
    "/worker.js": ("worker.js", "text/javascript"),
    "/manifest.webmanifest": ("manifest.webmanifest", "application/manifest+json"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/icon-192.png": ("icon-192.png", "image/png"),
    "/icon-512.png": ("icon-512.png", "image/png"),
}
"""The page without data, which anybody may load: the file in `static/` and its type, by address."""
PUBLIC: Final = frozenset({*FILES, "/api/sign-in"})

_MOST_JSON: Final = 128 * 1024  # bytes of a request: the longest line in four-byte characters, escaped
_SLOW_PHOTO: Final = 300.0  # seconds until one must be here, over a bad network
_STATUS: Final = ((NotFoundError, 404), (UsageError, 400), (ConflictError, 503), (WriteError, 503))
"""What a phone does with an error: below 500 it shows it, else it keeps the line and tries again."""
_FOR_SHELLS: Final = re.compile(r"\bconfnotes\b|--[a-z]")  # what to do, for somebody at a keyboard


class Phone:
    """The handlers. The vault is asked in one thread, so that no two requests change it at once."""

    def __init__(self, answers: PhoneAnswers, guard: Guard) -> None:
        self._answers = answers
        self._guard = guard
        self._thread = ThreadPoolExecutor(1, "vault")

    def routes(self) -> list[web.AbstractRouteDef]:
        """Every route of the page."""
        return [
            *(web.get(address, _file) for address in FILES),
            web.post("/api/sign-in", self._sign_in),
            web.post("/api/sign-out", self._sign_out),
            web.get("/api/now", self._asked(lambda query: self._answers.now(query.get("version", "")))),
            web.get("/api/program", self._asked(lambda query: self._answers.program(query.get("day", "")))),
            web.get("/api/talk", self._asked(lambda query: self._answers.talk(query.get("key", "")))),
            web.get("/api/note", self._asked(lambda query: self._answers.note(query.get("path", "")))),
            web.get("/api/notes", self._asked(lambda query: self._answers.notes(query.get("words", "")))),
            web.get("/api/picture", self._picture),
            web.post("/api/star", self._told(self._star)),
            web.post("/api/line", self._told(self._line)),
            web.post("/api/photo", self._photo),
        ]

    async def close(self, _app: web.Application) -> None:
        """Wait until the vault has all that was accepted."""
        self._thread.shutdown()

    async def _sign_in(self, request: web.Request) -> web.StreamResponse:
        given = fields(await body(request, _MOST_JSON))
        if not self._guard.knows(str(given.get("token", ""))):
            raise web.HTTPUnauthorized(text="Wrong code.\n")
        return self._guard.let_in(web.json_response({}))

    async def _sign_out(self, _request: web.Request) -> web.StreamResponse:
        response = web.json_response({})
        response.del_cookie(self._guard.cookie)
        return response

    def _asked(self, answer: Callable[[Mapping[str, str]], Answer]) -> Handler:
        """A handler that answers a question."""

        async def handler(request: web.Request) -> web.StreamResponse:
            response = web.json_response(await self._in_vault(lambda: answer(request.query)))
            response.enable_compression()  # a day with 1,200 talks is 300 KB
            return response

        return handler

    def _told(self, change: Callable[[Mapping[str, Any]], Answer]) -> Handler:
        """A handler that changes something."""

        async def handler(request: web.Request) -> web.StreamResponse:
            given = fields(await body(request, _MOST_JSON))
            return web.json_response(await self._in_vault(lambda: change(given)))

        return handler

    def _star(self, given: Mapping[str, Any]) -> Answer:
        return self._answers.star(_text(given, "key"), given.get("on") is True)

    def _line(self, given: Mapping[str, Any]) -> Answer:
        to = _text(given, "to") if given.get("to") is not None else None
        return self._answers.add(_text(given, "id"), _text(given, "text"), to, _age(given.get("age")))

    async def _photo(self, request: web.Request) -> web.StreamResponse:
        data = await body(request, MAX_BYTES, _SLOW_PHOTO)
        to, age = request.query.get("to") or None, _age(request.query.get("age"))
        return web.json_response(await self._in_vault(lambda: self._answers.add_photo(data, to, age)))

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        path, identifier = request.query.get("note", ""), request.query.get("photo", "")
        picture = await self._in_vault(lambda: self._answers.picture(path, identifier))
        return web.Response(
            body=picture.data,
            content_type=picture.media_type,
            headers={"Cache-Control": "private, max-age=86400"},
        )

    async def _in_vault(self, ask: Callable[[], Returned]) -> Returned:
        """The result of a function in the thread of the vault; its errors become responses without paths."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, ask)
        except ConfnotesError as error:
            status = next((status for kind, status in _STATUS if isinstance(error, kind)), 422)
            hint = "" if _FOR_SHELLS.search(error.hint) else error.hint
            raise failure(status, error.message, hint) from error
        except OSError as error:
            raise failure(503, f"The vault cannot be read: {error.strerror}", "") from error
        except Exception as error:
            log.exception("A request failed")
            raise failure(500, "Internal error", "This is a bug: see the server's output.") from error


async def _file(request: web.Request) -> web.StreamResponse:
    """A file of the page, which is small."""
    name, media_type = FILES[request.path]
    data = (files("confnotes.serve") / "static" / name).read_bytes()
    charset = None if media_type.startswith("image/png") else "utf-8"
    return web.Response(body=data, content_type=media_type, charset=charset, headers={"Cache-Control": "no-cache"})


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise UsageError(f"missing {name}")
    return value.encode("utf-8", "replace").decode()  # JSON may hold half of a character


def _age(value: object) -> float:
    """Seconds; 0 for anything else."""
    try:
        age = float(str(value))
    except ValueError:
        return 0.0
    return min(age, 1e9) if age > 0 else 0.0
