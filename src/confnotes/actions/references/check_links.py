"""Check web links: politely, cached for a week, cancellable at any time.

One request at a time per host, with a pause in between; a few hosts in parallel. Results are kept in the user's cache,
so an interrupted check continues where it stopped.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from confnotes.errors import StoppedError
from confnotes.markup.canonical import parts
from confnotes.vault.vault import Vault
from confnotes.web.probe_link import ProbeOptions, Standing, Verdict, probe

KNOWN_FOR = timedelta(days=7)
_CACHE = "web links"
_KEEP_EVERY = 20  # results, so that an interruption loses few
_TICK = 0.1  # seconds, after which ctrl+c is noticed
_MOST_WAIT = 30.0
"""Maximum pause in seconds that a server may request; beyond that, it is not asked again in this run."""

_MOST_SILENT = 3
"""After this many timeouts in a row, a host is not asked again either."""


@dataclass(frozen=True, slots=True)
class Checking:
    """Options: timeout per address and pause per host in seconds, number of hosts in parallel, whether private
    addresses are allowed, whether to ignore cached results; `cancelled` is polled often.
    """

    page_seconds: float = 10.0
    pause: float = 1.0
    hosts: int = 4
    allow_private: bool = False
    again: bool = False
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Checked:
    """The status of an address and its date; `fresh`: checked just now."""

    url: str
    verdict: Verdict
    on: date
    fresh: bool = False


def known_links(vault: Vault, today: date) -> dict[str, Checked]:
    """Cached results of the last days, by address."""
    stored = vault.cache.load(_CACHE)
    found = {}
    for url, row in stored.items() if isinstance(stored, dict) else ():
        with suppress(ValueError, TypeError):
            standing, why, code, to, on = row
            one = Checked(url, Verdict(Standing(standing), why, code, to), date.fromisoformat(on))
            if timedelta() <= today - one.on < KNOWN_FOR:
                found[url] = one
    return found


def check_links(
    vault: Vault, urls: Iterable[str], today: date, how: Checking | None = None
) -> Generator[Checked, None, None]:
    """Check each address; cached results come first.

    Stops when the consumer stops or `cancelled` is true; results so far are kept. Yields nothing for addresses of hosts
    that request a long pause or do not answer.
    """
    how = how or Checking()
    wanted = list(dict.fromkeys(urls))
    known = {} if how.again else known_links(vault, today)
    yield from (known[url] for url in wanted if url in known)
    asked = [url for url in wanted if url not in known]
    fresh: dict[str, Checked] = {}
    kept = 0
    try:
        for url, verdict in _once_online(_ask_all(asked, how)):
            fresh[url] = Checked(url, verdict, today, fresh=True)
            if len(fresh) - kept >= _KEEP_EVERY:
                kept = len(fresh)
                _keep(vault, fresh, today)
            yield fresh[url]
    finally:
        if len(fresh) > kept:
            _keep(vault, fresh, today)


def _keep(vault: Vault, fresh: Mapping[str, Checked], today: date) -> None:
    """Cache the results, unless no host answered, which means that there is no network."""
    if all(one.verdict.code is None for one in fresh.values()):
        return
    rows = {
        url: [one.verdict.standing, one.verdict.why, one.verdict.code, one.verdict.to, one.on.isoformat()]
        for url, one in (known_links(vault, today) | dict(fresh)).items()
        if one.verdict.standing is not Standing.PRIVATE and one.verdict.wait is None
    }
    vault.cache.store(_CACHE, rows)


def _once_online(answers: Iterable[tuple[str, Verdict]]) -> Iterator[tuple[str, Verdict]]:
    """Delay “host not found” results until some server has answered; otherwise the network may be down."""
    held: list[tuple[str, Verdict]] = []
    online = False
    for url, verdict in answers:
        if not online and verdict.code is None and verdict.standing is Standing.BROKEN:
            held.append((url, verdict))
            continue
        if not online and verdict.code is not None:
            online = True
            yield from held
            held.clear()
        yield url, verdict
    yield from ((url, replace(verdict, standing=Standing.UNSURE)) for url, verdict in held)


def _ask_all(urls: Sequence[str], how: Checking) -> Iterator[tuple[str, Verdict]]:
    by_host: dict[str, deque[str]] = {}
    for url in urls:
        by_host.setdefault(parts(url)[1], deque()).append(url)
    stopped = threading.Event()
    turns = _Turns(how.pause, lambda: stopped.is_set() or how.cancelled())
    found: queue.SimpleQueue[tuple[str, Verdict]] = queue.SimpleQueue()
    pool = ThreadPoolExecutor(how.hosts, thread_name_prefix="confnotes-links")
    try:
        longest_first = sorted(by_host.values(), key=len, reverse=True)
        running = [pool.submit(_ask_host, waiting, how, turns, found.put) for waiting in longest_first]
        while not (all(one.done() for one in running) and found.empty()):
            with suppress(queue.Empty):
                yield found.get(timeout=_TICK)
        for one in running:
            with suppress(StoppedError):
                one.result()
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)


def _ask_host(urls: deque[str], how: Checking, turns: _Turns, tell: Callable[[tuple[str, Verdict]], None]) -> None:
    """Check all addresses of one host, until it refuses."""
    asking = ProbeOptions(how.page_seconds, how.allow_private, turns.wait_for, turns.cancelled)
    silent = 0
    while urls and silent < _MOST_SILENT:
        url = urls.popleft()
        verdict = probe(url, asking)
        if verdict.wait is not None and verdict.wait <= _MOST_WAIT:
            turns.leave_alone(parts(url)[1], verdict.wait)
            verdict = probe(url, asking)
        tell((url, verdict))
        if verdict.wait is not None:
            return
        silent = silent + 1 if verdict.code is None else 0


class _Turns:
    """When each host may be asked next."""

    def __init__(self, pause: float, cancelled: Callable[[], bool]) -> None:
        self._pause = pause
        self._ready: dict[str, float] = {}
        self._lock = threading.Lock()
        self.cancelled = cancelled

    def wait_for(self, host: str) -> None:
        """Wait for the host's turn; raises StoppedError."""
        with self._lock:
            now = time.monotonic()
            at = max(now, self._ready.get(host, 0.0))
            self._ready[host] = at + self._pause
        while True:
            if self.cancelled():
                raise StoppedError
            left = at - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _TICK))

    def leave_alone(self, host: str, seconds: float) -> None:
        """Do not ask the host during the next `seconds`."""
        with self._lock:
            self._ready[host] = max(self._ready.get(host, 0.0), time.monotonic() + seconds)
