"""A real `confnotes host` of a vault, which tests kill and start again at the same port."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from confnotes.vault.relay_state import RelayAddress, read_relay_address
from forked import Forked

HOST = ["host", "--no-qr", "--host", "127.0.0.1"]


class RelayHost:
    """The relay of a team, run by the person with that vault; `told` is what it printed until it ended."""

    def __init__(self, root: Path, environment: Mapping[str, str], *options: str) -> None:
        self._root, self._environment, self._options = root, environment, options
        self._port = "0"
        self.told = ""
        self.start()

    def start(self) -> None:
        """Start, at the port of the first time."""
        words = [*HOST, "--port", self._port, *self._options, "--vault", str(self._root)]
        self._process = Forked(words, self._environment, with_errors=True)
        self.is_running = True
        for line in self._process.stdout:
            self.told += line
            if found := re.search(r"confnotes team relay (\S+)", line):
                self.line = found[1]
                break
        self._port = self.line.partition("/#")[0].rpartition(":")[2]

    @property
    def address(self) -> RelayAddress:
        return read_relay_address(self.line)

    def end(self, *, kill: bool = False) -> None:
        """End it, or kill it."""
        self._process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        with self._process.stdout as rest:
            self.told += rest.read()
        self._process.wait(30)
        self.is_running = False


@contextmanager
def relay_host(root: Path, environment: Mapping[str, str], *options: str) -> Iterator[RelayHost]:
    """The relay, ended when done with."""
    host = RelayHost(root, environment, *options)
    try:
        yield host
    finally:
        if host.is_running:
            host.end()
