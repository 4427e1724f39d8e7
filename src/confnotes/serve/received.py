"""Which lines of phones are in the vault already: a phone sends a line again if it has not heard the answer.

A phone gives each line an id. It is kept with the line's text before the line is added, and as received afterwards. If
the server is killed between the two, the note itself tells whether the line is in it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from confnotes.actions.notes.add_line import add_line
from confnotes.actions.notes.change_talk_note import wall_of
from confnotes.actions.notes.line_target import line_target
from confnotes.config import parse_moment
from confnotes.errors import ConfnotesError, WriteError, remedy_of
from confnotes.markup.safe import safe_text
from confnotes.markup.stamps import find, without_stamp
from confnotes.vault.layout import talk_stem
from confnotes.vault.private_file import load_state, put_private, state_file
from confnotes.vault.vault import Vault

_KIND = "serve-received"
_MOST: Final = 3000
"""Ids that are remembered; a phone has at most some dozen lines that it would send again."""
_STAMPS = timedelta(minutes=2)
"""How much later than it was typed a line may be stamped: timestamps identify lines, so a taken one is skipped."""


class ReceivedLines:
    """The lines that were received for a vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, identifier: str, text: str, to: str | None, at: datetime) -> str:
        """Add a line as `add_line` does, unless it was added before; returns the path of its note.

        Raises what `add_line` raises; then nothing was added, and the same id may be sent again.
        """
        received, pending = self._load()
        if identifier in received:
            return received[identifier]
        path = self._added_before_a_crash(pending.get(identifier))
        if path is None:
            self._store(received, pending | {identifier: [text, to, at.isoformat()]})
            try:
                path = add_line(self._vault, text, to, at).path
            except ConfnotesError:
                pending.pop(identifier, None)
                self._store(received, pending)
                raise
        pending.pop(identifier, None)
        self._store(received | {identifier: path}, pending)
        return path

    def _added_before_a_crash(self, pending: list[Any] | None) -> str | None:
        """The path of the note in which a line stands that was being added when the server was killed; None if it
        does not.
        """
        if pending is None:
            return None
        text, to, moment = pending
        at = parse_moment(moment)
        with suppress(ConfnotesError):
            meant = line_target(self._vault, to, at)
            if isinstance(meant, str):
                path: str | None = meant
            else:
                stem = talk_stem(self._vault.facts(meant.conference), meant.session, meant.talk)
                path = self._vault.talk_note(meant.conference, meant.key, stem)
            if path is not None and self._has(path, safe_text(text).strip().split("\n")[0].rstrip(), at):
                return path
        return None

    def _has(self, path: str, words: str, at: datetime) -> bool:
        """Whether a line of the note has these words and a timestamp of that time."""
        begun = wall_of(self._vault, path, at).replace(microsecond=0)
        for line in self._vault.read(path).text.splitlines():
            stamp = find(line)
            if stamp is not None and without_stamp(line) == words:
                stamped = datetime.combine(begun.date(), stamp)
                if begun <= stamped <= begun + _STAMPS:
                    return True
        return False

    def _load(self) -> tuple[dict[str, str], dict[str, list[Any]]]:
        kept = load_state(self._vault.root, _KIND)
        if not isinstance(kept, dict):
            return {}, {}
        return dict(kept.get("received") or {}), dict(kept.get("pending") or {})

    def _store(self, received: dict[str, str], pending: dict[str, list[Any]]) -> None:
        """Keep both, the latest ids only; on disk when this returns. Raises WriteError."""
        latest = dict(list(received.items())[-_MOST:])
        file = state_file(self._vault.root, _KIND)
        try:
            put_private(file, json.dumps({"received": latest, "pending": pending}).encode("ascii"), synced=True)
        except OSError as error:
            raise WriteError(str(file), error.strerror or str(error), remedy_of(error)) from error
