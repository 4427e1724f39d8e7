"""Which versions of a note are kept as time goes by.

A version is kept while it stands at one of the moments of a grid that grows coarser with age: every five minutes of the
last week, every hour of two months, every day of two years, then every week. So a text that stood for five minutes can
be had again for a week, one that stood for an hour for two months. The last hour is kept whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from confnotes.vault.snapshot import Snapshot

_WHOLE = timedelta(hours=1)
_GRID = (
    (timedelta(days=7), timedelta(minutes=5)),
    (timedelta(days=60), timedelta(hours=1)),
    (timedelta(days=730), timedelta(days=1)),
)
_OLDEST = timedelta(weeks=1)
_WEIGHTY_FOR = timedelta(days=60)


def thinned(snapshots: Sequence[Snapshot], now: datetime) -> list[Snapshot]:
    """Those to keep, oldest first as they are given; the last one always stays.

    What stood before a large deletion or an action on many notes stays for two months, however briefly it stood.
    """
    kept = []
    for one, following in zip(snapshots, [*snapshots[1:], None], strict=True):
        if following is None or _stays(one, following, now):
            kept.append(one)
    return kept


def _stays(one: Snapshot, following: Snapshot, now: datetime) -> bool:
    age = now - following.since
    if age < _WHOLE or (age < _WEIGHTY_FOR and (one.is_weighty or following.is_action)):
        return True
    step = int(next((step for until, step in _GRID if age < until), _OLDEST).total_seconds())
    begin, end = int(one.since.timestamp()), int(following.since.timestamp())
    return -(-begin // step) * step < end
