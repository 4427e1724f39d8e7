"""Who imports a long page waits for it to be looked at once."""

from __future__ import annotations

import pytest

from confnotes.importers.notes import page as notes_page
from confnotes.importers.notes.lines import LogicalLine, note_lines
from confnotes.importers.reading import read_program


def test_notes_are_taken_apart_once_however_many_readers_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_apart = []

    def counted(text: str, first_line: int) -> list[LogicalLine]:
        taken_apart.append(text)
        return note_lines(text, first_line)

    monkeypatch.setattr(notes_page, "note_lines", counted)
    page = "# GardenConf 2025\n\n" + "\n\n".join(
        f"## Talk of bees {number}\n\nSpeaker: Ada Lind\n\n- hives hum" for number in range(3)
    )

    read = read_program(page.encode(), "garden.md")

    assert read.format == "notes-markdown"
    assert len(taken_apart) == 1
