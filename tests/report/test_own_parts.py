"""What the public gets of tasks and opinions: nothing unless the author includes them, and the author is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from confnotes.model.summary import Audience, Own, SummaryOrder
from confnotes.report.own_parts import without_tasks
from confnotes.report.summarise import draft
from confnotes.vault.vault import Vault

AT = datetime(2024, 5, 7, 12)
NOTE = """---
talk: fog-2024/t1
---
The buoys drift a mile a day.

## To do

- [ ] write to @Ines about the loan
  - her address is on the poster
- [x] read https://example.org/ropes

## Thoughts

Nobody will build it.

## Results

Me: I doubt the second figure
Three ropes held.

? Who pays for the buoys
"""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault.create(tmp_path / "notes")
    folder = made.root / "Fog 2024"
    folder.mkdir()
    (folder / "Fog 2024.md").write_text("---\ntype: conference\n---\nA foggy week.\n\n- [ ] book a room\n")
    (folder / "program.yaml").write_text(
        "sessions:\n  - talks:\n      - {id: t1, title: Buoys, start: 2024-05-06T09:00}\n"
    )
    (folder / "buoys.md").write_text(NOTE)
    return made


def test_the_public_gets_no_task_and_no_opinion_and_their_author_is_told(vault: Vault) -> None:
    drafted = draft(vault, SummaryOrder("Fog 2024", audience=Audience.PUBLIC), AT)
    (item,) = drafted.summary.noted()
    (note,) = item.notes
    assert note.text == "The buoys drift a mile a day.\n\n## Results\n\nThree ropes held."
    assert (note.view, item.tasks, item.mentions) == ("", (), ())
    assert drafted.summary.overview == "A foggy week."
    assert [action.text for action in drafted.summary.actions] == ["Who pays for the buoys"]
    assert [(one.number, one.why) for one in drafted.withheld] == [(3, "tasks of yours"), (2, "opinions of yours")]
    assert set(drafted.withheld) <= set(drafted.left_out)


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.ME])
def test_others_get_them(vault: Vault, audience: Audience) -> None:
    drafted = draft(vault, SummaryOrder("Fog 2024", audience=audience), AT)
    assert drafted.withheld == ()
    assert drafted.summary.noted()[0].notes[0].view
    assert len(drafted.summary.actions) == 4


def test_the_public_gets_what_its_author_includes(vault: Vault) -> None:
    order = SummaryOrder("Fog 2024", audience=Audience.PUBLIC, include=frozenset([Own.TASKS]))
    drafted = draft(vault, order, AT)
    assert len(drafted.summary.actions) == 4
    assert [one.why for one in drafted.withheld] == ["opinions of yours"]
    order = SummaryOrder("Fog 2024", audience=Audience.PUBLIC, include=frozenset(Own))
    assert draft(vault, order, AT).withheld == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("said\n\nNext:\n\n- [ ] ask\n- [ ] call\n\nmore", "said\n\n\nmore"),
        ("Next:\n- [ ] ask\n- a point", "Next:\n- a point"),
        ("- [ ] write to Ines\nabout the loan\ntakeaway: it holds", "takeaway: it holds"),
        ("- [ ] ask\n? why", "? why"),
        ("```\n- [ ] code\n```", "```\n- [ ] code\n```"),
        ("- point\n  - Next:\n    - [ ] ask", "- point"),
        ("# Talk\n\n## Next\n\n- [ ] ask", ""),
    ],
)
def test_a_task_goes_with_what_belongs_to_it(text: str, left: str) -> None:
    assert without_tasks(text).strip("\n").replace("\n\n\n\n", "\n\n\n") == left
