"""The callouts that a merge leaves where both sides changed the same words: find them, and keep what the user chooses.

`merge_lines` shows one, and writes it. Its parts may have several lines after somebody edited them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from confnotes.merge.merge_lines import CONFLICT, RULE


class KeptVersion(StrEnum):
    """What to keep of a callout."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ConflictCallout:
    """A callout in lines `first` up to `end` of a text, from 0: the names of both sides, and their lines."""

    first: int
    end: int
    names: tuple[str, str]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    def kept(self, choice: KeptVersion) -> tuple[str, ...]:
        """The lines to write in its place."""
        ours = self.ours if choice is not KeptVersion.THEIRS else ()
        return (*ours, *(self.theirs if choice is not KeptVersion.OURS else ()))


def find_callouts(lines: Sequence[str]) -> list[ConflictCallout]:
    """The callouts of a text that have both versions."""
    return list(_callouts(lines))


def _callouts(lines: Sequence[str]) -> Iterator[ConflictCallout]:
    heads = [at for at, line in enumerate(lines) if _inner(line).startswith(CONFLICT) and line.startswith(">")]
    for head, stop in zip(heads, (*heads[1:], len(lines)), strict=False):
        end = next((at for at in range(head, stop) if not lines[at].startswith(">")), stop)
        inner = [_inner(line) for line in lines[head + 1 : end]]
        if RULE not in inner:
            continue
        rule = inner.index(RULE)
        ours = inner[: rule - 1 if rule and not inner[rule - 1] else rule]
        skipped = rule + 1 + inner[rule + 1 : rule + 2].count("")
        theirs = inner[skipped : skipped + max(1, len(ours))]  # a quote of the user may follow
        if not ours or not theirs:
            continue
        names = _inner(lines[head]).removeprefix(CONFLICT).strip().split(" / ")
        yield ConflictCallout(head, head + 1 + skipped + len(theirs), (names[0], names[-1]), tuple(ours), tuple(theirs))


def _inner(line: str) -> str:
    """A line of a quote without its sign."""
    return line.removeprefix(">").removeprefix(" ")
