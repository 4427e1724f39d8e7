"""Vim mode does what vim does: the same keys on the same texts give the same text and cursor."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from confnotes.tui.vim import patterns
from confnotes.tui.vim.engine import VimEngine
from real_vim import (
    PlainBuffer,
    ask_engine,
    ask_engine_about_file,
    ask_engine_steps,
    ask_vim,
    ask_vim_steps,
    is_here,
    keys_in,
)
from vim_keys import TEXTS, answers, random_cases, step_answers, steps, table

RECORDED = answers()
ACCEPTED_RANDOM = 0.01
"""The part of random sequences that may differ: corners of vim that this leaves alone, such as `yaW` at the end."""


def test_every_sequence_of_the_table_has_an_answer_and_there_are_hundreds() -> None:
    assert set(table()) == set(RECORDED)
    assert len(RECORDED) >= 300


@pytest.mark.parametrize("text", TEXTS)
def test_keys_do_what_they_did_in_vim(text: str) -> None:
    found = {case: ask_engine(TEXTS[text], case.keys) for case in RECORDED if case.text == text}
    assert found
    assert [(case.keys, one) for case, one in found.items() if one != RECORDED[case]] == []


@pytest.mark.parametrize("text", TEXTS)
def test_in_a_file_with_a_final_newline_keys_do_what_they_did_in_vim_and_the_newline_stays(text: str) -> None:
    found = {case: ask_engine_about_file(TEXTS[text], case.keys) for case in RECORDED if case.text == text}
    assert [(case.keys, one) for case, one in found.items() if one != RECORDED[case]] == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("yyggVGp", ["one"]),
        ('ylVGd"0p', ["o"]),
        ("dGp", ["", "one", "two"]),
        ("yydGP", ["one", "two", ""]),
        ("dGo<Esc>", ["", ""]),
        ("dG:s/$/z/<CR>", ["z"]),
        ("dGpuu", ["one", "two"]),
        ("MAz<Esc>", ["onez", "two"]),
    ],
)
def test_what_is_put_into_a_file_whose_lines_were_all_deleted_is_in_it_and_the_newline_stays(
    keys: str, expected: list[str]
) -> None:
    assert ask_engine_about_file(["one", "two"], keys).lines == expected


def test_steps_on_one_text_do_what_they_did_in_vim() -> None:
    expected = step_answers()
    for number, (step, found) in enumerate(zip(steps(), ask_engine_steps([""], steps()), strict=True)):
        assert found == expected[number], f"step {number}: {step}"


@pytest.mark.skipif(not is_here(), reason="needs vim, with its scripts")
def test_the_recorded_answers_are_those_of_the_vim_here(tmp_path: Path) -> None:
    cases = list(RECORDED)
    found = ask_vim([(TEXTS[case.text], case.keys) for case in cases], tmp_path)
    wrong = [case.keys for case, one in zip(cases, found, strict=True) if one != RECORDED[case]]
    assert not wrong
    assert dict(enumerate(ask_vim_steps([""], steps(), tmp_path))) == step_answers()


@pytest.mark.skipif(not is_here(), reason="needs vim, with its scripts")
def test_random_sequences_do_what_they_do_in_vim(tmp_path: Path) -> None:
    cases = list(random_cases(2026, 1000))
    found = ask_vim([(TEXTS[case.text], case.keys) for case in cases], tmp_path)
    wrong = [
        f"{case.keys}: {one}"
        for case, one in zip(cases, found, strict=True)
        if ask_engine(TEXTS[case.text], case.keys) != one
    ]
    assert len(wrong) <= ACCEPTED_RANDOM * len(cases), "\n".join(wrong)


@pytest.mark.parametrize(
    "command",
    [r":%s/o/\²/", r":%s/a\{99999999999}/b/", ":" + "9" * 5000, "/foo/" + "9" * 5000, r":%s/o/\=1+1/"],
    ids=["digit", "count", "line", "offset", "expression"],
)
def test_what_cannot_be_done_changes_nothing_and_the_next_key_works(command: str) -> None:
    assert ask_engine(["foo", "bar"], command + "<CR>ggx")[0] == ["oo", "bar"]


def test_a_command_for_many_lines_goes_on_after_a_line_without_a_match() -> None:
    assert ask_engine(["foo", "foo x", "x"], ":g/foo/s/x/Z/<CR>")[0] == ["foo", "foo Z", "x"]


def test_a_macro_that_repeats_itself_with_a_count_ends() -> None:
    assert ask_engine(["foo"], 'i10000@a<Esc>0"ay$10000@a')


@pytest.mark.parametrize(
    "keys",
    [r"/\(a\|aa\)\+$<CR>", r":%s/\(a\|aa\)\+$/x/<CR>", r":g/\(a\|aa\)\+$/d<CR>", r":sort /\(a\|aa\)\+$/<CR>"],
    ids=["search", "substitute", "global", "sort"],
)
def test_a_pattern_that_would_take_years_is_given_up(keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 0.1)
    lines = ["a" * 60 + "!"] * 3
    assert ask_engine(lines, keys + "x")[0] == [lines[0][1:], *lines[1:]]


@pytest.mark.parametrize("keys", ["1000000oab<Esc>", "/o<CR>999999999n", "1000000iab<Esc>", "/o/e+999999999<CR>"])
def test_a_huge_count_is_done_in_a_moment(keys: str) -> None:
    assert len(ask_engine(["foo bar"] * 2000, keys).lines) <= 12_000


def test_random_keys_leave_a_text_and_a_cursor_in_it() -> None:
    chance = random.Random(2026)
    names = ["space", "enter", "escape", "escape", "backspace", "delete", "tab", "left", "up", "home", "end", "insert"]
    signs = [*map(chr, range(33, 127)), *names, *(f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxy")]
    pieces = [
        "ddp",
        ":%s/e/E/gc<CR>",
        ":g/e/d<CR>",
        "gqip",
        "qaxq",
        "@a",
        "v3jd",
        "<C-v>jjd",
        ":%norm x<CR>",
    ]
    for _ in range(150):
        buffer = PlainBuffer(chance.choice(list(TEXTS.values())))
        engine = VimEngine(buffer)
        for _ in range(60):
            for key in keys_in(chance.choice(pieces)) if chance.random() < 0.2 else [chance.choice(signs)]:
                engine.feed(key)
            row, column = engine.vim.cursor
            assert 0 <= row < len(buffer.lines) and 0 <= column <= len(buffer.lines[row])


def test_formatting_leaves_headings_tables_and_code_as_they_are() -> None:
    long = "word " * 30
    lines = ["# Heading", long, "| a | b |", "|---|---|", "```", "x = 1", "y = 2", "```", "1. one", "2. two", "   more"]
    assert ask_engine(lines, "gqG").lines == [
        *("# Heading", ("word " * 16).strip(), ("word " * 14).strip(), "| a | b |", "|---|---|"),
        *("```", "x = 1", "y = 2", "```", "1. one", "2. two more"),
    ]


def test_an_abbreviation_is_expanded_behind_its_word_only() -> None:
    keys = ":iab nn neural network<CR>ccnn, xnn nnx nn<CR>nn<Esc>:una nn<CR>onn<Esc>"
    assert ask_engine([""], keys).lines == ["neural network, xnn nnx neural network", "neural network", "nn"]
