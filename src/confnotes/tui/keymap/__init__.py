"""Which key does what: `presets` declares it once, `keymap` is the map in force, `sequences` runs keys that follow one
another, and `which_key` shows what may follow.

A command (`tui/command_lists`) names its action in the map, so that an action has the same keys on every screen. Where
one types text, a key that types a character is pressed after the leader: `a` in a list is `ctrl+g a` in a note.
"""
