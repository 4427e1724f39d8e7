"""Random rounds of one person with three machines and a bare repository: type, add, tick, star, rate, rename, retag,
import, move, delete, sync, kill syncs; clocks are wrong by hours. At the end there is one tree with every line once.

    python tests/sync_rounds.py                 60 rounds
    python tests/sync_rounds.py --seed 7        one round, as it was
    python tests/sync_rounds.py --far           over git's protocol with 300 ms, 5 % loss, and connections that are cut
    python tests/sync_rounds.py --ssh           over ssh, with an sshd of its own
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from confnotes.actions.check_vault import check
from confnotes.actions.importing import import_again, import_program
from confnotes.actions.links import rename, rewrite
from confnotes.actions.notes import note_versions, tags
from confnotes.actions.notes.add_line import add_line
from confnotes.actions.program import mark_talk
from confnotes.actions.syncing import check_out
from confnotes.actions.syncing.agreement import SyncState
from confnotes.actions.syncing.set_up_sync import agree, plan_sync
from confnotes.actions.syncing.sync import sync
from confnotes.errors import ConfnotesError
from confnotes.git import repository, run_git
from confnotes.importers.importer import Hints
from confnotes.markup.stamps import with_stamp
from confnotes.model.mark import Mark
from confnotes.vault.vault import Vault
from slow_link import served
from ssh_server import SSHD, ssh_served

CONFERENCE = "Harbours 2031"
SLUG = "harbours-2031"
MACHINES = ("laptop", "desktop", "tablet")
NOON = datetime(2031, 5, 12, 10, 5)
TITLES = ("Silt and Tide", "Cranes that Learn", "Ropes", "A Theory of Fog", "Pilots", "Lanterns at Sea")
WORDS = ("buoy", "current", "estuary", "ferry", "gauge", "hull", "keel", "ledger", "mooring", "quay")
MOST_CUTS = 12
EXPECTED = re.compile("two versions of a line|two machines set different values|cancelled|unresolved link")
TOKEN = re.compile(r"\bw\d+x\b")


class Round:
    """Three machines, and what each wrote: `lines` are the words that must be there once, by the machine that may move
    or delete them; `gone` are those that were deleted, which may have survived.
    """

    def __init__(self, folder: Path, seed: int, server: str = "", *, most_cuts: int = 0) -> None:
        self.server, self.most_cuts = server, most_cuts
        self.seed, self.random, self.folder = seed, random.Random(seed), folder
        self.lines: dict[str, str] = {}
        self.gone: set[str] = set()
        self.reworded: set[str] = set()
        self.version = 0
        self.vaults: dict[str, Vault] = {}
        self.skew = {
            name: timedelta(hours=self.random.randint(-9, 9), seconds=number) for number, name in enumerate(MACHINES)
        }
        self.time = NOON
        self._begin()

    def _begin(self) -> None:
        hub = self.folder / "hub.git"
        run_git.run_git(self.folder, "init", "-q", "--bare", "-b", "main", str(hub))
        for name in MACHINES:
            vault = Vault.create(self.folder / name)
            self.vaults[name] = vault
            if name == MACHINES[0]:
                self.write_source()
                self.do_import(name, vault)
                for note in ("Thoughts", "Harbour walk"):
                    text = "".join(f"- {self.new_words(name)}\n" for _ in range(9))
                    vault.save(f"{CONFERENCE}/{note}.md", f"---\ntitle: {note}\ntags: [sea]\n---\n\n{text}", None)
            agree(vault, *plan_sync(vault, f"{self.server}/hub.git" if self.server else str(hub)))
            self.sync(name)

    # What a machine does

    def new_words(self, name: str) -> str:
        """Words that no other line has, to be found again."""
        token = f"w{len(self.lines) + len(self.gone)}x"
        self.lines[token] = name
        return f"{' '.join(self.random.sample(WORDS, 4))} {token}"

    def now(self, name: str) -> datetime:
        self.time += timedelta(seconds=self.random.randint(3, 50))
        return self.time + self.skew[name]

    def note(self, vault: Vault) -> str | None:
        paths = [path for path in vault.note_paths(CONFERENCE) if not path.endswith(f"{CONFERENCE}.md")]
        return self.random.choice(paths) if paths else None

    def do_type(self, name: str, vault: Vault) -> None:
        if path := self.note(vault):
            line = with_stamp(f"- {self.random.choice(['', '[ ] '])}{self.new_words(name)}", self.now(name))
            at_end = self.random.random() < 0.7

            def typed(text: str) -> str:
                lines = text.rstrip("\n").split("\n")
                rows = [row for row, old in enumerate(lines) if TOKEN.search(old) and not old.startswith(">")]
                lines.insert(len(lines) if at_end or not rows else self.random.choice(rows) + 1, line)
                return "\n".join(lines) + "\n"

            vault.change(path, typed)

    def do_add(self, name: str, vault: Vault) -> None:
        add_line(vault, self.new_words(name), f"{SLUG}/t{self.random.randrange(3)}", self.now(name))

    def _edit(self, name: str, vault: Vault, edit: Callable[[str], str | None]) -> None:
        """Change one own line, which nobody else has changed."""
        own = []
        for path in vault.note_paths(CONFERENCE):
            for line in vault.read(path).text.split("\n"):
                token = TOKEN.search(line)
                if token and self.lines.get(token[0]) == name and not line.startswith(">"):
                    own.append((path, line))
        if own:
            path, line = self.random.choice(own)
            after = edit(line)
            new = [] if after is None else [after]
            vault.change(
                path, lambda text: "\n".join(x for old in text.split("\n") for x in (new if old == line else [old]))
            )

    def do_tick(self, name: str, vault: Vault) -> None:
        self._edit(name, vault, lambda line: line.replace("[ ]", "[x]"))

    def do_delete_line(self, name: str, vault: Vault) -> None:
        def edit(line: str) -> None:
            self.forget(line)

        self._edit(name, vault, edit)

    def do_reword(self, _name: str, vault: Vault) -> None:
        """Change a word of a line that others may change, too."""
        for path in vault.note_paths(CONFERENCE):
            lines = vault.read(path).text.split("\n")
            shared = [line for line in lines if re.search(r"\bw[0-3]x\b", line) and not line.startswith(">")]
            if not shared:
                continue
            line = self.random.choice(shared)
            after = re.sub(r"\b[a-z]+\b", self.random.choice(WORDS), line, count=1)
            for token in TOKEN.findall(line) if after != line else ():
                self.lines[token] = ""
                self.reworded.add(token)
            text = vault.read(path).text.replace(line, after)
            vault.change(path, lambda _, text=text: text)  # type: ignore[misc]
            return

    def do_move(self, name: str, vault: Vault) -> None:
        moved: list[str] = []
        self._edit(name, vault, moved.append)  # appends, and returns None: deleted
        if moved:
            path = self.note(vault)
            if path is None:
                self.forget(moved[0])
            else:
                vault.change(path, lambda text: text.rstrip("\n") + "\n" + moved[0] + "\n")

    def do_star(self, _name: str, vault: Vault) -> None:
        mark_talk.mark_talk(
            vault, f"{SLUG}/t{self.random.randrange(6)}", self.random.choice([Mark.STAR, Mark.ATTENDED]), True
        )

    def do_rate(self, _name: str, vault: Vault) -> None:
        mark_talk.rate(vault, f"{SLUG}/t{self.random.randrange(6)}", self.random.randint(1, 5))

    def do_rename(self, name: str, vault: Vault) -> None:
        if path := self.note(vault):
            stem = f"{self.random.choice(WORDS)} {self.random.choice(WORDS)} {name[0]}{self.random.randrange(1000)}"
            rewrite.apply(vault, rename.plan_note(vault, path, stem))

    def do_retag(self, _name: str, vault: Vault) -> None:
        found = tags.all_tags(vault)
        if found:
            old = self.random.choice(found).name
            tags.retag(vault, tags.plan_retag(vault, old, f"{self.random.choice(WORDS)}{self.random.randrange(9)}"))

    def do_import(self, name: str, vault: Vault) -> None:
        self.write_source()
        source = [str(self.folder / "harbours.csv")]
        read = import_again.look(vault, source, Hints(conference=CONFERENCE, timezone="Europe/Lisbon"))
        if read.previews:
            import_program.write(vault, read.previews)

    def write_source(self) -> None:
        """The next version of the program: rooms and times move."""
        self.version += 1
        rows = ["id,title,start,end,room,speakers,date"]
        for number, title in enumerate(TITLES):
            hour = 9 + (number + (self.version if number % 2 else 0)) % 8
            rows.append(f"t{number},{title},{hour}:00,{hour}:30,Hall {self.version % 3 + number},Ada Quay,2031-05-12")
        (self.folder / "harbours.csv").write_text("\n".join(rows) + "\n")

    def do_delete(self, _name: str, vault: Vault) -> None:
        if (path := self.note(vault)) and self.random.random() < 0.4:
            deletion = note_versions.plan_deletion(vault, path)
            self.forget(vault.read(path).text)
            note_versions.delete(vault, deletion)

    def forget(self, text: str) -> None:
        """These lines are deleted."""
        for token in TOKEN.findall(text):
            self.lines.pop(token, None)
            self.gone.add(token)

    # Syncing

    def sync(self, name: str) -> None:
        os.environ["GIT_COMMITTER_DATE"] = os.environ["GIT_AUTHOR_DATE"] = (self.time + self.skew[name]).isoformat()
        vault = Vault.open(self.vaults[name].root)
        report = sync(vault)
        for _ in range(self.most_cuts):
            report = report if report.state is SyncState.SYNCED else sync(vault)
        assert report.state is SyncState.SYNCED, report
        self.vaults[name] = vault

    def sync_killed(self, name: str) -> None:
        """Sync in a process that is killed at one of its steps, sometimes within git."""
        at_file, within = self.random.random() < 0.4, self.random.random() < 0.4
        step = self.random.randrange(4 if at_file else 28)
        delay = self.random.random() * (0.6 if self.server else 0.004)
        child = os.fork()
        if not child:
            try:
                _die_at_step(step, delay if within else None, only_files=at_file)
                sync(Vault.open(self.vaults[name].root))
            finally:
                os._exit(0)
        os.waitpid(child, 0)

    # A round

    def play(self, steps: int) -> None:
        """What the machines do, in turn."""
        actions = {each: getattr(self, f"do_{each}") for each in ACTIONS}
        for _ in range(steps):
            name = self.random.choice(MACHINES)
            for _ in range(self.random.randint(1, 4)):
                one = self.random.choices(list(actions), weights=list(ACTIONS.values()))[0]
                vault = Vault.open(self.vaults[name].root)
                try:
                    actions[one](name, vault)
                except ConfnotesError as error:
                    if not any(word in error.message for word in ("same name", "already", "not found", "exists")):
                        raise
            chance = self.random.random()
            if chance < 0.35:
                self.sync_killed(name)
            elif chance < 0.7:
                self.sync(name)
        for name in MACHINES:
            self.sync(name)
        self.do_import(name, Vault.open(self.vaults[name].root))
        for name in (*reversed(MACHINES), *MACHINES):
            self.sync(name)

    def problems(self) -> list[str]:
        """What is not as promised."""
        found = []
        trees = {run_git.run_git(vault.root, "rev-parse", "HEAD^{tree}") for vault in self.vaults.values()}
        if len(trees) > 1:
            found.append("more than one tree")
        for name, vault in self.vaults.items():
            if status := run_git.run_git(vault.root, "status", "--porcelain"):
                found.append(f"{name}: {status.decode()}")
        vault = Vault.open(self.vaults[MACHINES[0]].root)
        program = vault.program(CONFERENCE)
        rooms = {talk.id: talk.room for talk in program.talks()}
        if rooms != {f"t{number}": f"Hall {self.version % 3 + number}" for number in range(len(TITLES))}:
            found.append(f"rooms differ from the last import: {rooms}")
        if "# conflict" in vault.read(f"{CONFERENCE}/program.yaml").text:
            found.append("the program has two values")
        text = "\n".join(vault.read(path).text for path in vault.note_paths())
        if re.search("^(<<<<<<<|=======|>>>>>>>)", text, re.MULTILINE):
            found.append("a conflict marker")
        counts = Counter(TOKEN.findall(text))
        for token in self.lines:
            most = 20 if token in self.reworded else 1
            if not 1 <= counts[token] <= most:
                found.append(f"{token} is there {counts[token]} times")
        found += [f"{token} is there {counts[token]} times" for token in self.gone - self.reworded if counts[token] > 1]
        found += [f"doctor: {one}" for one in check(vault) if not EXPECTED.search(one.message)]
        return found


ACTIONS = {
    "type": 10, "add": 6, "tick": 3, "delete_line": 2, "reword": 2, "move": 2, "star": 3, "rate": 2, "rename": 1,
    "retag": 1, "import": 1, "delete": 1,
}  # fmt: skip


def _die_at_step(step: int, within: float | None, *, only_files: bool) -> None:
    """From now on, the step of that number is the last one: a git command or a write of a file, or `only_files`."""
    count = 0
    real_run, real_put = run_git.run_git, check_out.CheckOut._put

    def died() -> bool:
        nonlocal count
        count += 1
        return count > step

    def run(folder: Path, *arguments: str, **options: object) -> bytes:
        if not only_files and died():
            if within is not None:
                popen = subprocess.Popen

                def killed(*args: object, **more: object) -> object:
                    process = popen(*args, **more)  # type: ignore[call-overload]
                    time.sleep(within)
                    os.killpg(process.pid, signal.SIGKILL)
                    os.kill(os.getpid(), signal.SIGKILL)
                    return process

                run_git.subprocess.Popen = killed  # type: ignore[attr-defined]
                real_run(folder, *arguments, **options)  # type: ignore[arg-type]
            os.kill(os.getpid(), signal.SIGKILL)
        return real_run(folder, *arguments, **options)  # type: ignore[arg-type]

    def put(*arguments: object) -> None:
        if died():
            os.kill(os.getpid(), signal.SIGKILL)
        real_put(*arguments)  # type: ignore[arg-type]

    repository.run_git = run  # type: ignore[attr-defined]
    check_out.CheckOut._put = put  # type: ignore[method-assign, assignment]


def play_round(seed: int, folder: Path, steps: int = 8, *, is_far: bool = False, by_ssh: bool = False) -> list[str]:
    """What a round shows that is not as promised; the folder is left as it is then."""
    with served(folder, seed) if is_far else ssh_served(folder) if by_ssh else nullcontext("") as server:
        one = Round(folder, seed, server, most_cuts=MOST_CUTS if is_far else 0)
        one.play(steps)
    return one.problems()


def set_environment(folder: Path) -> None:
    """A home of its own, and a git without the settings of this machine."""
    for name in ("cache", "state", "config"):
        os.environ[f"XDG_{name.upper()}_HOME"] = str(folder / name)
    os.environ["GIT_CONFIG_GLOBAL"], os.environ["GIT_CONFIG_NOSYSTEM"] = str(folder / "gitconfig"), "1"
    (folder / "gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")


def main() -> int:
    """Play rounds, and say which ones are not as promised."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--far", action="store_true", help="over a slow network that loses packets and connections")
    parser.add_argument("--ssh", action="store_true", help="over ssh")
    parser.add_argument("--keep", action="store_true", help="keep the folder of a round that failed")
    chosen = parser.parse_args()
    if chosen.ssh and SSHD is None:
        print("not run: there is no sshd")
        return 0
    seeds = [chosen.seed] if chosen.seed is not None else range(chosen.first, chosen.first + chosen.rounds)
    bad = 0
    for seed in seeds:
        folder = Path(tempfile.mkdtemp(prefix="sync-"))
        set_environment(folder)
        began = time.monotonic()
        try:
            found = play_round(seed, folder, chosen.steps, is_far=chosen.far, by_ssh=chosen.ssh)
        except Exception as error:
            import traceback

            traceback.print_exc()
            found = [f"{type(error).__name__}: {error}"]
        print(f"seed {seed}: {'; '.join(found) or 'fine'} ({time.monotonic() - began:.1f} s)", flush=True)
        bad += bool(found)
        if found and chosen.keep:
            print(f"  see {folder}")
        else:
            shutil.rmtree(folder)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
