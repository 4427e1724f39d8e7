"""A program that is there and cannot do the work is as good as none: tests that need it skip."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import TRIALS, works


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of our own in place of LibreOffice."""
    path = tmp_path / "soffice"
    trial = TRIALS["LibreOffice Calc"]
    monkeypatch.setitem(TRIALS, "LibreOffice Calc", trial._replace(command=(str(path), *trial.command[1:])))
    works.cache_clear()
    return path


@pytest.mark.parametrize(
    ("script", "is_useful"),
    [
        ("touch a.xlsx", True),
        ("echo no export filter >&2", False),
        ("exit 1", False),
        (None, False),
    ],
    ids=["works", "makes nothing", "fails", "missing"],
)
def test_a_program_is_asked_for_a_little_work(tool: Path, script: str | None, is_useful: bool) -> None:
    if script is not None:
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)

    assert works("LibreOffice Calc") is is_useful

    works.cache_clear()
