"""Conflict copies of file syncs are recognised by their names and merged: every line of both is in the note once."""

from __future__ import annotations

import pytest

from confnotes.actions.check_vault import check
from confnotes.actions.notes.note_versions import undelete
from confnotes.actions.syncing.conflict_copies import find_copies, merge_copies
from confnotes.vault.vault import Vault

NOTE = "- first ^t100000\n"
SYNCTHING = "Talk.sync-conflict-20310512-101010-ABCDEFG.md"
NAMES = [
    (SYNCTHING, "Talk.md"),
    ("Talk (Ada's conflicted copy 2031-05-12).md", "Talk.md"),
    ("Talk (conflicted copy 2031-05-12 101010).md", "Talk.md"),
    ("Talk (Conflicted copy phone 203105121010).md", "Talk.md"),
    ("Talk_conflict-20310512-101010.md", "Talk.md"),
    ("Talk (conflict 1a2b3c4d).md", "Talk.md"),
    ("Talk (a conflict of interests).md", None),
    ("Talk 2.md", None),
]


@pytest.mark.parametrize(("name", "original"), NAMES)
def test_a_copy_is_recognised_by_its_name_and_merged(vault: Vault, name: str, original: str | None) -> None:
    vault.save("Talk.md", NOTE + "- from here ^t101500\n", None)
    vault.save(name, NOTE + "- from there ^t101000\n", None)
    assert [one.path for one in find_copies(vault)] == ([name] if original else [])
    merge_copies(vault)
    if original:
        assert vault.note_paths() == ["Talk.md"]
        assert vault.read("Talk.md").text == NOTE + "- from there ^t101000\n- from here ^t101500\n"
        undelete(vault, name)
    assert vault.read(name).text == NOTE + "- from there ^t101000\n"


def test_a_numbered_copy_is_one_only_of_a_note_of_the_same_talk(vault: Vault) -> None:
    for name, talk in (("Talk", "a/t1"), ("Talk 2", "a/t1"), ("Talk 3", "a/t3")):
        vault.save(f"{name}.md", f"---\ntalk: {talk}\n---\n\n- {name}\n", None)
    assert [one.path for one in merge_copies(vault)] == ["Talk 2.md"]
    assert vault.read("Talk.md").text == "---\ntalk: a/t1\n---\n\n- Talk\n- Talk 2\n"


def test_marks_of_two_machines_are_merged_and_what_cannot_be_merged_stays(vault: Vault) -> None:
    vault.save("Harbours/marks.yaml", '"a": {starred: true}\n', None)
    vault.save("Harbours/marks.sync-conflict-20310512-101010-ABCDEFG.yaml", '"a": {attended: true}\n', None)
    vault.save_bytes("attachments/a.png", b"\x00\xff", None)
    vault.save_bytes("attachments/a.sync-conflict-20310512-101010-ABCDEFG.png", b"\x00\xfe", None)
    assert [one.original for one in merge_copies(vault)] == ["Harbours/marks.yaml"]
    assert vault.read("Harbours/marks.yaml").text == '"a": {attended: true, starred: true}\n'
    assert len(find_copies(vault)) == 1


def test_doctor_says_what_merges_a_copy(vault: Vault) -> None:
    vault.save("Talk.md", NOTE, None)
    vault.save(SYNCTHING, NOTE, None)
    [problem] = check(vault)
    assert (problem.path, "doctor --fix" in problem.remedy) == (SYNCTHING, True)


OLD = "- the nudge must be small ^t100000\n- a line that both have seen\n- and another of these\n"
REST = OLD.partition("\n")[2]


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        pytest.param(
            OLD.replace("nudge", "push"), OLD.replace("small", "tiny"),
            OLD.replace("nudge", "push").replace("small", "tiny"), id="words of one line",
        ),
        pytest.param(REST, OLD + "- new ^t110000\n", REST + "- new ^t110000\n", id="deleted here"),
        pytest.param(OLD + "- ours, never seen there\n", OLD, OLD + "- ours, never seen there\n", id="new here"),
    ],
)  # fmt: skip
def test_the_last_version_that_both_have_seen_tells_a_change_from_a_new_line(
    vault: Vault, ours: str, theirs: str, merged: str
) -> None:
    version = vault.save("Talk.md", OLD, None)
    vault.save("Talk.md", ours, version)
    vault.save(SYNCTHING, theirs, None)
    merge_copies(vault)
    assert vault.read("Talk.md").text == merged


def test_a_version_that_they_have_not_seen_deletes_nothing(vault: Vault) -> None:
    """The history begins after the copies parted."""
    vault.save("Talk.md", f"{OLD}- ours, never seen there\n", None)
    vault.save(SYNCTHING, f"{OLD}- theirs ^t120000\n", None)
    merge_copies(vault)
    text = vault.read("Talk.md").text
    assert text.count("ours, never seen there") == text.count("- theirs") == text.count("small") == 1
