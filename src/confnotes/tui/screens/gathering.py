"""Screens whose list is gathered from the whole vault, in a thread beside them, and again when more of it is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual.message import Message
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.tui.beside import reads
from confnotes.tui.finding import Indexing
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.widgets.rows import remark

Found = TypeVar("Found")


class GatheringPage(FilteringPage, Generic[Found]):
    """A subclass says what to `gather`, keeps and shows what was `gathered`, and names its list in the top line.

    `is_complete`: all notes were looked at; where they were not, the list is gathered again when they are.
    """

    gathering: ClassVar[str] = "gathering …"
    is_gathered = False
    is_complete = True

    @dataclass
    class Gathered(Message):
        """It was gathered."""

        found: Any
        is_complete: bool

    @dataclass
    class Failed(Message):
        """It could not be gathered, or what was to be done with it not be done."""

        error: ConfnotesError | OSError

    def gather(self) -> Iterator[Found]:
        """What is to be listed; again what it is when more was found. Runs in the thread, raises ConfnotesError."""
        raise NotImplementedError

    def gathered(self, found: Found) -> None:
        """Keep it and show it."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say in the top line what is listed."""
        raise NotImplementedError

    def is_up_to_date(self) -> bool:
        """Whether all notes are looked at; waits a moment for it, in the thread."""
        return self.confnotes.finding.brought_up_to_date()

    @reads("gathering")
    def load(self) -> None:
        """Gather it."""
        worker = get_current_worker()
        try:
            is_complete = self.is_up_to_date()
            for found in self.gather():
                if worker.is_cancelled:
                    return
                self.post_message(self.Gathered(found, is_complete))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_mount(self) -> None:
        self.tell()
        self.list.show([remark("", f"  {self.gathering}")])
        self.list.focus()
        self.load()

    def on_screen_resume(self) -> None:
        if self.is_gathered:
            self.load()

    def indexing(self, news: Indexing) -> None:
        if not news.total and not self.is_complete:
            self.load()

    def on_gathering_page_gathered(self, event: Gathered) -> None:
        self.is_gathered, self.is_complete = True, event.is_complete
        self.gathered(event.found)

    def on_gathering_page_failed(self, event: Failed) -> None:
        self.confnotes.complain_of(event.error)
