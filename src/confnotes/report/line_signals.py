"""What speaks for and against quoting a line of a note on page one, as numbers from 0 to 1."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
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
_BREAKS = ".:;!?…。：！？"
"""What comes before a capital that begins a sentence or an item."""

_FULL = 25
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
_STATING, _MOST_STATED = frozenset({"advice", "compare", "contrary", "effect", "key", "reader", "view"}), 4
"""What makes a statement of a line, beside a number: a line with four of these says as much as one with more."""

_NOT_OF_THE_TALK = frozenset({"bio", "meta", "notice", "self"})
_LABEL = re.compile(r"([^:：.]{2,40})[:：]\s*\S")
_MARKING = frozenset({"heading", "key"})
_LONGEST_CLOSING = 5
"""Words of a heading that only says that the talk is summed up; a longer one has a subject of its own."""

_LONGEST_NAME = 8
"""Words of a book, a page or a channel in a list of such."""

_WORDS_TO_EXPLAIN = 7
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


def line_signals(line: QuotableLine) -> dict[str, float] | None:
    """The signals of a line by name, without those that do not hold. None for a line that says nothing on its own: a
    question, an introduction to a list, a link, a line of code, a name in a list of things to read.

    `states`: how much of advice, comparison, cause, judgement and the like it has; `marked`: the author says that it
    matters; `closing`: it is in a part that sums up the talk; `beside`: it is not what the talk says, or not all of it.
    """
    said = line.words
    count = length_of(said)
    bare = said.rstrip(_CLOSING)
    introduces = (line.opens and count <= LONGEST_LEAD) or (bare.endswith(_NO_STATEMENT) and not line.is_list)
    if introduces or count < _FEWEST_WORDS or is_beside(line):
        return None
    cues = _cues_of(said)
    stated = len(cues & _STATING) + (_NUMBER.search(said) is not None)
    found = {
        "length": min(1.0, math.log(count + 1) / math.log(_FULL)),
        "states": min(1.0, stated / _MOST_STATED),
        "names": sum(word[0].isupper() and before[-1] not in _BREAKS for before, word in pairwise(said.split()))
        / count,
        "sentence": not cues.isdisjoint(_VERBS),
        "marked": _is_marked(line),
        "closing": sums_up(line),
        "back": points_back(said),
        "beside": not cues.isdisjoint(_NOT_OF_THE_TALK) or _is_not_of_the_talk(line) or _is_half(line),
    }
    return {name: float(value) for name, value in found.items() if value}


def _is_marked(line: QuotableLine) -> bool:
    """Whether the author says that a line matters: above it, at its beginning or in bold."""
    label = _LABEL.match(line.words)
    is_key = any(not _MARKING.isdisjoint(_cues_of(one)) for one in (line.intro, label[1] if label else ""))
    return is_key or "heading" in _cues_above(line) or _BOLD.search(line.text) is not None


def _is_not_of_the_talk(line: QuotableLine) -> bool:
    """Whether others wrote or asked a line, or it notes something else, by its heading or its form."""
    forms = (_ASIDE.match(line.words), _REPORTS.search(line.words), _SLANTED.fullmatch(line.text))
    return not _cues_above(line).isdisjoint({"pasted", "asked"}) or "@" in line.words or any(forms)


def _cues_above(line: QuotableLine) -> frozenset[str]:
    """The groups of a short heading, which says what kind of lines are below."""
    return _cues_of(line.heading) if len(line.heading.split()) <= _LONGEST_CLOSING else frozenset()


def _is_half(line: QuotableLine) -> bool:
    """Whether a line is a question, an answer, or said alone the opposite of what was meant."""
    lead, _, items = line.words.partition("? ") if line.is_list else ("", "", line.words)
    asks = any(sign in (line.words if ":" in lead else items) for sign in "?？")
    is_turned = line.is_turned or ((line.is_reversed or line.is_answer) and line.told == line.text)
    return asks or is_turned or (line.is_answer and not line.is_item)


def sums_up(line: QuotableLine) -> bool:
    """Whether a line is in a part of its note that sums up the talk, or says what its author thinks of it, by its
    heading or the line that its list belongs to.
    """
    above = (line.heading, line.words.partition(":")[0] if line.is_list else line.intro)
    return any(_is_closing(one) for one in above if len(one.split()) <= _LONGEST_CLOSING)


def _is_closing(words: str) -> bool:
    cues = _cues_of(words)
    return "closing" in cues and "vague" not in cues and not any(sign.isdigit() for sign in words)  # “Lesson 3”


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
