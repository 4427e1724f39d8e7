"""Keys of front matter and marks, and tags, that make a note, talk or session private or unshared, in any spelling.

Capitals, hyphens, underscores and blanks make no difference: `Private`, `no_share` and `NoShare` are `private` and
`no-share`. In doubt more is withheld rather than less: `private: perhaps` is private, `publish: perhaps` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

MAY_WITHHOLD = re.compile(r"privat|shar(?:e|ing)|publi(?:c|sh)", re.IGNORECASE)
"""Matches every text that withholds something by one of these keys or tags, and many others."""

_WITHHOLDING = ("privat", "share", "sharing", "public", "publish")

_PRIVATE = frozenset({"private", "isprivate", "keepprivate", "nopublish", "dontpublish", "donotpublish"})
_NO_SHARE = frozenset({"noshare", "nosharing", "dontshare", "donotshare", "notshared", "unshared"})
_ALLOWING = frozenset({"share", "sharing", "publish", "public"})
_ALLOWED = frozenset({"shared", "published"})
"""Fields that may also state a date or people: only a clear no withholds."""
_TAGS = frozenset({"tag", "tags"})
_YES = frozenset({"true", "t", "yes", "y", "on", "1"})
_NO = frozenset({"false", "f", "no", "n", "off", "0", "never"})
_NOT_LETTERS = re.compile(r"[\W_]+")
_BETWEEN = (re.compile(r"[^\w\- ]+"), re.compile(r"[^\w\-]+"))
"""Separators of tags, for tags that may contain blanks and for others."""


def may_withhold(text: str) -> bool:
    """Whether the text matches `MAY_WITHHOLD`, to skip a closer look at most texts."""
    if text.isascii():
        small = text.lower()
        return any(part in small for part in _WITHHOLDING)
    return MAY_WITHHOLD.search(text) is not None


def is_private(fields: Mapping[str, object], tags: Iterable[str] = ()) -> bool:
    """Whether fields or tags make it private to the user."""
    return any(_makes_private(_folded(key), value) for key, value in fields.items()) or _tagged(_PRIVATE, fields, tags)


def is_unshared(fields: Mapping[str, object], tags: Iterable[str] = ()) -> bool:
    """Whether fields or tags keep it from the public."""
    said = any(_folded(key) in _NO_SHARE and _word(value) not in _NO for key, value in fields.items())
    return said or _tagged(_NO_SHARE, fields, tags)


def is_key(name: str) -> bool:
    """Whether a field of that name decides who else may read."""
    return _folded(name) in _PRIVATE | _NO_SHARE | _ALLOWING | _ALLOWED


@lru_cache(maxsize=1 << 10)
def is_tag(name: str) -> bool:
    """Whether a tag states who may read a note, rather than its topic."""
    return _tagged(_PRIVATE | _NO_SHARE, {}, (name,))


def _makes_private(key: str, value: object) -> bool:
    return (
        (key in _PRIVATE and _word(value) not in _NO)
        or (key in _ALLOWING and _word(value) not in _YES)
        or (key in _ALLOWED and _word(value) in _NO)
    )


def _tagged(names: frozenset[str], fields: Mapping[str, object], tags: Iterable[str]) -> bool:
    """Whether a tag, or a parent or subtag of it, has one of the names."""
    given = (str(value) for key, value in fields.items() if _folded(key) in _TAGS)
    meant = filter(MAY_WITHHOLD.search, (*tags, *given))
    return any(_folded(part) in names for tag in meant for between in _BETWEEN for part in between.split(tag))


@lru_cache(maxsize=1 << 10)
def _folded(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _word(value: object) -> str:
    return str(value).strip(" \t\r\n\"'").casefold()
