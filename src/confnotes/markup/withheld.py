"""What keeps a note, a talk or a session from others: keys of front matter and of marks, and tags, however spelt.

Capitals, hyphens, underscores and blanks make no difference: `Private`, `no_share` and `NoShare` are `private` and
`no-share`. In doubt more is withheld rather than less: `private: perhaps` is private, `publish: perhaps` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

NO_SHARE: Final = "no-share"
"""As confnotes writes it in marks."""

MAY_WITHHOLD = re.compile(r"privat|shar(?:e|ing)|publi(?:c|sh)", re.IGNORECASE)
"""Found in every text that withholds something by one of the keys or tags here, and in many that do not."""

_WITHHOLDING = ("privat", "share", "sharing", "public", "publish")

_PRIVATE = frozenset({"private", "isprivate", "keepprivate", "nopublish", "dontpublish", "donotpublish"})
_NO_SHARE = frozenset({"noshare", "nosharing", "dontshare", "donotshare", "notshared", "unshared"})
_ALLOWING = frozenset({"share", "sharing", "publish", "public"})
_ALLOWED = frozenset({"shared", "published"})
"""They tell as often when, or with whom: only a clear no withholds."""
_TAGS = frozenset({"tag", "tags"})
_YES = frozenset({"true", "t", "yes", "y", "on", "1"})
_NO = frozenset({"false", "f", "no", "n", "off", "0", "never"})
_NOT_LETTERS = re.compile(r"[\W_]+")
_BETWEEN = (re.compile(r"[^\w\- ]+"), re.compile(r"[^\w\-]+"))
"""What stands between tags, where a blank is part of one and where it is not."""


def may_withhold(text: str) -> bool:
    """Whether the text has any of `MAY_WITHHOLD`: most texts are not looked through letter by letter."""
    if text.isascii():
        small = text.lower()
        return any(part in small for part in _WITHHOLDING)
    return MAY_WITHHOLD.search(text) is not None


def is_private(fields: Mapping[str, object], tags: Iterable[str] = ()) -> bool:
    """Whether fields or tags say that nobody else reads it."""
    return any(_makes_private(_folded(key), value) for key, value in fields.items()) or _tagged(_PRIVATE, fields, tags)


def is_unshared(fields: Mapping[str, object], tags: Iterable[str] = ()) -> bool:
    """Whether fields or tags say that the public is not told of it."""
    said = any(_folded(key) in _NO_SHARE and _word(value) not in _NO for key, value in fields.items())
    return said or _tagged(_NO_SHARE, fields, tags)


def is_key(name: str) -> bool:
    """Whether a field of that name decides on who else may read."""
    return _folded(name) in _PRIVATE | _NO_SHARE | _ALLOWING | _ALLOWED


def is_tag(name: str) -> bool:
    """Whether a tag says who may read a note, and not what it is about."""
    return _tagged(_PRIVATE | _NO_SHARE, {}, (name,))


def _makes_private(key: str, value: object) -> bool:
    return (
        (key in _PRIVATE and _word(value) not in _NO)
        or (key in _ALLOWING and _word(value) not in _YES)
        or (key in _ALLOWED and _word(value) in _NO)
    )


def _tagged(names: frozenset[str], fields: Mapping[str, object], tags: Iterable[str]) -> bool:
    """Whether a tag, or one that it is nested in or that is nested in it, has one of the names."""
    given = (str(value) for key, value in fields.items() if _folded(key) in _TAGS)
    meant = filter(MAY_WITHHOLD.search, (*tags, *given))
    return any(_folded(part) in names for tag in meant for between in _BETWEEN for part in between.split(tag))


@lru_cache(maxsize=1 << 10)
def _folded(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _word(value: object) -> str:
    return str(value).strip(" \t\r\n\"'").casefold()
