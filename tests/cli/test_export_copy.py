"""`export --copy` puts what is pasted elsewhere on the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RunConfnotes

SMALL = "Small Systems 2024"


@pytest.fixture
def clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop with xclip, which keeps its options and what it was given."""
    program = tmp_path / "bin" / "xclip"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/options"\ncat > "{tmp_path}/copied"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return tmp_path


@pytest.mark.parametrize("form", ["slack", "matrix", "thread", "markdown"])
def test_a_text_is_copied_and_nothing_is_printed(
    confnotes: RunConfnotes, vault: Path, clipboard: Path, form: str
) -> None:
    done = confnotes("export", "--vault", vault, SMALL, "-f", form, "--copy")
    assert (done.code, done.out) == (0, "")
    assert SMALL in (clipboard / "copied").read_text(encoding="utf-8")
    assert "Copied" in done.err


def test_a_mail_is_copied_with_its_formats_for_webmail(confnotes: RunConfnotes, vault: Path, clipboard: Path) -> None:
    assert confnotes("export", "--vault", vault, SMALL, "-f", "mail", "--copy", "-o", clipboard / "a.eml").code == 0
    assert (clipboard / "copied").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "text/html" in (clipboard / "options").read_text(encoding="utf-8")
    assert (clipboard / "a.eml").read_bytes().startswith(b"Subject: ")


def test_without_a_clipboard_the_command_says_what_to_install(
    confnotes: RunConfnotes, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    done = confnotes("export", "--vault", vault, SMALL, "-f", "slack", "--copy")
    assert done.code != 0
    assert "wl-clipboard" in done.err


def test_a_file_that_is_no_text_is_not_copied(confnotes: RunConfnotes, vault: Path) -> None:
    done = confnotes("export", "--vault", vault, SMALL, "-f", "docx", "--copy")
    assert done.code == 2
    assert "-o OUT" in done.err
