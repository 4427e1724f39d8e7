"""At the end of a day one sees what is left open, and keeps what one wants to remember."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from confnotes.actions.notes import day_page
from confnotes.actions.notes.day_page import wrap_up
from confnotes.actions.notes.questions import answer_in, open_questions, tick
from confnotes.actions.program import mark_talk
from confnotes.actions.program.mark_talk import rate
from confnotes.catalogue import open_points
from confnotes.model.mark import Mark
from confnotes.model.summary import Audience, Summary
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, at, harbour_vault
from summary_samples import export_of as export
from summary_samples import summary_of as summarise

DAY = date(2031, 5, 12)
TIDES = "harbourconf-2031/tides-in-memory"
BOATS = "harbourconf-2031/slow-boats"
ROPES = "harbourconf-2031/ropes-and-knots"
LANTERNS = "harbourconf-2031/lanterns-for-graphs"
PATH = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
NOTE = f"""---
title: Tides in Memory  # as printed
talk: {TIDES}
rating: 3
---
- [ ] read the almanac ^t100200
- [x] ask @Ada Vento ^t100300
- [ ] read the almanac
? does it hold for lakes ^t100500
? and who measures
! the port does
"""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = harbour_vault(tmp_path / "vault")
    vault.save(PATH, NOTE, None)
    mark_talk.mark_talk(vault, BOATS, Mark.ATTENDED)
    for key in (ROPES, LANTERNS):
        mark_talk.mark_talk(vault, key, Mark.STAR)
    return vault


def evening(vault: Vault) -> day_page.DayWrap:
    return wrap_up(vault, at("22:40"))


def test_a_cancelled_talk_with_a_note_is_not_taken_for_attended(vault: Vault) -> None:
    before = evening(vault)
    program = vault.program(CONFERENCE)
    sessions = tuple(
        replace(one, talks=tuple(replace(talk, cancelled=talk.id == "tides-in-memory") for talk in one.talks))
        for one in program.sessions
    )
    save_program(vault, CONFERENCE, replace(program, sessions=sessions))
    wrap = evening(vault)
    assert TIDES in [card.key for card in before.unmarked] and TIDES not in [card.key for card in wrap.unmarked]
    assert wrap.attended == before.attended - 1 and TIDES in [talk.card.key for talk in wrap.seen]


def test_the_day_says_what_is_missing(vault: Vault) -> None:
    wrap = evening(vault)
    assert (wrap.conference, wrap.day) == (CONFERENCE, DAY)
    assert [talk.card.key for talk in wrap.seen] == [BOATS, TIDES] or [t.card.key for t in wrap.seen] == [TIDES, BOATS]
    assert [card.key for card in wrap.unmarked] == [TIDES]
    assert [card.key for card in wrap.unnoted] == [BOATS]
    assert [card.key for card in wrap.missed] == [LANTERNS, ROPES]
    assert wrap.open_points == 3
    assert [talk.rating for talk in wrap.seen if talk.card.key == TIDES] == [3]


def test_what_is_not_over_or_kept_for_later_was_not_missed(vault: Vault) -> None:
    assert [card.key for card in wrap_up(vault, at("12:00")).missed] == [LANTERNS]
    mark_talk.mark_talk(vault, LANTERNS, Mark.LATER)
    assert [card.key for card in evening(vault).missed] == [ROPES]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2031, 5, 12, 23, 30), 12),
        (datetime(2031, 5, 13, 0, 30), 12),
        (datetime(2031, 5, 13, 9, 0), 13),
        (datetime(2031, 6, 1, 9, 0), 13),
        (datetime(2031, 5, 1, 9, 0), 12),
    ],
)
def test_the_day_to_wrap_up_ends_when_one_goes_to_bed(vault: Vault, moment: datetime, day: int) -> None:
    assert day_page.day_to_wrap(vault, moment) == (CONFERENCE, date(2031, 5, day))


def test_takeaways_go_into_the_talks_own_note_and_nothing_else_changes(vault: Vault) -> None:
    tides = next(talk for talk in evening(vault).seen if talk.card.key == TIDES)
    kept = day_page.keep_takeaways(vault, tides, ["the moon  wins", "", "tanks lie"])
    assert kept.takeaways == ("the moon wins", "tanks lie")
    assert vault.read(PATH).text == f"{NOTE}\n## Takeaways\n\n- the moon wins\n- tanks lie\n"
    assert next(talk for talk in evening(vault).seen if talk.card.key == TIDES).takeaways == kept.takeaways
    assert day_page.keep_takeaways(vault, kept, ["the moon wins", "tanks lie"]) is kept


def test_takeaways_of_a_talk_without_a_note_begin_one(vault: Vault) -> None:
    boats = next(talk for talk in evening(vault).seen if talk.card.key == BOATS)
    kept = day_page.keep_takeaways(vault, boats, ["slow is fast"])
    assert kept.card.note is not None
    text = vault.read(kept.card.note).text
    assert f"talk: {BOATS}" in text
    assert text.endswith("## Takeaways\n\n- slow is fast\n")
    assert not evening(vault).unnoted


def test_a_rating_is_kept_where_the_summary_reads_it(vault: Vault) -> None:
    for talk in evening(vault).seen:
        assert rate(vault, talk.card.key, 5) == 5
    assert vault.read(PATH).text == NOTE
    assert {item.rating for item in summarise(vault, CONFERENCE).items() if item.rating} == {5}


def test_ticking_changes_the_one_character(vault: Vault) -> None:
    task = next(one for one in evening(vault).points[0].points if one.line == 8)
    assert tick(vault, task, True)
    assert vault.read(PATH).text == NOTE.replace("- [ ] read the almanac\n", "- [x] read the almanac\n")
    assert not tick(vault, task, True)
    assert tick(vault, task, False)
    assert vault.read(PATH).text == NOTE


def test_a_task_that_moved_is_found_by_its_words(vault: Vault) -> None:
    task = next(one for one in evening(vault).points[0].points if one.line == 7)
    vault.save(PATH, NOTE.replace("---\n- [", "---\nnew\nlines\n- ["), vault.read(PATH).version)
    assert tick(vault, task, False)
    assert "- [ ] ask @Ada Vento ^t100300\n" in vault.read(PATH).text


def test_an_answer_can_be_noted_in_the_file(vault: Vault) -> None:
    text = vault.read(PATH).text
    asked = open_questions(text)[0]
    assert answer_in(vault, PATH, asked, "yes", "Ada Vento")
    assert vault.read(PATH).text == text.replace("lakes ^t100500\n", "lakes @Ada Vento ^t100500\n! yes\n")
    assert not answer_in(vault, PATH, asked, "yes again")


def test_points_of_a_conference_and_of_everything_stand_in_the_order_of_their_times(vault: Vault) -> None:
    other = f"{CONFERENCE}/2031-05-13 0930 Closing Fog.md"
    vault.save(other, "---\ntalk: harbourconf-2031/closing-fog\n---\n- [ ] sleep\n", None)
    vault.save("Notes/Shopping.md", "- [ ] rope\n", None)
    vault.save("Notes/Ferry.md", f'---\nconference: "[[{CONFERENCE}]]"\ncreated: 2031-05-12T09:00\n---\n? when\n', None)
    assert [one.path for one in open_points.points(vault, CONFERENCE)] == ["Notes/Ferry.md", PATH, other]
    assert [one.path for one in open_points.points(vault, CONFERENCE, DAY)] == ["Notes/Ferry.md", PATH]
    assert [one.path for one in open_points.points(vault)][-1] == "Notes/Shopping.md"


def test_the_page_of_the_day_gathers_it(vault: Vault) -> None:
    tides = next(talk for talk in evening(vault).seen if talk.card.key == TIDES)
    day_page.keep_takeaways(vault, tides, ["the moon wins"])
    rate(vault, tides.card.key, 4)
    path = day_page.write_page(vault, evening(vault))
    assert path == f"{CONFERENCE}/2031-05-12 Day.md"
    text = vault.read(path).text
    assert text.startswith("---\ntitle: Monday, 12 May 2031\ntype: day\n")
    link = "[[2031-05-12 1000 Tides in Memory|Tides in Memory]]"
    for line in (
        f"- {link} ★★★★☆",
        "  - the moon wins",
        f"- 10:00 {link} · Inês Farol, Bo Kai",
        "- 10:00 Slow Boats · Ada Vento",
        "- does it hold for lakes ([[2031-05-12 1000 Tides in Memory#^t100500|10:05]])",
        "  - open",
        "  - the port does",
        "- ☐ read the almanac ([[2031-05-12 1000 Tides in Memory#^t100200|10:02]])",
        f"- Ada Vento: {link}",
    ):
        assert line in text.split("\n"), line
    assert not vault.note(path).tasks
    assert not vault.note(path).questions


def test_wrapping_up_again_keeps_what_the_person_wrote(vault: Vault) -> None:
    path = day_page.write_page(vault, evening(vault))
    text = vault.read(path).text
    vault.save(path, text.replace("---\n\n", "---\n\nWhat a day.\n", 1) + "Good night.\n", vault.read(path).version)
    mine = vault.read(path).text
    assert day_page.write_page(vault, evening(vault)) == path
    assert vault.read(path).text == mine
    mark_talk.mark_talk(vault, ROPES, Mark.ATTENDED)
    day_page.write_page(vault, evening(vault))
    again = vault.read(path).text
    assert "- 14:00 Ropes and Knots · Bo Kai\n" in again
    assert "What a day.\n" in again and again.endswith("Good night.\n")


def test_a_note_that_has_the_pages_name_already_is_left_alone(vault: Vault) -> None:
    mine = f"{CONFERENCE}/2031-05-12 Day.md"
    vault.save(mine, "my own\n", None)
    assert day_page.write_page(vault, evening(vault)) == f"{CONFERENCE}/2031-05-12 Day 2.md"
    assert vault.read(mine).text == "my own\n"


def first_item(summary: Summary) -> str:
    return next(item.title for item in summary.items())


@pytest.mark.parametrize("audience", Audience)
def test_what_the_person_wrote_on_the_page_leads_the_day_and_nothing_else_of_it_is_handed_out(
    vault: Vault, audience: Audience
) -> None:
    secret = f"{CONFERENCE}/2031-05-12 1400 Ropes and Knots.md"
    vault.save(secret, f"---\ntalk: {ROPES}\nprivate: true\n---\n? is he a fraud @Nobody Else\n", None)
    day_page.write_page(vault, evening(vault))
    assert "Looking back" not in [item.title for item in summarise(vault, CONFERENCE, audience=audience).items()]
    path = f"{CONFERENCE}/2031-05-12 Day.md"
    text = vault.read(path).text
    assert "is he a fraud" in text
    vault.save(path, text.replace("---\n\n", "---\n\nWhat a day at the sea.\n", 1), vault.read(path).version)
    summary = summarise(vault, CONFERENCE, audience=audience)
    assert first_item(summary) == "Looking back"
    assert next(summary.items()).notes[0].text == "What a day at the sea."
    told = export(vault, CONFERENCE, "markdown", audience=audience).decode()
    assert told.count("Slow Boats") <= 2
    if audience is not Audience.ME:
        assert "fraud" not in told and "Nobody Else" not in told
