"""Keys in the format of Windows consoles do what they do elsewhere, and never stand in the note as figures."""

from __future__ import annotations

import pytest
from textual import events

from confnotes.tui.terminal_keys import install
from confnotes.tui.textual_private import EscTellingParser

ALT, CTRL, SHIFT, ALTGR, ENHANCED = 2, 8, 16, 9, 256


def key(code: int, sign: str = "", held: int = 0, times: int = 1) -> str:
    """A key that is pressed and released."""
    units = [unit for unit in (sign.encode("utf-16-le")[at : at + 2] for at in range(0, 2 * len(sign) + 2, 2)) if unit]
    numbers = [int.from_bytes(unit, "little") for unit in units] or [0]
    return "".join(f"\x1b[{code};30;{unit};{down};{held};{times}_" for unit in numbers for down in (1, 0))


def read(data: str, size: int = 4096) -> list[str]:
    """The keys and pastes of this input, in pieces of that size."""
    install()
    parser = EscTellingParser()
    found: list[str] = []
    for at in range(0, len(data), size):
        for event in parser.feed(data[at : at + size]):
            assert isinstance(event, events.Key | events.Paste), event
            found.append(f"pasted {event.text}" if isinstance(event, events.Paste) else event.key)
    return found


@pytest.mark.parametrize(
    ("pressed", "found"),
    [
        (key(65, "a"), ["a"]),
        (key(65, "A", SHIFT), ["A"]),
        (key(65, "a", times=3), ["a", "a", "a"]),
        (key(0, "😀"), ["grinning_face"]),
        (key(81, "@", ALTGR), ["at"]),
        (key(83, "\x13", CTRL), ["ctrl+s"]),
        (key(73, "\t", CTRL), ["ctrl+i"]),
        (key(77, "\r", CTRL), ["ctrl+m"]),
        (key(90, "\x1a", CTRL | SHIFT), ["ctrl+shift+z"]),
        (key(88, "x", ALT), ["alt+x"]),
        (key(13, "\r"), ["enter"]),
        (key(9, "\t"), ["tab"]),
        (key(9, "\t", SHIFT), ["shift+tab"]),
        (key(8, "\b"), ["backspace"]),
        (key(8, "\x7f", CTRL), ["ctrl+backspace"]),
        (key(27, "\x1b"), ["escape"]),
        (key(32, " "), ["space"]),
        (key(38, held=ENHANCED), ["up"]),
        (key(37, held=ENHANCED | CTRL), ["ctrl+left"]),
        (key(46, held=ENHANCED), ["delete"]),
        (key(34, held=ENHANCED), ["pagedown"]),
        (key(112), ["f1"]),
        (key(113), ["f2"]),
        (key(123), ["f12"]),
        (key(17, held=CTRL), []),
        ("\x1b[18;56;228;0;0;1_", ["ä"]),
        ("x\x1b[A\x1b[97;5u", ["x", "up", "ctrl+a"]),
    ],
)
def test_a_key_of_a_windows_console_is_that_key(pressed: str, found: list[str]) -> None:
    named = {"latin_small_letter_a_with_diaeresis": "ä"}
    assert [named.get(one, one) for one in read(pressed)] == found


@pytest.mark.parametrize("size", [100, 101, 128, 4096])
def test_a_paste_in_such_keys_is_one_paste_whatever_the_pieces(size: int) -> None:
    text = "first line\r\nsecond [1;2_ line"
    pasted = "".join(key(0, sign) for sign in f"\x1b[200~{text}\x1b[201~")
    assert read(pasted + key(65, "a"), size) == [f"pasted {text}", "a"]
