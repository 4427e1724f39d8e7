"""Papers on the screen: found by typing, marked with a key, each with a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from confnotes.catalogue.papers.find_paper import paper
from confnotes.catalogue.papers.paper_library import PATH
from confnotes.model.paper import Reading
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.paper import PaperScreen
from confnotes.tui.screens.papers import PapersScreen
from confnotes.tui.screens.person import PersonScreen
from confnotes.tui.widgets.rows import LinkRow
from confnotes.vault.vault import Vault
from paper_samples import TIDES, harbour, hold, poster, put
from screen_samples import at, chosen_text, settled, text_of, until

KEY = "https://arxiv.org/abs/3105.00001"


@pytest.fixture
def filled(vault: Vault) -> Iterator[Vault]:
    harbour(vault)
    put(vault, "Notes/Walk.md", "# Walk\n\nsea\nas clever as arXiv:3105.00001 ^t101500\nand 10.1000/fog\n")
    yield vault


async def papers_of(pilot: Pilot[None]) -> PapersScreen:
    await settled(pilot)
    await pilot.press("g", "b")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, PapersScreen)
    return screen


async def page_of(pilot: Pilot[None]) -> PaperScreen:
    await settled(pilot)
    app: Any = pilot.app
    app.follow(f"paper:{KEY}")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, PaperScreen)
    return screen


async def test_papers_are_found_by_typing_and_have_a_page(filled: Vault) -> None:
    app = ConfnotesApp(filled, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        screen = await papers_of(pilot)
        assert TIDES in text_of(screen.list) and "doi:10.1000/fog" in text_of(screen.list)
        await pilot.press("slash", *"vento")
        await settled(pilot)
        assert TIDES in text_of(screen.list) and "fog" not in text_of(screen.list)
        assert "Ada Vento, Bo Kai" in text_of(screen.pane)
        await pilot.press("ctrl+g", "B")
        assert app.clipboard.startswith("@inproceedings{ventoTides") and "fog" not in app.clipboard
        await pilot.press("enter", "enter")
        await settled(pilot)
        page = app.screen
        assert isinstance(page, PaperScreen)
        seen = text_of(page.list)
        assert "@ventoTidesTenWeights2031" in seen and "as clever as arXiv:3105.00001" in seen
        assert "@inproceedings{ventoTidesTenWeights2031," in seen and "\n    title = {" in seen


async def test_a_paper_is_marked_with_a_key_and_stays_under_the_hand(filled: Vault) -> None:
    app = ConfnotesApp(filled, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await papers_of(pilot)
        before = chosen_text(screen.list)
        await pilot.press("space")
        await until(pilot, lambda: "○" in chosen_text(screen.list))
        assert chosen_text(screen.list).replace("○", " ") == before
        chosen = screen.chosen_paper()
        assert chosen is not None
        assert paper(filled, chosen.key).status is Reading.TO_READ
        assert "TO READ" in text_of(screen.list)


async def test_f2_puts_others_first(filled: Vault) -> None:
    app = ConfnotesApp(filled, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        screen = await papers_of(pilot)
        headings = []
        for _ in range(3):
            headings.append(text_of(screen.list).split("\n")[0].strip())
            await pilot.press("o")
            await settled(pilot)
        assert headings == ["YOURS", "2031", "WITH NOTES"]


async def test_lines_talks_and_people_are_one_key_away(filled: Vault) -> None:
    app = ConfnotesApp(filled, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        page = await page_of(pilot)
        line = next(row for row in page.list.rows if isinstance(row, LinkRow) and "clever" in row.title)
        page.list.choose(line.key)
        await pilot.press("enter")
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen) and note.editor.cursor_location[0] == 3
        await pilot.press("ctrl+o")
        await settled(pilot)
        page.list.choose("person:Ada Vento")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, PersonScreen)


async def test_the_citekey_and_the_bibtex_go_to_the_clipboard(filled: Vault) -> None:
    app = ConfnotesApp(filled, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await page_of(pilot)
        await pilot.press("c")
        assert app.clipboard == "ventoTidesTenWeights2031"
        await pilot.press("ctrl+g", "B")
        assert app.clipboard.startswith("@inproceedings{ventoTidesTenWeights2031,")


async def test_a_note_about_a_paper_is_there_once_something_is_typed(filled: Vault) -> None:
    app = ConfnotesApp(filled, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await page_of(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await settled(pilot)
        assert not (filled.root / "Papers").exists()
        await pilot.press(*"Clever.")
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert "Clever." in filled.read(f"Papers/{TIDES}.md").text
        page = app.screen
        assert isinstance(page, PaperScreen)
        await until(pilot, lambda: "Note about this paper" in text_of(page.list))


async def test_r_goes_through_to_read_and_read(filled: Vault) -> None:
    app = ConfnotesApp(filled, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        page = await page_of(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "○ to read" in text_of(page.top))
        assert paper(filled, KEY).status is Reading.TO_READ
        await pilot.press("space")
        await until(pilot, lambda: "✓ read" in text_of(page.top))
        assert paper(filled, KEY).status is Reading.READ


async def test_nothing_is_asked_before_somebody_says_so(filled: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch_page(url: str, _how: object) -> object:
        asked.append(url)
        page = (
            b'<meta name="citation_title" content="Tides, Revised"><meta name="citation_author" content="Vento, Ada">'
        )
        return type("Page", (), {"data": page})

    monkeypatch.setattr("confnotes.actions.papers.fetch_paper.fetch_page", fetch_page)
    app = ConfnotesApp(filled, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        page = await page_of(pilot)
        await pilot.press("F")
        await settled(pilot)
        assert isinstance(app.screen, ChoiceScreen) and asked == []
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert asked == [] and not (filled.root / PATH).exists()
        await pilot.press("F")
        await settled(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Tides, Revised" in text_of(page.top))
        assert asked == [KEY] and (filled.root / PATH).exists()


async def test_an_empty_vault_says_what_to_do(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await papers_of(pilot)
        (row,) = screen.list.rows
        drawn = ["".join(part.text for part in line) for line in row.lines(screen.list.size.width, False)]
        assert "No papers yet." in drawn[1] and "press g n, then i" in drawn[-1]
        assert max(map(cell_len, drawn)) <= screen.list.size.width


async def test_a_poster_without_a_link_is_a_paper_with_a_page(vault: Vault) -> None:
    hold(vault, poster("Fog on the Pier", "fog"))
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await papers_of(pilot)
        assert "Fog on the Pier" in chosen_text(screen.list)
        await pilot.press("enter")
        await settled(pilot)
        page = app.screen
        assert isinstance(page, PaperScreen) and not page.line.message
        assert "PRESENTED" in text_of(page.list) and "@inproceedings{vento" in text_of(page.list)
        await pilot.press("space")
        await until(pilot, lambda: "to read" in text_of(page.top))
        await settled(pilot)
        assert "To read" in page.line.message and "to read" in text_of(page.top)
