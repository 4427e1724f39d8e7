"""Pages whose lines are longer than people write them."""

from __future__ import annotations

from confnotes.importers.reading import read_program

_TIMES = [f"{hour:02d}:{minute:02d}" for hour in range(9, 18) for minute in range(60)]


def test_a_page_without_line_breaks_loses_nothing() -> None:
    items = "".join(f"<li>{time} Tide {time} in ponds – Ada Example</li>" for time in _TIMES)
    head = "<!doctype html><html><body><h1>Pond Day</h1><p>June 3, 2025</p><h2>Schedule</h2>"
    read = read_program(f"{head}<ul>{items}</ul></body></html>".encode(), "pond.html")
    assert len(list(read.program.talks())) == len(_TIMES)
    assert not [warning for warning in read.warnings if "very long" in warning.message]


def test_what_is_cut_from_a_line_is_told() -> None:
    talks = "- 9:00 Tides – Ada Example\n- 9:30 Reeds – Bo Example\n"
    page = f"# Pond Day\n\nJune 3, 2025\n\n## Schedule\n\n{talks}- 10:00 Frogs {'x' * 30_000}\n"
    read = read_program(page.encode(), "pond.md")
    assert [warning.line for warning in read.warnings if "very long" in warning.message] == [9]
