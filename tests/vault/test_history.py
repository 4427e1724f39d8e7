"""What a note said before is kept outside the vault: whole, private, thinned and bounded, and never in the way."""

from __future__ import annotations

import os
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from confnotes.actions.notes.note_versions import delete, plan_deletion
from confnotes.errors import ConfnotesError
from confnotes.vault import history
from confnotes.vault.settings import HISTORY_MEGABYTES
from confnotes.vault.snapshot import StoredVersion, read_snapshots, thin
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault

NOTE = "Notes/Flow.md"
NOON = datetime(2019, 12, 10, 12, tzinfo=UTC)


def texts(vault: Vault, path: str = NOTE) -> list[str]:
    """Every text that can be had again, the oldest first."""
    return [one.data.decode() for one in vault.history.of(path) if not one.is_deletion]


def write(vault: Vault, text: str, path: str = NOTE) -> None:
    """As a command does."""
    there = (vault.root / path).exists()
    vault.save(path, text, vault.read(path).version if there else None)


def test_what_a_command_writes_over_and_what_it_writes_are_kept(vault: Vault) -> None:
    write(vault, "one\n")
    (vault.root / NOTE).write_text("by another program\n", encoding="utf-8")
    write(vault, "two\n")
    assert texts(vault) == ["one\n", "by another program\n", "two\n"]
    write(vault, "two\n")
    assert len(texts(vault)) == 3, "what was kept last is not kept twice"


def test_nothing_of_it_lies_in_the_vault(vault: Vault, own_home: Path) -> None:
    write(vault, "one\n")
    write(vault, "two\n")
    assert sorted(file.name for file in vault.root.rglob("*") if file.is_file()) == ["Flow.md", "vault.yaml"]
    assert vault.history.folder.is_relative_to(own_home / "state")


def test_nobody_else_may_read_it(vault: Vault) -> None:
    write(vault, "one\n")
    modes = {stat.S_IMODE(each.stat().st_mode) for each in vault.history.folder.iterdir()}
    assert modes == {0o600} and stat.S_IMODE(vault.history.folder.stat().st_mode) == 0o700
    vault.history._rewrite(NOTE, vault.history.of(NOTE))
    assert {stat.S_IMODE(each.stat().st_mode) for each in vault.history.folder.iterdir()} == {0o600}


def test_bytes_come_back_as_they_were(vault: Vault) -> None:
    data = b"\xef\xbb\xbfone\r\ntwo \xff\r\n"
    file = vault.root / NOTE
    file.parent.mkdir()
    file.write_bytes(data)
    assert vault.history.keep_file(NOTE, "opened") is not None
    assert vault.history.of(NOTE)[0].data == data


def test_a_line_that_was_cut_off_costs_only_itself(vault: Vault) -> None:
    for text in ("one\n", "two\n"):
        vault.history.keep(NOTE, text.encode(), "typed")
    (file,) = vault.history._files()
    whole = file.read_bytes()
    first = whole.index(b"\n")
    for end in range(len(whole) - 1):
        file.write_bytes(whole[:end])
        assert texts(vault) == ["one\n"] * (end >= first)
    vault.history.keep(NOTE, b"three\n", "typed")
    assert texts(vault) == ["one\n", "three\n"]


@pytest.mark.parametrize(
    "junk", [b"\0\0\n", b"[]\n", b'{"a": 1}\n', b"[" * 99_999 + b"\n", b'["a", 9e99, 1, 2, 3, 4]\n']
)
def test_a_damaged_line_costs_only_itself(vault: Vault, junk: bytes) -> None:
    vault.history.keep(NOTE, b"one\n", "typed")
    (file,) = vault.history._files()
    file.write_bytes(junk + file.read_bytes() + junk)
    vault.history.keep(NOTE, b"two\n", "typed")
    assert texts(vault) == ["one\n", "two\n"]


def test_a_damaged_version_is_reported_and_not_restored(vault: Vault) -> None:
    vault.history.keep(NOTE, b"one\n", "typed")
    (one,) = vault.history.of(NOTE)
    other = StoredVersion.of(NOTE, b"two\n", NOON, "typed")
    for packed in (other.packed, "AAAA", "", one.packed[:4]):
        with pytest.raises(ConfnotesError, match="damaged"):
            _ = one._replace(packed=packed).data


def test_a_kill_between_the_version_and_the_file_costs_nothing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    write(vault, "one\n")
    (vault.root / NOTE).write_text("mine\n", encoding="utf-8")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("confnotes.vault.writer.atomic_write", killed)
        with pytest.raises(KeyboardInterrupt):
            write(vault, "two\n")
    assert vault.read(NOTE).text == "mine\n" and texts(vault) == ["one\n", "mine\n"]
    write(vault, "two\n")
    assert texts(vault) == ["one\n", "mine\n", "two\n"]


@pytest.mark.parametrize("broken", ["a file", "somebody else's", "none to be had"])
def test_a_state_folder_that_cannot_be_written_stops_no_save(
    vault: Vault, own_home: Path, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(own_home / "nowhere"))
    write(vault, "one\n")
    folder = vault.history.folder
    if broken == "none to be had":
        vault = Vault(vault.root)
        shutil.rmtree(own_home / "state")
        (own_home / "state").write_text("", encoding="utf-8")
    elif broken == "a file":
        for each in folder.iterdir():
            each.unlink()
        folder.rmdir()
        folder.write_text("", encoding="utf-8")
    else:
        for each in folder.iterdir():
            each.unlink()
            each.symlink_to("/proc/version")
    write(vault, "two\n")
    assert vault.read(NOTE).text == "two\n" and vault.history.problem is not None
    with pytest.raises(ConfnotesError, match="cannot keep a copy"), Transaction(vault, "delete") as transaction:
        transaction.remove(NOTE, vault.read(NOTE).version)
    assert vault.read(NOTE).text == "two\n", "what cannot be kept is not deleted"
    assert vault.history.of(NOTE) == [] and vault.history.size() == 0 and vault.history.look() is not None
    vault.history.keep_undo(NOTE, b"steps")
    assert vault.history.undo_of(NOTE) in (b"", b"steps")
    with pytest.raises(ConfnotesError, match="cannot be changed"):
        vault.history.wipe(NOTE)


def test_a_name_takes_its_versions_along(vault: Vault) -> None:
    write(vault, "one\n")
    write(vault, "two\n")
    with Transaction(vault, "rename") as transaction:
        transaction.rename(NOTE, "Ebb.md", vault.read(NOTE).version)
    assert texts(vault) == [] and texts(vault, "Notes/Ebb.md") == ["one\n", "two\n"]
    write(vault, "another\n")
    with Transaction(vault, "rename") as transaction:
        transaction.remove("Notes/Ebb.md", vault.read("Notes/Ebb.md").version)
        transaction.rename(NOTE, "Ebb.md", vault.read(NOTE).version)
    assert texts(vault, "Notes/Ebb.md") == ["one\n", "two\n", "another\n"]


def test_what_another_program_wrote_before_a_note_was_renamed_is_kept(vault: Vault) -> None:
    write(vault, "one\n")
    (vault.root / NOTE).write_text("theirs\n", encoding="utf-8")
    with Transaction(vault, "rename") as transaction:
        transaction.rename(NOTE, "Ebb.md", vault.read(NOTE).version)
    assert texts(vault, "Notes/Ebb.md") == ["one\n", "theirs\n"]


def test_what_a_broken_transaction_did_is_undone_for_the_versions_too(vault: Vault) -> None:
    write(vault, "one\n")
    with pytest.raises(RuntimeError), Transaction(vault, "rename") as transaction:
        transaction.rename(NOTE, "Ebb.md", vault.read(NOTE).version)
        raise RuntimeError
    assert texts(vault) == ["one\n"] and texts(vault, "Notes/Ebb.md") == []


def test_versions_of_a_note_can_be_wiped(vault: Vault) -> None:
    write(vault, "a secret\n")
    write(vault, "two\n")
    write(vault, "stays\n", "Notes/Other.md")
    assert vault.history.wipe(NOTE) == 2 and vault.history.wipe(NOTE) == 0
    assert texts(vault) == [] and texts(vault, "Notes/Other.md") == ["stays\n"]


def random_text(number: int, size: int) -> bytes:
    """Bytes that do not compress."""
    return number.to_bytes(4, "big") + os.urandom(size)


@pytest.fixture
def small_bound(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(history, "MEGABYTE", 1024)
    return HISTORY_MEGABYTES.default * 1024


def test_the_oldest_versions_go_when_there_are_too_many(vault: Vault, small_bound: int) -> None:
    at = NOON
    vault.history.clock = lambda: at
    for number in range(60):
        at = NOON + timedelta(minutes=number)
        vault.history.keep(f"Notes/{number % 7}.md", random_text(number, 6000), "typed")
        assert vault.history.size() <= small_bound
    kept = sorted(one.since for snapshots in vault.history.all() for one in snapshots)
    assert kept[-1] == NOON + timedelta(minutes=59) and len(kept) > 15
    assert kept == sorted(NOON + timedelta(minutes=number) for number in range(60 - len(kept), 60))


def test_a_note_larger_than_the_history_may_be_is_not_deleted(vault: Vault, small_bound: int) -> None:
    vault.save("Notes/big.md", os.urandom(small_bound).hex(), None)
    with pytest.raises(ConfnotesError, match="larger than the space for earlier versions"):
        delete(vault, plan_deletion(vault, "Notes/big.md"))
    assert (vault.root / "Notes" / "big.md").is_file()


def test_the_only_copy_of_a_deleted_note_goes_last(vault: Vault, small_bound: int) -> None:
    at = NOON
    vault.history.clock = lambda: at
    vault.history.keep("Notes/Deleted.md", b"before\n", "typed")
    vault.history.keep("Notes/Deleted.md", b"the only copy\n", "typed")
    vault.history.deleted("Notes/Deleted.md")
    (vault.root / "Notes").mkdir()
    (vault.root / NOTE).write_text("there\n", encoding="utf-8")
    for number in range(60):
        at = NOON + timedelta(minutes=number)
        vault.history.keep(NOTE, random_text(number, 6000), "typed")
    assert texts(vault, "Notes/Deleted.md") == ["the only copy\n"]


def test_the_bound_stands_in_the_settings(vault: Vault, own_home: Path) -> None:
    assert vault.history.bound == 200 * 1024 * 1024
    file = own_home / "config" / "confnotes" / "config.yaml"
    file.parent.mkdir(parents=True)
    for said, bound in (("50", 50), ("0", 10), ("much", 200), ("[", 200)):
        file.write_text(f"history_megabytes: {said}\n", encoding="utf-8")
        assert vault.history.bound == bound * 1024 * 1024


def test_the_size_is_known_again_when_somebody_took_files_away(vault: Vault, small_bound: int) -> None:
    for number in range(20):
        vault.history.keep(f"Notes/{number}.md", random_text(number, 6000), "typed")
    for file in vault.history._files()[:15]:
        file.unlink()
    for number in range(20, 30):
        vault.history.keep(f"Notes/{number}.md", random_text(number, 6000), "typed")
    assert len(list(vault.history.all())) == 15, "nothing was dropped, for there was room"


# Thinning


def at_each(step: timedelta, count: int, begin: datetime, why: str = "typed") -> list[StoredVersion]:
    return [StoredVersion.of(NOTE, str(number).encode(), begin + step * number, why) for number in range(count)]


@pytest.mark.parametrize(
    ("age", "standing"),
    [
        (timedelta(minutes=59), timedelta(0)),
        (timedelta(days=6), timedelta(minutes=5)),
        (timedelta(days=59), timedelta(hours=1)),
        (timedelta(days=729), timedelta(days=1)),
        (timedelta(days=3000), timedelta(weeks=1)),
    ],
)
def test_a_text_that_stood_long_enough_stays_however_often_it_is_thinned(age: timedelta, standing: timedelta) -> None:
    for shift in range(0, 3600, 97):
        begin = NOON - age - timedelta(seconds=shift)
        one, two = (StoredVersion.of(NOTE, name, begin, "typed") for name in (b"one", b"two"))
        three = StoredVersion.of(NOTE, b"three", begin + standing, "typed")
        later = at_each(timedelta(seconds=30), 20, begin + standing + timedelta(seconds=1))
        snapshots = [one, two, three, *later]
        for _ in range(3):
            snapshots = thin(snapshots, begin + standing + age)
            assert two in snapshots


def test_versions_grow_sparse_with_age() -> None:
    typed = at_each(timedelta(seconds=30), 2880, NOON - timedelta(days=1))  # a day without a pause
    counts = [len(thin(typed, NOON + timedelta(days=days))) for days in (0, 1, 8, 61, 731)]
    assert counts == [23 * 12 + 120, 24 * 12 + 1, 24 + 1, 1 + 1, 1]


def test_what_stood_before_a_large_deletion_or_an_action_stays_for_two_months() -> None:
    def brief(why: str, following: str) -> list[StoredVersion]:
        begin = NOON + timedelta(seconds=1)
        return [
            StoredVersion.of(NOTE, b"one", begin, why),
            StoredVersion.of(NOTE, b"two", begin + timedelta(seconds=2), following),
            StoredVersion.of(NOTE, b"three", begin + timedelta(seconds=9), "typed"),
            StoredVersion.of(NOTE, b"four", begin + timedelta(seconds=19), "typed"),
        ]

    for why, following, stays in (
        ("before a large deletion", "typed", True),
        ("typed", "retag", True),
        ("typed", "deleted", True),
        ("typed", "typed", False),
        ("left", "changed", False),
    ):
        snapshots = brief(why, following)
        assert (snapshots[0] in thin(snapshots, NOON + timedelta(days=59))) is stays, (why, following)
        assert snapshots[0] not in thin(snapshots, NOON + timedelta(days=61))


def test_a_file_is_thinned_as_it_grows(vault: Vault) -> None:
    at = NOON
    vault.history.clock = lambda: at
    for number in range(600):
        at = NOON + timedelta(minutes=number)
        vault.history.keep(NOTE, f"{number}\n".encode(), "typed")
    assert len(vault.history.of(NOTE)) < 60 + 600 / 5 + 20
    assert vault.history.size() == sum(len(one.line()) for one in vault.history.of(NOTE))


def test_dates_of_files_are_only_believed_as_far_as_they_can_be(vault: Vault) -> None:
    vault.history.clock = lambda: NOON
    vault.history.keep(NOTE, b"one\n", "opened", NOON - timedelta(hours=1))
    vault.history.keep(NOTE, b"two\n", "opened", NOON - timedelta(days=999))
    vault.history.keep(NOTE, b"three\n", "opened", NOON + timedelta(days=999))
    assert [one.since for one in vault.history.of(NOTE)] == [NOON - timedelta(hours=1)] * 2 + [NOON]


def test_reading_is_the_inverse_of_writing() -> None:
    one = StoredVersion.of("Notes/Ünï 1.md", "größer\n".encode(), NOON, "before retag")
    gone = StoredVersion.of_deletion("Notes/Ünï 1.md", NOON)
    assert read_snapshots(one.line() + gone.line()) == [one, gone] and gone.is_deletion
    assert one.data.decode() == "größer\n"
