"""Following links from a note: at the cursor, from a query block, from a list, and to related notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from confnotes.actions.notes import take_note
from confnotes.errors import ConfnotesError
from confnotes.model.hit import Hit, Hits, Related, Sought
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.note.base import NoteController
from confnotes.tui.screens.note.leads import (
    Lead,
    NoteTarget,
    ToNote,
    ToPerson,
    is_picture,
    kind_of,
    lead_at,
    leads_in,
    other_file,
    places,
    row_in,
    top_unless_on,
)

if TYPE_CHECKING:
    from confnotes.catalogue.audience.query_blocks import Answered
    from confnotes.catalogue.searching.shown_hits import ShownHit
    from confnotes.markup.query_block import QueryBlock


class _Found(NamedTuple):
    """The targets of a wikilink.

    Without a note: `file` is another file of the vault, `talk` the talk whose note does not exist yet, `person` the
    name of a known person.
    """

    lead: ToNote
    places: list[NoteTarget]
    talk: str | None = None
    person: str | None = None
    file: str | None = None


class LinkFollower(NoteController):
    """Follows a link that was clicked or is at the cursor, and opens the hits of a ```query block."""

    def press(self, target: str) -> None:
        """Follow a clicked part; notes open at their line, the app handles everything else."""
        kind, _, what = target.partition(":")
        if kind == "line":
            number, _, path = what.partition(":")
            self.app.open_path(path, int(number))
        elif kind == "wiki":
            heading = what.partition("#")
            self.follow(ToNote(heading[0], heading[2] or None))
        else:
            self.app.follow(target)

    def go(self, row: int, column: int) -> None:
        """Follow the link at that place of the text, if any."""
        lead = lead_at(self.editor.note.lines[row], column)
        if lead is not None:
            self.follow(lead)

    def go_from_cursor(self) -> None:
        """Follow the link at the cursor; in a query block choose among its hits, elsewhere among all links."""
        from confnotes.markup.query_block import find_all

        row, column = self.editor.cursor_location
        lines = self.editor.note.lines
        inside = [block for block in find_all(lines) if block.first <= row <= block.last]
        if inside:
            self._answer(inside[0])
        elif lead_at(lines[row], column) is not None:
            self.go(row, column)
        else:
            self._choose_a_lead()

    def _choose_a_lead(self) -> None:
        """Let the person choose among all links of this note and its talk."""
        targets: dict[str, Answer] = {}

        def offer(target: str, label: str, hint: str) -> None:
            targets.setdefault(target, Answer(target, label, hint))

        card = self.page.memory.card
        if card is not None:
            for resource in (*card.talk.resources, *card.session.resources):
                offer(f"url:{resource.url}", resource.title or resource.url, kind_of(resource))
            for speaker in card.talk.speakers:
                offer(f"person:{speaker.name}", speaker.name, "speaker")
        for lead in leads_in(self.editor.note.lines):
            if isinstance(lead, ToPerson):
                offer(f"person:{lead.name}", lead.name, "person")
            elif isinstance(lead, ToNote):
                kind = "picture" if is_picture(lead.target) else "note"
                offer("wiki:" + "#".join(filter(None, (lead.target, lead.heading))), lead.target or "this note", kind)
            else:
                offer(f"url:{lead.resource.url}", lead.resource.title or lead.resource.url, kind_of(lead.resource))
        known = self.page.memory
        for note in (*known.earlier, *known.on_mention, *known.on_words):
            offer(
                f"line:{note.line}:{note.path}", note.title, ", ".join(filter(None, ("earlier note", note.conference)))
            )
        for link in self.page.memory.backlinks:
            offer(f"line:{link.line}:{link.path}", link.title, "backlink")
        if targets:
            self.page.let_choose("Go to", "", list(targets.values()), self.press, leads=True)
        else:
            self.say("This note has no links")

    def follow(self, lead: Lead) -> None:
        if isinstance(lead, ToPerson):
            self.app.follow(f"person:{lead.name}")
        elif not isinstance(lead, ToNote):
            self.app.open_link(lead.resource.url)
        elif lead.target:
            self._find(lead)
        elif (row := row_in(self.editor.text.split("\n"), lead)) is not None:
            self.editor.move_cursor((row, 0), center=True)

    def _find(self, lead: ToNote) -> None:
        path, completer, wall = self.page.path, self.app.completer, self.edited.wall()

        def find() -> _Found:
            from confnotes.catalogue.links.unresolved import person_of, talk_of

            try:
                found = [top_unless_on(self.vault, one, wall) for one in places(self.vault, lead, path)]
            except ConfnotesError:
                found = []
            if not found and (file := other_file(self.vault, lead.target, path)):
                return _Found(lead, found, file=file)
            if not found:
                completer.refresh()
            talk = None if found else talk_of(completer.known, lead.target)
            return _Found(lead, found, talk, None if found or talk else person_of(completer.known, lead.target))

        self.page.read_beside(find, self._go_where_found)

    def _go_where_found(self, found: _Found) -> None:
        if len(found.places) == 1:
            place = found.places[0]
            was_left = place.is_top and self.app.visits.was_left(place.path)
            self.app.open_path(place.path, None if was_left else place.line)
        elif found.places:
            answers = [Answer(f"line:{place.line or 1}:{place.path}", place.path) for place in found.places]
            title = f"Several notes have the name “{found.lead.target}”"
            self.page.let_choose(title, "", answers, self.press, leads=True)
        elif found.file is not None:
            self._open_file(found.file)
        elif found.talk is not None:
            self.app.open_talk(found.talk)
        elif found.person is not None:
            self.app.follow(f"person:{found.person}")
        else:
            self._offer_new(found.lead.target)

    def _open_file(self, file: str) -> None:
        """Show a picture in the system's program; other files may do more than be shown."""
        from confnotes.actions.exporting.export_file import open_file

        if not is_picture(file):
            self.say(f"Not a note: {file}. Open it in another program.")
            return
        with self.app.complaints():
            open_file(self.vault.root / file)
            self.say(f"Opening {file.rpartition('/')[2]}")

    def _offer_new(self, title: str) -> None:
        answers = [Answer("new", "Create the note", "saved once you type something")]
        self.page.let_choose(f"Note not found: “{title}”", "", answers, lambda _: self._open_new(title))

    def _open_new(self, title: str) -> None:
        conference = self.page.memory.card.conference if self.page.memory.card else None
        with self.app.complaints():
            self.app.show_note(take_note.new_note(self.vault, title, conference, self.edited.wall()))

    # Searches in the text

    def answers(self, text: str) -> Sequence[tuple[Answered, Mapping[Hit, ShownHit | None]]]:
        """The hits of the query blocks of a text; slow, so call it in a thread."""
        from confnotes.catalogue.audience.query_blocks import all_answered
        from confnotes.catalogue.searching.shown_hits import shown_hits

        found = all_answered(self.vault, self.page.path, text, self._find_now)
        return [(one, shown_hits(self.vault, one.hits, Sought())) for one in found]

    def mark_embeds(self, text: str) -> tuple[str, Callable[[str], str]]:
        """The text with embedded notes replaced by marks, and a function that puts the notes there; call it in a
        thread.
        """
        from confnotes.report.embedded import mark_in_preview
        from confnotes.tui.widgets.preview_lines import readable

        return mark_in_preview(self.vault, self.page.path, text, readable)

    def _find_now(self, query: str, limit: int, sort: str) -> Hits:
        return self.app.finding.find(query, limit, sort, typing=False)

    def _answer(self, block: QueryBlock) -> None:
        from confnotes.catalogue.audience.query_blocks import answer_block

        answer = partial(answer_block, self.vault, self.page.path, block, self._find_now)
        self.page.read_beside(answer, self._offer_hits)

    def _offer_hits(self, found: Answered) -> None:
        from confnotes.tui.widgets.query_lines import target_of

        if not found.hits:
            self.say(found.fault or "No matches for this search")
            return
        answers = {target_of(hit): Answer(target_of(hit), hit.title, hit.conference or "") for hit in found.hits}
        title = found.block.saved or found.query
        self.page.let_choose(title, "", list(answers.values()), self.press, leads=True)

    # Related notes

    def show_related(self) -> None:
        """Let the person choose among related notes, each with the reason."""
        self.page.save_now()
        path, finding = self.page.path, self.app.finding

        def relate() -> tuple[bool, tuple[Related, ...]]:
            from confnotes.catalogue.related import find_related

            up_to_date = finding.brought_up_to_date()
            return up_to_date, find_related(self.vault, path)

        self.page.read_beside(relate, self._offer_related)

    def _offer_related(self, found: tuple[bool, tuple[Related, ...]]) -> None:
        up_to_date, notes = found
        if notes:
            answers = [Answer(note.path, note.title, note.why) for note in notes]
            self.page.let_choose("Related notes", "", answers, self.app.open_path, leads=True)
        else:
            self.say("No related notes" if up_to_date else "The index is still being built. Try again in a moment.")
