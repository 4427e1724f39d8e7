"""Draws docs/house.svg, the rooms of docs/explanation/design.md, from the imports of the source.

An arrow leads from a room to one that it imports. Left out are arrows that two others make: who may import a room
may import what lies under it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

DOCS = Path(__file__).parent
SOURCE = DOCS.parent / "src" / "confnotes"
WIDTH, ROW, BOX, HIGH = 920, 84, 200, 48
LEFT, MIDDLE, RIGHT = 120, 460, 800

PLACES = {
    "cli": (MIDDLE - 120, 0, "what is typed in a shell"),
    "tui": (MIDDLE + 120, 0, "what is seen"),
    "lsp": (LEFT, 1, "what editors ask"),
    "serve": (MIDDLE, 1, "what phones and browsers ask"),
    "mcp": (RIGHT, 1, "what assistants ask"),
    "actions": (MIDDLE, 2, "one verb a file"),
    "importers": (LEFT, 3, "bytes → Program"),
    "report": (MIDDLE, 3, "audience → Summary"),
    "exporters": (RIGHT, 3, "Summary → bytes"),
    "catalogue": (MIDDLE, 4, "which, who, where, how many"),
    "search": (MIDDLE - 220, 5, "the Whoosh index"),
    "vault": (MIDDLE, 5, "the folder of plain files"),
    "web": (MIDDLE + 220, 5, "the only way to the network"),
    "merge": (MIDDLE, 6, "three versions made one"),
    "markup": (MIDDLE, 7, "text ↔ model"),
    "model": (MIDDLE, 8, "frozen dataclasses"),
}
"""Where each room stands: the middle of its box, its row from the top, and what it is for."""


def main() -> None:
    """Draw the picture."""
    (DOCS / "house.svg").write_text(picture(), encoding="utf-8")


def picture() -> str:
    """The rooms and the arrows among them, as SVG that is read on light and dark pages."""
    height = ROW * len({row for _, row, _ in PLACES.values()})
    arrows = "\n".join(arrow(upper, lower) for upper, lower in plain_arrows())
    boxes = "\n".join(box(room) for room in PLACES)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">
<title>The rooms of confnotes; arrows lead from a room to those that it imports</title>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0 8 4 0 8z" fill="#7a8288"/></marker></defs>
<g fill="none" stroke="#7a8288" stroke-width="1.4" marker-end="url(#head)">
{arrows}
</g>
{boxes}
</svg>
"""


def plain_arrows() -> list[tuple[str, str]]:
    """Every (room, imported room) that no way over another room makes."""
    arrows = imported_rooms()
    below: dict[str, set[str]] = {}
    for room in reversed(PLACES):
        straight = {lower for lower in arrows[room] if PLACES[lower][1] > PLACES[room][1]}
        below[room] = straight | {deeper for lower in straight for deeper in below[lower]}
    return [
        (room, lower)
        for room in PLACES
        for lower in sorted(arrows[room])
        if not any(lower in below.get(between, ()) for between in arrows[room] if between != lower)
    ]


def imported_rooms() -> dict[str, set[str]]:
    """For each room the other rooms that some module in it imports, wherever and for whatever it does."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0]
        rooms[room].update(re.findall(r"^ *from confnotes\.(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    return {room: {other for other in rooms[room] if other in PLACES and other != room} for room in PLACES}


def arrow(upper: str, lower: str) -> str:
    """A line from one box to the other: straight from the row above, else round the boxes between them.

    One that leads up is an exception to the rules of the house, and dashed.
    """
    (x, row, _), (to, lower_row, _) = PLACES[upper], PLACES[lower]
    if lower_row <= row:
        side = BOX / 2 if to > x else -BOX / 2
        top = lower_row * ROW + HIGH + 4
        return f'<path stroke-dasharray="4 4" d="M{x + side:g} {row * ROW + HIGH / 2:g} Q{to} {row * ROW} {to} {top}"/>'
    start = row * ROW + HIGH
    if lower_row == row + 1:
        end = max(to - BOX * 0.45, min(x + (to - x) * 0.7, to + BOX * 0.45))  # on the box, slanted as little as can be
        return f'<path d="M{x} {start} L{end:g} {lower_row * ROW - 2}"/>'
    if x == to:
        return f'<path d="M{x} {start} V{lower_row * ROW - 2}"/>'
    if x == MIDDLE:  # right below stand other rooms: round them
        begin, level = x + (BOX / 2 if to > x else -BOX / 2), row * ROW + HIGH * 0.75
        return f'<path d="M{begin:g} {level:g} C{to} {level:g} {to} {level:g} {to} {lower_row * ROW - 2}"/>'
    side = to + (BOX / 2 + 2 if x > to else -BOX / 2 - 2)
    level = lower_row * ROW + HIGH * 0.25
    return f'<path d="M{x} {start} C{x} {level:g} {x} {level:g} {side:g} {level:g}"/>'


def box(room: str) -> str:
    """A room: its name, and what it is for."""
    x, row, purpose = PLACES[room]
    y = row * ROW
    return (
        f'<rect x="{x - BOX / 2:g}" y="{y}" width="{BOX}" height="{HIGH}" rx="6" fill="#f4f1ea" stroke="#7a8288"/>\n'
        f'<text x="{x}" y="{y + 20}" text-anchor="middle" font-size="15" font-weight="bold" fill="#222">{room}</text>\n'
        f'<text x="{x}" y="{y + 37}" text-anchor="middle" font-size="12" fill="#444">{purpose}</text>'
    )


if __name__ == "__main__":
    main()
