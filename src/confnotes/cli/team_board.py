"""The team's board as a table for people and as an object for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from confnotes.catalogue.program.team_board import Board, BoardTalk, board_parts
from confnotes.catalogue.team.colleagues import ColleagueView, names_of
from confnotes.cli.cards import card_object, day_text, room_columns, room_of
from confnotes.cli.printing import clip, columns_of, on_terminal, pad, say_styled, tell, width
from confnotes.markup.math.titles import shown_title


def say_board(board: Board, *, everything: bool) -> None:
    """Print the parts of the board, a line per talk: start, room, title, and who takes, saw and wants it."""
    parts = board_parts(board, board.talks, everything=everything)
    if board.day is not None:
        tell(f"{board.conference} · {day_text(board.day)}")
    rooms = room_columns(one.card for part in parts for one in part.talks)
    for part in parts:
        say_styled([(part.title, "bold")])
        for one in part.talks:
            _say_talk(one, board.me, rooms)
    if not parts:
        tell("No talk of this day is starred or taken yet. --all shows all talks.")
    tell(f"Synced: {board.synced[:16].replace('T', ' ')}" if board.synced else "Not synced yet: `confnotes team sync`.")


def _say_talk(one: BoardTalk, me: str, rooms: int) -> None:
    card = one.card
    start = f"{card.start:%H:%M}" if card.start else ""
    who = people_text(one, me)
    title = shown_title(card.title)
    if on_terminal():
        title = clip(title, max(width() - rooms - columns_of(who) - 12, 10))
    say_styled(
        [
            (f"  {start:<5}  ", "accent"),
            (f"{pad(room_of(card), rooms)}  ", "dim"),
            (title, "bold"),
            (f"  {who}" if who else "", "accent"),
        ]
    )


def people_text(one: BoardTalk, me: str) -> str:
    """Who takes, saw and wants a talk: “◆ you ★ Bea, Cem”."""
    groups = (("◆", one.takers), ("✓", one.sitting), ("★", one.wanting))
    told = " ".join(f"{sign} {', '.join(names_of(views, me))}" for sign, views in groups if views)
    return f"⚠ {told}" if one.is_taken_twice else told


def board_object(board: Board, *, everything: bool) -> dict[str, Any]:
    """The board for `--json`, gaps of the next hour first."""
    talks = [one for part in board_parts(board, board.talks, everything=everything) for one in part.talks]
    return {
        "schema": "confnotes.team-board/1",
        "conference": board.conference,
        "day": board.day.isoformat() if board.day else None,
        "name": board.me,
        "synced": board.synced or None,
        "talks": [
            {
                **{key: card_object(one.card)[key] for key in ("id", "title", "start", "end", "room")},
                "cover": one.cover.value,
                "soon": one.is_soon,
                "people": list(_people(one.people)),
            }
            for one in talks
        ],
    }


def _people(views: Iterable[ColleagueView]) -> Iterable[dict[str, Any]]:
    for one in views:
        yield {
            "name": one.name,
            "wants": one.starred,
            "takes": one.taken,
            "attended": one.attended,
            "lines": one.lines,
            "rating": one.rating,
        }
