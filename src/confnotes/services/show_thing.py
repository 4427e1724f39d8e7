"""One thing in full: a talk, a person, a paper, a note or a conference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from confnotes.model.program import Resource
from confnotes.services.backlinks import Backlink
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Shown:
    """`kind` is talk, person, paper, note or conference; `fields` are facts in the order to show them."""

    id: str
    kind: str
    title: str
    fields: Mapping[str, object]
    text: str = ""
    path: str | None = None
    resources: tuple[Resource, ...] = ()
    backlinks: tuple[Backlink, ...] = ()


def show(vault: Vault, thing: str) -> Shown:
    """What `thing` names: a talk key or id, a path or stem of a note, a conference, a person, a paper's URL.

    Raises NotFoundError.
    """
    raise NotImplementedError
