"""Programs and notes as people write them, and what a careful reader finds in each.

`written_pages/NAME.truth.json` says it of the file or folder `target` beside it, written before any importer saw the
page. `python tests/importers/test_written_pages.py [NAME ...]` prints a line a page, and what was read otherwise.

How the truth is meant, item by item:

- `title_also` are as good as `title`; an `untitled` or `untitled_ok` talk may be known by its speakers instead.
- `start` is wall-clock time. An hour alone: the page states no day, an invented one is a fault. null: the page states
  neither, so that only a day outside `start_day`..`end_day` is a fault. `starts_also`: the same hour in other zones.
  `null_ok`: no start is right as well; `day_ok`: so is any hour of the day.
- `speakers` null: not judged. A chair at a talk is no fault.
- `optional` items count neither way. `notes` are words that the notes of a `talk` must hold.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from confnotes.actions.importing.read_sources import preview
from confnotes.errors import ConfnotesError
from confnotes.exporters.data.program_json import program_object
from confnotes.importers.reading import Hints

PAGES = Path(__file__).parent / "written_pages"
TRUTHS = sorted(PAGES.glob("*.truth.json"))
SHARES = ("recall", "precision", "starts", "speakers", "notes", "conference", "dates")
_ALIKE = 0.9
_DEGREES = {"dr", "prof", "professor"}
_UNTITLED = re.compile(r"(?i)(invited|key ?note|plenary|talk|lecture|workshop|vortrag)\b")

Json = dict[str, Any]
Pair = tuple[Json, Json]


@dataclass
class Judgement:
    """How many there are of what a share counts, how many are right, and what was read otherwise."""

    of: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)

    def judge(self, share: str, fine: bool, otherwise: str) -> None:
        """Count one."""
        self.of[share] += 1
        self.right[share] += fine
        if not fine:
            self.said.append(f"{share}: {otherwise}")

    def share(self, name: str) -> float:
        """From 0 to 1; 1 of nothing."""
        return self.right[name] / self.of[name] if self.of[name] else 1.0

    def __str__(self) -> str:
        return "".join(f"{self.share(name) * 100:11.1f}" if self.of[name] else f"{'-':>11}" for name in SHARES)


def test_pages_are_read_as_well_as_ever() -> None:
    floors = tomllib.loads((PAGES / "floors.toml").read_text(encoding="utf-8"))["floors"]

    total = together([judged(path) for path in TRUTHS])

    assert {name: share for name in SHARES if (share := total.share(name)) < floors[name]} == {}


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_truth_stands_beside_a_page(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))

    assert (PAGES / truth["target"]).exists()
    assert {note["talk"] for note in truth["notes"]} <= {title for item in truth["items"] for title in titles(item)}


def judged(path: Path) -> Judgement:
    """Hold what is read of a page against its truth."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    try:
        programs: list[Json] = [program_object(one.read) for one in preview([str(PAGES / truth["target"])], Hints())]
    except ConfnotesError as error:
        programs = []
        refusal = f"refused: {error.message}"
    else:
        refusal = ""
    judgement = judge_programs(truth, programs)
    judgement.said[:0] = [refusal] if refusal else []
    return judgement


def judge_programs(truth: Json, programs: list[Json]) -> Judgement:
    """Hold programs against the truth of the page that they were read of."""
    judgement = Judgement()
    sessions = [session for program in programs for session in program.get("sessions") or []]
    pairs, missing, left = paired(truth["items"], items_of(sessions))
    headings, missing, _ = paired(missing, headings_of(sessions))
    for item in missing:
        if not item["optional"]:
            judgement.judge("recall", False, f"no {item['title']!r}")
    for talk in left:
        judgement.judge("precision", False, f"what is {talk.get('title')!r} {names(talk)}")
    for item, talk in pairs + headings:
        if not item["optional"]:
            judge_item(judgement, truth, item, talk)
    for note in truth["notes"]:
        texts = [plain(talk.get("notes")) for item, talk in pairs if note["talk"] in titles(item)]
        judgement.judge("notes", any(plain(note["words"]) in text for text in texts), f"{note['words']!r}")
    if truth["conference"]:
        judge_conference(judgement, truth, [program.get("conference") or {} for program in programs])
    dates = {one["date"] for program in programs for one in program.get("deadlines") or []}
    for date in truth["key_dates"]:
        judgement.judge("dates", date["date"] in dates, f"no {date['label']!r} on {date['date']}")
    return judgement


def judge_conference(judgement: Judgement, truth: Json, conferences: list[Json]) -> None:
    """Count the name of the conference; its year may stand in the name or beside it."""
    said = next((one for one in conferences if one.get("name")), {"name": "", "year": None})
    wanted = [truth["conference"], *truth["conference_also"]]
    ways = [(f"{said['name']}", one) for one in wanted]
    ways += [(f"{said['name']} {said['year']}", one) for one in wanted]
    ways += [(f"{said['name']}", f"{one} {said['year']}") for one in wanted]
    fine = any(alike(name, one) >= _ALIKE for name, one in ways)
    judgement.judge("conference", fine, f"{said['name']!r} is not {truth['conference']!r}")


def judge_item(judgement: Judgement, truth: Json, item: Json, talk: Json) -> None:
    """Count an item that was found, its start and its speakers."""
    judgement.judge("recall", True, "")
    judgement.judge("precision", True, "")
    on_time = starts_right(truth, item, talk["start"] or "")
    if on_time is not None:
        judgement.judge("starts", on_time, f"{talk['start']} is not {item['start']}: {item['title']!r}")
    if item["speakers"] is not None and (item["speakers"] or names(talk)):
        wanted = people(item["speakers"])
        fine = wanted in (people(names(talk)), people(names(talk, chairs=False)))
        judgement.judge("speakers", fine, f"{names(talk)} are not {item['speakers']}: {item['title']!r}")


def together(judgements: list[Judgement]) -> Judgement:
    """The items of all pages."""
    total = Judgement()
    for one in judgements:
        total.of += one.of
        total.right += one.right
    return total


def items_of(sessions: list[Json]) -> list[Json]:
    """Every talk, with its session's start where it has none, and its session's title where it is the only one."""
    found = []
    for session in sessions:
        talks = session.get("talks") or []
        for talk in talks:
            title = talk.get("title")
            if not title and (len(talks) == 1 or not names(talk)):
                title = session.get("title")
            found.append({**talk, "title": title, "start": talk.get("start") or session.get("start")})
    return found


def headings_of(sessions: list[Json]) -> list[Json]:
    """The sessions whose title is no talk's of theirs: what a page calls an item may be read as one."""
    return [
        {"title": session["title"], "start": session.get("start")}
        for session in sessions
        if session.get("title")
        and folded(session["title"]) not in [folded(talk.get("title")) for talk in session.get("talks") or []]
    ]


def paired(items: list[Json], talks: list[Json]) -> tuple[list[Pair], list[Json], list[Json]]:
    """Each item with the talk most like it, the nearest start first; the items and the talks that are left."""
    ways = sorted(
        (
            (likeness + 0.02 * same_start(item, talk) + 0.01 * same_people(item, talk), -abs(at - other), at, other)
            for at, item in enumerate(items)
            for other, talk in enumerate(talks)
            if (likeness := fits(item, talk)) >= _ALIKE
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for _, _, at, other in ways:
        if at not in taken and other not in taken.values():
            taken[at] = other
    return (
        [(items[at], talks[other]) for at, other in sorted(taken.items())],
        [item for at, item in enumerate(items) if at not in taken],
        [talk for other, talk in enumerate(talks) if other not in taken.values()],
    )


def fits(item: Json, talk: Json) -> float:
    """How alike the titles are, from 0 to 1; 1 where an untitled talk is known by its speakers."""
    title = talk.get("title") or ""
    same = same_people(item, talk)
    if item.get("untitled_ok") and not title and same:
        return 1.0
    if item.get("untitled") and same and (not title or people([title]) == people(item["speakers"])):
        return 1.0
    if item.get("untitled") and same and _UNTITLED.match(title):
        return 1.0
    return max(alike(title, one) for one in titles(item))


def starts_right(truth: Json, item: Json, got: str) -> bool | None:
    """Whether a start is as the truth says; None where that cannot be told."""
    wanted = item["start"] or ""
    day = got[:10] if re.match(r"\d{4}-", got) else ""
    if not wanted:
        return None if not day or (truth["start_day"] and truth["start_day"] <= day <= truth["end_day"]) else False
    if "-" not in wanted:
        return not day and got.lstrip("T")[:5] == wanted if got else None
    if not got:
        return bool(truth["null_ok"])
    if truth["day_ok"] or "T" not in wanted:
        return day == wanted[:10]
    return got[:16] in (wanted, *item.get("starts_also", ()))


def same_start(item: Json, talk: Json) -> bool:
    """Whether the hour is the same, and the day where both have one."""
    wanted, got = item["start"] or "", talk["start"] or ""
    return bool(wanted) and wanted[-5:] == got[11:16] and (len(wanted) < 10 or wanted[:10] == got[:10])


def same_people(item: Json, talk: Json) -> bool:
    """Whether the speakers are those of the truth."""
    return bool(item["speakers"]) and people(item["speakers"]) == people(names(talk))


def names(talk: Json, *, chairs: bool = True) -> list[str]:
    """The names of its speakers."""
    return [one["name"] for one in talk.get("speakers") or [] if chairs or one.get("role") != "chair"]


def people(written: list[str]) -> Counter[frozenset[str]]:
    """Names as sets of folded words: without degrees and brackets, in any order."""
    bare = [re.sub(r"\([^()]*\)|@\S+", "", name) for name in written]
    found = (frozenset(map(folded, re.findall(r"[^\W_]+", name))) - _DEGREES for name in bare)
    return Counter(person for person in found if person)


def titles(item: Json) -> list[str]:
    """The titles that are right."""
    return [item["title"], *item["title_also"]]


def alike(one: str, other: str) -> float:
    """From 0 to 1, by letters and digits."""
    one, other = folded(one), folded(other)
    if one == other:
        return 1.0
    if not one or not other or min(len(one), len(other)) <= 0.8 * max(len(one), len(other)):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def folded(text: str | None) -> str:
    """Letters and digits without case and accents; a text of signs alone as it is."""
    bare = unicodedata.normalize("NFKD", (text or "").translate(str.maketrans("łŁøØđĐıæœ", "lLoOdDiao"))).casefold()
    return "".join(sign for sign in bare if sign.isalnum()) or (text or "").strip()


def plain(text: str | None) -> str:
    """Words without emphasis, quotation marks of Markdown, and line ends."""
    return " ".join(re.sub(r"[*_`]|(?m:^\s*>+ ?)", "", text or "").split())


def main(parts: list[str]) -> None:
    """Print the table; of the pages that are named, what was read otherwise, too."""
    print(f"{'page':32}" + "".join(f"{name:>11}" for name in SHARES))
    chosen = [path for path in TRUTHS if not parts or any(part in path.name for part in parts)]
    judgements = []
    for path in chosen:
        judgements.append(judged(path))
        print(f"{path.name.removesuffix('.truth.json'):32}{judgements[-1]}")
        for words in judgements[-1].said if parts else ():
            print(f"    {words}")
    print(f"{f'{len(chosen)} pages':32}{together(judgements)}")


if __name__ == "__main__":
    main(sys.argv[1:])
