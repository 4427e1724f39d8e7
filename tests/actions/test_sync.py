"""One person's machines share a vault through git: nothing is lost, and nothing goes where it was not agreed to."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from confnotes.actions.check_vault import check
from confnotes.actions.importing import import_again, import_program
from confnotes.actions.syncing import check_out
from confnotes.actions.syncing.agreement import SyncReport, SyncState, agreed_target, last_sync, stop_syncing
from confnotes.actions.syncing.merge_commits import NeedsUserError
from confnotes.actions.syncing.set_up_sync import agree, plan_sync
from confnotes.actions.syncing.sync import sync
from confnotes.errors import ConfnotesError, UsageError
from confnotes.git.repository import Repository
from confnotes.git.run_git import GitError, without_secrets
from confnotes.importers.importer import Hints
from confnotes.markup.stamps import with_stamp
from confnotes.merge.merge_files import later_import
from confnotes.vault.vault import Vault

pytestmark = pytest.mark.needs("git")
NOTE = "- first ^t100000\n- the nudge must be small ^t101200\n"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git with an identity and without the settings of this machine."""
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One place for all tests: what machines agreed to names it."""
    return tmp_path_factory.mktemp("sync")


@pytest.fixture
def tmp_path(place: Path) -> Iterator[Path]:
    folder = place / "test"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A bare repository."""
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "hub.git")
    return tmp_path / "hub.git"


@pytest.fixture
def two(tmp_path: Path, place: Path) -> tuple[Vault, Vault]:
    """A laptop and a desktop with one note, in step with `hub.git`: the first test has them made, others a copy."""
    made = place / "two"
    if not made.exists():
        make_two(tmp_path)
        shutil.copytree(tmp_path, made, symlinks=True)
    else:
        shutil.copytree(made, tmp_path, dirs_exist_ok=True, symlinks=True)
    return Vault(tmp_path / "laptop"), Vault(tmp_path / "desktop")


def make_two(folder: Path) -> None:
    git(folder, "init", "-q", "--bare", "-b", "main", "hub.git")
    laptop = Vault.create(folder / "laptop").root
    (laptop / "Talk.md").write_text(NOTE)
    git(laptop, "init", "-q", "-b", "main")
    git(laptop, "add", "-A")
    git(laptop, "commit", "-qm", "one note")
    git(laptop, "remote", "add", "origin", str(folder / "hub.git"))
    git(laptop, "push", "-q", "origin", "main")
    git(folder, "clone", "-q", str(folder / "hub.git"), "desktop")
    for vault in (Vault(laptop), Vault(folder / "desktop")):
        agree(vault, *plan_sync(vault, ""))
        sync(vault)


def meet(one: Vault, other: Vault) -> SyncReport:
    """Both sync until they have everything; the report of the one that merged."""
    sync(one)
    report = sync(other)
    sync(one)
    assert git(one.root, "rev-parse", "HEAD") == git(other.root, "rev-parse", "HEAD")
    assert not git(one.root, "status", "--porcelain") + git(other.root, "status", "--porcelain")
    return report


def test_what_two_machines_wrote_is_on_both(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    (laptop.root / "Talk.md").write_text(NOTE + "- from the laptop ^t102000\n")
    (desktop.root / "Talk.md").write_text(NOTE.replace("first", "the first") + "- from the desktop ^t101500\n")
    meet(laptop, desktop)
    expected = NOTE.replace("first", "the first") + "- from the desktop ^t101500\n- from the laptop ^t102000\n"
    assert [(one.root / "Talk.md").read_text() for one in two] == [expected, expected]
    assert git(laptop.root, "log", "--format=%s", "--no-merges", "-2").split("\n") == ["Talk", "Talk"]


@pytest.mark.parametrize("hours", [9, -9])
def test_machines_whose_clocks_are_hours_apart_have_each_line_once_in_the_order_of_its_writer(
    two: tuple[Vault, Vault], hours: int
) -> None:
    laptop, desktop = two
    for minute in range(4):
        for vault, ahead in ((laptop, hours), (desktop, 0)):
            at = datetime(2031, 5, 12, 12, minute, tzinfo=UTC) + timedelta(hours=ahead)
            os.environ["GIT_COMMITTER_DATE"] = os.environ["GIT_AUTHOR_DATE"] = at.isoformat()
            file = vault.root / "Talk.md"
            lines = [line for line in file.read_text().splitlines() if vault is laptop or "laptop 0" not in line]
            file.write_text("\n".join([*lines, with_stamp(f"- {vault.root.name} {minute}", at), ""]))
            os.utime(file, (at.timestamp(), at.timestamp()))
        assert not meet(*((laptop, desktop) if minute % 2 else (desktop, laptop))).doubts
    texts = [(one.root / "Talk.md").read_text() for one in two]
    assert texts[0] == texts[1] and not check(laptop)
    written = re.findall(r"(laptop|desktop) (\d)", texts[0])
    assert [number for name, number in written if name == "laptop"] == ["1", "2", "3"]  # the desktop deleted 0
    assert [number for name, number in written if name == "desktop"] == ["0", "1", "2", "3"]


def test_words_that_both_changed_are_in_a_callout_that_doctor_lists(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    (laptop.root / "Talk.md").write_text(NOTE.replace("small", "tiny"))
    (desktop.root / "Talk.md").write_text(NOTE.replace("small", "large"))
    assert meet(laptop, desktop).doubts == ("Talk.md",)
    text = (laptop.root / "Talk.md").read_text()
    assert "> - the nudge must be large" in text and "> - the nudge must be tiny" in text and "<<<<" not in text
    assert [one.message for one in check(laptop)] == ["two versions of a line"]


def test_line_ends_that_git_converts_hold_up_no_merge(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    for vault, words in ((laptop, "- from the hall ^t110000"), (desktop, "- from home ^t120000")):
        git(vault.root, "config", "core.autocrlf", "true")
        (vault.root / "Talk.md").write_text(f"{NOTE}{words}\n")
    meet(laptop, desktop)
    for vault in two:
        text = (vault.root / "Talk.md").read_text()
        assert text.count("from the hall") == text.count("from home") == 1


def test_a_repository_that_was_made_anew_gets_everything_again(two: tuple[Vault, Vault], tmp_path: Path) -> None:
    laptop, desktop = two
    shutil.rmtree(tmp_path / "hub.git")
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "hub.git")
    (laptop.root / "Talk.md").write_text(f"{NOTE}- later ^t130000\n")
    assert meet(laptop, desktop).state is SyncState.SYNCED
    assert "later" in (desktop.root / "Talk.md").read_text()


def test_a_commit_that_cannot_be_taken_in_stops_no_later_one(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    (laptop.root / "setup.cfg").write_text("theirs\n")
    git(laptop.root, "add", "setup.cfg")
    git(laptop.root, "commit", "-qm", "a file of another tool")
    sync(laptop)
    (desktop.root / "setup.cfg").write_text("mine\n")
    with pytest.raises(NeedsUserError, match=r"setup\.cfg"):
        sync(desktop)
    git(laptop.root, "rm", "-q", "setup.cfg")
    git(laptop.root, "commit", "-qm", "without it again")
    (laptop.root / "Talk.md").write_text(f"{NOTE}- later ^t130000\n")
    sync(laptop)
    sync(desktop)
    assert "later" in (desktop.root / "Talk.md").read_text()
    assert (desktop.root / "setup.cfg").read_text() == "mine\n"


def test_a_picture_that_both_changed_is_kept_under_two_names(two: tuple[Vault, Vault]) -> None:
    for vault, data in zip(two, (b"\x00\xffA", b"\x00\xffB"), strict=True):
        (vault.root / "attachments").mkdir()
        (vault.root / "attachments/slide.png").write_bytes(data)
    assert len(meet(*two).kept) == 1
    files = sorted((two[0].root / "attachments").iterdir())
    assert {file.read_bytes() for file in files} == {b"\x00\xffA", b"\x00\xffB"}


def test_a_note_renamed_here_and_continued_there_is_one_note(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    (laptop.root / "Talk.md").rename(laptop.root / "Nudges.md")
    (desktop.root / "Talk.md").write_text(NOTE + "- more ^t103000\n")
    meet(laptop, desktop)
    assert not (desktop.root / "Talk.md").exists()
    assert (laptop.root / "Nudges.md").read_text() == NOTE + "- more ^t103000\n"


def test_a_note_renamed_on_both_has_the_name_that_was_pushed_first(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    (laptop.root / "Talk.md").rename(laptop.root / "Nudges.md")
    (desktop.root / "Talk.md").write_text(NOTE + "- more ^t103000\n")
    (desktop.root / "Talk.md").rename(desktop.root / "Pushes.md")
    meet(laptop, desktop)
    assert [path.name for path in laptop.root.glob("*.md")] == ["Nudges.md"]
    assert (laptop.root / "Nudges.md").read_text() == NOTE + "- more ^t103000\n"


def test_a_note_deleted_here_and_continued_there_stays_and_one_that_only_was_deleted_goes(
    two: tuple[Vault, Vault],
) -> None:
    laptop, desktop = two
    (laptop.root / "Other.md").write_text("- other\n")
    meet(laptop, desktop)
    for name in ("Talk.md", "Other.md"):
        (laptop.root / name).unlink()
    (desktop.root / "Talk.md").write_text(NOTE + "- more ^t103000\n")
    meet(laptop, desktop)
    assert [path.name for path in laptop.root.glob("*.md")] == ["Talk.md"]
    assert desktop.history.of("Other.md")[-2].data == b"- other\n"


def test_a_note_that_one_deleted_another_renamed_and_a_third_continued_is_one_note(
    two: tuple[Vault, Vault], tmp_path: Path
) -> None:
    laptop, desktop = two
    git(tmp_path, "clone", "-q", "hub.git", "tablet")
    tablet = Vault(tmp_path / "tablet")
    agree(tablet, *plan_sync(tablet, ""))
    for vault in (*two, tablet, *two):
        sync(vault)
    (laptop.root / "Talk.md").write_text(f"{NOTE}- continued ^t130000\n")
    (desktop.root / "Talk.md").rename(desktop.root / "Speech.md")
    (tablet.root / "Talk.md").unlink()
    sync(tablet)
    deletion = git(tablet.root, "rev-parse", "HEAD")
    sync(laptop)  # continued, and deleted there: it stays
    git(laptop.root, "push", "-q", "-f", "origin", f"{deletion}:refs/heads/main")
    git(desktop.root, "fetch", "-q")
    sync(desktop)  # renamed, and deleted there: it stays, too
    meet(laptop, desktop)
    sync(tablet)
    for vault in (*two, tablet):
        assert {path.name for path in vault.root.glob("*.md")} == {"Speech.md"}
        assert (vault.root / "Speech.md").read_text() == f"{NOTE}- continued ^t130000\n"


def test_a_line_moved_out_of_a_note_before_it_was_deleted_does_not_come_back_with_it(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    moved = "- the nudge must be small ^t101200\n"
    (laptop.root / "Other.md").write_text("# Other\n")
    meet(laptop, desktop)
    (laptop.root / "Talk.md").unlink()
    (laptop.root / "Other.md").write_text(f"# Other\n{moved}")
    (desktop.root / "Talk.md").rename(desktop.root / "Nudges.md")
    (desktop.root / "Nudges.md").write_text(NOTE + "- more ^t103000\n")
    meet(laptop, desktop)
    assert {path.name: path.read_text() for path in laptop.root.glob("*.md")} == {
        "Nudges.md": "- first ^t100000\n- more ^t103000\n",
        "Other.md": f"# Other\n{moved}",
    }


def test_two_notes_of_different_talks_with_one_name_are_not_mixed(two: tuple[Vault, Vault]) -> None:
    for number, vault in enumerate(two):
        (vault.root / "New.md").write_text(f"---\ntalk: a/t{number}\n---\n\n- line {number}\n")
    meet(*two)
    assert len(list(two[0].root.glob("New*.md"))) == 2


def test_two_notes_that_were_begun_for_one_talk_are_one(two: tuple[Vault, Vault]) -> None:
    for vault, time in zip(two, ("1000", "1030"), strict=True):
        text = f"---\ntitle: Ropes\ntalk: a/t1\n---\n\n- line ^t{time}00\n"
        (vault.root / f"2031-05-12 {time} Ropes.md").write_text(text)
    meet(*two)
    text = "---\ntitle: Ropes\ntalk: a/t1\n---\n\n- line ^t100000\n- line ^t103000\n"
    assert {path.name: path.read_text() for path in two[1].root.glob("* Ropes.md")} == {
        "2031-05-12 1000 Ropes.md": text
    }


def import_room(vault: Vault, room: int) -> None:
    """Import a version of the program in which all talks are in this room."""
    source = vault.root.parent / "harbours.csv"
    rows = "id,title,start,room\nt1,Ropes,2031-05-12 10:00,Hall {0}\nt2,Fog,2031-05-12 11:00,Hall {0}\n"
    source.write_text(rows.format(room))
    read = import_again.look(vault, [str(source)], Hints(conference="Harbours 2031", timezone="Europe/Lisbon"))
    import_program.write(vault, read.previews)


def program_text(vault: Vault) -> str:
    return vault.read("Harbours 2031/program.yaml").text


def test_of_two_imports_the_later_one_counts_and_edits_by_hand_stay(
    two: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, desktop = two
    monkeypatch.setenv("CONFNOTES_NOW", "2031-05-12T10:00")
    import_room(laptop, 1)
    meet(laptop, desktop)
    monkeypatch.setenv("CONFNOTES_NOW", "2031-05-12T12:00")
    import_room(desktop, 3)
    monkeypatch.setenv("CONFNOTES_NOW", "2031-05-12T11:00")
    import_room(laptop, 2)
    laptop.change("Harbours 2031/program.yaml", lambda text: text.replace("title: Fog", "title: Fog and Mist"))
    os.environ["GIT_COMMITTER_DATE"] = "2031-05-12T20:00:00+00:00"  # the older import is committed last
    meet(desktop, laptop)
    text = program_text(laptop)
    assert text.count("Hall 3") == 2 and "Hall 2" not in text and "Fog and Mist" in text and "# conflict" not in text
    import_room(laptop, 4)
    text = program_text(laptop)
    assert text.count("Hall 4") == 2 and "Fog and Mist" in text


def test_an_import_after_another_counts_whatever_the_clocks_of_the_machines_say(
    two: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, desktop = two
    monkeypatch.setenv("CONFNOTES_NOW", "2031-05-12T20:00")  # nine hours ahead
    import_room(laptop, 1)
    meet(laptop, desktop)
    import_room(laptop, 2)
    sync(laptop)
    monkeypatch.setenv("CONFNOTES_NOW", "2031-05-12T11:00")
    (desktop.root / "Talk.md").write_text(f"{NOTE}- more\n")
    sync(desktop)
    import_room(desktop, 3)
    meet(desktop, laptop)
    assert program_text(laptop).count("Hall 3") == 2


def test_an_import_in_a_clone_that_is_not_synced_follows_the_one_before(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    import_room(laptop, 1)
    meet(laptop, desktop)
    stop_syncing(laptop.root)
    import_room(laptop, 2)
    states = [(one.root / ".confnotes/imported/Harbours 2031/harbours.csv.json").read_text() for one in two]
    assert later_import(*states) == later_import(*reversed(states)) == states[0]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_three_machines_have_the_latest_import_in_whatever_order_they_sync(
    two: tuple[Vault, Vault], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...]
) -> None:
    tablet = Vault.create(tmp_path / "tablet")
    agree(tablet, *plan_sync(tablet, str(tmp_path / "hub.git")))
    vaults = [*two, tablet]
    monkeypatch.setenv("CONFNOTES_NOW", "2031-05-12T10:00")
    import_room(tablet, 9)
    for vault in (tablet, *two):
        sync(vault)
    for room in (3, 1, 2):  # the first one is the latest
        monkeypatch.setenv("CONFNOTES_NOW", f"2031-05-12T1{room}:00")
        import_room(vaults[room - 1], room)
    vaults[1].change("Harbours 2031/program.yaml", lambda text: text.replace("title: Fog", "title: Fog and Mist"))
    for number in (*order, *order, *order):
        sync(vaults[number])
    texts = {program_text(vault) for vault in vaults}
    assert len(texts) == 1
    text = texts.pop()
    assert text.count("Hall 3") == 2 and "Fog and Mist" in text and "# conflict" not in text


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_an_import_after_a_sync_that_was_killed_takes_nothing_for_an_edit_by_hand(
    two: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    laptop, desktop = two
    import_room(laptop, 1)
    meet(laptop, desktop)
    import_room(laptop, 2)
    sync(laptop)
    kill_after(monkeypatch, writes, lambda: sync(desktop))
    import_room(desktop, 3)
    meet(desktop, laptop)
    text = program_text(laptop)
    assert text.count("Hall 3") == 2 and "# conflict" not in text


def kill_after(monkeypatch: pytest.MonkeyPatch, writes: int, work: Callable[[], object]) -> None:
    """Stop a sync after it wrote some files."""
    put, count = check_out.CheckOut._put, 0

    def put_some(self: check_out.CheckOut, *arguments: object) -> None:
        nonlocal count
        count += 1
        if count > writes:
            raise KeyboardInterrupt
        put(self, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(check_out.CheckOut, "_put", put_some)
        work()


def test_offline_the_notes_are_committed_and_sent_later(two: tuple[Vault, Vault], tmp_path: Path) -> None:
    (laptop, desktop), hub = two, tmp_path / "hub.git"
    hub.rename(hub.with_name("away"))
    (laptop.root / "Talk.md").write_text(NOTE + "- offline ^t103000\n")
    report = sync(laptop)
    assert (report.state, report.to_push) == (SyncState.OFFLINE, 1)
    assert last_sync(laptop.root) == report
    hub.with_name("away").rename(hub)
    meet(laptop, desktop)
    assert "offline" in (desktop.root / "Talk.md").read_text()


def test_a_branch_that_was_renamed_there_is_not_made_again_and_the_user_is_told_how_to_follow(
    two: tuple[Vault, Vault], tmp_path: Path
) -> None:
    laptop, desktop = two
    git(tmp_path / "hub.git", "branch", "-m", "main", "trunk")
    (laptop.root / "Talk.md").write_text(f"{NOTE}- more ^t130000\n")
    with pytest.raises(NeedsUserError, match="no branch main any more, only trunk") as told:
        sync(laptop)
    assert git(tmp_path / "hub.git", "branch", "--format=%(refname:short)") == "trunk"
    assert "`git branch -m main trunk`, then `confnotes sync --setup`" in told.value.hint
    for vault in two:
        git(vault.root, "branch", "-m", "main", "trunk")
        agree(vault, *plan_sync(vault, ""))
    meet(laptop, desktop)
    assert "- more" in (desktop.root / "Talk.md").read_text()


@pytest.mark.parametrize(
    ("words", "advice", "is_refused"),
    [
        ("error: unable to write loose object file: No space left on device", "Free some space.", True),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "", False),
    ],
)
def test_a_full_disk_is_not_taken_for_being_offline(words: str, advice: str, *, is_refused: bool) -> None:
    error = GitError("fetch", 128, b"", words.encode())
    assert (error.advice, error.is_refused) == (advice, is_refused)


def test_a_filter_that_this_machine_lacks_is_named(two: tuple[Vault, Vault]) -> None:
    laptop, _ = two
    git(laptop.root, "config", "filter.lfs.clean", "git-lacked clean -- %f")
    git(laptop.root, "config", "filter.lfs.required", "true")
    (laptop.root / ".gitattributes").write_text("*.md filter=lfs\n")
    (laptop.root / "Talk.md").write_text(f"{NOTE}- more ^t130000\n")
    with pytest.raises(ConfnotesError) as told:
        sync(laptop)
    assert told.value.hint == "Install git-lacked, or remove its lines from .gitattributes."


def test_a_sync_starts_few_git_commands(two: tuple[Vault, Vault], tmp_path: Path) -> None:
    laptop, desktop = two
    trace = tmp_path / "trace"

    def commands(vault: Vault) -> int:
        """How many commands of git a sync starts, apart from those that git starts itself."""
        trace.unlink(missing_ok=True)
        os.environ["GIT_TRACE2_EVENT"] = str(trace)
        sync(vault)
        del os.environ["GIT_TRACE2_EVENT"]
        events = [json.loads(line) for line in trace.read_text().splitlines()]
        return sum(event["event"] == "start" and "/" not in event["sid"] for event in events)

    meet(laptop, desktop)
    assert commands(laptop) <= 7
    for vault, words in ((laptop, "from the hall ^t110000"), (desktop, "from home ^t120000")):
        (vault.root / "Talk.md").write_text(f"{NOTE}- {words}\n")
    assert commands(laptop) <= 12  # sends
    assert commands(desktop) <= 28  # merges
    assert commands(laptop) <= 14  # receives


def test_what_the_user_stages_while_a_sync_commits_stays_staged(
    two: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, _ = two
    commit_files = Repository.commit_files
    (laptop.root / "Makefile").write_text("all:\n")
    (laptop.root / "Talk.md").write_text(f"{NOTE}- more ^t130000\n")

    def stage_first(self: Repository, *arguments: str) -> str:
        git(laptop.root, "add", "Makefile")
        return commit_files(self, *arguments)

    monkeypatch.setattr(Repository, "commit_files", stage_first)
    sync(laptop)
    assert git(laptop.root, "status", "--porcelain") == "A  Makefile"
    assert git(laptop.root, "log", "--format=", "--name-only", "--", "Makefile") == ""
    assert git(laptop.root, "show", "HEAD:Talk.md").endswith("- more ^t130000")


def test_a_git_that_is_too_old_is_refused_before_anybody_is_asked_to_agree(
    two: tuple[Vault, Vault], tmp_path: Path
) -> None:
    old, real = tmp_path / "bin/git", shutil.which("git")
    old.parent.mkdir()
    old.write_text(f'#!/bin/sh\ncase "$*" in *cat-file\\ -z*) exit 129;; esac\nexec {real} "$@"\n')
    old.chmod(0o755)
    os.environ["PATH"] = f"{old.parent}{os.pathsep}{os.environ['PATH']}"
    for refuse in (plan_sync, sync):
        with pytest.raises(ConfnotesError, match="git is too old"):
            refuse(two[0], *([""] if refuse is plan_sync else []))


def test_files_in_conflict_that_git_left_without_a_merge_stop_a_sync(two: tuple[Vault, Vault]) -> None:
    laptop, _ = two
    blob = git(laptop.root, "rev-parse", "HEAD:Talk.md")
    lines = "".join(f"100644 {blob} {stage}\tTalk.md\n" for stage in (1, 2, 3))
    given = f"0 {'0' * 40}\tTalk.md\n{lines}"
    subprocess.run(["git", "update-index", "--index-info"], cwd=laptop.root, check=True, input=given, text=True)
    with pytest.raises(NeedsUserError, match="merge is not finished"):
        sync(laptop)
    assert "Talk.md" in git(laptop.root, "ls-files", "-u")


def test_nothing_is_sent_to_a_remote_that_nobody_agreed_to(tmp_path: Path, hub: Path) -> None:
    vault = Vault.create(tmp_path / "notes")
    git(vault.root, "init", "-q", "-b", "main")
    git(vault.root, "remote", "add", "origin", str(hub))
    with pytest.raises(UsageError, match="not set up"):
        sync(vault)
    assert not git(hub, "for-each-ref")


def test_a_changed_address_has_to_be_agreed_to_again(two: tuple[Vault, Vault], tmp_path: Path) -> None:
    laptop, _ = two
    git(tmp_path, "init", "-q", "--bare", "other.git")
    git(laptop.root, "remote", "set-url", "--push", "origin", str(tmp_path / "other.git"))
    (laptop.root / "Talk.md").write_text(NOTE + "- secret\n")
    with pytest.raises(NeedsUserError, match="address changed"):
        sync(laptop)
    assert not git(tmp_path / "other.git", "for-each-ref")
    assert last_sync(laptop.root).state is SyncState.NEEDS_YOU  # type: ignore[union-attr]
    agree(laptop, *plan_sync(laptop, ""))
    assert len(agreed_target(laptop.root).addresses) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        (("switch -q --detach",), "no branch"),
        (("switch -q -c other",), "branch other"),
        (("update-ref MERGE_HEAD HEAD",), "merge is not finished"),
        (
            ("-c sequence.editor=sed\\ -i\\ s/^pick/edit/ rebase -q -i --root",),
            "a rebase is not finished",
        ),
    ],
)
def test_where_only_the_user_knows_how_to_go_on_nothing_is_done(
    two: tuple[Vault, Vault], commands: tuple[str, ...], said: str
) -> None:
    laptop, _ = two
    for command in commands:
        git(laptop.root, *shlex.split(command))
    (laptop.root / "Talk.md").write_text("- changed\n")
    before = git(laptop.root, "rev-parse", "HEAD"), git(laptop.root, "status", "--porcelain")
    with pytest.raises(NeedsUserError, match=said):
        sync(laptop)
    assert before == (git(laptop.root, "rev-parse", "HEAD"), git(laptop.root, "status", "--porcelain"))


def test_a_new_machine_gets_everything_and_keeps_what_it_had(two: tuple[Vault, Vault], tmp_path: Path) -> None:
    tablet = Vault.create(tmp_path / "tablet")
    (tablet.root / "Talk.md").write_text("- from the tablet ^t120000\n")
    agree(tablet, *plan_sync(tablet, str(tmp_path / "hub.git")))
    meet(two[0], tablet)
    assert (two[0].root / "Talk.md").read_text() == NOTE + "- from the tablet ^t120000\n"


def test_other_files_and_what_the_user_staged_stay_as_they_are(tmp_path: Path, hub: Path) -> None:
    repository = tmp_path / "project"
    git(tmp_path, "init", "-q", "-b", "main", str(repository))
    (repository / "code.py").write_text("one\n")
    (repository / ".gitignore").write_text("*.log\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "code")
    vault = Vault.create(repository / "doc/notes")
    (repository / "code.py").write_text("staged\n")
    git(repository, "add", "code.py")
    (repository / "code.py").write_text("not staged\n")
    for path, text in {"Talk.md": NOTE, "Makefile": "all:\n", "attachments/a.log": "ignored", ".env": "SECRET"}.items():
        (vault.root / path).parent.mkdir(exist_ok=True)
        (vault.root / path).write_text(text)
    (vault.root / "inner").mkdir()
    git(vault.root / "inner", "init", "-q")
    agree(vault, *plan_sync(vault, str(hub)))
    (vault.root / "Talk.md").write_text(NOTE + "- staged\n")
    git(repository, "add", "doc/notes/Talk.md")
    (vault.root / "Talk.md").write_text(NOTE + "- more\n")
    sync(vault)
    sent = git(hub, "ls-tree", "-r", "--name-only", "main").split("\n")
    own = [".gitattributes", ".confnotes/vault.yaml", "Talk.md"]
    assert sorted(sent) == sorted([".gitignore", "code.py", *(f"doc/notes/{path}" for path in own)])
    assert git(hub, "show", "main:doc/notes/Talk.md") == NOTE + "- more"
    assert git(hub, "show", "main:code.py") == "one"
    status = git(repository, "status", "--porcelain").split("\n")
    assert status[0] == "MM code.py" and "?? doc/notes/Makefile" in status and len(status) == 4
    assert (repository / "code.py").read_text() == "not staged\n"

    other = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(hub), str(other))
    (other / "code.py").write_text("theirs\n")
    git(other, "commit", "-qam", "code")
    git(other, "push", "-q")
    with pytest.raises(NeedsUserError, match=r"code\.py"):
        sync(vault)
    assert (repository / "code.py").read_text() == "not staged\n"
    git(repository, "commit", "-qm", "mine")
    git(repository, "checkout", "-q", "code.py")
    with pytest.raises(NeedsUserError, match=r"code\.py"):
        sync(vault)


def test_a_line_typed_while_a_sync_writes_is_kept(two: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch) -> None:
    laptop, desktop = two
    (laptop.root / "Talk.md").write_text("- early ^t090000\n" + NOTE)
    sync(laptop)
    write = check_out.CheckOut.write

    def write_late(self: check_out.CheckOut, head: str, commit: str) -> list[str]:
        (desktop.root / "Talk.md").write_text(NOTE + "- typed meanwhile ^t110000\n")
        return write(self, head, commit)

    with monkeypatch.context() as patch:
        patch.setattr(check_out.CheckOut, "write", write_late)
        sync(desktop)
    meet(laptop, desktop)
    expected = "- early ^t090000\n" + NOTE + "- typed meanwhile ^t110000\n"
    assert [(one.root / "Talk.md").read_text() for one in two] == [expected, expected]


def test_a_sync_that_was_killed_while_it_wrote_files_is_finished_by_the_next(
    two: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, desktop = two
    for number in range(3):
        (laptop.root / f"Note {number}.md").write_text(f"- note {number}\n")
    sync(laptop)
    kill_after(monkeypatch, 2, lambda: sync(desktop))
    for name in (".git/refs/heads/main.lock", ".merge_file_a1b2c3"):
        (desktop.root / name).touch()
    with (desktop.root / "Note 0.md").open("a") as file:
        file.write("- typed before the next sync\n")
    meet(laptop, desktop)
    assert (laptop.root / "Note 0.md").read_text() == "- note 0\n- typed before the next sync\n"
    assert len(list(desktop.root.glob("Note *.md"))) == 3


def test_another_git_that_holds_the_index_is_waited_for_and_its_lock_stays(
    two: tuple[Vault, Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("confnotes.git.safe_index._WAIT_SECONDS", 0.1)
    laptop, _ = two
    lock = laptop.root / ".git/index.lock"
    lock.touch()
    (laptop.root / "Talk.md").write_text(NOTE + "- more\n")
    with pytest.raises(ConfnotesError, match="another git command"):
        sync(laptop)
    assert lock.exists()
    lock.unlink()
    assert sync(laptop).state is SyncState.SYNCED


def test_a_note_written_in_the_moment_of_a_sync_is_not_taken_for_the_one_before(two: tuple[Vault, Vault]) -> None:
    laptop, _ = two
    git(laptop.root, "config", "core.trustctime", "false")
    note, index = laptop.root / "Talk.md", laptop.root / ".git/index"
    moment = note.stat().st_mtime_ns - 10**10
    os.utime(note, ns=(moment, moment))
    git(laptop.root, "update-index", "--refresh")
    note.write_text(NOTE.replace("small", "large"))
    for file in (note, index):
        os.utime(file, ns=(moment, moment))
    assert sync(laptop).sent == ("Talk.md",)


def test_hooks_and_monitors_of_a_repository_do_not_run(two: tuple[Vault, Vault], tmp_path: Path) -> None:
    laptop, desktop = two
    ran = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    script.chmod(0o755)
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        (laptop.root / ".git/hooks").mkdir(exist_ok=True)
        (laptop.root / ".git/hooks" / name).symlink_to(script)
    git(laptop.root, "config", "core.fsmonitor", str(script))
    ran.unlink(missing_ok=True)
    (laptop.root / "Talk.md").write_text(NOTE + "- more\n")
    sync(laptop)
    assert not ran.exists()
    assert sync(desktop).received == ("Talk.md",)


def push_tree(vault: Vault, entries: str) -> None:
    """Push a commit whose tree has these entries, too, as `git ls-tree` prints them."""
    sync(vault)
    names = {line.split("\t")[1] for line in entries.split("\n")}
    others = [line for line in git(vault.root, "ls-tree", "HEAD").split("\n") if line.split("\t")[1] not in names]
    tree = subprocess.run(
        ["git", "mktree"],
        cwd=vault.root,
        check=True,
        capture_output=True,
        text=True,
        input="\n".join([*others, entries, ""]),
    ).stdout.strip()
    commit = git(vault.root, "commit-tree", tree, "-p", "HEAD", "-m", "pushed by another program")
    git(vault.root, "push", "-q", "origin", f"{commit}:refs/heads/main")


def test_a_pushed_name_with_line_breaks_stops_nothing_and_changes_no_other_file(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    (laptop.root / "x").write_text("theirs\n")
    blob = git(laptop.root, "hash-object", "-w", "x")
    (laptop.root / "x").unlink()
    sync(laptop)
    name = f"two\n{blob} Talk.md\nlines.md"
    tree = git(laptop.root, "rev-parse", "HEAD^{tree}")
    listed = subprocess.run(["git", "ls-tree", "-z", tree], cwd=laptop.root, check=True, capture_output=True).stdout
    given = listed + "".join(f"100644 blob {blob}\t{path}\0" for path in (name, "Other.md")).encode()
    made = subprocess.run(["git", "mktree", "-z"], cwd=laptop.root, check=True, capture_output=True, input=given)
    commit = git(laptop.root, "commit-tree", made.stdout.decode().strip(), "-p", "HEAD", "-m", "by another program")
    git(laptop.root, "push", "-q", "origin", f"{commit}:refs/heads/main")
    sync(desktop)
    assert (desktop.root / "Other.md").read_text() == "theirs\n" and (desktop.root / "Talk.md").read_text() == NOTE
    assert (desktop.root / name).read_text() == "theirs\n"


@pytest.mark.parametrize("has_own", [False, True])
def test_a_pushed_file_that_no_git_writes_is_left_out_and_stops_nothing(
    two: tuple[Vault, Vault], *, has_own: bool
) -> None:
    laptop, desktop = two
    (laptop.root / "x").write_text("[core]\n\tfsmonitor = evil\n")
    blob = git(laptop.root, "hash-object", "-w", "x")
    (laptop.root / "x").unlink()
    config = subprocess.run(
        ["git", "mktree"],
        cwd=laptop.root,
        check=True,
        capture_output=True,
        text=True,
        input=f"100644 blob {blob}\tconfig",
    ).stdout.strip()
    push_tree(laptop, f"100644 blob {blob}\tOther.md\n040000 tree {config}\t.git")
    if has_own:
        (desktop.root / "Talk.md").write_text(f"{NOTE}- more ^t130000\n")
    before = (desktop.root / ".git/config").read_text()
    sync(desktop)
    assert (desktop.root / "Other.md").exists() and (desktop.root / ".git/config").read_text() == before
    assert meet(laptop, desktop).state is SyncState.SYNCED
    assert ".git" not in git(laptop.root, "ls-tree", "-r", "--name-only", "HEAD").replace(".gitattributes", "")


@pytest.mark.parametrize("rule", ["merge=union", "merge=binary", "-merge", "working-tree-encoding=UTF-16"])
def test_attributes_from_another_machine_change_neither_merges_nor_encodings(
    two: tuple[Vault, Vault], rule: str
) -> None:
    laptop, desktop = two
    (laptop.root / ".gitattributes").write_text(f"*.md {rule}\n")
    meet(laptop, desktop)
    (laptop.root / "Talk.md").write_text(NOTE.replace("small", "small for them"))
    (desktop.root / "Talk.md").write_text(NOTE.replace("nudge", "push"))
    meet(laptop, desktop)
    expected = NOTE.replace("small", "small for them").replace("nudge", "push")
    assert [(one.root / "Talk.md").read_bytes() for one in two] == [expected.encode()] * 2


def test_the_attributes_of_a_vault_in_a_larger_repository_are_those_of_its_files_alone(
    tmp_path: Path, hub: Path
) -> None:
    repository = tmp_path / "project"
    git(tmp_path, "init", "-q", "-b", "main", str(repository))
    vault = Vault.create(repository / "my [old] notes é")
    agree(vault, *plan_sync(vault, str(hub)))
    (vault.root / ".gitattributes").write_text("*.md merge=union\n")
    paths = [f"{vault.root.name}/{path}" for path in ("Talk.md", "a/b/Talk.md")] + [
        "README.md",
        "my o notes é/Talk.md",
    ]
    found = git(repository, "check-attr", "-z", "merge", "--", *paths).split("\0")[2::3]
    assert found == ["confnotes", "confnotes", "unspecified", "unspecified"]


def test_own_attributes_of_a_clone_stay_and_ours_are_added_once(two: tuple[Vault, Vault]) -> None:
    laptop, _ = two
    own = laptop.root / ".git/info/attributes"
    own.write_text("*.png binary")
    for _ in range(2):
        sync(laptop)
    lines = own.read_text().splitlines()
    assert lines[0] == "*.png binary" and len(lines) == len(set(lines)) == 5


def test_names_that_other_machines_cannot_have_and_links_stay_and_are_told(two: tuple[Vault, Vault]) -> None:
    laptop, desktop = two
    (laptop.root / "two\nlines.md").write_text("- one\n")
    (laptop.root / "two\u2028more.md").write_text("- one\n")
    Path(os.fsdecode(os.fsencode(laptop.root) + b"/caf\xe9.md")).write_text("- two\n")
    (laptop.root / "Link.md").symlink_to("Talk.md")
    (laptop.root / "Fine.md").write_text("- three\n")
    report = sync(laptop)
    assert report.left_out == ("Link.md", "caf\\xe9.md", "two\\nlines.md", "two\\u2028more.md")
    sync(desktop)
    assert {path.name for path in desktop.root.glob("*.md")} == {"Talk.md", "Fine.md"}
    assert sorted(str(one.path) for one in check(laptop) if "not synced" in one.message) == [
        "Link.md", "caf\\xe9.md", "two\\nlines.md", "two\\u2028more.md"
    ]  # fmt: skip


@pytest.mark.parametrize("blank", [" ", "\u3000", "\xa0", "\u202f", "\u200c", "\U0001f469\u200d\U0001f680", "\xad"])
def test_notes_with_any_blank_or_joined_sign_in_their_names_are_sent(two: tuple[Vault, Vault], blank: str) -> None:
    laptop, desktop = two
    (laptop.root / f"a{blank}b.md").write_text("- one\n", encoding="utf-8")
    assert sync(laptop).left_out == ()
    sync(desktop)
    assert (desktop.root / f"a{blank}b.md").read_text(encoding="utf-8") == "- one\n"


@pytest.mark.parametrize("name", ["Talk.md", "New.md"])
def test_a_note_here_stays_where_another_program_pushed_a_link(two: tuple[Vault, Vault], name: str) -> None:
    laptop, desktop = two
    blob = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        cwd=laptop.root,
        check=True,
        capture_output=True,
        text=True,
        input="/etc",
    ).stdout.strip()
    push_tree(laptop, f"120000 blob {blob}\t{name}")
    (desktop.root / name).write_text("- mine ^t100000\n")
    sync(desktop)
    sync(laptop)
    for vault in two:
        assert (vault.root / name).read_text() == "- mine ^t100000\n"
        assert not (vault.root / name).is_symlink()
    assert not git(desktop.root, "status", "--porcelain")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ada:p@ss@host/x.git", "https://***@host/x.git"),
        ("https://ghp_token@host/x.git", "https://***@host/x.git"),
        ("https://:token@host/x.git and ftp://a:b@c/", "https://***@host/x.git and ftp://***@c/"),
        ("ssh://git@host:22/x.git git@host:x.git", "ssh://git@host:22/x.git git@host:x.git"),
        ("https://host/x@y.git", "https://host/x@y.git"),
    ],
)
def test_only_secrets_are_hidden_in_addresses(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


def test_doctor_says_that_a_sync_is_stuck(two: tuple[Vault, Vault], tmp_path: Path) -> None:
    laptop, _ = two
    git(laptop.root, "switch", "-q", "-c", "other")
    with pytest.raises(NeedsUserError):
        sync(laptop)
    assert [one.message for one in check(laptop)] == ["not synced: the branch other is checked out, not main"]
    git(laptop.root, "switch", "-q", "main")
    (tmp_path / "hub.git").rename(tmp_path / "away")
    (laptop.root / "Talk.md").write_text(NOTE + "- offline ^t103000\n")
    sync(laptop)
    assert [one.message for one in check(laptop)] == ["1 commit waits to be pushed"]
    stop_syncing(laptop.root)
    assert not check(laptop)


def test_a_push_that_a_server_does_not_take_needs_the_user_and_one_that_came_second_does_not(
    two: tuple[Vault, Vault], tmp_path: Path
) -> None:
    laptop, desktop = two
    hook = tmp_path / "hub.git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    (laptop.root / "Talk.md").write_text(f"{NOTE}- mine ^t130000\n")
    with pytest.raises(ConfnotesError, match="did not accept the push"):
        sync(laptop)
    away = tmp_path / "other"
    git(tmp_path, "clone", "-q", "hub.git", str(away))
    (away / "Talk.md").write_text(f"{NOTE}- theirs ^t120000\n")
    git(away, "commit", "-qam", "theirs")
    # The branch moves between fetch and push, and the server says no, as one that holds a lock on it does.
    hook.write_text(
        f"#!/bin/sh\nrm '{hook}'\nunset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n"
        f"git fetch -q '{away}' main\ngit update-ref refs/heads/main FETCH_HEAD\nexit 1\n"
    )
    assert meet(laptop, desktop).state is SyncState.SYNCED
    assert (desktop.root / "Talk.md").read_text() == f"{NOTE}- theirs ^t120000\n- mine ^t130000\n"
