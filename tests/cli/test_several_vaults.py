"""`confnotes search` over the vaults of the settings, for people, scripts and editors."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from confnotes.cli import candidates, search
from confnotes.cli.options import Invocation
from confnotes.vault.vault import Vault

from .conftest import RunConfnotes


@pytest.fixture
def lab(tmp_path: Path, confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two vaults of colleagues, and one of one's own as the working directory."""
    for name, text in (("berlin", "a walrus in Berlin\n"), ("lisbon", "the sea\n- [ ] feed the walrus\n")):
        Vault.create(tmp_path / "lab" / name).save("Notes/Zoo.md", text, None)
    Vault.create(tmp_path / "mine").save("Sea.md", "a walrus at home\n", None)
    assert confnotes("config", "vaults", tmp_path / "lab").code == 0
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "lab"


def test_a_search_covers_the_vaults_of_the_settings_and_names_them(confnotes: RunConfnotes, lab: Path) -> None:
    out = confnotes("search", "walrus", "kind:note").out
    assert "Sea\n  Sea.md:1: a walrus at home\n" in out
    assert f"Zoo  in berlin\n  {lab}/berlin/Notes/Zoo.md:1: a walrus in Berlin\n" in out
    assert "Zoo  in lisbon\n" in out


def test_a_named_vault_is_searched_alone(confnotes: RunConfnotes, lab: Path) -> None:
    assert confnotes("search", "--vault", lab / "berlin", "walrus").out == "Zoo\n  Notes/Zoo.md:1: a walrus in Berlin\n"
    assert "in lisbon" in confnotes("search", "in:lis", "walrus").out
    assert confnotes("search", "-in:berlin", "-in:lisbon", "walrus").out == "Sea\n  Sea.md:1: a walrus at home\n"


def test_a_shell_completes_names_of_vaults(confnotes: RunConfnotes, lab: Path) -> None:
    context = click.Context(search.command, obj=Invocation())
    offered = candidates.query(context, search.command.params[0], "-in:li")
    assert [one.value for one in offered] == ["-in:lisbon"]


def test_scripts_are_told_the_vault_and_the_file(confnotes: RunConfnotes, lab: Path) -> None:
    hits = json.loads(confnotes("search", "walrus", "kind:note", "--json").out)["hits"]
    assert {(hit["vault"], hit["path"]) for hit in hits} == {
        (None, "Sea.md"),
        (str(lab / "berlin"), "Notes/Zoo.md"),
        (str(lab / "lisbon"), "Notes/Zoo.md"),
    }
    rows = confnotes("search", "in:berlin", "walrus", "--format", "{file}").out
    assert rows == f"{lab}/berlin/Notes/Zoo.md\n"


def test_an_editor_is_told_files_of_other_vaults_by_their_whole_path(confnotes: RunConfnotes, lab: Path) -> None:
    found = confnotes("search", "--vimgrep", "walrus").out.splitlines()
    assert set(found) == {
        "Sea.md:1:3: a walrus at home",
        f"{lab}/berlin/Notes/Zoo.md:1:3: a walrus in Berlin",
        f"{lab}/lisbon/Notes/Zoo.md:2:16: - [ ] feed the walrus",
    }


def test_exports_and_query_blocks_contain_nothing_of_other_vaults(confnotes: RunConfnotes, lab: Path) -> None:
    Vault.open(lab.parent / "mine").save("Query.md", "```query\nwalrus\n```\n", None)
    assert "Sea" in (out := confnotes("export", "Query", "--output", "-").out)
    assert "Zoo" not in out
