"""Values that the type checker treats as frozen, created as fast as ordinary objects.

A frozen dataclass sets each field by a function call: creating a program of 6,000 talks, which happens several times
while it is read, merged and shown, would take nearly three times as long. A dataclass also compiles each of its
methods, which takes a twentieth of the start-up time: here only `__init__` is compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as fast_dataclass
else:
    from dataclasses import dataclass, fields
    from operator import attrgetter

    def fast_dataclass(*, frozen, slots, kw_only=False):
        """A comparable, hashable dataclass; only the type checker enforces that it is frozen."""

        def made(cls):
            made = dataclass(slots=slots, kw_only=kw_only, eq=False, repr=False)(cls)
            names = [field.name for field in fields(made) if field.compare]
            values = attrgetter(*names) if names else _nothing

            def equal(self, other):
                return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

            made.__eq__ = equal
            made.__hash__ = lambda self: hash(values(self))
            shown = [field.name for field in fields(made) if field.repr]

            def represented(self):
                values = ", ".join([f"{name}={getattr(self, name)!r}" for name in shown])
                return f"{self.__class__.__qualname__}({values})"

            made.__repr__ = represented
            return made

        return made

    def _nothing(self):
        return ()


__all__ = ["fast_dataclass"]
