"""Whether a source of a new name is the next version of one that was imported: `schedule-2.xml` after `schedule.xml`.

It is, when it has the same ending, says the same kinds of things, and for the most part the same ids on the same
titles, or without ids the same titles on the same days. Else it is another source, which tells of the same talks.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from confnotes.markup.names import fold
from confnotes.merge.merge_sources import Bases
from confnotes.model.program import Program, Talk

_FIELDS = ("start", "end", "room", "track", "speakers", "abstract", "language", "resources")
_APART = 0.34
_LEAST_WITHOUT_IDS = 3


def known_as(source: str, theirs: Program, kept: Mapping[str, Bases]) -> str:
    """The name of the source that this is the next version of, else its own; `kept` is what each source said last."""
    last = kept.get(source)
    if last is not None and last.own is not None:
        return source
    found = {
        name: likeness
        for name, bases in kept.items()
        if bases.own and _place(name) == _place(source) and (likeness := _likeness(theirs, bases.own, bases))
    }
    return max(found, key=lambda name: found[name], default=source)


def _place(source: str) -> tuple[bool, str]:
    """Whether it is an address, and its ending: what was fetched is followed by what is fetched."""
    return "://" in source, PurePath(source.partition("?")[0]).suffix.casefold()


def _likeness(theirs: Program, before: Program, bases: Bases) -> float:
    """From 0 (another source) to 1."""
    new, old = list(theirs.talks()), list(before.talks())
    if not new or not old or _shape_differs(new, old):
        return 0.0
    titles = {talk.id: fold(talk.title or "") for talk in bases.under_own_ids(old)}
    with_ids = [talk for talk in new if talk.id]
    if len(with_ids) * 2 > len(new):
        common = [talk for talk in with_ids if talk.id in titles]
        same = sum(fold(talk.title or "") == titles[talk.id] for talk in common)
        return (
            len(common) / len(new) if same * 2 > len(common) > 0 and len(common) * 2 >= min(len(new), len(old)) else 0.0
        )
    here, there = ({(fold(talk.title), _day(talk)) for talk in talks if talk.title} for talks in (new, old))
    shared = len(here & there)
    return shared / len(here) if shared >= _LEAST_WITHOUT_IDS and shared * 2 >= min(len(here), len(there)) else 0.0


def _shape_differs(new: list[Talk], old: list[Talk]) -> bool:
    """Whether one says something of most talks that the other does not."""
    return any(abs(_share(new, name) - _share(old, name)) > _APART for name in _FIELDS)


def _share(talks: list[Talk], name: str) -> float:
    return sum(bool(getattr(talk, name)) for talk in talks) / len(talks)


def _day(talk: Talk) -> str:
    return talk.start.date().isoformat() if talk.start else ""
