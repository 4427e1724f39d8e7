"""Import: a program is read, corrected, compared with the vault, and saved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from confnotes.actions.importing.conference_list import ListedConference
from confnotes.errors import ConfnotesError, Failure, StoppedError
from confnotes.model.correction import Correction
from confnotes.tui.command import Command, Where
from confnotes.tui.commands import by_id
from confnotes.tui.screens import import_work
from confnotes.tui.screens.import_form import ImportForm, ask, step_of_import
from confnotes.tui.screens.import_view import failure, invitation, preview_of, private_host, reports_of
from confnotes.tui.screens.import_work import ImportAnalysis, ImportJob, Overrides, WantedSources
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.conference_list import ConferenceList
from confnotes.tui.widgets.drawing import Part, clean
from confnotes.tui.widgets.field import Field, SourcesInput, sources_in, take_completion
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.actions.importing.import_merge import ImportReport

TICK = 0.1  # seconds between two updates of the progress


class ImportScreen(Page):
    """The sources, the program as read, and the form to correct it. It is saved as a whole or not at all."""

    where: ClassVar[Where] = Where.IMPORT
    CSS = """
    ImportScreen #read { border-top: solid $rule; }
    ImportScreen #conferences { display: none; }
    ImportScreen.-choosing #read { height: 9; max-height: 45%; }
    ImportScreen.-choosing #conferences { display: block; }
    ImportScreen ImportForm { display: none; }
    ImportScreen.-understood ImportForm { display: block; }
    ImportScreen.-refreshing #from, ImportScreen.-refreshing #name { display: none; }
    """

    def __init__(
        self,
        refreshing: str | None = None,
        *,
        typed: str = "",
        listed: ListedConference | None = None,
        begins: bool = False,
    ) -> None:
        """`refreshing` is a conference to refresh; otherwise `typed` or `listed` sources are read at once.

        `begins`: this is the first import of a new vault. It leads to Now, and esc back to the welcome.
        """
        super().__init__()
        self.source = SourcesInput("a conference, file or web address: ~/Downloads/schedule.xml", "source")
        self.form = ImportForm()
        self.from_field = Field("From", self.source)
        self.from_field.id = "from"
        self.pane = Pane("read", classes="body")
        self.conferences = ConferenceList("conferences")
        self.wanted = WantedSources(refreshing=refreshing)
        self._typed, self._listed, self._begins = listed.address if listed else typed, listed, begins
        self.understood: ImportAnalysis | None = None
        self.reports: Sequence[ImportReport] = ()
        self._undone: Sequence[ImportReport] = ()
        self._as_read: ImportAnalysis | None = None
        self._applied = Overrides()
        self._unfolded = self._write_then = False
        self._run: ImportJob | None = None
        self._corrections: dict[str, tuple[Correction, ...]] = {}
        self._read_then: Callable[[Failure | None], None] | None = None

    def body(self) -> ComposeResult:
        yield self.from_field
        yield self.form
        yield self.pane
        yield self.conferences

    def on_mount(self) -> None:
        self.set_interval(TICK, self._show_progress)
        if self.wanted.refreshing is None:
            self._show_beginning()
            self._tell()
            self.conferences.add_team_programs(self.confnotes.vault)
            for problem in self.conferences.problems[:1]:
                self.complain(problem)
            if self._typed:
                self.source.value = self._typed
                self._read_typed()
        else:
            self.add_class("-refreshing")
            self.pane.focus()
            self._begin_reading(self.wanted)

    # The top lines

    @property
    def _title(self) -> list[Part]:
        name = self.wanted.refreshing
        return [Part("Import" if name is None else f"Refresh {clean(name)}", "strong")]

    def _tell(self) -> None:
        self.top.tell(self._title, self._hints())
        does = "save" if self._is_to_be_written else "read"
        self.line.label("import.enter", "open program" if self.reports else does)
        self.offer()

    def missing(self, command: Command) -> str:
        read, written, found = self._is_to_be_written, bool(self.reports), self.understood
        fits = dict.fromkeys(("import.write", "import.edit", "import.talks"), read) | {
            "import.more": read or written,
            "import.rows": read and found is not None and any(one.read.rows for one in found.previews),
            "import.add": read and self.wanted.refreshing is None,
            "import.complete": self._asks_for_source,
            "import.enter": isinstance(self.focused, Input) or read or written,
        }
        return super().missing(command) if fits.get(command.id, True) else "Not available now."

    def offer(self) -> None:
        """Show one key to save: ctrl+s in a field, where enter moves to the next step, else enter."""
        twice = "import.enter" if isinstance(self.focused, Input) else "import.write"
        self.line.offer(lambda command: self.missing(command) or ("twice" if command.id == twice else ""))

    def _hints(self) -> list[Part]:
        """What enter does now; the other keys are in the footer."""
        if self._run is not None:
            return [Part(self.key_of("back"), "accent", "app.back"), Part(" cancel", "faint")]
        if self.reports or (self._is_to_be_written and not isinstance(self.focused, Input)):
            return [Part("saved" if self.reports else "not saved yet", "dim")]
        if self._is_to_be_written and self.focused is not self.source:
            return [Part(self.key_of("open"), "accent"), Part(" done", "faint")]
        if self.wanted.refreshing is None:
            return [Part(self.key_of("open"), "accent"), Part(" read", "faint")]
        return []

    def on_descendant_focus(self) -> None:
        self._tell()

    def _show_progress(self) -> None:
        if (run := self._run) is not None:
            self.top.tell(self._title, [Part(f"{clean(run.state)}   ", "accent"), *self._hints()])

    @property
    def _asks_for_source(self) -> bool:
        """Whether the source is typed and nothing else on the screen could take the focus to any use."""
        return self.focused is self.source and not (self._is_to_be_written or self.reports)

    def on_key(self, event: events.Key) -> None:
        """Move the focus, or the selection in the list of conferences; the field of sources keeps it until then."""
        if event.key in ("up", "down") and self._asks_for_source and self.has_class("-choosing"):
            event.prevent_default().stop()
            self.conferences.action_move(1 if event.key == "down" else -1)
        if event.key not in ("tab", "shift+tab"):
            return
        event.prevent_default().stop()
        self.line.unsay()
        if not self._asks_for_source:
            (self.focus_next if event.key == "tab" else self.focus_previous)()
        elif event.key == "tab":
            self.call_next(self.run_action, "complete")

    def action_complete(self) -> None:
        """Complete the path of the last source."""
        if not take_completion(self.source):
            self.say("Nothing to complete.")

    # Reading

    @property
    def busy(self) -> bool:
        """Whether something is being read or written."""
        return self._run is not None

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._asks_for_source and not self.busy:
            self._offer_conferences()

    def _offer_conferences(self) -> None:
        """List conferences by the typed name, unless a path or an address was typed."""
        self.set_class(self.conferences.offer(self.source.value.strip()), "-choosing")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._read_chosen()

    def on_row_list_pressed(self, event: ConferenceList.Pressed) -> None:
        self._read_chosen()

    def _read_chosen(self) -> None:
        """Read the program of the selected conference, else the typed sources."""
        chosen = self.conferences.conference if self.has_class("-choosing") else None
        if chosen is not None:
            self._listed, self._typed = chosen, chosen.address
            self.source.value = chosen.address
        self._read_typed()

    def _read_typed(self) -> None:
        typed = self.source.value.strip()
        if not (sources := tuple(sources_in(typed))) or "-" in sources:  # standard input is the keyboard here
            self.say("Type where the program is: a file, a folder or a web address.")
        else:
            own = self._listed is not None and self._listed.own and typed == self._typed
            self._begin_reading(WantedSources(typed, sources, own=own))

    def _begin_reading(self, wanted: WantedSources) -> None:
        if self.busy:
            return
        self.wanted = wanted
        self.understood = self._as_read = None
        self.reports = ()
        self._unfolded = False
        self._corrections = {}
        self.remove_class("-understood", "-choosing")
        self.pane.show(None)
        run = self._begin()
        found = partial(import_work.read, self.confnotes.vault, wanted, run)
        self.read_beside(found, partial(self._was_read, run), failed=partial(self._failed, run))

    def _begin(self, *, writes: bool = False) -> ImportJob:
        run = self._run = ImportJob(writes, "writing" if writes else "")
        self.line.unsay()
        self._tell()
        return run

    def _was_read(self, run: ImportJob, understood: ImportAnalysis) -> None:
        """Show sources that were read, perhaps again with the user's corrections."""
        if run is not self._run:
            return
        self._run = None
        first = self._as_read is None
        self.understood = understood
        if first:
            self._as_read = understood
            self._applied = understood.said
            self.form.fill_in(understood, self._listed if self.wanted.typed == self._typed else None)
        self.form.show(understood)
        self._show(keep_place=not first)
        if not first:
            self.apply()
            self._tell_rows(None)
            if self._write_then and not self.busy:
                self.action_write()
        elif not (understood.previews and self.form.begin()):
            self.pane.focus()

    def _show(self, *, keep_place: bool) -> None:
        """Show what was saved, else the program as read."""
        if self.reports:
            self.remove_class("-understood")
            self.pane.show(reports_of(self.reports, unfolded=self._unfolded), keep_place=keep_place)
        elif self.understood is not None:
            self.set_class(bool(self.understood.previews), "-understood")
            self.pane.show(preview_of(self.understood, unfolded=self._unfolded), keep_place=keep_place)
        self._tell()

    @property
    def _is_to_be_written(self) -> bool:
        return self.understood is not None and bool(self.understood.previews) and not self.reports

    def _failed(self, run: ImportJob, error: Failure) -> None:
        """Show that reading or writing failed; the vault is unchanged."""
        if run is not self._run:
            return
        self._run = None
        self._write_then = False
        if not run.writes:
            self._applied = Overrides()  # the screen does not show the values of the fields
        self._tell()
        if self._read_then is not None:
            self._tell_rows(error)
            return
        if (host := private_host(error)) and host not in self.wanted.allow_private:
            self._ask_for_private(host)
            return
        if self.understood is None:
            self._show_beginning(None if isinstance(error, StoppedError) else import_work.describe_error(error))
        if isinstance(error, StoppedError):
            self.say("Cancelled. Nothing was saved.")
        elif self.understood is not None:
            self.complain(import_work.describe_error(error))

    def _show_beginning(self, error: ConfnotesError | None = None) -> None:
        """Show what can be imported; after a failure the error, until the next try."""
        if self.wanted.refreshing is None:
            self.source.focus()
            if error is not None and self.source.value.strip() == self.wanted.typed:
                self.source.select_all()  # typing replaces what failed
        elif error is None:
            return
        self.pane.show(invitation if error is None else failure(error))
        if error is None:
            self._offer_conferences()

    def _ask_for_private(self, host: str) -> None:
        def answered(does: bool) -> None:
            if does:
                self._begin_reading(replace(self.wanted, allow_private=(*self.wanted.allow_private, host)))
            else:
                self._show_beginning()
                self.say("Nothing was fetched.")

        text = f"{host} is on this computer or in its network."
        ask(self, "Fetch from a private address?", text, ("Cancel", "Fetch it"), answered)

    # Correcting

    def on_import_form_changed(self, event: ImportForm.Changed) -> None:
        self.apply()
        if event.done and not (self.form.said is None and self.form.go_where_something_is_missing()):
            self.pane.focus()

    def apply(self) -> None:
        """Show the program with the current values of the fields, unless it is shown already."""
        said = self.said
        if said is None or said == self._applied or self.busy or self._as_read is None or self.reports:
            return
        self._applied = said
        run = self._begin()
        found = partial(import_work.apply_corrections, self.confnotes.vault, self._as_read, said, run)
        self.read_beside(found, partial(self._was_read, run), failed=partial(self._failed, run))

    @property
    def said(self) -> Overrides | None:
        """The values of the fields and the corrections of rows; None like `ImportForm.said`."""
        said = self.form.said
        return said and replace(said, corrections=dict(self._corrections))

    def corrections_of(self, source: str) -> tuple[Correction, ...]:
        """The corrections of a source's rows, from now or from its last import."""
        previews = self._as_read.previews if self._as_read is not None else ()
        before = next((one.hints.corrections for one in previews if one.source == source), None)
        return self._corrections.get(source, before or ())

    def correct(self, source: str, corrections: tuple[Correction, ...], then: Callable[[Failure | None], None]) -> None:
        """Read a source again with corrections; `then` gets None, or the error."""
        before = self._corrections

        def told(error: Failure | None) -> None:
            if error is not None:
                self._corrections = before
            then(error)

        self._corrections = {**before, source: corrections}
        self._read_then = told
        self.apply()

    def _tell_rows(self, error: Failure | None) -> None:
        if self._read_then is not None and not self.busy:
            then, self._read_then = self._read_then, None
            then(error)

    def action_edit(self) -> None:
        """Focus the first field, or the first one that is missing or invalid."""
        if self._is_to_be_written and not self.form.go_where_something_is_missing():
            (self.form.conference if self.wanted.refreshing is None else self.form.zone).focus()

    # Writing

    def action_enter(self) -> None:
        """Open the program if it was saved, else save it, else read the sources."""
        if self.reports:
            self.confnotes.conference = self.reports[0].conference
            self.confnotes.show("program.ProgramScreen", instead=True)
        else:
            self.action_write()

    def action_write(self) -> None:
        """Save the shown program, once corrections are applied; if nothing was read yet, read the sources."""
        if self._run is not None:
            self._write_then = self._is_to_be_written and not self._run.writes
        if self.busy or self.reports:
            return
        typed = self.wanted.typed if self.wanted.refreshing is not None else self.source.value.strip()
        if self.understood is None or typed != self.wanted.typed:
            if self.wanted.refreshing is None:
                self._read_typed()
            return
        said = self.said
        if said is None:
            self.form.go_where_something_is_missing()
            self.say("Correct the marked fields first.")
        elif said != self._applied:
            self._write_then = True
            self.apply()
        elif self.understood.problem:
            self.form.conference.focus()
            self.complain(ConfnotesError(self.understood.problem, "Type a name above."))
        elif self.understood.previews:
            self._write_then = False
            run = self._begin(writes=True)
            written = partial(import_work.write, self.confnotes.vault, self.understood.previews, run)
            self.write_beside(written, self._written, failed=partial(self._failed, run))

    def _written(self, reports: Sequence[ImportReport]) -> None:
        self._run = None
        if step := step_of_import(self.confnotes, reports):
            self.did(step)
        if self._begins:
            self._begins = False
            self.confnotes.has_begun(reports[0].conference)
            self.dismiss()
            return
        self.reports = reports
        self._unfolded = False
        self._show(keep_place=False)
        self.pane.focus()
        self.confnotes.program_saved()

    def stepped(self, step: object) -> None:
        """Show the program as before it was saved, or what was saved."""
        if self.understood is not None:
            self.reports, self._undone = self._undone, self.reports
            self._show(keep_place=False)

    # Other commands

    def action_more(self) -> None:
        """Show all warnings and changes, or only the first ones again."""
        self._unfolded = not self._unfolded
        self._show(keep_place=True)

    def action_talks(self) -> None:
        """Look through all talks."""
        if self.understood is not None and self._is_to_be_written:
            self.confnotes.show("import_talks.ReadTalksScreen", self.understood)

    def action_rows(self) -> None:
        """Show the rows next to their source lines, to correct them."""
        if self._is_to_be_written and not self.busy and (self.said or not self.form.go_where_something_is_missing()):
            self.confnotes.show("import_rows.ReadRowsScreen", self)

    def action_add(self) -> None:
        """Add another source to the line of sources."""
        if self.wanted.refreshing is not None or self.busy:
            return
        self.source.value = f"{self.source.value.strip()} ".lstrip()
        self.source.cursor_position = len(self.source.value)
        self.source.focus()

    def action_changes(self) -> None:
        """Show the changes from re-imports of this conference."""
        reports = self.reports or (self.understood.plans if self.understood else ())
        self.confnotes.show("changes.ChangesScreen", reports[0].conference if reports else None)

    def press(self, target: str) -> None:
        if (command := by_id(target)) is not None:
            self.call_later(self.app.run_action, command.textual_action, self)
        else:
            super().press(target)

    def action_leave(self) -> Awaitable[None] | None:
        """Close the screen, unless it asks first."""
        return None if self.asks_before(self._leave) else self._leave()

    def asks_before(self, leave: Callable[[], object]) -> bool:
        if not self._is_to_be_written or not (self.form.is_changed or self._corrections):
            return False
        text = "What you typed and corrected here is not kept."
        ask(self, "Leave without importing?", text, ("Stay", "Leave"), lambda does: does and leave())
        return True

    def _leave(self) -> Awaitable[None] | None:
        if self._begins:
            self.confnotes.back_to_welcome()
            return None
        return super().action_leave()

    def action_back(self) -> None:
        """Cancel what is running, else leave a field, else leave the screen."""
        run = self._run
        if self._is_to_be_written and isinstance(self.focused, Input) and not (run and run.writes):
            self.pane.focus()
            return
        if run is None:
            self.action_leave()
            return
        run.stopped = True
        if run.writes:
            self._show_progress()
            return
        # Do not wait for a running read: its result is dropped.
        self._run, self._write_then = None, False
        if self._as_read is None:
            self.understood = None
            self._show_beginning()
        else:
            self.understood = self._as_read
            self._applied = self._as_read.said
            self.form.show(self._as_read)
            self._show(keep_place=True)
        self._tell()
        self.say("Cancelled. Nothing was saved.")
