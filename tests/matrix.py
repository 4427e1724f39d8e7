"""Runs confnotes where it is said to run: bare Debian releases, other Pythons, the lowest and the newest dependencies.

    python3 tests/matrix.py [ROW ...]

Each row gets a checkout of its own, and there `make run` and `make test`. At the end stands a table. A row that cannot
be had on this machine is told and passed over; one that was had and fails makes the whole fail. Rows of Debian need
root, debootstrap and a mirror: that, and where Python's packages come from, is what this machine has been told to use.
Needs nothing but Python's standard library.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

CHECKOUT = Path(__file__).resolve().parents[1]
DEBIAN = {"debian-12": "bookworm", "debian-13": "trixie", "debian-testing": "testing"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SECONDS = 5400
TOO_LONG = -100
_PIP_FILES = ("/etc/pip.conf", "~/.config/pip/pip.conf", "~/.pip/pip.conf")
_PASSED_ON = re.compile(
    r"PYTEST_ADDOPTS|(?:PIP|UV)_\w+|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|(?:https?|no)_proxy", re.IGNORECASE
)
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_PLAIN = {"LANG": "C.UTF-8", "TERM": "xterm-256color"}


class NotHadError(Exception):
    """A row cannot be run on this machine; the text says why."""


@dataclass(frozen=True)
class Place:
    """A checkout to run commands in: `enter` makes of a command of its shell one of this machine."""

    checkout: Path
    enter: Callable[[str], list[str]]


@dataclass
class Row:
    """What became of a row, for the table."""

    name: str
    python: str = ""
    run: str = ""
    test: str = ""
    note: str = ""
    failed: bool = False


def environment() -> dict[str, str]:
    """What a command sees of this machine's environment: the way to packages, and nothing else."""
    found = {name: value for name, value in os.environ.items() if _PASSED_ON.fullmatch(name)} | _PLAIN
    if "PIP_INDEX_URL" in found:
        found.setdefault("UV_DEFAULT_INDEX", found["PIP_INDEX_URL"])
    return found


def copy_checkout(to: Path) -> None:
    """The files that are under version control, as they are now."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, check=True, capture_output=True).stdout
    for name in filter(None, names.decode().split("\0")):
        if (CHECKOUT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, to / name)


def package_folders() -> set[Path]:
    """The folders that pip is told to look into, which a root of its own has to see; an index links to its siblings."""
    texts = [value for name, value in os.environ.items() if name.startswith("PIP_")]
    texts += [path.read_text() for name in _PIP_FILES if (path := Path(name).expanduser()).is_file()]
    found = (match for text in texts for match in re.findall(r"(?<![\w:/])(file://)?(/[^\s'\",]+)", text))
    folders = {Path(path).parent if is_index else Path(path) for is_index, path in found if Path(path).is_dir()}
    return {path for path in folders if not any(parent in folders for parent in path.parents)}


def debian_mirror() -> list[str]:
    """The mirror of Debian that apt uses here; none where debootstrap has to know one."""
    asked = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(RELEASE) $(REPO_URI)"]
    told = subprocess.run(asked, check=False, capture_output=True, text=True).stdout if shutil.which("apt-get") else ""
    mirrors = [line.split()[-1] for line in told.splitlines() if line.startswith("Debian ") and "ecurity" not in line]
    return mirrors[:1]


def debian(suite: str, folder: Path, log: Path) -> Place:
    """A bare Debian with `python3-venv` and `make`, entered with mounts that end with each command."""
    if os.geteuid() != 0:
        raise NotHadError("needs root")
    for program in ("debootstrap", "chroot", "unshare"):
        if shutil.which(program) is None:
            raise NotHadError(f"needs {program}")
    root = folder / "root"
    made = ["debootstrap", "--variant=minbase", "--include=python3-venv,make", suite, str(root), *debian_mirror()]
    with log.open("ab") as out:
        if subprocess.run(made, check=False, stdout=out, stderr=out).returncode:
            raise NotHadError(f"debootstrap could not make {suite}, see {log}")
    for name in (*_PIP_FILES, "/etc/resolv.conf", "/etc/hosts", _CERTIFICATES):
        here = Path(name).expanduser()
        if here.is_file():
            there = root / name.replace("~", "root").lstrip("/")
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(here, there)
    mounts = ["mount -t proc proc proc", "mount --rbind /dev dev"]
    for path in package_folders():
        (root / str(path).lstrip("/")).mkdir(parents=True, exist_ok=True)
        mounts.append(f"mount --bind {shlex.quote(str(path))} .{shlex.quote(str(path))}")
    variables = environment() | {
        "HOME": "/root",
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    }
    words = " ".join(shlex.quote(f"{name}={value}") for name, value in variables.items())

    def enter(command: str) -> list[str]:
        inside = f"cd /checkout && {command}"
        outside = f"cd {shlex.quote(str(root))} && {' && '.join(mounts)} && exec chroot . env -i {words} sh -c "
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", outside + shlex.quote(inside)]

    return Place(root / "checkout", enter)


def this_machine(folder: Path, python: str) -> Place:
    """A checkout on this machine, with a Python of one's choice."""
    variables = environment() | {"HOME": str(folder), "PATH": os.environ["PATH"], "PYTHON": python}

    def enter(command: str) -> list[str]:
        words = (f"{name}={value}" for name, value in variables.items())
        return ["env", "-i", *words, "sh", "-c", f"cd {shlex.quote(str(folder / 'checkout'))} && {command}"]

    return Place(folder / "checkout", enter)


def python_here(version: str) -> str:
    """The path of a Python of that version that can make virtual environments."""
    known = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [shutil.which(f"python{version}") or "", *map(str, sorted(known.glob(f"{version}*/bin/python")))]
    if uv := shutil.which("uv"):
        listed = subprocess.run(
            [uv, "python", "find", "--no-python-downloads", version], check=False, capture_output=True, text=True
        )
        found.append(listed.stdout.strip())
    test = f"import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"
    for path in filter(None, found):
        if subprocess.run([path, "-c", test], check=False, capture_output=True).returncode == 0:
            return path
    raise NotHadError(f"no Python {version} with venv on this machine")


LOWEST = (  # what installs the lowest dependencies that `pyproject.toml` allows, before `make` would the newest
    '"$PYTHON" -m venv .venv && .venv/bin/python -m pip install -q uv && '
    ".venv/bin/uv pip install -q --python .venv/bin/python --resolution lowest-direct --index-strategy "
    "unsafe-best-match -e '.[dev]' && touch .venv/.ready .venv/.ready-dev"
)
# A few failed tests are run once more, alone, as `.ci/run` does; the log names them.
AGAIN = ".venv/bin/python -m pytest -q --last-failed --last-failed-no-failures none --maxfail 6"


def steps(name: str) -> Iterator[tuple[str, str]]:
    """What is done in a row, one after the other: the column of the table, and the command."""
    if name == "lowest":
        yield "run", LOWEST
    yield "run", "make run < /dev/null"
    yield "test", f"make test || {AGAIN}"


def run_row(name: str, work: Path) -> Row:
    """Run one row and say what became of it."""
    row = Row(name)
    folder, log = work / name, work / f"{name}.log"
    folder.mkdir()
    try:
        if name in DEBIAN:
            place = debian(DEBIAN[name], folder, log)
        else:
            place = this_machine(
                folder, sys.executable if name == "lowest" else python_here(name.removeprefix("python-"))
            )
    except NotHadError as error:
        row.run = row.test = "not run"
        row.note = str(error)
        return row
    copy_checkout(place.checkout)
    deadline = time.monotonic() + SECONDS
    took = {"run": 0.0, "test": 0.0}
    for column, command in steps(name):
        print(f"{name}: {command}", flush=True)
        begin = time.monotonic()
        code = _logged(place.enter(command), log, max(1.0, deadline - begin))
        took[column] += (time.monotonic() - begin) / 60
        setattr(row, column, f"{'FAILED' if code else 'ok'}, {took[column]:.1f} min")
        if code:
            row.failed, row.note = True, f"{'took too long' if code == TOO_LONG else 'failed'}, see {log}"
            print(b"\n".join(log.read_bytes().splitlines()[-40:]).decode(errors="replace"), flush=True)
            break
    row.note = row.note or _last_word(log)
    row.python = _python_of(place)
    return row


def _logged(command: list[str], log: Path, seconds: float) -> int:
    """The exit code; what runs longer is ended with all that it began, and has the code TOO_LONG."""
    with log.open("ab") as out, subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return TOO_LONG


def _last_word(log: Path) -> str:
    words = re.findall(r"^(?:=+ )?(\d+ (?:passed|failed).*?)(?: =+)?$", log.read_text(errors="replace"), re.MULTILINE)
    return "; again: ".join(words)


def _python_of(place: Place) -> str:
    asked = place.enter(".venv/bin/python -c 'import platform; print(platform.python_version())'")
    return subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip()


def main() -> int:
    """Run the rows that are asked for, all by default."""
    rows = [*DEBIAN, *(f"python-{version}" for version in PYTHONS), "lowest"]
    parser = argparse.ArgumentParser(description="Run confnotes where it is said to run.")
    parser.add_argument("--keep", action="store_true", help="leave roots and checkouts where they were made")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"one or more of {', '.join(rows)}")
    asked = parser.parse_args()
    if unknown := set(asked.rows) - set(rows):
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    work = Path(mkdtemp(prefix="confnotes-matrix-"))
    done = []
    for name in asked.rows or rows:
        done.append(run_row(name, work))
        if not asked.keep:
            shutil.rmtree(work / name, ignore_errors=True)
    print()
    for one in (Row("row", "Python", "make run", "make test", "note"), *done):
        print(f"{one.name:<15}{one.python:<9}{one.run:<18}{one.test:<20}{one.note}")
    return int(any(one.failed for one in done))


if __name__ == "__main__":
    sys.exit(main())
