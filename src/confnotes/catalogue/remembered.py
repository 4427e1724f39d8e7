"""The catalogue's only cache: results computed from a whole vault, kept until they are outdated."""

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
    """The result of `make` for the function `who`, computed again only if the `version` of its inputs has changed."""
    known = _KNOWN.setdefault(vault, {})
    found = known.get(who)
    if found is None or found[0] != version:
        found = known[who] = version, make()
    made: _Made = found[1]
    return made


def forget(vault: Vault) -> None:
    """Clear the cache, and the caches of parsed names and addresses."""
    _KNOWN.pop(vault, None)
    person_names.forget()
    paper_ids.paper_id.cache_clear()
