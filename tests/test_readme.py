"""The README and the pages for users tell the truth: their commands run, their pictures and links are there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from forked import forked_confnotes

CHECKOUT = Path(__file__).parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MARK = "--- next command ---"


def sessions(page: Path) -> list[list[tuple[str, list[str]]]]:
    """The console blocks of a page: commands with the lines that follow each."""
    found = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        steps: list[tuple[str, list[str]]] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            elif line.strip():
                steps[-1][1].append(line)
        found.append(steps)
    return found


def told(line: str, printed: str) -> bool:
    """Whether a line of the README is among those printed; … stands for anything, spaces do not count."""
    pattern = ".*".join(re.escape(" ".join(part.split())) for part in line.split("…"))
    return any(re.fullmatch(pattern, " ".join(one.split())) for one in printed.splitlines())


@pytest.fixture(scope="module")
def confnotes() -> Iterator[Path]:
    with TemporaryDirectory() as folder, forked_confnotes(Path(folder)) as program:
        yield program


@pytest.mark.parametrize("page", [page for page in PAGES if sessions(page)], ids=lambda page: page.name)
def test_the_commands_of_a_page_do_what_it_says(tmp_path: Path, page: Path, confnotes: Path) -> None:
    for folder in ("notes", "docs"):
        shutil.copytree(CHECKOUT / folder, tmp_path / folder)
    (tmp_path / "home").mkdir()
    steps = [step for session in sessions(page) for step in session]
    script = "exec 2>&1\nset -e\n" + "".join(f"{command}\necho '{MARK}'\n" for command, _ in steps)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={"HOME": str(tmp_path / "home"), "PATH": f"{confnotes.parent}:{os.environ['PATH']}", "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    printed = done.stdout.split(f"{MARK}\n")
    assert done.returncode == 0, done.stdout
    for (command, lines), output in zip(steps, printed, strict=False):
        for line in lines:
            assert told(line, output), f"$ {command}\nshould print\n{line}\nbut prints\n{output}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (page.parent / target).exists()]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("screen.svg", ("NOW", "10:10", "LATER")),
        ("note.svg", ("[[eq", "Speakers", "this&#160;track")),
        ("search.svg", ("NOTES", "PEOPLE", "equilibrium&#160;pro")),
    ],
)
def test_a_picture_shows_what_is_said_of_it(name: str, words: tuple[str, ...]) -> None:
    picture = (CHECKOUT / "docs" / name).read_text(encoding="utf-8")
    assert all(word in picture for word in words)


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_keys_of_the_readme_are_the_keys_of_the_screens() -> None:
    from confnotes.tui.command import Where
    from confnotes.tui.commands import format_keys, of

    section = README.split("## Keys")[1].split("\n## ")[0]
    where, named = Where.EVERYWHERE, 0
    for screen, cell in re.findall(r"^\| ([A-Za-z ]*?) ?\| ([^|]*) \|", section, re.MULTILINE)[1:]:
        where = Where(screen.lower()) if screen else where
        known = {key for command in of(where) for key in format_keys(command).split()}
        keys = re.findall(r"`([^`]+)`", cell)
        assert set(keys) <= known, f"{where}: {cell}"
        named += len(keys)
    assert named >= 20


def test_the_commands_that_pages_name_exist() -> None:
    from confnotes.cli.verbs import VERBS

    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    verbs = re.findall(r"^- Commands: `([^`]+)`", changelog, re.MULTILINE)[0].split()
    assert sorted(verbs) == sorted(verb.name for verb in VERBS)
    for page in PAGES:
        for command in re.findall(r"(?:`|\$ )confnotes ([a-z][a-z-]*)", page.read_text(encoding="utf-8")):
            assert command in {verb.name for verb in VERBS}
