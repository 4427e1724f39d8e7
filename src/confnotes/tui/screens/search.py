"""Search: notes, talks, people, papers, tasks and questions, found while typing."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from confnotes.catalogue.searching.shown_hits import HitLines, ShownHit, marks_versions
from confnotes.errors import ConfnotesError
from confnotes.model.hit import Hit, HitKind, Hits
from confnotes.tui.background_search import Indexing
from confnotes.tui.command import Where
from confnotes.tui.screens.answering import PointWorker
from confnotes.tui.screens.deleting import NoteDeleter
from confnotes.tui.screens.query_line import QueryLinePage
from confnotes.tui.screens.saved import SavedRow, ask_for_name, saved_rows
from confnotes.tui.screens.search_view import (
    HitGroup,
    HitRow,
    MoreRow,
    describe_query,
    excerpt_of,
    first_seen,
    found_words,
    groups_of,
    rows_of,
    welcome_rows,
)
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Part, clean
from confnotes.tui.widgets.pane import Draw, Pane
from confnotes.tui.widgets.rows import Row, RowList

LIMIT, MOST = 60, 2000

LEARN_SECONDS = 0.5
"""Interval of checks for files changed by other programs."""


class SearchScreen(QueryLinePage):
    """Searches while typing; enter opens the hit at its line. `name` is the name of a saved query."""

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

    def __init__(self, query: str = "", name: str | None = None) -> None:
        super().__init__(query)
        self.slash = Words("slash", [Part(" / ", "accent")])
        self.count = Words("count")
        self.list = RowList("hits")
        self._points = PointWorker(self, self.list, self._search_again, is_open=_is_open_task)
        self.pane = Pane("preview")
        self.explanation = Words("explanation")
        self.hits: Hits | None = None
        self._rest: Callable[[], object] | None = None
        self._lit: re.Pattern[str] | None = None
        self._lines = HitLines(self.confnotes.vault)
        self._shown: Mapping[Hit, ShownHit | None] = {}
        self.saved_as = name
        self.newest_first = False
        self._limit = LIMIT
        self._opened: set[HitKind] = set()
        self._reading = False
        self._generation = -1
        self._why_not_written: str | None = None
        self._left: tuple[object, ...] | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="ask"):
            yield self.slash
            yield self.ask
            yield self.count
        with self.results:
            yield self.list
            yield self.pane
        yield self.explanation
        yield self.popup

    def on_mount(self) -> None:
        self.ask.focus()
        self.list.show(welcome_rows())
        self.set_interval(LEARN_SECONDS, self._learn_changes)
        self.watch(self.list, "scroll_y", self._scrolled, init=False)

    def see_app_focus(self, focus: bool) -> None:
        self._compare()

    def on_screen_suspend(self) -> None:
        self._left = self._state()

    def on_screen_resume(self) -> None:
        if self.hits is None or self._left != self._state():
            self._search_again()
        self._compare()

    def _state(self) -> tuple[object, ...]:
        """A value that changes whenever results or their marks may have changed."""
        with suppress(ConfnotesError):
            return self.confnotes.finding.state, *marks_versions(self.confnotes.vault)
        return ()

    def _compare(self) -> None:
        """Check for changed files: on opening, and on typing if the system cannot report changes."""
        if self.is_current:
            self.confnotes.finding.compare()

    def _learn_changes(self) -> None:
        if self.is_current:
            if self.confnotes.finding.learn_changes():
                self._search_again()
            if self._why_not_written != self.confnotes.finding.why_not_written:
                self._explain()

    def _explain(self) -> None:
        """Explain below the hits why the index is not written, otherwise how the query was read."""
        self._why_not_written = self.confnotes.finding.why_not_written
        if self._why_not_written:
            self.explanation.tell([Part(f" {clean(self._why_not_written)}", "error")])
        else:
            self.explanation.tell(describe_query(self.hits, self.saved_as) if self.hits else [])

    def on_input_changed(self, event: Input.Changed) -> None:
        self._limit = LIMIT
        self._opened.clear()
        self._search_again()
        if not self.confnotes.finding.is_told_of_changes:
            self._compare()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if not self.takes_enter():
            self.action_open()

    def on_key(self, event: events.Key) -> None:
        self.steer(event, self.list)

    # Results

    def _search_again(self) -> None:
        self._rest = None  # looking up lines of earlier results would stop this search
        if self.ask.value.strip():
            same = self.hits is not None and self.hits.query == self.ask.value
            seen = (int(self.list.scroll_offset.y) if same else 0) + (self.list.size.height or self.app.size.height)
            search: Callable[[], None] = partial(
                self._search, self.ask.value, self._limit, frozenset(self._opened), seen
            )
        else:
            search = self._greet
        self.read_beside(search, group="search")

    def _search(self, text: str, limit: int, opened: frozenset[HitKind], height: int) -> None:
        """Search, and look up the lines of the hits visible first."""
        hits = self.confnotes.finding.find(text, limit, self._sort, snippets=False, everywhere=True)
        groups = groups_of(hits, opened)
        shown = first_seen(groups, height, lambda hit: self._lines.look_up(hit, hits.sought))
        self.call_if_wanted(self._show_found, hits, groups, shown)

    def _find_lines(self, hits: Hits, groups: Sequence[HitGroup], shown: Mapping[Hit, ShownHit | None]) -> None:
        """Look up the lines of the hits below the visible ones."""
        rest = {
            hit: self._lines.look_up(hit, hits.sought) for group in groups for hit in group.shown if hit not in shown
        }
        self.call_if_wanted(self._show_found, hits, groups, {**shown, **rest})

    def on_resize(self) -> None:
        self._scrolled()

    def _scrolled(self) -> None:
        """Look up the remaining lines as they may become visible."""
        if self._rest is not None:
            self._rest()
            self._rest = None

    @property
    def _sort(self) -> str:
        return "date" if self.newest_first else "relevance"

    def _greet(self) -> None:
        # warms up what only the first search does
        self.confnotes.finding.find("a", 1, self._sort, snippets=False, everywhere=True)
        for rows in saved_rows(self.confnotes, {}):
            self.call_if_wanted(self._show_welcome, rows)

    def _show_welcome(self, saved: Sequence[SavedRow]) -> None:
        """Show the saved searches with their numbers of results."""
        if self.ask.value.strip():
            return
        self.hits, self.saved_as = None, None
        self.list.show(welcome_rows(saved))
        self.count.tell([])
        self._explain()

    def _show_found(self, hits: Hits, groups: Sequence[HitGroup], shown: Mapping[Hit, ShownHit | None]) -> None:
        """Show the results; `shown` are the hits whose lines were looked up so far."""
        if hits.query.strip() != self.ask.value.strip():
            return
        same = self.hits is not None and self.hits.query == hits.query
        if self.hits is not hits:
            self._lit = found_words(shown.values())
            word = "result" if hits.total == 1 else "results"
            vaults = f" in {len(names)} vaults" if (names := self.confnotes.finding.vault_names) else ""
            self.count.tell([Part(f"{hits.total:,} {word}{vaults} · {hits.took_ms:.0f} ms ", "dim")], right=True)
        self.hits, self._shown = hits, shown
        self._explain()
        rows = rows_of(hits, groups, shown, self._lit, reading=self._reading)
        self.list.show(rows, choose=self.take_next(), keep=same)
        missing = any(hit not in shown for group in groups for hit in group.shown)
        rest = partial(self._find_lines, hits, groups, shown)
        self._rest = partial(self.read_beside, rest, group="search") if missing else None

    def indexing(self, news: Indexing) -> None:
        self._reading = bool(news.total)
        if news.total:
            self.count.tell([Part(f"indexed {news.done:,} of {news.total:,} ", "accent")], right=True)
        if news.generation != self._generation or not self._reading:
            self._generation = news.generation
            self._search_again()

    def found_anew(self) -> None:
        self._search_again()

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        self.action_open()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if self.results.has_class("-preview"):
            self._show_preview(event.row)

    # The preview

    def action_preview(self) -> None:
        if self.results.toggle_class("-preview").has_class("-preview"):
            self._show_preview(self.list.chosen)
        else:
            self._scrolled()

    def action_complete(self) -> None:
        if not self.take_offer():
            self.set_focus(self.list)

    def _show_preview(self, row: Row | None) -> None:
        if isinstance(row, HitRow):
            excerpt = partial(excerpt_of, self.confnotes.vault, row.hit, row.found)
            self.read_beside(excerpt, partial(self._show_excerpt, row.key))
        else:
            self.pane.show(None)

    def _show_excerpt(self, key: str, draw: Draw) -> None:
        if self.list.chosen is not None and self.list.chosen.key == key:
            self.pane.show(draw)

    # Commands

    def action_take_suggestion(self) -> None:
        if self.hits is not None and self.hits.suggestion:
            self.put(self.hits.suggestion)

    def action_sort(self) -> None:
        self.newest_first = not self.newest_first
        self.say("Sorted by date, newest first" if self.newest_first else "Sorted by relevance, best first")
        self._search_again()

    def action_words(self) -> None:
        self.set_focus(self.ask)

    def action_back(self) -> None:
        if self.leave_popup():
            return
        if self.results.has_class("-preview"):
            self.action_preview()
        else:
            super().action_back()

    def action_save(self) -> None:
        if not self.ask.value.strip():
            self.say("Type a search first")
            return
        self.close_popup()
        ask_for_name(self, self.ask.value, self.saved_as, self._kept)

    def _kept(self, name: str) -> None:
        self.saved_as = name
        self.say(f"Saved as “{name}”")
        self._explain()

    def action_tick(self) -> None:
        place = row.shown if isinstance(row := self.list.chosen, HitRow) else None
        if place is not None and place.hit.vault is not None:
            self.say(f"Read-only: this is in the vault {clean(place.hit.vault.name)}")
        elif place is not None and place.hit.path and place.hit.line and place.done is not None:
            self._points.tick(place.hit.path, place.hit.line, place.task, not place.done)
        elif place is not None and (talk := self._talk_of(place.hit)):
            self.star(talk)
        else:
            self.ask.focus()
            self.ask.insert_text_at_cursor(" ")

    def _talk_of(self, hit: Hit) -> str | None:
        """The key of the talk that was found, or whose note or line was."""
        if hit.kind is HitKind.TALK:
            return hit.id
        with suppress(ConfnotesError):
            return self.confnotes.vault.note(hit.path).talk_key if hit.path else None
        return None

    def chosen_card(self) -> None:
        """No commands for talks, which would read the program while one types."""

    def marked(self, key: str) -> None:
        self._search_again()

    def action_delete_note(self) -> None:
        hit = row.hit if isinstance(row := self.list.chosen, HitRow) else None
        if hit is not None and hit.vault is not None:
            self.say(f"Read-only: this is in the vault {clean(hit.vault.name)}")
        elif hit is not None and hit.path and hit.path.endswith(".md"):
            NoteDeleter(self).delete(hit.path)
        else:
            self.say("Select a note first")

    def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, SavedRow):
            self.saved_as = row.name
            self.put(row.query)
            self.ask.focus()
        elif isinstance(row, MoreRow):
            self._open_more(row)
        elif isinstance(row, HitRow):
            self._open_hit(row.hit)

    def _open_more(self, row: MoreRow) -> None:
        """Show the rest of a group, or many more results."""
        assert self.hits is not None
        if row.kind is not None and row.kind not in self._opened:
            self._opened.add(row.kind)
            there = {one.key for one in self.list.rows}
            rows = rows_of(self.hits, groups_of(self.hits, self._opened), self._shown, self._lit, reading=self._reading)
            first = next((one.key for one in rows if one.key not in there and isinstance(one, HitRow)), None)
            self.list.show(rows, choose=first)
        else:
            self._opened.update(HitKind)
            self._limit = MOST
        self._search_again()

    def _open_hit(self, hit: Hit) -> None:
        if hit.vault is not None:
            from confnotes.tui.screens.other_vault import OtherVaultScreen

            self.app.push_screen(OtherVaultScreen(hit, self._lit))
        elif hit.path is not None and not os.path.lexists(self.confnotes.vault.root / hit.path):
            self.say(f"“{clean(hit.title)}” was moved or deleted")
            self.confnotes.finding.note_saved(hit.path)
            self._search_again()
            self._compare()
        elif hit.path is not None:
            self.confnotes.open_path(hit.path, hit.line)
        else:
            self.confnotes.follow(f"{hit.kind}:{hit.title if hit.kind is HitKind.PERSON else hit.id}")


def _is_open_task(row: Row) -> bool:
    return isinstance(row, HitRow) and row.is_done is False
