"""The pictures of a summary: what they show, how they tell it without colours, and that nothing runs in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.exporters.pictures.canvas import DrawnPicture, distinct_labels, fit, width_of
from confnotes.exporters.pictures.draw import NARROW, WIDE, pictures
from confnotes.exporters.theme import LIGHT
from confnotes.exporters.wording import Wording
from confnotes.model.summary import Summary, SummaryDay, SummarySlot, SummaryTopic, SummaryTrack
from picture_samples import DAY, MISSED, PASSED, SEEN, STARRED, fair, large, slots, three_days, timeline, workshop
from picture_samples import with_tracks_and_topics as full
from summary_samples import HOSTILE, small

SVG = "{http://www.w3.org/2000/svg}"
ALL = [workshop, three_days, fair, large]


def drawn(summary: Summary, width: int = NARROW) -> dict[str, DrawnPicture]:
    """The pictures by their ids."""
    return {picture.id: picture for picture in pictures(summary, Wording(), width=width)}


def parsed(picture: DrawnPicture) -> ElementTree.Element:
    """The picture as XML, which it has to be for typst."""
    return ElementTree.fromstring(picture.svg)


def titles(picture: DrawnPicture) -> list[str]:
    """What is said of each thing that is shown."""
    return [title.text or "" for title in parsed(picture).iter(f"{SVG}title")][1:]


def words(picture: DrawnPicture) -> list[str]:
    """The words that stand in the picture."""
    return [text.text or "" for text in parsed(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("sample", ALL)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_picture_has_a_title_a_description_and_letters_that_can_be_read(
    sample: Callable[[], Summary], width: int
) -> None:
    found = drawn(full(sample()), width)
    assert {"days", "topics", "coverage"} <= set(found)
    for picture in found.values():
        root = parsed(picture)
        described = root.get("aria-describedby"), root.get("aria-labelledby")
        assert (root[1].get("id"), root[0].get("id")) == described
        assert (root[0].text, root[1].text) == (picture.title, picture.description)
        assert re.search(r"\d", picture.description)
        sizes = [float(one.get("font-size", 12)) for one in root.iter()]
        assert min(sizes) >= 10
        assert root.get("viewBox") == f"0 0 {width} {root.get('height')}"
        assert picture.height <= 640


@pytest.mark.parametrize("sample", ALL)
def test_two_widths_may_stand_in_one_page_and_nothing_has_an_id_twice(sample: Callable[[], Summary]) -> None:
    page = "".join(
        picture.svg for width in (NARROW, WIDE) for picture in pictures(full(sample()), Wording(), width=width)
    )
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("sample", ALL)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_is_drawn_outside(sample: Callable[[], Summary], width: int) -> None:
    for picture in drawn(full(sample()), width).values():
        for one in parsed(picture).iter(f"{SVG}rect"):
            assert float(one.attrib["x"]) >= -0.1
            assert float(one.attrib["x"]) + float(one.attrib["width"]) <= width + 0.5
            assert float(one.attrib["y"]) + float(one.attrib["height"]) <= picture.height
        for text in parsed(picture).iter(f"{SVG}text"):
            begin, wide = float(text.attrib["x"]), width_of(text.text or "", 11.5)
            start = {"end": begin - wide, "middle": begin - wide / 2}.get(text.get("text-anchor", ""), begin)
            assert start >= -0.5
            assert start + wide <= width + 6, text.text


def test_each_talk_of_the_timeline_links_to_its_section() -> None:
    summary = full(three_days())
    links = [one.get("href") for one in parsed(drawn(summary)["days"]).iter(f"{SVG}a")]
    assert links
    assert {str(link)[1:] for link in links} == {
        slot.item for day in summary.timeline for slot in day.slots if slot.item
    }


def test_a_page_with_some_talks_links_only_to_those() -> None:
    summary = three_days()
    kept = next(iter(summary.by_id))
    found = pictures(summary, Wording(), href=lambda item: "#here" if item == kept else None)
    assert [one.get("href") for one in parsed(found[0]).iter(f"{SVG}a")] == ["#here"]
    assert parsed(pictures(summary, Wording(), href=lambda _item: None)[0]).get("role") == "img"


def test_the_state_of_a_talk_is_shown_by_shape_and_word() -> None:
    shapes = {}
    for letter in "s*m.":
        found = [*slots(DAY, "09:00", f"s{letter}", 30)]
        picture = drawn(timeline((DAY, found)))["days"]
        shapes[letter] = re.sub(r"-?[\d.]+", "0", picture.svg.partition("Talk 2")[2].partition("Talk 2")[2])
        assert "Talk 2 (" in picture.svg
    assert "star" not in shapes["s"]
    without_colours = {re.sub(r"var\([^)]*\)", "", shape.partition("</")[0]) for shape in shapes.values()}
    assert len(without_colours) > 2


def test_of_sixty_rooms_those_with_something_to_tell_have_a_row_and_the_rest_one() -> None:
    picture = drawn(fair())["days"]
    assert words(picture).count("55 others") == 2
    assert "Hall 44" in words(picture)
    assert "Hall 45" not in words(picture)
    assert (
        picture.description
        == "Mon 12 May: 8 attended, 2 starred, 2 missed; Tue 13 May: 8 attended, 2 starred, 2 missed."
    )


def test_many_posters_of_one_time_are_one_bar_with_their_number() -> None:
    found = drawn(large())
    title = next(title for title in titles(found["days"]) if "6 attended" in title)
    assert title.startswith("10:45–12:45 6 attended: Posters 1;")
    assert "6" in words(found["days"])


def test_a_bar_too_narrow_for_the_number_of_its_talks_has_none() -> None:
    evening = slots(DAY, "20:00", "s", 60)
    posters = [slot for _ in range(7) for slot in slots(DAY, "10:00", "s", 20, track="Posters")]
    assert "7" not in words(drawn(timeline((DAY, [*posters, *evening])))["days"])


def test_a_long_conference_is_cut_between_days() -> None:
    found = drawn(large())
    assert [found["days"].title, found["days-2"].title] == ["Timeline, 12–14 May 2031", "Timeline, 15–17 May 2031"]


def test_a_year_has_a_picture_of_each_conference() -> None:
    first, second = three_days(), workshop()
    day = replace(second.timeline[0], conference="Sand 2031")
    found = drawn(replace(first, timeline=(*first.timeline, day)))
    assert [picture.title for picture in found.values()] == ["Coastal ML 2031 · Timeline", "Sand 2031 · Timeline"]


@pytest.mark.parametrize(
    ("begin", "end"),
    [(-30, -60), (600, 600), (1400, 1600), (0, 1439), (1380, 5000), (-2000, -1900), (540, 541)],
)
def test_times_that_cannot_be_are_drawn_all_the_same(begin: int, end: int) -> None:
    start = datetime(2031, 5, 12)
    odd = SummarySlot(start + timedelta(minutes=begin), start + timedelta(minutes=end), "Odd", SEEN)
    picture = drawn(timeline((DAY, [odd, *slots(DAY, "09:00", "s.", 30)])))["days"]
    assert any("Odd" in title for title in titles(picture))
    assert "nan" not in picture.svg
    assert 'width="-' not in picture.svg


def test_nothing_is_drawn_where_there_is_nothing_to_show() -> None:
    assert pictures(Summary("Empty"), Wording()) == ()
    assert pictures(small(), Wording()) == ()
    unseen = timeline((DAY, [*slots(DAY, "09:00", "....", 30)]))
    assert pictures(replace(unseen, tracks=(SummaryTrack("A", 3), SummaryTrack("B", 4))), Wording()) == ()
    alone = replace(workshop(), tracks=(SummaryTrack("A", 3, 2),), topics=(SummaryTopic("a", ("talk-12-x-09-1",)),))
    assert [picture.id for picture in pictures(alone, Wording())] == ["days"]


def test_tracks_are_compared_on_one_scale_best_first_and_the_rest_is_summed() -> None:
    tracks = [SummaryTrack(f"T{number}", 10 + number, number % 7) for number in range(30)]
    picture = drawn(Summary("X", tracks=tuple(tracks)))["coverage"]
    shown = [word for word in words(picture) if word.startswith("T")]
    assert shown[:4] == ["T27", "T20", "T13", "T6"]
    assert "20 others: 33 of 464" in words(picture)
    assert picture.description.startswith("Attended: T27 6 of 37, T20 6 of 30,")
    bars: dict[str, float] = {}
    for group in parsed(picture).iter(f"{SVG}g"):
        seen = group.find(f"{SVG}rect")
        assert seen is not None
        bars[group[0].text or ""] = float(seen.attrib["width"])
    units = [width / int(title.split()[1]) for title, width in bars.items()]
    assert max(units) - min(units) < 0.1


def test_a_dot_is_a_talk_under_its_day() -> None:
    picture = drawn(full(three_days()))["topics"]
    assert [word for word in words(picture) if "May" in word] == ["Mon 12 May", "Tue 13 May"]
    assert len(list(parsed(picture).iter(f"{SVG}circle"))) == sum(
        int(number) for number in re.findall(r": (\d+) talk", picture.description)
    )
    assert "each dot is a talk" in words(picture)
    assert picture.description.startswith("#tides: 6 talks; graph networks: 4 talks;")


def test_dots_that_would_be_too_small_are_bars_of_the_same_scale() -> None:
    summary = three_days()
    items = [item.id for item in summary.items()] * 12
    topics = (
        SummaryTopic("much", tuple(items)),
        SummaryTopic("half", tuple(items[::2])),
        SummaryTopic("few", tuple(items[:3])),
    )
    picture = drawn(replace(summary, topics=topics))["topics"]
    assert not list(parsed(picture).iter(f"{SVG}circle"))
    assert "each dot is a talk" not in words(picture)


@pytest.mark.parametrize("text", [*HOSTILE, "]]>", "a\ufffe\uffff\x00b", "&#x3C;"])
def test_hostile_titles_are_text(text: str) -> None:
    start = datetime(2031, 5, 12, 9)
    made = [
        SummarySlot(start, start + timedelta(minutes=30), text, state, text, text, "talk-one")
        for state in (SEEN, STARRED, MISSED, PASSED)
    ]
    summary = replace(
        full(workshop()),
        timeline=(SummaryDay(DAY, text, tuple(made)), *workshop().timeline),
        tracks=(SummaryTrack(text, 3, 1), SummaryTrack(text + "b", 2)),
        topics=tuple(SummaryTopic(text, tuple(full(workshop()).by_id)) for _ in range(2)),
    )
    for picture in pictures(summary, Wording()):
        kinds = {one.tag.removeprefix(SVG) for one in parsed(picture).iter()}
        assert kinds <= {"svg", "title", "desc", "text", "rect", "path", "circle", "a", "g"}
        attributes = {name for one in parsed(picture).iter() for name in one.attrib}
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert all(str(one.get("href")).startswith("#") for one in parsed(picture).iter(f"{SVG}a"))
        assert "\u202e" not in picture.svg
        assert "\x1b" not in picture.svg


def test_literal_colours_need_no_page() -> None:
    for picture in pictures(full(large()), Wording(), LIGHT):
        assert "var(" not in picture.svg
        assert LIGHT.accent in picture.svg


def test_typst_draws_them() -> None:
    typst = pytest.importorskip("typst", reason="typst is not installed")
    for picture in pictures(full(large()), Wording(), LIGHT):
        source = f'#set page(width: auto, height: auto)\n#image(bytes({_quoted(picture.svg)}), format: "svg")'
        assert typst.compile(source.encode()).startswith(b"%PDF")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def test_rooms_with_long_names_stay_distinguishable() -> None:
    names = ["West Exhibition Hall A", "West Exhibition Hall C + B3", "East Ballroom"]
    assert list(distinct_labels(names, 12, 100).values()) == ["West Ex…Hall A", "West Ex…C + B3", "East Ballroom"]


@given(st.text(max_size=80), st.integers(1, 300))
def test_words_are_cut_to_the_width(text: str, width: int) -> None:
    cut = fit(text, 12, width)
    assert width_of(cut, 12) <= width + 12
    assert "\n" not in cut


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Short", "Short"),
        ("A title that is long", "A title that…"),
        ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦…"),
        ("日本語の題名はとても長い", "日本語の題…"),
    ],
)
def test_a_cut_keeps_characters_whole(text: str, cut: str) -> None:
    assert fit(text, 12, 80) == cut
