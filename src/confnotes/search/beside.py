"""A second process that indexes a part of very many files while the first one indexes the rest."""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NoReturn

from confnotes.search.codec import INDEX_NAME, NotesSegment
from confnotes.search.store import Store

_TELL_EVERY = 50  # files: messages between processes cost more than a file

Write = Callable[[Sequence[str], Callable[[int], None]], Iterator[NotesSegment]]
"""Takes paths and a function for the number of files read so far; yields the segments as they are written."""


def can_be_had() -> bool:
    """Whether a second core is free, and this process can be forked safely: it has one thread."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return hasattr(os, "fork") and cores > 1 and threading.active_count() == 1


class Beside:
    """The other process; it ends with this one."""

    def __init__(self, store: Store, paths: Sequence[str], write: Write) -> None:
        self._store = store
        self.read = 0
        """The number of files it has read."""
        receiving, sending = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(receiving)
            _work(store, paths, write, sending)
        os.close(sending)
        store.spared = prefix_of(self._process)
        self._receiving = os.fdopen(receiving, "rb", buffering=0)
        self._unread = b""

    def segments(self, *, wait: bool = False) -> Iterator[NotesSegment | None]:
        """The segments written since the last call; with `wait` until the end, and None each time it has read more
        files.
        """
        while wait or select.select([self._receiving], [], [], 0)[0]:
            data = self._receiving.read(1 << 16)
            if not data:
                return
            *lines, self._unread = (self._unread + data).split(b"\n")
            for said in map(json.loads, lines):
                if isinstance(said, int):
                    self.read = said
                    yield None
                else:
                    yield NotesSegment(INDEX_NAME, *said)

    def end(self) -> None:
        """Stop it if it is still running; segments it has not reported are ignored."""
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        self._receiving.close()
        self._store.spared = ""


def prefix_of(process: int) -> str:
    """The prefix of the names of segments that this process writes."""
    return f"p{process}x"


def _work(store: Store, paths: Sequence[str], write: Write, sending: int) -> NoReturn:
    """Read, write, report, and exit without the program's exit handlers."""
    with suppress(BaseException):
        gc.disable()
        store.let_go()
        first = os.getppid()

        def tell(said: object) -> None:
            os.write(sending, json.dumps(said).encode() + b"\n")

        def read(count: int) -> None:
            if count % _TELL_EVERY == 0:
                tell(count)
                if os.getppid() != first:
                    os._exit(1)

        for segment in write(paths, read):
            tell((segment.segid, segment.size, segment.docs))
    os._exit(0)
