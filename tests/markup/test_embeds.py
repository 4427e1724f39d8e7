"""A picture's line stands behind what belongs to the line before it, and never inside of something else."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.embeds import embed_line, embedded_name, picture_words, with_line
from confnotes.markup.note import parse_note

NEW = "![[2031-05-12 101215.jpg]] ^t101215"
CASES = {
    "behind its line": ("one ^t101000\ntwo ^t101300\n", 1, [2], "one ^t101000\nNEW\ntwo ^t101300\n"),
    "behind what is indented below": (
        "- one ^t101000\n  - inner\n- two\n",
        1,
        [],
        "- one ^t101000\n  - inner\nNEW\n- two\n",
    ),
    "not behind what was begun later": ("- one ^t1\n  - inner ^t2\n", 1, [2], "- one ^t1\nNEW\n  - inner ^t2\n"),
    "behind the rest of a paragraph": ("one ^t101000\ngoes on\n- two\n", 1, [], "one ^t101000\ngoes on\nNEW\n- two\n"),
    "behind a code block": ("one ^t1\n```\nx\n\ny\n```\ntwo\n", 1, [], "one ^t1\n```\nx\n\ny\n```\nNEW\ntwo\n"),
    "behind a table, apart from it": (
        "one ^t1\n| a |\n|---|\n| b |\ntwo\n",
        1,
        [],
        "one ^t1\n| a |\n|---|\n| b |\n\nNEW\ntwo\n",
    ),
    "not between a heading and its underline": ("one ^t1\n===\ntwo\n", 1, [], "one ^t1\n===\nNEW\ntwo\n"),
    "no heading of a rule below": ("- one ^t1\n***\n", 1, [], "- one ^t1\nNEW\n***\n"),
    "an underline below makes no heading of it": ("one\n\n---\n", None, [3], "one\n\nNEW\n\n---\n"),
    "behind a nested paragraph": ("- one ^t1\n\n  more\n\ntwo\n", 1, [], "- one ^t1\n\n  more\nNEW\n\ntwo\n"),
    "before the first line begun later": ("# T\n\none ^t2\n", None, [3], "# T\n\nNEW\none ^t2\n"),
    "at the end of a note without times": ("---\na: 1\n---\n\none\n\n", None, [], "---\na: 1\n---\n\none\nNEW\n\n"),
    "in a note that is front matter only": ("---\na: 1\n---\n\n", None, [], "---\na: 1\n---\n\nNEW\n"),
    "in an empty note": ("", None, [], "NEW\n"),
    "with the line ends of the note": ("one ^t1\r\ntwo", 1, [], "one ^t1\r\ntwo\r\nNEW\r\n"),
    "in a numbered list": ("1. one ^t1\n2. two\n", 1, [], "1. one ^t1\nNEW\n2. two\n"),
    "behind the answers to a question": (
        "? why ^t101000\n! so ^t101300\n! and so\ntwo\n",
        1,
        [2],
        "? why ^t101000\n! so ^t101300\n! and so\nNEW\ntwo\n",
    ),
    "behind what was answered before it": ("? why\n! so ^t1\n! two ^t3\n", 2, [3], "? why\n! so ^t1\n! two ^t3\nNEW\n"),
    "before a line that only looks like an answer": ("one ^t1\n! two ^t3\n", 1, [2], "one ^t1\nNEW\n! two ^t3\n"),
    "behind another picture": ("one ^t1\n![[a.jpg]] ^t2\ntwo\n", 2, [], "one ^t1\n![[a.jpg]] ^t2\nNEW\ntwo\n"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_picture_stands(case: str) -> None:
    text, after, later, expected = CASES[case]
    placed, line = with_line(text, NEW, after, later)
    assert placed == expected.replace("NEW", NEW)
    assert placed.split("\n")[line - 1].rstrip("\r") == NEW


LINES = st.lists(
    st.sampled_from(
        ["", "plain ^t101000", "- item", "  - inner ^t101100", "```", "~~~", "| a |", "|---|", "# head", "===", "> q"]
    )
)


@given(LINES, st.data())
def test_it_is_seen_wherever_it_is_put_and_no_line_is_lost(lines: list[str], data: st.DataObject) -> None:
    text = "---\ntitle: x\n---\n" + "\n".join(lines)
    stamps = [stamp.line for stamp in parse_note(PurePosixPath("n.md"), text).stamps]
    after = data.draw(st.sampled_from([None, *stamps]))
    placed, line = with_line(text, NEW, after, [one for one in stamps if after is not None and one > after])
    left = placed.split("\n")
    assert left.pop(line - 1) == NEW
    assert [one for one in left if one.strip()] == [one for one in text.split("\n") if one.strip()]
    if "```" not in lines and "~~~" not in lines:
        note = parse_note(PurePosixPath("n.md"), placed)
        assert [(link.target, link.line) for link in note.links if link.embed] == [("2031-05-12 101215.jpg", line)]


def test_an_embedding_line_names_its_file() -> None:
    assert embed_line("a b.jpg", datetime(2031, 5, 12, 10, 12, 15)) == "![[a b.jpg]] ^t101215"
    assert embedded_name("  ![[a b.jpg|200]] ^t101215") == "a b.jpg"
    assert embedded_name("see ![[a b.jpg]]") is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2031-05-12 101215.jpg", "photo, 10:12"),
        ("2031-05-12 101215 2.heic", "photo, 10:12"),
        ("board.PNG", "picture: board"),
        ("A talk", None),
        ("talk.md", None),
    ],
)
def test_a_picture_has_a_text_for_readers(name: str, words: str | None) -> None:
    assert picture_words(name) == words
