"""The manual page says what `--help` says, and comes with the package."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from confnotes.cli.man import EXTRAS
from confnotes.cli.verbs import VERBS

from .conftest import RunConfnotes

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "man" / "confnotes.1"


def test_the_page_that_is_installed_is_in_step(confnotes: RunConfnotes) -> None:
    assert confnotes("man").out == PAGE.read_text(encoding="utf-8"), "`make man` writes it again"


def test_the_page_names_every_extra() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {name for name, _ in EXTRAS} == project["optional-dependencies"].keys() - {"dev", "docs"}


@pytest.mark.needs("groff")
def test_the_page_can_be_read(confnotes: RunConfnotes, tmp_path: Path) -> None:
    page = tmp_path / "confnotes.1"
    page.write_text(confnotes("man").out, encoding="utf-8")
    done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-P-cbou", page], capture_output=True, check=True)
    assert not done.stderr
    read = " ".join(done.stdout.decode().split())
    assert all(f"confnotes {verb.name}" in read for verb in VERBS)
    assert "Did you" not in read and "--undo" in read and "CONFNOTES_VAULT" in read and "“now”" in read
    assert "markdown, html, pdf" in read and "confnotes.1" not in read


def test_the_page_is_ascii_and_no_line_of_it_is_read_as_a_request_by_mistake(confnotes: RunConfnotes) -> None:
    lines = confnotes("man").out.splitlines()
    requests = {line.split()[0] for line in lines if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".SS", ".TP", ".B", ".RS", ".RE", ".PP", ".nf", ".fi", ".nh", ".ad"}
    assert all(line.isascii() for line in lines)
