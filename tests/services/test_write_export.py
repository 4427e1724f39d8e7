"""An exported file is written whole, and never over somebody's edits unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.services.summary.write_export import file_name, write_export


def test_a_new_file_is_written_and_the_same_bytes_are_no_change(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    assert write_export(path, b"one")
    assert not write_export(path, b"one")
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.md"]


def test_another_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    path.write_bytes(b"edited")
    with pytest.raises(ConflictError):
        write_export(path, b"new")
    assert path.read_bytes() == b"edited"
    assert write_export(path, b"new", force=True)
    assert path.read_bytes() == b"new"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        write_export(tmp_path / "nowhere" / "out.md", b"x")
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfnotesError):
        write_export(tmp_path / "link.md", b"x", force=True)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("target", "form", "name"),
    [
        ("NeurIPS 2019", "html", "NeurIPS 2019 summary.html"),
        ("energy OR flow", "markdown", "energy OR flow summary.md"),
    ],
)
def test_a_folder_gets_a_file_named_after_the_target(target: str, form: str, name: str) -> None:
    assert file_name(target, form) == name
