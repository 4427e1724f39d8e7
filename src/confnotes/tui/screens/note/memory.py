"""What the panel beside a note remembers: the talk, the next one, what was noted before, links to the note.

Read in a worker; nothing here touches a widget.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.catalogue.links.backlinks import Backlink
    from confnotes.catalogue.memory import Find, NamedThing, RememberedLine
    from confnotes.catalogue.program.cards import Card
    from confnotes.model.hit import Related
    from confnotes.vault.vault import Vault

MOST_LINKS = 50  # backlinks in the panel
_PLACED = {"moved", "added", "cancelled", "came back"}


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known around a note. `others` says how many further talks of a speaker the vault knows.

    `earlier` was noted on the speakers, `on_words` on the words of the talk, `on_mention` on what `mention` names.
    `related` are notes like this one that neither link to it nor are linked. `moved`: the talk's time or room is
    another than it was when an import brought it first.
    """

    card: Card | None = None
    moved: bool = False
    next: Card | None = None
    others: dict[str, int] = field(default_factory=dict)
    earlier: tuple[RememberedLine, ...] = ()
    on_words: tuple[RememberedLine, ...] = ()
    mention: NamedThing | None = None
    on_mention: tuple[RememberedLine, ...] = ()
    backlinks: tuple[Backlink, ...] = ()
    related: tuple[Related, ...] = ()


def talk_and_next(vault: Vault, key: str) -> Memory:
    """The talk and what comes after it: in its room, else what is starred, else what begins next."""
    from confnotes.catalogue.program.switch_talks import next_talk
    from confnotes.catalogue.program.talks import card
    from confnotes.catalogue.program.whats_on import agenda

    this = card(vault, key)
    moved = _has_moved(vault, this)
    if this.start is None:
        return Memory(this, moved)
    return Memory(this, moved, next_talk(this, agenda(vault, this.conference)))


def _has_moved(vault: Vault, card: Card) -> bool:
    """Whether what an import changed last in the talk's time, room or state is that it moved."""
    from confnotes.catalogue.program.changes import changes

    with suppress(ConfnotesError):
        news = (change.changes for change in changes(vault, card.conference) if change.key == card.key)
        return "moved" in next((kinds for kinds in news if _PLACED.intersection(kinds)), ())
    return False


def recall(vault: Vault, find: Find, path: str, heading: str, known: Memory) -> Memory:
    """The same with what was noted before on its speakers and words, and with what links to the note at `path`."""
    from confnotes.catalogue import memory
    from confnotes.catalogue.links.backlinks import backlinks

    card = known.card
    titles, conference = [heading], path.partition("/")[0]
    earlier: tuple[RememberedLine, ...] = ()
    if card is not None:
        titles, conference = [card.title, card.session.title or ""], card.conference
        speakers = card.talk.speakers
        earlier = memory.on_speakers(find, [speaker.name for speaker in speakers], path)
        known = replace(known, others=memory.other_talks(vault, speakers, card.key))
    shown = {note.path for note in earlier}
    on_words = memory.on_words(find, titles, conference, path)
    return replace(
        known,
        earlier=earlier,
        on_words=tuple(note for note in on_words if note.path not in shown),
        backlinks=tuple(backlinks(vault, path, MOST_LINKS)),
    )


def related_to(vault: Vault, path: str) -> tuple[Related, ...]:
    """The notes like the one at `path` that no link joins with it: those are listed anyway."""
    from confnotes.catalogue.related import find_related

    return tuple(note for note in find_related(vault, path) if not note.linked)
