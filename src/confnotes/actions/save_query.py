"""Keeping a search under a name, and forgetting it."""

from __future__ import annotations

from confnotes.catalogue.searching.saved_queries import SavedQuery, saved_queries
from confnotes.errors import ConflictError, NotFoundError, UsageError
from confnotes.model.query import LONGEST_QUERY
from confnotes.vault import queries_file
from confnotes.vault.vault import Vault


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
