"""Notes that are like a note: nothing is asked of the network, and nothing is read but the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.model.related import Related

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

MOST = 8


def related(vault: Vault, path: str, limit: int = MOST) -> tuple[Related, ...]:
    """The notes most like the one at `path`, the most alike first, and what they share with it.

    Pages of conferences and of days are like everything and left out.
    """
    from confnotes.search.related import related as found
    from confnotes.services.searching.find import index_of

    return tuple(found(index_of(vault), path, limit))
