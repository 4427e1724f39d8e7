"""Merge one source into its conference in the vault and report the changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta, timezone
from typing import Any

from confnotes import config
from confnotes.actions.syncing.check_out import finish_program
from confnotes.catalogue.recorded import now_recorded
from confnotes.errors import NotFoundError
from confnotes.markup.names import slug
from confnotes.merge.match_talks import source_name
from confnotes.merge.merge_programs import MergeResult, TalkChange, as_written, merge
from confnotes.merge.merge_sources import Bases
from confnotes.model.mark import Marks
from confnotes.model.program import Program, Talk
from confnotes.model.schema import columns
from confnotes.model.talk_changes import ChangeKind, shift_in_words
from confnotes.vault.imported import Imported
from confnotes.vault.layout import program_path, talk_key
from confnotes.vault.vault import Vault

_SEVERAL = 4  # talks that moved by the same time are told in one line


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Result of importing one source; `conference` is the folder's name.

    `cancelled` are talks that the source dropped or marks as cancelled, `changed` other changed talks. `kept` are talks
    where the user's edits differ from the source, `doubts` possible duplicates in the program. `recorded` counts
    watch-later talks that now have a video. `messages` are for the user, one line each. `notes` maps talk ids to note
    paths. `notes_written` (of talks) and `files_written` are paths; the latter include the former.
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
        """Whether no file had to change."""
        return not self.files_written

    @property
    def to_watch(self) -> str:
        """A message about watch-later talks that now have recordings, or ""."""
        if not self.recorded:
            return ""
        talks_have = "talk you wanted to watch has" if self.recorded == 1 else "talks you wanted to watch have"
        return f"{self.recorded} {talks_have} a recording now"

    @property
    def one_move(self) -> str:
        """One message if many talks all moved by the same amount, else ""."""
        shifts = {change.shift for change in self.changed}
        shift = shifts.pop() if len(shifts) == 1 and len(self.changed) >= _SEVERAL else None
        every = "all" if len(self.changed) == self.talks else "the"
        return "" if shift is None else shift_in_words(f"{every} {len(self.changed):,} talks", shift)

    def with_change(self, kind: ChangeKind) -> tuple[TalkChange, ...]:
        """Talks with a change of this kind, for example moved ones."""
        return tuple(change for change in self.changed if kind in change.kinds)


class KnownConference:
    """What the vault has of a conference: program, notes, marks, and the last version of each source.

    `earlier` are its previous sources that have no newer version yet. `is_gone`: the program file was deleted, so
    earlier source versions are ignored. `now` is the time of this import, `dated` the same if machines sync, whose
    later import counts; else None, so that plain git merges what two people import from the same bytes.
    """

    def __init__(self, vault: Vault, folder: str) -> None:
        """Raises ConfnotesError if the program cannot be read."""
        self.now = config.now()
        self.dated = self.now if finish_program(vault) else None
        self.folder = folder
        self.imported = Imported(vault, folder)
        self.notes = vault.written_notes(folder)
        try:
            self.program: Program | None = vault.program(folder)
            vault.refuse_damaged(program_path(folder))
        except NotFoundError:
            self.program = None
        self._marks = vault.written_marks(folder) if folder in vault.conferences() else Marks()
        self.earlier = frozenset(self.imported.origins())
        self.is_gone = bool(self.earlier) and not (vault.root / program_path(folder)).exists()
        self._said = {source: Bases() for source in self.earlier} if self.is_gone else {}

    @property
    def note_paths(self) -> dict[str, str]:
        """Note paths by talk id."""
        prefix = f"{slug(self.folder)}/"
        return {key.removeprefix(prefix): note.path for key, note in self.notes.items()}

    def known_as(self, source: str, theirs: Program, among: Collection[str]) -> str:
        """The name under which the source is stored: its own, or that of the source `among` these that it updates."""
        found = source_name(source, theirs, {name: self._last(name) for name in {source, *among}})
        self.earlier -= {found}
        return found

    def bases(self, source: str) -> Bases:
        """The last versions of this source and of the others."""
        if not self._said:
            return self.imported.bases(source)
        names = {*self.imported.origins(), *self._said} - {source}
        others = (self._last(name).own for name in sorted(names))
        return replace(self._last(source), others=[other for other in others if other])

    def merged(self, source: str, theirs: Program) -> MergeResult:
        """The program merged with that of a source."""
        mine = self.program or Program(theirs.conference)
        return merge(mine, theirs, self.bases(source), self._marks.marked() | self.note_paths.keys())

    def becomes(self, source: str, merged: MergeResult, called: str) -> None:
        """Use the merge result as the current program, so that the next source is merged into it.

        `called` is the stored name of the source, which differs if it updates another.
        """
        if merged.joined:
            for name in {*self.imported.origins(), *self._said} - {source}:
                self._said[name] = self._last(name).after_merging(merged.joined)
        self.program = as_written(merged.program)
        self._said[source] = Bases()
        self._said[called] = Bases(as_written(merged.brought), ids=merged.ids)

    def report(self, source: str, talks: int, merged: MergeResult) -> ImportReport:
        """Report the merge: changed talks and messages, without file names."""
        paths, written = self.note_paths, {note.path for note in self.notes.values() if note.lines}
        reported = {talk.id for talk in (*merged.cancelled, *(change.talk for change in merged.changed))}
        messages = [
            f"{talk.title or 'Untitled talk'}: cancelled; your note stays: {paths[talk.id]}"
            for talk in merged.cancelled
            if talk.id in paths
        ]
        zone, before = merged.program.conference.timezone, self.program and self.program.conference.timezone
        if zone and before and zone != before and not merged.changed:
            messages.insert(0, f"Times are in {zone} now, no longer in {before}")
        if merged.offset is not None:
            messages.insert(0, _zone_question(merged.offset))
        told = (*merged.kept, *merged.doubts)
        messages += [f"{change.talk.title or 'Untitled talk'}: {change.what}" for change in told]
        noted = {talk_id for talk_id, path in paths.items() if path in written}
        recorded = now_recorded(self.program, merged.program, self._marks, noted, self.now.date())
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
    """Message for a source that states UTC although its earlier version had no time zone."""
    here = timezone(offset)
    return f"the source now states UTC; its talks keep their times in {here}. Set their time zone, or UTC to move them"


def report_objects(reports: Iterable[ImportReport]) -> dict[str, Any]:
    """The reports of one import as JSON objects, one per source; a talk that moved and was renamed is in both lists."""
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
