"""Keys as terminals send them, where Textual understands something else.

Textual takes Esc and a digit for what a Mac's keyboard types there; it waits after Esc and a letter for more of the
same key, so that quick typing puts both into the text; it takes alt with a point or a blank for these characters, keys
sent in the way of xterm's modifyOtherKeys for letters, and function keys that it does not know for characters, too.
It ends at a byte that is no UTF-8, as a terminal set to Latin-1 or an old mouse report sends it. It takes Esc and a
letter typed within a tenth of a second for alt with that letter.
"""

from __future__ import annotations

import re
from typing import Final

from textual.events import Key
from textual.keys import Keys

from confnotes.tui.textual_private import FUNCTIONAL_KEYS, read_any_bytes, tell_esc_apart, understand_keys

_ALT: Final = re.compile(r"\x1b([^\x00-\x1f\x7fbfNOPX\[\]\\^_])")
"""Alt and a character; behind the others more follows, but for alt+b and alt+f, which go by words as in a shell."""

_OTHER_KEY: Final = re.compile(r"\x1b\[27;(\d+);(\d+)~")
_FUNCTION_KEY: Final = re.compile(r"\x1b\[(\d+)(?:;\d+)?~")
_RXVT: Final = {"\x1b[7^": "ctrl+home", "\x1b[8^": "ctrl+end"}
"""What Textual takes for each other."""

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


def install() -> None:
    """Understand what every terminal sends from now on; call it once, before the app runs."""
    global _installed
    if not _installed:
        _installed = True
        understand_keys(understand)
        read_any_bytes()
        tell_esc_apart()
