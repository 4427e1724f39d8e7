"""A text as one word of a command that a person copies into a shell."""

from __future__ import annotations

from shlex import quote

from confnotes.markup.safe import safe_text


def shell_word(text: str) -> str:
    """The text quoted; what no terminal may be shown is spelt, `$'\\033'`, so that the word still means the same."""
    if "\n" not in text and "\t" not in text and safe_text(text) == text:
        return quote(text)
    return f"$'{''.join(map(_spelt, text))}'"


def _spelt(character: str) -> str:
    if character in "\n\t" or safe_text(character) != character:
        return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
    return f"\\{character}" if character in "\\'" else character
