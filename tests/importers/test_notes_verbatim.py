"""What somebody wrote during a talk is kept as it stands, whatever it looks like."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError
from confnotes.importers.reading import read_program
from examples import examples

_WORDS = st.sampled_from(
    ["pruning", "twice", "the loss", "BLEU 41.2", "10:07", "`f(x)`", "$x^2$", "see above", "(2019)", "?", "100 %", "α"]
)
_TEXT = st.lists(_WORDS, min_size=2, max_size=6).map(" ".join)
_MARK = st.sampled_from(
    ["- ", "    * ", "1. ", "> ", "", "10:07 - ", "- [ ] ", "TODO: ", "#### ", "Q: ", "| a | ", "![x](y.png) ", "\t"]
)
_LINES = st.lists(st.builds(str.__add__, _MARK, _TEXT), min_size=1, max_size=8)
_CODE = st.lists(_TEXT.map(lambda text: f"# {text}"), max_size=3).map(lambda lines: ["```", *lines, "```"])
_NOTES = st.one_of(_LINES, st.builds(lambda one, two: [*one, "", *two], _LINES, _CODE))
_HEADS = (
    "### Sparse nets – Ines Costa\n10:00 - 10:30, Room 5\n\n",
    "### Sparse nets\nInes Costa (TU Wien), Jonas Meyer\n\n",
    "### 10:00 Sparse nets – Ines Costa\n\n#### Notes\n",
    "### Sparse nets\n**Speaker:** Ines Costa\n**Time:** 10:00\n\n",
    "### [Sparse nets](https://icml.cc/virtual/2024/oral/35555)\\\nInes Costa\n\nNotes:\n",
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_HEADS), _NOTES), min_size=2, max_size=4, unique_by=str))
def test_notes_of_every_talk_are_the_lines_of_the_source(talks: list[tuple[str, list[str]]]) -> None:
    page = "# NetConf 2024 notes\n\n## Monday, 3 June 2024\n\n"
    page += "\n\n".join(head + "So they say:\n" + "\n".join(lines) for head, lines in talks) + "\n"

    read = read_program(page.encode(), "day.md")

    assert [talk.notes for talk in read.program.talks()] == [
        "\n".join(["So they say:", *lines]).rstrip() for _, lines in talks
    ]
    assert {talk.title for talk in read.program.talks()} == {"Sparse nets"}


def test_lines_that_begin_with_the_minute_of_their_writing_make_no_program_of_notes() -> None:
    stamped = "\n".join(f"10:{minute:02d} - they prune twice" for minute in (7, 8, 9, 11, 13, 16, 18))
    page = "# NetConf 2024 notes\n\n## Monday, 3 June 2024\n\n" + "\n\n".join(head + stamped for head in _HEADS[::3])

    read = read_program(page.encode(), "day.md")

    assert [talk.notes for talk in read.program.talks()] == [stamped] * 2


def test_lines_outside_of_talks_describe_the_conference() -> None:
    page = b"# NetConf 2024\n\nMy train was late today.\n\n## Sparse nets (Ines Costa)\n\n- fast\n"

    read = read_program(page, "day.md")

    assert read.program.conference.description == "My train was late today."
    assert not read.warnings or all("outside" not in warning.message for warning in read.warnings)


@pytest.mark.parametrize(
    "page",
    [
        "# Shopping list\n\n- milk\n- eggs\n- bread\n",
        "# My small parser\n\nA parser.\n\n## Installation\n\n- pip install it\n\n## Usage\n\n- call it\n",
        "# Pancakes for two\n\n## Ingredients\n\n- flour\n- milk\n\n## Directions\n\n1. mix\n2. fry\n",
        "# Team meeting 4 March\n\n## Attendees\n\n- Ann\n- Bob\n\n## Action items\n\n- call Eve\n",
        "# Things to do\n\n- [ ] paint the door\n- [ ] buy paint\n- [x] find a brush\n",
        "# A walk in spring\n\nWe left the house early and walked along the river until it was dark again.\n",
        "# Changes\n\n## 1.2.0\n\n- faster\n- smaller\n\n## 1.1.0\n\n- first\n",
    ],
)
def test_other_lists_under_a_title_are_no_talk(page: str) -> None:
    with pytest.raises(ConfnotesError, match="not recognized as a conference program"):
        read_program(page.encode(), "notes/page.md")


def test_lists_under_a_title_in_a_folder_of_notes_are_a_talk() -> None:
    page = b"# Follow your tasks\n\n- queues grow\n\n## Why\n\n- retries\n- storms\n"

    (talk,) = read_program(page, "notes/fosdem/tasks.md").program.talks()

    assert (talk.title, talk.start, talk.speakers) == ("Follow your tasks", None, ())
    assert talk.notes == "- queues grow\n\n## Why\n\n- retries\n- storms"
    with pytest.raises(ConfnotesError):
        read_program(page, "tasks.md")


def test_what_a_heading_says_beyond_title_and_speaker_stays_above_the_notes() -> None:
    """A handle, a position, the second person of an aside: the program has no place for them."""
    page = """\
# TideConf 2031

## Silt at night | Ada Quay | @adaquay | Harbor Lab

- sand moves

## Waves in a box

Speaker: Mina Sund (@minas), Head of Boxes

- a box is a sea

## The price of sand - Lars Holm

- sand is scarce

## Talk 4: Why dams fail - Ole Brack (@obrack)
"""
    talks = list(read_program(page.encode(), "notes.md").program.talks())

    assert {talk.title: talk.notes for talk in talks} == {
        "Silt at night": "Silt at night | Ada Quay | @adaquay | Harbor Lab\n\n- sand moves",
        "Waves in a box": "Mina Sund (@minas), Head of Boxes\n\n- a box is a sea",
        "The price of sand": "- sand is scarce",
        "Why dams fail": None,
    }
