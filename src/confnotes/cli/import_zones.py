"""Asks for the time zone of sources that state none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from confnotes.cli.printing import tell

if TYPE_CHECKING:
    from confnotes.actions.importing.read_sources import SourcePreview
    from confnotes.vault.vault import Vault


def with_zones(vault: Vault, previews: Sequence[SourcePreview]) -> list[SourcePreview]:
    """The previews, those whose times are in no zone read in the one that the user names; none keeps local times."""
    from confnotes.actions.importing.read_sources import read_again
    from confnotes.actions.importing.said_before import lacks_zone
    from confnotes.cli.import_text import when_line

    found: list[SourcePreview] = []
    zone: str | None = None
    for one in previews:
        if not lacks_zone(vault, one):
            found.append(one)
            continue
        zone = _zone_for(one.source) if zone is None else zone
        again = read_again([one], replace(one.hints, timezone=zone)) if zone else [one]
        if zone:
            tell(*map(when_line, again))
        found += again
    return found


def _zone_for(source: str) -> str:
    """The IANA zone that the user names, by its name or its city alone; empty for none. Asked until it is one."""
    from confnotes.actions.importing.find_zones import exact_zone, find_zones

    tell(f"{source} states no time zone. Name the one of its times, as in Europe/Vienna; nothing keeps them local.")
    while True:
        answer: str = click.prompt("Time zone", default="", show_default=False, err=True).strip()
        near = find_zones(answer)
        of_city = [zone for zone in near if zone.casefold().endswith(f"/{answer.casefold().replace(' ', '_')}")]
        zone = exact_zone(answer) or (of_city[0] if len(of_city) == 1 else None)
        if zone or not answer:
            return zone or ""
        meant = f"did you mean {' or '.join(near[:3])}?" if near else "as in Europe/Vienna or America/New_York"
        tell(f"“{answer}” is no time zone; {meant}")
