"""A page is fetched as asked for, and nothing else is."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator

import pytest

from confnotes.errors import NetworkError, StoppedError, UsageError
from confnotes.web.connect import FetchDeadline, PrivateAddressError, is_public
from confnotes.web.fetch_page import Fetching, fetch_page
from web_site import WebSite, web_site

SMALL = Fetching(seconds=5, max_bytes=4000)


@pytest.fixture(scope="module")
def site() -> Iterator[WebSite]:
    with web_site() as serving:
        yield serving


def test_a_page_that_the_user_typed_is_fetched_even_from_a_local_address(site: WebSite) -> None:
    page = fetch_page(f"{site.url}/program/index.html?x=1")
    assert (page.name, page.data) == ("index.html", b"page /program/index.html?x=1")
    assert fetch_page(f"{site.url}/to?/moved").data == b"page /moved"
    assert fetch_page(f"{site.url}/Mäkelä?a=%20#here").data == b"page /M%C3%A4kel%C3%A4?a=%20"
    assert fetch_page(site.url.replace("127.0.0.1", "localhost") + "/x").data == b"page /x"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/missing", "answered 404"),
        ("/loop", "redirects more than"),
        ("/nowhere", "answered 302"),
        ("/to?http://localhost:1/x", "a private address"),
        ("/to?http://169.254.169.254/latest", "a private address"),
        ("/to?http://[::ffff:10.0.0.1]/", "a private address"),
        ("/to?file:///etc/passwd", "not a web address"),
        ("/to?http://me:secret@127.0.0.1/", "not a web address"),
        ("/to?//[", "not a web address"),
        ("/to?javascript:alert(1)", "not a web address"),
        ("/to-colours", "to “javascript:x”, which is not a web address"),
        ("/to?http://a..b/", "invalid host name"),
        ("/to?http://0x7f.1/", "a private address"),
        ("/to?http://2130706433/", "a private address"),
        ("/colours", "answered 500 boo"),
        ("/log-in", "answered 401"),
        ("/busy", "answered 429"),
        ("/minus", "is incomplete"),
        ("/long-header", "header line"),
        ("/big", "larger than"),
        ("/says-big", "larger than"),
        ("/bomb", "larger than"),
        ("/cut", "10 of 1,000 bytes"),
        ("/cut-chunks", "sent an invalid answer"),
        ("/half-packed", "damaged or incomplete"),
        ("/brotli", "not supported"),
        ("/unasked", "answered 304"),
        ("/no-http", "sent an invalid answer: it cannot be read"),
        ("/many-headers", "sent an invalid answer"),
    ],
)
def test_what_goes_wrong_is_one_line(site: WebSite, path: str, message: str) -> None:
    with pytest.raises(NetworkError, match=message) as caught:
        fetch_page(site.url + path, SMALL)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 300
    assert "secret" not in caught.value.message or "/to" in path


@pytest.mark.parametrize(("path", "data"), [("/packed", b"unpacked twice"), ("/not-packed", b"plain after all")])
def test_packed_pages_are_unpacked(site: WebSite, path: str, data: bytes) -> None:
    assert fetch_page(site.url + path).data == data


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org",
        "http://",
        "http://[x",
        "gopher:x",
        "http://a b",
        "https://me:pw@x.org",
    ],
)
def test_only_web_addresses_without_passwords_are_fetched(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        fetch_page(url)
    assert "pw" not in caught.value.message


@pytest.mark.parametrize("path", ["/drip", "/slow-head", "/continues"])
def test_a_site_that_drips_is_given_up_on(site: WebSite, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(NetworkError, match="too long"):
        fetch_page(f"{site.url}{path}", Fetching(seconds=0.4))
    assert time.monotonic() - begun < 2


def test_a_long_download_shows_its_progress_and_can_be_stopped(site: WebSite) -> None:
    stop = threading.Event()
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        stop.set()

    with pytest.raises(StoppedError):
        fetch_page(f"{site.url}/drip", Fetching(progress=tell, cancelled=stop.is_set))
    assert told[0][0] >= 1


def test_a_page_that_did_not_change_is_not_sent_again(site: WebSite) -> None:
    site.pages["/program.json"] = b"{}"
    first = fetch_page(f"{site.url}/program.json")
    again = fetch_page(f"{site.url}/program.json", known=first.validators)
    assert (first.unchanged, again.unchanged, again.data) == (False, True, b"")
    assert site.asked[-1][1]["If-Modified-Since"] == "Sat, 01 Nov 2025 10:00:00 GMT"
    site.pages["/program.json"] = b"{ }"
    assert fetch_page(f"{site.url}/program.json", known=first.validators).data == b"{ }"


def test_a_name_that_leads_to_a_private_address_is_refused_unless_allowed(
    site: WebSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def lying(_host: str, *rest: int, **options: int) -> object:
        return real("127.0.0.1", *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lying)
    url = site.url.replace("127.0.0.1", "program.example.org") + "/x"
    with pytest.raises(NetworkError, match="private address") as caught:
        fetch_page(url)
    assert "--allow-private" in caught.value.hint
    assert fetch_page(url, Fetching(allow_private=True)).data == b"page /x"
    moved = fetch_page(
        f"{url.replace('/x', '')}/to?http://other.example.org:{site.server_address[1]}/y", Fetching(allow_private=True)
    )
    assert moved.data == b"page /y"
    assert "redirects to other.example.org" in moved.warnings[0]


def test_one_private_host_may_be_allowed_without_those_it_leads_to(site: WebSite) -> None:
    address = f"{site.url}/to?{site.url.replace('127.0.0.1', 'localhost')}/y"
    before = len(site.asked)
    with pytest.raises(PrivateAddressError) as caught:
        fetch_page(address, Fetching(typed=False, allow_private=["127.0.0.1"]))
    assert caught.value.host == "localhost" and len(site.asked) == before + 1
    assert fetch_page(address, Fetching(typed=False, allow_private=["127.0.0.1", "localhost"])).data == b"page /y"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.251", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NetworkError, match="cannot be reached"):
        fetch_page(f"http://127.0.0.1:{port}/")


def test_a_server_without_encryption_is_told_apart_from_one_that_cannot_be_reached(site: WebSite) -> None:
    with pytest.raises(NetworkError, match="does not answer as an https server"):
        fetch_page(site.url.replace("http://", "https://"), SMALL)


def test_an_invalid_certificate_is_named() -> None:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    error.verify_message = "certificate has expired"
    with pytest.raises(NetworkError) as caught, FetchDeadline(5).told_about("example.org"):
        raise error
    assert caught.value.message == "example.org has an invalid certificate: certificate has expired"
