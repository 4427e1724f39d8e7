"""A list of rows of one or more lines, drawn line by line: fifty thousand rows scroll as smoothly as ten."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby
from typing import ClassVar, TypeVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.textual_private import bindings_of
from confnotes.tui.widgets.drawing import SHARE, Line, Part, begin, clean, spread, strip_of, style_on

RIGHT_BUTTON = 3
Thing = TypeVar("Thing")


@fast_dataclass(frozen=True, slots=True)
class Row:
    """One row; a subclass draws itself. The selection follows `key` when the list is loaded again."""

    key: str
    height: int = field(default=1, kw_only=True)
    selectable: bool = field(default=True, kw_only=True)

    def lines(self, width: int, chosen: bool) -> list[Line]:
        """The row's lines, at most `height` of them."""
        raise NotImplementedError

    def at_top(self) -> Row:
        """The row as it is drawn at the top of the window, below the rows that say what it is part of."""
        return self


RowT = TypeVar("RowT", bound=Row)


@fast_dataclass(frozen=True, slots=True)
class HeadingRow(Row):
    """A heading between groups; cannot be selected."""

    title: str
    right: str = ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        line = spread([Part("  "), Part(self.title, "heading")], [Part(self.right, "faint"), Part(" ")], width)
        return [[] for _ in range(self.height - 1)] + [line]


@fast_dataclass(frozen=True, slots=True)
class Remark(Row):
    """Lines of text between rows, such as an empty state or a hint; cannot be selected."""

    text: tuple[str, ...]
    role: str = "dim"

    def lines(self, width: int, chosen: bool) -> list[Line]:
        return [[Part("  "), Part(line, self.role)] for line in self.text]


@fast_dataclass(frozen=True, slots=True)
class LinkRow(Row):
    """A note or a web page; `target` is what the app follows."""

    title: str
    right: str
    target: str

    def lines(self, width: int, chosen: bool) -> list[Line]:
        left = begin(chosen, clean(self.title), "link" if self.target.startswith("url:") else "text")
        right = "" if self.right == self.title else clean(self.right)
        return [[*spread(left, [Part(right, "faint")], width - 2, SHARE), Part("  ")]]


def heading(title: str, right: str = "", *, first: bool = False) -> HeadingRow:
    """A heading with a blank line above it unless it is the first."""
    return HeadingRow(f"heading:{title}", title, right, height=1 if first else 2, selectable=False)


def with_headings(
    things: Iterable[Thing], title_of: Callable[[Thing], str], row_of: Callable[[Thing], Row]
) -> list[Row]:
    """The rows of things, below a heading wherever its title is another one."""
    rows: list[Row] = []
    for title, group in groupby(things, title_of):
        rows += [heading(title, first=not rows), *map(row_of, group)]
    return rows


def remark(*text: str, role: str = "dim") -> Remark:
    """A row of text that cannot be selected."""
    return Remark(f"remark:{text[0] if text else ''}", text, role, height=len(text), selectable=False)


def no_conference() -> Remark:
    """What a list of talks says without a program."""
    return remark("", "  No program yet.", f"  Press {key_of('now')}, then {key_of('import')} to import one.")


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows rows, one of which is selected: a click selects, a second one or a double click opens.

    In a menu, which closes once a row is taken, one click is enough.
    """

    is_menu = False
    is_marked_without_focus = True  # an input that forwards its arrow keys may have the focus

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("ctrl+pageup", "page(-0.5)", "Half a page up", show=False),
        Binding("ctrl+pagedown", "page(0.5)", "Half a page down", show=False),
        Binding("home", "home", "First", show=False),
        Binding("ctrl+home", "edge(-1)", "First", show=False),
        Binding("end,ctrl+end", "edge(1)", "Last", show=False),
    ]

    @dataclass
    class Moved(Message):
        """Another row was selected; None in an empty list."""

        rows: RowList
        row: Row | None

    @dataclass
    class Pressed(Message):
        """The selected row was clicked, or a part of any row, which `target` names; "" is the row itself."""

        rows: RowList
        row: Row
        target: str

    @dataclass
    class RightClicked(Message):
        """A row was clicked with the right button, for what can be done with it."""

        rows: RowList
        row: Row

    def __init__(self, widget_id: str, *, classes: str | None = None) -> None:
        super().__init__(id=widget_id, classes=classes)
        self._rows: Sequence[Row] = ()
        self._tops: list[int] = [0]
        self._chosen: int | None = None
        self._hover: int | None = None
        self._drawn: tuple[Row, int, bool, list[Line]] | None = None
        self._is_new = True

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def chosen(self) -> Row | None:
        return None if self._chosen is None else self._rows[self._chosen]

    def chosen_as(self, kind: type[RowT]) -> RowT | None:
        """The selected row if it is of that kind."""
        return self.chosen if isinstance(self.chosen, kind) else None

    def show(
        self,
        rows: Sequence[Row],
        *,
        choose: str | None = None,
        keep: bool = True,
        near: bool = False,
        first: bool = True,
    ) -> None:
        """Show other rows.

        Selects the row `choose`; otherwise keeps the selected row (`keep`), or selects the row that is now at its
        place or nearest to it (`near`), or the first row (`first`), or none.
        """
        before = self.chosen.key if self.chosen and keep else None
        place = (self._chosen or 0) if near else 0
        seen, was_in_view = self._seen(), self._is_in_view
        self._is_new = self._is_new or before is None
        self._rows = rows
        self._tops = [0]
        for row in rows:
            self._tops.append(self._tops[-1] + row.height)
        self._hover = None
        wanted = [key for key in (choose, before) if key is not None]
        self._chosen = self._index_of(wanted, place if first else None)
        self._measure()
        if before is None or (self.chosen and self.chosen.key != before):
            if not keep:
                self.scroll_to(y=0, animate=False, immediate=True)
            self._reveal()
        elif was_in_view and not self._is_in_view:
            self._reveal()
        if self._seen() != seen:
            self.refresh()
        self.post_message(self.Moved(self, self.chosen))

    def _index_of(self, wanted: Sequence[str], place: int | None) -> int | None:
        """The row with the first of these keys that exists, otherwise the nearest to `place`, preferring rows below."""
        rows = self._rows
        where = {row.key: index for index, row in enumerate(rows) if row.selectable} if wanted else {}
        found = next((where[key] for key in wanted if key in where), None)
        if found is not None or place is None:
            return found
        order = chain(range(place, len(rows)), range(min(place, len(rows)) - 1, -1, -1))
        return next((index for index in order if rows[index].selectable), None)

    def _seen(self) -> tuple[object, ...]:
        """The drawn region: lines below the visible ones cost no painting."""
        top = int(self.scroll_offset.y)
        first, last = self._index_at(top), self._index_at(min(top + self.size.height, self._tops[-1]) - 1)
        if first is None or last is None:
            return (self.size,)
        return self.size, top - self._tops[first], self._chosen, *self._rows[first : last + 1]

    @property
    def _is_in_view(self) -> bool:
        """Whether the first line of the selected row is visible."""
        if self._chosen is None:
            return False
        return 0 <= self._tops[self._chosen] - self.scroll_offset.y < self.size.height

    def choose(self, key: str) -> bool:
        """Select the row with that key; False if it does not exist."""
        for index, row in enumerate(self._rows):
            if row.key == key and row.selectable:
                self._choose(index)
                return True
        return False

    def action_move(self, steps: int) -> None:
        """Move the selection by `steps` rows; at the top, scroll to the first line."""
        index = -1 if self._chosen is None else self._chosen
        direction = 1 if steps > 0 else -1
        left = abs(steps)
        target = self._chosen
        while left and 0 <= index + direction < len(self._rows):
            index += direction
            if self._rows[index].selectable:
                target, left = index, left - 1
        if target is not None and target != self._chosen:
            self._choose(target)
        elif direction < 0:
            self.scroll_to(y=0, animate=False)

    def action_page(self, pages: float) -> None:
        """Move the selection by about a page, or a part of one."""
        if self._chosen is None:
            return
        line = self._tops[self._chosen] + int(pages * max(2, self.size.height - 2))
        index = self._index_at(max(0, min(line, self._tops[-1] - 1)))
        if index is None:
            return
        order = range(index, len(self._rows)) if pages > 0 else range(index, -1, -1)
        nearest = next((at for at in order if self._rows[at].selectable), None)
        if nearest is None:
            self.action_edge(1 if pages > 0 else -1)
        else:
            self._choose(nearest)

    def centre(self) -> None:
        """Scroll so that the selected row is in the middle."""
        if self._chosen is not None:
            self.scroll_to(y=self._tops[self._chosen] - self.size.height // 2, animate=False, immediate=True)

    def action_home(self) -> None:
        """Select the first row, unless the screen uses the key."""
        if bindings_of(self.screen, "home"):
            raise SkipAction
        self.action_edge(-1)

    def action_edge(self, direction: int) -> None:
        """Select the first or the last row."""
        order = range(len(self._rows)) if direction < 0 else range(len(self._rows) - 1, -1, -1)
        found = next((index for index in order if self._rows[index].selectable), None)
        if found is not None:
            self._choose(found)

    def _choose(self, index: int) -> None:
        if index != self._chosen:
            self._chosen = index
            self.refresh()
            self.post_message(self.Moved(self, self.chosen))
        self._reveal()

    def _reveal(self) -> None:
        if self._chosen is None or not self.size.height:
            return
        top, height = self._tops[self._chosen], self._rows[self._chosen].height
        above = self._chosen
        while (
            above > 0 and not self._rows[above - 1].selectable and self._tops[self._chosen] - self._tops[above - 1] < 4
        ):
            above -= 1
        was_new, self._is_new = self._is_new, False
        if was_new:
            self._scroll_to_opening(top)
        context = top - self._tops[above]
        below = self._tops[-1] - top - height  # remarks below the last row cannot be reached by keys otherwise
        if context + height + below <= self.size.height and not any(
            row.selectable for row in self._rows[self._chosen + 1 :]
        ):
            height += below
        self.scroll_to_region(Region(0, top - context, 1, height + context), animate=False, immediate=True)

    def _scroll_to_opening(self, top: int) -> None:
        """Show the first selection with what follows it, and with the heading of its group if that is near."""
        assert self._chosen is not None
        most = self.size.height * 3 // 4
        if top <= most:
            return
        group = self._tops[next((at for at in range(self._chosen, -1, -1) if not self._rows[at].selectable), 0)]
        first = group if top - group <= most else self._tops[self._index_at(top - self.size.height // 4) or 0]
        self.scroll_to(y=first, animate=False, immediate=True)

    def _measure(self) -> None:
        """Set the virtual height, at least the visible height, so that the scrollbar of a short list is empty.

        Its space is always reserved, so that other rows do not change the layout.
        """
        lines = max(self._tops[-1], self.size.height)
        self.set_reactive(ScrollView.virtual_size, Size(self.scrollable_content_region.width, lines))
        self.vertical_scrollbar.window_virtual_size = lines
        self.scroll_y = min(self.scroll_y, self.max_scroll_y)

    def _index_at(self, line: int) -> int | None:
        if not 0 <= line < self._tops[-1]:
            return None
        return bisect_right(self._tops, line) - 1

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = y + int(self.scroll_offset.y)
        index = self._index_at(line)
        base = self.visual_style.rich_style
        if index is None:
            return Strip.blank(width, base)
        row = self._rows[index] if y else self._rows[index].at_top()
        chosen = index == self._chosen
        if chosen and (self.is_marked_without_focus or self.has_focus):
            base = base + style_on(self, "chosen")
        elif index == self._hover and row.selectable:
            base = base + style_on(self, "hover")
        if self._drawn is None or self._drawn[:3] != (row, width, chosen):
            self._drawn = row, width, chosen, row.lines(width, chosen)
        lines = self._drawn[3]
        inner = line - self._tops[index]
        parts = lines[inner] if inner < len(lines) else []
        if chosen:  # with 16 colours the faintest one is the background of the selected row
            parts = [part._replace(role="dim") if part.role == "faint" else part for part in parts]
        return strip_of(parts, width, partial(style_on, self), base)

    def on_resize(self, event: events.Resize) -> None:
        self._measure()
        self._reveal()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        hover = self._index_at(event.y + int(self.scroll_offset.y))
        if hover != self._hover:
            self._hover = hover
            self.refresh()

    def on_leave(self) -> None:
        if self._hover is not None:
            self._hover = None
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = self._index_at(event.y + int(self.scroll_offset.y))
        if index is None or not self._rows[index].selectable:
            return
        event.stop()
        target = str(event.style.meta.get("press", ""))
        opens = self.is_menu or index == self._chosen or bool(target)
        self._choose(index)
        if event.button == RIGHT_BUTTON:
            self.post_message(self.RightClicked(self, self._rows[index]))
        elif opens:
            self.post_message(self.Pressed(self, self._rows[index], target))
