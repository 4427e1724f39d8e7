"""What a source says, as a second pair of eyes reads it: titles, starts and speakers, found without any importer."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from confnotes.model.program import Program

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True)
class TrueTalk:
    """One talk. `start` is aware where the source gives a zone or offset, else wall-clock time; None without one."""

    title: str
    start: datetime | None = None
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Shares from 0 to 1; `starts` of the talks that both have, `speakers` as the F-measure over their names."""

    talks: int
    found: int
    recall: float
    precision: float
    starts: float
    speakers: float
    differences: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether every bar is met."""
        return min(self.recall, self.precision, self.starts) >= 0.99 and self.speakers >= 0.97


def compare(truth: Sequence[TrueTalk], program: Program) -> Comparison:
    """Hold a program against the truth: each talk pairs with one of the same title, of the same start if there is."""
    found = [
        TrueTalk(talk.title or "", talk.starts_at, tuple(speaker.name for speaker in talk.speakers))
        for talk in program.talks()
    ]
    differences: list[str] = []
    pairs = _paired(truth, found)
    right_starts = sum(_same_moment(true.start, other.start) for true, other in pairs)
    right = true_names = found_names = 0
    for true, other in pairs:
        mine, theirs = Counter(map(_fold, true.speakers)), Counter(map(_fold, other.speakers))
        right += (mine & theirs).total()
        true_names += mine.total()
        found_names += theirs.total()
        if mine != theirs:
            differences.append(f"speakers of “{true.title[:60]}”: {true.speakers} but found {other.speakers}")
        if not _same_moment(true.start, other.start):
            differences.append(f"start of “{true.title[:60]}”: {true.start} but found {other.start}")
    paired_true, paired_found = {id(true) for true, _ in pairs}, {id(other) for _, other in pairs}
    differences += [f"missing: {talk}" for talk in truth if id(talk) not in paired_true]
    differences += [f"not there: {talk}" for talk in found if id(talk) not in paired_found]
    return Comparison(
        talks=len(truth),
        found=len(found),
        recall=_share(len(pairs), len(truth)),
        precision=_share(len(pairs), len(found)),
        starts=_share(right_starts, len(pairs)),
        speakers=_share(2 * right, true_names + found_names),
        differences=tuple(differences),
    )


def _paired(truth: Sequence[TrueTalk], found: Sequence[TrueTalk]) -> list[tuple[TrueTalk, TrueTalk]]:
    pairs: list[tuple[TrueTalk, TrueTalk]] = []
    left, right = list(truth), list(found)
    for with_start in (True, False):
        waiting: dict[object, list[TrueTalk]] = {}
        for other in right:
            waiting.setdefault(_key(other, with_start), []).append(other)
        rest = []
        for true in left:
            same = waiting.get(_key(true, with_start))
            if same:
                pairs.append((true, same.pop(0)))
            else:
                rest.append(true)
        taken = {id(other) for _, other in pairs}
        left, right = rest, [other for other in right if id(other) not in taken]
    return pairs


def _key(talk: TrueTalk, with_start: bool) -> tuple[str, datetime | None]:
    title = _fold(plain(talk.title)).rstrip(".") or " ".join(sorted(map(_fold, talk.speakers)))
    return title, _instant(talk.start) if with_start else None


def _instant(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment


def _same_moment(true: datetime | None, found: datetime | None) -> bool:
    """The same instant; the same wall-clock where one side has no zone."""
    if true is None or found is None:
        return true is found
    if true.tzinfo and found.tzinfo:
        return true == found
    return true.replace(tzinfo=None) == found.replace(tzinfo=None)


def plain(text: str) -> str:
    """A title as it is read: no tags, no entities, no line breaks."""
    return " ".join(html.unescape(html.unescape(_TAG.sub("", text))).replace("\u200b", "").split())


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def names(people: Iterable[str]) -> tuple[str, ...]:
    """Names without white space and marks of equal contribution around them."""
    return tuple(" ".join(name.split()).rstrip("*") for name in people if name.strip())
