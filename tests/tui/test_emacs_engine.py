"""Emacs's keys do what emacs does: the same keys on the same texts give the same text, cursor and selection."""

from __future__ import annotations

from pathlib import Path

import pytest

from emacs_keys import TEXTS, answers, random_cases, table
from real_emacs import ask_emacs, ask_engine, is_here

RECORDED = answers()
ACCEPTED_RANDOM = 0.02
"""The part of random sequences that may differ: such as what is undone after an undo."""


def test_every_sequence_of_the_table_has_an_answer_and_there_are_hundreds() -> None:
    assert set(table()) == set(RECORDED)
    assert len(RECORDED) >= 300


@pytest.mark.parametrize("text", TEXTS)
def test_keys_do_what_they_did_in_emacs(text: str) -> None:
    found = {case: ask_engine(TEXTS[text], case.keys) for case in RECORDED if case.text == text}
    assert found
    assert [(case.keys, one) for case, one in found.items() if one != RECORDED[case]] == []


@pytest.mark.skipif(not is_here(), reason="needs emacs")
def test_the_recorded_answers_are_those_of_the_emacs_here(tmp_path: Path) -> None:
    cases = list(RECORDED)
    found = ask_emacs([(TEXTS[case.text], case.keys) for case in cases], tmp_path)
    assert not [case.keys for case, one in zip(cases, found, strict=True) if one != RECORDED[case]]


@pytest.mark.skipif(not is_here(), reason="needs emacs")
def test_random_sequences_do_what_they_do_in_emacs(tmp_path: Path) -> None:
    cases = list(random_cases(2026, 1000))
    found = ask_emacs([(TEXTS[case.text], case.keys) for case in cases], tmp_path)
    wrong = [
        f"{case}: {one} {mine}"
        for case, one in zip(cases, found, strict=True)
        if (mine := ask_engine(TEXTS[case.text], case.keys)) != one
    ]
    assert len(wrong) <= ACCEPTED_RANDOM * len(cases), "\n".join(wrong)
