"""Messages that more than one screen cares about."""

from __future__ import annotations

from textual.message import Message


class DamageMet(Message):
    """Some file of the vault cannot be read whole, or can be again."""


class NoteSaved(Message):
    """The note at `path` (in the vault) was written and is on the disk."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
