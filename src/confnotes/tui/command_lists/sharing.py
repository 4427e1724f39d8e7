"""The commands of screens that import programs and export summaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key

SHARING: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.IMPORT: (
        key("save", "write", "save", priority=True).does("Save to the vault", "Keeps what you wrote there."),
        key("open", "enter", "save").does("Save what is shown", "Press again to open the program."),
        key("tab", "complete", "complete").does("Complete the path of a source", "While you type it."),
        key("edit", "edit", "name, zone").does(
            "Correct name, time zone or first day", "Updates the preview at once.", "timezone date rename"
        ),
        key("more", "more", "show all").does("Show all warnings, changes and rooms", "Press again to show fewer."),
        key("list", "talks", "all talks").does("Review all talks", "As detected, before you save them."),
        key("doubtful", "rows", "rows").does(
            "Correct doubtful rows", "Beside their source lines. Later versions get your corrections, too."
        ),
        key("add", "add", "another source").does(
            "Read another source, too", "Type it after the first one. Together they become one program.", "add combine"
        ),
        key("changes", "changes").does("Changes from re-imports", "Of the conference shown."),
    ),
    Where.READ_TALKS: (
        key("open", "open", "details", needs=Need.ROW).does(
            "Show the whole talk", "Replaces the list if the window is narrow."
        ),
    ),
    Where.READ_ROWS: (
        key("title", "set_part('title')", "title").does("Use the selected part as the title", "In this row only."),
        key("speaker", "set_part('speaker')", "speaker").does(
            "Use the selected part as the speaker", "In this row only. It may name several."
        ),
        key("delete", "set_row('no-talk')", "not a talk").does(
            "Mark this row as not a talk", "And all rows with the same text."
        ),
        key("open", "open", "next").does("Next doubtful row", "After the last one, the first."),
        key("accept", "set_row('right')", "confirm").does("Confirm this row", "It is no longer doubtful."),
        key("undo", "undo_correction", "undo").does("Undo your last correction of this row"),
        key("mark", "mark", "select").does("Select this row", "To group the selected rows into one session."),
        key("merge", "group", "session").does("Group the selected rows into one session", "You give it a title."),
        key("column", "choose_column", "column").does(
            "Set the type of this column", "Title, speaker, time, day, room …"
        ),
        key("right", "part(1)").does("Select the next part of the row"),
        key("left", "part(-1)").does("Select the previous part of the row"),
        key("add", "longer(1)").does("Extend the selection by a part"),
        key("remove", "longer(-1)").does("Shrink the selection by a part"),
    ),
    Where.EXPORT: (
        key("save", "write", "write", priority=True).does(
            "Write the file",
            "Re-exports Markdown in place and keeps your edits. Press twice to overwrite any other file. Esc cancels.",
            "save export",
        ),
        key("follow", "open", "open").does(
            "Open the written file", "In its usual program, or shows where the file is."
        ),
        key("copy", "copy", "copy").does(
            "Copy the text, or the path of the file",
            "Mail, Slack, Matrix and posts are copied as they are, to paste elsewhere. Of other formats, the path.",
            "clipboard paste",
        ),
        key("list", "ask", "list").does(
            "List all choices of this row",
            "Or press enter on it. ↑ ↓ select a row, ← → change its choice, page up and down scroll.",
        ),
        key("more", "more", "options").does(
            "Show more options",
            "Group by day, track, theme or person; language, theme, short names, authors, signature.",
        ),
        key("left-out", "left_out", "left out").does("Show what is left out", "And why.", "private hidden"),
        key("edit", "first_page", "first page", needs=Need.PROGRAM).does(
            "Write the first page of this conference", "The lead and the highlights.", "highlights lead desk"
        ),
    ),
    Where.FIRST_PAGE: (
        key("mark", "pick", "pick", needs=Need.ROW).does(
            "Add this line to the highlights, or remove it", "Three to seven are best.", "select choose add remove"
        ),
        key("edit", "reword", "edit", needs=Need.ROW).does(
            "Edit the lead or reword this highlight", "The line of your notes stays as it is.", "write rewrite lead"
        ),
        key("line-up", "move(-1)", "up", needs=Need.ROW).does("Move this highlight up", "", "order sort"),
        key("line-down", "move(1)", needs=Need.ROW).does("Move this highlight down", "", "order sort"),
        key("open", "open", "open note", needs=Need.ROW).does("Open the note at this line"),
        key("export", "export", "export").does("Export this conference", "With this first page.", "print pdf share"),
    ),
}
