"""The deck of slides: what stands on it, in what order, and what is cut."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html import unescape

import pytest

from confnotes.exporters.render_options import Picture, RenderOptions
from confnotes.exporters.slides.slides import points, shorten
from confnotes.model.note import Task
from confnotes.model.program import Resource, ResourceKind
from confnotes.model.summary import (
    ActionKind,
    Summary,
    SummaryAction,
    SummaryHighlight,
    SummaryItem,
    SummaryNote,
    SummaryPhoto,
    SummaryPoint,
    SummaryReference,
    SummaryTakeaway,
    SummaryTheme,
    Why,
)
from picture_samples import large, three_days, with_tracks_and_topics
from summary_samples import HOSTILE, PAPER, TIDES, set_as, small, with_item, with_title

PHOTO = SummaryPhoto("photo-hall", "hall.jpg", "attachments/hall.jpg")
PICTURE = Picture(b"dots", "image/jpeg", 40, 30)


def deck(summary: Summary, setting: RenderOptions | None = None) -> str:
    """The deck as HTML."""
    return set_as("slides", summary, setting)


def slides(html: str) -> dict[str, str]:
    """The slides by their ids."""
    found = re.findall(
        r'<section class="slide [^"]*" id="([^"]+)"(.*?)</section>\n(?=<section class="slide|</main>)', html, re.S
    )
    return dict(found)


def full() -> Summary:
    """A summary with everything that a deck can show."""
    note = replace(
        TIDES.notes[0],
        claim="A tide is *few* sines",
        view="I doubt the second half\n\n- the data are small\n- and old",
        text=f"{TIDES.notes[0].text}\n![the hall](photo:photo-hall)\n",
    )
    base = with_item(replace(TIDES, notes=(note,)))
    many = with_tracks_and_topics(large())
    return replace(
        base,
        authors=("Ada Lindqvist",),
        photos=(PHOTO,),
        timeline=many.timeline,
        tracks=many.tracks,
        themes=(SummaryTheme("tides", (TIDES.id,), (SummaryPoint("the *moon* is strong", TIDES.id, TIDES.id),)),),
        actions=(
            SummaryAction(ActionKind.DO, "ask for the data", TIDES.id, done=True),
            SummaryAction(ActionKind.DO, "try ten weights", TIDES.id),
            SummaryAction(ActionKind.READ, "read the 2019 paper", TIDES.id, reference=1),
        ),
    )


def test_the_slides_stand_in_the_order_of_a_report() -> None:
    found = slides(deck(full(), RenderOptions(photo=lambda _photo: PICTURE)))
    assert list(found) == [
        "slide-title",
        TIDES.id,
        "slide-days",
        "slide-days-2",
        "slide-days-3",
        "slide-coverage",
        "slide-actions",
        "slide-themes",
        "slide-references",
    ]
    assert "Coastal ML 2021" in found["slide-title"]
    assert "1 talk" in found["slide-title"]
    assert "Ada Lindqvist" in found["slide-title"]


def test_a_highlight_has_claim_takeaways_opinion_and_a_photo() -> None:
    slide = slides(deck(full(), RenderOptions(photo=lambda photo: PICTURE if photo == PHOTO else None)))[TIDES.id]
    order = [
        "Ida Brandt",
        "Harbour University",
        "A tide is <em>few</em> sines",
        "Ten weights",
        "My view",
        "I doubt",
        "arxiv.org",
    ]
    places = [slide.index(words) for words in order]
    assert places == sorted(places)
    assert f"data:image/jpeg;base64,{base64.b64encode(PICTURE.data).decode()}" in slide
    assert 'alt="the hall"' in slide
    assert "photo:" not in slide
    assert "[1]" in slide


def test_a_highlight_without_claim_or_takeaways_says_the_first_lines_of_its_notes() -> None:
    item = replace(TIDES, notes=(SummaryNote("# Method\n\n```\ncode\n```\n- the first line ^t1\n- the second\n"),))
    summary = replace(with_item(item), highlights=(SummaryHighlight(item.id, (Why.RATING,)),))
    slide = slides(deck(summary))[item.id]
    assert "the first line" in slide
    assert "the second" in slide
    assert "code" not in slide
    assert "Method" not in slide


def test_the_sentence_of_a_draft_is_the_message_of_its_slide() -> None:
    line = SummaryTakeaway(TIDES.id, "Ten weights are enough")
    summary = replace(small(), highlights=(SummaryHighlight(TIDES.id, (Why.DRAFT,), (line,)),))
    slide = slides(deck(summary))[TIDES.id]
    assert 'class="claim"' in slide and slide.count("Ten weights are enough") == 1


def test_a_highlight_of_no_talk_is_set_as_large_as_one_of_a_talk() -> None:
    text = deck(replace(small(), highlights=(SummaryHighlight("", (Why.DRAFT,), text="Tides are sines"),)))
    assert '<section class="slide highlight airy" id="slide-highlight-1"' in text


@pytest.mark.parametrize("note", [SummaryNote(claim="Ten is enough"), SummaryNote("# Tides\n", view="Ten is enough")])
def test_a_slide_says_a_claim_or_an_opinion_once(note: SummaryNote) -> None:
    item = replace(TIDES, notes=(note,))
    highlight = SummaryHighlight(item.id, (Why.RATING,), (SummaryTakeaway(item.id, "Ten is enough"),))
    assert slides(deck(replace(with_item(item), highlights=(highlight,))))[item.id].count("Ten is enough") == 1


def test_what_is_done_is_no_action_and_many_are_summed() -> None:
    actions = tuple(SummaryAction(ActionKind.DO, f"step {number}", done=number < 2) for number in range(9))
    slide = slides(deck(replace(small(), actions=actions)))["slide-actions"]
    assert "step 1" not in slide
    assert [f"step {number}" in slide for number in range(2, 9)] == [True] * 3 + [False] * 4
    assert "4 others" in slide


def test_only_what_was_shown_is_a_source() -> None:
    other = SummaryReference(
        9,
        Resource(ResourceKind.PAPER, "https://a.example/9", "A paper that nobody showed here"),
        ("talk-cheap-gauges",),
    )
    base = small()
    slide = slides(deck(replace(base, references=(*base.references, other))))["slide-references"]
    assert PAPER.url in slide
    assert "a.example" not in slide


def test_no_slide_of_references_has_one_alone() -> None:
    found = tuple(
        SummaryReference(
            at, Resource(ResourceKind.PAPER, f"https://a.example/{at}", f"A paper about tides {at}"), (TIDES.id,)
        )
        for at in range(1, 9)
    )
    shown = slides(deck(replace(small(), references=found)))
    assert [shown[name].count("<li") for name in ("slide-references", "slide-references-2")] == [4, 4]


@pytest.mark.parametrize(("label", "says_something"), [("here", False), ("Click here", False), ("Gauges", True)])
def test_a_label_that_only_points_is_no_title_of_a_link(label: str, *, says_something: bool) -> None:
    reference = SummaryReference(1, Resource(ResourceKind.OTHER, "https://a.example/x", label), (TIDES.id,))
    slide = slides(deck(replace(small(), references=(reference,))))["slide-references"]
    assert (f">{label}, " in slide) == says_something


def test_without_highlights_the_noted_talks_are_shown_and_without_notes_the_title_alone() -> None:
    assert TIDES.id in slides(deck(replace(small(), highlights=())))
    assert list(slides(deck(Summary("Empty")))) == ["slide-title"]


def test_a_highlight_that_is_long_is_cut_and_set_smaller() -> None:
    long = "word " * 200
    note = SummaryNote(long, long, long, takeaways=tuple(SummaryTakeaway(f"t{number}", long) for number in range(9)))
    item = replace(TIDES, title=long, notes=(note,))
    slide = slides(deck(replace(with_item(item), highlights=(SummaryHighlight(item.id, (), item.takeaways),))))[item.id]
    words = re.sub(r"<[^>]+>", "", slide)
    assert len(words) < 1500
    assert "…" in words


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    note = SummaryNote(text, text, text, takeaways=(SummaryTakeaway("t1", text),))
    item = SummaryItem("talk-one", text, notes=(note,), room=text, tasks=(Task(text, False, 1),))
    summary = replace(
        with_title(text),
        parts=(),
        others=(item,),
        highlights=(SummaryHighlight(item.id, ()),),
        themes=(SummaryTheme(text, (item.id,), (SummaryPoint(text, item.id, item.id),)),),
        actions=(SummaryAction(ActionKind.DO, text, item.id),),
        references=(),
        people=(),
        tags=(),
    )
    html = deck(summary)
    assert html.count("<script>") == 1
    assert not re.search(r"<(?:img|iframe|object|embed|link|base|form)\b", html)
    assert not re.search(r'(?:href|src)="(?!#|https?://|mailto:|data:image/)', html)
    assert not re.search(r"<[^>]+\son\w+=", re.sub(r'"[^"]*"', '""', html))
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_a_deck_asks_for_nothing() -> None:
    html = deck(full())
    assert "default-src 'none'" in unescape(html)
    assert "unsafe" not in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//[^"]*\.(?:css|js|woff2?|png|jpe?g)"', html)


def test_links_lead_to_slides_only() -> None:
    base = with_item(
        replace(
            TIDES,
            notes=(
                replace(TIDES.notes[0], claim="compare [gauges](#talk-cheap-gauges) and [tides](#talk-learning-tides)"),
            ),
        )
    )
    html = deck(base)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets == {"talk-learning-tides"}


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("short", 10, None),
        ("One sentence. Another one that is long.", 20, "One sentence."),
        ("a **bold** word and [a link](https://a.example) more", 20, "a bold word and a…"),
        ("日本語の文。とても長い文です", 10, "日本語の文。"),
        ("x" * 50, 10, "xxxxxxxxxx…"),
    ],
)
def test_a_long_line_is_cut_where_it_may_be(text: str, most: int, cut: str | None) -> None:
    assert shorten(text, most) == cut


def test_what_says_nothing_by_itself_is_no_point() -> None:
    text = "# Heading\n\n- one ^abc\n1. two\n> three\n\n| a |\n|---|\n---\n```\ncode\n```\n![x](photo:p)\n- [ ] four\n"
    assert list(points(text)) == ["one", "two", "three", "four"]


def test_a_timeline_of_few_rows_shares_its_slide_with_the_other_pictures() -> None:
    glance = slides(deck(with_tracks_and_topics(three_days())))["slide-glance"]
    captions = re.findall(r"<figcaption>([^<]+)</figcaption>", glance)
    assert captions == ["Timeline", "Timeline", "Topics", "Coverage by track"]
    assert 'class="across for-desks"' in glance
    assert 'class="for-phones"' in glance
