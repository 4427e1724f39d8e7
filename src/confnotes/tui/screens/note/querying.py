"""Searches that stand in a note: answered for its preview, and followed from the line at the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from confnotes.model.hit import Sought
from confnotes.tui.beside import reads
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.note.following import FollowingPage

if TYPE_CHECKING:
    from confnotes.catalogue.audience.query_blocks import Answered
    from confnotes.catalogue.searching.shown_hits import ShownHit
    from confnotes.markup.query_block import QueryBlock
    from confnotes.model.hit import Hit, Hits


class QueryingPage(FollowingPage):
    """Answers ```query blocks."""

    @dataclass
    class BlockAnswered(Message):
        """The block at the cursor was answered."""

        answered: Answered

    def answers(self, text: str) -> Sequence[tuple[Answered, Mapping[Hit, ShownHit | None]]]:
        """What the blocks of a text find; takes its time and belongs into a thread."""
        from confnotes.catalogue.audience.query_blocks import all_answered
        from confnotes.catalogue.searching.shown_hits import shown_hits

        found = all_answered(self.vault, self.keeper.note.path, text, self._find_now)
        return [(one, shown_hits(self.vault, one.hits, Sought())) for one in found]

    def _find_now(self, query: str, limit: int, sort: str) -> Hits:
        return self.confnotes.finding.find(query, limit, sort, typing=False)

    def action_follow(self) -> None:
        """Where the cursor stands in a block, choose among what it finds."""
        from confnotes.markup.query_block import find_all

        row = self.editor.cursor_location[0]
        inside = [block for block in find_all(self.editor.note.lines) if block.first <= row <= block.last]
        if inside:
            self._answer(inside[0])
        else:
            super().action_follow()

    @reads("query")
    def _answer(self, block: QueryBlock) -> None:
        from confnotes.catalogue.audience.query_blocks import answered

        self.post_message(self.BlockAnswered(answered(self.vault, self.keeper.note.path, block, self._find_now)))

    def on_querying_page_block_answered(self, event: BlockAnswered) -> None:
        from confnotes.tui.widgets.preview_queries import target_of

        found = event.answered
        if not found.hits:
            self.say(found.fault or "this search finds nothing now")
            return
        answers = {target_of(hit): Answer(target_of(hit), hit.title, hit.conference or "") for hit in found.hits}
        title = found.block.saved or found.query
        self.app.push_screen(ChoiceScreen(title, "", list(answers.values()), leads=True), self._go)
