"""The title of an address, as far as the vault knows it."""

from __future__ import annotations

from contextlib import suppress

from confnotes.catalogue.papers.paper_library import titles, to_be_named
from confnotes.errors import ConfnotesError
from confnotes.markup.canonical import canonical
from confnotes.model.program import Resource, ResourceKind, Session, Talk
from confnotes.vault.vault import Vault


def title_of_address(vault: Vault, address: str) -> str | None:
    """The title of a page, from fetched titles, the vault's bibliography and its programs; None if nothing has one."""
    wanted = canonical(address)
    known = {canonical(url): title for title, _, url in to_be_named(vault)} | titles(vault)
    return known.get(wanted) or _in_programs(vault, wanted)


def _in_programs(vault: Vault, wanted: str) -> str | None:
    """The title of the only talk or session with that address, or the one that the program gives it."""
    named: set[str] = set()
    for conference in vault.conferences():
        with suppress(ConfnotesError):
            for session in vault.program(conference, keep=False).sessions:
                things: list[Session | Talk] = [session, *session.talks]
                for thing in things:
                    found = next((one for one in thing.resources if canonical(one.url) == wanted), None)
                    if found is not None and (title := found.title or _of_its_talk(found, thing.title)):
                        named.add(title)
    return named.pop() if len(named) == 1 else None


def _of_its_talk(resource: Resource, title: str | None) -> str | None:
    """The title of a resource without one: a talk's paper has the talk's, its other pages are named after it."""
    if title is None or resource.kind is ResourceKind.PAPER:
        return title
    return f"{title} ({resource.kind.value})"
