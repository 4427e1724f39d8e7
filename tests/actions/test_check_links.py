"""The link checker asks politely, says what is sure, and forgets nothing when it is stopped."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from confnotes.actions.references.check_links import Checked, Checking, check_links, known_links
from confnotes.catalogue.links.web_links import web_links
from confnotes.model.program import Resource, ResourceKind
from confnotes.vault.vault import Vault
from confnotes.web.probe_link import Standing
from program_files import save_program
from screen_samples import CONFERENCE, harbour, harbour_vault

TODAY = date(2031, 6, 1)
QUICK = Checking(page_seconds=2.0, pause=0.0, allow_private=True)
Answer = tuple[int, dict[str, str]]


class LinkSite(ThreadingHTTPServer):
    """Answers with what `pages` say; `asked` are the requests: when, how and for what."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, list[Answer]] = {}
        self.asked: list[tuple[float, str, str]] = []
        self.without_head = False

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def how_often(self, path: str) -> int:
        return sum(asked == path for _, _, asked in self.asked)


class _Handler(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        site = cast(LinkSite, self.server)
        site.asked.append((time.monotonic(), self.command, self.path))
        if self.path == "/silent":
            time.sleep(3)
            return
        if site.without_head and self.command == "HEAD":
            self.send_response(405)
            self.end_headers()
            return
        answers = site.pages.get(self.path, [(404, {})])
        code, headers = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[LinkSite]:
    site = LinkSite()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield site
    site.shutdown()
    site.server_close()


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return harbour_vault(tmp_path / "vault")


def checked(vault: Vault, *urls: str, how: Checking = QUICK, today: date = TODAY) -> dict[str, Checked]:
    return {one.url: one for one in check_links(vault, urls, today, how)}


@pytest.mark.parametrize(
    ("answer", "standing", "why"),
    [
        ((200, {}), Standing.FINE, ""),
        ((204, {}), Standing.FINE, ""),
        ((302, {"Location": "/there"}), Standing.FINE, ""),
        ((301, {"Location": "/there"}), Standing.MOVED, "moved permanently"),
        ((308, {"Location": "there"}), Standing.MOVED, "moved permanently"),
        ((301, {"Location": "/nowhere"}), Standing.BROKEN, "404 Not Found"),
        ((404, {}), Standing.BROKEN, "404 Not Found"),
        ((410, {}), Standing.BROKEN, "410 Gone"),
        ((403, {}), Standing.UNSURE, "403 Forbidden"),
        ((503, {}), Standing.UNSURE, "503 Service Unavailable"),
        ((299, {}), Standing.FINE, ""),
        ((301, {"Location": "/loop"}), Standing.UNSURE, "it redirects in a circle"),
        (
            (302, {"Location": "javascript:x"}),
            Standing.UNSURE,
            "it redirects to “javascript:x”, which is not a web address",
        ),
    ],
)
def test_what_an_answer_means(vault: Vault, site: LinkSite, answer: Answer, standing: Standing, why: str) -> None:
    site.pages = {"/page": [answer], "/there": [(200, {})], "/loop": [(302, {"Location": "/loop"})]}
    found = checked(vault, site.url("/page"))[site.url("/page")].verdict
    assert (found.standing, found.why) == (standing, why)
    assert found.to == (site.url("/there") if standing is Standing.MOVED else None)


def test_only_permanent_redirects_give_a_new_address(vault: Vault, site: LinkSite) -> None:
    site.pages = {
        "/old": [(301, {"Location": "/new"})],
        "/new": [(302, {"Location": "/today"})],
        "/today": [(301, {"Location": "/elsewhere"})],
        "/elsewhere": [(200, {})],
    }
    found = checked(vault, site.url("/old"))[site.url("/old")].verdict
    assert (found.standing, found.to) == (Standing.MOVED, site.url("/new"))


def test_a_server_that_refuses_to_be_asked_so_is_asked_as_readers_do(vault: Vault, site: LinkSite) -> None:
    site.pages, site.without_head = {"/page": [(200, {})]}, True
    assert checked(vault, site.url("/page"))[site.url("/page")].verdict.standing is Standing.FINE
    assert [method for _, method, _ in site.asked] == ["HEAD", "GET"]


def test_who_is_not_there_or_does_not_answer(vault: Vault, site: LinkSite) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        refused = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    nobody = "http://no-such-host.invalid/page"
    site.pages = {"/page": [(200, {})]}
    how = replace(QUICK, page_seconds=0.5)
    found = checked(vault, refused, nobody, site.url("/silent"), site.url("/page"), how=how)
    assert found[refused].verdict.standing is Standing.UNSURE
    assert found[nobody].verdict.standing in (Standing.BROKEN, Standing.UNSURE)
    assert found[site.url("/silent")].verdict.why == "127.0.0.1 took too long to answer"


def test_one_request_at_a_time_goes_to_a_host_with_a_pause_between_two(vault: Vault, site: LinkSite) -> None:
    urls = [site.url(f"/{number}") for number in range(4)]
    site.pages = {f"/{number}": [(200, {})] for number in range(4)}
    checked(vault, *urls, how=replace(QUICK, pause=0.5))
    times = [at for at, _, _ in site.asked]
    assert len(times) == 4 and all(after - before >= 0.2 for before, after in pairwise(times))


def test_a_host_that_wants_a_rest_gets_it(vault: Vault, site: LinkSite) -> None:
    site.pages = {"/busy": [(429, {"Retry-After": "1"}), (200, {})], "/after": [(200, {})]}
    found = checked(vault, site.url("/busy"), site.url("/after"))
    assert {one.verdict.standing for one in found.values()} == {Standing.FINE}
    assert site.asked[1][0] - site.asked[0][0] >= 0.9


def test_a_host_that_wants_to_be_left_alone_is_and_its_answer_is_not_kept(vault: Vault, site: LinkSite) -> None:
    site.pages = {"/busy": [(429, {"Retry-After": "86400"})], "/after": [(200, {})]}
    found = checked(vault, site.url("/busy"), site.url("/after"))
    assert [(one.verdict.standing, one.verdict.why) for one in found.values()] == [
        (Standing.UNSURE, "429 Too Many Requests")
    ]
    assert known_links(vault, TODAY) == {}
    assert site.how_often("/after") == 0


def test_addresses_of_ones_own_network_are_not_asked_unless_one_says_so(vault: Vault, site: LinkSite) -> None:
    found = checked(vault, site.url("/page"), how=replace(QUICK, allow_private=False))
    assert found[site.url("/page")].verdict.standing is Standing.PRIVATE
    assert site.asked == [] and known_links(vault, TODAY) == {}


def test_what_is_known_is_not_asked_again_for_a_week_unless_one_wants_it(vault: Vault, site: LinkSite) -> None:
    site.pages = {"/page": [(200, {}), (404, {})]}
    url = site.url("/page")
    assert checked(vault, url)[url].fresh
    again = checked(vault, url, today=TODAY + timedelta(days=6))[url]
    assert (again.fresh, again.on, site.how_often("/page")) == (False, TODAY, 1)
    assert checked(vault, url, today=TODAY + timedelta(days=7))[url].verdict.standing is Standing.BROKEN
    checked(vault, url, today=TODAY + timedelta(days=7), how=replace(QUICK, again=True))
    assert site.how_often("/page") > 2


def test_who_stops_keeps_what_is_known_and_goes_on_there(vault: Vault, site: LinkSite) -> None:
    urls = [site.url(f"/{number}") for number in range(30)]
    site.pages = {f"/{number}": [(200, {})] for number in range(30)}
    first = []
    with closing(check_links(vault, urls, TODAY, QUICK)) as asking:
        for one in asking:
            first.append(one.url)
            if len(first) == 5:
                break
    asked_first = len(site.asked)
    assert asked_first < 30 and set(known_links(vault, TODAY)) == set(first)
    rest = checked(vault, *urls)
    assert len(rest) == 30
    assert sum(not one.fresh for one in rest.values()) == 5


def test_a_key_stops_it_while_a_server_lets_one_wait(vault: Vault, site: LinkSite) -> None:
    stopped = threading.Event()
    threading.Timer(0.3, stopped.set).start()
    assert checked(vault, site.url("/silent"), how=replace(QUICK, cancelled=stopped.is_set)) == {}


def test_that_a_name_has_no_host_is_believed_only_when_there_is_a_network(vault: Vault, site: LinkSite) -> None:
    nobody = "http://no-such-host.invalid/page"
    assert checked(vault, nobody)[nobody].verdict.standing is Standing.UNSURE
    site.pages = {"/page": [(200, {})]}
    found = checked(vault, nobody, site.url("/page"))
    assert len(found) == 2 and found[site.url("/page")].verdict.standing is Standing.FINE


def test_without_a_network_nothing_is_remembered(vault: Vault) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        refused = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert checked(vault, refused)[refused].verdict.standing is Standing.UNSURE
    assert known_links(vault, TODAY) == {}


def test_every_address_of_notes_and_programs_is_asked_once(vault: Vault) -> None:
    vault.save(
        f"{CONFERENCE}/Boats.md",
        "---\ntalk: harbourconf-2031/slow-boats\nvideo: https://example.org/video\n---\n"
        "see https://example.org/slides#page=3 and `https://example.org/in-code`\n",
        None,
    )
    vault.save("Notes/Free.md", "[here](https://example.org/free) and mailto:me@example.org\n", None)
    program = harbour()
    page = Resource(ResourceKind.EVENT_PAGE, "https://example.org/conference")
    save_program(vault, CONFERENCE, replace(program, resources=(page,)))
    found = {one.url.removeprefix("https://example.org/"): one for one in web_links(vault)}
    assert sorted(found) == ["conference", "free", "slides", "video"]
    assert len(found["slides"].places) == 7
    assert str(found["slides"].places[0]) == f"{CONFERENCE}/Boats.md:5"
    assert [str(place) for place in found["free"].places] == ["Notes/Free.md:1"]
    of_conference = {one.url for one in web_links(vault, CONFERENCE)}
    assert "https://example.org/free" not in of_conference and "https://example.org/video" in of_conference
    by_search = {one.url.removeprefix("https://example.org/"): one for one in web_links(vault, "boats")}
    assert sorted(by_search) == ["slides", "video"]
