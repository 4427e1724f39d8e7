"""A save ends in one of three ways, and what is said of it is true, whichever call to the system fails."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from confnotes import notices
from confnotes.actions.check_vault import check
from confnotes.errors import ConfnotesError
from confnotes.vault import folders, unfinished
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.transaction import Transaction
from confnotes.vault.unfinished import is_unfinished
from confnotes.vault.vault import Vault
from confnotes.vault.version import EditConflictError
from faults import Faults, Killed

OLD, NEW, THEIRS = "one\n", "one\ntwo\n", "theirs, just now\n"
Contents = dict[str, str]
Act = Callable[[Vault], object]


def write_new(vault: Vault) -> object:
    """A note that was not there."""
    return vault.save("Talks/new.md", NEW, None)


def add(vault: Vault) -> object:
    """A line more in a note."""
    return vault.change("Talks/a.md", lambda text: text + "two\n")


def rename(vault: Vault) -> object:
    """Another name for a note."""
    return vault.rename("Talks/a.md", "b.md", vault.read("Talks/a.md").version)


def remove(vault: Vault) -> object:
    """A note less."""
    vault.remove("Talks/a.md", vault.read("Talks/a.md").version)
    return None


def rename_with_links(vault: Vault) -> object:
    """Several files at once."""
    with Transaction(vault, "rename") as transaction:
        transaction.save(PlannedFile("Talks/c.md", NEW, vault.read("Talks/c.md").version))
        transaction.rename("Talks/a.md", "b.md", vault.read("Talks/a.md").version)
        transaction.save(PlannedFile("New/d.md", NEW, None))
        transaction.remove("Talks/e.md", vault.read("Talks/e.md").version)
    return None


ACTS = (write_new, add, rename, remove, rename_with_links)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where vaults are made, one a case: in memory, as a disk would have to confirm thousands of them."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as made:
        yield Path(made)


def begun(folder: Path, number: int) -> Vault:
    """A vault with a few notes."""
    vault = Vault.create(folder / f"v{number}")
    (vault.root / "Talks").mkdir()
    for name in ("a", "c", "e"):
        (vault.root / f"Talks/{name}.md").write_text(OLD)
    return vault


def contents(vault: Vault) -> Contents:
    """Every file but the vault's own settings."""
    found = (path for path in vault.root.rglob("*") if path.is_file() and path.name != "vault.yaml")
    return {str(path.relative_to(vault.root)): path.read_text() for path in found}


def outcomes(folder: Path, act: Act) -> tuple[Contents, Contents, int]:
    """What is there before and after, and how many calls it takes."""
    vault = begun(folder, 0)
    before = contents(vault)
    with Faults().inside() as counted:
        act(vault)
    return before, contents(vault), len(counted.made)


def left(vault: Vault) -> list[str]:
    """Files in the making that nobody makes any more."""
    return [path for path in contents(vault) if is_unfinished(Path(path).name)]


@pytest.fixture(params=["exchange", "replace"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux, which can exchange two files, and others, which cannot."""
    if typesetter := sys.modules.get("confnotes.exporters.pdf.typesetter"):
        typesetter.end_kept()  # its timer removes a folder in another thread, by the calls that are counted here
    if request.param == "replace":
        monkeypatch.setattr(folders, "_renameat2", lambda: None)


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done all the same"])
@pytest.mark.parametrize(
    ("act", "code"),
    [*((act, errno.EIO) for act in ACTS), *((add, code) for code in (errno.ENOSPC, errno.EROFS, errno.EACCES))],
)
def test_whichever_call_fails_the_message_is_true_and_a_second_try_does_it_once(
    folder: Path, act: Act, code: int, after: bool
) -> None:
    before, done, calls = outcomes(folder, act)
    for at in range(1, calls + 1):
        vault = begun(folder, at)
        told: list[str] = []
        faults = Faults(at, code=code, after=after)
        error = None
        with notices.listen(told.append):
            try:
                with faults.inside():
                    act(vault)
            except ConfnotesError as failed:
                error = failed
        where = f"{faults.made[-1]} {at} of {calls}: {error}, {told}"
        assert vault.settle() == [], where
        now = {path: text for path, text in contents(vault).items() if not is_unfinished(Path(path).name)}
        if error is None:
            assert now == done, where
        else:
            assert now == before, where
            assert re.search(r"cannot be (written|read): |cannot keep a copy of ", error.message), where
            act(vault)
        assert contents(vault) == done, where
        assert left(vault) == [], where


@pytest.mark.parametrize("act", [add, write_new, rename, remove])
def test_a_save_that_the_disk_does_not_confirm_is_reported_as_such(folder: Path, act: Act) -> None:
    _, done, _ = outcomes(folder, act)
    vault = begun(folder, 1)
    real, calls = os.fsync, []

    def fails_for_folders(descriptor: int) -> None:
        calls.append(descriptor)
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch, notices.listen(told.append):
        patch.setattr(os, "fsync", fails_for_folders)
        act(vault)
    assert contents(vault) == done
    assert len(told) == 1 and "the disk did not confirm it (input/output error): a power cut may undo it" in told[0]
    assert len(vault.unconfirmed) == 1


def test_a_file_system_that_cannot_confirm_folders_is_taken_at_its_word(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = begun(folder, 1)
    real = os.fsync

    def unknown(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", unknown)
    told: list[str] = []
    with notices.listen(told.append):
        add(vault)
    assert told == [] and not vault.unconfirmed


def test_an_unknown_outcome_is_not_reported_as_unchanged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = begun(folder, 1)
    real = folders._renameat2()
    assert real is not None

    def breaks(*arguments: object) -> int:
        real(*arguments)  # type: ignore[arg-type]
        (vault.root / "Talks/a.md").unlink()
        (vault.root / "Talks/a.md").symlink_to("nowhere")  # a file that cannot be read any more
        import ctypes

        ctypes.set_errno(errno.EIO)
        return -1

    monkeypatch.setattr(folders, "_renameat2", lambda: breaks)
    with pytest.raises(ConfnotesError, match="cannot tell whether it was written") as caught:
        add(vault)
    assert caught.value.hint == "Check the file before you try again."


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("act", ACTS[:4])
def test_after_a_kill_at_any_call_the_next_start_leaves_no_file_in_the_making_and_loses_no_text(
    folder: Path, act: Act
) -> None:
    before, done, calls = outcomes(folder, act)
    for at in range(1, calls + 1):
        vault = begun(folder, at)
        with suppress(Killed), Faults(at, kill=True).inside():
            act(vault)
        told: list[str] = []
        with notices.listen(told.append):
            copies = Vault.open(vault.root).settle()
        assert left(vault) == [], at
        now = contents(vault)
        kept = {path: now.pop(path) for path in copies}
        # Where names cannot be exchanged, a file has both names for a moment.
        assert now in (before, done) or (act is rename and now == {**before, **done}), at
        assert set(kept.values()) <= {NEW}, at
        assert [path in message for path, message in zip(copies, told, strict=True)] == [True] * len(copies)


@pytest.mark.usefixtures("system")
def test_a_new_note_whose_save_was_killed_comes_to_its_own_name(folder: Path) -> None:
    before, done, calls = outcomes(folder, write_new)
    found = set()
    for at in range(1, calls + 1):
        vault = begun(folder, at)
        with suppress(Killed), Faults(at, kill=True).inside():
            write_new(vault)
        copies = Vault.open(vault.root).settle()
        now = contents(vault)
        assert now == (done if copies else now) and now in (before, done), at
        found.add((len(copies), now == done))
    assert found == {(0, False), (1, True), (0, True)}


@pytest.mark.parametrize("at", range(1, 40))
def test_what_another_program_wrote_in_the_middle_survives_a_kill(folder: Path, at: int) -> None:
    vault = begun(folder, at)
    real = folders._renameat2()
    assert real is not None
    faults = Faults(at, kill=True)
    written: list[bool] = []

    def late(*arguments: object) -> int:
        if not faults.is_dead and not written:
            (vault.root / "Talks/a.md").write_text(THEIRS)
            written.append(True)
        return real(*arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folders, "_renameat2", lambda: late)
        try:
            with faults.inside():
                vault.save("Talks/a.md", NEW, vault.read("Talks/a.md").version)
        except (Killed, EditConflictError):
            pass
    copies = Vault.open(vault.root).settle()
    assert left(vault) == []
    now = contents(vault)
    assert (THEIRS if written else OLD) in now.values()
    assert all(now[path] in (NEW, THEIRS) for path in copies)


def test_text_that_the_journal_keeps_is_cleared_and_not_kept_twice(folder: Path) -> None:
    vault = begun(folder, 1)
    version = vault.read("Talks/a.md").version
    vault.journal.record("Talks/a.md", NEW, version)
    vault.journal.close()
    with pytest.raises(Killed), _killed_before_the_exchange().inside():
        vault.save("Talks/a.md", NEW, version)
    assert left(vault)
    again = Vault.open(vault.root)
    assert again.settle() == []
    assert left(vault) == []
    kept = again.journal.kept("Talks/a.md")
    assert kept is not None and kept.text == NEW


def test_what_a_living_program_is_making_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = begun(folder, 1)
    monkeypatch.setattr(unfinished, "_TURN_SECONDS", 0.01)
    real = folders._renameat2()
    assert real is not None
    seen: list[str] = []

    def meanwhile(*arguments: object) -> int:
        assert Vault.open(vault.root).settle() == []
        seen.extend(left(vault))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(folders, "_renameat2", lambda: meanwhile)
    add(vault)
    assert len(seen) == 1
    assert vault.read("Talks/a.md").text == NEW
    assert left(vault) == []


def test_doctor_settles_what_an_earlier_version_left_beside_notes(folder: Path) -> None:
    vault = begun(folder, 1)
    (vault.root / "Talks/.confnotes-0123456789abcdef.tmp").write_text(OLD)
    (vault.root / "Talks/.confnotes-fedcba9876543210.tmp").write_text(THEIRS)
    (problem,) = [one for one in check(vault) if "interrupted save" in one.message]
    assert problem.path is not None
    assert vault.read(problem.path).text == THEIRS
    assert left(vault) == []


def test_a_name_in_the_vault_leads_nobody_out_of_it(folder: Path) -> None:
    vault = begun(folder, 1)
    name = f"{unfinished.PREFIX}{'1' * 12}-{'2' * 12}-abcd-..%2F..%2Fout.md.tmp"
    (vault.root / ".confnotes" / name).write_text("evil")
    (copy,) = vault.settle()
    assert (vault.root / copy).read_text() == "evil"
    assert not any(path.name.startswith("out") for path in folder.rglob("*"))


def _killed_before_the_exchange() -> Faults:
    class Last(Faults):
        @property
        def is_dead(self) -> bool:
            return "renameat2" in self.made

    return Last(kill=True)
