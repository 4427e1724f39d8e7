"""Emacs's editing commands, without a screen: text, cursor and commands in; edits, cursor and mark out.

`engine.EmacsEngine` takes commands by their names in emacs and works on an `EmacsBuffer`. Which keys run them is in the
keymap. It knows nothing of Textual.
"""
