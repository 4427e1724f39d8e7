"""Makes one part of the goldens in the folder that it is started in, and writes it as JSON: PART FILE."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from goldens import texts
from goldens.kept import Text


def main(part: str, into: str) -> None:
    """Make the part."""
    time.perf_counter = lambda: 0.0  # by which a search tells how long it took
    if part.startswith("screens-"):
        from goldens.screens import screens

        made: list[Text] = list(screens(part.removeprefix("screens-")))
    else:
        made = list(getattr(texts, part)())
    assert len({text.name for text in made}) == len(made), "two of the same name"
    Path(into).write_text(json.dumps(made), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
