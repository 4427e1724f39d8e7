"""Lines of a timetable are read together: how most of them are put together says how the doubtful ones are."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program

# names that no list of given names holds, and titles that could be names
TALKS = [
    ("Learning to see with two eyes", "Takumo Wadsleigh"),
    ("Deep Sparse Coding", "Oyvald Brekketun"),
    ("Graph Networks", "Quill Ashgrove"),
    ("What a hive is for", "Hxaro Mbekezo"),
    ("Causal Discovery Revisited", "Tsering Lhakpa"),
]
PAGE = "# Workshop on Bees 2021\n\n## Program\n\nMarch 3, 2021\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "{title} - {name}",
        "{name} - {title}",
        "{name}: {title}",
        "{title} ({name})",
        "{title}, {name}",
        "{title}. {name}",
        "{title} by {name}",
        "{title}, por {name}",
        "{name}, KTH Stockholm: {title}",
        '{name}, "{title}"',
    ],
)
def test_way_of_most_lines_holds_for_all_of_them(line: str) -> None:
    lines = (f"- {9 + at}:00 " + line.format(title=title, name=name) for at, (title, name) in enumerate(TALKS))

    read = read_program((PAGE + "\n".join(lines)).encode(), "page.md")

    talks = [talk for session in read.program.sessions for talk in session.talks]
    assert [(talk.title, [each.name for each in talk.speakers]) for talk in talks] == [
        (title, [name]) for title, name in TALKS
    ]


def test_list_whose_lines_have_commas_is_a_page_and_no_table() -> None:
    lines = "\n".join(f"- {9 + at}:00 - {9 + at}:30 {name}, KTH: {title}" for at, (title, name) in enumerate(TALKS))

    assert read_program((PAGE + lines).encode(), "page.md").format == "workshop-markdown"
