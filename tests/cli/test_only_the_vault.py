"""Nothing but the vault is necessary: cache, state, settings and index may be absent, broken, full or somebody else's.

Every verb does in each case what it does where all is well: the same exit code, the same files in the vault.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from confnotes.vault.vault import Vault
from every_verb import PROGRAM

HERE = Path(__file__).parent.parent
PLACES = {
    "cache": ["cache/confnotes"],
    "state": ["state/confnotes"],
    "settings": ["config/confnotes"],
    "index": ["cache/confnotes/index"],
    "all": ["cache/confnotes", "state/confnotes", "config/confnotes"],
}
BOUND_CAPABILITIES = "-dac_override,-dac_read_search"
AS_PERSON = ("setpriv", f"--bounding-set={BOUND_CAPABILITIES}", f"--inh-caps={BOUND_CAPABILITIES}")
ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ} | {
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "1",
}


class Came(NamedTuple):
    """What came of all verbs: the code of each, the vault's files, and all that was told."""

    calls: dict[str, int]
    files: dict[str, str]
    told: str


def absent(place: Path) -> None:
    """Nothing there, nor above it."""


def file_there(place: Path) -> None:
    """A file where the folder should be."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("in the way")


def file_above(place: Path) -> None:
    """A file where the folder above it should be, as a home that is a file."""
    if place.parent.is_dir():
        shutil.rmtree(place.parent)
    place.parent.parent.mkdir(parents=True, exist_ok=True)
    place.parent.write_text("in the way")


def read_only(place: Path) -> None:
    """A folder without a write bit."""
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o500)


def read_only_home(place: Path) -> None:
    """The folder above has no write bit, and this one is not there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.parent.chmod(0o500)


def of_somebody_else(place: Path) -> None:
    """A folder that another user made for themselves."""
    place.mkdir(parents=True, exist_ok=True)
    os.chown(place, 65534, 65534)
    place.chmod(0o700)


def corrupt(place: Path) -> None:
    """Files of an earlier start, every one with other bytes in it."""
    for file in place.rglob("*"):
        if file.is_file():
            file.write_bytes(b"\x00\xff{[" * 20)
    place.mkdir(parents=True, exist_ok=True)
    (place / "config.yaml").write_bytes(b"a: [\x00")


def full(place: Path) -> None:
    """A disk of its own on which nothing has room."""
    place.mkdir(parents=True, exist_ok=True)


Condition = Callable[[Path], None]
BROKEN: tuple[tuple[str, Condition], ...] = (
    *((place, each) for place in ("cache", "state", "settings", "index") for each in (file_there, read_only)),
    ("index", full),
    *(("all", each) for each in (absent, file_above, read_only_home, of_somebody_else, corrupt, full)),
)
"""The ways of one place that matter alone, and those that are the same for each in all of them at once."""

IS_ROOT = getattr(os, "getuid", int)() == 0


def run(tries: Tries, home: Path, condition: Condition | None = None, places: Sequence[str] = ()) -> Came:
    """All verbs, with the places in that condition; where they were used before if they are to be corrupt."""
    (home / "tmp").mkdir(parents=True)
    (home / "program.yaml").write_text(PROGRAM)
    if condition is corrupt:
        came_of(tries, home, wrapper(condition))
        shutil.rmtree(home / "vault")
    if condition is not None:
        for place in places:
            condition(home / place)
    return came_of(tries, home, wrapper(condition), mounts(home, places) if condition is full else "")


def environment_of(home: Path) -> dict[str, str]:
    """A person whose folders lie in that home."""
    own = {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("cache", "state", "config")}
    return {
        **ENVIRONMENT,
        **own,
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "CONFNOTES_NOW": "2024-05-06T10:05",
        "LANG": "C.UTF-8",
    }


def wrapper(condition: Condition | None) -> tuple[str, ...]:
    """What the program is started by, so that permissions bind it and full disks are full."""
    if condition is full:
        return ("unshare", "-m")
    return AS_PERSON if IS_ROOT else ()


def mounts(home: Path, places: Sequence[str]) -> str:
    """What makes disks of these places, with no room left."""
    return (
        "".join(
            f"mount -t tmpfs -o size=4k none '{home / one}' || exit; head -c 8192 /dev/zero > '{home / one}/ballast';"
            for one in places
        )
        + "true"
    )


NOT_RUN = (1, 126, 127)
"""How a program ends that starts another one and may not do so here."""


class Tries:
    """The programs that run all verbs, one for each way to start it."""

    def __init__(self) -> None:
        self._running: dict[tuple[str, ...], subprocess.Popen[str]] = {}

    def ask(self, started_by: tuple[str, ...], order: Mapping[str, object]) -> list[dict[str, Any]]:
        """What came of all verbs; the test is skipped where the machine does not allow it."""
        if started_by not in self._running:
            command = [*started_by, sys.executable, str(HERE / "every_verb.py")]
            self._running[started_by] = subprocess.Popen(
                command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        program = self._running[started_by]
        assert program.stdin is not None and program.stdout is not None
        with suppress(BrokenPipeError):
            program.stdin.write(f"{json.dumps(order)}\n")
            program.stdin.flush()
        line = program.stdout.readline()
        answer = json.loads(line or "{}")
        if started_by and ("returned non-zero" in answer.get("failed", "") or (not line and program.wait() in NOT_RUN)):
            pytest.skip("this machine does not allow it")
        assert "came" in answer, answer.get("failed")
        return answer["came"]  # type: ignore[no-any-return]

    def end(self) -> None:
        for program in self._running.values():
            program.communicate()


def came_of(tries: Tries, home: Path, started_by: tuple[str, ...], before: str = "") -> Came:
    """Run them on a new vault."""
    vault = Vault.create(home / "vault")
    places = {"home": str(home), "vault": str(vault.root), "program": str(home / "program.yaml")}
    came = tries.ask(started_by, {**places, "environment": environment_of(home), "before": before})
    calls = {f"{number} {one['call'].replace(str(home), '')}": one["code"] for number, one in enumerate(came)}
    files = {
        str(file.relative_to(vault.root)): same_for_all(file.read_text(), home)
        for file in sorted(vault.root.rglob("*"))
        if file.is_file()
    }
    return Came(calls, files, "".join(one["err"] for one in came))


def same_for_all(text: str, home: Path) -> str:
    """The words without what differs from run to run."""
    return re.sub(r"\d+(?:\.\d+)? (?:ms|s)\b|20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\S*", "…", text.replace(str(home), "~"))


@pytest.fixture(scope="module")
def tries() -> Iterator[Tries]:
    programs = Tries()
    yield programs
    programs.end()


@pytest.fixture(scope="module")
def usual(tries: Tries, tmp_path_factory: pytest.TempPathFactory) -> Came:
    """What comes of them where all is well."""
    return run(tries, tmp_path_factory.mktemp("usual"))


def test_the_verbs_that_are_tried_do_something(usual: Came) -> None:
    worked = [call for call, code in usual.calls.items() if code == 0]
    assert len(worked) > 35, usual
    assert "said at the end" in "".join(usual.files.values())


@pytest.mark.parametrize(("place", "condition"), BROKEN)
def test_every_verb_does_what_it_does_where_all_is_well(
    place: str, condition: Condition, tmp_path: Path, usual: Came, tries: Tries
) -> None:
    if condition is of_somebody_else and not IS_ROOT:
        pytest.skip("only root gives folders away")
    came = run(tries, tmp_path, condition, PLACES[place])
    assert "Traceback" not in came.told and "defect of confnotes" not in came.told, came.told
    assert {call: code for call, code in came.calls.items() if code != usual.calls[call]} == {}, came.told[-3000:]
    assert came.files == usual.files
    if place in ("cache", "state", "all") and condition not in (absent, corrupt):
        assert re.search(r"annot use .* \(.*\)\. Using .* for now", came.told), came.told
