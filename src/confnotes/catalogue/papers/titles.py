"""The titles of references: those that were fetched once, and how references are called with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from confnotes.markup.canonical import canonical
from confnotes.markup.talk_references import is_bare
from confnotes.model.damage import Salvaged
from confnotes.model.program import Resource
from confnotes.vault import titles_file
from confnotes.vault.titles_file import FetchedTitle
from confnotes.vault.vault import Vault


def fetched_titles(vault: Vault) -> Mapping[str, FetchedTitle]:
    """What was asked for so far, by canonical address, as far as it can be read."""
    return vault.own(titles_file.PATH, _parsed, {})


@lru_cache(maxsize=2)
def _parsed(text: str) -> Salvaged[Mapping[str, FetchedTitle]]:
    return titles_file.parse(text)


def titles(vault: Vault) -> dict[str, str]:
    """Canonical address to title, of every reference whose title was fetched."""
    return {address: one.title for address, one in fetched_titles(vault).items() if one.title}


def titled(resources: Iterable[Resource], known: Mapping[str, str]) -> tuple[Resource, ...]:
    """The same, those without a title of their own with the fetched one."""
    return tuple(
        replace(resource, title=known.get(canonical(resource.url), resource.title)) if is_bare(resource) else resource
        for resource in resources
    )
