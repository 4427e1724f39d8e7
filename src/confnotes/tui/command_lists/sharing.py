"""The commands of screens that import programs and export summaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key

SHARING: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.IMPORT: (
        key("ctrl+s", "write", "save", priority=True).does("Save to the vault", "Keeps what you wrote there."),
        key("enter", "enter", "save").does("Save what is shown", "Press again to open the program."),
        key("tab", "complete", "complete").does("Complete the path of a source", "While you type it."),
        key("f2,e", "edit", "name, zone").does(
            "Correct name, time zone or first day", "Updates the preview at once.", "timezone date rename"
        ),
        key("f3,w", "more", "show all").does("Show all warnings, changes and rooms", "Press again to show fewer."),
        key("f4,t", "talks", "all talks").does("Review all talks", "As detected, before you save them."),
        key("f8,d", "rows", "rows").does(
            "Correct doubtful rows", "Beside their source lines. Later versions get your corrections, too."
        ),
        key("f6,plus", "add", "another source").does(
            "Read another source, too", "Type it after the first one. Together they become one program.", "add combine"
        ),
        key("f7,c", "changes").does("Changes from re-imports", "Of the conference shown."),
    ),
    Where.READ_TALKS: (
        key("enter", "open", "details", needs=Need.ROW).does(
            "Show the whole talk", "Replaces the list if the window is narrow."
        ),
    ),
    Where.READ_ROWS: (
        key("t", "set_part('title')", "title").does("Use the selected part as the title", "In this row only."),
        key("s", "set_part('speaker')", "speaker").does(
            "Use the selected part as the speaker", "In this row only. It may name several."
        ),
        key("x,delete", "set_row('no-talk')", "not a talk").does(
            "Mark this row as not a talk", "And all rows with the same text."
        ),
        key("n,enter", "open", "next").does("Next doubtful row", "After the last one, the first."),
        key("y", "set_row('right')", "confirm").does("Confirm this row", "It is no longer doubtful."),
        key("u,ctrl+z", "undo_correction", "undo").does("Undo your last correction of this row"),
        key("space", "mark", "select").does("Select this row", "To group the selected rows into one session."),
        key("g", "group", "session").does("Group the selected rows into one session", "You give it a title."),
        key("c", "choose_column", "column").does("Set the type of this column", "Title, speaker, time, day, room …"),
        key("T", "set_column('title')").does("Use the whole column as titles"),
        key("S", "set_column('speaker')").does("Use the whole column as speakers"),
        key("right", "part(1)").does("Select the next part of the row"),
        key("left", "part(-1)").does("Select the previous part of the row"),
        key("plus", "longer(1)").does("Extend the selection by a part"),
        key("minus", "longer(-1)").does("Shrink the selection by a part"),
    ),
    Where.EXPORT: (
        key("ctrl+s", "write", "write", priority=True).does(
            "Write the file",
            "Re-exports Markdown in place and keeps your edits. Press twice to overwrite any other file. Esc cancels.",
            "save export",
        ),
        key("ctrl+o", "open", "open", priority=True).does(
            "Open the written file", "In its usual program, or shows where the file is."
        ),
        key("ctrl+y", "copy", "copy path", priority=True).does("Copy the path of the file"),
        key("f4", "ask", "list").does(
            "List all choices of this row",
            "Or press enter on it. ↑ ↓ select a row, ← → change its choice, page up and down scroll.",
        ),
        key("f2", "more", "options").does(
            "Show more options",
            "Group by day, track, theme or person; language, theme, short names, authors, signature.",
        ),
        key("f3", "left_out", "left out").does("Show what is left out", "And why.", "private hidden"),
    ),
}
