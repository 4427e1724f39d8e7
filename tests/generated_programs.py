"""Programs of every shape that the model allows, for property tests: bare hours only where no day is stated."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from confnotes.merge.duplicate_talks import with_ids
from confnotes.model.program import (
    Conference,
    Deadline,
    Kind,
    Person,
    Program,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)
from confnotes.model.timetable import with_days

ZONE = "America/Vancouver"
_TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text
)
_MAYBE = st.none() | _TEXT
_TIMES = st.none() | st.datetimes(datetime(2019, 1, 1), datetime(2022, 1, 1)).flatmap(
    lambda moment: st.sampled_from(
        [
            moment.replace(microsecond=0, tzinfo=ZoneInfo(ZONE)),
            moment.replace(second=0, microsecond=0, tzinfo=UTC),
            moment.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        ]
    )
)
_MOMENTS = (
    _TIMES | st.dates(date(2019, 1, 1), date(2022, 1, 1)) | st.times().map(lambda hour: hour.replace(microsecond=0))
)
_LINKS = st.lists(st.builds(Resource, st.sampled_from(ResourceKind), _TEXT, _MAYBE), max_size=2).map(tuple)
_SPEAKERS = st.lists(
    st.builds(Speaker, _TEXT, _MAYBE, _MAYBE, st.sampled_from(Role), st.booleans(), _MAYBE), max_size=3
).map(tuple)
_TALKS = st.lists(
    st.builds(
        Talk,
        title=_MAYBE,
        kind=st.sampled_from(Kind),
        start=_MOMENTS,
        end=_MOMENTS,
        room=_MAYBE,
        track=_MAYBE,
        language=_MAYBE,
        abstract=st.none() | st.lists(_TEXT, min_size=1, max_size=3).map("\n".join),
        speakers=_SPEAKERS,
        resources=_LINKS,
        cancelled=st.booleans(),
        board=_MAYBE,
    ),
    max_size=4,
).map(tuple)
PROGRAMS = st.builds(
    Program,
    st.just(Conference("Any", timezone=ZONE)),
    st.lists(
        st.builds(Session, title=_MAYBE, kind=st.sampled_from(Kind), start=_MOMENTS, room=_MAYBE, talks=_TALKS).map(
            lambda session: with_days(session, ZoneInfo(ZONE))
        ),
        max_size=3,
    ).map(tuple),
    st.lists(
        st.builds(Person, _TEXT, _MAYBE, _MAYBE, st.lists(st.sampled_from(Role), max_size=2).map(tuple), _MAYBE),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(Deadline, _TEXT, st.none() | st.dates(date(2000, 1, 1)), st.none() | st.just(time(23, 59)), _MAYBE),
        max_size=2,
    ).map(tuple),
    _LINKS,
).map(with_ids)
