"""A program imported again: the user's edits stay, the source's changes are taken over and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.merge.merge_programs import MergeResult, merge
from confnotes.merge.merge_sources import Bases
from confnotes.model.program import (
    Conference,
    Deadline,
    Person,
    Program,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)
from examples import examples

ZONE = ZoneInfo("Europe/Paris")


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2021, 6, day, hour, minute, tzinfo=ZONE)


def program(*talks: Talk, title: str | None = "Day one", **facts: object) -> Program:
    conference = Conference("Deep Days 2021", timezone="Europe/Paris", **facts)  # type: ignore[arg-type]
    return Program(conference, (Session(title, talks=talks),))


EMPTY = Program(Conference("Deep Days 2021"))


def first(source: Program) -> MergeResult:
    return merge(EMPTY, source)


def again(before: MergeResult, source: Program, mine: Program | None = None, keep: tuple[str, ...] = ()) -> MergeResult:
    return merge(mine or before.program, source, Bases(before.brought), keep)


def only(result: MergeResult) -> Talk:
    (talk,) = result.program.talks()
    return talk


def test_a_new_program_is_all_added_and_every_talk_has_an_id() -> None:
    result = first(program(Talk("One"), Talk("One"), Talk("Two", id="x7")))
    assert [talk.title for talk in result.added] == ["One", "One", "Two"]
    assert [talk.id for talk in result.program.talks()] == ["one", "one-2", "x7"]


def test_the_id_that_is_made_of_a_long_title_ends_with_a_word() -> None:
    long = "Sediment transport beneath drifting winter ice along the northern shelf"
    assert only(first(program(Talk(long)))).id == "sediment-transport-beneath-drifting-winter-ice-along-the"
    assert only(first(program(Talk("x" * 80)))).id == "x" * 60


def test_a_talk_with_the_source_s_id_may_change_everything_and_stays_the_same_talk() -> None:
    before = first(program(Talk("Old title", id="17", start=at(9), room="A")))
    after = again(before, program(Talk("New title", id="17", start=at(10), room="B")))
    assert only(after) == replace(only(before), title="New title", start=at(10), room="B")
    assert after.changed[0].what == (
        "renamed from “Old title”, moved from 2021-06-01 09:00 to 2021-06-01 10:00, now in B"
    )


def test_a_talk_that_moved_or_was_renamed_keeps_the_id_it_was_given() -> None:
    speakers = (Speaker("Aino Mäkelä"),)
    before = first(program(Talk("Depth", start=at(9), speakers=speakers), Talk("Width", start=at(10))))
    moved = again(before, program(Talk("Depth", start=at(15), speakers=speakers), Talk("Width", start=at(10))))
    assert [talk.id for talk in moved.program.talks()] == ["depth", "width"]
    renamed = again(before, program(Talk("On depth", start=at(9), speakers=speakers), Talk("Width", start=at(10))))
    assert {talk.id: talk.title for talk in renamed.program.talks()} == {"depth": "On depth", "width": "Width"}
    assert not renamed.added and not renamed.cancelled


def test_a_session_that_is_given_a_title_is_the_session_that_had_its_talks() -> None:
    talks = (Talk("Depth", start=at(9)), Talk("Width", start=at(10)))
    before = first(program(*talks, title=None))
    after = again(before, program(*talks, title="Orals"))
    assert [(one.id, one.title) for one in after.program.sessions] == [(before.program.sessions[0].id, "Orals")]


def test_where_it_is_not_certain_a_talk_is_a_new_one() -> None:
    before = first(program(Talk("Break", start=at(10)), Talk("Break", start=at(15))))
    after = again(before, program(Talk("Break", start=at(11)), Talk("Break", start=at(16))))
    assert len(after.added) == 2
    assert len(after.cancelled) == 2


def test_what_the_user_changed_stays_and_what_they_did_not_follows_the_source() -> None:
    before = first(program(Talk("Talk", id="1", room="A", track="x", language="en")))
    mine = program(Talk("Talk", id="1", room="My room", track="x"))
    mine = replace(mine, sessions=(replace(mine.sessions[0], id=before.program.sessions[0].id),))
    after = again(before, program(Talk("Talk", id="1", room="B", track="y", language="en")), mine)
    assert (only(after).room, only(after).track, only(after).language) == ("My room", "y", None)
    assert after.kept[0].what == "yours kept: room"


def test_a_field_the_source_does_not_have_is_never_emptied_by_it() -> None:
    mine = program(Talk("Talk", start=at(9), abstract="Mine."))
    assert only(merge(mine, program(Talk("Talk", start=at(9), room="A")))).abstract == "Mine."


def test_a_talk_added_by_hand_is_not_cancelled() -> None:
    before = first(program(Talk("Theirs", id="1")))
    session = before.program.sessions[0]
    mine = replace(before.program, sessions=(replace(session, talks=(*session.talks, Talk("Dinner", id="dinner"))),))
    after = again(before, program(Talk("Theirs", id="1")), mine)
    assert after.program == mine
    assert not after.cancelled


def test_a_cancelled_talk_goes_but_not_when_it_has_a_note_or_was_edited() -> None:
    before = first(program(Talk("Stays", id="1"), Talk("Noted", id="2"), Talk("Plain", id="3")))
    after = again(before, program(Talk("Stays", id="1")), keep=("2",))
    assert [(talk.id, talk.cancelled) for talk in after.program.talks()] == [("1", False), ("2", True)]
    assert [talk.id for talk in after.cancelled] == ["2", "3"]
    back = merge(after.program, program(Talk("Stays", id="1"), Talk("Noted", id="2")), Bases(after.brought))
    assert [talk.cancelled for talk in back.program.talks()] == [False, False]
    assert back.changed[0].what == "no longer cancelled"


def test_a_second_source_adds_and_cancels_nothing_of_the_first() -> None:
    schedule = first(program(Talk("Depth", id="1", start=at(9)), Talk("Width", id="2", start=at(10))))
    notes = program(Talk("Depth", start=at(9), resources=(Resource(ResourceKind.SLIDES, "https://example.org/s"),)))
    both = merge(schedule.program, notes, Bases(None, [schedule.brought]))
    assert [talk.id for talk in both.program.talks()] == ["1", "2"]
    assert not both.cancelled and not both.added
    assert next(both.program.talks()).resources[0].kind == ResourceKind.SLIDES


def test_who_speaks_stays_a_speaker_though_the_papers_call_them_an_author() -> None:
    schedule = first(program(Talk("Depth", id="1", start=at(9), speakers=(Speaker("Aino"),))))
    papers = program(Talk("Depth", speakers=(Speaker("Aino", "ETH", role=Role.AUTHOR),)))
    (talk,) = merge(schedule.program, papers, Bases(None, [schedule.brought])).program.talks()
    assert talk.speakers == (Speaker("Aino", "ETH", role=Role.SPEAKER),)


def test_people_dates_and_links_are_joined_and_what_the_user_took_out_stays_out() -> None:
    link = Resource(ResourceKind.EVENT_PAGE, "https://example.org")
    source = Program(
        Conference("Deep Days 2021", venue="Castle"),
        people=(Person("Aino Mäkelä", None, None, (Role.SPEAKER,)), Person("Bo Li")),
        deadlines=(Deadline("Papers", date(2021, 2, 1)),),
        resources=(link,),
    )
    before = first(source)
    mine = replace(before.program, people=(Person("Aino Makela", "Aalto", None, (Role.SPEAKER,)),), resources=())
    later = replace(
        source,
        people=(*source.people, Person("Chi Ma")),
        deadlines=(Deadline("Papers", date(2021, 2, 8)),),
        conference=replace(source.conference, venue="Tent"),
    )
    after = again(before, later, mine)
    assert [(person.name, person.affiliation) for person in after.program.people] == [
        ("Aino Makela", "Aalto"),
        ("Chi Ma", None),
    ]
    assert after.program.deadlines == later.deadlines
    assert after.program.resources == ()
    assert after.program.conference.venue == "Tent"


def test_an_id_that_the_source_uses_is_not_given_to_another_of_its_talks() -> None:
    before = first(program(Talk("Width")))
    source = program(Talk("Depth"), Talk("Width", id="depth"))
    changed = again(before, source)
    assert again(changed, source).program == changed.program


_TALKS = st.lists(
    st.builds(
        Talk,
        title=st.none() | st.sampled_from(["Depth", "Width", "Break", "A talk", "Another talk"]),
        id=st.none() | st.sampled_from(["1", "2", "3", "depth"]),
        start=st.none() | st.sampled_from([at(9), at(10), at(11, day=2)]),
        room=st.none() | st.sampled_from(["A", "B"]),
        speakers=st.sampled_from([(), (Speaker("Aino"),), (Speaker("Bo"), Speaker("Chi"))]),
    ),
    max_size=6,
)
_SESSIONS = st.lists(st.tuples(st.none() | st.sampled_from(["Orals", "Posters"]), _TALKS), max_size=3)
PROGRAMS = _SESSIONS.map(
    lambda sessions: Program(
        Conference("Any", timezone="Europe/Paris"),
        tuple(Session(title, talks=tuple(talks)) for title, talks in sessions),
    )
)


@settings(max_examples=examples(100), deadline=None)
@given(PROGRAMS, PROGRAMS)
def test_importing_the_same_twice_changes_nothing(one: Program, other: Program) -> None:
    imported = merge(EMPTY, one)
    assert sum(1 for _ in imported.program.talks()) == sum(1 for _ in one.talks())
    same = merge(imported.program, one, Bases(imported.brought))
    assert (same.program, same.brought) == (imported.program, imported.brought)
    assert not (same.added or same.changed or same.cancelled or same.kept)
    changed = merge(same.program, other, Bases(same.brought))
    assert sum(1 for _ in changed.brought.talks()) == sum(1 for _ in other.talks())
    settled = merge(changed.program, other, Bases(changed.brought))
    assert settled.program == changed.program
    assert not (settled.added or settled.changed or settled.cancelled)


@settings(max_examples=examples(100), deadline=None)
@given(PROGRAMS, PROGRAMS, st.data())
def test_what_the_user_wrote_is_never_lost(one: Program, other: Program, data: st.DataObject) -> None:
    imported = merge(EMPTY, one)
    talks = list(imported.program.talks())
    edited = {
        talk.id: f"mine {index}"
        for index, talk in enumerate(talks)
        if data.draw(st.booleans(), label=f"edit {talk.id}")
    }
    noted = {talk.id for talk in talks if talk.id and data.draw(st.booleans(), label=f"note {talk.id}")}
    mine = replace(
        imported.program,
        sessions=(
            *(
                replace(
                    session,
                    talks=tuple(replace(talk, abstract=edited.get(talk.id, talk.abstract)) for talk in session.talks),
                )
                for session in imported.program.sessions
            ),
            Session("By hand", id="by-hand", talks=(Talk("Dinner", id="dinner by hand"),)),
        ),
    )
    result = merge(mine, other, Bases(imported.brought), {key for key in noted if key})
    after = {talk.id: talk for talk in result.program.talks()}
    assert len(after) == sum(1 for _ in result.program.talks()), "ids stay unique"
    assert "dinner by hand" in after
    assert noted <= set(after)
    for talk_id, text in edited.items():
        assert after[talk_id].abstract == text
