"""Where the server listens, what it prints, and that it speaks TLS."""

from __future__ import annotations

import ssl
import subprocess
from contextlib import closing
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from confnotes.serve.listening import Listening
from confnotes.serve.server import _welcome
from confnotes.serve.token import token_of

from .conftest import Served, hall


def said(listening: Listening) -> str:
    return "\n".join(_welcome(listening, 8765, "c0de", qr=True))


def test_for_this_machine_alone_the_address_is_printed_without_a_qr_code() -> None:
    told = said(Listening())
    assert "http://127.0.0.1:8765/#code=c0de" in told and "http://127.0.0.1:8765/screens#code=c0de" in told
    assert "▀" not in told and "encrypted" not in told


def test_for_a_phone_there_is_a_qr_code_and_a_warning_where_nothing_is_encrypted() -> None:
    open_to_all = said(Listening("192.0.2.7", insecure=True))
    assert "▀" in open_to_all and "http://192.0.2.7:8765/#code=c0de" in open_to_all and "Not encrypted" in open_to_all
    named = said(Listening("0.0.0.0", names=("laptop.example",), certificate=Path("laptop.pem")))
    assert "https://laptop.example:8765/#code=c0de" in named and "Not encrypted" not in named
    assert "http://[2001:db8::7]:8765/" in said(Listening("2001:db8::7", insecure=True))


def test_behind_a_proxy_the_address_is_that_of_the_proxy() -> None:
    told = said(Listening(names=("laptop.tailnet.example",)))
    assert "▀" in told and "https://laptop.tailnet.example/#code=c0de" in told


def test_the_code_stays_the_same_until_a_new_one_is_asked_for(tmp_path: Path, own_home: Path) -> None:
    first = token_of(tmp_path)
    assert len(first) >= 22 and token_of(tmp_path) == first != token_of(tmp_path / "other")
    second = token_of(tmp_path, new=True)
    assert token_of(tmp_path) == second != first
    (file,) = [one for one in own_home.rglob("serve-token/*.json") if second in one.read_text()]
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.needs("openssl")
def test_with_a_certificate_it_speaks_tls_and_the_cookie_stays_there(tmp_path: Path) -> None:
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost", "-days", "2"),
        ),
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    server = Served(hall(tmp_path), tmp_path / "home")
    server.start("--cert", str(tmp_path / "cert.pem"), "--key", str(tmp_path / "key.pem"))
    try:
        context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        with closing(HTTPSConnection("localhost", server.port, context=context, timeout=30)) as connection:
            connection.request("POST", "/api/sign-in", f'{{"token": "{server.code}"}}')
            answer = connection.getresponse()
        assert answer.status == 200 and "Secure" in str(answer.headers["Set-Cookie"])
    finally:
        server.end()
