"""How quickly the command line answers is decided by what it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("textual", "rich", "whoosh", "rapidfuzz", "markdown_it", "jinja2", "icalendar")
PROBE = """
import sys
from confnotes.cli.app import run_command_line
code = run_command_line(sys.argv[1:], lambda vault, at: None)
print("loaded:", *sorted({name.split(".")[0] for name in sys.modules}))
sys.exit(code)
"""


def loaded_by(*arguments: str | Path) -> set[str]:
    """The top-level packages that a command has loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("add", "--help"), ("search", "--help")])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not loaded_by(*arguments) & {*HEAVY, "yaml"}


def test_adding_a_line_loads_nothing_heavy(vault: Path) -> None:
    assert not loaded_by("add", "--vault", vault, "--to", "parsers", "a quick thought") & set(HEAVY)


def test_every_verb_has_its_help() -> None:
    from confnotes.cli.verbs import VERBS

    for verb in VERBS:
        done = subprocess.run(
            [sys.executable, "-m", "confnotes", verb.name, "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"Usage: confnotes {verb.name}")
        assert "--vault" in done.stdout
