"""The question whether folders of notes become conferences."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from confnotes.actions.importing.begin_conferences import (
    HOW_BY_HAND,
    ConferenceFolder,
    begin_conferences,
    conference_folders,
)
from confnotes.markup.names import some_names
from confnotes.tui.screens.import_form import ask, step_of_import
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import plural

_MOST_NAMED = 12  # in the question, which fits into 24 rows


def offer(page: Page, then: Callable[[], object]) -> None:
    """Offer to make conferences of the folders with notes of some, and call `then` when they are."""
    page.read_beside(partial(conference_folders, page.confnotes.vault), partial(_ask, page, then))


def _ask(page: Page, then: Callable[[], object], found: list[ConferenceFolder]) -> None:
    vault = page.confnotes.vault

    def answered(wanted: bool) -> None:
        if wanted:
            page.write_beside(partial(begin_conferences, vault, found), lambda _: _written(page, then))

    if not found:
        page.say(HOW_BY_HAND)
        return
    names = some_names([f"{one.name} ({plural(one.notes, 'note')})" for one in found], _MOST_NAMED)
    title = f"Make conferences of {plural(len(found), 'folder')} of notes?"
    ask(page, title, names, ("Leave the folders as they are", "Add a note with the name and year to each"), answered)


def _written(page: Page, then: Callable[[], object]) -> None:
    if step := step_of_import(page.confnotes, what="New:"):
        page.did(step)
    then()
