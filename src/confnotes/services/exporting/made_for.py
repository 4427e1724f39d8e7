"""For whom a file was made that is there: made again for more readers, it would keep edits that are not for them."""

from __future__ import annotations

import re
from pathlib import Path

from confnotes.errors import ConflictError
from confnotes.markup.made_again import is_made
from confnotes.model.summary import Audience

_MOST_PRIVATE_FIRST = tuple(Audience)
_MADE_FOR = re.compile(r"^(?:<!-- confnotes )?made-for-(me|team|public)\b", re.MULTILINE)
_READERS = {Audience.ME: "yourself", Audience.TEAM: "the team", Audience.PUBLIC: "the public"}


def refuse_more_readers(path: Path, audience: Audience) -> None:
    """Raise ConflictError where the file at `path` was made for fewer readers than `audience`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    made_for = [Audience(one) for one in _MADE_FOR.findall(text)]
    if is_made(text) and not made_for:
        made_for = [Audience.ME]  # the comment that says it was taken out
    before = min(made_for, key=_MOST_PRIVATE_FIRST.index, default=audience)
    if _MOST_PRIVATE_FIRST.index(before) < _MOST_PRIVATE_FIRST.index(audience):
        raise ConflictError(
            f"{path} was made for {_READERS[before]}, and your edits in it may tell {_READERS[audience]} too much",
            "give it another name, or make all of it new with --force",
        )
