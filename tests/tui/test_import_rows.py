"""Doubtful rows of a page are seen beside their source, and put right with a key before anything is written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import AnswerScreen, ChoiceScreen
from confnotes.tui.screens.import_ import ImportScreen
from confnotes.tui.screens.import_rows import ReadRowsScreen
from confnotes.vault.vault import Vault
from screen_samples import at, settled, text_of

PAGE = """\
# Workshop on Kites 2031

12 May 2031, Lisbon. All times are in Lisbon time.

## Schedule

- 9:00 Opening remarks
- 9:10 Silk and wind
- 10:20 Bo Kai (Sample Labs): Tails of paper
- 11:10 Ada Vento (Sample University): Lines and wind
- 11:40 Cleo Marsh (Sample Labs): String and knots
- 12:10 Panel - moderators and others)
"""
TABLE = """\
# Workshop on Kites 2031

12 May 2031, Lisbon. All times are in Lisbon time.

## Schedule

| Time | Speaker | Title |
|---|---|---|
| 9:00 | Kites of silk | Ada Vento |
| 10:00 | Long tails | Bo Kai |
| 11:00 | Knots and string | Cleo Marsh |
"""


@pytest.fixture
def empty(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "empty")


@asynccontextmanager
async def at_rows(
    vault: Vault, source: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], ReadRowsScreen]]:
    """The rows of a source that is to be imported."""
    app = ConfnotesApp(vault, at("10:15"))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("i")
        await settled(pilot)
        assert isinstance(app.screen, ImportScreen)
        app.screen.source.value = str(source)
        await pilot.press("enter")
        await settled(pilot)
        if isinstance(app.focused, Input):  # a name that is a guess
            await pilot.press("escape")
        await pilot.press("exclamation_mark")
        await settled(pilot)
        assert isinstance(app.screen, ReadRowsScreen)
        yield pilot, app.screen


def page(tmp_path: Path, text: str = PAGE) -> Path:
    source = tmp_path / "kites.md"
    source.write_text(text, encoding="utf-8")
    return source


def chosen(rows: ReadRowsScreen) -> str:
    """The line of the chosen row."""
    (line,) = [line for line in text_of(rows.list).splitlines() if "▸" in line]
    return line


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def titles(vault: Vault) -> list[str | None]:
    (name,) = vault.conferences()
    return [talk.title for talk in vault.program(name).talks()]


async def test_the_preview_says_how_many_rows_are_doubtful_and_which_key_shows_them(
    tmp_path: Path, empty: Vault
) -> None:
    async with at_rows(empty, page(tmp_path)) as (pilot, _):
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ImportScreen)
        seen = text_of(pilot.app.screen.pane)
        assert "1 of 6 rows doubtful" in seen and "! corrects rows" in seen
        assert "12:10 · Panel · moderators and others" in seen and "the title looks cut" in seen


@pytest.mark.parametrize("size", [(80, 24), (120, 32)])
async def test_the_first_doubtful_row_is_chosen_with_its_source_lines(
    tmp_path: Path, empty: Vault, size: tuple[int, int]
) -> None:
    async with at_rows(empty, page(tmp_path), size) as (_, rows):
        assert "1 of 6 rows doubtful" in text_of(rows.top)
        assert "⚠" in chosen(rows) and "moderators" in chosen(rows)
        source = text_of(rows.pane)
        assert "LINE 12" in source and "the title looks cut" in source
        assert "- 12:10 Panel - moderators and others)" in source
        assert "▸" in source and "← → part · t title · s speaker" in source


async def test_corrections_are_seen_at_once_and_are_what_is_written(tmp_path: Path, empty: Vault) -> None:
    async with at_rows(empty, page(tmp_path)) as (pilot, rows):
        await press(pilot, "t", "right", "s")
        assert "✓" in chosen(rows) and "Panel  moderators and others" in chosen(rows)
        await press(pilot, "home", "D")
        assert "not a talk" in chosen(rows)
        assert "0 of 6 rows doubtful" in text_of(rows.top)
        assert empty.conferences() == []
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ImportScreen)
        assert "3 corrections applied" in text_of(pilot.app.screen.pane)
        await press(pilot, "ctrl+s")
    assert titles(empty) == ["Silk and wind", "Tails of paper", "Lines and wind", "String and knots", "Panel"]


async def test_they_apply_to_the_next_version_and_can_be_undone_there(tmp_path: Path, empty: Vault) -> None:
    source = page(tmp_path)
    async with at_rows(empty, source) as (pilot, _):
        await press(pilot, "enter", "D", "escape", "ctrl+s")
    assert "Panel - moderators and others)" not in titles(empty)
    source.write_text(PAGE.replace("## Schedule", "Bring a kite.\n\n## Schedule"), encoding="utf-8")
    async with at_rows(empty, source) as (pilot, rows):
        await press(pilot, "end")
        assert "✓" in chosen(rows) and "not a talk" in chosen(rows)
        await press(pilot, "u")
        assert "⚠" in chosen(rows)
        await press(pilot, "escape", "ctrl+s")
    assert "Panel - moderators and others)" in titles(empty)


async def test_values_typed_at_first_are_filled_in_for_the_same_file_and_can_be_changed(
    tmp_path: Path, empty: Vault
) -> None:
    source = page(tmp_path, PAGE.partition("\n\n")[2])
    async with at_rows(empty, source) as (pilot, _):
        await press(pilot, "end", "D", "escape", "e", "ctrl+u", *"Kite Days", "down", "ctrl+u", *"Europe/Madrid")
        await press(pilot, "down", "ctrl+u", *"2031-05-19", "ctrl+s")
    assert empty.conferences() == ["Kite Days"] and "Panel - moderators and others)" not in titles(empty)
    source.write_text(source.read_text(encoding="utf-8").replace("11:40", "11:45"), encoding="utf-8")

    async with at_rows(empty, source) as (pilot, _):
        await press(pilot, "escape")
        screen = pilot.app.screen
        assert isinstance(screen, ImportScreen)
        form = screen.form
        assert [each.value for each in (form.conference, form.zone, form.day)] == [
            "Kite Days",
            "Europe/Madrid",
            "2031-05-19",
        ]
        assert "1 moved" in text_of(screen.pane) and "1 correction applied" in text_of(screen.pane)
        await press(pilot, "e", "ctrl+u", *"Wind Days", "down", "ctrl+u", *"Europe/Oslo", "ctrl+s")
    assert empty.conferences() == ["Kite Days", "Wind Days"]
    assert [empty.facts(name).timezone for name in empty.conferences()] == ["Europe/Madrid", "Europe/Oslo"]


async def test_rows_have_the_weekday_of_the_first_day_that_was_typed(tmp_path: Path, empty: Vault) -> None:
    source = page(tmp_path)
    async with at_rows(empty, source) as (pilot, rows):
        assert "Mon 09:00" in text_of(rows.list)
        await press(pilot, "escape", "e", "down", "down", "ctrl+u", *"2031-05-15", "enter")
        await press(pilot, "exclamation_mark")
        rows = cast("ReadRowsScreen", pilot.app.screen)
        assert "Thu 09:00" in text_of(rows.list) and "Mon" not in text_of(rows.list)


async def test_one_that_no_longer_matches_stands_below_the_rows_until_it_is_undone(
    tmp_path: Path, empty: Vault
) -> None:
    source = page(tmp_path)
    async with at_rows(empty, source) as (pilot, _):
        await press(pilot, "enter", "D", "escape", "ctrl+s")
    source.write_text(PAGE.replace("Panel - moderators and others)", "Farewell"), encoding="utf-8")
    async with at_rows(empty, source) as (pilot, rows):
        await press(pilot, "enter")
        assert "no longer matches" in chosen(rows) and "panel moderators and others" in chosen(rows)
        await press(pilot, "u")
        assert "no longer matches" not in text_of(rows.list)


async def test_a_whole_column_is_put_right_at_once(tmp_path: Path, empty: Vault) -> None:
    async with at_rows(empty, page(tmp_path, TABLE)) as (pilot, rows):
        await press(pilot, "home", "T", "home", "enter")
        assert "Kites of silk  Ada Vento" in text_of(rows.list)
        assert "Long tails  Bo Kai" in text_of(rows.list)
        await press(pilot, "u")
        assert "Long tails  Bo Kai" not in text_of(rows.list)


async def test_a_column_is_given_another_meaning_from_a_list(tmp_path: Path, empty: Vault) -> None:
    text = TABLE.replace("| Time | Speaker | Title |", "| Time | Speaker | Title | Note |").replace(
        "---|\n", "---|---|\n"
    )
    for name in ("Ada Vento", "Bo Kai", "Cleo Marsh"):
        text = text.replace(f"{name} |", f"{name} | Hall of {name[:3]} |")
    async with at_rows(empty, page(tmp_path, text)) as (pilot, rows):
        await press(pilot, "home", "right", "right", "T")
        assert isinstance(pilot.app.screen, ChoiceScreen)
        await press(pilot, "home", *["down"] * 4, "enter")
        assert "the room is “note”" in text_of(rows.pane) and "whole column" in text_of(rows.pane)
        await press(pilot, "escape", "ctrl+s")
    (name,) = empty.conferences()
    assert {talk.room for talk in empty.program(name).talks()} == {"Hall of Ada", "Hall of Bo", "Hall of Cle"}


async def test_a_piece_of_a_cell_is_its_speaker(tmp_path: Path, empty: Vault) -> None:
    text = (
        "# Workshop on Kites 2031\n\n12 May 2031, Lisbon. All times are in Lisbon time.\n\n## Schedule\n\n"
        "| Time | What |\n|---|---|\n| 9:00 | Opening remarks |\n| 9:10 | Kites of silk - the kite team |\n"
    )
    async with at_rows(empty, page(tmp_path, text)) as (pilot, rows):
        await press(pilot, "end")
        assert "Kites of silk - the kite team" in chosen(rows)
        await press(pilot, "right", "right", "s")
        assert "Kites of silk  the kite team" in chosen(rows)


async def test_marked_rows_become_one_session_of_a_title(tmp_path: Path, empty: Vault) -> None:
    async with at_rows(empty, page(tmp_path)) as (pilot, rows):
        await press(pilot, "m")
        assert "space" in rows.line.message
        await press(pilot, "home", "down", "down", "space", "space", "m")
        assert isinstance(pilot.app.screen, AnswerScreen)
        await press(pilot, "ctrl+u", *"Paper", "enter")
        assert "PAPER" in text_of(rows.list).upper() and "its session" in text_of(rows.list)
        await press(pilot, "escape", "ctrl+s")
    (name,) = empty.conferences()
    (session,) = [each for each in empty.program(name).sessions if each.title == "Paper"]
    assert [talk.title for talk in session.talks] == ["Tails of paper", "Lines and wind"]


async def test_several_parts_are_taken_for_one_title(tmp_path: Path, empty: Vault) -> None:
    async with at_rows(empty, page(tmp_path)) as (pilot, rows):
        await press(pilot, "enter", "plus", "t")
        assert "Panel - moderators and others" in chosen(rows)
        assert "moderators and others)" not in chosen(rows)


async def test_what_would_leave_nothing_is_refused_in_one_line(tmp_path: Path, empty: Vault) -> None:
    text = "# Workshop on Kites\n\n## Schedule\n\n- 9:00 Kites of silk\n- 10:00 Long tails)\n"
    async with at_rows(empty, page(tmp_path, text)) as (pilot, rows):
        await press(pilot, "home", "D", "end", "D")
        assert rows.line.message
        assert "Long tails" in chosen(rows) and "not a talk" not in chosen(rows)


async def test_a_format_without_rows_does_not_name_the_key(tmp_path: Path, empty: Vault) -> None:
    source = tmp_path / "talks.csv"
    source.write_text("Title,Start,Speaker\nKites,2031-05-12 09:00,Ada Vento\nSilk,2031-05-12 10:00,Bo Kai\n")
    app = ConfnotesApp(empty, at("10:15"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        await press(pilot, "i")
        assert isinstance(app.screen, ImportScreen)
        app.screen.source.value = str(source)
        await press(pilot, "enter")
        assert "l all talks" in text_of(app.screen.line) and "! rows" not in text_of(app.screen.line)


async def test_hours_of_weekdays_without_a_date_are_shown_in_the_order_of_the_page(
    tmp_path: Path, empty: Vault
) -> None:
    text = (
        "# Workshop on Kites\n\n## Schedule\n\n### Monday\n\n- 9:00 Opening remarks\n- 15:00 Kites of silk\n\n"
        "### Tuesday\n\n- 9:30 Long tails\n- 14:00 Knots and string\n"
    )
    async with at_rows(empty, page(tmp_path, text)) as (pilot, _):
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ImportScreen)
        seen = text_of(pilot.app.screen.pane)
        listed = ("Monday", "Opening", "Kites of silk", "Tuesday", "Long tails", "Knots")
        places = [seen.rindex(title) for title in listed]
        assert places == sorted(places)
        assert "set the first day above" in seen


async def test_the_keys_named_below_a_row_are_those_that_work(empty: Vault, tmp_path: Path) -> None:
    source = tmp_path / "workshop.md"
    source.write_text(TABLE, encoding="utf-8")
    async with at_rows(empty, source) as (_, screen):
        shown = text_of(screen.pane)
        assert "t title · s speaker · T column · space select rows, m group them" in " ".join(shown.split())
