"""A key in notes of 10 KB, 100 KB and 1 MB with live preview, against a bare TextArea with the same text.

Both programs run at once and get each key in turn, so that a noisy machine is noisy for both. A time is from the key to
the last byte of what it draws.
"""

from __future__ import annotations

import random
import sys
from datetime import datetime
from statistics import median

from bench.bare_apps import text_area
from bench.corpus import words_of
from bench.measure import Bench, Row, share
from bench.pty_driver import Screen
from bench.talk_script import talk_script
from confnotes.tui.visits import Visits

SIZES = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000}
KEYS = 240
_LAST = "the last line"


def sized_note(characters: int) -> str:
    """Notes as they are typed in talks, with emphasis, math, code and tables between them, of about this length."""
    chance = random.Random(characters)
    words = [word for word in words_of(chance, 3000) if len(word) > 2]
    typed = iter(talk_script(characters).lines)
    lines: list[str] = []
    length = 0
    while length < characters:
        line = next(typed)
        if not line and chance.random() < 0.3:
            line = chance.choice(_PARTS).format(*chance.sample(words, 4))
        lines.append(line)
        length += len(line) + 1
    return "\n".join([*lines, "", _LAST, ""])


_PARTS = (
    "\n## {} {}\n",
    "\n```python\ndef {}({}):\n    return {} + 1  # {}\n```\n",
    "\n| {} | {} |\n| --- | --- |\n| {} | {} |\n",
    "\nthe **{}** of $\\ell_2 \\le x^2$ is ==more {}== than `{}` and *{}*\n",
    "\n> [!note] {}\n> {} {} {}\n",
)


def run(bench: Bench) -> list[Row]:
    """At the end of the text, where notes are typed."""
    rows: list[Row] = []
    keys = talk_script(KEYS).strokes[:KEYS]
    for name, characters in SIZES.items():
        note = sized_note(characters)
        vault = bench.talk_vault(note)
        Visits(vault.root).seen("Benchmark 2019/The talk.md", "benchmark-2019/1", datetime(2019, 12, 10, 10, 5))
        plain = bench.folder / "plain.md"
        plain.write_text(note, encoding="utf-8")
        environment = bench.environment()
        own: list[float] = []
        bare: list[float] = []
        with (
            Screen([sys.executable, "-m", "confnotes", "--vault", str(vault.root)], environment) as ours,
            Screen(text_area(str(plain)), environment) as peer,
        ):
            ours_painted, peer_painted = ours.until(_LAST, 60), peer.until(_LAST, 60)
            ours.settle(2.0)
            peer.settle(1.0)
            print(f"  {name}: first paint {ours_painted:.0f} ms, bare {peer_painted:.0f} ms", file=sys.stderr)
            for key in keys:
                own.append(ours.key(key))
                bare.append(peer.key(key))
        rows += [
            Row(f"a key in {name}", median(own), "bare TextArea", median(bare), 0.6),
            Row(f"99 of 100 keys in {name}", share(own, 0.99), "bare TextArea", share(bare, 0.99), 0.6),
        ]
    return rows
