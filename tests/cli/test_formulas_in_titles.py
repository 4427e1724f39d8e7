"""Formulas in titles are text on the shell, as on the screens; data for programs keep the source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault

from .conftest import NOW, RunConfnotes

TYPED = r"Learning $\ell_2$ nets in \(O(n \log n)\) time"
SHOWN = "Learning ℓ₂ nets in O(n log n) time"


@pytest.fixture
def with_formula(tmp_path: Path) -> Path:
    """A vault whose one talk, on now, has formulas in its title."""
    vault = Vault.create(tmp_path / "notes")
    vault.save("Nets 2024/Nets 2024.md", "---\ntype: conference\ntimezone: Europe/Lisbon\n---\n", None)
    talk = f"{{id: t1, title: '{TYPED}', start: {NOW}:00+01:00, speakers: [{{name: Ada}}]}}"
    program = f"sessions:\n  - talks:\n      - {talk}\n"
    vault.save("Nets 2024/program.yaml", program, None)
    vault.save("Nets 2024/notes.md", f"---\ntalk: nets-2024/t1\ntitle: '{TYPED}'\n---\nfast\n", None)
    return vault.root


@pytest.mark.parametrize(
    "command",
    ["now", "now --oneline", "agenda", "agenda --format markdown", "list talks", "list notes", "show t1", "star t1"],
)
def test_a_formula_in_a_title_is_text_on_the_shell(confnotes: RunConfnotes, with_formula: Path, command: str) -> None:
    verb, *rest = command.split()
    out = confnotes(verb, "--vault", with_formula, *rest).out
    assert SHOWN in out
    assert r"\ell" not in out


def test_programs_get_the_title_as_it_was_typed(confnotes: RunConfnotes, with_formula: Path) -> None:
    rows = json.loads(confnotes("list", "--vault", with_formula, "talks", "--json").out)["talks"]
    assert [row["title"] for row in rows] == [TYPED]
    assert confnotes("list", "--vault", with_formula, "talks", "-f", "{title}").out.strip() == TYPED
