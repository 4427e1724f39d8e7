"""The note screen: opening, saving by itself, others who write, links, the talk around the text."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Region
from textual.pilot import Pilot

from confnotes.actions.notes import take_note
from confnotes.actions.program import mark_talk
from confnotes.catalogue.program.whats_on import agenda
from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.command import Where
from confnotes.tui.commands import footer
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.note.versions import VersionsScreen
from confnotes.tui.screens.note.view import NoteLine, state_of
from confnotes.tui.widgets.drawing import Part
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, on_screen, settled, text_of, until, warning_on

WIDE, SMALL = (120, 32), (80, 24)
NOTE = "HarbourConf 2031/Tides.md"
HEAD = '---\ntitle: Tides   # mine\nmood: "calm"\n---\n'


@pytest.fixture
def note(vault: Vault) -> Path:
    """A note with front matter of the user's own."""
    path = vault.root / NOTE
    path.write_text(f"{HEAD}\nfirst line\n[[Nowhere]]\nlast", encoding="utf-8")
    return path


def key_of(vault: Vault, title: str) -> str:
    return next(card.key for card in agenda(vault, CONFERENCE) if card.talk.title == title)


def screen_of(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen), app.screen
    return app.screen


async def until_saved(pilot: Pilot[None], screen: NoteScreen) -> None:
    """Wait as a person who has stopped typing does."""
    await until(pilot, lambda: state_of(screen.edited)[0].text == "saved")


async def test_what_is_typed_is_saved_by_itself_and_the_front_matter_keeps_every_byte(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        await pilot.press(*" words", "enter", "x")
        assert state_of(screen_of(app).edited)[0].text == "saving…"
        await until_saved(pilot, screen_of(app))
        assert note.read_text(encoding="utf-8") == f"{HEAD}\nfirst line\n[[Nowhere]]\nlast words\nx"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        await until_saved(pilot, screen_of(app))
        assert note.read_text(encoding="utf-8") == f"{HEAD}\nfirst line\n[[Nowhere]]\nlast"


async def test_commands_and_letters_that_come_together_are_taken_in_their_order(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        for key in ("enter", "a", "ctrl+l", "b", "enter", "c", "alt+up", "d", "ctrl+o"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        assert not isinstance(app.screen, NoteScreen)
    assert note.read_text(encoding="utf-8").endswith("\nlast\n- [ ] cd\n- [ ] ab")


async def test_a_note_that_was_only_looked_at_is_not_written(vault: Vault, note: Path) -> None:
    before = note.stat().st_mtime_ns
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        await pilot.press("down", "end", "ctrl+o")
        await settled(pilot)
    assert note.stat().st_mtime_ns == before


@pytest.mark.parametrize("begun", [True, False])
async def test_a_note_just_opened_shows_as_saved(vault: Vault, note: Path, begun: bool) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        if begun:
            app.open_path(NOTE)
        else:
            app.open_talk(key_of(vault, "Slow Boats"))
        for _ in range(8):
            await pilot.pause()
            if isinstance(app.screen, NoteScreen):
                assert state_of(app.screen.edited)[0].text == ("saved" if begun else "new, not saved yet")
        assert text_of(screen_of(app).below).lstrip().startswith("saved" if begun else "new")


@pytest.mark.parametrize("keys", [("space",), ("enter", "enter", "tab"), ("a", "backspace", "enter")])
async def test_blanks_alone_make_no_file_and_a_letter_after_them_does(vault: Vault, keys: tuple[str, ...]) -> None:
    app, before = ConfnotesApp(vault, at("10:10")), vault.note_paths()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        app.open_talk(key_of(vault, "Slow Boats"))
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)
        await until(pilot, lambda: "new, not saved yet" in text_of(screen_of(app).below))
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert vault.note_paths() == before and not vault.journal.all()
        app.open_talk(key_of(vault, "Slow Boats"))
        await settled(pilot)
        await pilot.press(*keys, "z", "ctrl+o")
        await settled(pilot)
        (path,) = {*vault.note_paths()} - {*before}
        assert "z" in vault.read(path).text


async def test_changes_by_another_program_do_not_show_as_unsaved(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        screen = screen_of(app)
        note.write_text(f"{HEAD}\nother words\n", encoding="utf-8")
        screen.edited.keeper.look()
        await until(pilot, lambda: screen.editor.text == "\nother words\n")
        assert state_of(screen.edited)[0].text == "saved"


async def test_a_talks_note_is_born_with_the_first_key_and_not_before(vault: Vault) -> None:
    key = key_of(vault, "Slow Boats")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key)
        await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert take_note.note_for(vault, key) is None
        app.open_talk(key)
        await settled(pilot)
        await pilot.press(*"ropes")
        await pilot.press("ctrl+o")
        await settled(pilot)
        path = take_note.note_for(vault, key)
        assert path is not None
        text = vault.read(path).text
    assert "Ada Vento" in text
    assert "ropes ^t1010" in text


async def test_what_is_typed_is_in_the_journal_within_a_quarter_of_a_second(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        await pilot.press(*"kept")
        await pilot.pause(0.25)
        journal = "".join(file.read_text(encoding="utf-8") for file in vault.journal.folder.iterdir())
        assert "lastkept" in journal
        assert "lastkept" not in note.read_text(encoding="utf-8")


async def test_another_programs_change_is_shown_when_nothing_is_unsaved_here(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        note.write_text(f"{HEAD}\nfirst line\nadded\nlast", encoding="utf-8")
        screen = screen_of(app)
        screen.edited.keeper.look()
        await until(pilot, lambda: screen.editor.text == "\nfirst line\nadded\nlast")
        await pilot.press("ctrl+z")
        assert "[[Nowhere]]" in screen.editor.text


@pytest.mark.parametrize(
    ("answer", "here", "copies"),
    [("b", "lastmine", 1), ("m", "lastmine", 0), ("t", "from elsewhere", 0)],
)
async def test_when_both_sides_changed_nothing_is_lost_until_the_user_chooses(
    vault: Vault, note: Path, answer: str, here: str, copies: int
) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        screen = screen_of(app)
        await pilot.press(*"mine")
        note.write_text(f"{HEAD}\nfrom elsewhere", encoding="utf-8")
        screen.save_now()
        await pilot.press(*"!!", "backspace", "backspace")
        assert "ctrl+s to choose" in warning_on(screen)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, VersionsScreen)
        assert "from elsewhere" in note.read_text(encoding="utf-8")
        await pilot.press(answer)
        await settled(pilot)
        await until_saved(pilot, screen)
        assert here in note.read_text(encoding="utf-8")
        beside = list(note.parent.glob("Tides (*.md"))
        assert [("from elsewhere" in path.read_text(encoding="utf-8")) for path in beside] == [True] * copies
        if answer == "t":
            await pilot.press("ctrl+z")
            assert "lastmine" in screen.editor.text


async def test_a_failed_save_is_shown_and_retried_and_leaving_asks_once(
    vault: Vault, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = take_note.save

    def full(*arguments: object) -> None:
        raise ConfnotesError("the disk is full", "make room")

    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        screen = screen_of(app)
        monkeypatch.setattr(take_note, "save", full)
        await pilot.press(*"mine")
        await pilot.press("ctrl+o")
        assert app.screen is screen
        assert warning_on(screen) == "Not saved: the disk is full · kept in the journal · make room"
        monkeypatch.setattr(take_note, "save", save)
        screen.save_now()
        assert "lastmine" in note.read_text(encoding="utf-8")
        assert state_of(screen.edited)[0].text == "saved"
        assert warning_on(screen) == ""


async def test_what_is_typed_at_once_after_a_hit_was_chosen_is_typed_on_its_line(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        app.open_path(NOTE, 8)
        while not (isinstance(app.screen, NoteScreen) and app.screen.editor.has_focus):
            await asyncio.sleep(0)
        app.screen.editor.post_message(events.Key("Q", "Q"))
        await settled(pilot)
        assert screen_of(app).editor.text == "\nfirst line\n[[Nowhere]]\nQlast"


async def test_a_hit_opens_on_its_line_of_the_file(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE, 7)
        await settled(pilot)
        editor = screen_of(app).editor
        assert editor.note.lines[editor.cursor_location[0]] == "[[Nowhere]]"


async def test_a_note_with_broken_front_matter_is_shown_whole_and_saved_as_it_is(vault: Vault, note: Path) -> None:
    broken = "---\ntitle: [open\n---\nbody\n"
    note.write_text(broken, encoding="utf-8")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        assert screen_of(app).editor.text == broken
        await pilot.press(*"more")
        await until_saved(pilot, screen_of(app))
        assert note.read_text(encoding="utf-8") == broken + "more"


async def test_a_link_to_nowhere_offers_to_begin_that_note(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE, 7)
        await settled(pilot)
        await pilot.press("right", "right", "right", "ctrl+right_square_bracket")
        await settled(pilot)
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press("enter")
        await settled(pilot)
        assert screen_of(app).heading == "Nowhere"
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert not list(vault.root.rglob("Nowhere.md"))


async def test_a_note_without_a_title_is_called_by_its_first_line_or_its_file_while_it_is_typed(vault: Vault) -> None:
    vault.save("HarbourConf 2031/Alpha.md", "words\n\n# Installation\n", None)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path("HarbourConf 2031/Alpha.md", 1)
        await settled(pilot)
        assert text_of(screen_of(app).top).split()[0] == "Alpha"
        await pilot.press("ctrl+home", "#", "space", "M", "y", "space")
        await until_saved(pilot, screen_of(app))
        screen_of(app).pass_time()
        assert text_of(screen_of(app).top).split()[:2] == ["My", "words"]


async def test_the_talk_is_shown_above_and_beside_its_note(vault: Vault) -> None:
    key = key_of(vault, "Tides in Memory")
    mark_talk.mark_talk(vault, key, Mark.STAR, True)
    app = ConfnotesApp(vault, at("10:22"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key)
        await settled(pilot)
        screen = screen_of(app)
        seen = " ".join(text_of(screen.top).split())
        assert seen == "★ Tides in Memory Aula · 10:00–10:30 · 8 min left · next: Lanterns for Graphs"
        panel = text_of(screen.panel.pane)
        assert "Inês Farol" in panel and "Bo Kai  +1 talk" in panel and "example.org" in panel
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert screen_of(app).heading == "Lanterns for Graphs"


async def test_the_note_of_a_talk_on_another_day_names_the_day(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:22"))
    async with app.run_test(size=SMALL) as pilot:
        app.open_talk(key_of(vault, "Closing Fog"))
        await settled(pilot)
        assert "Tue 13 May 09:30" in text_of(screen_of(app).top)


async def test_a_narrow_window_names_the_room_until_the_talk_begins(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("09:40"))
    async with app.run_test(size=SMALL) as pilot:
        app.open_talk("harbourconf-2031/tides-in-memory")
        await settled(pilot)
        assert "Aula · " in text_of(screen_of(app).top)


async def test_the_empty_note_of_a_talk_says_which_key_shows_the_abstract(vault: Vault) -> None:
    async with on_screen(vault, talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        lines = ["".join(part.text for part in screen.edited.editor.render_line(y)) for y in range(4)]
        assert any("Start typing. It saves itself. ctrl+g d shows the abstract." in line for line in lines), lines
        await pilot.press("ctrl+g", "d")
        await settled(pilot)
        assert screen.has_class("-panel")


async def test_in_a_small_window_the_panel_folds_away_and_the_talk_stays(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:22"))
    async with app.run_test(size=SMALL) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        screen = screen_of(app)
        assert not screen.panel.pane.display
        assert "Tides in Memory" in text_of(screen.top) and "8 min left" in text_of(screen.top)
        await pilot.press("f2")
        assert screen.panel.pane.display


async def test_a_hostile_title_is_only_text(vault: Vault) -> None:
    hostile = next(card.key for card in agenda(vault, CONFERENCE) if "alert" in (card.talk.title or ""))
    app = ConfnotesApp(vault, at("10:32"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(hostile)
        await settled(pilot)
        assert "[bold]alert[/bold]" in text_of(screen_of(app).top)
        assert "\x1b" not in text_of(screen_of(app).top)
        await pilot.press("x", "f3")
        await settled(pilot)


async def test_the_preview_shows_the_note_without_stamps_and_private_lines(vault: Vault, note: Path) -> None:
    note.write_text(
        "# Big\n\n- [ ] read [[Other|that]] ^t101000\n- [x] done\n%% between us %%\n\n? why *not* `so` ^t101100\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n",
        encoding="utf-8",
    )
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        seen = [line.strip() for line in text_of(screen_of(app).previews.pane).split("\n") if line.strip()]
        expected = ["Big", "• ☐ read that", "• ☑ done", "? why not so", "a  b", "────", "1  2", "code"]
        assert seen == expected
        await pilot.press("escape")
        assert not screen_of(app).previews.pane.display


async def test_addresses_that_are_none_are_shown_and_not_opened(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    file = vault.root / CONFERENCE / "program.yaml"
    text = file.read_text()
    address = next(line.split()[-1] for line in text.splitlines() if "https://" in line)
    file.write_text(text.replace(address, '"http://[::1"'))
    opened: list[str] = []
    app = ConfnotesApp(vault, at("10:10"))
    monkeypatch.setattr(app, "open_url", opened.append)
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        assert "slides" in text_of(screen_of(app).panel.pane).lower()
        for url in ("http://[::1", "java\nscript:alert(1)", "javascript:x", "file:///etc/passwd", "--version"):
            app.open_link(url)
        await settled(pilot)
    assert opened == ["http://[::1"]


async def test_a_bug_while_saving_is_shown_and_saving_is_retried(
    vault: Vault, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("no such thing as a disk")

    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        with monkeypatch.context() as patch:
            patch.setattr(take_note, "save", broken)
            await pilot.press(*" kept")
            await until(pilot, lambda: state_of(screen_of(app).edited)[0].role == "error")
            assert "no such thing as a disk" in warning_on(screen_of(app))
        await pilot.press("ctrl+s")
        assert state_of(screen_of(app).edited)[0].text == "saved"
        assert note.read_text(encoding="utf-8") == screen_of(app).edited.whole


async def test_every_word_is_seen_after_the_window_was_drawn_wider_and_narrower(vault: Vault, note: Path) -> None:
    words = [f"w{number}" for number in range(1, 31)]
    note.write_text(" ".join(words), encoding="utf-8")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(130, 24)) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        editor = screen_of(app).editor
        for width in (109, 116, 123, 130, 80, 84, 80):
            await pilot.resize_terminal(width, 24)
            await settled(pilot)
            drawn = editor.render_lines(Region(0, 0, *editor.size))
            assert " ".join(strip.text for strip in drawn).split() == words


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (20, 5), (2, 1)])
async def test_what_is_typed_while_the_window_is_too_small_is_in_the_note(
    vault: Vault, note: Path, size: tuple[int, int]
) -> None:
    async with on_screen(vault, size=SMALL, note=NOTE) as (app, pilot):
        await pilot.press("a")
        await pilot.resize_terminal(*size)
        await settled(pilot)
        await pilot.press("b", "space", "z", "enter", "c", "ctrl+z", "d")
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        await pilot.press("e")
        await until_saved(pilot, screen_of(app))
        assert note.read_text(encoding="utf-8") == f"{HEAD}\nfirst line\n[[Nowhere]]\nlastab z\nde"


async def test_the_key_that_closes_a_note_is_named_for_a_moment_only(
    vault: Vault, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("confnotes.tui.screens.page.BRIEF_SECONDS", 0.2)
    async with on_screen(vault, note=NOTE) as (app, pilot):
        await pilot.press("escape")
        screen = app.screen
        assert isinstance(screen, NoteScreen) and "ctrl+o" in screen.line.message
        await until(pilot, lambda: not screen.line.message, seconds=5)


async def test_the_footer_of_a_note_never_puts_another_key_in_the_place_of_one(vault: Vault, note: Path) -> None:
    async with on_screen(vault, note=NOTE) as (app, _):
        screen = app.screen
        assert isinstance(screen, NoteScreen) and isinstance(screen.line, NoteLine)
        shown = [
            command.label for command in footer(Where.NOTE) if command.id not in ("note.leave", "app.command_palette")
        ]
        seen = set()
        for length in range(10, 60):
            screen.line.state = [Part("x" * length)]
            line = "".join(part.text for part in screen.line.painted(80)[0])
            named = [label for label in shown if f" {label} " in f"{line} "]
            assert named == shown[: len(named)]
            seen.add(len(named))
    assert len(seen) > 1


async def test_ctrl_end_goes_to_the_end_of_the_note_and_end_to_that_of_the_line(vault: Vault, note: Path) -> None:
    async with on_screen(vault, note=NOTE) as (app, pilot):
        editor = screen_of(app).editor
        await pilot.press("ctrl+home", "down", "end")
        assert editor.cursor_location == (1, len(editor.note.lines[1]))
        await pilot.press("ctrl+end")
        assert editor.cursor_location == editor.document.end
