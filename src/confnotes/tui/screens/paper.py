"""A paper's page: by whom, who presented it where, what you noted, its BibTeX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError, StoppedError
from confnotes.model.paper import Paper
from confnotes.tui.beside import reads
from confnotes.tui.commands import Where
from confnotes.tui.screens.paper_view import line_key, rows_of
from confnotes.tui.screens.reading import ReadingPage
from confnotes.tui.widgets.drawing import Part, clean
from confnotes.tui.widgets.link_row import LinkRow
from confnotes.tui.widgets.paper_rows import reading_of
from confnotes.tui.widgets.rows import RowList, remark

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.tui.finding import Indexing


class PaperScreen(ReadingPage):
    """Everything about one paper."""

    where: ClassVar[Where] = Where.PAPER

    @dataclass
    class Loaded(Message):
        """The paper was found; `texts` are the lines that name it, of all notes if it is `complete`."""

        paper: Paper
        texts: Mapping[tuple[str, int], str]
        complete: bool = True

    @dataclass
    class Begun(Message):
        """The note about it is there, or begun."""

        note: OpenNote

    @dataclass
    class Fetched(Message):
        """The network said more of it; `key` is its citekey now."""

        key: str

    @dataclass
    class Failed(Message):
        """Something could not be done."""

        error: ConfnotesError | OSError

    def __init__(self, name: str, paper: Paper | None = None) -> None:
        """`name` is anything that a paper is called by; `paper` is given where it is at hand."""
        super().__init__()
        self._name_of_it = name
        self._paper = paper
        self._complete = True
        self._texts: Mapping[tuple[str, int], str] = {}
        self.list = RowList("page", classes="body")

    def body(self) -> Iterable[Widget]:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()
        self._show()

    def on_screen_resume(self) -> None:
        self._load()

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def indexing(self, news: Indexing) -> None:
        if not news.total and not self._complete:
            self._load()

    @reads("paper")
    def _load(self) -> None:
        from confnotes.catalogue.papers.papers import lines_of, paper

        worker, vault = get_current_worker(), self.confnotes.vault
        try:
            if self._paper is not None and not self._texts:
                self.post_message(self.Loaded(self._paper, lines_of(vault, self._paper)))
            complete = self.confnotes.finding.brought_up_to_date()
            found = paper(vault, self._name_of_it)
            texts = lines_of(vault, found)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))
        else:
            if not worker.is_cancelled:
                self.post_message(self.Loaded(found, texts, complete))

    def on_paper_screen_loaded(self, event: Loaded) -> None:
        self._paper, self._texts, self._complete = event.paper, event.texts, event.complete
        self._show()

    def on_paper_screen_failed(self, event: Failed) -> None:
        if self._paper is None and isinstance(event.error, ConfnotesError):
            self.list.show([remark("", f"  {event.error.message}", f"  {event.error.hint}")])
        else:
            self.confnotes.complain_of(event.error)

    def _show(self) -> None:
        from confnotes.exporters.data.bibtex import entry_of, written

        paper = self._paper
        if paper is None:
            self.top.tell([Part(clean(self._name_of_it), "strong")], self.hint())
            self.list.show([remark("", "  looking for it …")])
            return
        self.top.tell([Part(clean(paper.title), "strong")], [reading_of(paper)] if paper.status else self.hint())
        self.list.show(rows_of(paper, self._texts, written(entry_of(paper)), self.app.size.width))

    # Going on

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self.list.chosen
        if not isinstance(row, LinkRow) or self._paper is None:
            return
        for noted in self._paper.noted:
            if row.key == line_key(noted):
                self.confnotes.open_path(noted.path, noted.line)
                return
        self.confnotes.follow(row.target)

    def action_browse(self) -> None:
        """Open its best address."""
        if self._paper is not None and self._paper.ids:
            self.confnotes.open_link(self._paper.ids[0].address)
        else:
            self.say("no address of it is known")

    def action_copy_citekey(self) -> None:
        if self._paper is not None:
            self.app.copy_to_clipboard(self._paper.citekey)
            self.say(f"{self._paper.citekey} is in the clipboard")

    def action_copy_bibtex(self) -> None:
        from confnotes.exporters.data.bibtex import entry_of, written

        if self._paper is not None:
            self.app.copy_to_clipboard(written(entry_of(self._paper)))
            self.say("the BibTeX is in the clipboard")

    # Read or to read

    def chosen_paper(self) -> Paper | None:
        return self._paper

    def read_again(self) -> None:
        self._load()

    def marked(self, paper: Paper) -> None:
        if self._paper is not None and self._paper.key == paper.key:
            self._paper = paper
            self._show()
            self._load()

    # A note about it

    def action_write(self) -> None:
        """Open the note about it, or begin one."""
        if self._paper is not None:
            self._begin(self._paper)

    @work(thread=True, exclusive=True, group="note")
    def _begin(self, paper: Paper) -> None:
        from confnotes.actions.notes.take_note import paper_note

        try:
            self.post_message(self.Begun(paper_note(self.confnotes.vault, paper)))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_paper_screen_begun(self, event: Begun) -> None:
        self.confnotes.show_note(event.note)

    # What the network knows

    def action_fetch(self) -> None:
        """Ask the network about it, after a question where nobody has said yes to all."""
        from confnotes.actions.references.title_consent import Consent, consent
        from confnotes.tui.screens.choice import Answer, ChoiceScreen

        if self._paper is None:
            return
        if consent() is Consent.YES:
            self._consented("once")
            return
        answers = [
            Answer("once", "Ask now"),
            Answer("yes", "Ask now, and later without this question", "titles of references are fetched then, too"),
            Answer("no", "Do not ask"),
        ]
        words = "The registry of DOIs, arXiv or the site of the paper is asked. What it says is kept in the vault."
        self.app.push_screen(ChoiceScreen("Ask the network about this paper?", words, answers), self._consented)

    def _consented(self, answer: str | None) -> None:
        from confnotes.actions.references.title_consent import Consent, remember

        if answer == "yes":
            try:
                remember(Consent.YES)
            except ConfnotesError as error:
                self.complain(error)
        if answer in ("once", "yes") and self._paper is not None:
            self.say("asking …")
            self._fetch(self._paper)

    @work(thread=True, exclusive=True, group="fetch")
    def _fetch(self, paper: Paper) -> None:
        from confnotes.actions.papers.fetch_paper import Manner, fetch_paper

        worker = get_current_worker()
        try:
            entry = fetch_paper(self.confnotes.vault, paper, Manner(cancelled=lambda: worker.is_cancelled))
        except StoppedError:
            return
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Fetched(f"@{entry.key}"))

    def on_paper_screen_fetched(self, event: Fetched) -> None:
        self._name_of_it = event.key
        self.say("what was said is kept in .confnotes/papers.bib")
        self._load()
