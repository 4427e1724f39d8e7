"""Save a search under a name, and delete it."""

from __future__ import annotations

from confnotes.catalogue.searching.saved_queries import SavedQuery, saved_queries
from confnotes.errors import ConflictError, NotFoundError, UsageError
from confnotes.model.query import LONGEST_QUERY
from confnotes.vault import queries_file
from confnotes.vault.vault import Vault


def save_query(vault: Vault, name: str, query: str, *, instead_of: str | None = None) -> SavedQuery | None:
    """Save the search; returns the search that had this name before.

    `instead_of` is its previous name. Raises UsageError for an empty or overlong name or search, ConflictError if
    another search has the name, ConfnotesError if writing fails.
    """
    made = SavedQuery(" ".join(name.split()), " ".join(query.split()))
    if not made.name or len(made.name) > queries_file.LONGEST_NAME:
        raise UsageError("invalid name for a saved search", "Use a few words on one line.")
    if not made.query or len(made.query) > LONGEST_QUERY:
        raise UsageError("no search to save", f"Maximum length: {LONGEST_QUERY} characters.")
    known = {one.name: one for one in saved_queries(vault)}
    if instead_of is not None and made.name != instead_of and made.name in known:
        raise ConflictError(f"name in use by another saved search: “{made.name}”", "Choose another name.")
    vault.change(
        queries_file.PATH,
        lambda text: queries_file.with_query(text, made.name, made.query, instead_of=instead_of),
        new="",
    )
    return known.get(made.name)


def delete_query(vault: Vault, name: str) -> None:
    """Delete the saved search; raises NotFoundError if it does not exist, ConfnotesError."""
    if all(one.name != name for one in saved_queries(vault)):
        raise NotFoundError(f"saved search not found: “{name}”", "Another program may have deleted it.")
    vault.change(queries_file.PATH, lambda text: queries_file.with_query(text, name, None), new="")
