"""Every link in exported Markdown leads somewhere, by the rules of whoever reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.exporters.forms import render_summary
from confnotes.exporters.markdown.notes import NoteContext, note_in_document
from confnotes.exporters.render_options import LinkStyle, RenderOptions
from confnotes.model.program import Kind
from confnotes.model.summary import (
    Summary,
    SummaryHighlight,
    SummaryItem,
    SummaryNote,
    SummaryPart,
    SummarySession,
    SummaryTakeaway,
    Why,
)
from examples import examples
from html_samples import rich
from markdown_readers import addresses, anchors, dead_in_obsidian, dead_on_github, obsidian_links
from summary_samples import PIECES, small, with_note, with_title

TITLES = (
    "Two",
    "Equal & equal",
    "C++ — a view (part 2)",
    "日本語の講演",
    "#hash _under_ [x]",
    "a | b",
    "!?",
    "50 % off: %%x%%",
)


def files_of(summary: Summary, style: LinkStyle, *, folder: bool = False) -> dict[str, str]:
    """The pages by their names."""
    setting = RenderOptions(links=style, folder=folder, name="Coast notes")
    output = render_summary(summary, "markdown", setting)
    first = "README.md" if folder and style is LinkStyle.PLAIN else "Coast notes.md"
    pages = {name: data.decode() for name, data in output.beside.items() if name.endswith(".md")}
    return {first: output.data.decode(), **pages}


def dead(summary: Summary) -> list[str]:
    """The links that lead nowhere, in both styles, in one file and in a folder."""
    found = []
    for folder in (False, True):
        plain = files_of(summary, LinkStyle.PLAIN, folder=folder)
        found += dead_on_github(plain) + dead_in_obsidian(files_of(summary, LinkStyle.OBSIDIAN, folder=folder))
    return found


def discussions() -> Summary:
    """Talks and sessions of the same title, and a note with that heading."""
    text = "# Discussion\nsee [the other](#talk-discussion-2) and [the last](#talk-discussion-4)"
    items = [
        SummaryItem(id=f"talk-discussion-{number}", title="Discussion", kind=Kind.PANEL, room=f"Room {number}")
        for number in range(6)
    ]
    items = [replace(item, notes=(SummaryNote(text),)) for item in items]
    sessions = (
        SummarySession(title="Discussion", items=tuple(items[:2])),
        SummarySession(title="Closing", items=(items[2], items[3])),
        SummarySession(items=(items[4], replace(items[5], room=None, kind=Kind.TALK))),
    )
    return Summary(title="Discussion", parts=(SummaryPart(title="Discussion", sessions=sessions),))


def test_every_link_of_everything_leads_somewhere() -> None:
    assert dead(rich()) == []
    assert dead(small()) == []
    for style in LinkStyle:
        (text,) = files_of(rich(), style).values()
        assert len(addresses(text) if style is LinkStyle.PLAIN else obsidian_links(text)) > 30


@pytest.mark.parametrize("title", TITLES)
def test_titles_of_all_kinds_can_be_linked(title: str) -> None:
    assert dead(with_title(title)) == []
    assert dead(with_note("# Highlights\n[me](#talk-one)", title)) == []


def test_of_talks_with_one_title_each_is_found() -> None:
    assert dead(discussions()) == []
    (plain,) = files_of(discussions(), LinkStyle.PLAIN).values()
    assert {"talk-discussion-2", "talk-discussion-4"} <= anchors(plain)
    (obsidian,) = files_of(discussions(), LinkStyle.OBSIDIAN).values()
    assert "[[#Closing#Discussion|the other]]" in obsidian
    assert obsidian.index("Room 4 · panel ^talk-discussion-4") > 0


def test_what_is_linked_nowhere_has_no_anchor() -> None:
    (text,) = files_of(with_note("one ^talk-one-t1\n[me](#talk-one)"), LinkStyle.PLAIN).values()
    assert "<a id" not in text


def test_a_line_in_a_quote_is_reached_by_its_talk_in_obsidian() -> None:
    note = SummaryNote(
        view="I doubt it ^talk-one-t1\nmuch", takeaways=(SummaryTakeaway("talk-one-t1", "I doubt it", True),)
    )
    summary = with_note("")
    (part,) = summary.parts
    item = SummaryItem(id="talk-one", title="A talk", notes=(note,))
    summary = replace(
        summary,
        parts=(replace(part, sessions=(SummarySession(items=(item,)),)),),
        highlights=(SummaryHighlight("talk-one", (Why.TAKEAWAYS,), note.takeaways),),
    )
    assert dead(summary) == []
    (obsidian,) = files_of(summary, LinkStyle.OBSIDIAN).values()
    assert "I doubt it [[#A talk|→]]" in obsidian
    (plain,) = files_of(summary, LinkStyle.PLAIN).values()
    assert '> I doubt it<a id="talk-one-t1"></a>\\\n> much' in plain


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.sampled_from(TITLES))
@settings(max_examples=examples(60), deadline=None)
def test_whatever_is_typed_the_links_lead_somewhere(text: str, title: str) -> None:
    assert dead_on_github(files_of(with_note(text, title), LinkStyle.PLAIN)) == []


def test_the_words_of_a_link_that_leads_nowhere_stay_alone() -> None:
    text = "[run](javascript:alert(1)), [file](file:///a(b(c).txt), [page](https://a.example/x_(y)) end"
    assert note_in_document(text, 2, NoteContext()).startswith("run, ")
    assert "[page](https://a.example/x_(y)) end" in note_in_document(text, 2, NoteContext())
