"""Giving a talk's note one more link, under the key of its kind: `paper:`, `poster:`, `code:` ..."""

from __future__ import annotations

from confnotes.actions.notes.change_talk_note import change_talk_note
from confnotes.catalogue.photos.read_qr import with_links
from confnotes.catalogue.program.posters import STANDING
from confnotes.catalogue.program.talks import card as card_of
from confnotes.catalogue.templates.note_template import kind_of
from confnotes.errors import UsageError
from confnotes.markup.canonical import is_web
from confnotes.vault.vault import Vault


def add_link(vault: Vault, key: str, url: str) -> str:
    """Write the link into the front matter of the talk's note, which is begun when there is none; answers its path.

    What else leads somewhere on a poster is the poster's own page. A link that the note has already changes nothing.
    Raises UsageError for what is no web address, NotFoundError for no such talk, ConfnotesError.
    """
    if not is_web(url):
        raise UsageError(f"“{url}” is no web address", "it begins with https://")
    card = card_of(vault, key)
    is_poster = kind_of(card) in STANDING
    return change_talk_note(vault, card, lambda text: with_links(text, [url], is_poster=is_poster)[0])
