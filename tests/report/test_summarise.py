"""What comes into a summary, for whom, and in what order."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from confnotes.errors import NotFoundError, UsageError
from confnotes.model.program import (
    Conference,
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
from confnotes.model.summary import Summary, SummaryItem
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import export_of as export
from summary_samples import summary_of as summarise

OSLO = ZoneInfo("Europe/Oslo")
NOTES = ["csv", "html", "json", "markdown"]
"""Forms that show the notes of all talks in plain bytes."""

NAME = "Coastal ML 2021"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in June 2021 in Bergen."""
    return datetime(2021, 6, day, hour, minute, tzinfo=OSLO)


PROGRAM = Program(
    conference=Conference(
        name=NAME,
        venue="Old Customs House",
        start_date=date(2021, 6, 2),
        end_date=date(2021, 6, 4),
        timezone="Europe/Oslo",
        description="A workshop on the sea.",
    ),
    sessions=(
        Session(
            title="Afternoon",
            id="s2",
            start=at(3, 14),
            room="Pier Hall",
            talks=(
                Talk("Salt and signal", id="salt", start=at(3, 14, 30), track="Data"),
                Talk("Cheap gauges", id="gauges", start=at(3, 14), track="Data", speakers=(Speaker("Lena Ødegård"),)),
            ),
        ),
        Session(
            title="Morning",
            id="s1",
            start=at(3, 9),
            room="Pier Hall",
            talks=(
                Talk(
                    "Learning tides",
                    id="tides",
                    start=at(3, 9, 30),
                    track="Models",
                    speakers=(Speaker("Ida Brandt", "Harbour University"), Speaker("Omar Nasser")),
                    resources=(
                        Resource(ResourceKind.PAPER, "https://arxiv.org/abs/2106.00001v2"),
                        Resource(ResourceKind.EVENT_PAGE, "https://coastal.example/2021/1"),
                    ),
                ),
                Talk("Coffee", id="coffee", kind=Kind.BREAK, start=at(3, 10)),
            ),
        ),
        Session(title="Posters", id="s3", start=at(4, 10), talks=(Talk("Drifting buoys", id="buoys"),)),
    ),
)
TIDES = """---
title: Learning tides
talk: coastal-ml-2021/tides
rating: 4
video: https://youtu.be/abcdefghijk
x_secret_draft: https://secret.example/draft
tags: [sea]
---

# Learning tides

Ten weights are enough ^t093512
see https://www.youtube.com/watch?v=abcdefghijk&t=10 and [the paper](https://arxiv.org/pdf/2106.00001)
- [x] ask @Omar for the data
- [ ] read [[Cheap gauges|about gauges]]
? does it hold for [[Storm surges]] ^t094000
compare [[2021-06-03 1400 Cheap gauges]] and [[Nobody]] #physics
%% the speaker is SECRETNAME #secrettag https://secret.example/a ? SECRETQ %%
- [ ] %%call SECRETNAME%%

    * %% SECRETNAME in an indented list %%
    * plain

## Takeaways

- tides are small
- the moon is a strong prior
"""
GAUGES = """---
title: Cheap gauges
talk: coastal-ml-2021/gauges
private: true
rating: 1
---
SECRETNAME was rude #secrettag
"""
WALK = """---
title: A walk to the pier
date: 2021-06-03T18:00:00
tags: [sea]
---
The water was cold #takeaway
"""


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """One conference: two talks with notes (one private), one starred, a note about no talk."""
    for variable, name in (("XDG_CACHE_HOME", "cache"), ("XDG_STATE_HOME", "state")):
        monkeypatch.setenv(variable, str(tmp_path / name))
    made = Vault.create(tmp_path / "vault")
    save_program(made, NAME, PROGRAM)
    made.save(f"{NAME}/2021-06-03 0930 Learning tides.md", TIDES, None)
    made.save(f"{NAME}/2021-06-03 1400 Cheap gauges.md", GAUGES, None)
    made.save(f"{NAME}/2021-06-03 Walk.md", WALK, None)
    made.mark(NAME, "salt", starred=True)
    made.mark(NAME, "gauges", attended=True)
    return made


def item(summary: Summary, title: str) -> SummaryItem:
    """The item of that title."""
    return next(item for item in summary.items() if item.title == title)


def titles(summary: Summary) -> list[str]:
    """The items in order, those without notes in brackets."""
    return [item.title if item.noted else f"({item.title})" for item in summary.items()]


def test_talks_stand_in_time_order_and_only_what_was_noted_or_marked(vault: Vault) -> None:
    summary = summarise(vault, NAME)
    assert titles(summary) == ["Learning tides", "Cheap gauges", "A walk to the pier"]
    assert summary.by_id[summary.missed[0]].title == "Salt and signal"
    assert [[session.title for session in part.sessions] for part in summary.parts] == [["Morning", "Afternoon", None]]
    assert summary.coverage.of_talks == 4, "the break is no talk"
    assert summary.overview == "A workshop on the sea."


def test_a_note_comes_without_stamps_and_with_its_links_resolved(vault: Vault) -> None:
    tides = item(summarise(vault, NAME), "Learning tides")
    assert "^t" not in tides.notes[0].text
    assert not tides.notes[0].text.startswith("# Learning tides")
    assert "[about gauges](#talk-cheap-gauges)" in tides.notes[0].text
    assert "compare [Cheap gauges](#talk-cheap-gauges) and Nobody" in tides.notes[0].text
    assert tides.questions[0].text == "does it hold for Storm surges"
    assert [task.text for task in tides.tasks][:2] == [
        "ask @Omar for the data",
        "read [about gauges](#talk-cheap-gauges)",
    ]
    assert tuple(one.text for one in tides.takeaways) == ("tides are small", "the moon is a strong prior")
    assert "the moon" not in tides.notes[0].text


def test_each_resource_is_numbered_once(vault: Vault) -> None:
    summary = summarise(vault, NAME)
    links = [(link.resource.kind.value, link.number) for link in item(summary, "Learning tides").links]
    assert links[:2] == [("paper", 1), ("video", 2)]
    assert ("event-page", None) in links
    urls = [reference.resource.url for reference in summary.references]
    assert urls.count("https://arxiv.org/abs/2106.00001") == 1
    assert urls.count("https://www.youtube.com/watch?v=abcdefghijk") == 1
    assert not [url for url in urls if "draft" in url], "only known fields of the front matter are links"


def test_people_and_tags_lead_to_their_talks(vault: Vault) -> None:
    summary = summarise(vault, NAME, audience="team")
    tides = item(summary, "Learning tides").id
    people = {person.name: person.items for person in summary.people}
    assert people["Ida Brandt"] == (tides,)
    assert people["Omar Nasser"] == (tides,), "a first name that one speaker has is that speaker"
    assert {tag.name: tag.items for tag in summary.tags}["physics"] == (tides,)


def test_the_author_reads_everything(vault: Vault) -> None:
    text = export(vault, NAME, "markdown").decode()
    assert "SECRETNAME was rude" in text
    assert "%% the speaker is SECRETNAME" in text
    assert "★★★★☆" in text
    assert item(summarise(vault, NAME), "Cheap gauges").private


@pytest.mark.parametrize("audience", ["team", "public"])
@pytest.mark.parametrize("form", NOTES)
def test_others_read_nothing_private(vault: Vault, audience: str, form: str) -> None:
    for by in ("day", "track", "theme"):
        text = export(vault, NAME, form, audience=audience, by=by).decode()
        assert "Ten weights are enough" in text or form == "csv"
        assert "Cheap gauges" in text, "the talk was attended; its note is private"
        assert "secret" not in text.lower()
        assert "rude" not in text


@pytest.mark.parametrize(
    ("head", "private"),
    [
        ("private: true", True),
        ("private: yes", True),
        ("private: false", False),
        ("share: no", True),
        ("publish: false", True),
        ("publish: true", False),
        ("tags: [private/salary]", True),
        ("private: true\nbroken: [", True),
        ("broken: [", True),
        ("tags: [sea]", False),
    ],
)
def test_a_note_is_private_when_it_may_be(vault: Vault, head: str, private: bool) -> None:
    vault.save(f"{NAME}/Extra.md", f"---\n{head}\n---\nEXTRA words\n", None)
    assert ("EXTRA" not in export(vault, NAME, "markdown", audience="public").decode()) is private
    assert "EXTRA" in export(vault, NAME, "markdown").decode()


def test_ratings_and_stars_are_not_public(vault: Vault) -> None:
    team, public = (summarise(vault, NAME, audience=audience) for audience in ("team", "public"))
    assert (item(team, "Learning tides").rating, team.others[0].starred) == (4, True)
    assert item(team, "Cheap gauges").rating is None, "the rating stands in a private note"
    assert not [one for one in public.by_id.values() if one.rating or one.starred or one.attended]
    assert titles(public) == titles(team)
    assert not (public.missed or public.others or public.coverage.missed)
    assert "Salt and signal" not in export(vault, NAME, "markdown", audience="public").decode(), "it has only a star"


def test_a_day_is_a_target(vault: Vault) -> None:
    vault.mark(NAME, "buoys", attended=True)
    assert "(Drifting buoys)" not in titles(summarise(vault, "2021-06-03"))
    assert titles(summarise(vault, "2021-06-04", conference=NAME)) == ["(Drifting buoys)"]


def test_a_search_is_a_target_and_lists_what_it_finds(vault: Vault) -> None:
    summary = summarise(vault, "tag:sea", at=datetime(2021, 6, 3))
    assert titles(summary) == ["Learning tides", "A walk to the pier"]
    assert summary.query == "tag:sea"


@pytest.mark.parametrize("name", ["coastal-ml-2021", "COASTAL ml 2021", "Coastal", "Coastal ML"])
def test_a_conference_is_known_by_its_beginning(vault: Vault, name: str) -> None:
    assert summarise(vault, name).title == NAME


@pytest.mark.parametrize(
    ("target", "hint"),
    [("Coastal ML 2020", NAME), ("2019-01-01", NAME), ("xyzzyplugh", NAME)],
)
def test_what_is_not_there_is_answered_with_the_nearest(vault: Vault, target: str, hint: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        summarise(vault, target)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("xyzzyplugh", "no results for the search “xyzzyplugh”"),
        ("gardening kind:talk", "no results for the search “gardening kind:talk”"),
        ("gardening", "the search “gardening” has no results to export"),
    ],
)
def test_an_export_of_a_search_without_results_is_reported_as_a_search(vault: Vault, target: str, told: str) -> None:
    vault.save("People/Elsewhere.md", "gardening\n", None)
    with pytest.raises(NotFoundError) as caught:
        summarise(vault, target)
    assert caught.value.message == told


def test_two_conferences_on_one_day_are_asked_about(vault: Vault) -> None:
    save_program(vault, "Harbour Days", Program(Conference(name="Harbour Days", start_date=date(2021, 6, 3))))
    with pytest.raises(UsageError, match="Harbour Days"):
        summarise(vault, "2021-06-03")


def test_tracks_and_themes_are_parts(vault: Vault) -> None:
    tracks = summarise(vault, NAME, by="track")
    assert [part.title for part in tracks.parts] == ["Data", "Models", None]
    themes = summarise(vault, NAME, by="theme", audience="team")
    assert [part.title for part in themes.parts] == ["Sea", None]
    assert [item.title for item in themes.parts[0].items()] == ["Learning tides", "A walk to the pier"]


def test_a_program_without_notes_is_listed_when_it_is_small(vault: Vault) -> None:
    save_program(vault, "Bare", Program(PROGRAM.conference, PROGRAM.sessions))
    assert titles(summarise(vault, "Bare")) == [
        "(Learning tides)",
        "(Cheap gauges)",
        "(Salt and signal)",
        "(Drifting buoys)",
    ]


def test_the_summary_of_a_conference_without_talks_lists_its_people(vault: Vault) -> None:
    people = (Person("Ida Brandt", "Harbour University", roles=(Role.KEYNOTE,)), Person("A Guest"))
    save_program(vault, "Only people", Program(Conference(name="Only people"), people=people))
    text = export(vault, "Only people", "markdown").decode()
    assert "- **Ida Brandt** (Harbour University), keynote\n" in text
    assert "A Guest" not in text


@pytest.mark.parametrize("form", NOTES)
def test_the_same_summary_gives_the_same_bytes(vault: Vault, form: str) -> None:
    assert export(vault, NAME, form) == export(Vault.open(vault.root), NAME, form)


def test_json_is_an_object_with_a_schema(vault: Vault) -> None:
    value = json.loads(export(vault, NAME, "json"))
    assert value["schema"] == "confnotes.summary/2"
    assert value["parts"][0]["sessions"][0]["items"][0]["start"] == "2021-06-03T09:30:00"


def test_a_spreadsheet_executes_no_cell(vault: Vault) -> None:
    vault.save(f"{NAME}/Formula.md", '---\ntitle: "=HYPERLINK(1)"\n---\ntext\n', None)
    assert "'=HYPERLINK(1)" in export(vault, NAME, "csv").decode()


def test_a_note_of_a_talk_that_the_program_lost_is_kept(vault: Vault) -> None:
    text = "---\ntitle: Lost talk\ntalk: coastal-ml-2021/gone\nstart: 2021-06-03T08:00:00\n"
    vault.save(f"{NAME}/Lost.md", text + 'speakers: ["[[Ada Li]]"]\n---\nwords\n', None)
    summary = summarise(vault, NAME)
    assert titles(summary)[0] == "Lost talk"
    assert item(summary, "Lost talk").speakers[0].name == "Ada Li"


def test_an_old_note_that_names_a_speaker_is_of_a_talk(vault: Vault) -> None:
    head = '---\nspeaker: "[[Ada Vento]]"\ndate: 2029-05-03\nroom: Quay 2\n---\n'
    vault.save("Old Harbour/Ebb.md", f"{head}# Ebb\n\nBuoys lie.\n", None)
    (told,) = summarise(vault, "Old Harbour").items()
    assert (told.title, told.is_talk, told.room, told.day) == ("Ebb", True, "Quay 2", date(2029, 5, 3))
    assert [speaker.name for speaker in told.speakers] == ["Ada Vento"] and told.start is None


def test_talks_without_a_time_keep_their_place_after_the_talk_before_them(vault: Vault) -> None:
    conference = Conference(name="One day", start_date=date(2021, 6, 2), end_date=date(2021, 6, 2))
    early, late = datetime(2021, 6, 2, 9), datetime(2021, 6, 2, 15)
    sessions = (
        Session("Talks", "a", talks=(Talk("Late", "1", start=late),)),
        Session("Spotlights", "b", talks=(Talk("After late", "2"), Talk(None, "3"))),
        Session("Talks", "c", talks=(Talk("Early", "4", start=early), Talk("After early", "5"))),
    )
    save_program(vault, "One day", Program(conference, sessions))
    vault.save("One day/Note.md", "---\ntitle: Named by its note\ntalk: one-day/3\n---\nx\n", None)
    for talk in "1245":
        vault.mark("One day", talk, attended=True)
    expected = ["(Early)", "(After early)", "(Late)", "(After late)", "Named by its note"]
    assert titles(summarise(vault, "One day")) == expected


def test_conflict_copies_are_summarised_once(vault: Vault) -> None:
    vault.save(f"{NAME}/2021-06-03 0930 Learning tides (conflict 0a1b2c3d).md", TIDES, None)
    assert titles(summarise(vault, NAME)).count("Learning tides") == 1


def test_five_hundred_notes_of_a_conference_are_all_in_its_summary(vault: Vault) -> None:
    body = "\n".join(f"- point {n} about *waves* with `code` and $x_{n}$" for n in range(20))
    talks = tuple(Talk(f"Wave {n}", id=f"w{n}", start=at(2, 8, n % 60)) for n in range(500))
    save_program(vault, "Waves", Program(Conference(name="Waves"), (Session("All", id="s", talks=talks),)))
    for n in range(500):
        path = vault.root / "Waves" / f"Wave {n}.md"
        path.write_text(f"---\ntitle: Wave {n}\ntalk: waves/w{n}\n---\n{body}\n? why {n}\n", encoding="utf-8")
    assert export(vault, "Waves", "html").count(b"<article") == 500
