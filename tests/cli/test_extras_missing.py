"""Verbs whose packages are an extra say how to get them."""

from __future__ import annotations

import sys

import pytest

from .conftest import RunConfnotes


@pytest.mark.parametrize(("verb", "package"), [("lsp", "pygls"), ("mcp", "mcp")])
def test_a_verb_without_its_packages_says_how_to_install_them(
    confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch, verb: str, package: str
) -> None:
    for name in [name for name in sys.modules if name.startswith((package, f"confnotes.{verb}."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    result = confnotes(verb)
    assert (result.code, result.out) == (1, "")
    told, hint = result.err.splitlines()
    assert told.endswith("server is not installed") and hint.startswith("  Run: ") and package in hint
