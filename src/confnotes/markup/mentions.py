"""Mentions: `@Name` is a person.

A name is one word; if it begins with a capital, further capitalised words belong to it, with the small words inside
names (`@Rianne van den Berg`), up to four words in all. Initials keep their dots (`@J. Doe`, `@M.` at the end of a
line). `@[[Name]]` takes the name as it is. Mail addresses (`a@b.org`) are not mentions, nor are what code calls
something by (`@param`, `@media`, `@title`) and groups of a chat (`@here`).
"""

from __future__ import annotations

import re

from confnotes.markup.code import blank_inline

_NOBODY = (
    "all|author|author_id|channel|charset|classmethod|dataclass|deprecated|description|everyone|example|examples|export"
    "|font-face|here|id|import|include|inheritdoc|keyframes|media|mention|mentions|mixin|name|override|Override|page"
    "|param|params|property|return|returns|see|since|staticmethod|supports|tag|tags|test|throws|title|todo|type|types"
    "|url|user|users|value|version"
)
"""Tags of comments (Javadoc, JSDoc, roxygen), decorators, rules of style sheets, usual names of variables in Ruby, and
groups of a chat. Such a word in lower case is never a name; a person with that name can be written as `@[[page]]`.
"""
MENTION = re.compile(
    rf"""(?<![\w@./+\\-])@
        (?: \[\[([^\[\]|\#\n]{{1,100}})(?:[|\#][^\[\]\n]{{0,200}})?\]\]
          | (?!(?:{_NOBODY})(?![\w'’-]|\.\w)) ([^\W\d_](?:[\w'’.-]{{0,60}}\w)?) )""",
    re.VERBOSE,
)
_NEXT = re.compile(r" ([^\W\d_](?:(?:[\w'’-]|\.-){0,60}\w)?)(\.?)")
_AFTER_INITIAL = re.compile(r"\.(?= [^\W\d_]|\s*\Z)")
_PARTICLE_TEXT = "van von der den de da di du del della dos das la le el al bin ibn ten ter zu zur y"
_PARTICLES = frozenset(_PARTICLE_TEXT.split())
_MAX_WORDS = 4  # of a name, as in “Maria del Carmen Ruiz”


def find(line: str, start: int = 0) -> list[tuple[int, int, str]]:
    """The people named in a line, from `start` on, as (start, end, name)."""
    return [read(match) for match in MENTION.finditer(line, start)] if "@" in line else []


def read(match: re.Match[str]) -> tuple[int, int, str]:
    """The span and name of a match of MENTION, as (start, end, name)."""
    if match[1]:
        return match.start(), match.end(), match[1].strip()
    end = match.end()
    if match[2][0].isupper():
        dot = _AFTER_INITIAL.match(match.string, end) if _is_initial(match[2]) else None
        end = _end_of_name(match.string, dot.end() if dot else end)
    return match.start(), end, match.string[match.start() + 1 : end]


def format_mention(name: str, rest: str = "") -> str | None:
    """The mention that is parsed as this name: `@Ada Lovelace`, else `@[[ada of somewhere]]`.

    `rest` is the text after it on the line. None if no mention can express the name.
    """
    plain = f"@{name}"
    return plain if find(plain + rest)[:1] == [(0, len(plain), name)] else format_linked_mention(name)


def format_linked_mention(name: str) -> str | None:
    """The mention `@[[Name]]`; None if the name contains the end of a link."""
    link = f"@[[{name}]]"
    return link if find(blank_inline(link)) == [(0, len(link), name)] and "%%" not in name else None


def _end_of_name(text: str, end: int) -> int:
    """The end of the name whose first word ends at `end`; an initial keeps its dot, a sentence does not."""
    at = end
    for _ in range(_MAX_WORDS - 1):
        following = _NEXT.match(text, at)
        if following is None:
            break
        word, dot = following.groups()
        at = following.end()
        if word[0].isupper():
            end = at if dot and _is_initial(word) else following.end(1)
            if dot and not _is_initial(word):
                break
        elif word not in _PARTICLES or dot:
            break
    return end


def _is_initial(word: str) -> bool:
    """Whether a word is a letter, or ends in one after a hyphen or a dot: “J”, “J.-L”."""
    return word[-1].isupper() and not word[-2:-1].isalnum()
