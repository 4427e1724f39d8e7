"""A program that works beside this one, and is ended when nobody wants any more what it makes."""

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
    """Run it to its end with `given` as its input.

    Raises OSError where it cannot be started, TimeoutExpired after so many `seconds`, UnwantedError when it is not
    wanted any more; it does not run on.
    """
    began, pipe = monotonic(), subprocess.PIPE
    with TemporaryFile() as source, ExitStack() as until_the_end:
        source.write(given)  # what a pipe has not taken before its first timeout, `communicate` never writes
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
