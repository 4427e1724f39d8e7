"""`by:NAME` in a search: colleagues' notes on the talks of this vault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from confnotes.catalogue.program.talks import by_key
from confnotes.catalogue.searching.find import find
from confnotes.catalogue.searching.several_vaults import find_in_vaults
from confnotes.catalogue.team.colleagues import colleague_views
from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold
from confnotes.model.hit import Hit, HitKind, Hits
from confnotes.model.query import Everything, Query
from confnotes.vault.layout import talk_key
from confnotes.vault.team_state import colleague_vaults
from confnotes.vault.vault import Vault

_BY = re.compile(r"(?<![^\s(])by:(?:[\"“”„]([^\"“”„]*)[\"“”„]?|([^\s()]+))", re.IGNORECASE)
_NOTES = "kind:note"


def names_colleague(vault: Vault, text: str) -> bool:
    """Whether a search is one for notes of colleagues."""
    return _BY.search(text) is not None and bool(colleague_vaults(vault.root))


def find_by(
    vault: Vault, text: str, *, limit: int = 20, sort: str = "relevance", at: datetime | None = None
) -> Hits | None:
    """The talks on which colleagues of that name wrote what the rest of the search asks for, best first.

    None if the search names nobody with `by:`, or the vault has no colleagues. A hit is the talk here, with their name
    before the conference and their words as its text. Raises ConfnotesError.
    """
    names = [fold(match[1] or match[2] or "") for match in _BY.finditer(text)]
    folders = colleague_vaults(vault.root) if names else {}
    if not folders:
        return None
    chosen = {name: folder for name, folder in folders.items() if any(fold(name).startswith(one) for one in names)}
    rest = " ".join(_BY.sub(" ", text).split())
    if not chosen:
        remark = f"no colleague has this name; colleagues: {', '.join(folders)}"
        return Hits(text, answered=Query(text, Everything(), (remark,)))
    asked = f"({rest}) {_NOTES}" if rest else _NOTES
    found: list[Hit] = []
    first: Hits | None = None
    for name, folder in chosen.items():
        theirs = Vault(folder)
        hits = find(theirs, asked, limit=limit, sort=sort, at=at)
        first = first or hits
        found += _here(vault, name, theirs, hits)
    assert first is not None
    if sort == "relevance":
        found.sort(key=lambda hit: -hit.score)
    return replace(first, query=text, hits=tuple(found[:limit]), total=len(found), suggestion=None)


def find_anybody(
    vault: Vault, text: str, *, limit: int = 20, sort: str = "relevance", at: datetime | None = None
) -> Hits:
    """What `find_by` finds for a search that names a colleague, else what `find` does. Raises ConfnotesError."""
    theirs = find_by(vault, text, limit=limit, sort=sort, at=at)
    return find(vault, text, limit=limit, sort=sort, at=at) if theirs is None else theirs


def find_everywhere(
    vault: Vault, text: str, *, limit: int, sort: str, at: datetime, progress: Callable[[int, int], None]
) -> Hits:
    """What `find_by` finds for a search that names a colleague, else what is in all vaults of the settings.

    `progress` gets the number of other vaults read, and of all. Raises ConfnotesError.
    """
    found = find_by(vault, text, limit=limit, sort=sort, at=at)
    if found is None:
        found = find_in_vaults(vault, text, limit=limit, sort=sort, at=at, progress=progress)
    return find(vault, text, limit=limit, sort=sort, at=at) if found is None else found


def _here(vault: Vault, name: str, theirs: Vault, hits: Hits) -> Iterator[Hit]:
    """The hits in a colleague's notes as talks of this vault; free notes are left out."""
    places = {
        view.path: (conference, talk_id)
        for conference in vault.conferences()
        for talk_id, views in colleague_views(vault, conference).items()
        for view in views
        if view.name == name and view.path
    }
    for hit in hits.hits:
        if hit.path in places:
            conference, talk_id = places[hit.path]
            key = talk_key(conference, talk_id)
            yield replace(
                hit,
                id=key,
                title=_title(vault, key) or hit.title,
                kind=HitKind.TALK,
                conference=f"{name} · {conference}",
                path=None,
                line=None,
                abstract=_body(theirs, hit.path),
            )


def _title(vault: Vault, key: str) -> str:
    try:
        return by_key(vault, key).title
    except ConfnotesError:
        return ""


def _body(theirs: Vault, path: str) -> str:
    try:
        return theirs.note(path).body
    except ConfnotesError:
        return ""
