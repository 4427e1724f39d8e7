"""Damage in files as codes with positions; `markup/damage_words.py` words it."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from confnotes.model.fast_dataclass import fast_dataclass

Value = TypeVar("Value", covariant=True)


class Fault(StrEnum):
    """Kinds of damage: unresolved git merge conflict, invalid lines, a value of the wrong type, a duplicate key, bytes
    that are not UTF-8, an unreadable file, an empty file.
    """

    MERGE = "merge"
    SYNTAX = "syntax"
    VALUE = "value"
    TWICE = "twice"
    ENCODING = "encoding"
    CLOSED = "closed"
    EMPTY = "empty"


@fast_dataclass(frozen=True, slots=True)
class Damage:
    """A fault and its lines, from 1 (0: no particular line).

    `about` is the detail that the format knows, or the duplicate key.
    """

    fault: Fault
    line: int = 0
    last_line: int = 0
    about: str = ""


class Broken(NamedTuple):
    """Why front matter is invalid, and the line in the file, from 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class Salvaged(Generic[Value]):
    """The readable part of a file, and the damage to the rest."""

    __slots__ = ("damage", "value")

    def __init__(self, value: Value, damage: tuple[Damage, ...] = ()) -> None:
        self.value = value
        self.damage = damage
