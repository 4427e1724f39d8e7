"""Lists of starred talks are read from what other programs hand out."""

from __future__ import annotations

import base64
import json
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError
from confnotes.importers.source import SourceFile
from confnotes.importers.star_list import StarredItem, guids_in, read_stars


def giggity(ids: str, more: str = "") -> str:
    packed = base64.urlsafe_b64encode(zlib.compress(ids.encode(), 9)).decode().rstrip("=")
    return f"https://ggt.gaa.st/#url=https%3A%2F%2Fexample.org%2Fschedule.xml&see={packed}{more}"


CALENDAR = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:harbour-2031/t2@confnotes
SUMMARY:Tides\\, again
URL:https://talks.example.org/harbour/talk/AB
 CDEF/
END:VEVENT
END:VCALENDAR
"""
FAHRPLAN = {"lectures": [{"lecture_id": "t2", "title": "Tides", "day": 0, "url": "https://example.org/e/t2"}]}
HUB = {"count": 1, "results": [{"id": "5c1e", "name": "Tides", "slug": "tides"}]}
SCHEDULE = {"talks": [{"code": "AAA", "fav": True}, {"code": "BBB", "fav": False}]}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('["ABCDEF", "GHIJKL"]', [("ABCDEF",), ("GHIJKL",)]),
        ("[12, 13]", [("12",), ("13",)]),
        (json.dumps(HUB), [("5c1e", "tides")]),
        (json.dumps(SCHEDULE), [("AAA",)]),
        (json.dumps(FAHRPLAN), [("t2",)]),
        (giggity('[7,"5c1e-77"]'), [("7",), ("5c1e-77",)]),
        (giggity("[7]", "&del=zzz"), [("7",)]),
        (CALENDAR, [("harbour-2031/t2@confnotes", "harbour-2031/t2")]),
        (CALENDAR.replace("\n", "\r\n"), [("harbour-2031/t2@confnotes", "harbour-2031/t2")]),
        ("ABCDEF\nGHIJKL\nABCDEF\n", [("ABCDEF",), ("GHIJKL",)]),
        ("\ufeffTitle;ID;Room\nTides;t2;Hall\n", [("t2",)]),
        ("code\tnote\nABCDEF\tnice\n", [("ABCDEF",)]),
    ],
)
def test_the_ids_of_a_list_are_read(text: str, names: list[tuple[str, ...]]) -> None:
    assert [item.names for item in read_stars(text)] == names


def test_addresses_are_read_beside_or_instead_of_ids() -> None:
    assert read_stars("https://example.org/talk/ABCDEF/\n") == [StarredItem(url="https://example.org/talk/ABCDEF/")]
    assert read_stars('["https://example.org/e/7"]') == [StarredItem(url="https://example.org/e/7")]
    assert read_stars(CALENDAR)[0].url == "https://talks.example.org/harbour/talk/ABCDEF/"
    assert str(read_stars(CALENDAR)[0]) == "Tides, again"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!doctype html><title>Log in</title>",
        "[]",
        "{}",
        "[[[[[[[[[1]]]]]]]]]",
        '{"a": 1',
        "https://ggt.gaa.st/#url=x&see=!",
    ],
)
def test_what_is_no_list_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ConfnotesError) as refused:
        read_stars(text)
    assert refused.value.hint and "\n" not in refused.value.message


def test_a_link_that_would_unpack_to_gigabytes_is_cut() -> None:
    with pytest.raises(ConfnotesError):
        read_stars(giggity(f"[{'1,' * 3_000_000}1]"))
    with pytest.raises(ConfnotesError):
        read_stars("\n".join(map(str, range(20_000))))


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ConfnotesError):
        assert read_stars(text)


@pytest.mark.parametrize(
    "schedule",
    [
        """<schedule><event guid='5c1e-77' id="12"><title>x</title></event><event id="13"/></schedule>""",
        '{"schedule": {"conference": {"days": [{"rooms": {"Hall": [{"id": 12, "guid": "5c1e-77"}]}}]}}}',
    ],
)
def test_a_schedule_tells_the_guids_of_its_numbers(schedule: str) -> None:
    assert guids_in(SourceFile("schedule", schedule.encode)) == {"12": "5c1e-77"}
