"""How the command line behaves towards shells: streams, exit codes, signals, colours, closed pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from confnotes.cli import printing

from .conftest import RunConfnotes

CONFNOTES = [sys.executable, "-m", "confnotes"]


def test_without_a_terminal_it_says_what_is_on_and_leaves_with_2(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("--vault", vault)
    assert result.code == 2
    assert "Parsers in forty lines" in result.out
    assert "need a terminal" in result.err


def test_without_a_terminal_and_a_vault_it_leaves_with_2(confnotes: RunConfnotes) -> None:
    result = confnotes()
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("frobnicate",), 2),
        (("search",), 2),
        (("rate", "now", "9"), 2),
        (("now", "--at", "yesterday-ish"), 2),
        (("agenda", "Tuesday"), 3),
        (("list", "dragons"), 2),
        (("new", "now", "--title", "Mine"), 2),
        (("show", "nothing of this name at all"), 3),
        (("star", "nothing of this name at all"), 3),
        (("now", "--conference", "No Such Conf 1999"), 3),
        (("move", "--to", "t1"), 2),
        (("move", "--last", "soon", "--to", "t1"), 2),
        (("move", "--last", "10m", "--to", "nothing of this name at all"), 3),
        (("move", "--undo"), 3),
        (("attach", "nothing of this name at all"), 2),
        (("attach", "nothing of this name at all", "t1"), 3),
        (("watch-later", "--undo"), 2),
        (("watch-later", "nothing of this name at all"), 3),
        (("poster",), 2),
        (("poster", "t1", "--rating", "9"), 2),
        (("poster", "nothing of this name at all"), 3),
        (("recording",), 2),
        (("recording", "nothing of this name at all"), 3),
        (("fetch-titles", "--limit", "0"), 2),
        (("fetch-titles", "No Such Conf 1999"), 3),
        (("review", "Tuesday"), 3),
        (("review", "--conference", "No Such Conf 1999"), 3),
        (("review", "--write", "1999-01-01"), 3),
        (("photos",), 2),
        (("photos", "no-such-folder"), 3),
        (("now", "--oneline", "--width", "3"), 2),
        (("now", "--oneline", "--conference", "No Such Conf 1999"), 3),
        (("agenda", "--format", "pdf"), 2),
        (("agenda", "--format", "ics", "--json"), 2),
        (("export", "Small Systems 2024", "--format", "ics", "--json"), 2),
        (("retag", "time"), 2),
        (("retag", "nothing", "something"), 3),
        (("agenda", "--mine", "--conference", "No Such Conf 1999"), 3),
        (("export", "No Such Conf 1999", "--format", "ics"), 3),
        (("import", "no-such-file.md"), 3),
        (("import", "http://127.0.0.1:9/program.md"), 5),
        (("import", "ftp://example.org/program.md"), 2),
    ],
)
def test_what_cannot_be_done_is_one_line_and_its_exit_code(
    confnotes: RunConfnotes, vault: Path, arguments: tuple[str, ...], code: int
) -> None:
    result = confnotes("--vault", vault, *arguments)
    assert result.code == code, result
    assert result.out == ""
    assert "Traceback" not in result.err
    assert len(result.err.strip().splitlines()) <= 4


READING = (
    ("now",),
    ("now", "--oneline"),
    ("agenda", "--mine"),
    ("agenda", "today"),
    ("add", "a thought", "--to", "t1"),
    ("move", "--since", "10:00", "--from", "t3", "--to", "t1", "--dry-run"),
    ("attach",),
    ("recording", "t3"),
    ("review", "2024-05-06"),
    ("review", "2024-05-06", "--write"),
    ("photos", "."),
    ("list", "unresolved"),
    ("search", "clocks"),
    ("show", "t3"),
    ("doctor",),
)


@pytest.mark.parametrize("verb", READING, ids=" ".join)
def test_json_is_one_object_that_names_its_schema_and_nothing_else(
    confnotes: RunConfnotes, vault: Path, verb: tuple[str, ...]
) -> None:
    result = confnotes("--at", "2024-05-06T10:20", "--vault", vault, *verb, "--json")
    told = json.loads(result.out)
    assert str(told["schema"]).startswith("confnotes.") and str(told["schema"]).endswith("/1")
    assert "\x1b" not in result.out + result.err
    assert "Traceback" not in result.err


def test_a_missing_vault_says_how_to_make_one(confnotes: RunConfnotes) -> None:
    result = confnotes("now")
    assert result.code == 3
    assert result.err.startswith("confnotes: ")
    assert "confnotes init" in result.err


def test_a_defect_is_one_line_without_a_traceback(
    confnotes: RunConfnotes, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the cat sat on it")

    monkeypatch.setattr("confnotes.catalogue.program.whats_on.whats_on", broken)
    quiet = confnotes("now", "--vault", vault)
    assert quiet.code == 1
    assert "internal error" in quiet.err
    assert "Traceback" not in quiet.err
    assert "Traceback" in confnotes("now", "--vault", vault, "--debug").err


def test_a_closed_pipe_is_no_error(vault: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m confnotes list --vault '{vault}' talks | head -1; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0"


def test_ctrl_c_leaves_with_130_and_terminate_with_143(vault: Path) -> None:
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        waiting = subprocess.Popen(
            [*CONFNOTES, "add", "--vault", str(vault), "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert waiting.stdin is not None
        _wait_until_it_reads(waiting.pid)
        waiting.send_signal(number)
        _, err = waiting.communicate(timeout=20)
        assert waiting.returncode == code
        assert b"Traceback" not in err


def _wait_until_it_reads(pid: int) -> None:
    """Until the process sleeps in a read; where that cannot be seen, a second."""
    import time

    for _ in range(200):
        time.sleep(0.02)
        try:
            if "pipe" in Path(f"/proc/{pid}/wchan").read_text(encoding="ascii"):
                return
        except OSError:
            break
    time.sleep(1)


def test_colour_is_for_terminals_without_no_color(vault: Path) -> None:
    def on_a_terminal(**environment: str) -> str:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "confnotes", "now", "--vault", str(vault)],
            env={**os.environ, "TERM": "xterm-256color", **environment},
            encoding="utf-8",
            timeout=20,
            dimensions=(24, 100),
        )
        child.expect(pexpect.EOF)
        child.close()
        return str(child.before)

    assert "\x1b[" in on_a_terminal()
    assert "\x1b[" not in on_a_terminal(NO_COLOR="1")
    piped = subprocess.run([*CONFNOTES, "now", "--vault", str(vault)], capture_output=True, text=True, check=True)
    assert "\x1b" not in piped.stdout


@pytest.fixture
def hostile() -> Iterator[str]:
    """A title that would set the clipboard, clear the screen and turn the text round."""
    yield "Calm\x1b]52;c;ZXZpbA==\x07 and\x1b[2J \u202eclear\u2066 talk\x9b1m"


def test_no_control_characters_reach_the_terminal(hostile: str, capsys: pytest.CaptureFixture[str]) -> None:
    printing.say(hostile)
    printing.tell(hostile)
    printing.say_styled([(hostile, "bold")])
    printing.say_json({"title": hostile})
    captured = capsys.readouterr()
    for text in (captured.out, captured.err):
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066")


def test_json_keeps_the_data_that_it_hides(hostile: str, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    printing.say_json({"title": hostile})
    assert json.loads(capsys.readouterr().out) == {"title": hostile}


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("a longer title", 8, "a longe…"),
        ("日本語の題名", 7, "日本語…"),
        ("", 5, ""),
    ],
)
def test_long_titles_are_cut_with_an_ellipsis(text: str, columns: int, shown: str) -> None:
    assert printing.clip(text, columns) == shown
    assert printing.columns_of(printing.pad(text, columns)) == columns


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_the_caller_closed_is_no_error(vault: Path, closed: str) -> None:
    done = subprocess.run(
        f"{sys.executable} -m confnotes now --vault '{vault}' {closed}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_progress_sends_no_control_codes_under_no_color(vault: Path) -> None:
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    watched = pexpect.spawn(
        CONFNOTES[0], [*CONFNOTES[1:], "index", "--rebuild", "--vault", str(vault)], env=environment, encoding="utf-8"
    )
    watched.expect(pexpect.EOF)
    watched.close()
    assert watched.exitstatus == 0
    assert "\x1b" not in watched.before and "Built the index" in watched.before


_SIGNAL_IN_A_CALLBACK = """
import os, signal, sys, time, weakref
from confnotes.cli import app
sys.unraisablehook = app.deliver_again
def run(*_):
    class Thing: pass
    thing = Thing()
    reference = weakref.ref(thing, lambda _: os.kill(os.getpid(), getattr(signal, sys.argv[1])))
    del thing
    time.sleep(20)
app._run = run
sys.exit(app.run_command_line([], None))
"""
_SIGNAL_IN_A_CLASS = """
import os, signal, sys
from confnotes.cli import app
class Descriptor:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), getattr(signal, sys.argv[1]))
        sum(range(1000))
def run(*_):
    class Thing:
        descriptor = Descriptor()
app._run_call = run
sys.exit(app.run_command_line([], None))
"""


_ON_A_BUSY_MACHINE = """
import threading, time
start = threading.Thread.start
def slowly(self):
    start(self)
    time.sleep(0.1)
threading.Thread.start = slowly
"""


@pytest.mark.parametrize(
    "program",
    [_SIGNAL_IN_A_CALLBACK, _SIGNAL_IN_A_CLASS, _ON_A_BUSY_MACHINE + _SIGNAL_IN_A_CALLBACK.replace("(20)", "(2)")],
)
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_ends_the_command_wherever_it_arrives(program: str, number: str, code: int) -> None:
    done = subprocess.run([sys.executable, "-c", program, number], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")


def test_ctrl_c_during_the_start_is_no_traceback() -> None:
    program = (
        "import builtins, os, signal, sys; from confnotes.__main__ import main; load = builtins.__import__\n"
        "def loading(name, *rest):\n"
        "    if name == 'confnotes.cli.app':\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return load(name, *rest)\n"
        "builtins.__import__ = loading; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")
