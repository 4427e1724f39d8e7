"""The preview shows what Obsidian shows: notes within notes, callouts, highlights, states of tasks, files by name."""

from __future__ import annotations

import gc
import io

import pytest
from PIL import Image
from rich.cells import cell_len

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.widgets import preview_lines
from confnotes.tui.widgets.drawing import Line
from confnotes.tui.widgets.preview_lines import preview
from confnotes.vault.vault import Vault
from screen_samples import at, settled, until

HALL = """\
---
aliases: [The hall]
---
# Hall

Seats for ninety. ^seats

## Sound

Bring a [[Recorder]]. %%It is theirs.%%

![[Notes/Door]]

## Light
Dim.
"""
DOOR = "Left of the stage.\n\n![[Hall#Sound]]\n"
NOTE = """\
> [!tip]- Where to sit
> In front.

> [!warning]

Much ==light== and ![[plan.png|300]], ![[board.canvas]], [the hall](Hall.md#Light).

- [>] forwarded
- [-] cancelled

![[Hall#^seats]]

![[the hall#Sound]]

![[Nowhere]]
"""


def shown(lines: list[Line]) -> str:
    return "\n".join("".join(part.text for part in line).strip() for line in lines)


def test_a_note_reads_as_in_obsidian() -> None:
    lines, _ = preview(NOTE, 70)
    text = shown(lines)
    assert "▎ Where to sit\n▎ In front." in text
    assert "▎ Warning" in text
    assert "Much light and [picture: plan], [file: board.canvas], the hall." in text
    assert "• [>] forwarded\n• ☒ cancelled" in text
    parts = [part for line in lines for part in line]
    assert [part.role for part in parts if part.text == "light"] == ["marked"]
    assert any(part.click == "wiki:Hall#Light" for part in parts)


def test_comments_are_hidden_and_code_that_looks_like_one_is_not() -> None:
    page = (
        "## Talks\n<!-- confnotes: talks -->\n- ten\n<!-- end of talks 4k1vq -->\n\na <!-- b\nc --> d\n\n`<!-- e -->`\n"
    )
    drawn, places = preview(page, 40)
    assert [line for line in shown(drawn).split("\n") if line] == ["Talks", "• ten", "a", "d", "<!-- e -->"]
    assert [row for row, _ in places] == [0, 2, 5, 8]


def test_lines_break_between_words_also_where_a_word_is_partly_bold() -> None:
    text = 'seen **bold**ness, (`code`) and "*quoted* words" ' * 6 + "漢字" * 30 + " " + "x" * 50
    for width in range(18, 60):
        lines, _ = preview(text, width)
        drawn = ["".join(part.text for part in line) for line in lines]
        assert all(cell_len(line) <= width for line in drawn)
        words = " ".join(drawn).split()
        assert [word for word in words if word in ("boldness,", "(code)", '"quoted', 'words"')] == [
            *("boldness,", "(code)", '"quoted', 'words"') * 6
        ]
        assert "".join(words) == 'seenboldness,(code)and"quotedwords"' * 6 + "漢字" * 30 + "x" * 50


def test_cells_of_a_table_that_is_wider_than_the_window_are_shown_in_whole() -> None:
    table = "| Model | What they said |\n| --- | --- |\n| Large | it needs warmup, patience and luck |\n| Small | no |"
    lines, _ = preview(table, 28)
    assert ["".join(part.text for part in line).rstrip() for line in lines if line] == [
        "Model  What they said",
        "────────────────────────────",
        "Large  it needs warmup,",
        "       patience and luck",
        "Small  no",
    ]


async def test_embedded_notes_are_shown_where_they_are_embedded(vault: Vault) -> None:
    vault.save("Notes/Hall.md", HALL, None)
    vault.save("Notes/Door.md", DOOR, None)
    vault.save("Notes/It.md", NOTE, None)
    vault.save_bytes("Notes/board.canvas", b"{}", None)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(140, 60)) as pilot:
        await settled(pilot)
        app.open_path("Notes/It.md")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        await pilot.press("f3")
        await until(pilot, lambda: "Seats for ninety." in shown(note.previews.pane.lines))
        text = shown(note.previews.pane.lines)
        assert "▎ Hall\n▎ Seats for ninety." in text
        assert "▎ the hall › Sound\n▎ Bring a Recorder." in text
        assert "theirs" not in text and "Dim." not in text
        assert "▎ ▎ Left of the stage." in text
        assert text.count("Bring a Recorder.") == 1, "what embeds itself is told once"
        assert "Nowhere (no note “Nowhere”)" in text
        leads = [part.click for line in note.previews.pane.lines for part in line]
        assert "wiki:Recorder" in leads and "wiki:Hall" in leads
        note.links.press("wiki:board.canvas")
        await until(pilot, lambda: "Notes/board.canvas" in note.below.message)


async def test_pictures_stand_below_their_line_in_every_terminal(vault: Vault) -> None:
    slide = Image.new("RGB", (40, 20), (200, 30, 30))
    slide.paste((20, 40, 220), (0, 10, 40, 20))
    data = io.BytesIO()
    slide.save(data, "PNG")
    vault.save_bytes("Notes/attachments/slide one.png", data.getvalue(), None)
    vault.save_bytes("Notes/attachments/broken.png", b"no picture", None)
    text = "- Two phases\n  ![[slide one.png]]\n- and ![the same](attachments/slide%20one.png)\n"
    vault.save("Notes/It.md", f"{text}\n![[broken.png]]\n\nEnd.\n", None)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(140, 60)) as pilot:
        await settled(pilot)
        app.open_path("Notes/It.md")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        await pilot.press("f3")
        await until(pilot, lambda: "End." in shown(note.previews.pane.lines))
        lines = note.previews.pane.lines
        drawn = [number for number, line in enumerate(lines) if any("▀" in part.text for part in line)]
        assert len(drawn) == 2 * 10, "two pixels a cell, twice"
        assert shown([lines[drawn[0] - 1]]) == "[picture: slide one]"
        assert shown([lines[drawn[10] - 1]]) == "• and [picture: the same]"
        styles = [note.previews.pane.render_line(number) for number in (drawn[0], drawn[9])]
        colors = [next(one.style for one in strip if one.style and "▀" in one.text) for strip in styles]
        assert [color.color.triplet.hex for color in colors if color.color and color.color.triplet] == [
            "#c81e1e",
            "#1428dc",
        ]
        assert "[picture: broken]" in shown(lines)
        assert any(part.click == "wiki:attachments/slide one.png" for line in lines for part in line)


def test_a_list_that_grows_line_by_line_leaves_few_of_its_versions_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A colleague writes for an hour, and each line makes the list another block."""
    monkeypatch.setattr(preview_lines, "_MOST_KEPT", 50_000)  # a tenth, for a hundred lines and not a thousand
    preview("- a line", 60)
    gc.collect()
    before = len(gc.get_objects())
    lines: list[str] = []
    for number in range(100):
        lines.append(f"- line {number} of a *long* talk")
        preview("\n".join(lines), 60)
    gc.collect()
    assert len(gc.get_objects()) - before < 12_000
