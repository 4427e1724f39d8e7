"""Summaries of conferences with 300 and 3,000 notes, against markdown-it-py alone on the same text."""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from functools import partial
from itertools import count as count_up
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import words_of
from bench.measure import Bench, Row, command, together

NOTES = 300
CONFERENCE = "Harbour ML 2021"
_FIRST_DAY = date(2021, 6, 7)
_ALONE = """
import sys
from pathlib import Path
from markdown_it import MarkdownIt
parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
paths = sorted(Path(sys.argv[1]).glob("2021-*.md"))
made = [parser.render(path.read_text(encoding="utf-8").partition("\\n---\\n")[2]) for path in paths]
Path(sys.argv[2]).write_text("".join(made), encoding="utf-8")
"""


def run(bench: Bench) -> list[Row]:
    """Turn and turn about, each as a command from the shell."""
    return [
        *_exports(bench, NOTES, 7, {"markdown": 2.0, "html": 2.0}),
        *_exports(bench, 10 * NOTES, 3, {"html": 1.6}),
    ]


def _exports(bench: Bench, count: int, times: int, targets: dict[str, float]) -> list[Row]:
    folder = conference_of(bench, count)
    environment = bench.environment()
    made = bench.folder / "alone.html"
    alone = command([sys.executable, "-c", _ALONE, str(folder / CONFERENCE), str(made)], environment)
    alone()
    with TemporaryDirectory(dir=bench.folder) as fresh:  # what is exported again writes only the pages that changed
        places = iter(Path(fresh) / f"{number}" for number in count_up())
        ours = [sys.executable, "-m", "confnotes", "--vault", str(folder), "export", CONFERENCE]

        def exported(form: str) -> object:
            return command([*ours, "--format", form, "--output", str(next(places))], environment)()

        works = [partial(exported, form) for form in targets]
        for work in works:
            work()
        peer, *ours_took = together(alone, *works, times=times)
    return [
        Row(f"{count:,} notes to {form}", took, "markdown-it-py alone", peer, target)
        for took, (form, target) in zip(ours_took, targets.items(), strict=True)
    ]


def conference_of(bench: Bench, count: int) -> Path:
    """The vault of a conference with so many notes."""
    folder = bench.folder / (f"summary-{count}" if count != NOTES else "summary")
    make_conference(folder, count)
    return folder


def make_conference(folder: Path, count: int) -> None:
    """A vault of one conference, each talk with a note of about 2 KB; one that is there already stays as it is."""
    if (folder / ".confnotes").is_dir():
        return
    place = folder / CONFERENCE
    place.mkdir(parents=True, exist_ok=True)
    chance = random.Random(11)
    vocabulary = words_of(chance, 4_000)

    def words(low: int, high: int) -> str:
        return " ".join(chance.choices(vocabulary, k=chance.randint(low, high)))

    sessions = ["sessions:"]
    for number in range(count):
        day, slot = _FIRST_DAY + timedelta(days=number // 75), number % 75
        start = f"{day}T{9 + slot // 10:02d}:{slot % 10 * 6:02d}:00"
        if number % 5 == 0:
            sessions += [f"  - id: s{number}", f"    title: Session {number // 5}", f"    room: Hall {number % 4}"]
            sessions += [f"    track: Track {number // 5 % 9}", "    talks:"]
        sessions += [f"      - id: t{number}", f"        title: {words(4, 9)} {number}", f"        start: {start}"]
        sessions += [f"        speakers: [Ada Vento {number % 90}, Bo Lind {number % 70}]"]
        sessions += [f"        paper: https://arxiv.org/abs/21{number:02d}.0{number:04d}"]
        lines = [f"{words(8, 22)} ^t09{number % 60:02d}{line:02d}" for line in range(3)]
        minute = f"{number % 60:02d}"
        lines += [f"- {words(6, 16)} #{chance.choice(vocabulary[:12])} ^t10{minute}{at:02d}" for at in range(12)]
        lines += [f"  - {words(5, 12)}, $x_{{{at}}} = \\sum_i w_i$" for at in range(3)]
        lines += ["", f"? {words(5, 12)}", f"! {words(5, 12)}", "", f"- [ ] read {words(3, 6)}", f"Me: {words(8, 18)}"]
        lines += ["", "## Method", "", f"*{words(3, 5)}* and **{words(2, 4)}**, see <https://example.org/{number}>", ""]
        lines += ["| a | b |", "| --- | --- |", f"| {words(1, 3)} | {words(1, 3)} |", "", "```python", "fit(x)", "```"]
        lines += ["", "## Takeaways", "", f"- {words(6, 14)}", f"- {words(6, 14)}"]
        head = ["---", "type: note", f"talk: harbour-ml-2021/t{number}", f"start: {start}", "---", ""]
        text = "\n".join([*head, *lines, ""])
        (place / f"{start[:10]} {start[11:16].replace(':', '')} Talk {number}.md").write_text(text, encoding="utf-8")
    (place / "program.yaml").write_text("\n".join(sessions) + "\n", encoding="utf-8")
    head_note = f"---\ntitle: {CONFERENCE}\ntype: conference\nstart: {_FIRST_DAY}\nend: {day}\n---\n"
    (place / f"{CONFERENCE}.md").write_text(head_note, encoding="utf-8")
    (folder / ".confnotes").mkdir()
