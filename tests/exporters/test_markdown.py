"""The Markdown of a summary: complete, in order, clean in its source, and a note in it means what it meant."""

from __future__ import annotations

import re
from dataclasses import replace
from time import process_time

import pytest

from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import LinkStyle, RenderOptions
from confnotes.markup.markdown_text import escape_text, heading_anchor
from confnotes.model.summary import Summary, SummaryItem, SummaryNote, SummaryPart, SummarySession
from html_samples import rich, with_photos
from markdown_readers import GITHUB
from summary_samples import set_as, with_note

OBSIDIAN = RenderOptions(links=LinkStyle.OBSIDIAN)


def note_of(text: str, setting: RenderOptions | None = None) -> str:
    """What becomes of a note, under its talk's heading."""
    return set_as("markdown", with_note(text), setting).partition("### A talk\n\n")[2].strip("\n")


def test_every_section_says_what_is_known() -> None:
    text = set_as("markdown", rich(), RenderOptions(bibliography="@article{a}", name="Coast"))
    for line in (
        "2–4 June 2021 · Old Customs House, Bergen · [coastal.example](https://coastal.example/2021)\\",
        "Notes by Ada Lind, Bo Falk",
        "*2 talks · 1 poster · 1 missed · 1 to watch later*",
        "| Track       | Attended | Missed |",
        "| Instruments |   1 of 4 |      1 |",
        "**Topics:** tides (2), gauge (2), surge (1)",
        "- **[Storms من البحر](#storms-من-البحر)** — Ida Brandt, 佐藤 海 · *rated 5 of 5, keynote*"
        " · [Slides](https://slides.example/storms)",
        "  - A storm surge adds to the tide [→](#talk-storms-t1)",
        "- A storm surge adds to the tide — [Storms من البحر](#talk-storms-t1)",
        "- [ ] read the report [\\[1\\]](#ref-1) — [Storms من البحر](#storms-من-البحر)",
        "- [ ] **Omar Nasser**: about pumps — [Dinner by the harbour](#dinner-by-the-harbour)",
        "| 17 | [A Buoy That Listens](#a-buoy-that-listens) | Mei Tan | Noise is data | ★★★☆☆ |",
        "- [Lost at Sea: Domain Shift](#talk-lost)",
        "All papers as BibTeX: [Coast.bib](Coast.bib)",
    ):
        assert f"\n{line}\n" in text, line


def test_a_talk_has_time_people_links_with_numbers_claim_takeaways_notes_questions_and_the_own_view() -> None:
    text = set_as("markdown", rich())
    assert (
        "#### Storms من البحر\n\n"
        "09:00–10:00 · Pier Hall · Weather · ★★★★★\\\n"
        "Ida Brandt (Harbour University), 佐藤 海 (東京大学)\\\n"
        "[Slides](https://slides.example/storms) [\\[3\\]](#ref-3)\n\n"
        "**Notes by Ada Lind**\n\n"
        "**Claim:** Storms are *slow* tides\n\n"
    ) in text
    assert "\n  - A storm surge adds to the tide [→](#talk-storms-t1)\n" in text
    assert '\n\nA storm surge adds to the tide<a id="talk-storms-t1"></a>\\\nand nobody models both #tides\n' in text
    assert (
        "\n- **Q:** is it linear — Omar Nasser\\\n  **A:** no\\\n  **A:** and never was\n- **Q:** what of rivers\n"
        in text
    )
    assert "\n\n> **Ada Lind’s view**\n>\n> I would rather trust the *gauges*.\n>\n> - they are there\n\n" in text
    assert "**Notes by Bo Falk**\n\nSlides were too full.\n\n" in text
    assert "\n\n> **Bo Falk’s view**\n>\n> Still, the best" in text
    assert "- 09:50 · poster · **Cheap Gauges \\| a field report** — Lena Ødegård · ★ starred" in text


def test_obsidian_has_its_own_links_callouts_and_properties() -> None:
    text = set_as("markdown", rich(), OBSIDIAN)
    assert text.startswith("---\ntype: summary\n---\n\n# Coastal ML 2021\n")
    for line in (
        "- **[[#Storms من البحر|Storms من البحر]]** — Ida Brandt, 佐藤 海 · *rated 5 of 5, keynote*"
        " · [Slides](https://slides.example/storms)",
        "  - A storm surge adds to the tide [[#^talk-storms-t1|→]]",
        "A storm surge adds to the tide ^talk-storms-t1\n\nand nobody models both #tides",
        "> [!quote] Ada Lind’s view\n>\n> I would rather trust the *gauges*.",
        "| 17 | [[#A Buoy That Listens\\|A Buoy That Listens]] | Mei Tan | Noise is data | ★★★☆☆ |",
    ):
        assert f"\n{line}\n" in text, line


def test_a_folder_has_a_first_page_and_one_for_each_day() -> None:
    output = render_summary(rich(), "markdown", RenderOptions(folder=True, name="Coast", bibliography="@article{a}"))
    first = output.data.decode()
    assert list(output.beside) == ["2021-06-03.md", "2021-06-04.md", "papers.bib"]
    assert "## Friday" not in first
    assert "- [Friday, 4 June 2021](2021-06-04.md)\n  - [Storms من البحر](2021-06-04.md#storms-" in first
    assert (
        output.beside["2021-06-04.md"]
        .decode()
        .startswith(
            "# Friday, 4 June 2021\n\n"
            "[← Thursday, 3 June 2021](2021-06-03.md) · [↑ Coastal ML 2021](README.md)\n\n## Keynotes\n"
        )
    )
    pages = render_summary(
        rich(), "markdown", RenderOptions(folder=True, name="Coast", links=LinkStyle.OBSIDIAN)
    ).beside
    assert list(pages) == ["Coast Thursday, 3 June 2021.md", "Coast Friday, 4 June 2021.md"]
    assert "[[Coast Thursday, 3 June 2021|← Thursday, 3 June 2021]]" in pages["Coast Friday, 4 June 2021.md"].decode()


def test_photos_lie_beside_and_are_shown_where_they_stand() -> None:
    setting = replace(with_photos(), name="Coast 2021")
    output = render_summary(rich(), "markdown", setting)
    assert list(output.beside) == ["Coast-2021-photos/IMG_1953.png"]
    assert "- the picture ![the surge of 1953](Coast-2021-photos/IMG_1953.png)\n" in output.data.decode()
    text = set_as("markdown", rich(), replace(setting, links=LinkStyle.OBSIDIAN))
    assert "- the picture ![[Coast-2021-photos/IMG_1953.png|the surge of 1953]]\n" in text
    assert "- the picture (the surge of 1953)\n" in set_as("markdown", rich())


def test_names_of_photos_are_file_names_and_no_two_alike() -> None:
    (photo,) = rich().photos
    names = ("../../etc/passwd.jpg", "CON.jpg", "a|b [c].jpg", "A b c.jpg", "", "x\\y/z.jpg", "日本.jpg")
    photos = tuple(replace(photo, id=f"p{number}", name=name) for number, name in enumerate(names))
    beside = list(render_summary(replace(rich(), photos=photos), "markdown", with_photos()).beside)
    assert len({name.lower() for name in beside}) == len(names)
    assert all(re.fullmatch(r"summary-photos/[\w ,.()-]+\.png", name) for name in beside), beside


def test_footnotes_of_two_notes_stay_apart() -> None:
    summary = with_note("It drifts[^1].\n\n[^1]: by night")
    (part,) = summary.parts
    (session,) = part.sessions
    (item,) = session.items
    other = replace(item, id="talk-two", title="Another")
    text = set_as("markdown", replace(summary, parts=(replace(part, sessions=(SummarySession(items=(item, other)),)),)))
    assert "It drifts[^1].\n\n[^1]: by night\n" in text
    assert "It drifts[^1-2].\n\n[^1-2]: by night\n" in text


def test_an_empty_summary_says_so() -> None:
    assert "Nothing to report yet" in set_as("markdown", Summary("Coast"))


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
        ("```\nleft open", "```\nleft open\n```"),
        ("~~~~\nleft open\n~~~", "~~~~\nleft open\n~~~\n~~~~"),
        ("one ^nobody\ntwo", "one ^nobody\\\ntwo"),
        ("> [!tip] Look\n> here\n> there", "> [!tip] Look\n> here\\\n> there"),
        ("text\n\n\n\nmore", "text\n\nmore"),
        ("```\na\n\n\nb\n```\n# Big", "```\na\n\n\nb\n```\n\n#### Big"),
        ("```dataviewjs\ndv.pages()\n```", "```text\ndv.pages()\n```"),
        ("runs `$= dv.current()` here", "runs ` $= dv.current()` here"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
)
def test_a_note_keeps_its_meaning_in_the_document(typed: str, expected: str) -> None:
    assert note_of(typed) == expected


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
    tokens = GITHUB.parse(escape_text(title))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    shown = "".join(child.content for child in tokens[1].children or ())
    assert shown == title


@pytest.mark.parametrize("piece", ["![", "[[", "http://a"])
def test_a_note_that_would_keep_a_parser_busy_for_hours_is_shown_as_it_stands(piece: str) -> None:
    began = process_time()
    assert f"```text\n{piece * 100_000}\n```" in set_as("markdown", with_note(piece * 100_000))
    assert f"<pre><code>{piece * 100_000}</code></pre>" in set_as("html", with_note(piece * 100_000))
    assert process_time() - began < 5


def test_a_session_whose_name_a_talk_bears_is_headed_once_and_its_talks_say_where_they_were() -> None:
    talks = tuple(
        SummaryItem(id=f"talk-{at}", title=title, room="Hall 1", notes=(SummaryNote("said"),))
        for at, title in enumerate(("Orals", "Spotlight"))
    )
    session = SummarySession("Orals", room="Hall 1", items=talks)
    text = set_as("markdown", Summary("Conf", parts=(SummaryPart(sessions=(session,)),)))
    assert len(re.findall(r"^#+ Orals", text, re.MULTILINE)) == 1
    assert text.count("Hall 1") == 2
