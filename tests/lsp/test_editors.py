"""Editors that people have, with the configuration of the documentation."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault

from .conftest import CLOCKS, CONFERENCE

DOCS = Path(__file__).parents[2] / "docs"
SCRIPT = Path(__file__).with_name("ask_server.lua")
LINKING = f"{CONFERENCE}/Linking.md"


def config(language: str) -> str:
    """The first block of that language on the page about editors."""
    page = (DOCS / "how-to" / "editors.md").read_text(encoding="utf-8")
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.needs("nvim")
def test_neovim_completes_explains_warns_and_renames(vault: Vault, tmp_path: Path) -> None:
    vault.save(LINKING, "[[2024-05-06 1000 Clocks and their lies]] and [[Nowhere at all]]\n", None)
    (tmp_path / "init.lua").write_text(config("lua"), encoding="utf-8")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "confnotes"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m confnotes "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    answers = tmp_path / "answers.json"
    environment = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "CONFIG": str(tmp_path / "init.lua"),
        "NOTE": str(vault.root / LINKING),
        "ROOT": str(vault.root),
        "ANSWERS": str(answers),
    }
    command = ["nvim", "--headless", "--clean", "-c", f"luafile {SCRIPT}"]
    subprocess.run(
        command, env=environment, cwd=tmp_path, check=True, timeout=150, capture_output=True, stdin=subprocess.DEVNULL
    )
    told = json.loads(answers.read_text(encoding="utf-8"))
    assert "failed" not in told, told
    assert told["diagnostics"] == ["unresolved-link"]
    assert "**Clocks and their lies**" in told["hover"] and "Hall 2" in told["hover"]
    assert told["completion"] == "[[2024-05-06 1030 Indexes that heal|Indexes that heal]]"
    assert vault.read(LINKING).text == "[[Clocks lie]] and [[Nowhere at all]]\n"
    assert "[[Clocks lie#Drift|the talk]]" in vault.read(f"{CONFERENCE}/Hallway.md").text
    assert "Leap seconds" in vault.read(f"{CONFERENCE}/Clocks lie.md").text
    assert not (vault.root / CLOCKS).exists()


def test_the_configuration_for_helix_is_toml_that_starts_the_server() -> None:
    read = tomllib.loads(config("toml"))
    server = read["language-server"]["confnotes"]
    assert [server["command"], *server["args"]] == ["confnotes", "lsp"]
    assert "confnotes" in read["language"][0]["language-servers"]
