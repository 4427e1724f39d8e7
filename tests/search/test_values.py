"""Dates as people write them, several values at once, and fields that are mistyped."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from confnotes.model.query import And, Dated, InField, Node, Not, Or, Typing, Word
from confnotes.search.engine import explain
from confnotes.search.parse import parse

TODAY = date(2019, 12, 10)  # a Tuesday

SPANS = [
    ("today", "2019-12-10", 1),
    ("yesterday", "2019-12-09", 1),
    ("Tomorrow", "2019-12-11", 1),
    ("tuesday", "2019-12-10", 1),
    ("wed", "2019-12-04", 1),
    ("2019-12-10", "2019-12-10", 1),
    ("2019/12/10", "2019-12-10", 1),
    ("2019.12.10", "2019-12-10", 1),
    ("2019-12", "2019-12-01", 31),
    ("dec2019", "2019-12-01", 31),
    ("december-2019", "2019-12-01", 31),
    ('"Dec 2019"', "2019-12-01", 31),
    ("sept2018", "2018-09-01", 30),
    ("nov", "2019-11-01", 30),
    ("dec", "2019-12-01", 31),
    ("2020", "2020-01-01", 366),
    ('"this week"', "2019-12-09", 7),
    ("lastweek", "2019-12-02", 7),
    ("last-month", "2019-11-01", 30),
    ('"this year"', "2019-01-01", 365),
    ('"last year"', "2018-01-01", 365),
    ("9.12.2019", "2019-12-09", 1),
]


@pytest.mark.parametrize(("text", "first", "days"), SPANS)
def test_a_date_can_be_written_as_people_say_it(text: str, first: str, days: int) -> None:
    begin = datetime.fromisoformat(first)
    end = begin + timedelta(days=days)
    assert parse(f"date:{text}", today=TODAY).root == Dated(begin, end)
    assert parse(f"after:{text}", today=TODAY).root == Dated(end, None)
    assert parse(f"before:{text}", today=TODAY).root == Dated(None, begin)


def test_spans_take_such_dates_as_well() -> None:
    wanted = Dated(datetime(2019, 11, 1), datetime(2019, 12, 11))
    assert parse("date:nov2019..today", today=TODAY).root == wanted


def test_a_month_of_the_new_year_is_that_of_this_year() -> None:
    assert parse("date:dec", today=date(2020, 1, 3)).root == Dated(datetime(2019, 12, 1), datetime(2020, 1, 1))


@pytest.mark.parametrize("text", ["date:someday", "date:ju", "date:2019-13", "date:dec99999", "after:0000"])
def test_an_invalid_date_is_searched_as_words_with_a_remark(text: str) -> None:
    assert "is not a date, searched as words" in "".join(parse(text, today=TODAY).remarks)


SEVERAL: list[tuple[str, Node]] = [
    ("tag:rnn,cnn", Or((InField("tag", Word("rnn")), InField("tag", Word("cnn"))))),
    ("-kind:talk,person", Not(Or((InField("kind", Word("talk")), InField("kind", Word("person")))))),
    ("type:talk, flow", And((InField("kind", Word("talk")), Word("flow")))),
]


@pytest.mark.parametrize(("text", "meaning"), SEVERAL)
def test_several_tags_or_kinds_stand_with_commas_between(text: str, meaning: Node) -> None:
    assert parse(text, today=TODAY).root == meaning


def test_the_last_of_several_may_be_unfinished() -> None:
    wanted = Or((InField("tag", Word("rnn")), InField("tag", Typing("c"))))
    assert parse("tag:rnn,c", typing=True, today=TODAY).root == wanted


@pytest.mark.parametrize(
    ("text", "near"),
    [("speker:bengio", "speaker"), ("titel:flow", "title"), ("form:Ideas", "from"), ("daet:2019", "date")],
)
def test_a_mistyped_field_is_reported_with_the_closest_one(text: str, near: str) -> None:
    query = parse(text, today=TODAY)
    field = text.partition(":")[0]
    assert f"unknown field “{field}:” (did you mean “{near}:”?), searched as words" in explain(query, {})
    assert query.root == And(tuple(map(Word, text.split(":"))))


@pytest.mark.parametrize("text", ["https://example.org/a", "arxiv:1905.13633", "std::vector", "10:30", "Re:flow"])
def test_a_colon_in_a_word_is_no_mistake(text: str) -> None:
    assert not parse(text, today=TODAY).remarks


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind:note", "is a note"),
        ("-type:oral", "is not an oral"),
        ("-is:starred", "is not starred"),
        ("-is:orphan", "is linked with another note"),
        ("-is:broken", "has no unresolved link"),
        ('near:"Score Matching"', "is within two links of “Score Matching”"),
        ("tag:rnn,cnn flow", "(tag has “rnn” or tag has “cnn”) and text has “flow”"),
    ],
)
def test_rarer_parts_of_the_language_are_explained_in_words(text: str, told: str) -> None:
    assert explain(parse(text, today=TODAY), {}) == told


def test_a_whole_date_that_does_not_exist_is_told_while_it_is_typed() -> None:
    assert "is not a date" in "".join(parse("date:2019-13-45", typing=True, today=TODAY).remarks)
    assert not parse("date:2019-1", typing=True, today=TODAY).remarks
