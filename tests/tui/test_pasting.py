"""What is pasted in a terminal: text, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from confnotes.tui.terminal_keys import PasteFilter, install

HOSTILE = "a\x1b]52;c;QUJD\x07b \x1b[31mred\x1b[0m \x1b[A\x1b\x1bq \x11 \x1b[200~ 日本\r\nend\x1b"
HARMLESS = HOSTILE.replace("\x1b", "")


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_a_paste_with_terminal_escapes_is_one_paste_and_no_key(size: int) -> None:
    install()
    parser = XTermParser()
    data = f"x\x1b[200~{HOSTILE}\x1b[201~y" if size > 6 else f"\x1b[200~{HOSTILE}\x1b[201~y"
    pieces = [data[at : at + size] for at in range(0, len(data), size)] if size > 6 else [data[:6], *data[6:]]
    found = [event for piece in pieces for event in parser.feed(piece)]
    pasted = [event.text for event in found if isinstance(event, events.Paste)]
    keys = [event.key for event in found if isinstance(event, events.Key)]
    assert pasted == [HARMLESS]
    assert keys == (["x", "y"] if size > 6 else ["y"])


@given(st.text(st.sampled_from("a\x1b[201~\n"), max_size=60), st.integers(1, 9))
def test_keys_and_what_is_pasted_come_through_whatever_the_pieces(text: str, size: int) -> None:
    inside = text.replace("\x1b[201~", "")
    data = f"{inside}\x1b[201~\x1b[A"
    paste_filter = PasteFilter()
    got = paste_filter("\x1b[200~") + "".join(paste_filter(data[at : at + size]) for at in range(0, len(data), size))
    assert got == "\x1b[200~" + inside.replace("\x1b", "") + "\x1b[201~\x1b[A"
