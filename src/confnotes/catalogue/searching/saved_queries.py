"""Searches that are kept under a name: live lists, since what they find is looked up each time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from confnotes.errors import ConflictError, NotFoundError, UsageError
from confnotes.markup.names import fold
from confnotes.model.damage import Salvaged
from confnotes.model.query import LONGEST_QUERY
from confnotes.model.record import record
from confnotes.vault import queries_file

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


@record(frozen=True, slots=True)
class SavedQuery:
    """A search and what it is called."""

    name: str
    query: str


def saved_queries(vault: Vault) -> list[SavedQuery]:
    """All of them that can be read, in the order of the file."""
    known: Mapping[str, str] = vault.own(queries_file.PATH, _parsed, {})
    return [SavedQuery(name, query) for name, query in known.items()]


@lru_cache(maxsize=2)
def _parsed(text: str) -> Salvaged[dict[str, str]]:
    return queries_file.parse(text)


def query_named(vault: Vault, name: str) -> SavedQuery:
    """The one that is called so, whatever the case and accents, or the only one that begins so.

    Raises NotFoundError with the names there are.
    """
    known = saved_queries(vault)
    wanted = fold(name.strip())
    same = [one for one in known if one.name == name.strip()] or [one for one in known if fold(one.name) == wanted]
    begun = same or [one for one in known if wanted and fold(one.name).startswith(wanted)]
    if same or len(begun) == 1:
        return begun[0]
    names = ", ".join(one.name for one in begun or known)
    hint = f"there {'is' if len(begun or known) == 1 else 'are'}: {names}" if names else "save one with --save"
    raise NotFoundError(f"no search is saved as “{name}”", hint)


def save_query(vault: Vault, name: str, query: str, *, instead_of: str | None = None) -> SavedQuery | None:
    """Keep the search under that name; answers what was kept under it before.

    `instead_of` is the name that it had so far. Raises UsageError for an empty or overlong name or search,
    ConflictError when it would take the name of another search, ConfnotesError when it cannot be written.
    """
    made = SavedQuery(" ".join(name.split()), " ".join(query.split()))
    if not made.name or len(made.name) > queries_file.LONGEST_NAME:
        raise UsageError("a saved search needs a name of a few words", "it is what you will look for later")
    if not made.query or len(made.query) > LONGEST_QUERY:
        raise UsageError("there is no search to save", f"at most {LONGEST_QUERY} letters")
    known = {one.name: one for one in saved_queries(vault)}
    if instead_of is not None and made.name != instead_of and made.name in known:
        raise ConflictError(f"another search is saved as “{made.name}”", "choose another name")
    vault.change(
        queries_file.PATH,
        lambda text: queries_file.with_query(text, made.name, made.query, instead_of=instead_of),
        new="",
    )
    return known.get(made.name)


def delete_query(vault: Vault, name: str) -> None:
    """Forget that one; raises NotFoundError when there is none of this name, ConfnotesError."""
    if all(one.name != name for one in saved_queries(vault)):
        raise NotFoundError(f"no search is saved as “{name}”", "it may have been deleted elsewhere")
    vault.change(queries_file.PATH, lambda text: queries_file.with_query(text, name, None), new="")
