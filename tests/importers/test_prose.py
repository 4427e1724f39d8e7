"""Abstracts as Markdown: whatever they were written in, nothing is lost and nothing is left of the tags."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.importers.facts.prose import plain_title, prose


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("<p>One\n  two</p>\n\n<p>three</p>", "One two\n\nthree"),
        ("a<br>b<br/><br />c", "a\nb\n\nc"),
        ("<p>a <b>bold </b>word, <em>soft</em><i></i></p>", "a **bold** word, *soft*"),
        ("<ul><li><p>one</p></li><li>two</li><li></li></ul>end", "- one\n- two\n\nend"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
        ("<h2>Who\n comes</h2>all", "## Who comes\n\nall"),
        ("<blockquote>said<br>so</blockquote>x", "> said\n> so\n\nx"),
        ("<pre><code>a  &lt;b&gt;\n  c</code></pre>", "```\na  <b>\n  c\n```"),
        ("<p>use <code>a &lt;b&gt; `c`</code></p>", "use `` a <b> `c` ``"),
        (
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td><p>1</p></td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 |  |",
        ),
        ("<table><tr><td>only <b>one</b></td></tr></table>", "only **one**"),
        (
            '<p>see <a href="https://a.example/(x)">the <i>page</i></a></p>',
            "see [the *page*](https://a.example/%28x%29)",
        ),
        ('<p><a href="https://a.example">https://a.example</a></p>', "<https://a.example>"),
        ('<p><a href="javascript:alert(1)">x</a> <a>y</a></p>', "x y"),
        ("<p>a<script>alert(1)</script>b<!-- c > d -->e</p>", "abe"),
        ("<p>a vector&lt;int&gt; or map<K></p>", "a vector\\<int> or map\\<K>"),
        ("1 < 2 &amp; 3 > 2", "1 < 2 & 3 > 2"),
        ("&lt;p&gt;escaped&lt;/p&gt;", "escaped"),
        ("Use &lt;p&gt; tags", "Use <p> tags"),
        ("Plain\n\n* a\n* b <b>c</b>\n", "Plain\n\n* a\n* b **c**"),
        ("Line<br />\nnext", "Line\nnext"),
        ("See <https://a.example> for <tag>", "See <https://a.example> for <tag>"),
        ("a\r\nb", "a\nb"),
        ("<p> </p>", None),
        (" \n", None),
        (None, None),
    ],
)
def test_abstract_becomes_markdown(text: str | None, markdown: str | None) -> None:
    assert prose(text) == markdown


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A <i>fine</i>\n title", "A fine title"),
        ("One<br>two &amp; three", "One two & three"),
        ("&lt;b&gt;Loud&lt;/b&gt;", "Loud"),
        ("The &lt;b&gt; tag", "The <b> tag"),
        ("x < y", "x < y"),
        ("**Dinner**", "Dinner"),
        ("**Coffee**<br>*with the queen*", "Coffee with the queen"),
        ("2**3 and C*-algebras, *-algebras, A* and B*", "2**3 and C*-algebras, *-algebras, A* and B*"),
        (" ", None),
    ],
)
def test_title_is_one_line_without_tags(text: str, title: str | None) -> None:
    assert plain_title(text) == title


TAGS = (
    "<p> </p> <b> </b> <li> <ul> </ul> <td> <tr> <table> </table> <pre> </pre> <h1> </h1> <blockquote> </a> <br> word"
)


@given(st.lists(st.sampled_from([*TAGS.split(), "<a href='https://x.example'>", " ", "\n", "&lt;"])))
def test_no_word_is_lost_whatever_the_tags(pieces: list[str]) -> None:
    assert (prose("<p>" + "".join(pieces)) or "").count("word") == pieces.count("word")


@pytest.mark.parametrize(
    "piece",
    [
        "<b>",
        "<ul>",
        "<ul><li>",
        "<blockquote>",
        "<td><p>x",
        "<!--",
        "<a ",
        "<a href='https://x.example'>",
        "&amp;",
        "<pre>",
        "<",
    ],
)
def test_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    begin = process_time()
    prose("<p><table><tr>" + piece * 30_000)

    assert process_time() - begin < 2
