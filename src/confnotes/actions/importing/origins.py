"""What a vault keeps of an imported source: where it came from, and what the user said about it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from confnotes.actions.importing.known_sources import SourcePart, describe_hints, remember
from confnotes.actions.importing.open_source import Opened, is_address
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.importers.importer import Hints
from confnotes.vault.imported import Origin
from confnotes.vault.vault import Vault


def origin_of(vault: Vault, one: SourcePreview) -> Origin:
    """Where a preview's source came from, and what the user said about it."""
    place = one.opened.place if one.opened else None
    if place is None:
        origin = Origin()
    elif is_address(place):
        origin = Origin(url=place)
    else:
        origin = Origin.of_file(Path(place), vault.root)
    conference, timezone, format_, starts = describe_hints(_hints(one))
    return replace(origin, conference=conference, timezone=timezone, format=format_, starts=starts)


def with_said_before(hints: Hints, origin: Origin) -> Hints:
    """The hints, where they are silent those of the origin; the name of the conference is never taken from there."""
    starts = None
    with suppress(ValueError):
        starts = date.fromisoformat(origin.starts) if origin.starts else None
    return replace(
        hints,
        timezone=hints.timezone or origin.timezone,
        format=hints.format or origin.format,
        starts=hints.starts or starts,
    )


def remember_written(vault: Vault, written: Sequence[tuple[SourcePreview, SourcePart, bool]]) -> None:
    """Keep what is known of the sources that were just written; the last of each says whether nothing had to be said.

    A source with notes is always read again, because they are written anew when their file is gone; so is a workshop,
    because it has a place in another conference; and one about which something had to be said, because it may have to
    be said again.
    """
    by_place: dict[str | None, list[tuple[SourcePreview, SourcePart, bool]]] = {}
    for each in written:
        if each[0].opened:
            by_place.setdefault(each[0].opened.place, []).append(each)
    for parts in by_place.values():
        first: SourcePreview = parts[0][0]
        opened: Opened | None = first.opened
        if opened:
            settled = all(quiet and not _reaches_further(one) for one, _, quiet in parts)
            remember(vault, opened, _hints(first), [part for _, part, _ in parts], settled=settled)


def _hints(one: SourcePreview) -> Hints:
    """What the user said about a source, the name included that they gave it after it was read."""
    named = one.name if one.name != one.read.program.conference.name else None
    return replace(one.hints, conference=one.hints.conference or named)


def _reaches_further(one: SourcePreview) -> bool:
    """Whether importing it may write more than its conference's own files."""
    program = one.read.program
    return program.conference.part_of is not None or any(talk.notes for talk in program.talks())
