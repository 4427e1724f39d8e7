"""Hide the talks of a track in the program of a conference, for good."""

from __future__ import annotations

from confnotes.catalogue.program.hidden_tracks import FIELD, hidden_in
from confnotes.markup.frontmatter import set_fields
from confnotes.markup.names import fold
from confnotes.vault.layout import conference_path
from confnotes.vault.vault import Vault


def hide_track(vault: Vault, conference: str, track: str, on: bool = True) -> None:
    """Hide the track, or with `on=False` show it again; raises ConfnotesError if the note cannot be changed."""

    def changed(text: str) -> str:
        others = [one for one in hidden_in(text) if fold(one) != fold(track)]
        return set_fields(text, {FIELD: sorted([*others, track] if on else others) or None})

    vault.change(conference_path(conference), changed, new="", empty="")
