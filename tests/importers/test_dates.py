"""Dates as people write them; the year only where it is stated."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.importers.facts.dates import ambiguous_date, find_dates


@pytest.mark.parametrize(
    ("text", "start", "end", "year"),
    [
        ("Dec 10, Tuesday", (12, 10), None, None),
        ("December 16th", (12, 16), None, None),
        ("Dec 2nd 2022", (12, 2), None, 2022),
        ("2022-12-02", (12, 2), None, 2022),
        ("July 12-14, 2024", (7, 12), (7, 14), 2024),
        ("12–14 July 2024", (7, 12), (7, 14), 2024),
        ("June 30 - July 4, 2024", (6, 30), (7, 4), 2024),
        ("12 to 14 of July 2023", (7, 12), (7, 14), 2023),
        ("16. und 17. November 2023", (11, 16), (11, 17), 2023),
        ("17, 18 e 19 de novembro de 2020", (11, 17), (11, 19), 2020),
        ("June 17, 18, and 19, 2031", (6, 17), (6, 19), 2031),
        ("Friday, May 20th (23:59 AoE)", (5, 20), None, None),
        ("2024-07-12 to 2024-07-14", (7, 12), (7, 14), 2024),
        ("le 3 mai 2024", (5, 3), None, 2024),
        ("31/01/2024", (1, 31), None, 2024),
        ("02.24.2017", (2, 24), None, 2017),
        ("28 de setiembre del 2016", (9, 28), None, 2016),
        ("2016. június 3.", (6, 3), None, 2016),
        ("2019. 5. 3", (5, 3), None, 2019),
        ("3. kesäkuuta 2019", (6, 3), None, 2019),
        ("06.11. - Wednesday", (11, 6), None, None),
        ("Sábado 12/11/2016", (11, 12), None, 2016),
        ("5 FEV", (2, 5), None, None),
        ("12 okt. 2021", (10, 12), None, 2021),
    ],
)
def test_date_is_found(text: str, start: tuple[int, int], end: tuple[int, int] | None, year: int | None) -> None:
    (found,) = find_dates(text)

    assert (found.start.month, found.start.day) == start
    assert ((found.end.month, found.end.day) if found.end else None) == end
    assert found.start.year == year


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Segunda-feira, 26 de março de 2018, 17h", 0),
        ("vineri, 3 mai 2024", 4),
        ("diumenge 5 de maig de 2024", 6),
        ("Segunda sessão, 26 de março de 2018", None),
    ],
)
def test_the_weekday_belongs_to_its_date(text: str, weekday: int | None) -> None:
    (found,) = find_dates(text)

    assert found.start.weekday == weekday
    assert (found.begin == 0) == (weekday is not None)


def test_date_that_differs_by_country_is_not_guessed() -> None:
    assert find_dates("by 7/1/2022") == []
    assert ambiguous_date("by 7/1/2022") == "7/1/2022"


def test_an_hour_with_a_dot_is_no_day() -> None:
    assert find_dates("10.15. Tea, then Wednesday's papers") == []


def test_day_that_does_not_exist_is_left_out() -> None:
    assert find_dates("February 30, 2024") == []


def test_range_over_new_year_begins_in_the_year_before() -> None:
    (found,) = find_dates("Dec 30 - Jan 2, 2024")

    assert (found.start.on(None), found.end and found.end.on(None)) == (date(2023, 12, 30), date(2024, 1, 2))


@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d", "%a, %d %B %Y"]),
)
def test_any_written_date_is_read_back(day: date, form: str) -> None:
    (found,) = find_dates(day.strftime(form))

    assert found.start.on(None) == day


@given(st.text(max_size=80))
def test_no_text_makes_it_stumble(text: str) -> None:
    for found in find_dates(text):
        assert found.begin < found.stop <= len(text)
