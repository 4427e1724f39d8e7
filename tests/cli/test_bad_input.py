"""What goes in wrong comes out as one clear line, the contract's exit code, and a disk as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import NOW, RunConfnotes

PAGE = """\
# Journées des petits systèmes

3 June 2025, Liège

## Schedule

- 09:30 - 10:15 Keynote: Façons d'écrire, Zoë Exemple (Université de Liège)
- 10:30 - 11:00 A parser in forty lines, Bo Sample (Sample Labs)
"""


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder: when it was changed, and what is in it."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000)


def _large_text(path: Path) -> None:
    path.write_bytes(PAGE.encode() + b"- 11:00 - 11:10 Filler talk\n" * 1_800_000)


NO_PROGRAM: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "blank": lambda path: path.write_bytes(b"\n \n\t\n"),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "a picture": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000)),
    "50 MB of nothing": _sparse,
    "50 MB of text": _large_text,
    "prose": lambda path: path.write_text("It rained all day and we stayed in bed.\n" * 3, encoding="utf-8"),
}


@pytest.mark.parametrize("kind", NO_PROGRAM)
def test_what_is_no_program_is_refused_in_one_line(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path, kind: str
) -> None:
    source = tmp_path / "source.md"
    NO_PROGRAM[kind](source)
    before = snapshot(vault)
    result = confnotes("import", "--vault", vault, source)
    assert result.code == 1, result
    assert result.out == ""
    assert result.err.startswith("confnotes: ")
    assert "defect" not in result.err
    assert len(result.err.strip().splitlines()) <= 2
    assert snapshot(vault) == before


@pytest.mark.parametrize("source", ["no-such-file.md", "empty-folder"])
def test_a_source_that_is_not_there_is_not_found(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path, source: str
) -> None:
    (tmp_path / "empty-folder").mkdir()
    before = snapshot(vault)
    result = confnotes("import", "--vault", vault, source)
    assert (result.code, result.out) == (3, ""), result
    assert snapshot(vault) == before


def test_a_fifo_is_refused_without_waiting_for_it(confnotes: RunConfnotes, vault: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert confnotes("import", "--vault", vault, tmp_path / "pipe.md").code in {1, 3}


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(PAGE.encode("latin-1"), id="Latin-1"),
        pytest.param(b"\xef\xbb\xbf" + PAGE.encode(), id="BOM"),
        pytest.param(PAGE.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(PAGE.encode("utf-16"), id="UTF-16"),
    ],
)
def test_other_ways_to_write_text_are_read_as_well(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path, encoded: bytes
) -> None:
    (tmp_path / "page.md").write_bytes(encoded)
    result = confnotes("import", "--vault", vault, tmp_path / "page.md")
    assert result.code == 0, result
    people = confnotes("list", "--vault", vault, "people").out
    assert "Zoë Exemple" in people


def test_one_bad_source_among_good_ones_writes_nothing(confnotes: RunConfnotes, vault: Path, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "bad.md").write_bytes(b"")
    before = snapshot(vault)
    assert confnotes("import", "--vault", vault, tmp_path / "good.md", tmp_path / "bad.md").code == 1
    assert snapshot(vault) == before


BROKEN = "---\ntitle: [unclosed\ntalk: small-systems-2024/t1\n---\n\nIts text\n"


def test_broken_front_matter_is_shown_and_never_rewritten(confnotes: RunConfnotes, vault: Path) -> None:
    note = vault / "Small Systems 2024" / "Broken.md"
    note.write_text(BROKEN, encoding="utf-8")
    for command in (
        ("list", "notes"),
        ("search", "text"),
        ("show", "Broken"),
        ("now",),
        ("export", "Small Systems 2024", "--format", "markdown"),
        ("add", "--to", "parsers", "a line"),
        ("star", "parsers"),
    ):
        result = confnotes("--vault", vault, *command)
        assert result.code == 0, (command, result)
    assert note.read_text(encoding="utf-8").startswith(BROKEN)


@pytest.mark.parametrize(
    "command",
    [
        ("now", "--conference", "Nowhere 1999"),
        ("agenda", "--conference", "Nowhere 1999"),
        ("export", "Nowhere 1999", "--format", "markdown"),
        ("new", "--title", "Mine", "--conference", "Nowhere 1999"),
    ],
)
def test_a_missing_conference_is_not_found(confnotes: RunConfnotes, vault: Path, command: tuple[str, ...]) -> None:
    before = snapshot(vault)
    result = confnotes("--vault", vault, *command)
    assert (result.code, result.out) == (3, ""), result
    assert "Nowhere 1999" in result.err
    assert snapshot(vault) == before


@pytest.fixture
def read_only(vault: Path) -> Iterator[Path]:
    """The vault, with the right to write taken away."""
    folders = [vault, *(path for path in vault.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield vault
    for folder in folders:
        folder.chmod(0o755)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("add", "--to", "parsers", "a line"), 1),
        (("star", "parsers"), 1),
        (("new", "parsers"), 1),
        (("import", "page.md"), 1),
        (("now",), 0),
        (("search", "leap"), 0),
        (("export", "Small Systems 2024", "--format", "markdown"), 0),
    ],
)
def test_a_read_only_vault_is_read_and_says_that_it_cannot_be_written(
    read_only: Path, home: Path, command: tuple[str, ...], code: int
) -> None:
    unprivileged: list[str] = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everywhere, and there is no setpriv to give that up")
        unprivileged = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    (home.parent / "page.md").write_text(PAGE, encoding="utf-8")
    before = snapshot(read_only)
    done = subprocess.run(
        [*unprivileged, sys.executable, "-m", "confnotes", "--vault", str(read_only), *command],
        cwd=home.parent,
        env={"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "CONFNOTES_NOW": NOW},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    assert "defect" not in done.stderr
    assert "Traceback" not in done.stderr
    if code:
        assert done.stderr.splitlines()[-2 if done.stderr.splitlines()[-1].startswith("  ") else -1].startswith(
            "confnotes: "
        )
    assert snapshot(read_only) == before


@pytest.mark.parametrize("command", [("new", "--title", "Mine"), ("import", "page.md")])
def test_no_folder_is_made_in_a_read_only_vault_not_even_by_root(
    confnotes: RunConfnotes, read_only: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    before = sorted(read_only.rglob("*"))
    result = confnotes("--vault", read_only, *command)
    assert result.code == 1
    assert "read-only" in result.err
    assert sorted(read_only.rglob("*")) == before
    assert "read-only" in confnotes("doctor", "--vault", read_only).out


@pytest.mark.parametrize(
    "command",
    [
        ("rename", "Clocks and their lies", "Clocks"),
        ("retag", "time", "times"),
        ("delete", "Clocks and their lies", "--yes"),
        ("move", "--since", "00:00", "--from", "t3", "--to", "t1"),
    ],
    ids=" ".join,
)
def test_a_change_that_a_read_only_vault_refuses_needs_no_undo(
    confnotes: RunConfnotes, read_only: Path, command: tuple[str, ...]
) -> None:
    before = snapshot(read_only)
    result = confnotes("--vault", read_only, *command)
    assert result.code == 1 and "read-only" in result.err and "undone" not in result.err
    assert snapshot(read_only) == before


def test_a_vault_that_is_a_file_or_missing_is_named_with_what_to_do(confnotes: RunConfnotes, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    assert "not a folder" in confnotes("now", "--vault", tmp_path / "page.md").err
    assert "confnotes init 'my notes'" in confnotes("now", "--vault", "my notes").err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("now", "--vault", "~nobody-of-this-name/notes"), 3),
        (("show", "loop/x.md"), 3),
        (("export", "Small Systems 2024", "-o", "loop/x.md"), 1),
        (("export", "Small Systems 2024", "--theme", "~nobody-of-this-name/t.yaml"), 3),
        (("import", "loop"), 1),
        (("photos", "~nobody-of-this-name"), 3),
    ],
    ids=str,
)
def test_a_path_that_leads_nowhere_is_an_error_in_two_lines(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    result = confnotes("--vault", vault, *arguments)
    assert (result.code, result.out) == (code, "") and "internal error" not in result.err
    assert len(result.err.splitlines()) == 2


def test_a_pipe_in_the_folder_of_the_vault_is_not_waited_for(confnotes: RunConfnotes, vault: Path) -> None:
    settings = vault / ".confnotes" / "vault.yaml"
    settings.unlink(missing_ok=True)
    os.mkfifo(settings)
    assert confnotes("now", "--vault", vault).code in (0, 1)


def test_a_source_without_a_name_is_wrong_usage_and_not_this_folder(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    before = snapshot(vault)
    assert confnotes("import", "--vault", vault, "").code == 2
    assert snapshot(vault) == before


@pytest.mark.parametrize("option", [("--timezone", "Mars/Olympus"), ("--format", "papyrus")])
def test_a_zone_or_format_that_there_is_not_is_wrong_usage(
    confnotes: RunConfnotes, tmp_path: Path, option: tuple[str, str]
) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    result = confnotes("import", "--dry-run", tmp_path / "page.md", *option)
    assert (result.code, result.out) == (2, "")
    assert option[1] in result.err


def test_a_note_does_not_grow_beyond_what_can_be_read_again(confnotes: RunConfnotes, vault: Path) -> None:
    before = snapshot(vault)
    result = confnotes("add", "--vault", vault, "--to", "clocks", "-", stdin=b"a" * 40_000_000)
    assert (result.code, result.out) == (1, "")
    assert "\nconfnotes: " in result.err[-400:] and "larger than 32 MB" in result.err[-400:], (
        "what came through is given back"
    )
    assert snapshot(vault) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("star",), "missing TALK\n"),
        (("doctor", "extra"), "unexpected argument “extra”\n"),
        (("now", "--width", "3"), "--width"),
        (("rate", "t1", "7"), "invalid rating “7”"),
    ],
    ids=lambda told: str(told),
)
def test_wrong_arguments_are_reported_in_plain_words(
    confnotes: RunConfnotes, vault: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = confnotes(*arguments, "--vault", vault)
    assert result.code == 2 and told in result.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("new", "--title"), "confnotes new --help"),
        (("now", "a\nb"), "unexpected argument “a b”"),
        (("rate",), "missing TALK\n"),
        (("search", "x", "--limit", "many"), "Use a whole number from 1."),
        (("poster", "x", "--rating", "6"), "Use a whole number from 0 to 5."),
        (("list", "talks", "--format", "{title"), "invalid template “{title”"),
        (("export", "Small Systems 2024", "--by", "size"), "unknown value for --by: “size”"),
        (("photos", ""), "empty name"),
        (("export", "Small Systems 2024", "-o", ""), "empty name"),
        (("now", "--vault", ""), "--vault is empty"),
    ],
    ids=str,
)
def test_a_wrong_argument_names_what_to_write_instead(
    confnotes: RunConfnotes, vault: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = confnotes("--vault", vault, *arguments)
    assert result.code == 2 and told in result.err
    assert len(result.err.splitlines()) == 2


@pytest.mark.parametrize("options", [[], ["--sample"]])
def test_an_empty_folder_name_makes_no_vault_of_this_folder(
    confnotes: RunConfnotes, tmp_path: Path, options: list[str]
) -> None:
    run = confnotes("init", *options, "")
    assert run.code == 2 and "empty name" in run.err
    assert not list(tmp_path.rglob(".confnotes"))


def test_an_empty_talk_is_not_the_talk_that_is_on(confnotes: RunConfnotes, vault: Path) -> None:
    before = snapshot(vault)
    assert confnotes("new", "", "--vault", vault).code == 3
    assert snapshot(vault) == before


def test_a_long_argument_is_not_repeated_whole(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("star", "x" * 100_000, "--vault", vault)
    assert result.code == 3 and len(result.err) < 3000 and "confnotes list talks" in result.err


def test_text_in_another_encoding_keeps_its_letters(confnotes: RunConfnotes, vault: Path) -> None:
    latin = os.fsdecode("café au lait".encode("latin-1"))
    assert confnotes("add", "--to", "t1", latin, "--vault", vault).code == 0
    assert any("café au lait" in path.read_text(encoding="utf-8") for path in vault.rglob("*.md"))
    assert confnotes("new", "--title", latin, "--vault", vault).out.endswith("Notes/café au lait.md\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "talks", "--format", "{title}"),
        ("export", "Small"),
        ("agenda", "-f", "markdown"),
        ("agenda", "--help"),
        ("--version",),
    ],
    ids=" ".join,
)
def test_a_failure_to_print_is_reported_as_such(vault: Path, arguments: tuple[str, ...]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "confnotes", "--vault", str(vault), *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1 and "cannot print the output" in done.stderr
