"""The words, tasks and questions below a note are counted right, however it is edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.tui.screens.note import screen as note_screen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.note.view import CountedLines, NoteCounts
from confnotes.vault.vault import Vault
from screen_samples import on_screen, settled, text_of

LINES = st.sampled_from(
    ["", "two words", "? why", "! because", "  ! and", "- [ ] read it", "- [x] done", "- item", "? who"]
)
TEXTS = st.lists(LINES, max_size=12)


@given(first=TEXTS, edits=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), TEXTS), max_size=6))
def test_counting_what_changed_gives_what_counting_everything_gives(
    first: list[str], edits: list[tuple[int, int, list[str]]]
) -> None:
    counted = CountedLines(first)
    assert counted.counts == NoteCounts.of(first)
    lines = [*first]
    for row, number, come in edits:
        lines[row : row + number] = come
        assert counted.recount(lines) == NoteCounts.of(lines)
        assert counted.counts == NoteCounts.of(lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("| Model | Loss |\n| --- | ---: |\n| small | 0.3 |", 4),
        ("well - so – they say", 4),
        ("- [ ] read it\n- [x] done\n* * *\n---\n# Heading", 4),
        ("漢字 is x_1 + 2", 4),
        ("see [[2031-05-12 1000 Tides in Memory|Tides]] and [[Fog at Sea]]", 6),
    ],
)
def test_rules_dashes_bars_boxes_and_hidden_parts_of_links_are_no_words(text: str, words: int) -> None:
    assert NoteCounts.of(text.split("\n")).words == words


async def test_a_long_note_is_counted_beside_the_keys(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_screen, "LONG_NOTE", 2)
    vault.save("Fog.md", "two words\n- [ ] read it\n", None)
    async with on_screen(vault, note="Fog.md", size=(120, 32)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        await pilot.press("end", *" more")
        screen.save_now()
        await settled(pilot)
        screen.edited.show_state()
        assert " 1 open task" in text_of(screen.below)
