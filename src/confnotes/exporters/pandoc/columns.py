"""How wide the columns of a table are, where its lines are too long to stand on one line each."""

from __future__ import annotations

from collections.abc import Sequence

_LINE = 76
_SHORT = 12
_LONGEST = 60
_BETWEEN = 6


def column_widths(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """The parts of the line that the columns take; nothing where every row fits a line as it is.

    A column of words or numbers is as wide as its longest cell, one of sentences less, for it may have more lines.
    """
    columns = [[row[at] for row in rows if at < len(row)] for at in range(len(rows[0]))]
    longest = [max(map(len, cells)) for cells in columns]
    if sum(longest) + _BETWEEN * len(longest) <= _LINE:
        return ()
    wanted = [_BETWEEN + min(letters, _SHORT) + max(0, min(letters, _LONGEST) - _SHORT) / 3 for letters in longest]
    return tuple(round(one / sum(wanted), 3) for one in wanted)
