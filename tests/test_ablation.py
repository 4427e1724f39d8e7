"""`make ablation` finds the lists of words, and knows what a module is without one."""

from __future__ import annotations

from importlib.util import module_from_spec

from ablation import NOTHING, _Finder, word_lists


def test_lists_are_found_wherever_they_stand() -> None:
    found = {one.key: one for one in word_lists()}

    assert {"facts.words.PARTICLES", "facts.places._PLACES", "facts.dates._MONTHS_BY_NUMBER"} <= found.keys()
    assert "von" in found["facts.words.PARTICLES"].tokens
    assert not [key for key in found if key.endswith("._ROOM")], "patterns are no lists"


def test_a_module_is_loaded_with_one_of_its_lists_empty() -> None:
    spec = _Finder("confnotes.importers.facts.words", "PARTICLES").find_spec("confnotes.importers.facts.words", None)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)

    assert list(module.PARTICLES) == [NOTHING]
    assert len(module.HONORIFICS) > 20
