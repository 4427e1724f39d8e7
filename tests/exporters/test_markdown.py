"""The Markdown file of a summary: complete, clean on GitHub, every inner link resolving, nothing alive in it."""

from __future__ import annotations

import re
from time import process_time
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from confnotes.exporters.markdown_text import Anchors, escaped, heading_anchor
from summary_samples import HOSTILE, PIECES, set_as, small, with_note, with_title

PLAIN = MarkdownIt("commonmark", {"html": True})
GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)


def note_of(text: str) -> str:
    """What becomes of a note, under its talk's heading."""
    body = set_as("markdown", with_note(text)).partition("### A talk\n\n")[2]
    return body.partition("\n\n## ")[0].strip("\n")


def anchors(text: str) -> list[str]:
    """The anchors that GitHub gives to the headings of a file."""
    taken = Anchors()
    tokens = GITHUB.parse(text)
    return [
        taken.take("".join(child.content for child in tokens[number + 1].children or () if child.content))
        for number, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def links(text: str, parser: MarkdownIt = GITHUB) -> list[str]:
    """Every address of the file."""
    return [
        str(child.attrs["href"])
        for token in parser.parse(text)
        for child in token.children or ()
        if child.type == "link_open"
    ]


def test_a_summary_reads_from_the_title_to_the_references() -> None:
    text = set_as("markdown", small())
    order = [line for line in text.splitlines() if re.match(r"#{1,3} ", line)]
    assert order == [
        "# Coastal ML 2021",
        "## Contents",
        "## Highlights",
        "## Thursday, 3 June 2021",
        "### Orals & posters",
        "### Dinner by the harbour",
        "## Open questions",
        "## Tasks",
        "## People",
        "## Tags",
        "## References",
    ]
    assert "2–4 June 2021 · Old Customs House, Bergen · [coastal.example](https://coastal.example/2021)" in text
    assert "*1 of 12 talks with notes · 1 further talk · 1 other note · 1 open question · 1 open task (1 done)" in text


def test_a_talk_has_time_people_links_with_numbers_and_takeaways() -> None:
    text = set_as("markdown", small())
    assert (
        "#### Learning Tides with \\*Small\\* Networks\n\n"
        "09:30–09:50 · oral · ★★★★☆\\\n"
        "**Ida Brandt** (Harbour University), Omar Nasser (Delta Lab)\\\n"
        "[Paper](https://arxiv.org/abs/2106.00001) [\\[1\\]](#references) · "
        "[3 min video](https://www.youtube.com/watch?v=abcdefghijk) [\\[2\\]](#references)\n\n"
        "> **Takeaways**\n>\n> - Ten weights are enough for a semidiurnal tide\n> - the moon is a *strong* prior\n"
    ) in text
    assert "- 09:50 · poster · **Cheap Gauges \\| a field report** — Lena Ødegård · ★ starred" in text
    assert (
        "1. Ida Brandt, Omar Nasser: Learning Tides with \\*Small\\* Networks (paper). [arxiv.org/abs/2106.00001]"
        in text
    )


def test_open_tasks_stand_before_done_ones() -> None:
    text = set_as("markdown", small())
    assert text.index("- [ ] read the 2019 paper —") < text.index("- [x] ask for the data —")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("one\ntwo", "one\\\ntwo"),
        ("one  \ntwo\\\nthree", "one  \ntwo\\\nthree"),
        ("# Big\ntext", "#### Big\n\ntext"),
        ("# Big\n### Small", "#### Big\n\n##### Small"),
        ("### Small\n# Big", "#### Small\n\n#### Big"),
        ("Big\n===\ntext", "#### Big\n\ntext"),
        ("- a\n? why\n- b", "- a\n\n**Q:** why\n\n- b"),
        ("- ? why not", "- **Q:** why not"),
        ("Method:\n\n    * one\n    * two", "Method:\n\n* one\n* two"),
        ("Why:\n\n    *one\n    *two words", "Why:\n\n* one\n* two words"),
        ("Code:\n\n    *p = 1;\n    q = *p;", "Code:\n\n    *p = 1;\n    q = *p;"),
        ("Code:\n\n    x = 1", "Code:\n\n    x = 1"),
        ("• one\n• two", "- one\n- two"),
        ("### Notes:\nwords", "words"),
        ("$a_1 * b_2 * c$ and `x * y`", "$a_1 * b_2 * c$ and `x * y`"),
        ("![scheme](https://a.example/p.png)", "[scheme](https://a.example/p.png)"),
        ("![scheme](attachments/p.png)", "scheme"),
        ("[mail](mailto:a@b.example)", "[mail](mailto:a@b.example)"),
        ("[local](other%20note.md)", "local"),
        ("[me](#talk-one)", "[me](#a-talk)"),
        ("[gone](#elsewhere)", "gone"),
        ("a <b>bold</b> word", "a \\<b>bold\\</b> word"),
        ("see <https://a.example/x>", "see <https://a.example/x>"),
        ("```html\n<b onclick=x>\n```", "```html\n<b onclick=x>\n```"),
        ("a < b and b > c", "a < b and b > c"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
)
def test_a_note_keeps_its_meaning_in_the_document(typed: str, expected: str) -> None:
    assert note_of(typed) == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_is_alive(text: str) -> None:
    for made in (
        set_as("markdown", with_note(f"before\n{text}\nafter")),
        set_as("markdown", with_title(text)),
        set_as("markdown", with_note(f"- {text}")),
    ):
        for token in [*GITHUB.parse(made), *PLAIN.parse(made)]:
            assert token.type != "html_block", made
            for child in token.children or ():
                assert child.type not in ("html_inline", "image"), made
        assert all(re.match(r"https?://|mailto:|#", link) for link in links(made)), links(made)
        assert not [link for link in links(made, PLAIN) if re.match(r"(?!https?:|mailto:)[\w+.-]+:", link)]


@pytest.mark.parametrize(
    "title", ["Two", "Equal & equal", "C++ — a view (part 2)", "日本語の講演", "#hash _under_ [x]"]
)
def test_every_inner_link_resolves(title: str) -> None:
    for made in (
        set_as("markdown", small()),
        set_as("markdown", with_title(title)),
        set_as("markdown", with_note("# Tasks\n[me](#talk-one)", "Tasks")),
    ):
        inner = {unquote(link[1:]) for link in links(made) if link.startswith("#")}
        assert inner
        assert inner <= set(anchors(made))


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Orals & posters", "orals--posters"),
        ("10:05 · Talk", "1005--talk"),
        ("C++ — a view", "c--a-view"),
        ("snake_case", "snake_case"),
        ("Über Ångström", "über-ångström"),
    ],
)
def test_anchors_are_those_of_github(heading: str, anchor: str) -> None:
    assert heading_anchor(heading) == anchor


@pytest.mark.parametrize(
    "title", ["*a* _b_ [c](d) `e` <f> #g", "1. first", "- dash", "# hash", "a | b", "&amp; $x$", "+"]
)
def test_a_title_is_shown_as_it_stands(title: str) -> None:
    tokens = GITHUB.parse(escaped(title))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    shown = "".join(child.content for child in tokens[1].children or ())
    assert shown == title


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert set_as("markdown", small()) == set_as("markdown", small())


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_safe_and_its_links_resolve(text: str) -> None:
    made = set_as("markdown", with_note(text))
    for token in [*GITHUB.parse(made), *PLAIN.parse(made)]:
        assert token.type != "html_block"
        assert not [child for child in token.children or () if child.type in ("html_inline", "image")]
    assert {unquote(link[1:]) for link in links(made) if link.startswith("#")} <= set(anchors(made))
    assert all(re.match(r"https?://|mailto:|#", link) for link in links(made))


@pytest.mark.parametrize("piece", ["![", "[[", "http://a"])
def test_a_note_that_would_keep_a_parser_busy_for_hours_is_shown_as_it_stands(piece: str) -> None:
    began = process_time()
    assert f"```text\n{piece * 100_000}\n```" in set_as("markdown", with_note(piece * 100_000))
    assert f"<pre>{piece * 100_000}</pre>" in set_as("html", with_note(piece * 100_000))
    assert process_time() - began < 5
