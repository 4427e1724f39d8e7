"""Draws docs/assets/tour.svg: a tour through the real program in a real terminal, one picture after the other.

Each frame is the screen as the terminal has it, and CSS shows the frames in turn; without animation, or for people who
do not want any, the first one stays.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pyte.screens

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "tests"))
from terminal import CONFNOTES, Terminal, environment_of  # noqa: E402

NOW = "2019-12-10T10:10"
COLUMNS, ROWS = 120, 30
CELL, LINE, TEXT = 8.4, 18, 14  # width, height and size of letters, in pixels
MARGIN, TITLE = 10, 34
GROUND, INK, FRAME = "#121212", "#e0e0e0", "#1f2428"
BASIC = {
    "black": "#121212",
    "red": "#cd5c5c",
    "green": "#7ba05b",
    "brown": "#d7a85f",
    "blue": "#5f87af",
    "magenta": "#af87af",
    "cyan": "#5fafaf",
    "white": "#e0e0e0",
}
Row = tuple[pyte.screens.Char, ...]
Scene = tuple[str, float, tuple[str, ...], str]
SCENES: tuple[Scene, ...] = (
    ("What is on now, in each room", 3.0, (), "LATER"),
    ("Open the note of a talk: its facts are filled in", 2.5, ("enter",), "Speakers"),
    (
        "Type. Every line is saved, and knows when you began it",
        3.0,
        ("enter", *"- one rule, run twice: free, then nudged"),
        "nudged",
    ),
    ("Links, people, tags and papers complete", 3.0, ("enter", *"see [[equi"), "Equilibrium"),
    ("Back on Now: starred, attended, noted", 2.0, ("tab", "ctrl+o"), "LATER"),
    ("Search every conference you have been to, typos included", 3.5, ("/", *"symetric weights"), "Hallway"),
    ("Export the summary: for whom, and what is left out", 4.0, ("escape", "x"), "NeurIPS"),
)
"""What each frame is called, how many seconds it stays, the keys that lead there, and a word that is on it then."""


def main() -> None:
    """Draw the picture."""
    (DOCS / "assets").mkdir(exist_ok=True)
    (DOCS / "assets" / "tour.svg").write_text(picture(list(frames())), encoding="utf-8")


def frames() -> Iterator[tuple[str, float, list[Row]]]:
    """Title, seconds and screen of every scene."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        shutil.copytree(DOCS.parent / "notes", home / "notes")
        environment = environment_of(home, NOW)
        command = [*CONFNOTES, "--vault", "notes"]
        with Terminal(command, folder=home, environment=environment, columns=COLUMNS, rows=ROWS) as terminal:
            for title, seconds, keys, word in SCENES:
                terminal.press(*keys)
                terminal.wait_for(word)
                terminal.read(2.5)
                yield title, seconds, terminal.cells


def picture(shown: Sequence[tuple[str, float, list[Row]]]) -> str:
    """The frames as one SVG. Rows that several frames have are drawn once."""
    width, height = COLUMNS * CELL + 2 * MARGIN, ROWS * LINE + TITLE + MARGIN
    rows = {
        row: f"r{number}" for number, row in enumerate(dict.fromkeys(row for _, _, screen in shown for row in screen))
    }
    whole = sum(seconds for _, seconds, _ in shown)
    styles, groups, begin = [], [], 0.0
    for number, (title, seconds, screen) in enumerate(shown):
        start, end = 100 * begin / whole, 100 * (begin + seconds) / whole
        first = "visible" if number == 0 else "hidden"
        styles.append(
            f"@keyframes f{number}{{0%{{visibility:{first}}}{start:.2f}%{{visibility:visible}}"
            f"{end:.2f}%,100%{{visibility:hidden}}}}"
            f"#f{number}{{visibility:{first};animation:f{number} {whole:g}s step-end infinite}}"
        )
        uses = "".join(f'<use href="#{rows[row]}" y="{at * LINE}"/>' for at, row in enumerate(screen) if drawn(row))
        groups.append(
            f'<g id="f{number}"><text class="t" x="{width / 2:g}" y="22">{escape(title)}</text>'
            f'<g transform="translate({MARGIN} {TITLE})">{uses}</g></g>'
        )
        begin += seconds
    definitions = "\n".join(f'<g id="{name}">{drawn(row)}</g>' for row, name in rows.items() if drawn(row))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">
<title>A tour of confnotes: {"; ".join(escape(title) for title, _, _ in shown)}</title>
<style>
text{{font:{TEXT}px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:{INK}}}
.t{{font-family:system-ui,sans-serif;text-anchor:middle}}.b{{font-weight:bold}}.i{{font-style:italic}}.u{{text-decoration:underline}}
{"".join(styles)}
@media (prefers-reduced-motion:reduce){{g{{animation:none!important}}}}
</style>
<defs>
{definitions}
</defs>
<rect width="{width:g}" height="{height:g}" rx="8" fill="{FRAME}"/>
<g fill="#6a737d"><circle cx="18" cy="17" r="5"/><circle cx="34" cy="17" r="5"/><circle cx="50" cy="17" r="5"/></g>
<rect x="{MARGIN}" y="{TITLE}" width="{COLUMNS * CELL:g}" height="{ROWS * LINE}" fill="{GROUND}"/>
{chr(10).join(groups)}
</svg>
"""


def drawn(row: Row) -> str:
    """A row of the screen: its grounds, then its letters."""
    grounds, letters = [], []
    for look, cells in runs(row):
        at, count = cells[0], len(cells)
        x, width = at * CELL, count * CELL
        ink, ground, classes = look
        text = "".join(row[cell].data for cell in cells)
        if ground != GROUND:
            grounds.append(f'<rect x="{x:g}" width="{width:g}" height="{LINE}" fill="{ground}"/>')
        stripped = text.strip()
        if stripped:
            x += (len(text) - len(text.lstrip())) * CELL
            colour = "" if ink == INK else f' fill="{ink}" style="fill:{ink}"'
            style = f' class="{classes}"' if classes else ""
            length = f' textLength="{len(stripped) * CELL:g}" lengthAdjust="spacingAndGlyphs"'
            letters.append(f'<text x="{x:g}" y="13"{length}{style}{colour}>{escape(stripped)}</text>')
    return "".join(grounds + letters)


def runs(row: Row) -> Iterator[tuple[tuple[str, str, str], list[int]]]:
    """Neighbouring cells that look the same: ink, ground and classes, and where they are."""
    yield from ((look, list(cells)) for look, cells in groupby(range(len(row)), key=lambda at: looks(row[at])))


def looks(cell: pyte.screens.Char) -> tuple[str, str, str]:
    """Ink, ground and classes of a cell."""
    ink, ground = colour(cell.fg, INK), colour(cell.bg, GROUND)
    if cell.reverse:
        ink, ground = ground, ink
    marks = (("b", cell.bold), ("i", cell.italics), ("u", cell.underscore))
    return ink, ground, " ".join(name for name, is_on in marks if is_on)


def colour(name: str, default: str) -> str:
    """A colour of pyte as CSS has it."""
    if name == "default":
        return default
    return BASIC.get(name.removeprefix("bright"), f"#{name}" if len(name) == 6 else default)


if __name__ == "__main__":
    main()
