"""Fields of talks, such as `track:`, work wherever something is filtered, or one line says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from confnotes.actions.notes.add_line import add_line
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.program.filter_cards import with_words
from confnotes.catalogue.program.whats_on import agenda
from confnotes.catalogue.searching.find import find
from confnotes.errors import UsageError
from confnotes.model.mark import Mark
from confnotes.model.program import Resource, ResourceKind
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.vault.vault import Vault
from poster_hall import AFTERNOON, hall_program
from poster_hall import CONFERENCE as HALL
from program_files import save_program
from screen_samples import CONFERENCE, at, harbour, on_screen, settled, text_of

WIDE = (120, 32)
TIDES, BOATS = "harbourconf-2031/tides-in-memory", "harbourconf-2031/slow-boats"
PAPER = Resource(ResourceKind.PAPER, "https://arxiv.org/abs/1905.13633")
TRACKS = {"Tides in Memory": "Memory", "Slow Boats": "Boats", "Ropes and Knots": "Memory", "Closing Fog": "Boats"}


@pytest.fixture
def vault(vault: Vault) -> Vault:
    """Talks in two tracks, each with a note with a task, a star and a paper."""
    program = harbour()
    sessions = tuple(
        replace(
            session,
            talks=tuple(
                replace(
                    one,
                    track=TRACKS.get(one.title or ""),
                    language="pt" if one.title == "Slow Boats" else "en",
                    resources=(*one.resources, PAPER) if one.title == "Slow Boats" else one.resources,
                )
                for one in session.talks
            ),
        )
        for session in program.sessions
    )
    save_program(vault, CONFERENCE, replace(program, sessions=sessions))
    for key in (TIDES, BOATS):
        mark_talk(vault, key, Mark.ATTENDED)
        add_line(vault, f"- [ ] read it after {key}", key, at("10:05"))
    mark_talk(vault, BOATS, Mark.STAR)
    return vault


FIELDS = ("track:boats", 'room:"Pier 4"', "day:mon lang:pt", "is:starred", "-track:memory session:pier", "conf:harbour")
OTHERS = ("track:memory", "room:aula", "lang:en", "day:tue", "-is:starred")
"""Fields that fit the talk “Slow Boats”, and fields that do not."""

SCREENS: dict[str, tuple[Callable[[ConfnotesApp], object], str]] = {
    "program": (lambda app: app.show("program.ProgramScreen"), "Slow Boats"),
    "my schedule": (lambda app: app.show("schedule.ScheduleScreen"), "Slow Boats"),
    "people": (lambda app: app.show("people.PeopleScreen"), "Ada Vento"),
    "papers": (lambda app: app.show("papers.PapersScreen"), "Slow Boats"),
    "tasks": (lambda app: app.show("tasks.TasksScreen", conference=CONFERENCE), "Slow Boats"),
    "slides and videos": (lambda app: app.show("recorded.RecordedScreen"), "Slow Boats"),
    "rooms": (lambda app: app.action_rooms(), "Slow Boats"),
}


@pytest.mark.parametrize("place", SCREENS)
async def test_fields_of_talks_filter_every_list_of_things_that_belong_to_talks(vault: Vault, place: str) -> None:
    opened, found = SCREENS[place]
    async with on_screen(vault, size=WIDE) as (app, pilot):
        opened(app)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ListScreen)
        for typed, fits in (*((one, True) for one in FIELDS), *((one, False) for one in OTHERS)):
            screen.filter.value = typed
            await settled(pilot)
            assert (found in text_of(screen.list)) is fits, (typed, text_of(screen.list))
        screen.filter.value = "track:"
        await settled(pilot)
        assert found in text_of(screen.list)  # the value is not typed yet
        screen.filter.value = "tag:rnn"
        await settled(pilot)
        assert "“tag:” works only in Search. Here: track: room:" in text_of(screen.list)


@pytest.mark.parametrize(
    ("typed", "found"), [("track:sea", 1), ("room:hall", 7), ("is:starred", 0), ("day:mon sails", 1), ("tag:x", 0)]
)
async def test_posters_are_found_by_fields(vault: Vault, typed: str, found: int) -> None:
    program = hall_program()
    sessions = [
        replace(one, talks=tuple(replace(talk, track="Sea" if talk.board == "A12" else None) for talk in one.talks))
        for one in program.sessions
    ]
    save_program(vault, HALL, replace(program, sessions=tuple(sessions)))
    async with on_screen(vault, AFTERNOON, size=WIDE) as (app, pilot):
        app.show("posters.hall.PostersScreen", conference=HALL)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ListScreen)
        screen.filter.value = typed
        await settled(pilot)
        shown = text_of(screen.list)
        assert sum(f" {board} " in shown for board in ("A12", "A2", "B1", "A3", "B10", "C7")) == min(found, 6), shown
        assert ("works only in Search" in shown) is (typed == "tag:x")


LISTS = {
    "talks": BOATS,
    "people": "Ada Vento",
    "papers": "https://arxiv.org/abs/1905.13633",
    "notes": "Slow Boats.md",
    "tasks": "Slow Boats.md",
    "untagged": "Slow Boats.md",
    "recordings": BOATS,
    "sessions": "harbourconf-2031/s2",
    "tracks": "harbourconf-2031/Boats",
}


@pytest.mark.parametrize("what", LISTS)
def test_fields_of_talks_filter_lists_in_a_shell(vault: Vault, what: str) -> None:
    found = {typed: [str(row["id"]) for row in list_things(vault, what, typed)] for typed in (*FIELDS, *OTHERS)}
    assert all(any(LISTS[what] in one for one in found[typed]) for typed in FIELDS), found
    of_one = [one for one in OTHERS if what not in ("tracks", "sessions") or one == "track:memory"]  # others have more
    assert not any(LISTS[what] in one for typed in of_one for one in found[typed]), found


def test_a_list_without_talks_says_that_it_has_no_such_field(vault: Vault) -> None:
    with pytest.raises(UsageError, match="tags have no fields of talks such as track:"):
        list_things(vault, "tags", "track:boats")
    with pytest.raises(UsageError, match="“tag:” works only in Search"):
        list_things(vault, "talks", "tag:boats")


@pytest.mark.parametrize("typed", [*FIELDS, *OTHERS])
def test_agenda_and_search_understand_the_same_fields(vault: Vault, typed: str) -> None:
    fits = typed in FIELDS
    assert (BOATS in [card.key for card in with_words(agenda(vault, CONFERENCE), typed)]) is fits
    asked = typed.replace("day:mon", "day:2031-05-12").replace("day:tue", "day:2031-05-13")
    assert any("Slow Boats" in hit.title for hit in find(vault, f"kind:talk {asked}").hits) is fits


@pytest.mark.parametrize(("typed", "found"), [("ti", ["Tides in Memory"]), ("id", []), ("ide", ["Tides in Memory"])])
def test_two_letters_begin_a_word_and_more_are_anywhere_in_one(vault: Vault, typed: str, found: list[str]) -> None:
    assert [card.title for card in with_words(agenda(vault, CONFERENCE), typed)] == found
