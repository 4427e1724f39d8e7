"""Keys and pastes as terminals send them, where Textual understands something else.

Textual takes Esc and a digit for what a Mac's keyboard types there; it waits after Esc and a letter for more of the
same key, so that quick typing puts both into the text; it takes alt with a point or a blank for these characters, keys
sent in the way of xterm's modifyOtherKeys for letters, and function keys that it does not know for characters, too.
It ends at a byte that is no UTF-8, as a terminal set to Latin-1 or an old mouse report sends it. It takes Esc and a
letter typed within a tenth of a second for alt with that letter.

Pasted text is text: what a terminal hands over between the marks of a paste presses no key. Textual reads escape
sequences inside a paste as keys, one of which could leave the note; and it takes milliseconds for each. Here they lose
their escape character before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from textual.events import Key
from textual.keys import Keys
from textual.message import Message

from confnotes.tui.textual_private import FUNCTIONAL_KEYS, XTermParser, read_any_bytes, tell_esc_apart, understand_keys

_ALT: Final = re.compile(r"\x1b([^\x00-\x1f\x7fbfNOPX\[\]\\^_])")
"""Alt and a character; behind the others more follows, but for alt+b and alt+f, which go by words as in a shell."""

_OTHER_KEY: Final = re.compile(r"\x1b\[27;(\d+);(\d+)~")
_FUNCTION_KEY: Final = re.compile(r"\x1b\[(\d+)(?:;\d+)?~")
_RXVT: Final = {"\x1b[7^": "ctrl+home", "\x1b[8^": "ctrl+end"}
"""Sequences that Textual confuses."""

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
_CUT_END: Final = re.compile(r"\x1b(?:\[(?:2(?:0(?:1)?)?)?)?\Z")

_installed = False


def understand(sequence: str) -> Key | str:
    """The key that such a sequence is; else what Textual understands rightly, most often the sequence itself."""
    if found := _ALT.fullmatch(sequence):
        shift = "shift+" if found[1].isupper() else ""
        return Key(f"alt+{shift}{found[1].lower()}" if found[1].isalnum() else Keys.Ignore, None)
    if found := _OTHER_KEY.fullmatch(sequence):
        return f"\x1b[{found[2]};{found[1]}u"
    if (found := _FUNCTION_KEY.fullmatch(sequence)) and f"{found[1]}~" not in FUNCTIONAL_KEYS:
        return Key(Keys.Ignore, None)
    return Key(_RXVT[sequence], None) if sequence in _RXVT else sequence


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
    """Understand what every terminal sends from now on; call it once, before the app runs."""
    global _installed
    if not _installed:
        _installed = True
        understand_keys(understand)
        read_any_bytes()
        tell_esc_apart()
        _filter_pastes()


def _filter_pastes() -> None:
    """Filter what every terminal sends."""
    feed = XTermParser.feed

    def filtered_feed(self: XTermParser, data: str) -> Iterable[Message]:
        paste_filter = self.__dict__.setdefault("_paste_filter", PasteFilter())
        kept = paste_filter(data)
        # An empty piece is the end of the input to Textual.
        return feed(self, kept) if kept or not data else ()

    XTermParser.feed = filtered_feed  # type: ignore[method-assign]
