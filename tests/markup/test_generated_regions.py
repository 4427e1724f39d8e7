"""Parts of a page are written anew; what a person wrote around them, inside them or over them stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.generated_regions import with_parts, without_parts

PARTS = {"talks": ("Talks", ["- 10:05 one", "- 10:20 two"]), "tasks": ("Tasks", [])}


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if not line.startswith("<!--")]


def test_parts_go_to_the_end_once_and_empty_ones_nowhere() -> None:
    text = with_parts("what a day\n", PARTS)
    assert lines_of(text) == ["what a day", "", "## Talks", "- 10:05 one", "- 10:20 two", ""]
    assert with_parts(text, PARTS) == text


def test_what_is_new_takes_the_place_of_what_was_and_a_persons_lines_stay() -> None:
    text = with_parts("what a day\n", PARTS)
    text = text.replace("- 10:05 one\n", "- 10:05 one\n  best of all\n\n").replace("two", "two!") + "the end\n"
    text = with_parts(text, {"talks": ("Talks", ["- 10:05 one", "- 10:30 three"])})
    assert lines_of(text) == [
        *("what a day", "", "## Talks", "- 10:05 one", "  best of all", "- 10:20 two!"),
        *("- 10:30 three", "the end", ""),
    ]


def test_a_renamed_or_moved_heading_stays_as_it_is() -> None:
    text = with_parts("", PARTS).replace("## Talks", "## Seen\nmostly sitting")
    assert with_parts(text, PARTS) == text


def test_a_part_without_its_end_is_the_persons() -> None:
    text = with_parts("", PARTS)
    torn = "\n".join(line for line in text.split("\n") if not line.startswith("<!-- end"))
    assert with_parts(torn, {"talks": ("Talks", ["- 11:00 other"])}) == torn
    assert without_parts(torn) == torn


def test_the_authors_text_is_distinguished_from_generated_text() -> None:
    text = with_parts("what a day\n", PARTS)
    assert without_parts(text).strip() == "what a day"
    assert without_parts(text.replace("one\n", "one\nyes\n")).split() == ["what", "a", "day", "##", "Talks", "yes"]


def test_comments_in_code_are_code() -> None:
    text = "```\n<!-- confnotes: talks -->\nx\n<!-- end of talks -->\n```\n"
    assert without_parts(text) == text


WRITTEN = st.lists(st.sampled_from(["- a", "- b", "  under", "- [[c]]", "", "d"]), max_size=6)
TYPED = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["mine", "- mine", "- a", "", "## Mine", "e\r"])))


@given(WRITTEN, WRITTEN, TYPED)
def test_nothing_that_a_person_typed_is_lost(first: list[str], then: list[str], typed: list[tuple[int, str]]) -> None:
    lines = with_parts("top\n", {"talks": ("Talks", first)}).split("\n")
    for row, line in typed:
        lines.insert(row % (len(lines) + 1), line)
    before = "\n".join(lines)
    after = with_parts(before, {"talks": ("Talks", then)})
    for _, line in typed:
        if line.strip() and line not in [*first, *then]:
            assert after.split("\n").count(line) >= before.split("\n").count(line)
    assert with_parts(after, {"talks": ("Talks", then)}) == after
    assert "top" in without_parts(after)
