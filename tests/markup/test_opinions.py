"""What the author thinks is told apart from what was said, and both still read as they were written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.opinions import split

WRAPPED = "Me: I would not bet on it, since all of their numbers come from"
CASES = [
    ("a line of its own", "said\nMe: I doubt it\nmore", "said\n\nmore", "I doubt it"),
    ("any label, in any case", "MY TAKE: a\n\nimo: b\n\nI think: c\n\nMy view: d", "", "a\n\nb\n\nc\n\nd"),
    ("a label in bold", "**Me:** a\n\n__Me__: b", "", "a\n\nb"),
    ("in German", "Ich: a\n\nMeine Meinung: b\n\n## Meine Sicht\nc\n## Gedanken\nd", "", "a\n\nb\n\nc\n\nd"),
    ("in French", "Moi : a\n\nÀ mon avis: b\n\n## Mon avis\nc\n## Réflexions\nd", "", "a\n\nb\n\nc\n\nd"),
    ("in Spanish", "Yo: a\n\nMi opinión: b\n\n## Mis comentarios\nc\n## Reflexiones\nd", "", "a\n\nb\n\nc\n\nd"),
    ("no label in another language", *("Ich sage: a\nMoitié: b\nYoga: c\n## Gedanken zu d\ne",) * 2, ""),
    ("the author's first name", "Ada: a\n\nBob: b", "Bob: b", "a"),
    ("a list item with all below it", "- a\n- Me: b\n  - c\n\n    d\n- e", "- a\n- e", "- b\n  - c\n\n    d"),
    ("of an ordered list", "1. a\n2. Me: b\n   - c\n3. d", "1. a\n3. d", "- b\n  - c"),
    ("nested in what was said", "- a\n  - Me: b\n  - c", "- a\n  - c", "- b"),
    ("items of several places are one list", "- Me: a\n- b\n- Me: c", "- b", "- a\n- c"),
    ("a list under the label", "Me: a\n  - b\n  - c\nd", "d", "a\n\n- b\n- c"),
    ("a label alone", "said\n\nMe:\n- a\n- b\n\nmore", "said\n\n\nmore", "- a\n- b"),
    ("a section", "x\n\n## My view\na\n### b\nc\n## More\nd", "x\n\n## More\nd", "a\n### b\nc"),
    ("any heading that says so", "# Thoughts\na\n# Comments\nb", "", "a\n\nb"),
    ("in a quote", "> a\n> Me: b\n> c", "> a\n>\n> c", "b"),
    ("a footnote goes along", "a[^1]\nMe: b[^2]\n\n[^1]: c\n[^2]: d", "a[^1]\n\n[^1]: c", "b[^2]\n\n[^2]: d"),
    ("one that both need is kept by both", "a[^1]\nMe: b[^1]\n\n[^1]: c", "a[^1]\n\n[^1]: c", "b[^1]\n\n[^1]: c"),
    (
        "the address of a link goes along",
        "Me: [b][x]\n\n[x]: http://e.example",
        "[x]: http://e.example",
        "[b][x]\n\n[x]: http://e.example",
    ),
    ("no line becomes a heading", "a\nMe: b\n---\nc", "a\n\n---\nc", "b"),
    ("code is code", "```\nMe: a\n```", "```\nMe: a\n```", ""),
    ("so is a formula", "$$\nMe: a\n$$", "$$\nMe: a\n$$", ""),
    ("a table stays whole", "Me: | b\n--- | ---\nMe: | c", "Me: | b\n--- | ---\nMe: | c", ""),
    ("a task stays a task", "- [ ] Me: a", "- [ ] Me: a", ""),
    ("no label", *("Some: a\nmeme: b\nI think so\n## Thoughts on rain\nc",) * 2, ""),
    ("a label without words", *("a\nMe:\n\nb",) * 2, ""),
    ("a sentence wrapped by hand", f"said\n{WRAPPED}\none seed\nMore", "said\n\nMore", f"{WRAPPED[4:]}\none seed"),
    ("in a list item", f"- {WRAPPED}\none seed\n- more", "- more", f"- {WRAPPED[4:]}\n  one seed"),
    ("a long line and another label", f"{WRAPPED}\nresult: 3 %", "result: 3 %", WRAPPED[4:]),
    ("a long line and a list", f"{WRAPPED}\n- more", "- more", WRAPPED[4:]),
    ("a label alone, and its list further down", "a\n\nMe:\n\n- b\n\nc", "a\n\n\nc", "- b"),
]


@pytest.mark.parametrize(("text", "said", "view"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_own_view_is_cut_out(text: str, said: str, view: str) -> None:
    assert split(text, ("Ada",)) == (said, view)


LINES = st.sampled_from(
    [
        *("", "para", "- item", "  - deeper", "1. one", "# Head", "## My view", "## Thoughts", "Me: mine", "- Me: own"),
        *("  - IMO: deep", "  more", "    indented", "```", "$$", "| a | b |", "| - | - |", "> said", "> Me: quoted"),
        *(
            WRAPPED,
            f"- {WRAPPED}",
            "from one seed",
            "[^1]: note",
            "see[^1]",
            "Me: see[^1]",
            "---",
            "Me:",
            "1. Me: first",
        ),
    ]
)


@given(st.lists(LINES, max_size=14))
def test_nothing_that_was_written_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = split(text)
    words = set(re.findall(r"\w+", text))
    kept = set(re.findall(r"\w+", f"{found.said}\n{found.view}"))
    assert words - kept <= {"Me", "IMO", "My", "view", "Thoughts", "1"}, "labels, and the number of an item"
    assert kept <= words


@given(st.lists(LINES, max_size=14))
def test_what_is_left_holds_no_own_view(lines: list[str]) -> None:
    said = split("\n".join(lines)).said
    assert split(said) == (said, "")


def test_an_opinion_is_found_behind_any_number_of_quote_marks() -> None:
    for marks in ("> " * 300, ">" * 300, " >\t" * 300):
        assert split(f"{marks}energy").said == f"{marks}energy"
        assert split(f"before\n\n{marks}me: too long").view.endswith("too long")
