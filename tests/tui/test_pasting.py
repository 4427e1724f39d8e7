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
    data = f"x\x1b[200~{HOSTILE}\x1b[201~y"
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    found = [event for piece in pieces for event in parser.feed(piece)]
    pasted = [event.text for event in found if isinstance(event, events.Paste)]
    keys = [event.key for event in found if isinstance(event, events.Key)]
    assert pasted == [HARMLESS]
    assert keys == ["x", "y"]


@given(st.text(st.sampled_from("a\x1b[201~\n"), max_size=60), st.integers(1, 9))
def test_keys_and_what_is_pasted_come_through_whatever_the_pieces(text: str, size: int) -> None:
    inside = text.replace("\x1b[201~", "")
    data = f"\x1b[200~{inside}\x1b[201~\x1b[A"
    paste_filter = PasteFilter()
    got = "".join(paste_filter(data[at : at + size]) for at in range(0, len(data), size))
    assert got == "\x1b[200~" + inside.replace("\x1b", "") + "\x1b[201~\x1b[A"


def _read(pieces: list[str | float]) -> list[str]:
    """The keys and pastes of these pieces of input, with seconds of silence between some of them."""
    install()
    now = 0.0
    parser = XTermParser()
    parser.__dict__["_paste_filter"] = PasteFilter(lambda: now)
    found: list[str] = []
    for piece in pieces:
        if isinstance(piece, float):
            now += piece
        events_of = parser.tick() if isinstance(piece, float) else parser.feed(piece)
        for event in events_of:
            assert isinstance(event, events.Paste | events.Key)
            found.append(f"pasted {event.text}" if isinstance(event, events.Paste) else event.key)
    return found


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (["\x1b[200~cut", 1.5, "a", "\x11"], ["pasted cut", "a", "ctrl+q"]),
        (["\x1b[200~cut", 1.5, "\x1b[A"], ["pasted cut", "up"]),
        (["\x1b[200~cut", 0.5, " off\x1b[201~", "a"], ["pasted cut off", "a"]),
        (["\x1b[200~cut", 1.5, "\x1b[201~", "a"], ["pasted cut", "a"]),
        (["\x1b[200~cut\x1b[2", 1.5, "01~a"], ["pasted cut", "a"]),
        (
            ["\x1b[200~cut", 1.5, " off after\x1b[A\x11 a while\x1b[201~a"],
            ["pasted cut", "pasted  off after[A\x11 a while", "a"],
        ),
        (["\x1b[200~one\x1b[201~", 1.5, "a", "\x1b[200~two\x1b[201~"], ["pasted one", "a", "pasted two"]),
    ],
)
def test_a_paste_whose_end_is_late_or_lost_is_shown_and_keys_are_keys_again(
    pieces: list[str | float], found: list[str]
) -> None:
    assert _read(pieces) == found
