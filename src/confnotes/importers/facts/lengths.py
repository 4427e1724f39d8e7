"""How long the texts of a program are at most, in characters: what is longer is something else.

Some 100 places ask this. With these four lengths instead of a number for each, 5,800 real pages, notes and data files
are read as before, but for eight uses that keep their number.
"""

from __future__ import annotations

from typing import Final

LONGEST_LABEL: Final = 40
"""A word before a colon, a weekday with its date, the kind of an item."""

LONGEST_NAME: Final = 80
"""The name of a person, a room or a session in a cell."""

LONGEST_TITLE: Final = 160
"""The title of a talk, a heading, an affiliation."""

LONGEST_LINE: Final = 400
"""A title with its people and their affiliations; more is a paragraph."""
