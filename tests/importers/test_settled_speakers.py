"""What beside a title only looks like a speaker."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program

_PAGE = """# TileConf 2031

## Program, May 5, 2031

- 09:00 Welcome
- 09:30 Tiles that remember, Ada Example (KTH)
- 10:30 Coffee break
- 11:00 Ladders for everybody, Bo Sample (NUS)
{}
"""


def last_of(line: str) -> tuple[str | None, list[tuple[str, str | None]]]:
    talks = [talk for session in read_program(_PAGE.format(line).encode(), "page.md").program.sessions
             for talk in session.talks]  # fmt: skip
    return talks[-1].title, [(each.name, each.affiliation) for each in talks[-1].speakers]


@pytest.mark.parametrize(
    ("line", "title", "people"),
    [
        ("- 19:00 **Special dinner at** [Corazon Tilia](https://x.example)", "Special dinner at Corazon Tilia", []),
        ("- 19:00 Welcome reception\n    - Blue Boat, [on the map](https://x.example)", "Welcome reception", []),
        ("- 19:00 On sets of things, Noe Bluhm", "On sets of things", [("Noe Bluhm", None)]),
        ("- 12:00 Cy Moe and Phu H. Nguyen. _Towards Model-Based Tiling of Quiet Systems_.",
         "Towards Model-Based Tiling of Quiet Systems", [("Cy Moe", None), ("Phu H. Nguyen", None)]),
    ],
)  # fmt: skip
def test_the_place_of_a_dinner_and_the_half_of_a_title_speak_nowhere(
    line: str, title: str, people: list[tuple[str, str | None]]
) -> None:
    assert last_of(line) == (title, people)
