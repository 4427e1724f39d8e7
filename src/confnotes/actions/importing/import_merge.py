"""One source and its conference in the vault: where that is, what a merge makes of it, and what to say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta, timezone
from typing import Any

from confnotes import config
from confnotes.catalogue.recorded import now_recorded
from confnotes.errors import NotFoundError
from confnotes.markup.names import slug
from confnotes.merge.match_talks import source_name
from confnotes.merge.merge_duplicate_talks import under_ids
from confnotes.merge.merge_programs import MergeResult, TalkChange, as_written, merge
from confnotes.merge.merge_sources import Bases
from confnotes.merge.merge_words import ChangeKind, shift_in_words
from confnotes.model.mark import Marks
from confnotes.model.program import Program, Talk
from confnotes.model.schema import columns
from confnotes.vault.imported import Imported
from confnotes.vault.layout import program_path, talk_key
from confnotes.vault.vault import Vault

_SEVERAL = 4


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What writing one source did; `conference` is the folder's name.

    `cancelled` are talks that the source had and no longer has, or now marks so; `changed` the others that changed.
    `kept` are talks for which a source says something else than the user wrote, `doubts` talks that may be others of
    the program. `recorded` counts the talks to be watched that had no video. `messages` say what a person should know,
    one line each. `notes` are talk ids with the paths of their notes. `notes_written` and `files_written` are paths,
    the former among the latter.
    """

    conference: str
    source: str = ""
    talks: int = 0
    added: tuple[Talk, ...] = ()
    changed: tuple[TalkChange, ...] = ()
    cancelled: tuple[Talk, ...] = ()
    kept: tuple[TalkChange, ...] = ()
    doubts: tuple[TalkChange, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    notes_written: tuple[str, ...] = ()
    files_written: tuple[str, ...] = ()
    recorded: int = 0
    messages: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Nothing on disk had to change."""
        return not self.files_written

    @property
    def to_watch(self) -> str:
        """What to say of talks that can be watched now, "" for none."""
        if not self.recorded:
            return ""
        talks_have = "talk you wanted to watch has" if self.recorded == 1 else "talks you wanted to watch have"
        return f"{self.recorded} {talks_have} a recording now"

    @property
    def one_move(self) -> str:
        """What to say once of talks that all changed by the same move; "" where they did not, or are few."""
        shifts = {change.shift for change in self.changed}
        shift = shifts.pop() if len(shifts) == 1 and len(self.changed) >= _SEVERAL else None
        every = "all" if len(self.changed) == self.talks else "the"
        return "" if shift is None else shift_in_words(f"{every} {len(self.changed):,} talks", shift)

    def with_change(self, kind: ChangeKind) -> tuple[TalkChange, ...]:
        """The changed talks to which that happened, e.g. those that moved."""
        return tuple(change for change in self.changed if kind in change.kinds)


class KnownConference:
    """What the vault has of a conference: its program, its notes and marks, and what its sources said last.

    `earlier` are the sources that it had before, of which none is known by then to have a next version. `is_gone`: it
    has no program any more, so that nothing is left of what they said.
    """

    def __init__(self, vault: Vault, folder: str) -> None:
        """Raises ConfnotesError for a program that cannot be read."""
        self.folder = folder
        self.imported = Imported(vault, folder)
        self.notes = vault.talk_notes(folder)
        try:
            self.program: Program | None = vault.program(folder)
            vault.refuse_damaged(program_path(folder))
        except NotFoundError:
            self.program = None
        self._marks = vault.marks(folder) if folder in vault.conferences() else Marks()
        self.earlier = frozenset(self.imported.origins())
        self.is_gone = bool(self.earlier) and not (vault.root / program_path(folder)).exists()
        self._said = {source: Bases() for source in self.earlier} if self.is_gone else {}

    @property
    def note_paths(self) -> dict[str, str]:
        """The paths of the notes by the ids of their talks."""
        prefix = f"{slug(self.folder)}/"
        return {key.removeprefix(prefix): note.path for key, note in self.notes.items()}

    def known_as(self, source: str, theirs: Program, among: Collection[str]) -> str:
        """The name under which it is kept: its own, or that one of those `among` of which it is the next version."""
        found = source_name(source, theirs, {name: self._last(name) for name in {source, *among}})
        self.earlier -= {found}
        return found

    def bases(self, source: str) -> Bases:
        """What this source and the others said last."""
        if not self._said:
            return self.imported.bases(source)
        names = {*self.imported.origins(), *self._said} - {source}
        others = (self._last(name).own for name in sorted(names))
        return replace(self._last(source), others=[other for other in others if other])

    def merged(self, source: str, theirs: Program) -> MergeResult:
        """Its program with that of a source brought into it."""
        mine = self.program or Program(theirs.conference)
        return merge(mine, theirs, self.bases(source), self._marks.marked() | self.note_paths.keys())

    def becomes(self, source: str, merged: MergeResult, called: str) -> None:
        """Take that for what the vault has, so that the next source is merged with what this one would leave.

        The source is `called` otherwise where it is the next version of one.
        """
        if merged.joined:
            for name in {*self.imported.origins(), *self._said} - {source}:
                last = self._last(name)
                self._said[name] = replace(last, own=under_ids(last.own, merged.joined) if last.own else None)
        self.program = as_written(merged.program)
        self._said[source] = Bases()
        self._said[called] = Bases(as_written(merged.brought), ids=merged.ids)

    def report(self, source: str, talks: int, merged: MergeResult) -> ImportReport:
        """What that merge makes of its talks, and what a person should know of it; nothing about files."""
        paths = self.note_paths
        reported = {talk.id for talk in (*merged.cancelled, *(change.talk for change in merged.changed))}
        messages = [
            f"{talk.title or 'Untitled talk'}: cancelled; your note stays: {paths[talk.id]}"
            for talk in merged.cancelled
            if talk.id in paths
        ]
        if merged.offset is not None:
            messages.insert(0, _zone_question(merged.offset))
        told = (*merged.kept, *merged.doubts)
        messages += [f"{change.talk.title or 'Untitled talk'}: {change.what}" for change in told]
        recorded = now_recorded(self.program, merged.program, self._marks, paths, config.now().date())
        return ImportReport(
            conference=self.folder,
            source=source,
            talks=talks,
            added=merged.added,
            changed=merged.changed,
            cancelled=merged.cancelled,
            kept=merged.kept,
            doubts=merged.doubts,
            notes={talk_id: path for talk_id, path in paths.items() if talk_id in reported},
            recorded=recorded,
            messages=tuple(messages),
        )

    def _last(self, source: str) -> Bases:
        return self._said.get(source) or self.imported.bases(source)


def _zone_question(offset: timedelta) -> str:
    """What to ask when a source states UTC for hours that were in no zone."""
    here = timezone(offset)
    return (
        f"the source states UTC now; its talks stay at their hours, which are those of {here}: name the zone with "
        "--timezone, or UTC if they are to move"
    )


def report_objects(reports: Iterable[ImportReport]) -> dict[str, Any]:
    """The reports of one import, source by source; a talk that moved and was renamed stands in both lists."""
    return {"schema": "confnotes.import/1", "sources": [_report(report) for report in reports]}


def _report(report: ImportReport) -> dict[str, Any]:
    return {
        **_source(report),
        "added": [_talk(report, talk, "added") for talk in report.added],
        "moved": _changes(report, report.with_change(ChangeKind.MOVED)),
        "renamed": _changes(report, report.with_change(ChangeKind.RENAMED)),
        "cancelled": [_talk(report, talk, "cancelled") for talk in report.cancelled],
        "came_back": _changes(report, report.with_change(ChangeKind.CAME_BACK)),
        "changed": _changes(report, report.with_change(ChangeKind.CHANGED)),
        "kept": _changes(report, report.kept),
        "doubts": _changes(report, report.doubts),
        **_written(report),
    }


_source = columns("conference source talks unchanged")
_written = columns("recorded notes_written files_written messages")
_found = columns("title start room")


def _changes(report: ImportReport, changes: Iterable[TalkChange]) -> list[dict[str, Any]]:
    return [_talk(report, change.talk, change.what) for change in changes]


def _talk(report: ImportReport, talk: Talk, what: str) -> dict[str, Any]:
    return {
        "id": talk_key(report.conference, talk.id or ""),
        **_found(talk),
        "what": what,
        "note": report.notes.get(talk.id or ""),
    }
