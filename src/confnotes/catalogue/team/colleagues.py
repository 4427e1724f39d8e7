"""Which talks of this vault colleagues noted, starred, rated, attended or take.

A sync compares the programs and stores the result (`actions/team/compare_talks.py`), which is quick to read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from confnotes.model.mark import was_there
from confnotes.vault.private_file import views_file
from confnotes.vault.vault import Vault


class ColleagueView(NamedTuple):
    """What a colleague thinks of a talk: the number of lines in their note, a star, a rating, their note's path in
    their folder ("" without one), whether they marked it as attended, whether they take it: mean to sit in it, and
    whether they said that they did not attend it.
    """

    name: str
    lines: int = 0
    starred: bool = False
    rating: int | None = None
    path: str = ""
    attended: bool = False
    taken: bool = False
    absent: bool = False

    @property
    def sits_in(self) -> bool:
        """Whether they are or were there."""
        return was_there(self.attended, self.lines, self.absent)


def names_of(views: Iterable[ColleagueView], me: str) -> list[str]:
    """The names of people; the user is “you”."""
    return ["you" if one.name == me else one.name for one in views]


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
