"""A page is fetched as asked for, and nothing else is."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from confnotes.errors import NetworkError, UsageError
from confnotes.services.fetch_page import fetch_page


class Site(BaseHTTPRequestHandler):
    """A small site with good and bad manners."""

    def do_GET(self) -> None:
        path = self.path
        if path == "/slow-head":
            try:
                for letter in "HTTP/1.1 200 OK\r\nX-Slow: " + "x" * 100:
                    self.wfile.write(letter.encode())
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                return
        elif path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", path.partition("?")[2])
            self.end_headers()
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                return
        elif path == "/missing":
            self.send_error(404)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 5000 if path == "/big" else f"page {path}".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_page_that_the_user_typed_is_fetched_even_from_a_local_address(site: str) -> None:
    page = fetch_page(f"{site}/program/index.html?x=1")
    assert (page.name, page.data) == ("index.html", b"page /program/index.html?x=1")
    assert fetch_page(f"{site}/to?/moved").data == b"page /moved"
    assert fetch_page(f"{site}/Mäkelä?a=%20").data == b"page /M%C3%A4kel%C3%A4?a=%20"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/missing", "answered 404"),
        ("/to?/to?/to?/to?/to?/to?/x", "redirects more than"),
        ("/to?http://localhost:1/x", "a private address"),
        ("/to?http://169.254.169.254/latest", "a private address"),
        ("/big", "larger than"),
    ],
)
def test_what_goes_wrong_is_one_line(site: str, path: str, message: str) -> None:
    with pytest.raises(NetworkError, match=message) as caught:
        fetch_page(site + path, max_bytes=4000)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org", "http://", "http://[x", "gopher:x", "http://a b"]
)
def test_only_web_addresses_are_fetched(site: str, url: str) -> None:
    with pytest.raises(UsageError):
        fetch_page(url)
    with pytest.raises(UsageError):
        fetch_page(f"{site}/to?file:///etc/passwd")


@pytest.mark.parametrize("path", ["/drip", "/slow-head"])
def test_a_site_that_drips_is_given_up_on(site: str, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(NetworkError, match="too long"):
        fetch_page(f"{site}{path}", seconds=0.4)
    assert time.monotonic() - begun < 2


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NetworkError, match="cannot be reached"):
        fetch_page(f"http://127.0.0.1:{port}/")
