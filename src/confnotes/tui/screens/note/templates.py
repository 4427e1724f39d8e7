"""Insert a template into a note."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from confnotes.catalogue.templates.template_files import Template, all_templates
from confnotes.markup.template import Filled
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.note.base import NoteController


class TemplateInserter(NoteController):
    """Inserts a template at the cursor, filled for the note's talk, and moves the cursor where the template says."""

    def choose(self) -> None:
        self.page.write_beside(partial(all_templates, self.vault), self._offer)

    def _offer(self, templates: Sequence[Template]) -> None:
        answers = [Answer(one.name, one.name, one.path or "built in") for one in templates]
        self.page.let_choose("Insert a template", "", answers, self.insert)

    def insert(self, name: str) -> None:
        """Insert that template at the cursor, filled for this note."""
        from confnotes.catalogue.templates.note_template import fill_for

        page = self.page
        fill = partial(fill_for, self.vault, name, page.key, page.note_title, self.edited.wall())
        self.page.write_beside(fill, self._put_in)

    def _put_in(self, filled: Filled) -> None:
        row, column = self.editor.selection.end
        begin = len("\n".join([*self.editor.text.split("\n")[:row], ""])) if not column else None
        self.editor.paste(filled.text)
        if begin is not None and filled.cursor is not None:
            self.editor.go_to_place(begin + filled.cursor)
