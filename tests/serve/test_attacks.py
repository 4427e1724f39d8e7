"""Who is refused, and what cannot be reached."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from confnotes.vault.textfile import MAX_BYTES

from .conftest import MOON, TIDES, Served, served

LINE = json.dumps({"id": "a" * 22, "text": "planted", "to": MOON, "age": 0}).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> object:
    with served(tmp_path_factory.mktemp("attacked")) as one:
        yield one


@pytest.mark.parametrize("cookie", ["", "confnotes-1=", "confnotes-PORT=", "confnotes-PORT=wrong", "confnotes-PORT=é"])
@pytest.mark.parametrize("path", ["/api/now", "/api/note?path=x", "/screens/tab/a", "/screens/socket/a", "/nowhere"])
def test_nothing_is_told_without_the_code(server: Served, path: str, cookie: str) -> None:
    cookie = cookie.replace("PORT", str(server.port))
    assert server.ask(path, Cookie=cookie.encode().decode("latin-1")).status == 401
    assert server.ask("/api/line", LINE, Cookie=cookie.encode().decode("latin-1")).status == 401
    assert not server.lines("planted")


def test_a_wrong_code_signs_nobody_in(server: Served) -> None:
    for code in ("", "wrong", server.code[:-1], f"{server.code}x", None, ["x"], {"x": 1}):
        answer = server.ask("/api/sign-in", json.dumps({"token": code}).encode(), signed_in=False)
        assert answer.status == 401 and "Set-Cookie" not in answer.headers
    answer = server.ask("/api/sign-in", json.dumps({"token": server.code}).encode(), signed_in=False)
    assert answer.status == 200
    assert re.search("HttpOnly.*SameSite=Strict", answer.headers["Set-Cookie"])


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example", "file://", "http://["],
)
def test_a_page_of_another_site_changes_and_reads_nothing(server: Served, origin: str) -> None:
    assert server.ask("/api/line", LINE, Origin=origin).status == 403
    assert server.ask("/api/now", Origin=origin).status == 403
    assert server.ask("/screens/socket/" + "a" * 32, Origin=origin, Upgrade="websocket").status == 403
    assert server.ask("/api/now", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="cors").status == 403
    assert not server.lines("planted")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[", "a b"]
)
def test_a_foreign_name_for_this_machine_is_refused(server: Served, host: str) -> None:
    assert server.ask("/api/now", Host=host).status in (400, 421)
    assert server.ask("/", Host=host).status in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "192.0.2.7"])
def test_its_own_names_and_addresses_are_served(server: Served, host: str) -> None:
    assert server.ask("/api/now", Host=f"{host}:{server.port}").status == 200


OUTSIDE = (
    *("../secret.md", "../../secret.md", "/etc/passwd", "Tides 2022/../../secret.md", "..\\secret.md", "C:\\x.md"),
    *(
        ".confnotes/settings.yaml",
        "Tides 2022/program.yaml",
        "Tides 2022/marks.yaml",
        "link.md",
        "\0",
        "a" * 9000,
        "%2e%2e",
    ),
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_name_leads_out_of_the_notes_of_the_vault(server: Served, path: str) -> None:
    secret = server.vault.root.parent / "secret.md"
    secret.write_text("the secret\n", encoding="utf-8")
    link = server.vault.root / "link.md"
    if not link.is_symlink():
        link.symlink_to(secret)
    given = quote(path[:5000])
    for address in (f"/api/note?path={given}", f"/api/picture?note={given}&photo=x", f"/api/talk?key={given}"):
        answer = server.ask(address)
        assert answer.status in (400, 404, 422), (address, answer)
        assert (
            b"secret" not in answer.body.replace(b"secret.md", b"")
            and str(server.vault.root).encode() not in answer.body
        )
    for to in (path, f"{path}/"):
        answer = server.tell("/api/line", id="b" * 22, text="planted", to=to, age=0)
        assert answer.status in (400, 404, 422)
        assert server.ask(f"/api/photo?to={given}", b"\xff\xd8\xff").status in (400, 404, 422)
    assert secret.read_text(encoding="utf-8") == "the secret\n"
    assert not server.lines("planted")


@pytest.mark.parametrize(
    "path", ["/../pyproject.toml", "/app.js/../../server.py", "/static/", "/%2e%2e/server.py", "//etc/passwd"]
)
def test_only_the_files_of_the_page_are_served(server: Served, path: str) -> None:
    assert server.ask(path).status in (403, 404)


def test_a_picture_that_a_note_does_not_show_is_not_sent(server: Served) -> None:
    (server.vault.root / TIDES / "attachments").mkdir(exist_ok=True)
    (server.vault.root / TIDES / "attachments" / "hidden.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (server.vault.root / TIDES / "plain.md").write_text("![[../../secret.png]] ![](/etc/passwd)\n", encoding="utf-8")
    for photo in ("photo-hidden", "hidden.png", "photo-passwd", "../attachments/hidden.png"):
        assert server.ask(f"/api/picture?note=Tides%202022/plain.md&photo={photo}").status == 404


def test_huge_requests_are_refused_before_they_are_read(server: Served) -> None:
    assert server.ask("/api/line", b" " * 200_000).status == 413
    assert server.ask("/api/sign-in", b" " * 200_000, signed_in=False).status == 413
    with socket.create_connection(("127.0.0.1", server.port), 10) as raw:
        head = f"POST /api/photo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {MAX_BYTES + 1}\r\n"
        raw.sendall(f"{head}Cookie: confnotes-{server.port}={server.code}\r\n\r\n".encode())
        assert b" 413 " in raw.recv(100)
    assert server.tell("/api/line", id="c" * 22, text="x" * 30_000, to=MOON, age=0).status == 400


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"x", b"[" * 50_000, b'{"id": 1, "text": "planted"}', b'{"text": "planted"}']
)
def test_what_is_no_request_of_the_page_is_refused(server: Served, body: bytes) -> None:
    assert server.ask("/api/line", body).status == 400
    assert server.ask("/api/star", body).status == 400
    assert not server.lines("planted")


@pytest.mark.parametrize("age", ["nan", "inf", -1e300, 1e300, "x", None, [], "-5"])
def test_a_strange_age_is_no_error(server: Served, age: object) -> None:
    assert server.tell("/api/line", id=f"age{age!r:>22}", text=f"aged {age!r}", to=MOON, age=age).status == 200
    assert len(server.lines(f"aged {age!r}")) == 1


def test_every_answer_forbids_what_the_page_does_not_need(server: Served) -> None:
    for path in ("/", "/api/now", "/nowhere", "/app.js"):
        policy = server.ask(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in server.ask("/screens").headers["Content-Security-Policy"]
    page = server.ask("/").body.decode()
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=|https?://", page)


def test_html_in_notes_and_titles_stays_text(server: Served) -> None:
    note = server.vault.root / TIDES / "sly.md"
    note.write_text(
        "<script>x()</script> <img src=x onerror=x()> [a](javascript:x()) ![b](data:text/html,x) [[Kelp|<b>k</b>]]\n"
        '\n```"><script>\n<i>\n```\n\n$\\href{javascript:x()}{y}$\n',
        encoding="utf-8",
    )
    html = server.ask("/api/note?path=Tides%202022/sly.md").data["html"]
    assert not re.search(r"<(?:script|img|b|i)\b", html) and not re.search(r'(?:href|src)="(?!#)', html)
    assert "on" not in re.findall(r"\s(on\w+)=", re.sub(r"&lt;.*?&gt;", "", html))


def refused(vault: Path, *options: str) -> tuple[int, str]:
    """The exit code and the errors of a server that does not start."""
    (vault / ".confnotes").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "confnotes", "serve", "--vault", str(vault), "--port", "0", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "laptop.example"])
def test_other_machines_connect_encrypted_or_when_told_only(tmp_path: Path, host: str) -> None:
    code, said = refused(tmp_path, "--host", host)
    assert code == 2 and "without a certificate" in said and "--insecure" in said


def test_what_keeps_it_from_starting_is_said_in_one_line(server: Served, tmp_path: Path) -> None:
    for options, words in (
        (("--port", str(server.port)), "address already in use"),
        (("--host", "192.0.2.7", "--insecure"), "cannot listen on 192.0.2.7"),
        (("--cert", str(tmp_path / "none.pem")), "the certificate cannot be used: no such file"),
        (("--key", str(tmp_path / "none.pem")), "--key needs --cert"),
    ):
        code, said = refused(tmp_path, *options)
        assert code in (1, 2) and words in said and said.count("\n") == 2, said
