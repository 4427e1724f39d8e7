"""`make highlights`: the draft of the highlights against the lines that an editor chose from nine people's notes.

Two tables: with the thresholds as they are, and with those that are best for the eight other sets, which shows how much
of the figure is owed to having seen the set. The sets, and the judge that counts, lie beside the checkout; without them
there is nothing to measure.
"""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from confnotes.actions.begin_vault import begin_vault
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import preview
from confnotes.errors import ConfnotesError
from confnotes.importers.reading import Hints
from confnotes.model.summary import Summary, SummaryHighlight, SummaryOrder
from confnotes.report.draft_highlights import LIMITS, DraftLimits
from confnotes.report.highlights import highlights
from confnotes.report.summarise import summarise

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
LABELS = CORPORA / "highlights"
NOTES = (CORPORA / "notes", CORPORA / "pages" / "conferences-and-notes")
_AT = datetime(2026, 1, 1, 12)

GRID = [
    DraftLimits(good, least, lines)
    for good, least, lines in itertools.product((4.1, 4.3, 4.5, 4.7, 4.9), (2.9, 3.3, 3.7), (4, 5, 7))
]
PICKS, WITH_FAIR, PROPOSALS = 0.45, 0.82, 3
"""The least shares of an editor's choices, and with those that would do, and the least proposals of a set."""


@dataclass(frozen=True)
class LabelledSet:
    """Somebody's notes as summaries, and which of their lines an editor chose."""

    name: str
    label: Mapping[str, Any]
    folder: Path
    summaries: Sequence[Summary]


@dataclass(frozen=True)
class SetScore:
    """The shares of proposals that an editor chose, and that would do, their number, and how many must not be there."""

    picks: float
    with_fair: float
    proposals: int
    never: int


def main() -> int:
    """Print both tables; 1 if the draft as it is misses a bar."""
    if not LABELS.is_dir():
        print("the labelled notes are not beside this checkout: nothing to measure")
        return 0
    sys.path.insert(0, str(LABELS))
    judge = import_module("check_highlights")
    with tempfile.TemporaryDirectory() as place:
        sets = list(labelled_sets(judge, Path(place)))
    scores = {limits: [score(judge, one, limits) for one in sets] for limits in {LIMITS, *GRID}}
    kept = scores[LIMITS]
    left_out = [scores[best(scores, without=at)][at] for at in range(len(sets))]
    print(f"{'set':28}{'picks':>7}{'fair':>7}{'made':>6}{'never':>7}   left out: picks   fair")
    for one, now, apart in zip(sets, kept, left_out, strict=True):
        print(
            f"{one.name:28}{now.picks:7.0%}{now.with_fair:7.0%}{now.proposals:6}{now.never:7}"
            f"{apart.picks:18.0%}{apart.with_fair:7.0%}"
        )
    for name, rows in (("as it is", kept), ("each set left out", left_out)):
        print(f"{name}: picks {mean(rows, 'picks'):.1%}, with those that would do {mean(rows, 'with_fair'):.1%}")
    good = mean(kept, "picks") >= PICKS and mean(kept, "with_fair") >= WITH_FAIR
    return 0 if good and not any(one.never or one.proposals < PROPOSALS for one in kept) else 1


def labelled_sets(judge: Any, place: Path) -> Iterator[LabelledSet]:
    """The sets whose notes are there, imported into vaults of their own."""
    for path in sorted(LABELS.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        folder = judge.home(label, list(NOTES))
        if folder is not None:
            source = judge.notes(folder, label, place / path.stem / "notes" / folder.name)
            yield LabelledSet(label["set"], label, folder, list(_summaries(source, place / path.stem / "vault")))


def _summaries(source: Path, place: Path) -> Iterator[Summary]:
    vault = begin_vault(str(place)).vault
    try:
        previews = preview([str(source)], Hints())
        write(vault, previews)
    except ConfnotesError:  # it does not name its conference
        write(vault, preview([str(source)], Hints(source.name)))
    for folder in vault.conferences():
        yield summarise(vault, SummaryOrder(folder), _AT)


def score(judge: Any, one: LabelledSet, limits: DraftLimits) -> SetScore:
    """How the draft of a set fares with these thresholds; several conferences take turns."""
    lists = [list(_texts(_drafted(summary, limits))) for summary in one.summaries]
    turns = [text for row in itertools.zip_longest(*lists) for text in row if text is not None]
    found = judge.judge(one.label, one.folder, turns)
    return SetScore(found["share"], found["fair_share"], found["proposals"], found["never"])


def _drafted(summary: Summary, limits: DraftLimits) -> tuple[SummaryHighlight, ...]:
    items = list(summary.by_id.values())
    return highlights(items, {}, {item.id: item.rating for item in items}, summary.overview, limits)


def _texts(found: Iterable[SummaryHighlight]) -> Iterator[str]:
    for one in found:
        yield from dict.fromkeys([one.text] if one.text else [line.text for line in one.takeaways])


def best(scores: Mapping[DraftLimits, Sequence[SetScore]], *, without: int) -> DraftLimits:
    """The thresholds that are best for all sets but one: no line that must not be there, then the most picks."""

    def worth(limits: DraftLimits) -> tuple[int, int, float]:
        rows = [row for at, row in enumerate(scores[limits]) if at != without]
        few = sum(row.proposals < PROPOSALS for row in rows)
        return (-sum(row.never for row in rows), -few, mean(rows, "picks") + mean(rows, "with_fair"))

    return max(GRID, key=worth)


def mean(rows: Sequence[SetScore], name: str) -> float:
    """The mean of a figure over the sets."""
    return float(sum(getattr(row, name) for row in rows) / max(1, len(rows)))


if __name__ == "__main__":
    sys.exit(main())
