"""Emacs's editing commands in a note, with the preset `emacs`."""

from __future__ import annotations

from typing import Final

from confnotes.tui.command import Command, key


def _emacs(name: str, title: str, more: str = "") -> Command:
    return key(name, f"modes.run('{name}')", name=f"emacs-{name}").does(title, more, name)


EMACS: Final = (
    _emacs("isearch-forward", "Search forward", "As you type; again for the next match, enter to stay."),
    _emacs("isearch-backward", "Search backward"),
    _emacs("universal-argument", "Prefix argument", "Then a number, then a command: how often."),
    _emacs("digit-argument", "Digit of a prefix argument"),
    _emacs("forward-char", "Next character"),
    _emacs("backward-char", "Previous character"),
    _emacs("next-line", "Next line"),
    _emacs("previous-line", "Previous line"),
    _emacs("move-beginning-of-line", "Start of the line"),
    _emacs("move-end-of-line", "End of the line"),
    _emacs("back-to-indentation", "First letter of the line"),
    _emacs("forward-word", "Next word"),
    _emacs("backward-word", "Previous word"),
    _emacs("forward-sentence", "End of the sentence"),
    _emacs("backward-sentence", "Start of the sentence"),
    _emacs("forward-paragraph", "End of the paragraph"),
    _emacs("backward-paragraph", "Start of the paragraph"),
    _emacs("beginning-of-buffer", "Start of the note"),
    _emacs("end-of-buffer", "End of the note"),
    _emacs("goto-line", "Go to a line", "The prefix argument is its number."),
    _emacs("scroll-up-command", "Page down"),
    _emacs("scroll-down-command", "Page up"),
    _emacs("recenter-top-bottom", "Scroll this line to the middle", "Again to the top, again to the bottom."),
    _emacs("set-mark-command", "Set the mark", "Selects from here. With a prefix argument, goes back to the mark."),
    _emacs("exchange-point-and-mark", "Swap cursor and mark"),
    _emacs("mark-whole-buffer", "Select all"),
    _emacs("mark-word", "Select to the end of the word"),
    _emacs("mark-paragraph", "Select the paragraph"),
    _emacs("delete-char", "Delete the character"),
    _emacs("kill-line", "Kill to the end of the line", "Kills in a row are yanked together."),
    _emacs("kill-word", "Kill the next word"),
    _emacs("backward-kill-word", "Kill the previous word"),
    _emacs("kill-sentence", "Kill to the end of the sentence"),
    _emacs("kill-region", "Kill the selected text", "Between mark and cursor."),
    _emacs("kill-ring-save", "Copy the selected text", "To the kill ring and the clipboard."),
    _emacs("zap-to-char", "Kill up to a character"),
    _emacs("yank", "Yank", "What was killed or copied last."),
    _emacs("yank-pop", "Yank an earlier kill instead"),
    _emacs("open-line", "Open a line"),
    _emacs("newline", "New line"),
    _emacs("quoted-insert", "Insert the next key"),
    _emacs("just-one-space", "One space here"),
    _emacs("delete-horizontal-space", "No space here"),
    _emacs("delete-indentation", "Join to the line above"),
    _emacs("delete-blank-lines", "Delete empty lines here"),
    _emacs("transpose-chars", "Swap two characters"),
    _emacs("transpose-words", "Swap two words"),
    _emacs("transpose-lines", "Swap two lines"),
    _emacs("upcase-word", "Word in capitals"),
    _emacs("downcase-word", "Word in small letters"),
    _emacs("capitalize-word", "Capitalize the word"),
    _emacs("upcase-region", "Selected text in capitals"),
    _emacs("downcase-region", "Selected text in small letters"),
    _emacs("fill-paragraph", "Fill the paragraph", "Breaks its lines at 70 characters; keeps lists and quotes."),
)
