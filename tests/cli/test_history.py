"""`delete`, `history` and `restore`: a way back from one's own mistakes."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

CLOCKS = "Small Systems 2024/2024-05-06 1000 Clocks and their lies.md"
NAMED = "---\ntitle: Drift\n---\n\nsee [[2024-05-06 1000 Clocks and their lies]], and again\n"


class Hands:
    """The clock of the versions, which a test moves, and the note as other programs change it."""

    def __init__(self, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = datetime.now().astimezone().replace(microsecond=0) + timedelta(minutes=1)
        self.note = vault / CLOCKS
        monkeypatch.setattr("confnotes.vault.history.system_clock", lambda: self.time)

    def wait(self, minutes: float) -> str:
        """Let time pass; answers the time as one types it."""
        self.time += timedelta(minutes=minutes)
        return self.time.strftime("%Y-%m-%dT%H:%M:%S")

    @property
    def text(self) -> str:
        return self.note.read_text(encoding="utf-8")


@pytest.fixture
def hands(vault: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    return Hands(vault, monkeypatch)


def test_delete_shows_backlinks_and_deletes_after_a_yes(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    (vault / "Drift.md").write_text(NAMED, encoding="utf-8")
    before = hands.text
    shown = confnotes("delete", "--vault", vault, "Clocks and their lies", "--dry-run")
    assert "Drift.md:5" in shown.out and "lies.md: linked from 1 line." in shown.err and hands.note.exists()
    done = confnotes("delete", "--vault", vault, "Clocks and their lies", "--yes")
    assert "Drift.md:5" in done.out and "confnotes restore" in done.err and not hands.note.exists()
    assert confnotes("restore", "--vault", vault, "2024-05-06 1000 Clocks and their lies").code == 0
    assert hands.text == before


def test_delete_says_as_data_what_it_does(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    answer = json.loads(confnotes("delete", "--vault", vault, CLOCKS, "--yes", "--json").out)
    assert answer == {"schema": "confnotes.deleted/1", "path": CLOCKS, "backlinks": [], "deleted": True}
    assert not hands.note.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("delete",), 2),
        (("delete", "nothing of that name", "--yes"), 3),
        (("delete", "Small Systems 2024", "--yes"), 2),
        (("restore",), 2),
        (("restore", "nothing of that name"), 3),
        (("restore", CLOCKS, "--as-of", "yesterday"), 2),
        (("restore", CLOCKS, "--as-of", "1999-01-01"), 3),
        (("history", "nothing of that name"), 3),
        (("history", "--wipe"), 2),
        (("history", "--as-of", "10:05"), 2),
        (("history", CLOCKS, "--wipe"), 2),
    ],
)
def test_an_impossible_restore_is_an_error(
    confnotes: RunConfnotes, vault: Path, hands: Hands, arguments: tuple[str, ...], code: int
) -> None:
    before = hands.text
    result = confnotes(arguments[0], "--vault", vault, *arguments[1:])
    assert result.code == code and "Traceback" not in result.err and hands.text == before


def test_a_deleted_note_is_listed_and_comes_back_by_any_of_its_names(
    confnotes: RunConfnotes, vault: Path, hands: Hands
) -> None:
    before = hands.text
    for name in (CLOCKS, CLOCKS[:-3], "2024-05-06 1000 clocks AND their lies", "Clocks and their lies"):
        confnotes("delete", "--vault", vault, CLOCKS, "--yes")
        assert f"deleted  {CLOCKS}" in confnotes("history", "--vault", vault).out
        assert confnotes("restore", "--vault", vault, name).out == f"{CLOCKS}\n" and hands.text == before
    listed = json.loads(confnotes("history", "--vault", vault, "--json").out)["notes"]
    assert (listed[0]["path"], listed[0]["deleted"]) == (CLOCKS, False)


def test_restoring_again_undoes_it(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    before = hands.text
    hands.wait(5)
    hands.note.write_text("oops", encoding="utf-8")
    for expected in (before, "oops", before):
        result = confnotes("restore", "--vault", vault, CLOCKS)
        assert result.code == 0 and hands.text == expected, result
        hands.wait(5)


def test_the_text_of_any_moment_comes_back(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    moments = {}
    for words in ("one", "two", "three"):
        hands.wait(7)
        confnotes("add", "--vault", vault, "--to", "clocks and", words)
        moments[hands.wait(7)] = hands.text
    hands.wait(7)
    for moment, text in moments.items():
        assert confnotes("history", "--vault", vault, CLOCKS, "--as-of", moment).out == text
        assert confnotes("restore", "--vault", vault, CLOCKS, "--as-of", moment).code == 0 and hands.text == text
    again = confnotes("restore", "--vault", vault, CLOCKS, "--as-of", moment)
    assert again.code == 0 and "already has this text" in again.err
    clock = moment.partition("T")[2]
    assert confnotes("restore", "--vault", vault, CLOCKS, "--as-of", clock).code == 0, (
        "10:05:00 is the last time it was"
    )


def test_versions_are_listed_with_time_reason_and_size(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    hands.wait(5)
    confnotes("retag", "--vault", vault, "time", "clocks", "--yes")
    listed = confnotes("history", "--vault", vault, CLOCKS).out.splitlines()
    assert listed[0].startswith(f"{hands.time:%Y-%m-%d %H:%M:%S}") and "retag  (current)" in listed[0]
    answer = json.loads(confnotes("history", "--vault", vault, CLOCKS, "--json").out)
    assert [one["why"] for one in answer["versions"]] == ["retag", "changed"]
    assert answer["versions"][0]["change"] == 2 * len("clocks") - 2 * len("time")
    assert datetime.fromisoformat(answer["versions"][0]["since"]) == hands.time


def test_what_retag_wrote_can_be_undone_by_bytes(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    hands.note.write_bytes(b"\xef\xbb\xbf---\r\ntags: [time]\r\n---\r\n\r\none\r\n")
    before = hands.note.read_bytes()
    confnotes("retag", "--vault", vault, "time", "clocks", "--yes")
    assert hands.note.read_bytes() != before
    confnotes("restore", "--vault", vault, CLOCKS)
    assert hands.note.read_bytes() == before


def test_versions_of_a_private_note_can_be_wiped(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    private = "---\ntalk: small-systems-2024/t3\nprivate: true\n---\n\nwhat nobody may know\n"
    hands.note.write_text(private, encoding="utf-8")
    confnotes("add", "--vault", vault, "--to", "clocks and", "one more line")
    result = confnotes("history", "--vault", vault, CLOCKS, "--wipe", "--yes")
    assert result.code == 0 and "3 versions of" in result.err and "nobody" in hands.text
    assert confnotes("history", "--vault", vault, CLOCKS).code == 3
    assert b"private" not in b"".join(one.data for each in Vault.open(vault).history.all() for one in each)


def test_unsaved_text_of_a_note_is_neither_deleted_nor_written_over(
    confnotes: RunConfnotes, vault: Path, hands: Hands
) -> None:
    opened = Vault.open(vault)
    confnotes("add", "--vault", vault, "--to", "clocks and", "one more line")
    opened.journal.record(CLOCKS, "typed before the crash", opened.read(CLOCKS).version)
    opened.journal.close()
    for verb in (("delete", CLOCKS, "--yes"), ("restore", CLOCKS)):
        result = confnotes(verb[0], "--vault", vault, *verb[1:])
        assert result.code == 1 and "pen and save it first" in result.err and hands.note.exists()


def test_doctor_shows_how_much_space_versions_take(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    confnotes("add", "--vault", vault, "--to", "clocks and", "one more line")
    assert "of 200 MB" in confnotes("doctor", "--vault", vault).err
    said = json.loads(confnotes("doctor", "--vault", vault, "--json").out)["history"]
    assert said == {"bytes": Vault.open(vault).history.size(), "bound": 200 * 1024 * 1024} and said["bytes"] > 0


def test_doctor_reports_when_no_versions_can_be_kept(
    confnotes: RunConfnotes, vault: Path, home: Path, hands: Hands
) -> None:
    folder = Vault.open(vault).history.folder
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("", encoding="utf-8")
    assert confnotes("add", "--vault", vault, "--to", "clocks and", "one more line").code == 0
    result = confnotes("doctor", "--vault", vault)
    assert result.code == 1 and "cannot store earlier versions" in result.out
    assert "Traceback" not in confnotes("history", "--vault", vault, CLOCKS).err
    refused = confnotes("delete", "--vault", vault, CLOCKS, "--yes")
    assert refused.code == 1 and "cannot keep a copy" in refused.err and hands.note.exists()


def test_a_note_that_an_export_wrote_over_comes_back(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    before = hands.text
    asked = confnotes("export", "--vault", vault, "Small Systems 2024", "--format", "markdown", "-o", hands.note)
    assert asked.code == 4 and hands.text == before
    forced = ("--format", "markdown", "-o", hands.note, "--force")
    assert confnotes("export", "--vault", vault, "Small Systems 2024", *forced).code == 0 and hands.text != before
    assert confnotes("restore", "--vault", vault, CLOCKS).code == 0 and hands.text == before


NAMES = [
    "Clocks and",
    "and their LIES",
    "t3",
    "small-systems-2024/t3",
    "vault/Small Systems 2024/2024-05-06 1000 Clocks and their lies.md",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("verb", [("history",), ("restore",), ("delete", "--yes"), ("show",)])
def test_each_verb_finds_a_note_by_a_part_of_its_title_its_talk_or_a_path_from_here(
    confnotes: RunConfnotes, vault: Path, hands: Hands, name: str, verb: tuple[str, ...]
) -> None:
    hands.note.write_text(f"{hands.text}one more line\n", encoding="utf-8")
    confnotes("add", "--vault", vault, "--to", "clocks and", "and another")
    result = confnotes(verb[0], "--vault", vault, *verb[1:], name)
    assert result.code == 0, result


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("verb", ["history", "restore"])
def test_a_deleted_note_is_found_by_the_same_words(
    confnotes: RunConfnotes, vault: Path, hands: Hands, name: str, verb: str
) -> None:
    before = hands.text
    confnotes("delete", "--vault", vault, CLOCKS, "--yes")
    result = confnotes(verb, "--vault", vault, name)
    assert result.code == 0, result
    assert verb == "history" or hands.text == before


def test_now_is_the_note_of_the_talk_that_is_on(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    confnotes("star", "--vault", vault, "t3")
    result = confnotes("delete", "--vault", vault, "now", "--dry-run")
    assert result.code == 0 and "no backlinks" in result.err, result
    confnotes("delete", "--vault", vault, "now", "--yes")
    assert confnotes("restore", "--vault", vault, "now").out == f"{CLOCKS}\n"


@pytest.mark.parametrize("verb", [("history",), ("restore",), ("delete", "--yes")])
def test_several_notes_and_near_ones_are_named_and_none_is_guessed(
    confnotes: RunConfnotes, vault: Path, hands: Hands, verb: tuple[str, ...]
) -> None:
    (vault / "Clocks of stone.md").write_text("sundials\n", encoding="utf-8")
    several = confnotes(verb[0], "--vault", vault, *verb[1:], "clocks")
    assert several.code == 1 and CLOCKS in several.err and "Clocks of stone.md" in several.err, several
    near = confnotes(verb[0], "--vault", vault, *verb[1:], "Clokcs and their lyes")
    assert near.code == 3 and f"id you mean: Clocks and their lies ({CLOCKS})" in near.err, near
    assert "lists deleted notes" not in near.err and hands.note.exists()
    unlike = confnotes(verb[0], "--vault", vault, *verb[1:], "zzzqqq")
    assert unlike.code == 3 and "zzzqqq" in unlike.err, unlike
    unnoted = confnotes(verb[0], "--vault", vault, *verb[1:], "Indexes that")
    assert unnoted.code == 3 and "no note yet for “Indexes that heal”" in unnoted.err, unnoted


def test_a_deleted_note_called_exactly_so_is_meant_before_one_in_part(
    confnotes: RunConfnotes, vault: Path, hands: Hands
) -> None:
    other = vault / "Clocks and their lies, continued.md"
    other.write_text("more\n", encoding="utf-8")
    confnotes("delete", "--vault", vault, CLOCKS, "--yes")
    assert confnotes("restore", "--vault", vault, "Clocks and their lies").out == f"{CLOCKS}\n"
    confnotes("delete", "--vault", vault, CLOCKS, "--yes")
    several = confnotes("restore", "--vault", vault, "Clocks and")
    assert several.code == 1 and f"{CLOCKS} (deleted)" in several.err and other.name in several.err


def test_a_command_that_needs_a_note_says_which_words_to_give(confnotes: RunConfnotes, vault: Path) -> None:
    assert "missing note" in confnotes("delete", "--vault", vault).err
    assert "missing note" in confnotes("restore", "--vault", vault).err


def test_versions_have_reasons_in_words(confnotes: RunConfnotes, vault: Path, hands: Hands) -> None:
    confnotes("delete", "--vault", vault, CLOCKS, "--yes")
    confnotes("restore", "--vault", vault, CLOCKS)
    hands.wait(5)
    Vault.open(vault).history.keep(CLOCKS, b"left so\n", "left")
    told = json.loads(confnotes("history", "--vault", vault, CLOCKS, "--json").out)["versions"]
    assert [one["why"] for one in told][:3] == ["on leaving", "restored", "deleted"]


@pytest.mark.parametrize("name", ["bell \x07 \x1b[31mred.md", "two\nlines.md", "-it's `odd`.md", "bidi \u202e.md"])
def test_the_printed_command_brings_back_a_note_of_any_name(confnotes: RunConfnotes, vault: Path, name: str) -> None:
    note = vault / name
    note.write_text("words\n", encoding="utf-8")
    said = confnotes("delete", "--yes", "--vault", vault, "--", name).err
    command = said.partition("with: confnotes ")[2].strip()
    typed = subprocess.run(["bash", "-c", f"printf '%s\\0' {command}"], check=True, capture_output=True).stdout
    assert not note.exists()
    assert confnotes(*typed.decode().split("\0")[:-1]).code == 0
    assert note.read_text(encoding="utf-8") == "words\n"


def commit(vault: Path, moment: str, message: str = "notes") -> None:
    """Commit everything at that time."""
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    for arguments in (["add", "-A"], [*who, "commit", "-qm", message]):
        subprocess.run(["git", *arguments], cwd=vault, check=True, env={**os.environ, **dates})


@pytest.mark.needs("git")
def test_versions_of_git_are_in_the_list_once_and_can_be_restored(
    confnotes: RunConfnotes, vault: Path, hands: Hands
) -> None:
    """A note with an earlier name in git, and one version that confnotes has stored, too."""
    subprocess.run(["git", "init", "-q"], cwd=vault, check=True)
    first, second, third = (f"{NAMED}{'- line of the laptop' * number}\n" for number in (1, 2, 3))
    (vault / "Old name.md").write_text(first)
    commit(vault, "2024-05-01T10:00:00Z", "notes\n\nMachine: laptop")
    (vault / "Old name.md").rename(vault / "Drift.md")
    (vault / "Drift.md").write_text(second)
    commit(vault, "2024-05-02T10:00:00Z")
    Vault(vault).history.keep("Drift.md", third.encode(), "typed")
    (vault / "Drift.md").write_text(third)
    commit(vault, "2024-05-03T10:00:00Z")
    answer = json.loads(confnotes("history", "--vault", vault, "Drift", "--json").out)
    assert [(one["source"], one["present"]) for one in answer["versions"]] == [
        ("snapshot", True), ("git", False), ("git", False)
    ]  # fmt: skip
    assert answer["versions"][2]["why"].endswith(", laptop") and answer["versions"][1]["why"].endswith(", Ada")
    assert "commit " in confnotes("history", "--vault", vault, "Drift").out
    assert confnotes("history", "--vault", vault, "Drift", "--as-of", "2024-05-01T12:00Z").out == first
    assert confnotes("restore", "--vault", vault, "Drift").code == 0
    assert (vault / "Drift.md").read_text() == second
    assert confnotes("restore", "--vault", vault, "Drift").code == 0
    assert (vault / "Drift.md").read_text() == third


@pytest.mark.needs("git")
def test_a_note_that_was_deleted_before_this_clone_was_made_can_be_restored(
    confnotes: RunConfnotes, vault: Path
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=vault, check=True)
    (vault / "Notes").mkdir(exist_ok=True)
    for name in ("Drift", "Currents"):
        (vault / f"Notes/{name}.md").write_text(f"- what {name} does\n")
    commit(vault, "2024-05-01T10:00:00Z")
    (vault / "Notes/Drift.md").unlink()
    (vault / "Notes/Currents.md").rename(vault / "Notes/Tides.md")
    commit(vault, "2024-05-02T10:00:00Z")
    assert confnotes("restore", "--vault", vault, "Drift").code == 0
    assert (vault / "Notes/Drift.md").read_text() == "- what Drift does\n"
    assert confnotes("restore", "--vault", vault, "Currents").code != 0, "it has another name now"


@pytest.mark.needs("git")
def test_a_clone_whose_settings_start_programs_is_only_read(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=vault, check=True)
    (vault / "Drift.md").write_text(NAMED)
    (vault / ".gitattributes").write_text("*.md filter=evil diff=evil\n")
    commit(vault, "2024-05-01T10:00:00Z")
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n")
    script.chmod(0o755)
    settings = ("filter.evil.smudge", "filter.evil.process", "diff.external", "diff.evil.textconv", "diff.evil.command")
    for name in (*settings, "core.fsmonitor", "gpg.program", "core.pager"):
        subprocess.run(["git", "config", name, str(script)], cwd=vault, check=True)
    subprocess.run(["git", "config", "log.showSignature", "true"], cwd=vault, check=True)
    assert "commit " in confnotes("history", "--vault", vault, "Drift").out
    assert not (tmp_path / "ran").exists()
