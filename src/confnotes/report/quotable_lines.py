"""The lines and sentences of a note that could be quoted alone, each with its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from confnotes.markup import headings, tasks
from confnotes.markup.callouts import CALLOUT
from confnotes.markup.code import fenced_lines
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.nested_lines import lead
from confnotes.markup.note_blocks import line_and_anchor
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.markup.wrapped_lines import margin_of, run_end
from confnotes.model.fast_dataclass import fast_dataclass

_STATEMENT = re.compile(r"(?:\S+[ ]+){3,20}\S*[.!]|[\"“„«](?:\S+[ ]+){3,20}\S*[\"”“»]\.?")
"""A heading that is a sentence or a quotation of four words or more, which is quoted like any line."""

MOST_LINES = 400
_LONG = 34
"""Lines of more words are quoted one sentence at a time."""

_SENTENCE_END = re.compile(
    r"""(?: (?<=[.!?]) | (?<=[.!?]["”»)]) )
        (?<!\be\.g\.) (?<!\bi\.e\.) (?<!\bvs\.) (?<!\bz\.B\.) (?<!\bd\.h\.) (?<!\bp\.ex\.)
        (?<!\b[DMS][rst]\.) (?<!\bMrs\.) (?<!\bProf\.) (?<!\bapprox\.) (?<!\bresp\.) (?<![ .][A-Z]\.)
        [ \t]+ (?=["“«¿¡(]?[A-ZÀ-ÖØ-Þ0-9])
        | (?<=[。！？])""",
    re.VERBOSE,
)
_OPEN = (":", "：", "?", "？", "!")
_LONGEST_NAME_OF_LIST = 3
"""Words of a line that names the list right below it, without a colon."""

LONGEST_LEAD = 9
"""Words of a line that others belong to, which is quoted before them and says little alone."""

_LONGEST_REVERSING, _LONGEST_QUESTION = 9, 16
"""More words of a line without which others would say the opposite, and words of a question before its answer."""

_FEWEST_ALONE = 6
"""Words of a nested item that can stand without the one that it belongs to."""

_POINTS_BACK = re.compile(
    r"""\W*(?: (?:and|because|but|no|or|so|then|therefore|which|who|where|whereas|while|yes|also|its|he|she|them|they
          |this|that|these|those|their|his|her|such|another|however|instead|otherwise|likewise|the[ ]other
          |aber|oder|und|weil|denn|dadurch|dies|diese[rs]?|sie|et|mais|ou|donc|car|elles?|cela|ça|ce
          |c['’]est|pero|porque|y|esto|eso|ellos)
        | there(?:['’]s|[ ](?:is|are))[ ](?:more|others?)
        | (?:in|by|for|with|after|before|on)[ ](?:this|that|these|those)
        | it(?!['’]?s?[ ](?:is[ ]|was[ ]|not[ ])*(?:about|all|best|better|takes|time|turns|worth
          |(?:difficult|eas\w+|hard\w*|important|(?:im)?possible)[ ](?:to|that|for|when|if))\b)
        | ils?(?![ ](?:n['’]|ne[ ])?(?:est|faut|y)\b)
        | (?:is|are|was|were|does|did|would|could|ca|wo)n['’]t | is|are|was|were|has|will|would|can|could
        | allows|makes|gives|uses )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""A line whose subject or other half is in the previous line."""

_REVERSES = re.compile(
    r"""\b(?: bad|badly|poor|poorly|wrong|worst|myths?|mistakes?|missing|lack\w*|anti-?patterns?|pitfalls?|cons
          |(?:dis|down|draw)(?:advantages?|sides?|backs?)|limitations?|critique|criticism|avoid|never|not|no|don['’]?t
          |schlecht\w*|falsch\w*|mythe\w*|fehler\w*|fehlt|fehlen\w*|nachteile?|vermeiden|nie|nicht|kein\w*
          |mauvais\w*|faux|erreurs?|manque\w*|inconvénients?|éviter|jamais|pas
          |mal\w?|error\w*|mitos?|falta\w*|desventajas?|evitar|nunca )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""In a line that others belong to: without it these would say the opposite."""

_BUT = re.compile(
    r"""\W*(?:but|however|yet|though|unfortunately|aber|doch|jedoch|allerdings|leider
          |mais|cependant|pourtant|pero|sino)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""At the beginning of a line or sentence that turns the previous one."""

_ADDRESS = re.compile(r"\W*(?:https?://|www\.)")
_PAIRED = ("**", "__", "`", "==", "$")
"""Marks that a sentence must close if it opens them; else its line stays whole."""

_CLOCK = re.compile(
    r"""\(? \d{1,2}:\d\d (?::\d\d)? (?:[ ]?[-–][ ]?\d{1,2}:\d\d)? (?:[ ]?[ap]m\b)? \)?
        [ \t]* (?:[-–—:|·][ \t]+)? (?=\w)""",
    re.IGNORECASE | re.VERBOSE,
)
"""The moment at which a line was noted; it says nothing to others."""

_ANNOUNCES = re.compile(
    r"""\b(?:in[ ]this[ ](?:\w+[ ])?(?:talk|session|presentation|workshop)\b.{1,40}?(?:['’]ll|\bwill)
          |in[ ]diesem[ ](?:\w+[ ])?(?:vortrag|workshop)[ ](?:werde|wird|zeig|stell)\w*
          |dans[ ]ce(?:tte)?[ ](?:talk|session|présentation|conférence|quickie)[ ]?,?[ ](?:nous|je|vous|\w+[ ]va)
          |en[ ]esta[ ](?:charla|sesión)[ ]?,?[ ](?:voy|vamos|veremos))\b""",
    re.IGNORECASE | re.VERBOSE,
)

_NO_PROSE = re.compile(r"\||!\[|\$\$|\[\^?[^\]\n]+\]:|[-*_=]{3,}[ \t]*\Z|<!--")
_CELLS = 2
"""Bars between the facts of a speaker, which are no sentence."""

_QUOTED = re.compile(r"[\"“„«]([^\"“”«»]{20,})[\"”“»]")


@fast_dataclass(frozen=True, slots=True)
class QuotableLine:
    """A line of a note, or a sentence of it, as Markdown, and its `words` as plain text.

    `heading` is the one above, `intro` the line that a list belongs to, `lead` the same as Markdown, with a colon.
    `depth` counts the paragraphs since the heading and the list items that it is nested in; `quoted`: in a quotation;
    `is_item`: of a list; `opens`: with items below; `is_list`: the items of a list in one line; `is_turned`: the next
    line begins with “but”, so that this one alone is not what was meant; `before`: the sentence before, if the two are
    short; `row`: where it is in its note.
    """

    text: str
    words: str
    heading: str = ""
    intro: str = ""
    depth: int = 0
    quoted: bool = False
    lead: str = ""
    is_item: bool = False
    opens: bool = False
    is_list: bool = False
    is_turned: bool = False
    before: str = ""
    row: int = 0

    @property
    def told(self) -> str:
        """The line as it can be quoted: after the one that it belongs to or continues, if it says little without."""
        most = LONGEST_LEAD + (_LONGEST_REVERSING if self.is_reversed else 0)
        is_short = 0 < len(self.lead.split()) <= (_LONGEST_QUESTION if self.is_answer else most)
        if is_short and self._needs_lead():
            return f"{self.lead} {self.text}"
        return f"{self.before} {self.text}" if self.before and points_back(self.words) else self.text

    @property
    def is_reversed(self) -> bool:
        """Whether a line that this one belongs to says that it is bad, wrong or missing."""
        return _REVERSES.search(self.lead) is not None

    @property
    def is_answer(self) -> bool:
        """Whether this line answers a question above it, and says little without."""
        return self.intro.endswith(("?", "？"))

    def _needs_lead(self) -> bool:
        few = len(self.words.split()) < _FEWEST_ALONE
        return few or self.is_reversed or self.is_answer or points_back(self.words)


@lru_cache(maxsize=512)  # highlights, digest and themes ask for those of the same notes
def quotable_lines(text: str) -> tuple[QuotableLine, ...]:
    """The first quotable lines of a note's Markdown, in order; not headings, code, tables, pictures and tasks."""
    return tuple(islice(_beside_others(text), MOST_LINES))


def _beside_others(text: str) -> Iterator[QuotableLine]:
    """The quotable lines, each with what the lines around it say about it."""
    last: QuotableLine | None = None
    for line in _lines_alone(text):
        if last is not None:
            is_beside = (last.heading, last.intro) == (line.heading, line.intro)
            yield replace(last, is_turned=True) if is_beside and begins_with_but(line.words) else last
            line = replace(line, before=last.text) if is_beside and _may_precede(last, line) else line
        last = line
    if last is not None:
        yield last


def _may_precede(last: QuotableLine, line: QuotableLine) -> bool:
    """Whether a line can be quoted with the sentence before it, which says what its “it” or “this” means."""
    is_sentence = last.words.endswith((".", "!", "。")) and not points_back(last.words)
    is_next = line.row - last.row <= 1 and (line.is_item and line.depth) == (last.is_item and last.depth)
    return is_sentence and is_next and len(last.text.split()) + len(line.text.split()) <= _LONG


def _lines_alone(text: str) -> Iterator[QuotableLine]:
    """The quotable lines, each without a look at the next one."""
    lines = text.replace("#\N{NO-BREAK SPACE}", "# ").split("\n")  # “#” and what Alt and the space bar type
    shut, margin = fenced_lines(lines), margin_of(lines)
    footnotes = Footnotes(text)
    heading = intro = asked = ""
    paragraphs = 0
    above: list[tuple[int, str]] = []
    row = 0
    while row < len(lines):
        line, at = lines[row], row
        row += 1
        own = lead(line)
        bare = _without_kind(line[own.start :].strip(), own.quote)
        if (found := headings.find(line)) is not None:
            if found[0] > 1 and _STATEMENT.fullmatch(found[1]):
                yield QuotableLine(found[1], plain_text(found[1]), heading)
            heading, intro, asked, above, paragraphs = plain_text(found[1]), "", "", [], 0
        if found is not None or shut[at] or not bare:
            continue
        while above and above[-1][0] >= own.indent:
            above.pop()
        if _NO_PROSE.match(bare) or tasks.find(line):
            continue
        row = _end_of_sentence(lines, shut, at, margin)
        bare = " ".join([bare, *(more[lead(more).start :].strip() for more in lines[at + 1 : row])])
        belongs_to = above[-1][1] if above else intro if own.marker else asked
        bare = MOMENT_LINK.sub("", line_and_anchor(bare)[0])
        text = footnotes.inlined(bare[clock.end() :] if (clock := _CLOCK.match(bare)) else bare)
        found_here = QuotableLine(
            text,
            "",
            heading,
            plain_text(belongs_to),
            paragraphs + len(above),
            quoted=">" in own.quote,
            lead=_lead_of(belongs_to, above[:-1]),
            is_item=bool(own.marker),
            row=at,
            opens=_opens(lines, row, own.indent) if own.marker else bare.rstrip("*_ ").endswith((":", "：")),
        )
        yield from _sentences(found_here)
        if own.marker:
            above.append((own.indent, text))
        elif not above:
            paragraphs += 1
            intro = text if _introduces(bare, lines, row, own.indent) else ""
        asked = _asked(text, own.marker)


def _without_kind(text: str, quote: str) -> str:
    """The text of a line without the kind of a callout, which begins with it."""
    callout = CALLOUT.match(text) if quote else None
    return text[callout.end() :] if callout else text


def _asked(text: str, marker: str) -> str:
    """A paragraph that is a question, which the next one answers; "" for others."""
    return text if text.endswith(("?", "？")) and not marker else ""


def _end_of_sentence(lines: Sequence[str], shut: Sequence[bool], row: int, margin: int) -> int:
    """The end of the paragraph at this row, or of the next one right below if the sentence stops at a semicolon."""
    end = run_end(lines, shut, row, margin)
    while end < len(lines) and lines[end - 1].rstrip().endswith((";", ",")) and not shut[end]:
        line, own = lines[end], lead(lines[end])
        bare = line[own.start :].strip()
        if not bare or own.marker or own.quote or headings.find(line) or _NO_PROSE.match(bare) or tasks.find(line):
            break
        end = run_end(lines, shut, end, margin)
    return end


def _introduces(line: str, lines: Sequence[str], row: int, indent: int) -> bool:
    """Whether a paragraph of this indentation belongs to the list below it, which begins at `row`."""
    names_list = len(line.split()) <= _LONGEST_NAME_OF_LIST and _opens(lines, row, indent - 1)
    return names_list or line.rstrip("*_ ").endswith((":", "：", "?", "？"))


def _lead_of(line: str, above: Sequence[tuple[int, str]] = ()) -> str:
    """The line that others belong to, unchanged; "" for an address, or if a mark in it is not closed.

    Of the lines `above` it, with their indentation, the last one that says that all below is bad or wrong comes first.
    """
    if not line or not _is_closed(line) or _ADDRESS.match(line):
        return ""
    own = line if line.rstrip("*_ ").endswith(_OPEN) else f"{line.rstrip('.')}:"
    reversing = next((one for _, one in reversed(above) if _REVERSES.search(plain_text(one))), "")
    return f"{_lead_of(reversing)} {own}".strip()


def announces(text: str) -> bool:
    """Whether a text says what a talk will be about, as the program of a conference does."""
    return _ANNOUNCES.search(text) is not None


def begins_with_but(words: str) -> bool:
    """Whether a line turns the previous one."""
    return _BUT.match(words) is not None


def _opens(lines: Sequence[str], row: int, indent: int) -> bool:
    """Whether the next line that is not empty is an item nested in one of this indentation."""
    after = next((line for line in lines[row : row + 2] if line.strip()), "")
    below = lead(after)
    return bool(below.marker) and below.indent > indent


def points_back(words: str) -> bool:
    """Whether a line continues another one, or its subject is there: “because it sinks”, “It is faster”, “^ or not”."""
    return words.startswith(("^", "↑")) or _POINTS_BACK.match(words) is not None


def _sentences(line: QuotableLine) -> Iterator[QuotableLine]:
    """The line, or its sentences if it is long or ends with a question."""
    parts = [line.text]
    if len(line.text.split()) > _LONG or line.text.endswith(("?", "？")):
        split = [part.strip() for part in _SENTENCE_END.split(line.text)]
        parts = [_without_open_quote(part) for part in split] if all(map(_is_closed, split)) else parts
    for part in parts:
        words = plain_text(part)
        if words and "%%" not in part and words.count(" | ") < _CELLS:
            match = _QUOTED.search(words)
            quoted = line.quoted or (match is not None and 2 * len(match[0]) > len(words))
            yield replace(line, text=part, words=words, quoted=quoted)


def _without_open_quote(part: str) -> str:
    """A sentence of a quotation of several, without the mark at its one end."""
    return part.strip('"') if part.count('"') == 1 and '"' in (part[0], part[-1]) else part


def _is_closed(part: str) -> bool:
    return part.count("[") == part.count("]") and not any(part.count(mark) % 2 for mark in _PAIRED)
