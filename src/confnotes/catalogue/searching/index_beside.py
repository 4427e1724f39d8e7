"""Reading very many files into the index in a process of its own, which gives way to all others.

In the one that draws the screen it would take turns with every key, and keep the memory that it took.

    python -m confnotes.catalogue.searching.index_beside VAULT [rebuild]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_REBUILD: Final = "rebuild"
_NICER: Final = 10
_TELL_EVERY: Final = 0.1
_SHORT_WAIT: Final = 0.5


def update_beside(
    vault: Vault, progress: Callable[[int, int], None], cancelled: Callable[[], bool], *, rebuild: bool
) -> bool:
    """Bring the index up to date; False when that was not done, or not to the end. Raises nothing.

    `progress` is called with how many files are read and of how many, `cancelled` as often.
    """
    command = [sys.executable, "-P", "-m", __name__, str(vault.root), *([_REBUILD] if rebuild else [])]
    with (
        suppress(OSError, ValueError),
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            if cancelled():
                process.terminate()
                return False
            done, total = line.split()
            progress(int(done), int(total))
        return process.wait() == 0
    return False


def main() -> None:
    """Update, and print how many files are read and of how many; ends when nobody reads that any more."""
    from confnotes.catalogue.searching.update_index import update
    from confnotes.vault.vault import Vault

    told = 0.0
    nice = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_EVERY:
            told = time.monotonic()
            print(done, total, flush=True)

    def give_way() -> None:
        """Not before the newest notes can be found."""
        nonlocal nice
        nice = nice or os.nice(_NICER)

    root, *how = sys.argv[1:]
    update(Vault.open(Path(root)), rebuild=_REBUILD in how, progress=tell, committed=give_way, wait=_SHORT_WAIT)


if __name__ == "__main__":
    main()
