"""What a note is called: its `title:`, else a level-one heading that is the first line of its body, else its file."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from confnotes.catalogue.completing.completion_index import known_note
from confnotes.markup.note import parse_note
from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

NAMES = [
    ("words\n\n# Installation\n", "Alpha"),
    ("# Alpha of mine\n\n# Installation\n", "Alpha of mine"),
    ("\ufeff# With a mark\n", "With a mark"),
    ("\n \n# Below blank lines\n", "Below blank lines"),
    ("Underlined\n===\nwords\n", "Underlined"),
    ("Underlined below\n---\nwords\n", "Alpha"),
    ("## A part\n# Todo\n", "Alpha"),
    ("# \n# Todo\n", "Alpha"),
    ("#tag\n# Todo\n", "Alpha"),
    ("```\n# Example\n```\n", "Alpha"),
    ("<!-- # Example -->\n# Todo\n", "Alpha"),
    ("", "Alpha"),
    ("---\ntags: [x]\n---\n\n# Below the front matter\n", "Below the front matter"),
    ("---\ntags: [x]\n---\nwords\n# Todo\n", "Alpha"),
    ("---\ntitle: As said\n---\n# Another\n", "As said"),
    ("---\ntitle: 1984\n---\n# Another\n", "1984"),
    ("---\ntitle: ' '\n---\n# Heading\n", "Heading"),
    ("---\ntitle: [a, b]\n---\nwords\n# Todo\n", "Alpha"),
    ("---\ntitle: a: b\n---\n# Below broken front matter\n", "Below broken front matter"),
    ("---\ntitle: a: b\n---\nwords\n# Todo\n", "Alpha"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_note_is_called_as_it_says_at_its_top_else_as_its_file(text: str, name: str) -> None:
    assert parse_note(PurePosixPath("Notes/Alpha.md"), text).title == name


@pytest.mark.parametrize(
    ("text", "name"), [("words\n\n# Installation #howto\n", "Alpha"), ("# Beta of mine\n", "Beta of mine")]
)
def test_every_list_search_and_export_calls_it_the_same(
    confnotes: RunConfnotes, vault: Path, text: str, name: str
) -> None:
    body = f"{text}- [ ] mend the lantern\n? who saw [[Nobody]]\n"
    (vault / "Small Systems 2024" / "Alpha.md").write_text(body, encoding="utf-8")

    def told(*arguments: str) -> str:
        return json.dumps(json.loads(confnotes(*arguments, "--vault", vault, "--json").out), ensure_ascii=False)

    for arguments in (("list", "notes"), ("list", "tasks"), ("list", "questions"), ("search", "lantern")):
        assert f'"{name}"' in told(*arguments) and '"Installation' not in told(*arguments), arguments
    assert confnotes("show", "Alpha", "--vault", vault).out.startswith(f"{name}  note")
    completed = known_note(Vault(vault).note("Small Systems 2024/Alpha.md"))
    assert completed.title == name
    confnotes("export", "Small Systems 2024", "-o", "out.md", "--vault", vault)
    assert f"### {name}\n" in Path("out.md").read_text(encoding="utf-8")
