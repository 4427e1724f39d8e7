"""What the panel beside a note remembers: the talk, the next one, earlier notes on its speakers, links to the note.

Read in a worker; nothing here touches a widget.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup.plain import plain_text
from confnotes.markup.wikilinks import target_of

if TYPE_CHECKING:
    from confnotes.model.note import Note
    from confnotes.services.backlinks import Backlink
    from confnotes.services.cards import Card
    from confnotes.vault.vault import Vault

MOST_SPEAKERS = 12
MOST_EARLIER = 6
_PLACED = {"moved", "added", "cancelled", "came back"}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A note that names one of the speakers: whose, where, and how it begins."""

    person: str
    path: str
    title: str
    conference: str
    begins: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known around a note. `others` says how many further talks of a speaker the vault knows.

    `moved`: the talk's time or room is another than it was when an import brought it first.
    """

    card: Card | None = None
    moved: bool = False
    next: Card | None = None
    others: dict[str, int] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()
    backlinks: tuple[Backlink, ...] = ()


def talk_and_next(vault: Vault, key: str) -> Memory:
    """The talk and what comes after it: in its room, else what is starred, else what begins next."""
    from confnotes.services.switch_talks import next_talk
    from confnotes.services.talks import card
    from confnotes.services.whats_on import agenda

    this = card(vault, key)
    moved = _has_moved(vault, this)
    if this.start is None:
        return Memory(this, moved)
    return Memory(this, moved, next_talk(this, agenda(vault, this.conference, this.start.date())))


def _has_moved(vault: Vault, card: Card) -> bool:
    """Whether what an import changed last in the talk's time, room or state is that it moved."""
    from confnotes.services.changes import changes

    with suppress(ConfnotesError):
        news = (change.changes for change in changes(vault, card.conference) if change.key == card.key)
        return "moved" in next((kinds for kinds in news if _PLACED.intersection(kinds)), ())
    return False


def remembered(vault: Vault, path: str, known: Memory) -> Memory:
    """The same with earlier notes on the speakers and with backlinks; takes longer."""
    from confnotes.services.backlinks import backlinks

    found: tuple[Backlink, ...] = ()
    with suppress(ConfnotesError):
        found = tuple(backlinks(vault, path))
    others: dict[str, int] = {}
    earlier: dict[str, Earlier] = {}
    if known.card is not None:
        for speaker in known.card.talk.speakers[:MOST_SPEAKERS]:
            for note, count in _of_person(vault, speaker.name, path, known.card.key):
                others[speaker.name] = count
                if note is not None:
                    earlier.setdefault(note.path, note)
    newest = sorted(earlier.values(), key=lambda note: (note.conference, note.path), reverse=True)
    return replace(known, others=others, earlier=tuple(newest[:MOST_EARLIER]), backlinks=found)


def _of_person(vault: Vault, name: str, path: str, key: str) -> Iterator[tuple[Earlier | None, int]]:
    from confnotes.services.people import person

    try:
        found = person(vault, name)
    except ConfnotesError:
        return
    count = sum(1 for card in found.talks if card.key != key)
    yield None, count
    for note_path in found.notes:
        if note_path == path:
            continue
        with suppress(ConfnotesError):
            note = vault.note(note_path)
            conference = target_of(note.fields.get("conference")) or note_path.partition("/")[0]
            yield Earlier(name, note_path, note.title, conference, _begin(note)), count


def _begin(note: Note) -> str:
    """The first words of a note's body."""
    private = note.private_lines
    for number, line in enumerate(note.body.split("\n"), note.body_line):
        if number not in private and not line.startswith("#") and (text := plain_text(line)):
            return text
    return ""
