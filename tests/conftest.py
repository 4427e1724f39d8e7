"""What every test relies on: how property tests draw, and that ctrl+c reaches the programs that are started."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

# At random at a developer's, the same every time where $CI is set.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a job that a shell put into the background
    signal.signal(signal.SIGINT, signal.default_int_handler)
