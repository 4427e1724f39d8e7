"""A conference of several tracks: their names and colors, the filter, and tracks that are hidden for good."""

from dataclasses import replace

import pytest
from textual.app import App
from textual.pilot import Pilot

from confnotes.actions.program.hide_track import hide_track
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.program.whats_on import agenda, whats_on
from confnotes.cli.show import row_text
from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.screens.tracks import TracksScreen
from confnotes.tui.widgets.drawing import Part
from confnotes.tui.widgets.rows import RowList
from confnotes.tui.widgets.talk_rows import TalkRow
from confnotes.tui.widgets.tracks import STRIPES, track_stripe
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, at, harbour, on_screen, page, settled, take_from_palette, text_of

WIDE = (120, 32)
TRACKS = {"Tides in Memory": "Memory devroom", "Slow Boats": "Boats & Harbours", "Ropes and Knots": "Memory devroom"}

STRIPE = track_stripe("Memory devroom").text


@pytest.fixture
def vault(vault: Vault) -> Vault:
    """The conference at the harbor with two tracks, in which some talks have none."""
    program = harbour()
    sessions = tuple(
        replace(
            session,
            talks=tuple(
                replace(one, track=TRACKS.get(one.title or ""), language="pt" if one.title == "Closing Fog" else "en")
                for one in session.talks
            ),
        )
        for session in program.sessions
    )
    save_program(vault, CONFERENCE, replace(program, sessions=sessions))
    return vault


async def program_of(pilot: Pilot[None]) -> ProgramScreen:
    """The program, opened from Now."""
    await pilot.press("g", "p")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ProgramScreen)
    return screen


def titles(rows: RowList) -> list[str]:
    return [row.card.title for row in rows.rows if isinstance(row, TalkRow)]


def color_of(app: App[None], rows: RowList, text: str) -> object:
    """The color of this text in a list, as it is painted."""
    for y in range(rows.size.height):
        for segment in rows.render_line(y):
            if text in segment.text and segment.style:
                return segment.style.color
    raise AssertionError(f"not painted: {text}")


def test_a_track_looks_the_same_however_it_is_written_and_wherever_it_is() -> None:
    assert track_stripe("Rust devroom") == track_stripe("RUST DEVROOM") == Part("▌", "track-2")


@pytest.mark.parametrize("numbered", [*({f"Track {n + k}" for n in range(12)} for k in (0, 1)), {"A", "B", "C", "D"}])
def test_numbered_tracks_have_different_colors(numbered: set[str]) -> None:
    assert len({track_stripe(name).role for name in numbered}) == len(numbered)


def test_more_tracks_than_colors_differ_by_their_stripes() -> None:
    names = [f"{first}{second} devroom" for first in "abcdefgh" for second in "rstuvwx"]
    assert len({track_stripe(name) for name in names}) > 24
    assert {track_stripe(name).text for name in names} == {*STRIPES}


async def test_now_program_and_my_schedule_name_the_track_in_its_color(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await pilot.press("space")
        for keys in ((), ("g", "p"), ("g", "m")):
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            rows = page(app).query_one(RowList)
            lines = text_of(rows).splitlines()
            assert color_of(app, rows, "Memory devroom") == color_of(app, rows, STRIPE)
            assert next(line for line in lines if "Tides" in line).startswith(STRIPE)
            assert all(line.startswith(" ") for line in lines if "Lanterns" in line)


async def test_the_colors_follow_the_theme(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        rows = page(app).query_one(RowList)
        dark = color_of(app, rows, "Memory devroom")
        assert dark == color_of(app, rows, STRIPE) != color_of(app, rows, "Boats & Harbours")
        await app.run_action("toggle_light")
        await settled(pilot)
        assert color_of(app, rows, "Memory devroom") != dark


async def test_a_note_names_the_track_of_its_talk(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE, talk="harbourconf-2031/tides-in-memory") as (app, _):
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        assert f"Track     {STRIPE} Memory devroom" in text_of(screen.panel.pane)
        assert text_of(screen.top).startswith(f" {STRIPE} Tides in Memory")


async def test_a_narrow_list_names_a_track_only_beside_a_short_title(vault: Vault) -> None:
    for width, is_named in ((60, True), (44, False)):
        async with on_screen(vault, size=(width, 24)) as (app, _):
            lines = text_of(page(app).query_one(RowList)).splitlines()
            assert any("Slow Boats" in line and "Boats & Harbours" in line for line in lines) is is_named
            assert not any("Boats & H" in line and "Boats & Harbours" not in line for line in lines)
            assert all(len(line) <= width for line in lines)


async def test_the_names_of_tracks_stand_below_each_other_in_a_wide_list(vault: Vault) -> None:
    mark_talk(vault, "harbourconf-2031/slow-boats", Mark.ATTENDED)
    mark_talk(vault, "harbourconf-2031/slow-boats", Mark.LATER)
    async with on_screen(vault, size=WIDE) as (app, _):
        lines = text_of(page(app).query_one(RowList)).splitlines()
        columns = {line.find(name) for line in lines for name in ("Memory devroom", "Boats & Harbours") if name in line}
        assert len(columns) == 1


FILTERED: tuple[tuple[str, list[str]], ...] = (
    ("track:memory", ["Tides in Memory", "Ropes and Knots"]),
    ('track:"boats & harbours"', ["Slow Boats"]),
    ('track:"memory dev"', []),
    ('track:"memory dev', ["Tides in Memory", "Ropes and Knots"]),
    ("-track:memory room:aula day:mon", ["Lanterns for Graphs"]),
    ("day:13", ["Closing Fog"]),
    ("day:2031-05-13", ["Closing Fog"]),
    ("track:memory knots", ["Ropes and Knots"]),
    ("author:vento", ["Slow Boats"]),
    ("is:starred", ["Slow Boats"]),
    ("lang:pt", ["Closing Fog"]),
    ("nothing:here", []),
    ("fog -closing", []),
)


async def test_the_program_is_filtered_by_fields_of_the_search_language(vault: Vault) -> None:
    mark_talk(vault, "harbourconf-2031/slow-boats", Mark.STAR)
    async with on_screen(vault) as (_, pilot):
        screen = await program_of(pilot)
        for typed, found in FILTERED:
            screen.filter.value = typed
            await settled(pilot)
            assert titles(screen.list) == found, typed


async def test_tracks_rooms_and_days_are_listed_with_their_talks_and_open_them(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        program = await program_of(pilot)
        await pilot.press("g", "T")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, TracksScreen)
        shown = text_of(screen.list)
        assert shown.index("TRACKS") < shown.index("DAYS") < shown.index("ROOMS") < shown.index("LANGUAGES")
        assert any("Memory devroom" in line and line.endswith("2 talks") for line in shown.splitlines())
        await pilot.press("slash", *"pier", "enter")
        assert screen.list.has_focus and screen.is_current
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is program and program.filter.value == 'room:"Pier 4"'
        assert "Slow Boats" in titles(program.list) and len(titles(program.list)) == 2


async def test_a_hidden_track_stays_away_until_it_is_shown_again(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await take_from_palette(pilot, "tracks filters", "Tracks and filters")
        await pilot.press("slash", *"boats", "down", "space")
        await settled(pilot)
        assert "hidden" in text_of(page(app).query_one(RowList))
        assert "hidden_tracks:\n  - Boats & Harbours\n" in vault.read(f"{CONFERENCE}/{CONFERENCE}.md").text
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert "Slow Boats" not in text_of(page(app).query_one(RowList))
        screen = await program_of(pilot)
        assert "Slow Boats" not in titles(screen.list) and " · 1 hidden track" in text_of(screen.top)
        await pilot.press("f", *"track:boats")
        await settled(pilot)
        assert "1 hidden track left out: g T shows them." in text_of(screen.list)
        await pilot.press("escape", "g", "T")
        await settled(pilot)
        await pilot.press("ctrl+z")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "Slow Boats" in titles(screen.list)
    assert "hidden_tracks" not in vault.read(f"{CONFERENCE}/{CONFERENCE}.md").text


def test_a_starred_or_noted_talk_of_a_hidden_track_is_still_shown(vault: Vault) -> None:
    hide_track(vault, CONFERENCE, "boats & harbours")
    hide_track(vault, CONFERENCE, "Memory devroom")
    assert [card.title for card in whats_on(vault, at("10:10")).on] == []
    mark_talk(vault, "harbourconf-2031/slow-boats", Mark.STAR)
    assert [card.title for card in whats_on(vault, at("10:10")).on] == ["Slow Boats"]
    assert "Tides in Memory" in [card.title for card in agenda(vault, CONFERENCE)]
    assert "Tides in Memory" not in [card.title for card in agenda(vault, CONFERENCE, hidden=False)]


def test_hiding_a_track_changes_no_other_line_and_never_a_broken_note(vault: Vault) -> None:
    path = f"{CONFERENCE}/{CONFERENCE}.md"
    before = vault.read(path).text
    hide_track(vault, CONFERENCE, "Rust: the #1 [track]")
    assert whats_on(vault, at("10:10")).on
    hide_track(vault, CONFERENCE, "RUST: the #1 [track]", on=False)
    assert vault.read(path).text == before
    broken = "---\ntitle: [\n---\n"
    (vault.root / path).write_text(broken)
    with pytest.raises(ConfnotesError):
        hide_track(vault, CONFERENCE, "Rust")
    assert (vault.root / path).read_text() == broken


async def test_the_name_of_a_track_beside_a_note_opens_its_talks(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE, talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        app.follow("track:Memory devroom")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen) and titles(screen.list) == ["Tides in Memory", "Ropes and Knots"]


def test_tracks_are_listed_with_their_talks_and_whether_they_are_hidden(vault: Vault) -> None:
    hide_track(vault, CONFERENCE, "boats & harbours")
    rows = list_things(vault, "tracks")
    assert [row_text("tracks", row) for row in rows] == [
        f"Boats & Harbours  1 talk  {CONFERENCE}  hidden",
        f"Memory devroom  2 talks  {CONFERENCE}",
    ]
