"""How many talks, speakers and others a program has, as both previews say."""

from __future__ import annotations

from confnotes.model.program import Kind, Person, Program, Role, Session, Speaker, Talk, count_items, count_program


def test_a_speaker_with_two_ids_is_one_speaker_as_in_people() -> None:
    talks = (
        Talk(title="Oil on Water", speakers=(Speaker("Ada Vento", id="frab:1"),)),
        Talk(title="Rust", speakers=(Speaker("Ada Vento", id="frab:2"), Speaker("Bo Kai"))),
    )
    people = (
        Person("Ada Vento", roles=(Role.SPEAKER,), id="frab:1"),
        Person("Ada Vento", roles=(Role.SPEAKER,), id="frab:2"),
        Person("Cy Lund", roles=(Role.ORGANIZER,)),
    )
    assert count_program(Program(sessions=(Session(talks=talks),), people=people)) == [
        "2 talks",
        "2 speakers",
        "1 organizer",
    ]


def test_authors_of_papers_are_not_called_speakers() -> None:
    paper = Talk(title="Ferns", kind=Kind.POSTER, speakers=(Speaker("Ada Vento", role=Role.AUTHOR),))
    keynote = Talk(title="Moss", kind=Kind.KEYNOTE, speakers=(Speaker("Bo Kai", role=Role.KEYNOTE),))
    program = Program(sessions=(Session(talks=(paper, keynote)),))
    assert count_program(program) == ["2 items", "1 keynote", "1 poster", "1 speaker", "1 author"]


def test_the_kinds_add_up_to_the_items() -> None:
    talks = tuple(Talk(title=kind, kind=kind) for kind in (Kind.TALK, *Kind))
    first, *kinds = count_program(Program(sessions=(Session(talks=talks),)))
    assert (first, kinds[0], kinds[-1]) == (f"{len(talks)} items", "2 talks", "1 other")
    assert sum(int(one.split()[0]) for one in kinds) == len(talks)


def test_what_is_new_is_counted_as_in_the_preview() -> None:
    talks = (Talk(title="Moss"), Talk(title="Ferns"))
    assert count_items(talks, "new ") == "2 new talks"
    assert count_items((*talks, Talk(title="Lunch", kind=Kind.BREAK)), "new ") == "3 new items"
    assert count_items(()) == ""


def test_words_are_those_of_a_program() -> None:
    kinds = (Kind.REMARKS, Kind.REMARKS, Kind.LIGHTNING, Kind.SOCIAL)
    program = Program(sessions=(Session(talks=tuple(Talk(title=kind, kind=kind) for kind in kinds)),))
    assert count_program(program) == ["4 items", "1 lightning talk", "1 social event", "2 openings and closings"]
    assert count_program(Program()) == []
