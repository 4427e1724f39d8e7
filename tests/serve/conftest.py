"""A vault with a talk that is on, and a real server for it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from forked import Forked
from program_files import save_program

TIDES = "Tides 2022"
MOON, SALT, KELP = "tides-2022/moon", "tides-2022/salt", "tides-2022/kelp"
NOW = "2022-05-03T10:10"


class Answered(NamedTuple):
    """The answer to a request."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


class Served:
    """`confnotes serve` for a vault on a port of its own, which it has again after a restart."""

    def __init__(self, vault: Vault, home: Path) -> None:
        self.vault = vault
        self.port = _free_port()
        self.home = home
        self.code = ""
        self._process: Forked | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *options: str) -> None:
        environment = os.environ | {"CONFNOTES_NOW": NOW, "CONFNOTES_VAULT": str(self.vault.root)}
        for name in ("cache", "state", "config"):
            environment[f"XDG_{name.upper()}_HOME"] = str(self.home / name)
        self._process = Forked(["serve", "--port", str(self.port), *options], environment)
        found = re.search(r"#code=(\S+)", self._process.stdout.readline())
        assert found
        self.code = found[1]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        code = self._process.wait(30)
        self._process.stdout.close()
        self._process = None
        return code

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def ask(
        self, path: str, data: bytes | None = None, *, signed_in: bool = True, method: str = "", **headers: str
    ) -> Answered:
        """The answer to a request; with `data` it is a POST. A header's name has `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if signed_in:
            sent.setdefault("Cookie", f"confnotes-{self.port}={self.code}")
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method or ("GET" if data is None else "POST"), path, data, sent)
            answer = connection.getresponse()
            return Answered(answer.status, dict(answer.headers), answer.read())

    def tell(self, path: str, **fields: object) -> Answered:
        """The answer to a request with these fields."""
        return self.ask(path, json.dumps(fields).encode())

    def lines(self, words: str) -> list[str]:
        """Every line of every note with these words."""
        texts = [file.read_text(encoding="utf-8") for file in self.vault.root.rglob("*.md")]
        return [line for text in texts for line in text.splitlines() if words in line]


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def hall(folder: Path) -> Vault:
    """A conference with two talks that are on at NOW, of which one is starred, and one that is next."""
    vault = Vault.create(folder / "notes")
    talks = tuple(
        Talk(title, id=name, start=datetime(2022, 5, 3, *at), end=datetime(2022, 5, 3, *end), room=room, speakers=who)
        for name, title, at, end, room, who in (
            ("moon", "Moon and water", (10, 0), (10, 30), "Aula", (Speaker("Ida Brandt"),)),
            ("salt", "Salt", (10, 0), (10, 30), "Attic", ()),
            ("kelp", "Kelp <script>alert(1)</script>", (10, 40), (11, 0), "Aula", ()),
        )
    )
    facts = Conference(TIDES, start_date=date(2022, 5, 3), end_date=date(2022, 5, 4), timezone="Europe/Dublin")
    save_program(vault, TIDES, Program(facts, (Session("Morning", "s", talks=talks),)))
    vault.mark(TIDES, "moon", starred=True)
    return vault


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A running server, ended when done with."""
    one = Served(hall(folder), folder / "home")
    one.start()
    try:
        yield one
    finally:
        if one.is_running:
            one.end()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as one:
        yield one
