"""How quickly the command line answers is decided by what it loads."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.cli.invocation import Invocation, read_plain_call

from .conftest import RunConfnotes

HEAVY = ("textual", "rich", "whoosh", "rapidfuzz", "markdown_it", "jinja2", "icalendar", "pygls", "mcp")
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


@pytest.mark.parametrize("arguments", [("--help",), ("import", "--help"), ("add", "--to", "parsers", "a thought")])
def test_no_importer_is_loaded_before_there_is_something_to_read(vault: Path, arguments: tuple[str, ...]) -> None:
    probe = PROBE.replace('name.split(".")[0]', "name")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            probe,
            *arguments[:1],
            *(("--vault", str(vault)) if arguments[1:] else ()),
            *arguments[1:],
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert not [name for name in done.stdout.split() if name.startswith("confnotes.importers")]


def test_adding_a_line_loads_nothing_heavy(vault: Path) -> None:
    assert not loaded_by("add", "--vault", vault, "--to", "parsers", "a quick thought") & set(HEAVY)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], Invocation()),
        (["--vault", "v"], Invocation("v")),
        (["--at", "2019-12-10T10:10", "--vault", "v"], Invocation("v", at=datetime(2019, 12, 10, 10, 10))),
        (["now"], None),
        (["--vault"], None),
        (["--vault", "--at"], None),
        (["--vault=v"], None),
        (["--vault", "v", "--vault", "w"], None),
        (["--vault", "v", "--debug"], None),
        (["--vault", "v", "now"], None),
    ],
)
def test_only_the_plainest_call_is_read_without_click(arguments: list[str], said: Invocation | None) -> None:
    invocation = Invocation()
    assert read_plain_call(arguments, invocation) == (said is not None)
    assert invocation == (said or Invocation())


def test_opening_the_screens_does_not_load_click(vault: Path) -> None:
    program = PROBE.replace(
        "code = ", "sys.stdin.isatty = sys.stdout.isatty = sys.stderr.isatty = lambda: True\ncode = "
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--vault", str(vault)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert not set(done.stdout.rpartition("loaded:")[2].split()) & {*HEAVY, "click", "yaml"}


def test_the_first_screen_loads_neither_the_editor_nor_a_parser_of_yaml(vault: Path) -> None:
    program = (
        "import sys; from datetime import datetime; from pathlib import Path; from confnotes.vault.vault import Vault\n"
        "import confnotes.tui.run, confnotes.tui.screens.now; from confnotes.tui.now_loader import look\n"
        "look(Vault.open(Path(sys.argv[1])), datetime(2031, 5, 12, 10, 10), None, None); before = {*sys.modules}\n"
        "from textual.widgets import TextArea; from confnotes.tui import note_keeper\n"  # the names are right
        "print('loaded:', *before)"
    )
    for _ in range(2):  # the program of the vault is cached by the first
        done = subprocess.run([sys.executable, "-c", program, str(vault)], capture_output=True, text=True, check=True)
    editor = {"textual.widgets._text_area", "confnotes.tui.note_keeper", "confnotes.merge.merge_files"}
    assert not set(done.stdout.split()) & {*editor, "confnotes.markup.yaml12", "confnotes.tui.screens.dialog", "yaml"}


def test_the_first_screen_loads_neither_the_palette_of_textual_nor_tls_which_later_pages_have() -> None:
    program = (
        "import sys; from confnotes.tui.unneeded import leave_out; leave_out()\n"
        "import confnotes.tui.run, confnotes.tui.screens.now; print('loaded:', *sys.modules)\n"
        "from textual.widgets import Input, OptionList, Select; from urllib.request import HTTPSHandler\n"
        "import ssl; ssl.create_default_context()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    widgets = {f"textual.widgets._{name}" for name in ("input", "option_list", "select", "tree")}
    assert not set(done.stdout.split()) & {"ssl", *widgets}


def test_every_verb_has_its_help(confnotes: RunConfnotes) -> None:
    from confnotes.cli.verbs import VERBS

    for verb in VERBS:
        done = confnotes(verb.name, "--help")
        assert done.code == 0, done.err
        assert done.out.startswith(f"Usage: confnotes {verb.name}")
        assert "--vault" in done.out
