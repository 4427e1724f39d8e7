"""Pasted text is text: what a terminal hands over between the marks of a paste presses no key.

Textual reads escape sequences inside a paste as keys, one of which could leave the note; and it takes milliseconds for
each. Here they lose their escape character before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from textual.message import Message

from confnotes.tui.textual_private import XTermParser

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
_CUT_END: Final = re.compile(r"\x1b(?:\[(?:2(?:0(?:1)?)?)?)?\Z")

_installed = False


class PasteFilter:
    """Takes what a terminal sends, piece by piece, and gives it back without escape characters in pastes."""

    def __init__(self) -> None:
        self._in_paste = False
        self._held = ""

    def __call__(self, data: str) -> str:
        if not self._in_paste and _BEGIN not in data:
            return data
        data, self._held = self._held + data, ""
        kept: list[str] = []
        while data:
            if not self._in_paste:
                before, mark, data = data.partition(_BEGIN)
                kept += [before, mark]
                self._in_paste = bool(mark)
                continue
            pasted, mark, data = data.partition(_END)
            if not mark and (cut := _CUT_END.search(pasted)):
                pasted, self._held = pasted[: cut.start()], cut[0]
            kept += [pasted.replace("\x1b", ""), mark]
            self._in_paste = not mark
        return "".join(kept)


def install() -> None:
    """Filter what every terminal sends from now on; call it once, before the app runs."""
    global _installed
    if _installed:
        return
    _installed = True
    feed = XTermParser.feed

    def filtered_feed(self: XTermParser, data: str) -> Iterable[Message]:
        paste_filter = self.__dict__.setdefault("_paste_filter", PasteFilter())
        kept = paste_filter(data)
        # An empty piece is the end of the input to Textual.
        return feed(self, kept) if kept or not data else ()

    XTermParser.feed = filtered_feed  # type: ignore[method-assign]
