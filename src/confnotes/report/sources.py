"""The sources of a summary: for each conference its program, marks, and visible notes.

Notes are the user's own and, from other vaults, those of other people on the same conference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.audience.short_names import ShortNames
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.markup.generated_regions import is_day_page
from confnotes.merge.regenerate import is_made
from confnotes.model.mark import Mark, Marks
from confnotes.model.note import Note
from confnotes.model.program import Program
from confnotes.model.repeated_talks import RepeatedTalks
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.authors import author_of, own_name
from confnotes.report.other_vaults import OtherVault, merge_vault, open_vaults
from confnotes.report.target import free_notes, notes_elsewhere, program_of
from confnotes.vault import layout
from confnotes.vault.layout import original_of
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class SummarySource:
    """One conference, filtered for the audience.

    `notes` are sorted by path, those from other vaults last; `authors` maps paths to authors if there are several.
    `marked_slots` are the talk ids in the marks file: of a repeated talk, the slot that the user marked.

    `author` is the user's name; `viewers` are the people of other vaults who marked a talk as attended or rated it,
    with their ratings, by its id here.

    `own` is the conference note, without which the program has no overview. `hidden` are keys of talks whose note is
    hidden from this audience. `short` shortens names, if requested. `unmerged` are notes with an unresolved git merge
    conflict, `damaged` messages about unreadable files of other people's vaults; both are for the author only.
    `colleagues` are the other vaults and what is visible of their conference notes.
    """

    folder: str
    program: Program
    marks: Marks
    notes: tuple[Note, ...]
    hidden: frozenset[str] = frozenset()
    marked_slots: frozenset[str] = frozenset()
    authors: Mapping[str, str] = field(default_factory=dict)
    author: str | None = None
    viewers: Mapping[str, Sequence[tuple[str, int | None]]] = field(default_factory=dict)
    own: Note | None = None
    short: ShortNames | None = None
    unmerged: tuple[Note, ...] = ()
    damaged: tuple[str, ...] = ()
    colleagues: tuple[tuple[OtherVault, Note], ...] = ()

    @property
    def name(self) -> str:
        """The conference's name: from its note, else its folder."""
        return self.program.conference.name or self.folder

    def told_slots(self) -> dict[str, tuple[str, ...]]:
        """For the slots of repeated talks: all slots for the one that stands for the talk, () for the others.

        That is the slot with the note, else the one that the user marked, else the first. A program without notes and
        marks is reported as it is, with every slot.
        """
        found: dict[str, tuple[str, ...]] = {}
        if not self.notes and not self.marks.marked():
            return found
        about = {note.talk_key for note in self.notes}
        for talk in RepeatedTalks.of(self.program).talks:
            noted = [slot for slot in talk.slots if layout.talk_key(self.folder, slot) in about]
            marked = [slot for slot in talk.slots if slot in self.marked_slots]
            if talk.is_one:
                found |= dict.fromkeys(talk.slots, ())
                found[(noted or marked or talk.slots)[0]] = talk.slots
        return found

    def marked_for(self, audience: Audience) -> Iterator[str]:
        """Keys of talks with a mark that this audience may see."""
        marks = self.marks
        told = marks.marked() if audience is not Audience.PUBLIC else marks[Mark.ATTENDED] | marks.rated
        return (layout.talk_key(self.folder, talk) for talk in told)


def sources_of(vault: Vault, names: Iterable[str], order: SummaryOrder) -> list[SummarySource]:
    """The conferences in these folders, filtered for the order's audience.

    Raises what `Vault.program` raises, and what `open_vaults` raises for the order's other vaults.
    """
    shown, untouched = AudienceFilter(vault, order.audience), Untouched.of(vault)
    others = open_vaults(vault, order.others, order.audience)
    found = [_source(vault, name, shown, untouched, others) for name in names]
    if order.short_names:
        found = _with_short_names(found)
    own = own_name(order)
    return [replace(source, author=own) for source in _with_authors(found, own, others)]


def _source(
    vault: Vault, name: str, shown: AudienceFilter, untouched: Untouched, others: Sequence[OtherVault]
) -> SummarySource:
    written = list(_notes(vault, name))
    notes, hidden = _readable(written, shown, untouched)
    program = program_of(vault, name)
    own = _own_note(vault, name, program, shown)
    program = replace(program, conference=replace(program.conference, description=None))
    joining: list[Note] = []
    unmerged = [one for one in written if one.unmerged]
    damaged: list[str] = []
    colleagues: list[tuple[OtherVault, Note]] = []
    viewers: dict[str, list[tuple[str, int | None]]] = {}
    for other in others:
        folder = other.conference(name, program)
        if folder is not None:
            their_notes = list(_notes(other.vault, folder))
            unmerged += (
                replace(one, path=PurePosixPath(other.vault.root, one.path)) for one in their_notes if one.unmerged
            )
            theirs, _ = _readable(their_notes, other.shown, Untouched.of(other.vault))
            program, theirs, ids = merge_vault(name, program, other, other.shown.program(folder), theirs)
            joining += theirs
            marks = other.shown.marks(folder)
            for talk in marks[Mark.ATTENDED] | marks.rated:
                viewers.setdefault(ids.get(talk, ""), []).append((other.name, marks.rating(talk, None)))
            damaged += other.damaged()
            if (their_own := _own_note(other.vault, folder, program_of(other.vault, folder), other.shown)) is not None:
                colleagues.append((other, their_own))
    # Talks that the user does not share are hidden from other people's notes too.
    may_be_told = shown.told_of(name, program)
    untold = _keys(name, program) - _keys(name, may_be_told)
    notes += (shown.concealed(note) for note in joining if note.talk_key not in untold)
    return SummarySource(
        name,
        may_be_told,
        shown.marks(name),
        tuple(notes),
        hidden,
        _marked_slots(vault, name),
        viewers=viewers,
        own=own,
        unmerged=tuple(unmerged),
        damaged=tuple(damaged),
        colleagues=tuple(colleagues),
    )


def _marked_slots(vault: Vault, name: str) -> frozenset[str]:
    marks = vault.written_marks(name)
    return frozenset((*marks.of_talks, *marks.ratings))


def _keys(name: str, program: Program) -> set[str]:
    return {layout.talk_key(name, talk.id or "") for talk in program.talks()}


def _own_note(vault: Vault, name: str, program: Program, shown: AudienceFilter) -> Note | None:
    path = layout.conference_path(name)
    if name not in vault.conferences() or not (vault.root / path).is_file():
        return None
    return shown.note(replace(vault.note(path), body=program.conference.description or ""))


def _notes(vault: Vault, name: str) -> Iterator[Note]:
    own = layout.conference_path(name) if name in vault.conferences() else ""
    paths = (path for path in vault.note_paths(name) if path != own and not original_of(path))
    notes = free_notes(vault) if name == layout.FREE_NOTES else map(vault.note, paths)
    for note in notes:
        # skip summaries that were exported to the vault
        if not original_of(str(note.path)) and not is_made(note.body):
            yield note
    if name != layout.FREE_NOTES:
        yield from notes_elsewhere(vault, name)


def _readable(notes: Iterable[Note], to: AudienceFilter, untouched: Untouched) -> tuple[list[Note], frozenset[str]]:
    """The visible notes, and the talk keys of hidden ones."""
    found: list[Note] = []
    hidden: set[str] = set()
    for note in notes:
        readable = to.note(note, untouched)
        if readable is None:
            hidden.add(note.talk_key or "")
        elif readable.body.strip() or not is_day_page(note):
            found.append(readable)
    return found, frozenset(hidden)


def _with_short_names(sources: list[SummarySource]) -> list[SummarySource]:
    """The sources with the names of people who asked questions as initials."""
    speakers = {one.name for source in sources for talk in source.program.talks() for one in talk.speakers}
    notes = [note for source in sources for note in (*source.notes, *filter(None, [source.own]))]
    short = ShortNames(notes, speakers)
    return [
        replace(
            source,
            notes=tuple(map(short.note, source.notes)),
            own=source.own and short.note(source.own),
            short=short,
        )
        for source in sources
    ]


def _with_authors(sources: list[SummarySource], own: str | None, others: Sequence[OtherVault]) -> list[SummarySource]:
    """The sources with authors, if there are several."""
    by_number = {f"/{other.number}/": other.name for other in others}
    found = [
        {
            str(note.path): author_of(note)
            or next((who for at, who in by_number.items() if str(note.path).startswith(at)), own)
            for note in source.notes
        }
        for source in sources
    ]
    if len({author for authors in found for author in authors.values()}) < 2:
        return sources
    return [
        replace(source, authors={path: author for path, author in authors.items() if author})
        for source, authors in zip(sources, found, strict=True)
    ]
