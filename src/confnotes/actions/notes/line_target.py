"""Which note a line goes to; imports as little as possible, because `confnotes add` must be fast."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from confnotes.actions.notes.change_talk_note import wall_of
from confnotes.catalogue.find_note import find_note
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.talks import SeveralTalksError, locate
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.frontmatter import split
from confnotes.vault.vault import Vault

NOT_LONG_AGO = timedelta(hours=3)
_NOTES_LOOKED_AT = 40  # the newest, for a free note of today


def line_target(vault: Vault, to: str | None, at: datetime) -> Card | str:
    """The talk, or the path of the free note, for a line or a photo of that time; `to` names one.

    Without `to`, the talk that is on, else the latest free note. Raises NotFoundError if none exists,
    SeveralTalksError if several talks are on and neither the current room nor a star decides.
    """
    try:
        return locate(vault, "now" if to is None else to, at)
    except NotFoundError as error:
        path = _begun_last(vault, at) if to is None else _note_called(vault, to)
        if path is not None:
            return path
        if to is None:
            raise NotFoundError(
                error.message, "Name a talk with --to, or create a note: confnotes new --title TITLE"
            ) from error
        raise
    except SeveralTalksError as error:
        if to is None:
            raise SeveralTalksError(error.message, "Name the talk with --to, or star it.") from error
        raise


def _note_called(vault: Vault, name: str) -> str | None:
    with suppress(NotFoundError):
        return find_note(vault, name)
    return None


def _begun_last(vault: Vault, at: datetime) -> str | None:
    """The latest free note, if it is recent enough."""
    begun: list[tuple[datetime, str]] = []
    for path in vault.latest_notes(_NOTES_LOOKED_AT):
        with suppress(ConfnotesError, ValueError):
            fields = split(vault.read(path).text).fields
            created = fields.get("created")
            if "talk" not in fields and isinstance(created, str):
                begin = datetime.fromisoformat(created).replace(tzinfo=None)
                if timedelta() <= wall_of(vault, path, at) - begin <= NOT_LONG_AGO:
                    begun.append((begin, path))
    return max(begun, default=(at, None))[1]
