"""What importing would do, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from confnotes.actions.importing.import_merge import ImportReport, KnownConference, named, place_of
from confnotes.actions.importing.open_source import Asked
from confnotes.actions.importing.read_sources import Preview
from confnotes.merge.program_ids import with_ids
from confnotes.vault.layout import program_path
from confnotes.vault.vault import Vault


def plan(vault: Vault, previews: Sequence[Preview], asked: Asked | None = None) -> list[ImportReport]:
    """What `import_program.write` would do, one report a source; nothing is written.

    Each source is merged into what those before it would leave. Of `files_written` only the program is told.
    Raises as `write` does.
    """
    asked = asked or Asked()
    conferences: dict[str, KnownConference] = {}
    together = {one.source for one in previews}
    reports = []
    for number, one in enumerate(previews):
        asked.tell(f"comparing {one.source}", number, len(previews))
        name, message = named(one)
        place = place_of(vault, one, name)
        if place.folder not in conferences:
            conferences[place.folder] = KnownConference(vault, place.folder)
        conference = conferences[place.folder]
        source = conference.known_as(one.source, place.program, conference.earlier - together)
        merged = conference.merged(source, place.program)
        report = conference.report(one.source, sum(1 for _ in place.program.talks()), merged)
        if merged.added:
            said = [message] if message else []
            said += [f"{name}: {place.message}"] if place.message else []
            report = replace(report, messages=(*said, *report.messages))
        if source != one.source and merged.has_news:
            told = f"{one.source} was taken for the next version of {source}"
            report = replace(report, messages=(told, *report.messages))
        if conference.program is None or merged.program != with_ids(conference.program):
            report = replace(report, files_written=(program_path(place.folder),))
        reports.append(report)
        conference.becomes(source, merged, one.source)
    return reports
