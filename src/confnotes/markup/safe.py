"""Make text safe to show; separate from `plain.py`, whose many patterns would slow down every start."""

from __future__ import annotations

import re
from shlex import quote

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"  # invisible tag characters
)
_ESCAPE_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]"  # CSI
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n\x90\x98\x9d-\x9f]*(?:\x07|\x1b\\\\|\x9c)"  # OSC ...
)
_JOINS_NOTHING = re.compile(r"(?<![^\s\u200d])\u200d")
"""A joiner at the beginning of a word or after another one: Rich divides by zero when it cuts such a text."""
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\n"
_BLANKS = re.compile(r"[ \t\n]+")


def safe_text(text: str, *, lines: bool = True) -> str:
    """A text from outside without anything that could control a terminal or deceive a reader.

    Removes escape sequences, control characters, bidi controls and invisible characters; tabs stay, and every kind of
    line end becomes a line feed. Without `lines` the result is one line. Joiners within emoji and words stay.
    """
    if is_printable(text):
        return text if lines else _in_one_line(text)
    if any(start in text for start in "\x1b\x9b\x9d\x90\x98\x9e\x9f"):
        text = _ESCAPE_SEQUENCE.sub("", text)
    text = _JOINS_NOTHING.sub("", _UNSAFE.sub("", _LINE_END.sub("\n", text)))
    return text if lines else _in_one_line(text)


def _in_one_line(text: str) -> str:
    """The text with a blank for white space with a line feed or tab in it; linear in a megabyte of blanks."""
    if "\n" in text or "\t" in text:
        text = _BLANKS.sub(lambda blanks: blanks[0] if blanks[0].strip(" ") == "" else " ", text)
    return text.strip()


def is_printable(text: str) -> bool:
    """Whether a text has only printable characters (of white space, only the blank) and line feeds."""
    if text.isascii():
        return not text.encode().translate(None, _PRINTABLE)
    return text.replace("\n", "").isprintable()


def shell_word(text: str) -> str:
    """The text quoted for a shell, with characters unsafe for a terminal as escapes, `$'\\033'`."""
    if "\n" not in text and "\t" not in text and safe_text(text) == text:
        return quote(text)
    return f"$'{''.join(map(_spelt, text))}'"


def _spelt(character: str) -> str:
    if character in "\n\t" or safe_text(character) != character:
        return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
    return f"\\{character}" if character in "\\'" else character
