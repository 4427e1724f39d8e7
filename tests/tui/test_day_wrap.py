"""At the day's end a tired person goes through it in a few keys, and may leave at any step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from confnotes.actions.notes.day_page import page_of, wrap_up
from confnotes.actions.program import mark_talk
from confnotes.model.mark import Mark
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.day_wrap import DayWrapScreen
from confnotes.tui.screens.day_wrap_view import StepKind
from confnotes.tui.screens.export.screen import ExportScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, settled, text_of

TIDES = "harbourconf-2031/tides-in-memory"
BOATS = "harbourconf-2031/slow-boats"
ROPES = "harbourconf-2031/ropes-and-knots"
PATH = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
NOTE = f"""---
title: Tides in Memory
talk: {TIDES}
rating: 3
---
Water remembers
- [ ] read the almanac
? does it hold for lakes
"""


@pytest.fixture
def evening(vault: Vault) -> Callable[[], ConfnotesApp]:
    vault.save(PATH, NOTE, None)
    mark_talk.mark_talk(vault, BOATS, Mark.ATTENDED)
    mark_talk.mark_talk(vault, ROPES, Mark.STAR)
    return lambda: ConfnotesApp(vault, at("22:40"))


async def opened(pilot: Pilot[None]) -> DayWrapScreen:
    await settled(pilot)
    await pilot.press("g", "d")
    await settled(pilot)
    assert isinstance(pilot.app.screen, DayWrapScreen)
    return pilot.app.screen


async def until(pilot: Pilot[None], screen: DayWrapScreen, kind: StepKind, key: str = "") -> None:
    while screen.step is not None and (screen.step.kind is not kind or (key and screen.step.key != key)):
        await pilot.press("ctrl+n" if screen.step.kind is StepKind.TALK else "right")
        await settled(pilot)


async def test_enter_alone_takes_every_proposal_and_leaves_a_page(
    vault: Vault, evening: Callable[[], ConfnotesApp]
) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        seen: list[StepKind] = []
        while isinstance(app.screen, DayWrapScreen) and len(seen) < 20:
            assert screen.step is not None
            seen.append(screen.step.kind)
            await pilot.press("enter")
            await settled(pilot)
        assert list(dict.fromkeys(seen)) == [
            *(StepKind.UNMARKED, StepKind.UNNOTED, StepKind.MISSED, StepKind.POINTS, StepKind.TALK, StepKind.PAGE),
        ]
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.editor.cursor_location == (0, 0)
    assert {"tides-in-memory", "slow-boats"} <= vault.marks(CONFERENCE)[Mark.ATTENDED]
    assert vault.marks(CONFERENCE)[Mark.LATER] == {"ropes-and-knots"}
    assert page_of(vault, CONFERENCE, at("10:00").date()) == f"{CONFERENCE}/2031-05-12 Day.md"
    assert vault.read(PATH).text == NOTE


async def test_what_is_unticked_or_skipped_is_not_done(vault: Vault, evening: Callable[[], ConfnotesApp]) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "1 of " in "".join(part.text for part in screen.top.lines(80)[0])
        await pilot.press("right")
        await until(pilot, screen, StepKind.MISSED)
        await pilot.press("space", "enter")
        await settled(pilot)
        await pilot.press("left", "space", "enter")
        assert vault.marks(CONFERENCE)[Mark.LATER] == {"ropes-and-knots"}
        await pilot.press("left", "space", "enter", "escape")
        await settled(pilot)
    assert not vault.marks(CONFERENCE)[Mark.LATER]
    assert vault.marks(CONFERENCE)[Mark.ATTENDED] == {"slow-boats"}


async def test_a_talk_is_rated_and_takes_its_takeaways(vault: Vault, evening: Callable[[], ConfnotesApp]) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, screen, StepKind.TALK, TIDES)
        await pilot.press("5", *"the moon wins", "enter", *"our tanks lie", "enter", "enter")
        await settled(pilot)
        assert screen.step is not None and screen.step.key != TIDES
        await pilot.press("ctrl+g", "left")
        await settled(pilot)
        assert [field.value for field in screen.card.inputs][:3] == ["the moon wins", "our tanks lie", ""]
        assert screen.card.rating.value == 5
    assert vault.read(PATH).text == NOTE + "\n## Takeaways\n\n- the moon wins\n- our tanks lie\n"
    assert vault.marks(CONFERENCE).ratings[TIDES.partition("/")[2]] == 5


async def test_what_is_typed_is_kept_when_one_leaves_in_the_middle(
    vault: Vault, evening: Callable[[], ConfnotesApp]
) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, screen, StepKind.TALK, BOATS)
        await pilot.press(*"slow is fast", "ctrl+o")
        await settled(pilot)
        assert not isinstance(app.screen, DayWrapScreen)
    boats = next(talk for talk in wrap_up(vault, at("22:40")).seen if talk.card.key == BOATS)
    assert boats.takeaways == ("slow is fast",)


async def test_what_is_typed_is_kept_when_the_terminal_goes(vault: Vault, evening: Callable[[], ConfnotesApp]) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, screen, StepKind.TALK, TIDES)
        await pilot.press(*"the moon")
        app.save_everything()
        assert "- the moon\n" in vault.read(PATH).text


async def test_the_lines_of_the_note_beside_the_card_are_the_users_own(
    vault: Vault, evening: Callable[[], ConfnotesApp]
) -> None:
    vault.save(
        PATH,
        NOTE.replace("Water remembers\n", "- claim: water remembers\n- trick: \n- doubt: \n"),
        vault.read(PATH).version,
    )
    async with evening().run_test(size=(120, 32)) as pilot:
        screen = await opened(pilot)
        await until(pilot, screen, StepKind.TALK, TIDES)
        assert "claim: water remembers" in text_of(screen.card.query_one("#noted")) and "doubt:" not in text_of(
            screen.card.query_one("#noted")
        )


async def test_tasks_are_ticked_and_questions_answered_on_the_way(
    vault: Vault, evening: Callable[[], ConfnotesApp]
) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, screen, StepKind.POINTS)
        await pilot.press("space")
        await settled(pilot)
        await pilot.press("space", "enter", *"yes", "enter")
        await settled(pilot)
        assert "DONE AND ANSWERED" in text_of(screen.list)
    assert "- [x] read the almanac\n? does it hold for lakes\n! yes\n" in vault.read(PATH).text


async def test_a_note_opened_on_the_way_comes_back_to_the_same_step(
    vault: Vault, evening: Callable[[], ConfnotesApp]
) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, screen, StepKind.UNNOTED)
        await pilot.press("e")
        await settled(pilot)
        assert not isinstance(app.screen, DayWrapScreen)
        await pilot.press("h", "i", "ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, DayWrapScreen)
        assert screen.step is not None and screen.step.kind is StepKind.UNNOTED
    assert not wrap_up(vault, at("22:40")).unnoted


async def test_takeaways_that_were_changed_in_the_note_meanwhile_are_not_put_back(
    vault: Vault, evening: Callable[[], ConfnotesApp]
) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, screen, StepKind.TALK, TIDES)
        await pilot.press(*"the moon")
        app.open_path(PATH)
        await settled(pilot)
        assert "- the moon\n" in vault.read(PATH).text
        assert not isinstance(app.screen, DayWrapScreen)
        await pilot.press("ctrl+end", "backspace", *" and the sun", "ctrl+o")
        await settled(pilot)
        await settled(pilot)
        assert screen.card.inputs[0].value == "the moon and the sun"
        await pilot.press("ctrl+o")
        await settled(pilot)
    assert "- the moon and the sun" in vault.read(PATH).text


async def test_now_offers_to_look_back_when_the_day_is_over(evening: Callable[[], ConfnotesApp], vault: Vault) -> None:
    for app, offered in ((evening(), True), (ConfnotesApp(vault, at("10:10")), False)):
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            assert isinstance(app.screen, NowScreen)
            assert ("THE DAY IS OVER" in text_of(app.screen.list)) is offered


async def test_a_long_title_gives_way_to_the_name_that_leads_nowhere(
    vault: Vault, evening: Callable[[], ConfnotesApp]
) -> None:
    title = "Tides in Memory, " + "and what the harbour knows of them " * 3
    vault.save(
        PATH, NOTE.replace("title: Tides in Memory", f'title: "{title}"') + "ask @Ravi\n", vault.read(PATH).version
    )
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, screen, StepKind.UNRESOLVED)
        (row,) = [line for line in text_of(screen.list).split("\n") if "Tides" in line]
        assert "▸ @Ravi  " in row and "…" in row


async def test_the_day_is_exported_from_there(evening: Callable[[], ConfnotesApp]) -> None:
    app = evening()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("x")
        await settled(pilot)
        assert isinstance(app.screen, ExportScreen)
        assert app.screen.wanted().order.target == "2031-05-12"
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, DayWrapScreen)


async def test_a_noted_talk_that_is_unticked_is_remembered_as_not_attended(
    vault: Vault, evening: Callable[[], ConfnotesApp]
) -> None:
    marks = vault.root / CONFERENCE / "marks.yaml"
    before = marks.read_text()
    async with evening().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert screen.step is not None and screen.step.kind is StepKind.UNMARKED
        await pilot.press("space", "enter")
        await settled(pilot)
        assert '"tides-in-memory": {attended: false}\n' in marks.read_text()
        await pilot.press("left", "space", "enter")
        await settled(pilot)
        assert '"tides-in-memory": {attended: true}\n' in marks.read_text()
        await pilot.press("left", "space", "enter", "left")
        for _ in range(3):
            await pilot.press("u")
            await settled(pilot)
        assert marks.read_text() == before
        await pilot.press("space", "enter")
        await settled(pilot)
    wrap = wrap_up(vault, at("22:40"))
    assert not wrap.unmarked and wrap.attended == 1
    mark_talk.mark_talk(vault, TIDES, Mark.ATTENDED)
    assert '"tides-in-memory": {attended: true}\n' in marks.read_text()
