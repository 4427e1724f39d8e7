from dataclasses import field, replace

from confnotes.model.fast_dataclass import fast_dataclass


@fast_dataclass(frozen=True, slots=True)
class Point:
    """Where something is."""

    x: int
    y: int = 0
    name: str = field(default="", compare=False)
    made_of: str = field(default="", repr=False)


@fast_dataclass(frozen=True, slots=True)
class Step(Point):
    """How far something goes."""

    days: int = 1


def test_values_that_say_the_same_are_one_in_a_set() -> None:
    assert {Point(1, 2), Point(1, 2), Point(2, 1)} == {Point(1, 2), Point(2, 1)}
    assert Point(1, name="here") == Point(1, name="there")
    assert replace(Point(1), made_of="chalk") != Point(1)


def test_values_of_two_kinds_are_never_the_same() -> None:
    assert Point(1) != Step(1)
    assert Step(1, days=2) != Step(1, days=3)


def test_a_value_is_printed_with_its_fields() -> None:
    assert repr(Step(1, made_of="chalk")) == "Step(x=1, y=0, name='', days=1)"
