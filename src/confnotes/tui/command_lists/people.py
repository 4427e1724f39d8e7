"""What a person can do on people and a person."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "people.open",
        Where.PEOPLE,
        "enter",
        "Open this person's page",
        "Talks by year, notes and links.",
        "open",
        "open",
    ),
    Command(
        "people.order",
        Where.PEOPLE,
        "f2",
        "Another order",
        "Yours first, by name, most talks first, last met first.",
        "order",
        "order",
    ),
    Command(
        "people.same",
        Where.PEOPLE,
        "f3",
        "Names that may be one person’s",
        "Say whether they are; nothing is joined by itself.",
        "same",
        "same person?",
    ),
    Command("person.open", Where.PERSON, "enter", "Open this talk or note", "", "open", "open"),
    Command(
        "person.mark",
        Where.PERSON,
        "space",
        "Star this talk, tick this follow-up",
        "Again takes the star away. Of a question: what was answered.",
        "mark",
        "star · tick",
    ),
    Command(
        "person.attend",
        Where.PERSON,
        "a",
        "I was there",
        "Marks this talk as attended, or takes the mark away.",
        "attend",
    ),
    Command(
        "person.later",
        Where.PERSON,
        "w",
        "Watch it later",
        "Marks this talk as one to watch; is:later finds them all.",
        "watch_later",
    ),
    Command(
        "person.rate",
        Where.PERSON,
        "1,2,3,4,5",
        "Rate this talk",
        "One to five; the same again takes the rating away.",
        "rate",
    ),
    Command(
        "person.write",
        Where.PERSON,
        "e",
        "Write about this person",
        "Opens the note about them; a new one is on the disk once something is typed.",
        "write",
        "write",
    ),
    Command(
        "person.same",
        Where.PERSON,
        "m",
        "The same person as …",
        "Say which other name is theirs, or take that back.",
        "same",
        "same as",
    ),
    Command(
        "same.accept",
        Where.SAME_PEOPLE,
        "enter,y",
        "One person",
        "All talks stand on one page.",
        "accept",
        "one person",
    ),
    Command(
        "same.refuse", Where.SAME_PEOPLE, "n", "Two people", "They are not proposed again.", "refuse", "two people"
    ),
)
