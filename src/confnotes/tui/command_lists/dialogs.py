"""What the keys of dialogs, pickers, the find bar and the welcome do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Where, key

_ENTER: Final = "app.press('enter')"
"""The fields and lists of dialogs take enter themselves."""

_CANCEL: Final = key("back", "back").does("Cancel", "What you typed stays: it closes only an empty field.")

DIALOGS: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.DIALOG: (
        key("open", _ENTER, "select").does("Take the selected answer"),
        key("rate", "rate").does("Take an answer by its digit"),
        key("back", "back", "cancel").does("Cancel"),
        key("close", "leave").does("Close without an answer"),
    ),
    Where.LINE: (
        key("open", _ENTER, "save").does("Take what you typed"),
        _CANCEL,
        key("close", "leave", "discard").does("Discard what you typed"),
    ),
    Where.WORDS: (
        key("save", "save", "save", priority=True).does("Take what you typed"),
        key("open", "save_line", priority=True).does("Take what you typed", "In a text of several lines, a new line."),
        _CANCEL,
        key("close", "leave", "discard").does("Discard what you typed"),
    ),
    Where.QUESTIONS: (
        key("open", "save", priority=True).does("Save the answer"),
        key("mark", "no_answer").does("There was no answer", "While the answer is empty, also without the leader."),
        key("tab", "other_field", priority=True).does("Who asked", "Again goes back to the answer."),
        key("back-tab", "other_field", name="field_before", priority=True).does("Back to the answer"),
        key("up", "choose(-1)", priority=True).does("Question above"),
        key("down", "choose(1)", priority=True).does("Question below"),
        _CANCEL,
        key("close", "save_and_close", priority=True).does("Save and close"),
        key("questions", "save_and_close", name="questions", priority=True).does(
            "Save and close", "The same key opened it."
        ),
    ),
    Where.PICK: (
        key("open", _ENTER, "select").does("Take the selected option", "Or all ticked ones."),
        key("tab", "tick", "tick", priority=True).does("Tick the selected option", "Where several can be taken."),
        key("back", "back", "cancel").does("Cancel"),
        key("close", "leave").does("Close without a choice"),
    ),
    Where.RETAG: (
        key("open", "write", "rename").does("Rename the tag"),
        key("back", "back", "cancel").does("Cancel"),
        key("close", "leave").does("Close without renaming"),
    ),
    Where.PALETTE: (
        key("open", _ENTER, "run").does("Run the selected command"),
        key("back", "back", "close").does("Close the palette"),
        key("close", "leave").does("Close the palette", "Also while you type."),
    ),
    Where.FIND: (
        key("open", _ENTER, "next").does("Next match", "In the second field: replace this match."),
        key("down", "move(1)", priority=True).does("Next match"),
        key("match-before", "move(-1)", priority=True).does("Previous match"),
        key("tab", "other_field", "replace", priority=True).does("The other field", "Find, or replace with."),
        key("back-tab", "other_field", name="field_before", priority=True).does("Previous field"),
        key("all", "replace_all", "all", priority=True).does("Replace all matches", "You can undo it."),
        key("undo", "undo", priority=True).does("Undo the last change of the text"),
        key("redo", "redo", priority=True).does("Redo it"),
        key("back", "leave", "close", priority=True).does("Close the find bar"),
    ),
    Where.WELCOME: (
        key("open", _ENTER, "choose").does("Take the selected row"),
        key("back", "back", "clear").does("Clear what you typed"),
    ),
    Where.NEW_VAULT: (
        key("open", _ENTER, "continue").does("Continue with this folder"),
        key("back", "back", "back").does("Go back"),
        key("close", "back", name="close").does("Go back"),
    ),
}
