"""A note that is like another one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Related:
    """A note like another one.

    `words` and `things` (people, links, tags ...) are what both have, what tells most first; `linked`: one of them
    links to the other.
    """

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
