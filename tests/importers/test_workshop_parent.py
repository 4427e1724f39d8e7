"""Which conference the page of a workshop is part of, as such pages say it."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program

SCHEDULE = "\n\n## Schedule\n\n- 13:00-13:10 Opening\n- 13:10-13:50 Bo Sample (Example Lab): Pollen everywhere\n"


@pytest.mark.parametrize(
    ("said", "part_of"),
    [
        ("June 4, 2031, at BeeConf 2031, Vienna", "BeeConf 2031"),
        ("Co-located with BeeConf 2031, June 4, 2031", "BeeConf 2031"),
        ("BeeConf 2031 Workshop, June 4, 2031", "BeeConf 2031"),
        ("June 4, 2031. An earlier one was held at BeeConf 2030.", None),
        ("June 4, 2031. Read the report of HoneyLab 2031.", None),
    ],
)
def test_a_workshop_is_part_of_the_conference_that_its_page_says_it_is_at(said: str, part_of: str | None) -> None:
    page = f"# Workshop on Pollen Learning\n{said}{SCHEDULE}"
    conference = read_program(page.encode(), "page.md").program.conference

    assert (conference.name, conference.part_of) == ("Workshop on Pollen Learning", part_of)
