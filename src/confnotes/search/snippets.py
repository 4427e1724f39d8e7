"""The line of a note that best shows why it was found, and what to light up in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from confnotes.markup.plain import plain_text, safe_text
from confnotes.model.hit import Hit, Hits, Sought
from confnotes.search.analyse import JOINERS, Place, composed, fold, is_cjk, places

WIDTH = 160
"""Letters of a snippet."""

_BEFORE = 50
_TITLE = re.compile(r"title[ \t]*:")
_FENCE = re.compile(r"---[ \t]*")
_FIELD = re.compile(r"""\s*(?:- )?([\w-]+: +|)(?:(["'])(?=.*\2\s*$))?(.*?)\s*""", re.DOTALL)
LABEL_FORMS = {
    "todo": re.compile(r"\s*[-*+] \[ \]"),
    "done": re.compile(r"\s*[-*+] \[[xX]\]"),
    "task": re.compile(r"\s*[-*+] \[[ xX]\]"),
    "question": re.compile(r"\s*\?"),
    "open": re.compile(r"\s*\?"),
    "answered": re.compile(r"\s*!\s"),
}
_AFTER = r"(?!\w)"
_JOINT = rf"[{JOINERS}]?"
_LEAST_JOINED = 3
_MOST_LINES_LOOKED_AT = 400
_LONG_LINE = 4000
"""Letters of a line that are looked at: of a longer one those around the first thing sought."""

_NOTHING: set[str] = set()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line, its number in the file counted from 1, its text, and the (start, end) places in it that were sought."""

    line: int
    text: str
    highlights: tuple[tuple[int, int], ...] = ()


ReadText = Callable[[str], str | None]
"""Path -> the file's text, None when it is gone."""


def with_snippets(found: Hits, read: ReadText) -> Hits:
    """The same, each hit with its snippet; without notes that are gone in the meantime."""
    shown = [with_snippet(one, found.sought, read) for one in found.hits]
    hits = tuple(hit for hit in shown if hit is not None)
    others = sum(hit is not None for hit in shown[len(shown) - found.others :])
    return replace(found, hits=hits, total=found.total - (len(shown) - len(hits)), others=others)


def with_snippet(hit: Hit, sought: Sought, read: ReadText) -> Hit | None:
    """The hit with the best line of its text; None when the note is gone in the meantime."""
    if hit.line is not None:
        shown, highlights = excerpt(hit.title, sought)
        return replace(hit, snippet=shown, highlights=highlights)
    if hit.path is not None:
        text = read(hit.path)
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
    """The best line of a text. Lines of the front matter count less than those below it, unless fields were asked for;
    its title is known anyway, and so is a field where a task or a question was asked for beside it."""
    lines = text.split("\n")
    body = _body_begins(lines)
    seen = seen_lines(text, sought)
    labelled = _labelled(lines, sought)
    best, best_worth = None, 0.0
    for number in sorted(labelled if labelled and sought.in_fields else seen.keys() | labelled):
        if number < len(lines):
            here = sought.in_fields == (number < body)
            worth = _worth(lines[number], seen.get(number, _NOTHING), sought) * (1.0 if here else 0.5)
            if worth > best_worth:
                best, best_worth = number, worth
    if best is None:
        best = _first_words(lines, body)
    elif best < body and _TITLE.match(lines[best]):
        best = max(best, _first_words(lines, body))
    shown, highlights = excerpt(_unquoted(lines[best]) if best < body else lines[best], sought)
    return Snippet(best + 1, shown, highlights)


def excerpt(line: str, sought: Sought) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The line as it reads, cut to WIDTH around the first thing sought, with the places of what is sought."""
    readable = composed(safe_text(plain_text(_where_found(line, sought)), lines=False).strip())
    found = found_places(readable, sought)
    if len(readable) <= WIDTH:
        return readable, found
    start = max(0, min(found[0][0] - _BEFORE, len(readable) - WIDTH)) if found else 0
    if start:
        start = readable.find(" ", start) + 1 or start
    end = min(len(readable), start + WIDTH)
    before, after = "… " if start else "", " …" if end < len(readable) else ""
    moved = len(before) - start
    inside = tuple((begin + moved, finish + moved) for begin, finish in found if begin >= start and finish <= end)
    return f"{before}{readable[start:end]}{after}", inside


def _where_found(line: str, sought: Sought) -> str:
    """The line, or the part of a long one around the first thing sought."""
    if len(line) <= _LONG_LINE:
        return line
    half = _LONG_LINE // 2
    for pattern in _patterns(sought) if sought else ():
        for start in range(0, len(line), half):
            if match := pattern.search(fold(composed(line[start : start + _LONG_LINE]))):
                begin = max(0, start + match.start() - half)
                return line[begin : begin + _LONG_LINE]
    return line[:_LONG_LINE]


def _unquoted(line: str) -> str:
    """A line of front matter as one reads it aloud: no quotes around a value, no dash before an item of a list."""
    key, quote, value = _FIELD.fullmatch(line.rstrip("\r")).groups()  # type: ignore[union-attr]
    if quote:
        value = value[:-1].replace("''", "'") if quote == "'" else value[:-1].replace('\\"', '"')
    return f"{key}{value}"


def seen_lines(text: str, sought: Sought, most: int = _MOST_LINES_LOOKED_AT) -> dict[int, set[str]]:
    """Line number, from 0, to the different things sought that stand in the line; of the first `most` lines."""
    folded = fold(composed(text))
    for pattern in _patterns(sought):
        found: dict[int, set[str]] = {}
        number, counted = 0, 0
        for match in pattern.finditer(folded):
            number += folded.count("\n", counted, match.start())
            counted = match.start()
            if number in found:
                found[number].add(match.group())
            elif len(found) < most:
                found[number] = {match.group()}
            else:
                break
        if found:
            return found
    return {}


@lru_cache(maxsize=32)
def _patterns(sought: Sought) -> tuple[re.Pattern[str], ...]:
    """Find, in folded text, whole words; where none is found, the same letters within others (OpenReview); and where
    there are none either, with joints between them (e-mail)."""
    run_on = [phrase[0] for phrase in sought.phrases if is_cjk(phrase[0])]
    words = sorted(sought.words | {phrase[0] for phrase in sought.phrases}, key=len, reverse=True)
    alone = "|".join(rf"{re.escape(word)}{_AFTER if word[-1:].isalnum() else ''}" for word in words if not is_cjk(word))
    begun = "|".join(map(re.escape, sought.beginnings))
    whole = rf"(?<!\w)(?:{'|'.join(filter(None, (alone, begun)))})" if alone or begun else ""
    characters = "|".join(map(re.escape, [*run_on, *(word for word in words if is_cjk(word))]))
    strict = "|".join(filter(None, (whole, characters)))
    loose = "|".join(map(re.escape, [*words, *sought.beginnings]))
    joined = "|".join(_JOINT.join(map(re.escape, word)) for word in words if len(word) >= _LEAST_JOINED)
    return tuple(re.compile(pattern) for pattern in (strict, loose, joined) if pattern)


def _labelled(lines: list[str], sought: Sought) -> set[int]:
    """Numbers of the lines that are what is asked for: open tasks, questions."""
    forms = [LABEL_FORMS[label] for label in sought.labels if label in LABEL_FORMS]
    if not forms:
        return set()
    found = (number for number, line in enumerate(lines) if any(form.match(line) for form in forms))
    return set(islice(found, _MOST_LINES_LOOKED_AT))


def _worth(line: str, seen: set[str], sought: Sought) -> float:
    """How well a line shows what is sought: different words count most, and phrases more."""
    worth = float(len(seen))
    runs = [phrase for phrase in sought.phrases if len(phrase) > 1 and phrase[0] in seen]
    if runs:
        stream = [term for place in places(composed(_where_found(line, sought))) for term in place.token.stream]
        worth += sum(2.0 for phrase in runs if _holds(stream, phrase))
    return worth + sum(1.5 for label in sought.labels if label in LABEL_FORMS and LABEL_FORMS[label].match(line))


def found_places(line: str, sought: Sought) -> tuple[tuple[int, int], ...]:
    """Where in a `composed` line stands what is sought, as (start, end)."""
    tokens = list(places(line))
    found = [(place.start, place.end) for place in tokens if _sought_in(place, sought)]
    for phrase in sought.phrases:
        if len(phrase) > 1:
            found.extend(_phrase_places(tokens, phrase))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _phrase_places(tokens: list[Place], phrase: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where a phrase stands; in a run of characters only the characters of the phrase."""
    spots: list[tuple[str, int, int]] = []
    for place in tokens:
        stream = place.token.stream
        if len(stream) == place.end - place.start:
            spots += [(term, place.start + i, place.start + i + 1) for i, term in enumerate(stream)]
        else:
            spots += [(term, place.start, place.end) for term in stream]
    size = len(phrase)
    return [
        (spots[at][1], spots[at + size - 1][2])
        for at in range(len(spots) - size + 1)
        if all(spots[at + i][0] == phrase[i] for i in range(size))
    ]


def _sought_in(place: Place, sought: Sought) -> str | None:
    for term in (*place.token.stream, *place.token.extra):
        if term in sought.words:
            return term
        for beginning in sought.beginnings:
            if term.startswith(beginning):
                return beginning
    return None


def _holds(stream: list[str], phrase: Collection[str]) -> bool:
    size, wanted = len(phrase), list(phrase)
    return any(stream[at : at + size] == wanted for at in range(len(stream) - size + 1))


def _first_words(lines: list[str], body: int) -> int:
    """The first line of text, else the first heading, else the first line."""
    filled = [number for number in range(body, len(lines)) if lines[number].strip()]
    return next((number for number in filled if not lines[number].startswith("#")), filled[0] if filled else 0)


def _body_begins(lines: list[str]) -> int:
    """The number, from 0, of the first line below the front matter."""
    if not lines or not _FENCE.fullmatch(lines[0].rstrip("\r")):
        return 0
    return next((n + 1 for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line.rstrip("\r"))), 0)
