"""What an import did, in words."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from confnotes.actions.importing.known_sources import Part
from confnotes.cli.printing import counted, tell

if TYPE_CHECKING:
    from confnotes.actions.importing.import_merge import ImportReport
    from confnotes.actions.importing.read_sources import Preview
    from confnotes.vault.vault import Vault

_NAMESAKES = 3
"""So many names are told one by one."""


def tell_reports(reports: Iterable[ImportReport]) -> None:
    """Say to a person what changed, source by source."""
    for report in reports:
        _tell_report(report)


def tell_namesakes(vault: Vault, conferences: Iterable[str]) -> None:
    """Ask whether one name is that of several people, where what these conferences say of it has nothing in common."""
    from confnotes.actions.people.same_person import possible_namesakes

    found = dict(one for conference in conferences for one in possible_namesakes(vault, conference))
    for name, affiliations in list(found.items())[:_NAMESAKES]:
        quoted = shlex.quote(name)
        told = f"{name} is of {' and of '.join(affiliations)}."
        tell(f"{told} If these are several people: confnotes same --split {quoted}")
    if len(found) > _NAMESAKES:
        tell(f"{len(found) - _NAMESAKES} more names may be those of several people: confnotes same")


def tell_plan(vault: Vault, previews: Sequence[Preview]) -> None:
    """Say what writing the previews would change in the conferences that the vault has already."""
    from confnotes.actions.importing.import_program import plan

    known = set(vault.conferences())
    for report in plan(vault, previews) if known else ():
        if report.conference not in known:
            continue
        if report.unchanged:
            tell(f"Writing {report.source} would change nothing in {report.conference}.")
            continue
        tell(f"Writing {report.source} would change {report.conference}, which is in the vault already:")
        _tell_report(report)


def tell_unchanged(parts: Iterable[Part]) -> None:
    """Say which sources have nothing new."""
    for part in parts:
        tell(f"{part.conference}: already in the vault, nothing changed since the last import ({part.source}).")


def _tell_report(report: ImportReport) -> None:
    if not report.unchanged:
        parts = [
            _unless_none(len(report.added), "new talk"),
            _unless_none(len(report.changed), "changed talk") + _kinds(report),
            _unless_none(len(report.cancelled), "cancelled talk"),
            _unless_none(len(report.notes_written), "note"),
        ]
        tell(f"{report.conference}: {', '.join(part for part in parts if part) or 'written'}.")
    elif report.source:
        tell_unchanged([Part(report.conference, report.source, report.talks)])
    for change in report.changed:
        tell(f"  {change.talk.title or change.talk.id}: {change.what}")
    for talk in report.cancelled:
        if talk.id not in report.notes:
            tell(f"  {talk.title or talk.id}: cancelled")
    tell(*(f"  {message}" for message in (report.to_watch, *report.messages) if message))


def _kinds(report: ImportReport) -> str:
    from confnotes.merge.merge_words import Change

    kinds = (Change.MOVED, Change.RENAMED, Change.CAME_BACK)
    counts = [f"{count} {kind}" for kind in kinds if (count := len(report.with_change(kind)))]
    return f" ({', '.join(counts)})" if counts else ""


def _unless_none(count: int, what: str) -> str:
    return counted(count, what) if count else ""
