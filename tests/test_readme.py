"""The README and the documentation tell the truth: their commands run, their pictures and links exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest

from confnotes.cli.group import LazyGroup
from confnotes.cli.verbs import VERBS
from forked import forked_confnotes

CHECKOUT = Path(__file__).parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MADE = {"../contributing.md", "../changelog.md"}
"""Pages that are made when the site is built."""
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


def with_git(page: Path) -> bool:
    return any(command.startswith("git ") for session in sessions(page) for command, _ in session)


@pytest.mark.parametrize(
    "page",
    [pytest.param(one, marks=pytest.mark.needs("git") if with_git(one) else ()) for one in PAGES if sessions(one)],
    ids=lambda page: str(page.relative_to(CHECKOUT)),
)
def test_the_commands_of_a_page_do_what_it_says(tmp_path: Path, page: Path, confnotes: Path) -> None:
    for folder in ("notes", "docs"):
        shutil.copytree(CHECKOUT / folder, tmp_path / folder)
    for example in (CHECKOUT / "docs" / "examples").iterdir():
        shutil.copy(example, tmp_path)
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert not [target for target in targets if target not in MADE and not (page.parent / target).exists()]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("assets/tour.svg", ("NOW", "10:10", "LATER", "Hallway", "Highlights")),
        ("tutorial/now.svg", ("Grep&#160;is&#160;a&#160;verb", "14:05")),
        ("tutorial/note.svg", ("ripgrep", "zip&#160;files")),
        ("note.svg", (">[[<", ">eq<", "Speakers", "this&#160;track")),
        ("search.svg", ("NOTES", "PEOPLE", "equilibrium&#160;pro")),
    ],
)
def test_a_picture_shows_what_its_caption_says(name: str, words: tuple[str, ...]) -> None:
    picture = (CHECKOUT / "docs" / name).read_text(encoding="utf-8")
    assert all(word in picture for word in words)


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_the_commands_and_options_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if page.name == "CHANGELOG.md":  # its old sections name the verbs of their time
        text = text.partition("\n## [0.1.0]")[0]
    confnotes = LazyGroup("confnotes")
    verbs = {verb.name for verb in VERBS}
    for name, arguments in re.findall(r"(?:`|\$ |^)confnotes ([a-z][a-z-]*)([^`|\n]*)", text, re.MULTILINE):
        if name in verbs or f"`confnotes {name}" in text or f"$ confnotes {name}" in text:
            command = confnotes.get_command(click.Context(confnotes), name)
            assert command, f"confnotes {name}"
            known = {option for one in command.params for option in one.opts} | {"--help"}
            unquoted = re.sub(r"\"[^\"]*\"|'[^']*'|#.*", "", arguments)
            assert set(re.findall(r"(?<=\s)--[a-z][a-z-]*", unquoted)) <= known, f"confnotes {name}{arguments}"
