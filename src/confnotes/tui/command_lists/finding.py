"""The screens that find things: search, people, papers, tasks and tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key
from confnotes.tui.command_lists.talk import attend, rate, watch_later

_READING = "to read, then read, then neither."

FINDING: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.SEARCH: (
        key("open", "open", "open").does("Open this result", "At the matching line."),
        key("preview", "preview", "preview").does("Show or hide the preview", "The lines around the match."),
        key("tab", "complete", priority=True).does("Take the completion", "Without one, goes to the results."),
        key("mark", "tick").does(
            "Star this talk or tick this task",
            "Of a note its talk. Press again to undo; before the arrows have selected a result it is typed.",
        ),
        key("save", "save", "save").does("Save this search", "Under a name, as a list that stays up to date."),
        key("saved-searches", "app.saved", "saved").does(
            "Saved searches", "Open, rename or delete one.", "lists queries"
        ),
        key("accept", "take_suggestion").does("Use the suggested spelling", "Searches for the word shown instead."),
        key("delete", "delete_note").does(
            "Delete this note", "Shows its backlinks first. You can restore it later.", "remove trash"
        ),
        key("order", "sort", "sort").does("Change the sort order", "Best or newest first.", "order relevance date"),
        key("find", "words").does("Go back to the search line"),
    ),
    Where.OTHER_VAULT: (key("close-picture", "leave", "close", name="close_other").does("Back to the results"),),
    Where.SAVED: (
        key("open", "open", "search", needs=Need.ROW).does("Run this search"),
        key("rename", "rename", "rename", needs=Need.ROW).does("Rename this search"),
        key("delete", "delete", "delete", needs=Need.ROW).does("Delete this search", "Asks first.", "remove"),
    ),
    Where.PEOPLE: (
        key("open", "open", "open", needs=Need.ROW).does("Open this person’s page", "Talks by year, notes and links."),
        key("order", "order", "sort", needs=Need.ROW).does(
            "Change the sort order", "Yours first, by name, most talks first, last met first.", "order"
        ),
        key("merge", "same", "duplicates", needs=Need.ROW).does(
            "Duplicate people", "Names that may belong to one person. Nothing is merged without asking.", "merge same"
        ),
    ),
    Where.PERSON: (
        key("open", "open", "open", needs=Need.ROW).does("Open this talk or note"),
        key("mark", "mark", "star/tick", needs=Need.ROW).does(
            "Star this talk or tick this task", "Press again to undo. On a question, records the answer."
        ),
        attend(),
        watch_later(),
        rate(),
        key("edit", "write", "write").does(
            "Write about this person", "Opens their note; it is created when you type.", "note edit"
        ),
        key("merge", "same", "merge").does(
            "Merge with another person", "Choose the other name, or undo an earlier merge.", "duplicate alias same"
        ),
    ),
    Where.SAME_PEOPLE: (
        key("open", "accept", "merge", needs=Need.ROW).does("Merge: one person", "One page shows all talks."),
        key("refuse", "refuse", "not the same", needs=Need.ROW).does(
            "Not the same person", "confnotes does not suggest them again."
        ),
    ),
    Where.PAPERS: (
        key("open", "open", "open", needs=Need.ROW).does(
            "Open this paper’s page", "Who presented it, your notes, its BibTeX."
        ),
        key("mark", "mark", "reading", needs=Need.ROW).does(
            "Change the reading status", f"Switches to: {_READING}", "to read unread done list"
        ),
        key("order", "order", "sort", needs=Need.ROW).does(
            "Change the sort order", "To read first, newest first, most noted first.", "order"
        ),
        key("bibtex", "copy_bibtex", "BibTeX", needs=Need.ROW).does(
            "Copy the BibTeX of all listed papers", "Filter first to copy fewer.", "bibliography citations export"
        ),
    ),
    Where.PAPER: (
        key("open", "open", "open", needs=Need.ROW).does("Open this talk, line, person or page"),
        key("mark", "mark", "reading").does(
            "Change the reading status", f"Switches to: {_READING}", "to read unread done list"
        ),
        key("follow", "browse", "browser").does("Open the paper in the browser", "", "pdf link url"),
        key("edit", "write", "write").does(
            "Write about this paper", "Opens its note in Papers; it is created when you type.", "note edit"
        ),
        key("copy", "copy_citekey", "citekey").does("Copy the citekey", "", "cite reference"),
        key("bibtex", "copy_bibtex", "BibTeX").does("Copy the BibTeX", "", "bibliography citation"),
        key("fetch", "fetch", "fetch").does(
            "Fetch authors, venue and year", "From the web, after asking; kept in the vault.", "look up online metadata"
        ),
    ),
    Where.TASKS: (
        key("open", "open", "open", needs=Need.ROW).does("Open the note at this line"),
        key("mark", "tick", "tick/answer", needs=Need.ROW).does(
            "Tick the task or answer the question", "Press again to reopen a task.", "done complete"
        ),
        key("more", "scope", "scope").does("Change the scope", "This day, this conference, everything.", "filter all"),
        key("order", "sort", "sort", needs=Need.ROW).does(
            "Change the sort order", "By time, newest first, by conference.", "order"
        ),
    ),
    Where.TAGS: (
        key("open", "open", "show notes", needs=Need.ROW).does(
            "Show notes with this tag", "Searches for the tag and its subtags."
        ),
        key("rename", "rename", "rename", needs=Need.ROW).does(
            "Rename or merge this tag", "In all notes at once. You see every line first."
        ),
    ),
}
