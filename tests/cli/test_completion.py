"""A tab in a real shell completes commands, options and what the vault holds, and inserts it so that it is one word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from confnotes.vault.settings import THEME

from .conftest import RunConfnotes
from .test_start import HEAVY

COMPLETED = [
    ("confnotes sea", ["confnotes", "search"]),
    ("confnotes star cloc", ["confnotes", "star", "Clocks and their lies"]),
    ("confnotes star small-systems-2024/t3", ["confnotes", "star", "small-systems-2024/t3"]),
    ('confnotes export "Sma', ["confnotes", "export", "Small Systems 2024"]),
    ("confnotes agenda --conference sma", ["confnotes", "agenda", "--conference", "Small Systems 2024"]),
    ("confnotes agenda satu", ["confnotes", "agenda", "saturday"]),
    ("confnotes export satu", ["confnotes", "export", "saturday"]),
    ("confnotes help backl", ["confnotes", "help", "backlinks"]),
    ("confnotes search has:rat", ["confnotes", "search", "has:rating"]),
    ("confnotes search speaker:exam", ["confnotes", "search", "speaker:Example"]),
    ("confnotes search conf:sma", ["confnotes", "search", 'conf:"Small Systems 2024"']),
    ("confnotes retag time/h", ["confnotes", "retag", "time/hybrid"]),
    ("confnotes search --saved spi", ["confnotes", "search", "--saved", "Spin, 100% & more"]),
    ("confnotes import --timezone Europe/Lisb", ["confnotes", "import", "--timezone", "Europe/Lisbon"]),
    ("confnotes import --format frab", ["confnotes", "import", "--format", "frab-xml"]),
    ("confnotes config theme li", ["confnotes", "config", "theme", "light"]),
    ("confnotes export --audience te", ["confnotes", "export", "--audience", "team"]),
    ("confnotes bib refs-of", ["confnotes", "bib", "refs-of-mine.bib"]),
]


@pytest.fixture
def place(confnotes: RunConfnotes, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file in it, in which `confnotes` is a command and has a vault with a saved search."""
    confnotes("search", "--vault", vault, "--save", "Spin, 100% & more", "clocks")
    program = tmp_path / "bin" / "confnotes"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m confnotes "$@"\n')
    program.chmod(0o755)
    (tmp_path / "refs-of-mine.bib").write_text("")
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("CONFNOTES_VAULT", str(vault))
    return tmp_path


def typed(command: list[str], setup: str, line: str, place: Path) -> list[str]:
    """The words of the line that a shell has after a tab behind it."""
    environment = {**os.environ, "TERM": "dumb", "LANG": "C.UTF-8", "ZDOTDIR": str(place)}
    shell = pexpect.spawn(command[0], command[1:], cwd=place, env=environment, encoding="utf-8", timeout=30)
    shell.setwinsize(40, 500)
    try:
        shell.sendline(f"{setup}; eval \"$(confnotes completion {command[0]})\"; PS1='@@ '; echo rea''dy")
        shell.expect("ready\r\n")
        shell.expect("@@ ")
        shell.send(f"{line}\t")
        shell.send(" end-of-words\x01printf '<%s>' \n")
        shell.expect(r"<confnotes>(.*)<end-of-words>")
        return ["confnotes", *shell.match[1].strip("<>").split("><")]
    finally:
        shell.close(force=True)


@pytest.mark.needs("bash")
@pytest.mark.parametrize(("line", "words"), COMPLETED)
def test_bash_completes(place: Path, line: str, words: list[str]) -> None:
    setup = "bind 'set enable-bracketed-paste off'; bind 'set bell-style none'"
    assert typed(["bash", "--norc", "--noprofile"], setup, line, place) == words


@pytest.mark.needs("zsh")
@pytest.mark.parametrize(("line", "words"), COMPLETED)
def test_zsh_completes(place: Path, line: str, words: list[str]) -> None:
    setup = "unsetopt prompt_sp; autoload -U compinit; compinit -u -D; bindkey -e"
    assert typed(["zsh", "-f"], setup, line, place) == words


@pytest.mark.needs("fish")
@pytest.mark.parametrize(
    ("line", "words"), [one for one in COMPLETED if '"' not in one[1][-1]]
)  # fish offers no quotes
def test_fish_completes(place: Path, line: str, words: list[str]) -> None:
    script = f"confnotes completion fish | source; complete -C '{line}'"
    done = subprocess.run(["fish", "-c", script], cwd=place, capture_output=True, text=True, check=True, timeout=60)
    offered = [one.partition("\t")[0] for one in done.stdout.splitlines()]
    assert words[-1] in offered


@pytest.mark.parametrize("line", ["confnotes star cl", "confnotes search speaker:e", "confnotes retag t"])
def test_an_answer_loads_nothing_heavy(place: Path, line: str) -> None:
    probe = "import sys; from confnotes.cli.app import run_command_line as run; run([], None); print(*sys.modules)"
    environment = {
        **os.environ,
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "_CONFNOTES_COMPLETE": "bash_complete",
    }
    done = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=True)
    assert "plain," in done.stdout
    assert not {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()} & set(HEAVY)


def test_without_a_vault_the_rest_is_completed_still(confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch) -> None:
    for line, offered in (
        ("confnotes star cl", "\n"),
        ("confnotes config theme ", "".join(f"plain,{one}\n" for one in THEME.choices)),
    ):
        monkeypatch.setenv("_CONFNOTES_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_LINE", line)
        monkeypatch.setenv("COMP_POINT", str(len(line)))
        done = confnotes()
        assert (done.out, done.err) == (offered, "")
