"""The digest: a talk in one line, which its author wrote."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from confnotes.exporters.languages.catalog import ENGLISH, catalog
from confnotes.exporters.wording import in_language
from confnotes.model.content import FULL, SummaryContent
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Program, ResourceKind, Session, Speaker, Talk
from confnotes.model.summary import (
    ActionKind,
    Summary,
    SummaryAction,
    SummaryHighlight,
    SummaryItem,
    SummaryNote,
    SummaryPhoto,
    SummaryQuestion,
    SummaryTakeaway,
    Why,
)
from confnotes.report.contents import with_contents
from confnotes.report.digest import digest
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import TIDES, export_of, set_as, small, summary_of

CLAIM = SummaryNote("Much else was said about it.", claim="Tides keep time.")
TAKEN = SummaryNote("Much else was said about it.", takeaways=(SummaryTakeaway("t", "Check the rope first."),))
LONG = SummaryNote("- a few slides\n- **You cannot moor a ship with one rope**, said 3 of 4 captains.\n- coffee\n")


def talk(*notes: SummaryNote) -> SummaryItem:
    return SummaryItem("talk-1", "Moorings", notes=notes)


@pytest.mark.parametrize(
    ("notes", "line", "place"),
    [
        ((CLAIM, TAKEN), "Tides keep time.", "talk-1"),
        ((TAKEN,), "Check the rope first.", "t"),
        ((LONG,), "**You cannot moor a ship with one rope**, said 3 of 4 captains.", "talk-1"),
        ((SummaryNote("Nice talk"),), "Nice talk", "talk-1"),
        ((SummaryNote("# Tar and rope\n\nThree things:\n"),), "Tar and rope", "talk-1"),
        ((SummaryNote(questions=(SummaryQuestion("q", "Why are there two?"),)),), "Why are there two?", "talk-1"),
    ],
    ids=["claim", "takeaway", "best line", "first line", "heading", "question"],
)
def test_a_talk_is_told_by_its_claim_else_its_takeaway_else_its_best_line(
    notes: tuple[SummaryNote, ...], line: str, place: str
) -> None:
    (point,) = digest([talk(*notes)])
    assert (point.text, point.place, point.item) == (line, place, "talk-1")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Moorings fail at the third knot of all.\n\nWaves arrive, which was said to be new.\n", "Moorings fail"),
        ("Because of the tide that nobody saw here.\nA rope is only as strong as its last knot.\n", "A rope is"),
        ("Iris Kamp works on ropes at a college.\nA rope is only as strong as its last knot.\n", "A rope is"),
        ("I could not see this one, as the room was full.\n", ""),
        ("Couldn't end up seeing this, because the sound was off. I looked at the slides.\n", ""),
        ("I have not many notes on this one.\nThe rope, the bell and the tide\nTar\nKnots\n", "The rope, the bell"),
        ("`moor(rope, knot=3)` is new!\n", ""),
        ("~~The rope was never checked at all~~\n", ""),
        ("Books\n- The Bell and the Rope of Harbors\n- Knots for Everybody\n- The Official Bell Channel\n", ""),
        ("Slides: https://example.org/slides\n", ""),
        ("- knots\n- tides\n- ropes\n- a few others\n", ""),
        ("TODO: look into the ropes of the northern ports again.\n", ""),
        ("## Unanswered questions\n\n- How the tide gets into the harbor in winter\n- Which ropes pilots like\n", ""),
        ("## Look into\n\n- Ropes of the North by Ida\n  - Nobody trusts a bell at night.\n", "Nobody trusts"),
        ("The book is cheap: use the code FROZEN for a discount.\n", ""),
        ("- [https://example.org/schedule/ropes]()\n", ""),
        ("[https://example.org/ropes]()\n\n- Ropes and the tide\n", "Ropes and"),
        ("I naively thought that this workshop would be about ropes.\n\nNobody trusts a bell.\n", "Nobody trusts"),
        ("We won't be looking at winches in depth, more at ropes.\n\nNobody trusts a bell.\n", "Nobody trusts"),
    ],
    ids=[
        "title",
        "goes on",
        "speaker",
        "not seen",
        "no sound",
        "not noted",
        "code",
        "struck out",
        "books",
        "link",
        "no sentence",
        "to do",
        "to ask",
        "below to do",
        "discount",
        "address",
        "below an address",
        "expected",
        "what is not told",
    ],
)
def test_rather_no_line_than_one_that_says_nothing_about_the_talk(text: str, line: str) -> None:
    item = replace(talk(SummaryNote(text)), speakers=(Speaker("Iris Kamp"),))
    points = digest([item])
    assert [point.text[: len(line)] for point in points] == ([line] if line else []), "a row that says nothing is none"


def test_what_a_highlight_says_is_not_said_again() -> None:
    told = [SummaryHighlight("talk-1", (Why.TAKEAWAYS,), (SummaryTakeaway("t", "**Check** the rope first"),))]
    strong = SummaryNote("The most important thing is that nobody checks a rope twice.", takeaways=TAKEN.takeaways)
    (point,) = digest([talk(strong)], told)
    assert point.text.startswith("The most important thing")
    assert digest([talk(SummaryNote(takeaways=TAKEN.takeaways))], told) == (), "page one has said all of it"
    (alone,) = digest([talk(SummaryNote(takeaways=TAKEN.takeaways))])
    assert alone.text == "Check the rope first."


def test_a_row_says_nothing_twice_not_even_in_a_list() -> None:
    told = "**Never trust the bells!**"
    text = f"- Topics\n  - Bells\n  - {told}\n- {told}\n- Ropes are stronger than any bell"
    (point,) = digest([talk(SummaryNote(text))])
    assert "\n".join((point.text, *point.more)).count("Never trust the bells!") == 1


def test_highlights_and_digest_together_are_read_in_three_minutes() -> None:
    words = [[f"{one}{other}x" for other in "abcdefghijklmno"] for one in "abcdefgh"]
    note = SummaryNote("".join(f"- You must never {' '.join(line)}\n" for line in words))
    items = [replace(talk(note), id=f"talk-{at}") for at in range(10)]
    highlights = [SummaryHighlight(item.id, (), (SummaryTakeaway("t", "word " * 30),)) for item in items[:7]]
    alone, beside = (
        sum(len(" ".join((one.text, *one.more)).split()) for one in rows)
        for rows in (digest(items), digest(items, highlights))
    )
    assert 500 < alone <= 800
    assert 350 < beside <= 800 - 7 * 30


def test_a_talk_with_long_notes_has_more_lines_than_one_with_short_notes() -> None:
    lines = [
        "You must never trust a rope of hemp in frost.",
        "Bells are heard much farther than horns at night.",
        "Nobody should paint the bow without a second anchor.",
        "Fog is worse than ice because radar fails.",
    ]
    short, long = (
        talk(SummaryNote("\n\n".join(lines[:2]))),
        talk(SummaryNote("\n\n".join([*lines, "Rain fell. " * 60]))),
    )
    others = [replace(talk(CLAIM), id=f"other-{at}", title="Moorings " * 20) for at in range(24)]
    few, many = digest([short, replace(long, id="long"), *others])[:2]
    assert len(many.more) > len(few.more)


def test_the_best_line_comes_first_and_the_others_as_they_were_noted() -> None:
    lines = [
        "Bells are heard much farther than horns at night.",
        "You must never trust a rope of hemp in frost.",
        "The key lesson: 9 of 10 captains are better without a second anchor.",
    ]
    (point,) = digest([talk(SummaryNote("\n\n".join(lines)))])
    assert (point.text, *point.more) == (lines[2], lines[0], lines[1])


def test_what_continues_another_line_is_not_told_without_it() -> None:
    first = "Nobody should moor a big ship with one rope."
    text = f"{first}\n\n- Ropes\n- Tar\n\nTheir captain said that it sank within 30 minutes."
    (point,) = digest([talk(SummaryNote(text))])
    assert (point.text, point.more) == (first, ())


def test_what_continues_a_line_follows_it_in_one() -> None:
    lines = ["You must never trust a rope of hemp in frost", "It breaks because the tar in it is hard", "Bells ring"]
    (point,) = digest([talk(SummaryNote("\n\n".join(lines)))])
    assert (point.text, point.more) == (f"{lines[0]}; {lines[1]}", ())


def test_lines_below_one_heading_are_told_in_one() -> None:
    said = [
        "hard to moor at night, as the tide is high and the pilots never sleep in the towers of the old north port"
    ] * 2
    said[1] = "pulls the bow under water in storms, which nobody believed until 3 of 9 captains lost their ships there"
    (point,) = digest([talk(SummaryNote("## Limits\n\n- " + "\n- ".join(said)))])
    assert point.text in (f"Limits: {said[0]}; {said[1]}", f"Limits: {said[1]}; {said[0]}") and point.more == ()


def test_points_that_are_numbered_in_headings_are_one_line() -> None:
    points = ["Check the rope", "Trust the bell", "Row at night"]
    text = "\n\n".join(f"## Tip #{3 - at}: {point}\n\n- tar {at}" for at, point in enumerate(points))
    (point,) = digest([talk(SummaryNote(text))])
    assert point.text == "Tip: Check the rope; Trust the bell; Row at night"
    chapters = "\n\n".join(f"## {at}. {name}\n\n- rope {at}" for at, name in enumerate(["Tar", "Hemp", "Bows"], 1))
    (point,) = digest([talk(SummaryNote(chapters))])
    assert "; Hemp" not in point.text, "names of chapters are no points"


def test_a_short_note_is_told_whole() -> None:
    text = (
        "- check the rope each day\n- no winch at night:\n  - bells wake the pilots\n- coffee\n- two anchors are enough"
    )
    whole = "check the rope each day; no winch at night: bells wake the pilots; two anchors are enough"
    (point,) = digest([talk(SummaryNote(text))])
    assert (point.text, point.more) == (whole, ())
    told = [SummaryHighlight("talk-1", (Why.DRAFT,), (SummaryTakeaway("t", "Check the rope each day"),))]
    (point,) = digest([talk(SummaryNote(text))], told)
    assert point.text == whole.partition("; ")[2], "page one has said the first"


def test_a_short_note_is_told_with_its_shortest_advice() -> None:
    text = "- a few slides\n- don't ignore .signals\n- keep the ropes dry\n- remove old tar"
    (point,) = digest([talk(SummaryNote(text))])
    assert point.text == "don't ignore .signals; keep the ropes dry; remove old tar"


@pytest.mark.parametrize(
    "text", ["- slides", "- Ida Brandt - pilot in Bergen\n- slides", "## Slides\n\n- Ida Brandt (Bergen)"]
)
def test_who_speaks_and_that_there_are_slides_is_no_line_of_a_talk(text: str) -> None:
    item = replace(talk(SummaryNote(text)), speakers=(Speaker("Ida Brandt"),))
    assert digest([item]) == ()
    assert digest([replace(item, notes=(SummaryNote(f"{text}\n- Ropes age."),))])[0].text == "Ropes age."


def test_a_row_begins_with_advice_and_its_reasons_rather_than_with_one_of_them() -> None:
    reasons = ["nylon floats and is kept dry in every weather", "splicing your own hemp, it has to be tarred and dried"]
    reasons += ["hemp cannot be trusted in the frost of the north"]
    advice = "wherever possible, use ropes of nylon instead of hemp"
    long = "\n\n## Names\n\n" + "- tar\n" * 100
    note = SummaryNote(f"Bells ring.\n\n- {advice}\n" + "".join(f"    - {one}\n" for one in reasons) + long)
    rows = digest([replace(talk(note), id=f"talk-{at}") for at in range(30)])
    assert rows[0].text == f"{advice}: {'; '.join(reasons)}"


def test_advice_comes_before_definitions_and_a_bad_idea_is_none() -> None:
    defined = "A bollard is a post on the quay of a port in which ships are moored with ropes"
    advice = "Always moor each ship with two ropes, and check them before the tide turns in the night"
    judged = "Mooring at night is a bad idea, as nobody checks the ropes before the tide turns"
    for other in (advice, judged):
        (point,) = digest([talk(SummaryNote(f"{defined}\n\n{other}"))])
        assert (point.text, point.more) == (other, (defined,))


def test_what_the_subject_of_a_talk_is_comes_first_and_once() -> None:
    defined = "A mooring is a place where ships are held by ropes and chains"
    again = "Moorings are any ropes by which a vessel is held"
    advice = "Always check the ropes twice before the tide turns in the night"
    (point,) = digest([talk(SummaryNote(f"{advice}\n\n{defined}\n\n{again}"))])
    assert (point.text, point.more[0]) == (defined, advice)
    told = [SummaryHighlight("talk-1", (Why.DRAFT,), (SummaryTakeaway("t", defined),))]
    (point,) = digest([talk(SummaryNote(f"{advice}\n\n{defined}\n\n{again}"))], told)
    assert point.text == advice, "page one has said what it is"


def test_a_problem_is_told_with_its_solution() -> None:
    problem = "Problem: ropes of hemp break in the frost of the northern ports"
    others = [f"{kind} are much heavier than all the others in the {kind} of the port" for kind in ("Bells", "Winches")]
    solution = "Solution: chains of steel instead of hemp from October"
    items = [replace(talk(CLAIM), id=f"other-{at}", title="Moorings " * 20) for at in range(18)]
    note = SummaryNote("\n\n".join([problem, *others, solution]))
    (point, *_) = digest([talk(note), *items])
    assert solution in (point.text, *point.more)


@pytest.mark.parametrize(
    "verdict",
    [
        "This was one of the highlights of the conference for me.",
        "*Best see it for yourself when you get the chance*",
        "Great talk on ropes, worth a watch!",
        "I've seen it in Bergen and I enjoyed it a lot",
        "Super interesting",
        "Sehr guter Vortrag über Taue",
    ],
)
def test_what_the_author_thought_of_a_talk_ends_its_row(verdict: str) -> None:
    advice = "You must never trust a rope of hemp in frost."
    (point,) = digest([talk(SummaryNote(f"{verdict}\n\n{advice}\n\nDavid Beck has a good talk on tar."))])
    assert (point.text, point.more) == (advice, (verdict,))


def test_a_takeaway_in_the_text_is_told_once_and_without_its_anchor() -> None:
    taken = SummaryTakeaway("t-1", "Ropes are cheaper than every ship", in_text=True)
    text = "- Summary: Ropes are cheaper than every ship ^t-1\n- Bells must never be trusted at night ^t-2"
    told = [SummaryHighlight("talk-1", (Why.TAKEAWAYS,), (taken,))]
    (point,) = digest([talk(SummaryNote(text, takeaways=(taken,)))], told)
    assert point.text == "Bells must never be trusted at night"


@pytest.mark.parametrize(
    ("headings", "line"),
    [
        (["Winches", "Iris Kamp of the port", "Notes", "Ropes", "Winches", "Knots"], "Winches · Ropes · Knots"),
        (["Tar", "Hemp", "Bows", "Quays", "Bells", "Fog"], "Tar · Hemp · Bows · Quays · Bells · …"),
        (["Winches", "Ropes"], "Winches · Ropes"),
    ],
)
def test_a_talk_without_a_good_line_has_the_subjects_of_its_headings(headings: list[str], line: str) -> None:
    text = "\n\n".join(f"## {heading}\n\n- rope {at}\n- tar" for at, heading in enumerate(headings))
    (point,) = digest([replace(talk(SummaryNote(text)), speakers=(Speaker("Iris Kamp"),))])
    assert point.text == line
    (point,) = digest([talk(SummaryNote(f"{text}\n\nThe most important lesson is that tar never keeps a rope dry."))])
    assert point.text.startswith("The most important lesson")


def test_a_short_note_that_only_repeats_the_title_says_nothing() -> None:
    item = replace(talk(SummaryNote("Moorings by Iris Kamp, the harbor master")), title="Moorings")
    assert digest([item]) == ()


def test_no_line_of_page_one_ends_with_a_moment_of_the_recording() -> None:
    text = "- Bells must never be trusted at night [2:30](https://example.org/v?t=150)\n"
    assert [point.text for point in digest([talk(SummaryNote(text))])] == ["Bells must never be trusted at night"]


def test_only_what_was_noted_is_in_the_digest() -> None:
    starred, seen = (SummaryItem(mark, "Moorings", marks=frozenset({mark})) for mark in (Mark.STAR, Mark.ATTENDED))
    assert [point.item for point in digest([starred, seen, talk(LONG)])] == ["talk-1"]
    page = SummaryItem("day", "Friday", is_talk=False, leads=True, notes=(LONG,))
    assert digest([page]) == ()


@pytest.fixture
def harbour(tmp_path: Path) -> Vault:
    """Three talks, one of them without notes."""
    vault = Vault.create(tmp_path / "vault")
    talks = tuple(Talk(id=f"t{number}", title=f"Harbor {number}") for number in range(3))
    conference = Conference(name="Harbor 2031", start_date=date(2031, 5, 1), end_date=date(2031, 5, 1))
    save_program(vault, "Harbor 2031", Program(conference, (Session(id="s", talks=talks),)))
    for number, text in enumerate(
        ["Claim: ropes age.\n\n(More of it. [[Harbor 1]])\n", "%%zqsecretqz%%\n\nBells ring.\n"]
    ):
        vault.save(
            f"Harbor 2031/Harbor {number}.md", f"---\ntalk: harbor-2031/t{number}\ntype: note\n---\n{text}", None
        )
    return vault


def test_a_digest_alone_has_no_notes_and_no_link_that_leads_nowhere(harbour: Vault) -> None:
    only = frozenset({SummaryContent.DIGEST})
    markdown = export_of(harbour, "Harbor 2031", "markdown", contents=only, audience="team").decode()
    assert "**Harbor 0**: ropes age." in markdown and "**Harbor 1**: Bells ring." in markdown
    assert "More of it." not in markdown and "](#" not in markdown and "zqsecretqz" not in markdown
    html = export_of(harbour, "Harbor 2031", "html", contents=only).decode()
    assert "ropes age." in html and "More of it" not in html and 'href="#talk' not in html
    data = export_of(harbour, "Harbor 2031", "json", contents=only, audience="team").decode()
    assert "ropes age." in data and "More of it" not in data and "zqsecretqz" not in data


def test_a_summary_of_two_talks_needs_no_digest_unless_it_is_wanted(harbour: Vault) -> None:
    assert summary_of(harbour, "Harbor 2031").digest == ()
    both = summary_of(harbour, "Harbor 2031", contents=frozenset({SummaryContent.TALKS, SummaryContent.DIGEST}))
    assert [point.text for point in both.digest] == ["ropes age.", "Bells ring."]


def test_a_page_begins_with_what_several_talks_are_about_unless_its_author_begins_it() -> None:
    titles = ["Hemp in Frost", "Old hemp", "Asleep with hemp", "Fog bells", "Bells asleep", "Kelp", "Tar"]
    about = {"hemp": [0, 3], "bell": [3], "kelp": [5, 6]}
    lines = {at: [f"- A {word} is old\n- A {word} breaks\n" for word in about if at in about[word]] for at in range(7)}
    items = [SummaryItem(f"t{at}", title, notes=(SummaryNote("".join(lines[at])),)) for at, title in enumerate(titles)]
    items = [item if item.noted else replace(item, notes=(LONG,)) for item in items]
    only = {SummaryContent.HIGHLIGHTS, SummaryContent.DIGEST}

    def lead(summary: Summary, contents: Collection[SummaryContent], items: Sequence[SummaryItem]) -> str:
        return in_language(with_contents(summary, contents, items), ENGLISH).lead

    assert lead(small(), only, items) == "Several talks were about Hemp (4), Bells (2) and Kelp (2)."
    german = in_language(with_contents(small(), only, items), catalog("de")).lead
    assert german == "Mehrere Vorträge handelten von Hemp (4), Bells (2) und Kelp (2)."
    assert lead(replace(small(), lead="It rained."), only, items) == "It rained."
    assert lead(small(), only, items[:3]) == "", "one subject is too few"
    assert lead(small(), {SummaryContent.HIGHLIGHTS}, items) == ""
    assert lead(replace(small(), overview="It rained."), FULL, items) == ""


@pytest.mark.parametrize(("talks", "lines"), [(5, 0), (6, 6), (40, 40), (41, 0)])
def test_a_summary_begins_with_a_line_of_each_talk_as_long_as_that_is_an_overview(talks: int, lines: int) -> None:
    items = [SummaryItem(f"t{at}", f"Talk {at}", notes=(SummaryNote(claim=f"Rope {at} ages."),)) for at in range(talks)]
    assert len(with_contents(small(), FULL, items).digest) == lines
    assert not with_contents(small(), FULL - {SummaryContent.DIGEST}, items).digest


def test_without_references_nothing_has_a_number() -> None:
    kept = with_contents(small(), FULL - {SummaryContent.REFERENCES})
    assert kept.references == () and not any(link.number for item in kept.items() for link in item.links)
    assert "[1]" not in set_as("markdown", kept)


def test_photos_go_with_the_talks_that_show_them() -> None:
    shown = replace(TIDES, notes=(SummaryNote("![tide](photo:tide)"),))
    page = replace(
        small(),
        parts=tuple(
            replace(part, sessions=tuple(replace(one, items=(shown,)) for one in part.sessions[:1]))
            for part in small().parts
        ),
        photos=(SummaryPhoto("tide", "tide.jpg", "tide.jpg"),),
    )
    assert with_contents(page, FULL - {SummaryContent.PEOPLE}).photos
    assert not with_contents(page, {SummaryContent.HIGHLIGHTS}).photos


@pytest.mark.parametrize("form", ["markdown", "html", "slides", "json"])
@pytest.mark.parametrize("content", SummaryContent)
def test_every_part_can_be_alone_in_every_form(content: SummaryContent, form: str) -> None:
    assert set_as(form, with_contents(small(), {content}))


@pytest.mark.parametrize("form", ["markdown", "html", "slides", "slack"])
def test_a_highlight_leads_to_video_and_slides(form: str) -> None:
    summary = with_contents(small(), {SummaryContent.HIGHLIGHTS})
    (url,) = (one.resource.url for one in TIDES.links if one.resource.kind is ResourceKind.VIDEO)
    assert url in set_as(form, summary)


def test_a_next_step_of_a_digest_names_its_talk() -> None:
    step = SummaryAction(ActionKind.DO, "buy a rope", TIDES.id)
    summary = replace(with_contents(small(), {SummaryContent.ACTIONS}), actions=(step,))
    assert TIDES.title in set_as("html", summary).partition("buy a rope")[2]
