"""The tracks of a conference that the user never wants to see in its program.

Their names are in the front matter of the conference's note, under `hidden_tracks`. A talk of such a track is still
shown if it is starred or has a note, and found by a search.
"""

from __future__ import annotations

from contextlib import suppress

from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold
from confnotes.vault.layout import conference_path
from confnotes.vault.vault import Vault

FIELD = "hidden_tracks"


def hidden_tracks(vault: Vault, conference: str) -> list[str]:
    """The names as they are written; none if the note cannot be read."""
    with suppress(ConfnotesError):
        return hidden_in(vault.read(conference_path(conference)).text)
    return []


def hidden_in(text: str) -> list[str]:
    """The names in the note of a conference."""
    if FIELD not in text:
        return []
    from confnotes.markup.frontmatter import split  # most conferences hide nothing, and this is on the way to Now

    value = split(text).fields.get(FIELD)
    return [str(one) for one in (value if isinstance(value, list) else [value] if value else ())]


def folded_tracks(vault: Vault, conference: str) -> frozenset[str]:
    """The names for comparison, without case and accents."""
    return frozenset(map(fold, hidden_tracks(vault, conference)))
