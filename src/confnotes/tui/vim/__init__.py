"""Vim's editing keys, without a screen: text, cursor and keys in; edits, cursor and mode out.

`engine.VimEngine` takes keys one by one and works on a `text.TextBuffer`. It knows nothing of Textual.
"""
