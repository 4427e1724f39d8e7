"""History: notes deleted or changed recently, the versions of a note, and restoring one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.containers import Container
from textual.widget import Widget

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.compare_texts import ComparedLine, Comparison, Side
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import Line, Part, arrow, begin, clean, place, plural, spread, wrap
from confnotes.tui.widgets.editor_document import split_tail
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import NoteHistory, NoteVersion

AROUND = 2
"""The number of unchanged lines shown around each difference."""
MOST_LINES = 4000  # of a comparison; nobody scrolls further, and drawing them takes memory
_INDENT = 6  # cells


def moment(at: datetime, now: datetime) -> str:
    """A time in its shortest unambiguous form: 10:05:42, Dec 10 10:05, 2018-12-10 10:05."""
    if at.date() == now.date():
        return f"{at:%H:%M:%S}"
    return f"{at:%b} {at.day} {at:%H:%M}" if at.year == now.year else f"{at:%Y-%m-%d %H:%M}"


@fast_dataclass(frozen=True, slots=True)
class VersionRow(Row):
    """A version: its time, the reason it was kept, and its change in size."""

    version: NoteVersion
    at: str

    def lines(self, width: int, chosen: bool) -> list[Line]:
        version = self.version
        left = [*begin(chosen, f"{self.at:<17} "), Part(clean(version.why), "dim")]
        if version.is_present:
            left.append(Part(" · current", "faint"))
        return [spread(left, [Part(f"{version.change:+,} bytes ", "faint")], width)]


@fast_dataclass(frozen=True, slots=True)
class LineRow(Row):
    """A changed line or one near it; long lines are wrapped."""

    line: ComparedLine
    shown: tuple[str, ...]

    def lines(self, width: int, chosen: bool) -> list[Line]:
        role = {Side.BOTH: "faint", Side.HERE: "dim", Side.THERE: "text"}[self.line.side]
        sign = {Side.BOTH: " ", Side.HERE: "−", Side.THERE: "+"}[self.line.side]
        mark = [*arrow(chosen), Part(f"{sign} ", "accent")]
        indents = [mark, *([[Part(" " * _INDENT)]] * (len(self.shown) - 1))]
        return [[*indent, Part(text, role)] for indent, text in zip(indents, self.shown, strict=True)]


class HalfList(RowList):
    """One of two lists; its chosen row is marked while the list has the focus."""

    is_marked_without_focus = False


class Compared(NamedTuple):
    """A version, by the key of its row, compared with the current text."""

    key: str
    comparison: Comparison
    text: str


class HistoryScreen(Page):
    """Versions of the note at `path`. If the note is open, `take` replaces the text in its editor."""

    where: ClassVar[Where] = Where.HISTORY
    DEFAULT_CSS = """
    HistoryScreen #versions { height: 1fr; max-height: 40%; border-bottom: solid $rule; }
    HistoryScreen #changes { height: 2fr; }
    HistoryScreen.-wide .body { layout: horizontal; }
    HistoryScreen.-wide #versions { max-height: 100%; width: 2fr; border-bottom: none; border-right: solid $rule; }
    HistoryScreen.-wide #changes { height: 1fr; width: 3fr; }
    """

    def __init__(
        self, path: str, *, text: Callable[[], str] | None = None, take: Callable[[str, str], object] | None = None
    ) -> None:
        super().__init__()
        self.path = path
        self.versions = HalfList("versions")
        self.changes = HalfList("changes")
        self._text, self._take = text, take
        self._present: str | None = None
        self._compared: Compared | None = None

    def body(self) -> Iterable[Widget]:
        yield Container(self.versions, self.changes, classes="body")

    def on_mount(self) -> None:
        self.top.tell(place(stem_of(self.path), "earlier versions"), self.hint())
        self.versions.show([remark("", "  Loading …")])
        self.versions.focus()
        self._load()

    # Versions

    def _load(self) -> None:
        self.read_beside(self._versions, self._show_versions)

    def _versions(self) -> tuple[Sequence[NoteVersion], str | None]:
        """The kept versions and the current text; None for a deleted note."""
        from confnotes.actions.notes.note_versions import versions

        vault = self.confnotes.vault
        try:
            present = self._text() if self._text is not None else vault.read(self.path).text
        except NotFoundError:
            present = None
        except (ConfnotesError, OSError) as error:
            present = None
            self.call_later(self.confnotes.complain_of, error)
        return versions(vault, self.path), present

    def _show_versions(self, found: tuple[Sequence[NoteVersion], str | None]) -> None:
        versions, self._present = found
        texts = [one for one in versions if not one.snapshot.is_deletion]
        now = self.confnotes.vault.history.clock().astimezone()
        self.versions.show(
            [VersionRow(_key(one), one, moment(one.since, now)) for one in texts]
            or [remark("", "  No earlier versions yet.", "  One is kept every five minutes and on closing a note.")],
            choose=next((_key(one) for one in texts if not one.is_present), None),
        )
        told = plural(len(texts), "version") + ("" if self._present is not None else " · deleted")
        self.top.tell(place(stem_of(self.path), "earlier versions"), [Part(f"{told} ", "dim")])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        row = event.row
        if event.rows is self.versions and isinstance(row, VersionRow):
            self.read_beside(partial(self._compare, row.key, row.version), self._show_compared)

    def _compare(self, key: str, version: NoteVersion) -> Compared:
        text = version.snapshot.data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        return Compared(key, Comparison(self._present or "", text), text)

    def _show_compared(self, compared: Compared) -> None:
        if self.versions.chosen is not None and self.versions.chosen.key == compared.key:
            self._compared = compared
            self._show_lines()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._show_lines)

    def _show_lines(self) -> None:
        if self._compared is None:
            return
        width = max(20, self.changes.scrollable_content_region.width - _INDENT - 2)
        rows: list[Row] = [heading("CHANGES IF RESTORED", first=True)]
        if not self._compared.comparison.changes:
            rows = [remark("", "  No differences from the current text.")]
        lines = self._compared.comparison.lines()
        if self._present is None:
            lines = [line for line in lines if line.side is Side.THERE]
        rows += _line_rows(lines, width)
        self.changes.show(rows[:MOST_LINES])

    # Restoring

    def action_switch(self) -> None:
        (self.changes if self.versions.has_focus else self.versions).focus()

    @on(events.DescendantFocus)
    def _say_where_tab_goes(self) -> None:
        self.line.label("history.switch", "changes" if self.versions.has_focus else "versions")

    def action_restore(self) -> None:
        from confnotes.actions.notes.note_versions import restore

        row = self.versions.chosen
        if not isinstance(row, VersionRow):
            return
        if self._compared is not None and self._compared.key == row.key and not self._compared.comparison.changes:
            self.say("The note already has this text")
        elif self._take is not None:
            if self._compared is not None and self._compared.key == row.key:
                self._put(self._compared.text, f"Restored the version of {row.at}")
        else:
            restored = partial(restore, self.confnotes.vault, self.path, row.version.snapshot)
            self.write_beside(restored, self._restored)

    def action_restore_passage(self) -> None:
        line = self._line()
        if line is not None and self._compared is not None and line.change is not None:
            self._put(self._compared.comparison.with_change(line.change), "Passage restored")

    def action_restore_line(self) -> None:
        line = self._line()
        if line is not None and self._compared is not None:
            self._put(self._compared.comparison.with_line(line), "Line restored")

    def _line(self) -> ComparedLine | None:
        """The chosen line; None after a message if no line is chosen or the note is not open."""
        row = self.changes.chosen
        if self._take is None:
            self.say("Press enter to restore the note" if self._present is None else "Open the note to restore parts")
        elif not isinstance(row, LineRow):
            self.say("Select a changed line first: press tab")
        else:
            return row.line
        return None

    def _put(self, text: str, told: str) -> None:
        """Put the text into the editor and return to it, unless the note was changed in the meantime."""
        assert self._take is not None and self._text is not None
        if self._text() != self._present:
            self.say("The note was changed in the meantime. Review the changes.")
            self._load()
            return
        self.dismiss()
        self.app.call_later(self._take, text, f"{told} · {key_of('undo')} to undo")

    def _restored(self, written: bool) -> None:
        self.confnotes.note_saved(self.path)
        self.dismiss()
        self.app.call_later(self.confnotes.open_path, self.path)


def _key(version: NoteVersion) -> str:
    return f"{version.snapshot.since.timestamp()}:{version.snapshot.digest}:{version.why}"


def _line_rows(lines: Sequence[ComparedLine], width: int) -> Iterator[Row]:
    """A row for each changed line and the few lines around it."""
    near = {
        row + step for row, line in enumerate(lines) if line.change is not None for step in range(-AROUND, AROUND + 1)
    }
    passed = 0
    for row, line in enumerate(lines):
        if row not in near:
            passed += 1
            continue
        if passed:
            yield remark(f"    … {plural(passed, 'unchanged line')}", role="faint")
            passed = 0
        shown = tuple(wrap(clean(split_tail(line.text)[0]), width)) or ("",)
        yield LineRow(
            f"{line.side.value}{line.number}", line, shown, height=len(shown), selectable=line.change is not None
        )


@fast_dataclass(frozen=True, slots=True)
class HistoryRow(Row):
    """A note with kept versions."""

    history: NoteHistory
    at: str

    def lines(self, width: int, chosen: bool) -> list[Line]:
        history = self.history
        folder = clean(history.path.rpartition("/")[0])
        left = [*begin(chosen, clean(stem_of(history.path))), Part(f"  {folder}", "faint")]
        return [spread(left, [Part(f"{plural(history.count, 'version')} · {self.at} ", "dim")], width)]


class HistoriesScreen(ListScreen["Sequence[NoteHistory]"]):
    """Deleted notes, then changed notes, each with the latest first."""

    where: ClassVar[Where] = Where.HISTORIES
    gathering: ClassVar[str] = "Loading …"
    placeholder: ClassVar[str] = "Filter by name or folder"

    def gather(self) -> Iterator[Sequence[NoteHistory]]:
        from confnotes.actions.notes.note_versions import deleted_and_recent

        yield deleted_and_recent(self.confnotes.vault)

    def tell(self) -> None:
        count = sum(one.is_deleted for one in self.found or ())
        self.top.tell(place("Deleted notes and earlier versions"), [Part(f"{count:,} deleted ", "dim")])

    def rows(self, found: Sequence[NoteHistory]) -> Sequence[Row]:
        wanted = fold(self.filter.value).split()
        shown = [one for one in found if all(word in fold(one.path) for word in wanted)]
        now = self.confnotes.vault.history.clock().astimezone()
        rows: list[Row] = []
        for title, are_deleted in (("DELETED", True), ("CHANGED IN THE LAST WEEK", False)):
            group = [one for one in shown if one.is_deleted is are_deleted]
            if group:
                rows.append(heading(title, f"{len(group):,}", first=not rows))
                rows += [HistoryRow(one.path, one, moment(one.since, now)) for one in group]
        return rows or [
            remark("", "  No recently deleted or changed notes.", "  Notes that you change or delete appear here.")
        ]

    def action_open(self) -> None:
        row = self.list.chosen_as(HistoryRow)
        if row is not None:
            self.confnotes.push_screen(HistoryScreen(row.history.path))
