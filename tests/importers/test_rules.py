"""Recurrence rules of calendars lead to the same times as dateutil, which many programs use, has them."""

from __future__ import annotations

import datetime as datetimes
from datetime import datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.importers.icalendar.rules import MOST, occurrences, rule_of
from examples import examples

START = datetime(2024, 2, 28, 10, 30)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def lists(values: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=3, unique=True).map(lambda each: ",".join(map(str, each)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules as RFC 5545 allows them: numbers before weekdays in months and years, no days of months in weeks.

    In weeks dateutil counts positions from the day of the event on, not from the begin of its week: none are drawn.
    """
    frequency = draw(st.sampled_from(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]

    def perhaps(name: str, values: st.SearchStrategy[object]) -> None:
        if draw(st.integers(0, 2)) == 0:
            parts.append(f"{name}={draw(lists(values))}")

    perhaps("BYMONTH", st.integers(1, 12))
    if frequency != "WEEKLY":
        perhaps("BYMONTHDAY", st.integers(1, 31) | st.integers(-31, -1))
    perhaps("BYDAY", st.sampled_from(WEEKDAYS))
    perhaps("BYHOUR", st.integers(0, 23))
    perhaps("BYMINUTE", st.integers(0, 59))
    if frequency != "WEEKLY" and any(part.startswith("BY") for part in parts):
        perhaps("BYSETPOS", st.sampled_from([1, 2, -1]))
    if frequency == "WEEKLY":
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    return ";".join(parts)


def as_dateutil_has_it(rule: str, start: datetime, latest: datetime) -> list[datetime]:
    """The event itself comes first, also where the rule would not have it."""
    with pytest.MonkeyPatch.context() as patch:
        # a thirtieth of February is looked for until the end of days, for minutes
        patch.setattr(datetimes, "MAXYEAR", latest.year)
        try:
            found = rrulestr(f"{rule};UNTIL={latest:%Y%m%dT%H%M%S}", dtstart=start)
        except ValueError:  # hours that its interval never meets
            return [start]
        return [start, *islice((moment for moment in found if moment > start), MOST - 1)]


def as_we_have_it(rule: str, start: datetime, latest: datetime) -> list[datetime]:
    understood = rule_of(rule)
    assert understood is not None
    return list(occurrences(understood, start, latest))


@settings(max_examples=examples(200), deadline=None)
@given(rules(), st.integers(0, 365 * 24 - 1))
def test_every_rule_leads_to_the_times_that_dateutil_has(rule: str, hours: int) -> None:
    start = START + timedelta(hours=hours)
    latest = start + timedelta(days=365)
    assert as_we_have_it(rule, start, latest) == as_dateutil_has_it(rule, start, latest)


def test_a_position_in_a_week_is_counted_from_the_begin_of_the_week() -> None:
    wednesday, rule = datetime(2024, 2, 28), "FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=1;WKST=MO"

    assert as_we_have_it(rule, wednesday, datetime(2024, 3, 12)) == [
        wednesday,
        datetime(2024, 3, 4),
        datetime(2024, 3, 11),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY;BYMONTH=3",
        "FREQ=HOURLY;BYMONTHDAY=29",
        "FREQ=HOURLY;INTERVAL=3;BYMONTHDAY=-1;BYHOUR=10,16",
        "FREQ=HOURLY;BYMONTH=1",
        "FREQ=HOURLY;BYMINUTE=0,30",
    ],
)
def test_what_recurs_by_hours_keeps_to_its_months_days_and_minutes(rule: str) -> None:
    latest = START + timedelta(days=365)
    assert as_we_have_it(rule, START, latest) == as_dateutil_has_it(rule, START, latest)
