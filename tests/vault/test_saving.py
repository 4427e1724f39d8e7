"""A save is whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.vault import atomic, folders, unfinished
from confnotes.vault.unfinished import is_unfinished
from confnotes.vault.vault import Vault
from confnotes.vault.version import EditConflictError
from examples import examples


def put(vault: Vault, path: str, data: bytes) -> Path:
    file = vault.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def leftovers(vault: Vault) -> list[str]:
    return [name for _, _, names in os.walk(vault.root) for name in names if is_unfinished(name)]


def test_a_new_note_is_written_with_its_folders(vault: Vault) -> None:
    version = vault.save("ICML 2020/note.md", "text\n", None)
    assert (vault.root / "ICML 2020/note.md").read_text() == "text\n"
    assert vault.read("ICML 2020/note.md").version == version
    assert leftovers(vault) == []


def test_saving_over_the_version_that_was_opened_keeps_the_permissions(vault: Vault) -> None:
    file = put(vault, "a.md", b"one\n")
    file.chmod(0o640)
    opened = vault.read("a.md")
    vault.save("a.md", "two\n", opened.version)
    assert file.read_text() == "two\n"
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "replace"])
def test_what_another_program_wrote_is_kept_and_handed_over(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(atomic, "swap", lambda *_: False)
        monkeypatch.setattr(unfinished, "rename_new", lambda *_: False)
    file = put(vault, "a.md", b"one\n")
    opened = vault.read("a.md")
    file.write_text("theirs\n")
    with pytest.raises(EditConflictError) as caught:
        vault.save("a.md", "mine\n", opened.version)
    assert caught.value.disk is not None and caught.value.disk.text == "theirs\n"
    assert file.read_text() == "theirs\n"
    vault.save("a.md", "both\n", caught.value.disk.version)
    assert file.read_text() == "both\n"
    vault.save("new.md", "new\n", None)
    assert leftovers(vault) == []


def test_a_note_that_exists_is_no_new_note_and_one_that_is_gone_is_a_conflict(vault: Vault) -> None:
    file = put(vault, "a.md", b"one\n")
    with pytest.raises(ConflictError):
        vault.save("a.md", "mine\n", None)
    opened = vault.read("a.md")
    file.unlink()
    with pytest.raises(EditConflictError) as caught:
        vault.save("a.md", "mine\n", opened.version)
    assert caught.value.disk is None
    assert not file.exists()


def test_a_write_between_comparing_and_swapping_is_put_back(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(vault, "a.md", b"one\n")
    opened = vault.read("a.md")
    real = folders.swap
    first = [True]

    def late(folder: int, one: str, other_folder: int, other: str) -> bool:
        if first:
            first.clear()
            file.write_text("theirs, just now\n")
        return real(folder, one, other_folder, other)

    monkeypatch.setattr(atomic, "swap", late)
    with pytest.raises(EditConflictError) as caught:
        vault.save("a.md", "mine\n", opened.version)
    assert file.read_text() == "theirs, just now\n"
    assert caught.value.disk is not None and caught.value.disk.text == "theirs, just now\n"
    assert leftovers(vault) == []


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbfwith a mark\r\nand CRLF\r\n", b"a\r\nb\nc\rd", b"", b"no end", "Hyvärinen \u2028 流".encode()],
    ids=["BOM", "mixed line ends", "empty", "no newline", "unicode"],
)
def test_a_text_that_was_not_edited_keeps_every_byte(vault: Vault, data: bytes) -> None:
    file = put(vault, "a.md", data)
    opened = vault.read("a.md")
    assert opened.read_only is None
    assert not opened.text.startswith("\ufeff")
    vault.save("a.md", opened.text, opened.version)
    assert file.read_bytes() == data
    changed = vault.save("a.md", opened.text + "x", opened.version)
    assert file.read_bytes() == data + b"x"
    assert changed == vault.read("a.md").version


def test_text_in_another_encoding_is_shown_and_read_only(vault: Vault) -> None:
    put(vault, "a.md", "Universität\n".encode("latin-1"))
    opened = vault.read("a.md")
    assert opened.read_only
    assert "Universit" in opened.text
    opened.text.encode("utf-8")


def test_only_regular_files_in_the_vault_are_opened(vault: Vault, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("secret\n")
    os.mkfifo(vault.root / "pipe.md")
    (vault.root / "link.md").symlink_to(outside)
    (vault.root / "away").symlink_to(tmp_path)
    (vault.root / "folder.md").mkdir()
    for path in ("pipe.md", "link.md", "away/outside.md", "folder.md"):
        with pytest.raises(ConfnotesError):
            vault.read(path)
        with pytest.raises(ConfnotesError):
            vault.save(path, "x", None)
    for path in ("../outside.md", "/etc/passwd", "a//b.md", "", "x\0.md"):
        with pytest.raises(NotFoundError):
            vault.read(path)
    assert outside.read_text() == "secret\n"
    assert vault.files() == {}


def test_a_huge_file_is_refused_before_it_is_read(vault: Vault) -> None:
    file = put(vault, "a.md", b"")
    os.truncate(file, 10**10)
    with pytest.raises(ConfnotesError, match="larger than 32 MB"):
        vault.read("a.md")


@pytest.mark.parametrize("read_only", ["folder", "file"])
def test_what_is_read_only_stays_as_it_is(vault: Vault, read_only: str) -> None:
    file = put(vault, "c/a.md", b"one\n")
    opened = vault.read("c/a.md")
    target = file.parent if read_only == "folder" else file
    target.chmod(0o555 if read_only == "folder" else 0o444)
    try:
        with pytest.raises(ConfnotesError, match="read-only"):
            vault.save("c/a.md", "two\n", opened.version)
        assert file.read_bytes() == b"one\n"
        assert leftovers(vault) == []
    finally:
        target.chmod(0o755)


def test_a_full_disk_leaves_the_old_note_whole(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(vault, "a.md", b"one\n")
    opened = vault.read("a.md")
    real = os.write

    def full(descriptor: int, data: bytes) -> int:
        if len(data) > 100:
            return real(descriptor, bytes(data[:100]))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(ConfnotesError, match="disk is full"):
        vault.save("a.md", "two\n" * 100, opened.version)
    monkeypatch.undo()
    assert file.read_bytes() == b"one\n"
    assert leftovers(vault) == []


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.booleans())
def test_any_text_comes_back_as_it_was_saved(vault: Vault, text: str, marked: bool) -> None:
    data = (b"\xef\xbb\xbf" if marked else b"") + b"old"
    put(vault, "any.md", data)
    opened = vault.read("any.md")
    vault.save("any.md", text, opened.version)
    again = vault.read("any.md")
    assert again.text == text or (not marked and text.startswith("\ufeff") and again.text == text[1:])
    assert again.version.bom == (marked or text.startswith("\ufeff"))
