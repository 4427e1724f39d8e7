"""The team's board on the screen: gaps first, a key takes a talk and gives it back, and Now says what nobody covers."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from confnotes.actions.team.sync_team import TeamSync
from confnotes.model.mark import Mark
from confnotes.tui.screens.board import BoardScreen
from confnotes.tui.widgets.facts import FactsPane
from confnotes.tui.widgets.rows import RowList
from confnotes.vault.vault import Vault
from screen_samples import on_screen, page, settled, take_from_palette, text_of, until
from tui.test_note import WIDE, key_of

pytestmark = pytest.mark.needs("git")
CONFERENCE, TALK, OTHER = "HarbourConf 2031", "Tides in Memory", "Slow Boats"


def sync(*vaults: Vault) -> None:
    for vault in (*vaults, *vaults):
        assert not TeamSync(vault).run().message


def mark(vault: Vault, title: str, **marks: bool) -> None:
    vault.mark(CONFERENCE, key_of(vault, title).partition("/")[2], **marks)


def shown(app: object) -> str:
    return text_of(page(app).query_one(RowList))  # type: ignore[arg-type]


async def on_board(pilot: Pilot[None]) -> BoardScreen:
    await pilot.press("g", "a")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, BoardScreen)
    await until(pilot, lambda: screen.found is not None)
    return screen


async def test_a_key_takes_a_gap_and_goes_on_to_the_next_and_undo_gives_it_back(vault: Vault, bea: Vault) -> None:
    mark(bea, TALK, starred=True)
    mark(bea, OTHER, starred=True)
    sync(bea, vault)
    async with on_screen(vault, size=(80, 24)) as (app, pilot):
        board = await on_board(pilot)
        first = board.list.chosen
        assert shown(app).lstrip().startswith("NEXT HOUR · NOBODY GOES") and first is not None
        await pilot.press("t")
        await until(pilot, lambda: "◆ you" in shown(app))
        await settled(pilot)
        talk_id = first.key.partition("/")[2]
        assert vault.marks(CONFERENCE).of(talk_id) == {Mark.TAKEN, Mark.STAR}
        assert board.list.chosen is not None and board.list.chosen.key != first.key
        assert "COVERED" in shown(app)
        await pilot.press("u")
        await until(pilot, lambda: "◆" not in shown(app))
        assert not vault.marks(CONFERENCE).of(talk_id)
        board.list.choose(first.key)
        await pilot.press("t")
        await until(pilot, lambda: "◆ you" in shown(app))
        board.list.choose(first.key)
        await settled(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "◆" not in shown(app))
        assert vault.marks(CONFERENCE).of(talk_id) == {Mark.STAR}


async def test_a_talk_that_a_colleague_takes_can_be_taken_too_and_both_are_warned(vault: Vault, bea: Vault) -> None:
    mark(bea, TALK, starred=True, taken=True)
    sync(bea, vault)
    async with on_screen(vault, size=WIDE) as (app, pilot):
        board = await on_board(pilot)
        board.list.choose(key_of(vault, TALK))
        await pilot.press("t")
        await until(pilot, lambda: "⚠ ◆ you, Bea" in shown(app))
        assert "Bea takes it, too" in page(app).line.message
        mark(bea, TALK, taken=False)
        sync(bea, vault)
        board.colleagues_wrote()
        await until(pilot, lambda: "⚠ ◆" not in shown(app) and "★ Bea" in shown(app))


async def test_now_says_what_nobody_covers_in_the_next_hour_and_leads_to_the_board(vault: Vault, bea: Vault) -> None:
    mark(bea, TALK, starred=True)
    sync(bea, vault)
    async with on_screen(vault, size=(80, 24)) as (app, pilot):
        assert "Nobody covers 1 talk that your team wants in the next hour" in shown(app)
        page(app).query_one(RowList).choose("do:board")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, BoardScreen)
        await pilot.press("escape")
        await settled(pilot)
        page(app).query_one(RowList).choose(key_of(vault, TALK))
        await pilot.press("t")
        await until(pilot, lambda: "Nobody covers" not in shown(app) or "your team wants" not in shown(app))


async def test_without_a_team_the_key_and_the_board_say_how_to_join_one(vault: Vault) -> None:
    async with on_screen(vault, size=(80, 24)) as (app, pilot):
        assert "Nobody covers" not in shown(app)
        await pilot.press("t")
        await settled(pilot)
        assert "no team" in page(app).line.message and not vault.marks(CONFERENCE)[Mark.TAKEN]
        await take_from_palette(pilot, "team board", "Team board")
        await until(pilot, lambda: "This vault has no team" in shown(app))


async def test_the_details_of_a_talk_have_the_highlights_and_questions_of_colleagues(vault: Vault, bea: Vault) -> None:
    text = f"---\ntalk: {key_of(bea, TALK)}\n---\n- the moon pulls ^t100100\n? and the sun ^t100200\n"
    (bea.root / CONFERENCE / "Moon.md").write_text(text)
    lines = "highlights:\n  - 'The moon is a clock [[Moon#^t100100|the moon pulls]]'\n"
    (bea.root / CONFERENCE / f"{CONFERENCE}.md").write_text(f"---\ntype: conference\n{lines}---\n")
    sync(bea, vault)
    async with on_screen(vault, size=(160, 40)) as (app, pilot):
        for keys in ((), ("g", "p"), ("g", "a")):
            await pilot.press(*keys)
            await settled(pilot)
            page(app).query_one(RowList).choose(key_of(vault, TALK))
            await until(pilot, lambda: "» The moon is a clock" in text_of(page(app).query_one(FactsPane)))
            assert "? and the sun" in text_of(page(app).query_one(FactsPane))


async def test_all_talks_and_other_days_are_a_key_away(vault: Vault, bea: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (_, pilot):
        board = await on_board(pilot)
        few = len(board.list.rows)
        await pilot.press("A")
        await until(pilot, lambda: len(board.list.rows) > few)
        assert board.found is not None
        before = board.found.day
        if len(board.found.days) > 1:
            await pilot.press("right")
            await until(pilot, lambda: board.found is not None and board.found.day != before)
