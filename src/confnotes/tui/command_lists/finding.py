"""The screens that find things: search, people, papers, tasks and tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key
from confnotes.tui.command_lists.talk import attend, rate, watch_later

_READING = "to read, then read, then neither."

FINDING: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.SEARCH: (
        key("enter", "open", "open").does("Open this result", "At the matching line."),
        key("tab", "preview", "preview", priority=True).does(
            "Show or hide the preview", "Where a completion is offered, tab accepts it."
        ),
        key("space", "tick").does("Tick or untick this task", "In its file, once the arrows have selected it."),
        key("ctrl+s", "save", "save").does("Save this search", "Under a name, as a list that stays up to date."),
        key("ctrl+o", "app.saved", "saved").does("Saved searches", "Open, rename or delete one.", "lists queries"),
        key("ctrl+y", "take_suggestion").does("Use the suggested spelling", "Searches for the word shown instead."),
        key("alt+g", "delete_note").does(
            "Delete this note", "Shows its backlinks first. You can restore it later.", "remove trash"
        ),
        key("f2", "sort", "sort").does("Change the sort order", "Best or newest first.", "order relevance date"),
        key("slash,f5", "words").does("Go back to the search line"),
    ),
    Where.SAVED: (
        key("enter", "open", "search", needs=Need.ROW).does("Run this search"),
        key("f2", "rename", "rename", needs=Need.ROW).does("Rename this search"),
        key("delete", "delete", "delete", needs=Need.ROW).does("Delete this search", "Asks first.", "remove"),
    ),
    Where.PEOPLE: (
        key("enter", "open", "open", needs=Need.ROW).does("Open this person’s page", "Talks by year, notes and links."),
        key("f2", "order", "sort", needs=Need.ROW).does(
            "Change the sort order", "Yours first, by name, most talks first, last met first.", "order"
        ),
        key("f3", "same", "duplicates", needs=Need.ROW).does(
            "Duplicate people", "Names that may belong to one person. Nothing is merged without asking.", "merge same"
        ),
    ),
    Where.PERSON: (
        key("enter", "open", "open", needs=Need.ROW).does("Open this talk or note"),
        key("space", "mark", "star/tick", needs=Need.ROW).does(
            "Star this talk or tick this task", "Press again to undo. On a question, records the answer."
        ),
        attend(),
        watch_later(),
        rate(),
        key("e", "write", "write").does(
            "Write about this person", "Opens their note; it is created when you type.", "note edit"
        ),
        key("m", "same", "merge").does(
            "Merge with another person", "Choose the other name, or undo an earlier merge.", "duplicate alias same"
        ),
    ),
    Where.SAME_PEOPLE: (
        key("enter,y", "accept", "merge", needs=Need.ROW).does("Merge: one person", "One page shows all talks."),
        key("n", "refuse", "not the same", needs=Need.ROW).does(
            "Not the same person", "confnotes does not suggest them again."
        ),
    ),
    Where.PAPERS: (
        key("enter", "open", "open", needs=Need.ROW).does(
            "Open this paper’s page", "Who presented it, your notes, its BibTeX."
        ),
        key("space", "mark", "reading", needs=Need.ROW).does(
            "Change the reading status", f"Switches to: {_READING}", "to read unread done list"
        ),
        key("f2", "order", "sort", needs=Need.ROW).does(
            "Change the sort order", "To read first, newest first, most noted first.", "order"
        ),
        key("f3", "copy_bibtex", "BibTeX", needs=Need.ROW).does(
            "Copy the BibTeX of all listed papers", "Filter first to copy fewer.", "bibliography citations export"
        ),
    ),
    Where.PAPER: (
        key("enter", "open", "open", needs=Need.ROW).does("Open this talk, line, person or page"),
        key("r", "mark", "reading").does(
            "Change the reading status", f"Switches to: {_READING}", "to read unread done list"
        ),
        key("o", "browse", "browser").does("Open the paper in the browser", "", "pdf link url"),
        key("e", "write", "write").does(
            "Write about this paper", "Opens its note in Papers; it is created when you type.", "note edit"
        ),
        key("y", "copy_citekey", "citekey").does("Copy the citekey", "", "cite reference"),
        key("Y", "copy_bibtex", "BibTeX").does("Copy the BibTeX", "", "bibliography citation"),
        key("f", "fetch", "fetch").does(
            "Fetch authors, venue and year", "From the web, after asking; kept in the vault.", "look up online metadata"
        ),
    ),
    Where.TASKS: (
        key("enter", "open", "open", needs=Need.ROW).does("Open the note at this line"),
        key("space", "tick", "tick/answer", needs=Need.ROW).does(
            "Tick the task or answer the question", "Press again to reopen a task.", "done complete"
        ),
        key("f2", "scope", "scope").does("Change the scope", "This day, this conference, everything.", "filter all"),
        key("f3", "sort", "sort", needs=Need.ROW).does(
            "Change the sort order", "By time, newest first, by conference.", "order"
        ),
    ),
    Where.TAGS: (
        key("enter", "open", "show notes", needs=Need.ROW).does(
            "Show notes with this tag", "Searches for the tag and its subtags."
        ),
        key("f2", "rename", "rename", needs=Need.ROW).does(
            "Rename or merge this tag", "In all notes at once. You see every line first."
        ),
    ),
}
