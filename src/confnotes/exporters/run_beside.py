"""Run a program that is stopped as soon as its result is no longer wanted."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic

from confnotes.wanted import go_on

_LOOK_SECONDS = 0.1


def run_beside(
    command: Sequence[str],
    given: bytes = b"",
    *,
    seconds: float | None = None,
    folder: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end with `given` as input.

    Raises OSError if it cannot be started, TimeoutExpired after `seconds`, UnwantedError if its result is no longer
    wanted; it is stopped in every case.
    """
    began, pipe = monotonic(), subprocess.PIPE
    with TemporaryFile() as source, ExitStack() as until_the_end:
        source.write(given)  # `communicate` never writes what the pipe has not accepted before its first timeout
        source.seek(0)
        process = until_the_end.enter_context(
            subprocess.Popen(command, stdin=source, stdout=pipe, stderr=pipe, cwd=folder, env=environment)
        )
        try:
            while True:
                go_on()
                try:
                    output, errors = process.communicate(timeout=_LOOK_SECONDS)
                except subprocess.TimeoutExpired:
                    if seconds is not None and monotonic() - began > seconds:
                        raise
                else:
                    return subprocess.CompletedProcess(command, process.returncode, output, errors)
        except BaseException:
            process.kill()
            raise
