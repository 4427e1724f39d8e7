"""Completion while one types: what is offered, what is put in, and that blind typing is never changed."""

from __future__ import annotations

from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from confnotes.markup import namings
from confnotes.tui import themes
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note import completing
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.vault.settings import CLOSE_PAIRS, set_setting
from confnotes.vault.vault import Vault
from examples import examples
from screen_samples import CONFERENCE, at, settled, text_of, until

TIDES = "harbourconf-2031/tides-in-memory"


class Bare(App[None]):
    """An editor that completes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name
        self.editor = NoteEditor()

    def compose(self) -> ComposeResult:
        yield self.editor

    def on_mount(self) -> None:
        self.editor.focus()


async def note(app: ConfnotesApp, pilot: Pilot[None], key: str = TIDES) -> NoteScreen:
    await settled(pilot)
    app.open_talk(key)
    await settled(pilot)
    assert isinstance(app.screen, NoteScreen)
    app.screen.editor.set_stamping(False)
    app.screen.completion.gather_candidates()
    await settled(pilot)
    return app.screen


def written(screen: NoteScreen) -> str:
    """What stands in the note, without the blank line below its front matter."""
    return screen.editor.text.removeprefix("\n")


def shown(screen: NoteScreen) -> list[str]:
    """The rows of the popup."""
    return (
        [" ".join(row.split()) for row in text_of(screen.completion.popup).split("\n") if row]
        if screen.completion.popup.is_open
        else []
    )


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see [[leg", ("[[", 4, "leg")),
        ("see [[", ("[[", 4, "")),
        ("by @Ada Lov", ("@", 3, "Ada Lov")),
        ("by @[[Ada", ("@[[", 3, "Ada")),
        ("as in @@deep fog", ("@@", 6, "deep fog")),
        ("- #rn", ("#", 2, "rn")),
        ("about #", ("#", 6, "")),
        ("#rn", ("#", 0, "rn")),
        ("[[done]] and [[mo", ("[[", 13, "mo")),
        ("#", None),
        ("- #", None),
        ("# Heading", None),
        ("## ", None),
        ("#12", None),
        ("a@b", None),
        ("a@@b", None),
        ("https://x.org/#part", None),
        ("https://x.org/@name", None),
        ("`[[code", None),
        ("`code` [[no", ("[[", 7, "no")),
        ("[[a|b", None),
        ("[[a]]", None),
        ("@one two three four five", None),
        ("@ home", None),
        ("", None),
    ],
)
def test_what_is_being_named_at_the_end_of_a_line(line: str, found: tuple[str, int, str] | None) -> None:
    one = namings.unfinished_at(line, len(line))
    assert (None if one is None else (one.trigger.value, one.start, one.typed)) == found


def test_completing_a_link_replaces_its_rest_after_the_cursor() -> None:
    one = namings.unfinished_at("see [[leg old]] and more", 9)
    assert one is not None
    assert (one.start, one.end) == (4, 15)
    assert namings.unfinished_at("@ada", 2) is None


async def test_a_talk_is_linked_by_a_few_letters_and_one_undo_takes_it_back(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        await pilot.press(*"like [[lant")
        await pilot.pause()
        assert shown(screen) == ["▸ Lanterns for Graphs this session"]
        await pilot.press("tab")
        assert written(screen) == "like [[2031-05-12 1030 Lanterns for Graphs|Lanterns for Graphs]]"
        assert not screen.completion.popup.is_open
        await pilot.press("ctrl+z")
        assert written(screen) == "like [[lant]]"


async def test_what_was_typed_before_the_candidates_came_is_completed_when_they_come(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    may_come = Event()
    read = app.completer.refresh
    monkeypatch.setattr(app.completer, "refresh", lambda: (may_come.wait(), read()))
    async with app.run_test() as pilot:
        await settled(pilot)
        app.open_talk(TIDES)
        await until(pilot, lambda: isinstance(app.screen, NoteScreen) and app.screen.editor.has_focus)
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        screen.completion.gather_candidates()  # a thread, which waits
        await pilot.press(*"see [[lan")
        early = shown(screen)
        may_come.set()
        await settled(pilot)
        assert shown(screen) and not early


async def test_speakers_of_the_talk_are_offered_right_after_the_at_sign(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        await pilot.press(*"asked @")
        await pilot.pause()
        assert shown(screen)[:2] == ["▸ Inês Farol this talk", "Bo Kai this talk"]
        await pilot.press("down", "tab")
        assert written(screen) == "asked @Bo Kai"


async def test_enter_begins_a_new_line_for_whoever_types_without_looking(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        await pilot.press(*"@bo", "enter", *"@home", "enter", *"[[", "enter", *"x")
        assert written(screen) == "@bo\n@home\n[[]]\nx"


async def test_enter_takes_what_was_chosen_or_stood_there_to_be_read(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        await pilot.press(*"@in", "down", "enter")
        monkeypatch.setattr(completing, "READ_SECONDS", 0.0)
        await pilot.press(*" and @bo")
        await pilot.pause()
        await pilot.press("enter")
        assert written(screen) == "@Inês Farol and @Bo Kai"


async def test_esc_closes_the_popup_for_this_word_and_leaves_the_note_open(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        await pilot.press(*"@b")
        await pilot.pause()
        assert screen.completion.popup.is_open
        await pilot.press("escape")
        assert not screen.completion.popup.is_open
        await pilot.press("o")
        await pilot.pause()
        assert app.screen is screen
        assert not screen.completion.popup.is_open
        await pilot.press(*" @b")
        await pilot.pause()
        assert screen.completion.popup.is_open


async def test_moving_the_cursor_closes_the_popup_and_pasting_opens_none(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        await pilot.press(*"one @b")
        await pilot.pause()
        await pilot.press("left")
        await pilot.pause()
        assert not screen.completion.popup.is_open
        await pilot.press("end")
        screen.editor.paste(" [[lan")
        await pilot.pause()
        assert not screen.completion.popup.is_open
        await pilot.press("t")
        await pilot.pause()
        assert screen.completion.popup.is_open
        assert written(screen) == "one @b [[lant"


async def test_a_press_of_the_mouse_takes_it_and_the_editor_keeps_the_keys(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        await pilot.press("@")
        await pilot.pause()
        await pilot.click(screen.completion.popup, offset=(6, 1))
        await pilot.press("!")
        assert written(screen) == "@Bo Kai!"


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 32), (44, 12)])
async def test_the_popup_never_covers_the_line_being_typed_nor_leaves_the_window(
    vault: Vault, width: int, height: int
) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(width, height)) as pilot:
        screen = await note(app, pilot)
        long = "a long line that goes on and on " * 4
        for before in ("", "\n" * (height - 5), long, "\n" * (height - 6) + long):
            screen.editor.load_text(before)
            screen.editor.move_cursor(screen.editor.document.end)
            await pilot.pause()
            await pilot.press(*" [[")
            await pilot.pause()
            popup = screen.completion.popup.region
            assert screen.completion.popup.is_open
            assert screen.region.contains_region(popup)
            line = screen.completion._region_of_line(screen.editor.cursor_location[0])
            assert not popup.overlaps(line)
            assert popup.height == min(8, len(text_of(screen.completion.popup).split("\n")))


async def test_what_a_note_says_is_offered_after_it_was_saved(vault: Vault) -> None:
    vault.save(f"{CONFERENCE}/Old.md", "about #lanterns and #lamps\n", None)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        await pilot.press(*"x #la")
        await pilot.pause()
        assert shown(screen) == ["▸ lanterns this conference · 1×", "lamps this conference · 1×"]
        await pilot.press("tab", "enter", *"#harbours")
        screen.save_now()
        await settled(pilot)
        screen.completion.gather_candidates()
        await settled(pilot)
        await pilot.press("enter", *"y #har")
        await pilot.pause()
        assert shown(screen) == ["▸ harbours this talk · 1×"]


KEYS = {" ": "space", "\n": "enter"}
TYPED = st.text(st.sampled_from("@#[]bBinest \n|a.!"), max_size=25)


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
async def test_whatever_is_typed_and_not_taken_stays_as_it_was_typed(vault: Vault, typed: str) -> None:
    keys = [KEYS.get(character, character) for character in typed]
    set_setting(CLOSE_PAIRS.key, "no")
    plain = Bare()
    async with plain.run_test() as pilot:
        await pilot.press(*keys)
        expected = plain.editor.text
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await note(app, pilot)
        screen.editor.load_text("")
        await pilot.press(*keys)
        await pilot.pause()
        assert screen.editor.text == expected
        screen.editor.load_text(screen.edited.front.body)
