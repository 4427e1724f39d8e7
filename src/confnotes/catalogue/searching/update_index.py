"""Update the search index from the files of the vault."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.search.update import IndexReport
    from confnotes.vault.vault import Vault

_BUSY_SECONDS = 30.0  # for another process that writes


def update(
    vault: Vault,
    rebuild: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    committed: Callable[[], object] = lambda: None,
    wait: float | None = None,
) -> IndexReport:
    """Read files added, changed or removed since the last update; all files with `rebuild`.

    `progress` gets the number of files done and the total; `committed` is called whenever more of them can be found. If
    `cancelled` returns True, what was read is kept and the rest is left for the next update. Raises ConfnotesError if
    another process still writes the index after `wait` seconds, or the cache folder is not writable.
    """
    from confnotes.catalogue.searching.searchable import Harvester, index_store
    from confnotes.search.store import IndexBusyError
    from confnotes.search.update import update as bring_up_to_date

    try:
        _, report = bring_up_to_date(
            index_store(vault),
            vault.files,
            Harvester(vault).load,
            rebuild=rebuild,
            timeout=_BUSY_SECONDS if wait is None else wait,
            progress=progress,
            cancelled=cancelled,
            committed=lambda _: committed(),
        )
    except IndexBusyError:
        raise ConfnotesError("another confnotes process is updating the search index", "Try again later.") from None
    except OSError as error:
        raise ConfnotesError(
            f"cannot write the search index: {error.strerror}",
            "Free space on the disk of your cache folder, or make the folder writable.",
        ) from error
    return report


_REBUILD: Final = "rebuild"
_NICER: Final = 10  # added to the process’s nice value: others come first
_TELL_EVERY: Final = 0.1  # seconds
_SHORT_WAIT: Final = 0.5  # seconds: the process that asked for it waits itself


def update_beside(
    vaults: Sequence[Vault], progress: Callable[[int, int], None], cancelled: Callable[[], bool], *, rebuild: bool
) -> bool:
    """Update the indexes of these vaults in a separate process; returns False if it failed or was interrupted.

    Raises nothing.

    `progress` gets the number of files read and the total, `cancelled` is polled as often.
    """
    command = [
        sys.executable,
        "-P",
        "-m",
        __name__,
        *([_REBUILD] if rebuild else []),
        *(str(one.root) for one in vaults),
    ]
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
    """Update the index of each vault and print the progress; ends when the reader is gone."""
    from confnotes.vault.vault import Vault

    told = 0.0
    nice = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_EVERY:
            told = time.monotonic()
            print(done, total, flush=True)

    def give_way() -> None:
        """Lower the priority, but only after the newest notes can be found."""
        nonlocal nice
        if hasattr(os, "nice"):
            nice = nice or os.nice(_NICER)

    rebuild = sys.argv[1] == _REBUILD
    for root in sys.argv[1 + rebuild :]:
        with suppress(ConfnotesError):
            update(Vault.open(Path(root)), rebuild=rebuild, progress=tell, committed=give_way, wait=_SHORT_WAIT)


if __name__ == "__main__":
    main()
