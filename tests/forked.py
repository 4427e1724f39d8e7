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
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
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
_LOADED = ("cli", "catalogue", "report", "actions", "importers", "search", "exporters")


@contextmanager
def forked_confnotes(folder: Path, *more: str) -> Iterator[Path]:
    """A program that does in scripts what `python -m confnotes` does; `more` are other rooms to load."""
    with _forked(folder, __file__, *more) as program:
        yield program


@contextmanager
def forked_on_windows(folder: Path) -> Iterator[Path]:
    """A program that does in scripts what `python tests/windows.py` does."""
    with _forked(folder, str(Path(__file__).with_name("windows.py")), "--serve") as program:
        yield program


@contextmanager
def _forked(folder: Path, server: str, *words: str) -> Iterator[Path]:
    address, program = str(folder / "s"), folder / "confnotes"
    program.write_text(_CALL.format(python=sys.executable, address=address), encoding="utf-8")
    program.chmod(0o755)
    with subprocess.Popen([sys.executable, server, *words, address], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stdout.readline() == b"ready\n"
        try:
            yield program
        finally:
            running.terminate()


@cache
def terminals() -> str:
    """The address of a process that forks programs in terminals, until this one ends."""
    folder = TemporaryDirectory()
    address = str(Path(folder.name) / "s")
    words = [sys.executable, __file__, "--terminals", address]
    server = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert server.stdout is not None and server.stdout.readline() == b"ready\n"
    atexit.register(folder.cleanup)
    atexit.register(server.terminate)
    return address


def load(rooms: Iterable[str]) -> None:
    """Import every module of these rooms."""
    for room in rooms:
        package = import_module(f"confnotes.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


def serve(address: str, main: Callable[[], None], *, in_terminals: bool = False) -> None:
    """Answer calls until somebody ends this."""
    answer = _answer_in_terminal if in_terminals else _answer
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        gc.freeze()  # what is never looked at is never copied
        print("ready", flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            call, _ = server.accept()
            if os.fork() == 0:
                answer(call, main)
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


def _answer_in_terminal(call: socket.socket, main: Callable[[], None]) -> NoReturn:
    """Do what the call says in its terminal, as any program there; tell its number, and how it ended."""
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
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    main()
    sys.exit()


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
    from confnotes.__main__ import main

    in_terminals = "--terminals" in sys.argv
    load([*_LOADED, *(["tui"] if in_terminals else sys.argv[1:-1])])
    serve(sys.argv[-1], main, in_terminals=in_terminals)
