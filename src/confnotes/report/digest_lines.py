"""The lines that a row of the digest can tell its readers, each with what it is worth there.

Readers ask what somebody advised, why something failed and what to do about it. So advice and the end of a talk count
more here than in a draft of highlights, and definitions less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from confnotes.markup import headings
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.model.summary import SummaryItem, SummaryPoint
from confnotes.report.best_lines import best_lines, last_resort, tells_something
from confnotes.report.follow_ups import lists_follow_ups
from confnotes.report.headed_lines import names_subject, says_what_follows
from confnotes.report.line_signals import cues_in, defines, words_in
from confnotes.report.numbered_headings import numbered_headings
from confnotes.report.quotable_lines import QuotableLine, points_back, quotable_lines
from confnotes.report.scored_lines import ScoredLine, scored_lines
from confnotes.report.told_lines import compared, is_new, told_takeaways
from confnotes.report.verdicts import verdict

_LEAST_OF_A_SENTENCE = 3.0
"""The least score of a line that says more than the headings of its notes, and of a second line of a talk."""

_LEAST_OF_MORE = 2.2
"""The least score of a line that continues another one."""

_LEAST_BELOW_A_CLAIM = 4.0
"""The claim is what the author wants to say of the talk."""

_MARKED, _SUMMED_UP = 12.0, 4.0
"""What the author marked comes before all other lines, then what sums up the talk."""

_ADVICE, _CLOSES, _DEFINES, _NUMBERED = 0.3, 0.5, 0.8, 6.0
"""What advice and the end of a talk gain, what a definition loses, and the worth of points that the author numbered."""

_COMMENDED = 6.0
"""The worth of what the author thought of a talk, which helps to choose what to see again."""

_PROBLEM = re.compile(
    r"""\W*[^:]{0,30}\b(?:problems?|issues?|challenges?|obstacles?|difficult(?:y|ies)|probleme?|schwierigkeit\w*
        |problèmes?|difficultés?|dificultad(?:es)?)\b[^:]{0,20}:""",
    re.IGNORECASE | re.VERBOSE,
)
_SOLUTION = re.compile(
    r"""\A\W*(?:[^:]{0,30}\b(?:solutions?|fix(?:es)?|resolution|results?|outcome|upshot|improvements?|workarounds?
          |approach|lösung\w*|ergebnis\w*|soluci[oó]n\w*|resultados?|résultats?)\b[^:]{0,20}:
          |instead\b|so[ ](?:we|they|now)\b)
        | \b(?:solve[sd]|fixe[sd]|avoids?|instead[ ]of|reduce[sd]?|improve[sd]|workaround|turned[ ]out
          |gets?[ ][^.;]{0,20}\bdown|reus(?:e|ed|ing)|statt|vermeid\w+|réduit|évite\w*|reduce|evita\w*)\b""",
    re.IGNORECASE | re.VERBOSE,
)

_WORDS_OF_A_SHORT_NOTE = 45
"""As many as a row of the digest has where there is little room."""

_FEWEST_OF_THE_ROOM, _FEWEST_WORDS = 4, 3
"""Words of an item of a short note that is shown whole; “a few slides” says nothing."""

_FEWEST_SUBJECTS, _MOST_SUBJECTS, _LONGEST_SUBJECT = 3, 5, 45


@dataclass(frozen=True, slots=True)
class DigestLine:
    """A line for a talk, and its `place` among the others.

    `runs_on`: it says little without the line above. `lead` is how it begins, which lines beside it may share;
    `is_list`: it tells several points; `is_verdict`: it commends the talk as a whole;
    `explains`: it says what the subject of the talk is.
    """

    point: SummaryPoint
    score: float
    place: tuple[int, int]
    runs_on: bool = False
    lead: str = ""
    is_list: bool = False
    is_verdict: bool = False
    explains: bool = False

    @property
    def states_problem(self) -> bool:
        """Whether readers want to know how it was solved."""
        return _PROBLEM.match(plain_text(self.point.text)) is not None

    @property
    def solves(self) -> bool:
        """Whether it may tell how a problem was solved."""
        return _SOLUTION.search(plain_text(self.point.text)) is not None


def digest_lines(item: SummaryItem) -> list[DigestLine]:
    """The good lines for an item, where the author gave the claim the very good ones; without any, the one to tell."""
    every = scored_lines(item)
    best = best_lines(item, every, lists=True)
    good = [*_marked(item), *_of_notes(item, every, best)]
    if numbered := numbered_headings(item):
        good.append(replace(_line(item, numbered, _NUMBERED, (-1, len(good))), is_list=True))
    if good:
        commended = verdict(item)
        beside = replace(_line(item, commended, _COMMENDED, (len(item.notes), 0)), is_verdict=True)
        return [*good, beside] if commended else good
    texts = [_outline(item, _FEWEST_SUBJECTS), *(line.told for line in best[:1]), last_resort(item), _outline(item, 1)]
    return [_line(item, text) for text in texts if text][:1]


def _of_notes(item: SummaryItem, every: Sequence[ScoredLine], best: Sequence[ScoredLine]) -> Iterator[DigestLine]:
    """The good lines among those of the notes, and what continues some of them."""
    least = _LEAST_BELOW_A_CLAIM if item.claim else _LEAST_OF_A_SENTENCE
    sure = [line for line in best if line.sums_up or line.score >= least]
    sure = [line for line in sure if not _runs_on(line)] or sure[:1]
    told = [_scored(line) for line in sure]
    yield from told
    texts, is_problem = {line.text for line in sure}, any(line.states_problem for line in told)
    for line in every if sure else ():
        if line.is_list or line.score < _LEAST_OF_MORE:
            continue
        if runs_on := _runs_on(line):
            yield _scored(line, runs_on=runs_on)
        elif is_problem and line.text not in texts and (answer := _scored(line)).solves:
            yield answer


def short_note(item: SummaryItem, said: Iterable[str]) -> DigestLine | None:
    """The items of a short note as one line, without what is `said` already; None if the note is longer, or has other
    lines or a heading that names a subject.
    """
    if item.claim or item.takeaways:
        return None
    lines = [line for note in item.notes for text in (note.text, note.view) for line in quotable_lines(text)]
    words = sum(len(line.words.split()) for line in lines)
    heads = {line.heading for line in lines}
    is_short = words <= _WORDS_OF_A_SHORT_NOTE and len(heads) == 1 and not any(map(says_what_follows, heads))
    left = list(_new_items(item, lines, said)) if is_short and all(line.is_item for line in lines) else []
    if sum(not line.opens for line in left) <= 1:
        return None
    *parts, last = [line.text.rstrip(" ;,") for line in left]
    text = " ".join([*(f"{part}{_stop(line)}" for part, line in zip(parts, left, strict=False)), last])
    return _line(item, text, _NUMBERED)


def _new_items(item: SummaryItem, lines: Iterable[QuotableLine], said: Iterable[str]) -> Iterator[QuotableLine]:
    """The items that say something which no other one and none of `said` says, and those that others belong to."""
    known = list(said)
    for line in lines:
        fewest = _FEWEST_OF_THE_ROOM if "meta" in cues_in(words_in(line.words)) else _FEWEST_WORDS
        if line.opens or (tells_something(line, item, fewest) and is_new(line.text, known)):
            yield line
            known.append(compared(line.text))


def _stop(line: QuotableLine) -> str:
    if line.words.endswith((*".!?:;…。！？：",)):
        return ""
    return ":" if line.opens else ";"


def _runs_on(line: ScoredLine) -> bool:
    return points_back(plain_text(line.told))


def _scored(line: ScoredLine, *, runs_on: bool = False) -> DigestLine:
    score = line.score + _SUMMED_UP * line.sums_up + _CLOSES * line.closes
    score -= _DEFINES * defines(line.words)
    score += _ADVICE * ("advice" in cues_in(words_in(line.words)))
    told = SummaryPoint(MOMENT_LINK.sub("", line.told), line.item, line.item)
    lead = "" if line.is_list else line.told.removesuffix(line.text).rstrip()
    return DigestLine(told, score, line.place, runs_on, lead, line.is_list, explains=line.explains)


def _line(item: SummaryItem, text: str, score: float = 0, place: tuple[int, int] = (0, 0)) -> DigestLine:
    return DigestLine(SummaryPoint(MOMENT_LINK.sub("", text), item.id, item.id), score, place)


def _marked(item: SummaryItem) -> Iterator[DigestLine]:
    """What its author calls the claim and takeaways of an item."""
    for at, note in enumerate(item.notes):
        if note.claim:
            yield _line(item, note.claim, 2 * _MARKED, (-2, at))
    for at, one in enumerate(told_takeaways(item)):
        yield DigestLine(SummaryPoint(MOMENT_LINK.sub("", one.text), item.id, one.id), _MARKED - at, (-1, at))


def _outline(item: SummaryItem, fewest: int) -> str:
    """The subjects of the notes by their headings, which say more than a bad line: `Fuzz testing · Mocks · …`; empty
    with fewer of them.
    """
    names = {word for speaker in item.speakers for word in words_in(speaker.name)}
    found: dict[str, str] = {}
    for line in (line for note in item.notes for line in note.text.split("\n") if line.startswith("#")):
        heading = headings.find(line)
        words = plain_text(heading[1]).rstrip(".:") if heading else ""
        is_subject = 0 < len(words) <= _LONGEST_SUBJECT and names.isdisjoint(words_in(words))
        if is_subject and names_subject(words) and not lists_follow_ups(words) and fold(words) != fold(item.title):
            found.setdefault(fold(words), words)
    subjects = list(found.values())
    shown = " · ".join(map(escape_text, subjects[:_MOST_SUBJECTS]))
    return shown + (" · …" if subjects[_MOST_SUBJECTS:] else "") if len(subjects) >= fewest else ""
