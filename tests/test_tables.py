"""A test that goes through a table misses no case."""

from __future__ import annotations

import pytest

from tables import all_cases, is_table


@pytest.mark.parametrize("one", [1, 2])
@pytest.mark.parametrize(("two", "three"), [(3, 4), (5, 6)], ids=["a", "b"])
def is_found_wrong_for_its_last_case(one: int, two: int, three: int) -> None:
    if one == 1:
        pytest.skip("not here")
    assert (one, two, three) != (2, 5, 6)


def test_the_case_that_fails_is_named_whatever_was_skipped_before_it() -> None:
    assert is_table(is_found_wrong_for_its_last_case)
    with pytest.raises(AssertionError) as found:
        all_cases(is_found_wrong_for_its_last_case)()
    (note,) = found.value.__notes__
    assert [f"'{name}': {value}" in note for name, value in (("one", 2), ("two", 5), ("three", 6))] == [True] * 3


@pytest.mark.parametrize("one", [1, pytest.param(2, marks=pytest.mark.xfail)])
def with_a_marked_case(one: int) -> None: ...


@pytest.mark.parametrize("one", [1])
def with_a_fixture(one: int, tmp_path: object) -> None: ...


@pytest.mark.parametrize("one", [1])
async def with_a_screen(one: int) -> None: ...


@pytest.mark.skipif(False, reason="as a test that needs another system")
@pytest.mark.parametrize("one", [1])
def with_a_condition(one: int) -> None: ...


@pytest.mark.parametrize("test", [with_a_marked_case, with_a_fixture, with_a_screen, with_a_condition])
def test_what_needs_more_than_its_values_is_a_test_for_each_case(test: object) -> None:
    assert callable(test) and not is_table(test)
