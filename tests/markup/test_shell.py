"""A file's name in a command that is printed means that file to a shell, and nothing to the terminal."""

from __future__ import annotations

import subprocess

import pytest

from confnotes.markup.safe import safe_text, shell_word


@pytest.mark.parametrize(
    "name",
    [
        *("plain.md", "with blanks.md", 'it\'s `this` $HOME "now" \\n.md', "Prüfung 量子.md", ""),
        *("bell \x07 and \x1b[31m1 red.md", "two\nlines.md", "tab\there\\.md", "bidi \u202e it's.md", "\x9b1mC1.md"),
    ],
)
def test_a_shell_reads_the_name_and_the_terminal_shows_all_of_it(name: str) -> None:
    word = shell_word(name)
    assert "\n" not in word and "\t" not in word and safe_text(word) == word
    read = subprocess.run(["bash", "-c", f"printf %s {word}"], check=True, capture_output=True).stdout
    assert read.decode() == name
