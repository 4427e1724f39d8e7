"""The draft of the highlights: lines of the notes, where nobody marked what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest

from confnotes.exporters.languages.catalog import catalog
from confnotes.exporters.wording import Wording
from confnotes.model.program import Conference, Program, Session, Talk
from confnotes.model.summary import Audience, SummaryHighlight, SummaryItem, SummaryNote, SummaryTakeaway, Why
from confnotes.report import scored_lines as scoring
from confnotes.report.draft_highlights import MOST_DRAFTS, draft_highlights
from confnotes.report.highlights import highlights
from confnotes.report.line_signals import line_signals
from confnotes.report.quotable_lines import quotable_lines
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import export_of, summary_of, with_item

FILLER = [
    "four harbor pilots today",
    "the first demo here",
    "a box and rope",
    "a list of winches",
    "three kinds of knot",
    "some old charts there",
]

FILLED = "".join(f"- {line}\n" for line in FILLER)


def talk(number: int, text: str, title: str = "Tides") -> SummaryItem:
    return SummaryItem(f"talk-{number}", f"{title} {number}", notes=(SummaryNote(text=text),))


def told(*texts: str) -> list[str]:
    """The draft for notes on as many talks, the last two of them about nothing much."""
    rest = ["\n".join(f"- {line} {number}" for line in FILLER) for number in range(3)]
    items = [talk(number, text) for number, text in enumerate([*texts, *rest])]
    return [one.text for found in draft_highlights(items) for one in found.takeaways]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "My two takeaways:\n\n1) Ropes should be checked before every tide.\n2) Nobody reads the second sign.\n",
            "My two takeaways: Ropes should be checked before every tide; Nobody reads the second sign",
        ),
        (
            "- pilots came from four ports today\n- Key insight: the pilots trust the bell more than the screen",
            "Key insight: the pilots trust the bell more than the screen",
        ),
        (
            "- the ropes were laid out on the quay\n- **You cannot moor a ship with one rope**",
            "**You cannot moor a ship with one rope**",
        ),
        (
            "The crew was shown around the port.\n\n> A calm sea never made a good sailor of anybody",
            "A calm sea never made a good sailor of anybody",
        ),
        (
            "- new pumps were installed in the dock\n- New pumps empty the dock 30% faster than the old ones",
            "New pumps empty the dock 30% faster than the old ones",
        ),
        (
            "## Demo\n- we looked at the chart of the bay\n## Lessons learned\n- we must look at the chart of the bay",
            "we must look at the chart of the bay",
        ),
        (
            "- les pilotes venaient de quatre ports\n- Il ne faut jamais amarrer un navire avec une seule corde",
            "Il ne faut jamais amarrer un navire avec une seule corde",
        ),
        (
            "- Lotsen kamen aus vier Häfen der Gegend\n- Wichtig: ein Schiff darf nie nur an einem Tau hängen",
            "Wichtig: ein Schiff darf nie nur an einem Tau hängen",
        ),
        (
            "- unos pilotos de cuatro puertos cercanos\n- Nunca se debe amarrar un barco con una sola cuerda",
            "Nunca se debe amarrar un barco con una sola cuerda",
        ),
    ],
)
def test_what_the_author_stresses_comes_first(text: str, first: str) -> None:
    assert told(text)[0] == first


@pytest.mark.parametrize(
    "text",
    [
        "# You must never trust a single rope at night",
        "- [ ] You must never forget to order more rope",
        "Why should you never trust a single rope at night?",
        "What you must never do with a rope at night:",
        "[You must never trust a single rope](https://example.org/rope)",
        "https://example.org/you-must-never-trust-a-single-rope-at-night",
        "![You must never trust a single rope at night](rope.png)",
        "| You must never | trust a single rope | at night |",
        "```\nYou must never trust a single rope at night.\n```",
        "She joined the port in 2015 and works for the harbor university, where she is a professor",
        "Thank you to our sponsors, follow me on Twitter for a discount on ropes",
        "*Sorry, I was late for this talk, so I missed what the speaker said about ropes (see slides)*",
        "[You must never trust a single rope at night][rope]",
        "[You must never trust a single rope at night](#talk-2)",
        "You must never miss these slides: [A single rope at night](https://example.org/rope)",
        "Video: you must never trust a single rope at night https://example.org/video",
        "I don't have many notes on this one, but you should never trust a single rope",
        "Watched this one later and didn't manage to write notes, but you must never miss it",
        "Did not go, but you must never trust a single rope",
        "Probably worth a watch, as you must never trust a single rope",
        "I could not follow, but you must never trust a single rope",
        "Keine Notizen, aber man darf nie nur einem Tau vertrauen",
        "Pas beaucoup de notes, mais il ne faut jamais une seule corde",
        "## Lessons learned\n\nResources\n- never a single rope\n- the best of all bells",
        "`rope.never(trust)` must `never.be(trusted, at=night)` again",
        "never = harbor.trust(rope, at_night=True)",
        "%%You must never trust the harbor master at night.%%",
        "The tides 0",
        "never again",
    ],
)
def test_what_does_not_belong_on_page_one_is_not_proposed(text: str) -> None:
    assert told(text) == []


def test_a_long_paragraph_is_quoted_by_its_best_sentence() -> None:
    text = (
        "The harbor was built over some forty years, with stones from the quarry on the hill behind the old town. "
        "The most important lesson is that you should never moor a ship with one rope. "
        "Then came the winches and cranes along the quay, with a chart for all of them."
    )
    assert told(text)[0] == "The most important lesson is that you should never moor a ship with one rope."


def test_a_paragraph_that_announces_a_talk_is_not_quoted() -> None:
    announced = (
        "Every port should have more than one bell. In this talk, Ida will show why bells are better than horns."
    )
    assert not any("bell" in text for text in told(f"{announced}\n\n- winches pull more than ropes in the cold"))


def test_wrapped_lines_are_one_sentence() -> None:
    text = "The most important thing about ropes is that nobody should ever moor\na ship with only one of them."
    assert [line.text for line in quotable_lines(text)] == [text.replace("\n", " ")]


def test_no_talk_has_the_draft_for_itself() -> None:
    good = [f"You must never {verb} a ship with one rope" for verb in ("moor", "pull", "stop")]
    others = [
        "The new pumps are 30% faster than the old ones",
        "Nobody should ever sail out of the harbor without a working bell",
    ]
    items = [talk(0, "\n".join(f"- {line}" for line in good)), *(talk(at, line) for at, line in enumerate(others, 1))]
    items += [talk(9, "\n".join(f"- {line}" for line in FILLER * 5))]
    found = [one.item for one in draft_highlights(items)]
    assert sorted(found) == ["talk-0", "talk-1", "talk-2"], "lines that say nearly the same count once"


def test_the_draft_is_short_and_the_same_each_time() -> None:
    texts = [f"- You must never trust rope {number}{number} more than bell {number}\n" * 4 for number in range(40)]
    assert len(told(*texts)) <= MOST_DRAFTS
    assert told(*texts) == told(*texts)


def test_the_order_of_signals_changes_no_score(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "- **You must never trust 300 ropes** (but the bell, always!)\n- It isn't better than 12% of all I have seen."
    )
    scores = [line.score for line in scoring.scored_lines(talk(1, text))]
    backwards = lambda *given: dict(reversed((line_signals(*given) or {}).items()))  # noqa: E731
    monkeypatch.setattr(scoring, "line_signals", backwards)
    assert [line.score for line in scoring.scored_lines(talk(1, text))] == scores


def test_what_the_note_of_the_conference_calls_takeaways_comes_first() -> None:
    items = [talk(at, "You must never moor a ship with one rope\n" + FILLED) for at in range(3)]
    overview = (
        "It rained.\n\nMy takeaways:\n\n1) Bells are what pilots trust at night.\n2) Nobody reads the second sign.\n"
    )
    found = highlights(items, {}, {}, overview)
    assert [one.text for one in found if not one.item] == [
        "Bells are what pilots trust at night.",
        "Nobody reads the second sign.",
    ]
    assert [one.item for one in found][:2] == ["", ""] and 2 < len(found) <= MOST_DRAFTS


@pytest.mark.parametrize(
    ("note", "line"),
    [
        (SummaryNote(claim="Bells are enough."), "Bells are enough."),
        (SummaryNote("- We counted twenty bells\n- You must never moor a ship with one rope\n"), "You must never moor"),
        (SummaryNote("- bells\n- ropes\n- signs\n- tides\n"), ""),
    ],
)
def test_a_highlight_without_takeaways_has_the_claim_or_the_best_line(note: SummaryNote, line: str) -> None:
    (one,) = highlights([SummaryItem("talk-1", "Moorings", rating=5, notes=(note,))], {}, {"talk-1": 5})
    assert [told.text[: len(line)] for told in one.takeaways] == ([line] if line else [])


def test_notes_on_one_or_two_talks_need_no_draft() -> None:
    text = "\n".join(f"- You must never trust {one} at night" for one in FILLER)
    assert draft_highlights([talk(1, text), talk(2, text)]) == ()


def test_a_long_report_in_one_note_is_told_in_up_to_three_lines() -> None:
    good = [
        "Nobody should trust bells in the fog, because most fail",
        "Never sell tar to people who lose more than they save",
    ]
    (draft,) = draft_highlights(
        [talk(0, "\n\n".join([*good, *(f"Seen from quay {at}: {FILLER[0]}" for at in range(60))]))]
    )
    assert {one.text for one in draft.takeaways} == set(good)


def test_what_the_author_marked_is_not_followed_by_a_draft() -> None:
    marked = [
        SummaryItem(f"talk-m{at}", "Ropes", notes=(SummaryNote(takeaways=(SummaryTakeaway("t", f"Ropes {at}"),)),))
        for at in range(3)
    ]
    drafted = [talk(at, "You must never moor a ship with one rope\n" + FILLED) for at in range(3)]
    assert not [one for one in highlights([*marked, *drafted], {}, {}) if Why.DRAFT in one.why]
    assert [Why.DRAFT in one.why for one in highlights([*marked[:1], *drafted], {}, {})] == [False, True]


@pytest.mark.parametrize("code", ["de", "en", "es", "fr", "ja"])
def test_a_draft_is_called_a_draft_in_every_language(code: str) -> None:
    terms = catalog(code)
    items = [talk(at, "You must never moor a ship with one rope\n" + FILLED) for at in range(3)]
    summary = with_item(items[0])
    drafted = replace(summary, highlights=highlights(items, {}, {}))
    assert Wording(terms).highlights(drafted) == terms.draft_highlights
    draft = SummaryHighlight("talk-learning-tides", (Why.DRAFT,))
    assert Wording(terms).why(replace(summary, highlights=(draft,)), draft) == ""
    mixed = replace(summary, highlights=(SummaryHighlight("talk-learning-tides", (Why.KEYNOTE,)), draft))
    assert Wording(terms).highlights(mixed) == terms.partly_drafted
    assert Wording(terms).why(mixed, draft) == "", "the heading says it once"
    assert Wording(terms).highlights(summary) == terms.highlights


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault.create(tmp_path)
    talks = tuple(Talk(title=f"Ropes {number}", id=str(number)) for number in range(4))
    save_program(vault, "Harbor", Program(Conference("Harbor"), (Session(talks=talks),)))
    for number in range(4):
        lines = [f"- {line} {number}" for line in FILLER]
        lines += [f"- You must never moor ship {number} with one rope", "- %%The harbor master should never lead.%%"]
        body = "\n".join(lines)
        private = "private: true\n" if number == 3 else ""
        note = f'---\ntype: note\ntalk: "Harbor/{number}"\n{private}---\n\n{body}\n'
        (vault.root / "Harbor" / f"Ropes {number}.md").write_text(note, encoding="utf-8")
    return vault


@pytest.mark.parametrize("form", ["markdown", "html", "slides", "json"])
def test_every_form_begins_with_the_draft(vault: Vault, form: str) -> None:
    page = export_of(vault, "Harbor", form, datetime(2024, 1, 1)).decode()
    assert "with one rope" in page
    if form != "json":
        assert "Draft highlights, chosen from the notes" in page


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.PUBLIC])
def test_a_draft_for_others_has_no_private_line(vault: Vault, audience: Audience) -> None:
    found = summary_of(vault, "Harbor", audience=audience).highlights
    lines = [one.text for highlight in found for one in highlight.takeaways]
    assert lines
    assert not [line for line in lines if "master" in line or "ship 3" in line]


def test_many_notes_are_ranked_quickly() -> None:
    text = "\n".join(f"- You must never trust {one} more than the bell of the harbor" for one in FILLER * 3)
    items = [talk(number, text) for number in range(300)]
    begun = process_time()
    draft_highlights(items)
    assert process_time() - begun < 3, "ten times what it takes: 3,000 notes are ranked in about 3 seconds"


def test_a_line_about_taking_notes_says_nothing_about_its_talk() -> None:
    assert told("- Again, I did not take a lot of notes, but this talk struck a chord with 300 people.") == []


@pytest.mark.parametrize("clock", ["2:30 ", "14:05 – ", "(9:15) ", "2:30pm: ", "14:00-14:20 "])
def test_the_time_at_which_a_line_was_noted_is_not_quoted(clock: str) -> None:
    assert [line.text for line in quotable_lines(f"- {clock}Bells carry far.")] == ["Bells carry far."]
    assert [line.text for line in quotable_lines("- 3:1 is the ratio of ropes")] == ["3:1 is the ratio of ropes"]


def test_a_callout_is_quoted_without_its_kind() -> None:
    text = "> [!tip]+ Bells carry far.\n\n> [!warning]\n> Screens do not."
    assert [line.text for line in quotable_lines(text)] == ["Bells carry far.", "Screens do not."]


def test_a_sentence_is_not_cut_after_a_title_of_a_person() -> None:
    text = "The bell was invented by Dr. Brandt of the harbor. " + "She rang it for the pilots of four ports. " * 5
    lines = [line.text for line in quotable_lines(text)]
    assert lines[0] == "The bell was invented by Dr. Brandt of the harbor."


def test_a_sentence_of_a_long_quotation_has_no_open_mark() -> None:
    text = (
        '"The bell is what every pilot trusts at night. ' + "The screen is for the day, and the radio is for both. " * 4
    )
    lines = [line.text for line in quotable_lines(text.strip() + '"')]
    assert lines[0] == "The bell is what every pilot trusts at night."


def test_a_talk_is_in_the_draft_once_with_its_best_line() -> None:
    strong = "- **The key lesson is that you must never moor a ship with less than 300 ropes.**\n"
    also = "- **The most important insight is that bells are 30% louder than every radio.**\n"
    items = [talk(0, strong + also + FILLED), *(talk(at, f"- Ropes {at} age.\n" + FILLED) for at in range(1, 4))]
    (first,) = draft_highlights(items)[:1]
    assert first.item == "talk-0" and [one.text for one in first.takeaways] == [strong.strip("- \n")]
    assert sum(one.item == "talk-0" for one in draft_highlights(items)) == 1


def test_weak_lines_fill_up_a_draft_of_less_than_three_only() -> None:
    weak = ["Most of the ropes were made of hemp in 1900", "Every pilot of the port is from the north"]
    strong = [
        "Nobody should trust bells in the fog, because most fail",
        "Always paint a quay before the frost, or it will break",
        "Never sell tar to people who lose more than they save",
    ]
    assert told(*strong[:2], *weak) == [*strong[:2], weak[0]]
    assert set(told(*strong, *weak)) == set(strong)


def test_marked_highlights_and_the_draft_are_seven_at_most() -> None:
    marked = SummaryItem("talk-m", "Ropes", notes=(SummaryNote(takeaways=(SummaryTakeaway("t", "Ropes age"),)),))
    verbs = ("moor", "pull", "stop", "load", "paint", "sell", "sink", "lift")
    drafted = [
        talk(at, f"You must never {verb} the {verb}ing ship {at}{at}{at}\n{FILLED}") for at, verb in enumerate(verbs)
    ]
    found = highlights([marked, *drafted], {}, {})
    assert found[0].item == "talk-m" and len(found) <= 7


def test_a_talk_that_its_author_calls_one_of_the_best_comes_first() -> None:
    strong = "Nobody should trust a rope of hemp in frost, as 9 of 10 break."
    weaker = "Bells are heard much farther than horns at night in the fog of the bay."
    found = told(strong, f"This was one of the highlights of the day for me.\n\n{weaker}")
    assert found == [weaker, strong]
