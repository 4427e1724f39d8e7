"""A tab in a real shell completes commands, options and what the vault holds, and inserts it so that it is one word."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pexpect
import pytest

from cli.test_start import HEAVY
from confnotes.vault.settings import THEME
from forked import forked_confnotes

from .conftest import RunConfnotes

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
    ("confnotes search --saved ell", ["confnotes", "search", "--saved", r"Ell \ell_2 $x$"]),
    ("confnotes import --timezone Europe/Lisb", ["confnotes", "import", "--timezone", "Europe/Lisbon"]),
    ("confnotes import --format frab", ["confnotes", "import", "--format", "frab-xml"]),
    ("confnotes config theme li", ["confnotes", "config", "theme", "light"]),
    ("confnotes export --audience te", ["confnotes", "export", "--audience", "team"]),
    ("confnotes export --only dig", ["confnotes", "export", "--only", "digest"]),
    ("confnotes export --preset min", ["confnotes", "export", "--preset", "minutes"]),
    ("confnotes export --language d", ["confnotes", "export", "--language", "de"]),
    ("confnotes site out --theme in", ["confnotes", "site", "out", "--theme", "ink"]),
    ("confnotes agenda --format mark", ["confnotes", "agenda", "--format", "markdown"]),
    ("confnotes import --refresh Sma", ["confnotes", "import", "--refresh", "Small Systems 2024"]),
    ("confnotes stars import refs-of", ["confnotes", "stars", "import", "refs-of-mine.bib"]),
    ("confnotes bib refs-of", ["confnotes", "bib", "refs-of-mine.bib"]),
]


@pytest.fixture(scope="module")
def program() -> Iterator[Path]:
    with TemporaryDirectory() as folder, forked_confnotes(Path(folder)) as found:
        yield found


@pytest.fixture
def place(confnotes: RunConfnotes, vault: Path, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file in it, in which `confnotes` is a command and has a vault with a saved search."""
    for name in ("Spin, 100% & more", r"Ell \ell_2 $x$"):
        confnotes("search", "--vault", vault, "--save", name, "clocks")
    (tmp_path / "refs-of-mine.bib").write_text("")
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("CONFNOTES_VAULT", str(vault))
    return tmp_path


def completed(command: list[str], setup: str, place: Path) -> list[list[str]]:
    """The words of each line that a shell has after a tab behind it."""
    environment = {**os.environ, "TERM": "dumb", "LANG": "C.UTF-8", "ZDOTDIR": str(place)}
    shell = pexpect.spawn(command[0], command[1:], cwd=place, env=environment, encoding="utf-8", timeout=60)
    shell.setwinsize(40, 500)
    found = []
    try:
        shell.sendline(f"{setup}; eval \"$(confnotes completion {command[0]})\"; PS1='@@ '; echo rea''dy")
        shell.expect("ready\r\n")
        for line, _ in COMPLETED:
            shell.expect("@@ ")
            shell.send(f"{line}\t")
            shell.send(" end-of-words\x01printf '<%s>' \n")
            shell.expect(r"<confnotes>(.*)<end-of-words>")
            found.append(["confnotes", *shell.match[1].strip("<>").split("><")])
    finally:
        shell.close(force=True)
    return found


@pytest.mark.needs("bash")
def test_bash_completes(place: Path) -> None:
    setup = "bind 'set enable-bracketed-paste off'; bind 'set bell-style none'"
    assert completed(["bash", "--norc", "--noprofile"], setup, place) == [words for _, words in COMPLETED]


@pytest.mark.needs("zsh")
def test_zsh_completes(place: Path) -> None:
    setup = "unsetopt prompt_sp; autoload -U compinit; compinit -u -D; bindkey -e"
    assert completed(["zsh", "-f"], setup, place) == [words for _, words in COMPLETED]


@pytest.mark.needs("fish")
def test_fish_completes(place: Path) -> None:
    wanted = {line: words[-1] for line, words in COMPLETED if '"' not in words[-1]}  # fish offers no quotes
    script = "confnotes completion fish | source; " + "; echo; ".join(f"complete -C '{line}'" for line in wanted)
    done = subprocess.run(["fish", "-c", script], cwd=place, capture_output=True, text=True, check=True, timeout=60)
    for offers, (line, word) in zip(done.stdout.split("\n\n"), wanted.items(), strict=True):
        assert word in [one.partition("\t")[0] for one in offers.splitlines()], line


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


def test_names_with_joined_signs_are_completed_but_none_that_deceives(
    confnotes: RunConfnotes, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (vault / "Sky.md").write_text("---\ntags: [zoo👩\u200d🚀, zoo\u202epxe, zoo]\n---\n", encoding="utf-8")
    monkeypatch.setenv("CONFNOTES_VAULT", str(vault))
    monkeypatch.setenv("_CONFNOTES_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "confnotes retag zoo")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert sorted(confnotes().out.splitlines()[1::3]) == ["zoo", "zoo👩\u200d🚀"]


@pytest.mark.parametrize("field", ["tags: [zenith]", "tags: azimuth, zenith", "tag: zenith"])
def test_a_tag_is_completed_however_front_matter_writes_it(
    confnotes: RunConfnotes, vault: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    (vault / "Sky.md").write_text(f"---\n{field}\n---\nstars\n", encoding="utf-8")
    monkeypatch.setenv("CONFNOTES_VAULT", str(vault))
    monkeypatch.setenv("_CONFNOTES_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_LINE", "confnotes retag zen")
    monkeypatch.setenv("COMP_POINT", "19")
    assert confnotes().out == "plain,zenith\n"
