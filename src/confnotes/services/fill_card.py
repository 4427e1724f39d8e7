"""Filling a poster's card from outside an editor: on the shell, or over a phone's SSH."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from confnotes.errors import ConflictError, ConfnotesError
from confnotes.markup import frontmatter
from confnotes.markup.poster_card import CardLine, Field, read, with_another
from confnotes.model.timetable import wall_time
from confnotes.services.cards import Card
from confnotes.services.mark_talk import attend
from confnotes.services.note_template import begin_note
from confnotes.vault.layout import talk_stem
from confnotes.vault.vault import Vault

_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class FilledCard:
    """A poster's card as its note has it; `path` is None while there is no note."""

    path: str | None
    lines: tuple[CardLine, ...] = ()


def card_of(vault: Vault, card: Card) -> FilledCard:
    """What is written about the poster."""
    if card.note is None:
        return FilledCard(None)
    return FilledCard(card.note, read(frontmatter.split(vault.read(card.note).text).body))


def fill_card(vault: Vault, card: Card, said: Sequence[tuple[Field, str]], at: datetime) -> FilledCard:
    """Write lines into the poster's card, each stamped, and mark the poster as attended.

    A line goes into the label that is empty, else beside what stands there already. Raises ConfnotesError.
    """
    conference = vault.facts(card.conference)
    stamp = wall_time(at, conference.timezone)
    stem = talk_stem(conference, card.session, card.talk)
    for attempt in range(_ATTEMPTS):
        path = vault.talk_note(card.conference, card.key, stem)
        file = vault.read(path) if path else None
        if file is not None and file.read_only:
            raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "convert it to UTF-8 first")
        path = path or vault.unique_path(card.conference, stem)
        front = frontmatter.split(file.text if file else begin_note(vault, card).text)
        body = front.body
        for field, text in said:
            body = with_another(body, field, text, stamp)
        try:
            vault.save(path, front.head + body, file.version if file else None)
        except ConflictError:
            if attempt == _ATTEMPTS - 1:
                raise
            continue
        if not card.attended:
            attend(vault, card.key, True)
        return FilledCard(path, read(body))
    raise ConfnotesError("the note is being written all the time", "try again")
