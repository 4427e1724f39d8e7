"""The opinions of a note's author, separated from its other content.

A line or a list item that begins with one of the labels below is the author's own, including nested lines; so is
everything under such a heading:

    Me: I would not bet on it
    - My take: too good on small pictures
      - and nobody tried large ones

    ## Thoughts
    ...

Labels: `Me:`, `My view:`, `My take:`, `IMO:`, `I think:` and the author's first name with a colon. Headings: My view,
My take, My thoughts, Thoughts, Opinion, Comment or Comments. Both also in German, French and Spanish. Case does not
matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from confnotes.markup import headings
from confnotes.markup.code import blank_code
from confnotes.markup.nested_lines import (
    ITEM,
    Cut,
    dedent,
    label_pattern,
    lead,
    nested_end,
    rows_with,
    untouchable,
    without,
    words_after_label,
    words_of,
)
from confnotes.markup.wrapped_lines import run_end

_LABELS = "|".join(
    (
        r"me|my view|my take|imho|imo|i think",
        r"ich|meine (?:sicht|meinung)|meiner meinung nach|ich (?:denke|finde)",
        r"moi|(?:[àa] )?mon avis|je pense",
        r"yo|(?:en )?mi opini[óo]n|(?:yo )?(?:creo|pienso)",
    )
)
_HEADINGS = "|".join(
    (
        r"my (?:own )?(?:view|take|thoughts?|opinion|comments?)|(?:own )?thoughts|opinion|comments?",
        r"meine (?:sicht|meinung)|(?:(?:meine|eigene) )?gedanken|meinung|(?:meine )?kommentare?",
        r"mon (?:avis|opinion)|(?:mes )?(?:réflexions|commentaires)|avis|commentaire",
        r"(?:mi )?opini[óo]n|(?:mis )?(?:reflexiones|comentarios)|comentario",
    )
)
"""English, German, French, Spanish: the languages in which takeaways, tasks and questions are known by their words."""
_HEADING = re.compile(rf"\W*(?:{_HEADINGS})\W*", re.IGNORECASE)
_MAY_BE_HEADING = re.compile(rf"\n {{0,3}}#{{1,6}}[ \t].*(?:{_HEADINGS})", re.IGNORECASE)
_QUOTES = r"(?:[ ]{0,3}>(?:(?:\t[ ]{0,3}|[ ]{0,4})>)*)?"
"""Quote marks. The blanks between two match in one way only: two ways at each would be tried 2^n times."""
_DELIMITER = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t|:-]*")
_DEFINITION = re.compile(r" {0,3}\[(\^?[^\[\]\n]{1,200})\]:[ \t]*\S")


class SaidAndView(NamedTuple):
    """A note's Markdown in two parts: the content, and the author's opinions."""

    said: str
    view: str = ""


def split(text: str, names: Sequence[str] = ()) -> SaidAndView:
    """Separate the author's opinions from the rest; `names` are first names of the author that count as labels."""
    found = _opinions(text, names)
    if not found:
        return SaidAndView(text)
    said = "\n".join(without(text.split("\n"), [cut for cut, _ in found])).strip("\n")
    return _with_definitions(said, _together([own for _, own in found]))


def count(text: str, names: Sequence[str] = ()) -> int:
    """The number of opinions that `split` finds."""
    return len(_opinions(text, names))


def _opinions(text: str, names: Sequence[str]) -> list[tuple[Cut, tuple[str, ...]]]:
    label, labels = _label(tuple(names))
    below = f"\n{text}"  # so that the search goes from one line end to the next
    rows = sorted({*rows_with(labels, below), *rows_with(_MAY_BE_HEADING, below)})
    return list(_found(text.split("\n"), rows, label)) if rows else []


@lru_cache(maxsize=64)
def _label(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A label at the beginning of a line, and at the beginning of any line but the first of a text."""
    said = "|".join([_LABELS, *(re.escape(name) for name in names if name)])
    form = rf"{_QUOTES}[ \t]*(?:{ITEM})?{label_pattern(said)}"
    return re.compile(form, re.IGNORECASE), re.compile(f"\n{form}", re.IGNORECASE)


def _found(lines: Sequence[str], rows: Iterable[int], label: re.Pattern[str]) -> Iterator[tuple[Cut, tuple[str, ...]]]:
    """The lines to cut out, and their text as opinions; `rows` are those where an opinion may begin."""
    shut = untouchable(lines)
    behind = 0
    for row in rows:
        if row < behind or shut[row]:
            continue
        heading = headings.find(lines[row])
        if heading is not None and _HEADING.fullmatch(heading[1]):
            end = headings.section_end(lines, row, heading[0], shut)
            yield Cut(row, end), tuple(lines[row + 1 : end])
            behind = end
        elif (match := label.match(lines[row])) and not _is_table(lines, row):
            end, own = _labelled(lines, shut, row, match)
            if any(line.strip() for line in own):
                yield Cut(row, end), own
            behind = end


def _is_table(lines: Sequence[str], row: int) -> bool:
    """Whether a line is the head or a row of a table."""
    if "|" not in lines[row]:
        return False
    if row + 1 < len(lines) and _DELIMITER.fullmatch(lines[row + 1]):
        return True
    above = row - 1
    while above >= 0 and "|" in lines[above]:
        if _DELIMITER.fullmatch(lines[above]):
            return True
        above -= 1
    return False


def _labelled(
    lines: Sequence[str], shut: Sequence[bool], row: int, label: re.Match[str]
) -> tuple[int, tuple[str, ...]]:
    """The row after the lines of a label, and these lines without the label."""
    own = lead(lines[row])
    words = words_after_label(label, lines[row][label.end() :].strip())
    end = nested_end(lines, row)
    wrapped = run_end(lines, shut, row) if words else end
    if wrapped > end:
        first = f"- {words}" if own.marker else words
        return wrapped, (first, *(f"{'  ' * bool(own.marker)}{words_of(line)}" for line in lines[row + 1 : wrapped]))
    if not words and end == row + 1:
        end = _paragraph_end(lines, shut, row)
        return end, dedent(lines[row + 1 : end], own.indent)
    nested = lines[row + 1 : end]
    margin = own.inside
    if not own.marker:
        margin = min((lead(line).indent for line in nested if line.strip()), default=0)
        apart = ("",) if words and nested else ()
        return end, (*((words,) if words else ()), *apart, *dedent(nested, margin))
    inner = tuple(f"  {line}" if line else "" for line in dedent(nested, margin))
    return end, (f"- {words}", *inner) if words else dedent(nested, margin)


def _paragraph_end(lines: Sequence[str], shut: Sequence[bool], row: int) -> int:
    """The end of the content of a label on its own line: the paragraph, list or code below it."""
    end = row + 1
    if end + 1 < len(lines) and not lines[end].strip() and lead(lines[end + 1]).marker:
        end += 1
    while end < len(lines) and (shut[end] or (lines[end].strip() and headings.find(lines[end]) is None)):
        end += 1
    return end


def _together(pieces: Iterable[Sequence[str]]) -> str:
    """The pieces joined; list items form one list, everything else a paragraph of its own."""
    found = ""
    in_list = False
    for piece in pieces:
        text = "\n".join(piece).strip("\n")
        if not text.strip():
            continue
        joins = in_list and text.startswith("- ")
        found += ("\n" if joins else "\n\n" if found else "") + text
        in_list = text.startswith("- ")
    return found


def _with_definitions(said: str, view: str) -> SaidAndView:
    """Both parts with the definitions of footnotes and links that they use."""
    if "]:" not in said and "]:" not in view:
        return SaidAndView(said, view)
    return SaidAndView(own_definitions(said, view), own_definitions(view, said)) if view else SaidAndView(said)


def own_definitions(text: str, other: str) -> str:
    """One part of a note's text, with the definitions that it needs from the other part, and without footnotes that
    only the other part needs.
    """
    own, foreign = _definitions(text), _definitions(other)
    lines, other_lines = text.split("\n"), other.split("\n")
    body, elsewhere = _without_definitions(lines, own), _without_definitions(other_lines, foreign)
    gone = {
        row
        for label, rows in own.items()
        if label.startswith("^") and label not in foreign and f"[{label}]" in elsewhere and f"[{label}]" not in body
        for row in rows
    }
    kept = "\n".join(line for row, line in enumerate(lines) if row not in gone).strip("\n")
    added = [
        "\n".join(other_lines[row] for row in rows)
        for label, rows in foreign.items()
        if label not in own and f"[{label}]" in body
    ]
    return "\n\n".join([kept, "\n".join(added)]) if added else kept


def _without_definitions(lines: Sequence[str], definitions: Mapping[str, range]) -> str:
    gone = {row for rows in definitions.values() for row in rows}
    return "\n".join(line for row, line in enumerate(lines) if row not in gone)


def _definitions(text: str) -> dict[str, range]:
    """The rows of each definition of a footnote or link, by label."""
    if "]:" not in text:
        return {}
    found: dict[str, range] = {}
    lines = text.split("\n")
    for row, seen in enumerate(blank_code(text).split("\n")):
        match = _DEFINITION.match(seen)
        if match and match[1] not in found:
            end = row + 1
            while match[1].startswith("^") and end < len(lines) and lines[end].startswith(("    ", "\t")):
                end += 1
            found[match[1]] = range(row, end)
    return found
