"""A declaration says once which fields a type has; JSON and rows follow from it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

from confnotes.model.program import Deadline, Kind, Resource, ResourceKind, Role, Session, Speaker, Talk
from confnotes.model.schema import attributes, columns, each, plain

TALK = Talk(
    "Depth",
    kind=Kind.ORAL,
    start=datetime(2021, 6, 1, 9, 30, tzinfo=UTC),
    speakers=(Speaker("Aino Mäkelä"), Speaker("Bo Li", role=Role.CHAIR)),
    resources=(Resource(ResourceKind.VIDEO, "https://example.org/v"),),
)


def test_what_a_field_is_where_nobody_says_anything_is_declared_once() -> None:
    silent = {one.name: one.silent for one in attributes(Talk)}
    assert (silent["title"], silent["kind"], silent["speakers"], silent["cancelled"]) == (None, Kind.TALK, (), False)
    assert attributes(Deadline)[0].silent == ""


def test_a_talk_becomes_an_object_with_all_that_is_in_it() -> None:
    found = json.loads(json.dumps(plain(Session("Morning", talks=(TALK,)))))
    assert found["kind"] == "other" and found["start"] is None
    (talk,) = found["talks"]
    assert list(talk) == [one.name for one in attributes(Talk)]
    assert talk["start"] == "2021-06-01T09:30:00+00:00"
    assert [one["role"] for one in talk["speakers"]] == ["speaker", "chair"]
    assert talk["resources"] == [{"kind": "video", "url": "https://example.org/v", "title": None}]


def test_days_and_clocks_are_written_as_people_write_them() -> None:
    deadlines = (Deadline("Papers", date(2021, 2, 1), time(23, 59, 59)), Deadline("Posters", time=time(12)))
    assert [(one["date"], one["time"]) for one in plain(deadlines)] == [("2021-02-01", "23:59:59"), (None, "12:00")]


def test_a_row_has_the_columns_that_are_asked_for_in_their_order() -> None:
    row = columns("title who=speakers end n=speakers", who=each(lambda speaker: speaker.name), n=len)
    assert list(row(TALK).items()) == [("title", "Depth"), ("who", ["Aino Mäkelä", "Bo Li"]), ("end", None), ("n", 2)]
    assert columns("url")(TALK.resources[0]) == {"url": "https://example.org/v"}
