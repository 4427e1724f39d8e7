"""Links within a document: each leads to a place that is there, and no place is there twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Element
from confnotes.model.summary import SummaryItem

_WITH_PLACE = {"Header": 1, "Div": 0, "Span": 0}


def lines_of(item: SummaryItem) -> list[str]:
    """The ids of the lines of an item that something may link to."""
    return [*(one.id for one in item.takeaways), *(one.id for one in item.questions)]


def closed(blocks: Blocks, instead: Mapping[str, str]) -> Blocks:
    """The blocks with every inner link leading to its place, to the one that is told `instead`, or nowhere."""
    there: set[str] = set()
    for element in elements(blocks):
        if element["t"] in _WITH_PLACE:
            attributes = element["c"][_WITH_PLACE[element["t"]]]
            if attributes[0] in there:
                attributes[0] = ""
            there.add(attributes[0])
    for element in elements(blocks):
        if element["t"] == "Link" and element["c"][2][0].startswith("#"):
            target = element["c"][2][0][1:]
            place = target if target in there else instead.get(target, "")
            if place in there and place:
                element["c"][2][0] = f"#{place}"
            else:
                element.update(ast.span(element["c"][1]))
    return blocks


def elements(value: Any) -> Iterator[Element]:
    """Every element of a tree, outer ones first."""
    rest = [value]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            if "t" in one:
                yield one
            rest.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            rest.extend(reversed(one))
