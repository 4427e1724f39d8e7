"""Twenty vaults searched as one, against one vault with the same notes: keystrokes, kinds of search, and the shell."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from bench.measure import Bench, Row, command, share, together
from bench.peers import read_notes
from bench.search_as_typed import KINDS, keystrokes
from confnotes.catalogue.searching.searchable import all_marks, index_store
from confnotes.catalogue.searching.several_vaults import SeveralVaults
from confnotes.catalogue.searching.update_index import update
from confnotes.model.hit import HitKind, Hits
from confnotes.search.engine import search
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault

VAULTS = 20
LARGE = 100_000  # notes: of smaller vaults, most of the time goes into each segment and not into its notes
TIMES = 5


def divided(whole: Vault, count: int) -> list[Vault]:
    """The notes of a vault as so many vaults of their own, whose files are the same ones on disk."""
    folder = whole.root.with_name(f"{whole.root.name}-in-{count}")
    roots = [folder / f"lab-{number:02d}" for number in range(count)]
    if not all((root / ".confnotes").is_dir() for root in roots):
        for number, path in enumerate(sorted(whole.files())):
            place = roots[number % count] / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                os.link(whole.root / path, place)
    return [Vault.create(root) for root in roots]


def is_in_same_order(some: Hits, others: Hits) -> bool:
    """Whether the notes of both come in the same order, as far as both show notes.

    Of a person met in many files, the one in the newest segment is shown, so its place depends on the segments.
    """
    pairs = zip(*([hit.path for hit in hits.hits if hit.kind is HitKind.NOTE] for hits in (some, others)), strict=False)
    return all(one == other for one, other in pairs)


def run(bench: Bench) -> list[Row]:
    """p95 and median of both, how many answers are in the same order, and a search from the shell."""
    whole = bench.vault()
    mine, *others = divided(whole, VAULTS)
    for vault in (whole, mine, *others):
        update(vault)
    set_setting("vaults", [str(mine.root.parent)])  # in a folder of the measurement
    several = SeveralVaults(mine, [vault.root for vault in others])
    several.read_all()
    index, own = index_store(whole).open(), index_store(mine).open()

    def alone(query: str, typing: bool = False) -> Hits:
        return search(index, query, marks=partial(all_marks, whole), typing=typing)

    def joined(query: str, typing: bool = False) -> Hits:
        return several.search(lambda: own, query, typing=typing)

    typed = [" ".join(words) for words in keystrokes(read_notes(whole.root))]
    asked = [query for kind in KINDS if kind.name != "links" for query in kind.queries]  # links end at their vault
    for query in asked:  # what only the first search of a program makes
        alone(query)
        joined(query)
    target = 2.0 if bench.notes >= LARGE else None
    rows = _compared("as typed", [(query, True) for query in typed], joined, alone, 1, target)
    rows += _compared("kinds of search", [(query, False) for query in asked], joined, alone, TIMES, target)
    same = sum(is_in_same_order(joined(query, True), alone(query, True)) for query in typed)
    rows.append(Row("notes in the same order", same, "keystrokes", len(typed), None, "answers", more_is_better=True))
    return [*rows, *_from_the_shell(bench, whole, mine)]


def _compared(
    name: str,
    asked: list[tuple[str, bool]],
    joined: Callable[..., object],
    alone: Callable[..., object],
    times: int,
    target: float | None,
) -> list[Row]:
    """Both with each query in turn."""
    taken = [together(partial(joined, *one), partial(alone, *one), times=times) for one in asked]
    ours, theirs = zip(*taken, strict=True)
    peer = "one vault"
    return [
        Row(f"{VAULTS} vaults, {name}, p95", share(ours, 0.95), peer, share(theirs, 0.95), target),
        Row(f"{VAULTS} vaults, {name}, median", median(ours), peer, median(theirs), target),
    ]


def _from_the_shell(bench: Bench, whole: Vault, mine: Vault) -> list[Row]:
    """A whole process, which looks at every file once."""
    program = str(Path(sys.executable).with_name("confnotes"))
    shell = {**bench.environment(), "CONFNOTES_VAULT": str(mine.root)}
    ours = command([program, "search", "python cache"], shell)
    theirs = command([program, "search", "--vault", str(whole.root), "python cache"], shell)
    ours()
    theirs()
    taken = together(ours, theirs, times=TIMES)
    return [Row(f"{VAULTS} vaults from the shell", taken[0], "one vault", taken[1], 2.0)]
