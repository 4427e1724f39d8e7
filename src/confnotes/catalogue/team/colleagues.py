"""Colleagues' notes on the talks of this vault, and which talks they noted, starred or rated.

A sync compares the programs and stores the result (`actions/team/compare_talks.py`), which is quick to read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.markup.names import slug
from confnotes.vault.layout import split_talk_key
from confnotes.vault.private_file import views_file
from confnotes.vault.team_state import colleague_vaults
from confnotes.vault.vault import Vault


class ColleagueView(NamedTuple):
    """What a colleague thinks of a talk: the number of lines in their note, a star, a rating, and their note's path in
    their folder ("" without one).
    """

    name: str
    lines: int = 0
    starred: bool = False
    rating: int | None = None
    path: str = ""


class ColleagueNote(NamedTuple):
    """A colleague's view of a talk, and the text of their note without front matter."""

    view: ColleagueView
    body: str


ViewsByTalk = Mapping[str, tuple[ColleagueView, ...]]


def colleague_views(vault: Vault, conference: str) -> ViewsByTalk:
    """The views of a conference's talks (a folder here) by talk id, as of the last sync; empty without a team."""
    try:
        facts = views_file(vault.root).stat()
    except OSError:
        return {}
    from confnotes.catalogue.remembered import remembered

    version = facts.st_mtime_ns, facts.st_ino, facts.st_size
    known: dict[str, ViewsByTalk] = remembered(vault, _load, version, lambda: _load(vault))
    return known.get(conference, {})


def _load(vault: Vault) -> dict[str, ViewsByTalk]:
    found: dict[str, ViewsByTalk] = {}
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError, AttributeError):
        for conference, talks in json.loads(views_file(vault.root).read_bytes())["views"].items():
            found[conference] = {
                talk_id: tuple(ColleagueView(*one) for one in views) for talk_id, views in talks.items()
            }
    return found


def notes_on(vault: Vault, key: str) -> tuple[ColleagueNote, ...]:
    """Colleagues' views of the talk with this key, with their notes, by name. Raises ConfnotesError."""
    folder, talk_id = split_talk_key(key)
    conference = next((one for one in vault.conferences() if slug(one) == folder), "")
    views = colleague_views(vault, conference).get(talk_id, ())
    folders = colleague_vaults(vault.root) if views else {}
    return tuple(
        ColleagueNote(view, _body(Vault(folders[view.name]), view.path)) for view in views if view.name in folders
    )


def _body(theirs: Vault, path: str) -> str:
    with suppress(ConfnotesError):
        return theirs.note(path).body.strip("\n") if path else ""
    return ""
