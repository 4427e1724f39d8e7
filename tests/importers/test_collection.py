"""Folders with a page for each talk: which pages are talks, how keys become people, what many pages say alike."""

from __future__ import annotations

from functools import partial

import pytest

from confnotes.importers.collection.importer import Collection
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import Kind, ReadProgram, Talk

TALK = "---\ntitle: {title}\nspeaker: {speaker}\nevent_start_time: 2030-02-{day:02} 13:00\n---\nText.\n"


def folder(files: dict[str, str]) -> Source:
    made = [SourceFile(path, partial(str.encode, text)) for path, text in files.items()]
    return Source("talks", tuple(made), is_folder=True)


def page(title: str, speaker: str = "Ana Lopes", day: int = 1) -> str:
    return TALK.format(title=title, speaker=speaker, day=day)


def read(files: dict[str, str]) -> ReadProgram:
    return read_source(folder(files))


def talks(files: dict[str, str]) -> list[Talk]:
    return list(read(files).program.talks())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", page("Not me")),
        ("index.md", page("Not me")),
        ("_index.md", page("Not me")),
        ("_drafts/c.md", page("Not me")),
        ("c.md", page("Not me").replace("title:", "draft: true\ntitle:")),
        ("c.md", page("Not me").replace("title:", "published: false\ntitle:")),
        ("c.md", "---\ntitle: About\nlayout: page\n---\nWe meet.\n"),
        ("_posts/2030-01-01-c.md", "---\ntitle: News\nauthor: Ana Lopes\ndate: 2030-01-01\nlayout: post\n---\nNew.\n"),
        ("c.md", "---\ntitle: Buy now\ndate: 2030-01-02T15:40:24+06:00\ndescription: For all.\n---\nText.\n"),
        ("_people/ana.md", "---\nname: Ana Lopes\nlayout: person\n---\nBio.\n"),
        ("c.md", "No front matter at all.\n"),
        ("_sessions/_schema.md", page("Not me")),
    ],
)
def test_pages_that_are_no_talks_are_left_out(path: str, text: str) -> None:
    found = talks({"a.md": page("One"), "b.md": page("Two", day=2), path: text})

    assert [talk.title for talk in found] == ["One", "Two"]


def test_one_talk_alone_is_no_collection() -> None:
    assert Collection().sniff(folder({"a.md": page("One"), "README.md": "# Hello\n"})) == 0.0


def test_talks_stand_in_the_order_of_their_starts() -> None:
    found = read({"a.md": page("Late", day=9), "b.md": page("Early", day=2)})

    assert [talk.title for talk in found.program.talks()] == ["Early", "Late"]
    assert found.program.conference.start_date and found.program.conference.start_date.day == 2


@pytest.mark.parametrize(
    ("people", "key"),
    [
        ({"_speakers/ana.md": "---\nname: Ana Lopes\naffiliation: MIT\n---\n"}, "ana"),
        ({"content/authors/ana/_index.md": "---\ntitle: Ana Lopes\naffiliation: MIT\n---\n"}, "ana"),
        ({"_data/speakers.yml": "ana:\n  name: Ana Lopes\n  affiliation: MIT\n"}, "ana"),
        ({"_data/speakers.yml": "- {id: 4, name: Ana, surname: Lopes, company: MIT}\n"}, "4"),
        ({"_data/people.json": '[{"slug": "alopes", "name": "Ana Lopes", "organization": "MIT"}]'}, "alopes"),
        ({"_data/speakers.yml": "- {name: Ana Lopes, affiliation: MIT}\n"}, "ana-lopes"),
    ],
)
def test_speakers_given_by_keys_are_looked_up(people: dict[str, str], key: str) -> None:
    pages = {f"_talks/{name}.md": page(name, f"[{key}]") for name in ("One", "Two")}
    speaker = talks({**pages, **people})[0].speakers[0]

    assert (speaker.name, speaker.affiliation) == ("Ana Lopes", "MIT")


def test_people_may_have_their_pages_in_folders_below_that_of_speakers() -> None:
    files = {"speakers/industry/lind.md": "---\nkey: lind\nname: Ada Lind\ncompany: Reed College\n---\n"}
    files |= {f"sessions/{n}.md": f"---\ntitle: Tides {n}\nspeakers:\n  - lind\n---\nText.\n" for n in range(3)}

    assert {(who.name, who.affiliation) for talk in talks(files) for who in talk.speakers} == {
        ("Ada Lind", "Reed College")
    }


def test_keys_of_pages_may_be_written_in_one_word_and_titles_below_days() -> None:
    (camel,) = [
        *read_program(
            b"---\ntitle: Tides\nspeaker: Ada Lind\nstartTime: 2030-02-03T15:30\n---\n", "a.md"
        ).program.talks()
    ]
    dated = read_program(
        b"---\ntitle: 3 February 2030\nsubtitle: Tides\nspeaker: Ada Lind\n---\nText.\n", "b.md"
    ).program

    assert str(camel.start) == "2030-02-03 15:30:00"
    assert [talk.title for talk in dated.talks()] == ["Tides"]
    assert str(dated.conference.start_date) == "2030-02-03"


def test_kind_of_a_talk_is_that_of_its_folder() -> None:
    found = talks({f"{name}/a.md": page(name) for name in ("talks", "workshops", "keynotes", "events", "posters")})

    assert {talk.title: talk.kind for talk in found} == {
        "talks": Kind.TALK, "workshops": Kind.WORKSHOP, "keynotes": Kind.KEYNOTE, "events": Kind.OTHER,
        "posters": Kind.POSTER,
    }  # fmt: skip


def test_a_warning_of_many_pages_is_given_once() -> None:
    files = {f"2030-01-0{day}-a.md": page(f"Talk {day}", day=day) for day in range(1, 6)}
    said = [each.message for each in read(files).warnings if "named after" in each.message]

    assert len(said) == 1 and said[0].endswith("(and 4 more pages like it)")


def test_ids_are_the_names_of_pages() -> None:
    found = talks({"a.md": page("One"), "b.md": page("Two", day=2).replace("title:", "slug: second\ntitle:")})

    assert [talk.id for talk in found] == ["a", "second"]


def test_pages_without_front_matter_are_talks_in_a_folder_of_talks() -> None:
    text = "# {title}\n\n**Speaker:** Ana Lopes\n\nAll about it.\n"
    found = talks({f"proposals/{title}.md": text.format(title=title) for title in ("Knots", "Ropes")})

    assert [(talk.title, talk.speakers[0].name, talk.abstract) for talk in found] == [
        ("Knots", "Ana Lopes", "All about it."), ("Ropes", "Ana Lopes", "All about it."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    ["---\ntitle: [\n---\n", "---\ntitle: A\nspeaker: {\n", "\x00\x01", "+++\ntitle = \n+++\n", "{", "---\n" * 500],
)
def test_broken_page_leaves_the_others_alone(broken: str) -> None:
    found = talks({"_talks/a.md": page("One"), "_talks/b.md": page("Two", day=2), "_talks/c.md": broken})

    assert {"One", "Two"} <= {talk.title for talk in found}


def test_pages_of_seminars_whose_text_says_who_and_when_are_talks() -> None:
    seminar = (
        "---\nlayout: page\ntitle: {title}\ndescription: Harbour talks\n---\n\n**Speakers**: {who}\n\n"
        "**Date**: March {day}, 2031 at 9:00 PM CET on Zoom.\n\n**Abstract**: On {title}.\n"
    )
    files = {
        "_seminars/one.markdown": seminar.format(title="Tides", who="Ana Lopes and Bo Lind", day=3),
        "_seminars/two.markdown": seminar.format(title="Fog", who="Chidi Obi", day=10),
        "_seminars/about.markdown": "---\nlayout: page\ntitle: About\n---\n\nWe meet at nine.\n",
    }
    said = [(talk.title, [each.name for each in talk.speakers], str(talk.start)[:16]) for talk in talks(files)]
    assert said == [
        ("Tides", ["Ana Lopes", "Bo Lind"], "2031-03-03 21:00"),
        ("Fog", ["Chidi Obi"], "2031-03-10 21:00"),
    ]


def test_speakers_whose_pages_name_their_talk_are_its_speakers() -> None:
    found = talks(
        {
            "_data/schedule.yml": "- type: talk\n  talk_id: slow-bees\n  start_time: '9:30'\n"
            "- type: talk\n  talk_id: quick-wasps\n  start_time: '10:30'\n",
            "_talks/slow-bees.md": "---\ntalk_id: slow-bees\ntitle: Slow bees\n---\nText.\n",
            "_talks/quick-wasps.md": "---\ntalk_id: quick-wasps\ntitle: Quick wasps\n---\nText.\n",
            "_speakers/ada.md": "---\nname: Ada Lind\ntalk_id: slow-bees\n---\nBio.\n",
            "_speakers/bo.md": "---\nname: Bo Ek\ntalk_id: slow-bees\n---\nBio.\n",
            "_speakers/cy.md": "---\nname: Cy Dahl\ntalk_id: quick-wasps\n---\nBio.\n",
        }
    )

    assert [[who.name for who in talk.speakers] for talk in found] == [["Ada Lind", "Bo Ek"], ["Cy Dahl"]]


def test_hours_of_pages_without_a_day_are_kept() -> None:
    text = "---\ntitle: {title}\nspeaker: Ana Lopes\ntime_start: '{start}'\ntime_end: '{end}'\n---\nText.\n"
    found = read(
        {
            "_talks/a.md": text.format(title="One", start="09h00", end="09h15"),
            "_talks/b.md": text.format(title="Two", start="10h00", end="11h00"),
        }
    )

    assert [(str(talk.start), str(talk.end)) for talk in found.program.talks()] == [
        ("09:00:00", "09:15:00"),
        ("10:00:00", "11:00:00"),
    ]
    assert "2 talks have a time but no day" in [each.message for each in found.warnings]


@pytest.mark.parametrize(
    ("stated", "start", "end"),
    [
        ("1:40 ~ 2:30", "13:40", "14:30"),
        ("11:30 - 1:00", "11:30", "13:00"),
        ("5:30", "17:30", None),
        ("05:30 - 6:00", "05:30", "06:00"),
        ("8:30 - 9:00", "08:30", "09:00"),
        ("5:30am - 6:00am", "05:30", "06:00"),
    ],
)
def test_hours_of_a_page_before_seven_without_am_or_pm_are_in_the_afternoon(
    stated: str, start: str, end: str | None
) -> None:
    text = f"---\ntitle: {{}}\nlayout: session\ntime: '{stated}'\nspeakers:\n  - name: Ana Lopes\n---\nText.\n"

    found = talks({f"_sessions/{name}.md": text.format(name) for name in ("Tides", "Winds")})

    assert {(str(talk.start)[:5], str(talk.end)[:5] if talk.end else None) for talk in found} == {(start, end)}


@pytest.mark.parametrize("path", ["_speakers", "content/short"])
@pytest.mark.parametrize("keys", [("name", "talk"), ("title", "talk_title")])
def test_pages_of_speakers_that_name_their_talks_are_talks(path: str, keys: tuple[str, str]) -> None:
    name, talk = keys
    text = f"---\n{name}: {{}}\naffiliation: Hive\nwebsite: https://hive.example\n{talk}: {{}}\n---\nText.\n"
    found = talks(
        {f"{path}/a.md": text.format("Ana Lopes", "Slow bees"), f"{path}/b.md": text.format("Bo Lind", "Wasps at work")}
    )

    assert [(one.title, [(who.name, who.affiliation, who.url) for who in one.speakers]) for one in found] == [
        ("Slow bees", [("Ana Lopes", "Hive", "https://hive.example")]),
        ("Wasps at work", [("Bo Lind", "Hive", "https://hive.example")]),
    ]


def test_presenters_with_their_names_count_more_than_their_slugs() -> None:
    text = (
        "---\ntitle: {}\nevent_start_time: 2030-02-01 13:00\npresenter_slugs:\n- ana-mclopes\n"
        "presenters:\n- name: Ana McLopes\n  company: Hive\n---\nText.\n"
    )
    found = read({"_talks/a.md": text.format("One"), "_talks/b.md": text.format("Two")})

    assert [(who.name, who.affiliation) for talk in found.program.talks() for who in talk.speakers] == [
        ("Ana McLopes", "Hive"),
        ("Ana McLopes", "Hive"),
    ]
    assert not any("identifier" in each.message for each in found.warnings)


def test_slugs_of_many_pages_are_told_once() -> None:
    files = {f"_talks/{slug}.md": page(f"On {slug}", slug) for slug in ("ana-lopes", "bo-lind", "cy-dahl")}

    said = [each.message for each in read(files).warnings if "identifier" in each.message]

    assert said == ["_talks/ana-lopes.md: “ana-lopes” is an identifier; read as Ana Lopes (and 2 more pages like it)"]
