"""Searches that are kept: saved where one searches, listed with what they find, opened, renamed and deleted."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from confnotes.actions.save_query import save_query
from confnotes.catalogue.searching.saved_queries import SavedQuery, saved_queries
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.saved import SavedScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.vault.vault import Vault
from screen_samples import on_screen, settled, text_of, until


def screen_of(app: ConfnotesApp) -> SearchScreen:
    assert isinstance(app.screen, SearchScreen)
    return app.screen


async def test_a_search_is_saved_under_a_name_and_listed_where_nothing_is_asked(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"aula", "ctrl+s")
        await settled(pilot)
        await pilot.press(*"Great hall", "enter")
        await settled(pilot)
        assert saved_queries(vault) == [SavedQuery("Great hall", "aula")]
        assert text_of(screen_of(app).explanation).startswith(" Great hall ·")
        await pilot.press(*["backspace"] * 4)
        await settled(pilot)
        await until(pilot, lambda: "Great hall   aula" in text_of(screen_of(app).list))
        await until(pilot, lambda: text_of(screen_of(app).list).split("\n")[1].rstrip().endswith("4"))
        await pilot.press("enter")
        await settled(pilot)
        assert screen_of(app).ask.value == "aula"
        assert "Tides in Memory" in text_of(screen_of(app).list)


async def test_a_name_that_is_taken_is_not_taken_from_another_search(vault: Vault) -> None:
    save_query(vault, "Hall", "aula")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"boats", "ctrl+s", *"Hall", "enter")
        await settled(pilot)
        assert saved_queries(vault) == [SavedQuery("Hall", "aula")]
        assert not isinstance(app.screen, SearchScreen), "the question is still there"


async def test_a_saved_search_that_was_changed_keeps_its_name(vault: Vault) -> None:
    save_query(vault, "Hall", "aula")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("space", *"tides", "ctrl+s")
        await settled(pilot)
        assert app.screen.query_one(Input).value == "Hall"
        await pilot.press("enter")
        await settled(pilot)
        assert saved_queries(vault) == [SavedQuery("Hall", "aula tides")]


async def test_saved_searches_are_opened_renamed_and_deleted(vault: Vault) -> None:
    save_query(vault, "Boats", "boats")
    save_query(vault, "Hall", "aula")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", "ctrl+g", "g", "S")
        await settled(pilot)
        saved = app.screen
        assert isinstance(saved, SavedScreen)
        await until(pilot, lambda: "boats" in text_of(saved.list) and text_of(saved.list).split("\n")[0].endswith("2"))
        await pilot.press("r")
        await settled(pilot)
        await pilot.press("end", "2", "enter")
        await settled(pilot)
        assert saved_queries(vault) == [SavedQuery("Boats2", "boats"), SavedQuery("Hall", "aula")]
        await pilot.press("delete")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert saved_queries(vault) == [SavedQuery("Hall", "aula")]
        await pilot.press("enter")
        await settled(pilot)
        assert screen_of(app).ask.value == "aula" and screen_of(app).saved_as == "Hall"


async def test_a_saved_search_is_live(vault: Vault) -> None:
    save_query(vault, "Moon", "moonlight")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "No matches, even" in text_of(screen_of(app).list)
        app.open_new("A walk")
        await settled(pilot)
        await pilot.press(*"moonlight", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        await until(pilot, lambda: "A walk" in text_of(screen_of(app).list))


async def test_a_task_is_ticked_where_it_was_found(vault: Vault, tmp_path: Path) -> None:
    vault.save("Notes/List.md", "# Things\n- [ ] buy **rope**\n- [ ] sell boats\n", None)
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"kind:task rope")
        await settled(pilot)
        await until(pilot, lambda: "☐ buy rope" in text_of(screen_of(app).list))
        await pilot.press("space")
        assert screen_of(app).ask.value == "kind:task rope ", "what is typed is typed"
        await pilot.press("down", "space")
        await settled(pilot)
        assert vault.read("Notes/List.md").text == "# Things\n- [x] buy **rope**\n- [ ] sell boats\n"
        await until(pilot, lambda: "☑ buy rope" in text_of(screen_of(app).list))


async def test_more_of_a_group_is_one_enter_away(vault: Vault) -> None:
    for number in range(12):
        vault.save(f"Notes/Rope {number}.md", "ropes everywhere\n- [ ] coil the ropes\n", None)
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"ropes")
        await settled(pilot)
        seen = text_of(screen_of(app).list)
        assert seen.count("☐ coil") < 12 and "more (press enter)" in seen
        more = next(row for row in screen_of(app).list.rows if row.key == "more:task")
        assert screen_of(app).list.choose(more.key)
        await pilot.press("enter")
        await settled(pilot)
        assert text_of(screen_of(app).list).count("☐ coil") == 12


async def test_a_hit_says_what_stands_above_it_and_a_talk_that_it_is_starred(vault: Vault) -> None:
    vault.save("Notes/Walk.md", "# Walk\n\n## By the pier\n\na lantern swings\n", None)
    vault.mark("HarbourConf 2031", "lanterns-for-graphs", starred=True)
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"lantern")
        await settled(pilot)
        seen = text_of(screen_of(app).list)
        assert "By the pier › a lantern swings" in seen
        assert any("Lanterns for Graphs" in line and "★" in line for line in seen.split("\n"))
