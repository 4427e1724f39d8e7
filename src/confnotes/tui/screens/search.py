"""Search: one line, everything. Notes, talks, people and papers, found while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.model.hit import HitKind, Hits
from confnotes.tui.commands import Where
from confnotes.tui.screens.page import Page
from confnotes.tui.screens.search_view import HitRow, excerpt_of, lead_of, rows_of, welcome_rows
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Part
from confnotes.tui.widgets.filter import Filter, steer
from confnotes.tui.widgets.pane import Draw, Pane
from confnotes.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from confnotes.model.hit import Hit
    from confnotes.tui.finding import Indexing

PAUSE = 0.04
LIMIT = 60


class SearchScreen(Page):
    """Finds as one types; enter opens at the line."""

    where: ClassVar[Where] = Where.SEARCH
    CSS = """
    SearchScreen > TopLine { display: none; }
    SearchScreen #ask { height: 2; border-bottom: solid $rule; }
    SearchScreen #ask > #slash { width: 3; }
    SearchScreen #ask > #filter { width: 1fr; }
    SearchScreen #ask > #count { width: auto; min-width: 24; }
    SearchScreen #found { height: 1fr; layout: vertical; }
    SearchScreen #found > Pane { display: none; height: 50%; border-top: solid $rule; }
    SearchScreen #found.-preview > Pane { display: block; }
    SearchScreen.-wide #found { layout: horizontal; }
    SearchScreen.-wide #found > Pane { width: 50%; height: 1fr; border-top: none; border-left: solid $rule; }
    SearchScreen #explanation { height: 1; }
    """

    @dataclass
    class Found(Message):
        """A search was answered."""

        hits: Hits

    @dataclass
    class Failed(Message):
        """A search could not be answered."""

        error: ConfnotesError

    @dataclass
    class Excerpt(Message):
        """The text around a hit was read."""

        key: str
        draw: Draw

    @dataclass
    class Leads(Message):
        """Where a paper leads was found out."""

        target: str

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self.slash = Words("slash", [Part(" / ", "accent")])
        self.ask = Filter('words, "a phrase", speaker:name, has:video …')
        self.ask.value = query
        self.count = Words("count")
        self.list = RowList("hits")
        self.pane = Pane("preview")
        self.explanation = Words("explanation")
        self.hits: Hits | None = None
        self.newest_first = False
        self._pause: Timer | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="ask"):
            yield self.slash
            yield self.ask
            yield self.count
        with Container(id="found"):
            yield self.list
            yield self.pane
        yield self.explanation

    def on_mount(self) -> None:
        self.ask.focus()
        self.list.show(welcome_rows())
        self._search(self.ask.value)

    def on_screen_resume(self) -> None:
        if self.hits is not None:
            self._search(self.ask.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, lambda: self._search(self.ask.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.action_open()

    def on_key(self, event: events.Key) -> None:
        steer(event, self.list, self.ask)

    @work(thread=True, exclusive=True, group="search")
    def _search(self, text: str) -> None:
        worker = get_current_worker()
        try:
            hits = self.confnotes.finding.find(text, LIMIT, "date" if self.newest_first else "relevance")
        except ConfnotesError as error:
            self.post_message(self.Failed(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Found(hits))

    def on_search_screen_failed(self, event: Failed) -> None:
        self.complain(event.error)

    def on_search_screen_found(self, event: Found) -> None:
        hits = event.hits
        if hits.query.strip() != self.ask.value.strip():
            return
        same = self.hits is not None and self.hits.query == hits.query
        self.hits = hits
        if not hits.query.strip():
            self.list.show(welcome_rows(), keep=False)
            self.count.tell([])
            self.explanation.tell([])
            return
        self.list.show(rows_of(hits), keep=same)
        word = "hit" if hits.total == 1 else "hits"
        self.count.tell([Part(f"{hits.total:,} {word} · {hits.took_ms:.0f} ms ", "dim")], right=True)
        if hits.suggestion and not hits.hits:
            self.explanation.tell(
                [
                    Part(" did you mean ", "dim"),
                    Part(hits.suggestion, "accent", "search.suggestion"),
                    Part("  ctrl+y takes it", "faint"),
                ]
            )
        elif hits.explanation:
            self.explanation.tell([Part(" understood as: ", "faint"), Part(hits.explanation, "dim")])
        else:
            self.explanation.tell([])

    def indexing(self, news: Indexing) -> None:
        if news.total:
            self.count.tell([Part(f"reading {news.done:,} of {news.total:,} files ", "accent")], right=True)
        else:
            self._search(self.ask.value)

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        self.action_open()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if self.query_one("#found").has_class("-preview"):
            self._show_preview(event.row)

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        self.confnotes.follow(event.target)

    def action_preview(self) -> None:
        found = self.query_one("#found")
        found.toggle_class("-preview")
        if found.has_class("-preview"):
            self._show_preview(self.list.chosen)

    def _show_preview(self, row: Row | None) -> None:
        if isinstance(row, HitRow) and row.hit is not None:
            self._read(row.key, row.hit)
        else:
            self.pane.show(None)

    @work(thread=True, exclusive=True, group="preview")
    def _read(self, key: str, hit: Hit) -> None:
        try:
            draw = excerpt_of(self.confnotes.vault, hit)
        except ConfnotesError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Excerpt(key, draw))

    def on_search_screen_excerpt(self, event: Excerpt) -> None:
        if self.list.chosen is not None and self.list.chosen.key == event.key:
            self.pane.show(event.draw)

    def action_take_suggestion(self) -> None:
        if self.hits is not None and self.hits.suggestion:
            self.ask.value = self.hits.suggestion
            self.ask.cursor_position = len(self.ask.value)

    def action_sort(self) -> None:
        self.newest_first = not self.newest_first
        self.say("newest first" if self.newest_first else "best first")
        self._search(self.ask.value)

    def action_back(self) -> None:
        if self.query_one("#found").has_class("-preview"):
            self.action_preview()
        else:
            super().action_back()

    def action_open(self) -> None:
        row = self.list.chosen
        if not isinstance(row, HitRow) or row.hit is None:
            return
        hit = row.hit
        if hit.path is not None:
            self.confnotes.open_path(hit.path, hit.line)
        elif hit.kind is HitKind.TALK:
            self.confnotes.open_talk(hit.id)
        elif hit.kind is HitKind.PERSON:
            self.confnotes.follow(f"person:{hit.title}")
        else:
            self._find_paper(hit)

    @work(thread=True, exclusive=True, group="paper")
    def _find_paper(self, hit: Hit) -> None:
        try:
            self.post_message(self.Leads(lead_of(self.confnotes.vault, hit)))
        except ConfnotesError as error:
            self.post_message(self.Failed(error))

    def on_search_screen_leads(self, event: Leads) -> None:
        self.confnotes.follow(event.target)
