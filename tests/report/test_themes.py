"""Themes: what several talks have in common, each line told once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from confnotes.model.summary import (
    SummaryHighlight,
    SummaryItem,
    SummaryNote,
    SummaryQuestion,
    SummaryTakeaway,
    SummaryTheme,
    Why,
)
from confnotes.report.theme_titles import in_title_case, title_of_tag
from confnotes.report.themes import group_by_theme, themes

FILLED = [f"Number {number} is about something else." for number in range(20)]


def talk(number: int, *tags: str, track: str | None = None, title: str = "", **note: str) -> SummaryItem:
    text = note.get("text", FILLED[number])
    given = SummaryNote(text, claim=note.get("claim", ""))
    return SummaryItem(f"talk-{number}", title or f"Title {number}", track=track, tags=tags, notes=(given,))


def found(items: list[SummaryItem], **order: object) -> dict[str, list[int]]:
    """The themes with the numbers of their talks."""
    told = themes(group_by_theme(items, **order), ())  # type: ignore[arg-type]
    return {theme.title: [int(one.removeprefix("talk-")) for one in theme.items] for theme in told}


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("machine-learning", "Machine Learning"),
        ("ml/vision", "ML: Vision"),
        ("state_of_the_art", "State of the Art"),
        ("ai", "AI"),
        ("rust", "Rust"),
        ("css", "CSS"),
        ("fly", "Fly"),
        ("PyPy", "PyPy"),
        ("énergie", "Énergie"),
        ("c++", "C++"),
    ],
)
def test_a_tag_becomes_a_title(tag: str, title: str) -> None:
    assert title_of_tag(tag) == title


def test_names_with_capitals_stay_as_they_are() -> None:
    assert in_title_case("iPhone apps for macOS") == "iPhone Apps for macOS"


def test_a_nested_tag_is_a_theme_of_its_own_and_the_one_above_has_the_rest() -> None:
    tags = ["ml/vision", "ml/vision", "ml/audio", "ml", *[""] * 4]
    items = [talk(number, *([tag] if tag else [])) for number, tag in enumerate(tags)]
    assert found(items) == {"ML: Vision": [0, 1], "ML": [2, 3]}


def test_what_half_of_the_talks_or_one_talk_have_is_no_theme() -> None:
    items = [
        talk(number, "python", *(["web"] if number < 2 else []), *(["c"] if not number else [])) for number in range(6)
    ]
    assert found(items) == {"Web": [0, 1]}
    assert found([talk(number, "web") for number in range(2)]) == {}


def test_talks_without_a_tag_are_grouped_by_track_session_and_what_their_titles_share() -> None:
    items = [
        *(talk(number, "web") for number in range(2)),
        *(talk(number, track="Databases") for number in range(2, 4)),
        *(talk(number, track="Main Track") for number in range(4, 6)),
        *(talk(number, title=f"Garbage collection in {name}") for number, name in ((6, "Go"), (7, "Java"))),
        *(talk(number) for number in range(8, 10)),
        talk(10),
    ]
    sessions = {"talk-4": "Hardware", "talk-5": "hardware", "talk-8": "Poster Session 2", "talk-9": "Poster Session 2"}
    told = found(items, sessions=sessions)
    assert told == {"Web": [0, 1], "Databases": [2, 3], "Hardware": [4, 5], "Garbage Collection": [6, 7]}


LOCKS = [
    "A lock that waits for another lock is the reason why nothing works.",
    "Every lock is slow if more than one thread wants to have it.",
    "Locks are cheap if nobody ever has to wait for one of them.",
]


def test_a_word_of_several_notes_is_a_theme_and_its_lines_have_it() -> None:
    texts = [
        "\n".join((*LOCKS[:2], "Nobody reads the manual of a database.")),
        "\n".join(LOCKS[1:]),
        f"{LOCKS[2]}\n{LOCKS[0]}",
    ]
    items = [
        *(
            talk(number, text=text, title=f"Waiting {number}" if number else "A lock")
            for number, text in enumerate(texts)
        ),
        *(talk(number, "web") for number in range(3, 5)),
        *(talk(number) for number in range(5, 8)),
    ]
    theme, tagged = themes(group_by_theme(items), ())
    assert theme.title == "Lock" and all("lock" in point.text.casefold() for point in theme.points)
    assert tagged.title == "Web"
    alone = [replace(item, tags=()) for item in items]
    assert themes(group_by_theme(alone), ()) == (), "what everything is about is no theme"


@pytest.mark.parametrize("word", ["data", "rust"], ids=["no subject", "the conference"])
def test_a_word_that_says_nothing_is_no_theme(word: str) -> None:
    text = f"All {word} was new to us here.\nThe {word} that we had was never good enough for that."
    items = [replace(talk(number, text=text), conference="RustConf 2031") for number in range(3)]
    assert found([*items, *(talk(number) for number in range(3, 8))]) == {}


def test_a_theme_of_a_session_has_two_lines_or_is_none() -> None:
    items = [talk(0, track="Databases"), *(talk(number, text="", track="Databases") for number in range(1, 3))]
    noted = [replace(item, notes=(SummaryNote(questions=(SummaryQuestion("q", "Why?"),)),)) for item in items[1:]]
    others = [talk(number) for number in range(3, 8)]
    assert found([items[0], *noted[:1], *others]) == {"Databases": [0, 1]}
    assert found([items[0], replace(noted[1], notes=(SummaryNote("Slides: https://example.org"),)), *others]) == {}


def test_no_line_is_told_twice_and_none_that_a_highlight_tells() -> None:
    items = [
        talk(0, "web", "css", claim="Grids are enough."),
        talk(1, "web", claim="Fonts are slow."),
        talk(2, "css", text="Colors have no names in this one."),
        *(talk(number) for number in range(3, 8)),
    ]
    highlight = SummaryHighlight("talk-1", (Why.TAKEAWAYS,), (SummaryTakeaway("t", "**Fonts** are slow"),))
    told = themes(group_by_theme(items), [highlight])
    lines = [point.text for theme in told for point in theme.points]
    assert "Grids are enough." in lines and "Fonts are slow." not in lines
    assert len(lines) == len(set(lines))


def test_a_theme_has_at_most_three_lines_one_of_each_talk() -> None:
    lines = tuple(SummaryTakeaway(f"t{number}", f"Lesson {number} is this.") for number in range(4))
    items = [
        SummaryItem(f"talk-{number}", "A", tags=("web",) if number < 5 else (), notes=(SummaryNote(takeaways=lines),))
        for number in range(10)
    ]
    (theme,) = themes(group_by_theme(items), ())
    assert isinstance(theme, SummaryTheme) and len(theme.points) == 3
    assert len({point.item for point in theme.points}) == 3
