"""Import a program: plan first, then write everything or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from confnotes.actions.importing.import_merge import ImportReport, KnownConference
from confnotes.actions.importing.import_record import ImportRecord, recorded
from confnotes.actions.importing.known_sources import (
    SourcePart,
    SourcePlace,
    origin_of,
    remember_places,
    remember_written,
)
from confnotes.actions.importing.match_notes import matches, merge_facts
from confnotes.actions.importing.open_source import ImportContext
from confnotes.actions.importing.place_source import name_conference, place_of
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.actions.importing.source_notes import NotesToWrite, place_notes, write_notes, write_other_notes
from confnotes.merge.duplicate_talks import with_ids
from confnotes.model.program import Program
from confnotes.vault.changes_file import changes_of_merge, plan_changes
from confnotes.vault.layout import program_path
from confnotes.vault.program_save import plan_notes, plan_program
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault


def write(vault: Vault, previews: Sequence[SourcePreview], asked: ImportContext | None = None) -> list[ImportReport]:
    """Merge the previews into the vault; one report per source.

    Imports into one vault take turns. Raises StoppedError, ConfnotesError; then everything written by this call is
    undone.
    """
    asked = asked or ImportContext()
    with_names = [(one, *name_conference(one)) for one in previews]
    together = frozenset(one.source for one in previews)
    earlier: dict[str, frozenset[str]] = {}
    places: list[SourcePlace] = []
    with recorded(vault, asked.tell) as record, Transaction(vault, "import", record.note) as transaction:
        merged: list[_Merged] = []
        for number, (one, name, message) in enumerate(with_names):
            asked.tell(f"merging {one.source}", number, len(with_names))
            merged.append(_merge(vault, transaction, record, one, name, message, together, earlier))
            if one.opened and one.opened.place:
                places.append(SourcePlace(merged[-1].notes.folder, one.source, one.opened.place))
        reports = _write_notes(vault, transaction, merged)
        asked.tell("writing", len(with_names), len(with_names))
    remember_places(vault, places)
    parts = [SourcePart(report.conference, report.source, report.talks) for report in reports]
    quiet = [not report.messages for report in reports]
    remember_written(vault, list(zip(previews, parts, quiet, strict=True)))
    return reports


@dataclass(frozen=True, slots=True)
class _Merged:
    """A source whose program is written, but no notes yet; `before` and `after` are the files written around these,
    `said` are messages that come first.
    """

    notes: NotesToWrite
    report: ImportReport
    said: Sequence[str]
    before: Sequence[str]
    after: Sequence[str]


def _write_notes(vault: Vault, transaction: Transaction, merged: Sequence[_Merged]) -> list[ImportReport]:
    """Write the notes of all sources, when all their places are known, since they link to each other."""
    reports = []
    noted = [one.notes for one in merged]
    places = place_notes(vault, noted)
    for one, notes, place in zip(merged, noted, places, strict=True):
        written, messages = write_notes(vault, transaction, notes, place)
        if notes.merged.added:
            messages += _join_free_notes(vault, transaction, notes.folder, notes.merged.program, written)
        report = replace(
            one.report,
            notes_written=tuple(path for path in written if path.endswith(".md")),
            files_written=(*one.before, *written, *one.after),
            messages=(*one.said, *messages, *one.report.messages),
        )
        reports.append(report)
    for at, (notes, place) in enumerate(zip(noted, places, strict=True)):
        written, messages = write_other_notes(vault, transaction, notes.one, place)
        last = reports[at]
        reports[at] = replace(last, files_written=(*last.files_written, *written), messages=(*last.messages, *messages))
    return reports


def _merge(
    vault: Vault,
    transaction: Transaction,
    record: ImportRecord,
    one: SourcePreview,
    name: str,
    message: str | None,
    together: frozenset[str],
    earlier: dict[str, frozenset[str]],
) -> _Merged:
    """Merge the program of one source; a newer version replaces the earlier one and keeps its own name.

    `message` says how its conference was named; `together` are the sources of this import, which never update each
    other; `earlier` maps each conference to its sources before this import.
    """
    place = place_of(vault, one, name)
    folder = place.folder
    record.of_conference(folder)
    conference = KnownConference(vault, folder)
    imported, notes = conference.imported, conference.notes
    mine = conference.program or Program(place.program.conference)
    among = earlier.setdefault(folder, conference.earlier - together)
    source = conference.known_as(one.source, place.program, among)
    earlier[folder] = among - {source}
    own_before = conference.bases(source).own
    merged = conference.merged(source, place.program)
    if own_before is None:
        merged = replace(merged, program=_with_both_texts(merged.program, place.program, one.read.format))
    planned = [*plan_program(vault, folder, merged.program)]
    for file in planned:
        transaction.save(file)
    followed = plan_notes(vault, folder, mine, merged.program, notes)
    for file in followed:
        transaction.save(file)
    base = imported.plan(source, merged.brought, conference.dated, merged.ids, origin_of(vault, one), called=one.source)
    last = imported.file_of(source) if source != one.source else None
    kept = [*([base] if base else []), *imported.plan_joined(source, merged.joined, conference.dated)]
    if conference.is_gone:
        kept += imported.plan_forgotten(source, conference.dated)
    if any(session.talks for session in mine.sessions):
        news = changes_of_merge(merged, one.source, conference.now, first=own_before is None)
        kept += plan_changes(vault, folder, news)
    for file in kept:
        transaction.save(file)
    if last:
        transaction.remove(*last)
    said = [message, f"{name}: {place.message}" if place.message else None] if merged.added else []
    if source != one.source and merged.has_news:
        said.append(f"{one.source} is the next version of {source}")
    report = conference.report(one.source, sum(1 for _ in place.program.talks()), merged)
    before = [file.path for file in (*planned, *followed)]
    noted = NotesToWrite(one, folder, merged, own_before)
    return _Merged(noted, report, [*filter(None, said)], before, [file.path for file in kept])


def _with_both_texts(merged: Program, theirs: Program, form: str) -> Program:
    """The merged program with the text of imported notes below the one that the conference's note already has."""
    mine, brought = merged.conference.description, theirs.conference.description
    if not form.startswith("notes") or not mine or not brought or brought in mine:
        return merged
    return replace(merged, conference=replace(merged.conference, description=f"{mine}\n\n{brought}"))


def _join_free_notes(
    vault: Vault, transaction: Transaction, folder: str, program: Program, written: list[str]
) -> list[str]:
    """Attach free notes that surely belong to a talk of the program; returns messages about these and other matches."""
    said = []
    for match in matches(vault, folder, program):
        file = merge_facts(vault, folder, program, match) if match.sure else None
        if file is not None:
            transaction.save(file)
            written.append(file.path)
        said.append(match.told if file is not None else replace(match, sure=False).told)
    return said


def plan(
    vault: Vault,
    previews: Sequence[SourcePreview],
    asked: ImportContext | None = None,
    *,
    say_made_names: bool = True,
) -> list[ImportReport]:
    """Preview of `import_program.write`: one report per source; nothing is written.

    `say_made_names` adds a message if a conference name was derived. Each source is merged into the result of the
    previous ones. `files_written` contains the program only. Raises what `write` raises.
    """
    asked = asked or ImportContext()
    conferences: dict[str, KnownConference] = {}
    together = {one.source for one in previews}
    reports = []
    for number, one in enumerate(previews):
        asked.tell(f"comparing {one.source}", number, len(previews))
        name, message = name_conference(one)
        place = place_of(vault, one, name)
        if place.folder not in conferences:
            conferences[place.folder] = KnownConference(vault, place.folder)
        conference = conferences[place.folder]
        source = conference.known_as(one.source, place.program, conference.earlier - together)
        merged = conference.merged(source, place.program)
        report = conference.report(one.source, sum(1 for _ in place.program.talks()), merged)
        if merged.added:
            said = [message] if message and say_made_names else []
            said += [f"{name}: {place.message}"] if place.message else []
            report = replace(report, messages=(*said, *report.messages))
        if source != one.source and merged.has_news:
            told = f"{one.source} is the next version of {source}"
            report = replace(report, messages=(told, *report.messages))
        if conference.program is None or merged.program != with_ids(conference.program):
            report = replace(report, files_written=(program_path(place.folder),))
        reports.append(report)
        conference.becomes(source, merged, one.source)
    return reports
