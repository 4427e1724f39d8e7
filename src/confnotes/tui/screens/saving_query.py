"""The question under which name a search is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.tui.screens.answer import AnswerScreen

if TYPE_CHECKING:
    from confnotes.tui.screens.page import Page


def ask_for_name(page: Page, query: str, name: str | None, kept: Callable[[str], None]) -> None:
    """Ask, and save; `name` is what the search was saved as so far, which it may keep. `kept` is told the name."""
    from confnotes.actions.save_query import save_query
    from confnotes.catalogue.searching.saved_queries import saved_queries

    vault = page.confnotes.vault

    def take(answer: str) -> str | None:
        given = " ".join(answer.split())
        if given != name and any(one.name == given for one in saved_queries(vault)):
            return f"another search is saved as “{given}”"
        try:
            save_query(vault, given, query)
        except (ConfnotesError, OSError) as error:
            return getattr(error, "message", None) or str(error)
        kept(given)
        return None

    title = "Save this search"
    page.app.push_screen(AnswerScreen(title, query.strip(), example="its name", take=take, given=name or ""))
