"""Pages whose lines are longer than people write them."""

from __future__ import annotations

from confnotes.importers.reading import read_program


def test_a_page_without_line_breaks_loses_nothing() -> None:
    items = "".join(
        f"<li>{9 + i // 60:02d}:{i % 60:02d} Tide number {i} in ponds – Ada Example</li>" for i in range(500)
    )
    page = f"<!doctype html><html><body><h1>Pond Day</h1><p>June 3, 2025</p><h2>Schedule</h2><ul>{items}</ul></body></html>"
    read = read_program(page.encode(), "pond.html")
    assert len(list(read.program.talks())) == 500
    assert not [warning for warning in read.warnings if "very long" in warning.message]


def test_what_is_cut_from_a_line_is_told() -> None:
    page = f"# Pond Day\n\nJune 3, 2025\n\n## Schedule\n\n- 9:00 Tides – Ada Example\n- 10:00 Reeds {'x' * 30_000}\n"
    read = read_program(page.encode(), "pond.md")
    assert [warning.line for warning in read.warnings if "very long" in warning.message] == [8]
