"""Where the files are that programs were imported from: a matter of this machine, and of no vault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from confnotes.actions.importing.open_source import is_address
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.vault import Vault


class SourcePlace(NamedTuple):
    """A source of a conference, by the name under which the vault keeps it, and the absolute path of its file."""

    conference: str
    source: str
    place: str


def remember_places(vault: Vault, found: Iterable[SourcePlace]) -> None:
    """Keep where these files are; addresses stand in the vault."""
    known = _known(vault)
    places = dict(known)
    for conference, source, place in found:
        if not is_address(place):
            places[conference] = {**places.get(conference, {}), source: place}
    if places != known:
        store_state(vault.root, "sources", places)


def place_here(vault: Vault, conference: str, source: str) -> str | None:
    """Where that source's file was when it was last imported on this machine; None where it was not."""
    places = _known(vault).get(conference, {})
    return places.get(source)


def _known(vault: Vault) -> dict[str, dict[str, str]]:
    try:
        return {
            str(conference): {str(source): place for source, place in places.items() if isinstance(place, str)}
            for conference, places in (load_state(vault.root, "sources") or {}).items()
        }
    except AttributeError:
        return {}
