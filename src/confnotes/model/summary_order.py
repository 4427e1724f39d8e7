"""What is to be exported, and how it is to look."""

from __future__ import annotations

from dataclasses import dataclass

from confnotes.model.summary import Audience, Grouping


@dataclass(frozen=True, slots=True)
class SummaryOrder:
    """What a summary is of, and for whom.

    `target` is a conference's name, several of them with commas between, a year, a day as 2019-12-10, else a search;
    `conference` says which one where several could be meant, or limits a search. `short_names`: those who asked
    questions are named by their initials. `others` are the folders of other people's vaults, by their names.
    `everything`: papers and calendar are of the whole program, not only of what was noted or marked.
    """

    target: str
    conference: str | None = None
    audience: Audience = Audience.ME
    by: Grouping = Grouping.DAY
    short_names: bool = False
    author: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many things that are not in a summary, and why, in words that follow the number; some of them by name, and how
    many names `more` there are. For its author only."""

    why: str
    number: int
    names: tuple[str, ...] = ()
    more: int = 0
