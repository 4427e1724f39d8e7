"""A `confnotes` for scripts of many calls: each call is a process of its own, forked from one that has the modules.

Of a second that a call takes, importing them is most. The call has its folder, environment, arguments and streams, but
no signal that is sent to it; a program in a terminal has that one and its signals.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import NoReturn

_CALL = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    call = json.dumps([os.getcwd(), dict(os.environ), sys.argv[1:]]).encode()
    socket.send_fds(server, [len(call).to_bytes(4, "big")], [0, 1, 2])
    server.sendall(call)
    code = server.recv(1)
sys.exit(code[0] if code else 70)
"""
_LOADED = ("cli", "catalogue", "report", "actions", "importers", "search", "exporters", "tui", "serve", "lsp", "mcp")
Answer = Callable[[socket.socket, Callable[[], None]], NoReturn]


FORKER = "TESTS_FORKER"
"""The variable that names the folder of the process that forks, which all processes of a run of the tests share."""


@contextmanager
def forked_confnotes(folder: Path) -> Iterator[Path]:
    """A program that does in scripts what `python -m confnotes` does."""
    yield _program(folder, str(forker() / "calls"))


@contextmanager
def forked_on_windows(folder: Path) -> Iterator[Path]:
    """A program that does in scripts what `python tests/windows.py` does."""
    address = str(folder / "s")
    words = [sys.executable, str(Path(__file__).with_name("windows.py")), "--serve", address]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stdout.readline() == b"ready\n"
        try:
            yield _program(folder, address)
        finally:
            running.terminate()


def _program(folder: Path, address: str) -> Path:
    program = folder / "confnotes"
    program.write_text(_CALL.format(python=sys.executable, address=address), encoding="utf-8")
    program.chmod(0o755)
    return program


class Forked:
    """confnotes with these words and environment, in a process with signals of its own; what it prints is read here."""

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        folder: Path | None = None,
        with_errors: bool = False,
    ) -> None:
        ours, its = os.pipe()
        nothing = os.open(os.devnull, os.O_RDONLY)
        streams = (nothing, its, its if with_errors else 2)
        self._told, self.pid = begin(words, environment, str(folder or Path.cwd()), streams)
        os.close(nothing)
        os.close(its)
        self.stdout = os.fdopen(ours, encoding="utf-8")

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self, seconds: float) -> int:
        """Its exit code once it has ended."""
        self._told.settimeout(seconds)
        code = os.waitstatus_to_exitcode(int.from_bytes(self._told.recv(4), "big"))
        self._told.close()
        return code


def run(words: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> str:
    """What confnotes prints, warnings too, which must succeed."""
    program = Forked(words, environment, folder=folder, with_errors=True)
    with program.stdout:
        printed = program.stdout.read()
    assert program.wait(60) == 0, printed
    return printed


def begin(
    words: Sequence[str], environment: Mapping[str, str], folder: str, streams: Sequence[int]
) -> tuple[socket.socket, int]:
    """Fork confnotes with these streams, the leader of a session; who tells how it ended, and its number."""
    told = socket.socket(socket.AF_UNIX)
    told.connect(str(forker() / "programs"))
    call = json.dumps([folder, dict(environment), words]).encode()
    socket.send_fds(told, [len(call).to_bytes(4, "big")], list(streams))
    told.sendall(call)
    return told, int.from_bytes(told.recv(4), "big")


@cache
def forker() -> Path:
    """The folder of the process that forks programs, until the one that asked first ends."""
    if FORKER not in os.environ:
        folder = TemporaryDirectory()
        words = [sys.executable, __file__, folder.name]
        server = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        assert server.stdout is not None and server.stdout.readline() == b"listens\n"
        os.environ[FORKER] = folder.name
        atexit.register(folder.cleanup)
        atexit.register(server.terminate)
    return Path(os.environ[FORKER])


def load(rooms: Iterable[str]) -> None:
    """Import every module of these rooms."""
    for room in rooms:
        package = import_module(f"confnotes.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


def serve(address: str, main: Callable[[], None]) -> None:
    """Answer calls until somebody ends this."""
    with listening(address) as server:
        print("ready", flush=True)
        _fork_for({server: _answer}, main)


def listening(address: str) -> socket.socket:
    """Whoever calls there waits until somebody answers."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen(64)
    return server


def _fork_for(servers: Mapping[socket.socket, Answer], main: Callable[[], None]) -> NoReturn:
    """Answer each call in a process of its own, as its server does."""
    gc.freeze()  # what is never looked at is never copied
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        for server in select(list(servers), [], [])[0]:
            call, _ = server.accept()
            if os.fork() == 0:
                servers[server](call, main)
            call.close()


def _answer(call: socket.socket, main: Callable[[], None]) -> NoReturn:
    """Do what the call says, tell it how that ended, and end without taking a thousand modules down one by one."""
    code: object = 70
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _take_on(call)
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    call.sendall(bytes([code if isinstance(code, int) else 0]))
    os._exit(0)


def _answer_with_signals(call: socket.socket, main: Callable[[], None]) -> NoReturn:
    """Do what the call says, in its terminal if it has one, as any program; tell its number, and how it ended."""
    import fcntl
    import termios

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    program = os.fork()
    if program:
        call.sendall(program.to_bytes(4, "big"))
        call.sendall(os.waitpid(program, 0)[1].to_bytes(4, "big"))
        os._exit(0)
    os.setsid()
    _take_on(call)
    call.close()
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    try:
        main()
        code: object = 0
    except SystemExit as ended:
        code = ended.code
    threading._shutdown()  # type: ignore[attr-defined]  # what Python does at the end, too
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


def _take_on(call: socket.socket) -> None:
    """Have what the call has."""
    size, streams, _, _ = socket.recv_fds(call, 4, 3)
    length = int.from_bytes(size, "big")
    given = b""
    while len(given) < length:
        given += call.recv(length - len(given))
    folder, environment, arguments = json.loads(given)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    code = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, "rw"[number > 0], encoding=code) for number in range(3))
    sys.argv = ["confnotes", *arguments]


if __name__ == "__main__":
    servers = {
        listening(str(Path(sys.argv[1]) / name)): answer
        for name, answer in (("calls", _answer), ("programs", _answer_with_signals))
    }
    print("listens", flush=True)
    from confnotes.__main__ import main

    load(_LOADED)
    _fork_for(servers, main)
