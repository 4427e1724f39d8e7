"""Bring the search index up to date with the files of the vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.search.update import IndexReport
    from confnotes.vault.vault import Vault

_BUSY_SECONDS = 30.0


def update(
    vault: Vault,
    rebuild: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    committed: Callable[[], object] = lambda: None,
    wait: float | None = None,
) -> IndexReport:
    """Read what was added, changed or removed since the last time; everything, with `rebuild`.

    `progress` is called with how many files are done, and of how many, `committed` whenever more of them can be found.
    When `cancelled` answers True what was read so far is kept, and the rest is left for the next time. Raises
    ConfnotesError when another process goes on writing the index for `wait` seconds, or when the cache folder cannot be
    written.
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
        raise ConfnotesError("another confnotes is writing the search index", "try again when it is done") from None
    except OSError as error:
        raise ConfnotesError(
            f"the search index cannot be written: {error.strerror}", "make room in, or access to, your cache folder"
        ) from error
    return report
