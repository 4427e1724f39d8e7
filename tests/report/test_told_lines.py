"""How lines of a note are told on page one: with what they belong to, and short items as a whole."""

from __future__ import annotations

import pytest

from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryNote, SummaryPoint, SummaryTakeaway, Why
from confnotes.report.digest import digest
from confnotes.report.draft_highlights import draft_highlights
from confnotes.report.line_signals import line_signals
from confnotes.report.quotable_lines import points_back, quotable_lines
from confnotes.report.whole_lists import whole_lists


def told(text: str) -> list[str]:
    return [line.told for line in quotable_lines(text)]


def lists(text: str) -> list[str]:
    return [line.text for line in whole_lists(list(quotable_lines(text)))]


def row(text: str, *highlights: SummaryHighlight, talks: int = 1) -> SummaryPoint:
    """The digest's row of a talk with this note, among others."""
    others = [SummaryItem(f"t{at}", f"Tides {at}", notes=(SummaryNote("Tides come."),)) for at in range(1, talks)]
    return digest([SummaryItem("t0", "Moorings", notes=(SummaryNote(text),)), *others], highlights)[0]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("- Why two ropes?\n  - because one breaks at night", "Why two ropes? because one breaks at night"),
        ("- Hemp\n  - it is much stronger than nylon when wet", "Hemp: it is much stronger than nylon when wet"),
        ("- **Costs:**\n  - time and tar", "**Costs:** time and tar"),
        ("- Hemp\n  - sailors trust hemp more than nylon in a storm", "sailors trust hemp more than nylon in a storm"),
        ("My two takeaways:\n\n- Check every rope before the tide comes", "Check every rope before the tide comes"),
        ("- " + "rope " * 20 + "\n  - and tar", "and tar"),
    ],
    ids=["an answer", "no subject", "short", "stands alone", "a label", "a long parent"],
)
def test_a_line_that_says_little_alone_is_told_with_the_one_that_it_belongs_to(text: str, last: str) -> None:
    assert told(text)[-1] == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (
            "- Mooring poorly\n  - for example\n    - leaving the ropes of a big ship slack at night",
            "Mooring poorly: for example: leaving the ropes of a big ship slack at night",
        ),
        (
            "- Missing features\n  - ropes that tell everybody when they are worn out",
            "Missing features: ropes that tell everybody when they are worn out",
        ),
    ],
    ids=["two levels above", "right above"],
)
def test_what_is_said_to_be_bad_or_missing_is_never_told_as_if_it_were_not(text: str, last: str) -> None:
    assert told(text)[-1] == last


def test_a_line_that_the_next_one_denies_does_not_stand_for_a_talk() -> None:
    text = "- Ropes of nylon are better than ropes of hemp\n- but hemp lasts longer in the sun of the south"
    assert [line.is_turned for line in quotable_lines(text)] == [True, False]
    others = "\n\nCooks keep their ropes dry in the galley\n\nNobody splices in the dark"
    assert "Ropes of nylon" not in row(text + others, talks=20).text
    listed = "Old rules:\n\n- hemp sinks in time\n- tar is good\n- nylon floats well\n- but " + "in storms " * 20
    assert lists(listed) == ["Old rules: hemp sinks in time; tar is good; …"]


@pytest.mark.parametrize(
    "words", ["because it sinks", "It is much faster.", "They drift", "this is what tides do", "uses tar"]
)
def test_a_line_without_a_subject_points_back(words: str) -> None:
    assert points_back(words)


@pytest.mark.parametrize(
    "words", ["It is hard to moor a ship", "Il ne faut jamais amarrer", "Thistles grow", "Noah sails"]
)
def test_a_line_with_one_does_not(words: str) -> None:
    assert not points_back(words)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "### Lessons\n\n- Check the rope\n- Never trust a bell at night\n- Ask the pilot",
            ["Lessons: Check the rope; Never trust a bell at night; Ask the pilot"],
        ),
        (
            "### Why tar?\n\n- keeps ropes dry for years\n- costs little more",
            ["Why tar? keeps ropes dry for years; costs little more"],
        ),
        (
            "- Ask of each port\n  - who keeps the bell?\n  - who pays?\n  - who rows?",
            ["Ask of each port: who keeps the bell? who pays? who rows?"],
        ),
        ("### Ropes\n\n- hemp\n- nylon\n- tar", []),
        ("### Ropes\n\n- One rope only", []),
        (f"### Ropes\n\n- {'rope ' * 21}\n- {'tar ' * 21}", []),
        ("### My notes\n\n- Hemp rots in salt water\n- Nylon melts on the winch", []),
        ("### Links\n\n- [The rope of the port](https://a.example)\n- [The bell of the port](https://b.example)", []),
    ],
    ids=["heading", "question", "nested", "names", "one item", "sentences", "notes", "links"],
)
def test_short_items_are_told_as_one_line(text: str, whole: list[str]) -> None:
    assert lists(text) == whole


def test_a_long_list_is_told_as_far_as_it_is_read_at_once() -> None:
    text = "### Lessons\n\n" + "\n".join(f"- Check the rope of the quay {at}" for at in range(20))
    (line,) = lists(text)
    assert line.endswith("; …") and len(line.split()) <= 52


TAKES = """## Takes

- Ropes are not what keeps a ship in the port.
- The pilots of the north trust bells.

## Raw notes

> "The most important thing in the whole world is never to trust just one rope, because 9 of 10 ships are lost!"
"""


def test_what_the_author_makes_of_a_talk_goes_before_what_can_be_quoted() -> None:
    point = row(TAKES)
    assert point.text == "Takes: Ropes are not what keeps a ship in the port; The pilots of the north trust bells"
    filler = "\n".join(f"- a box of winches {at}" for at in range(9))
    items = [
        SummaryItem(f"t{at}", f"Tides {at}", notes=(SummaryNote(text),))
        for at, text in enumerate([TAKES, filler, filler])
    ]
    (draft,) = draft_highlights(items)
    assert [one.text for one in draft.takeaways] == [point.text]


def test_a_heading_with_a_subject_of_its_own_does_not_sum_up() -> None:
    text = TAKES.replace("## Takes", "## Lessons that the bells of the port learned")
    assert "most important" in row(text).text


def test_capitals_that_begin_the_items_of_a_list_are_no_names() -> None:
    (whole,) = whole_lists(quotable_lines("Why two ropes?\n- Tar is dear\n- Hemp rots"))
    assert "names" not in (line_signals(whole) or {})
    (named,) = quotable_lines("why Ida Brandt trusts two ropes")
    assert "names" in (line_signals(named) or {})


def test_a_list_that_begins_with_a_long_but_is_no_line() -> None:
    assert lists(f"### Ropes\n\n- But {'rope ' * 20}\n- tar") == []


def test_a_list_below_a_question_and_one_of_struck_out_myths_are_told_with_it() -> None:
    asked = "What are the benefits of wide quays?\n1. More ships\n2. Fewer dents in bows\n3. Longer evening walks"
    assert lists(asked) == [
        "What are the benefits of wide quays? More ships; Fewer dents in bows; Longer evening walks"
    ]
    myths = "## Busting some myths\n\n1. ~~Only pilots see the tide~~\n  - Anybody can\n2. ~~Nobody sails at night~~\n"
    assert lists(myths)[0].startswith("Busting some myths: ~~Only pilots see the tide~~; ")


def test_few_talks_are_told_in_more_than_a_line_and_many_in_one() -> None:
    text = "Nobody should trust a rope of hemp in frost.\n\nThe bells of the north are heard better than horns."
    few = row(text)
    many, *_ = digest([SummaryItem(f"t{at}", f"Moorings {at}", notes=(SummaryNote(text),)) for at in range(90)])
    assert few.more and not many.more
    assert sum(len(text.split()) for text in (few.text, *few.more)) <= 60


def test_no_talk_with_notes_is_missing_from_the_digest() -> None:
    text = "Ropes are not what keeps a ship in the port."
    assert row(text).text == text
    assert row("- How does one tar a rope at sea?\n- Who pays?").text == "How does one tar a rope at sea?"


def test_a_row_does_not_say_again_what_a_highlight_says_in_other_words() -> None:
    on_page_one = SummaryHighlight("t0", (Why.DRAFT,), (SummaryTakeaway("t0", "Ropes never keep a ship in the port"),))
    assert row(TAKES, on_page_one).text == "The pilots of the north trust bells."


def test_a_takeaway_that_is_a_link_is_no_reason_for_a_row_or_a_highlight() -> None:
    taken = (SummaryTakeaway("t", "**[Demo](https://a.example)**"),)
    (point,) = digest(
        [SummaryItem("t0", "Moorings", notes=(SummaryNote("Ropes age at sea, not at home.", takeaways=taken),))]
    )
    assert point.text == "Ropes age at sea, not at home."


def test_what_is_struck_out_or_an_aside_is_not_told() -> None:
    text = "~Ropes last forever if tarred well~\n\n(Great mood, she was very funny)\n\nRopes age at sea, not at home."
    assert row(text).text == "Ropes age at sea, not at home."
    assert not row(text).more


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "## Winches\n\nPulls more than ten ropes, but not in frost.",
            "Winches: Pulls more than ten ropes, but not in frost.",
        ),
        ("## Winches\n\nWinches pull more than ten ropes can.", "Winches pull more than ten ropes can."),
        ("## Notes\n\nPulls more than ten ropes, but not in frost.", "Pulls more than ten ropes, but not in frost."),
        ("## Moorings\n\nPulls more than ten ropes, but not in frost.", "Pulls more than ten ropes, but not in frost."),
        (
            "## Problem\n\nPilots trust bells more than radar at night.",
            "Problem: Pilots trust bells more than radar at night.",
        ),
        ("## Winches\n\n**Tar** - dries within two hours of rain", "**Tar** - dries within two hours of rain"),
    ],
    ids=["no subject", "named already", "no name", "the title", "a part of an argument", "another name"],
)
def test_a_line_without_a_subject_follows_its_heading(text: str, line: str) -> None:
    assert row(text).text == line


def test_a_sentence_that_continues_the_one_before_is_told_with_it() -> None:
    text = "Hemp ropes rot in salt water. This costs the port 300 ships.\nIt is worse in summer than in winter."
    assert told(text)[-1] == f"{told(text)[0]} It is worse in summer than in winter."
    assert told("- Hemp ropes rot.\n- This costs 300 ships.")[-1] == "Hemp ropes rot. This costs 300 ships."
    assert told("- Hemp ropes rot.\n  - This costs 300 ships.")[-1] == "Hemp ropes rot: This costs 300 ships."


def test_a_sentence_over_several_lines_is_one() -> None:
    assert told("Ropes last long in the sun;\nthey rot in salt water.\n- tar,\n- hemp") == [
        "Ropes last long in the sun; they rot in salt water.",
        "tar,",
        "hemp",
    ]


def test_an_answer_is_told_with_its_question() -> None:
    text = "How long does a rope of hemp last in the north?\nAbout three winters, if it is dry.\nNylon lasts for ten."
    assert told(text)[-2:] == [text[: text.index("\nNylon")].replace("\n", " "), "Nylon lasts for ten."]
    asked = f"Why does {'anybody ' * 20}moor at night?\nThe tide is higher."
    assert told(asked)[-1] == "The tide is higher."
    (line, *_) = [line for line in quotable_lines(asked) if line.words.startswith("The tide")]
    assert "beside" in (line_signals(line) or {}), "it says little without"


def test_the_text_of_an_item_is_one_line_however_it_was_wrapped() -> None:
    text = "- The pilots begin with the crew\n  when a ship runs aground at night,\n  with a bell.\n- Ropes wait."
    assert told(text)[0] == "The pilots begin with the crew when a ship runs aground at night, with a bell."


@pytest.mark.parametrize(
    "aside", ["Note: there was a picture of a rope", "TODO: read of ropes", "I'm lost, ropes again"]
)
def test_what_authors_note_for_themselves_is_worse_than_what_they_heard(aside: str) -> None:
    said = "The ropes of the port are made of hemp and tar"
    assert row(f"{aside}\n\n{said}\n\nBells ring in fog and at night").text == said


def test_a_list_that_sums_up_a_talk_goes_before_all_else() -> None:
    said = "Nobody should ever trust a rope of hemp in the frost of the north."
    text = f"{said}\n\n- TL;DR;\n  - dry ropes\n  - tarred winches\n  - two pilots at least"
    assert row(text).text == "TL;DR;: dry ropes; tarred winches; two pilots at least"
    assert row(text.replace("TL;DR;", "Lesson 3")).text == said, "one of several lessons does not sum up"
