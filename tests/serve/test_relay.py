"""The relay of a team passes notes on, to members alone, and keeps nothing."""

from __future__ import annotations

import http.client
import json
import os
import socket
import socketserver
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from confnotes.actions.team import relay_lines
from confnotes.actions.team.join_team import agree, plan_join
from confnotes.actions.team.relay_lines import RelayLines, RelayNews, team_id, use_relay
from confnotes.errors import ConfnotesError, NetworkError, UsageError
from confnotes.model.schema import plain
from confnotes.serve import relay as served
from confnotes.serve.certificate import own_certificate
from confnotes.serve.listening import MAX_UNAUTHENTICATED
from confnotes.serve.relay import Relay
from confnotes.vault.relay_state import RelayAddress, RelayedNote, read_relay_address, relay_of
from confnotes.vault.team_state import colleague_vaults
from confnotes.vault.vault import Vault
from confnotes.web.relay import RelayConnection, RelayRefusedError
from relay_host import RelayHost, relay_host
from secret_vault import CONFERENCE, Secrets, secret_vault
from team_vaults import PEAT, SPORES, Person, git, hub, note, own_git, person, read, sync, write

__all__ = ["hub", "own_git", "person"]
pytestmark = [pytest.mark.needs("git"), pytest.mark.usefixtures("own_home")]
COMMIT = "c" * 40


def connection(vault: Vault, host: RelayHost) -> RelayConnection:
    address = host.address
    return RelayConnection(address.url, address.token, address.fingerprint, team_id(vault))


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def team(person: Person) -> tuple[Vault, Vault]:
    """Ada and Bea, in step."""
    ada, bea = person("Ada"), person("Bea")
    for vault in (ada, bea, ada):
        sync(vault)
    return ada, bea


@pytest.fixture
def host(team: tuple[Vault, Vault]) -> Iterator[RelayHost]:
    with relay_host(team[0].root, os.environ) as found:
        yield found


def follow(vault: Vault, host: RelayHost, address: RelayAddress | None = None) -> tuple[RelayLines, list[RelayNews]]:
    """The relay as the screens of a vault use it, and the news; `address` if it is not that of the host."""
    use_relay(vault, address or host.address)
    news: list[RelayNews] = []
    lines = RelayLines(vault, news.append)
    lines.look()
    until(lambda: news)
    return lines, news


def is_passed_on(words: str, vault: Vault, host: RelayHost) -> bool:
    return words in str(connection(vault, host).read("Bea", "", 0))


def has_read(vault: Vault, words: str) -> bool:
    return words in (read(vault, "Ada", PEAT) or "")


# Colleagues


def test_a_saved_note_is_with_a_colleague_before_git_has_it(team: tuple[Vault, Vault], host: RelayHost) -> None:
    ada, bea = team
    mine, _ = follow(ada, host)
    _, news = follow(bea, host)
    write(ada, PEAT, note("- it remembers ^t090100"))
    mine.saved()
    until(lambda: read(bea, "Ada", PEAT))
    assert read(bea, "Ada", PEAT) == note("\n- it remembers ^t090100")
    until(lambda: RelayNews(("Ada",)) in news)
    write(ada, PEAT, note("- it remembers ^t090100", front="private: true\n"))
    mine.saved()
    until(lambda: not read(bea, "Ada", PEAT))


def test_what_was_saved_while_the_relay_was_killed_arrives_when_it_is_back(
    team: tuple[Vault, Vault], host: RelayHost
) -> None:
    ada, bea = team
    mine, told = follow(ada, host)
    follow(bea, host)
    host.end(kill=True)
    until(lambda: any(one.is_offline for one in told))
    write(ada, PEAT, note("- meanwhile"))
    mine.saved()
    host.start()
    until(lambda: "meanwhile" in (read(bea, "Ada", PEAT) or ""))
    assert relay_of(ada.root) == host.address


def test_git_counts_whatever_came_through_the_relay(team: tuple[Vault, Vault], host: RelayHost) -> None:
    ada, bea = team
    write(ada, PEAT, note("- one"))
    sync(ada)
    sync(bea)
    mine, _ = follow(ada, host)
    follow(bea, host)
    for words in ("- two", "- three"):
        write(ada, PEAT, note(words))
        mine.saved()
        until(partial(has_read, bea, words))
    write(bea, SPORES, note("- another commit", "t2"))
    sync(bea)
    assert "three" in (read(bea, "Ada", PEAT) or "")
    sync(ada)
    sync(bea)
    assert "three" in (read(bea, "Ada", PEAT) or "")
    host.end()
    write(ada, PEAT, note("- four"))
    sync(ada)
    sync(bea)
    assert "four" in (read(bea, "Ada", PEAT) or "")
    (ada.root / PEAT).unlink()
    sync(ada)
    sync(bea)
    assert read(bea, "Ada", PEAT) is None


def test_an_old_note_that_the_relay_still_has_replaces_no_newer_one_of_git(
    team: tuple[Vault, Vault], host: RelayHost, hub: Path
) -> None:
    ada, bea = team
    before = git(hub, "rev-parse", "main").decode().strip()
    write(ada, PEAT, note("- new"))
    sync(ada)
    sync(bea)
    connection(ada, host).write("Ada", [plain(RelayedNote("Ada", PEAT, "old\n", ("f" * 40,), before))])
    _, news = follow(bea, host)
    assert news[0] == RelayNews() and "- new" in (read(bea, "Ada", PEAT) or "")


def test_lines_come_without_git_also_after_the_screens_of_their_author_were_killed(
    team: tuple[Vault, Vault], host: RelayHost
) -> None:
    ada, bea = team
    follow(bea, host)
    for number in range(3):
        mine, _ = follow(ada, host)  # who knows nothing of the versions that were sent before
        write(ada, PEAT, note(f"- line {number}"))
        mine.saved()
        until(partial(has_read, bea, f"line {number}"))
        mine._relay = None  # the threads end, as those of a killed process


def restarted(mine: RelayLines, vault: Vault, host: RelayHost) -> RelayLines:
    """The same as after the process was killed: the one that comes next knows nothing of what it sent."""
    mine._relay = None
    return follow(vault, host)[0]


def test_lines_come_after_a_restart_also_if_git_has_half_of_what_came_before(
    team: tuple[Vault, Vault], host: RelayHost
) -> None:
    ada, bea = team
    write(ada, PEAT, note("- one"))
    sync(ada)
    sync(bea)
    mine, _ = follow(ada, host)
    follow(bea, host)
    for words in ("- two", "- three"):
        write(ada, PEAT, note(words))
        mine.saved()
        until(partial(has_read, bea, words))
        if words == "- two":
            sync(ada)
    sync(bea)
    assert has_read(bea, "three")
    mine = restarted(mine, ada, host)
    write(ada, PEAT, note("- four"))
    mine.saved()
    until(partial(has_read, bea, "four"))


def test_what_went_to_git_while_the_relay_was_away_comes_through_the_next_run(
    team: tuple[Vault, Vault], host: RelayHost
) -> None:
    ada, bea = team
    _, told = follow(ada, host)
    follow(bea, host)
    host.end(kill=True)
    until(lambda: any(one.is_offline for one in told))
    write(ada, PEAT, note("- meanwhile"))
    assert sync(ada).sent == 1
    host.start()
    until(partial(has_read, bea, "meanwhile"))


def test_a_second_machine_with_an_older_note_takes_nothing_back_through_the_relay(
    team: tuple[Vault, Vault], host: RelayHost, person: Person
) -> None:
    ada, bea = team
    write(ada, PEAT, note("- old"))
    sync(ada)
    second = person("Ada", folder="second", again=True)
    write(second, PEAT, note("- old"))
    sync(second)
    write(ada, PEAT, note("- new"))
    sync(ada)
    sync(second)
    sync(bea)
    follow(bea, host)
    follow(second, host)
    write(second, SPORES, note("- from there", "t2"))
    mine, _ = follow(second, host)
    mine.saved()
    until(lambda: read(bea, "Ada", SPORES))
    assert has_read(bea, "new")


def test_the_versions_that_colleagues_had_last_go_with_a_note_of_many_versions(
    team: tuple[Vault, Vault], host: RelayHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_lines, "MAX_EARLIER", 3)
    ada, bea = team
    for number in range(5):
        write(ada, PEAT, note(f"- version {number}"))
        sync(ada)
        if number == 3:
            sync(bea)
    follow(bea, host)
    follow(ada, host)
    until(partial(has_read, bea, "version 4"))


def test_who_comes_late_reads_lines_that_were_saved_while_the_repository_was_away(
    team: tuple[Vault, Vault], host: RelayHost, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hall with a network and no internet: none of the many versions since the morning is in git."""
    monkeypatch.setattr(relay_lines, "MAX_EARLIER", 4)
    ada, bea = team
    write(ada, PEAT, note("- in the morning"))
    sync(ada)
    sync(bea)
    hub.rename(hub.with_name("away"))
    mine, _ = follow(ada, host)
    for number in range(9):
        write(ada, PEAT, note(f"- line {number}"))
        mine.saved()
        until(partial(is_passed_on, f"line {number}", bea, host))
    follow(bea, host)
    until(partial(has_read, bea, "line 8"))


def test_only_members_of_the_team_by_git_are_colleagues(team: tuple[Vault, Vault], host: RelayHost) -> None:
    _, bea = team
    for name in ("Eve", "bea"):
        connection(bea, host).write(name, [plain(RelayedNote(name, PEAT, "planted\n", ("",), COMMIT))])
    follow(bea, host)
    assert list(colleague_vaults(bea.root)) == ["Ada"] and read(bea, "Ada", PEAT) is None


# Secrets


@contextmanager
def overheard(host: RelayHost) -> Iterator[tuple[RelayAddress, bytearray]]:
    """The relay at the end of a wire on which somebody keeps every byte."""
    parts, kept = urlsplit(host.address.url), bytearray()

    def pass_on(source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                kept.extend(data)
                to.sendall(data)
            to.shutdown(socket.SHUT_WR)

    class Wire(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((parts.hostname, parts.port)) as there:
                back = Thread(target=pass_on, args=(there, self.request), daemon=True)
                back.start()
                pass_on(self.request, there)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Wire) as server:
        server.daemon_threads, server.block_on_close = True, False
        Thread(target=server.serve_forever, daemon=True).start()
        yield replace(host.address, url=f"http://127.0.0.1:{server.server_address[1]}"), kept
        server.shutdown()


def test_nothing_private_is_in_any_byte_to_or_from_the_relay(tmp_path: Path, hub: Path) -> None:
    secrets = Secrets()
    vault = secret_vault(tmp_path, secrets)
    agree(vault, plan_join(vault, str(hub), "Ada", [CONFERENCE]))
    sync(vault)
    with relay_host(vault.root, os.environ) as host, overheard(host) as (address, kept):
        mine, _ = follow(vault, host, address)
        for file in sorted((vault.root / CONFERENCE).rglob("*.md")):
            if file.name != "begun.md":
                file.write_text(file.read_text() + "\n- zqlaterqz %%zqasideqz%%\n")
        later = vault.root / CONFERENCE / "later.md"
        later.write_text("---\ntalk: moss-2024/t2\n---\nzqopenqz\n")
        mine.saved()
        until(lambda: b"zqopenqz" in kept)
        later.write_text("---\ntalk: moss-2024/t2\nprivate: true\n---\nzqshutqz\n")
        mine.saved()
        until(lambda: b'"text": null' in kept)
        wire = bytes(kept).decode().lower()
    assert "zqlaterqz" in wire and "zqopenqz" in wire
    hidden = [*secrets.kept_from("team"), "zqasideqz", "zqshutqz"]
    assert [word for word in hidden if word in wire] == []
    assert str(tmp_path).lower() not in wire
    assert all(word not in host.told for word in ("zqlaterqz", "zqopenqz"))


def test_the_relay_writes_no_note_to_the_disk(team: tuple[Vault, Vault], tmp_path: Path) -> None:
    ada, bea = team
    home = tmp_path / "elsewhere"
    environment = {**os.environ, "XDG_CACHE_HOME": str(home / "cache")}
    with relay_host(ada.root, environment) as host:
        connection(bea, host).write("Bea", [plain(RelayedNote("Bea", PEAT, "zqpassingqz\n", ("",), COMMIT))])
        answer = connection(ada, host).read("Ada", "", 0)
        assert answer["notes"][0]["text"] == "zqpassingqz\n"
    found = [file for file in tmp_path.rglob("*") if file.is_file() and b"zqpassingqz" in file.read_bytes()]
    assert found == [] and relay_of(ada.root) is None


# Strangers


def answered(host: RelayHost, path: str, data: bytes | None, **headers: str) -> tuple[int, str, str]:
    """Status, type and text of an answer over plain HTTP."""
    parts = urlsplit(host.address.url)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)) as one:
        one.request("GET" if data is None else "POST", path, data, sent)
        answer = one.getresponse()
        return answer.status, answer.headers["Content-Type"].partition(";")[0], answer.read().decode()


def test_strangers_and_hostile_frames_are_refused_in_a_line(team: tuple[Vault, Vault], host: RelayHost) -> None:
    ada, bea = team
    right = {"Authorization": f"Bearer {host.address.token}", "Confnotes_Team": team_id(ada)}
    frame = {"path": PEAT, "text": "x", "earlier": [], "commit": COMMIT}
    for status, changed in (
        (401, {"Authorization": "Bearer wrong"}),
        (401, {"Authorization": ""}),
        (400, {"Confnotes_Team": "another"}),
        (421, {"Host": "evil.example"}),
        (403, {"Origin": "https://evil.example"}),
    ):
        found = answered(host, "/notes?name=Eve", None, **{**right, **changed})
        assert found[0] == status and found[1] != "text/html", changed
    for given in (
        b"", b"[]", b"[" * 100_000, b'{"name": "Bea"}', b'{"name": "Bea", "notes": [1]}',
        *(
            json.dumps({"name": name, "notes": [{**frame, **wrong}] * times}).encode()
            for name, wrong, times in (
                ("../Ada", {}, 1), ("Bea", {"path": "../x.md"}, 1), ("Bea", {"path": "Moss/program.yaml"}, 1),
                ("Bea", {"path": ".git/x.md"}, 1), ("Bea", {"path": 7}, 1), ("Bea", {"text": "x" * 70_000}, 1),
                ("Bea", {"text": 7}, 1), ("Bea", {"text": "\ud800"}, 1), ("Bea", {"earlier": ["x"]}, 1),
                ("Bea", {"earlier": [""] * 100}, 1), ("Bea", {"commit": "main"}, 1), ("Bea", {}, 51),
            )
        ),
    ):  # fmt: skip
        assert answered(host, "/notes", given, **right)[:2] == (400, "application/json"), given[:80]
    assert answered(host, "/notes", b" " * (9 << 20), **right)[0] == 413
    assert answered(host, "/notes?name=Bea&after=-1", None, **right)[0] == 200
    assert connection(bea, host).read("Bea", "", 0)["notes"] == []
    host.end()
    refused = [
        line for line in host.told.splitlines() if line.startswith("confnotes: refused a request from 127.0.0.1")
    ]
    assert any(line.endswith(": This relay serves another team") for line in refused)
    assert 5 <= len(refused) <= 12 and len(set(refused)) == len(refused) and "Traceback" not in host.told


def test_bytes_that_are_no_request_neither_fill_the_terminal_nor_hold_up_anybody(
    team: tuple[Vault, Vault], host: RelayHost
) -> None:
    """The terminal is a pipe here that nobody reads: it takes some 60 KB."""
    parts = urlsplit(host.address.url)
    for junk in (b"GET " + b"zqjunkqz" * 20_000 + b" HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00\xff", b"\n" * 9):
        for _ in range(3):
            with socket.create_connection((parts.hostname, parts.port)) as one, suppress(OSError):
                one.sendall(junk)
                one.shutdown(socket.SHUT_WR)
                one.recv(1000)
    assert connection(team[1], host).read("Bea", "", 0)["notes"] == []
    host.end()
    assert "Traceback" not in host.told and "zqjunkqz" not in host.told


def test_another_certificate_than_the_address_says_gets_no_code(team: tuple[Vault, Vault]) -> None:
    ada, _ = team
    file = own_certificate(ada.root)
    with relay_host(ada.root, os.environ, "--cert", str(file)) as host:
        assert host.address.url.startswith("https:") and file.stat().st_mode & 0o077 == 0
        connection(ada, host).read("Ada", "", 0)
        with pytest.raises(RelayRefusedError, match="certificate of"):
            replace(connection(ada, host), fingerprint="A" * 22).read("Ada", "", 0)


def test_no_encrypted_connection_is_remembered_for_a_later_one(team: tuple[Vault, Vault]) -> None:
    """Each was kept in memory: a relay for many people grew with every question."""
    ada, _ = team
    with relay_host(ada.root, os.environ, "--cert", str(own_certificate(ada.root))) as host:
        parts = urlsplit(host.address.url)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection((parts.hostname, parts.port)) as plain,
            context.wrap_socket(plain) as one,
        ):
            one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert one.recv(1000).startswith(b"HTTP/1.1 ")
            assert one.session is None or not one.session.has_ticket


def test_a_connection_that_asks_for_nothing_is_closed_while_colleagues_who_wait_for_news_stay(
    team: tuple[Vault, Vault],
) -> None:
    """Each was kept for an hour, and a relay has places for some hundreds."""
    ada, bea = team
    with relay_host(ada.root, os.environ, "--cert", str(own_certificate(ada.root))) as host:
        lines, told = follow(bea, host)
        parts = urlsplit(host.address.url)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with ExitStack() as stack:
            silent = []
            for begun in (b"", b"GET / HTTP/1.1\r\nHost: lo"):
                plain = stack.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=20))
                silent.append(stack.enter_context(context.wrap_socket(plain)))
                silent[-1].sendall(begun)
            assert [one.recv(1000) for one in silent] == [b"", b""]
        lines.look()
        assert not any(news.message for news in told)


def test_connections_of_strangers_give_way_to_colleagues(team: tuple[Vault, Vault]) -> None:
    """Each was kept for a minute: as many as a process may have open kept everybody out."""
    ada, bea = team
    with relay_host(ada.root, os.environ, "--cert", str(own_certificate(ada.root))) as host, ExitStack() as stack:
        follow(bea, host)
        parts = urlsplit(host.address.url)
        strangers = [
            stack.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=20))
            for _ in range(MAX_UNAUTHENTICATED + 50)
        ]
        assert [one.recv(1000) for one in strangers[:50]] == [b""] * 50
        strangers[-1].setblocking(False)
        with pytest.raises(BlockingIOError):
            strangers[-1].recv(1000)
        mine, told = follow(ada, host)
        write(ada, PEAT, note("- in a crowd"))
        mine.saved()
        until(partial(has_read, bea, "in a crowd"))
        assert not any(news.message or news.is_offline for news in told)


def test_the_screens_are_told_when_the_relay_has_a_new_certificate(team: tuple[Vault, Vault]) -> None:
    ada, bea = team
    file = own_certificate(ada.root)
    with relay_host(ada.root, os.environ, "--cert", str(file)) as host:
        _, told = follow(bea, host)
        host.end()
        file.unlink()
        own_certificate(ada.root)
        host.start()
        until(lambda: any("certificate of" in one.message for one in told))


def test_a_relay_that_is_not_there_is_looked_for_in_the_network(team: tuple[Vault, Vault], host: RelayHost) -> None:
    _, bea = team
    address = host.address
    host.end()
    with pytest.raises(NetworkError, match="cannot be reached") as found:
        use_relay(bea, address)
    assert "same network" in found.value.hint


def test_a_wrong_code_or_team_is_said_when_the_line_is_run(team: tuple[Vault, Vault], host: RelayHost) -> None:
    _, bea = team
    with pytest.raises(RelayRefusedError, match="refuses the code"):
        use_relay(bea, replace(host.address, token="x" * 22))
    with pytest.raises(RelayRefusedError, match="another team"):
        replace(connection(bea, host), team="other").read("Bea", "", 0)
    assert relay_of(bea.root) is None


@pytest.mark.parametrize(
    "text",
    ["", "192.0.2.7:8766", "ftp://a/#code=" + "x" * 22, "https://a/#code=short", "https://u:p@a/#code=" + "x" * 22],
)
def test_what_is_no_address_of_a_relay_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not the address"):
        read_relay_address(text)


def test_a_vault_without_a_team_hosts_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConfnotesError, match="no team"):
        team_id(Vault.create(tmp_path / "alone"))


# Limits


def test_the_oldest_notes_go_first_and_those_of_members_who_are_away(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(served, "monotonic", lambda: now)
    monkeypatch.setattr(served, "MOST_NOTES", 3)
    monkeypatch.setattr(served, "MOST_BYTES", 100_000)
    relay = Relay("team")

    def kept() -> list[str]:
        return [one["path"].partition(".")[0] for one in relay._answer(0, "")["notes"]]

    relay._meet("Ada")
    for number in range(5):
        relay._keep(RelayedNote("Ada", f"{number}.md", "x", (), COMMIT))
    assert kept() == ["2", "3", "4"]
    relay._keep(RelayedNote("Ada", "3.md", "y", (), COMMIT))
    assert kept() == ["2", "4", "3"]
    relay._meet("Bea")
    relay._keep(RelayedNote("Bea", "large.md", "x" * 99_985, (), COMMIT))
    assert kept() == ["large"] and relay._bytes <= 100_000
    now = 100.0
    relay._meet("Ada")
    assert kept() == [] and relay._bytes == 0
