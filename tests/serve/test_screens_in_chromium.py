"""The screens in a real browser: they paint, take keys, and wait for a tab whose connection dropped."""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PIL import Image

from browser import Browser, Page

from .conftest import MOON, SALT, TIDES, Served
from .test_phone_in_chromium import DESK, PHONE, until

pytestmark = pytest.mark.needs("chromium")

SOCKETS = """
    window.sockets = []
    window.WebSocket = class extends WebSocket { constructor(...given) { super(...given); sockets.push(this) } }"""


@pytest.fixture
def page(running: Browser, server: Served) -> Iterator[Page]:
    yield open_screens(running, server)


def open_screens(running: Browser, server: Served, size: tuple[int, int] = DESK) -> Page:
    page = running.open("about:blank", width=size[0], height=size[1])
    page.ask("Page.addScriptToEvaluateOnNewDocument", {"source": SOCKETS})
    page.go(f"{server.address}/screens#code={server.code}")
    painted(page)
    return page


def holds(page: Page, condition: str) -> bool:
    """Whether an expression is true on a page that may be loading just now."""
    try:
        return bool(page.run(condition))
    except AssertionError:
        return False


def painted(page: Page) -> None:
    """Wait until there is much to see."""
    until(lambda: holds(page, "document.body.classList.contains('-first-byte')"))
    until(lambda: len(colours(page)) > 40, every=0.3)


def colours(page: Page) -> list[Any]:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB").getcolors(1 << 20) or []


def looks_like(page: Page, before: bytes) -> bool:
    """Whether nearly all dots of the page are as before: the clock may have gone on."""
    one, other = (Image.open(io.BytesIO(data)).convert("L") for data in (page.screenshot(), before))
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return sum(abs(a - b) > 40 for a, b in pairs) < one.width * one.height // 200


def text_of(server: Served, key: str) -> str:
    note = server.vault.talk_notes(TIDES).get(key)
    return (server.vault.root / note.path).read_text(encoding="utf-8") if note else ""


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_they_paint_and_what_is_typed_is_in_the_note(running: Browser, server: Served, size: tuple[int, int]) -> None:
    page = open_screens(running, server, size)
    page.key("Enter")  # opens the note of the starred talk
    until(lambda: _typed(page, server))
    assert page.run("location.href").endswith("/screens")
    assert [line for line in page.console if "rror" in line] == []


def _typed(page: Page, server: Served) -> bool:
    page.type("x")
    return "x" in text_of(server, MOON).rpartition("---")[2] + text_of(server, SALT).rpartition("---")[2]


def test_a_dropped_connection_comes_back_to_what_was_on_the_screen(page: Page, server: Served) -> None:
    page.key("Enter")
    until(lambda: _typed(page, server))
    page.type(" half a sentence")
    until(lambda: "half a sentence" in text_of(server, MOON))
    before = page.screenshot()
    page.run("window.old = true, sockets.at(-1).close()")
    until(lambda: holds(page, "!window.old"))
    painted(page)
    until(lambda: looks_like(page, before), every=0.3)
    page.type(" goes on")
    until(lambda: "half a sentence goes on" in text_of(server, MOON))


def test_what_was_typed_just_before_the_server_was_killed_is_there_again(page: Page, server: Served) -> None:
    page.key("Enter")
    until(lambda: _typed(page, server))
    page.type(" just now")
    page.run("new Promise((done) => setTimeout(done, 400))")  # over the network and into the journal
    server.end(signal.SIGKILL)
    until(lambda: "just now" in text_of(server, MOON))  # the screens noticed, saved and ended
    page.wait_for("document.querySelector('#words').textContent.startsWith('No connection')")
    server.start()
    page.wait_for("document.querySelector('#words').textContent.startsWith('The screens are closed')")
    page.run("window.old = true, document.querySelector('#again').click()")
    until(lambda: holds(page, "!window.old"))
    painted(page)


def test_leaving_them_says_so_and_opens_them_again(page: Page) -> None:
    page.run("sockets.at(-1).send(JSON.stringify(['stdin', '\\x11']))")  # ctrl+q, which browsers may keep
    page.wait_for("document.querySelector('#words').textContent.startsWith('The screens are closed')")
    page.run("window.old = true, document.querySelector('#again').click()")
    until(lambda: holds(page, "!window.old"))
    painted(page)


def test_a_line_from_a_phone_appears_in_the_open_note_and_neither_loses_the_other(page: Page, server: Served) -> None:
    page.key("Enter")
    until(lambda: _typed(page, server))
    for number in range(5):
        page.type(f"desk{number} ")
        server.tell("/api/line", id=f"{number:022}", text=f"phone{number}", to=MOON, age=0)
    words = [f"{who}{number}" for who in ("desk", "phone") for number in range(5)]
    until(lambda: all(text_of(server, MOON).count(word) == 1 for word in words))


def test_without_the_code_there_are_no_screens(running: Browser, server: Served) -> None:
    page = running.open(f"{server.address}/screens")
    page.wait_for("document.querySelector('#words').textContent.startsWith('Sign in')")
    assert not page.run("document.querySelector('#terminal canvas, #terminal .xterm-screen')")


def test_a_socket_needs_an_origin(server: Served) -> None:
    asked = partial(
        server.ask,
        "/screens/socket/" + "a" * 32,
        Upgrade="websocket",
        Connection="Upgrade",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="a" * 24,
    )
    assert asked().status == 403
    assert asked(Origin="http://evil.example").status == 403
