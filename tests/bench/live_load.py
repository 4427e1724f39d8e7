"""What goes on beside somebody who types: others save notes in the same vault, lines come from a shell, and an index
is brought up to date.

    python tests/bench/live_load.py VAULT SECONDS

Prints a number for each line that it added to the note of the running talk.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

SAVE_EVERY, ADD_EVERY, INDEX_EVERY = 0.25, 5.0, 20.0


def main() -> None:
    """Work until the time is over or the reader is gone."""
    from confnotes.vault.vault import Vault

    vault = Vault.open(Path(sys.argv[1]))
    end = time.monotonic() + float(sys.argv[2])
    others = [path for path in vault.note_paths() if not path.startswith("Live 2019/")]
    chance, added = random.Random(5), 0
    own = [sys.executable, "-m", "confnotes", "--vault", str(vault.root)]
    next_add = next_index = time.monotonic() + 2
    indexing: subprocess.Popen[bytes] | None = None
    while time.monotonic() < end:
        time.sleep(SAVE_EVERY)
        file = vault.read(chance.choice(others))
        vault.save(file.path, f"{file.text}- seen again\n", file.version)
        if time.monotonic() >= next_add:
            next_add += ADD_EVERY
            added += 1
            subprocess.run([*own, "add", f"from the shell s{added}"], check=True, capture_output=True)
            print(added, flush=True)
        if time.monotonic() >= next_index and (indexing is None or indexing.poll() is not None):
            next_index += INDEX_EVERY
            indexing = subprocess.Popen([*own, "index"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if indexing is not None:
        indexing.wait()


if __name__ == "__main__":
    main()
