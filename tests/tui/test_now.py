import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from confnotes.actions.notes import take_note
from confnotes.actions.program import mark_talk
from confnotes.catalogue.program.whats_on import agenda
from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark
from confnotes.model.program import Session, Talk
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.now_loader import NowView, look
from confnotes.tui.screens import now as now_screen
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.export.screen import ExportScreen
from confnotes.tui.screens.import_ import ImportScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.widgets.drawing import shorten
from confnotes.tui.widgets.talk_rows import fit_room
from confnotes.vault.journal import Journal
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, at, chosen_text, harbour, on_screen, page, settled, text_of, until

WIDE = (120, 32)


def now_list(app: ConfnotesApp) -> NowScreen:
    screen = app.screen
    assert isinstance(screen, NowScreen)
    return screen


def key_of(vault: Vault, title: str) -> str:
    return next(card.key for card in agenda(vault, CONFERENCE) if card.talk.title == title)


async def test_what_is_on_and_next_stands_there_with_room_and_speakers(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, _):
        seen = text_of(now_list(app).list)
    assert "until 10:30" in seen
    assert "NEXT · 10:30" in seen and "in 20 min" in seen
    assert "Tides in Memory" in seen and "Inês Farol, Bo Kai" in seen and "slides" in seen


@pytest.mark.parametrize("cancelled", [False, True])
async def test_what_begins_soon_stands_in_the_order_of_time(vault: Vault, cancelled: bool) -> None:
    def talk(title: str, minute: int, room: str) -> Talk:
        start = at("10:10").replace(minute=minute)
        return Talk(title, title.lower(), start=start, end=start + timedelta(minutes=5), room=room)

    reef = replace(talk("Reef", 40, "Pier 4"), cancelled=cancelled)
    talks = (talk("Foam", 35, "Pier 4"), reef, talk("Salt", 45, "Hall"))
    program = vault.program(CONFERENCE)
    save_program(vault, CONFERENCE, replace(program, sessions=(Session("Short ones", "short", talks=talks),)))
    mark_talk.mark_talk(vault, key_of(vault, "Reef"), Mark.STAR, True)
    async with on_screen(vault, at("10:32"), size=WIDE) as (app, _):
        seen = text_of(now_list(app).list)
    assert [word for word in seen.split() if word in ("Foam", "Reef", "Salt", "LATER")] == ["Foam", "Reef", "Salt"]


async def test_one_key_opens_the_note_of_the_starred_talk_that_is_on(vault: Vault) -> None:
    key = key_of(vault, "Slow Boats")
    mark_talk.mark_talk(vault, key, Mark.STAR, True)
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.key == key


async def test_an_empty_note_has_no_pencil_in_the_lists_and_still_opens(vault: Vault) -> None:
    draft = take_note.draft(vault, key_of(vault, "Slow Boats"))
    take_note.save(vault, draft, draft.text)
    async with on_screen(vault, size=WIDE) as (app, pilot):
        assert "✎" not in text_of(now_list(app).list)
        now_list(app).list.choose(key_of(vault, "Slow Boats"))
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.path == draft.path


async def test_space_stars_the_talk_and_it_stays_chosen(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await pilot.press("down", "space")
        await settled(pilot)
        chosen = chosen_text(now_list(app).list)
    assert "★" in chosen
    assert [card.talk.title for card in agenda(vault, CONFERENCE, None, True)] == [
        title for title in ("Tides in Memory", "Slow Boats") if title in chosen
    ]


async def test_a_click_on_the_star_stars_one_on_a_row_selects_and_a_second_one_opens(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        rows = now_list(app).list
        star = text_of(rows).splitlines()[1].index("☆")
        await pilot.click(rows, offset=(star, 1))
        await settled(pilot)
        assert "★" in chosen_text(rows)
        before = rows.chosen
        line = next(y for y, text in enumerate(text_of(rows).splitlines()) if "Slow Boats" in text)
        await pilot.click(rows, offset=(40, line))
        await settled(pilot)
        assert rows.chosen is not before and app.screen is now_list(app)
        await pilot.click(rows, offset=(40, line))
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_a_double_click_opens(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        rows = now_list(app).list
        line = next(y for y, text in enumerate(text_of(rows).splitlines()) if "Slow Boats" in text)
        await pilot.click(rows, offset=(40, line), times=2)
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_the_arrow_shows_the_next_talk_of_the_room_and_home_comes_back(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        now_list(app).list.choose(key_of(vault, "Tides in Memory"))
        await pilot.press("right")
        await settled(pilot)
        assert "Lanterns for Graphs" in chosen_text(now_list(app).list)
        assert "AT 10:30" in text_of(now_list(app).list)
        await pilot.press("left")
        await settled(pilot)
        assert "Tides in Memory" in chosen_text(now_list(app).list)
        await pilot.press("right", "home")
        await settled(pilot)
        assert text_of(now_list(app).list).lstrip().startswith("NOW")


async def test_the_clock_runs_on_and_the_choice_stays(vault: Vault) -> None:
    async with on_screen(vault, at("10:29"), size=WIDE) as (app, pilot):
        await pilot.press("down", "down")
        before = now_list(app).list.chosen
        app.time.set(at("10:31"))
        now_list(app).tick()
        await settled(pilot)
        after = now_list(app).list.chosen
        assert before is not None and after is not None and after.key == before.key
        assert "10:31" in text_of(now_list(app).top)


async def test_a_title_that_looks_like_markup_or_drives_terminals_is_only_text(vault: Vault) -> None:
    async with on_screen(vault, at("10:35"), size=WIDE) as (app, _):
        seen = text_of(now_list(app).list)
    assert "[bold]alert[/bold] [@click=app.quit]press[/]" in seen
    assert "\x1b" not in seen and "52;c;" not in seen


async def test_an_empty_vault_says_what_to_do_and_enter_does_it(tmp_path: Path) -> None:
    async with on_screen(Vault.create(tmp_path / "new")) as (app, pilot):
        assert "Import a program" in text_of(now_list(app).list)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ImportScreen)


async def test_folders_of_old_notes_become_conferences_from_the_welcome_and_back(tmp_path: Path) -> None:
    for path in ("PyCon Isle 2019/kelp.md", "Loop Conf 2021/tides.md"):
        (tmp_path / "old" / path).parent.mkdir(parents=True)
        (tmp_path / "old" / path).write_text("# Some talk\n\nIt grows.\n", encoding="utf-8")
    old = Vault.create(tmp_path / "old")
    async with on_screen(old) as (app, pilot):
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await settled(pilot)
        assert "PyCon Isle 2019 (1 note)" in str(app.screen.query_one(".text", Static).content)
        assert old.conferences() == []
        await pilot.press("down", "enter")
        await until(pilot, lambda: old.conferences() == ["Loop Conf 2021", "PyCon Isle 2019"])
        await until(pilot, lambda: "WELCOME" not in text_of(now_list(app).list))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: old.conferences() == [])


async def test_while_a_program_just_imported_is_read_the_vault_is_not_called_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault.create(tmp_path / "new")
    async with on_screen(vault) as (app, pilot):
        now = now_list(app)
        await pilot.press("i")
        await settled(pilot)
        save_program(vault, CONFERENCE, harbour())
        app.conference = CONFERENCE
        monkeypatch.setattr(now, "reload", lambda: None)
        app.pop_screen()
        await settled(pilot)
        assert "no conference program" not in text_of(now.list) and "Reading the program" in text_of(now.list)


async def test_enter_pressed_while_a_program_just_imported_is_read_opens_its_talk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, read = Vault.create(tmp_path / "new"), threading.Event()

    def slowly(*given: Any) -> NowView:
        read.wait(10)
        return look(*given)

    async with on_screen(vault, at("10:10")) as (app, pilot):
        await pilot.press("i")
        await settled(pilot)
        save_program(vault, CONFERENCE, harbour())
        app.conference = CONFERENCE
        monkeypatch.setattr(now_screen, "look", slowly)
        app.pop_screen()
        await pilot.pause()
        app.call_later(app.set_timer, 0.3, read.set)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_enter_that_was_pressed_while_reading_failed_opens_nothing_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault.create(tmp_path / "new")
    async with on_screen(vault, at("10:10")) as (app, pilot):
        now = now_list(app)
        await pilot.press("i")
        await settled(pilot)
        save_program(vault, CONFERENCE, harbour())
        app.conference = CONFERENCE
        monkeypatch.setattr(now, "reload", lambda: None)
        app.pop_screen()
        await settled(pilot)
        await pilot.press("enter")
        now._failed(ConfnotesError("the disk is gone"))
        monkeypatch.undo()
        now.reload()
        await settled(pilot)
        assert app.screen is now and now.list.chosen is not None


async def test_before_the_conference_its_first_day_is_shown_and_after_it_the_last(vault: Vault) -> None:
    for day, title, words in ((10, "Tides in Memory", "begins in 2 days"), (20, "Closing Fog", "THE LAST DAY")):
        app = ConfnotesApp(vault, at("10:10").replace(day=day))
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            seen = text_of(now_list(app).list)
        assert title in seen and words in seen


async def test_a_window_too_small_says_so_and_is_well_again_when_it_grows(vault: Vault) -> None:
    async with on_screen(vault, size=(39, 24)) as (app, pilot):
        assert not now_list(app).list.display or not now_list(app).list.region.height
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert now_list(app).list.region.height > 10


async def test_the_line_at_the_bottom_is_pressed_like_a_key(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        line = page(app).line
        await pilot.click(line, offset=(text_of(line).index("export"), 1))
        await settled(pilot)
        assert isinstance(app.screen, ExportScreen)


async def test_what_a_killed_program_had_not_saved_is_offered_first(vault: Vault) -> None:
    draft = take_note.draft(vault, key_of(vault, "Slow Boats"))
    journal = Journal(vault.root)
    journal.record(draft.path, draft.text + "typed just before\n", None)
    journal.close()
    async with on_screen(vault, size=WIDE) as (app, pilot):
        rows = now_list(app).list
        assert text_of(rows).lstrip().startswith("NOT SAVED LAST TIME")
        assert rows.choose(f"unsaved:{draft.path}")
        await pilot.press("enter")
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen) and note.key == key_of(vault, "Slow Boats")
        assert "typed just before" in note.editor.text


@pytest.mark.parametrize(
    ("room", "width", "shown"),
    [
        ("East Exhibition Hall B + C", 30, "East Exhibition Hall B + C"),
        ("East Exhibition Hall B + C", 24, "East Exhibit… Hall B + C"),
        ("East Exhibition Hall B + C", 18, "East … Hall B + C"),
        ("East Exhibition Hall B + C", 11, "East…B + C"),
        ("West Ballroom C", 11, "West Bal… C"),
        ("UA2.118 (Henriot)", 16, "UA2.118 (Henri…)"),
        ("UA2.118 (Henriot)", 10, "UA2.118…"),
        ("Konferenzzentrum-Saal-12", 18, "Konferen…m-Saal-12"),
        ("東京国際フォーラム ホールA", 18, "東京国際フ…ホールA"),
        ("Upper Level Room 30A-E", 18, "Upper … Room 30A-E"),
        ("Upper Level Room 30A-E", 11, "Upper…30A-E"),
        ("Upper Level Room 30A-E", 8, "Up…30A-E"),
        ("Room 30A-E, Upper Level", 11, "Room 30A-E…"),
        ("Room 30A-E, Upper Level", 8, "Ro…30A-E"),
        ("Harbour Master Room (CC1.3)", 11, "Harbo…CC1.3"),
        ("West 202 - 204", 11, "West…204"),
        ("Level 3, Ballroom B", 11, "Level 3…B"),
        ("Floor 2, Room 215", 12, "Floor 2…215"),
        ("Aula", 1, "…"),
    ],
)
def test_a_room_is_recognised_where_its_name_does_not_fit(room: str, width: int, shown: str) -> None:
    assert fit_room(room, width) == shown
    assert all(cell_len(fit_room(room, narrow)) <= narrow for narrow in range(40))


async def test_the_time_is_seen_whatever_the_conference_is_called(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    program = harbour()
    name = "The Seventh International Workshop on Harbours and Neighbouring Waters"
    save_program(vault, name, replace(program, conference=replace(program.conference, name=name)))
    async with on_screen(vault) as (app, pilot):
        assert "… · Mon 12 May · 10:10" in text_of(now_list(app).top)
        await pilot.resize_terminal(140, 30)
        await settled(pilot)
        assert f"{name} · Mon 12 May · 10:10" in text_of(now_list(app).top)


async def test_a_long_word_of_what_went_wrong_is_read_to_its_end(vault: Vault) -> None:
    async with on_screen(vault, size=(50, 20)) as (app, pilot):
        line = page(app).line
        page(app).complain(
            ConfnotesError("the harbour is closed because of fog and of nothing else", "wait for the wind")
        )
        await settled(pilot)
        assert line.size.height == 2 and text_of(line).endswith("wind")
        page(app).say("gone")
        await settled(pilot)
        assert line.size.height == 1 and line.message == "gone"


async def test_the_words_of_the_hint_at_the_top_are_pressed_like_their_keys(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        top = page(app).top
        await pilot.click(top, offset=(text_of(top).index("search") + 2, 0))
        await settled(pilot)
        assert isinstance(app.screen, SearchScreen)


async def test_work_that_continues_with_less_is_reported_on_the_screen(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.hear("the cache cannot be used")
        await settled(pilot)
        assert "the cache cannot be used" in text_of(page(app).line)


async def test_a_notice_waits_for_the_note_that_opens_at_the_start(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        app.first_note_shown.clear()
        app.hear("the cache cannot be used")
        await settled(pilot)
        assert "the cache" not in text_of(page(app).line)
        app.first_note_shown.set()
        await until(pilot, lambda: "the cache cannot be used" in text_of(page(app).line))


async def test_on_the_last_evening_the_day_review_is_the_next_step(vault: Vault) -> None:
    async with on_screen(vault, datetime(2031, 5, 13, 22, 0)) as (app, pilot):
        seen = text_of(now_list(app).list)
        assert "Start the day review" in seen
        assert "later" not in text_of(now_list(app).line)
        await pilot.press("right")
        assert now_list(app).line.message == "No more talks start on this day."


def test_a_text_that_was_cut_before_gets_no_second_ellipsis() -> None:
    assert shorten(shorten("Past, present, future", 15), 14) == "Past, present…"
    assert shorten("Past, p……", 9) == "Past, p……"


async def test_after_the_conference_now_says_when_it_ended(vault: Vault) -> None:
    program = vault.program(CONFERENCE)
    save_program(vault, CONFERENCE, replace(program, sessions=()))
    async with on_screen(vault, datetime(2031, 6, 1, 9, 0)) as (app, _):
        assert f"{CONFERENCE} ended on Tue 13 May 2031." in text_of(now_list(app).list)


async def test_the_evening_before_shows_the_first_day_with_rooms_grouped_by_start(vault: Vault) -> None:
    async with on_screen(vault, datetime(2031, 5, 11, 20), size=WIDE) as (app, pilot):
        lines = [line.strip() for line in text_of(now_list(app).list).splitlines()]
        first = lines.index(next(line for line in lines if line.startswith("MON 12 MAY 2031 · 10:00")))
        assert lines[first].endswith("begins tomorrow")
        assert "Aula" in lines[first + 1] and "Tides in Memory" in lines[first + 1]
        assert "Pier 4" in lines[first + 2] and "Slow Boats" in lines[first + 2]
        assert [line for line in lines[first:] if line in ("10:30", "14:00")] == ["10:30", "14:00"]
        await pilot.press("right")  # what starts first is shown already
        await settled(pilot)
        assert "AT MON 12 MAY · 10:30 · press home" in text_of(now_list(app).list)


async def test_the_talks_that_begin_together_stand_in_the_order_of_their_rooms_before_they_begin_too(
    vault: Vault,
) -> None:
    program = harbour()
    save_program(vault, CONFERENCE, replace(program, sessions=program.sessions[::-1]))
    async with on_screen(vault, at("09:40")) as (app, _):
        seen = text_of(now_list(app).list)
        assert "NEXT · 10:00" in seen
        assert seen.index("Tides in Memory") < seen.index("Slow Boats")
