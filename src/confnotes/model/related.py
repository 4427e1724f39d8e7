"""A note or a talk that is like another one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Related:
    """A note or talk like another one; `id` is a note's path, or the key of a talk, whose path is "".

    `words` and `things` (people, links, tags ...) are what both have, what tells most first; `linked`: one of them
    links to the other.
    """

    id: str
    path: str
    title: str
    conference: str | None
    score: float
    words: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    linked: bool = False

    @property
    def why(self) -> str:
        """The same in a few words: `energy, score matching; Yoshua Bengio; linked`."""
        linked = ("linked",) if self.linked else ()
        return "; ".join(", ".join(some) for some in (self.words, self.things, linked) if some)
