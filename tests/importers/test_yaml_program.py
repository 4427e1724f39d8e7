"""Programs in YAML: how times add up, which day it is, what rows mean, and what is no such program."""

from __future__ import annotations

from datetime import date, time
from functools import partial

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.yaml_program import YamlProgram
from confnotes.model.program import Kind, ReadProgram, Talk, WarningCode

DAY = "date: 2030-03-08\nschedule:\n"


def folder(files: dict[str, str]) -> Source:
    made = [SourceFile(path, partial(str.encode, text)) for path, text in files.items()]
    return Source("site", tuple(made), is_folder=True)


def read(text: str, hints: Hints | None = None) -> ReadProgram:
    return read_program(text.encode(), "program.yaml", hints)


def talks(text: str) -> list[Talk]:
    return list(read(text).program.talks())


@pytest.mark.parametrize(
    ("rows", "starts"),
    [
        (["9:00", "10:30", "1:15", "5:00"], ["09:00", "10:30", "13:15", "17:00"]),
        (["1:30", "3:00"], ["13:30", "15:00"]),
        (["9:00", "13:00", "1:30"], ["09:00", "13:00", "01:30"]),
        (["09:00", "11:00"], ["09:00", "11:00"]),
        (["9:00 AM", "1:00 PM"], ["09:00", "13:00"]),
        (["22:00", "00:30"], ["22:00", "00:30"]),
    ],
)
def test_times_without_am_or_pm_are_read_by_their_order(rows: list[str], starts: list[str]) -> None:
    text = DAY + "".join(f"- {{time: '{row}', title: Talk {number}}}\n" for number, row in enumerate(rows))

    assert [f"{talk.start:%H:%M}" for talk in talks(text) if talk.start] == starts


def test_lengths_add_up_from_the_last_time_that_is_stated() -> None:
    found = talks(
        DAY
        + "- {time: '9:00', duration: '0:45', title: One}\n- {duration: '0:00', title: Doors}\n"
        + "- {duration: '1:30', title: Two}\n- {time: '14:00', title: Three}\n- {title: Four, duration: 20}\n"
    )

    assert [f"{talk.start:%H:%M}" if talk.start else None for talk in found] == [
        "09:00",
        "09:45",
        "09:45",
        "14:00",
        None,
    ]
    assert [f"{talk.end:%H:%M}" if talk.end else None for talk in found] == ["09:45", None, "11:15", None, None]


@pytest.mark.parametrize(
    ("length", "end"),
    [("45", "09:45"), ("45 min", "09:45"), ("1h", "10:00"), ("1.5 h", "10:30"), ("PT20M", "09:20"), ("soon", None)],
)
def test_length_may_be_written_in_many_ways(length: str, end: str | None) -> None:
    first, _ = talks(DAY + f"- {{time: '9:00', title: A, duration: {length}}}\n- {{time: '11:00', title: B}}\n")

    assert (f"{first.end:%H:%M}" if first.end else None) == end


def test_fractions_say_that_lengths_are_hours() -> None:
    found = talks(DAY + "- {time: '9:00', title: A, duration: 0.75}\n- {time: '10:00', title: B, duration: 2}\n")

    assert [f"{talk.end:%H:%M}" for talk in found if talk.end] == ["09:45", "12:00"]


@pytest.mark.parametrize(
    ("head", "row", "day"),
    [
        ("date: May 3-5, 2031", "day: Monday, May 5", date(2031, 5, 5)),
        ("start_date: 2031-05-03\nend_date: 2031-05-05", "day: Day 2", date(2031, 5, 4)),
        ("start_date: 2031-05-03\nend_date: 2031-05-05", "day: Sunday", date(2031, 5, 4)),
        ("year: 2031", "day: Sunday April 27", date(2031, 4, 27)),
        ("name: X", "date: 3/28/2031", date(2031, 3, 28)),
        ("name: X", "date: 4/5/2031", None),
    ],
)
def test_day_is_taken_from_prose_numbers_and_weekdays(head: str, row: str, day: date | None) -> None:
    rows = "".join(f"- {{{row}, time: '10:0{number}', title: T{number}}}\n" for number in range(2))
    found = talks(f"{head}\nprogram:\n{rows}")

    assert {talk.starts_at.date() if talk.starts_at else None for talk in found} == {day}


def test_hours_of_slots_without_talks_are_no_program() -> None:
    slots = ", ".join(f'{{"key": "s-{hour}", "start": "{hour}:00", "room": "Red"}}' for hour in (10, 11, 12))

    with pytest.raises(ConfnotesError):
        read_program(f'{{"slots": [{slots}]}}'.encode(), "slots.json")


def test_days_without_a_year_in_front_of_the_hours_count_from_the_first_day_that_the_user_names() -> None:
    text = (
        "- {title: Wax, start: Tue Aug 8 8:30 AM, length: 55}\n- {title: Bees, start: Wed Aug 9 1:15 PM, length: 30}\n"
    )
    dated = read(text, Hints(starts=date(2023, 8, 8))).program

    assert [talk.start for talk in talks(text)] == [time(8, 30), time(13, 15)]
    assert [f"{talk.start:%d %H:%M}-{talk.end:%H:%M}" for talk in dated.talks() if talk.start and talk.end] == [
        "08 08:30-09:25",
        "09 13:15-13:45",
    ]


def test_year_of_the_settings_wins_over_a_date_that_was_not_brought_up_to_date() -> None:
    found = read(
        "year: 2023\ndate: September 10-11, 2022\ntz: CEST & EDT\nprogram:\n"
        + "- {time: '9:00', title: A, day: 1}\n" * 2
    )

    assert found.program.conference.start_date == date(2023, 9, 10)
    assert found.program.conference.timezone is None
    assert {"the dates are those of 2022, the year is 2023; 2023 is taken"} < {each.message for each in found.warnings}


def test_first_day_that_the_user_names_dates_a_timetable_without_one() -> None:
    text = "- {time: '9:00', title: Opening}\n- {time: '9:30', title: Tides, speaker: Ana Lopes}\n"

    assert [talk.start for talk in talks(text)] == [time(9), time(9, 30)]
    assert any(each.code is WarningCode.DAY_NOT_KNOWN for each in read(text).warnings)
    dated = read(text, Hints(starts=date(2030, 3, 8))).program
    assert [talk.starts_at.date() for talk in dated.talks() if talk.starts_at] == [date(2030, 3, 8)] * 2


@pytest.mark.parametrize(
    ("row", "title", "names"),
    [
        ("topic: Ana Lopes - Tide Tables", "Tide Tables", ["Ana Lopes"]),
        ("title: Ana Lopes, subtitle: Tide Tables", "Tide Tables", ["Ana Lopes"]),
        ("title: Tides, subtitle: Ana Lopes (MIT) and Ben Okoro (Delta Lab)", "Tides", ["Ana Lopes", "Ben Okoro"]),
        ("name: Ana Lopes, title: Tide Tables, bio: She dives.", "Tide Tables", ["Ana Lopes"]),
        ("title: Tide Tables, speakers: [ana-lopes]", "Tide Tables", ["Ana Lopes"]),
        ("title: 'Tables, Tides', speakers: TBA", "Tables, Tides", []),
        ("title: TBA, speaker: Ana Lopes", None, ["Ana Lopes"]),
        ("title: <b>A &amp; B</b>, authors: [{name: Ana Lopes}, {speaker: Cai Li}]", "A & B", ["Ana Lopes", "Cai Li"]),
    ],
)  # fmt: skip
def test_row_says_who_speaks_in_many_ways(row: str, title: str | None, names: list[str]) -> None:
    first, _ = talks(DAY + f"- {{time: '9:00', {row}}}\n- {{time: '17:00', title: Closing}}\n")

    assert (first.title, [each.name for each in first.speakers]) == (title, names)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("title: Lunch", Kind.BREAK),
        ("title: 'Something to eat', meal: true", Kind.BREAK),
        ("title: Pruning, type: tutorial", Kind.TUTORIAL),
        ("title: 5 min Q&A", Kind.PANEL),
        ("title: Our team - Closing remarks", Kind.REMARKS),
        ("title: Five Minutes, type: ignite", Kind.LIGHTNING),
        ("title: Pruning, type: talk", Kind.TALK),
    ],
)
def test_kind_is_what_the_row_says_or_is_called(row: str, kind: Kind) -> None:
    first, _ = talks(DAY + f"- {{time: '9:00', {row}}}\n- {{time: '17:00', title: Closing}}\n")

    assert first.kind is kind


def test_rows_find_their_talks_by_slug_number_title_and_speaker() -> None:
    found = read_source(
        folder(
            {
                "schedule.yml": DAY
                + "- {time: '9:00', slug: tides}\n- {time: '10:00', session_id: 007}\n- {time: '11:00', title: KNOTS}\n"
                + "- {time: '12:00', talk: dora}\n- {time: '13:00', title: Ivo Brandt}\n",
                "talks.yml": "- {slug: tides, title: Tide Tables, speakers: [Ana Lopes], abstract: Deep.}\n"
                "- {id: 7, title: Ropes, speaker: Ben Okoro}\n- {id: 8, title: Knots, speaker: Cai Lin}\n"
                "- {name: Dora Weiss, image: dora, title: Gulls, abstract: They fly.}\n",
                "speakers.yml": "- {name: Ivo Brandt, affiliation: Hill Institute, talk_title: Cranes}\n",
            }
        )
    ).program

    assert [(talk.title, talk.speakers[0].name) for talk in found.talks()] == [
        ("Tide Tables", "Ana Lopes"), ("Ropes", "Ben Okoro"), ("Knots", "Cai Lin"), ("Gulls", "Dora Weiss"),
        ("Cranes", "Ivo Brandt"),
    ]  # fmt: skip
    assert all(talk.start for talk in found.talks())


def test_talks_say_which_slot_of_the_timetable_is_theirs() -> None:
    found = read_source(
        folder(
            {
                "schedule.yml": "- day: July 1, 2031\n  slots:\n  - {type: talk, id: 1a, time: '9:00 - 9:30'}\n"
                "  - {type: coffee break, time: '9:30 - 10:00'}\n  - {type: talk, id: 1b, time: '10:00 - 10:30'}\n",
                "talks.yml": "accepted:\n- {author: Ana Lopes, title: Tide Tables, slot: 1b}\n"
                "- {author: Ben Okoro, title: Ropes, slot: 1a}\n",
            }
        )
    ).program

    assert [(talk.title, str(talk.start)[11:16]) for talk in found.talks()] == [
        ("Ropes", "09:00"), ("Coffee break", "09:30"), ("Tide Tables", "10:00"),
    ]  # fmt: skip


def test_list_of_speakers_whose_entries_the_timetable_names_is_one_of_talks() -> None:
    found = read_source(
        folder(
            {
                "schedule.yml": DAY + "- {time: '9:00', slug: tides}\n- {time: '10:00', slug: ropes}\n",
                "speakers.yml": "- {name: Ana Lopes, slug: tides, title: Tide tables, details: Deep.}\n"
                "- {names: [Ben Okoro, Cai Lin], slug: ropes, title: Ropes, details: Long.}\n",
            }
        )
    ).program

    assert [(talk.title, [each.name for each in talk.speakers]) for talk in found.talks()] == [
        ("Tide tables", ["Ana Lopes"]), ("Ropes", ["Ben Okoro", "Cai Lin"]),
    ]  # fmt: skip


def test_row_without_a_title_is_called_by_the_line_that_describes_it() -> None:
    rows = "- {time: '9:00', type: break, description: Dinner and drinks}\n- {time: '21:00', type: break}\n"

    assert [(talk.title, talk.abstract) for talk in talks(DAY + rows)] == [("Dinner and drinks", None), ("Break", None)]


@pytest.mark.parametrize(
    ("keys", "starts"),
    [
        (("570", "600", "1005"), ["09:30", "10:00", "16:45"]),  # minutes since midnight
        (("10", "20", "30"), ["", "", ""]),  # numbers of rows
        (("601", "602", "603"), ["", "", ""]),
    ],
)
def test_minutes_of_the_day_are_keys(keys: tuple[str, ...], starts: list[str]) -> None:
    rows = "".join(f"  {key}: {{title: Talk {key}, speaker: Ana Lopes}}\n" for key in keys)

    assert [str(talk.start or "")[:5] for talk in talks(f"talks:\n{rows}")] == starts


def test_talks_of_a_list_without_a_timetable_have_no_times() -> None:
    found = talks("- {title: A, speakers: [Ana Lopes]}\n- {title: B, speakers: [Ben Okoro]}\n")

    assert [(talk.title, talk.start) for talk in found] == [("A", None), ("B", None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schedule:\n- {time: '12:00', title: Lunch}\n- *lunch\n", "line 3: an alias"),
        ("schedule:\n- time: '12:00'\n  title: 'Lunch\n- time: '13:00'\n  speaker: Ana\n", "line"),
        ("schedule:\n- {time: '9:00', title: A}\n- " + "[" * 300, "nested"),
    ],
)
def test_what_cannot_be_read_as_yaml_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ConfnotesError, match=said) as refused:
        read(text)

    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        "title: A\nname: B\ndate: 2030-01-01\n",
        "- {name: a, time: x, title: 1}\n",
        "on: push\njobs:\n  build:\n    steps:\n    - name: a\n    - name: b\n    - name: c\n",
        '[{"title": "A", "start": "9:00", "speaker": "Ana"}]',
    ],
)
def test_other_yaml_is_not_taken_for_a_program(text: str) -> None:
    assert YamlProgram().sniff(Source.of_bytes(text.encode(), "a.yaml")) == 0.0


@pytest.mark.parametrize("wrong", ["[[]]", "null", "12", "{a: {b: [1]}}", "[null, '', .nan]", "true", "2030-99-99"])
@pytest.mark.parametrize("key", ["time", "title", "speakers", "duration", "talks", "date", "links", "room", "slug"])
def test_values_of_the_wrong_kind_spoil_nothing_else(key: str, wrong: str) -> None:
    rows = {"time": "'9:00'", "title": "A", key: wrong}
    row = ", ".join(f"{name}: {value}" for name, value in rows.items())
    found = talks(
        DAY + f"- {{{row}}}\n- {{time: '10:00', title: B, speaker: Ana Lopes}}\n- {{time: '11:00', title: C}}\n"
    )

    assert [talk.title for talk in found][-2:] == ["B", "C"]


def test_folder_of_several_events_is_not_mixed_up() -> None:
    files = {
        f"{city}-2031-{part}.yaml": "- {time: '9:00', title: A, slug: a}\n- {time: '10:00', title: B}\n"
        for city in ("oslo", "riga")
        for part in ("schedule", "sessions")
    }

    with pytest.raises(ConfnotesError, match="2 events: oslo-2031, riga-2031"):
        read_source(folder(files))


def test_broken_file_among_others_is_named() -> None:
    found = read_source(
        folder(
            {
                "schedule.yml": DAY + "- {time: '9:00', title: A}\n- {time: '10:00', title: B}\n",
                "speakers.yml": "- name: 'Ana\n",
            }
        )
    )

    assert len(list(found.program.talks())) == 2
    assert any("speakers.yml, line" in each.message and "skipped" in each.message for each in found.warnings)


def test_the_time_of_a_slot_is_that_of_the_talks_in_it() -> None:
    program = read_program(
        b"""
- date: 2031-05-06
  slots:
    - time: "09:30 - 10:30"
      talks:
        - {title: Bread, speaker: Ines Farol}
        - {title: Butter, speaker: Bo Kai}
    - time: "10:30 - 11:00"
      talks:
        - {title: Jam, speaker: Ada Vento}
""",
        "menu.yaml",
    ).program

    assert [(talk.title, f"{talk.start:%H:%M}") for talk in program.talks()] == [
        ("Bread", "09:30"),
        ("Butter", "09:30"),
        ("Jam", "10:30"),
    ]


def test_talks_of_a_slot_are_found_under_any_name() -> None:
    rows = """- time: "9:00-10:00"
  title: Hives of the north
  choices:
    - {name: What bees know, organizer: Ada Lind}
    - {name: Smoke without fire, speakers: [Bo Ek]}
  links:
    - {name: A map of the hives, url: https://example.org}
- time: "10:00-11:00"
  title: Panel on honey
  guests:
    - {name: Cleo Berg, title: Keeper of bees, organization: Moor Institute}
"""

    sessions = read(DAY + rows).program.sessions

    assert [(session.title, [talk.title for talk in session.talks]) for session in sessions] == [
        ("Hives of the north", ["What bees know", "Smoke without fire"]),
        (None, ["Panel on honey"]),
    ]


def test_talks_without_times_are_in_the_session_that_has_one() -> None:
    program = read_program(
        b"""
- title: Morning session
  time: "09:30 - 10:30"
  talks:
    - {title: Bread, speaker: Ines Farol}
    - {title: Butter, speaker: Bo Kai}
- title: Noon session
  time: "10:30 - 11:30"
  talks:
    - {title: Jam, speaker: Ada Vento}
""",
        "menu.yaml",
    ).program

    assert [(each.title, each.start, [talk.title for talk in each.talks]) for each in program.sessions] == [
        ("Morning session", time(9, 30), ["Bread", "Butter"]),
        ("Noon session", time(10, 30), ["Jam"]),
    ]


@pytest.mark.parametrize("who", ["speakers: [4]", "speakers:\n    - 4"])
def test_talks_by_people_of_another_file_are_read_without_them(who: str) -> None:
    text = f"- title: Wind over peat\n  {who}\n- title: Counting reeds\n  {who}\n"

    found = read(text)

    assert [(talk.title, talk.speakers) for talk in found.program.talks()] == [
        ("Wind over peat", ()),
        ("Counting reeds", ()),
    ]
    assert [each.message for each in found.warnings] == [
        "2 speakers are given by a number that stands for nobody; left out"
    ]


def test_a_timetable_of_nothing_but_numbers_asks_for_its_folder() -> None:
    rows = "".join(
        f"    - {{startTime: '{hour}:00', endTime: '{hour}:45', sessionIds: [{hour}]}}\n" for hour in (10, 11, 12)
    )

    with pytest.raises(ConfnotesError, match="has times, but no titles") as told:
        read(f"- date: 2031-06-18\n  tracks: [{{title: Main}}]\n  timeslots:\n{rows}")

    assert told.value.hint == "Import its folder: another file there may have the titles."


@pytest.mark.parametrize(
    "text",
    [
        "version: 2\n"
        + "".join(
            f"{code}:\n  talk: {{title: {talk}, overview: x}}\n  speaker: {{title: {who}, talks: {talk}s here}}\n"
            for code, talk, who in (
                ("en", "Talk", "Speaker"),
                ("de", "Vortrag", "Rednerin"),
                ("fr", "Exposé", "Oratrice"),
            )
        ),
        "".join(
            f"- title: {name} of the fair\n  description: All about it.\n" for name in ("Food", "Talks", "Beds", "Fees")
        )
        + "- title: The place\n  description: It is dry.\n  people: Rain House\n",
    ],
)
def test_the_words_of_a_site_are_no_program(text: str) -> None:
    with pytest.raises(ConfnotesError, match="not recognized"):
        read(text)


def test_a_file_for_each_talk_and_each_person_is_one_program() -> None:
    talk = "---\ntitle: {}\nspeakers:\n  - {}\nabstract: On {}.\n"
    files = {
        f"data/talks/{number}.yml": talk.format(title, who, title)
        for number, (title, who) in enumerate([("Bogs", "ada_kiln"), ("Reeds", "jo_firth"), ("Fog", "ada_kiln")])
    }
    people = {"ada_kiln": "Ada Kiln", "jo_firth": "Jo Firth", "mia_rowe": "Mia Rowe"}
    files |= {f"data/speakers/{key}.yml": f"key: {key}\nname: {name}\ncompany: Hive\n" for key, name in people.items()}
    blog = "title: A word of the {}\ndate: 2031-06-18\ncontent: Thanks.\n"
    files |= {f"data/blog/{who}.yml": blog.format(who) for who in ("bank", "baker", "brewer")}

    found = read_source(folder(files)).program

    assert [(talk.title, [(who.name, who.affiliation) for who in talk.speakers]) for talk in found.talks()] == [
        ("Bogs", [("Ada Kiln", "Hive")]),
        ("Reeds", [("Jo Firth", "Hive")]),
        ("Fog", [("Ada Kiln", "Hive")]),
    ]


def test_talks_that_every_speaker_numbers_anew_are_all_kept() -> None:
    bees = "- name: Ada Lind\n  talks:\n    - id: 1\n      title: What bees know\n"
    ants = "- name: Bo Ek\n  talks:\n    - id: 1\n      title: How ants walk\n"

    assert [(each.title, [who.name for who in each.speakers]) for each in talks(bees + ants)] == [
        ("What bees know", ["Ada Lind"]),
        ("How ants walk", ["Bo Ek"]),
    ]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("**Dinner**", "Dinner"),
        ("**Break**<br>*Panel questions*", "Break Panel questions"),
        ("Dinner at [the mill](#mill)", "Dinner at the mill"),
        ("On C*-algebras", "On C*-algebras"),
    ],
)
def test_titles_of_data_are_without_the_emphasis_that_sites_draw(title: str, read: str) -> None:
    rows = f"- title: '{title}'\n  start: '19:00'\n- title: What bees know\n  start: '18:00'\n"
    assert [each.title for each in talks(rows)] == [read, "What bees know"]


def test_talks_whose_numbers_stand_under_any_name_are_in_their_slot() -> None:
    sessions = (
        "- {id: 7, title: What bees know, speakers: [1]}\n- {id: 8, title: Hives by hand}\n- {id: 9, title: Lunch}\n"
    )
    slots = "- {startTime: '09:00', sessionIds: [7], handsOnIds: [8]}\n- {startTime: '12:00', singles: [9]}\n"
    files = {
        "sessions.yml": sessions,
        "speakers.yml": "- {id: 1, name: Ada Lind}\n- {id: 8, name: Bo Ek}\n",
        "schedule.yml": "- date: 2031-05-06\n  timeslots:\n" + "".join(f"    {line}\n" for line in slots.splitlines()),
    }

    found = list(read_source(folder(files), None).program.talks())

    assert [(str(talk.start)[11:16], talk.title) for talk in found] == [
        ("09:00", "What bees know"),
        ("09:00", "Hives by hand"),
        ("12:00", "Lunch"),
    ]


def test_json_with_a_line_break_in_a_text_is_read() -> None:
    text = '{"talks": [{"title": "What bees know", "speaker": "Ada Lind", "abstract": "A\nhive", "time": "09:00"},'
    text += '{"title": "Hives by hand", "speaker": "Bo Ek", "time": "10:00"}]}'

    found = list(read_program(text.encode(), "program.json").program.talks())

    assert [talk.title for talk in found] == ["What bees know", "Hives by hand"]


@pytest.mark.parametrize(("below", "key"), [("", "talk"), ("_data/", "title")])
def test_tables_of_hours_and_of_talks_are_one_program(below: str, key: str) -> None:
    files = {
        f"{below}schedule.csv": f"start,{key}\n09:00,What bees know\n09:30,Hives by hand\n10:00,Coffee\n",
        f"{below}talks.csv": "title,first_name,last_name,abstract\nHives by hand,Bo,Ek,How to carve one.\n"
        "What bees know,Ada,Lind,They count.\n",
    }

    found = read_source(folder(files), None).program.talks()

    assert [
        (each.title, str(each.start)[:5], [one.name for one in each.speakers], each.abstract) for each in found
    ] == [
        ("What bees know", "09:00", ["Ada Lind"], "They count."),
        ("Hives by hand", "09:30", ["Bo Ek"], "How to carve one."),
        ("Coffee", "10:00", [], None),
    ]


def test_a_row_with_one_cell_divides_a_table_of_a_site() -> None:
    rows = "time,title,speaker\n,Morning\n09:00,What bees know,Ada Lind\n,Noon\n12:00,Hives by hand,Bo Ek\n"

    sessions = read_source(folder({"_data/program.csv": rows}), None).program.sessions

    assert [(each.title, len(each.talks)) for each in sessions] == [("Morning", 1), ("Noon", 1)]


@pytest.mark.parametrize("below", ["", "_data/"])
def test_talks_that_two_lists_of_a_site_have_are_read_once(below: str) -> None:
    files = {
        f"{below}talks.json": '[{"title": "What bees know", "speakers": ["Ada Lind"], "room": "Hall"}]',
        f"{below}talks.csv": "title,speaker,abstract\nWhat bees know,Ada Lind,They count.\nHives by hand,Bo Ek,\n",
    }

    found = list(read_source(folder(files), None).program.talks())

    assert [(talk.title, talk.room, talk.abstract) for talk in found] == [
        ("What bees know", "Hall", "They count."),
        ("Hives by hand", None, None),
    ]


@pytest.mark.parametrize("body", ["", "{{ timetable }}\n"])
def test_a_page_whose_front_matter_is_a_timetable_is_read_as_data(body: str) -> None:
    event = '[[extra.events]]\ntitle = "{}"\nday = "2031-05-06"\nfrom = "{}"\n{}\n'
    talk = 'talks = [{title="Hives by hand", authors="Bo Ek and Cy Moe", abstract="ek moe.pdf"}]\n'
    events = [("Registration", "08:30", ""), ("Welcome", "09:00", ""), ("Hives and honey", "09:30", talk)]
    page = '+++\ntitle = "Program"\n' + "".join(event.format(*each) for each in events) + f"+++\n{body}"

    found = list(read_program(page.encode(), "program.md").program.talks())

    assert [(str(each.start), each.title, [one.name for one in each.speakers], each.abstract) for each in found] == [
        ("2031-05-06 08:30:00", "Registration", [], None),
        ("2031-05-06 09:00:00", "Welcome", [], None),
        ("2031-05-06 09:30:00", "Hives by hand", ["Bo Ek", "Cy Moe"], None),
    ]


def test_days_with_lists_in_the_front_matter_of_a_page_are_its_program_whenever_the_page_was_made() -> None:
    rows = [
        ("9:00 AM - 9:30 AM", 'event : "Registration"'),
        ("9:30 AM - 10:00 AM", 'event : "Hives by hand"\n    speaker : "Bo Ek"'),
        ("10:00 AM - 10:30 AM", 'event :\n    interval : "Coffee break"'),
    ]
    listed = "".join(f'  - time : "{time}"\n    {rest}\n' for time, rest in rows)
    head = 'title : "Program"\ndate: 2030-01-02T15:40:24+06:00\ndraft : false\n'
    day = '- name : "Day 1"\n  date : "Sunday<br/>18 May 2031"\n'
    page = f"---\n{head}tabs:\n{day}  tab_items:\n{listed}---\nTimes may change.\n"

    program = read_program(page.encode(), "_index.md").program

    assert (str(program.conference.start_date), str(program.conference.end_date)) == ("2031-05-18", "2031-05-18")
    assert [(str(each.start), each.title, each.kind) for each in program.talks()] == [
        ("2031-05-18 09:00:00", "Registration", Kind.REMARKS),
        ("2031-05-18 09:30:00", "Hives by hand", Kind.TALK),
        ("2031-05-18 10:00:00", "Coffee break", Kind.BREAK),
    ]
