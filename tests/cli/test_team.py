"""`confnotes team`: what is said before anything is sent, and after."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from confnotes.catalogue.completing.complete_query import QueryCompleter
from confnotes.catalogue.searching.find import index_of
from confnotes.cli import candidates, options, printing, search, team, team_join
from confnotes.cli.options import Invocation
from confnotes.vault.team_state import team_of
from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

pytestmark = pytest.mark.needs("git")
FOLDER = "Small Systems 2024"
BOARD = """sessions:
  - id: s
    talks:
      - {id: a, title: Ink, start: 2024-05-06T10:00:00, end: 2024-05-06T10:30:00, room: Blue}
      - {id: b, title: Paper, start: 2024-05-06T10:00:00, end: 2024-05-06T10:30:00, room: Red}
      - {id: c, title: Glue, start: 2024-05-06T15:00:00, end: 2024-05-06T15:30:00, room: Red}
"""


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

    for module in (options, printing, team, team_join):
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
    assert done.err.splitlines()[-1] == f"  confnotes team join {hub} --name NAME"
    assert asked == ["Join this team?"] * 2
    assert "Join" not in confnotes("team", "sync", "--vault", vault).err


def test_a_script_agrees_with_yes(confnotes: RunConfnotes, vault: Path, hub: Path) -> None:
    done = confnotes("team", "join", hub, "--name", "Ada", "--vault", vault)
    assert done.code == 2 and "Add --yes" in done.err and not branches(hub) and team_of(vault) is None
    done = confnotes("team", "join", hub, "--name", "Ada", "--vault", vault, "--yes", "--json")
    assert json.loads(done.out)["sent"] and branches(hub)


def test_a_new_member_without_the_program_gets_the_command_that_imports_a_colleagues(
    confnotes: RunConfnotes, vault: Path, hub: Path, tmp_path: Path
) -> None:
    old = vault / "Old Systems 2019"
    old.mkdir()
    (old / "program.yaml").write_text(BOARD.replace("2024", "2019"))
    done = confnotes("team", "join", hub, "--name", "Ada", "--vault", vault, "--yes")
    assert "confnotes import" not in done.err
    bea = tmp_path / "bea vault"
    confnotes("init", bea)
    done = confnotes("team", "join", hub, "--name", "Bea", "--vault", bea, "--yes")
    told = done.err.splitlines()
    assert "Nobody else" not in done.err
    assert told[-2] == f"{FOLDER} is not in your vault. To import the program from Ada:"
    assert confnotes(*shlex.split(told[-1])[1:], "--yes").code == 0
    assert "Clocks" in confnotes("agenda", "-c", FOLDER, "--vault", bea).out


def test_who_means_the_team_by_sync_is_told_which_one_there_is(confnotes: RunConfnotes, vault: Path, hub: Path) -> None:
    assert "team" not in confnotes("sync", "--vault", vault).err
    confnotes("team", "join", hub, "--name", "Ada", "--vault", vault, "--yes")
    done = confnotes("sync", "--vault", vault)
    assert done.code == 2 and "`confnotes team sync`" in done.err and "--setup ADDRESS" in done.err


def test_the_team_is_found_from_every_folder_however_its_folder_was_named(
    confnotes: RunConfnotes, vault: Path, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(vault)
    done = confnotes("team", "join", f"../{hub.name}", "--name", "Ada", "--vault", vault, "--yes")
    assert done.code == 0 and ".." not in done.err
    assert json.loads(confnotes("team", "--vault", vault, "--json").out)["address"] == str(hub.resolve())


def test_a_script_reads_which_relay_is_used(confnotes: RunConfnotes, vault: Path, hub: Path) -> None:
    confnotes("team", "join", hub, "--name", "Ada", "--vault", vault, "--yes")
    for words in ((), ("off",)):
        told = confnotes("team", "relay", *words, "--vault", vault, "--json")
        assert json.loads(told.out) == {"schema": "confnotes.team-relay/1", "relay": None} and told.err == ""
    assert "`confnotes host`" in confnotes("team", "relay", "off", "--vault", vault).err


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


def together(confnotes: RunConfnotes, hub: Path, vault: Path, colleague: Path) -> None:
    """Ada and Bea join, and both have what the other one has."""
    for name, folder in (("Ada", vault), ("Bea", colleague), ("Ada", vault)):
        confnotes("team", "join", hub, "--name", name, "--vault", folder, "--yes")
        confnotes("team", "sync", "--vault", folder)


def test_the_board_lists_who_wants_takes_and_saw_the_talks_of_a_day(
    confnotes: RunConfnotes, vault: Path, colleague: Path, hub: Path
) -> None:
    for folder in (vault, colleague):
        (folder / FOLDER / "program.yaml").write_text(BOARD)
    (colleague / FOLDER / "marks.yaml").write_text('"a": {starred: true}\n"b": {starred: true, taken: true}\n')
    together(confnotes, hub, vault, colleague)
    at = ("--vault", vault, "--at", "2024-05-06T09:30")
    done = confnotes("team", "board", *at)
    assert done.code == 0
    assert [line.split() for line in done.out.splitlines()] == [
        ["NEXT", "HOUR", "·", "NOBODY", "GOES"],
        ["10:00", "Blue", "Ink", "★", "Bea"],
        ["NEXT", "HOUR", "·", "COVERED"],
        ["10:00", "Red", "Paper", "◆", "Bea"],
    ]
    assert "Mon 6 May 2024" in done.err and "Synced: " in done.err
    board = json.loads(confnotes("team", "board", "monday", "--all", "--json", *at).out)
    assert (board["schema"], board["conference"], board["day"], board["name"]) == (
        "confnotes.team-board/1", FOLDER, "2024-05-06", "Ada",
    )  # fmt: skip
    assert [(one["title"], one["cover"], one["soon"]) for one in board["talks"]] == [
        ("Ink", "gap", True), ("Paper", "taken", True), ("Glue", "gap", False),
    ]  # fmt: skip
    assert board["talks"][1]["people"] == [
        {"name": "Bea", "wants": True, "takes": True, "attended": False, "lines": 0, "rating": None}
    ]
    assert "tuesday" in confnotes("team", "board", "tuesday", *at).err.lower()


def test_the_highlights_that_a_colleague_chose_are_in_the_summary_of_the_team(
    confnotes: RunConfnotes, vault: Path, colleague: Path, hub: Path
) -> None:
    (colleague / FOLDER / "theirs.md").write_text(
        "---\ntalk: small-systems-2024/t1\n---\n- a clock ^t100100\n- %%a loud one%% ^t100200\n"
    )
    page = "---\ntype: conference\nhighlights:\n  - 'Clocks were everywhere [[theirs#^t100100|a clock]]'\n"
    page += "  - '[[theirs#^t100200|a loud one]]'\n---\n"
    (colleague / FOLDER / f"{FOLDER}.md").write_text(page)
    together(confnotes, hub, vault, colleague)
    for audience in ("me", "team"):
        given = ("--vault", vault, "--team", "--audience", audience, "-f", "markdown")
        summary = confnotes("export", FOLDER, *given).out
        assert "Clocks were everywhere — Bea" in summary and "loud" not in summary


def test_a_colleagues_name_is_completed_and_searched_for_in_saved_searches_and_notes(
    confnotes: RunConfnotes, vault: Path, colleague: Path, hub: Path
) -> None:
    (colleague / FOLDER / "theirs.md").write_text("---\ntalk: small-systems-2024/t1\n---\n- a metronome, says Bea\n")
    together(confnotes, hub, vault, colleague)
    assert confnotes("search", "by:bea", "metronome", "--save", "ticking", "--vault", vault).code == 0
    found = json.loads(confnotes("search", "--saved", "ticking", "--vault", vault, "--json").out)["hits"]
    assert [hit["id"] for hit in found] == ["small-systems-2024/t1"]
    (vault / FOLDER / "mine.md").write_text("of Bea:\n\n```query\nby:bea metronome\n```\n")
    mine, public = (
        confnotes("export", FOLDER, "--vault", vault, "-f", "markdown", "--audience", audience).out
        for audience in ("me", "public")
    )
    assert f"- {found[0]['title']} (Bea · " in mine and "Bea · " not in public
    completer = QueryCompleter(Vault.open(vault), lambda: index_of(Vault.open(vault)))
    assert [one.name for one in completer.offers("by", 2)] == ["by:"]
    assert [one.text for one in completer.offers("metronome by:b", 14)] == ["Bea "]
    context = click.Context(search.command, obj=Invocation(vault=str(vault)))
    offered = candidates.query(context, search.command.params[0], "by:b")
    assert [one.value for one in offered] == ["by:Bea"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("team",), "no team"),
        (("team", "board"), "no team"),
        (("team", "sync", "--all"), "--all works only with board"),
        (("team", "sync"), "no team"),
        (("team", "leave", "--keep"), "no team"),
        (("export", FOLDER, "--team"), "no team"),
        (("team", "jion"), "join"),
        (("team", "join"), "no address"),
        (("team", "join", "--name", "Ada", "x.git"), "x.git"),
        (("team", "sync", "x.git"), "only join takes an address, and only board a day"),
        (("team", "sync", "--again"), "only with join"),
        (("team", "sync", "--keep"), "only with leave"),
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
