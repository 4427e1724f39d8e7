"""Everybody in the vault, once."""

from __future__ import annotations

from dataclasses import dataclass

from confnotes.model.program import Role
from confnotes.services.cards import Card
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person over all conferences: what they gave, and the notes that name them (paths)."""

    name: str
    affiliations: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    urls: tuple[str, ...] = ()
    conferences: tuple[str, ...] = ()
    talks: tuple[Card, ...] = ()
    notes: tuple[str, ...] = ()


def people(vault: Vault) -> list[PersonCard]:
    """Everybody in the programs and notes, by name; the same folded name is the same person."""
    raise NotImplementedError


def person(vault: Vault, name: str) -> PersonCard:
    """The person of that name; raises NotFoundError with near names."""
    raise NotImplementedError
