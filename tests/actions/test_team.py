"""Several people at one conference see each other's notes, and never what is private."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest

from confnotes.actions.team import sync_team
from confnotes.actions.team.join_team import NameTakenError, agree, leave_team, plan_join
from confnotes.actions.team.list_members import list_members
from confnotes.actions.team.shared_files import SharedFiles
from confnotes.actions.team.sync_team import TeamSync
from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.team.colleague_notes import notes_on
from confnotes.errors import ConfnotesError, UsageError
from confnotes.git.bare_repository import BareRepository
from confnotes.model.mark import Mark
from confnotes.model.summary import Audience
from confnotes.vault.team_state import colleague_vaults, joined_team, team_of, team_repository
from confnotes.vault.vault import Vault
from confnotes.vault.version import TextFile
from secret_vault import CONFERENCE, Secrets, secret_vault
from team_vaults import PEAT, PROGRAM, SPORES, Person, git, note, read, sync, write

pytestmark = pytest.mark.needs("git")


def at_hub(hub: Path) -> list[str]:
    return git(hub, "ls-tree", "-r", "--name-only", "-z", "main").decode().rstrip("\0").split("\0")


def commits(hub: Path) -> int:
    return int(git(hub, "rev-list", "--count", "main"))


def all_objects(repository: Path) -> bytes:
    """Everything that git stores there: content of files, names in trees, commits."""
    given = git(repository, "cat-file", "--batch-check=%(objectname)", "--batch-all-objects")
    texts = [git(repository, "cat-file", "--batch", given=given)]
    texts += [file.read_bytes() for file in repository.rglob("*") if file.is_file() and "objects" not in file.parts]
    return b"\0".join(texts)


# What a team is


def test_colleagues_read_each_others_notes_programs_and_marks(person: Person) -> None:
    ada, bea = person("Ada"), person("Bea")
    write(ada, PEAT, note("- it remembers ^t090100", front="rating: 4\n"))
    ada.mark("Moss", "t2", starred=True)
    assert sync(ada).sent == 3
    assert sync(bea).received == ("Ada",)
    assert read(bea, "Ada", PEAT) == note("\n- it remembers ^t090100", front="rating: 4\n")
    theirs = Vault.open(colleague_vaults(bea.root)["Ada"])
    assert theirs.marks("Moss")[Mark.STAR] == {"t2"}
    assert [talk.title for talk in theirs.program("Moss").talks()] == ["Peat and time", "Spores"]
    write(ada, PEAT, note("- it remembers ^t090100\n- and forgets ^t090200"))
    assert sync(ada).sent == 1
    assert sync(bea).received == ("Ada",)
    assert "and forgets" in (read(bea, "Ada", PEAT) or "")
    (ada.root / PEAT).unlink()
    sync(ada)
    sync(bea)
    assert read(bea, "Ada", PEAT) is None


def test_the_team_lists_its_members_with_their_notes(person: Person) -> None:
    ada, bea = person("Ada"), person("Bea")
    write(ada, PEAT, note("- one"))
    write(ada, "Moss/Moss.md", "---\ntype: conference\n---\nthe page of the conference\n")
    sync(ada)
    sync(bea)
    _, members = list_members(bea)
    assert [(one.name, one.notes, one.is_me) for one in members] == [("Bea", 0, True), ("Ada", 1, False)]
    assert all(one.changed for one in members)


def test_nothing_is_pushed_when_nothing_changed(person: Person, hub: Path) -> None:
    ada = person("Ada")
    write(ada, PEAT, note("- one"))
    sync(ada)
    before = commits(hub)
    assert sync(ada).sent == 0 and commits(hub) == before
    syncing = TeamSync(ada)
    for body in ("- one", "- two", "- two", "- one"):
        write(ada, PEAT, note(body))
        syncing.run()
    assert commits(hub) == before + 2


def test_only_the_conferences_that_were_agreed_to_are_sent(tmp_path: Path, hub: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    for name in ("Moss", "Fern"):
        write(vault, f"{name}/program.yaml", PROGRAM)
        write(vault, f"{name}/{name} note.md", f"{name} is green\n")
    agree(vault, plan_join(vault, str(hub), "Ada", ["moss"]))
    sync(vault)
    assert at_hub(hub) == ["Ada/Moss/Moss note.md", "Ada/Moss/program.yaml", "Ada/member.json"]


# What is read again


def reads_of(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that a sync of a new process reads."""
    read: list[str] = []
    done = Vault.read

    def counted(self: Vault, path: str) -> TextFile:
        if self.root == vault.root and path.endswith(".md"):
            read.append(path)
        return done(self, path)

    with monkeypatch.context() as patched:
        patched.setattr(Vault, "read", counted)
        assert not sync(Vault.open(vault.root)).message
    return sorted(set(read))


def some_time_ago(vault: Vault, seconds: float = 60) -> None:
    """Have all files of a vault as if they were written then."""
    for file in vault.root.rglob("*.*"):
        then = file.stat().st_mtime - seconds
        os.utime(file, (then, then))


def test_a_sync_after_one_changed_note_reads_that_note_alone(
    person: Person, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bea = person("Ada"), person("Bea")
    for number in range(20):
        write(ada, f"Moss/Note {number}.md", note(f"- line {number}"))
    some_time_ago(ada)
    assert len(reads_of(ada, monkeypatch)) == 20
    assert reads_of(ada, monkeypatch) == []
    write(ada, "Moss/Note 7.md", note("- another line"))
    assert reads_of(ada, monkeypatch) == ["Moss/Note 7.md"]
    sync(bea)
    assert "another line" in (read(bea, "Ada", "Moss/Note 7.md") or "")
    assert "line 8" in (read(bea, "Ada", "Moss/Note 8.md") or "")


def test_a_new_repository_gets_what_was_remembered_and_not_read_again(person: Person, hub: Path) -> None:
    ada = person("Ada")
    write(ada, PEAT, note("- one"))
    some_time_ago(ada)
    sync(ada)
    leave_team(ada, withdraw=True)
    hub.rename(hub.with_name("away"))
    git(hub.parent, "init", "-q", "--bare", "-b", "main", "hub.git")
    agree(ada, plan_join(ada, str(hub), "Ada"))
    sync(ada)
    assert b"- one" in all_objects(hub)


def test_a_note_that_is_made_private_at_the_same_moment_and_size_is_not_taken_for_the_one_before(
    person: Person, hub: Path
) -> None:
    ada = person("Ada")
    write(ada, PEAT, note("- zqopenqz", front="shown: true\n"))
    facts = (ada.root / PEAT).stat()
    assert PEAT in SharedFiles(ada, joined_team(ada.root)).read()
    write(ada, PEAT, note("- zqmineq", front="share: false\n"))
    os.utime(ada.root / PEAT, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert (ada.root / PEAT).stat().st_size == facts.st_size
    assert PEAT not in SharedFiles(Vault.open(ada.root), joined_team(ada.root)).read()


# Highlights


PAGE = "---\ntype: conference\nhighlights:\n{}---\n"


def highlights(*lines: str) -> str:
    return PAGE.format("".join(f'  - "{line}"\n' for line in lines))


def test_highlights_go_to_the_team_as_far_as_it_may_read_their_source(person: Person, hub: Path) -> None:
    ada, bea = person("Ada"), person("Bea")
    own = "  - id: own-entries\n    talks:\n      - {id: own-1, title: Dinner, start: 2024-04-03T19:00:00}\n"
    write(ada, "Moss/program.yaml", PROGRAM + own)
    write(ada, PEAT, note("- it remembers ^t090100\n- %%zqasideqz%% and forgets ^t090200\n- as it was ^t090300"))
    write(ada, "Moss/Mine.md", note("- zqsecretqz ^t090400", "t2", "private: true\n"))
    write(ada, "Notes/Free.md", "- zqfreeqz ^t090500\n")
    page = highlights(
        "Peat is a memory [[Peat#^t090100|it remembers]]",
        "[[Peat#^t090200|zqasideqz and forgets]]",
        "[[Peat#^t090300|as zqearlierqz was]]",
        "zqdeletedqz [[Peat#^t099999|a line that is gone]]",
        "zqprivatewordsqz [[Mine#^t090400|zqsecretqz]]",
        "zqelsewhereqz [[Free#^t090500|zqfreeqz]]",
        "zqdinnerwordsqz [[moss/own-1]]",
        "See the spores [[moss/t2]]",
        "Send two people %%zqwhoqz%% next year",
    )
    write(ada, "Moss/Moss.md", page)
    sync(ada)
    sync(bea)
    theirs = Vault.open(colleague_vaults(bea.root)["Ada"])
    assert theirs.note("Moss/Moss.md").fields["highlights"] == [
        "Peat is a memory [[Peat#^t090100|it remembers]]",
        "[[Peat#^t090300|as it was]]",
        "See the spores [[moss/t2]]",
        "Send two people next year",
    ]
    there = all_objects(hub)
    assert not re.search(rb"zq\w+qz", there)
    write(ada, PEAT, note("- %%it remembers%% ^t090100"))
    sync(ada)
    sync(bea)
    chosen = Vault.open(theirs.root).note("Moss/Moss.md").fields["highlights"]
    assert chosen == ["See the spores [[moss/t2]]", "Send two people next year"]


def test_a_talk_shows_the_highlights_and_questions_of_colleagues(person: Person) -> None:
    ada, bea = person("Ada"), person("Bea")
    write(ada, PEAT, note("- it remembers ^t090100\n? for how **long** ^t090200"))
    write(ada, SPORES, note("- they fly ^t100100", "t2"))
    write(ada, "Moss/Moss.md", highlights("Peat is a memory [[Peat#^t090100|it remembers]]", "[[moss/t2]]"))
    for vault in (ada, bea):
        sync(vault)
    (found,) = notes_on(bea, "moss/t1")
    assert (found.view.name, found.highlights, found.questions) == ("Ada", ("Peat is a memory",), ("for how long",))
    assert notes_on(bea, "moss/t2")[0].highlights == ()


def test_own_entries_of_the_schedule_stay_here(person: Person, hub: Path) -> None:
    ada = person("Ada")
    own = "  - id: own-entries\n    talks:\n      - {id: own-1, title: zqdinnerqz, start: 2024-04-03T19:00:00}\n"
    write(ada, "Moss/program.yaml", PROGRAM + own)
    write(ada, "Moss/Dinner.md", note("- zqtableqz", "own-1"))
    ada.mark("Moss", "own-1", starred=True)
    sync(ada)
    assert not any(word in all_objects(hub) for word in (b"zqdinnerqz", b"zqtableqz", b"own-1"))


def test_names_that_some_systems_do_not_take_are_changed_on_the_way(person: Person) -> None:
    ada, bea = person("Ada"), person("Bea")
    write(ada, "Moss/What? A talk: on #peat.md", note("- asked"))
    sync(ada)
    sync(bea)
    assert "- asked" in (read(bea, "Ada", "Moss/What A talk - on peat.md") or "")


def test_words_and_links_that_others_can_follow_are_kept(person: Person) -> None:
    ada, bea = person("Ada"), person("Bea")
    front = "title: ~/.profile and /dev/null\npaper: https://example.org/a.pdf\nslides: [/home/a.pdf, https://example.org/b]\n"
    body = "[[GPT-4.turbo]] [a](https://example.org/x.py) [b](Other.md) [c](c.pdf) ![[2024-04-03 101200.jpg]]"
    write(ada, PEAT, note(body, front=front))
    sync(ada)
    sync(bea)
    text = read(bea, "Ada", PEAT) or ""
    for words in ("~/.profile and /dev/null", "https://example.org/a.pdf", "https://example.org/b", "[[GPT-4.turbo]]"):
        assert words in text
    assert "[a](https://example.org/x.py) [b](Other.md) c photo, 10:12" in text and "/home" not in text


# What is private


def test_nothing_private_is_ever_an_object_of_git(tmp_path: Path, hub: Path) -> None:
    secrets = Secrets()
    vault = secret_vault(tmp_path, secrets)
    later = vault.root / CONFERENCE / "later.md"
    later.write_text("---\ntalk: moss-2024/t2\n---\nzqfirstqz is said\n")
    paths = "pdf: /home/zquserqz/a.pdf\nslides: file:///zqslidesqz\n"
    machine = (
        f"---\ntalk: moss-2024/t2\n{paths}---\n[here](file:///home/zqhomeqz/x) ![](/zqabsoluteqz/p.png) zqkeptqz\n"
    )
    (vault.root / CONFERENCE / "machine.md").write_text(machine)
    agree(vault, plan_join(vault, str(hub), "Ada", [CONFERENCE]))
    sync(vault)
    later.write_text("---\ntalk: moss-2024/t2\nprivate: true\n---\nzqsecondqz is not\n")
    sync(vault)
    assert not any("later" in path for path in at_hub(hub))
    leave_team(vault, withdraw=False)
    agree(vault, plan_join(vault, str(hub), "Ada", [CONFERENCE], again=True))
    shared = vault.root / CONFERENCE / "2024-04-03 0900 Peat and time.md"
    shared.write_text(shared.read_text() + "\n%%zqaddedqz%% and zqopenqz\n")
    later.write_text("---\ntalk: moss-2024/t2\n---\n%%zqthirdqz%%\nzqfourthqz is said again\n")
    sync(vault)
    kept = [
        *secrets.kept_from("team"),
        *(f"zq{name}qz" for name in ("second", "added", "third", "user", "slides", "home", "gitname", "mail")),
    ]
    for repository in (hub, team_repository(vault.root)):
        read = all_objects(repository).lower()
        assert [word for word in kept if word.encode() in read] == []
        for word in (
            "zqfirstqz",
            "zqopenqz",
            "zqfourthqz",
            "zqkeptqz",
            "zqlineqz",
            "zqtaskqz",
            "zqhiddennoteqz",
            "zqleadqz",
            "zqhighlightqz",
            "zqhighlightunsharedqz",
            "zqhighlightviewqz",
        ):
            assert word.encode() in read, word


def test_what_is_not_to_be_published_stays_so_with_colleagues(person: Person) -> None:
    ada, bea = person("Ada"), person("Bea")
    write(ada, PEAT, note("- an embargo", front="no-share: true\n"))
    ada.mark("Moss", "t2", unshared=True)
    sync(ada)
    sync(bea)
    theirs = Vault.open(colleague_vaults(bea.root)["Ada"])
    shown = AudienceFilter(theirs, Audience.PUBLIC, is_mine=False)
    assert shown.note(theirs.note(PEAT)) is None
    assert shown.hides("moss/t2")


# Two machines, killed syncs, other people


def test_a_second_machine_with_older_notes_takes_nothing_back(person: Person, hub: Path) -> None:
    laptop = person("Ada")
    write(laptop, PEAT, note("- old"))
    write(laptop, SPORES, note("- spores", "t2"))
    sync(laptop)
    desktop = Vault.create(laptop.root.parent / "desktop")
    for path, text in ((PEAT, note("- old")), ("Moss/program.yaml", PROGRAM), ("Moss/New.md", "- from the desktop\n")):
        write(desktop, path, text)
    write(laptop, PEAT, note("- new"))
    sync(laptop)
    with pytest.raises(NameTakenError):
        plan_join(desktop, str(hub), "ada")
    agree(desktop, plan_join(desktop, str(hub), "ada", again=True))
    sync(desktop)
    bea = person("Bea")
    sync(bea)
    assert [read(bea, "Ada", path) for path in (PEAT, SPORES, "Moss/New.md")] == [
        note("\n- new"),
        note("\n- spores", "t2"),
        "- from the desktop\n",
    ]
    write(desktop, PEAT, note("- newest"))
    sync(desktop)
    (laptop.root / SPORES).unlink()
    sync(laptop)
    sync(bea)
    assert read(bea, "Ada", PEAT) == note("\n- newest")
    assert read(bea, "Ada", SPORES) is None and read(bea, "Ada", "Moss/New.md") is not None


@pytest.mark.parametrize("step", ["point", "commit_tree", "push", "with_files"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_killed_sync_is_completed_by_the_next(
    step: str, nth: int, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bea = person("Ada"), person("Bea")
    write(ada, PEAT, note("- one"))
    sync(ada)
    write(ada, PEAT, note("- two"))
    write(ada, SPORES, note("- spores", "t2"))
    done = getattr(BareRepository, step)
    calls = 0

    def killed(self: BareRepository, *arguments: str, **options: str) -> object:
        nonlocal calls
        calls += 1
        result = done(self, *arguments, **options)
        if calls == nth:
            raise KeyboardInterrupt
        return result

    with monkeypatch.context() as patched:
        patched.setattr(BareRepository, step, killed)
        try:
            sync(ada)
        except KeyboardInterrupt:
            (team_repository(ada.root) / "refs" / "confnotes" / "sent.lock").touch()
    write(ada, PEAT, note("- one"))  # as it was sent before the kill
    assert not sync(ada).message
    sync(bea)
    assert read(bea, "Ada", PEAT) == note("\n- one")
    assert read(bea, "Ada", SPORES) == note("\n- spores", "t2")


def test_two_syncs_at_once_do_no_harm(person: Person, hub: Path) -> None:
    people = [person(name) for name in ("Ada", "Bea", "Cem")]
    for vault in people:
        write(vault, PEAT, note(f"- by {vault.root.name}"))
    syncs = [threading.Thread(target=sync, args=(vault,)) for vault in people for _ in range(2)]
    for thread in syncs:
        thread.start()
    for thread in syncs:
        thread.join()
    for vault in people:
        assert not sync(vault).message
    assert [path for path in at_hub(hub) if path.endswith("Peat.md")] == [
        f"{one}/{PEAT}" for one in ("Ada", "Bea", "Cem")
    ]
    assert read(people[0], "Cem", PEAT) == note("\n- by Cem")


def test_somebody_elses_name_is_not_taken(person: Person, hub: Path, tmp_path: Path) -> None:
    other = Vault.create(tmp_path / "other")
    plan = plan_join(other, str(hub), "Ada")  # both look before the other one has pushed
    ada = person("Ada")
    write(ada, PEAT, note("- mine"))
    sync(ada)
    agree(other, plan)
    report = sync(other)
    assert report.needs_user and "another member of this team is called Ada" in report.message
    assert f"Ada/{PEAT}" in at_hub(hub)


@pytest.mark.parametrize("name", ["", "a/b", "..", ".git", "CON", "tab\tname:", "x" * 200])
def test_a_name_that_is_no_folder_is_refused(name: str, tmp_path: Path, hub: Path) -> None:
    with pytest.raises(UsageError):
        plan_join(Vault.create(tmp_path / "vault"), str(hub), name)
    assert not (tmp_path / "state").exists() or not list((tmp_path / "state").rglob("*.git"))


def test_a_repository_with_other_content_is_no_team(person: Person, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "code")
    write(Vault(tmp_path / "code"), "src/main.c", "int main;\n")
    git(tmp_path / "code", "add", "-A")
    git(tmp_path / "code", "commit", "-qm", "code")
    with pytest.raises(UsageError, match="has other content: src"):
        plan_join(Vault.create(tmp_path / "vault"), str(tmp_path / "code"), "Ada")


def test_offline_refused_and_a_changed_address_are_one_line_each(person: Person, hub: Path) -> None:
    ada = person("Ada")
    sync(ada)
    hub.rename(hub.with_name("away"))
    write(ada, PEAT, note("- offline"))
    report = sync(ada)
    assert report.message and not report.needs_user and "\n" not in report.message
    hub.with_name("away").rename(hub)
    assert sync(ada).sent == 1
    git(team_repository(ada.root), "remote", "set-url", "origin", "https://example.org/elsewhere.git")
    assert sync(ada).needs_user and "address" in sync(ada).message


def test_a_repository_of_another_user_on_a_shared_disk_says_how_to_trust_it(
    person: Person, hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = person("Ada")
    with (tmp_path / "gitconfig").open("a") as file:
        file.write(f"[safe]\n\tdirectory = {team_repository(ada.root)}\n")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    report = sync(ada)
    assert report.needs_user and "ownership" in report.message
    assert report.hint.endswith(f"git config --global --add safe.directory {hub}")


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root writes everywhere")
def test_a_repository_that_only_its_owner_may_write_says_how_to_share_it(person: Person, hub: Path) -> None:
    ada = person("Ada")
    (hub / "objects").chmod(0o500)
    try:
        report = sync(ada)
    finally:
        (hub / "objects").chmod(0o700)
    assert report.needs_user and "git init --bare --shared" in report.hint


def test_a_repository_made_anew_gets_everything_again(person: Person, hub: Path) -> None:
    ada = person("Ada")
    write(ada, PEAT, note("- one"))
    sync(ada)
    hub.rename(hub.with_name("away"))
    git(hub.parent, "init", "-q", "--bare", "-b", "main", "hub.git")
    assert sync(ada).sent == 2
    assert f"Ada/{PEAT}" in at_hub(hub)


def test_leaving_can_remove_the_folder_and_ends_all_on_this_machine(person: Person, hub: Path) -> None:
    ada, bea, cem = person("Ada"), person("Bea"), person("Cem")
    for vault in (ada, bea, cem):
        write(vault, PEAT, note("- mine"))
        sync(vault)
    leave_team(ada, withdraw=True)
    leave_team(bea, withdraw=False)
    assert team_of(ada.root) is None and not team_repository(ada.root).exists() and not colleague_vaults(ada.root)
    assert (ada.root / PEAT).exists()
    sync(cem)
    assert sorted(colleague_vaults(cem.root)) == ["Bea"]
    with pytest.raises(UsageError):
        TeamSync(ada).run()


def test_a_folder_that_another_machine_removed_is_not_sent_again(person: Person, hub: Path) -> None:
    ada = person("Ada")
    write(ada, PEAT, note("- mine"))
    sync(ada)
    desktop = person("Ada", folder="desktop", again=True)
    sync(desktop)
    leave_team(desktop, withdraw=True)
    assert "was removed" in sync(ada).message
    assert git(hub, "ls-tree", "main") == b""


# What others send


def test_only_safe_files_of_a_colleague_are_kept(person: Person, hub: Path, tmp_path: Path) -> None:
    bea = person("Bea")
    sync(bea)
    blob = git(hub, "hash-object", "-w", "--stdin", given=b"- safe\n").decode().strip()
    member = git(hub, "hash-object", "-w", "--stdin", given=b'{"id": "1"}').decode().strip()
    large = git(hub, "hash-object", "-w", "--stdin", given=b"x" * 1_100_000).decode().strip()

    def tree(*rows: str) -> str:
        given = "".join(f"{row}\0" for row in rows).encode()
        return git(hub, "mktree", "-z", given=given).decode().strip()

    def file(name: str, mode: str = "100644", what: str = blob) -> str:
        return f"{mode} blob {what}\t{name}"

    def commit_of(top: str) -> None:
        commit = git(hub, "-c", "user.name=x", "-c", "user.email=x", "commit-tree", top, "-m", "x", "-p", "main")
        git(hub, "update-ref", "refs/heads/main", commit.decode().strip())

    names = ("..", ".git", "CON", "bad\nname", "x.md:stream", "a" * 300)
    inside = tree(
        file("safe.md"), file("SAFE.md"), file("program.yaml"), file("marks.yaml"), file("link.md", "120000"),
        file("run.sh"), file("photo.jpg"), file("large.md", what=large), file(".hidden.md"), file("con.md"),
        *(file(f"{name}.md") for name in ("..", "bad\nname", "a\\b")),
    )  # fmt: skip
    conferences = [f"040000 tree {inside}\t{name}" for name in ("Moss", *names)]
    folder = tree(file("member.json", what=member), file("top.md"), *conferences)
    mine = git(hub, "rev-parse", "main:Bea").decode().strip()
    people = [f"040000 tree {folder}\t{name}" for name in ("Mallory", *names)]
    commit_of(tree(f"040000 tree {mine}\tBea", *people))
    sync(bea)
    kept = colleague_vaults(bea.root)
    assert list(kept) == ["Mallory"]
    found = [one.relative_to(kept["Mallory"]).as_posix() for one in kept["Mallory"].rglob("*") if not one.is_dir()]
    assert sorted(name.casefold() for name in found) == ["moss/marks.yaml", "moss/program.yaml", "moss/safe.md"]
    assert not any(one.is_symlink() for one in kept["Mallory"].rglob("*"))


def test_notes_of_colleagues_that_were_deleted_here_come_back(person: Person) -> None:
    import shutil

    ada, bea = person("Ada"), person("Bea")
    write(ada, PEAT, note("- one"))
    sync(ada)
    sync(bea)
    shutil.rmtree(colleague_vaults(bea.root)["Ada"].parent)
    sync(bea)
    assert read(bea, "Ada", PEAT) == note("\n- one")


def test_another_sync_of_the_vault_is_waited_for(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = person("Ada")
    monkeypatch.setattr(sync_team, "_TURN_SECONDS", 0.2)
    with BareRepository(team_repository(ada.root)).index.turn():
        report = sync(ada)
    assert "another sync" in report.message and not report.needs_user
    assert not sync(ada).message


def test_joining_twice_and_an_address_that_cannot_be_reached_change_nothing(person: Person, tmp_path: Path) -> None:
    ada = person("Ada")
    with pytest.raises(UsageError, match="in a team already"):
        plan_join(ada, str(tmp_path / "other.git"), "Ada")
    vault = Vault.create(tmp_path / "vault")
    with pytest.raises(ConfnotesError):
        plan_join(vault, str(tmp_path / "nowhere.git"), "Ada")
    assert not team_repository(vault.root).exists() and team_of(vault.root) is None
