"""Note: where the day is spent. The talk above, the text, what is known around it beside, its state below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from confnotes.errors import ConfnotesError
from confnotes.markup.wikilinks import target_of
from confnotes.model.timetable import wall_time
from confnotes.tui.commands import Where
from confnotes.tui.screens import note_links
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.note_links import Lead, Place, ToNote, ToPerson
from confnotes.tui.screens.note_memory import Memory, remembered, talk_and_next
from confnotes.tui.screens.note_saving import SavingPage
from confnotes.tui.screens.note_view import WIDE, NoteLine, panel_lines, title_line
from confnotes.tui.widgets.drawing import Line, Part, clean
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.preview import Preview

if TYPE_CHECKING:
    from confnotes.services.cards import Card
    from confnotes.services.take_note import OpenNote
    from confnotes.vault.vault import Vault

PANEL_WIDTH, NARROW_PANEL_WIDTH = 44, 36
COUNT_AFTER = 0.6
STAMP_BEFORE, STAMP_AFTER = 10, 30


class NoteScreen(SavingPage, MarkingPage):
    """One note in its editor. `key` is the talk it is about, `line` the line of the file to begin on."""

    where: ClassVar[Where] = Where.NOTE

    DEFAULT_CSS = """
    NoteScreen .body { width: 1fr; }
    NoteScreen NoteEditor { width: 1fr; }
    NoteScreen #panel, NoteScreen #preview {
        display: none; border-left: solid $rule; scrollbar-size-vertical: 1; scrollbar-gutter: auto;
    }
    NoteScreen.-panel #panel, NoteScreen.-preview #preview { display: block; }
    NoteScreen.-preview #panel { display: none; }
    NoteScreen.-preview.-narrow NoteEditor { display: none; }
    NoteScreen.-preview.-narrow #preview { border-left: none; }
    """

    @dataclass
    class Remembered(Message):
        """What is known around the note was read."""

        memory: Memory
        whole: bool

    @dataclass
    class Found(Message):
        """Where a wikilink leads was found out."""

        lead: ToNote
        places: list[Place]

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None, line: int | None = None) -> None:
        super().__init__(vault, note)
        self.key = key
        self.line = self.below = NoteLine(self.where)
        self.panel = Pane("panel")
        self.preview = Preview("preview")
        self.memory = Memory()
        self._begin_at = line
        self._reading = key is not None
        self._panel_wanted: bool | None = None
        self._stamping_chosen = False
        self._counts: tuple[int, int, int] = (-1, 0, 0)
        self._timezone: str | None = None

    def body(self) -> Iterable[Widget]:
        with Horizontal(classes="body"):
            yield self.editor
            yield self.panel
            yield self.preview

    # What the talk tells

    @property
    def heading(self) -> str:
        """The talk's title, else the note's, else its file's name."""
        card = self.memory.card
        if card is not None:
            return card.title
        given = self.front.fields.get("title")
        return given if isinstance(given, str) and given.strip() else self.keeper.note.path.rpartition("/")[2][:-3]

    @property
    def timezone(self) -> str | None:
        return self._timezone

    def on_mount(self) -> None:
        given = self.front.fields.get("timezone")
        self._timezone = given if isinstance(given, str) else None
        self.editor.focus()
        self._tell()
        self._show_panel()
        if self._begin_at is None:
            self.editor.move_cursor(self.editor.document.end)
        else:
            self.call_after_refresh(self.go_to_line, self._begin_at)
        self._remember(Memory())
        self.set_interval(5.0, self._tell)
        self.set_interval(COUNT_AFTER, self.show_state)

    def on_resize(self, event: events.Resize) -> None:
        self._show_panel()
        self._tell()

    def on_screen_resume(self) -> None:
        self.editor.focus()
        self._remember(self.memory)

    @work(thread=True, exclusive=True, group="memory")
    def _remember(self, known: Memory) -> None:
        if self.key is not None:
            try:
                known = talk_and_next(self.vault, self.key)
            except ConfnotesError:
                known = Memory()
            self.post_message(self.Remembered(known, False))
        self.post_message(self.Remembered(remembered(self.vault, self.keeper.note.path, known), True))

    def on_note_screen_remembered(self, event: Remembered) -> None:
        if not event.whole and self.memory.card is not None:
            return
        self.memory = event.memory
        self._reading = not event.whole
        self._stamp_while_live()
        self._tell()
        self.panel.show(panel_lines(self.memory, self._about(), self._reading), keep_place=True)

    def _about(self) -> Line:
        conference = target_of(self.front.fields.get("conference"))
        return [Part(f"{'Part of':<10}", "faint"), Part(clean(conference), "dim")] if conference else []

    def _stamp_while_live(self) -> None:
        """Lines are stamped by themselves while the talk is on, a little before and after."""
        card = self.memory.card
        if self._stamping_chosen or card is None or card.start is None:
            return
        end = card.end or card.start
        minutes = (self.wall() - card.start).total_seconds() / 60
        after = (self.wall() - end).total_seconds() / 60
        self.editor.set_stamping(minutes >= -STAMP_BEFORE and after <= STAMP_AFTER)

    def _tell(self) -> None:
        now = wall_time(self.confnotes.clock(), self.timezone)
        self.top.tell(*title_line(self.heading, self.memory, now, self.size.width))

    def text_taken_over(self) -> None:
        self._tell()

    # The line below

    def show_state(self) -> None:
        line = self.state()
        if not any(part.role == "error" for part in line):
            _, words, open_tasks = self._count()
            if words:
                line = [*line, Part(f" · {words} word{'' if words == 1 else 's'}", "faint")]
            if open_tasks:
                line.append(Part(f" · {open_tasks} open", "faint"))
        self.below.tell_state(line)

    def _count(self) -> tuple[int, int, int]:
        """Revision, words and open tasks; counted anew when nobody is typing."""
        document = self.editor.note
        if self._counts[0] != document.revision and not self.is_typing:
            words = sum(len(line.split()) for line in document.lines)
            tasks = sum(
                1 for line in document.lines if "[ ]" in line and line.lstrip(" \t>-*+0123456789.)")[:3] == "[ ]"
            )
            self._counts = (document.revision, words, tasks)
            self._refresh_preview()
        return self._counts

    # Panel and preview

    def _show_panel(self) -> None:
        wanted = self.size.width >= WIDE if self._panel_wanted is None else self._panel_wanted
        self.set_class(wanted, "-panel")
        self.panel.styles.width = PANEL_WIDTH if self.size.width >= WIDE else NARROW_PANEL_WIDTH

    def action_panel(self) -> None:
        self._panel_wanted = not self.has_class("-panel") or self.has_class("-preview")
        self.remove_class("-preview")
        self._show_panel()
        self.editor.focus()

    def action_preview(self) -> None:
        self.toggle_class("-preview")
        if self.has_class("-preview"):
            self._refresh_preview()
            if self.has_class("-narrow"):
                self.preview.focus()
        else:
            self.editor.focus()

    def _refresh_preview(self) -> None:
        if self.has_class("-preview"):
            row = self.editor.rows.row(int(self.editor.scroll_offset.y))
            self.preview.show_text(self.editor.text, row[0] if row else 0)

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        event.stop()
        self.press(event.target)

    def press(self, target: str) -> None:
        """Go where a pressed part leads; notes at their line, everything else is the app's affair."""
        kind, _, what = target.partition(":")
        if kind == "line":
            number, _, path = what.partition(":")
            self.confnotes.open_path(path, int(number))
        elif kind == "wiki":
            heading = what.partition("#")
            self.follow(ToNote(heading[0], heading[2] or None))
        else:
            self.confnotes.follow(target)

    # Going to places

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line of the file, from 1."""
        row = max(0, min(line - self.front.body_line, self.editor.document.line_count - 1))
        self.editor.move_cursor((row, 0), center=True)

    def on_note_editor_follow(self, event: NoteEditor.Follow) -> None:
        row, column = event.location
        lead = note_links.lead_at(self.editor.note.lines[row], column)
        if lead is not None:
            self.follow(lead)

    def action_follow(self) -> None:
        row, column = self.editor.cursor_location
        lead = note_links.lead_at(self.editor.note.lines[row], column)
        if lead is not None:
            self.follow(lead)
        else:
            self._choose_a_lead()

    def _choose_a_lead(self) -> None:
        """Everything that this note and its talk lead to."""
        targets: dict[str, Answer] = {}

        def offer(target: str, label: str, hint: str) -> None:
            targets.setdefault(target, Answer(target, label, hint))

        card = self.memory.card
        if card is not None:
            for resource in (*card.talk.resources, *card.session.resources):
                offer(f"url:{resource.url}", resource.title or resource.url, resource.kind.value)
            for speaker in card.talk.speakers:
                offer(f"person:{speaker.name}", speaker.name, "speaker")
        for lead in note_links.leads_in(self.editor.note.lines):
            if isinstance(lead, ToPerson):
                offer(f"person:{lead.name}", lead.name, "person")
            elif isinstance(lead, ToNote):
                offer("wiki:" + "#".join(filter(None, (lead.target, lead.heading))), lead.target or "this note", "note")
            else:
                offer(f"url:{lead.resource.url}", lead.resource.title or lead.resource.url, lead.resource.kind.value)
        for link in self.memory.backlinks:
            offer(f"line:{link.line}:{link.path}", link.title, f"links here, line {link.line}")
        if targets:
            self.app.push_screen(ChoiceScreen("Go to", "", list(targets.values())), self._go)
        else:
            self.say("there is no link in this note")

    def _go(self, target: str | None) -> None:
        if target is not None:
            self.press(target)

    def follow(self, lead: Lead) -> None:
        """Go where a link leads."""
        if isinstance(lead, ToPerson):
            self.confnotes.follow(f"person:{lead.name}")
        elif not isinstance(lead, ToNote):
            self.confnotes.open_link(lead.resource.url)
        elif lead.target:
            self._find(lead)
        elif (row := note_links.row_in(self.editor.text.split("\n"), lead)) is not None:
            self.editor.move_cursor((row, 0), center=True)

    @work(thread=True, exclusive=True, group="find")
    def _find(self, lead: ToNote) -> None:
        try:
            found = note_links.places(self.vault, lead)
        except ConfnotesError:
            found = []
        self.post_message(self.Found(lead, found))

    def on_note_screen_found(self, event: Found) -> None:
        if len(event.places) == 1:
            self.confnotes.open_path(event.places[0].path, event.places[0].line)
        elif event.places:
            answers = [Answer(f"line:{place.line or 1}:{place.path}", place.path) for place in event.places]
            self.app.push_screen(ChoiceScreen(f"Several notes are called “{event.lead.target}”", "", answers), self._go)
        else:
            self._offer_new(event.lead.target)

    def _offer_new(self, title: str) -> None:
        def chosen(answer: str | None) -> None:
            if answer is not None:
                self._open_new(title)

        self.app.push_screen(
            ChoiceScreen(f"No note is called “{title}”", "", [Answer("new", "Begin it", "on disk once you type")]),
            chosen,
        )

    def _open_new(self, title: str) -> None:
        from confnotes.services import take_note

        conference = self.memory.card.conference if self.memory.card else None
        try:
            note = take_note.new_note(self.vault, title, conference, self.wall())
        except ConfnotesError as error:
            self.complain(error)
        else:
            self.app.push_screen(NoteScreen(self.vault, note, key=None))

    # Commands

    def action_leave(self) -> None:
        if self.has_class("-preview"):
            self.action_preview()
        elif self.can_leave():
            self.dismiss()

    def action_next_talk(self) -> None:
        coming = self.memory.next
        if coming is None:
            self.say("nothing comes next that day")
        elif self.can_leave():
            app = self.confnotes
            self.dismiss()
            app.call_later(app.open_talk, coming.key)

    def action_stamp(self) -> None:
        if not self.editor.stamp_line():
            self.say("there is nothing to stamp on this line yet")

    def action_stamping(self) -> None:
        self._stamping_chosen = True
        self.editor.set_stamping(not self.editor.stamping)
        self.say("every new line is stamped" if self.editor.stamping else "lines are not stamped by themselves")

    def action_toggle_task(self) -> None:
        self.editor.toggle_task()

    def action_move_up(self) -> None:
        self.editor.move_lines(-1)

    def action_move_down(self) -> None:
        self.editor.move_lines(1)

    def chosen_card(self) -> Card | None:
        if self.memory.card is None:
            self.say("this note is about no talk of a program")
        return self.memory.card

    def marked(self, key: str) -> None:
        self.memory = replace(self.memory, card=None)
        self._remember(self.memory)
