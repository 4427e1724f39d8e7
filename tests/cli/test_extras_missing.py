"""Verbs whose packages are an extra say how to get them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest

from .conftest import RunConfnotes

SAMPLE = Path(__file__).parents[2] / "notes"


@pytest.mark.parametrize(("verb", "package"), [("lsp", "pygls"), ("mcp", "mcp"), ("serve", "textual-serve")])
def test_a_verb_without_its_packages_says_how_to_install_them(
    confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch, verb: str, package: str
) -> None:
    with without(package.replace("-", "_"), verb, monkeypatch):
        result = confnotes(verb)
    assert (result.code, result.out) == (1, "")
    told, hint = result.err.splitlines()
    assert told.startswith("confnotes: the ")
    assert told.endswith("server is not installed") and hint.startswith("  Run: ") and package in hint


@contextmanager
def without(package: str, room: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have neither the package nor what was imported of the room; afterwards all that there was, and no second one."""
    gone = {name: module for name, module in sys.modules.items() if name.startswith((package, f"confnotes.{room}."))}
    folders = dict(sys.modules)
    with patch.dict(sys.modules):
        for name, module in gone.items():
            folder, _, file = name.rpartition(".")
            if folder:
                monkeypatch.setattr(folders[folder], file, module, raising=False)  # importing anew puts another there
            del sys.modules[name]
        sys.modules[package] = None  # type: ignore[assignment]
        yield


def test_what_was_imported_is_there_once_also_after_a_package_was_missing() -> None:
    before = import_module("confnotes.serve.received")
    with pytest.MonkeyPatch.context() as patched, without("aiohttp", "serve", patched):
        assert import_module("confnotes.serve.received") is not before
    assert import_module("confnotes.serve.received") is before
    assert import_module("confnotes.serve").received is before


def test_a_format_without_its_program_keeps_its_name_and_says_how_to_install_it(
    confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    result = confnotes("export", "--vault", SAMPLE, "NeurIPS 2019", "-o", tmp_path / "summary.docx")
    assert (result.code, result.err) == (1, "confnotes: Word export is not installed\n  Run: apt install pandoc\n")
