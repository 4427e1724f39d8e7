"""Fill in a poster's card from the shell, for example over SSH from a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from confnotes.actions.notes.change_talk_note import change_talk_note
from confnotes.catalogue.photos.read_qr import with_links
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.talks import card as talk_card
from confnotes.catalogue.templates.note_template import kind_of
from confnotes.errors import UsageError
from confnotes.markup import frontmatter
from confnotes.markup.canonical import is_web
from confnotes.markup.poster_card import CardField, CardLine, read, with_another
from confnotes.model.mark import Mark
from confnotes.model.program import STANDING
from confnotes.model.timetable import wall_time
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class FilledCard:
    """A poster's card as in its note; `path` is None without a note."""

    path: str | None
    lines: tuple[CardLine, ...] = ()


def filled_card(vault: Vault, card: Card) -> FilledCard:
    """What the note says about the poster."""
    if card.note is None:
        return FilledCard(None)
    return FilledCard(card.note, read(frontmatter.split(vault.read(card.note).text).body))


def fill_card(vault: Vault, card: Card, said: Sequence[tuple[CardField, str]], at: datetime) -> FilledCard:
    """Write timestamped lines into the poster's card and mark the poster as attended.

    A line fills the empty label, else is added after the existing text. Raises ConfnotesError.
    """
    stamp = wall_time(at, vault.facts(card.conference).timezone)

    def written(text: str) -> str:
        front = frontmatter.split(text)
        body = front.body
        for field, words in said:
            body = with_another(body, field, words, stamp)
        return front.head + body

    path = change_talk_note(vault, card, written)
    if not card.attended:
        vault.mark(card.conference, card.talk.id or "", **{Mark.ATTENDED: True})
    return FilledCard(path, read(frontmatter.split(vault.read(path).text).body))


def add_link(vault: Vault, key: str, url: str) -> str:
    """Add a link to the front matter of the talk's note, creating it if needed; returns its path.

    A link of another kind counts as the poster's page. An existing link changes nothing. Raises UsageError for an
    invalid web address, NotFoundError for an unknown talk, ConfnotesError.
    """
    if not is_web(url):
        raise UsageError(f"not a web address: {url}", "Web addresses start with https://.")
    card = talk_card(vault, key)
    is_poster = kind_of(card) in STANDING
    return change_talk_note(vault, card, lambda text: with_links(text, [url], is_poster=is_poster)[0])
