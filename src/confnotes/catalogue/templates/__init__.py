"""The initial text of notes, and what of it is still unfilled."""
