"""Moments of recordings: what an address says of its begin, and the address of a moment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.recordings import MOST_SECONDS, clock_text, moment, offset_of, read_clock

UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.mark.parametrize(
    ("url", "at_760"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "https://www.youtube.com/watch?v=abcdefghijk&t=760"),
        (
            "https://www.youtube.com/watch?v=abcdefghijk&t=5s&list=PL1",
            "https://www.youtube.com/watch?v=abcdefghijk&list=PL1&t=760",
        ),
        ("https://m.youtube.com/watch?v=abcdefghijk#t=9", "https://m.youtube.com/watch?v=abcdefghijk&t=760"),
        ("https://youtu.be/abcdefghijk?si=x_Y", "https://youtu.be/abcdefghijk?si=x_Y&t=760"),
        ("https://www.youtube.com/live/abcdefghijk?t=3", "https://www.youtube.com/watch?v=abcdefghijk&t=760"),
        ("https://www.youtube-nocookie.com/embed/abcdefghijk?start=3", "https://www.youtube.com/watch?v=abcdefghijk&t=760"),
        ("https://youtube.com/shorts/abcdefghijk", "https://www.youtube.com/watch?v=abcdefghijk&t=760"),
        ("https://www.youtube.com/playlist?list=PL1", None),
        ("https://www.youtube.com/@channel", None),
        ("https://vimeo.com/123456789", "https://vimeo.com/123456789#t=760s"),
        ("https://vimeo.com/123456789/abcdef0123?share=copy", "https://vimeo.com/123456789/abcdef0123?share=copy#t=760s"),
        ("https://player.vimeo.com/video/123456789?h=ab#t=1m", "https://player.vimeo.com/video/123456789?h=ab#t=760s"),
        ("https://media.ccc.de/v/36c3-1-title", "https://media.ccc.de/v/36c3-1-title#t=760"),
        (f"https://tube.example.org/w/{UUID}", f"https://tube.example.org/w/{UUID}?start=760"),
        ("https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv", "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv?start=760"),
        (f"https://tube.example.org/videos/watch/{UUID}?start=1m", f"https://tube.example.org/videos/watch/{UUID}?start=760"),
        ("https://www.twitch.tv/videos/123456", "https://www.twitch.tv/videos/123456?t=760s"),
        ("https://www.twitch.tv/somebody", None),
        ("https://www.bilibili.com/video/BV1xx411c7mD?p=2", "https://www.bilibili.com/video/BV1xx411c7mD?p=2&t=760"),
        ("https://www.dailymotion.com/video/x7tgad0", "https://www.dailymotion.com/video/x7tgad0?start=760"),
        ("https://archive.org/details/talk", "https://archive.org/details/talk?start=760"),
        ("https://www.loom.com/share/0123abcd", "https://www.loom.com/share/0123abcd?t=760"),
        (
            "https://uni.example.edu/Panopto/Pages/Viewer.aspx?id=ab",
            "https://uni.example.edu/Panopto/Pages/Viewer.aspx?id=ab&start=760",
        ),
        ("https://files.example.org/talk.webm?x=1", "https://files.example.org/talk.webm?x=1#t=760"),
        ("https://files.example.org/talk.MP3#t=10,20", "https://files.example.org/talk.MP3#t=760"),
        ("attachments/keynote, day 1.mp4", "attachments/keynote, day 1.mp4#t=760"),
        ("https://slideslive.com/38921888/title", None),
        ("https://example.org/talk?t=12", None),
        ("https://neurips.cc/virtual/2019/oral/1", None),
        ("attachments/notes.pdf", None),
        ("javascript:alert(1)//x.mp4", None),
        ("file:///etc/x.mp4", None),
        ("//files.example.org/x.mp4", None),
        ("C:\\talks\\x.mp4", None),
        ("https://youtu.be/abc defghijk", None),
        ("https://youtu.be/abcdefghijk\x1b]0;x", None),
        ("https://[bad/x.mp4", None),
        ("", None),
    ],
)  # fmt: skip
def test_an_address_leads_to_a_moment_where_its_site_knows_how(url: str, at_760: str | None) -> None:
    assert moment(url, 760) == at_760
    if at_760 is not None:
        assert offset_of(at_760) == 760


@pytest.mark.parametrize(
    ("url", "seconds"),
    [
        ("https://youtu.be/abcdefghijk?t=1234", 1234),
        ("https://youtu.be/abcdefghijk?t=1h2m3s", 3723),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=20m34s", 1234),
        ("https://www.youtube.com/embed/abcdefghijk?start=90", 90),
        ("https://vimeo.com/123456#t=20m34s", 1234),
        ("https://vimeo.com/123456#t=20m", 1200),
        ("https://media.ccc.de/v/x#t=0", 0),
        ("https://files.example.org/a.mp4#t=npt:10.5,20", 10),
        ("https://files.example.org/a.mp4#t=1:00:10", 3610),
        ("https://youtu.be/abcdefghijk", None),
        ("https://youtu.be/abcdefghijk?t=", None),
        ("https://youtu.be/abcdefghijk?t=soon", None),
        ("https://youtu.be/abcdefghijk?t=-5", None),
        ("https://youtu.be/abcdefghijk?t=99999999999999999", None),
        ("https://example.org/page?t=1575973400", None),
    ],
)
def test_an_address_says_where_it_begins_to_play(url: str, seconds: int | None) -> None:
    assert offset_of(url) == seconds


@pytest.mark.parametrize("seconds", [-1, MOST_SECONDS + 1])
def test_no_recording_has_such_a_moment(seconds: int) -> None:
    assert moment("https://youtu.be/abcdefghijk", seconds) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("12:40", 760),
        ("0:05", 5),
        ("1:02:03", 3723),
        (" 95:10 ", 5710),
        ("760", 760),
        ("12m", 720),
        ("1h2m3s", 3723),
        ("12:40.5", 760),
        ("", None),
        ("12:99", None),
        ("x", None),
        ("1:2:3:4", None),
        ("-3", None),
        ("١٢:٤٠", None),
    ],
)
def test_a_place_in_a_recording_is_read_as_people_write_it(text: str, seconds: int | None) -> None:
    assert read_clock(text) == seconds


@given(st.integers(0, MOST_SECONDS))
def test_a_place_that_was_written_is_read_again(seconds: int) -> None:
    assert read_clock(clock_text(seconds)) == seconds


@given(st.text(max_size=60), st.sampled_from(["https://youtu.be/abcdefghijk", "https://vimeo.com/123456", "a.mp4", ""]))
def test_hostile_addresses_neither_fail_nor_leave_the_web(rest: str, begin: str) -> None:
    found = moment(begin + rest, 5)
    assert found is None or found.startswith(("http://", "https://")) or ":" not in found.partition("#")[0]
    offset_of(begin + rest)
