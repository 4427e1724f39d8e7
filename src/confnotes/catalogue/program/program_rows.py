"""Rows for conferences, sessions and talks, for printing and JSON; times are local times at the conference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from operator import attrgetter

from confnotes.catalogue.program.cards import timetables
from confnotes.catalogue.program.hidden_tracks import folded_tracks
from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold, slug
from confnotes.model.program import PAUSES
from confnotes.model.schema import Row, columns, each, plain
from confnotes.model.timetable import wall_moment
from confnotes.vault.layout import conference_path
from confnotes.vault.vault import Vault


def conference_rows(vault: Vault) -> Iterator[Row]:
    """Every conference, including those with unreadable programs."""
    return (conference_row(vault, name) for name in vault.conferences())


def conference_row(vault: Vault, name: str) -> Row:
    """The conference in that folder."""
    row: Row = {"id": slug(name), "name": name, "path": conference_path(name)}
    try:
        program, span = vault.program(name), vault.span(name)
    except ConfnotesError as error:
        return {**row, "error": error.message}
    conference = program.conference
    notes = [path for path in vault.written_paths(name) if path != conference_path(name)]
    return {
        **row,
        "name": conference.name or name,
        "start": plain(span.first),
        "end": plain(span.last),
        "timezone": conference.timezone,
        "venue": conference.venue,
        "url": conference.url,
        "sessions": len(program.sessions),
        "talks": sum(1 for _ in program.talks()),
        "notes": len(notes),
    }


def session_rows(vault: Vault) -> Iterator[Row]:
    """Every session of every program."""
    for table in timetables(vault):
        for session in table.program.sessions:
            yield {
                "id": f"{slug(table.conference)}/{session.id}",
                "title": session.title,
                "conference": table.conference,
                "kind": session.kind,
                "start": plain(wall_moment(session.start, table.program.conference.timezone)),
                "end": plain(wall_moment(session.end, table.program.conference.timezone)),
                "room": session.room,
                "track": session.track,
                "talks": len(session.talks),
            }


def track_rows(vault: Vault) -> Iterator[Row]:
    """Every track of every program, by name; `hidden`: left out of the lists of its conference."""
    for table in timetables(vault):
        hidden = folded_tracks(vault, table.conference)
        counts = Counter(card.track for card in table.all() if card.track)
        for name in sorted(counts, key=fold):
            yield {
                "id": f"{slug(table.conference)}/{name}",
                "track": name,
                "conference": table.conference,
                "talks": counts[name],
                "hidden": fold(name) in hidden,
            }


talk_row = columns(
    "id=key title conference session=session.title kind=talk.kind start=begins end=ends room track"
    " speakers=talk.speakers *marks no_share=unshared rating cancelled=talk.cancelled note note_lines",
    speakers=each(attrgetter("name")),
)
"""A talk (a Card) as a row."""


def talk_rows(vault: Vault) -> Iterator[Row]:
    """Every talk of every program."""
    for table in timetables(vault, noted=True):
        yield from (talk_row(card) for card in table.all())


def unnoted_rows(vault: Vault) -> Iterator[Row]:
    """Talks without notes."""
    return (row for row in talk_rows(vault) if not (row["note_lines"] or row["cancelled"] or row["kind"] in PAUSES))
