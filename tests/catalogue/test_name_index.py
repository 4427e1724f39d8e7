"""Names are found by the words there are, without looking through all names: with the same answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from confnotes.catalogue.completing.name_index import NameFit, Shelf, searchable

WORDS = st.text(alphabet="abé 1", min_size=1, max_size=6)
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), max_size=12)


class LooksThroughAll(Shelf):
    """Does not ask first whether there are such words."""

    def _may_hold(self, pattern: str) -> bool:
        return True


@given(NAMES, st.lists(WORDS, min_size=1, max_size=3).map(" ".join), st.booleans(), st.booleans())
def test_what_is_found_is_what_looking_through_all_names_finds(
    names: list[str], typed: str, loosely: bool, abbreviated: bool
) -> None:
    called = [(searchable(name),) for name in names if searchable(name)]
    found = Shelf(called).find(typed, 8, loosely=loosely, abbreviated=abbreviated)
    assert found == LooksThroughAll(called).find(typed, 8, loosely=loosely, abbreviated=abbreviated)


@given(NAMES, st.data())
def test_a_name_is_found_by_any_letters_of_it(names: list[str], data: st.DataObject) -> None:
    called = [(searchable(name),) for name in names if searchable(name)]
    for number, (name,) in enumerate(called):
        first = data.draw(st.integers(0, len(name) - 1))
        part = searchable(name[first : data.draw(st.integers(first + 1, len(name)))])
        assert not part or number in {one.number for one in Shelf(called).find(part, len(called) * 2)}


def test_a_word_is_found_in_spite_of_a_typing_error() -> None:
    shelf = Shelf([("kernel tides",), ("colour maps",), ("memory of tides",)])
    assert shelf.find("colpur", 5) == [(1, NameFit.MISTYPED)]
    assert shelf.find("oclour", 5) == [(1, NameFit.MISTYPED)]
