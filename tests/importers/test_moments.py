"""Moments and lengths as machines write them, and as people change them afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from confnotes.importers.facts.moments import moment_of
from confnotes.markup.durations import duration_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2031-07-05T09:30:00+02:00", "2031-07-05T09:30:00+02:00"),
        ("2031-07-05T09:30+0200", "2031-07-05T09:30:00+02:00"),
        ("2031-07-05 09:30", "2031-07-05T09:30:00"),
        (" 2031-07-05T09:30:15.123Z ", "2031-07-05T09:30:15+00:00"),
        ("2031-07-05T09:30:00-03", "2031-07-05T09:30:00-03:00"),
        ("2031-07-05T09:30:00 utc", "2031-07-05T09:30:00+00:00"),
        ("2031-07-05", None),
        ("2031-02-30T09:30", None),
        ("0000-01-01T00:00", None),
        ("99999-01-01T00:00", None),
        ("2031-07-05T25:00", None),
        ("2031-07-05T09:30+99:99", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_moment_is_read_or_not_at_all(text: str, moment: str | None) -> None:
    found = moment_of(text)

    assert (found.isoformat() if found else None) == moment


@pytest.mark.parametrize(
    ("text", "moment", "zoned"),
    [
        ("2031-07-05T09:30", "2031-07-05T09:30:00+02:00", True),
        ("2031-07-05T09:30+02:00", "2031-07-05T09:30:00+02:00", True),
        ("2031-07-05T09:30+01:00", "2031-07-05T09:30:00+01:00", False),
        ("2031-10-26T02:30+01:00", "2031-10-26T02:30:00+01:00", True),
    ],
)
def test_moment_stands_in_the_zone_unless_its_offset_says_otherwise(text: str, moment: str, zoned: bool) -> None:
    found = moment_of(text, BERLIN)

    assert found is not None
    assert (found.isoformat(), found.tzinfo is BERLIN) == (moment, zoned)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("01:30", 90),
        ("1:30", 90),
        ("00:00", 0),
        ("1:30:00", 90),
        ("PT1H30M", 90),
        ("P1DT1M", 1441),
        ("pt90m", 90),
        ("168:00", 7 * 24 * 60),
        ("169:00", None),
        ("PT", None),
        ("P", None),
        ("90", None),
        ("-1:00", None),
        ("half an hour", None),
        ("", None),
    ],
)
def test_length_is_read_or_not_at_all(text: str, minutes: int | None) -> None:
    assert duration_of(text) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("text", "unit", "minutes"),
    [
        ("45", "minutes", 45),
        ("1.5", "hours", 90),
        ("45 min.", None, 45),
        ("45′", None, 45),
        ("1h30", None, 90),
        ("1 h 30 min", None, 90),
        ("1,5 Stunden", None, 90),
        ("2 heures", None, 120),
        ("170 h", None, None),
        ("2 halls", "minutes", None),
        (".", "minutes", None),
    ],
)
def test_length_is_read_with_the_units_that_people_write(text: str, unit: Any, minutes: int | None) -> None:
    assert duration_of(text, unit) == (None if minutes is None else timedelta(minutes=minutes))
