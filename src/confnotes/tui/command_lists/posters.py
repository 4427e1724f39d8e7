"""What a person can do in a hall of posters, and on a poster's card."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "posters.open",
        Where.POSTERS,
        "enter",
        "Open the card of this poster",
        "Type its board number, or a few letters of its title or of a name.",
        "open",
        "card",
        priority=True,
    ),
    Command(
        "posters.next",
        Where.POSTERS,
        "ctrl+n",
        "Card of the next poster",
        "The next starred one that you have not seen, else the next board.",
        "next_card",
        "next card",
        priority=True,
    ),
    Command(
        "posters.star", Where.POSTERS, "ctrl+b,space", "Star this poster, or take the star away", "", "star", "star"
    ),
    Command("posters.starred", Where.POSTERS, "f2", "Only starred posters", "Or all again.", "starred", "★ only"),
    Command("posters.all", Where.POSTERS, "f3", "All posters, or those that hang now", "", "all", "all"),
    Command("posters.note", Where.POSTERS, "alt+p", "Note of this poster in full", "", "note", priority=True),
    Command(
        "poster.enter",
        Where.POSTER,
        "enter",
        "Next field",
        "Behind the last one, the next card.",
        "enter",
        "next field",
        priority=True,
    ),
    Command(
        "poster.next",
        Where.POSTER,
        "ctrl+n",
        "Next card",
        "The next starred poster that you have not seen, else the next board.",
        "next_card",
        "next card",
        priority=True,
    ),
    Command(
        "poster.score",
        Where.POSTER,
        "alt+1,alt+2,alt+3,alt+4,alt+5",
        "Score this poster",
        "One to five; the same again takes it away. Or the digit in the last field.",
        "rate",
    ),
    Command("poster.star", Where.POSTER, "ctrl+b", "Star this poster, or take the star away", "", "star", "star"),
    Command(
        "poster.note",
        Where.POSTER,
        "alt+p",
        "Note of this poster in full",
        "The same key there comes back to the card.",
        "note",
        "whole note",
        priority=True,
    ),
    Command("poster.link", Where.POSTER, "ctrl+o", "Open the paper", "Or what else there is to open.", "link", "paper"),
    Command("poster.another", Where.POSTER, "alt+n", "One more line of this field", "A second claim.", "another"),
    Command("poster.up", Where.POSTER, "up,shift+tab", "Field above", "", "move(-1)"),
    Command("poster.down", Where.POSTER, "down,tab", "Field below", "", "move(1)"),
    Command("poster.panel", Where.POSTER, "f2", "Starred posters beside the card", "Shows or hides them.", "panel"),
    Command("poster.attend", Where.POSTER, "ctrl+g", "I was there", "Writing a card marks it, too.", "attend"),
    Command("poster.undo", Where.POSTER, "ctrl+z", "Take back", "What was typed last.", "undo"),
    Command("poster.save", Where.POSTER, "ctrl+s", "Save now", "It is saved by itself, too.", "save"),
    Command("poster.leave", Where.POSTER, "escape", "Back to the posters", "The card is saved.", "leave", "back"),
)
