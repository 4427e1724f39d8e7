"""The panel beside a note: speakers, references, earlier notes and backlinks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from time import monotonic
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold
from confnotes.markup.wikilinks import target_of
from confnotes.model.hit import Hits
from confnotes.model.program import Speaker
from confnotes.tui.screens.note.base import GHOST, VIM_GHOST, NoteController, NotePage
from confnotes.tui.screens.note.colleagues import ColleaguePart, colleague_lines, rendered
from confnotes.tui.screens.note.memory import Memory, recall, related_to, talk_and_next
from confnotes.tui.screens.note.references import LABEL, References, ReferenceTracker, panel_heading, reference_lines
from confnotes.tui.screens.note.view import PANEL_WIDTH, WIDE
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, shorten, width_of, wrap
from confnotes.tui.widgets.pane import Draw
from confnotes.tui.widgets.preview import MarkdownPane
from confnotes.tui.widgets.tracks import named_track

if TYPE_CHECKING:
    from confnotes.catalogue.memory import NamedThing, RememberedLine

NOTICE_EVERY = 0.4  # seconds between two checks for a pause in typing
READ_AROUND = 1000
"""The number of characters before and after the cursor that are searched for names."""
MOST_EARLIER, MOST_ON_WORDS, MOST_ON_MENTION, MOST_RELATED = 4, 3, 4, 4
FORGET_AFTER = 60.0  # seconds after which who was just mentioned no longer matters
_MENTIONED = "Just mentioned: "


class NotePanel(NoteController):
    """Loads the context of the note and its references, and shows them in the `pane`.

    `learned` is called after each update.
    """

    def __init__(self, page: NotePage, learned: Callable[[], object]) -> None:
        super().__init__(page)
        self.learned = learned
        self.pane = MarkdownPane("panel")
        self.references = ReferenceTracker(page, self.show)
        self.colleagues = ColleaguePart(page, self.pane, self.show)
        self._panel_wanted: bool | None = None
        self._types = True
        self._noticed: tuple[int, int] | None = None
        self._mentioned_at = 0.0
        self._finding = self.app.finding  # workers ask it, even when the screen is gone
        self.fit(page.app.size.width)  # before it is styled for the first time

    def begin(self) -> None:
        """The note is on the screen."""
        if self.page.memory.card is not None:
            self.show()
        self.page.set_interval(NOTICE_EVERY, self._notice)
        self.references.begin()
        self.colleagues.read()

    def read_again(self, known: Memory) -> None:
        """Load the context of the note in a thread; `known` is shown until then."""
        self.page.read_beside(partial(self._read, known, self.page.note_title), self._learn_whole)

    def _read(self, known: Memory, title: str) -> Memory:
        path = self.page.path
        if self.page.key is not None:
            try:
                known = talk_and_next(self.vault, self.page.key)
            except ConfnotesError:
                known = Memory()
            self.page.call_later(self._learn_talk, known)
        with suppress(ConfnotesError, OSError):
            known = recall(self.vault, self._ask_index, path, title, known)
            if self.pane.display:
                known = replace(known, related=related_to(self.vault, path))
        return known

    def _ask_index(self, query: str, limit: int, sort: str) -> Hits:
        return self._finding.open().find(query, limit, sort=sort, typing=False)

    def _learn_whole(self, read: Memory) -> None:
        known = self.page.memory
        self._learn(replace(read, mention=known.mention, on_mention=known.on_mention, colleagues=known.colleagues))

    def _learn_talk(self, read: Memory) -> None:
        self._learn(replace(self.page.memory, card=read.card, moved=read.moved, next=read.next))

    def _learn(self, memory: Memory) -> None:
        self.page.memory = memory
        self.learned()
        self.show()

    # Just mentioned

    def _notice(self) -> None:
        """Once typing pauses, look up the people and things named in the current line."""
        from confnotes.catalogue.memory import mention_in

        if self.page.memory.mention is not None and monotonic() - self._mentioned_at > FORGET_AFTER:
            self.page.memory = replace(self.page.memory, mention=None, on_mention=())
            self.show()
        row, column = self.editor.cursor_location
        place = (self.editor.note.revision, row)
        if place == self._noticed or self.edited.is_typing or not self.pane.display:
            return
        self._noticed = place
        begin = max(0, column - READ_AROUND)
        mention = mention_in(self.editor.note.lines[row][begin : column + READ_AROUND], column - begin)
        if mention is not None:
            self._mentioned_at = monotonic()
            if mention != self.page.memory.mention:
                self._recall(mention)

    def _recall(self, mention: NamedThing) -> None:
        from confnotes.catalogue.memory import on_mention

        path = self.page.path

        def recall() -> tuple[RememberedLine, ...] | None:
            with suppress(ConfnotesError, OSError):
                return on_mention(self._ask_index, mention, path)
            return None

        self.page.read_beside(recall, partial(self._learn_mentioned, mention))

    def _learn_mentioned(self, mention: NamedThing, notes: tuple[RememberedLine, ...] | None) -> None:
        """Show notes on a person or thing that was just mentioned."""
        if notes is None:
            return
        memory = self.page.memory
        self.page.memory = replace(memory, mention=mention, on_mention=notes)
        if notes or memory.on_mention:
            self.show()

    def show(self) -> None:
        """Redraw the panel with the current context."""
        draw = panel_lines(self.page.memory, self.references.known, self._about(), whole=self.colleagues.is_whole)
        self.pane.show(draw, keep_place=True)

    def _about(self) -> Line:
        conference = target_of(self.edited.front.fields.get("conference"))
        return [Part(f"{'Part of':<10}", "faint"), Part(clean(conference), "dim")] if conference else []

    def fit(self, room: int) -> None:
        """Show the panel if the window is wide enough (`room` columns) or the person asked for it."""
        wanted = room >= WIDE if self._panel_wanted is None else self._panel_wanted
        self.page.set_class(wanted, "-panel")
        self._hides = not wanted and bool(self.edited.front.fields.get("speakers"))
        self.invite(types=self._types)
        self.pane.styles.width = (self.pane.dragged_width or PANEL_WIDTH) if room >= WIDE else "1fr"

    def invite(self, *, types: bool) -> None:
        """Say in an empty note how to begin; `types`: keys type, as opposed to vim's normal mode."""
        self._types = types
        ghost = GHOST if types else VIM_GHOST
        ghost = f"{ghost} {self.page.key_of('details')} shows the abstract." if self._hides else ghost
        if ghost != self.editor.ghost:
            self.editor.ghost = ghost
            self.editor.refresh()

    def toggle(self) -> None:
        """Show or hide the panel; showing it hides the preview."""
        self._panel_wanted = not self.page.has_class("-panel") or self.page.has_class("-preview")
        self.page.remove_class("-preview")
        self.fit(self.page.size.width)
        if self._panel_wanted and not self.page.memory.related:
            self.read_again(self.page.memory)
        self.editor.focus()


def panel_lines(memory: Memory, references: References, fields: Line, *, whole: bool = False) -> Draw:
    """The lines of the panel: colleagues' notes (`whole`: in full), speakers, references, earlier notes, backlinks,
    the abstract and related notes.
    """

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        inner = width - 2
        card = memory.card
        lines += colleague_lines(memory.colleagues, inner, whole=whole)
        if card is not None:
            lines += _speakers(memory, inner)
            found = references.found or (*card.talk.resources, *card.session.resources)
            lines += reference_lines(replace(references, found=found), inner)
            if card.rating:
                lines += _row("Rating", [[Part("●" * card.rating + "○" * (5 - card.rating), "accent")]])
            if track := named_track(card):
                lines += _row("Track", [clip(track, inner - LABEL)])
            if card.session.title and card.talk.title:
                lines += _row(
                    "Session", [[Part(text, "dim")] for text in wrap(clean(card.session.title), inner - LABEL)]
                )
        else:
            lines += [fields] if fields else []
            lines += reference_lines(references, inner)
        lines += _noted("Earlier notes", memory.earlier[:MOST_EARLIER], inner)
        above = {note.path for note in memory.earlier[:MOST_EARLIER]}
        if memory.mention is not None:
            name = shorten(clean(memory.mention.name), inner - len(_MENTIONED))
            fresh = [note for note in memory.on_mention if note.path not in above][:MOST_ON_MENTION]
            lines += _noted(f"{_MENTIONED}{name}", fresh, inner)
            above.update(note.path for note in fresh)
        similar = [note for note in memory.on_words if note.path not in above]
        lines += _noted("Similar topics", similar[:MOST_ON_WORDS], inner)
        lines += _backlinks(memory, inner)
        if card is not None and card.talk.abstract:
            lines += panel_heading("Abstract")
            lines += _rendered(card.talk.abstract, inner)
        lines += _related(memory, inner)
        return [[Part(" "), *line] for line in lines]

    return draw


@lru_cache(maxsize=8)
def _rendered(abstract: str, width: int) -> tuple[Line, ...]:
    """An abstract as its Markdown means it, quieter than the rest."""
    lines = rendered(abstract, width)
    return tuple([part._replace(role="dim") if part.role == "text" else part for part in line] for line in lines)


def _row(label: str, values: list[Line]) -> list[Line]:
    return [[Part(f"{label if not index else '':<{LABEL}}", "faint"), *value] for index, value in enumerate(values)]


def _speakers(memory: Memory, width: int) -> list[Line]:
    assert memory.card is not None
    values: list[Line] = []
    named: dict[str, Speaker] = {}
    for speaker in memory.card.talk.speakers:
        if speaker.highlighted or fold(speaker.name) not in named:  # a highlighted entry knows more
            named[fold(speaker.name)] = speaker
    for speaker in named.values():
        name = clean(speaker.name)
        target = f"person:{speaker.name}"
        value = [Part("★ ", "accent", target)] if speaker.highlighted else []
        value.append(Part(name, "text", target))
        others = memory.others.get(speaker.name, 0)
        if others:
            more = f"  +{others} talk{'s' if others > 1 else ''}"
            fits = width_of(value) + len(more) <= width - LABEL
            value.append(Part(more if fits else f"  +{others}", "faint", target))
        values.append(clip(value, width - LABEL))
    return _row("Speakers" if len(values) > 1 else "Speaker", values)


def _noted(heading: str, notes: Sequence[RememberedLine], width: int) -> list[Line]:
    lines: list[Line] = []
    for note in notes:
        target = f"line:{note.line}:{note.path}"
        lines.append(clip([Part(clean(note.title), "link", target)], width))
        where = Part(f"  {clean(note.conference)}", "faint", target)
        quote = Part(f"  “{clean(note.text)}”", "dim", target)
        lines.append(clip([where, quote] if note.text and note.text != note.title else [where], width))
    return [*panel_heading(heading), *lines] if lines else []


def _backlinks(memory: Memory, width: int) -> list[Line]:
    lines: list[Line] = []
    before = ""
    for link in memory.backlinks:
        target = f"line:{link.line}:{link.path}"
        if link.path != before:
            lines.append(clip([Part(clean(link.title), "link", target)], width))
            before = link.path
        if link.sentence and link.sentence != link.title:
            lines.append(clip([Part(f"  {clean(link.sentence)}", "dim", target)], width))
    return [*panel_heading("Backlinks", "backlinks", width), *lines] if lines else []


def _related(memory: Memory, width: int) -> list[Line]:
    """Related notes and what they share with this one, without those listed above."""
    above = {note.path for note in (*memory.earlier, *memory.on_mention, *memory.on_words)}
    lines: list[Line] = []
    for note in [one for one in memory.related if one.path not in above][:MOST_RELATED]:
        target = f"line:1:{note.path}"
        lines.append(clip([Part(clean(note.title), "link", target)], width))
        lines.append(clip([Part(f"  {clean(note.why)}", "dim", target)], width))
    return [*panel_heading("Related", "related", width), *lines] if lines else []
