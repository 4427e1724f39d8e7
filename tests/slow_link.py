"""A bad network between a git client and a server: each byte comes late, lost packets later, and connections are cut at
any byte. Without root, and on kernels without netem.

    python tests/slow_link.py PORT      prints the port that leads to PORT
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PACKET = 1400  # bytes
AGAIN = 0.3  # seconds until a lost packet is sent again


@dataclass(frozen=True)
class SlowLink:
    """`delay` in seconds a way, the share of packets that are `lost` once, and of connections that are `cut`."""

    port: int
    delay: float
    lost: float
    cut: float
    random: random.Random

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on one connection until one side ends it, or it is cut."""
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        left = [self.random.randrange(1, 6_000) if self.random.random() < self.cut else sys.maxsize]
        queues = [asyncio.Queue[tuple[float, bytes]]() for _ in range(2)]
        taking = [asyncio.ensure_future(self._take(*way)) for way in zip((reader, there), queues, strict=True)]
        giving = [asyncio.ensure_future(self._give(*way, left)) for way in zip(queues, (back, writer), strict=True)]
        await asyncio.wait(giving, return_when=asyncio.FIRST_EXCEPTION)
        for task in (*taking, *giving):
            task.cancel()
        for end in (writer, back):
            end.transport.abort() if left[0] <= 0 else end.close()

    async def _take(self, source: asyncio.StreamReader, queue: asyncio.Queue[tuple[float, bytes]]) -> None:
        clock, arrival = asyncio.get_running_loop().time, 0.0
        data = b"?"
        while data:
            data = await source.read(PACKET)
            late = AGAIN if self.random.random() < self.lost else 0
            arrival = max(arrival, clock() + self.delay + late)  # in order: what follows a lost packet waits
            queue.put_nowait((arrival, data))

    async def _give(self, queue: asyncio.Queue[tuple[float, bytes]], to: asyncio.StreamWriter, left: list[int]) -> None:
        while True:
            arrival, data = await queue.get()
            await asyncio.sleep(max(0, arrival - asyncio.get_running_loop().time()))
            to.write(data[: left[0]])
            left[0] -= len(data)
            if left[0] <= 0:
                await to.drain()
                raise ConnectionAbortedError
            if not data:
                with suppress(OSError):
                    to.write_eof()
                return


@contextmanager
def served(folder: Path, seed: int) -> Iterator[str]:
    """The address of a folder of repositories behind such a link."""
    daemon = ["git", "daemon", "--export-all", "--enable=receive-pack", "--reuseaddr", "--listen=127.0.0.1"]
    for port in random.Random(seed).sample(range(20_000, 60_000), 20):
        serving = subprocess.Popen(
            [*daemon, f"--port={port}", f"--base-path={folder}"], stderr=subprocess.DEVNULL, start_new_session=True
        )
        with suppress(subprocess.TimeoutExpired):
            serving.wait(0.3)
            continue  # the port is taken
        break
    link = subprocess.Popen(
        [sys.executable, __file__, str(port), "--seed", str(seed)], stdout=subprocess.PIPE, text=True
    )
    assert link.stdout is not None
    try:
        yield f"git://127.0.0.1:{link.stdout.readline().strip()}"
    finally:
        for process in (link, serving):
            process.terminate()
            process.wait()


async def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--delay", type=float, default=0.15, help="seconds a way: 300 ms there and back")
    parser.add_argument("--lost", type=float, default=0.05)
    parser.add_argument("--cut", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    link = SlowLink(chosen.port, chosen.delay, chosen.lost, chosen.cut, random.Random(chosen.seed))
    server = await asyncio.start_server(link.connect, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_main())
