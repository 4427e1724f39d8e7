"""The recipes of the documentation, run by bash with the programs that they name."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from forked import forked_confnotes

RECIPES = Path(__file__).parents[2] / "docs" / "how-to" / "shell.md"
CLOCKS = "2024-05-06 1000 Clocks and their lies.md"


def recipe(heading: str) -> str:
    """The commands below a heading of the page."""
    page = RECIPES.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}$.*?```sh\n(.*?)```", page, re.DOTALL | re.MULTILINE)
    assert found is not None, heading
    return found[1]


def run(vault: Path, commands: str, before: str = "", **environment: str) -> str:
    """What bash prints for these commands, in a folder where `confnotes` is this one."""
    here = vault.parent
    (here / "bin").mkdir(exist_ok=True)
    with forked_confnotes(here / "bin") as program:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{before}\n{commands}"],
            env={**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "CONFNOTES_VAULT": str(vault)}
            | environment,
            cwd=here,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.needs("fzf")
def test_a_note_is_picked_with_fzf(vault: Path) -> None:
    commands = recipe("Pick a note with fzf")
    picked = run(vault, commands, EDITOR="echo", FZF_DEFAULT_OPTS="--filter=clocks")
    assert picked == f"{vault}/Small Systems 2024/{CLOCKS}\n"


def test_a_talk_is_picked_with_rofi_and_a_line_added(vault: Path) -> None:
    rofi = "rofi() { case $* in *talk*) grep heal;; *) echo a thought;; esac; }"
    run(vault, recipe("Pick a talk with rofi and take a note"), rofi)
    assert "a thought ^t" in (vault / "Small Systems 2024/2024-05-06 1030 Indexes that heal.md").read_text("utf-8")


@pytest.mark.needs("vim")
def test_vim_gets_the_lines_that_were_found(vault: Path) -> None:
    commands = recipe("Search in vim").replace("energy", "social")
    vim = """vim() { command vim -es -u NONE "$@" "+call writefile([json_encode(getqflist())], 'found')" +qa; }"""
    run(vault, commands, vim)
    (found,) = json.loads((vault.parent / "found").read_text(encoding="utf-8"))
    assert found["lnum"] == 10 and found["text"].strip().startswith("Leap seconds are social")


@pytest.mark.needs("tmux")
def test_tmux_shows_the_talk_that_is_on(vault: Path) -> None:
    socket = f"-S {vault.parent}/tmux"
    before = f'tmux() {{ command tmux {socket} "$@"; }}; tmux -f /dev/null new -d; trap "tmux kill-server" EXIT'
    shown = run(vault, recipe("Show the current talk in a status bar") + "tmux show -gv status-right", before)
    command = re.fullmatch(r"#\((.*)\)\n", shown)
    assert command is not None
    assert run(vault, command[1]).strip() == "2 talks are on · next 10:30"
