"""Keys and pastes that Textual misreads.

Textual reads Esc and a digit as what a Mac's keyboard types there; after Esc and a letter it waits for more of the same
key, so that quick typing puts both into the text; it reads alt with a point or a blank as these characters, keys in
xterm's modifyOtherKeys format as letters, and unknown function keys as characters, too. It ends at a byte that is not
UTF-8, which terminals set to Latin-1 and old mouse reports send. It reads Esc and a letter typed within a tenth of a
second as alt with that letter.

Pasted text is text: nothing between the marks of a paste may act as a key. Textual reads escape sequences inside a
paste as keys, one of which could leave the note, and takes milliseconds for each. Here pastes lose their escape
characters before that.
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
"""Alt and a character. After the excluded ones a sequence may continue, or Textual reads them right: alt+b and alt+f
move by words, as in a shell.
"""

_OTHER_KEY: Final = re.compile(r"\x1b\[27;(\d+);(\d+)~")
_FUNCTION_KEY: Final = re.compile(r"\x1b\[(\d+)(?:;\d+)?~")
_RXVT: Final = {"\x1b[7^": "ctrl+home", "\x1b[8^": "ctrl+end"}
"""Sequences that Textual confuses."""

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
_CUT_END: Final = re.compile(r"\x1b(?:\[(?:2(?:0(?:1)?)?)?)?\Z")

_installed = False


def understand(sequence: str) -> Key | str:
    """The key of such a sequence; otherwise what to pass to Textual, mostly the sequence itself."""
    if found := _ALT.fullmatch(sequence):
        shift = "shift+" if found[1].isupper() else ""
        return Key(f"alt+{shift}{found[1].lower()}", None)
    if found := _OTHER_KEY.fullmatch(sequence):
        return f"\x1b[{found[2]};{found[1]}u"
    if (found := _FUNCTION_KEY.fullmatch(sequence)) and f"{found[1]}~" not in FUNCTIONAL_KEYS:
        return Key(Keys.Ignore, None)
    return Key(_RXVT[sequence], None) if sequence in _RXVT else sequence


class PasteFilter:
    """Takes input of a terminal piece by piece, and returns it without escape characters in pastes."""

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
    """Apply this to all terminal input from now on; call it once, before the app runs."""
    global _installed
    if not _installed:
        _installed = True
        understand_keys(understand)
        read_any_bytes()
        tell_esc_apart()
        _filter_pastes()


def _filter_pastes() -> None:
    """Remove escape characters from pastes in all terminal input."""
    feed = XTermParser.feed

    def filtered_feed(self: XTermParser, data: str) -> Iterable[Message]:
        paste_filter = self.__dict__.setdefault("_paste_filter", PasteFilter())
        kept = paste_filter(data)
        # Textual takes an empty piece as the end of the input.
        return feed(self, kept) if kept or not data else ()

    XTermParser.feed = filtered_feed  # type: ignore[method-assign]
