"""Kinds of talks: only titles with a word that begins like one that names a kind are looked at, and none is lost."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.importers.facts import kinds
from confnotes.importers.facts.kinds import may_name_kind
from examples import examples

PATTERNS = [pattern.replace(r"\b", "") for _, pattern in kinds._LABELS]
PATTERNS += [kinds._BREAK, kinds._REMARKS_HEAD, kinds._REMARKS_START]


@settings(max_examples=examples(300))
@given(st.sampled_from(PATTERNS).flatmap(lambda pattern: st.from_regex(pattern, fullmatch=True)))
def test_what_names_a_kind_begins_like_one(title: str) -> None:
    assert may_name_kind(title)


def test_words_for_breaks_that_are_glued_together_are_another_word() -> None:
    assert re.match(kinds._BREAK, "tea, coffee")
    assert not re.match(kinds._BREAK, "teacoffee")


def test_most_titles_do_not() -> None:
    assert not may_name_kind("Pruning weights that are never used")
