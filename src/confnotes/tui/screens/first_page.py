"""The first page of a conference: its lead and highlights, chosen from the best lines and talks, or from all lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import TextArea

from confnotes.errors import ConflictError
from confnotes.markup.page_one import ChosenHighlight, PageOne, SourceState, format_highlight, quote_of
from confnotes.markup.plain import plain_text
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Command, Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.dialog import WritingDialog
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, place, shorten, spread, width_of, wrap
from confnotes.tui.widgets.rows import Row, heading, remark

if TYPE_CHECKING:
    from confnotes.catalogue.completing.name_index import Narrowing
    from confnotes.report.desk import Desk, DeskHighlight, DeskLine

FEWEST, MOST = 3, 7
"""The number of highlights that a page is best read with."""

_NO_NOTE = "This line comes from no note."
_MOST_FOUND = 200
_INDENT, _EDGE, _LEAST_ROOM = 6, 4, 10
_LINES = 4
_CANDIDATE_LINES = 2


@fast_dataclass(frozen=True, slots=True)
class WordsRow(Row):
    """Words after a mark, wrapped to `most` lines of `room` cells, with their source at the right or below, and `more`.

    `path` and `line`, from 1, are where they are in a note; `target` is the talk or note that they are from.
    """

    words: str
    mark: str = ""
    source: str = ""
    role: str = "text"
    most: int = _CANDIDATE_LINES
    more: Sequence[Part] = ()
    path: str = ""
    line: int = 0
    target: str = ""
    room: int = 0

    def lines(self, width: int, chosen: bool) -> list[Line]:
        words = wrap(clean(self.words), self.room) or [""]
        if len(words) > self.most:
            words = [*words[: self.most - 1], shorten(" ".join(words[self.most - 1 :]), self.room)]
        role = "strong" if chosen else self.role
        indent = Part(" " * _INDENT)
        lines: list[Line] = [[indent, Part(text, role)] for text in words]
        lines[0] = [*arrow(chosen), Part(f"{self.mark:<2}", "accent"), Part(words[0], role)]
        source = Part(f"{shorten(clean(self.source), self.room)} ", "faint")
        if self.source and width_of([*lines[-1], source]) <= self.room:
            lines[-1] = spread(lines[-1], [source], width)
        elif self.source:
            lines.append([indent, source])
        return [*lines, *([indent, part._replace(text=shorten(part.text, self.room))] for part in self.more)]

    def fitted(self, width: int) -> WordsRow:
        """The row as high as it is in a list of that width."""
        fitting = replace(self, room=max(width - _INDENT - _EDGE, _LEAST_ROOM))
        return replace(fitting, height=len(fitting.lines(width, chosen=False)))


@fast_dataclass(frozen=True, slots=True)
class LeadRow(WordsRow):
    """The lead paragraph."""


@fast_dataclass(frozen=True, slots=True)
class HighlightRow(WordsRow):
    """A chosen highlight."""

    highlight: DeskHighlight | None = None


@fast_dataclass(frozen=True, slots=True)
class DeskRow(WordsRow):
    """Something to choose."""

    chooses: DeskLine | None = None


class WordsScreen(WritingDialog[str | None]):
    """Asks for text and returns it; None when cancelled."""

    where: ClassVar[Where] = Where.WORDS
    may_clear: ClassVar[bool] = True
    subject = ""
    DEFAULT_CSS = """
    WordsScreen TextArea, WordsScreen TextArea:focus {
        border: none; height: 8; max-height: 50vh; margin-top: 1; padding: 0 1; background: $surface;
    }
    """

    def __init__(self, title: str, original: str, text: str, subject: str, *, lines: bool) -> None:
        """`original` is shown above; `lines`: enter begins a line, rather than saves."""
        super().__init__(title, original, ("save" if lines else "open", "save"), ("back", "cancel"))
        self._area = TextArea(text, soft_wrap=True, tab_behavior="focus")
        self.subject, self._has_lines = subject, lines

    @property
    def typed(self) -> str:
        return self._area.text

    def put(self, text: str) -> None:
        self._area.text = text
        self._area.move_cursor(self._area.document.end)

    def body(self) -> ComposeResult:
        yield self._area

    def on_mount(self) -> None:
        self._area.move_cursor(self._area.document.end)
        self._area.focus()

    def on_text_area_changed(self) -> None:
        self.keep()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a text of several lines, enter begins a line."""
        return not (action == "save_line" and self._has_lines)

    def action_save_line(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        self.dismiss(self.typed.strip())


class FirstPageScreen(ListScreen["Desk"]):
    """The page as it is, above what it can be made of. Each change is saved at once."""

    where: ClassVar[Where] = Where.FIRST_PAGE
    gathering: ClassVar[str] = "Reading your notes …"
    placeholder: ClassVar[str] = "Search all lines of the notes"

    def __init__(self, conference: str | None = None) -> None:
        super().__init__()
        self._conference = conference
        self._texts: Narrowing | None = None
        self._known: dict[ChosenHighlight, DeskHighlight] = {}

    def gather(self) -> Iterator[Desk]:
        from confnotes.catalogue.completing.name_index import Narrowing
        from confnotes.catalogue.program.whats_on import conference_meant
        from confnotes.report.desk import desk_of

        vault = self.confnotes.vault
        desk = desk_of(vault, conference_meant(vault, self.confnotes.clock(), self._conference))
        self._texts = Narrowing(f"{_said(one)} {one.title}" for one in (*desk.candidates, *desk.lines))
        yield desk

    def gathered(self, found: Desk) -> None:
        self._conference = found.conference
        self._known |= {one.chosen: one for one in found.highlights}
        super().gathered(found)

    def on_resize(self, event: events.Resize) -> None:
        self.show_filtered()

    # Rows

    def rows(self, found: Desk) -> Sequence[Row]:
        width = self.app.size.width
        return [row.fitted(width) if isinstance(row, WordsRow) else row for row in self._rows(found)]

    def _rows(self, found: Desk) -> Iterator[Row]:
        page, typed = found.page, self.filter.value.strip()
        if typed:
            yield from self._matching(found, typed)
            return
        yield heading("LEAD", first=True)
        hint = f"Press {key_of('edit')} to write a few sentences for the top of the page."
        yield LeadRow("lead", page.lead or hint, role="text" if page.lead else "dim", most=_LINES)
        yield heading("HIGHLIGHTS", f"{len(page.highlights)} of {FEWEST} to {MOST}")
        for number, one in enumerate(page.highlights, start=1):
            yield _highlight_row(self._known.get(one) or _unknown(one), number)
        if not page.highlights:
            yield remark(f"  Press {key_of('mark')} on a line below to choose it, {key_of('edit')} to reword it.")
        group = ""
        for line in found.candidates:
            if line.why != group:
                group = line.why
                yield heading(clean(group).upper())
            yield self._desk_row(line, page)
        if not found.candidates:
            yield remark("", "  No lines to propose yet. Search all lines above, or write notes first.")

    def _matching(self, found: Desk, typed: str) -> Iterator[Row]:
        lines = (*found.candidates, *found.lines)
        shown: dict[str, Row] = {}
        for number in self._texts.having(typed) if self._texts else ():
            row = self._desk_row(lines[number], found.page)
            shown.setdefault(row.key, row)
            if len(shown) == _MOST_FOUND:
                break
        yield from shown.values() or [remark("", "  No matches")]

    def _desk_row(self, line: DeskLine, page: PageOne) -> DeskRow:
        is_chosen = any(line.adds.is_from(one) for one in page.highlights)
        source = " · ".join(
            filter(None, (line.title if line.adds.quote else "whole talk", "private" if line.private else ""))
        )
        return DeskRow(
            f"{line.path} {line.line} {format_highlight(line.adds)}",
            _said(line),
            "✓" if is_chosen else "☐",
            source,
            path=line.path,
            line=line.line,
            target=line.adds.target or "",
            chooses=line,
        )

    def tell(self) -> None:
        number = len(self.found.page.highlights) if self.found else 0
        right = [Part(f"{number}", "accent"), Part(" highlights" if number != 1 else " highlight", "dim")]
        self.top.tell(place(self._conference or "", "First page"), right if self.found else self.hint())

    # Commands

    def missing(self, command: Command) -> str:
        row = self.list.chosen
        if command.where is self.where and row is not None:
            if command.action == "pick" and isinstance(row, LeadRow):
                return "This is the lead, not a highlight."
            if command.action == "open" and isinstance(row, LeadRow):
                return _NO_NOTE
            if command.action.startswith("move") and not isinstance(row, HighlightRow):
                return "Select one of the highlights first."
            if command.action == "reword" and isinstance(row, DeskRow):
                return f"Press {key_of('mark')} to choose this line first."
        return super().missing(command)

    def action_pick(self) -> None:
        row = self.list.chosen
        if self.found is None:
            return
        page = self.found.page
        if isinstance(row, HighlightRow) and row.highlight:
            self._write(_without(page, row.highlight.chosen), "Removed from the highlights")
        elif isinstance(row, DeskRow) and row.chooses:
            adds = row.chooses.adds
            known = next((one for one in page.highlights if adds.is_from(one)), None)
            if known is not None:
                self._write(_without(page, known), "Removed from the highlights")
            else:
                self._known.setdefault(adds, _chosen(row.chooses))
                self._write(replace(page, highlights=(*page.highlights, adds)), "Added to the highlights")

    def action_move(self, step: int) -> None:
        row = self.list.chosen
        if self.found is None or not isinstance(row, HighlightRow) or row.highlight is None:
            return
        order = list(self.found.page.highlights)
        at = order.index(row.highlight.chosen)
        to = at + step
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
            self._write(replace(self.found.page, highlights=tuple(order)), f"Moved to {to + 1}", row.key)

    def action_reword(self) -> None:
        row = self.list.chosen
        if self.found is None:
            return
        page = self.found.page
        if isinstance(row, LeadRow):
            self._ask("Lead", "", page.lead, self._write_lead, lines=True)
        elif isinstance(row, HighlightRow) and row.highlight is not None:
            one = row.highlight
            original = f"In your notes: {one.now}" if one.now else ""
            self._ask("Highlight", original, one.chosen.text, partial(self._reword, one))

    def _ask(self, title: str, original: str, text: str, take: Callable[[str], None], *, lines: bool = False) -> None:
        def taken(words: str | None) -> None:
            if words is not None:
                take(words)

        subject = f"{title} of {self._conference}: {text}"
        self.app.push_screen(WordsScreen(title, original, text, subject, lines=lines), taken)

    def _write_lead(self, words: str) -> None:
        if self.found is not None and words != self.found.page.lead:
            self._write(replace(self.found.page, lead=words), "Lead saved", "lead")

    def _reword(self, one: DeskHighlight, words: str) -> None:
        """Save the words; the source as it is now becomes the one that later changes are compared with."""
        if self.found is None or one.chosen not in self.found.page.highlights:
            return
        chosen = one.chosen
        if one.state is SourceState.EDITED:
            chosen = replace(chosen, quote=quote_of(one.now), words=words)
        elif one.state is SourceState.DELETED:
            chosen = replace(chosen, quote="", block="", words=words)
        chosen = chosen.reworded(words)
        self._known[chosen] = replace(one, chosen=chosen, state=SourceState.SAME)
        order = tuple(chosen if other == one.chosen else other for other in self.found.page.highlights)
        self._write(replace(self.found.page, highlights=order), "Highlight saved", _key(chosen))

    def action_open(self) -> None:
        row = self.list.chosen
        if not isinstance(row, WordsRow):
            return
        if row.path:
            self.confnotes.open_path(row.path, row.line)
        elif "/" in row.target:
            self.confnotes.open_talk(row.target)
        else:
            self.say(_NO_NOTE)

    def action_export(self) -> None:
        self.confnotes.show("export.screen.ExportScreen", conference=self._conference)

    # Saving

    def _write(self, page: PageOne, said: str, key: str | None = None) -> None:
        if self.found is None or page == self.found.page:
            return
        before = self.found.page
        with self.confnotes.complaints():
            self._put(page, before)
            self.choose_next = key
            self.show_filtered()
            undo, redo = partial(self._put, before, page), partial(self._put, page, before)
            self.did(UndoStep(said, undo, redo))

    def _put(self, page: PageOne, before: PageOne) -> None:
        """Write the page in place of `before`."""
        from confnotes.actions.exporting.write_page_one import write_page_one

        assert self.found is not None and self._conference is not None
        self.confnotes.save_everything()
        try:
            path = write_page_one(self.confnotes.vault, self._conference, page, before)
        except ConflictError:
            self.load()
            raise
        self.found = replace(self.found, page=page)
        self.confnotes.note_saved(path)

    @property
    def place(self) -> str:
        return f"{self.where} {id(self)}"


def _said(line: DeskLine) -> str:
    return plain_text(line.adds.text) or line.title


def _key(one: ChosenHighlight) -> str:
    return f"chosen {format_highlight(one)}"


def _without(page: PageOne, one: ChosenHighlight) -> PageOne:
    return replace(page, highlights=tuple(other for other in page.highlights if other != one))


def _unknown(one: ChosenHighlight) -> DeskHighlight:
    from confnotes.report.desk import DeskHighlight

    return DeskHighlight(one, one.target or "")


def _chosen(line: DeskLine) -> DeskHighlight:
    from confnotes.report.desk import DeskHighlight

    return DeskHighlight(line.adds, line.title, line.path, line.line, now=line.adds.quote)


def _highlight_row(one: DeskHighlight, number: int) -> HighlightRow:
    """The row of a highlight, with its original if it was reworded, and what became of its source."""
    more: list[Part] = []
    if one.state is SourceState.DELETED:
        gone = "Its line was deleted" if one.path else "Its note was deleted"
        more.append(Part(f"{gone}. {key_of('edit')} keeps it as your own words.", "warning"))
    elif one.state is SourceState.EDITED:
        more.append(Part(f"Edited since: {clean(one.now)}", "warning"))
    elif one.chosen.words and one.chosen.quote not in ("", quote_of(one.chosen.words)):
        more.append(Part(f"Original: {clean(one.chosen.quote)}", "faint"))
    said = plain_text(one.chosen.text) or one.title
    source = one.title if one.chosen.text else "whole talk"
    target = one.chosen.target or ""
    row = HighlightRow(_key(one.chosen), said, f"{number}", source, most=_LINES, more=tuple(more), highlight=one)
    return replace(row, path=one.path, line=one.line, target=target)
