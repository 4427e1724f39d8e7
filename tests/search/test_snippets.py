"""The line that is shown for a hit, and what lights up in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.model.hit import Sought
from confnotes.search import snippets
from confnotes.search.analyse import TokenSpan, places
from confnotes.search.snippets import WIDTH, best_line

TEXT = """\
---
title: Flow models
---

# Introduction

A flow is a map.
A flow model maps **noise** to data ^t101112
- [ ] read about [[Flow matching|matching]]
? is GPT-4 a flow
深度学习 is deep learning
"""


def sought(*words: str, beginnings: tuple[str, ...] = (), phrases: tuple[tuple[str, ...], ...] = ()) -> Sought:
    return Sought(frozenset(words), beginnings, phrases)


LINES = [
    (sought("flow"), 7, "A flow is a map.", ["flow"]),
    (sought("flow", "model"), 8, "A flow model maps noise to data", ["flow", "model"]),
    (sought("noise"), 8, "A flow model maps noise to data", ["noise"]),
    (sought(beginnings=("intro",)), 5, "Introduction", ["Introduction"]),
    (sought("matching"), 9, "read about matching", ["matching"]),
    (sought("gpt4", phrases=(("gpt", "4"),)), 10, "is GPT-4 a flow", ["GPT-4"]),
    (sought(phrases=(("学", "习"),)), 11, "深度学习 is deep learning", ["学习"]),
    (sought("学"), 11, "深度学习 is deep learning", ["深度学习"]),
    (sought("nowhere"), 7, "A flow is a map.", []),
    (Sought(frozenset(), labels=frozenset({"todo"})), 9, "read about matching", []),
    (Sought(frozenset({"flow"}), labels=frozenset({"question"})), 10, "is GPT-4 a flow", ["flow"]),
    (sought("gpt4"), 10, "is GPT-4 a flow", ["GPT-4"]),
    (Sought(frozenset({"flow", "models"}), labels=frozenset({"todo"}), in_fields=True), 9, "read about matching", []),
]


@pytest.mark.parametrize(("wanted", "line", "text", "lit"), LINES)
def test_the_best_line_is_shown(wanted: Sought, line: int, text: str, lit: list[str]) -> None:
    found = best_line(TEXT, wanted)
    assert (found.line, found.text) == (line, text)
    assert [found.text[start:end] for start, end in found.highlights] == lit


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("%% sceptical, and I do not say so %%", "sceptical"),
        ("He was clear. %% I am sceptical %%", "sceptical"),
        ("[Abstract](https://example.org/celery)", "celery"),
    ],
)
def test_what_stands_only_in_a_private_part_or_an_address_is_shown_as_it_is_written(line: str, word: str) -> None:
    found = best_line(f"# Talk\n\n{line} ^t101112\n", sought(word))
    assert found.text == line
    assert [found.text[start:end] for start, end in found.highlights] == [word]


def test_a_link_to_a_note_is_shown_as_it_reads_though_only_its_target_has_the_word() -> None:
    line = "After [[2019 Equilibrium Prop#^t101112|EqProp]] another talk"
    assert best_line(line, sought("equilibrium")).text == "After EqProp another talk"


def test_a_private_part_beside_what_is_found_is_not_shown() -> None:
    assert best_line("A clear talk. %% I am sceptical %%", sought("talk")).text == "A clear talk."


def test_a_compound_that_is_written_as_one_is_shown_before_one_of_its_parts() -> None:
    wanted = sought("node", "js", "nodejs", phrases=(("node", "js"),))
    assert best_line("Each node runs.\nA js engine.\nNodeJs on the server", wanted).line == 3


def test_a_figure_is_not_shown_within_another_one() -> None:
    assert best_line("---\nconference: NeurIPS 2019\n---\nA talk.", sought("2")).text == "A talk."


def test_a_word_of_code_is_seen_where_letters_follow_its_signs() -> None:
    assert best_line("parsers in C++\nranges of C++20", sought("c++", "20")).line == 2


@pytest.mark.parametrize(
    ("head", "body", "words", "shown"),
    [
        ("title: Fog horns\nconference: Fog Days", "A talk.", ("fog", "days"), "A talk."),
        ("title: Fog horns\nconference: Fog Days", "Thick fog.\nA talk.", ("horns", "fog", "days"), "Thick fog."),
        ("title: Fog horns\nroom: Fog hall", "A day.\nSome fog.", ("fog", "hall"), "Some fog."),
        ("title: Fog horns\nroom: Fog hall", "A day.", ("fog", "hall"), "room: Fog hall"),
        ("title: Fog horns\nconference: Fog Days", "", ("days",), "Fog horns"),
        ("type: note\nconference: Fog Days", "", ("days",), ""),
        ("speakers:\n  - Ada Lind\nroom: Hall", "A day.", ("speakers",), "A day."),
        ("speakers:\n  - Ada Lind\nroom: Hall", "A day.", ("room", "ada"), "Ada Lind"),
        ("title: Fog horns", "", ("nowhere",), "Fog horns"),
    ],
)
def test_front_matter_is_shown_only_for_what_no_line_below_and_no_heading_of_the_hit_says(
    head: str, body: str, words: tuple[str, ...], shown: str
) -> None:
    assert best_line(f"---\n{head}\n---\n{body}\n", sought(*words)).text == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('  - "[[Inês Needle]]"', "Inês Needle"),
        ('track: "Needle: \\"why\\" and how"', 'track: Needle: "why" and how'),
        ("title: Needle", "body"),
        ("session: 'the needle''s eye'", "session: the needle's eye"),
        ('says: a "needle"', 'says: a "needle"'),
    ],
)
def test_a_line_of_front_matter_is_read_without_its_quotes(line: str, shown: str) -> None:
    assert best_line(f"---\n{line}\n---\n\nbody\n", sought("needle")).text == shown


def test_of_a_note_without_text_the_title_is_read_as_a_title() -> None:
    assert best_line('---\ntitle: "Knots: why"\n---\n', sought("knots")).text == "Knots: why"


def test_a_long_line_is_cut_around_what_was_sought() -> None:
    line = "word " * 200 + "needle " + "word " * 200
    found = best_line(line, sought("needle"))
    assert len(found.text) <= WIDTH + 4
    assert [found.text[start:end] for start, end in found.highlights] == ["needle"]
    assert found.text.startswith("… ") and found.text.endswith(" …")


def test_no_control_character_of_a_note_reaches_the_screen() -> None:
    found = best_line("evil \x1b]52;c;aGk=\x07 needle \u202e", sought("needle"))
    assert "\x1b" not in found.text and "\u202e" not in found.text


@given(st.text(), st.lists(st.text(max_size=5), max_size=3))
def test_every_text_has_a_line_and_highlights_inside_it(text: str, words: list[str]) -> None:
    found = best_line(text, sought(*words, *text.lower().split()[:3]))
    assert 1 <= found.line <= text.count("\n") + 1
    assert all(0 <= start < end <= len(found.text) for start, end in found.highlights)


@pytest.mark.parametrize("before", [0, 1, 2_000, 300_000])
def test_of_a_very_long_line_only_the_part_that_was_found_is_looked_at(
    before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []
    real = places

    def counted(text: str) -> Iterator[TokenSpan]:
        looked_at.append(len(text))
        return real(text)

    monkeypatch.setattr(snippets, "places", counted)
    line = "words " * before + "the moonlight drives the gates" + " more words" * 300_000
    found = best_line(line, sought("moonlight", "gates", phrases=(("moonlight", "drives"),)))
    assert "moonlight drives the gates" in found.text and len(found.text) <= WIDTH + 4
    assert [found.text[start:end] for start, end in found.highlights] == ["moonlight drives", "gates"]
    assert sum(looked_at) < 20_000
