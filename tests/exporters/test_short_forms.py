"""Mails, chat messages and posts: short, complete in what matters, and harmless wherever they are pasted."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email.policy import default
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from confnotes.exporters.forms import FORMS, render_summary
from confnotes.exporters.languages.catalog import LANGUAGES, catalog
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.short.mail import MOST_BYTES
from confnotes.exporters.short.networks import NETWORKS
from confnotes.exporters.short.slack import MOST_LETTERS, SlackWriter
from confnotes.exporters.short.thread import BETWEEN
from confnotes.exporters.theme import THEMES, load_theme
from confnotes.exporters.wording import Wording
from confnotes.model.program import Resource, ResourceKind
from confnotes.model.summary import (
    Audience,
    Summary,
    SummaryHighlight,
    SummaryItem,
    SummaryLink,
    SummaryNote,
    SummaryOrder,
    SummaryPart,
    SummaryPoint,
    SummarySession,
    SummaryTakeaway,
    Why,
)
from confnotes.report.summarise import draft
from pandoc_samples import hostile, rich
from secret_vault import CONFERENCE, Secrets, secret_vault
from summary_samples import HOSTILE, TIDES, small, with_item

BRIEF = [name for name, form in FORMS.items() if form.brief and not form.binary]
HTTP = "https://example.org/a|b>c?d=1&e=2"


def made(form: str, summary: Summary, **options: object) -> Output:
    return render_summary(summary, form, replace(RenderOptions(), **options))  # type: ignore[arg-type]


def said(text: str, link: str = "") -> Summary:
    """A summary whose one highlight says this."""
    links = (SummaryLink(Resource(ResourceKind.PAPER, link), 1),) if link else ()
    take = SummaryTakeaway("talk-one-t1", text)
    item = SummaryItem("talk-one", "A talk", notes=(SummaryNote(takeaways=(take,)),), links=links)
    return Summary(
        "Conf",
        highlights=(SummaryHighlight(item.id, (Why.TAKEAWAYS,), (take,)),),
        parts=(SummaryPart(sessions=(SummarySession(items=(item,)),)),),
    )


def many(number: int) -> Summary:
    """A summary with as many talks, each with a claim."""
    items = tuple(
        SummaryItem(f"talk-{at}", f"Talk number {at}", notes=(SummaryNote(claim=f"claim {at} says so " * 3),))
        for at in range(number)
    )
    digest = tuple(SummaryPoint(item.claim, item.id, item.id) for item in items)
    return Summary("Conf", digest=digest, parts=(SummaryPart(sessions=(SummarySession(items=items),)),))


@pytest.mark.parametrize("form", BRIEF)
def test_the_lead_and_what_the_author_wrote_come_first(form: str) -> None:
    own = (SummaryHighlight("", (), text="*Cheap* gauges win"), SummaryHighlight(TIDES.id, (), text="Buy [ten](#no)"))
    text = made(form, replace(small(), lead="A week by\nthe sea.\n\nCome along.", highlights=own)).pasted
    order = [text.index(words) for words in ("A week by the sea.", "Come along.", "gauges win", "Buy ten")]
    assert order == sorted(order)
    assert "Ten weights" not in text


def test_a_talk_of_the_highlights_is_not_told_again(tmp_path: Path) -> None:
    text = made("mail", replace(small(), digest=(SummaryPoint("again", TIDES.id, TIDES.id),))).pasted
    assert "again" not in text


@pytest.mark.parametrize("form", BRIEF)
def test_highlights_are_told_with_their_talk_and_its_links(form: str) -> None:
    text = made(form, small()).pasted
    for words in ("Coastal ML 2021", "2–4 June 2021", "Ten weights are enough", "Ida Brandt", "2106.00001"):
        assert words in text


@pytest.mark.parametrize("form", BRIEF)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_summary_of_nothing_says_so(form: str, code: str) -> None:
    words = Wording(catalog(code))
    text = made(form, Summary("Empty"), words=words).pasted
    assert words.terms.nothing.split(":")[0][:12] in " ".join(text.replace("\\", "").split())


@pytest.mark.parametrize("form", BRIEF)
def test_a_talk_has_one_link_of_a_kind_and_none_to_its_page_of_the_program(form: str) -> None:
    kinds = (ResourceKind.VIDEO, ResourceKind.VIDEO, ResourceKind.EVENT_PAGE)
    links = tuple(SummaryLink(Resource(kind, f"https://e.org/{at}")) for at, kind in enumerate(kinds))
    text = made(form, with_item(replace(TIDES, links=links))).pasted
    assert [f"https://e.org/{at}" in text for at in range(3)] == [True, False, False]


@pytest.mark.parametrize("form", ["mail", "slack", "matrix"])
def test_every_other_talk_is_one_line(form: str) -> None:
    text = made(form, many(5)).pasted
    assert [len(re.findall(rf"Talk number {at}\b", text)) for at in range(5)] == [1] * 5
    assert text.count("says so claim") == 10


@pytest.mark.parametrize(("form", "most"), [("mail", MOST_BYTES), ("slack", MOST_LETTERS), ("matrix", 16_000)])
def test_what_does_not_fit_is_counted_in_the_last_line(form: str, most: int) -> None:
    output = made(form, many(3000))
    for text in filter(None, (output.pasted, output.page)):
        told = len(re.findall(r"Talk number", text))
        left = re.search(r"… and ([\d,]+) more", text)
        assert left is not None and told + int(left[1].replace(",", "")) == 3000
        size = len(text.encode()) if form == "mail" else len(text)
        assert 0.9 * most < size <= most


def test_a_mail_has_a_plain_text_and_a_page_below_100_kb_and_opens_as_a_draft() -> None:
    message = email.message_from_bytes(made("mail", many(3000)).data, policy=default)
    assert message["Subject"] == "Conf"
    assert message["X-Unsent"] == "1"
    parts = [part.get_content_type() for part in message.iter_parts()]
    assert parts == ["text/plain", "text/html"]
    assert all(len(part.get_content().encode()) <= 100_000 for part in message.iter_parts())
    assert max(map(len, message.get_body(("plain",)).get_content().split("\n"))) <= 80  # type: ignore[union-attr]


@pytest.mark.parametrize("theme", THEMES)
def test_a_mail_needs_nothing_that_mail_programs_drop(theme: str) -> None:
    page = made("mail", rich(), theme=load_theme(theme)).page
    assert not re.search(r"<style|<script|<link|<img|class=|var\(|position:|display: *(?:flex|grid)|http-equiv", page)
    assert "style=" in page


ATTACKS = [one for one in HOSTILE if "\x1b" not in one]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_was_typed_is_an_element_or_a_dangerous_link_of_a_mail(attack: str) -> None:
    item = replace(TIDES, title=attack, notes=(SummaryNote(takeaways=(SummaryTakeaway("t", attack),), claim=attack),))
    page = made("mail", with_item(item)).page
    known = {*("!doctype", "html", "head", "meta", "title", "body", "div", "table", "tr", "td", "h1", "h2", "p", "ul")}
    assert set(re.findall(r"<([!\w]+)", page)) <= known | {"li", "a", "strong", "em", "s", "code"}
    assert all(one.startswith(("https://", "http://", "mailto:")) for one in re.findall(r'href="([^"]*)"', page))
    assert not re.search(r"<[^>]* on\w+=", page)


@pytest.mark.parametrize("attack", [*ATTACKS, "<!channel> <@U1> <https://evil.example|bank>", "& &lt; > <", "@here"])
def test_nothing_that_was_typed_notifies_a_channel_or_links_elsewhere(attack: str) -> None:
    text = made("slack", said(attack)).pasted
    for target in re.findall(r"<([^>]*)>", text):
        assert target.startswith(("http://", "https://", "mailto:")), target
    assert not re.search(r"@(?:here|channel|everyone)", text)
    assert "&lt;" in text or "<" not in attack or "https" in attack or "javascript" in attack


def test_a_link_of_slack_survives_the_signs_of_its_own_syntax() -> None:
    assert "<https://example.org/a%7Cb%3Ec?d=1&amp;e=2|Paper>" in made("slack", said("x", HTTP)).pasted


@pytest.mark.parametrize(
    "typed", ["*a*", "_b_", "~c~", "a `b` *c", "f(*args, **kw)", "**bold** *so*", "snake_case_name"]
)
def test_stars_that_were_typed_are_no_styles_of_slack(typed: str) -> None:
    text = SlackWriter().text(typed)
    assert text.replace("\u2060", "") == typed
    assert not re.search(r"(?<![^\W_])[*_~`](?!\u2060)|[*_~`](?![\w\u2060])", text)


@given(
    st.lists(st.sampled_from([*ATTACKS, "a", "*b*", "_c_", "1. d", "- e", "# f", "@room", "`g`", "&lt;"]), max_size=4)
)
def test_markdown_of_matrix_has_no_html_and_no_dangerous_link(pieces: list[str]) -> None:
    text = made("matrix", said(" ".join(pieces), HTTP)).pasted
    html = MarkdownIt("commonmark", {"html": True}).render(text)
    assert not re.search(r"<(?!/?(?:p|h2|ul|li|strong|em|a|code|br|s)\b)", html)
    assert all(one.startswith(("http", "mailto:")) for one in re.findall(r'href="([^"]*)"', html))
    assert "@room" not in text


@pytest.mark.parametrize(
    ("network", "text", "length"),
    [
        ("mastodon", "two words", 9),
        ("mastodon", "see https://example.org/a/very/long/address/of/a/paper.pdf now", 31),
        ("mastodon", "é́ 👩‍👩‍👧‍👦 한", 5),
        ("bluesky", "https://www.example.org/", 15),
        ("bluesky", "https://arxiv.org/abs/2106.00001", 24),
        ("bluesky", "https://example.org/a/very/long/address", 27),
        ("bluesky", "👩‍👩‍👧‍👦", 1),
        ("x", "plain", 5),
        ("x", "https://example.org/a.", 24),
        ("x", "漢字", 4),
        ("x", "👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣", 8),
        ("x", "e\u0301 “quoted” – …", 15),
    ],
)
def test_letters_are_counted_as_the_network_counts_them(network: str, text: str, length: int) -> None:
    assert NETWORKS[network].length(text) == length


def posts(output: Output) -> list[str]:
    return output.pasted.rstrip("\n").split(BETWEEN)


@pytest.mark.parametrize("network", NETWORKS)
@given(
    st.lists(
        st.sampled_from(["word", "漢字" * 200, "👩‍👩‍👧‍👦", "https://e.org/" + "a" * 90, "x" * 900, "b"]),
        min_size=1,
        max_size=60,
    )
)
def test_no_post_is_longer_than_its_network_allows_and_no_word_is_lost(network: str, words: list[str]) -> None:
    found = posts(made("thread", said(" ".join(words)), network=network))
    assert all(NETWORKS[network].length(post) <= NETWORKS[network].most for post in found)
    assert [post.rsplit("\n", 1)[1] for post in found] == [f"{at}/{len(found)}" for at in range(1, len(found) + 1)]
    text = re.sub(r"\n\n\d+/\d+", "", "".join(found[1:])).replace("…", "")
    assert "".join("".join(words).split()) in "".join(text.split())


def test_posts_name_people_without_notifying_strangers_and_keep_tags() -> None:
    text = made("thread", said("Met @Omar and @ida#1, ask ada@example.org about #tides")).pasted
    assert "Met Omar and ida#1, ask ada@example.org about #tides" in text


@pytest.mark.parametrize("form", BRIEF)
@pytest.mark.parametrize("audience", ["team", "public"])
def test_no_secret_is_told_to_those_who_must_not_know_it(form: str, audience: str, tmp_path: Path) -> None:
    secrets = Secrets()
    vault = secret_vault(tmp_path, secrets)
    summary = draft(vault, SummaryOrder(CONFERENCE, audience=Audience(audience))).summary
    output = made(form, summary)
    text = f"{output.pasted}{output.page}{output.data!r}"
    assert not [word for word in secrets.kept_from(audience) if word in text]


def test_the_same_mail_has_the_same_bytes() -> None:
    make = partial(made, "mail", hostile())
    assert make().data == make().data
