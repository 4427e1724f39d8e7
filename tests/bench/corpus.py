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


def make_program(folder: Path, name: str) -> None:
    """Add a conference of 6,000 talks in 40 rooms on six days; one that is there already stays as it is."""
    place = folder / name
    if place.is_dir():
        return
    place.mkdir()
    lines, number = ["sessions:"], 0
    for day in range(8, 14):
        for room in range(40):
            lines += [f"  - id: s{day}-{room}", f"    title: Session {room}", f"    room: Hall {room}", "    talks:"]
            for slot in range(25):
                number += 1
                start, end = (f"2019-12-{day:02d}T{8 + at // 3:02d}:{at % 3 * 20:02d}:00" for at in (slot, slot + 1))
                lines += [f"      - id: '{number}'", f"        title: Talk {number} about things"]
                lines += [f"        start: {start}", f"        end: {end}", f"        speakers: [Ann {number}, Bob]"]
                if number % 3 == 0:
                    note = f"---\ntalk: {name.lower().replace(' ', '-')}/{number}\n---\n- a line\n- another\n"
                    (place / f"Talk {number}.md").write_text(note, encoding="utf-8")
    (place / "program.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    head = f"---\ntitle: {name}\nstart: 2019-12-08\nend: 2019-12-13\ntimezone: America/Vancouver\n---\n"
    (place / f"{name}.md").write_text(head, encoding="utf-8")


def words_of(chance: random.Random, count: int) -> list[str]:
    """Words, the commonest first; about so many."""
    made = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]
    return list(dict.fromkeys(["the", "of", "and", "to", "in", "is", "we", "for", *_TECHNICAL, *made]))


def _generate(folder: Path, count: int) -> None:
    chance = random.Random(7)
    vocabulary = words_of(chance, 30_000)
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
