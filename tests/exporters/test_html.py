"""The HTML page of a summary: self-contained, sound, safe."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from confnotes import config
from confnotes.exporters import web_page
from confnotes.exporters.html import html
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.theme import load_theme
from confnotes.model.program import Speaker
from confnotes.model.summary import Summary, SummaryNote, SummaryPhoto, SummaryTakeaway
from examples import examples
from html_samples import BUOY, LOST, STORMS, rich, with_photos
from summary_samples import HOSTILE, PIECES, TIDES, set_as, small, with_item, with_note, with_title

OF_PAGE = "html head meta title link style script body header footer main nav section article div span p a input kbd"
OF_TOOLS = "button details summary label select option aside"
OF_NOTES = "h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong s br hr sup sub i figure figcaption"
OF_TABLES = "table thead tbody tr th td"
OF_MATH = "math mrow mi mo mn mtext mspace msub msup msubsup mfrac msqrt mover munder munderover mtable mtr mtd mstyle"
OF_PICTURES = "svg g rect path circle text desc"
SAFE_TAGS = set(f"{OF_PAGE} {OF_TOOLS} {OF_NOTES} {OF_TABLES} {OF_MATH} {OF_PICTURES}".split())
VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "path", "circle"}
KNOWN_SCHEMES = re.compile(r"https?://|mailto:|#|data:,$")


class Page(HTMLParser):
    """What a page holds; fails on tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.attributes: set[str] = set()
        self.headings: list[int] = []
        self.labelled: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= given.keys()
        if "id" in given:
            self.ids.append(given["id"])
        if "href" in given:
            self.hrefs.append(given["href"])
        if "aria-labelledby" in given:
            self.labelled.append(given["aria-labelledby"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, tag
        assert self._open.pop() == tag


def note_of(text: str) -> str:
    """The HTML of a note in a page."""
    made = set_as("html", with_note(text))
    return made.partition('<div class="notes" dir="auto">')[2].partition("</div>\n</div>\n</article>")[0].strip()


def section(page: str, identifier: str) -> str:
    """The part of a page below the heading with this id."""
    found = page.partition(f'<h2 id="{identifier}"')[2]
    assert found, identifier
    return found.partition("</main>")[0].partition("<h2 ")[0]


def text_of(html: str) -> str:
    """What is read in a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.mark.parametrize("title", ["Plain", "日本語の講演", "Ti & tle"])
def test_every_inner_link_resolves_and_every_id_is_unique(title: str) -> None:
    for text in (
        set_as("html", small()),
        set_as("html", with_title(title)),
        set_as("html", with_note("[^1] and [^1] and ^[in the line]\n\n[^1]: foot")),
        set_as("html", rich(), with_photos()),
    ):
        page = Page(text)
        assert len(page.ids) == len(set(page.ids))
        assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
        assert set(page.labelled) <= set(page.ids)


@pytest.mark.parametrize("summary", [rich(), with_note("### deep\n# shallow\n###### deepest")], ids=["rich", "note"])
def test_headings_leave_out_no_level(summary: Summary) -> None:
    page = Page(set_as("html", summary))
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_the_page_says_what_it_is_and_loads_nothing() -> None:
    text = set_as("html", rich(), with_photos())
    page = Page(text)
    assert '<html lang="en">' in text
    assert "<title>Coastal ML 2021 · Conference notes, private copy</title>" in text
    assert page.tags <= SAFE_TAGS | {"img"}
    assert re.findall(r'src="(?!data:image/png;base64,)', text) == []
    assert not page.attributes & {"style", "srcset", "action", "onclick", "onload"}
    assert "@import" not in text
    assert "url(" not in text


def test_the_policy_lets_its_own_style_and_script_in_and_nothing_else() -> None:
    text = set_as("html", small())
    policy = unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0])
    inline = [*re.findall(r"<style>(.*?)</style>", text, re.S), *re.findall(r"<script>(.*?)</script>", text, re.S)]
    style, script = (b64encode(sha256(one.encode()).digest()).decode() for one in inline)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_is_alive(text: str) -> None:
    for made in (
        set_as("html", with_note(f"before\n{text}\nafter")),
        set_as("html", with_title(text)),
        set_as("html", with_note(f"- {text}")),
    ):
        page = Page(made)
        assert page.tags <= SAFE_TAGS
        assert not {name for name in page.attributes if name.startswith("on")}
        assert not page.attributes & {"src", "style", "srcset"}
        assert all(KNOWN_SCHEMES.match(href) for href in page.hrefs), page.hrefs


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("one\ntwo", "<p>one<br />\ntwo</p>"),
        ("? why", '<p class="question">why</p>'),
        ("? why\n! so", '<p class="question">why</p>\n<p class="answer">so</p>'),
        (
            "- ? why\n  ! so",
            '<ul>\n<li><p class="question">why</p>\n<p class="answer">so</p>\n</li>\n</ul>',
        ),
        ("one\n? why\ntwo", '<p>one</p>\n<p class="question">why</p>\n<p>two</p>'),
        ("*a\n? b*", "<p><em>a<br />\n? b</em></p>"),
        ("! alone", "<p>! alone</p>"),
        (
            "- [ ] do",
            '<ul>\n<li class="task"><span class="box" role="img" aria-label="open">☐\ufe0e</span> do</li>\n</ul>',
        ),
        ("%%mine%%", '<p class="private">mine</p>'),
        ("open\n%%mine%% too", '<p class="private">open<br />\nmine too</p>'),
        ("![p](https://a.example/p.png)", '<p><a href="https://a.example/p.png" class="image">p</a></p>'),
        ("![p](p.png)", "<p>p</p>"),
        ("[x](file:///etc/passwd)", "<p>x</p>"),
        ("[me](#talk-one)", '<p><a href="#talk-one">me</a></p>'),
        ("[no](#nowhere)", "<p>no</p>"),
        ("# Big", "<h4>Big</h4>"),
        ("a ^unknown", "<p>a ^unknown</p>"),
        ("![words](photo:gone)", "<p>words</p>"),
        ("![](photo:gone)", "<p>gone</p>"),
        (
            "> [!note]\n> text",
            '<aside class="callout note" role="note"><p class="name">Note</p>\n<p>text</p>\n</aside>',
        ),
        ("> [!danger]", '<aside class="callout care" role="note"><p class="name">Danger</p>\n</aside>'),
        (
            "> [!my-own]- A *title* [x](https://a.example)\n> text",
            '<details class="callout note"><summary class="name">A <em>title</em> x</summary>\n<p>text</p>\n</details>',
        ),
        (
            "> [!faq]+ Open\n>\n> text",
            '<details class="callout ask" open><summary class="name">Open</summary>\n<p>text</p>\n</details>',
        ),
        ("> [x] quoted", "<blockquote>\n<p>[x] quoted</p>\n</blockquote>"),
        ("cost $5 and $10", "<p>cost $5 and $10</p>"),
    ],
)
def test_a_note_becomes_html(typed: str, expected: str) -> None:
    assert note_of(typed) == expected


def test_tags_in_a_note_lead_to_the_index() -> None:
    assert '<a href="#tag-1" class="tag">#tides</a>' in set_as("html", small())


def test_the_page_begins_with_whose_notes_these_are_and_how_much_they_tell() -> None:
    page = set_as("html", rich())
    head = text_of(page.partition("<header")[2].partition("</header>")[0])
    assert head.endswith("Notes by Ada Lind, Bo Falk 2 talks 1 poster 1 missed 1 to watch later")


def test_parts_of_which_there_is_nothing_to_say_are_not_there() -> None:
    assert re.findall(r'<h2 id="([^"]*)"', set_as("html", with_note("text"))) == ["part-1"]


def test_takeaways_of_highlights_and_points_of_themes_lead_to_their_lines() -> None:
    page = set_as("html", rich())
    highlights = section(page, "highlights")
    assert '<a class="to" href="#talk-storms-t1">A storm surge adds to the tide</a>' in highlights
    assert '<a class="to" href="#talk-storms-t2">look at gauges first</a>' in highlights, "no link within a link"
    assert "rated 5 of 5, keynote" in text_of(highlights)
    assert '<span id="talk-storms-t1" class="taken"></span>A storm surge adds to the tide<br />' in page
    assert '<li id="talk-storms-t2" dir="auto">look at <a href="#talk-cheap-gauges">gauges</a> first</li>' in page
    assert '<a class="to" href="#talk-storms-t1">' in section(page, "themes")
    assert '<a class="to" href="#talk-learning-tides">see storms</a>' in section(page, "themes")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it ends here ^talk-learning-tides-t1", '<p id="talk-learning-tides-t1" class="taken">it ends here</p>'),
        ("- so `x` ^talk-learning-tides-t1", '<li id="talk-learning-tides-t1" class="taken">so <code>x</code></li>'),
        ("## So ^talk-learning-tides-t1", '<h5 id="talk-learning-tides-t1" class="taken">So</h5>'),
        ("the line is gone", '<li id="talk-learning-tides-t1" dir="auto">ten weights</li>'),
        ("a ^talk-learning-tides-t1\n\nb ^talk-learning-tides-t1", "<p>b</p>"),
    ],
)
def test_a_line_that_is_taken_home_can_be_linked_to(text: str, expected: str) -> None:
    taken = (SummaryTakeaway("talk-learning-tides-t1", "ten weights", in_text=True),)
    page = set_as("html", with_item(replace(TIDES, notes=(SummaryNote(text, takeaways=taken),))))
    assert expected in page
    assert page.count('id="talk-learning-tides-t1"') == 1


def test_actions_stand_in_groups_with_their_boxes() -> None:
    actions = section(set_as("html", rich()), "actions")
    assert re.findall(r"<h3[^>]*>([^<]*)</h3>", actions) == ["To do", "To read", "To contact", "Open questions"]
    assert re.findall(r'aria-label="(open|done)"', actions) == ["open", "open", "open"]
    assert "<strong>Omar Nasser</strong> about pumps" in actions
    assert '<a class="number" href="#ref-1" aria-label="reference 1">[1]</a>' in actions


def test_opinions_about_a_talk_are_apart_from_its_content() -> None:
    item = replace(TIDES, notes=(SummaryNote("The moon pulls.", view="I doubt *it*."),))
    page = set_as("html", with_item(item))
    said, _, view = page.partition('<div class="view" role="note">')
    assert "The moon pulls." in said
    assert text_of(view).startswith("My view I doubt it .")


def test_notes_of_several_people_stand_side_by_side_under_their_names() -> None:
    page = set_as("html", rich())
    assert re.findall(r'<p class="author" id="([^"]*)">([^<]*)</p>', page) == [
        ("talk-storms-by-1", "Ada Lind"),
        ("talk-storms-by-2", "Bo Falk"),
    ]
    assert "Ada Lind’s view" in page
    assert "Bo Falk’s view" in page


def test_questions_stand_with_who_asked_and_what_was_answered() -> None:
    page = set_as("html", rich())
    asked = text_of(page.partition('<div id="talk-storms-q1">')[2].partition('<div id="talk-storms-q2">')[0])
    assert asked == "Q is it linear Omar Nasser A no and never was"


def test_a_poster_without_a_place_in_the_program_is_in_the_table() -> None:
    page = set_as("html", rich())
    table = section(page, "posters")
    assert '<a href="#talk-cheap-gauges">' in table
    row = table.partition(f'<tr id="{BUOY.id}"')[2]
    assert (
        text_of(row)
        .partition("1 Missed")[0]
        .startswith(
            'data-item="talk-buoy" data-day="2021-06-04" data-track="Instruments" data-rating="3" data-talk> 17 A Buoy'
        )
    )
    assert "Noise is data" in row
    assert page.count(f'id="{LOST.id}"') == 1, "it stands among the missed, and is linked to from the later ones"
    assert f'<a href="#{LOST.id}">' in section(page, "missed-and-later")


def test_lines_of_a_theme_from_one_talk_name_it_once() -> None:
    summary = rich()
    theme = summary.themes[0]
    again = replace(theme, points=(theme.points[0], *theme.points))
    page = section(set_as("html", replace(summary, themes=(again,))), "themes")
    assert page.count('class="from"') == len({point.item for point in theme.points})
    assert page.count('class="to"') == len(again.points)


def test_of_what_was_missed_a_list_says_when_it_was_and_no_more() -> None:
    row = text_of(section(set_as("html", rich()), "missed-and-later").partition(f'id="{LOST.id}"')[2])
    assert LOST.day and LOST.room and LOST.track
    assert RenderOptions().words.short_day(LOST.day) in row and LOST.room not in row
    assert "★" not in row


def test_people_of_one_place_share_its_name() -> None:
    def speakers(*places: str | None) -> str:
        people = tuple(Speaker(name, place) for name, place in zip("ABC", places, strict=True))
        made = set_as("html", with_item(replace(TIDES, speakers=people)))
        return text_of(made.partition("<article")[2].partition('<p class="speakers">')[2].partition("</p>")[0])

    assert speakers("Kiel", "Kiel", "Turku") == "A , B Kiel , C Turku"
    assert speakers("Kiel", "Turku", "Kiel") == "A Kiel , B Turku , C Kiel"
    assert speakers("Kiel", None, None) == "A Kiel , B , C"


def test_a_short_overview_stands_beside_the_highlights_and_a_long_one_below() -> None:
    summary = rich()
    assert 'class="front with-aside"' in set_as("html", replace(summary, overview="A good year.\n\nAnd a dry one."))
    for overview in ("A good year. " * 200, "| a | table |\n| --- | --- |\n| is | wide |", ""):
        page = set_as("html", replace(summary, overview=overview))
        assert 'class="front with-aside"' not in page


def test_an_overview_of_one_line_is_the_lead_rather_than_a_section() -> None:
    page = set_as("html", replace(small(), overview="Notes from a *dry* year.", lead=""))
    assert '<div class="lead notes" dir="auto">\n<p>Notes from a <em>dry</em> year.</p>' in page
    assert 'id="overview"' not in page and "#overview" not in page
    both = set_as("html", replace(small(), overview="Notes from a *dry* year.", lead="The year of the moon."))
    assert "The year of the moon." in both and 'id="overview"' in both


def test_photos_stand_beside_their_lines_in_the_page_itself() -> None:
    page = set_as("html", rich(), with_photos())
    assert re.search(
        r'<div class="beside"><p>the picture </p>\n<figure class="photo"><img src="data:image/png;base64,[\w+/=]+"'
        r' width="64" height="48" decoding="async" alt="the surge of 1953">'
        r"<figcaption>the surge of 1953</figcaption></figure></div>",
        page,
    )
    assert "the picture the surge of 1953" in text_of(set_as("html", rich())), "else its words stand there"


def test_a_photo_at_a_takeaway_is_shown_where_the_takeaway_stands() -> None:
    note = SummaryNote(takeaways=(SummaryTakeaway("talk-learning-tides-t1", "the slide ![of it](photo:photo-1)"),))
    base = replace(with_item(replace(TIDES, notes=(note,))), highlights=())
    summary = replace(base, photos=(SummaryPhoto("photo-1", "x.jpg", "x.jpg"),))
    assert set_as("html", summary, with_photos()).count('<figure class="photo">') == 1


def test_math_is_set_as_mathml_and_what_is_not_understood_as_typed() -> None:
    assert '<math display="inline">' in note_of("$x^2$")
    assert '<math display="block">' in note_of("$$x^2$$")
    assert "\\undefined" in note_of("$\\undefined{x}$")


def test_every_talk_says_what_it_can_be_filtered_by() -> None:
    page = set_as("html", rich())
    assert f'id="{STORMS.id}" data-item="{STORMS.id}" data-day="2021-06-04" data-track="Weather"' in page
    assert 'data-tags="tides\nstorms" data-rating="5" data-talk' in page
    filters = re.findall(r'data-filter="(\w+)">(.*?)</select>', page, re.S)
    assert [(name, re.findall('value="([^"]+)"', choices)) for name, choices in filters] == [
        ("day", ["2021-06-03", "2021-06-04"]),
        ("track", ["Instruments", "Weather"]),
        ("tag", ["tides", "storms"]),
        ("rating", ["5", "4", "3"]),
    ]


def test_a_theme_changes_the_look_and_no_word() -> None:
    plain = set_as("html", rich(), RenderOptions(theme=load_theme("plain")))
    paper = set_as("html", rich())
    assert plain != paper
    assert text_of(plain.partition("<body")[2]) == text_of(paper.partition("<body")[2])


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=examples(150), deadline=None)
def test_whatever_is_typed_is_safe_and_its_links_resolve(text: str) -> None:
    page = Page(set_as("html", with_note(text)))
    assert len(page.ids) == len(set(page.ids))
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
    assert all(KNOWN_SCHEMES.match(href) for href in page.hrefs)
    assert page.tags <= SAFE_TAGS
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_a_second_run_makes_the_same_page_from_templates_that_the_first_compiled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(config, "cache_folder", lambda: tmp_path / "cache")
    web_page._environment.cache_clear()
    first = html.render(small(), RenderOptions()).data
    web_page._environment.cache_clear()
    with monkeypatch.context() as forbidding:
        forbidding.setattr(Environment, "compile", lambda *_arguments, **_names: pytest.fail("compiled again"))
        assert html.render(small(), RenderOptions()).data == first
    web_page._environment.cache_clear()


def test_a_page_is_made_where_nothing_can_be_cached(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    monkeypatch.setattr(config, "cache_folder", lambda: tmp_path / "cache")
    web_page._environment.cache_clear()
    assert b"<html" in html.render(small(), RenderOptions()).data
    web_page._environment.cache_clear()
