"""Ten thousand talk notes of 1 to 4 KB with words as frequent as in real text; the same at every run."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from bisect import bisect
from itertools import accumulate
from pathlib import Path

SHARED_GENERATOR = Path(__file__).parents[3] / "shared" / "bench" / "gen_corpus.py"
_WORD_LIST = Path("/usr/share/dict/words")

_SYLLABLES = re.findall(
    r"\w+",
    "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo za bra cle dri flo gra pli sto tru sha nge",
)
_TECHNICAL = re.findall(
    r"\w+",
    "python async index query latency cache memory compiler runtime kernel database schema deployment tracing testing "
    "typing rust gpu tensor model inference training dataset pipeline streaming consensus security parser grammar",
)
_CONFERENCES = ("PyCon US", "EuroPython", "RustConf", "FOSDEM", "SIGMOD", "NeurIPS")


def make_corpus(folder: Path, count: int) -> None:
    """Fill the folder with notes and make it a vault; a folder that has them already stays as it is."""
    marker = folder / ".confnotes"
    if marker.is_dir():
        return
    if SHARED_GENERATOR.is_file() and _WORD_LIST.is_file():
        subprocess.run(
            [sys.executable, str(SHARED_GENERATOR), str(folder), str(count)], check=True, stdout=subprocess.DEVNULL
        )
    else:
        _generate(folder, count)
    marker.mkdir()


def _generate(folder: Path, count: int) -> None:
    chance = random.Random(7)
    made = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)]
    vocabulary = list(dict.fromkeys(["the", "of", "and", "to", "in", "is", "we", "for", *_TECHNICAL, *made]))
    weights = list(accumulate(1 / (rank + 2.7) ** 1.07 for rank in range(len(vocabulary))))

    def words(number: int) -> str:
        return " ".join(vocabulary[bisect(weights, chance.random() * weights[-1])] for _ in range(number))

    for number in range(count):
        conference = f"{chance.choice(_CONFERENCES)} {chance.randint(2015, 2026)}"
        title = " ".join(chance.sample(vocabulary[8:4000], chance.randint(3, 6))).title()
        lines = [
            "---",
            f'title: "{title}"',
            f"speaker: {words(2).title()}",
            f"conference: {conference}",
            f"date: {conference[-4:]}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            f"tags: [{', '.join(chance.sample(_TECHNICAL, 2))}]",
            f"rating: {chance.randint(1, 5)}",
            "---",
            "",
            f"# {title}",
        ]
        for _ in range(chance.randint(4, 12)):
            lines += ["", f"## {words(2)}", "", words(chance.randint(20, 60)), f"- [ ] {words(6)}", f"- {words(10)}"]
        place = folder / conference
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{title} {number:05d}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
