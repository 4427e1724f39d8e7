"""Kills a program that writes the index at random moments, and looks whether the next one finds what the files say.

python tests/index_kills.py [--times N] [--seed N]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from confnotes.catalogue.searching.find import find
from confnotes.catalogue.searching.searchable import index_store
from confnotes.vault.vault import Vault

NOTES: Final = 24
_LONGEST: Final = 0.25
"""Seconds that a writer lives at most, once it has begun to write."""

WRITER: Final = """
import sys
from pathlib import Path
from confnotes.search import update as updating
from confnotes.catalogue.searching.update_index import update
from confnotes.vault.vault import Vault
updating._FIRST_WORDS, updating._READ_BY_TWO = 200, 8
root, number = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
while True:
    number += 1
    (root / f"Note {number % int(sys.argv[3])}.md").write_text(f"common round{number}\\n" * 20, encoding="utf-8")
    update(Vault.open(root), rebuild=number % 5 == 0)
"""


def kill_once(root: Path, number: int, chance: random.Random) -> list[str]:
    """Let a writer write for a while, kill it, and say what is wrong then."""
    command = [sys.executable, "-c", WRITER, str(root), str(number), str(NOTES)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ)) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0.0, _LONGEST))
        writer.send_signal(signal.SIGKILL)
    return faults(Vault.open(root))


def faults(vault: Vault) -> list[str]:
    """What the index says and the files do not, or the other way round."""
    from whoosh.index import open_dir

    texts = {path: (vault.root / path).read_text(encoding="utf-8").split() for path in vault.files()}
    found = {hit.path for hit in find(vault, "common", limit=1000).hits}
    wrong = [] if found == {path for path, words in texts.items() if words} else [f"found {sorted(map(str, found))}"]
    for path, words in texts.items():
        if words and not any(hit.path == path for hit in find(vault, words[1], limit=1000).hits):
            wrong.append(f"{words[1]} of {path} is not found")
    with open_dir(index_store(vault).folder).searcher() as searcher:
        count = searcher.doc_frequency("text", "common")
    if count < len(found):
        wrong.append(f"Whoosh finds {count} of {len(found)}")
    return wrong


def run(times: int, seed: int) -> int:
    """Kill so many times; answers how many of them left something wrong."""
    chance, wrong = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = str(Path(folder) / name.lower())
        vault = Vault.create(Path(folder) / "vault")
        for number in range(times):
            if said := kill_once(vault.root, number * 1000, chance):
                wrong += 1
                print(f"kill {number + 1}: {'; '.join(said)}", file=sys.stderr)
    return wrong


def main() -> int:
    """Ends with 1 when a kill left something wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200, metavar="N", help="how many kills (default 200)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same kills again")
    chosen = parser.parse_args()
    wrong = run(chosen.times, chosen.seed)
    print(f"{chosen.times} kills, after {wrong} of them something was wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
