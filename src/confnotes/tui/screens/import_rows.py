"""The rows as read, next to their source lines; keys correct doubtful ones.

The source is read again at once with each correction, as its next version will be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from confnotes.errors import Failure
from confnotes.markup.names import fold
from confnotes.model.correction import Correction, CorrectionKind, RowPart, SourceRow, text_of
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.commands import key_of
from confnotes.tui.screens.import_view import DOUBTS
from confnotes.tui.screens.import_work import ImportAnalysis
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, pad, plural, shorten, spread, wrap
from confnotes.tui.widgets.pane import Draw
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

if TYPE_CHECKING:
    from confnotes.tui.screens.import_ import ImportScreen

_SAID: dict[str, str] = {
    CorrectionKind.NO_TALK: "not a talk",
    CorrectionKind.TITLE: "the title",
    CorrectionKind.SPEAKER: "the speaker",
    CorrectionKind.SESSION: "its session",
    CorrectionKind.RIGHT: "right as it is",
    CorrectionKind.TIME: "the time",
    CorrectionKind.DAY: "the day",
    CorrectionKind.ROOM: "the room",
    CorrectionKind.AFFILIATION: "the affiliation",
    CorrectionKind.ABSTRACT: "the abstract",
    CorrectionKind.NUMBER: "ignored",
}
_OF_COLUMNS = [kind for kind in _SAID if kind not in ("no-talk", "session", "right")]
_WHEN = ("time", "end", "zone", "day", "duration", "number")
WHEN, MEANING = 13, 12
_SOURCE_LINES, _LEAST_PARTS = 4, 4


class _Place(NamedTuple):
    """A row of the list: its source and its content, or a correction that no longer matches."""

    source: str
    row: SourceRow | None
    unused: Correction | None = None


@fast_dataclass(frozen=True, slots=True)
class ReadRow(Row):
    """A row as read, with its doubts."""

    place: _Place
    marked: bool = False

    def lines(self, width: int, chosen: bool) -> list[Line]:
        row = self.place.row
        if row is None:
            unused = self.place.unused
            assert unused is not None
            told = f"“{clean(unused.part or unused.row)}” is {_SAID[unused.kind]}"
            return [
                spread(
                    [*arrow(chosen), Part("✗ ", "warning"), Part(told)], [Part("no longer matches ", "warning")], width
                )
            ]
        sign, role = ("● ", "accent") if self.marked else ("⚠ ", "warning") if row.doubts else ("  ", "faint")
        if row.corrections and not self.marked:
            sign, role = "✓ ", "success"
        gone = row.title is None and not row.speakers
        says = " · ".join(part.text for part in row.parts if part.meaning != "time")
        title = says if gone else row.title or "no title"
        strong = "dim" if gone or row.title is None else "strong" if chosen else "text"
        left = [
            *arrow(chosen),
            Part(sign, role),
            Part(pad(clean(_when(row).partition("–")[0]), WHEN), "faint"),
            Part(clean(title), strong),
        ]
        left += [Part("  "), Part(clean(", ".join(row.speakers)), "dim")]
        said = _said_of(row) or " · ".join(DOUBTS[each] for each in row.doubts[:1])
        return [spread(left, [Part(shorten(said, width // 3), role), Part(" ")], width)]


def _when(row: SourceRow) -> str:
    return " ".join(filter(None, (f"{row.day:%a}" if row.day else "", row.hours)))


def _said_of(row: SourceRow) -> str:
    own = [each for each in row.corrections if not each.column]
    return _SAID[own[-1].kind] if own else ""


class ReadRowsScreen(ListScreen["Sequence[_Place]"]):
    """All rows with their source lines; one key goes to the next doubtful one."""

    where: ClassVar[Where] = Where.READ_ROWS
    has_pane: ClassVar[bool] = True
    CSS = """
    ReadRowsScreen Horizontal { layout: vertical; }
    ReadRowsScreen Pane { height: 11; border-top: solid $rule; }
    ReadRowsScreen.-wide Horizontal { layout: horizontal; }
    ReadRowsScreen.-wide RowList { height: 1fr; }
    ReadRowsScreen.-wide Pane { width: 42%; height: 1fr; border-top: none; border-left: solid $rule; }
    """

    def __init__(self, importing: ImportScreen) -> None:
        super().__init__()
        self._importing = importing
        self._marked: set[str] = set()
        self._first, self._last = 0, 0
        self._told_for = ""
        self._is_new = True

    # The list

    @property
    def _understood(self) -> ImportAnalysis:
        assert self._importing.understood is not None
        return self._importing.understood

    def gather(self) -> Iterator[Sequence[_Place]]:
        places = []
        for one in self._understood.previews:
            places += [_Place(one.source, row) for row in one.read.rows]
            unused = [each for each in one.hints.corrections or () if each not in one.read.applied]
            places += [_Place(one.source, None, each) for each in unused]
        yield places

    def rows(self, found: Sequence[_Place]) -> Sequence[Row]:
        rows: list[Row] = []
        seen: dict[str, int] = {}
        session = ""
        for place in found:
            what = place.row
            if what is not None and what.session != session:
                session = what.session
                rows += [heading(clean(session), first=not rows)] if session else []
            key = f"{place.source} {what.line} {what.row}" if what else f"{place.source} {place.unused}"
            seen[key] = seen.get(key, 0) + 1
            key = f"{key} {seen[key]}"
            rows.append(ReadRow(key, place, key in self._marked))
        return rows or [remark("", "  There are no rows to correct in this format.")]

    def gathered(self, found: Sequence[_Place]) -> None:
        super().gathered(found)
        if self._is_new:
            self._is_new = False
            self._go_on(first=True)

    def tell(self) -> None:
        rows = [place.row for place in self.found or () if place.row is not None]
        doubtful = sum(bool(row.doubts) for row in rows)
        told = f"{doubtful:,} of {plural(len(rows), 'row')} doubtful" if rows else ""
        left = [
            Part("Rows as read", "strong"),
            Part(f" · {told}" if told else "", "warning" if doubtful else "dim"),
        ]
        self.top.tell(left, [Part("not saved yet", "dim")])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if event.row is not None and event.row.key != self._told_for:
            self._told_for = event.row.key
            self._first, self._last = next(
                ((first, last) for first, last in self._spans() if self._parts[first].meaning not in _WHEN), (0, 0)
            )
        self._show_source()

    @property
    def _parts(self) -> Sequence[RowPart]:
        return self._row.parts if self._row is not None else ()

    def _spans(self) -> list[tuple[int, int]]:
        """The parts that can be selected, from the left: each cell of a table, then its parts; each part of a line."""
        found: list[tuple[int, int]] = []
        for column, group in groupby(range(len(self._parts)), key=lambda at: self._parts[at].column):
            parts = list(group)
            found += [(parts[0], parts[-1])] if column and len(parts) > 1 else []
            found += [(at, at) for at in parts]
        return found

    @property
    def _chosen(self) -> _Place | None:
        row = self.list.chosen
        return row.place if isinstance(row, ReadRow) else None

    @property
    def _row(self) -> SourceRow | None:
        return self._chosen.row if self._chosen is not None else None

    def _show_source(self) -> None:
        row = self._row
        room = self.pane.size.height
        self.pane.show(None if row is None else source_of(row, self._first, self._last, room))

    # Selection

    def _go_on(self, *, first: bool = False) -> None:
        rows = self.list.rows
        at = next((at for at, row in enumerate(rows) if row is self.list.chosen), 0) + (not first)
        for row in (*rows[at:], *rows[:at]):
            if isinstance(row, ReadRow) and (row.place.row is None or row.place.row.doubts):
                self.list.choose(row.key)
                return
        if not first:
            self.say("No row is doubtful.")

    def action_part(self, step: int) -> None:
        """Select the next or previous part."""
        spans, here = self._spans(), (self._first, self._last)
        if spans:
            at = spans.index(here) + step if here in spans else spans.index((self._first, self._first))
            self._first, self._last = spans[max(0, min(at, len(spans) - 1))]
            self._show_source()

    def action_longer(self, step: int) -> None:
        """Extend the selection by a part, or shrink it."""
        self._last = max(self._first, min(self._last + step, len(self._parts) - 1))
        self._show_source()

    def action_mark(self) -> None:
        """Mark the row, to group it with others into a session."""
        row = self.list.chosen
        if isinstance(row, ReadRow) and row.place.row is not None and self.found is not None:
            self._marked ^= {row.key}
            self.list.show(self.rows(self.found))
            self.list.action_move(1)

    async def action_open(self) -> None:
        """Select the next doubtful row; after the last one, the first."""
        self._go_on()

    # Corrections

    def action_set_part(self, kind: str) -> None:
        """Set the meaning of the selected part of the row."""
        row = self._row
        if row is not None and row.parts:
            part = text_of(row.parts[self._first : self._last + 1])
            self._say(Correction(CorrectionKind(kind), row.row, fold(part)), f"“{clean(part)}” is {_SAID[kind]}")

    def action_set_column(self, kind: str) -> None:
        """Set the meaning of the whole column of the selected part."""
        part = self._parts[self._first] if self._parts else None
        if part is None or not part.column:
            self.say("This part is not in a column.")
        else:
            said = Correction(CorrectionKind(kind), part.header, part.column, column=True)
            self._say(said, f"the column is {_SAID[kind]}")

    def action_choose_column(self) -> None:
        """Let the person choose the meaning of the whole column."""
        from confnotes.tui.screens.dialog import Answer

        now = self._parts[self._first].meaning if self._parts else ""
        answers = [Answer(kind, _SAID[kind]) for kind in _OF_COLUMNS]
        self.let_choose("This column is", "", answers, self.action_set_column, now=now)

    def action_set_row(self, kind: str) -> None:
        """Mark the row as not a talk, or as right."""
        if (row := self._row) is not None:
            said = Correction(CorrectionKind(kind), row.row)
            self._say(said, f"the row is {_SAID[said.kind]}")

    def action_group(self) -> None:
        """Group the marked rows into a session; the first one's title is suggested as its title."""
        from confnotes.tui.screens.dialog import AnswerScreen

        marked = [row for row in self.list.rows if isinstance(row, ReadRow) and row.key in self._marked]
        rows = [row.place.row for row in marked if row.place.row is not None]
        if not rows:
            self.say("Select rows first: space.")
            return
        source = marked[0].place.source

        def take(title: str) -> str | None:
            if not title.strip():
                return "Type a title."
            said = [Correction(CorrectionKind.SESSION, row.row, title=title.strip()) for row in rows]
            self._marked.clear()
            self._correct(source, said, f"{plural(len(rows), 'row')} grouped into one session")
            return None

        text = "The title of the session. A row with this title becomes its heading."
        title = f"Group {plural(len(rows), 'row')} into one session"
        given = clean(rows[0].title or "")
        self.app.push_screen(AnswerScreen(title, text, example="Session 1: Small tools", take=take, given=given))

    def action_undo_correction(self) -> None:
        """Undo the last correction of this row or its columns."""
        place = self._chosen
        last = place.unused if place else None
        if place is not None and place.row is not None and place.row.corrections:
            last = place.row.corrections[-1]
        if place is None or last is None:
            self.say("Nothing to undo in this row.")
            return
        before = self._importing.corrections_of(place.source)
        self._begin(place.source, tuple(each for each in before if each != last), "undone")

    def _say(self, said: Correction, told: str) -> None:
        if self._chosen is not None:
            self._correct(self._chosen.source, [said], told)

    def _correct(self, source: str, said: Sequence[Correction], told: str) -> None:
        """Apply corrections, replacing earlier ones of the same parts."""
        new = {(each.kind, each.row, each.part if each.column else "") for each in said}
        undoes = {each.row for each in said if each.kind is CorrectionKind.NO_TALK}
        before = [
            each
            for each in self._importing.corrections_of(source)
            if (each.kind, each.row, each.part if each.column else "") not in new
            and not (each.row in undoes and not each.column)
        ]
        self._begin(source, (*before, *said), told)

    def _begin(self, source: str, corrections: tuple[Correction, ...], told: str) -> None:
        def read(error: Failure | None) -> None:
            if error is not None:
                self.confnotes.complain_of(error)
                return
            self._told_for = self.list.chosen.key if self.list.chosen else ""
            self.load()
            self.say(told if told == "undone" else f"{told} · u to undo")

        self._importing.correct(source, corrections, read)


def source_of(row: SourceRow, first: int, last: int, room: int) -> Draw:
    """A row as in its source: its lines, the result, and its parts with the selected ones highlighted.

    If `room` lines are not enough, parts before the selected ones are left out.
    """

    def draw(width: int) -> list[Line]:
        doubts = " · ".join(DOUBTS[each] for each in row.doubts)
        lines: list[Line] = [[Part(f"  LINE {row.line:,}", "heading"), Part(f"  {doubts}", "warning")]]
        for text in row.lines[:_SOURCE_LINES]:
            lines += [[Part("  "), Part(piece, "faint")] for piece in wrap(clean(text.strip()), width - 4)[:2] if piece]
        read = " · ".join(each for each in (row.title, ", ".join(row.speakers), _when(row)) if each)
        lines += [
            [Part("    " if number else "  → ", "accent"), Part(piece, "dim")]
            for number, piece in enumerate(wrap(clean(read), width - 6)[:2])
            if piece
        ]
        for each in row.corrections:
            told = f"{_SAID[each.kind]} is “{clean(part)}”" if (part := each.part or each.title) else _SAID[each.kind]
            column = "whole column " if each.column else ""
            lines.append(spread([Part("  ✓ ", "success"), Part(told, "dim")], [Part(column, "dim")], width))
        hint = wrap(_hint(any(part.column for part in row.parts)), width - 4)
        left = max(room - len(lines) - len(hint), _LEAST_PARTS)
        begin = max(0, min(first, len(row.parts) - left))
        lines += [piece for at in range(begin, len(row.parts)) for piece in _of_part(row, at, first, last, width)][
            :left
        ]
        return [*lines, *([Part("  "), Part(piece, "faint")] for piece in hint)]

    return draw


def _hint(in_columns: bool) -> str:
    """What the keys do with the selected part or row."""
    named = (("title", "title"), ("speaker", "speaker"), *((("column", "column"),) if in_columns else ()))
    parts = [f"{key_of(on, Where.READ_ROWS)} {label}" for on, label in named]
    row = f"{key_of('mark', Where.READ_ROWS)} select rows, {key_of('merge', Where.READ_ROWS)} group them"
    return " · ".join(("← → part", *parts, row))


def _of_part(row: SourceRow, at: int, first: int, last: int, width: int) -> Iterator[Line]:
    """The lines of a part; the first part of a column begins with the column's meaning."""
    part = row.parts[at]
    is_chosen = first <= at <= last
    goes_on = at > 0 and part.column != "" and row.parts[at - 1].column == part.column
    for number, piece in enumerate(wrap(clean(part.text), width - MEANING - 6)[:3]):
        sign = Part("  ▸ " if is_chosen and not number else "    ", "accent")
        meaning = "" if number or goes_on else part.meaning
        yield [sign, Part(pad(meaning, MEANING), "dim"), Part(piece, "strong" if is_chosen else "text")]
