"""`program.yaml` is a file that people edit: what is written comes back, and their mistakes are named."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date, datetime, time
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.program_yaml import program_of_yaml, render
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
from confnotes.vault.codec import decode, encode
from confnotes.vault.program_save import splice
from confnotes.vault.vault import Vault
from examples import examples
from generated_programs import PROGRAMS, ZONE
from program_files import save_program

SAMPLE = Program(
    Conference("Deep Days 2021", year=2021, start_date=date(2021, 6, 1), end_date=date(2021, 6, 2), timezone=ZONE),
    (
        Session(
            "Morning",
            id="morning",
            kind=Kind.ORAL,
            start=datetime(2021, 6, 1, 9, 0, tzinfo=ZoneInfo(ZONE)),
            room="Hall A",
            talks=(
                Talk(
                    "Scaling: what we know",
                    id="17",
                    kind=Kind.KEYNOTE,
                    start=datetime(2021, 6, 1, 9, 0, tzinfo=ZoneInfo(ZONE)),
                    end=datetime(2021, 6, 1, 10, 0, tzinfo=ZoneInfo(ZONE)),
                    abstract="First line.\n\nSecond paragraph: with a colon.",
                    speakers=(Speaker("Aino Mäkelä"), Speaker("Bo Li", "ETH", role=Role.CHAIR, highlighted=True)),
                    board="#312",
                    resources=(Resource(ResourceKind.VIDEO, "https://example.org/v", "3 min"),),
                ),
                Talk("no", id="yes"),
            ),
        ),
    ),
    (Person("Aino Mäkelä", "Aalto", "https://example.org/~aino", (Role.KEYNOTE,), "orcid:0000-0001"), Person("Nobody")),
    (Deadline("Camera ready", date(2021, 4, 1), time(23, 59), "AoE"), Deadline("Some day")),
    (Resource(ResourceKind.REGISTRATION, "https://example.org/register"),),
)


def test_a_program_reads_well() -> None:
    text = render(SAMPLE, "Deep Days 2021")
    assert "\n  - title: Morning\n    id: morning\n    kind: oral\n    start: 2021-06-01T09:00\n" in text
    assert "        speakers:\n          - Aino Mäkelä\n          - name: Bo Li\n" in text
    assert "          - video: https://example.org/v\n            title: 3 min\n" in text
    assert "null" not in text
    assert text.startswith("# The program of Deep Days 2021.")


def test_a_program_comes_back_from_its_file_and_from_the_cache() -> None:
    assert program_of_yaml(render(SAMPLE, "Deep Days 2021"), SAMPLE.conference) == SAMPLE
    assert decode(encode(SAMPLE)) == SAMPLE


def test_what_an_older_version_kept_is_still_read() -> None:
    rows = encode(SAMPLE)
    _, [[*_, talks]], people, *_ = rows
    for talk in talks:
        del talk[-1:]
        for speaker in talk[9]:
            del speaker[-1:]
    for person in people:
        del person[-1:]
    read = decode(rows)
    first = next(SAMPLE.talks())
    assert next(read.talks()) == replace(first, board=None)
    assert read.people == tuple(replace(person, id=None) for person in SAMPLE.people)


def test_a_deadline_keeps_its_seconds() -> None:
    dates = (Deadline("Papers", date(2021, 2, 1), time(23, 59, 59)), Deadline("Posters", date(2021, 3, 1), time(12)))
    program = replace(SAMPLE, deadlines=dates)
    text = render(program, "Deep Days 2021")
    assert 'time: "23:59:59"\n' in text and 'time: "12:00"\n' in text
    assert program_of_yaml(text, program.conference).deadlines == dates


@settings(max_examples=examples(60), deadline=None)
@given(PROGRAMS)
def test_any_program_comes_back_from_its_file(program: Program) -> None:
    again = program_of_yaml(render(program, "Any"), program.conference)
    assert again == program
    assert render(again, "Any") == render(program, "Any")
    assert decode(encode(program)) == program
    ids = [talk.id for talk in program.talks()]
    assert len(set(ids)) == len(ids) and all(ids)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sessions: 3\n", "“sessions” of the file must be a list"),
        ("- a\n", "the file must be a mapping"),
        ("sessions:\n  - title: A\n    start: soon\n", "“start” of the session “A” must be a time"),
        ("sessions:\n  - title: A\n    start: 9999-12-31T23:30\n", "“start” of the session “A” must be a time"),
        ("sessions:\n  - title: A\n    end: 0001-01-01T00:00+14:00\n", "“end” of the session “A” must be a time"),
        ("sessions:\n  - talks:\n      - title: B\n        kind: concert\n", "“concert” of the talk “B” is not a kind"),
        ("sessions:\n  - talks:\n      - title: B\n        links: [{see: x}]\n", "a link of the talk “B” has no kind"),
        ('sessions:\n  - talks:\n      - title: "B\\nC"\n        kind: x\n', "“x” of the talk “B C” is not a kind"),
        ("deadlines:\n  - title: D\n    date: April\n", "“date” of the deadline “D” must be a date"),
        ("sessions: [\n", "line"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_guessed(text: str, message: str) -> None:
    with pytest.raises(ConfnotesError, match=message):
        program_of_yaml(text, Conference())


def test_what_people_write_by_hand_is_understood() -> None:
    program = program_of_yaml(
        "sessions:\n- talks:\n  - Just a title\n  - title: 42\n    start: 2021-06-01T09:00\n    note to self: x\n",
        Conference(timezone=ZONE),
    )
    first, second = program.talks()
    assert first == Talk("Just a title")
    assert second.title == "42" and second.start == datetime(2021, 6, 1, 9, 0, tzinfo=ZoneInfo(ZONE))


def test_an_edit_by_hand_is_seen_at_once_and_a_damaged_cache_is_no_matter(vault: Vault) -> None:
    save_program(vault, "Deep Days 2021", SAMPLE)
    assert vault.program("Deep Days 2021").sessions == SAMPLE.sessions
    for file in vault.cache.folder.iterdir():
        file.write_bytes(b'[1,"' + b"\xff" * 50)
    assert Vault.open(vault.root).program("Deep Days 2021").sessions == SAMPLE.sessions
    for file in vault.cache.folder.iterdir():
        file.write_text(file.read_text().replace("what we know", "what we knew"))
    assert Vault.open(vault.root).program("Deep Days 2021").sessions == SAMPLE.sessions
    path = vault.root / "Deep Days 2021/program.yaml"
    path.write_text(path.read_text().replace("Scaling: what we know", "Scaling, again"))
    assert [talk.title for talk in vault.program("Deep Days 2021").talks()] == ["Scaling, again", "no"]


def test_saving_what_the_files_say_already_keeps_their_bytes(vault: Vault) -> None:
    save_program(vault, "Deep Days 2021", SAMPLE)
    path = vault.root / "Deep Days 2021/program.yaml"
    note = vault.root / "Deep Days 2021/Deep Days 2021.md"
    path.write_text(path.read_text().replace("    room: Hall A\n", "    room: 'Hall A' # beside the café\n"))
    note.write_text(note.read_text().replace("year: 2021", "year:   2021 # of the second wave"))
    before = path.read_bytes(), note.read_bytes()
    save_program(vault, "Deep Days 2021", vault.program("Deep Days 2021"))
    assert (path.read_bytes(), note.read_bytes()) == before
    moved = replace(SAMPLE, conference=replace(SAMPLE.conference, venue="The castle"))
    save_program(vault, "Deep Days 2021", moved)
    assert path.read_bytes() == before[0]
    assert note.read_text() == before[1].decode().replace("timezone: ", "timezone: ").replace(
        "\n---\n", "\nvenue: The castle\n---\n", 1
    )


def test_the_conference_stands_in_its_own_note(vault: Vault) -> None:
    described = replace(
        SAMPLE, conference=replace(SAMPLE.conference, description="Two days on **depth**.", part_of="Depth")
    )
    save_program(vault, "Deep Days 2021", described)
    text = (vault.root / "Deep Days 2021/Deep Days 2021.md").read_text()
    assert 'keynotes:\n  - "[[Aino Mäkelä]]"\n' in text
    assert "  - 2021-04-01 23:59 AoE Camera ready\n" in text
    assert "\n## Keynotes\n\n- [[Aino Mäkelä]], Aalto ([page](https://example.org/~aino))\n" in text
    assert Vault.open(vault.root).program("Deep Days 2021").conference == described.conference


def test_key_dates_keep_their_zone_even_without_an_hour(vault: Vault) -> None:
    dates = (
        Deadline("Papers", date(2021, 2, 1), timezone="AoE"),
        Deadline("Camera ready", date(2021, 4, 1), time(23, 59), "AoE"),
        Deadline("Dinner", timezone="AoE"),
    )
    save_program(vault, "Deep Days", Program(Conference("Deep Days"), deadlines=dates))
    text = vault.read("Deep Days/Deep Days.md").text
    assert "\n- 2021-02-01 AoE Papers\n- 2021-04-01 23:59 AoE Camera ready\n- Dinner\n" in text


def test_a_conference_that_is_not_there(vault: Vault) -> None:
    with pytest.raises(NotFoundError):
        vault.program("Nowhere 2000")
    with pytest.raises(NotFoundError):
        vault.conference_named("nowhere")
    save_program(vault, "Deep Days 2021", SAMPLE)
    assert vault.conference_named("deep-days-2021") == vault.conference_named("deep days 2021") == "Deep Days 2021"


def test_an_import_that_changes_one_talk_keeps_the_comments_on_all_the_others(vault: Vault) -> None:
    save_program(vault, "Deep Days 2021", SAMPLE)
    path = vault.root / "Deep Days 2021/program.yaml"
    edited = (
        path.read_text()
        .replace("    room: Hall A\n", "    room: 'Hall A'  # cold\n    food: cake\n")
        .replace('      - title: "no"\n', '\n      # do not miss it\n      - title: "no"\n        seats: 12\n')
    )
    assert "food" in edited and "seats" in edited
    path.write_text(edited)
    program = vault.program("Deep Days 2021")
    session = program.sessions[0]
    scaling, other = session.talks
    changed = replace(session, talks=(scaling, replace(other, room="Tent"), Talk("New", id="new")))
    save_program(vault, "Deep Days 2021", replace(program, sessions=(changed,)))
    expected = edited.replace('        id: "yes"\n', '        id: "yes"\n        room: Tent\n')
    expected = expected.replace("        seats: 12\n", "").replace(
        "        room: Tent\n", "        room: Tent\n        seats: 12\n      - title: New\n        id: new\n"
    )
    assert path.read_text() == expected.replace("\n\n      # do not", "\n      # do not")
    assert vault.program("Deep Days 2021").sessions == (changed,)


def test_what_people_add_to_a_program_stays_in_the_parts_that_an_import_changes(vault: Vault) -> None:
    save_program(vault, "Deep Days 2021", SAMPLE)
    path = vault.root / "Deep Days 2021/program.yaml"
    edited = path.read_text().replace("    room: Hall A\n", "    room: Hall A  # cold\n    # mind the step\n")
    edited = edited.replace("\npeople:\n", "\n# who is here\npeople:\n")
    edited += "\n# of the town hall\nkitchen: cake\n# the end\n"
    assert "# cold" in edited
    path.write_text(edited)
    program = vault.program("Deep Days 2021")
    session = replace(program.sessions[0], title="Renamed", talks=program.sessions[0].talks[:1])
    save_program(vault, "Deep Days 2021", replace(program, sessions=(session,), people=(Person("Somebody New"),)))
    kept = path.read_text()

    assert "title: Renamed" in kept
    assert "    room: Hall A  # cold\n    # mind the step\n" in kept
    assert "\n\n# who is here\npeople:\n  - Somebody New\n" in kept
    assert kept.endswith("\n# of the town hall\nkitchen: cake\n# the end\n")


@settings(max_examples=examples(60), deadline=None)
@given(PROGRAMS, PROGRAMS)
def test_a_spliced_file_says_what_was_meant(one: Program, other: Program) -> None:
    text = splice(render(one, "Any"), one, other)
    if one.sessions:
        assert text is not None
    if text is not None:
        assert with_ids(program_of_yaml(text, other.conference)) == other


def test_a_change_among_thousands_of_people_is_written_quickly() -> None:
    people = tuple(Person(f"Person {number}", "Institute of Examples") for number in range(20_000))
    before = replace(SAMPLE, people=people)
    after = replace(SAMPLE, people=people[1:])
    text = render(before, "Deep Days 2021")
    begun = process_time()

    spliced = splice(text, before, after)

    assert process_time() - begun < 5
    assert spliced is not None
    assert "Person 0\n" not in spliced


def test_the_programs_of_other_conferences_are_let_go_and_read_again_when_wanted(vault: Vault) -> None:
    for name in ("One 2021", "Two 2021", "Three 2021"):
        save_program(vault, name, SAMPLE)
    gc.collect()
    gc.freeze()  # what other tests left in memory is not looked at: it took seconds
    day = SAMPLE.conference.start_date
    assert day is not None
    vault.day("Two 2021", day)
    for name in vault.conferences():
        vault.program(name)
    assert _programs_in_memory() == 4
    kept = vault.program("One 2021")
    vault.keep_only({"One 2021"})
    assert _programs_in_memory() == 1
    assert vault.program("One 2021") is kept
    assert [talk.title for talk in vault.program("Two 2021").talks()] == [talk.title for talk in SAMPLE.talks()]


def _programs_in_memory() -> int:
    gc.collect()
    return sum(type(one) is Program for one in gc.get_objects())
