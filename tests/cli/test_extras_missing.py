"""Verbs whose packages are an extra say how to get them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .conftest import RunConfnotes

SAMPLE = Path(__file__).parents[2] / "notes"


@pytest.mark.parametrize(("verb", "package"), [("lsp", "pygls"), ("mcp", "mcp"), ("serve", "textual-serve")])
def test_a_verb_without_its_packages_says_how_to_install_them(
    confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch, verb: str, package: str
) -> None:
    module = package.replace("-", "_")
    for name in [name for name in sys.modules if name.startswith((module, f"confnotes.{verb}."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    result = confnotes(verb)
    assert (result.code, result.out) == (1, "")
    told, hint = result.err.splitlines()
    assert told.startswith("confnotes: the ")
    assert told.endswith("server is not installed") and hint.startswith("  Run: ") and package in hint


def test_a_format_without_its_program_keeps_its_name_and_says_how_to_install_it(
    confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    result = confnotes("export", "--vault", SAMPLE, "NeurIPS 2019", "-o", tmp_path / "summary.docx")
    assert (result.code, result.err) == (1, "confnotes: Word export is not installed\n  Run: apt install pandoc\n")
