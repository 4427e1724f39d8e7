"""Due dates and states of tasks in `confnotes list`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.actions.notes.questions import tick
from confnotes.catalogue.open_points import points
from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

NOTE = """\
- [x] done due:2024-01-01
- [ ] rest
- [-] dropped
- [ ] far 📅 2031-05-20
- [ ] next (due:: 2024-05-14)
- [ ] today [due:: 2024-05-06]
- [ ] late due:2024-05-01
? why
"""


@pytest.fixture
def tasks(confnotes: RunConfnotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFNOTES_NOW", "2024-05-06T10:00")
    vault = tmp_path / "due"
    confnotes("init", vault)
    (vault / "Note.md").write_text(NOTE, encoding="utf-8")
    return vault


def test_open_tasks_come_first_by_due_date(confnotes: RunConfnotes, tasks: Path) -> None:
    assert confnotes("list", "tasks", "--vault", tasks).out.splitlines() == [
        "[ ] late  overdue 2024-05-01  Note.md:7",
        "[ ] today  due 2024-05-06  Note.md:6",
        "[ ] next  due 2024-05-14  Note.md:5",
        "[ ] far  due 2031-05-20  Note.md:4",
        "[ ] rest  Note.md:2",
        "[x] done  due 2024-01-01  Note.md:1",
        "[-] dropped  Note.md:3",
    ]
    rows = json.loads(confnotes("list", "tasks", "--vault", tasks, "--json").out)["tasks"]
    assert [row["due"] for row in rows[:5]] == ["2024-05-01", "2024-05-06", "2024-05-14", "2031-05-20", None]
    assert rows[3]["text"] == "far 📅 2031-05-20"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due:today", ["today"]),
        ("due:overdue", ["late"]),
        ("due:2031-05-20", ["far"]),
        ('due:"next week"', ["next"]),
        ("due:monday", ["today"]),
        ("due:2024-05..2024-06", ["late", "today", "next"]),
        ("due:>2024 far", ["far"]),
        ("is:todo", ["late", "today", "next", "far", "rest"]),
        ("is:open", ["late", "today", "next", "far", "rest"]),
        ("is:done", ["done"]),
        ("is:cancelled", ["dropped"]),
    ],
)
def test_a_list_of_tasks_is_filtered_by_due_date_and_state(
    confnotes: RunConfnotes, tasks: Path, query: str, found: list[str]
) -> None:
    lines = confnotes("list", "tasks", query, "--vault", tasks).out.splitlines()
    assert [line.split("] ")[1].split("  ")[0] for line in lines] == found


def test_an_invalid_due_date_is_an_error(confnotes: RunConfnotes, tasks: Path) -> None:
    told = confnotes("list", "tasks", "due:soon", "--vault", tasks)
    assert told.code == 2 and "“soon” is not a date" in told.err
    assert confnotes("list", "questions", "is:open", "--vault", tasks).out.startswith("? why")
    assert confnotes("list", "questions", "is:answered", "--vault", tasks).out == ""


def test_a_date_in_code_is_no_due_date(confnotes: RunConfnotes, tasks: Path) -> None:
    (tasks / "Code.md").write_text("- [ ] try `📅 2024-05-03` and `due:2024-05-04`, due:2024-05-05\n", encoding="utf-8")
    line = confnotes("list", "tasks", "due:overdue try", "--vault", tasks).out
    assert line == "[ ] try 📅 2024-05-03 and due:2024-05-04,  overdue 2024-05-05  Code.md:1\n"


def test_a_task_that_was_wrapped_is_listed_whole_and_ticked(confnotes: RunConfnotes, tasks: Path) -> None:
    begun = "write down the argument about why the solver of the fixed point"
    text = f"- [ ] {begun}\nconverges at all `x`, due:2024-05-03 ^t100500\nSeen.\n"
    note = f"{text}- [ ] {begun} ^t100600\nslowly\n- [ ] short\none\n"
    note += "> - [ ] the quoted one of the second author\n>   here\n"
    (tasks / "Note.md").write_text(note, encoding="utf-8")
    rows = json.loads(confnotes("list", "tasks", "--vault", tasks, "--json").out)["tasks"]
    assert [(row["text"], row["line"]) for row in rows] == [
        (f"{begun} converges at all `x`, due:2024-05-03", 1),
        (begun, 4),
        ("short", 6),
        ("the quoted one of the second author here", 8),
    ]
    assert rows[0]["due"] == "2024-05-03"
    (point, *_), *_ = (one.points for one in points(Vault.open(tasks)))
    assert tick(Vault.open(tasks), point, True)
    assert (tasks / "Note.md").read_text(encoding="utf-8") == note.replace("[ ]", "[x]", 1)
