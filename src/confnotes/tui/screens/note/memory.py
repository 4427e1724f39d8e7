"""The context that a note's panel shows: the talk, the next one, earlier notes, backlinks.

Read in a worker; nothing here touches a widget.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import field, replace
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    from confnotes.catalogue.links.backlinks import Backlink
    from confnotes.catalogue.memory import Find, NamedThing, RememberedLine
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.team.colleague_notes import ColleagueNote
    from confnotes.model.hit import Related
    from confnotes.vault.vault import Vault

MOST_LINKS = 50  # backlinks in the panel
_PLACED = {"moved", "added", "cancelled", "came back"}


@fast_dataclass(frozen=True, slots=True)
class Memory:
    """The context of a note. `others` counts the further talks of each speaker in the vault.

    `earlier` are notes on the speakers, `on_words` on words of the title, `on_mention` on what `mention` names.
    `related` are related notes without a link in either direction. `moved`: a re-import changed the talk's time or
    room. `colleagues` are their notes on the talk.
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
    colleagues: tuple[ColleagueNote, ...] = ()


def talk_and_next(vault: Vault, key: str) -> Memory:
    """The talk and the next one: in its room, otherwise a starred one, otherwise the next to start."""
    from confnotes.catalogue.program.switch_talks import next_talk
    from confnotes.catalogue.program.talks import card
    from confnotes.catalogue.program.whats_on import agenda

    this = card(vault, key)
    moved = _has_moved(vault, this)
    if this.start is None:
        return Memory(this, moved)
    return Memory(this, moved, next_talk(this, agenda(vault, this.conference)))


def _has_moved(vault: Vault, card: Card) -> bool:
    """Whether the latest change by an import to the talk's time, room or state was a move."""
    from confnotes.catalogue.program.changes import changes

    with suppress(ConfnotesError):
        news = (change.changes for change in changes(vault, card.conference) if change.key == card.key)
        return "moved" in next((kinds for kinds in news if _PLACED.intersection(kinds)), ())
    return False


def recall(vault: Vault, find: Find, path: str, heading: str, known: Memory) -> Memory:
    """`known` with earlier notes on its speakers and words, and with the backlinks of the note at `path`."""
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
    """Related notes of the one at `path`, without those that are linked and listed anyway."""
    from confnotes.catalogue.related import find_related

    return tuple(note for note in find_related(vault, path) if not note.linked)
