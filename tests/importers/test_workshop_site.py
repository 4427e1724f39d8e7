"""Small sites of workshops: settings, data and pages joined, and templates that are no data."""

from __future__ import annotations

from functools import partial

import pytest

from confnotes.importers.reading import read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.workshop_site import WorkshopSite
from confnotes.model.program import Conference, Kind, ReadProgram

SCHEDULE = "- {time: '9:00', topic: Welcome}\n- {time: '9:30-10:00', topic: Ropes, speaker: ana}\n"


def folder(files: dict[str, str]) -> Source:
    made = [SourceFile(path, partial(str.encode, text)) for path, text in files.items()]
    return Source("site", tuple(made), is_folder=True)


def read(files: dict[str, str]) -> ReadProgram:
    return read_source(folder({"index.md": "# Ropes\n", "_data/schedule.yml": SCHEDULE, **files}))


@pytest.mark.parametrize(
    ("settings", "field", "value"),
    [
        ("workshop_title: Rope Day\nworkshop_date: July 1, 2031\n", "name", "Rope Day"),
        ("title: Rope Day\nname: rope-day\n", "name", "Rope Day"),
        ("name: 2031-oslo\n", "name", None),
        ("workshop_name: Rope Day\nconference_name: Harbour 2031\n", "part_of", "Harbour 2031"),
        ("time_zone: EDT\nlocation: Boston\n", "timezone", "America/New_York"),
        ("timezone: Europe/Riga\n", "timezone", "Europe/Riga"),
        ("time_zone: IST\n", "timezone", None),
        ("venue: Old Mill\ncity: Riga\n", "venue", "Old Mill, Riga"),
        ("physical_location: Room 4 in [Hill](https://hill.example.org)\n", "venue", "Room 4 in Hill"),
        ("url: https://ropes.example.org\nbaseurl: /2031\n", "url", "https://ropes.example.org/2031"),
        ("url: https://example.com\n", "url", None),
    ],
)
def test_settings_say_what_the_event_is(settings: str, field: str, value: str | None) -> None:
    conference: Conference = read({"_data/settings.yml": settings}).program.conference

    assert getattr(conference, field) == value


def test_hours_are_those_of_the_day_and_zone_of_the_settings() -> None:
    found = read({"_data/settings.yml": "date: July 1, 2031\ntimezone: Europe/Riga\n"}).program

    assert [talk.start.isoformat() for talk in found.talks() if talk.start] == [
        "2031-07-01T09:00:00+03:00", "2031-07-01T09:30:00+03:00",
    ]  # fmt: skip


def test_speaker_of_a_row_is_the_person_of_that_key() -> None:
    people = "ana:\n  name: Ana Lopes\n  affiliation: MIT\n  url: https://lopes.example.org\n"
    found = read({"_data/speakers.yml": people}).program
    (speaker,) = list(found.talks())[1].speakers

    assert (speaker.name, speaker.affiliation, speaker.url) == ("Ana Lopes", "MIT", "https://lopes.example.org")
    assert [person.name for person in found.people] == ["Ana Lopes"]


def test_pages_add_their_dates_in_the_year_of_the_event() -> None:
    call = "## Important dates\n\n- Submission deadline: May 2 (AoE)\n"
    found = read({"_data/settings.yml": "date: July 1, 2031\n", "call.md": call}).program

    assert [(each.title, each.date and each.date.isoformat(), each.timezone) for each in found.deadlines] == [
        ("Submission deadline", "2031-05-02", "AoE")
    ]


def test_templates_are_no_data() -> None:
    loop = "{% for talk in site.talks %}\n- 9:00 {{ talk.title }}\n{% endfor %}"
    index = f"## {{{{ page.title }}}}\n\n{loop}\n{{% include no.html %}}\n"
    found = read({"index.md": index})

    assert [talk.title for talk in found.program.talks()] == ["Welcome", "Ropes"]
    assert not any("{" in str(each) for each in (found.program.resources, found.program.people))


def test_news_with_their_hours_are_no_talks() -> None:
    news = "- {title: Photos of the ropes, date: 2031-08-11 10:00}\n- {title: It begins, date: 2031-07-01 08:50}\n"

    assert [talk.title for talk in read({"_data/news.yml": news}).program.talks()] == ["Welcome", "Ropes"]


def test_instructions_for_assistants_are_no_page_of_the_event() -> None:
    found = read({"CLAUDE.md": "# CLAUDE.md\n\n## Important dates\n\n- Submission: 1 May 2031\n"}).program

    assert (found.conference.name, found.deadlines) == (None, ())


def test_loop_within_a_loop_over_data_leaves_no_rows() -> None:
    inner = "{% for talk in day[1] %}\n- 9:00 {{ talk.title }}\n{% endfor %}\n- 10:00 End of {{ day[0] }}\n"
    found = read({"index.md": f"## Program\n\n{{% for day in site.data.days %}}\n{inner}{{% endfor %}}\n"})

    assert [talk.title for talk in found.program.talks()] == ["Welcome", "Ropes"]


SPEAKERS = """\
- {id: 1, name: Ana, surname: Lopes, talktitle: Tide tables by heart, abstract: Deep., bio: Sails.}
- {id: 2, name: Ben, surname: Okoro, talktitle: Ropes that forgive, abstract: Long., bio: Ties.}
- {id: 3, name: Cai, surname: Lin, talktitle: Knots you cannot undo, abstract: Tight., bio: Climbs.}
"""
PAGE = """\
---
title: Rope Day
date: 2031-07-01
---

## Schedule

| 9:00 | Registration | |
| 9:30 | [Ben Okoro](/speakers/#ben) | *{{ site.data.speakers[1].talktitle }}* |
| 10:00 | [Ana Lopes](/speakers/#ana) | *{{ site.data.speakers[0].talktitle }}* |
"""


def test_page_says_when_the_talks_of_the_data_are() -> None:
    found = read_source(folder({"_data/speakers.yml": SPEAKERS, "program.md": PAGE})).program

    assert [(talk.title, str(talk.start)[11:16], talk.abstract) for talk in found.talks()] == [
        ("Registration", "09:00", None), ("Ropes that forgive", "09:30", "Long."),
        ("Tide tables by heart", "10:00", "Deep."), ("Knots you cannot undo", "", "Tight."),
    ]  # fmt: skip


def test_page_that_names_few_of_the_talks_is_no_timetable() -> None:
    news = "## Program\n\n- Ropes that forgive is the talk of Ben Okoro\n"

    found = read_source(folder({"_data/speakers.yml": SPEAKERS, "news.md": news})).program

    assert [talk.title for talk in found.talks()] == [
        "Tide tables by heart", "Ropes that forgive", "Knots you cannot undo",
    ]  # fmt: skip


def test_include_that_includes_itself_ends() -> None:
    page = "{% include a.md %} text\n"

    assert read({"index.md": page, "_includes/a.md": page * 3}).program.conference is not None


def test_folder_of_pages_alone_is_no_site() -> None:
    assert WorkshopSite().sniff(folder({"index.md": "# A\n", "b.md": "# B\n"})) == 0.0


def test_the_key_of_a_person_is_found_in_whatever_field_it_stands() -> None:
    row = "k{0}: {{event: {1}, title: 'Keynote {0}:', start: '9:{0}0', end: '9:{0}5', type: Invited}}\n"
    rows = "k0: {event: Opening, start: '9:00', end: '9:10'}\n" + row.format(1, "alopes") + row.format(2, "bsund")
    people = "alopes: {name: Ana Lopes, affiliation: MIT}\nbsund: {name: Bo Sund}\n"
    found = read({"_data/schedule.yml": rows, "_data/speakers.yml": people}).program
    assert [(talk.title, [one.name for one in talk.speakers]) for talk in found.talks()] == [
        ("Opening", []),
        ("Keynote 1", ["Ana Lopes"]),
        ("Keynote 2", ["Bo Sund"]),
    ]


@pytest.mark.parametrize(
    ("row", "title", "people", "kind", "abstract"),
    [
        (
            "{time: '9:30', title: '<b>(Oral)</b> Sand <a href=\"https://x.example\">Slides</a>', speaker: Bo Sund}",
            "Sand",
            ["Bo Sund"],
            "oral",
            None,
        ),
        (
            "{time: '9:30', title: 'Bo Sund, Ana Lopes, Christian Berg', speaker: Openning}",
            "Openning",
            ["Bo Sund", "Ana Lopes", "Christian Berg"],
            "talk",
            None,
        ),
        ("{time: '9:30', title: Sand for all, speaker: Workshop organizers}", "Sand for all", None, "talk", None),
        (
            "{time: '9:30', title: The old harbour, speaker: Social event}",
            "The old harbour",
            [],
            "social",
            None,
        ),
        (
            f"{{time: '9:30', title: Sand at night, speakers: 'Sand moves. {'It moves far each night. ' * 10}'}}",
            "Sand at night",
            [],
            "talk",
            "Sand moves. It moves",
        ),
    ],
)
def test_a_row_is_read_by_what_its_fields_hold_and_not_by_their_names(
    row: str, title: str, people: list[str] | None, kind: str, abstract: str | None
) -> None:
    talk = list(read({"_data/schedule.yml": f"- {{time: '9:00', title: Welcome}}\n- {row}\n"}).program.talks())[1]
    assert (talk.title, talk.kind.value) == (title, kind)
    assert people in (None, [each.name for each in talk.speakers])
    assert (talk.abstract or "").startswith(abstract or "")


def test_a_template_says_on_which_day_it_draws_the_rows_of_a_file() -> None:
    loop = "<h3>{}</h3><ul>{{% for row in site.data.{} %}}<li>{{{{ row.topic }}}}</li>{{% endfor %}}</ul>"
    template = loop.format("Ropes day<br />Thursday, 6/12/2031", "first") + loop.format("Friday, 6/13/2031", "second")
    keynote = "- {time: '9:00', topic: Knots of old, keynote: {name: Ada Lind, position: Sailor}}\n"

    found = read(
        {
            "_data/schedule.yml": "[]",
            "_data/first.yml": SCHEDULE,
            "_data/second.yml": keynote,
            "_includes/agenda.html": template,
            "_includes/footer.html": "",
        }
    ).program.talks()

    assert [(str(talk.start)[:16], talk.title, [each.name for each in talk.speakers]) for talk in found] == [
        ("2031-06-12 09:00", "Welcome", []),
        ("2031-06-12 09:30", "Ropes", ["ana"]),
        ("2031-06-13 09:00", "Knots of old", ["Ada Lind"]),
    ]


def test_rows_with_a_label_and_somebody_are_the_talk_of_that_person() -> None:
    rows = "- {time: '9:00', title: 'Keynote 1 (40 + 10 Q&A)', speaker: Ada Lind}\n- {time: '10:00', title: Coffee}\n"
    people = "- {name: Ada Lind, talk_title: Knots of old sailors, abstract: They hold.}\n"

    found = read({"_data/schedule.yml": rows, "_data/speakers.yml": people}).program.talks()

    assert [(str(talk.start), talk.title, talk.kind, talk.abstract) for talk in found] == [
        ("09:00:00", "Knots of old sailors", Kind.KEYNOTE, "They hold."),
        ("10:00:00", "Coffee", Kind.BREAK, None),
    ]


def test_a_short_description_beside_a_name_is_the_title() -> None:
    rows = (
        "- {name: 'Ada Lind |', description: 'Knots of old sailors |'}\n- {name: Bo Ek, description: Ropes of hemp}\n"
    )

    found = read({"_data/schedule.yml": rows}).program.talks()

    assert [(talk.title, [each.name for each in talk.speakers], talk.abstract) for talk in found] == [
        ("Knots of old sailors", ["Ada Lind"], None),
        ("Ropes of hemp", ["Bo Ek"], None),
    ]


def test_days_of_the_week_are_no_rooms_not_even_monday() -> None:
    rows = "{}:\n- {{time: '9:00', title: Knots}}\n- {{time: '10:00', title: Ropes, place: Mill}}\n"

    found = read({"_data/schedule.yml": rows.format("sunday1") + rows.format("monday")}).program.talks()

    assert [talk.room for talk in found] == [None, "Mill", None, "Mill"]
