"""Screens, dialogs and bars whose keys are those of the map in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.dom import DOMNode

from confnotes.tui import commands
from confnotes.tui.textual_private import rebind

_BOUND: Final[list[type[DOMNode]]] = []
"""The classes with commands, bases before what is derived from them."""


def bind(kind: type[DOMNode]) -> None:
    """Give a class the keys of its commands, which `where` names, from now on."""
    _BOUND.append(kind)
    _bind(kind, ())


def bind_again(there: Iterable[DOMNode]) -> None:
    """Give all these classes the keys of the map in force now, and so those that are `there`."""
    nodes = [*there]
    for kind in _BOUND:
        _bind(kind, nodes)


def _bind(kind: type[DOMNode], there: Iterable[DOMNode]) -> None:
    if "where" in vars(kind):
        kind.BINDINGS = commands.bindings(vars(kind)["where"])
    rebind(kind, there)
