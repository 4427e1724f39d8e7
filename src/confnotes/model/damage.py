"""What of a file cannot be read, as a code with its place; `markup/damage_words.py` says it in words."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

from confnotes.model.fast_dataclass import fast_dataclass

Value = TypeVar("Value", covariant=True)


class Fault(StrEnum):
    """What is wrong: a merge of git that was not finished, lines that are not of the format, a value of another kind,
    a key that stands twice, bytes that are not UTF-8, a file that cannot be opened at all, one that is
    empty."""

    MERGE = "merge"
    SYNTAX = "syntax"
    VALUE = "value"
    TWICE = "twice"
    ENCODING = "encoding"
    CLOSED = "closed"
    EMPTY = "empty"


@fast_dataclass(frozen=True, slots=True)
class Damage:
    """One fault and the lines it is in, from 1 (0: it is in no line). `about` is what is wrong there, as far as the
    format tells, or the key that stands twice."""

    fault: Fault
    line: int = 0
    last_line: int = 0
    about: str = ""


class Salvaged(Generic[Value]):
    """What could be read of a file, and the damage to the rest of it."""

    __slots__ = ("damage", "value")

    def __init__(self, value: Value, damage: tuple[Damage, ...] = ()) -> None:
        self.value = value
        self.damage = damage
