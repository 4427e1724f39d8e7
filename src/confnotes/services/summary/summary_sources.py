"""What a summary is made from: of each conference its program, the marks, and the notes that its audience may read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from confnotes.markup.names import fold
from confnotes.markup.wikilinks import target_of
from confnotes.model.note import Note
from confnotes.model.program import Program
from confnotes.model.summary import Audience
from confnotes.model.summary_order import SummaryOrder
from confnotes.services.notes.day_page import is_day_page
from confnotes.services.notes.untouched import Untouched
from confnotes.services.summary.summary_text import for_audience, is_private
from confnotes.vault import layout
from confnotes.vault.marks_file import Marks
from confnotes.vault.vault import Vault

# Copies that confnotes, Syncthing, Dropbox and Nextcloud put beside a note; `confnotes doctor` names them.
_CONFLICT_COPY = re.compile(r"\((?:conflict|[^()]*conflicted copy)\b[^()]*\)\.md$|\.sync-conflict-[\w-]+\.md$")


@dataclass(frozen=True, slots=True)
class Source:
    """One conference as it is read for a summary. `notes` may be read by the audience, in the order of their paths.

    `authors` says by their paths whose notes they are, where several people's meet.
    """

    folder: str
    program: Program
    marks: Marks
    notes: tuple[Note, ...]
    hidden: frozenset[str] = frozenset()
    authors: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the conference is called: by its own note, else by its folder."""
        return self.program.conference.name or self.folder


def source_of(vault: Vault, name: str, order: SummaryOrder) -> Source:
    """The conference in this folder, as far as the order's audience may read it."""
    paths = [path for path in vault.note_paths(name) if path != layout.conference_path(name)]
    notes = [vault.note(path) for path in paths if not _CONFLICT_COPY.search(path)]
    notes += _notes_elsewhere(vault, name)
    shown, hidden = _readable(notes, order.audience, Untouched.of(vault))
    return Source(name, vault.program(name), vault.marks(name), shown, hidden)


def _notes_elsewhere(vault: Vault, name: str) -> list[Note]:
    """Notes in the folder for free notes whose front matter names the conference."""
    wanted = fold(name)
    found = []
    for path in vault.note_paths(layout.FREE_NOTES):
        note = vault.note(path)
        given = note.fields.get("conference")
        if isinstance(given, str) and fold(target_of(given) or given) == wanted:
            found.append(note)
    return found


def _readable(
    notes: Iterable[Note], audience: Audience, untouched: Untouched
) -> tuple[tuple[Note, ...], frozenset[str]]:
    """The notes as the audience may read them, and the talk keys of those that it may not."""
    shown: list[Note] = []
    hidden: set[str] = set()
    for note in notes:
        if audience is not Audience.ME and is_private(note):
            hidden.add(str(note.fields.get("talk") or ""))
        elif (readable := for_audience(note, audience, untouched)).body.strip() or not is_day_page(note):
            shown.append(readable)
    return tuple(shown), frozenset(hidden)
