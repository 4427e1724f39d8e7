"""Combine the sources of a conference, and decide which to trust where they differ.

The most detailed source comes first: the one that is a schedule, with starts and rooms for most talks. This depends on
their content, never on the import order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from confnotes.markup.canonical import canonical
from confnotes.markup.person_names import name_words
from confnotes.model.program import Kind, Program, Resource, Role, Session, Speaker, Talk

_UNSPECIFIC = {"kind": (Kind.TALK, Kind.OTHER), "cancelled": (False,)}


@dataclass(frozen=True, slots=True)
class Bases:
    """The last imported versions: this source's (`own`, None the first time) and the others'.

    `ids` are this source's ids of talks that have another id in the vault, because another source brought them first.
    """

    own: Program | None = None
    others: Sequence[Program] = ()
    ids: Mapping[str, str] = field(default_factory=dict)

    def under_own_ids(self, talks: Sequence[Talk]) -> list[Talk]:
        """Talks of the vault under this source's ids; without id if it would be that of another of its talks."""
        own = {vault_id: source_id for source_id, vault_id in self.ids.items()}
        found = []
        for talk in talks:
            source_id = own.get(talk.id or "") or (None if talk.id in self.ids else talk.id)
            found.append(talk if source_id == talk.id else replace(talk, id=source_id))
        return found

    def after_merging(self, merged: Mapping[str, str]) -> Bases:
        """The same once talks of the vault were merged: `merged` maps the ids that are gone to those that stay."""
        if self.own is None:
            return self
        source_ids = {vault_id: source_id for source_id, vault_id in self.ids.items()}
        here = {talk.id for talk in self.own.talks()}
        ids = {source_ids.get(gone, gone): stays for gone, stays in merged.items() if gone in here}
        return replace(self, own=under_ids(self.own, merged), ids={**self.ids, **ids})


def under_ids(program: Program, ids: Mapping[str, str]) -> Program:
    """The program with some talk ids replaced."""

    def renamed(session: Session) -> Session:
        if not any(talk.id in ids for talk in session.talks):
            return session
        return replace(
            session, talks=tuple(replace(talk, id=ids.get(talk.id or "", talk.id)) for talk in session.talks)
        )

    return replace(program, sessions=tuple(renamed(session) for session in program.sessions))


class Sources:
    """Programs of one conference under the same ids, the most detailed first."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = sorted(programs, key=_exactness, reverse=True) if len(programs) > 1 else list(programs)

    @cached_property
    def _talks(self) -> list[dict[str | None, Talk]]:
        return [{talk.id: talk for talk in program.talks()} for program in self.programs]

    @cached_property
    def _sessions(self) -> list[dict[str | None, Session]]:
        return [{session.id: session for session in program.sessions} for program in self.programs]

    @cached_property
    def _homes(self) -> list[dict[str | None, Session]]:
        return [{talk.id: one for one, talk in program.sessions_and_talks()} for program in self.programs]

    def talk(self, talk_id: str | None) -> list[Talk]:
        """The talk in each source that has it."""
        return [found for talks in self._talks if (found := talks.get(talk_id))]

    def session(self, session_id: str | None) -> list[Session]:
        """The session in each source that has it."""
        return [found for sessions in self._sessions if (found := sessions.get(session_id))]

    def home(self, talk_id: str | None) -> str | None:
        """The talk's session, preferably one with a title."""
        homes = [found for homes in self._homes if (found := homes.get(talk_id))]
        return next((home.id for home in homes if home.title), homes[0].id if homes else None)

    def together(self, one: str | None, other: str | None) -> bool:
        """Whether one source has both talks."""
        return any(one in talks and other in talks for talks in self._talks)

    def leads(self, program: Program) -> bool:
        """Whether no other source is more detailed."""
        return not self.programs or self.programs[0] is program


def stated_value(values: Sequence[Any], name: str) -> Any:
    """The value of a field, given the sources' `values`, the most detailed source first."""
    if name == "resources":
        return _links([value.resources for value in values])
    if name == "speakers":
        return _speakers([value.speakers for value in values if value.speakers])
    if name == "cancelled":
        return any(value.cancelled for value in values)
    if name == "start":
        values = sorted(values, key=lambda value: (value.clock is not None, is_day_only(value)))
    if name == "end":
        start = stated_value(values, "start")
        values = [value for value in values if value.start in (None, start)]
    found = [getattr(value, name) for value in values]
    return next((one for one in found if not is_empty(one, name)), found[0] if found else None)


def is_day_only(talk: Talk | Session) -> bool:
    """Whether the start is a bare day, or a midnight without an end, which stands for a day without a time."""
    if talk.starts_at is None:
        return talk.day is not None
    return talk.end is None and not (talk.starts_at.hour or talk.starts_at.minute)


def is_empty(value: object, name: str = "") -> bool:
    """Whether a field's value is empty or unknown."""
    return value is None or value in ("", ()) or value in _UNSPECIFIC.get(name, ())


def _exactness(program: Program) -> tuple[Any, ...]:
    talks = list(program.talks())
    timed = sum(talk.start is not None for talk in talks)
    placed = sum(talk.room is not None for talk in talks)
    ended = sum(talk.end is not None for talk in talks)
    return timed * 2 >= len(talks), placed * 2 >= len(talks), timed + placed + ended, len(talks), _text(talks)


def _text(talks: list[Talk]) -> list[str]:
    """A sort key that rarely is equal for two programs, so that their order is stable."""
    return [f"{talk.title} {talk.abstract}" for talk in talks]


def _links(lists: Sequence[tuple[Resource, ...]]) -> tuple[Resource, ...]:
    if len(lists) < 2:
        return lists[0] if lists else ()
    found: dict[str, Resource] = {}
    for links in lists:
        for link in links:
            found.setdefault(canonical(link.url), link)
    return tuple(found.values())


def _speakers(lists: Sequence[tuple[Speaker, ...]]) -> tuple[Speaker, ...]:
    """The first list, completed by the others' facts about the same people; a longer list that contains it is
    preferred.
    """
    if len(lists) < 2:
        return lists[0] if lists else ()
    chosen = lists[0]
    for other in lists[1:]:
        known = {name_words(speaker.name): speaker for speaker in other}
        if {name_words(speaker.name) for speaker in chosen} < known.keys():
            own = {name_words(speaker.name): speaker for speaker in chosen}
            chosen = tuple(_filled(own.get(name_words(speaker.name), speaker), speaker) for speaker in other)
        else:
            chosen = tuple(_filled(speaker, known.get(name_words(speaker.name))) for speaker in chosen)
    return chosen


def _filled(one: Speaker, other: Speaker | None) -> Speaker:
    """A speaker with missing facts filled in; a speaker stays one even if another source lists an author."""
    if other is None:
        return one
    return replace(
        one,
        affiliation=one.affiliation or other.affiliation,
        url=one.url or other.url,
        role=other.role if one.role is Role.SPEAKER and other.role is not Role.AUTHOR else one.role,
        highlighted=one.highlighted or other.highlighted,
        id=one.id or other.id,
    )
