"""Rename: a new name for a note, or for the person it is about, with a preview of all links that change."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError, Failure
from confnotes.markup.link_names import stem_of
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.half_typed import HalfTyped
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.page import Page, error_on_screen
from confnotes.tui.screens.rewriting import RewritingPage, Rewritten, step_of_rename
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, clip, plural
from confnotes.tui.widgets.field import Field
from confnotes.tui.widgets.filter import Filter, steer
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.links.rewrite import LeftAlone, LineChange, Renaming

PAUSE = 0.3
"""Seconds without a key before the notes are searched."""

_INDENT = 6  # cells
_TALK_KEEPS_TITLE = "The file gets this name. The talk keeps its title, which the program gives."


@fast_dataclass(frozen=True, slots=True)
class RenamedLineRow(Row):
    """A line before and after the change."""

    change: LineChange

    def lines(self, width: int, chosen: bool) -> list[Line]:
        change = self.change
        before, after = change.around(width - _INDENT - 4)
        where = Part(f"line {change.line}", "dim" if chosen else "faint")
        return [
            [*arrow(chosen), where],
            clip([Part(" " * _INDENT), Part("− ", "faint"), Part(clean(before), "dim")], width - 2),
            clip([Part(" " * _INDENT), Part("+ ", "accent"), Part(clean(after), "text")], width - 2),
        ]


@fast_dataclass(frozen=True, slots=True)
class LeftRow(Row):
    """A line that will not change, and why."""

    left: LeftAlone

    def lines(self, width: int, chosen: bool) -> list[Line]:
        left = self.left
        where = f"{clean(stem_of(left.path))}, line {left.line} · {left.why}: "
        return [clip([Part("    "), Part(where, "faint"), Part(clean(left.text.strip()), "dim")], width - 2)]


class RenameScreen(RewritingPage):
    """An input for the name, and the changes below it."""

    where: ClassVar[Where] = Where.RENAME

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.name_line = Filter("New name")
        self.name_line.value = stem_of(path)
        self.field = Field("Name", self.name_line)
        self.list = RowList("changes", classes="body")
        self._renaming: Renaming | None = None
        self._is_renamed = self._is_of_talk = False
        self._wait: Timer | None = None
        self._enter_waits = False

    def body(self) -> Iterable[Widget]:
        yield self.field
        yield self.list

    def on_mount(self) -> None:
        self.top.tell([Part("Rename  ", "dim"), Part(clean(stem_of(self.path)), "strong")], self.hint())
        self.name_line.focus()
        with suppress(ConfnotesError, OSError):
            self._is_of_talk = self.confnotes.vault.note(self.path).talk_key is not None
        self._half_typed = HalfTyped(self, self.confnotes.vault, f"new name of {self.path}")
        self.name_line.value = [*self._half_typed.kept, self.name_line.value][0]
        self.name_line.action_end()
        self._show_nothing()

    def on_unmount(self) -> None:
        self._half_typed.close()

    def dismiss(self, result: None = None) -> AwaitComplete:
        if self.is_active:
            self._half_typed.forget()
        return super().dismiss(result)

    def _show_nothing(self) -> None:
        more = [f"  {_TALK_KEEPS_TITLE}"] if self._is_of_talk else []
        self.list.show(
            [remark("", "  Type a new name.", "  All changes are shown here before anything is written.", *more)]
        )

    # The plan

    def on_input_changed(self, event: Input.Changed) -> None:
        self._renaming = None
        if self._wait is not None:
            self._wait.stop()
        self.workers.cancel_group(self, "planning")
        self.field.tell()
        name = self.name_line.value
        if name.strip() in ("", stem_of(self.path)):
            self._half_typed.forget()
            self._show_nothing()
        else:
            self._half_typed.keep([name])
            self._wait = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        self._wait = None
        if self.everything_saved():
            name = self.name_line.value
            failed = partial(self._not_planned, name)
            self.read_beside(partial(self._plan, name), partial(self._planned, name), failed=failed, group="planning")

    def _plan(self, name: str) -> Renaming:
        from confnotes.actions.links.rename import plan_named
        from confnotes.actions.links.rewrite import cancellable

        worker = get_current_worker()

        def tell(done: int, total: int) -> None:
            self.call_later(self._looking, done, total)

        told = cancellable(tell, lambda: worker.is_cancelled)
        renaming = plan_named(self.confnotes.vault, self.path, name, told)
        if renaming.old != self.path:  # who has this note is read from the index
            raise ConfnotesError("Still indexing notes", "Type the name again in a moment")
        return renaming

    def _looking(self, done: int, total: int) -> None:
        if done and self._renaming is None:
            self.field.tell(Part(f"searching … {done * 100 // total} %", "faint"))

    def _not_planned(self, name: str, error: Failure) -> None:
        if name == self.name_line.value:
            self._renaming, self._enter_waits = None, False
            self.field.tell()
            told = error_on_screen(error)
            self.list.show([remark("", f"  {clean(told.message)}", f"  {clean(told.hint)}", role="warning")])

    def _planned(self, name: str, renaming: Renaming) -> None:
        if name == self.name_line.value:
            self._renaming = renaming
            self._show(renaming)
            if self._enter_waits:
                self.action_rename()

    def _show(self, renaming: Renaming) -> None:
        lines = renaming.lines()
        self.field.tell(Part(f"{plural(len(lines), 'line')} in {plural(len(renaming.files), 'file')}", "dim"))
        rows: list[Row] = []
        for path in dict.fromkeys(line.path for line in lines):
            rows.append(heading(clean(stem_of(path)), clean(path.rpartition("/")[0])))
            rows += [RenamedLineRow(f"{path}:{one.line}", one, height=3) for one in lines if one.path == path]
        if not lines:
            rows.append(remark("", "  No backlinks. Only the file is renamed."))
        if self._is_of_talk:
            rows.append(remark("", f"  {_TALK_KEEPS_TITLE}"))
        if renaming.left:
            rows.append(heading("UNCHANGED"))
            rows += [LeftRow(f"left:{one.path}:{one.line}", one, selectable=False) for one in renaming.left]
        self.list.show(rows)

    # Closing

    def action_back(self) -> None:
        if self.name_line.value in ("", stem_of(self.path)):
            self.action_leave()
        else:
            self.say(f"Press {key_of('close')} to cancel")

    # Writing

    def on_key(self, event: events.Key) -> None:
        super().on_key(event)
        if self.name_line.has_focus:
            steer(event, self.list, self.name_line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.action_rename()

    def action_rename(self) -> None:
        """Write the changes; waits for the preview of the name typed last."""
        if self.name_line.value.strip() in ("", stem_of(self.path)):
            self.say("This is already its name")
        elif self._renaming is None:
            self._enter_waits = True
        else:
            self._enter_waits = False
            self.rewrite(self._renaming, f"Renamed to {stem_of(self._renaming.new)}")

    def on_screen_resume(self) -> None:
        """Leave if the note was renamed while another screen was open on top."""
        if self._is_renamed:
            self.dismiss()

    def links_rewritten(self, written: Rewritten) -> None:
        if self not in self.app.screen_stack:
            return
        under = self.app.screen_stack[self.app.screen_stack.index(self) - 1]
        self._is_renamed = True
        self.dismiss()
        if isinstance(under, RewritingPage):
            under.links_rewritten(written._replace(said=f"{written.said} · {self.key_of('undo')} to undo"))
        elif isinstance(under, Page):
            under.did(step_of_rename(self.confnotes, written))
