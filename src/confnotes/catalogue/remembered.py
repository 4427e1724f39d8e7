"""What was worked out from a whole vault, kept for as long as it holds: the one memory of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from confnotes.markup import paper_ids, person_names

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_Made = TypeVar("_Made")
_KNOWN: WeakKeyDictionary[Vault, dict[Callable[..., Any], tuple[object, Any]]] = WeakKeyDictionary()


def remembered(vault: Vault, who: Callable[..., _Made], version: object, make: Callable[[], _Made]) -> _Made:
    """What `make` works out for the function `who`; nothing is done again while what it is made of, the `version`, is
    equal to that of the last time."""
    known = _KNOWN.setdefault(vault, {})
    found = known.get(who)
    if found is None or found[0] != version:
        found = known[who] = version, make()
    made: _Made = found[1]
    return made


def forget(vault: Vault) -> None:
    """Let all of it go from memory, and the names and addresses that were taken apart for it."""
    _KNOWN.pop(vault, None)
    person_names.forget()
    paper_ids.paper_id.cache_clear()
