"""What colleagues write on a talk stands beside one's own note, soon after they saved it, and disturbs nobody."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest
from textual.pilot import Pilot

import forked
from confnotes.actions.team.sync_team import TeamSync
from confnotes.tui import background_sync
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.colleagues import colleague_lines, rendered
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.widgets.rows import RowList
from confnotes.vault.private_file import views_file
from confnotes.vault.vault import Vault
from relay_host import relay_host
from screen_samples import at, harbour_vault, on_screen, page, settled, take_from_palette, text_of, until
from terminal import CONFNOTES, Terminal, environment_of
from tui.test_note import WIDE, key_of, screen_of

pytestmark = pytest.mark.needs("git")
TALK = "Tides in Memory"
NOTE = "---\ntalk: {key}\n---\n{body}\n"


def writes(colleague: Vault, mine: Vault, body: str, title: str = TALK) -> None:
    """The colleague saves a note, and both sync."""
    file = colleague.root / "HarbourConf 2031" / f"{title}.md"
    file.write_text(NOTE.format(key=key_of(colleague, title), body=body))
    for vault in (colleague, mine):
        assert not TeamSync(vault).run().message


async def in_panel(pilot: Pilot[None], app: ConfnotesApp, words: str) -> str:
    await until(pilot, lambda: words in text_of(screen_of(app).panel.pane))
    return text_of(screen_of(app).panel.pane)


async def test_the_panel_begins_with_the_last_lines_of_each_colleague(vault: Vault, bea: Vault) -> None:
    writes(bea, vault, "\n".join(f"- line {number} ^t1001{number:02}" for number in range(30)))
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, TALK))
        await in_panel(pilot, app, "line 29")
        shown = await in_panel(pilot, app, "Speakers")
        assert shown.split("\n")[0].strip() == "Colleagues" and shown.split("\n")[1].strip() == "Bea"
        assert "… 22 more lines" in shown and "line 21" not in shown and "^t" not in shown
        assert shown.index("line 29") < shown.index("Speakers")
        await take_from_palette(pilot, "whole notes of", "Whole notes of colleagues")
        shown = await in_panel(pilot, app, "line 0\n")
        assert "more lines" not in shown
        screen_of(app).press("colleagues:")
        await until(pilot, lambda: "more lines" in text_of(screen_of(app).panel.pane))


async def test_drawing_the_panel_again_takes_the_colleagues_notes_as_they_were_drawn(vault: Vault, bea: Vault) -> None:
    writes(bea, vault, "\n".join(f"- line {number}" for number in range(30)))
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, TALK))
        await in_panel(pilot, app, "line 29")
        colleagues = screen_of(app).memory.colleagues
        drawn = rendered.cache_info().misses
        colleague_lines(colleagues, screen_of(app).panel.pane.content_size.width - 2)
        assert rendered.cache_info().misses == drawn


async def test_a_new_line_of_a_colleague_moves_neither_cursor_nor_text(vault: Vault, bea: Vault) -> None:
    writes(bea, vault, "- first")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 10)) as pilot:
        app.open_talk(key_of(vault, TALK))
        await in_panel(pilot, app, "first")
        note = screen_of(app)
        await pilot.press(*"mine", "enter", *"more")
        note.editor.move_cursor((0, 2))
        pane = note.panel.pane
        await until(pilot, lambda: pane.max_scroll_y > 1)
        pane.scroll_to(y=1, animate=False)
        await until(pilot, lambda: pane.scroll_offset.y == 1)
        before = note.editor.cursor_location, note.editor.scroll_offset, note.editor.text
        writes(bea, vault, "- first\n- second")
        note.colleagues_wrote()
        await in_panel(pilot, app, "second")
        assert (note.editor.cursor_location, note.editor.scroll_offset, note.editor.text) == before
        assert pane.scroll_offset.y == 1 and note.editor.has_focus


async def test_in_a_narrow_window_a_message_says_once_that_somebody_wrote(vault: Vault, bea: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_talk(key_of(vault, TALK))
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        writes(bea, vault, "- first")
        screen_of(app).colleagues_wrote()

        def says() -> bool:
            return "Bea wrote about this talk" in "".join(part.text for part in screen_of(app).below.painted(80)[0])

        await until(pilot, says)
        await pilot.press("f2")
        await in_panel(pilot, app, "first")


async def test_now_and_program_show_who_noted_or_starred_a_talk(vault: Vault, bea: Vault) -> None:
    bea.mark("HarbourConf 2031", "slow-boats", starred=True, rating=4)
    writes(bea, vault, "- first\n- second")
    async with on_screen(vault, size=WIDE) as (app, pilot):
        noted = []
        for _ in range(2):
            rows = text_of(page(app).query_one(RowList)).split("\n")
            noted += [row for row in rows if re.search(r" @(?:Bea)?(?: |\Z)", row)]
            await pilot.press("g", "p")
            await settled(pilot)
        assert [title for title in (TALK, "Slow Boats") for row in noted if title in row] == [
            *[TALK] * 2,
            *["Slow Boats"] * 2,
        ]
        assert len(noted) == 4
        card = next(one for one in app.screen.found.cards if one.talk.id == "slow-boats")  # type: ignore[attr-defined]
        assert [(one.name, one.starred, one.rating, one.lines) for one in card.colleagues] == [("Bea", True, 4, 0)]


async def test_now_shows_colleagues_without_a_key_once_their_talks_are_found_in_a_program_just_imported(
    vault: Vault, bea: Vault
) -> None:
    writes(bea, vault, "- first")
    views_file(vault.root).unlink()  # the next sync receives nothing, and compares the talks
    async with on_screen(vault, size=WIDE) as (app, pilot):
        assert "@Bea" not in text_of(page(app).query_one(RowList))
        app.syncing.team.begin()
        await until(pilot, lambda: "@Bea" in text_of(page(app).query_one(RowList)))


async def test_sync_now_syncs_with_the_team_of_a_vault_that_has_no_other_sync(
    vault: Vault, bea: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background_sync, "TICK", 0.01)
    async with on_screen(vault) as (app, pilot):

        def says(words: str) -> bool:
            return words in str(page(app).line.painted(80)[0])

        app.syncing.team.begin()
        await until(pilot, app.syncing.team.now)
        await until(pilot, lambda: says("Synced with your team"))
        page(app).say("")
        await pilot.press("g", "y")
        await until(pilot, lambda: says("Synced with your team"))


async def test_the_import_lists_the_programs_of_colleagues_that_the_vault_lacks_and_has_their_talks_compared(
    vault: Vault, bea: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes(bea, vault, "- first")
    shutil.rmtree(vault.root / "HarbourConf 2031")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("i")
        await settled(pilot)
        rows = [row.split() for row in text_of(page(app).query_one(RowList)).split("\n")[:2]]
        assert rows == [["FROM", "YOUR", "TEAM", "·", "1"], ["HarbourConf", "2031", "Bea"]]
        await pilot.press(*"harbour", "enter")
        await settled(pilot)
        asked: list[str] = []
        monkeypatch.setattr(background_sync.BackgroundTeam, "note_saved", lambda _: asked.append("sync soon"))
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert (vault.root / "HarbourConf 2031/program.yaml").exists() and asked


async def test_a_search_by_a_name_leads_to_the_talk_with_the_note_of_that_colleague(vault: Vault, bea: Vault) -> None:
    writes(bea, vault, "- the moon pulls")
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await pilot.press("g", "s")
        await settled(pilot)
        await pilot.press(*"by:bea moon")
        await until(pilot, lambda: "the moon pulls" in text_of(page(app).query_one(RowList)))
        assert "Bea · HarbourConf 2031" in text_of(page(app).query_one(RowList))
        await pilot.press("enter")
        await settled(pilot)
        await in_panel(pilot, app, "the moon pulls")


async def test_a_vault_without_a_team_starts_nothing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *given, **_: started.append(given))
    monkeypatch.setattr(background_sync, "TICK", 0.01)
    monkeypatch.setattr(background_sync, "LOOK_FOR_TEAM", 0.01)
    async with on_screen(vault) as (app, pilot):
        app.syncing.team.begin()
        await pilot.pause(0.1)
    assert not started


def test_a_saved_line_comes_beside_the_open_note_of_a_colleague(tmp_path: Path) -> None:
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "-q", "--bare", str(hub)], check=True)
    environments = {}
    with ExitStack() as stack:
        terminals = {}
        for name in ("Ada", "Bea"):
            vault = harbour_vault(tmp_path / name)
            environments[name] = environment_of(tmp_path / f"home {name}")
            join = ["team", "join", str(hub), "--name", name, "--yes", "--vault", str(vault.root)]
            forked.run(join, environments[name])
            command = [*CONFNOTES, "--vault", str(vault.root)]
            terminals[name] = stack.enter_context(
                Terminal(command, folder=tmp_path, environment=environments[name], columns=120, rows=32)
            )
        for terminal in terminals.values():
            terminal.wait_for("Tides in Memory")
            terminal.press("enter")
            terminal.wait_for("Speaker")
        for name, other in (("Ada", "Bea"), ("Bea", "Ada")):
            terminals[name].type(f"heard by {name}")
            terminals[name].press("enter")
            terminals[other].wait_for(f"heard by {name}")
            assert terminals[name].text.count(f"heard by {name}") == 1


def test_through_a_relay_lines_come_while_the_repository_is_away_and_git_takes_over_when_it_is_killed(
    tmp_path: Path,
) -> None:
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "-q", "--bare", str(hub)], check=True)
    roots, environments = {}, {}
    for name in ("Ada", "Bea", "Ada"):
        if name not in roots:
            roots[name] = harbour_vault(tmp_path / name).root
            environments[name] = environment_of(tmp_path / f"home {name}")
            words = ["join", str(hub), "--name", name, "--yes"]
        else:
            words = ["sync"]
        forked.run(["team", *words, "--vault", str(roots[name])], environments[name])
    with relay_host(roots["Ada"], environments["Ada"]) as host, ExitStack() as stack:
        forked.run(["team", "relay", host.line, "--vault", str(roots["Bea"])], environments["Bea"])
        hub.rename(tmp_path / "away")
        terminals = {}
        for name, root in roots.items():
            command = [*CONFNOTES, "--vault", str(root)]
            terminals[name] = stack.enter_context(
                Terminal(command, folder=tmp_path, environment=environments[name], columns=120, rows=32)
            )
            terminals[name].wait_for("Tides in Memory")
            terminals[name].press("enter")
            terminals[name].wait_for("team offline")
        for name, other in (("Ada", "Bea"), ("Bea", "Ada")):
            terminals[name].type(f"heard by {name}")
            terminals[name].press("enter")
            terminals[other].wait_for(f"heard by {name}")
        host.end(kill=True)
        (tmp_path / "away").rename(hub)
        terminals["Bea"].wait_for("relay offline")
        terminals["Bea"].type("by git again")
        terminals["Bea"].press("enter")
        terminals["Ada"].wait_for("by git again")
        assert terminals["Ada"].text.count("heard by Bea") == 1
