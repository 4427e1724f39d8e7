"""Several sources of one conference make one program: the same talk, more links, whichever came first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from confnotes.merge.merge_programs import MergeResult, merge
from confnotes.merge.merge_sources import Bases, under_ids
from confnotes.model.program import Conference, Program, Resource, ResourceKind, Session, Speaker, Talk
from examples import examples

ZONE = ZoneInfo("Europe/Paris")
NAME = "Snake Days 2021"
EMPTY = Program(Conference(NAME))


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2021, 6, day, hour, minute, tzinfo=ZONE)


def source(*talks: Talk, title: str | None = None) -> Program:
    return Program(Conference(NAME, timezone="Europe/Paris"), (Session(title, talks=talks),))


def by(*names: str) -> tuple[Speaker, ...]:
    return tuple(Speaker(name) for name in names)


def video(name: str) -> tuple[Resource, ...]:
    return (Resource(ResourceKind.VIDEO, f"https://example.org/{name}"),)


def imported(*sources: Program) -> MergeResult:
    """The sources one after the other, each with what the others said."""
    result = MergeResult(EMPTY, EMPTY)
    told: list[Program] = []
    for one in sources:
        result = merge(result.program, one, Bases(None, told))
        told = [*(under_ids(other, result.joined) for other in told), result.brought]
    return result


def count(*sources: Program) -> int:
    return sum(1 for _ in imported(*sources).program.talks())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Talk("Fast Fish", start=at(9)), Talk("FAST FISH!", start=at(9))),
        (Talk("Fast Fish in slow water"), Talk("Fast fish — in “slow” water.")),
        (Talk("Fast Fish in slow water"), Talk("Snake Days 2021: Fast Fish in slow water")),
        (Talk("Fast Fish in slow water"), Talk("Fast Fish in slow water | Snake Days")),
        (Talk("Fast Fish in slow water"), Talk("Keynote: Fast Fish in slow water")),
        (Talk("Fast Fish &amp; <em>slow</em> water"), Talk("Fast Fish & slow water")),
        (Talk("The ladder to Fish3"), Talk("The Ladder to Fish 3")),
        (Talk("Fast Fish", speakers=by("Ann Oak")), Talk("Fast Fish: a tale of water", speakers=by("Ann Oak"))),
        (Talk("Fish for you and for all", speakers=by("A. Oak")), Talk("Fish for you and all", speakers=by("Ann Oak"))),
        (Talk("Keynote: Ann Oak Fast fish in water", start=at(9)), Talk("Fast fish in water", speakers=by("Ann Oak"))),
        (Talk("Fish", start=at(9), speakers=by("Ann Oak")), Talk("To be told", start=at(9), speakers=by("Oak, Ann"))),
        (Talk("Fish", resources=video("v")), Talk("Fish, filmed", resources=video("v"))),
        (Talk("Fish clinic", start=at(9)), Talk("What to do with fish that are ill", "fish-clinic")),
    ],
)  # fmt: skip
def test_the_same_talk_is_joined(one: Talk, other: Talk) -> None:
    assert count(source(one), source(other)) == count(source(other), source(one)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Talk("Fish workshop part 1", speakers=by("Ann Oak")), Talk("Fish workshop part 2", speakers=by("Ann Oak"))),
        (Talk("Lunch", start=at(12)), Talk("Lunch", start=at(12, day=2))),
        (Talk("Introduction", speakers=by("Ann Oak")), Talk("Introduction", speakers=by("Bo Elm"))),
        (Talk("Fish in the sea", speakers=by("Ann Oak")), Talk("Birds in the air", speakers=by("Ann Oak"))),
        (Talk("Fish in the sea", start=at(9)), Talk("Birds in the air", start=at(9))),
        (Talk("Fast fish in water", start=at(9)), Talk("Fast fish in waters", start=at(11))),
        (Talk("Poster session", start=at(9), resources=video("v")), Talk("Birds", start=at(11), resources=video("v"))),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_two_talks(one: Talk, other: Talk) -> None:
    assert count(source(one), source(other)) == count(source(other), source(one)) == 2


def test_a_talk_that_may_be_one_of_two_is_reported_and_kept() -> None:
    parts = source(
        Talk("Fish workshop part 1", start=at(9), speakers=by("Ann Oak")),
        Talk("Fish workshop part 2", start=at(11), speakers=by("Ann Oak")),
    )
    result = imported(parts, source(Talk("Fish workshop", speakers=by("Ann Oak"))))
    assert [change.what for change in result.doubts] == [
        "may be the same as “Fish workshop part 1” or “Fish workshop part 2”; kept both"
    ]
    assert sum(1 for _ in result.program.talks()) == 3
    again = merge(result.program, source(Talk("Fish workshop", speakers=by("Ann Oak"))), Bases(result.brought, [parts]))
    assert not again.doubts


def test_ids_of_different_sources_mean_nothing_to_each_other() -> None:
    result = imported(
        source(Talk("Fish in the sea", "1", start=at(9)), Talk("Birds in the air", "2", start=at(10))),
        source(Talk("Birds in the air", "1", resources=video("b")), Talk("Stones", "2")),
    )
    assert [(talk.id, talk.title, len(talk.resources)) for talk in result.program.talks()] == [
        ("1", "Fish in the sea", 0),
        ("2", "Birds in the air", 1),
        ("stones", "Stones", 0),
    ]


def test_a_source_keeps_its_own_ids_for_the_next_time() -> None:
    schedule = source(Talk("Fish in the sea", "1", start=at(9)))
    videos = source(Talk("Fish in the sea", "v-9", resources=video("f")))
    first = imported(schedule, videos)
    assert first.ids == {"v-9": "1"}
    other_title = source(Talk("All about whales", "v-9", resources=video("f")))
    after = merge(first.program, other_title, Bases(first.brought, [merge(EMPTY, schedule).brought], first.ids))
    assert [talk.id for talk in after.program.talks()] == ["1"]
    assert not after.added and not after.cancelled


def test_a_stated_start_is_not_overwritten_by_a_source_that_knows_less() -> None:
    schedule = source(Talk("Fish in the sea", start=at(9), end=at(10), room="A"), title="Morning")
    films = source(Talk("Fish in the sea", start=at(0), room="Somewhere", resources=video("f"), abstract="Wet."))
    for order in ((schedule, films), (films, schedule)):
        result = imported(*order)
        (talk,) = result.program.talks()
        assert (talk.start, talk.end, talk.room, talk.abstract, talk.resources) == (
            at(9),
            at(10),
            "A",
            "Wet.",
            video("f"),
        )
        assert [session.title for session in result.program.sessions] == ["Morning"]


def test_a_list_of_all_authors_takes_the_place_of_the_one_who_speaks() -> None:
    schedule = source(Talk("Fish in the sea", start=at(9), room="A", speakers=(Speaker("Bo Elm", "Pond"),)))
    papers = source(Talk("Fish in the sea", speakers=(Speaker("Ann Oak"), Speaker("Bo Elm", id="orcid:1"))))
    (talk,) = imported(schedule, papers).program.talks()
    assert talk.speakers == (Speaker("Ann Oak"), Speaker("Bo Elm", "Pond", id="orcid:1"))


def test_clocks_that_differ_by_an_hour_join_where_most_titles_say_so() -> None:
    titles = ["Fish in the sea", "Birds in the air", "Stones on the ground", "Smoke in the wind"]
    local = [Talk(title, start=at(9 + hour).replace(tzinfo=None)) for hour, title in enumerate(titles)]
    shifted = [replace(talk, start=talk.starts_at and talk.starts_at - timedelta(hours=2)) for talk in local]
    lunches = (Talk("Lunch", start=datetime(2021, 6, 1, 13)), Talk("Lunch", start=datetime(2021, 6, 2, 13)))
    early = tuple(replace(talk, start=talk.starts_at and talk.starts_at - timedelta(hours=2)) for talk in lunches)
    facts = Conference(NAME)
    one = Program(facts, (Session(talks=(*local, *lunches)),))
    other = Program(facts, (Session(talks=(*shifted, *early)),))
    assert count(one, other) == 6


def test_what_the_user_took_out_does_not_come_back_with_another_source() -> None:
    schedule = source(Talk("Fish in the sea", "1", start=at(9)), Talk("Birds in the air", "2", start=at(10)))
    first = merge(EMPTY, schedule)
    session = first.program.sessions[0]
    mine = replace(first.program, sessions=(replace(session, talks=session.talks[:1]),))
    after = merge(mine, source(Talk("Birds in the air", resources=video("b"))), Bases(None, [first.brought]))
    assert after.program.sessions == mine.sessions


def test_a_third_source_shows_that_two_talks_are_one() -> None:
    papers = source(Talk("Fast fish in icy rivers of the north", speakers=by("Ann Oak"), resources=video("p")))
    rooms = source(Talk("Fish in rivers", start=at(9), end=at(10), room="A"))
    schedule = source(Talk("Fish in rivers", start=at(9), room="A", speakers=by("Ann Oak")))
    assert count(papers, rooms) == 2
    programs = [imported(*order).program for order in permutations((papers, rooms, schedule))]
    assert {
        (talk.title, talk.start, talk.end, talk.speakers, talk.resources) for one in programs for talk in one.talks()
    } == {("Fish in rivers", at(9), at(10), by("Ann Oak"), video("p"))}


def test_slots_of_a_talk_that_is_given_twice_are_followed_one_by_one() -> None:
    once = merge(EMPTY, source(Talk("Tour", "t", start=at(9))))
    twice_over = source(Talk("Tour", "t@20210601T0900", start=at(9)), Talk("Tour", "t@20210601T1400", start=at(14)))
    twice = merge(once.program, twice_over, Bases(once.brought, (), once.ids))
    assert [(talk.id, talk.start) for talk in twice.program.talks()] == [("t", at(9)), ("t@20210601T1400", at(14))]
    moved = source(Talk("Tour", "t@20210601T0900", start=at(9)), Talk("Tour", "t@20210601T1600", start=at(16)))
    after = merge(twice.program, moved, Bases(twice.brought, (), twice.ids))
    assert [(talk.id, talk.start) for talk in after.program.talks()] == [("t", at(9)), ("t@20210601T1400", at(16))]
    assert not after.added and not after.cancelled


_TITLES = [
    "Fish in the sea", "Birds in the air", "Stones on the ground", "Smoke in the wind", "Ships on the river",
    "Trains in the night",
]  # fmt: skip
_PICKED = st.lists(st.sampled_from(range(len(_TITLES))), unique=True, max_size=6)


@settings(max_examples=examples(40), deadline=None)
@given(_PICKED, _PICKED, _PICKED, st.permutations(range(3)))
def test_the_order_of_imports_does_not_matter(
    scheduled: list[int], written: list[int], filmed: list[int], order: list[int]
) -> None:
    schedule = source(
        *(Talk(_TITLES[which], f"s{which}", start=at(9 + which), end=at(10 + which), room="A") for which in scheduled),
        title="Day one",
    )
    papers = source(
        *(
            Talk(_TITLES[which].upper(), str(which), abstract=f"On {which}.", speakers=by(f"Ann Oak{'abcdef'[which]}"))
            for which in written
        )
    )
    films = source(
        *(
            Talk(f"Snake Days: {_TITLES[which]}", f"v{which}", start=at(0), resources=video(str(which)))
            for which in filmed
        )
    )
    sources = [schedule, papers, films]
    found = [imported(*sources).program, imported(*(sources[which] for which in order)).program]
    assert sum(1 for _ in found[0].talks()) == len({*scheduled, *written, *filmed})
    one, other = (
        sorted(
            (
                *(talk.title or "", str(talk.start), str(talk.end), talk.room or "", talk.abstract or ""),
                talk.speakers,
                talk.resources,
            )
            for talk in program.talks()
        )
        for program in found
    )  # fmt: skip
    assert one == other


_ANY_TALK = st.builds(
    Talk,
    title=st.none() | st.sampled_from(["Depth", "Depth: a study", "Lunch", "On depth, part 1", "On depth, part 2"]),
    id=st.none() | st.sampled_from(["2", "depth", "x-talk", "1@20210601T0900", "1@20210601T1000"]),
    start=st.none() | st.sampled_from([at(9), at(10), at(9, day=2), at(0)]),
    room=st.none() | st.sampled_from(["A", "B"]),
    speakers=st.sampled_from([(), by("Ann Oak"), by("A. Oak"), by("Bo Elm", "Ann Oak")]),
    resources=st.sampled_from([(), video("1"), video("2")]),
)
_ANY_SOURCE = st.builds(
    lambda title, talks: source(*talks, title=title),
    st.none() | st.sampled_from(["Orals", "Posters"]),
    st.lists(_ANY_TALK, max_size=6, unique_by=lambda talk: talk.id or talk),
)


_SLOTS = [
    source(Talk(None), Talk(None, "1@20210601T0900"), Talk(None, "1@20210601T1000")),
    source(Talk(None, resources=video("1")), Talk("On depth, part 2", "1@20210601T0900")),
    source(
        Talk(None), Talk(None, "1@20210601T1000", resources=video("1")), Talk("On depth, part 2", "1@20210601T0900")
    ),
]


@settings(max_examples=examples(80), deadline=None)
@example(_SLOTS)
@given(st.lists(_ANY_SOURCE, min_size=3, max_size=3))
def test_sources_imported_again_and_again_change_nothing_any_more(sources: list[Program]) -> None:
    program = EMPTY
    told: dict[int, Bases] = {}
    for turn in range(4):
        for number, one in enumerate(sources):
            others = [base.own for other, base in told.items() if other != number and base.own]
            last = told.get(number, Bases())
            result = merge(program, one, replace(last, others=others))
            assert not (turn and (result.added or result.cancelled))
            if turn > 1:
                assert (result.program, result.brought, result.ids) == (program, last.own, last.ids)
            told = {other: base.after_merging(result.joined) for other, base in told.items()}
            told[number] = Bases(result.brought, (), result.ids)
            program = result.program
