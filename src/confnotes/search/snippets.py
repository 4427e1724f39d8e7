"""The line of a note that best shows a match, and what to highlight in it; for editors, all such lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from confnotes.markup.names import bare
from confnotes.markup.plain import plain_text, safe_text
from confnotes.markup.stamps import without_stamp
from confnotes.markup.wikilinks import WIKILINK
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import Hit, Hits, Sought
from confnotes.search.analyse import JOINERS, TokenSpan, compose, is_cjk, places

WIDTH = 160
"""The number of characters of a snippet."""

_BEFORE = 50  # characters of the line before the first match
_TITLE = re.compile(r"title[ \t]*:")
_SHOWN = re.compile(r"(?:title|conference)[ \t]*:")
"""Fields that a hit shows anyway."""

_KEY = re.compile(r"\A[\w-]+:(?=\s|\Z)")
_ZONE = re.compile(r"timezone[ \t]*:")
_FENCE = re.compile(r"---[ \t]*")
_FIELD = re.compile(r"""\s*(?:- )?([\w-]+: +|)(?:(["'])(?=.*\2\s*$))?(.*?)\s*""", re.DOTALL)
_LABEL_FORMS = {
    "todo": re.compile(r"\s*[-*+] \[ \]"),
    "done": re.compile(r"\s*[-*+] \[[xX]\]"),
    "task": re.compile(r"\s*[-*+] \[[ xX]\]"),
    "question": re.compile(r"\s*\?"),
    "open": re.compile(r"\s*\?"),
    "answered": re.compile(r"\s*!\s"),
}
_JOINT = rf"[{JOINERS}]?"
_BETWEEN = r"(?:['’]s)?[\W_]*"
"""What may be between two consecutive words of a phrase."""

_LEAST_JOINED = 3  # letters: “to” is part of every compound
_MOST_PLACES = 400
"""The maximum number of matches of each term, and of labelled lines, to look at."""

_LONG_LINE = 4000
"""The number of characters of a line to look at: of longer lines, those around the first match."""

_NOTHING: set[str] = set()


@fast_dataclass(frozen=True, slots=True)
class Snippet:
    """A line: its number in the file, from 1, its text, and the (start, end) spans of matches."""

    line: int
    text: str
    highlights: tuple[tuple[int, int], ...] = ()


class FoundLine(NamedTuple):
    """A line of a text: its number from 1, the column of the first match in bytes of UTF-8 from 1, and its text."""

    line: int
    column: int
    text: str


ReadText = Callable[[Hit], str | None]
"""Returns the text of a hit's file, None if it is gone."""


def with_snippets(found: Hits, read: ReadText) -> Hits:
    """The hits with their snippets, without notes that are gone."""
    shown = [with_snippet(one, found.sought, read) for one in found.hits]
    hits = tuple(hit for hit in shown if hit is not None)
    others = sum(hit is not None for hit in shown[len(shown) - found.others :])
    return replace(found, hits=hits, total=found.total - (len(shown) - len(hits)), others=others)


def with_snippet(hit: Hit, sought: Sought, read: ReadText) -> Hit | None:
    """The hit with the best line of its text; None if the note is gone."""
    if hit.line is not None:
        shown, highlights = excerpt(hit.title, sought)
        return replace(hit, snippet=shown, highlights=highlights)
    if hit.path is not None:
        text = read(hit)
        if text is None:
            return None
        line = best_line(text, sought)
        return replace(hit, line=line.line, snippet=line.text, highlights=line.highlights)
    shown, highlights = excerpt(", ".join(hit.speakers), sought)
    if hit.abstract and not (highlights and sought.in_fields):
        line = best_line(hit.abstract, sought)
        if line.highlights or not highlights:
            shown, highlights = line.text, line.highlights
    return replace(hit, snippet=shown, highlights=highlights)


def best_line(text: str, sought: Sought) -> Snippet:
    """The best line of a text. Front matter counts only if no line below it matches, unless the query names fields;
    title and conference are shown anyway, and so are fields next to a task or question that was asked for.
    """
    lines = text.split("\n")
    body = _body_begins(lines)
    seen = matching_lines(text, sought)
    labelled = _labelled(lines, sought)
    best, best_worth = None, 0.0
    for number in _preferred(labelled if labelled and sought.in_fields else seen.keys() | labelled, body, sought):
        if number < len(lines) and (number >= body or _shows_match(lines[number], sought)):
            weight = 0.5 if sought.in_fields and number >= body else 1.0
            worth = weight * _worth(lines[number], seen.get(number, _NOTHING), sought)
            if worth > best_worth:
                best, best_worth = number, worth
    if best is None or (best < body and _SHOWN.match(lines[best])):
        best = _first_words(lines, body)
    line = "" if best < body and _FENCE.fullmatch(lines[best].rstrip("\r")) else lines[best]
    shown, highlights = excerpt(_unquoted(line) if best < body else line, sought)
    return Snippet(best + 1, shown, highlights)


def _shows_match(line: str, sought: Sought) -> bool:
    """Whether a line of front matter matches by its value, not by the name of its field; a time zone shows nothing."""
    return not _ZONE.match(line) and bool(matching_lines(_KEY.sub("", line), sought, 1))


def _preferred(numbers: Set[int], body: int, sought: Sought) -> list[int]:
    """The numbers of lines below the front matter; all of them without such a line, or if the query names fields."""
    below = [] if sought.in_fields else sorted(number for number in numbers if number >= body)
    return below or sorted(numbers)


def excerpt(line: str, sought: Sought) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The line as readers see it, cut to WIDTH around the first match, with the spans of matches.

    The source text is used if only that matches: in a private part, or in the address of a page.
    """
    part = _where_found(line, sought)
    ways = plain_text, lambda text: without_stamp(WIKILINK.sub(lambda link: plain_text(link[0]), text))
    readable, written = (compose(safe_text(way(part), lines=False).strip()) for way in ways)
    asked = (sought.words or sought.beginnings) and not sought.in_fields
    if asked and not match_spans(readable, sought) and match_spans(written, sought):
        readable = written
    if len(readable) <= WIDTH:
        return readable, match_spans(readable, sought)
    start = max(0, min((_first_place(readable, sought) or 0) - _BEFORE, len(readable) - WIDTH))
    if start:
        start = readable.find(" ", start) + 1 or start
    end = min(len(readable), start + WIDTH)
    before, after = "… " if start else "", " …" if end < len(readable) else ""
    word_ends = readable.find(" ", end)  # a cut word must not match as a shorter one
    found = match_spans(readable[start : word_ends if word_ends >= 0 else len(readable)], sought)
    shown = tuple((begin + len(before), finish + len(before)) for begin, finish in found if start + finish <= end)
    return f"{before}{readable[start:end]}{after}", shown


def _where_found(line: str, sought: Sought) -> str:
    """The line, or the part of a long one around the first match."""
    if len(line) <= _LONG_LINE:
        return line
    half = _LONG_LINE // 2
    for start in range(0, len(line), half):
        if (first := _first_place(line[start : start + _LONG_LINE], sought)) is not None:
            begin = max(0, start + first - half)
            return line[begin : begin + _LONG_LINE]
    return line[:_LONG_LINE]


def _first_place(line: str, sought: Sought) -> int | None:
    """About where the first match begins."""
    folded, words = bare(compose(line)), _words(sought)
    for way in _WAYS:
        if starts := [found[0] for word in words for found in islice(way(folded, *word), 1)]:
            return min(starts)
    return None


def _unquoted(line: str) -> str:
    """A line of front matter without the quotes of a value or the dash of an item; of the title, only the value."""
    key, quote, value = _FIELD.fullmatch(line.rstrip("\r")).groups()  # type: ignore[union-attr]
    if quote:
        value = value[:-1].replace("''", "'") if quote == "'" else value[:-1].replace('\\"', '"')
    return value if _TITLE.fullmatch(key.rstrip()) else f"{key}{value}"


def matching_lines(text: str, sought: Sought, most: int | None = _MOST_PLACES) -> dict[int, set[str]]:
    """The terms found in each line, by line number from 0; at most the first `most` matches of each term.

    Matches whole words; without any, the same letters inside words (OpenReview); without these, letters with joints
    between them (e-mail).
    """
    folded = bare(compose(text))
    for way in _WAYS:
        found: dict[int, set[str]] = {}
        for word, begun in _words(sought):
            if way is not _alone and word.isdigit():
                continue  # 2 is not a part of 2019
            number, counted = 0, 0
            for start, seen in islice(way(folded, word, begun), most):
                number += folded.count("\n", counted, start)
                counted = start
                found.setdefault(number, set()).add(seen)
        if found:
            return found
    return {}


def _words(sought: Sought) -> list[tuple[str, bool]]:
    """The terms to search for, and whether each may be a prefix."""
    words = sought.words.union(phrase[0] for phrase in sought.phrases) - {""}
    return [*((word, False) for word in sorted(words)), *((begun, True) for begun in sought.beginnings)]


def _alone(text: str, word: str, begun: bool) -> Iterator[tuple[int, str]]:
    """The matches of a word or prefix in a folded text; characters of CJK runs match separately."""
    if is_cjk(word):
        yield from _within(text, word, begun)
        return
    open_end = begun or not word[-1].isalnum()
    for start, _ in _within(text, word, begun):
        end = start + len(word)
        if not (start and _in_word(text[start - 1])) and (open_end or end == len(text) or not _in_word(text[end])):
            yield start, word


def _within(text: str, word: str, begun: bool) -> Iterator[tuple[int, str]]:
    start = text.find(word)
    while start >= 0:
        yield start, word
        start = text.find(word, start + len(word))


def _joined(text: str, word: str, begun: bool) -> Iterator[tuple[int, str]]:
    if len(word) >= _LEAST_JOINED and not begun:
        for match in re.finditer(_JOINT.join(map(re.escape, word)), text):
            yield match.start(), match.group()


_WAYS = _alone, _within, _joined


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _forms(sought: Sought) -> list[re.Pattern[str]]:
    """Patterns of lines with a requested mark."""
    return [_LABEL_FORMS[label] for label in sought.labels if label in _LABEL_FORMS]


def _labelled(lines: list[str], sought: Sought) -> set[int]:
    """The numbers of lines with a requested mark: open tasks, questions."""
    forms = _forms(sought)
    if not forms:
        return set()
    found = (number for number, line in enumerate(lines) if any(form.match(line) for form in forms))
    return set(islice(found, _MOST_PLACES))


def _worth(line: str, seen: set[str], sought: Sought) -> float:
    """How well a line shows the query: different words count most, and phrases more."""
    worth = float(len(seen))
    if runs := [run for run in sought.phrases if len(run) > 1 and not seen.isdisjoint((run[0], "".join(run)))]:
        folded = bare(compose(_where_found(line, sought)))
        worth += sum(2.0 for run in runs if "".join(run) in seen or _run(run).search(folded))
    return worth + sum(1.5 for form in _forms(sought) if form.match(line))


@lru_cache(maxsize=64)
def _run(phrase: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for consecutive words in a folded text."""
    first, *others = map(re.escape, phrase)
    if is_cjk(phrase[0]):
        return re.compile(_BETWEEN.join((first, *others)))
    return re.compile(_BETWEEN.join((rf"{first}(?<!\w{first})", *others)) + r"(?!\w)")


def match_spans(line: str, sought: Sought) -> tuple[tuple[int, int], ...]:
    """The (start, end) spans of matches in a `composed` line."""
    words, beginnings = sought.words, sought.beginnings
    tokens = list(places(line))
    found = [
        (start, end)
        for start, end, (stream, extra) in tokens
        if not words.isdisjoint(stream)
        or (extra and not words.isdisjoint(extra))
        or (beginnings and any(term.startswith(beginnings) for term in stream + extra))
    ]
    if runs := [phrase for phrase in sought.phrases if len(phrase) > 1]:
        spots = _spots(tokens)
        terms = [term for term, _, _ in spots]
        for run in runs:
            size = len(run)
            ats = [at for at, term in enumerate(terms) if term == run[0] and (*terms[at : at + size],) == run]
            found += [(spots[at][1], spots[at + size - 1][2]) for at in ats]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _spots(tokens: list[TokenSpan]) -> list[tuple[str, int, int]]:
    """Each term and its span; characters of CJK runs separately."""
    spots = []
    for start, end, (stream, _) in tokens:
        if len(stream) == end - start:
            spots += [(term, start + i, start + i + 1) for i, term in enumerate(stream)]
        else:
            spots += [(term, start, end) for term in stream]
    return spots


def _first_words(lines: list[str], body: int) -> int:
    """The first line of text, else the first heading, else the title in the front matter, else the first line."""
    filled = [number for number in range(body, len(lines)) if lines[number].strip()]
    titles = [number for number in range(body) if _TITLE.match(lines[number])]
    return next((number for number in filled if not lines[number].startswith("#")), [*filled, *titles, 0][0])


def _body_begins(lines: list[str]) -> int:
    """The number, from 0, of the first line below the front matter."""
    if not lines or not _FENCE.fullmatch(lines[0].rstrip("\r")):
        return 0
    return next((n + 1 for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line.rstrip("\r"))), 0)


def lines_with(text: str, sought: Sought) -> Iterator[FoundLine]:
    """The lines with any match; those of the front matter as in `best_line`."""
    forms = _forms(sought)
    lines = text.split("\n")
    seen, body = matching_lines(text, sought, None), _body_begins(lines)
    for number in _preferred({*range(len(lines))} if forms else seen.keys(), body, sought):
        raw = lines[number]
        if number < body and _SHOWN.match(raw) and not (sought.in_fields or _TITLE.match(raw)):
            continue
        line = without_stamp(raw.rstrip("\r"))
        places = match_spans(compose(line), sought) if number in seen else ()
        if places:
            yield FoundLine(number + 1, _column(line, places[0][0]), line)
        elif any(form.match(line) for form in forms):
            yield FoundLine(number + 1, 1, line)


def _column(line: str, start: int) -> int:
    """The column of a character of the composed line, in the line as in its file."""
    if compose(line) != line:
        start = next((at for at in range(start, len(line)) if len(compose(line[:at])) >= start), start)
    return len(line[:start].encode("utf-8", "replace")) + 1
