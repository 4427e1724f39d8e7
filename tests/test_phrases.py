"""No text of ours has a phrase of tests/phrases.toml; `python tests/phrases.py` lists each use."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.garbage import gc_paused
from phrases import SOURCE, Text, newest_section, texts, texts_of_code, uses


def _found(text: str) -> list[str]:
    return [use.found for use in uses(Text(Path("README.md"), 1, text))]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("/tmp is no vault", "is no vault"),
        ("Take the last rename back.", "Take the last rename back"),
        ("Links that lead\n    nowhere", "lead nowhere"),
        ("It is saved by itself, too.", "by itself"),
        ("What the papers in notes are called", "What the papers in notes are called"),
        ("At most so many columns", "so many"),
    ],
)
def test_a_phrase_is_found_whatever_its_case_and_line_breaks(text: str, phrase: str) -> None:
    assert _found(text) == [phrase]


@pytest.mark.parametrize(
    "text", ["Save before you leave.", "This is no longer a draft.", "Let go of the key.", "Undo the last rename."]
)
def test_ordinary_words_are_no_phrases(text: str) -> None:
    assert not _found(text)


def test_texts_for_users_are_distinguished_from_docstrings_and_patterns() -> None:
    code = '''
"""Notes that are there."""
PATTERN = re.compile(r"is no vault\\s")

@command("open")
def open_vault():
    """Open a vault that is there."""
    raise Error(f"{path} is no vault: "
                "it is told")
'''
    found = list(texts_of_code(SOURCE / "cli" / "open.py", code))
    assert [(text.line, text.text, text.room) for text in found] == [
        (2, "Notes that are there.", "cli docstrings"),
        (7, "Open a vault that is there.", "cli"),
        (8, "{} is no vault: it is told", "cli"),
    ]


def test_only_the_newest_section_of_the_changelog_counts() -> None:
    assert (
        newest_section("# Changes\n\n## Unreleased\n\nnew\n\n## 0.1\n\nold\n")
        == "# Changes\n\n## Unreleased\n\nnew\n\n"
    )


def test_no_text_of_ours_has_a_phrase_of_the_list() -> None:
    with gc_paused():
        found = [str(use) for text in texts() for use in uses(text)]
    assert not found, "\n".join(found)
