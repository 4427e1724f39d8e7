"""Hidden talks and sessions, and the replacement of links to hidden items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from confnotes.markup.concealed_links import may_name, without_links
from confnotes.markup.link_names import aliases, link_key, path_keys
from confnotes.markup.names import fold, slug
from confnotes.model.note import Note
from confnotes.model.program import Program
from confnotes.model.repeated_talks import RepeatedTalks
from confnotes.vault.layout import conference_path, talk_key

_ENDING = re.compile(r"\.md\Z", re.IGNORECASE)
_NOT_IN_LINKS = re.compile(r"[\[\]|#^\n]+")


@dataclass(slots=True)
class Hidden:
    """Keys of hidden talks and sessions, and replacements for links to hidden items, by folded name.

    Call the methods in this order: unshared notes, programs, private notes. `told` maps keys of visible talks to
    titles; `pages` are conferences (folder names) whose page is private.
    """

    talks: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    repeated: dict[str, RepeatedTalks] = field(default_factory=dict)

    def hides(self, key: str) -> bool:
        """Whether the talk with this key is hidden, under any of its slots."""
        if key in self.talks:
            return True
        conference, _, talk_id = key.partition("/")
        event = self.repeated[conference].talk(talk_id) if conference in self.repeated else None
        return event is not None and talk_key(conference, event.slots[0]) in self.talks

    def add_unshared(self, note: Note) -> None:
        """Hide a note marked as do not share, and its talk."""
        if isinstance(key := note.fields.get("talk"), str):
            self.talks.add(key.strip())
        self.links |= dict.fromkeys(_names(note), "")

    def add_talks(self, conference: str, program: Program, unshared: frozenset[str], repeated: RepeatedTalks) -> None:
        """Add the talks and sessions of a program; those with ids in `unshared` are hidden, with all their slots."""
        if repeated.talks:
            self.repeated[slug(conference)] = repeated
        self._hide_unshared(conference, program, unshared, repeated)
        for session in program.sessions:
            keys = [talk_key(conference, talk.id or "") for talk in session.talks]
            whole = session.id in unshared
            if whole or (keys and self.talks.issuperset(keys)):
                self.sessions.add(talk_key(conference, session.id or ""))
                self.links |= {fold(session.title): ""} if session.title else {}
            for key, talk in zip(keys, session.talks, strict=True):
                title = talk.title or session.title or ""
                if key in self.talks:
                    self.links |= {fold(key): "", fold(title): ""}
                else:
                    self.told[key] = title

    def _hide_unshared(
        self, conference: str, program: Program, unshared: frozenset[str], repeated: RepeatedTalks
    ) -> None:
        """Hide the talks with these ids, those of such sessions, and every slot of a hidden talk."""
        prefix = talk_key(conference, "")
        self.talks.update(
            prefix + (talk.id or "")
            for session, talk in program.sessions_and_talks()
            if session.id in unshared or talk.id in unshared
        )
        for key in [key for key in self.talks if repeated.talks and key.startswith(prefix)]:
            event = repeated.talk(key.removeprefix(prefix))
            self.talks.update(prefix + slot for slot in (event.slots if event else ()))

    def add_private(self, notes: Iterable[Note], visible: Iterable[str]) -> None:
        """Add private notes; a link to one about a visible talk leads to the talk.

        Names that they share with talks or notes at `visible` paths are not replaced: readers see only those.
        """
        titles = {fold(title) for title in self.told.values()}
        self.links = {name: "" for name in self.links if name not in titles}
        shared = titles | {fold(key) for path in visible for key in path_keys(path)}
        for note in notes:
            folder = note.path.parts[0]
            if str(note.path) == conference_path(folder):
                self.pages.add(folder)
            title = self.told.get(str(note.fields.get("talk")).strip())
            meant = f"{note.fields.get('talk')}|{_NOT_IN_LINKS.sub(' ', title)}" if title else ""
            for name in _names(note) - shared:
                self.links.setdefault(name, meant)

    def may_be_named(self, text: str) -> bool:
        """Whether the text may link to a hidden item."""
        return bool(self.links) and may_name(text)

    def without_links(self, text: str, path: str) -> str:
        """The text of the note at a path without links to hidden items."""
        return without_links(text, lambda target: self._meant(target, path)) if self.links else text

    def _meant(self, target: str, path: str) -> str | None:
        target = _ENDING.sub("", target.strip())
        found = self.links.get(fold(link_key(target, path)))
        return self.links.get(fold(target.removeprefix("./"))) if found is None else found


def _names(note: Note) -> set[str]:
    """All names that a link can use for the note."""
    path = str(note.path)
    own = note.title if path != conference_path(path.partition("/")[0]) else note.stem
    keys = path_keys(path)
    return {fold(name) for name in (*keys, keys[0][1:], own, *aliases(note.fields))} - {""}
