"""A test with a table of cases that need nothing but their values is one test: pytest takes longer to collect, run and
report a case, in each of its processes, than most of these take. Who names a case, as `test_it[case]`, has it alone."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import product
from typing import Any

import pytest

WITH_MARKS = type(pytest.param())
AT_HOME = {"actions", "catalogue", "report", "vault"}
"""Rooms whose tests write vaults: each has a home of its own."""
WITH_HOMES = AT_HOME | {"cli", "mcp_server", "search", "tui"}
"""Where each case has a home of its own, too, and is a test."""


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: Any, name: str, obj: object) -> pytest.Function | None:
    """Collect such a test as one."""
    if not name.startswith("test_") or any("[" in one for one in collector.config.args):
        return None
    if collector.path.parent.name in WITH_HOMES or not isinstance(collector, pytest.Module):
        return None
    if not inspect.isfunction(obj) or not is_table(obj):
        return None
    return pytest.Function.from_parent(collector, name=name, callobj=all_cases(obj))


def is_table(test: Callable[..., object]) -> bool:
    """Whether all that a test needs is in tables, none of whose cases is marked."""
    marks: list[pytest.Mark] = getattr(test, "pytestmark", [])
    if inspect.iscoroutinefunction(test) or any(mark.name != "parametrize" for mark in marks):
        return False
    if any(mark.kwargs.keys() - {"ids"} or isinstance(row, WITH_MARKS) for mark in marks for row in mark.args[1]):
        return False
    given = [name for mark in marks for name in names_of(mark)]
    return bool(given) and sorted(given) == sorted(inspect.signature(test).parameters)


def names_of(mark: pytest.Mark) -> list[str]:
    """The arguments for which a table has values."""
    names = mark.args[0]
    return [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)


def cases_of(marks: list[pytest.Mark]) -> Iterator[dict[str, Any]]:
    """The values of each case; tables above each other are multiplied."""
    for rows in product(*(mark.args[1] for mark in marks)):
        case: dict[str, Any] = {}
        for mark, row in zip(marks, rows, strict=True):
            names = names_of(mark)
            is_one = isinstance(mark.args[0], str) and len(names) == 1
            case |= zip(names, (row,) if is_one else row, strict=True)
        yield case


def all_cases(test: Callable[..., object]) -> Callable[[], None]:
    """A test that goes through the cases; the first that fails is shown, and it is skipped if all are."""

    @wraps(test)
    def goes_through() -> None:
        skipped, ran = None, False
        for case in cases_of(test.pytestmark):  # type: ignore[attr-defined]
            try:
                test(**case)
                ran = True
            except pytest.skip.Exception as skip:
                skipped = skip
            except BaseException as error:
                error.add_note(f"the case: {case!r}")
                raise
        if skipped is not None and not ran:
            raise skipped

    for name in ("__wrapped__", "pytestmark"):  # or pytest takes the values for fixtures
        del vars(goes_through)[name]
    vars(goes_through)["place_as"] = test  # which is where it stands
    return goes_through
