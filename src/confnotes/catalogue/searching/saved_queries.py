"""Saved searches: live lists, because results are looked up each time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.names import fold
from confnotes.model.damage import Salvaged
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.vault import queries_file

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


@fast_dataclass(frozen=True, slots=True)
class SavedQuery:
    """A saved search and its name."""

    name: str
    query: str


def saved_queries(vault: Vault) -> list[SavedQuery]:
    """All readable saved searches, in the order of the file."""
    known: Mapping[str, str] = vault.own(queries_file.PATH, _parsed, {})
    return [SavedQuery(name, query) for name, query in known.items()]


@lru_cache(maxsize=2)
def _parsed(text: str) -> Salvaged[dict[str, str]]:
    return queries_file.parse(text)


def query_named(vault: Vault, name: str) -> SavedQuery:
    """The saved search with this name, ignoring case and accents, or the only one that begins with it.

    Raises NotFoundError with the existing names, UsageError if several begin with it.
    """
    known = saved_queries(vault)
    wanted = fold(name.strip())
    same = [one for one in known if one.name == name.strip()] or [one for one in known if fold(one.name) == wanted]
    begun = same or [one for one in known if wanted and fold(one.name).startswith(wanted)]
    if same or len(begun) == 1:
        return begun[0]
    if begun:
        raise UsageError(f"“{name}” could be {' or '.join(one.name for one in begun)}", "Give the full name.")
    names = ", ".join(one.name for one in known)
    hint = f"Saved searches: {names}." if names else "Save one with `confnotes search QUERY --save NAME`."
    raise NotFoundError(f"saved search not found: “{name}”", hint)
