"""How well each line of a note would do on page one.

A line's score is the sum of its signals times `WEIGHTS`: few, and round, as they hold for notes of any kind. A full
sentence that advises, compares, judges or says why does well in the notes of sixteen people of whom an editor chose
the lines; more signals, with finer weights, did better on the notes that the weights came from and worse on others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from math import fsum

from confnotes.markup.plain import plain_text
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import SummaryItem, SummaryNote
from confnotes.report.follow_ups import is_follow_up
from confnotes.report.headed_lines import headed
from confnotes.report.line_signals import content_words, explains, line_signals, sums_up, words_in
from confnotes.report.quotable_lines import MOST_LINES, QuotableLine, announces, quotable_lines
from confnotes.report.whole_lists import whole_lists

WEIGHTS = {
    "length": 3.2,
    "states": 1.8,
    "sentence": 0.5,
    "closing": 1.5,
    "marked": 1.0,
    "names": -1.8,
    "back": -0.8,
    "beside": -1.5,
}
_LAST, _FEWEST_BEFORE_LAST = 3, 9
"""The lines that end a note, and how many one has that comes to an end."""

_MOST_SUMMED = 12
"""Lines below a heading: more of them are the notes themselves, even if it is called “My impressions”."""

_UNFIT = re.compile(
    r"""\b(?:discount|coupon|promo|voucher)s?(?:[ ]codes?)?\b[^.]{0,9}(?::|\Z|[ ]for\b)
        | \bfor[ ]an?[ ](?:\d+[ ]?%[ ])?discount\b
        | \b(?:people|many|most|half|some|few)[ ](?:people[ ])?(?:in|of)[ ]the[ ](?:audience|room|crowd)\b
        | \bshow[ ]of[ ]hands\b
        | \bi[ ](?:\w+[ ])?(?:thought|expected|assumed|hoped)[ ](?:that[ ])?(?:this|the)[ ](?:talk|workshop|session)\b
        | \b(?:won['’]t|will[ ]not|not[ ]going[ ]to)[ ](?:be[ ])?(?:look|cover|talk|discuss|go[ ](?:in|over))(?:ing)?\b
        | \(photo: | \btbd\b | \A[ ]*(?:~.*~|\([^()]*\)|\[[^\[\]]*\])\W*\Z
        | \b(?:tak(?:e|ing)|took|wr(?:ite|iting|ote))[ ](?:\w+[ ]){0,3}notes\b
        | (?:\b(?:no|not|nothing|without)|n['’]t)\b[^.;]{0,24}?(?<!release[ ])\bnote[sd]\b
        | \bmissed[ ](?:(?:this|that)[ ](?:one|talk|session)|the[ ](?:talk|beginning|start|end|first|rest))\b
        | \b(?:keine|ohne|kaum)[ ](?:\w+[ ])?notizen\b | \bnicht[ ](?:mitgeschrieben|dabei|gesehen)\b
        | \b(?:pas|sans|aucune|peu)[ ](?:\w+[ ])?(?:d[e’'][ ]?)?notes?\b | \b(?:sin|no[ ]tom\w+|no[ ]tengo)[ ]notas\b
        | \b(?:did|could|can|have|was|were|is|are)(?:n['’]?t|[ ]not)\b.{0,24}?
          \b(?:see|seen|seeing|view|viewing|watch|watched|watching|attend|attended)\b
        | (?:\A\W*|\bi[ ])
          (?:(?:could|can|did|was|am)(?:n['’]?t|[ ]not)|(?:can|could)[ ]hardly|(?:(?:was|am)[ ])?unable)\b
          .{0,12}?\b(?:understand|follow|catch|keep[ ]up|hear)\b
        | \bi(?:['’]m|[ ]am)[ ](?:\w+[ ])?lost\b
        | \A\W*(?:i[ ])?did(?:n['’]?t|[ ]not)[ ]go\b
        | \A\W*(?:\w+[ ])?worth[ ](?:an?[ ])?(?:watch|listen|look|read)(?:ing)?\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Lines that show a picture, are struck out or an aside in brackets, or say that the talk was not seen, understood or
noted, or is still to be seen.
"""


@fast_dataclass(frozen=True, slots=True)
class ScoredLine:
    """A line of an item's notes, as Markdown and in plain `words`, and how well it would do on page one.

    `told` is the line as it is quoted, after the one that it belongs to if it needs that; `sums_up`: it is in a part of
    its note that sums up the talk; `is_list`: it is a list of short items as a whole; `place`: its order in them, one
    more than that of the line right above, below the same heading; `closes`: it is among the last of its note.
    """

    item: str
    text: str
    score: float
    words: str
    told: str
    quoted: bool = False
    sums_up: bool = False
    is_list: bool = False
    place: tuple[int, int] = (0, 0)
    closes: bool = False
    explains: bool = False


@lru_cache(maxsize=512)  # highlights, digest and themes ask for those of the same items
def scored_lines(item: SummaryItem) -> tuple[ScoredLine, ...]:
    """The lines of an item's notes that could be quoted, in order, without those that are its takeaways, and lists of
    short items after each note.
    """
    return tuple(_scored(item))


def _scored(item: SummaryItem) -> Iterator[ScoredLine]:
    title = content_words(words_in(item.title))
    subject = title.difference(word.rstrip("s") for speaker in item.speakers for word in words_in(speaker.name))
    taken = tuple(plain_text(one.text) for one in item.takeaways if one.in_text)
    for number, note in enumerate(item.notes):
        lines = list(islice(_in_order(note), MOST_LINES))
        closing = {line.row for line in lines[-_LAST:]} if len(lines) >= _FEWEST_BEFORE_LAST else set()
        counts = Counter(line.heading for line in lines)
        summed = [replace(line, heading="") if counts[line.heading] > _MOST_SUMMED else line for line in lines]
        fit = [(line, above) for line, above in zip(summed, lines, strict=True) if is_fit(line)]
        made = filter(is_fit, whole_lists(line for line, _ in fit))
        for line, above in (*fit, *((one, one) for one in made)):
            signals = line_signals(line)
            if signals is not None and not (taken and line.words.endswith(taken)):
                lacks = signals.keys() & {"sentence", "back"} != {"sentence"}
                yield ScoredLine(
                    item.id,
                    line.text,
                    score(signals),
                    line.words,
                    headed(line, above.heading, title, lacks_subject=lacks),
                    line.quoted,
                    sums_up(line),
                    line.is_list,
                    (number, line.row),
                    line.row in closing and not line.is_list,
                    explains(above, subject),
                )


def _in_order(note: SummaryNote) -> Iterator[QuotableLine]:
    """The lines of a note but those of paragraphs that announce the talk, with their places as rows."""
    at, heading = 0, ""
    for line in (line for text in (note.text, note.view) for line in _without_announcements(quotable_lines(text))):
        at += 1 if line.heading == heading else 2
        heading = line.heading
        yield replace(line, row=at)


def _without_announcements(lines: Sequence[QuotableLine]) -> list[QuotableLine]:
    announced = {line.row for line in lines if announces(line.words)}
    return [line for line in lines if line.row not in announced]


def score(signals: Mapping[str, float]) -> float:
    return fsum(WEIGHTS[name] * value for name, value in signals.items())  # the same in any order


def is_fit(line: QuotableLine) -> bool:
    """Whether a line says something about its talk."""
    return _UNFIT.search(line.text) is None and not is_follow_up(line)
