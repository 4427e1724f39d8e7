"""A small web site on loopback with good and bad manners, for tests of what is fetched."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast


class WebSite(ThreadingHTTPServer):
    """A site on 127.0.0.1; `pages` are what it serves whole, by path, with an ETag; `asked` are the headers sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, bytes] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def web_site() -> Iterator[WebSite]:
    """A site that serves while the block runs."""
    site = WebSite()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = cast(WebSite, self.server)
        site.asked.append((self.path, dict(self.headers)))
        name, _, rest = self.path.partition("?")
        if name in site.pages:
            self._page(site.pages[name])
        elif name == "/to":
            self._answer(302, {"Location": rest})
        else:
            getattr(self, f"_{name.strip('/').replace('-', '_')}", self._any)()

    def _page(self, data: bytes) -> None:
        tag = f'"{len(data)}-{hash(data) & 0xFFFF}"'
        if self.headers.get("If-None-Match") == tag:
            self._answer(304, {"ETag": tag})
        else:
            self._answer(200, {"ETag": tag, "Last-Modified": "Sat, 01 Nov 2025 10:00:00 GMT"}, data)

    def _answer(self, status: int, headers: dict[str, str], data: bytes = b"") -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(data)

    def _any(self) -> None:
        self._answer(200, {}, f"page {self.path}".encode())

    def _missing(self) -> None:
        self.send_error(404)

    def _loop(self) -> None:
        self._answer(302, {"Location": "/loop"})

    def _nowhere(self) -> None:
        self._answer(302, {})

    def _big(self) -> None:
        self._answer(200, {}, b"x" * 5000)

    def _says_big(self) -> None:
        self._answer(200, {"Content-Length": str(10**15)}, b"x")

    def _cut(self) -> None:
        self._answer(200, {"Content-Length": "1000"}, b"x" * 10)

    def _cut_chunks(self) -> None:
        self._answer(200, {"Transfer-Encoding": "chunked"}, b"5\r\nhello\r\n")

    def _packed(self) -> None:
        self._answer(200, {"Content-Encoding": "gzip"}, gzip.compress(b"unpacked ") + gzip.compress(b"twice"))

    def _bomb(self) -> None:
        self._answer(200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 50_000_000))

    def _half_packed(self) -> None:
        self._answer(200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 1000)[:-20])

    def _not_packed(self) -> None:
        self._answer(200, {"Content-Encoding": "gzip"}, b"plain after all")

    def _brotli(self) -> None:
        self._answer(200, {"Content-Encoding": "br"}, b"\x0b\x02\x80hello\x03")

    def _unasked(self) -> None:
        self._answer(304, {})

    def _colours(self) -> None:
        self.wfile.write(b"HTTP/1.1 500 \x1b[2Jboo\x07" + b"o" * 9000 + b"\r\n\r\n")

    def _to_colours(self) -> None:
        self._answer(302, {"Location": "java\x1b[2Jscript:x"})

    def _log_in(self) -> None:
        self.send_error(401)

    def _busy(self) -> None:
        self._answer(429, {"Retry-After": "9999999"})

    def _minus(self) -> None:
        self._answer(200, {"Transfer-Encoding": "chunked"}, b"-5\r\nhello\r\n0\r\n\r\n")

    def _long_header(self) -> None:
        self._answer(200, {"X": "y" * 200_000})

    def _no_http(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")

    def _many_headers(self) -> None:
        self._answer(200, {f"X-{number}": "y" for number in range(200)})

    def _login(self) -> None:
        page = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>"
        self._answer(200, {"Content-Type": "application/json"}, page)

    def _drip(self) -> None:
        self._answer(200, {})
        self._drop_by_drop("x" * 200)

    def _slow_head(self) -> None:
        self._drop_by_drop("HTTP/1.1 200 OK\r\nX-Slow: " + "x" * 200)

    def _continues(self) -> None:
        self._drop_by_drop("HTTP/1.1 100 Continue\r\n\r\n", times=200)

    def _drop_by_drop(self, text: str, times: int = 1) -> None:
        try:
            for drop in list(text) if times == 1 else [text] * times:
                self.wfile.write(drop.encode())
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Say nothing."""
