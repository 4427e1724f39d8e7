"""Filling a poster's card from outside an editor: on the shell, or over a phone's SSH."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from confnotes.actions.notes.change_talk_note import change_talk_note
from confnotes.catalogue.photos.read_qr import with_links
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.posters import STANDING
from confnotes.catalogue.program.talks import card as talk_card
from confnotes.catalogue.templates.note_template import kind_of
from confnotes.errors import UsageError
from confnotes.markup import frontmatter
from confnotes.markup.canonical import is_web
from confnotes.markup.poster_card import CardField, CardLine, read, with_another
from confnotes.model.mark import Mark
from confnotes.model.timetable import wall_time
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class FilledCard:
    """A poster's card as its note has it; `path` is None while there is no note."""

    path: str | None
    lines: tuple[CardLine, ...] = ()


def filled_card(vault: Vault, card: Card) -> FilledCard:
    """What is written about the poster."""
    if card.note is None:
        return FilledCard(None)
    return FilledCard(card.note, read(frontmatter.split(vault.read(card.note).text).body))


def fill_card(vault: Vault, card: Card, said: Sequence[tuple[CardField, str]], at: datetime) -> FilledCard:
    """Write lines into the poster's card, each stamped, and mark the poster as attended.

    A line goes into the label that is empty, else beside what stands there already. Raises ConfnotesError.
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
    """Write the link into the front matter of the talk's note, which is begun when there is none; answers its path.

    What else leads somewhere on a poster is the poster's own page. A link that the note has already changes nothing.
    Raises UsageError for what is no web address, NotFoundError for no such talk, ConfnotesError.
    """
    if not is_web(url):
        raise UsageError(f"not a web address: {url}", "Web addresses start with https://.")
    card = talk_card(vault, key)
    is_poster = kind_of(card) in STANDING
    return change_talk_note(vault, card, lambda text: with_links(text, [url], is_poster=is_poster)[0])
