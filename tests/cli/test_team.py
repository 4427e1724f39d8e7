"""`confnotes team`: what is said before anything is sent, and after."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from confnotes.cli import options, printing, team
from confnotes.vault.team_state import team_of

from .conftest import RunConfnotes

pytestmark = pytest.mark.needs("git")
FOLDER = "Small Systems 2024"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty repository of a team, and a git without the settings of this machine."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "hub.git")], check=True)
    return tmp_path / "hub.git"


@pytest.fixture
def colleague(tmp_path: Path, vault: Path) -> Path:
    """A copy of the vault, whose person writes other notes."""
    copy = tmp_path / "colleague"
    shutil.copytree(vault, copy)
    return copy


def answer(monkeypatch: pytest.MonkeyPatch, *answers: bool) -> list[str]:
    """Answer questions as on a terminal; returns what was asked."""
    given, asked = list(answers), []

    def confirm(question: str, **_: object) -> bool:
        asked.append(question)
        return given.pop(0)

    for module in (options, printing, team):
        monkeypatch.setattr(module, "can_ask", lambda: True)
    monkeypatch.setattr("click.confirm", confirm)
    return asked


def branches(hub: Path) -> str:
    return subprocess.run(["git", "branch"], cwd=hub, check=True, capture_output=True, text=True).stdout


def test_joining_says_what_is_sent_where_and_asks_once(
    confnotes: RunConfnotes, vault: Path, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, False, True)
    done = confnotes("team", "join", hub, "--name", "Ada", "--vault", vault)
    assert done.code == 0 and "Nothing was written" in done.err and not branches(hub) and team_of(vault) is None
    for words in (str(hub), "Your name there: Ada", "Not sent: private lines", FOLDER, "stays in its history."):
        assert words in done.err
    done = confnotes("team", "join", hub, "--name", "Ada", "--vault", vault)
    assert "Synced: sent" in done.err and branches(hub)
    assert asked == ["Join this team?"] * 2
    assert "Join" not in confnotes("team", "sync", "--vault", vault).err


def test_a_script_agrees_with_yes(confnotes: RunConfnotes, vault: Path, hub: Path) -> None:
    done = confnotes("team", "join", hub, "--name", "Ada", "--vault", vault)
    assert done.code == 2 and "Add --yes" in done.err and not branches(hub) and team_of(vault) is None
    done = confnotes("team", "join", hub, "--name", "Ada", "--vault", vault, "--yes", "--json")
    assert json.loads(done.out)["sent"] and branches(hub)


def test_the_same_person_on_a_second_machine_says_so(
    confnotes: RunConfnotes, vault: Path, colleague: Path, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confnotes("team", "join", hub, "--name", "Ada", "--vault", vault, "--yes")
    done = confnotes("team", "join", hub, "--name", "Ada", "--vault", colleague, "--yes")
    assert done.code == 2 and "--again" in done.err and "--name" in done.err
    asked = answer(monkeypatch, False, True, True)
    assert confnotes("team", "join", hub, "--name", "Ada", "--vault", colleague).code == 2
    assert confnotes("team", "join", hub, "--name", "Ada", "--vault", colleague).code == 0
    assert asked == ["Is that you, on another machine?"] * 2 + ["Join this team?"]


def test_members_are_listed_and_a_summary_has_the_notes_of_all(
    confnotes: RunConfnotes, vault: Path, colleague: Path, hub: Path
) -> None:
    (colleague / FOLDER / "theirs.md").write_text("---\ntalk: small-systems-2024/t1\n---\n- heard by Bea only\n")
    for name, folder in (("Ada", vault), ("Bea", colleague), ("Ada", vault)):
        confnotes("team", "join", hub, "--name", name, "--vault", folder, "--yes")
        confnotes("team", "sync", "--vault", folder)
    listed = confnotes("team", "--vault", vault)
    assert [line.split()[0] for line in listed.out.splitlines()] == ["Ada", "Bea"]
    assert listed.out.splitlines()[0].endswith("you") and str(hub) in listed.err
    members = json.loads(confnotes("team", "--vault", vault, "--json").out)["members"]
    assert [(one["name"], one["is_me"]) for one in members] == [("Ada", True), ("Bea", False)]
    summary = confnotes("export", FOLDER, "--vault", vault, "--team", "-f", "markdown").out
    assert "heard by Bea only" in summary and "Bea" in summary and "Ada" in summary


def test_a_search_by_a_name_finds_what_that_colleague_wrote_on_talks_of_this_vault(
    confnotes: RunConfnotes, vault: Path, colleague: Path, hub: Path
) -> None:
    (colleague / FOLDER / "theirs.md").write_text("---\ntalk: small-systems-2024/t1\n---\n- a metronome, says Bea\n")
    (colleague / FOLDER / "free.md").write_text("- a zeppelin outside\n")
    for name, folder in (("Ada", vault), ("Bea", colleague), ("Ada", vault)):
        confnotes("team", "join", hub, "--name", name, "--vault", folder, "--yes")
        confnotes("team", "sync", "--vault", folder)
    for query in (("by:bea", "metronome"), ('by:"Bea"', "metronome"), ("by:Be", "metronome")):
        hits = json.loads(confnotes("search", *query, "--vault", vault, "--json").out)["hits"]
        assert [(hit["id"], hit["conference"], hit["path"]) for hit in hits] == [
            ("small-systems-2024/t1", f"Bea · {FOLDER}", None)
        ]
        assert "metronome" in hits[0]["snippet"]
    assert confnotes("search", "by:bea", "zeppelin", "--vault", vault).code == 3
    nobody = confnotes("search", "by:zoe", "metronome", "--vault", vault)
    assert nobody.code == 3 and "colleagues: Bea" in nobody.err
    assert confnotes("search", "metronome", "--vault", vault).out != confnotes("search", "by:bea", "--vault", vault).out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("team",), "no team"),
        (("team", "sync"), "no team"),
        (("team", "leave", "--keep"), "no team"),
        (("export", FOLDER, "--team"), "no team"),
        (("team", "jion"), "join"),
        (("team", "join"), "no address"),
        (("team", "join", "--name", "Ada", "x.git"), "x.git"),
        (("team", "sync", "x.git"), "an address is for join"),
        (("team", "sync", "--again"), "for join"),
        (("team", "sync", "--keep"), "for leave"),
        (("team", "join", "x.git", "--name", "a/b"), "name of a folder"),
    ],
)
def test_a_wrong_use_is_one_clear_line(
    arguments: tuple[str, ...], words: str, confnotes: RunConfnotes, vault: Path
) -> None:
    done = confnotes(*arguments, "--vault", vault)
    assert done.code in (1, 2, 3, 5) and words in done.err and "Traceback" not in done.err
    assert len(done.err.splitlines()) <= 3


def test_leaving_asks_what_becomes_of_the_folder(
    confnotes: RunConfnotes, vault: Path, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confnotes("team", "join", hub, "--name", "Ada", "--vault", vault, "--yes")
    assert confnotes("team", "leave", "--vault", vault).code == 2
    asked = answer(monkeypatch, True)
    done = confnotes("team", "leave", "--vault", vault)
    assert "Your folder is removed" in done.err and asked == ["Remove the folder Ada with your notes from it?"]
    listed = subprocess.run(["git", "ls-tree", "main"], cwd=hub, check=True, capture_output=True)
    assert listed.stdout == b"" and team_of(vault) is None


def test_the_screens_tell_a_process_that_stays_when_to_sync(confnotes: RunConfnotes, vault: Path, hub: Path) -> None:
    confnotes("team", "join", hub, "--name", "Ada", "--vault", vault, "--yes")
    done = confnotes("team", "sync", "--stay", "--vault", vault, stdin=b"\n\n")
    assert [json.loads(line)["sent"] for line in done.out.splitlines()] == [0, 0]
