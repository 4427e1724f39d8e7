"""The screens in a browser: one process of confnotes for each tab, through textual-serve.

textual-serve brings the terminal that runs in a browser and its protocol. Its own server would run a shell, and would
end the screens as soon as the network drops a connection. Here no shell is involved, and the screens wait for the same
tab to come back.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from confnotes.serve.guard import LOOSENED
from confnotes.system import SERVED_VARIABLE

log = logging.getLogger(__name__)

MOST_SCREENS: Final = 8
"""Processes at once; each takes some 100 MB."""
KEPT: Final = 15 * 60.0
"""Seconds that screens wait for a tab that went away. What was typed is saved long before."""
_ENDING: Final = 10.0  # seconds for saving
_MOST_BYTES: Final = 1 << 20  # of a message: a large paste
_LARGEST: Final = 500  # columns and lines
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_BEGIN: Final = b"\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h\x1b[?25l\x1b[?2004h"
"""What Textual's driver tells a terminal at the start: the other screen, the mouse, no cursor, pastes in brackets."""
_PAGE: Final = {
    "/screens": ("confnotes.serve", "static/screens.html", "text/html"),
    "/screens/screens.js": ("confnotes.serve", "static/screens.js", "text/javascript"),
    "/screens/screens.css": ("confnotes.serve", "static/screens.css", "text/css"),
    "/screens/textual.js": ("textual_serve", "static/js/textual.js", "text/javascript"),
    "/screens/xterm.css": ("textual_serve", "static/css/xterm.css", "text/css"),
    "/screens/mono.ttf": ("textual_serve", "static/fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "/screens/mono-italic.ttf": ("textual_serve", "static/fonts/RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}
PUBLIC: Final = frozenset(_PAGE)
_STYLES: Final = {"style-src": "'self' 'unsafe-inline'"}
"""The terminal in the browser writes its own style sheets; no text of a vault becomes HTML on that page."""


class _Screens(AppService):
    """The process of one tab, and the connection that it has now, if any."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        super().__init__(
            "", write_bytes=self._paint, write_str=self._tell, close=self._end, download_manager=DownloadManager()
        )
        self._arguments = command
        self._variables = environment
        self._has_left = False
        self.socket: web.WebSocketResponse | None = None
        self.leaving: asyncio.Task[None] | None = None

    @property
    def is_alive(self) -> bool:
        """Whether the screens still run."""
        return self._process is not None and self._process.returncode is None and not self._has_left

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the screens without a shell."""
        environment = self._build_environment(width, height) | self._variables
        process = await asyncio.create_subprocess_exec(
            *self._arguments, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def attach(self, socket: web.WebSocketResponse, width: int, height: int) -> None:
        """Show the screens on a new connection, which replaces an older one."""
        if self.leaving is not None:
            self.leaving.cancel()
            self.leaving = None
        before, self.socket = self.socket, socket
        if before is not None:
            await before.close()
        if not self.is_alive:
            await self.start(width, height)
            return
        await self._paint(_BEGIN)
        await self.set_terminal_size(width, height - 1)  # of the same size nothing would be painted again
        await self.set_terminal_size(width, height)

    async def finish(self) -> None:
        """End the screens, which save everything; by force if that takes too long."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop(), _ENDING)
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _ENDING)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()

    async def _paint(self, data: bytes) -> None:
        if self.socket is not None:
            with suppress(ConnectionError, RuntimeError):
                await self.socket.send_bytes(data)

    async def _tell(self, text: str) -> None:
        """Pass an address on to the browser, if it is a web or mail address."""
        kind, what = json.loads(text)
        is_safe = kind == "open_url" and urlsplit(str(what.get("url"))).scheme in ("http", "https", "mailto")
        if is_safe and self.socket is not None:
            with suppress(ConnectionError, RuntimeError):
                await self.socket.send_str(json.dumps(["open_url", {"url": what["url"], "new_tab": True}]))

    async def _end(self) -> None:
        """The user has left the screens."""
        self._has_left = True
        if self.socket is not None:
            await self.socket.close()


class ScreensInBrowser:
    """The page with the screens, and the processes behind it, by the random name of each tab."""

    def __init__(self, root: Path) -> None:
        self._command = [sys.executable, "-P", "-m", "confnotes", "--vault", str(root)]
        self._environment = {SERVED_VARIABLE: "1", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._tabs: dict[str, _Screens] = {}

    def routes(self) -> list[web.AbstractRouteDef]:
        """Every route of the page."""
        return [
            *(web.get(address, _file) for address in _PAGE),
            web.get("/screens/tab/{name}", self._is_running),
            web.get("/screens/socket/{name}", self._connect),
        ]

    async def close(self, _app: web.Application) -> None:
        """End all screens; they save."""
        await asyncio.gather(*(tab.finish() for tab in self._tabs.values()))

    async def _is_running(self, request: web.Request) -> web.StreamResponse:
        tab = self._tabs.get(request.match_info["name"])
        return web.json_response({"running": tab is not None and tab.is_alive})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if not _NAME.fullmatch(name) or "Origin" not in request.headers:  # browsers always name the origin of a socket
            raise web.HTTPForbidden
        tab = self._tabs.get(name)
        if tab is None or not tab.is_alive:
            await self._make_room()
            tab = self._tabs[name] = _Screens(self._command, self._environment)
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=_MOST_BYTES)
        await socket.prepare(request)
        try:
            await tab.attach(socket, _cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24))
            await _pass_on(socket, tab)
        finally:
            if tab.socket is socket:
                tab.socket = None
                tab.leaving = asyncio.create_task(self._leave(name, tab))
        return socket

    async def _leave(self, name: str, tab: _Screens) -> None:
        """End screens whose tab does not come back."""
        if tab.is_alive:
            await asyncio.sleep(KEPT)
        if self._tabs.get(name) is tab:
            del self._tabs[name]
        await tab.finish()

    async def _make_room(self) -> None:
        """End the screens that wait longest for their tab, if there are too many; else refuse."""
        while len(self._tabs) >= MOST_SCREENS:
            name = next((name for name, tab in self._tabs.items() if tab.socket is None), None)
            if name is None:
                raise web.HTTPServiceUnavailable(text="Too many screens are open. Close one.\n")
            tab = self._tabs.pop(name)
            if tab.leaving is not None:
                tab.leaving.cancel()
            await tab.finish()


async def _pass_on(socket: web.WebSocketResponse, tab: _Screens) -> None:
    """Pass keys, sizes and the focus of a connection on to the screens, until it ends."""
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            continue
        match _read(message.data):
            case ["stdin", str() as keys]:
                await tab.send_bytes(keys.encode("utf-8", "replace"))
            case ["resize", {"width": width, "height": height}]:
                await tab.set_terminal_size(_cells(width, 80), _cells(height, 24))
            case ["ping", data]:
                await socket.send_json(["pong", data])
            case ["blur", *_]:
                await tab.blur()
            case ["focus", *_]:
                await tab.focus()


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cells(given: object, usual: int) -> int:
    try:
        return min(max(int(str(given)), 10), _LARGEST)
    except ValueError:
        return usual


async def _file(request: web.Request) -> web.StreamResponse:
    package, name, media_type = _PAGE[request.path]
    request[LOOSENED] = _STYLES
    data = (files(package) / name).read_bytes()
    return web.Response(
        body=data,
        content_type=media_type,
        charset=None if media_type.startswith("font/") else "utf-8",
        headers={"Cache-Control": "no-cache"},
    )
