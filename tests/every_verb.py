"""Runs every verb of the command line once on a small vault, and prints what came of each as JSON, for every line of
standard input that says where: `home`, `vault`, `program`, `environment`, and the shell's `before`.

Each line has a process of its own, as a person's calls have. They come of one that knows the modules already: of two
seconds of work importing them is more than one.
"""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from confnotes.cli.app import run_command_line

FOLDER = Path(__file__).parent
PROGRAM = """\
conference: {title: Small Systems 2024, year: 2024, start_date: 2024-05-06, end_date: 2024-05-06, timezone: UTC}
sessions:
  - title: Morning
    talks:
      - {id: t1, title: Parsers in forty lines, start: 2024-05-06T10:00, end: 2024-05-06T10:30, room: Hall 1,
         speakers: [{name: Ada Example}]}
      - {id: t2, title: Indexes that heal, start: 2024-05-06T10:30, end: 2024-05-06T11:00, room: Hall 1,
         speakers: [{name: Bo Sample}]}
"""


def calls(program: str) -> list[list[str]]:
    """What is typed, one call a verb or more, each on what those before it left."""
    return [
        ["add", "--to", "t1", "said at once"],
        ["import", "--yes", program],
        ["now"],
        ["agenda"],
        ["new", "--title", "Over coffee"],
        ["new", "t2"],
        ["add", "heard now"],
        ["add", "--to", "Over coffee", "said there #tea"],
        ["star", "t2"],
        ["stars", "export"],
        ["plan", "12:00-13:00", "Lunch with Ada @ Bar K"],
        ["rate", "t1", "4"],
        ["attend", "t1"],
        ["watch-later", "t2"],
        ["watch-later"],
        ["no-share", "t2"],
        ["list", "notes"],
        ["list", "talks"],
        ["list", "people"],
        ["list", "tags"],
        ["list", "tasks"],
        ["list", "papers"],
        ["list", "unresolved"],
        ["show", "Over coffee"],
        ["show", "t1"],
        ["search", "said"],
        ["link", "Over coffee", "--yes"],
        ["rename", "Over coffee", "Over tea", "--yes"],
        ["rename", "--undo"],
        ["retag", "tea", "coffee", "--yes"],
        ["history", "Over coffee"],
        ["move", "--dry-run"],
        ["attach"],
        ["merge-people"],
        ["poster", "1"],
        ["recording", "t1"],
        ["paper", "nothing"],
        ["bib", "nothing.bib"],
        ["photos", "nothing"],
        ["check-links", "--help"],
        ["fetch-titles", "--help"],
        ["review", "2024-05-06"],
        ["export", "2024", "--audience", "team", "-f", "markdown", "-o", "-"],
        ["export", "2024", "-f", "html", "-o", "-"],
        ["export", "2024", "-f", "ics", "-o", "-"],
        ["site", "site", "--audience", "team"],
        ["apply", "nothing.md"],
        ["sync", "--stop"],
        ["team"],
        ["merge-file", "nothing", "nothing", "nothing"],
        ["index"],
        ["doctor"],
        ["completion", "bash"],
        ["add", "--to", "t1", "said at the end"],
    ]


def main() -> None:
    """Run them for each line."""
    for line in sys.stdin:
        gc.freeze()  # what is never looked at is never copied
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            with open(writing, "w") as answer:  # noqa: PTH123
                json.dump(_answer(json.loads(line)), answer)
            os._exit(0)
        os.close(writing)
        with open(reading) as answer:  # noqa: PTH123
            came = json.load(answer)
        os.waitpid(child, 0)
        for name in came.pop("modules"):
            with suppress(ImportError):
                import_module(name)
        print(json.dumps(came), flush=True)


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    try:
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["home"])
        subprocess.run(["sh", "-c", order["before"]], check=True)
        came: dict[str, Any] = {"came": _came(order["vault"], order["program"])}
    except Exception:
        came = {"failed": traceback.format_exc()}
    return came | {"modules": [name for name in sys.modules if name != "__main__"]}


def _came(vault: str, program: str) -> list[dict[str, object]]:
    came: list[dict[str, object]] = []
    for call in calls(program):
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err):
            code = run_command_line([call[0], "--vault", vault, *call[1:]], _no_screens)
        texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
        came.append({"call": " ".join(call), "code": code, "out": texts[0], "err": texts[1]})
    return came


def _no_screens(*_: object) -> None:
    raise AssertionError("the screens were opened")


if __name__ == "__main__":
    main()
