"""How a poster is drawn in a list, and its card: authors, the next poster, the abstract below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.posters import Hall, is_seen
from confnotes.markup.canonical import parts
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Resource
from confnotes.tui.screens.posters.filling import LABEL
from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import (
    Line,
    Part,
    arrow,
    clean,
    clip,
    pad,
    place,
    shorten,
    spread,
    width_of,
    wrap,
    wrap_markdown,
)
from confnotes.tui.widgets.pane import Draw
from confnotes.tui.widgets.rows import Row
from confnotes.tui.widgets.talk_rows import speakers_of, star_of, title_of

MOST_TITLE_LINES, MOST_NAME_LINES = 3, 2
MARGIN = 4  # cells
MOST_SESSION = 24  # cells


_CALLED_SO = re.compile(r"^poster\s*[:–—-]\s*(?=\S)", re.IGNORECASE)
WIDEST = 92  # cells: longer lines of an abstract are hard to read
WIDEST_BOARD = 8  # cells: longer board numbers would push the titles away
SLIM = 50  # columns: in narrower lists the score gives way to the title


@fast_dataclass(frozen=True, slots=True)
class PosterRow(Row):
    """One poster, with its people on a second line; dimmed once it was attended. `when` tells it from its double."""

    card: Card
    board_width: int = 0
    with_star: bool = True
    when: str = ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        card = self.card
        seen = is_seen(card)
        board = pad(clean(card.talk.board or ""), self.board_width) + "  " if self.board_width else ""
        left = [
            *arrow(chosen),
            Part(board, "strong" if chosen else "accent" if card.starred and not seen else "dim"),
            Part(poster_title(card), "strong" if chosen else "dim" if seen else "text"),
        ]
        score = "●" * card.rating + "○" * (5 - card.rating) + "  " if card.rating and width >= SLIM else ""
        right = [
            Part(f"{self.when}  " if self.when else "", "dim"),
            Part(score, "accent"),
            Part("✓ " if seen else "  ", "success"),
        ]
        right += [star_of(card, chosen), Part("  ")] if self.with_star else [Part(" ")]
        first = spread(left, right, width)
        if self.height == 1:
            return [first]
        return [first, spread([Part(" " * (4 + len(board))), Part(speakers_of(card), "faint")], [Part("  ")], width)]


def poster_title(card: Card) -> str:
    """The poster's title for a list of posters: without “Poster:” at the start."""
    return _CALLED_SO.sub("", title_of(card))


def poster_rows(
    cards: Sequence[Card], *, tall: bool = False, with_star: bool = True, among: Sequence[Card] = ()
) -> list[PosterRow]:
    """The rows of posters, with their boards in one column; `tall` rows name their people.

    A poster that hangs twice among these, or `among` those of the whole list, says when; so does a session.
    """
    width = min(WIDEST_BOARD, max((cell_len(clean(card.talk.board or "")) for card in cards), default=0))
    times = Counter(poster_title(card) for card in among or cards)
    return [
        PosterRow(
            card.key,
            card,
            width,
            with_star,
            _when(card) if times[poster_title(card)] > 1 or not (card.talk.board or card.talk.speakers) else "",
            height=2 if tall and card.talk.speakers else 1,
        )
        for card in cards
    ]


def _when(card: Card) -> str:
    """Mon 05:00; without a time the session."""
    return f"{card.start:%a %H:%M}" if card.start else shorten(clean(card.session.title or ""), MOST_SESSION)


class CardHead(Painted):
    """Board, title, people and links, in as many lines as needed."""

    def __init__(self) -> None:
        super().__init__()
        self._card: Card | None = None
        self._resources: Sequence[Resource] = ()

    def tell(self, card: Card, resources: Sequence[Resource]) -> None:
        """Show a poster and its links."""
        self._card, self._resources = card, resources
        self._fit()

    def _fit(self) -> None:
        self.styles.height = max(len(self.painted(self.size.width or self.app.size.width)), 1)
        self.refresh()

    def on_resize(self) -> None:
        self._fit()

    def painted(self, width: int) -> list[Line]:
        card = self._card
        if card is None:
            return []
        board = clean(card.talk.board or "")
        indent = " " * MARGIN
        inner = width - MARGIN - 2
        titles = wrap(f"{board} · {poster_title(card)}" if board else poster_title(card), inner)
        lines: list[Line] = [[Part(indent), Part(line, "strong")] for line in _cut(titles, MOST_TITLE_LINES, inner)]
        if board and lines[0][1].text.startswith(f"{board} · "):
            lines[0][1:] = [Part(board, "accent"), Part(lines[0][1].text[len(board) :], "strong")]
        names = wrap(speakers_of(card), inner) if card.talk.speakers else []
        lines += [[Part(indent), Part(line, "dim")] for line in _cut(names, MOST_NAME_LINES, inner)]
        links = _links(self._resources)
        return [*lines, [Part(indent), *clip(links, inner)]] if links else lines


def _cut(lines: list[str], most: int, width: int) -> list[str]:
    """The first lines, with … if some are cut."""
    return lines if len(lines) <= most else [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), width)]


def _links(resources: Sequence[Resource]) -> Line:
    shown: Line = []
    for resource in resources:
        address = parts(resource.url)
        where = address[1] or address[2] or resource.url
        if shown:
            shown.append(Part("  ·  ", "faint"))
        shown.append(Part(clean(resource.kind.value).replace("-", " "), "link", f"url:{resource.url}"))
        shown.append(Part(f" {clean(where)}", "faint", f"url:{resource.url}"))
    return shown


def next_line(hall: Hall | None, card: Card, width: int) -> Line:
    coming = hall.next_after(card.key) if hall else None
    if coming is None:
        return []
    star = [Part("★ ", "accent", "poster.next_card")] if coming.starred else []
    board = clean(coming.talk.board or "")
    lead: Line = [Part(" " * MARGIN), Part(f"{'next':<{LABEL - 2}}", "faint", "poster.next_card"), *star]
    if board:
        lead += [Part(board, "dim", "poster.next_card"), Part(" · ", "faint", "poster.next_card")]
    return [*lead, Part(shorten(poster_title(coming), max(width - width_of(lead) - 2, 0)), "dim", "poster.next_card")]


def place_of(card: Card, hall: Hall | None) -> Line:
    """The location: the star, the conference, the session."""
    where = hall.where if hall and card.key in hall.here else card.session.title
    star = [Part("★ ", "accent")] if card.starred else []
    return [*star, *place(card.conference, "Posters", where or "")]


def about(card: Card) -> Draw:
    """The poster's details from the program."""

    def draw(width: int) -> list[Line]:
        lines = wrap_markdown(card.talk.abstract or "", min(width - MARGIN - 3, WIDEST))
        return [[Part(" " * MARGIN), Part(line, "faint")] for line in lines]

    return draw


def seen_of(hall: Hall) -> Line:
    """Seen 12 of 19 ★; the number of posters if none is starred."""
    stars = hall.starred
    if not stars:
        count = len(hall.now)
        return [Part(f"{count:,} poster{'' if count == 1 else 's'}", "dim")]
    return [Part(f"seen {sum(map(is_seen, stars))} of {len(stars)} ", "dim"), Part("★", "accent")]
