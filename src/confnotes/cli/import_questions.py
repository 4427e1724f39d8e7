"""What a terminal asks before an import: the first day and the time zone, if the source states neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click

from confnotes import config
from confnotes.actions.importing.read_sources import SourcePreview, read_again
from confnotes.actions.importing.suggest_facts import suggest_day
from confnotes.cli.import_text import when_line
from confnotes.cli.printing import tell
from confnotes.importers.facts.place_zones import zones_of_place
from confnotes.vault.vault import Vault

_LOCAL = "local"


def with_days(previews: Sequence[SourcePreview]) -> list[SourcePreview]:
    """The previews; sources that state days without a year are read again from the first day that the user names."""
    found: list[SourcePreview] = []
    for one in previews:
        if (day := suggest_day(one, config.now().date())) is None:
            found.append(one)
            continue
        tell(f"{one.source}: no year stated. Type the first day, or “none” to leave out the times.")
        answer = click.prompt("First day", default=str(day), value_proc=_day_or_none, err=True)
        again = read_again([one], replace(one.hints, starts=answer)) if answer else [one]
        tell(*map(when_line, again))
        found += again
    return found


def _day_or_none(answer: str) -> date | None:
    if answer.strip().casefold() == "none":
        return None
    try:
        return date.fromisoformat(answer.strip())
    except ValueError:
        raise click.UsageError(f"not a date: {answer}. Write it as 2024-05-06.") from None


def with_zones(vault: Vault, previews: Sequence[SourcePreview]) -> list[SourcePreview]:
    """The previews; sources without a time zone are read again in the zone that the user names, or keep local times."""
    from confnotes.actions.importing.said_before import lacks_zone

    found: list[SourcePreview] = []
    zone: str | None = None
    for one in previews:
        if not lacks_zone(vault, one):
            found.append(one)
            continue
        zone = _zone_for(one.source, one.read.program.conference.venue or "") if zone is None else zone
        again = read_again([one], replace(one.hints, timezone=zone)) if zone else [one]
        if zone:
            tell(*map(when_line, again))
        found += again
    return found


def _zone_for(source: str, venue: str) -> str:
    """Ask until the user types an IANA zone, by its name or city, or nothing to keep local times (empty)."""
    from confnotes.actions.importing.find_zones import exact_zone, find_zones

    place, zones = zones_of_place(venue)
    suggested = zones[0] if len(zones) == 1 else ""
    if suggested:
        tell(f"{source}: no time zone stated. {place} suggests {suggested}; type “{_LOCAL}” to keep local times.")
    else:
        offers = f" {place} has {' and '.join(zones)}." if zones else ""
        tell(f"{source}: no time zone stated.{offers} Type one, as Europe/Vienna, or press enter to keep local times.")
    while True:
        answer: str = click.prompt("Time zone", default=suggested, show_default=bool(suggested), err=True).strip()
        if not answer or answer.casefold() == _LOCAL:
            return ""
        if suggested and answer.casefold() in ("y", "yes"):
            return suggested
        near = find_zones(answer)
        of_city = [zone for zone in near if zone.casefold().endswith(f"/{answer.casefold().replace(' ', '_')}")]
        zone = exact_zone(answer) or (of_city[0] if len(of_city) == 1 else None)
        if zone:
            return zone
        hint = f"Did you mean {' or '.join(near[:3])}?" if near else "Try a name such as Europe/Vienna."
        tell(f"Unknown time zone: {answer}. {hint}")
