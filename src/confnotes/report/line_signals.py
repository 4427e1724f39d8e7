"""What speaks for and against quoting a line of a note on page one, as numbers from 0 to 1."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from confnotes.markup.names import fold
from confnotes.report.quotable_lines import LONGEST_LEAD, QuotableLine, points_back
from confnotes.report.topics import stop_words

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_NUMBER = re.compile(
    r"""\d\s?(?:%|x\b|[kmg]b?\b|ms\b) | \b\d+[ ](?:times|mal|fois|veces)\b | \b(?:m|b|tr)illi | \bmillon
        | \b\d+[.,]\d{3}\b | \b(?!(?:19|20)\d\d\b)\d{3,}  # not a year""",
    re.IGNORECASE | re.VERBOSE,
)
_CODE = re.compile(r"`|[{}\\]|\w\(\)|->|=>|::|\w_\w|[=!]=|;\s*\Z|\S/\S+/")
_CODE_SPAN = re.compile(r"`[^`]*`")
_CODE_SIGN = re.compile(r"[{}=;<>\\$]|\w[(\[.]\w|\w\(\)|::|->|/\w[^/]*/")
"""In a word of code that is not marked as such."""

_BOLD = re.compile(r"(\*\*|__)(?=\S).{16,}?\1|==(?=\S).{16,}?==|\A(\*\*|__)\S+[ ].{3,}?(?<![:：])\2(?=,|\s+\w)")
_SLANTED = re.compile(r"[*_](?![*_]).{8,}[*_]\W*")
_LINK = re.compile(
    r"""!?\[[^\[\]]*\](?:\((?:[^()\#][^()]*)?\)|\[[^\[\]]*\]) | <a\s[^<>]*>[^<>]*</a>
        | <?https?:\S+ | \bwww\.\S+ | (?<!\S)\S*@\S+ | \A\W*\[[^\[\]]*\]\(\#[^()]*\)\W*\Z""",
    re.VERBOSE,
)
_OF_LINK = re.compile(
    r"""\W*(?:slides?|videos?|recordings?|links?|code|repo\w*|docs?|website|blog\w*|papers?|books?|folien|aufzeichnung
        |diapos?|vid[eé]os?|diapositivas|enlaces?)\b[^:]{0,20}:\s""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a line with a link begins with that only says where something is."""
_NO_STATEMENT = (*":：?？", "…", "...", "i.e.", "e.g.", "d.h.", "z.B.", "p.ex.")
_CLOSING = '"”»*_) '
_FULL = 15
"""Words of a line of full length."""

_DEFINES = re.compile(
    r"""\W*(?:(?:an?|the)[ ])?(?:[\w`'’./()+-]+[ ]){1,4}?
        (?:(?:is|are|was)[ ](?:an?|any|just|like)\b|(?:means|stands[ ]for|refers[ ]to)\b|(?:--?|–|—|==?)[ ])""",
    re.IGNORECASE | re.VERBOSE,
)
_WHAT_IS = re.compile(r"\W*what(?:['’]s|[ ](?:is|are))[ ](?P<subject>.{2,40}?)[?:]?\W*", re.IGNORECASE)
_ASIDE = re.compile(
    r"\W*(?:(?:side[ ]?)?note|nb|n\.b\.|todo|fixme|edit|notiz|anm(?:erkung|\.)?|nota)\b[^:]{0,9}:", re.IGNORECASE
)
"""What an author notes for themselves, or of the notes."""

_REPORTS = re.compile(
    r"""\b(?:talk(?:ed|ing)|spoke|speaking)[ ](?:\w+[ ]){0,2}about\b | \A\W*(?:discuss(?:ed|ing)|presented)\b
        | \b(?:begins|began|opens|opened|starts|started)[ ](?:his|her|their|the|with[ ]a)[ ](?:talk|keynote|session)\b
        | \ba[ ]look[ ]at\b | \b(?:i['’]ll|i[ ]will)[ ](?:introduce|talk|show|present)\b
        | \b(?:sprach|redete|erzählte)\w*[ ](?:\w+[ ]){0,2}(?:über|von)\b
        | \bparl\w+[ ]d[eu]\b | \bhabl\w+[ ](?:de|sobre)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Of a talk, of what it was about and of the people there, rather than what it said."""

_JUDGING, _JUDGED = frozenset({"view", "compare"}), 2
"""What follows “is a” in a judgement, and within how many words: “is a bad idea”."""

_VERBS = frozenset({"verb", "advice", "effect"})
_LABEL = re.compile(r"([^:：.]{2,40})[:：]\s*\S")
_MARKING = frozenset({"heading", "key"})
_LONGEST_CLOSING = 5
"""Words of a heading that only says that the talk is summed up; a longer one has a subject of its own."""

_BESIDE_LINES = frozenset(
    {"heading", "closing", "pasted", "telling", "listing", "outcome", "setting", "general", "asked"}
)
"""Groups that say something about a heading only."""

_LONGEST_ASKED = 3
"""Words of a heading over what listeners asked."""

_LONGEST_NAME = 8
"""Words of a book, a page or a channel in a list of such."""

_WORDS_TO_EXPLAIN = 7
_DEEP = 3
_FEWEST_WORDS = 4
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LETTERS_OF_A_WORD = 2
"""Of Chinese, Japanese and Korean, which are written without blanks."""


def content_words(words: Iterable[str]) -> frozenset[str]:
    """The words that carry content, in one form for singular and plural."""
    return frozenset(word.rstrip("s") for word in words if len(word) > 2 and word not in stop_words())


def words_in(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text.replace("’", "'")))


def line_signals(line: QuotableLine, title: frozenset[str]) -> dict[str, float] | None:
    """The signals of a line by name, without those that are 0. None for a line that says nothing on its own: a
    question, an introduction to a list, a link, a line of code, a name in a list of things to read.

    `title` are the content words of the talk's title.
    """
    said = line.words
    words = words_in(said)
    count = length_of(said)
    bare = said.rstrip(_CLOSING)
    introduces = (line.opens and count <= LONGEST_LEAD) or (bare.endswith(_NO_STATEMENT) and not line.is_list)
    if introduces or count < _FEWEST_WORDS or is_beside(line):
        return None
    found = {group: 1.0 for group in cues_in(words) if group not in _BESIDE_LINES}
    found["length"] = min(1.0, math.log(count + 1) / math.log(_FULL))
    found["names"] = sum(word[:1].isupper() for word in said.split()[1:]) / count
    found["deep"] = min(line.depth, _DEEP) / _DEEP
    found |= {name: 1.0 for name, holds in _surroundings(line) if holds}
    found |= {name: 1.0 for name, holds in _forms(line, bare) if holds}
    if not title.isdisjoint(word.rstrip("s") for word in words):
        found["title"] = 1.0
    return found


def _surroundings(line: QuotableLine) -> Iterator[tuple[str, bool]]:
    label = _LABEL.match(line.words)
    yield "label", label is not None and not _MARKING.isdisjoint(_cues_of(label[1]))
    yield "intro", not _MARKING.isdisjoint(_cues_of(line.intro))
    yield "heading", "heading" in _cues_of(line.heading)
    yield "closing", sums_up(line)
    yield "telling", line.is_list and "telling" in _cues_of(f"{line.heading} {line.words.partition(':')[0]}")
    yield "pasted", "pasted" in _cues_of(line.heading) and len(line.heading.split()) <= _LONGEST_CLOSING
    above = _cues_of(f"{line.heading} {line.intro}") | (_cues_of(label[1]) if label is not None else frozenset())
    yield "outcome", "outcome" in above
    yield "setting", "setting" in _cues_of(line.heading)
    yield "asked", "asked" in _cues_of(line.heading) and len(line.heading.split()) <= _LONGEST_ASKED
    yield "back", points_back(line.words)
    yield "answer", line.is_answer and not line.is_item
    yield "quoted", line.quoted
    yield "turned", line.is_turned or ((line.is_reversed or line.is_answer) and line.told == line.text)


def sums_up(line: QuotableLine) -> bool:
    """Whether a line is in a part of its note that sums up the talk, or says what its author thinks of it, by its
    heading or the line that its list belongs to.
    """
    above = (line.heading, line.words.partition(":")[0] if line.is_list else line.intro)
    return any(_is_closing(one) for one in above if len(one.split()) <= _LONGEST_CLOSING)


def _is_closing(words: str) -> bool:
    cues = _cues_of(words)
    return "closing" in cues and "vague" not in cues and not any(sign.isdigit() for sign in words)  # “Lesson 3”


def _forms(line: QuotableLine, bare: str) -> Iterator[tuple[str, bool]]:
    said, text = line.words, line.text
    yield "defines", defines(said)
    yield "verbless", _VERBS.isdisjoint(_cues_of(said))
    lead, _, items = said.partition("? ") if line.is_list else ("", "", said)
    asked = said if ":" in lead else items
    yield "question", "?" in asked or "？" in asked
    yield "reports", _REPORTS.search(said) is not None
    yield "aside", _ASIDE.match(said) is not None
    yield "number", _NUMBER.search(said) is not None
    yield "bold", _BOLD.search(text) is not None
    yield "slanted", text[0] in "*_" and _SLANTED.fullmatch(text) is not None
    yield "code", _CODE.search(text) is not None
    yield "bracket", "(" in said
    yield "handle", "@" in said
    yield "stop", bare.endswith((".", "。"))
    yield "cry", bare.endswith(("!", "！"))


def explains(line: QuotableLine, title: frozenset[str]) -> bool:
    """Whether a line says what the subject of a talk is, of whose title these are the content words."""
    above = (line.heading, line.words.partition(":")[0]) if line.is_list else () if line.is_item else (line.heading,)
    asked = " ".join(match["subject"] for one in above if (match := _WHAT_IS.fullmatch(one)))
    begun = _DEFINES.match(line.words) if defines(line.words) and length_of(line.words) >= _WORDS_TO_EXPLAIN else None
    return not title.isdisjoint(content_words(words_in(f"{asked} {begun[0] if begun else ''}")))


def defines(words: str) -> bool:
    """Whether a line says what something is: “A bollard is a post to moor ships”, and not how good it is."""
    begun = _DEFINES.match(words)
    return begun is not None and _JUDGING.isdisjoint(_cues_of(" ".join(words[begun.end() :].split()[:_JUDGED])))


def length_of(text: str) -> int:
    """The number of words, also of a text without blanks."""
    return len(words_in(text)) + (0 if text.isascii() else len(_CJK.findall(text)) // _LETTERS_OF_A_WORD)


def is_link(text: str) -> bool:
    """Whether little remains of a line without its links and addresses, or only an introduction to one."""
    if not any(sign in text for sign in ("](", "][", "://", "www.", "@")):
        return False
    rest = _LINK.sub(" ", text).rstrip(_CLOSING + ".")
    return length_of(rest) < _FEWEST_WORDS or (rest != text and (rest.endswith(":") or bool(_OF_LINK.match(rest))))


def is_code(text: str) -> bool:
    """Whether most of a line is code, with few words beside it."""
    rest = " ".join(word for word in _CODE_SPAN.sub(" ", text).split() if not _CODE_SIGN.search(word))
    return 2 * len(rest) < len(text) and length_of(rest) < _FEWEST_WORDS


def is_beside(line: QuotableLine) -> bool:
    """Whether a line is a link, code or the name of something to read, which says little about a talk."""
    if is_link(line.text) or is_code(line.text):
        return True
    above = (line.heading, line.words.partition(":")[0] if line.is_list else line.intro)
    heads = [head for head in above if 0 < len(head.split()) <= _LONGEST_CLOSING]
    is_name = line.is_list or (len(line.words.split()) <= _LONGEST_NAME and not line.words.endswith((".", "!")))
    return is_name and any("listing" in _cues_of(head) for head in heads)


@lru_cache(maxsize=2_000)
def _cues_of(text: str) -> frozenset[str]:
    return frozenset(cues_in(words_in(text)))


def cues_in(words: Sequence[str]) -> set[str]:
    """The groups of `cues.toml` that have one of the words, or a pair of them."""
    groups = _cues()
    found = {group for word in words for group in groups.get(word, ())}
    found.update(group for one, other in pairwise(words) for group in groups.get(f"{one}-{other}", ()))
    return found


@cache
def _cues() -> Mapping[str, tuple[str, ...]]:
    """The groups of each word, and of each pair of words with a hyphen between."""
    table = tomllib.loads((files(__package__) / "cues.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for group, languages in table.items():
        for word in dict.fromkeys(" ".join(languages.values()).split()):
            found[word] = (*found.get(word, ()), group)
    return found
