"""The index of a site's search: scripts that a page loads as it needs them, because pages on a disk cannot fetch files.

Pagefind (https://pagefind.app) fetches its index, which a page on a disk may not.

`search/pages.js` lists everything that can be found; `search/X.js` has the words that begin with X and the numbers of
the entries that contain them. `site.js` splits what is typed into the same words.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from operator import sub
from typing import Final

from confnotes.beside import beside
from confnotes.markup.names import bare

FOLDER: Final = "assets/search"
_WORD: Final = re.compile(r"[^\W_]+")
_WITHOUT_SPACES: Final = re.compile("[぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]+")
"""Scripts that are written without spaces; their words are pairs of letters."""
_ADDRESSES: Final = re.compile(
    r"\]\([^()\s]*\)|http(?<!\whttp)s?:[^\s)]+|mailto:(?<!\wmailto:)[^\s)]+|photo:(?<!\wphoto:)[^\s)]+"
)
_APART: Final = bytes(one if chr(one).isalnum() else 32 for one in range(128)).ljust(256)
"""What is no letter or digit of ASCII as a blank."""

_LONGEST: Final = 40
_MANY: Final = 500


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """What the search can find: its address, title, kind, facts and first words; `text` is all that it is found by."""

    address: str
    title: str
    kind: str
    facts: str
    excerpt: str
    text: str


def words_of(text: str) -> set[str]:
    """The words of a text, folded."""
    found: set[str] = set()
    text = bare(_ADDRESSES.sub(" ", text))
    if text.isascii():
        return {word[:_LONGEST] for word in set(text.encode().translate(_APART).decode().split())}
    for word in set(_WORD.findall(text)):
        if word.isascii():
            found.add(word[:_LONGEST])
            continue
        for run in _WITHOUT_SPACES.findall(word):
            found.update(run[at : at + 2] for at in range(max(len(run) - 1, 1)))
        found.update(part[:_LONGEST] for part in _WITHOUT_SPACES.sub(" ", word).split())
    return found


def shard_of(word: str) -> str:
    """The name of the script that has a word."""
    first = ord(word[0])
    return word[0] if word[0].isascii() else f"u{first >> 8:x}"


def searched(
    entries: Callable[[], Iterable[FoundEntry]], count: int
) -> AbstractContextManager[Callable[[], list[tuple[str, bytes]]]]:
    """The scripts of the index, by path; of many items, a second process makes them meanwhile."""
    return beside(lambda: list(search_files(entries())), pays=count > _MANY)


def search_files(entries: Iterable[FoundEntry]) -> Iterator[tuple[str, bytes]]:
    """The scripts of the index, by path."""
    listed = []
    found: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        listed.append([entry.address, entry.title, entry.kind, entry.facts, entry.excerpt])
        for word in words_of(" ".join((entry.title, entry.facts, entry.text))):
            found[word].append(number)
    shards: dict[str, dict[str, str]] = defaultdict(dict)
    for word in sorted(found):
        shards[shard_of(word)][word] = _steps(found[word])
    yield f"{FOLDER}/pages.js", _script("pages", listed)
    for name, words in sorted(shards.items()):
        yield f"{FOLDER}/{name}.js", _script(name, words)


def _script(name: str, data: object) -> bytes:
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("\u2028", " ").replace("\u2029", " ")
    return f"confnotes({json.dumps(name)},{said});\n".encode("utf-8", "replace")


def _steps(numbers: Sequence[int]) -> str:
    """Rising numbers as the steps between them, which are short."""
    return " ".join(map(str, map(sub, numbers, (0, *numbers))))
