"""Vim mode does what vim does: the same keys on the same texts give the same text and cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from real_vim import Outcome, ask_engine, ask_vim, is_here
from vim_keys import TEXTS, KeyCase, answers, random_cases, table

RECORDED = answers()
ACCEPTED_RANDOM = 0.03
"""The part of random sequences that may differ: corners of vim that this leaves alone, such as counts before `v`."""


def test_every_sequence_of_the_table_has_an_answer_and_there_are_hundreds() -> None:
    assert set(table()) == set(RECORDED)
    assert len(RECORDED) >= 300


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: f"{case.text} {case.keys}")
def test_keys_do_what_they_did_in_vim(case: KeyCase) -> None:
    assert ask_engine(TEXTS[case.text], case.keys) == RECORDED[case]


@pytest.mark.skipif(not is_here(), reason="needs vim, with its scripts")
def test_the_recorded_answers_are_those_of_the_vim_here(tmp_path: Path) -> None:
    cases = list(RECORDED)
    found = ask_vim([(TEXTS[case.text], case.keys) for case in cases], tmp_path)
    wrong = [case.keys for case, one in zip(cases, found, strict=True) if one != Outcome(*RECORDED[case])]
    assert not wrong


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
