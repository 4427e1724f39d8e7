"""The question whether folders of notes become conferences."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from confnotes.actions.importing.begin_conferences import (
    HOW_BY_HAND,
    ConferenceFolder,
    begin_conferences,
    conference_folders,
)
from confnotes.markup.names import some_names
from confnotes.tui.screens.import_form import ask, step_of_import
from confnotes.tui.widgets.drawing import plural

if TYPE_CHECKING:
    from confnotes.tui.screens.now import NowScreen

_MOST_NAMED = 12  # in the question, which fits into 24 rows


def offer(now: NowScreen) -> None:
    """Offer to make conferences of the folders with notes of some."""
    vault = now.confnotes.vault
    now.read_beside(partial(conference_folders, vault), partial(_ask, now))


def _ask(now: NowScreen, found: list[ConferenceFolder]) -> None:
    vault = now.confnotes.vault

    def answered(wanted: bool) -> None:
        if wanted:
            now.write_beside(partial(begin_conferences, vault, found), lambda _: _written(now))

    if not found:
        now.say(HOW_BY_HAND)
        return
    names = some_names([f"{one.name} ({plural(one.notes, 'note')})" for one in found], _MOST_NAMED)
    title = f"Make conferences of {plural(len(found), 'folder')} of notes?"
    ask(now, title, names, ("Leave the folders as they are", "Add a note with the name and year to each"), answered)


def _written(now: NowScreen) -> None:
    if step := step_of_import(now.confnotes, what="New:"):
        now.did(step)
    now.reload()
