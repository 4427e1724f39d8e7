"""What the search language means, and that no text is an error."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.model.query import (
    And,
    Dated,
    Everything,
    Has,
    InField,
    Is,
    LinksTo,
    Maybe,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Rated,
    Typing,
    Word,
)
from confnotes.search.engine import explain
from confnotes.search.parse import parse

TODAY = date(2019, 12, 10)


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number)


LANGUAGE: list[tuple[str, Node]] = [
    ("energy based", And((Word("energy"), Word("based")))),
    ("energy AND based", And((Word("energy"), Word("based")))),
    ('"score function"', Phrase("score function")),
    ("“score function”", Phrase("score function")),
    ('"not closed', Phrase("not closed")),
    ("diff*", Prefix("diff")),
    ("flow OR diffusion", Or((Word("flow"), Word("diffusion")))),
    ("x y OR z", Or((And((Word("x"), Word("y"))), Word("z")))),
    ("flow -gan", And((Word("flow"), Not(Word("gan"))))),
    ("flow NOT gan", And((Word("flow"), Not(Word("gan"))))),
    ("--gan", Word("gan")),
    ("(flow OR sde) score", And((Or((Word("flow"), Word("sde"))), Word("score")))),
    ("speaker:bengio", InField("speaker", Word("bengio"))),
    ('Speaker:"Yoshua Bengio"', InField("speaker", Phrase("Yoshua Bengio"))),
    ("speaker:ben*", InField("speaker", Prefix("ben"))),
    ("title:(a OR -b)", Or((InField("title", Word("a")), Not(InField("title", Word("b")))))),
    ("tag:ml/rnn", InField("tag", Word("ml/rnn"))),
    ("#rnn", InField("tag", Word("rnn"))),
    ("has:videos no:notes", And((Has("video"), Not(Has("note"))))),
    ("used -has:video", And((Word("used"), Not(Has("video", excludes=True))))),
    ("-has:video -has:slides", And((Not(Has("video")), Not(Has("slides"))))),
    ("used no:video", And((Word("used"), Not(Has("video"))))),
    ("is:starred -is:done", And((Is("starred"), Not(Is("done"))))),
    ("is:tasks -is:person", And((InField("kind", Word("task")), Not(InField("kind", Word("person")))))),
    ("has:todo no:answered", And((Is("todo"), Not(Is("answered"))))),
    ("has:rating", Rated(1, 5)),
    ("date:2019-12-10", Dated(day(2019, 12, 10), day(2019, 12, 11))),
    ("date:2019-12", Dated(day(2019, 12), day(2020))),
    ("date:2019..2021", Dated(day(2019), day(2022))),
    ("date:2019..", Dated(day(2019), None)),
    ("date:>=2019-12-10", Dated(day(2019, 12, 10), None)),
    ("date:today", Dated(day(2019, 12, 10), day(2019, 12, 11))),
    ("after:2019", Dated(day(2020), None)),
    ("before:2019-12-10", Dated(None, day(2019, 12, 10))),
    ("rating:>=4", Rated(4, 5)),
    ("rating:4+", Rated(4, 5)),
    ("rating:<3", Rated(1, 2)),
    ("rating:2..4", Rated(2, 4)),
    ("rating:5", Rated(5, 5)),
    ('links:"Some Note"', LinksTo("Some Note")),
    ("links:[[Some Note]]", LinksTo("Some Note")),
    ("links:EqProp:intro flow", And((LinksTo("EqProp:intro"), Word("flow")))),
    ("C++ GPT-4 node.js", And((Word("C++"), Word("GPT-4"), Word("node.js")))),
    ("10:30", Word("10:30")),
    ("https://arxiv.org/abs/1905.13633", Word("https://arxiv.org/abs/1905.13633")),
    ("x & y", And((Word("x"), Word("y")))),
    ("the fog of IT", And((Maybe(Word("the")), Word("fog"), Maybe(Word("of")), Word("IT")))),
    ("who is who", And((Word("who"), Word("is"), Word("who")))),
    (
        "warum ist die Suche so schnell",
        And((Word("warum"), *map(Maybe, map(Word, ["ist", "die"])), Word("Suche"), Maybe(Word("so")), Word("schnell"))),
    ),
    ('the "fog of"', And((Word("the"), Phrase("fog of")))),
    ("", Everything()),
    ("  ", Everything()),
]


@pytest.mark.parametrize(("text", "meaning"), LANGUAGE)
def test_the_language_means_what_the_contract_says(text: str, meaning: Node) -> None:
    query = parse(text, today=TODAY)
    assert query.root == meaning
    assert not query.remarks


NOT_IN_THE_LANGUAGE: list[tuple[str, Node, str]] = [
    ("flow OR", Word("flow"), "nothing after OR"),
    ("OR flow", Word("flow"), "nothing before OR"),
    ("flow AND", Word("flow"), "nothing before or after AND"),
    ("(flow", Word("flow"), "unclosed"),
    ("flow)", Word("flow"), "unmatched"),
    ("flow NOT", Word("flow"), "nothing after NOT"),
    ("speaker:bengio (energy", And((InField("speaker", Word("bengio")), Word("energy"))), "unclosed"),
    ("speaker:bengio) energy", And((InField("speaker", Word("bengio")), Word("energy"))), "unmatched"),
    ("speaker:bengio OR", InField("speaker", Word("bengio")), "nothing after OR"),
    (
        f"speaker:bengio {'flow ' * 196}AND flow",
        And((InField("speaker", Word("bengio")), *[Word("flow")] * 196)),
        "AND",
    ),
    ("date:soon flow", And((Word("date:soon"), Word("flow"))), "“soon” is not a date"),
    ("date:2019-02-31", Word("date:2019-02-31"), "“2019-02-31” is not a date"),
    ("rating:many", Word("rating:many"), "“many” is not a rating"),
    ("has:wings", Word("has:wings"), "“has:wings” is not a content type"),
    ("is:red", Word("is:red"), "“is:red” is not a mark (use starred, todo, "),
    ("is:stared", Word("is:stared"), "“is:stared” is not a mark (did you mean starred?)"),
    (
        "has:vidoes",
        Word("has:vidoes"),
        "“has:vidoes” is not a content type (did you mean video?)",
    ),
    ("???", Or(()), "no words"),
]


@pytest.mark.parametrize(("text", "meaning", "why"), NOT_IN_THE_LANGUAGE)
def test_unknown_syntax_is_ignored_or_searched_as_words_with_a_remark(text: str, meaning: Node, why: str) -> None:
    query = parse(text, today=TODAY)
    assert query.root == meaning
    assert why in "".join(query.remarks)
    assert why in explain(query, {})


WHILE_TYPING: list[tuple[str, Node]] = [
    ("energy ba", And((Word("energy"), Typing("ba")))),
    ("energy ba ", And((Word("energy"), Word("ba")))),
    ("speaker:be", InField("speaker", Typing("be"))),
    ("flow OR", Word("flow")),
    ("(flow OR s", Or((Word("flow"), Typing("s")))),
    ("flow -g", And((Word("flow"), Not(Word("g"))))),
    ("flow has:vi", Word("flow")),
    ("flow date:20", Word("flow")),
    ("flow speaker:", Word("flow")),
    ("is:", Everything()),
]


@pytest.mark.parametrize(("text", "meaning"), WHILE_TYPING)
def test_while_typing_the_last_word_may_be_unfinished(text: str, meaning: Node) -> None:
    query = parse(text, typing=True, today=TODAY)
    assert query.root == meaning
    assert not query.remarks


@pytest.mark.parametrize(
    ("text", "why"), [("flow is:red", "“is:red” is not a mark"), ("has:wings", "“has:wings” is not a content type")]
)
def test_while_typing_an_impossible_beginning_is_reported(text: str, why: str) -> None:
    assert why in explain(parse(text, typing=True, today=TODAY), {})


TOLD = [
    ("speaker:bengio eqprop", "speaker has “bengio” and text has “eqprop” (or eqprops)"),
    ("flow OR diffusion", "text has “flow” or text has “diffusion”"),
    ("is:todo -is:answered", "has an open task and has no answered question"),
    ("-date:2019 -date:2018-04-01", "date not from 2019-01-01 to 2019-12-31 and date is not 2018-04-01"),
    ("(a OR b) -c", "(text has “a” or text has “b”) and not text has “c”"),
    ('title:"score function"', "title has the phrase “score function”"),
    ("no:notes has:video is:starred", "has no note and has video and is starred"),
    ("date:2019..2021 rating:>=4", "date from 2019-01-01 to 2021-12-31 and rating at least 4"),
    ('links:"Some Note" diff*', "links to “Some Note” and text has a word that begins with “diff”"),
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_a_query_is_explained_in_words(text: str, told: str) -> None:
    assert explain(parse(text, today=TODAY), {"eqprop": ("eqprops",)}) == told


PIECES = st.sampled_from(
    [
        *'()"“”-*:#[] ',
        "OR",
        " AND ",
        "NOT ",
        "speaker:",
        "date:",
        "rating:>=",
        "has:",
        "is:",
        "links:",
        "2019..",
        "wort",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=400).map("".join)), st.booleans())
def test_no_text_is_an_error(text: str, typing: bool) -> None:
    query = parse(text, typing=typing, today=TODAY)
    assert query.text == text
    assert explain(query, {})


def test_endless_brackets_and_words_have_an_end() -> None:
    assert "too many parentheses" in parse("(" * 500 + "a").remarks
    assert "only the first" in parse("word " * 5000).remarks[0]
