"""The links of a program that was read, with their whole addresses.

A page links to `./fellows`, which only the page's own address completes. Without it nothing can open such a link.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from confnotes.importers.warning_collector import counted
from confnotes.model.program import Program, ReadProgram, Resource, Session, Talk

_RELATIVE: Final = re.compile(r"\.{0,2}/|[?]")
_BELOW: Final = re.compile(
    r"[\w%-]+/|[\w%-]+\.(?:html?|md|pdf|php|aspx?|ipynb|pptx?|key|zip|txt)(?:[?#]|\Z)", re.IGNORECASE
)
"""A file or folder beside the page; `example.org/a` may be a whole address."""

_OF_NOTES: Final = (".md", ".markdown", ".org", ".txt")
"""Notes beside a list of talks, which are imported with it."""


def with_addresses(read: ReadProgram, base: str | None) -> ReadProgram:
    """The program with its relative links joined to the address `base` of its source.

    Without one they are left out with a warning, but for those that may be whole addresses.
    """
    links = _Links(base)
    program = links.program(read.program)
    message = "left out: {# links|1 link} without a web address; a page imported by its address keeps them"
    told = counted(message, [None] * links.left_out)
    return replace(read, program=program, warnings=(*read.warnings, *told))


class _Links:
    def __init__(self, base: str | None) -> None:
        self._base, self.left_out = base, 0

    def program(self, program: Program) -> Program:
        sessions = tuple(map(self._session, program.sessions))
        return replace(program, sessions=sessions, resources=self._each(program.resources))

    def _session(self, session: Session) -> Session:
        return replace(session, resources=self._each(session.resources), talks=tuple(map(self._talk, session.talks)))

    def _talk(self, talk: Talk) -> Talk:
        return replace(talk, resources=self._each(talk.resources)) if talk.resources else talk

    def _each(self, resources: tuple[Resource, ...]) -> tuple[Resource, ...]:
        return tuple(found for one in resources if (found := self._whole(one)))

    def _whole(self, one: Resource) -> Resource | None:
        is_relative = _RELATIVE.match(one.url) is not None
        if self._base and (is_relative or _BELOW.match(one.url)):
            try:
                return replace(one, url=urljoin(self._base, one.url))
            except ValueError:
                pass
        self.left_out += is_relative and not one.url.endswith(_OF_NOTES)
        return None if is_relative else one
