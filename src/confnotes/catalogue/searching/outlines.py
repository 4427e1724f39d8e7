"""Every note of the vault without its text, as the index knows it: nothing that did not change is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confnotes.model.note import Outline
    from confnotes.vault.vault import Vault
    from confnotes.vault.version import FileVersion


def outlines(vault: Vault, conference: str | None = None) -> Iterator[Outline]:
    """The notes of the vault, or of one conference (the name of its folder), by path, one at a time: all of a large
    vault at once, with what was asked of them, are tens of MB.

    While the screens' first index is being built these are the notes read so far; else all of them, as they are now.
    """
    from confnotes.catalogue.searching.find import index_of

    return index_of(vault).outlines(f"{conference}/" if conference else "")


def outlines_of(vault: Vault, files: Mapping[str, FileVersion]) -> Iterator[Outline]:
    """Those of these notes that the index knows in the same version, by path."""
    from confnotes.catalogue.searching.find import index_of

    return index_of(vault).outlines(files=files)


def tagged(vault: Vault) -> dict[str, list[str]]:
    """For each tag, folded, the paths of the notes that have it; what is nested in it counts for itself."""
    from confnotes.catalogue.searching.find import index_of

    return index_of(vault).labelled("tag")


def tagged_with(vault: Vault, tag: str) -> list[str]:
    """The paths of the notes that have a tag, or one that is nested in it, sorted."""
    wanted = f"{folded(tag)}/"
    return sorted({path for name, paths in tagged(vault).items() if f"{name}/".startswith(wanted) for path in paths})


def folded(tag: str) -> str:
    """A tag as the index compares it."""
    from confnotes.markup.names import bare

    return bare(tag)
