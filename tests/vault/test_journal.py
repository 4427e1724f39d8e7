"""What was typed and not saved comes back."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from confnotes.actions.notes.note_snapshots import unsaved_notes
from confnotes.actions.notes.take_note import open_note, save
from confnotes.vault import journal
from confnotes.vault.journal import Journal, JournalRecord
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of

TYPIST = """
import sys
from pathlib import Path
from confnotes.actions.notes.take_note import open_note, record, save
from confnotes.vault.vault import Vault
vault = Vault.open(Path(sys.argv[1]))
note = open_note(vault, "a.md")
text = note.text
for number in range(100000):
    text = f"{text[-5000:]}key {number}\\n"
    record(vault, note, text)
    print(number, flush=True)
    if number % 7 == 0:
        note = save(vault, note, text)
"""


def files(of: Journal) -> list[Path]:
    return sorted(of.folder.glob("*.journal"))


def kept_of(vault: Vault, path: str) -> JournalRecord:
    kept = vault.journal.kept(path)
    assert kept is not None
    return kept


def test_the_last_text_comes_back_after_the_process_is_gone(vault: Vault) -> None:
    base = version_of(b"one\n")
    typing = Journal(vault.root)
    typing.record("a.md", "first\n", base)
    typing.record("a.md", "last — ünïcode\n", base)
    typing.record("b.md", "new\n", None)
    assert vault.journal.all() == [], "a living process keeps its own"
    typing.close()
    assert [kept[:3] for kept in vault.journal.all()] == [("a.md", "last — ünïcode\n", base), ("b.md", "new\n", None)]
    vault.journal.drop(kept_of(vault, "a.md"))
    assert vault.journal.kept("a.md") is None
    assert kept_of(vault, "b.md").text == "new\n"


def test_what_two_processes_left_of_one_note_comes_back_one_after_the_other(vault: Vault) -> None:
    for text in ("mine", "yours"):
        gone = Journal(vault.root)
        gone.record("a.md", text, None)
        gone.close()
    texts = []
    while (kept := vault.journal.kept("a.md")) is not None:
        texts.append(kept.text)
        vault.journal.drop(kept)
    assert sorted(texts) == ["mine", "yours"]


def test_who_saves_a_note_drops_nothing_that_a_process_left_meanwhile(vault: Vault) -> None:
    vault.save("a.md", "one\n", None)
    note = open_note(vault, "a.md")
    gone = Journal(vault.root)
    gone.record(note.path, "typed in another window\n", note.version)
    gone.close()
    save(vault, note, "typed here\n")
    assert open_note(Vault(vault.root), note.path).text == "typed in another window\n"


def test_who_goes_on_with_what_was_kept_leaves_one_record_of_the_note(vault: Vault) -> None:
    gone = Journal(vault.root)
    gone.record("a.md", "one\n", None)
    gone.close()
    for text in ("one, two\n", "one, two, three\n"):
        typing = Journal(vault.root)
        typing.take_over(kept_of(vault, "a.md"))
        typing.record("a.md", text, None)
        assert len(files(typing)) == 1
        typing.close()
    assert kept_of(vault, "a.md").text == "one, two, three\n"
    vault.journal.drop(kept_of(vault, "a.md"))
    assert files(vault.journal) == []


def test_what_another_process_goes_on_with_is_neither_taken_nor_dropped(vault: Vault) -> None:
    gone, other = Journal(vault.root), Journal(vault.root)
    gone.record("a.md", "theirs\n", None)
    gone.close()
    kept = kept_of(vault, "a.md")
    other.take_over(kept)
    vault.journal.take_over(kept)
    vault.journal.drop(kept)
    vault.journal.record("a.md", "mine\n", None)
    vault.journal.forget("a.md")
    other.close()
    assert kept_of(vault, "a.md").text == "theirs\n"


def test_looking_through_what_was_kept_drops_nothing_of_the_note_that_is_being_edited(vault: Vault) -> None:
    vault.save("a.md", "saved\n", None)
    vault.journal.record("a.md", "typed here\n", vault.read("a.md").version)
    gone = Journal(vault.root)
    gone.record("a.md", "saved\n", None)
    gone.close()
    assert unsaved_notes(vault) == []
    vault.journal.close()
    assert kept_of(vault, "a.md").text == "typed here\n"


def test_what_went_on_in_the_second_place_leaves_nothing_in_the_first(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    vault.journal.record("a.md", "before\n", None)
    append = journal._append

    def full(descriptor: int, data: bytes) -> None:
        if not Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(tmp_path / f"confnotes-{os.getuid()}"):
            raise OSError(errno.ENOSPC, "No space left on device")
        append(descriptor, data)

    monkeypatch.setattr(journal, "_append", full)
    assert vault.journal.record("a.md", "after\n", None) is not None
    vault.journal.forget("a.md")
    assert vault.journal.kept("a.md") is None
    assert list(tmp_path.rglob("*.journal")) == []


def test_the_journal_is_private_and_outside_the_vault(vault: Vault) -> None:
    vault.journal.record("a.md", "x", None)
    assert not vault.journal.folder.is_relative_to(vault.root)
    assert vault.journal.folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in files(vault.journal))


def test_a_record_cut_off_by_a_crash_costs_only_itself(vault: Vault) -> None:
    typing = Journal(vault.root)
    typing.record("a.md", "whole\n", None)
    (file,) = files(typing)
    good = file.read_bytes()
    typing.close()
    for tail in (
        b"[",
        b'[["a.md"],9999,"00"]\nshort',
        b'[["a.md"],Infinity,"00"]\n\n',
        b'[["a.md"],"3","00"]\nabc\n',
        b'[["a.md"],3,"00"]\nabc\n',
        b"\0" * 100,
    ):
        file.write_bytes(good + tail)
        assert kept_of(vault, "a.md")[:3] == ("a.md", "whole\n", None)
    file.write_bytes(b"not a journal at all")
    assert vault.journal.kept("a.md") is None
    vault.journal.forget("a.md")
    assert files(vault.journal) == []


def test_a_long_session_does_not_grow_without_end(vault: Vault) -> None:
    text = "x" * 1_000_000
    for number in range(12):
        vault.journal.record("a.md", f"{number}{text}", None)
    (file,) = files(vault.journal)
    assert file.stat().st_size < 8_000_000
    vault.journal.close()
    kept = vault.journal.kept("a.md")
    assert kept is not None and kept.text.startswith("11x")


@pytest.mark.parametrize("size", [10, 5_000_000])
def test_a_disk_that_was_full_for_a_while_costs_nothing_else(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    write = os.write

    def full(descriptor: int, data: memoryview) -> int:
        if len(data) <= 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[:20])

    typing = Journal(vault.root)
    typing.record("a.md", "before" + "x" * size, None)
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            typing.record("a.md", "in between", None)
    assert len(files(typing)) == 1
    typing.record("a.md", "after", None)
    typing.close()
    assert kept_of(vault, "a.md").text == "after"


@pytest.fixture
def no_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the state folder should be; temporary files go below `tmp_path`."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    home = tmp_path / "home" / "state"
    home.mkdir(parents=True)
    (home / "confnotes").write_text("in the way")


@pytest.mark.usefixtures("no_state_folder")
def test_where_the_state_folder_takes_nothing_the_temporary_folder_keeps_it(vault: Vault, tmp_path: Path) -> None:
    typing = Journal(vault.root)
    typing.record("a.md", "kept\n", None)
    typing.record("a.md", "kept elsewhere\n", None)
    typing.close()
    (spare,) = tmp_path.glob("confnotes-*")
    assert spare.stat().st_mode & 0o077 == 0
    assert kept_of(vault, "a.md").text == "kept elsewhere\n"
    vault.journal.drop(kept_of(vault, "a.md"))
    assert vault.journal.kept("a.md") is None


@pytest.mark.usefixtures("no_state_folder")
def test_a_temporary_folder_that_others_can_write_is_not_used(vault: Vault, tmp_path: Path) -> None:
    open_to_all = tmp_path / f"confnotes-{os.getuid()}"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    with pytest.raises(OSError, match="confnotes"):
        Journal(vault.root).record("a.md", "secret\n", None)
    assert list(open_to_all.rglob("*.journal")) == []


def test_a_typist_who_is_killed_loses_nothing_that_was_kept(vault: Vault) -> None:
    """SIGKILL at random moments: every key that `record` returned for is on disk or in the journal."""
    (vault.root / "a.md").write_text("")
    pause = random.Random(7)
    for _ in range(4):
        (vault.root / "a.md").write_text("")
        if (kept := vault.journal.kept("a.md")) is not None:
            vault.journal.drop(kept)
        command = [sys.executable, "-c", TYPIST, str(vault.root)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ})
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first == "0\n"
        time.sleep(pause.uniform(0.01, 0.15))
        process.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in (first + process.stdout.read()).splitlines() if line]
        process.wait()
        from confnotes.actions.notes.take_note import open_note

        text = open_note(vault, "a.md").text
        assert f"key {acknowledged[-1]}\n" in text
        assert text.count("\n") == len(set(text.splitlines()))
