"""Render a summary with the user's template in a separate process that can be stopped."""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys

from confnotes.errors import ConfnotesError, UsageError
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.run_beside import run_beside
from confnotes.exporters.user_template.child import MADE, REFUSED, Job
from confnotes.model.summary import Summary

SECONDS = 10
_WAIT = 6  # wall-clock factor: other programs use the processor too
_KILLED = {-getattr(signal, name, signal.SIGTERM) for name in ("SIGXCPU", "SIGKILL")}
_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")
_MISSING = re.compile(r"'(?:[\w.]+\.)?(\w+) object' has no attribute '(\w+)'")
_HINT = "See “Summary templates” in the documentation."


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The rendered template.

    Raises UsageError with the line of a template that fails or takes too much time or memory.
    """
    template = setting.template
    assert template is not None
    job = pickle.dumps(Job(template, summary, setting.words))
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    command = [sys.executable, "-P", "-m", "confnotes.exporters.user_template.child", str(SECONDS)]
    try:
        done = run_beside(command, job, seconds=_WAIT * SECONDS, environment=environment)
    except subprocess.TimeoutExpired:
        raise _endless(template.name) from None
    except OSError as error:
        raise ConfnotesError(f"cannot run templates: {error.strerror or error}") from error
    if done.stdout.startswith(MADE):
        return Output(done.stdout.removeprefix(MADE))
    if done.stdout.startswith(REFUSED):
        said = done.stdout.removeprefix(REFUSED).decode("utf-8", "replace")
        raise UsageError(_MISSING.sub(r"\1 has no “\2”", said), _HINT)
    if done.returncode in _KILLED:
        raise _endless(template.name)
    raise UsageError(f"{template.name} uses too much memory", "Reduce what the template renders at once.")


def _endless(name: str) -> UsageError:
    return UsageError(f"{name} takes longer than {SECONDS} seconds", "Look for nested loops.")
