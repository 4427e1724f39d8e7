"""What an import did, as the object that `confnotes import --json` prints: schema `confnotes.import/1`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from confnotes.actions.importing.import_program import Change, ImportReport, TalkChange
from confnotes.model.program import Talk
from confnotes.vault.layout import talk_key


def report_objects(reports: Iterable[ImportReport]) -> dict[str, Any]:
    """The reports of one import, source by source; a talk that moved and was renamed stands in both lists."""
    return {"schema": "confnotes.import/1", "sources": [_report(report) for report in reports]}


def _report(report: ImportReport) -> dict[str, Any]:
    return {
        "conference": report.conference,
        "source": report.source,
        "talks": report.talks,
        "unchanged": report.unchanged,
        "added": [_talk(report, talk, "added") for talk in report.added],
        "moved": _changes(report, report.with_change(Change.MOVED)),
        "renamed": _changes(report, report.with_change(Change.RENAMED)),
        "cancelled": [_talk(report, talk, "cancelled") for talk in report.cancelled],
        "came_back": _changes(report, report.with_change(Change.CAME_BACK)),
        "changed": _changes(report, report.with_change(Change.CHANGED)),
        "kept": _changes(report, report.kept),
        "doubts": _changes(report, report.doubts),
        "recorded": report.recorded,
        "notes_written": list(report.notes_written),
        "files_written": list(report.files_written),
        "messages": list(report.messages),
    }


def _changes(report: ImportReport, changes: Iterable[TalkChange]) -> list[dict[str, Any]]:
    return [_talk(report, change.talk, change.what) for change in changes]


def _talk(report: ImportReport, talk: Talk, what: str) -> dict[str, Any]:
    return {
        "id": talk_key(report.conference, talk.id or ""),
        "title": talk.title,
        "start": talk.start.isoformat() if talk.start else None,
        "room": talk.room,
        "what": what,
        "note": report.notes.get(talk.id or ""),
    }
